// The list of requests as they come: bounded, filtered, newest first.

import { call } from "./api.js";
import { button, byId, el } from "./dom.js";
import { clear as clearDetail, show as showDetail } from "./detail.js";
import { brief, clock, filter, took, visible } from "./text.js";

/** Requests that are kept to filter among, and those that are shown. */
const KEPT = 2000;
const SHOWN = 200;
/** How often the list is drawn at the most (ms). */
const EVERY = 120;
/** How often the number of new requests is spoken at the most (ms). */
const SPOKEN = 10_000;
/** Requests that are asked for at a time, the newest; and how often at the most (ms). */
const ASKED = 300;
const ASK_EVERY = 250;

/** By uuid, the oldest first. */
let rows = new Map();
/** What is shown while the list stands still; `null` while it moves. */
let paused = null;
let since = 0;
let matches = () => true;
let selected = null;
let drawing = false;
let drawnAt = 0;
let unspoken = 0;
let spokenAt = 0;
/** Whether answers are waited for, and whether something has changed meanwhile. */
let asking = false;
let again = false;
let askedAt = -ASK_EVERY;
/** How often the list was forgotten: what was asked for before is about what is gone. */
let cleared = 0;

const view = { list: null, count: null, pause: null, detail: null, empty: null, filter: null };

/** The view. It is made once and put back when it is looked at again. */
export function requestsView() {
  if (view.root) return view.root;
  view.filter = el("input", {
    type: "search",
    placeholder: "Filter: words, 4xx, !word",
    "aria-label": "Filter requests",
    spellcheck: "false",
    oninput: () => {
      matches = filter(view.filter.value);
      draw();
    },
    onkeydown: leaveFilter,
  });
  view.pause = button("Pause", togglePause, { "aria-pressed": "false" });
  view.count = el("span", { class: "muted count" });
  view.list = el("ol", {
    class: "requests",
    role: "listbox",
    tabindex: "0",
    "aria-label": "Requests, newest first",
    onkeydown: onListKey,
    onclick: (event) => pick(event.target.closest("li")?.dataset.uuid, true),
  });
  view.empty = el("p", { class: "empty" });
  view.detail = el("section", { class: "detail", tabindex: "-1", "aria-label": "Request", hidden: true });
  const tools = el("div", { class: "tools" }, view.filter, view.pause, view.count);
  view.root = el(
    "div",
    { class: "split" },
    el("section", { class: "pane", "aria-label": "List" }, tools, view.list, view.empty),
    view.detail,
  );
  draw();
  return view.root;
}

/** Forgets what was shown, because it is gone or because others are meant now. */
export function clearRequests() {
  rows = new Map();
  cleared += 1;
  paused = null;
  since = 0;
  close();
  drawPause();
  draw();
}

function put(uuid, fields) {
  if (!rows.has(uuid)) unspoken += 1;
  const row = Object.assign(rows.get(uuid) ?? { uuid }, fields);
  const classOf = row.status && `${Math.floor(row.status / 100)}xx`;
  const words = [
    row.method,
    `${row.path}${row.query && "?"}${row.query}`.slice(0, 2000),
    row.status,
    classOf,
    row.outcome,
    row.label,
    row.endpoint,
    row.session,
  ];
  row.haystack = words.filter(Boolean).join(" ").toLowerCase();
  row.stale = true;
  rows.set(uuid, row);
  if (rows.size > KEPT) rows.delete(rows.keys().next().value);
  draw();
}

/** Asks for what is new, and for the answers of requests that waited for theirs; soon, but not too often. */
export async function refresh() {
  again = true;
  if (asking) return;
  asking = true;
  while (again) {
    await new Promise((done) => setTimeout(done, Math.max(0, askedAt + ASK_EVERY - performance.now())));
    again = false;
    askedAt = performance.now();
    await fill();
  }
  asking = false;
}

async function fill() {
  const before = cleared;
  const waiting = [...rows.values()].filter((row) => row.state === "received").map((row) => row.index - 1);
  const from = Math.max(0, Math.min(since, ...waiting.slice(-ASKED)));
  try {
    const page = await call("GET", `/x/requests?brief=true&limit=${ASKED}&since=${from}`);
    if (before === cleared) show(page, from);
  } catch {
    // The stream tells when the server is away.
  }
}

function show(page, from) {
  for (const entry of page.requests.reverse()) fillIn(entry);
  const missed = rows.size > 0 && since > 0 ? page.total - page.requests.length : 0;
  if (missed > 0 && from === since) {
    tell("notice", `${missed} requests came too fast to be listed here; the server has recorded them.`);
  }
  since = Math.max(since, page.cursor);
}

function fillIn(entry) {
  const { request, response } = entry;
  put(entry.uuid, {
    index: entry.index,
    state: entry.state,
    outcome: entry.outcome,
    took: entry.durationMs,
    session: entry.session,
    label: entry.responseLabel,
    endpoint: entry.endpoint ?? request.route,
    method: request.method.toUpperCase(),
    path: request.urlPath,
    query: request.query,
    status: response?.statusCode ?? null,
    at: Date.parse(entry.receivedAt),
  });
}

