// Talks to traek on this machine. Whatever goes wrong is an `Error` whose message can be shown.

/** A problem with a message in Danish; `gone` says that nobody answers any more. */
export class Problem extends Error {
  constructor(message, gone = false) {
    super(message);
    this.gone = gone;
  }
}

const GONE =
  "traek svarer ikke mere. Din tekst står her endnu. Kopiér den, start traek igen, og sæt den ind på den nye side.";
const LARGEST_FILE = 64 * 1024 * 1024;

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", ...options });
  } catch {
    throw new Problem(GONE, true);
  }
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => ({}));
  throw new Problem(said.error ?? `traek kunne ikke svare (fejl ${answer.status}). Prøv igen om lidt.`);
}

const post = (path, value) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });

/** The names of markers, moves, genres and so on. */
export async function askNames() {
  return (await ask("/api/names")).json();
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

/** The Word file with comments, as a `Blob`. */
export async function commented(file, genre) {
  return (await postFile("/api/comments", file, genre)).blob();
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

function postFile(path, file, genre) {
  if (file.size > LARGEST_FILE) throw new Problem(`»${file.name}« er for stor: traek læser filer på højst 64 MB.`);
  const headers = { "Content-Type": "application/octet-stream", "X-Traek-Name": encodeURIComponent(file.name) };
  if (genre) headers["X-Traek-Genre"] = genre;
  return ask(path, { method: "POST", headers, body: file });
}

function onlyLetters({ letters, errors }) {
  if (letters.length === 0) throw new Problem(errors[0]?.message ?? "Der er ingen tekst at læse.");
  return { letters, errors };
}
