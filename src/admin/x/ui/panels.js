// The other views: routes and stubs, data buckets, sessions, faults. Each asks when it is looked at.

import { call, scope } from "./api.js";
import { ask, button, edit, el, toast } from "./dom.js";
import { force, forcePath, has, mayChange } from "./shell.js";
import { brief, filter, inLine, pretty, size, visible } from "./text.js";

/** Rows of a list that are shown; the filter narrows them. */
const SHOWN = 200;
/** Characters of a bucket that are shown at first. */
const BUCKET = 100_000;

const heading = (text, ...beside) => el("div", { class: "tools" }, el("h2", {}, text), ...beside);
const empty = (text) => el("p", { class: "empty" }, text);
const when = (text) => text && el("time", { datetime: text, title: text }, new Date(text).toLocaleTimeString());
const path = (text) => text.split("/").map(encodeURIComponent).join("/");

function table(label, columns, rows) {
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label },
    el("table", { class: "grid" }, el("thead", {}, el("tr", {}, columns.map((name) => (name ? el("th", { scope: "col" }, name) : el("td"))))),
      el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((cell) => el("td", {}, cell)))))));
}

/** Routes with their responses, and the stubs before them. */
export async function routesView() {
  const root = el("div", { class: "panel" });
  if (has("GET /stubs")) root.append(await stubs());
  if (!has("GET /routes")) return root;
  const routes = await call("GET", "/x/routes");
  const list = el("ul", { class: "routes" });
  const count = el("span", { class: "muted count" });
  const search = el("input", { type: "search", placeholder: "Filter", "aria-label": "Filter routes", spellcheck: "false", oninput: () => fill() });
  const fill = () => {
    const matches = filter(search.value);
    const found = routes.filter((route) => matches(`${route.type} ${route.method} /${route.endpoint} ${route.documentation}`.toLowerCase()));
    list.replaceChildren(...found.slice(0, SHOWN).map(routeItem));
    count.textContent = found.length > SHOWN ? `${SHOWN} of ${found.length}` : String(found.length);
  };
  fill();
  root.append(heading("Routes", search, count), list);
  return root;
}

function routeItem(route) {
  const inside = el("div", { class: "inside" });
  const method = route.type === "http" ? route.method : route.type;
  const summary = el("summary", {}, el("span", { class: "method" }, visible(method.toUpperCase())), el("bdi", { class: "path" }, brief(`/${route.endpoint}`)), el("span", { class: "muted" }, brief(route.documentation)));
  const fill = () => fillRoute(inside, route);
  return el("li", {}, el("details", { ontoggle: (event) => event.target.open && fill() }, summary, inside));
}

async function fillRoute(inside, route) {
  const canForce = route.type !== "ws" && has("PUT /routes/:uuid/force");
  const forced = canForce ? await call("GET", forcePath(route.uuid)).catch(() => null) : null;
  const mode = { RANDOM: "Responses are drawn by lot.", SEQUENTIAL: "Responses take turns.", DISABLE_RULES: "Rules are not looked at.", FALLBACK: "Without a rule that holds, later routes answer." }[route.responseMode];
  const set = (response, times) => async () => {
    await force(route.uuid, response.uuid, times);
    await fillRoute(inside, route);
  };
  const items = route.responses.map((response) => {
    const name = brief(response.label || String(response.statusCode));
    const isForced = forced?.remaining !== 0 && forced?.response === response.uuid;
    const facts = [String(response.statusCode), response.rules.length ? `${response.rules.length} ${response.rules.length === 1 ? "rule" : "rules"}` : "no rules", response.default && "default", response.latency > 0 && `${response.latency} ms`];
    const offers = canForce && mayChange() && [
      button("Next", set(response, 1), { "aria-label": `Force ${name} next` }),
      button("From now on", set(response), { "aria-label": `Force ${name} from now on` }),
    ];
    const undo = isForced && mayChange() && button("Undo", async () => { await call("DELETE", forcePath(route.uuid)); await fillRoute(inside, route); });
    return el("li", { class: isForced ? "chosen" : "" }, el("div", { class: "line" }, el("bdi", { class: "label" }, name),
      el("span", { class: "muted" }, facts.filter(Boolean).join(", ")), isForced && el("b", {}, "forced"), undo || offers));
  });
  inside.replaceChildren(...(mode ? [el("p", { class: "muted" }, mode)] : []), el("ul", { class: "responses" }, items));
}

async function stubs() {
  const root = el("section");
  const list = await call("GET", "/x/stubs");
  const refill = async () => root.replaceWith(await stubs());
  const add = () => edit("A stub", "A route as in Mockoon's files, for now and for this scope alone.",
    { times: 1, route: { method: "get", endpoint: "hello", responses: [{ statusCode: 200, body: "hi" }] } }, "Add stub",
    async (stub) => { await call("POST", "/x/stubs", { body: stub }); await refill(); });
  const clear = () => ask("Remove all stubs?", "The routes of the file answer again.", "Remove all", async () => { await call("DELETE", "/x/stubs"); await refill(); });
  const offers = mayChange() ? [button("Add\u2026", add), list.length > 1 && button("Remove all", clear)] : [];
  root.append(heading("Stubs", ...offers.filter(Boolean)));
  root.append(list.length === 0 ? empty("No stubs in this scope.") : table("Stubs", ["route", "answers", "used", "left", "session", ""], list.map((stub) => [
    el("span", {}, el("span", { class: "method" }, visible(stub.route.method.toUpperCase())), " ", el("bdi", {}, brief(`/${stub.route.endpoint}`))),
    brief(stub.route.responses.map((response) => response.label || response.statusCode).join(", ")),
    String(stub.used), stub.remaining === null ? "without end" : String(stub.remaining), visible(stub.session ?? "base"),
    mayChange() && button("Remove", async () => { await call("DELETE", `/x/stubs/${stub.id}`); await refill(); }, { "aria-label": `Remove the stub of ${brief(stub.route.endpoint)}` }),
  ])));
  return root;
}

