// Texts: recorded ones as they may be shown, and commands and stubs made of requests.

/** What would hide in a text, or turn it around: control characters and marks of direction. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A text with everything in it visible. */
export function visible(text) {
  const shown = (c) => {
    const code = c.charCodeAt(0);
    return code < 0x20
      ? String.fromCharCode(0x2400 + code)
      : `\u27e8U+${code.toString(16).toUpperCase().padStart(4, "0")}\u27e9`;
  };
  return String(text).toWellFormed().replace(UNSEEN, shown);
}

/** A name or label: visible, and not longer than one wants to read. */
export const brief = (text) => visible(text.length > 300 ? `${text.slice(0, 300)}\u2026` : text);

/** A value that rules compare, in a line. */
export function inLine(value) {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return brief(text);
}

/** A small object in words: `{type: "status", status: 502}` is `status, status 502`. */
export function words(object) {
  const parts = Object.entries(object).filter(([, value]) => value != null);
  return parts.map(([name, value]) => (name === "type" ? inLine(value) : `${name} ${inLine(value)}`)).join(", ");
}

/** JSON with indents, if it is JSON and not too long to be worth it. */
export function pretty(text) {
  if (text.length > 500_000 || !/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23",
});

/** A time of day in the viewer's zone. */
export const clock = (ms) => CLOCK.format(new Date(ms));

/** A number of bytes or characters. */
export const size = (n) =>
  n < 1000 ? `${n} characters` : n < 1e6 ? `${(n / 1e3).toFixed(1)} k` : `${(n / 1e6).toFixed(1)} M`;

/** A time that was taken. */
export const took = (ms) =>
  ms == null
    ? ""
    : ms < 10
      ? `${ms.toFixed(1)} ms`
      : ms < 10_000
        ? `${Math.round(ms)} ms`
        : `${(ms / 1000).toFixed(1)} s`;

/** Whether a text has all words of a filter, and none of those behind a `!`. */
export function filter(text) {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word && word !== "!");
  return (haystack) =>
    words.every((word) => (word.startsWith("!") ? !haystack.includes(word.slice(1)) : haystack.includes(word)));
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** Headers that curl or the connection make. */
const MADE = new Set([
  "host",
  "content-length",
  "connection",
  "transfer-encoding",
  "expect",
  "upgrade",
  "keep-alive",
  "te",
  "trailer",
]);
const REDACTED = "[REDACTED]";
const BINARY = "#######BINARY-CONTENT#######";
const TRUNCATED = "... [truncated by sidemock]";

/** What was sent is sent as it is; what cannot have been is written in hexadecimal. */
const escaped = (target) => target.toWellFormed().replace(/[^\x21-\x7e]|#/gu, encodeURIComponent);

/**
 * A recorded request as a command for a POSIX shell, and what is missing in it. `origin` is where it goes, `asHost`
 * whether the server looks at the host.
 */
export function curl({ request }, origin, asHost) {
  const missing = [];
  const method = request.method.toUpperCase();
  const target = escaped(request.urlPath) + (request.query && `?${escaped(request.query)}`);
  if (request.query.includes(REDACTED)) missing.push("a part of the query");
  const words = ["curl", "-g", "--path-as-is"];
  const body = request.body ?? "";
  const usual = body === "" ? "GET" : "POST";
  if (method === "HEAD") words.push("-I");
  else if (method !== usual) words.push("-X", quoted(method));
  words.push(quoted(origin + target));
  for (const { key, value } of request.headers) {
    if (MADE.has(key.toLowerCase()) && !(asHost && key === "host")) continue;
    if (value.includes(REDACTED)) missing.push(key);
    else words.push("-H", quoted(value === "" ? `${key};` : `${key}: ${value}`));
  }
  if (body === BINARY || body.endsWith(TRUNCATED) || body.includes("\0")) missing.push("body");
  else if (body !== "") {
    words.push("--data-raw", quoted(body));
    // It would say that this is a form.
    if (!request.headers.some(({ key }) => key.toLowerCase() === "content-type")) words.push("-H", "'content-type;'");
  }
  return { command: words.join(" "), missing };
}

/** Characters that mean something in the syntax of endpoints. */
const literal = (path) => path.replace(/[:*?+(){}[\]!\\.]/g, (c) => (c === "." ? c : `\\${c}`));

/** A stub that answers a recorded request again as it was answered, as `POST /x/stubs` takes it. */
export function stubOf({ request, response }) {
  const body = response?.body ?? "";
  const whole = body !== BINARY && !body.endsWith(TRUNCATED);
  const kind = response?.headers.find(({ key }) => key.toLowerCase() === "content-type");
  const answer = {
    statusCode: response?.statusCode ?? 200,
    headers: kind ? [{ key: "Content-Type", value: kind.value }] : [],
    body: whole ? body : "",
  };
  if (body.includes("{{")) answer.disableTemplating = true;
  return {
    times: 1,
    route: { method: request.method.toLowerCase(), endpoint: literal(request.urlPath.slice(1)), responses: [answer] },
  };
}
