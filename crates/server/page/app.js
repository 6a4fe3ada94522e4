// The page of traek: puts its parts together.

import { Announcer } from "./announce.js";
import { askNames, checkText } from "./api.js";
import { Checker } from "./checker.js";
import { confirmOn, copyText } from "./copying.js";
import { names, summary } from "./danish.js";
import { byId, element } from "./dom.js";
import { whenDropped } from "./dropping.js";
import { Editor } from "./editor.js";
import { Files } from "./files.js";
import { listenToKeys } from "./keyboard.js";
import { whenLeaving } from "./leaving.js";
import { EMPTY, readLetter } from "./letter.js";
import { Moves } from "./moves.js";
import { Notes } from "./notes.js";
import { placeFor } from "./opening.js";
import { plainText } from "./paste.js";
import { Peek } from "./peek.js";
import { failed, showProblems, solved, trying, withdrawn } from "./problem.js";
import { showProfile } from "./profile.js";

const announcer = new Announcer(byId("live"));
const genre = byId("genre");
const citizen = byId("citizen-field");
const onThisMachine = ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);

/** The genres that were chosen: that of the text stays while a file is looked at, which has its own. */
const chosenGenre = { text: "", file: "" };

/** Aborted when traek has ended: then the page hears of nothing any more. */
const running = new AbortController();

const checker = new Checker(
  ({ text, kind }) => checkText(text, kind),
  (answer, { text }) => {
    solved("text");
    editor.show(readLetter(answer.letters[0], text));
    if (!files.isOpen) show(editor.letter);
  },
  (problem) => {
    failed(problem, "text", askAboutText);
    if (!files.isOpen) notes.sayUnread();
  },
);

const editor = new Editor(byId("field"), byId("backdrop"), {
  written(text, letter) {
    announcer.moving();
    if (text.trim() === "") {
      checker.drop();
      withdrawn("text");
      editor.show({ ...EMPTY, text });
      show(editor.letter);
      return;
    }
    showNotes(letter);
    checker.put({ text, kind: chosenGenre.text });
  },
  pointed(finding, how) {
    choose(finding?.key ?? null, { open: how === "click" && finding !== null });
  },
});

const files = new Files(announcer, {
  genre: () => chosenGenre.file,
  opened() {
    chosenGenre.file = "";
    genre.value = "";
  },
  shown: (letter) => show(letter),
  pointed: (key) => key && choose(key, { open: true }),
  closed() {
    genre.value = chosenGenre.text;
    show(editor.letter);
    editor.field.focus();
  },
  edit(text) {
    chosenGenre.text = chosenGenre.file;
    genre.value = chosenGenre.text;
    editor.replaceAll(text);
    editor.field.setSelectionRange(0, 0);
    editor.highlights.revealIndex(0);
    announcer.now("Teksten står nu i feltet, og du kan rette i den.");
  },
});

const notes = new Notes({
  chosen: (finding) => choose(finding.key, { scroll: false, reveal: wide() }),
  visit,
  take,
  takeSafe(edits) {
    editor.replace(edits);
    announcer.now(`${edits.length} rettelser er sat ind. Fortryd med Ctrl-Z.`);
  },
  open(finding, sentence) {
    editor.fillIn(placeFor(finding, sentence, editor.text));
    announcer.now("Sætningen er sat ind. Ret den til, så den passer til sagen.");
  },
  insert(sentence) {
    editor.insert(sentence);
    announcer.now("Sætningen er sat ind ved markøren.");
  },
  copy: (text) => copy(text, "Sætningen er kopieret."),
});

const moves = new Moves(visitMove);
const peek = new Peek((key) => notes.lead(key));

/** The letter that is looked at: the file's, or the one in the field. */
function current() {
  return files.isOpen ? files.letter : editor.letter;
}

function show(letter) {
  showNotes(letter);
  showProfile(letter);
  showGenre(letter);
  if (letter.text.trim() === "") announcer.standing("");
  else if (!letter.read) announcer.moving();
  else announcer.standing(`${summary([...letter.missing, ...letter.findings])}.`);
}

function showNotes(letter) {
  notes.show(letter, { editable: !files.isOpen });
  moves.show(letter);
  peek.keep(letter);
}

function showGenre(letter) {
  const found = letter.detected && letter.genre ? `: ${names.genres[letter.genre] ?? letter.genre}` : "";
  genre.options[0].textContent = `traek finder selv${found}`;
}