/** Data buckets and what is in them. */
export async function dataView() {
  const list = await call("GET", "/data-buckets");
  const value = el("section", { class: "detail", "aria-label": "Bucket", tabindex: "-1", hidden: true });
  const items = list.map((bucket) => {
    const facts = [bucket.id, !bucket.validJson && "not JSON", !bucket.parsed && "made when it is first used"];
    return el("li", {}, button(el("bdi", {}, brief(bucket.name || bucket.id)), () => fillBucket(value, bucket), { class: "open" }),
      el("span", { class: "muted" }, brief(facts.filter(Boolean).join(", "))));
  });
  const purge = () => ask("Generate all buckets anew?", "What requests have changed in them is lost, in this scope.", "Generate anew", async () => {
    await call("POST", "/data-buckets/purge");
    toast("The buckets are as they began.");
    value.hidden = true;
  });
  const title = heading("Data buckets", mayChange() && list.length > 0 && button("Generate anew", purge));
  return el("div", { class: "split open" }, el("section", { class: "pane panel" }, title, list.length ? el("ul", { class: "plain" }, items) : empty("This environment has no data buckets.")), value);
}

async function fillBucket(panel, { id, name }) {
  const bucket = await call("GET", `/data-buckets/${path(id)}`);
  const text = visible(typeof bucket.value === "string" ? pretty(bucket.value) : (JSON.stringify(bucket.value, null, 2) ?? "nothing"));
  const shown = el("pre", { tabindex: "0", "aria-label": "Value" }, text.slice(0, BUCKET));
  const more = text.length > BUCKET && button(`Show all ${size(text.length)}`, (event) => { shown.append(text.slice(BUCKET)); event.target.remove(); });
  panel.replaceChildren(el("h2", {}, el("bdi", {}, brief(name || id))), el("p", { class: "actions" },
    button("Read again", () => fillBucket(panel, { id, name })), button("Close", () => { panel.hidden = true; })), shown, more || "");
  panel.hidden = false;
  panel.focus();
}

/** Sessions; `look(id)` makes one the scope of the page. */
export async function sessionsView(look) {
  const root = el("div", { class: "panel" });
  const list = await call("GET", "/x/sessions", { scoped: false });
  const refill = async () => root.replaceWith(await sessionsView(look));
  const id = el("input", { placeholder: "Id (made up if empty)", "aria-label": "Id of a new session", spellcheck: "false", autocomplete: "off" });
  const start = async () => {
    const session = await call("POST", "/x/sessions", { body: id.value.trim() ? { id: id.value.trim() } : {}, scoped: false });
    toast(`Session ${session.id} has begun.`);
    await refill();
  };
  id.addEventListener("keydown", (event) => event.key === "Enter" && start().catch((error) => toast(error.message)));
  const offers = mayChange() || scope.session === "*";
  root.append(heading("Sessions", ...(offers ? [id, button("Start", start)] : [])));
  const at = (session) => `/x/sessions/${path(session.id)}`;
  root.append(list.length === 0 ? empty("No sessions. One begins with the first request that names it: x-sidemock-session: t1") : table("Sessions",
    ["id", "requests", "unmatched", "stubs", "buckets changed", "last seen", "ends", ""], list.map((session) => [
      el("bdi", { class: "label" }, visible(session.id)), String(session.requests), String(session.unmatched), String(session.stubs ?? 0), String(session.changedBuckets ?? 0),
      when(session.lastSeen), when(session.expires),
      el("span", { class: "actions" }, button("Look at", () => look(session.id), { "aria-label": `Look at ${session.id}` }), ...(offers ? [
        button("Reset", async () => { await call("POST", `${at(session)}/reset`, { scoped: false }); toast(`${session.id} is as it began.`); await refill(); }, { "aria-label": `Reset ${session.id}` }),
        button("End", async () => { await call("DELETE", at(session), { scoped: false }); await refill(); }, { "aria-label": `End ${session.id}` }),
      ] : [])),
    ])));
  return root;
}

/** Faults: what they are, how often they came, and the draws so far. */
export async function faultsView() {
  const root = el("div", { class: "panel" });
  const list = await call("GET", "/x/faults");
  const refill = async () => root.replaceWith(await faultsView());
  const add = () => edit("A fault", "Which requests (match), what happens to them (fault, latency), how often (probability, times, ttl).",
    { match: { path: "/orders" }, latency: { fixed: "250ms" }, probability: 0.5, times: 10 }, "Add fault",
    async (fault) => { await call("POST", "/x/faults", { body: fault }); await refill(); });
  root.append(heading("Faults", mayChange() && button("Add\u2026", add)));
  root.append(list.length === 0 ? empty("No faults in this scope.") : table("Faults", ["what", "on", "matched", "injected", "decisions", "session", ""], list.map((fault) => [
    inLine({ ...fault.fault, ...(fault.latency && { latency: fault.latency }) }), inLine(fault.match ?? fault.route ?? "all requests"), String(fault.matched), String(fault.injected),
    el("code", {}, visible((fault.decisions ?? "").slice(-40))), visible(fault.session ?? "base"),
    mayChange() && button("Remove", async () => { await call("DELETE", `/x/faults/${fault.id}`); await refill(); }, { "aria-label": `Remove the fault ${fault.id}` }),
  ])));
  return root;
}
