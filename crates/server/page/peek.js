// On a narrow page the notes are far away: the chosen one is shown under the letter.

import { byId, element } from "./dom.js";
import { shape } from "./note.js";

export class Peek {
  /** @param {Function} jump `jump(key)` leads to the note itself */
  constructor(jump) {
    this.box = byId("peek");
    this.jump = jump;
    this.key = null;
  }

  /** Shows a finding, or nothing. */
  show(finding) {
    this.key = finding?.key ?? null;
    this.box.hidden = !finding;
    if (!finding) return;
    const onclick = (event) => {
      event.preventDefault();
      this.jump(finding.key);
    };
    this.box.replaceChildren(
      shape(finding.severity),
      element("span", {}, finding.message),
      element("a", { href: "#note-list", onclick }, "Se noten"),
    );
  }

  /** Goes away with a finding that is no longer in the letter. */
  keep(letter) {
    if (!letter.findings.some((finding) => finding.key === this.key)) this.show(null);
  }
}
