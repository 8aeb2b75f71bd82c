// What script adds to the desk's forms: the preview while one types, search in fields that name other pages, a toolbar for
// Markdown, and text that was not saved. Everything works without it.
"use strict";

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
};
/** Words of the page's language, which stand with the form. */
const words = (name) => document.getElementById("_form")?.dataset[name] ?? "";
const fields = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
const changed = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));
/** Shows a message above a form: above the preview beside it too, which is in the form's own row. */
const above = (form, element) => (form.closest(".desk") ?? form).before(element);

/** A list of results under an input, after the ARIA pattern of a combobox. `choose` gets what was chosen. */
function combobox(input, search, choose) {
  const list = make("ul", { class: "offers", role: "listbox", id: `${input.id}-offers`, hidden: true });
  input.after(list);
  for (const [key, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"]]) {
    input.setAttribute(key, value);
  }
  let offered = [];
  let at = -1;
  let asked = 0;
  const show = (place) => {
    at = place;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    const item = list.children[at];
    if (item) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  };
  // An answer that comes after the list was closed opens it no more.
  const close = () => { asked += 1; list.hidden = true; input.setAttribute("aria-expanded", "false"); show(-1); };
  const take = (item) => { close(); input.value = ""; choose(item); };
  const ask = async () => {
    const number = ++asked;
    const answer = await fetch(`/pick?of=${encodeURIComponent(search)}&q=${encodeURIComponent(input.value)}`);
    if (!answer.ok || number !== asked) return;
    offered = await answer.json();
    list.replaceChildren(...offered.map((item, index) => make("li", { role: "option", id: `${list.id}-${index}`,
      onpointerdown: (event) => { event.preventDefault(); take(item); } }, item.title, make("small", {}, item.more))));
    list.hidden = offered.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    show(-1);
  };
  input.addEventListener("input", (event) => { event.stopPropagation(); ask(); });
  input.addEventListener("focus", ask);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) { event.preventDefault(); ask(); return; }
    // A name that is not finished is no reason to send the form.
    if (event.key === "Enter" && (input.value || !list.hidden)) event.preventDefault();
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); show((at + 1) % offered.length); }
    else if (event.key === "ArrowUp") { event.preventDefault(); show((at + offered.length - (at < 0 ? 0 : 1)) % offered.length); }
    // Whoever has typed nothing and pointed at nothing has chosen nothing.
    else if (event.key === "Enter" && offered[at < 0 && input.value ? 0 : at]) take(offered[Math.max(at, 0)]);
    else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(); }
  });
}

const chipOf = (name, id, title) => {
  const box = make("input", { type: "checkbox", name, value: id });
  box.checked = true;
  return make("li", { class: "chip" }, make("label", {}, box, " ", make("span", {}, title)));
};

/** Gives what is chosen the buttons that change its place, where there is more than one. */
function ordered(chips) {
  if (!("many" in chips.dataset)) return;
  const items = [...chips.querySelectorAll(":scope > ul > li")];
  items.forEach((item, at) => {
    const button = (act, sign, label) => make("button", { type: "button", value: `${act}:`, class: "plain", title: label,
      "aria-label": `${label}: ${item.querySelector("label span").textContent}` }, sign);
    if (!item.querySelector(".order")) {
      const { earlier, later } = chips.dataset;
      item.append(make("span", { class: "order" }, button("up", "←", earlier), button("down", "→", later)));
    }
    const order = item.querySelector(".order");
    order.hidden = items.length < 2;
    order.children[0].disabled = at === 0;
    order.children[1].disabled = at === items.length - 1;
  });
}

