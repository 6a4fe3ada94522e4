// The notes beside the letter: what is missing, what was found, in reading order.

import { changesFor, safeEdits, sentencesIn } from "./advice.js";
import { explain } from "./api.js";
import { capital, counted, names, short, small, summary } from "./danish.js";
import { button, byId, element, picture } from "./dom.js";

const EMPTY_FIELD = "Her står noterne, når der er tekst i feltet: hvor brevet kan gøre konflikten større, hvad det mangler, og hvad det allerede gør godt.";
const NOTHING_FOUND = "Ingen fund. Læs brevet højt for dig selv, og send det, når det lyder rigtigt.";

const READING = "Et øjeblik …";

/** The space that stays above and below a note in the column (pixels). */
const EDGE = 16;

/** Shapes that tell severities apart without colour. */
const SHAPES = {
  fejl: [["path", { d: "M5 1h6l4 4v6l-4 4H5l-4-4V5z" }], ["path", { d: "M8 4.2v4.6M8 11v.6", class: "sign" }]],
  advarsel: [["path", { d: "M8 1.2 15.4 14.4H.6z" }], ["path", { d: "M8 6v3.6M8 11.8v.6", class: "sign" }]],
  raad: [["circle", { cx: 8, cy: 8, r: 7 }], ["path", { d: "M8 7.4v4M8 4.4v.6", class: "sign" }]],
};

export function shape(severity) {
  const parts = (SHAPES[severity] ?? SHAPES.raad).map(([tag, attributes]) => picture(tag, attributes));
  return picture("svg", { viewBox: "0 0 16 16", class: `shape ${severity}`, "aria-hidden": "true" }, parts);
}

/** The list of notes; `does` carries out what its buttons promise. */
export class Notes {
  /**
   * @param {object} does `chosen(finding)`, `visit(finding)`, `take(finding, change)`, `takeSafe(edits)`,
   *   `open(finding, sentence)`, `insert(sentence)`, `copy(text)`
   */
  constructor(does) {
    this.does = does;
    this.items = new Map();
    this.explanations = new Map();
    this.open = null;
    this.active = null;
    this.editable = true;
    this.list = byId("note-list");
    byId("all-safe").addEventListener("click", () => this.does.takeSafe(safeEdits(this.letter)));
  }

  /** Shows the notes on a letter; `editable` offers changes of the text. */
  show(letter, { editable = true } = {}) {
    const other = this.editable !== editable;
    this.letter = letter;
    this.editable = editable;
    this.count();
    this.missing();
    const focused = this.list.contains(document.activeElement) ? document.activeElement.closest("li") : null;
    const kept = new Map();
    for (const finding of letter.findings) {
      const item = (!other && this.items.get(finding.key)) || this.item(finding.key);
      item.fill(finding);
      kept.set(finding.key, item);
    }
    const before = [...this.list.children];
    const nodes = [...kept.values()].map((item) => item.node);
    if (nodes.length !== before.length || nodes.some((node, index) => node !== before[index])) this.place(nodes, focused);
    this.items = kept;
    if (!kept.has(this.open)) this.open = null;
  }

  /** Puts the notes in order without taking the focus from one that stays. */
  place(nodes, focused) {
    const spot = focused && [...this.list.children].indexOf(focused);
    const inside = focused && nodes.includes(focused) ? document.activeElement : null;
    this.list.replaceChildren(...nodes);
    if (inside) inside.focus({ preventScroll: true });
    else if (focused) (nodes[Math.min(spot, nodes.length - 1)]?.querySelector("button") ?? byId("notes")).focus();
  }

  count() {
    const { letter } = this;
    const all = [...letter.missing, ...letter.findings];
    byId("count").textContent = standing(letter, all);
    const safe = this.editable ? safeEdits(letter).length : 0;
    const all_safe = byId("all-safe");
    all_safe.hidden = safe < 2;
    all_safe.textContent = `Tag ${counted(safe, "sikker rettelse", "sikre rettelser")}`;
  }

