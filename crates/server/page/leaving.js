// Closing the tab, and ending traek.

import { stop } from "./api.js";
import { byId, element } from "./dom.js";
import { trying } from "./problem.js";

/**
 * Asks before a text is lost.
 * @param {object} page `hasLetter()` and `hasText()` (also beside the letter), `copied()` copies the letter and promises
 *   whether that worked, `ended()` is told when traek has ended
 */
export function whenLeaving({ hasLetter, hasText, copied, ended }) {
  let over = false;
  window.addEventListener("beforeunload", (event) => {
    if (!over && hasText()) event.preventDefault();
  });
  const end = () =>
    trying("stop", async () => {
      await stop();
      over = true;
      ended();
      sayGoodbye();
    });
  byId("stop").addEventListener("click", () => {
    if (!hasText()) return end();
    byId("leave-copy").hidden = !hasLetter();
    byId("leave").showModal();
    // The first choice has the focus; without the copy it would lose the text.
    if (!hasLetter()) byId("leave-stay").focus();
  });
  byId("leave").addEventListener("close", async ({ target: dialog }) => {
    const choice = dialog.returnValue;
    // Escape leaves the value as it was.
    dialog.returnValue = "";
    if (choice === "copy" && !(await copied())) return;
    if (choice !== "") end();
  });
}

/** Leaves nothing of a letter on the page. */
function sayGoodbye() {
  const title = element("h1", { tabindex: "-1" }, "traek er lukket");
  const text = element("p", {}, "Der er ikke gemt noget. Du kan lukke fanen.");
  byId("main").replaceChildren(element("div", { class: "goodbye" }, title, text));
  document.querySelector(".top-actions").remove();
  document.querySelector(".skip").remove();
  title.focus();
}
