// The page: token, header, views and keys. Each view has its module.

import { call, follow, scope, token } from "./api.js";
import { ask, button, byId, el, openDialog, tell, toast } from "./dom.js";
import { dataView } from "./data.js";
import { copyShown } from "./detail.js";
import { faultsView } from "./faults.js";
import * as requests from "./requests.js";
import { routesView } from "./routes.js";
import { sessionsView } from "./sessions.js";
import { has, isWritable, learn, mayChange, shell } from "./shell.js";
import { visible } from "./text.js";

/** How often the page asks what serves, while it is looked at (ms). */
const EVERY = 5000;

/** The views: key, title, what makes them, and the resource without which there is none. */
const VIEWS = [
  ["1", "Requests", requests.requestsView, "GET /requests"],
  ["2", "Routes", routesView, "GET /stubs"],
  ["3", "Data", dataView, null],
  ["4", "Sessions", () => sessionsView(look), "GET /sessions"],
  ["5", "Faults", faultsView, "GET /faults"],
];

const KEYS = [
  ["/", "filter requests"],
  ["\u2191 \u2193", "choose a request"],
  ["Enter", "its detail"],
  ["Esc", "close"],
  ["c", "copy it as curl"],
  ["p", "pause the list"],
  ["r", "reset the state (asks once)"],
  ["s", "choose a session"],
  ["1 \u2013 5", "views"],
  ["?", "this help"],
];

let following = null;
let viewName = "Requests";
let timer = null;

const views = () => VIEWS.filter(([, , , resource]) => resource === null || has(resource));

/** Asks for the token, and says why. */
function askToken(why) {
  stop();
  token.forget();
  const input = el("input", {
    type: "password",
    autocomplete: "off",
    spellcheck: "false",
    required: true,
    id: "token",
    "aria-describedby": "token-note",
  });
  const enter = (event) => {
    event.preventDefault();
    if (!input.value.trim()) return;
    token.set(input.value.trim());
    start();
  };
  byId("main").replaceChildren(
    el(
      "form",
      { class: "token", onsubmit: enter },
      el("h2", {}, "Admin token"),
      why && el("p", { class: "bad", role: "alert" }, visible(why)),
      el("label", { for: "token" }, "Token"),
      input,
      el(
        "p",
        { id: "token-note", class: "muted" },
        "What MOCKOON_ADMIN_API_TOKEN says, or the log of the start. It stays in this tab and goes nowhere but to this server. A link may bring it along: #token=\u2026",
      ),
      el("button", { class: "primary" }, "Open"),
    ),
  );
  input.focus();
}

function stop() {
  following?.abort();
  clearInterval(timer);
  requests.clearRequests();
  for (const id of ["controls", "tabs"]) byId(id).hidden = true;
  for (const id of ["environment", "live", "refused", "notice"]) tell(id, "");
  scope.session = null;
}

async function start() {
  byId("main").replaceChildren(el("p", { class: "empty" }, "Opening\u2026"));
  try {
    await learn();
  } catch (error) {
    if (error.status === 401) return askToken("The server does not take this token.");
    const again = button("Try again", start);
    return byId("main").replaceChildren(
      el("div", { class: "token" }, el("p", { class: "bad", role: "alert" }, visible(error.message)), again),
    );
  }
  byId("controls").hidden = false;
  byId("tabs").hidden = false;
  drawStatus();
  await drawSessions();
  goTo("Requests");
  followEvents();
  timer = setInterval(() => document.visibilityState === "visible" && lookAround(), EVERY);
}

/** What changes without an event: the generation, the verdict on the file, who has a session. */
async function lookAround() {
  const before = shell.status.generation;
  try {
    shell.status = await call("GET", "/x/status", { scoped: false });
    drawStatus();
    await drawSessions();
    if (viewName === "Requests") requests.refresh();
    if (shell.status.generation !== before) toast(`Generation ${shell.status.generation} serves now.`);
  } catch (error) {
    if (error.status === 401) askToken("The token is not the one any more.");
  }
}

function drawStatus() {
  const { environment, generation, lastReload, routes, hash, page } = shell.status;
  const reload = { none: "not reloaded", taken: "reload taken", refused: "reload refused" }[lastReload.verdict];
  const line = [
    environment.name,
    `generation ${generation}`,
    reload,
    `${routes} ${routes === 1 ? "route" : "routes"}`,
    page === "read-only" && "read-only",
  ];
  tell("environment", visible(line.filter(Boolean).join(" \u00b7 ")));
  byId("environment").title = visible(`${environment.file ?? "the embedded demo"}, ${hash}`);
  tell(
    "refused",
    lastReload.verdict === "refused"
      ? `The newest content of the file was refused; generation ${generation} goes on serving. ${visible(lastReload.reason ?? "")}`
      : "",
  );
  document.title = `${visible(environment.name)} \u00b7 sidemock`;
  byId("reset").hidden = !isWritable();
  byId("reset").disabled = !mayChange();
}

