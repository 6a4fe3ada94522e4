// Where a sentence belongs that the letter lacks.

/** A line such as »Kære Åse«, »Hej,« or »Til Åse Sørensen«. */
const SALUTATION =
  /^\s*(?:kære|hej|hejsa|goddag|dav|god ?morgen|god ?dag|god ?aften|til)(?=[\s,.!]|$).{0,60}$/iu;

/** The salutation of a line that goes on after it: »Kære Åse, vi har …«. */
const BEFORE_THE_TEXT = new RegExp(
  "^[ \\t]*(?:[Kk]ære|[Hh]ej|[Hh]ejsa|[Gg]oddag|[Gg]od ?morgen|[Gg]od ?dag|[Gg]od ?aften)" +
    "(?:[ \\t]+(?:\\p{Lu}[^\\s,!]*|og|alle|borger)){0,6}[ \\t]*[,!](?=[ \\t]+\\S)",
  "u",
);

/** What may lead to »hilsen«, or stand for it. */
const GREETING =
  /^(?:(?:med|de|den|rigtig|aller|venlig|venlige|venligste|bedste|kærlig|kærlige|varme|gode|mange|og)\s+)*(?:hilsen|hilsner)(?=[\s,.!]|$)/iu;
const SHORT_GREETING = /^(?:mvh|vh|kh|mkh|dbh|bh|m\.\s?v\.\s?h)\b|^venligst[,.]?$/iu;
const ON_BEHALF = /^på\s+.{1,40}\svegne[,.]?$/iu;

/** A closing is a short line; a sentence that begins in the same way is not (characters). */
const LONGEST_CLOSING = 60;
const SENTENCE = /^hils(?:en|ner)\s+\S+\s+\S+\s.*[.?!:…]$/iu;

/** Where a mail begins that is quoted below the letter. */
const QUOTED =
  /^(?:>|-{2,}\s*(?:oprindelig|original|videresendt|forwarded)|(?:fra|from|von):\s|(?:den|on)\s.*\s(?:skrev|wrote)\b.*:$)/iu;

const BLANK = /…|\[[^\]\n]+\]/;

/**
 * Where to put a sentence for a finding about something missing: `{ at, end, text, blank }`. It takes the place of the
 * spaces up to `end`; `blank` is what has to be filled in, counted from `at`.
 */
export function placeFor(finding, sentence, letterText) {
  const { start } = finding.places[0] ?? { start: 0 };
  const line = startOfLine(letterText, start);
  return finding.marker === "anerkendelse"
    ? afterSalutation(line, sentence, letterText)
    : beforeClosing(line, sentence, letterText);
}

function afterSalutation(line, sentence, text) {
  const words = text.slice(line, endOfLine(text, line));
  const salutation = words.match(BEFORE_THE_TEXT)?.[0] ?? words.match(SALUTATION)?.[0];
  if (salutation === undefined) return paragraph(line, line, sentence, text);
  const at = line + salutation.trimEnd().length;
  return paragraph(at, at + text.slice(at).match(/^\s*/)[0].length, sentence, text);
}

function beforeClosing(line, sentence, text) {
  let end = text.length;
  for (let start = line; start < text.length; start = endOfLine(text, start) + 1) {
    const words = text.slice(start, endOfLine(text, start)).trim();
    if (start > line && isClosing(words)) return paragraph(start, start, sentence, text);
    if (start > line && QUOTED.test(words)) {
      end = start;
      break;
    }
  }
  const at = text.slice(0, end).trimEnd().length;
  return paragraph(at, at, sentence, text);
}

function isClosing(words) {
  if (words.length > LONGEST_CLOSING) return false;
  if (SHORT_GREETING.test(words) || ON_BEHALF.test(words)) return true;
  return GREETING.test(words) && !SENTENCE.test(words);
}

/** The sentence as a paragraph of its own, with an empty line on each side, for what stands from `at` to `end`. */
function paragraph(at, end, sentence, text) {
  const before = text.slice(0, at);
  const after = text.slice(end);
  const lead = before === "" ? "" : "\n".repeat(2 - Math.min(2, before.match(/\n*$/)[0].length));
  const tail = after.trim() === "" ? "" : "\n".repeat(2 - Math.min(2, after.match(/^\n*/)[0].length));
  const blank = sentence.match(BLANK);
  const start = lead.length + (blank?.index ?? 0);
  return { at, end, text: lead + sentence + tail, blank: blank && { start, end: start + blank[0].length } };
}

function startOfLine(text, at) {
  return text.lastIndexOf("\n", at - 1) + 1;
}

function endOfLine(text, at) {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}
