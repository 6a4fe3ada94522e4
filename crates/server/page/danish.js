// Numbers and lists in Danish, and the names that are shown. The server's names take the place of the ids.

const UNKNOWN = {};

/** Titles by id, as `GET /api/names` gives them. */
export const names = { markers: UNKNOWN, moves: UNKNOWN, genres: UNKNOWN, severities: UNKNOWN, fairness: UNKNOWN };

/** `one` or `several`, with the number. */
export function counted(number, one, several) {
  return `${number} ${number === 1 ? one : several}`;
}

/** »a, b og c«. */
export function list(items) {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} og ${items.at(-1)}`;
}

/** The text with a capital. */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The text with a small letter, unless its first word is all capitals. */
export function small(text) {
  return /^\p{Lu}\p{Lu}/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** At most so many characters, cut at a word. */
export function short(text, most = 90) {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), most / 2)).replace(/[,;:.]$/, "")} …`;
}

const SEVERITIES = [
  ["fejl", "fejl", "fejl"],
  ["advarsel", "advarsel", "advarsler"],
  ["raad", "råd", "råd"],
];

/** »3 fund: 1 advarsel og 2 råd«. */
export function summary(findings) {
  if (findings.length === 0) return "Ingen fund";
  const parts = SEVERITIES.map(([id, one, several]) => {
    const number = findings.filter((finding) => finding.severity === id).length;
    return number > 0 && counted(number, one, several);
  });
  return `${counted(findings.length, "fund", "fund")}: ${list(parts.filter(Boolean))}`;
}

/** How hard a text with this LIX is to read, by Björnsson's steps. */
export function difficulty(lix) {
  if (lix < 25) return "meget let";
  if (lix < 35) return "let";
  if (lix < 45) return "middelsvært";
  return lix < 55 ? "svært" : "meget svært";
}
