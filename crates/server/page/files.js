// Files on the page: reading one, showing it, and what can be done with it.

import { checkFile, commented, Problem } from "./api.js";
import { confirmOn } from "./copying.js";
import { short } from "./danish.js";
import { byId, element } from "./dom.js";
import { FileView } from "./file-view.js";
import { failed, solved, trying, withdrawn } from "./problem.js";

const READING = "Et øjeblik …";

/** The desk of a file stands in for that of the editor. */
export class Files {
  /**
   * @param {Announcer} announcer
   * @param {object} handlers `genre()` tells the one chosen for the file, `opened()` hears of a new file,
   *   `shown(letter)` of each letter that comes up, `pointed(key)` of underlined words that are clicked, `closed()` when
   *   the editor is there again, and `edit(text)` takes the text of a file over
   */
  constructor(announcer, handlers) {
    this.announcer = announcer;
    this.handlers = handlers;
    this.view = new FileView(handlers);
    /** Counts the openings, so that an answer to an older one is dropped. */
    this.opening = 0;
    byId("choose").addEventListener("click", () => byId("file").click());
    byId("file").addEventListener("change", ({ target }) => {
      this.open([...target.files]);
      // The same file can be chosen again.
      target.value = "";
    });
    byId("file-close").addEventListener("click", () => this.close());
    byId("file-edit").addEventListener("click", () => {
      const { text } = this.letter;
      this.close();
      handlers.edit(text.trimEnd());
    });
    byId("file-comments").addEventListener("click", ({ currentTarget }) => this.giveBack(currentTarget));
  }

  get isOpen() {
    return this.view.isOpen;
  }

  get letter() {
    return this.view.letter;
  }

  get highlights() {
    return this.view.highlights;
  }

  tintMoves(yes) {
    this.view.tintMoves(yes);
  }

  focus() {
    byId("file-text").focus({ preventScroll: true });
  }

  /** Reads the first of some files and shows it; only the newest opening counts. */
  async open([file, ...others]) {
    if (!file) return;
    const number = this.expect();
    byId("reading").hidden = false;
    this.announcer.standing(READING);
    try {
      const answer = await checkFile(file, file === this.view.file ? this.handlers.genre() : "");
      if (number === this.opening) this.show(file, answer, others);
    } catch (problem) {
      if (number !== this.opening) return;
      this.expect();
      failed(problem, "file", () => this.open([file, ...others]));
    }
  }

  /** Reads the file that is open once more. */
  again() {
    return this.open([this.view.file]);
  }

  show(file, answer, others) {
    const first = this.view.file !== file;
    this.expect();
    solved("file");
    byId("desk-editor").hidden = true;
    byId("desk-file").hidden = false;
    if (first) this.handlers.opened();
    this.view.open(file, answer);
    if (first) byId("file-name").focus();
    const said = answer.errors.map((error) => error.message);
    if (others.length > 0) said.push(`traek læser én fil ad gangen. Kun »${short(file.name, 60)}« er åbnet.`);
    if (said.length > 0) failed(new Problem(said.join(" ")), "file");
  }

  /** Another opening counts from now on, or none; its number. */
  expect() {
    byId("reading").hidden = true;
    this.announcer.moving();
    this.opening += 1;
    return this.opening;
  }

  /** Shows the editor again. A file that is still being read does not come up any more. */
  close() {
    this.expect();
    withdrawn("file");
    if (!this.isOpen) return;
    this.view.close();
    byId("desk-file").hidden = true;
    byId("desk-editor").hidden = false;
    this.handlers.closed();
  }

  /** Gives the Word file back with comments. */
  giveBack(control) {
    const { file } = this.view;
    return trying("comments", async () => {
      const { blob, name } = await commented(file, this.handlers.genre());
      save(blob, name);
      this.announcer.now("Word-filen med kommentarer er hentet.");
      confirmOn(control, "Hentet");
    });
  }
}

/** Offers bytes as a download. */
function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
