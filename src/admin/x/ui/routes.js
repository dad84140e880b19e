// The view of routes and of the stubs before them: a response is forced here, a stub added and removed.

import { call } from "./api.js";
import { ask, button, edit, el } from "./dom.js";
import { empty, heading, table } from "./parts.js";
import { force, forcePath, has, mayChange } from "./shell.js";
import { brief, filter, visible } from "./text.js";

/** Rows of a list that are shown; the filter narrows them. */
const SHOWN = 200;

/** Routes with their responses, and the stubs before them. */
export async function routesView() {
  const root = el("div", { class: "panel" });
  if (has("GET /stubs")) root.append(await stubs());
  if (!has("GET /routes")) return root;
  const routes = await call("GET", "/x/routes");
  const list = el("ul", { class: "routes" });
  const count = el("span", { class: "muted count" });
  const search = el("input", {
    type: "search",
    placeholder: "Filter",
    "aria-label": "Filter routes",
    spellcheck: "false",
    oninput: () => fill(),
  });
  const fill = () => {
    const matches = filter(search.value);
    const found = routes.filter((route) =>
      matches(`${route.type} ${route.method} /${route.endpoint} ${route.documentation}`.toLowerCase()),
    );
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
  const summary = el(
    "summary",
    {},
    el("span", { class: "method" }, visible(method.toUpperCase())),
    el("bdi", { class: "path" }, brief(`/${route.endpoint}`)),
    el("span", { class: "muted" }, brief(route.documentation)),
  );
  const fill = () => fillRoute(inside, route);
  return el("li", {}, el("details", { ontoggle: (event) => event.target.open && fill() }, summary, inside));
}

async function fillRoute(inside, route) {
  const canForce = route.type !== "ws" && has("PUT /routes/:uuid/force");
  const forced = canForce ? await call("GET", forcePath(route.uuid)).catch(() => null) : null;
  const mode = {
    RANDOM: "Responses are drawn by lot.",
    SEQUENTIAL: "Responses take turns.",
    DISABLE_RULES: "Rules are not looked at.",
    FALLBACK: "Without a rule that holds, later routes answer.",
  }[route.responseMode];
  const set = (response, times) => async () => {
    await force(route.uuid, response.uuid, times);
    await fillRoute(inside, route);
  };
  const items = route.responses.map((response) => {
    const name = brief(response.label || String(response.statusCode));
    const isForced = forced?.remaining !== 0 && forced?.response === response.uuid;
    const facts = [
      String(response.statusCode),
      response.rules.length ? `${response.rules.length} ${response.rules.length === 1 ? "rule" : "rules"}` : "no rules",
      response.default && "default",
      response.latency > 0 && `${response.latency} ms`,
    ];
    const offers = canForce &&
      mayChange() && [
        button("Next", set(response, 1), { "aria-label": `Force ${name} next` }),
        button("From now on", set(response), { "aria-label": `Force ${name} from now on` }),
      ];
    const undo =
      isForced &&
      mayChange() &&
      button("Undo", async () => {
        await call("DELETE", forcePath(route.uuid));
        await fillRoute(inside, route);
      });
    return el(
      "li",
      { class: isForced ? "chosen" : "" },
      el(
        "div",
        { class: "line" },
        el("bdi", { class: "label" }, name),
        el("span", { class: "muted" }, facts.filter(Boolean).join(", ")),
        isForced && el("b", {}, "forced"),
        undo || offers,
      ),
    );
  });
  const hadFocus = inside.contains(document.activeElement);
  inside.replaceChildren(...(mode ? [el("p", { class: "muted" }, mode)] : []), el("ul", { class: "responses" }, items));
  if (hadFocus) inside.querySelector("button")?.focus();
}

async function stubs() {
  const root = el("section");
  const list = await call("GET", "/x/stubs");
  const refill = async () => root.replaceWith(await stubs());
  const add = () =>
    edit(
      "A stub",
      "A route as in Mockoon's files, for now and for this scope alone.",
      { times: 1, route: { method: "get", endpoint: "hello", responses: [{ statusCode: 200, body: "hi" }] } },
      "Add stub",
      async (stub) => {
        await call("POST", "/x/stubs", { body: stub });
        await refill();
      },
    );
  const clear = () =>
    ask("Remove all stubs?", "The routes of the file answer again.", "Remove all", async () => {
      await call("DELETE", "/x/stubs");
      await refill();
    });
  const offers = mayChange() ? [button("Add\u2026", add), list.length > 1 && button("Remove all", clear)] : [];
  root.append(heading("Stubs", ...offers.filter(Boolean)));
  root.append(
    list.length === 0
      ? empty("No stubs in this scope.")
      : table(
          "Stubs",
          ["route", "answers", "used", "left", "session", ""],
          list.map((stub) => [
            el(
              "span",
              {},
              el("span", { class: "method" }, visible(stub.route.method.toUpperCase())),
              " ",
              el("bdi", {}, brief(`/${stub.route.endpoint}`)),
            ),
            brief(stub.route.responses.map((response) => response.label || response.statusCode).join(", ")),
            String(stub.used),
            stub.remaining === null ? "without end" : String(stub.remaining),
            visible(stub.session ?? "base"),
            mayChange() &&
              button(
                "Remove",
                async () => {
                  await call("DELETE", `/x/stubs/${stub.id}`);
                  await refill();
                },
                { "aria-label": `Remove the stub of ${brief(stub.route.endpoint)}` },
              ),
          ]),
        ),
  );
  return root;
}
