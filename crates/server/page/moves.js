// What the letter does well, as a list of quotes that lead to their place.

import { capital, names, short } from "./danish.js";
import { button, byId, element } from "./dom.js";

/** So many places of one move are named; all are tinted. */
const MOST_QUOTES = 3;

/** The longest quote (characters). */
const LONGEST_QUOTE = 70;

/** Up to a full stop that ends the sentence, not one of a date. */
const REST_OF_SENTENCE = /^(?:[^.!?\n]|[.!?](?! +\p{Lu}|\s*\n|$))*/u;

/** The moves of a letter under their names. */
export class Moves {
  /** @param {Function} visit `visit(move)` shows the words of a move in the letter */
  constructor(visit) {
    this.visit = visit;
    this.list = byId("good-list");
    this.moves = [];
    this.content = "";
  }

  /** Shows the moves of a letter. What says the same stays, with the focus in it. */
  show({ text, moves }) {
    this.moves = moves;
    byId("good").hidden = moves.length === 0;
    const kinds = new Map();
    moves.forEach((move, index) => kinds.set(move.kind, [...(kinds.get(move.kind) ?? []), index]));
    const rows = [...kinds].map(([kind, indices]) => ({
      title: capital(names.moves[kind] ?? kind),
      quotes: indices
        .slice(0, MOST_QUOTES)
        .map((index) => ({ index, words: short(sentence(text, moves[index]), LONGEST_QUOTE) })),
    }));
    const content = JSON.stringify(rows);
    if (content === this.content) return;
    this.content = content;
    this.fill(rows);
  }

  fill(rows) {
    const focused = [...this.list.querySelectorAll("button")].indexOf(document.activeElement);
    this.list.replaceChildren(...rows.map((row) => this.row(row)));
    if (focused < 0) return;
    const quotes = this.list.querySelectorAll("button");
    (quotes[Math.min(focused, quotes.length - 1)] ?? byId("notes")).focus({ preventScroll: true });
  }

  row({ title, quotes }) {
    return element(
      "li",
      {},
      element("span", { class: "move-kind" }, title),
      quotes.map(({ index, words }) =>
        button(`»${words}«`, () => this.visit(this.moves[index]), { class: "move-quote" }),
      ),
    );
  }
}

/** The words of a move, and the rest of its sentence. */
function sentence(text, move) {
  const [{ start, end }] = move.places;
  return text.slice(start, end) + text.slice(end).match(REST_OF_SENTENCE)[0];
}
