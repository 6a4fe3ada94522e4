// What the server says about one letter, with places in the text that the page shows.

import { Offsets } from "./offsets.js";

const WEIGHT = { raad: 1, advarsel: 2, fejl: 3 };

/** A letter without anything in it, which nobody has read yet. */
export const EMPTY = {
  read: false,
  text: "",
  genre: null,
  detected: true,
  findings: [],
  missing: [],
  moves: [],
  profile: null,
};

/**
 * Reads one of `letters` in an answer.
 * @param {object} answer the letter of the report
 * @param {string} source the text whose bytes the report counts
 */
export function readLetter(answer, source) {
  const offsets = new Offsets(source);
  const read = answer.findings.map((finding) => readFinding(finding, offsets));
  return {
    read: true,
    text: offsets.text,
    name: answer.path,
    format: answer.format,
    genre: answer.genre,
    detected: answer.genre_source !== "given",
    findings: withKeys(read.filter((finding) => !finding.missing)),
    missing: withKeys(read.filter((finding) => finding.missing)),
    moves: answer.moves.map((move) => ({ kind: move.move, places: [offsets.place(move)] })),
    profile: answer.profile,
  };
}

function readFinding(finding, offsets) {
  return {
    rule: finding.rule,
    marker: finding.marker,
    severity: finding.severity,
    weight: WEIGHT[finding.severity] ?? 1,
    missing: finding.rule.includes("/mangler"),
    text: finding.text,
    message: finding.message,
    suggestions: finding.suggestions,
    places: [finding, ...(finding.also ?? [])].map((place) => offsets.place(place)),
    edits: (finding.fix?.edits ?? []).map((edit) => ({ ...offsets.place(edit), text: edit.text })),
    safe: finding.fix?.applicability === "safe",
  };
}

/**
 * Gives each finding a key that stays the same from one answer to the next, as long as its words do. What is missing has
 * no words: those where it belongs may change.
 */
function withKeys(findings) {
  const seen = new Map();
  for (const finding of findings) {
    const words = finding.missing ? finding.rule : `${finding.rule} ${finding.text}`;
    const nth = seen.get(words) ?? 0;
    seen.set(words, nth + 1);
    finding.key = `${words} ${nth}`;
  }
  return findings;
}

/** The one change that leads from `before` to `after`: so much is taken out at `from`, so much put in. */
export function changeBetween(before, after) {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before.charCodeAt(from) === after.charCodeAt(from)) from++;
  let same = 0;
  while (
    same < most - from &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same++;
  }
  return { from, removed: before.length - same - from, inserted: after.length - same - from };
}

/** The letter after a change of its text, unread: places move along, and those whose words were changed go away. */
export function moved(letter, change, text) {
  const shift = (item) => {
    const places = movedPlaces(item.places, change);
    const edits = item.edits && movedPlaces(item.edits, change);
    return { ...item, places, edits: edits && edits.length === item.edits.length ? edits : [] };
  };
  const still = (item) => item.places.length > 0;
  return {
    ...letter,
    read: letter.read && text === letter.text,
    text,
    findings: letter.findings.map(shift).filter(still),
    missing: letter.missing.map(shift),
    moves: letter.moves.map(shift).filter(still),
  };
}

function movedPlaces(places, { from, removed, inserted }) {
  const end = from + removed;
  return places
    .filter((place) => place.end <= from || place.start >= end)
    .map((place) => {
      if (place.end <= from) return place;
      return { ...place, start: place.start + inserted - removed, end: place.end + inserted - removed };
    });
}

/** The finding at a place of the text that has the fewest words there, or none. */
export function findingAt(letter, index) {
  let best = null;
  let fewest = Infinity;
  for (const finding of letter.findings) {
    for (const { start, end } of finding.places) {
      if (start <= index && index <= end && end - start < fewest) {
        best = finding;
        fewest = end - start;
      }
    }
  }
  return best;
}
