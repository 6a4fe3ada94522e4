// What is pasted from Word, Outlook and web pages as plain text that keeps paragraphs and lists.
//
// A browser's own plain text of a Word page has no empty lines, because Word sets space between paragraphs. As in the
// reader of HTML files, space of 5 points or more is an empty line. The markup is parsed into a document of its own,
// which runs nothing and loads nothing.

/** Space between paragraphs that is an empty line (points). */
const EMPTY_LINE = 5;
/** The space around a `<p>` that says nothing else (points). */
const BROWSERS_OWN = 12;

const POINTS = { pt: 1, px: 0.75, cm: 28.35, mm: 2.835, in: 72, em: 12, rem: 12 };
const SPACED = new Set(["P", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE", "PRE", "DL"]);
const BLOCKS = new Set([
  ...SPACED,
  "DIV",
  "LI",
  "UL",
  "OL",
  "TABLE",
  "TR",
  "SECTION",
  "ARTICLE",
  "HEADER",
  "FOOTER",
  "ADDRESS",
  "DT",
  "DD",
  "HR",
]);
/** Neither what nobody sees nor what was deleted with changes being tracked. */
const LEFT_OUT = new Set(["DEL", "STYLE", "SCRIPT", "TITLE", "TEMPLATE", "HEAD", "META", "LINK"]);

/** Rows of figures have no longer cells than this (characters); longer ones set text beside text. */
const LONGEST_CELL = 150;

/** A tag with its attributes, which may hold a `>` in quotes. */
const TAG = /<([a-z][\w:-]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>/gi;
const KEPT = /\s(class|style|start)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)/gi;

/** The plain text of markup from the clipboard, or `null` if it has no paragraphs to keep. */
export function plainText(html) {
  const out = new Lines(styleRules(html));
  out.read(new DOMParser().parseFromString(harmless(html), "text/html").body);
  return out.blocks === 0 ? null : out.finish();
}

/**
 * Markup with the attributes that matter here alone. The page's policy forbids handlers and styles in markup, also where
 * they have no effect: styles are read under another name.
 */
function harmless(html) {
  return html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(TAG, (_, tag, attributes) => {
    const kept = [...attributes.matchAll(KEPT)].map(
      ([, name, value]) => ` ${name.replace(/style/i, "data-style")}=${value}`,
    );
    return `<${tag}${kept.join("")}>`;
  });
}

/** The space that classes of a Word page have: `p.MsoNormal` → declarations. */
function styleRules(html) {
  const rules = new Map();
  for (const [, css] of html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/gi)) {
    for (const [, selectors, declarations] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
      for (const selector of selectors.split(",")) {
        const name = selector.trim().match(/^(?:[a-z0-9]+)?\.([\w-]+)$/i)?.[1];
        if (name) rules.set(name, `${rules.get(name) ?? ""};${declarations}`);
      }
    }
  }
  return rules;
}

/** Gathers lines with the space before and after them. */
class Lines {
  constructor(rules) {
    this.rules = rules;
    this.lines = [];
    this.line = "";
    this.gap = 0;
    this.blocks = 0;
    this.prefix = "";
    this.depth = 0;
    /** In a cell of a row of figures, all words stand in one line. */
    this.inCell = false;
    this.keepsBreaks = false;
    this.tables = new Map();
  }

  read(node) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) this.text(child);
      else if (child.nodeType === Node.ELEMENT_NODE) this.element(child);
    }
  }

  text(node) {
    const { data } = node;
    if (!this.keepsBreaks || this.inCell || (data.trim() === "" && isBesideBlock(node))) return this.words(data);
    data.split(/\r\n?|\n/).forEach((line, index) => {
      if (index > 0) this.lineBreak();
      this.words(line);
    });
  }

  words(data) {
    const text = data.replace(/[\s\u00a0]+/g, " ");
    this.line += /(^|[ \t\n])$/.test(this.line) ? text.replace(/^ /, "") : text;
  }

  element(node) {
    const tag = node.tagName;
    if (LEFT_OUT.has(tag)) return;
    if (this.inCell && (tag === "BR" || BLOCKS.has(tag))) return this.apart(node);
    if (tag === "BR") return this.lineBreak();
    if (isListMark(node)) return this.listMark(node.textContent);
    const outside = this.keepsBreaks;
    this.keepsBreaks = keepsBreaks(node, declarations(node, this.rules)) ?? outside;
    const isCell = tag === "TD" || tag === "TH";
    if (isCell && this.hasRows(node.closest("table"))) this.cell(node);
    else if (isCell || BLOCKS.has(tag)) this.block(node);
    else this.read(node);
    this.keepsBreaks = outside;
  }

  block(node) {
    this.blocks += 1;
    const { above, below } = this.space(node);
    this.close();
    this.gap = Math.max(this.gap, above);
    const outer = this.prefix;
    if (node.tagName === "LI") this.prefix = markOf(node);
    const list = node.tagName === "UL" || node.tagName === "OL";
    if (list) this.depth += 1;
    this.read(node);
    if (list) this.depth -= 1;
    // A paragraph without words is an empty line in Word and Outlook.
    if (this.line.trim() === "" && node.tagName === "P" && this.prefix === "")
      this.gap = Math.max(this.gap, BROWSERS_OWN);
    this.close();
    // A mark that found no words does not go to those of the next item.
    if (this.prefix !== "") this.prefix = outer;
    this.gap = Math.max(this.gap, below);
  }

  /** Inside a list, items stand close; around the outermost list there is space. */
  space(node) {
    const tag = node.tagName;
    const own = declarations(node, this.rules);
    const inItem = node.parentElement?.tagName === "LI";
    const usual =
      (SPACED.has(tag) && !inItem) ||
      ((tag === "UL" || tag === "OL") && this.depth === 0) ||
      (tag === "TABLE" && this.depth === 0 && this.hasRows(node))
        ? BROWSERS_OWN
        : 0;
    return { above: margin(own, "top") ?? usual, below: margin(own, "bottom") ?? usual };
  }

  lineBreak() {
    if (this.line.trim() === "") this.gap = Math.max(this.gap, this.lines.length > 0 ? BROWSERS_OWN : 0);
    this.close();
  }

  cell(node) {
    if (this.line.trim() !== "") this.line = `${this.line.trimEnd()}\t`;
    this.inCell = true;
    this.read(node);
    this.inCell = false;
  }

  /** What would be lines of their own, as words apart. */
  apart(node) {
    this.words(" ");
    this.read(node);
    this.words(" ");
  }

  /** Whether a table has rows of figures. Others set text beside text and are read cell by cell, as in Word files. */
  hasRows(table) {
    if (!this.tables.has(table)) {
      const cells = [...table.querySelectorAll("td, th")].filter((cell) => cell.closest("table") === table);
      const rows = cells.some((cell) => cell.nextElementSibling) && cells.every((cell) => this.isOneLine(cell));
      this.tables.set(table, rows);
    }
    return this.tables.get(table);
  }

  isOneLine(cell) {
    if (cell.querySelector("table") || cell.textContent.trim().length > LONGEST_CELL) return false;
    const inside = new Lines(this.rules);
    inside.read(cell);
    inside.close();
    return inside.lines.length <= 1;
  }

  listMark(text) {
    const mark = text.replace(/[\s\u00a0]+/g, "");
    this.prefix = /^\(?(\d+|[a-zæøå])[.)]$/i.test(mark) ? `${mark} ` : "- ";
  }

  close() {
    const text = this.line.trim();
    this.line = "";
    if (text === "") return;
    if (this.lines.length > 0 && this.gap >= EMPTY_LINE) this.lines.push("");
    this.lines.push(this.prefix + text);
    this.prefix = "";
    this.gap = 0;
  }

  finish() {
    this.close();
    return this.lines.join("\n");
  }
}

