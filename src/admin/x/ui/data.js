// The view of data buckets and of what is in them.

import { call } from "./api.js";
import { ask, button, el, toast } from "./dom.js";
import { empty, heading } from "./parts.js";
import { mayChange } from "./shell.js";
import { brief, pretty, size, visible } from "./text.js";

/** Characters of a bucket that are shown at first. */
const BUCKET = 100_000;

/** Data buckets and what is in them. */
export async function dataView() {
  const list = await call("GET", "/data-buckets");
  const value = el("section", { class: "detail", "aria-label": "Bucket", tabindex: "-1", hidden: true });
  const items = list.map((bucket) => {
    const facts = [bucket.id, !bucket.validJson && "not JSON", !bucket.parsed && "made when it is first used"];
    return el(
      "li",
      {},
      button(el("bdi", {}, brief(bucket.name || bucket.id)), () => fillBucket(value, bucket), { class: "open" }),
      el("span", { class: "muted" }, brief(facts.filter(Boolean).join(", "))),
    );
  });
  const purge = () =>
    ask(
      "Generate all buckets anew?",
      "What requests have changed in them is lost, in this scope.",
      "Generate anew",
      async () => {
        await call("POST", "/data-buckets/purge");
        toast("The buckets are as they began.");
        value.hidden = true;
      },
    );
  const title = heading("Data buckets", mayChange() && list.length > 0 && button("Generate anew", purge));
  return el(
    "div",
    { class: "split open" },
    el(
      "section",
      { class: "pane panel" },
      title,
      list.length ? el("ul", { class: "plain" }, items) : empty("This environment has no data buckets."),
    ),
    value,
  );
}

async function fillBucket(panel, { id, name }) {
  const bucket = await call("GET", `/data-buckets/${encodeURIComponent(id)}`);
  const text = visible(
    typeof bucket.value === "string" ? pretty(bucket.value) : (JSON.stringify(bucket.value, null, 2) ?? "nothing"),
  );
  const shown = el("pre", { tabindex: "0", "aria-label": "Value" }, text.slice(0, BUCKET));
  const more =
    text.length > BUCKET &&
    button(`Show all ${size(text.length)}`, (event) => {
      shown.append(text.slice(BUCKET));
      event.target.remove();
    });
  panel.replaceChildren(
    el("h2", {}, el("bdi", {}, brief(name || id))),
    el(
      "p",
      { class: "actions" },
      button("Read again", () => fillBucket(panel, { id, name })),
      button("Close", () => {
        panel.hidden = true;
      }),
    ),
    shown,
    more || "",
  );
  panel.hidden = false;
  panel.focus();
}
