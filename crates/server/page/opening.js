// Where a sentence belongs that the letter lacks.

const SALUTATION = /^(kære|hej|goddag|til)\s/i;
const CLOSING = /^(med (venlig|kærlig|de bedste)|(de )?(venlig|bedste|mange|kærlig)|hilsen|mvh|vh)\b.*$/i;
const BLANK = /…|\[[^\]\n]+\]/;

/**
 * Where to put a sentence for a finding about something missing: `{ at, text, blank }`; `blank` is what has to be filled
 * in, counted from `at`.
 */
export function placeFor(finding, sentence, letterText) {
  const at = finding.places[0] ?? { start: 0, end: 0 };
  const first = finding.marker === "anerkendelse";
  return first ? afterSalutation(at, sentence, letterText) : beforeClosing(at, sentence, letterText);
}

function afterSalutation(at, sentence, text) {
  const lineEnd = endOfLine(text, at.start);
  if (!SALUTATION.test(text.slice(at.start, lineEnd))) return paragraphAt(startOfLine(text, at.start), sentence, text);
  const body = text.slice(lineEnd).match(/^\n*/)[0].length;
  return paragraphAt(lineEnd + body, sentence, text);
}

function beforeClosing(at, sentence, text) {
  let start = startOfLine(text, at.start);
  while (start < text.length) {
    const end = endOfLine(text, start);
    if (start > at.start && CLOSING.test(text.slice(start, end).trim())) return paragraphAt(start, sentence, text);
    start = end + 1;
  }
  return paragraphAt(text.trimEnd().length, sentence, text);
}

/** The sentence as a paragraph of its own, with an empty line on each side. */
function paragraphAt(at, sentence, text) {
  const before = text.slice(0, at);
  const after = text.slice(at);
  const lead = before === "" ? "" : "\n".repeat(2 - Math.min(2, before.match(/\n*$/)[0].length));
  const tail = after.trim() === "" ? "" : "\n".repeat(2 - Math.min(2, after.match(/^\n*/)[0].length));
  const blank = sentence.match(BLANK);
  const start = lead.length + (blank?.index ?? 0);
  return { at, text: lead + sentence + tail, blank: blank && { start, end: start + blank[0].length } };
}

function startOfLine(text, at) {
  return text.lastIndexOf("\n", at - 1) + 1;
}

function endOfLine(text, at) {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}
