// Closing the tab, and ending traek.

import { stop } from "./api.js";
import { byId, element } from "./dom.js";
import { solved, trying } from "./problem.js";

/**
 * Asks before a text is lost.
 * @param {object} page `hasText()`, `copied()` copies the text and promises whether that worked, `ended()` is told when
 *   traek has ended
 */
export function whenLeaving({ hasText, copied, ended }) {
  let over = false;
  window.addEventListener("beforeunload", (event) => {
    if (!over && hasText()) event.preventDefault();
  });
  const end = () =>
    trying(async () => {
      await stop();
      over = true;
      ended();
      sayGoodbye();
    });
  byId("stop").addEventListener("click", () => {
    if (hasText()) byId("leave").showModal();
    else end();
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
  solved();
  title.focus();
}
