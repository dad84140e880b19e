// One request: why it got its answer, what it was, what went out, and what can be made of it.

import { call, ENVIRONMENT } from "./api.js";
import { button, copy, edit, el, toast } from "./dom.js";
import { force, forcePath, has, mayChange, shell } from "./shell.js";
import { brief, clock, curl, inLine, pretty, size, stubOf, took, visible, words } from "./text.js";

/** Characters of a body that are shown at first, and with each further press. */
const FIRST = 20_000;
const MORE = 200_000;

/** What is shown, or was asked for last. */
let current = null;

export function clear(panel) {
  current = null;
  panel.replaceChildren();
}

/** Shows a request in a panel; `close` closes it. */
export async function show(panel, uuid, close) {
  current = uuid;
  copyCurrent = () => {};
  const load = (path) => call("GET", `${path}/${uuid}`).catch((error) => error);
  const [entry, why] = await Promise.all([load("/x/requests"), load("/x/explain")]);
  if (current !== uuid) return;
  const closing = button("Close", close, { title: "Escape" });
  if (entry instanceof Error) {
    panel.replaceChildren(el("p", {}, visible(entry.message)), closing);
    return;
  }
  const again = async () => {
    await show(panel, uuid, close);
    panel.focus();
  };
  panel.replaceChildren(
    head(entry),
    el(
      "p",
      { class: "actions" },
      button("Copy as curl", () => copyCurl(entry), { title: "c" }),
      mayChange() && stubButton(entry),
      closing,
    ),
    el("h3", {}, "Why"),
    ...(why instanceof Error ? [el("p", {}, visible(why.message))] : explanation(why, again)),
    el("h3", {}, "Request"),
    headers(entry.request.headers),
    body(entry.request.body),
    el("h3", {}, "Response"),
    ...(entry.response
      ? [headers(entry.response.headers), body(entry.response.body)]
      : [el("p", { class: "muted" }, "None yet.")]),
  );
  panel.scrollTop = 0;
  copyCurrent = () => copyCurl(entry);
}

let copyCurrent = () => {};
/** Copies what is shown as a command. */
export const copyShown = () => current && copyCurrent();

function head({ request, response, index, receivedAt, durationMs, outcome, session, state, traceId, fault }) {
  const target = request.urlPath + (request.query && `?${request.query}`);
  const status = response ? `${response.statusCode} ${response.statusMessage ?? ""}` : state;
  const facts = [
    `#${index}`,
    took(durationMs),
    outcome,
    session && `session ${session}`,
    traceId && `trace ${traceId}`,
    fault && words({ ...fault, id: null }),
  ];
  return el(
    "header",
    {},
    el(
      "h2",
      {},
      el("span", { class: "method" }, visible(request.method.toUpperCase())),
      " ",
      el("bdi", {}, visible(target)),
    ),
    el(
      "p",
      { class: "facts muted" },
      el("span", { class: `status s${Math.floor((response?.statusCode ?? 0) / 100)}` }, visible(status.trim())),
      el("time", { datetime: receivedAt, title: receivedAt }, clock(Date.parse(receivedAt))),
      facts.filter(Boolean).map((fact) => el("bdi", {}, visible(fact))),
    ),
  );
}

function headers(list) {
  const rows = list.map(({ key, value }) =>
    el("tr", {}, el("th", { scope: "row" }, visible(key)), el("td", {}, el("bdi", {}, visible(value)))),
  );
  return el("table", { class: "headers" }, el("tbody", {}, rows));
}

function body(text) {
  if (!text) return el("p", { class: "muted" }, "No body was recorded.");
  const whole = visible(pretty(text));
  const shown = el("pre", { tabindex: "0", "aria-label": "Body" }, whole.slice(0, FIRST));
  if (whole.length <= FIRST) return shown;
  let end = FIRST;
  const more = button(`Show more of ${size(whole.length)}`, () => {
    shown.append(whole.slice(end, end + MORE));
    end += MORE;
    if (end >= whole.length) more.remove();
  });
  return el("div", {}, shown, more);
}

