// A file that is dropped anywhere on the page.

import { byId } from "./dom.js";

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

/** Calls `open(file)` for a file that is dropped, and says meanwhile that it can be. */
export function whenDropped(open) {
  // Each element on the way is entered before the last one is left.
  let entered = 0;
  const show = (number) => {
    entered = Math.max(0, number);
    byId("drop").hidden = entered === 0;
  };
  const listen = (kind, handler) => document.addEventListener(kind, (event) => carriesFiles(event) && handler(event));
  listen("dragenter", () => show(entered + 1));
  listen("dragleave", () => show(entered - 1));
  listen("dragover", (event) => event.preventDefault());
  listen("drop", (event) => {
    event.preventDefault();
    show(0);
    const [file] = event.dataTransfer.files;
    if (file) open(file);
  });
}
