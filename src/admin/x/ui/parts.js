// What the views of lists are made of.

import { el } from "./dom.js";
import { clock } from "./text.js";

/** The title of a list, and what stands beside it. */
export const heading = (text, ...beside) => el("div", { class: "tools" }, el("h2", {}, text), ...beside);
/** What a list says that has nothing. */
export const empty = (text) => el("p", { class: "empty" }, text);
/** A time of day, exact when pointed at. */
export const when = (text) => text && el("time", { datetime: text, title: text }, clock(Date.parse(text)));

/** Rows with the same columns; in a narrow window each is a card, with the names of the columns before its cells. */
export function table(label, columns, rows) {
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": label },
    el(
      "table",
      { class: "grid" },
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          columns.map((name) => (name ? el("th", { scope: "col" }, name) : el("td"))),
        ),
      ),
      el(
        "tbody",
        {},
        rows.map((cells) =>
          el(
            "tr",
            {},
            cells.map((cell, i) => el("td", { "data-column": columns[i] }, cell)),
          ),
        ),
      ),
    ),
  );
}
