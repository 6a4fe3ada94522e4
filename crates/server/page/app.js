// The page of traek: puts its parts together.

import { Announcer } from "./announce.js";
import { changesFor } from "./advice.js";
import { askNames, checkFile, checkText, commented, Problem } from "./api.js";
import { Checker } from "./checker.js";
import { names, summary } from "./danish.js";
import { byId, element } from "./dom.js";
import { whenDropped } from "./dropping.js";
import { Editor } from "./editor.js";
import { FileView, save } from "./file-view.js";
import { whenLeaving } from "./leaving.js";
import { EMPTY, readLetter } from "./letter.js";
import { shape } from "./note.js";
import { Notes } from "./notes.js";
import { placeFor } from "./opening.js";
import { plainText } from "./paste.js";
import { failed, showProblemsWith, solved, trying } from "./problem.js";
import { showMoves, showProfile } from "./profile.js";

const live = new Announcer(byId("live"));
const genre = byId("genre");
const citizen = byId("citizen-field");
const onThisMachine = ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);

const checker = new Checker(
  ({ text, kind }) => checkText(text, kind),
  (answer, { text }) => {
    solved();
    editor.show(readLetter(answer.letters[0], text));
    if (!fileView.isOpen) show(editor.letter);
  },
  failed,
);

const editor = new Editor(byId("field"), byId("backdrop"), {
  written(text, letter) {
    if (text.trim() === "") {
      checker.drop();
      editor.show({ ...EMPTY, text });
      show(editor.letter);
      return;
    }
    notes.show(letter);
    checker.put({ text, kind: genre.value });
  },
  pointed(finding, how) {
    choose(finding?.key ?? null, { open: how === "click" && finding !== null });
  },
});

const fileView = new FileView({
  shown: (letter) => show(letter),
  pointed: (key) => key && choose(key, { open: true }),
});

const notes = new Notes({
  chosen: (finding) => choose(finding.key, { scroll: false, reveal: wide() }),
  visit,
  take,
  takeSafe(edits) {
    editor.replace(edits);
    live.now(`${edits.length} rettelser er sat ind. Fortryd med Ctrl-Z.`);
  },
  open(finding, sentence) {
    editor.fillIn(placeFor(finding, sentence, editor.text));
    live.now("Sætningen er sat ind. Ret den til, så den passer til sagen.");
  },
  insert(sentence) {
    editor.insert(sentence);
    live.now("Sætningen er sat ind ved markøren.");
  },
  copy: (text) => copy(text, "Sætningen er kopieret."),
});

/** The letter that is looked at: the file's, or the one in the field. */
function current() {
  return fileView.isOpen ? fileView.letter : editor.letter;
}

function show(letter) {
  notes.show(letter, { editable: !fileView.isOpen });
  showMoves(letter, visitMove);
  showProfile(letter);
  showGenre(letter);
  if (letter.text.trim() === "") live.standing("");
  else live.standing(`${summary([...letter.missing, ...letter.findings])}.`);
}

function showGenre(letter) {
  const found = letter.detected && letter.genre ? `: ${names.genres[letter.genre] ?? letter.genre}` : "";
  genre.options[0].textContent = `traek finder selv${found}`;
}

/** Sets off a finding in the text and among the notes. */
function choose(key, { open = false, scroll = true, reveal = false } = {}) {
  const highlights = fileView.isOpen ? fileView.highlights : editor.highlights;
  highlights.choose(key);
  if (reveal) highlights.reveal(key);
  notes.choose(key, { open, scroll });
  peek(key);
}

/** Whether the notes stand beside the letter, as in layout.css. */
function wide() {
  return matchMedia("(min-width: 62em)").matches;
}

/** On a narrow page the notes are far away: the chosen one is shown under the letter. */
function peek(key) {
  const finding = key && !fileView.isOpen && editor.letter.findings.find((one) => one.key === key);
  const box = byId("peek");
  box.hidden = !finding;
  if (!finding) return;
  const jump = element("a", { href: "#note-list", onclick: (event) => jumpTo(event, key) }, "Se noten");
  box.replaceChildren(shape(finding.severity), element("span", {}, finding.message), jump);
}

function jumpTo(event, key) {
  event.preventDefault();
  notes.choose(key, { open: true });
  const head = notes.items.get(key)?.head;
  head?.scrollIntoView({ block: "start" });
  head?.focus({ preventScroll: true });
}

function visit(finding) {
  if (fileView.isOpen) {
    choose(finding.key, { reveal: true });
    byId("file-text").focus({ preventScroll: true });
    return;
  }
  editor.visit(finding);
  choose(finding.key);
}

function visitMove(move) {
  const [{ start, end }] = move.places;
  if (fileView.isOpen) {
    fileView.highlights.revealIndex(start);
    return;
  }
  editor.field.focus({ preventScroll: true });
  editor.field.setSelectionRange(start, end);
  editor.highlights.revealIndex(start);
}

function take(finding, change) {
  if (!change) return;
  editor.replace(change.edits);
  live.now("Forslaget er sat ind. Fortryd med Ctrl-Z.");
}

/** Takes the first change that the chosen note offers. */
function takeChosen() {
  const finding = editor.letter.findings.find((one) => one.key === notes.active);
  if (!finding || fileView.isOpen) return live.now("Vælg først en note med F8.");
  const [change] = changesFor(finding, editor.text);
  if (change) take(finding, change);
  else live.now("Noten har intet forslag, der kan sættes ind. Skriv sætningen om.");
}

// --- asking again

showProblemsWith({
  again: () => ask({ now: true }),
  closed: () => editor.field.focus({ preventScroll: true }),
});

