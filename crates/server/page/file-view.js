// A file that was dropped or chosen: its letters as read-only text with underlines, one tab for each.

import { button, byId } from "./dom.js";
import { Highlights } from "./highlights.js";
import { readLetter } from "./letter.js";

/** Between the name of a mail and that of a letter that came with it. */
const NESTED = " » ";

/** The view of a file. */
export class FileView {
  /** @param {object} handlers `shown(letter)` when a letter comes up, `pointed(key)` when underlined words are clicked */
  constructor(handlers) {
    this.handlers = handlers;
    this.box = byId("file-text");
    this.highlights = new Highlights(this.box);
    this.tinted = false;
    this.close();
    this.box.addEventListener("click", (event) => handlers.pointed(this.highlights.keyAt(event.target)));
    byId("file-tabs").addEventListener("keydown", (event) => this.tabKey(event));
  }

  get isOpen() {
    return this.file !== null;
  }

  get letter() {
    return this.letters[this.at];
  }

  close() {
    this.file = null;
    this.letters = [];
    this.at = 0;
    this.highlights.clear();
    for (const id of ["file-name", "file-tabs"]) byId(id).replaceChildren();
  }

  /** Shows the letters that were found in a file; on the same file the chosen tab stays. */
  open(file, answer) {
    const same = this.file === file;
    this.file = file;
    this.letters = answer.letters.map((letter) => readLetter(letter, letter.text));
    byId("file-name").textContent = file.name;
    const [{ path, format }] = answer.letters;
    byId("file-comments").hidden = format !== "docx" || path.includes(NESTED);
    this.choose(same ? Math.min(this.at, this.letters.length - 1) : 0);
  }

  choose(index) {
    this.at = index;
    this.tabs();
    this.highlights.choose(null);
    this.draw();
    this.handlers.shown(this.letter);
  }

  draw() {
    this.highlights.draw(this.letter, this.tinted);
  }

  tintMoves(yes) {
    this.tinted = yes;
    if (this.isOpen) this.draw();
  }

  tabs() {
    const tabs = byId("file-tabs");
    const several = this.letters.length > 1;
    const focused = tabs.contains(document.activeElement);
    tabs.hidden = !several;
    this.box.setAttribute("role", several ? "tabpanel" : "region");
    if (several) this.box.setAttribute("aria-labelledby", `tab-${this.at}`);
    else this.box.removeAttribute("aria-labelledby");
    tabs.replaceChildren(
      ...(several ? this.letters : []).map((letter, index) =>
        button(tabName(letter.name), () => this.choose(index), {
          role: "tab",
          id: `tab-${index}`,
          "aria-controls": "file-text",
          "aria-selected": String(index === this.at),
          tabindex: index === this.at ? "0" : "-1",
        }),
      ),
    );
    if (focused) tabs.children[this.at]?.focus();
  }

  tabKey(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const last = this.letters.length - 1;
    const to = step ? (this.at + step + last + 1) % (last + 1) : { Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.choose(to);
  }
}

/** The letter's own name, without the mail that it came with. */
function tabName(path) {
  return path.split(NESTED).at(-1);
}