for (const chips of document.querySelectorAll(".chips")) {
  const input = chips.querySelector("[data-search]");
  const add = (item) => {
    const list = chips.querySelector("ul");
    if ([...list.querySelectorAll("input")].some((known) => known.value === item.id && known.checked)) return;
    if (!("many" in chips.dataset)) list.replaceChildren();
    const chip = chipOf(chips.dataset.name, item.id, item.title);
    list.append(chip);
    ordered(chips);
    changed(chip.querySelector("input"));
  };
  if (input) combobox(input, input.dataset.search, add);
  const select = chips.querySelector(".add select");
  const addChosen = () => {
    const option = select.selectedOptions[0];
    if (!option.value) return;
    add({ id: option.value, title: option.textContent });
    select.value = "";
  };
  // Arrow keys go through what there is: only Enter and the button choose.
  let isPointed = false;
  select?.addEventListener("pointerdown", () => { isPointed = true; });
  select?.addEventListener("keydown", (event) => {
    isPointed = false;
    if (event.key === "Enter" && select.value) { event.preventDefault(); addChosen(); }
  });
  select?.addEventListener("change", () => { if (isPointed) addChosen(); });
  const button = chips.querySelector(".add button");
  if (select) button?.addEventListener("click", (event) => { event.preventDefault(); addChosen(); });
  else button?.remove();
  // Chosen things change places without the form going out and coming back.
  chips.addEventListener("click", (event) => {
    const button = event.target.closest(".order button");
    if (!button) return;
    event.preventDefault();
    const chip = button.closest("li");
    const other = button.value.startsWith("up:") ? chip.previousElementSibling : chip.nextElementSibling;
    if (!other) return;
    if (button.value.startsWith("up:")) other.before(chip); else other.after(chip);
    ordered(chips);
    (button.disabled ? button.parentElement.querySelector("button:not(:disabled)") : button)?.focus();
    changed(chip.querySelector("input"));
  });
}

/** Puts text where the cursor is, so that the browser's own undo holds. */
function insert(area, text, from, to) {
  area.focus();
  if (from !== undefined) area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    changed(area);
  }
}

/** Signs that no page may have and nobody sees: those that control a terminal or turn the direction of a text, and tags. */
const REFUSED = /[\u0000-\u0008\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;
const DIRECTION_MARKS = /[\u200e\u200f\u061c]/g;

/** Pastes a text without them. Word sends a line break within a paragraph as U+000B. */
function pasteClean(event) {
  const area = event.target;
  if (!area.matches?.("textarea, input")) return;
  const pasted = event.clipboardData?.getData("text/plain") ?? "";
  const plain = pasted.replaceAll("\u000b", area.matches("textarea") ? "\n" : " ").replace(REFUSED, "");
  const clean = area.dir === "rtl" ? plain : plain.replace(DIRECTION_MARKS, "");
  if (clean === pasted) return;
  event.preventDefault();
  insert(area, clean);
}

function around(area, before, after, placeholder) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const text = value.slice(start, end) || placeholder;
  insert(area, before + text + after);
  area.setSelectionRange(start + before.length, start + before.length + text.length);
}

/** Each line that the selection touches, changed. */
function lines(area, change) {
  const { selectionStart, selectionEnd, value } = area;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const next = value.indexOf("\n", selectionEnd);
  const end = next < 0 ? value.length : next;
  insert(area, value.slice(start, end).split("\n").map(change).join("\n"), start, end);
}

/** Puts a footnote behind what is selected. Blocks of one text count their footnotes together. */
function footnote(area) {
  const texts = [...document.querySelectorAll("textarea.is-body")].filter(({ lang }) => lang === area.lang).map(({ value }) => value);
  let number = 1;
  while (texts.some((text) => text.includes(`[^${number}]`))) number += 1;
  insert(area, `[^${number}]`, area.selectionEnd, area.selectionEnd);
  const at = area.selectionStart;
  const end = area.value.trimEnd().length;
  insert(area, `\n\n[^${number}]: `, end, area.value.length);
  return at;
}