  missing() {
    const { missing } = this.letter;
    byId("missing").hidden = missing.length === 0;
    const key = JSON.stringify([this.editable, missing.map((finding) => [finding.rule, finding.suggestions])]);
    if (key === this.missingKey) return;
    this.missingKey = key;
    byId("missing-list").replaceChildren(...missing.map((finding) => this.missingItem(finding.key)));
  }

  missingItem(key) {
    const finding = this.letter.missing.find((one) => one.key === key);
    const now = () => this.letter.missing.find((one) => one.key === key);
    const [first, ...others] = finding.suggestions.map((suggestion) => this.opening(suggestion, now));
    const more = others.length > 0 &&
      element("details", { class: "others" }, element("summary", {}, counted(others.length, "forslag mere", "forslag mere")), others);
    return element("li", { class: "lack" }, this.kind(finding), element("p", { class: "message" }, finding.message), first, more);
  }

  /** A sentence that can be put where it belongs. */
  opening(suggestion, finding) {
    const { advice, sentences } = sentencesIn(suggestion);
    const rows = sentences.map((sentence) =>
      element("div", { class: "sentence" }, element("q", {}, sentence),
        this.editable
          ? button("Sæt ind", () => this.does.open(finding(), sentence), { "aria-label": `Sæt ind: ${short(sentence, 60)}` })
          : this.copyButton(sentence)));
    return element("div", { class: "opening" }, element("p", {}, advice), rows);
  }

  kind(finding) {
    return element("span", { class: "kind" }, shape(finding.severity),
      element("span", { class: `severity ${finding.severity}` }, capital(names.severities[finding.severity] ?? finding.severity)),
      element("span", { class: "marker" }, names.markers[finding.marker] ?? finding.marker));
  }

  copyButton(text) {
    return button("Kopiér", () => this.does.copy(text), { "aria-label": `Kopiér: ${short(text, 60)}` });
  }

  item(key) {
    return new Item(this, key);
  }

  /** Sets off a note; `open` unfolds it, `scroll` brings it into view in the column beside the letter. */
  choose(key, { open = false, scroll = true } = {}) {
    this.items.get(this.active)?.node.classList.remove("active");
    this.active = key;
    const item = this.items.get(key);
    if (!item) return;
    item.node.classList.add("active");
    if (open) this.unfold(key);
    if (scroll) scrollColumn(byId("notes"), item.node);
  }

  /** Unfolds one note and folds the others. */
  unfold(key) {
    if (this.open && this.open !== key) this.items.get(this.open)?.fold(true);
    this.open = key;
    this.items.get(key)?.fold(false);
  }

  toggle(key) {
    const folded = this.open === key;
    if (folded) {
      this.items.get(key).fold(true);
      this.open = null;
    } else {
      this.unfold(key);
    }
    this.does.chosen(this.items.get(key).finding);
  }

  /** Moves the focus to the note after (1) or before (-1) the one that has it. */
  step(direction) {
    const buttons = [...this.list.querySelectorAll(".note-head")];
    if (buttons.length === 0) return;
    const item = document.activeElement.closest("li");
    const at = buttons.findIndex((one) => one.closest("li") === item);
    buttons[(at + direction + buttons.length) % buttons.length].focus();
  }

  /** Why a rule is there; asked for once. */
  why(rule) {
    if (!this.explanations.has(rule)) {
      const asked = explain(rule);
      asked.catch(() => this.explanations.delete(rule));
      this.explanations.set(rule, asked);
    }
    return this.explanations.get(rule);
  }
}

/** One note in the list. */
class Item {
  constructor(notes, key) {
    this.notes = notes;
    this.key = key;
    const id = `note-${(Item.number = (Item.number ?? 0) + 1)}`;
    this.head = element("button", {
      type: "button", class: "note-head", "aria-expanded": "false", "aria-controls": id, onclick: () => notes.toggle(key),
    });
    this.body = element("div", { class: "note-body", id, hidden: true });
    this.node = element("li", { class: "note" }, this.head, this.body);
  }

