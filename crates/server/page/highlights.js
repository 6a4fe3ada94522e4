// Shows a text with its findings underlined and its moves tinted.

import { element } from "./dom.js";

/** Lines of findings that lie over each other are kept apart, down to this one. */
const LOWEST_LINE = 2;

/** A text in `box`, with marks that can be looked up by finding and by place. */
export class Highlights {
  /** @param {string} after what stands after the text without belonging to it */
  constructor(box, after = "") {
    this.box = box;
    this.after = after;
    this.marks = [];
    this.active = null;
  }

  /** Draws the text of a letter; `tinted` also tints what it does well. */
  draw(letter, tinted) {
    this.marks = [];
    const pieces = document.createDocumentFragment();
    let done = 0;
    for (const piece of piecesOf(letter, tinted)) {
      pieces.append(letter.text.slice(done, piece.start));
      pieces.append(this.mark(letter.text.slice(piece.start, piece.end), piece.over));
      done = piece.end;
    }
    pieces.append(letter.text.slice(done), this.after);
    this.box.replaceChildren(pieces);
    this.choose(this.active);
  }

  /** Forgets the letter. */
  clear() {
    this.marks = [];
    this.active = null;
    this.box.replaceChildren();
  }

  /** A piece of text inside one element for each thing that covers it, the shortest innermost. */
  mark(text, over) {
    let node = document.createTextNode(text);
    for (const { finding, level } of over) {
      const kind = finding ? `mark ${finding.severity} line-${level}` : "move";
      node = element("span", { class: kind, "data-rule": finding?.rule }, node);
      if (finding) this.marks.push({ key: finding.key, node });
    }
    return node;
  }

  /** Sets off the words of the finding with this key. */
  choose(key) {
    this.active = key;
    for (const mark of this.marks) mark.node.classList.remove("active");
    for (const mark of this.marks) if (mark.key === key) mark.node.classList.add("active");
  }

  /** Brings the words of a finding into view. */
  reveal(key) {
    const mark = this.marks.find((one) => one.key === key);
    if (mark) bringIntoView(mark.node.getBoundingClientRect());
  }

  /** Brings a place of the text into view. */
  revealIndex(index) {
    const texts = document.createTreeWalker(this.box, NodeFilter.SHOW_TEXT);
    let before = 0;
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (index <= before + node.length) {
        const range = document.createRange();
        range.setStart(node, index - before);
        bringIntoView(range.getBoundingClientRect());
        return;
      }
      before += node.length;
    }
  }

  /** The key of the finding whose words were clicked; of several, the one with the fewest words. */
  keyAt(target) {
    const node = target.closest?.(".mark");
    return this.marks.find((mark) => mark.node === node)?.key ?? null;
  }
}

/** Scrolls the page so that a place stands in the middle, unless it is well in view. */
function bringIntoView({ top, bottom }) {
  const edge = Math.min(96, window.innerHeight / 4);
  if (top >= edge && bottom <= window.innerHeight - edge) return;
  window.scrollBy(0, (top + bottom) / 2 - window.innerHeight / 2);
}

/** The covered pieces of a text in order: cut wherever something begins or ends, with what lies over each. */
function piecesOf(letter, tinted) {
  const findings = letter.findings.flatMap((finding) =>
    finding.places.map(({ start, end }) => ({ start, end, finding })),
  );
  const moves = tinted ? letter.moves.flatMap((move) => move.places.map(({ start, end }) => ({ start, end }))) : [];
  const covers = [...findings, ...moves].filter((cover) => cover.end > cover.start);
  return groups(covers).flatMap((group) => cut(withLevels(group)));
}

/** Covers that lie over each other, directly or through others, belong together. */
function groups(covers) {
  const found = [];
  let end = -1;
  for (const cover of covers.sort((a, b) => a.start - b.start)) {
    if (cover.start >= end) found.push([]);
    found.at(-1).push(cover);
    end = Math.max(end, cover.end);
  }
  return found;
}

/** The line of a finding lies below those of shorter ones that it meets. */
function withLevels(group) {
  const byLength = group.sort((a, b) => a.end - a.start - (b.end - b.start));
  byLength.forEach((cover, index) => {
    const under = byLength
      .slice(0, index)
      .filter((other) => other.finding && other.start < cover.end && cover.start < other.end);
    cover.level = Math.min(LOWEST_LINE, Math.max(-1, ...under.map((other) => other.level)) + 1);
  });
  return byLength;
}

function cut(group) {
  const cuts = [...new Set(group.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index];
    return { start, end, over: group.filter((cover) => cover.start <= start && end <= cover.end) };
  });
}
