// Elements of the page, made from texts. Nothing here, or anywhere, reads markup: what was recorded stays text.

/** An element with its attributes (`on` + event are listeners, `true` is set, `false` and `null` are left out) and children. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

/** A button that does something, one thing at a time, and tells what went wrong. */
export function button(label, act, attributes = {}) {
  let isBusy = false;
  const press = async (event) => {
    event.stopPropagation();
    if (isBusy) return;
    // Not disabled meanwhile: that would take the focus away.
    isBusy = true;
    try {
      await act(event);
    } catch (error) {
      toast(error.message);
    } finally {
      isBusy = false;
    }
  };
  const element = el("button", { type: "button", onclick: press, ...attributes }, label);
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Shows a text under this id, or hides the element where there is none. */
export function tell(id, text) {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === "";
}

let toastTimer;

/** A message that goes by itself. */
export function toast(text) {
  const element = byId("toast");
  element.textContent = text;
  element.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => element.classList.remove("shown"), 5000);
}

/** Puts a text on the clipboard. Where the page is not from a safe origin there is no clipboard, and it is shown instead. */
export async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    const area = el("textarea", { readonly: true, rows: 12, "aria-label": "Text to copy" });
    area.value = text;
    openDialog("Copy this", [area], []);
    area.select();
  }
}

/** A dialog with buttons, and one to close it. */
export function openDialog(title, content, buttons) {
  const dialog = byId("dialog");
  const close = button("Close", () => dialog.close());
  dialog.setAttribute("aria-label", title);
  dialog.replaceChildren(el("h2", {}, title), ...content, el("p", { class: "actions" }, ...buttons, close));
  if (!dialog.open) dialog.showModal();
  // What does no harm has the focus, unless the caller chooses.
  close.focus();
  return dialog;
}

/** Asks once before something is done. */
export function ask(title, text, label, act) {
  const done = async () => {
    await act();
    dialog.close();
  };
  const go = button(label, done, { class: "danger" });
  const dialog = openDialog(title, [el("p", {}, text)], [go]);
  go.focus();
}

/** Has somebody edit an object as JSON, and sends it. What the server says against it is shown beside it. */
export function edit(title, note, object, label, send) {
  const area = el("textarea", { rows: 18, spellcheck: "false", "aria-label": "JSON" });
  area.value = JSON.stringify(object, null, 2);
  const wrong = el("p", { class: "bad", role: "alert" });
  const submit = async () => {
    try {
      await send(JSON.parse(area.value));
      dialog.close();
    } catch (error) {
      wrong.textContent = error.message;
    }
  };
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
  });
  const send_ = button(label, submit, { class: "primary", title: "Ctrl+Enter" });
  const dialog = openDialog(title, [el("p", { class: "muted" }, note), area, wrong], [send_]);
  area.focus();
  area.setSelectionRange(0, 0);
}