function toolbar(area, form) {
  const page = form.dataset.page;
  const language = area.lang || document.documentElement.lang;
  const bar = make("div", { class: "toolbar", role: "toolbar", "aria-label": "Markdown" });
  const button = (sign, label, act) => bar.append(make("button", { type: "button", title: label, "aria-label": label, onclick: act }, sign));
  button("B", words("bold"), () => around(area, "**", "**", words("text")));
  button("I", words("italic"), () => around(area, "*", "*", words("text")));
  button("H", words("heading"), () => lines(area, (line) => (/^#{1,6} /.test(line) ? line.replace(/^#+ /, "") : `## ${line}`)));
  button("•", words("list"), () => lines(area, (line) => (line.startsWith("- ") ? line.slice(2) : `- ${line}`)));
  button("❝", words("quotation"), () => lines(area, (line) => (line.startsWith("> ") ? line.slice(2) : `> ${line}`)));
  button("¹", words("footnote"), () => footnote(area));
  const pictures = [...document.querySelectorAll(".files code")];
  if (pictures.length) {
    const choice = make("select", { "aria-label": words("picture"), onchange: () => {
      const { shows } = choice.selectedOptions[0].dataset;
      if (choice.value) around(area, "![", `](${choice.value})`, shows || words("shows"));
      choice.value = "";
    } }, make("option", { value: "" }, `${words("picture")} …`), ...pictures.map(({ textContent: path, dataset }) => make("option", { value: path, "data-shows": dataset.shows ?? "" }, path)));
    choice.style.inlineSize = "auto";
    bar.append(choice);
  }
  const label = words("link");
  const box = make("span", { class: "add", hidden: true });
  const input = make("input", { id: `${area.id}-link`, "aria-label": label, placeholder: label, autocomplete: "off" });
  box.append(input);
  button(label, label, () => { box.hidden = !box.hidden; if (!box.hidden) input.focus(); });
  bar.append(box);
  combobox(input, "", (item) => {
    box.hidden = true;
    const depth = page.split("/").length - 1;
    const path = `${"../".repeat(depth)}${item.path}.${language}.md`;
    const own = page.split("/").slice(0, -1).join("/");
    const near = own && item.path.startsWith(`${own}/`) ? `${item.path.slice(own.length + 1)}.${language}.md` : path;
    around(area, "[", `](${near})`, item.title);
  });
  area.before(bar);
}

/** Asks for the page of what stands in the form, whenever that has changed; one question at a time. */
function preview(form) {
  const frame = document.querySelector(".preview iframe");
  const open = document.querySelector(".preview .bar a");
  let busy = false;
  let again = false;
  let language = "";
  // Once the frame has been loaded, each new address would be a step of the browser's "Back".
  let isLoaded = false;
  frame.addEventListener("load", () => { isLoaded = true; });
  const show = (address) => { if (isLoaded) frame.contentWindow.location.replace(address); else frame.src = address; };
  const ask = async () => {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const body = fields(form);
      body.set("show", language);
      const answer = await fetch(`/preview/${form.dataset.page}`, { method: "POST", body });
      if (answer.ok) {
        const { address, messages } = await answer.json();
        if (address) { show(address); open.href = address; }
        told(form, messages);
      }
    } catch {
      // The desk was stopped: what is typed stays where it is.
    }
    busy = false;
    if (again) { again = false; ask(); }
  };
  form.addEventListener("input", (event) => {
    language = event.target.lang || language;
    ask();
  });
}

/** Shows messages at their inputs while one types. */
function told(form, messages) {
  for (const old of document.querySelectorAll(".live")) old.remove();
  for (const old of form.querySelectorAll(".field .message:not(.kept)")) old.remove();
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  for (const { name, severity, text, hint } of messages) {
    const message = make("p", { class: `message live is-${severity}` }, text, hint ? make("span", { class: "hint" }, hint) : "");
    if (!name) { above(form, message); continue; }
    const input = [...form.elements].find((element) => element.name === name || element.name === `${name}.add` || element.name.startsWith(`${name}.`));
    // A table without rows has no input of its own.
    const field = input?.closest(".field, .part") ?? document.getElementById(`_${name.replaceAll(".", "-")}-field`);
    if (!field) continue;
    if (severity === "error") input?.setAttribute("aria-invalid", "true");
    // What describes the input is in there, for those who hear it.
    const described = field.querySelector(":scope > .more") ?? field;
    described.append(message);
  }
}

/**
 * Whether the desk gave the form back as it was sent: refused, or with one row more. Then it holds what is in no file yet.
 * A form that was sent and never answered (the desk was stopped) is another matter: what is in the browser is all that is left.
 */
function cameBack(form) {
  const key = `sent:${location.pathname}`;
  let wasSent = false;
  try {
    wasSent = sessionStorage.getItem(key) !== null;
    sessionStorage.removeItem(key);
    form.addEventListener("submit", () => sessionStorage.setItem(key, ""));
  } catch { /* forbidden */ }
  if (!wasSent || /[?&](saved|done)=/.test(location.search)) return false;
  return performance.getEntriesByType("navigation")[0]?.responseStatus >= 400 || document.querySelector("p.message.is-good") !== null;
}

/** What the browser keeps under a name, where it may keep anything. `null` is nothing. */
const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const remember = (name, value) => { try { value === null ? localStorage.removeItem(name) : localStorage.setItem(name, value); } catch { /* full or forbidden */ } };

/**
 * Keeps what is not saved in the browser, and offers it when the page is opened again. It is never filled in by itself, and stays
 * until somebody takes it or drops it, whatever else is typed or saved meanwhile.
 */
function unsaved(form) {
  const key = `unsaved:${location.pathname}`;
  const earlierKey = `earlier:${location.pathname}`;
  const now = () => fields(form);
  const ownNames = (all) => [...all].filter(([name]) => name !== "token");
  const text = (all) => JSON.stringify(ownNames(all));
  const first = cameBack(form) ? null : text(now());
  const isChanged = () => text(now()) !== first;
  const status = form.querySelector(".status");
  let sending = false;
  const store = (value) => remember(key, value);
  if (document.querySelector(".message.is-good form, form.message.is-good")) store(null);
  const stored = remembered(key);
  let pending = first !== null && stored !== first ? stored : null;
  let earlier = JSON.parse(remembered(earlierKey) ?? "[]");
  const keepEarlier = (texts) => { earlier = texts; remember(earlierKey, texts.length ? JSON.stringify(texts) : null); };
  /** What is offered makes room for what is typed now. */
  const setAside = () => { if (pending !== null) keepEarlier([...earlier, pending]); pending = null; };
  const settle = (kept) => { if (pending === kept) { pending = null; store(null); } keepEarlier(earlier.filter((one) => one !== kept)); };
  const offered = new Set(pending === null ? earlier : [...earlier, pending]);
  offered.delete(text(now()));
  if (first === null) {
    status.textContent = words("unsaved");
    store(text(now()));
  }
  for (const kept of offered) {
    const take = () => {
      offer.remove();
      settle(kept);
      if (isChanged()) keepEarlier([...earlier, text(now())]);
      store(kept);
      if (!fillWhole(form, JSON.parse(kept))) { sending = true; giveBack(form, JSON.parse(kept)); }
    };
    const offer = make("div", { class: "message is-warning offer", role: "status" }, words("offer"),
      make("button", { type: "button", onclick: take }, words("take")),
      make("button", { type: "button", onclick: () => { settle(kept); offer.remove(); } }, words("drop")));
    above(form, offer);
  }
  form.addEventListener("input", () => {
    const differs = isChanged();
    status.textContent = differs ? words("unsaved") : "";
    setAside();
    store(differs ? text(now()) : null);
  });
  form.addEventListener("submit", () => { sending = true; setAside(); });
  addEventListener("beforeunload", (event) => { if (!sending && isChanged()) event.preventDefault(); });
}

/** Asks before something is left behind that was typed into a form which keeps nothing: a term, a message, a file's description. */
function guard(form) {
  const text = () => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value : value.name]));
  const wasFollowed = form.dataset.follow && performance.getEntriesByType("navigation")[0]?.responseStatus >= 400;
  const wasRefused = wasFollowed || form.hasAttribute("data-refused");
  const first = wasRefused ? null : text();
  let sending = false;
  form.addEventListener("submit", () => { sending = true; });
  addEventListener("beforeunload", (event) => { if (!sending && text() !== first) event.preventDefault(); });
}

