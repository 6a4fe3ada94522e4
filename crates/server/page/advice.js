// What one click can do about a finding, and which sentences its suggestions hold.

import { capital, short, small } from "./danish.js";

const PLAIN_WORD = /skriv fx »/;
const TERM = /forklar det, fx med »/;
const WHOLE_SENTENCE = /^Skriv fx: »([\s\S]+)«$/;

/**
 * The changes that are offered for a finding: `{ label, edits }`, the best first.
 * @param {object} finding
 * @param {string} text the text that it is about
 */
export function changesFor(finding, text) {
  if (finding.edits.length > 0) return [offeredChange(finding, text)];
  if (finding.marker !== "fagsprog") return [];
  if (PLAIN_WORD.test(finding.message)) return finding.suggestions.map((word) => plainWord(finding, word, text));
  if (TERM.test(finding.message)) return finding.suggestions.map((meaning) => explanation(finding, meaning));
  return [];
}

function offeredChange(finding, text) {
  const sentence = finding.suggestions[0]?.match(WHOLE_SENTENCE)?.[1];
  if (sentence) return { label: "Brug forslaget", sentence, edits: finding.edits };
  const [first] = finding.edits;
  const label =
    first.text.trim() === ""
      ? `Slet »${short(text.slice(first.start, first.end).trim(), 40)}«`
      : `Skriv »${first.text.trim()}«`;
  return { label: label + places(finding.edits.length), edits: finding.edits };
}

/** A word in everyday Danish for what was found, with a capital where the old one had it. */
function plainWord(finding, word, text) {
  const edits = finding.places.map(({ start, end }) => {
    const begins = text.charAt(start);
    const hasCapital = begins !== begins.toLowerCase();
    return { start, end, text: hasCapital ? capital(word) : small(word) };
  });
  return { label: `Skriv »${edits[0].text}«${places(edits.length)}`, edits, reread: true };
}

function explanation(finding, meaning) {
  const { end } = finding.places[0];
  return { label: "Sæt forklaringen ind", edits: [{ start: end, end, text: ` (${small(meaning)})` }], reread: true };
}

function places(number) {
  return number > 1 ? ` ${number} steder` : "";
}

/** The sentences in a suggestion that someone could write: `{ advice, sentences }`. */
export function sentencesIn(suggestion) {
  const sentences = [...suggestion.matchAll(/»([^«]+)«/g)].map((match) => match[1]).filter((one) => /\s/.test(one));
  const lead = suggestion.match(/^([^»]*?):?\s*»[^«]+«\s*$/);
  if (!lead || sentences.length !== 1) return { advice: suggestion, sentences };
  return { advice: `${lead[1]}:`, sentences };
}

/** The safe changes of all findings. One that would change what another one changes is left out, with all its edits. */
export function safeEdits(letter) {
  const safe = letter.findings.filter((finding) => finding.safe);
  const changes = safe.flatMap((finding) => finding.edits.map((edit) => ({ finding, edit })));
  changes.sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end);
  const leftOut = new Set();
  let done = 0;
  for (const { finding, edit } of changes) {
    if (edit.start < done) leftOut.add(finding);
    else if (!leftOut.has(finding)) done = edit.end;
  }
  return changes.filter(({ finding }) => !leftOut.has(finding)).map(({ edit }) => edit);
}
