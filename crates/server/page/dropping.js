// Files that are dropped anywhere on the page.

import { byId } from "./dom.js";

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

/** Calls `open(files)` for what is dropped, and says meanwhile that it can be; until `signal`. */
export function whenDropped(open, signal) {
  // Each element on the way is entered before the last one is left.
  let entered = 0;
  const show = (number) => {
    entered = Math.max(0, number);
    byId("drop").hidden = entered === 0;
  };
  const listen = (kind, handler) =>
    document.addEventListener(kind, (event) => carriesFiles(event) && handler(event), { signal });
  listen("dragenter", () => show(entered + 1));
  listen("dragleave", () => show(entered - 1));
  listen("dragover", (event) => event.preventDefault());
  listen("drop", (event) => {
    event.preventDefault();
    show(0);
    const files = [...event.dataTransfer.files];
    if (files.length > 0) open(files);
  });
}
