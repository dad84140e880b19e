// The view of faults.

import { call } from "./api.js";
import { button, edit, el } from "./dom.js";
import { empty, heading, table } from "./parts.js";
import { mayChange } from "./shell.js";
import { inLine, visible, words } from "./text.js";

/** Faults: what they are, how often they came, and the draws so far. */
export async function faultsView() {
  const root = el("div", { class: "panel" });
  const list = await call("GET", "/x/faults");
  const refill = async () => root.replaceWith(await faultsView());
  const add = () =>
    edit(
      "A fault",
      "Which requests (match), what happens to them (fault, latency), how often (probability, times, ttl).",
      { match: { path: "/orders" }, latency: { fixed: "250ms" }, probability: 0.5, times: 10 },
      "Add fault",
      async (fault) => {
        await call("POST", "/x/faults", { body: fault });
        await refill();
      },
    );
  root.append(heading("Faults", mayChange() && button("Add\u2026", add)));
  root.append(
    list.length === 0
      ? empty("No faults in this scope.")
      : table(
          "Faults",
          ["what", "on", "matched", "injected", "decisions", "session", ""],
          list.map((fault) => [
            words({ ...fault.fault, latency: fault.latency && words(fault.latency), probability: fault.probability }),
            fault.match ? words(fault.match) : fault.route ? `route ${inLine(fault.route)}` : "all requests",
            String(fault.matched),
            String(fault.injected),
            el("code", {}, visible((fault.decisions ?? "").slice(-40))),
            visible(fault.session ?? "base"),
            mayChange() &&
              button(
                "Remove",
                async () => {
                  await call("DELETE", `/x/faults/${fault.id}`);
                  await refill();
                },
                { "aria-label": `Remove the fault ${fault.id}` },
              ),
          ]),
        ),
  );
  return root;
}
