// What went wrong, said at the top of the page.

import { Problem } from "./api.js";
import { byId } from "./dom.js";

/** What a problem is about when nobody answers, whatever was asked for. */
const CONNECTION = "connection";

const TRYING = "Et øjeblik …";

/** What stands there: `{ about, again }`. */
let shown = null;

let afterwards = () => {};

/** Sets up the message; `closed()` is told that it has gone away under the reader's finger. */
export function showProblems({ closed }) {
  afterwards = closed;
  byId("problem-close").addEventListener("click", hide);
  byId("retry").addEventListener("click", () => {
    // The same words are an alert once more if they come back.
    byId("problem-text").textContent = TRYING;
    shown.again();
  });
}

/**
 * Says what went wrong.
 * @param {Error} problem
 * @param {string} about what failed; only its own success takes the message away
 * @param {?Function} again does the same once more, and is offered if that may help
 */
export function failed(problem, about, again = null) {
  const known = problem instanceof Problem;
  const text = known ? problem.message : "Siden gik i stå. Kopiér din tekst, og åbn siden igen.";
  shown = { about: known && problem.gone ? CONNECTION : about, again };
  byId("retry").hidden = !(again && known && problem.passing);
  // An alert is read aloud whenever it is written, also when it says the same.
  if (byId("problem").hidden || byId("problem-text").textContent !== text) byId("problem-text").textContent = text;
  byId("problem").hidden = false;
}

/** Takes the message away if it is about this, or says that nobody answers. */
export function solved(about) {
  withdrawn(CONNECTION);
  withdrawn(about);
}

/** Takes the message away if it is about this, which nobody asks for any more. */
export function withdrawn(about) {
  if (shown?.about === about) hide();
}

function hide() {
  const box = byId("problem");
  const focused = box.contains(document.activeElement);
  shown = null;
  box.hidden = true;
  if (focused) afterwards();
}

/** Does something that may fail, and says so on the page. */
export async function trying(about, action) {
  try {
    await action();
    solved(about);
  } catch (problem) {
    failed(problem, about, () => trying(about, action));
  }
}