function explanation(why, again) {
  const parts = [];
  const { chosen } = why;
  if (chosen) {
    const label = chosen.label || chosen.response;
    parts.push(
      el(
        "p",
        {},
        el("b", {}, brief(`${chosen.method} ${chosen.endpoint}`)),
        label && [" \u2192 ", el("bdi", { class: "label" }, brief(label))],
        `: ${visible(chosen.why)}.`,
      ),
    );
  } else {
    parts.push(
      el(
        "p",
        {},
        why.outcome === "proxied"
          ? "No route matched, and so it was forwarded."
          : `No route answered (${visible(why.outcome)}).`,
      ),
    );
  }
  if (why.hints.length)
    parts.push(
      el(
        "ul",
        { class: "hints" },
        why.hints.map((hint) => el("li", {}, visible(hint))),
      ),
    );
  if (chosen && why.responses.length) {
    parts.push(
      el(
        "ul",
        { class: "responses" },
        why.responses.map((response) => judged(response, chosen, again)),
      ),
    );
    if (why.outcome !== "stub") parts.push(forced(chosen.route, again));
  }
  for (const near of why.nearest) parts.push(nearby(near));
  return parts;
}

function judged(response, chosen, again) {
  const isChosen = response.response === chosen.response;
  const name = brief(response.label || response.response);
  const state = isChosen
    ? "answered"
    : response.rules.length === 0
      ? "no rules"
      : response.holds
        ? "holds"
        : "does not hold";
  const joined = response.rules.length > 1 ? ` (${response.operator})` : "";
  const canForce = mayChange() && has("PUT /routes/:uuid/force");
  return el(
    "li",
    { class: isChosen ? "chosen" : "" },
    el(
      "div",
      { class: "line" },
      el("bdi", { class: "label" }, name),
      el("span", { class: "muted" }, `${state}${joined}`),
      canForce &&
        button(
          "Force next",
          async () => {
            await force(chosen.route, response.response, 1);
            toast(`The next request gets "${name}".`);
            again();
          },
          { "aria-label": `Force ${name} next` },
        ),
    ),
    response.rules.length > 0 && el("ul", { class: "rules" }, response.rules.map(rule)),
  );
}

function rule({ target, modifier, operator, value, invert, actual, holds, note, now }) {
  const wanted = `${target} ${modifier} ${invert ? "not " : ""}${operator} ${inLine(value)}`.replace(/ +/g, " ");
  return el(
    "li",
    { class: holds ? "holds" : "fails" },
    el("span", { class: "mark" }, holds ? "\u2713" : "\u2717"),
    " ",
    el("bdi", {}, visible(wanted)),
    el(
      "span",
      { class: "muted" },
      " \u2014 was ",
      el("bdi", {}, actual === null ? "nothing" : inLine(actual)),
      now && " (now)",
      note && `; ${visible(note)}`,
    ),
  );
}

/** What is forced on a route now, with the way back. */
function forced(route, again) {
  const line = el("p", { class: "forced", hidden: true });
  call("GET", forcePath(route)).then(
    (found) => {
      if (found.remaining === 0) return;
      const times =
        found.remaining === null ? "from now on" : found.remaining === 1 ? "next" : `the next ${found.remaining} times`;
      line.append(`Forced ${times}: `, el("bdi", { class: "label" }, brief(found.label || found.response)), " ");
      if (mayChange())
        line.append(
          button("Undo", async () => {
            await call("DELETE", forcePath(route));
            again();
          }),
        );
      line.hidden = false;
    },
    () => {},
  );
  return line;
}

function nearby({ method, endpoint, failed, hint }) {
  const reasons = failed.map(({ part, expected, actual }) =>
    el(
      "li",
      {},
      visible(part),
      ": wants ",
      el("bdi", {}, inLine(expected)),
      ", was ",
      el("bdi", {}, actual == null ? "nothing" : inLine(actual)),
    ),
  );
  return el(
    "div",
    { class: "near" },
    el(
      "p",
      {},
      "Near: ",
      el("b", {}, brief(`${method} ${endpoint}`)),
      hint && el("span", { class: "muted" }, ` \u2014 ${visible(hint)}`),
    ),
    el("ul", {}, reasons),
  );
}

function copyCurl(entry) {
  const host = entry.request.headers.find(({ key }) => key === "host")?.value;
  const elsewhere = !shell.status.sharesPort && host;
  const { command, missing } = curl(
    entry,
    elsewhere ? `http://${host}` : location.origin,
    ENVIRONMENT !== null && !elsewhere,
  );
  return copy(command, missing.length ? `Copied, without what was not recorded: ${missing.join(", ")}` : "Copied.");
}

function stubButton(entry) {
  if (!has("POST /stubs")) return false;
  const note =
    'Answers in the place of the routes, in this scope alone. Without "times" it stays until it is removed or the state is reset.';
  return button("Make a stub\u2026", () =>
    edit("Stub of this request", note, stubOf(entry), "Add stub", async (stub) => {
      await call("POST", "/x/stubs", { body: stub });
      toast("The stub is there.");
    }),
  );
}