/** Calls back whenever files have changed, while the page can be seen: hidden pages hold no connection. */
function listen(heard) {
  let source;
  const look = () => {
    if (document.hidden) { source?.close(); source = undefined; return; }
    if (source) return;
    source = new EventSource("/events");
    source.onmessage = (event) => heard(event.data);
  };
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", () => { source?.close(); source = undefined; });
  addEventListener("pageshow", look);
  look();
}

/** Tells at once that somebody else changed the files of a form. What is typed stays. */
function follow(form) {
  const bases = new URLSearchParams([...form.elements].filter(({ name }) => /^base(\.|$)/.test(name))
    .map(({ name, value }) => [name.replace(/^base\./, ""), value]));
  let told;
  listen(async () => {
    const answer = await fetch(`${form.dataset.follow}?${bases}`);
    if (!answer.ok) return;
    const { text, look } = await answer.json();
    if ((told?.dataset.text ?? "") === text) return;
    told?.remove();
    told = undefined;
    if (!text) return;
    const { pathname, search } = location;
    told = make("p", { class: "message is-warning", role: "status", "data-text": text }, `${text} `,
      make("a", { href: `${pathname}${search}`, target: "_blank", rel: "noopener" }, look));
    above(form, told);
  });
}

/** While the files make no site, there is nothing to do but to wait for another hand. */
function wait() {
  let first;
  listen((generation) => { if (first !== undefined && generation !== first) location.reload(); first = generation; });
}

