// What went wrong, said at the top of the page.

import { Problem } from "./api.js";
import { byId } from "./dom.js";

/** Sets up the message: `again()` asks once more, `closed()` is told that the reader has put it away. */
export function showProblemsWith({ again, closed }) {
  byId("retry").addEventListener("click", again);
  byId("problem-close").addEventListener("click", () => {
    solved();
    closed();
  });
}

/** Says what went wrong. */
export function failed(problem) {
  const known = problem instanceof Problem;
  byId("problem-text").textContent = known ? problem.message : "Siden gik i stå. Kopiér din tekst, og åbn siden igen.";
  byId("retry").hidden = !(known && problem.gone);
  byId("problem").hidden = false;
}

/** Takes the message away. */
export function solved() {
  byId("problem").hidden = true;
}

/** Runs something that may fail, and says so on the page. */
export async function trying(action) {
  try {
    await action();
  } catch (problem) {
    failed(problem);
  }
}
