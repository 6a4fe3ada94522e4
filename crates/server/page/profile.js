// A small picture of how the letter meets the reader, and what it says in words.

import { capital, difficulty, list, names } from "./danish.js";
import { byId, element, picture } from "./dom.js";

/** The five moves of TRÆK communication, and the moves of a letter that are one. */
const MOVES = [
  ["lytter og spørger", ["spoerger"]],
  ["opsummerer", ["opsummering"]],
  ["viser forståelse", ["forstaaelse", "beklagelse", "tak"]],
  ["viser muligheder", ["mulighed"]],
  ["giver ro og plads", ["pause"]],
];

/** The four sides: what makes people feel fairly treated, also when the answer is no. */
const SIDES = [
  { id: "indflydelse", line: "M34 24H186", at: "translate(110 46)" },
  { id: "gennemskuelighed", line: "M196 34V186", at: "translate(174 110) rotate(90)" },
  { id: "respekt", line: "M34 196H186", at: "translate(110 182)" },
  { id: "tillid", line: "M24 34V186", at: "translate(46 110) rotate(-90)" },
];

/** The picture and what it says in words. */
export function showProfile(letter) {
  const box = byId("profile");
  box.hidden = !letter.profile || letter.text.trim() === "";
  if (box.hidden) return;
  const { fairness, moves, lix, words } = letter.profile;
  const sides = SIDES.map(({ id, line, at }) => ({
    id,
    line,
    at,
    title: names.fairness[id] ?? id,
    degree: fairness[id] ?? "ingen",
  }));
  box.replaceChildren(
    element("h3", {}, "Sådan møder brevet læseren"),
    element(
      "figure",
      {},
      sidesPicture(sides, lix, words),
      element(
        "figcaption",
        {},
        "Fire ting får læseren til at føle sig ordentligt behandlet, også når svaret er nej. Jo tykkere side, jo mere gør brevet for netop det.",
      ),
    ),
    element(
      "dl",
      { class: "sides" },
      sides.map(({ title, degree }) =>
        element("div", {}, element("dt", {}, capital(title)), element("dd", {}, degree)),
      ),
    ),
    element("h4", {}, "De fem greb i TRÆK"),
    element(
      "ul",
      { class: "five" },
      MOVES.map(([title, kinds]) => {
        const there = kinds.some((kind) => (moves[kind] ?? 0) > 0);
        return element(
          "li",
          { class: there ? "there" : "not" },
          tick(there),
          element("span", {}, capital(title)),
          element("span", { class: "there-word" }, there ? "ja" : "ikke set"),
        );
      }),
    ),
    element("p", { class: "figures" }, figures(lix, words)),
  );
}

function figures(lix, words) {
  const count = `${words} ord`;
  return typeof lix === "number"
    ? `${count}. Lixtallet er ${Math.round(lix)}: Brevet er ${difficulty(lix)} at læse.`
    : `${count}.`;
}

function sidesPicture(sides, lix, words) {
  const said = list(sides.map(({ title, degree }) => `${title}: ${degree}`));
  return picture(
    "svg",
    { viewBox: "0 0 220 220", class: "square", role: "img", "aria-label": `Firkant med fire sider. ${capital(said)}` },
    sides.map(({ line, degree }) => picture("path", { d: line, class: `side ${degree}` })),
    sides.map(({ id, at }) => picture("text", { transform: at, "text-anchor": "middle" }, id)),
    typeof lix === "number" &&
      picture("text", { x: 110, y: 108, "text-anchor": "middle", class: "big" }, `lix ${Math.round(lix)}`),
    picture("text", { x: 110, y: typeof lix === "number" ? 128 : 116, "text-anchor": "middle" }, `${words} ord`),
  );
}

function tick(there) {
  return picture(
    "svg",
    { viewBox: "0 0 16 16", class: "tick", "aria-hidden": "true" },
    picture("circle", { cx: 8, cy: 8, r: 7 }),
    there && picture("path", { d: "M4.6 8.4l2.3 2.3 4.6-5" }),
  );
}
