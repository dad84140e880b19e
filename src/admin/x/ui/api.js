// The admin API as the page uses it: the token, the scope of calls, and the stream of events.

/** Where the admin API is: the page may be below a path of a proxy. */
const ROOT = location.pathname.replace(/\/x\/ui\/?$/i, "");
/** Which environment is meant, on ports that serve several. */
export const ENVIRONMENT = new URLSearchParams(location.search).get("environment");
const KEY = "sidemock-token";

/** What a call answered that was not meant to be. */
export class Failure extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const token = {
  get: () => sessionStorage.getItem(KEY),
  set: (text) => sessionStorage.setItem(KEY, text),
  forget: () => sessionStorage.removeItem(KEY),
  /** Takes it out of `#token=...`, and the fragment out of the address before anybody else sees it. */
  takeFragment() {
    const found = /^#token=(.+)$/.exec(location.hash);
    if (!found) return false;
    history.replaceState(null, "", location.pathname + location.search);
    try {
      token.set(decodeURIComponent(found[1]));
    } catch {
      token.set(found[1]);
    }
    return true;
  },
};

/** The session that calls are about: `null` is the base, `*` all of them (for reads). */
export const scope = { session: null };

function url(path, scoped) {
  const [bare, query] = path.split("?");
  const parameters = new URLSearchParams(query);
  if (scoped && scope.session !== null) parameters.set("session", scope.session);
  if (ENVIRONMENT !== null) parameters.set("environment", ENVIRONMENT);
  const text = parameters.toString();
  return ROOT + bare + (text && `?${text}`);
}

async function ask(method, path, { body, scoped = true, signal } = {}) {
  const secret = token.get() ?? "";
  // What no header can hold is no token.
  if (/[^\x20-\x7e]/.test(secret)) throw new Failure(401, "no token has such characters");
  const headers = { Authorization: `Bearer ${secret}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const options = { method, headers, signal, cache: "no-store", credentials: "omit", redirect: "error" };
  let response;
  try {
    response = await fetch(url(path, scoped), {
      ...options,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure(0, error instanceof TypeError ? "the server cannot be reached" : error.message);
  }
  if (response.ok) return response;
  const text = await response.text().catch(() => "");
  let message = text;
  try {
    const problem = JSON.parse(text);
    message = problem.path ? `${problem.path}: ${problem.message}` : problem.message;
  } catch {
    // Plain text is what it says.
  }
  throw new Failure(response.status, message || `the server answered ${response.status}`);
}

/** Calls the API; what it answers as JSON, or `null` where it answers nothing. */
export async function call(method, path, options) {
  const text = await (await ask(method, path, options)).text();
  return text === "" ? null : JSON.parse(text);
}

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** How long the page may work at a stretch (ms): what comes in faster waits, and the keyboard does not. */
const STRETCH = 20;

/**
 * Follows the events until `signal` says stop; comes back by itself when the connection is lost.
 * `on.event(event)` gets each event, `on.lost(count)` how many the server could not keep for us, `on.state(word)` is
 * told `connecting`, `live`, `offline` or `refused`.
 */
export async function follow(signal, on) {
  let patience = 250;
  while (!signal.aborted) {
    try {
      on.state("connecting");
      const response = await ask("GET", "/events?every=50ms", { signal });
      on.state("live");
      patience = 250;
      await readLines(response.body.getReader(), (line) => signal.aborted || readLine(line, on));
    } catch (error) {
      if (signal.aborted) return;
      if (error.status === 401) return on.state("refused");
    }
    if (signal.aborted) return;
    on.state("offline");
    await wait(patience);
    patience = Math.min(patience * 2, 4000);
  }
}

/** Every frame of the stream is one line. */
async function readLines(reader, onLine) {
  const decoder = new TextDecoder();
  // A long line comes in many pieces, and is put together once.
  let pieces = [];
  let began = performance.now();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const [rest, ...lines] = decoder.decode(value, { stream: true }).split("\n");
    pieces.push(rest);
    for (const next of lines) {
      onLine(pieces.join(""));
      pieces = [next];
      if (performance.now() - began > STRETCH) {
        await wait(0);
        began = performance.now();
      }
    }
  }
}

function readLine(line, on) {
  const lost = /^: lagged (\d+)/.exec(line);
  if (lost) on.lost(Number(lost[1]));
  if (line.startsWith("data: ")) on.event(JSON.parse(line.slice(6)));
}