/** Asks about the text in the field, or about the file again. */
function ask({ now = false } = {}) {
  if (fileView.isOpen) return openFile(fileView.file);
  if (editor.text.trim() !== "") checker.put({ text: editor.text, kind: genre.value }, { now });
  return undefined;
}

// --- the tools above the letter

genre.addEventListener("change", () => ask({ now: true }));

async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    live.now(said);
    return true;
  } catch {
    failed(new Problem("Browseren gav ikke lov til at kopiere. Markér teksten, og tryk Ctrl-C."));
    return false;
  }
}

/** Says on the button itself, for a moment, that it was done. */
function confirmOn(control, said) {
  const usual = control.dataset.usual ?? control.textContent;
  control.dataset.usual = usual;
  control.textContent = said;
  setTimeout(() => {
    control.textContent = usual;
  }, 2000);
}

byId("copy").addEventListener("click", async () => {
  const { text } = current();
  if (text.trim() === "") return live.now("Der er ingen tekst at kopiere.");
  if (await copy(text, "Teksten er kopieret.")) confirmOn(byId("copy"), "Kopieret");
});

byId("clear").addEventListener("click", () => {
  closeFile();
  editor.replaceAll("");
  citizen.value = "";
  editor.field.focus();
  live.now("Feltet er ryddet. Fortryd med Ctrl-Z.");
});

byId("spelling").addEventListener("change", (event) => {
  editor.field.spellcheck = event.target.checked;
  editor.field.focus();
});

byId("show-moves").addEventListener("click", (event) => {
  const yes = event.currentTarget.getAttribute("aria-pressed") !== "true";
  event.currentTarget.setAttribute("aria-pressed", String(yes));
  editor.showMoves(yes);
  fileView.showMoves(yes);
});

// --- pasting

editor.field.addEventListener("paste", (event) => {
  const board = event.clipboardData;
  if (board.files.length > 0 && board.getData("text/plain") === "") {
    event.preventDefault();
    openFile(board.files[0]);
    return;
  }
  const text = plainText(board.getData("text/html"));
  if (text === null) return;
  event.preventDefault();
  editor.insert(text);
});

// --- files

byId("choose").addEventListener("click", () => byId("file").click());
byId("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (file) openFile(file);
  // The same file can be chosen again.
  event.target.value = "";
});

function openFile(file) {
  return trying(async () => {
    const answer = await checkFile(file, genre.value);
    solved();
    const first = fileView.file !== file;
    fileView.open(file, answer);
    byId("desk-editor").hidden = true;
    byId("desk-file").hidden = false;
    peek(null);
    if (first) byId("file-name").focus();
    if (answer.errors.length > 0) failed(new Problem(answer.errors.map((error) => error.message).join(" ")));
  });
}

function closeFile() {
  if (!fileView.isOpen) return;
  fileView.close();
  byId("desk-file").hidden = true;
  byId("desk-editor").hidden = false;
  show(editor.letter);
}

byId("file-close").addEventListener("click", () => {
  closeFile();
  editor.field.focus();
});

byId("file-edit").addEventListener("click", () => {
  const { text } = fileView.letter;
  closeFile();
  editor.replaceAll(text.trimEnd());
  editor.field.setSelectionRange(0, 0);
  editor.highlights.revealIndex(0);
  live.now("Teksten står nu i feltet, og du kan rette i den.");
});

byId("file-comments").addEventListener("click", () =>
  trying(async () => {
    const { file } = fileView;
    save(await commented(file, genre.value), file.name.replace(/\.docx$/i, "-med-kommentarer.docx"));
    live.now("Word-filen med kommentarer er hentet.");
    confirmOn(byId("file-comments"), "Hentet");
  }),
);

whenDropped(openFile);

// --- the keyboard

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "F8") {
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  } else if (event.key === "Enter" && event.altKey) {
    event.preventDefault();
    takeChosen();
  } else if (event.key === "Escape" && byId("notes").contains(document.activeElement)) {
    back();
  }
});

/** Goes to the next or the previous note: in the notes, or with the caret in the text. */
function step(direction) {
  if (fileView.isOpen || byId("note-list").contains(document.activeElement)) {
    notes.step(direction);
    return;
  }
  const finding = editor.neighbour(direction);
  if (!finding) return live.now("Der er ingen noter.");
  editor.visit(finding);
  choose(finding.key, { open: true });
  live.now(`${names.severities[finding.severity] ?? ""}: ${finding.message}`);
}

/** From the notes back to the text, to the words of the note that has the focus. */
function back() {
  const item = document.activeElement.closest("#note-list > li");
  const finding = [...notes.items.values()].find((one) => one.node === item)?.finding;
  if (finding) visit(finding);
  else if (fileView.isOpen) byId("file-text").focus();
  else editor.field.focus();
}

byId("show-keys").addEventListener("click", () => byId("keys").showModal());

// --- leaving

whenLeaving({
  hasText: () => editor.text.trim() !== "" || citizen.value.trim() !== "",
  copied: () => copy(editor.text, "Teksten er kopieret."),
  ended: () => checker.drop(),
});

// --- the start

if (!onThisMachine) {
  byId("promise").textContent = "Det bliver på jeres egen server og gemmes ikke.";
  byId("stop").hidden = true;
}

trying(async () => {
  Object.assign(names, titles(await askNames()));
  for (const [id, title] of Object.entries(names.genres)) genre.append(element("option", { value: id }, title));
  showGenre(current());
  // What the browser put back into the field after a reload is checked too.
  editor.changed();
});

/** Names as `{ id: title }`, from lists of `{ id, title }` or such objects. */
function titles(answer) {
  const table = (value) =>
    Array.isArray(value) ? Object.fromEntries(value.map(({ id, title }) => [id, title])) : value;
  return Object.fromEntries(Object.entries(answer).map(([kind, value]) => [kind, table(value)]));
}