/** Sets off a finding in the text and among the notes. */
function choose(key, { open = false, scroll = true, reveal = false } = {}) {
  const { highlights } = files.isOpen ? files : editor;
  highlights.choose(key);
  if (reveal) highlights.reveal(key);
  notes.choose(key, { open, scroll });
  peek.show(files.isOpen ? null : editor.letter.findings.find((one) => one.key === key));
}

/** Whether the notes stand beside the letter, as in layout.css. */
function wide() {
  return matchMedia("(min-width: 62em)").matches;
}

function visit(finding) {
  if (files.isOpen) {
    choose(finding.key, { reveal: true });
    files.focus();
    return;
  }
  editor.visit(finding);
  choose(finding.key);
}

function visitMove(move) {
  const [{ start, end }] = move.places;
  if (files.isOpen) {
    files.highlights.revealIndex(start);
    return;
  }
  editor.field.focus({ preventScroll: true });
  editor.field.setSelectionRange(start, end);
  editor.highlights.revealIndex(start);
}

function take(change) {
  if (!change) return;
  editor.replace(change.edits);
  announcer.now("Forslaget er sat ind. Fortryd med Ctrl-Z.");
}

async function copy(text, said) {
  const copied = await copyText(text);
  if (copied) announcer.now(said);
  return copied;
}

showProblems({ closed: () => (files.isOpen ? files : editor).focus() });

/** Asks about the text in the field at once. */
function askAboutText() {
  if (editor.text.trim() !== "") checker.put({ text: editor.text, kind: chosenGenre.text }, { now: true });
}

// --- the tools above the letter

genre.addEventListener("change", () => {
  chosenGenre[files.isOpen ? "file" : "text"] = genre.value;
  if (files.isOpen) files.again();
  else askAboutText();
});

byId("copy").addEventListener("click", async () => {
  const { text } = current();
  if (text.trim() === "") return announcer.now("Der er ingen tekst at kopiere.");
  if (await copy(text, "Teksten er kopieret.")) confirmOn(byId("copy"), "Kopieret");
});

byId("clear").addEventListener("click", () => {
  files.close();
  chosenGenre.text = "";
  genre.value = "";
  editor.replaceAll("");
  announcer.now("Feltet er ryddet. Fortryd med Ctrl-Z.");
});

byId("spelling").addEventListener("change", (event) => {
  editor.field.spellcheck = event.target.checked;
  editor.field.focus();
});

byId("show-moves").addEventListener("click", (event) => {
  const yes = event.currentTarget.getAttribute("aria-pressed") !== "true";
  event.currentTarget.setAttribute("aria-pressed", String(yes));
  editor.tintMoves(yes);
  files.tintMoves(yes);
});

// --- what comes from elsewhere

editor.field.addEventListener("paste", (event) => {
  const board = event.clipboardData;
  if (board.files.length > 0 && board.getData("text/plain") === "") {
    event.preventDefault();
    files.open([...board.files]);
    return;
  }
  const text = plainText(board.getData("text/html"));
  // What the browser would put in itself, it puts in faster.
  if (text === null || text === board.getData("text/plain").replace(/\r\n?/g, "\n")) return;
  event.preventDefault();
  editor.insert(text);
});

whenDropped((dropped) => files.open(dropped), running.signal);

// --- keys and leaving

listenToKeys({ editor, notes, files, announcer, choose, visit, take }, running.signal);

byId("show-keys").addEventListener("click", () => byId("keys").showModal());

whenLeaving({
  hasLetter: () => editor.text.trim() !== "",
  hasText: () => editor.text.trim() !== "" || citizen.value.trim() !== "",
  copied: () => copy(editor.text, "Teksten er kopieret."),
  ended() {
    running.abort();
    checker.drop();
    files.close();
    announcer.end();
  },
});

// --- the start

if (!onThisMachine) {
  byId("promise").textContent = "Det bliver på jeres egen server og gemmes ikke.";
  byId("stop").hidden = true;
}

trying("names", async () => {
  Object.assign(names, await askNames());
  for (const [id, title] of Object.entries(names.genres)) genre.append(element("option", { value: id }, title));
  // What is shown already has ids for names.
  notes.renew();
  show(current());
});

// Somebody may have written in the field before this module ran.
editor.changed();