async function drawSessions() {
  const select = byId("session");
  const list = has("GET /sessions") ? await call("GET", "/x/sessions", { scoped: false }) : [];
  const ids = list.map(({ id }) => id);
  if (scope.session !== null && scope.session !== "*" && !ids.includes(scope.session)) {
    toast(`The session ${scope.session} is over.`);
    select.value = "";
    setScope(null);
  }
  const wanted = ["", "*", ...ids];
  if (wanted.join("\n") === [...select.options].map((option) => option.value).join("\n")) return;
  const name = { "": "base", "*": "all (reads only)" };
  select.replaceChildren(...wanted.map((id) => el("option", { value: id }, name[id] ?? visible(id))));
  select.value = scope.session ?? "";
}

/** Everything is about another session from now on. */
function setScope(session) {
  scope.session = session;
  requests.clearRequests();
  drawStatus();
  followEvents();
  goTo(viewName);
}

/** Makes a session the scope, and shows its requests. */
async function look(id) {
  await drawSessions();
  byId("session").value = id;
  viewName = "Requests";
  setScope(id);
}

function followEvents() {
  following?.abort();
  following = new AbortController();
  const words = {
    connecting: "Connecting\u2026",
    live: "Live",
    offline: "Offline, trying again",
    refused: "Token refused",
  };
  follow(following.signal, {
    event(event) {
      if (event.event === "requests-changed") requests.refresh();
      if (event.event === "session-ended") drawSessions().catch(() => {});
    },
    lost: () => drawSessions().catch(() => {}),
    state(word) {
      tell("live", words[word]);
      byId("live").dataset.state = word;
      if (word === "refused") askToken("The token is not the one any more.");
    },
  });
}

/** Shows a view. */
async function goTo(name) {
  viewName = name;
  byId("tabs").replaceChildren(
    ...views().map(([key, title]) =>
      button(title, () => goTo(title), { "aria-current": title === name ? "page" : false, title: `Key ${key}` }),
    ),
  );
  const [, , make] = VIEWS.find(([, title]) => title === name);
  try {
    const view = await make();
    if (viewName === name) byId("main").replaceChildren(view);
  } catch (error) {
    byId("main").replaceChildren(el("p", { class: "empty bad" }, visible(error.message)));
  }
}

function askReset() {
  if (!mayChange())
    return toast(isWritable() ? "Choose one session, or the base, to reset it." : "This page only reads.");
  const of = scope.session === null ? "the base" : `the session ${scope.session}`;
  ask(
    "Reset the state?",
    `Data buckets, request numbers, global variables, stubs, faults and recorded requests of ${of} go back to the start.`,
    "Reset",
    async () => {
      await call("POST", "/state/purge");
      requests.clearRequests();
      // Events of what is gone may be on their way.
      followEvents();
      toast("Everything is as it began.");
      goTo(viewName);
    },
  );
}

function help() {
  const forget = button("Forget the token", () => {
    byId("dialog").close();
    askToken("The token is forgotten.");
  });
  openDialog(
    "Keys",
    [
      el(
        "dl",
        { class: "keys" },
        KEYS.map(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)]),
      ),
    ],
    [forget],
  );
}

const onRequests = (act) => () => (viewName === "Requests" ? act() : goTo("Requests").then(act));

const ACTIONS = {
  "/": onRequests(requests.focusFilter),
  p: onRequests(requests.togglePause),
  c: copyShown,
  r: askReset,
  s: () => byId("session").focus(),
  "?": help,
  Escape: requests.closeDetail,
  ArrowDown: onRequests(requests.focusList),
};

function onKey(event) {
  const isTyping = event.target.closest("input, textarea, select, dialog[open], [role=listbox]");
  const isList = event.target.closest("[role=listbox]") && !event.key.startsWith("Arrow");
  if (byId("tabs").hidden || event.ctrlKey || event.metaKey || event.altKey || (isTyping && !isList)) return;
  const view = views().find(([key]) => key === event.key);
  const inText = event.key === "ArrowDown" && event.target !== document.body;
  const act = view ? () => goTo(view[1]) : inText ? null : ACTIONS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function open() {
  if (token.takeFragment() || token.get()) start();
  else askToken("");
}

byId("session").addEventListener("change", (event) => setScope(event.target.value || null));
byId("reset").addEventListener("click", askReset);
byId("help").addEventListener("click", help);
addEventListener("keydown", onKey);
// Somebody opened a link with a token in a tab that has the page already.
addEventListener("hashchange", () => token.takeFragment() && (stop(), start()));
open();
