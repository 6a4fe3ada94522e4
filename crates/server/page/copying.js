// Copying a text, and saying so on the button.

import { Problem } from "./api.js";
import { failed, withdrawn } from "./problem.js";

/** How long a button says that it has done its work (ms). */
const MOMENT = 2000;

/** Copies a text and promises whether that worked. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    failed(new Problem("Browseren gav ikke lov til at kopiere. Markér teksten, og tryk Ctrl-C."), "copying");
    return false;
  }
  withdrawn("copying");
  return true;
}

/** Says on the button itself, for a moment, that it was done. */
export function confirmOn(control, said) {
  const usual = control.dataset.usual ?? control.textContent;
  control.dataset.usual = usual;
  control.textContent = said;
  setTimeout(() => {
    control.textContent = usual;
  }, MOMENT);
}