function draw() {
  if (drawing || !view.root) return;
  drawing = true;
  setTimeout(() => requestAnimationFrame(drawNow), Math.max(0, drawnAt + EVERY - performance.now()));
}

function drawNow() {
  drawing = false;
  drawnAt = performance.now();
  const all = paused ?? [...rows.values()];
  const wanted = [];
  let matching = 0;
  for (let i = all.length - 1; i >= 0; i--) {
    if (!matches(all[i].haystack)) continue;
    matching += 1;
    if (wanted.length < SHOWN) wanted.push(all[i]);
  }
  let next = view.list.firstChild;
  for (const row of wanted) {
    if (row.stale || !row.node) redraw(row);
    if (row.node === next) next = next.nextSibling;
    else view.list.insertBefore(row.node, next);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
  const more = matching > wanted.length ? `${wanted.length} of ` : "";
  const behind = paused ? `, ${rows.size - paused.filter((row) => rows.has(row.uuid)).length} new` : "";
  view.count.textContent = `${more}${matching}${behind}`;
  view.empty.textContent =
    rows.size === 0 ? "No requests yet. They appear here as they come." : "No request has these words.";
  view.empty.hidden = wanted.length > 0;
  view.list.hidden = wanted.length === 0;
  mark();
  speak();
}

/** Tells those who cannot see the list that it grows, but not every request. */
function speak() {
  if (unspoken === 0 || drawnAt - spokenAt < SPOKEN) return;
  byId("spoken").textContent = `${unspoken} new ${unspoken === 1 ? "request" : "requests"}`;
  unspoken = 0;
  spokenAt = drawnAt;
}

function redraw(row) {
  row.stale = false;
  row.node ??= el("li", { role: "option", id: `r-${row.uuid}`, "data-uuid": row.uuid, "aria-selected": "false" });
  const status = row.status ?? (row.state === "aborted" ? "gone" : "\u2026");
  const at = new Date(row.at);
  row.node.replaceChildren(
    el("span", { class: "method" }, visible(row.method)),
    el("bdi", { class: "path" }, brief(row.path), row.query && el("span", { class: "muted" }, brief(`?${row.query}`))),
    el("span", { class: `status s${Math.floor(row.status / 100)}` }, String(status)),
    el(
      "bdi",
      { class: "outcome muted" },
      [row.outcome, row.label && brief(row.label)].filter(Boolean).join(" \u00b7 "),
    ),
    el("span", { class: "took muted" }, took(row.took)),
    el("time", { class: "at muted", datetime: at.toISOString() }, clock(row.at)),
  );
  row.node.title = at.toISOString();
}

function mark() {
  for (const node of view.list.querySelectorAll("[aria-selected=true]")) node.setAttribute("aria-selected", "false");
  const node = rows.get(selected)?.node;
  if (node?.isConnected) {
    node.setAttribute("aria-selected", "true");
    view.list.setAttribute("aria-activedescendant", node.id);
  } else {
    view.list.removeAttribute("aria-activedescendant");
  }
}

function pick(uuid, open) {
  if (!uuid) return;
  selected = uuid;
  mark();
  rows.get(uuid)?.node?.scrollIntoView({ block: "nearest" });
  if (open || !view.detail.hidden) {
    view.detail.hidden = false;
    view.root.classList.add("open");
    showDetail(view.detail, uuid, close);
  }
}

function close() {
  if (!view.root) return;
  const hadFocus = view.detail.contains(document.activeElement);
  view.detail.hidden = true;
  view.root.classList.remove("open");
  clearDetail(view.detail);
  if (hadFocus) view.list.focus();
}

function onListKey(event) {
  const nodes = [...view.list.children];
  const at = nodes.findIndex((node) => node.dataset.uuid === selected);
  const steps = {
    ArrowDown: at + 1,
    ArrowUp: Math.max(at - 1, 0),
    Home: 0,
    End: nodes.length - 1,
    PageDown: at + 10,
    PageUp: Math.max(at - 10, 0),
  };
  if (event.key in steps) {
    event.preventDefault();
    pick(nodes[Math.min(steps[event.key], nodes.length - 1)]?.dataset.uuid, false);
  } else if (event.key === "Enter" && selected) {
    pick(selected, true);
    view.detail.focus();
  }
}

function leaveFilter(event) {
  if (event.key === "ArrowDown" || event.key === "Enter") {
    event.preventDefault();
    focusList();
  } else if (event.key === "Escape") {
    view.filter.value = "";
    matches = filter("");
    draw();
    focusList();
  }
}

function focusList() {
  view.list.focus();
  if (!rows.get(selected)?.node?.isConnected) pick(view.list.firstChild?.dataset.uuid, false);
}

export function togglePause() {
  paused = paused ? null : [...rows.values()];
  drawPause();
  draw();
}

function drawPause() {
  if (!view.pause) return;
  view.pause.textContent = paused ? "Go on" : "Pause";
  view.pause.setAttribute("aria-pressed", String(paused !== null));
}

export const focusFilter = () => view.filter.focus();
/** Closes the detail; whether there was one. */
export function closeDetail() {
  if (!view.detail || view.detail.hidden) return false;
  close();
  return true;
}
export { focusList };
