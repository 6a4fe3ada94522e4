// The keys of the page. They are told in the dialog of index.html and in docs/vejledning.md.

import { changesFor } from "./advice.js";
import { names } from "./danish.js";
import { byId } from "./dom.js";

/**
 * Listens to the keys until `signal`.
 * @param {object} page its parts `editor`, `notes`, `files` and `announcer`, and what it does: `choose(key, how)`,
 *   `visit(finding)`, `take(change)`
 */
export function listenToKeys(page, signal) {
  const pressed = (event) => {
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "F8") {
      event.preventDefault();
      step(page, event.shiftKey ? -1 : 1);
    } else if (event.key === "Enter" && event.altKey) {
      event.preventDefault();
      takeChosen(page);
    } else if (event.key === "Escape" && byId("notes").contains(document.activeElement)) {
      back(page);
    }
  };
  document.addEventListener("keydown", pressed, { signal });
}

/** Goes to the next or the previous note: in the notes, or with the caret in the text. */
function step({ editor, notes, files, announcer, choose }, direction) {
  if (files.isOpen || notes.focused) {
    if (!notes.step(direction)) announcer.now("Der er ingen noter.");
    return;
  }
  const finding = editor.neighbour(direction);
  if (!finding) return announcer.now("Der er ingen noter.");
  editor.visit(finding);
  choose(finding.key, { open: true });
  announcer.now(`${names.severities[finding.severity] ?? ""}: ${finding.message}`);
}

/** Takes the first change that the chosen note offers. */
function takeChosen({ editor, notes, files, announcer, take }) {
  if (files.isOpen) return announcer.now("I en fil kan forslag ikke sættes ind. Vælg »Ret teksten her«.");
  const finding = editor.letter.findings.find((one) => one.key === notes.active);
  if (!finding) return announcer.now("Vælg først en note med F8.");
  const [change] = changesFor(finding, editor.text);
  if (change) take(change);
  else announcer.now("Noten har intet forslag, der kan sættes ind. Skriv sætningen om.");
}

/** From the notes back to the text, to the words of the note that has the focus. */
function back({ editor, notes, files, visit }) {
  const finding = notes.focused?.finding;
  if (finding) visit(finding);
  else if (files.isOpen) files.focus();
  else editor.field.focus();
}