/** Whether line breaks in the markup are line breaks of the text; `null` if nothing is declared. */
function keepsBreaks(node, declared) {
  const values = [...declared.matchAll(/white-space(?:-collapse)?\s*:\s*([\w-]+)/gi)].map((match) => match[1]);
  if (values.length > 0) return /^(pre|break-spaces)/i.test(values.at(-1));
  return node.tagName === "PRE" ? true : null;
}

/** Space between the tags of blocks is nothing, whatever is declared. */
function isBesideBlock(text) {
  return [text.previousSibling, text.nextSibling].some((node) => BLOCKS.has(node?.tagName));
}

/** What Word writes before an item of a list: a bullet or a number with space after it. */
function isListMark(node) {
  return /mso-list:\s*ignore/i.test(node.dataset.style ?? "");
}

function markOf(item) {
  const list = item.parentElement;
  if (list?.tagName !== "OL") return "- ";
  const items = [...list.children].filter((child) => child.tagName === "LI");
  return `${Number(list.getAttribute("start") ?? 1) + items.indexOf(item)}. `;
}

function declarations(node, rules) {
  const classes = [...node.classList].map((name) => rules.get(name) ?? "");
  return [...classes, node.dataset.style ?? ""].join(";");
}

/** The space above or below in points; `null` if nothing is declared. */
function margin(declared, side) {
  let space = null;
  for (const [, name, value] of declared.matchAll(/(?:^|[;\s{])(margin(?:-top|-bottom)?)\s*:\s*([^;]+)/gi)) {
    const values = value.trim().split(/\s+/);
    if (name.toLowerCase() === "margin") space = points(side === "top" ? values[0] : (values[2] ?? values[0]));
    else if (name.toLowerCase() === `margin-${side}`) space = points(values[0]);
  }
  return space;
}

function points(length) {
  const match = length.match(/^(-?[\d.]+)(pt|px|cm|mm|in|em|rem)?/i);
  if (!match) return 0;
  return Number(match[1]) * (POINTS[(match[2] ?? "px").toLowerCase()] ?? 1);
}
