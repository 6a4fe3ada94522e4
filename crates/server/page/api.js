// Talks to traek on this machine. Whatever goes wrong is an `Error` whose message can be shown.

import { short } from "./danish.js";

/** A problem with a message in Danish. `gone`: nobody answers; `passing`: the same may go well another time. */
export class Problem extends Error {
  constructor(message, { gone = false, passing = gone } = {}) {
    super(message);
    this.gone = gone;
    this.passing = passing;
  }
}

const GONE =
  "traek svarer ikke mere. Din tekst står her endnu. Kopiér den, start traek igen, og sæt den ind på den nye side.";
const SILENT = "traek svarer ikke lige nu. Din tekst står her endnu. Prøv igen om lidt.";

/** So long an answer may take (ms): more than the server lets anything wait; a file can wait twice. */
const PATIENCE = 45_000;
const PATIENCE_WITH_FILES = 120_000;

const LARGEST_FILE = 64 * 1024 * 1024;

/** Took too long, asked too often; so do all answers from 500 up. */
const PASSING = [408, 429];

async function ask(path, options = {}, patience = PATIENCE) {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), patience);
  let answer;
  try {
    const usual = { cache: "no-store", referrerPolicy: "no-referrer", signal: silence.signal };
    answer = await fetch(path, { ...usual, ...options });
  } catch {
    if (silence.signal.aborted) throw new Problem(SILENT, { passing: true });
    throw new Problem(GONE, { gone: true });
  } finally {
    clearTimeout(timer);
  }
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => ({}));
  const passing = answer.status >= 500 || PASSING.includes(answer.status);
  throw new Problem(said.error ?? `traek kunne ikke svare (fejl ${answer.status}). Prøv igen om lidt.`, { passing });
}

const post = (path, value) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });

/** The names of markers, moves, genres and so on: `{ kind: { id: title } }`. */
export async function askNames() {
  const answer = await (await ask("/api/names")).json();
  const titles = (names) => Object.fromEntries(names.map(({ id, title }) => [id, title]));
  return Object.fromEntries(Object.entries(answer).map(([kind, names]) => [kind, titles(names)]));
}

/** The report on a text; `genre` may be empty. */
export async function checkText(text, genre) {
  // A half character cannot be sent; it is replaced by a sign of the same length.
  const answer = await (await post("/api/check", { text: text.toWellFormed?.() ?? text, genre: genre || null })).json();
  return onlyLetters(answer);
}

/** The report on a file. */
export async function checkFile(file, genre) {
  const answer = await (await postFile("/api/check-file", file, genre)).json();
  return onlyLetters(answer);
}

/** The Word file with comments: its `blob`, and the `name` to save it by. */
export async function commented(file, genre) {
  const answer = await postFile("/api/comments", file, genre);
  const name = answer.headers.get("Content-Disposition")?.match(/filename\*=UTF-8''([^;]+)/i)?.[1];
  return { blob: await answer.blob(), name: name ? decodeURIComponent(name) : file.name };
}

/** Why a rule is there. */
export async function explain(rule) {
  const path = rule.split("/").map(encodeURIComponent).join("/");
  return (await ask(`/api/explain/${path}`)).json();
}

/** Ends traek. */
export async function stop() {
  await post("/api/stop", {});
}

async function postFile(path, file, genre) {
  const tooLarge = `»${short(file.name, 60)}« er for stor: traek læser filer på højst 64 MB.`;
  if (file.size > LARGEST_FILE) throw new Problem(tooLarge);
  const headers = { "Content-Type": "application/octet-stream", "X-Traek-Name": encodeURIComponent(file.name) };
  if (genre) headers["X-Traek-Genre"] = genre;
  return ask(path, { method: "POST", headers, body: await contentOf(file) }, PATIENCE_WITH_FILES);
}

/** Reading fails when the file was changed or moved since it was chosen, and for a folder. */
async function contentOf(file) {
  try {
    return await file.arrayBuffer();
  } catch {
    throw new Problem(`»${short(file.name, 60)}« kan ikke læses. Er filen ændret eller flyttet, så åbn den igen.`);
  }
}

function onlyLetters({ letters, errors }) {
  if (letters.length === 0) throw new Problem(errors[0]?.message ?? "Der er ingen tekst at læse.");
  return { letters, errors };
}