/**
 * Gives kept values to the desk, which shows them in the form and saves nothing. With them go the sums of the files that they
 * were typed on: what others have changed since is told at the next save, and not overwritten; and rows that were added are there.
 */
function giveBack(form, values) {
  const sent = [...values, ["token", form.elements.token.value], ["act", "again"]];
  const carrier = make("form", { method: "post", action: form.getAttribute("action"), hidden: true },
    ...sent.map(([name, value]) => make("input", { type: "hidden", name, value })));
  document.body.append(carrier);
  try { sessionStorage.setItem(`sent:${location.pathname}`, ""); } catch { /* forbidden */ }
  carrier.submit();
}

/** Puts kept files into a form that shows them as a whole, each with the sum of the file that it was typed on. */
function fillWhole(form, values) {
  const wholes = values.filter(([name]) => name.startsWith("whole.") && form.elements[name]);
  for (const [name, value] of wholes) {
    const base = name.replace("whole.", "base.");
    form.elements[name].value = value;
    form.elements[base].value = new Map(values).get(base);
    changed(form.elements[name]);
  }
  return wholes.length > 0;
}

/** Shows what was typed for a page that got another name or was removed meanwhile, so that it can be taken to where it belongs. */
function keptOfGone(box) {
  const key = `unsaved:${location.pathname}`;
  const stored = remembered(key);
  if (!stored) return;
  const typed = JSON.parse(stored).filter(([name, value]) => value && !/^(f|with|view|base\..*|.*\.(rows|blocks))$/.test(name));
  const { offer, drop } = box.dataset;
  const shown = make("section", {}, make("p", { class: "message is-warning", role: "status" }, offer),
    make("textarea", { readonly: true, rows: "12", "aria-label": offer }, typed.map(([name, value]) => `${name}\n${value}`).join("\n\n")),
    make("p", {}, make("button", { type: "button", onclick: () => { remember(key, null); shown.remove(); } }, drop)));
  box.append(shown);
}

const goneBox = document.querySelector(".narrow[data-offer]");
if (goneBox) keptOfGone(goneBox);
for (const followed of document.querySelectorAll("form[data-follow]")) follow(followed);
if (document.querySelector("[data-waits]")) wait();
const form = document.getElementById("_form");
for (const other of document.querySelectorAll('main form[method="post"]')) if (other !== form) guard(other);
addEventListener("paste", pasteClean);
if (form) {
  for (const area of form.querySelectorAll("textarea.is-body")) toolbar(area, form);
  unsaved(form);
  preview(form);
}
const kept = form ?? document.querySelector("main form[data-follow]");
if (kept) {
  addEventListener("keydown", (event) => {
    // On a Ukrainian keyboard the key of S writes another letter; with Alt it writes one on a Polish keyboard.
    if ((event.ctrlKey || event.metaKey) && !event.altKey && (event.key.toLowerCase() === "s" || event.code === "KeyS")) {
      event.preventDefault();
      kept.requestSubmit(kept.querySelector("button.is-main"));
    }
  });
}