  fill(finding) {
    const { text } = this.notes.letter;
    const says = JSON.stringify([finding.message, finding.suggestions, finding.edits.length, finding.places.length]);
    this.finding = finding;
    if (says === this.says) return;
    this.says = says;
    this.node.className = `note ${finding.severity}${this.notes.active === this.key ? " active" : ""}`;
    const quoted = finding.message.startsWith("»") || finding.text === "";
    this.head.replaceChildren(
      this.notes.kind(finding),
      quoted ? "" : element("q", { class: "quote" }, short(finding.text)),
      element("span", { class: "message" }, finding.message));
    this.filled = false;
    if (!this.body.hidden) this.unfold(text);
  }

  fold(yes) {
    this.body.hidden = yes;
    this.head.setAttribute("aria-expanded", String(!yes));
    if (!yes && !this.filled) this.unfold(this.notes.letter.text);
  }

  unfold(text) {
    this.filled = true;
    const { notes, finding } = this;
    const changes = notes.editable ? changesFor(finding, text) : [];
    const used = new Set(changes.map((change) => change.sentence));
    const done = changes.length > 0 && !changes[0].sentence;
    const suggestions = finding.suggestions.filter((suggestion) => !(done && !/\s/.test(suggestion)));
    this.body.replaceChildren(
      element("div", { class: "changes" },
        changes.map((change, index) => this.change(change, index)),
        button("Vis i brevet", () => notes.does.visit(this.finding), { class: "quiet" })),
      changes.some((change) => change.reread || !finding.safe) ? element("p", { class: "hint" }, "Læs sætningen igennem bagefter.") : "",
      element("div", { class: "suggestions" }, suggestions.map((suggestion) => this.suggestion(suggestion, used, changes))),
      this.explanation());
  }

  change(change, index) {
    const take = () => this.notes.does.take(this.finding, changesFor(this.finding, this.notes.letter.text)[index]);
    const taken = button(change.label, take, { class: "main" });
    return change.sentence ? element("div", { class: "sentence" }, element("q", {}, change.sentence), taken) : taken;
  }

  /** A piece of advice, with the sentences in it to copy or to put in. */
  suggestion(suggestion, used, changes) {
    const { advice, sentences } = sentencesIn(suggestion);
    const rest = sentences.filter((sentence) => !used.has(sentence));
    if (sentences.length > 0 && rest.length === 0) return "";
    if (changes.length > 0 && sentences.length === 0 && changes.some((change) => change.edits.some((edit) => edit.text.includes(small(suggestion))))) {
      return "";
    }
    // What stands in another letter is an example, not something to put into this one.
    const example = suggestion.startsWith("Et eksempel fra et andet brev");
    return element("div", { class: "suggestion" }, element("p", {}, advice),
      rest.map((sentence) =>
        element("div", { class: "sentence" }, element("q", {}, sentence), element("div", { class: "sentence-does" },
          this.notes.editable && !example
            ? button("Sæt ind ved markøren", () => this.notes.does.insert(sentence), { "aria-label": `Sæt ind ved markøren: ${short(sentence, 60)}` })
            : "",
          this.notes.copyButton(sentence)))));
  }

  explanation() {
    const box = element("div", { class: "why" });
    const said = this.finding.rule;
    this.notes.why(said).then(
      ({ why, source }) => {
        if (said !== this.finding.rule) return;
        box.replaceChildren(element("p", {}, element("strong", {}, "Hvorfor? "), why), source ? element("p", { class: "source" }, `Kilde: ${source}`) : "");
      },
      () => box.replaceChildren(element("p", {}, "Forklaringen kunne ikke hentes.")),
    );
    return box;
  }
}

function standing(letter, all) {
  if (letter.text.trim() === "") return EMPTY_FIELD;
  if (!letter.read) return READING;
  return all.length === 0 ? NOTHING_FOUND : `${summary(all)}.`;
}

/** Scrolls the column of notes, not the page, so that a note is seen. */
function scrollColumn(column, node) {
  if (column.scrollHeight <= column.clientHeight + 1 || getComputedStyle(column).overflowY === "visible") return;
  const outer = column.getBoundingClientRect();
  const [top, bottom] = [outer.top + EDGE, Math.min(outer.bottom, window.innerHeight) - EDGE];
  const inner = node.getBoundingClientRect();
  if (inner.top < top) column.scrollTop += inner.top - top;
  else if (inner.bottom > bottom) column.scrollTop += Math.min(inner.bottom - bottom, inner.top - top);
}
