// The notes beside the letter: what is missing, what was found, in reading order.

import { safeEdits, sentencesIn } from "./advice.js";
import { explain } from "./api.js";
import { counted, short, summary } from "./danish.js";
import { button, byId, element } from "./dom.js";
import { kindOf, Note } from "./note.js";

const NOTHING_FOUND = "Ingen fund. Læs brevet højt for dig selv, og send det, når det lyder rigtigt.";

const READING = "Et øjeblik …";

const UNREAD = "Brevet er ikke læst endnu.";

/** The space that stays above and below a note in the column (pixels). */
const EDGE = 16;

/** The list of notes; `handlers` carries out what its buttons promise. */
export class Notes {
  /**
   * @param {object} handlers `chosen(finding)`, `visit(finding)`, `take(change)`, `takeSafe(edits)`,
   *   `open(finding, sentence)`, `insert(sentence)`, `copy(text)`
   */
  constructor(handlers) {
    this.handlers = handlers;
    this.items = new Map();
    this.explanations = new Map();
    this.open = null;
    this.active = null;
    this.editable = true;
    this.list = byId("note-list");
    this.invitation = byId("count").textContent;
    byId("all-safe").addEventListener("click", () => this.handlers.takeSafe(safeEdits(this.letter)));
  }

  /** Shows the notes on a letter; `editable` offers changes of the text. */
  show(letter, { editable = true } = {}) {
    if (this.editable !== editable) this.renew();
    this.letter = letter;
    this.editable = editable;
    this.count();
    this.missing();
    const focused = this.list.contains(document.activeElement) ? document.activeElement.closest("li") : null;
    const kept = new Map();
    for (const finding of letter.findings) {
      const item = this.items.get(finding.key) ?? new Note(this, finding.key);
      item.fill(finding);
      kept.set(finding.key, item);
    }
    const before = [...this.list.children];
    const nodes = [...kept.values()].map((item) => item.node);
    if (nodes.length !== before.length || nodes.some((node, index) => node !== before[index]))
      this.place(nodes, focused);
    this.items = kept;
    if (!kept.has(this.open)) this.open = null;
  }

  /** Makes all notes anew next time: they are to offer other things, or have other names. */
  renew() {
    this.items = new Map();
    this.open = null;
    this.missingKey = null;
  }

  /** Says that no answer came on the letter as it stands. */
  sayUnread() {
    if (!this.letter.read) byId("count").textContent = UNREAD;
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
    byId("count").textContent = letter.text.trim() === "" ? this.invitation : standing(letter, all);
    const link = byId("to-notes");
    link.hidden = all.length === 0;
    link.textContent = `Gå til ${counted(all.length, "note", "noter")}`;
    const safe = this.editable ? safeEdits(letter).length : 0;
    const allSafe = byId("all-safe");
    allSafe.hidden = safe < 2;
    allSafe.textContent = `Tag ${counted(safe, "sikker rettelse", "sikre rettelser")}`;
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
    const more =
      others.length > 0 &&
      element(
        "details",
        { class: "others" },
        element("summary", {}, counted(others.length, "forslag mere", "forslag mere")),
        others,
      );
    return element(
      "li",
      { class: "lack" },
      kindOf(finding),
      element("p", { class: "message" }, finding.message),
      first,
      more,
    );
  }

  /** A sentence that can be put where it belongs. */
  opening(suggestion, finding) {
    const { advice, sentences } = sentencesIn(suggestion);
    const rows = sentences.map((sentence) =>
      element(
        "div",
        { class: "sentence" },
        element("q", {}, sentence),
        this.editable
          ? button("Sæt ind", () => this.handlers.open(finding(), sentence), {
              "aria-label": `Sæt ind: ${short(sentence, 60)}`,
            })
          : this.copyButton(sentence),
      ),
    );
    return element("div", { class: "opening" }, element("p", {}, advice), rows);
  }

  copyButton(text) {
    return button("Kopiér", () => this.handlers.copy(text), { "aria-label": `Kopiér: ${short(text, 60)}` });
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
    this.handlers.chosen(this.items.get(key).finding);
  }

  /** The note that has the focus, if one has. */
  get focused() {
    return [...this.items.values()].find((item) => item.node.contains(document.activeElement)) ?? null;
  }

  /** Moves the focus to the note after (1) or before (-1) the one that has it; whether there are any. */
  step(direction) {
    const items = [...this.items.values()];
    const focused = items.indexOf(this.focused);
    const from = focused < 0 && direction < 0 ? 0 : focused;
    items.at((from + direction) % items.length)?.head.focus();
    return items.length > 0;
  }

  /** Leads to the head of a note. */
  lead(key) {
    this.choose(key, { open: true });
    const head = this.items.get(key)?.head;
    head?.scrollIntoView({ block: "start" });
    head?.focus({ preventScroll: true });
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

function standing(letter, all) {
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
