// The view of sessions.

import { call } from "./api.js";
import { button, el, toast } from "./dom.js";
import { empty, heading, table, when } from "./parts.js";
import { isWritable } from "./shell.js";
import { visible } from "./text.js";

/** Sessions; `look(id)` makes one the scope of the page. */
export async function sessionsView(look) {
  const root = el("div", { class: "panel" });
  const list = await call("GET", "/x/sessions", { scoped: false });
  const refill = async () => root.replaceWith(await sessionsView(look));
  const id = el("input", {
    placeholder: "Id (made up if empty)",
    "aria-label": "Id of a new session",
    spellcheck: "false",
    autocomplete: "off",
  });
  const start = async () => {
    const session = await call("POST", "/x/sessions", {
      body: id.value.trim() ? { id: id.value.trim() } : {},
      scoped: false,
    });
    toast(`Session ${session.id} has begun.`);
    await refill();
  };
  id.addEventListener("keydown", (event) => event.key === "Enter" && start().catch((error) => toast(error.message)));
  const offers = isWritable();
  root.append(heading("Sessions", ...(offers ? [id, button("Start", start)] : [])));
  const at = (session) => `/x/sessions/${encodeURIComponent(session.id)}`;
  root.append(
    list.length === 0
      ? empty("No sessions. One begins with the first request that names it: x-sidemock-session: t1")
      : table(
          "Sessions",
          ["id", "requests", "unmatched", "stubs", "buckets changed", "last seen", "ends", ""],
          list.map((session) => [
            el("bdi", { class: "label" }, visible(session.id)),
            String(session.requests),
            String(session.unmatched),
            String(session.stubs ?? 0),
            String(session.changedBuckets ?? 0),
            when(session.lastSeen),
            when(session.expires),
            el(
              "span",
              { class: "actions" },
              button("Look at", () => look(session.id), { "aria-label": `Look at ${session.id}` }),
              ...(offers
                ? [
                    button(
                      "Reset",
                      async () => {
                        await call("POST", `${at(session)}/reset`, { scoped: false });
                        toast(`${session.id} is as it began.`);
                        await refill();
                      },
                      { "aria-label": `Reset ${session.id}` },
                    ),
                    button(
                      "End",
                      async () => {
                        await call("DELETE", at(session), { scoped: false });
                        await refill();
                      },
                      { "aria-label": `End ${session.id}` },
                    ),
                  ]
                : []),
            ),
          ]),
        ),
  );
  return root;
}
