// The field for the letter: a plain text area over a copy of its text that carries the underlines.
//
// Every change that the page makes goes the way of typing (`insertText`), so that the browser's own undo knows it.

import { Highlights } from "./highlights.js";
import { changeBetween, EMPTY, findingAt, moved } from "./letter.js";

/** A line break at the very end makes no line of its own without something after it. */
const LAST_LINE = "\u200b";

/** Longer texts are not put in by way of typing: browsers take seconds for that (characters). */
const LONGEST_TYPED = 20_000;

/** The text area and the underlines behind it. */
export class Editor {
  /**
   * @param {HTMLTextAreaElement} field
   * @param {HTMLElement} backdrop
   * @param {{ written: Function, pointed: Function }} handlers `written(text, letter)` after each change,
   *   `pointed(finding, how)` when the caret comes to a place (`how`: "click" or "caret")
   */
  constructor(field, backdrop, handlers) {
    this.field = field;
    this.highlights = new Highlights(backdrop, LAST_LINE);
    this.handlers = handlers;
    this.letter = EMPTY;
    this.tinted = false;
    field.addEventListener("input", () => this.changed());
    field.addEventListener("click", () => this.point("click"));
    document.addEventListener("selectionchange", () => {
      if (document.activeElement === field) this.point("caret");
    });
    this.draw();
  }

  get text() {
    return this.field.value;
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  /** Shows what was found in the text. */
  show(letter) {
    this.letter = letter;
    this.draw();
  }

  tintMoves(yes) {
    this.tinted = yes;
    this.draw();
  }

  draw() {
    this.highlights.draw(this.letter, this.tinted);
  }

  changed() {
    const text = this.field.value;
    this.letter = moved(this.letter, changeBetween(this.letter.text, text), text);
    this.draw();
    this.handlers.written(text, this.letter);
  }

  point(how) {
    if (this.field.selectionStart !== this.field.selectionEnd) return;
    this.handlers.pointed(findingAt(this.letter, this.field.selectionStart), how);
  }

  /** Puts the caret at the words of a finding, selects them, and brings them into view. */
  visit(finding) {
    const current = this.letter.findings.find((one) => one.key === finding.key);
    if (!current) return;
    const { start, end } = current.places[0];
    this.field.focus({ preventScroll: true });
    this.field.setSelectionRange(start, end);
    this.highlights.reveal(current.key);
  }

  /** The finding after (1) or before (-1) the caret; round at the end. */
  neighbour(direction) {
    const inOrder = [...this.letter.findings].sort((a, b) => a.places[0].start - b.places[0].start);
    if (inOrder.length === 0) return null;
    const chosen = inOrder.findIndex((finding) => finding.key === this.highlights.active);
    const at = this.field.selectionStart;
    if (chosen >= 0 && inOrder[chosen].places[0].start === at) {
      return inOrder[(chosen + direction + inOrder.length) % inOrder.length];
    }
    return direction > 0
      ? (inOrder.find((finding) => finding.places[0].start >= at) ?? inOrder[0])
      : (inOrder.findLast((finding) => finding.places[0].start < at) ?? inOrder.at(-1));
  }

  /** Makes replacements `{start, end, text}` as one step of undo. */
  replace(edits) {
    const inOrder = [...edits].sort((a, b) => a.start - b.start);
    const from = inOrder[0].start;
    const to = Math.max(...inOrder.map((edit) => edit.end));
    let written = "";
    let done = from;
    for (const { start, end, text } of inOrder) {
      written += this.text.slice(done, start) + text;
      done = end;
    }
    this.write(from, to, written + this.text.slice(done, to));
    const caret = from + inOrder[0].text.length;
    this.field.setSelectionRange(caret, caret);
    this.highlights.revealIndex(caret);
  }

  /** Puts a text for what stands between two places, and the caret after it. */
  write(from, to, text) {
    this.field.focus({ preventScroll: true });
    this.field.setSelectionRange(from, to);
    if (from === to && text === "") return;
    if (text.length > LONGEST_TYPED) return this.set(from, to, text);
    const command = text === "" ? "delete" : "insertText";
    // The command is old, but the only way that undo learns of the change.
    if (!document.execCommand(command, false, text)) this.set(from, to, text);
  }

  /** Puts a text in behind the back of undo, which begins anew then. */
  set(from, to, text) {
    this.field.setRangeText(text, from, to, "end");
    this.field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  /** Puts a text at the caret, for what is selected there. */
  insert(text) {
    this.write(this.field.selectionStart, this.field.selectionEnd, text);
  }

  /** Puts an opening or another sentence in, and selects what has to be filled in. */
  fillIn({ at, end, text, blank }) {
    this.write(at, end, text);
    if (blank) this.field.setSelectionRange(at + blank.start, at + blank.end);
    this.highlights.revealIndex(this.field.selectionStart);
  }

  /** Puts `text` for everything. */
  replaceAll(text) {
    this.write(0, this.text.length, text);
  }
}
