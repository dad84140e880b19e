// What all views share: what serves, what the API can do, whether changes are offered.

import { call, scope } from "./api.js";

export const shell = {
  /** What `/x/status` said last. */
  status: null,
  /** `METHOD /path` of all resources of `/x`, with `:` for open segments. */
  resources: new Set(),
};

/** Whether this server has a resource: views of what it does not have are not shown. */
export const has = (resource) => shell.resources.has(resource);

/** Whether the page offers changes at all (`MOCKOON_UI`). */
export const isWritable = () => shell.status?.page === "on";

/** Whether it offers changes to what is looked at: not to all sessions at once. */
export const mayChange = () => isWritable() && scope.session !== "*";

export async function learn() {
  shell.status = await call("GET", "/x/status", { scoped: false });
  const { resources } = await call("GET", "/x", { scoped: false });
  shell.resources = new Set(resources.map(({ method, path }) => `${method} ${path.replace(/^.*?\/x/, "")}`));
}

export const forcePath = (route) => `/x/routes/${encodeURIComponent(route)}/force`;

/** Has a route answer with one of its responses: the next time, or from now on. */
export const force = (route, response, times) =>
  call("PUT", forcePath(route), { body: times ? { response, times } : { response } });
