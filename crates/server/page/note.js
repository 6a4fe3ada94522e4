// One note: what it is about, what one click can do, and why the rule is there.

import { changesFor, sentencesIn } from "./advice.js";
import { capital, names, short, small } from "./danish.js";
import { button, element, picture } from "./dom.js";

/** Shapes that tell severities apart without colour. */
const SHAPES = {
  fejl: [
    ["path", { d: "M5 1h6l4 4v6l-4 4H5l-4-4V5z" }],
    ["path", { d: "M8 4.2v4.6M8 11v.6", class: "sign" }],
  ],
  advarsel: [
    ["path", { d: "M8 1.2 15.4 14.4H.6z" }],
    ["path", { d: "M8 6v3.6M8 11.8v.6", class: "sign" }],
  ],
  raad: [
    ["circle", { cx: 8, cy: 8, r: 7 }],
    ["path", { d: "M8 7.4v4M8 4.4v.6", class: "sign" }],
  ],
};

export function shape(severity) {
  const parts = (SHAPES[severity] ?? SHAPES.raad).map(([tag, attributes]) => picture(tag, attributes));
  return picture("svg", { viewBox: "0 0 16 16", class: `shape ${severity}`, "aria-hidden": "true" }, parts);
}

/** Severity and marker, by shape and in words. */
export function kindOf(finding) {
  return element(
    "span",
    { class: "kind" },
    shape(finding.severity),
    element(
      "span",
      { class: `severity ${finding.severity}` },
      capital(names.severities[finding.severity] ?? finding.severity),
    ),
    element("span", { class: "marker" }, names.markers[finding.marker] ?? finding.marker),
  );
}

/** A note in the list: a head that unfolds what can be done about it. */
export class Note {
  constructor(notes, key) {
    this.notes = notes;
    this.key = key;
    const id = `note-${(Note.number = (Note.number ?? 0) + 1)}`;
    this.head = element("button", {
      type: "button",
      class: "note-head",
      "aria-expanded": "false",
      "aria-controls": id,
      onclick: () => notes.toggle(key),
    });
    this.body = element("div", { class: "note-body", id, hidden: true });
    this.node = element("li", { class: "note" }, this.head, this.body);
  }

  fill(finding) {
    const { text } = this.notes.letter;
    const says = JSON.stringify([finding.message, finding.suggestions, finding.edits.length, finding.places.length]);
    this.finding = finding;
    if (says === this.says) return;
    this.says = says;
    this.node.className = `note ${finding.severity}${this.notes.active === this.key ? " active" : ""}`;
    const quoted = finding.message.startsWith("»") || finding.text === "";
    this.head.replaceChildren(
      kindOf(finding),
      quoted ? "" : element("q", { class: "quote" }, short(finding.text)),
      element("span", { class: "message" }, finding.message),
    );
    this.filled = false;
    if (!this.body.hidden) this.unfold(text);
  }

  fold(yes) {
    this.body.hidden = yes;
    this.head.setAttribute("aria-expanded", String(!yes));
    if (!yes && !this.filled) this.unfold(this.notes.letter.text);
  }

  unfold(text) {
    this.filled = true;
    const { notes, finding } = this;
    const changes = notes.editable ? changesFor(finding, text) : [];
    const used = new Set(changes.map((change) => change.sentence));
    const done = changes.length > 0 && !changes[0].sentence;
    const suggestions = finding.suggestions.filter((suggestion) => !(done && !/\s/.test(suggestion)));
    this.body.replaceChildren(
      element(
        "div",
        { class: "changes" },
        changes.map((change, index) => this.change(change, index)),
        button("Vis i brevet", () => notes.handlers.visit(this.finding), { class: "quiet" }),
      ),
      changes.some((change) => change.reread || !finding.safe)
        ? element("p", { class: "hint" }, "Læs sætningen igennem bagefter.")
        : "",
      element(
        "div",
        { class: "suggestions" },
        suggestions.map((suggestion) => this.suggestion(suggestion, used, changes)),
      ),
      this.explanation(),
    );
  }

  change(change, index) {
    const take = () => this.notes.handlers.take(changesFor(this.finding, this.notes.letter.text)[index]);
    const taken = button(change.label, take, { class: "main" });
    return change.sentence ? element("div", { class: "sentence" }, element("q", {}, change.sentence), taken) : taken;
  }

  /** A piece of advice, with the sentences in it to copy or to put in. */
  suggestion(suggestion, used, changes) {
    const { advice, sentences } = sentencesIn(suggestion);
    const rest = sentences.filter((sentence) => !used.has(sentence));
    if (sentences.length > 0 && rest.length === 0) return "";
    if (
      changes.length > 0 &&
      sentences.length === 0 &&
      changes.some((change) => change.edits.some((edit) => edit.text.includes(small(suggestion))))
    ) {
      return "";
    }
    // What stands in another letter is an example, not something to put into this one.
    const example = suggestion.startsWith("Et eksempel fra et andet brev");
    return element(
      "div",
      { class: "suggestion" },
      element("p", {}, advice),
      rest.map((sentence) =>
        element(
          "div",
          { class: "sentence" },
          element("q", {}, sentence),
          element(
            "div",
            { class: "sentence-buttons" },
            this.notes.editable && !example
              ? button("Sæt ind ved markøren", () => this.notes.handlers.insert(sentence), {
                  "aria-label": `Sæt ind ved markøren: ${short(sentence, 60)}`,
                })
              : "",
            this.notes.copyButton(sentence),
          ),
        ),
      ),
    );
  }

  explanation() {
    const box = element("div", { class: "why" });
    const said = this.finding.rule;
    this.notes.why(said).then(
      ({ why, source }) => {
        if (said !== this.finding.rule) return;
        box.replaceChildren(
          element("p", {}, element("strong", {}, "Hvorfor? "), why),
          source ? element("p", { class: "source" }, `Kilde: ${source}`) : "",
        );
      },
      () => box.replaceChildren(element("p", {}, "Forklaringen kunne ikke hentes.")),
    );
    return box;
  }
}
