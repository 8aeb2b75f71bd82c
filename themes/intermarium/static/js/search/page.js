// A search page: typing, results, facets, the address, the keyboard. Everything it says and shows stands in the page.
// Nothing is parsed as HTML, so that a strict Trusted Types policy holds. The markup, all by data attributes, is described in
// templates/search.html. On a page with a search box alone (`<input data-search-input>`), only `/` works.

import { card, marks, openIndex, passage, search } from "./index.js";

const DIMENSIONS = ["kinds", "countries", "sectors"];
/** How the address calls them. */
const PARAMETERS = { kinds: "kind", countries: "country", sectors: "sector" };
/** Milliseconds without a key before a search. */
const PAUSE = 80;
/** Milliseconds from the moment that a part is shown to its text. */
const BEFORE_SAYING = 50;
/** Milliseconds after which results that do not answer the new question are said to be looked for again. */
const PATIENCE = 200;
/** Milliseconds from a question to the making of what its results are written with. */
const BEFORE_FORMATS = 20;
/** So many results stand as soon as they are there; the rest follow. */
const AT_FIRST = 5;
/** So far below the window a result is made ready. */
const NEARLY_IN_VIEW = "0px 0px 100px 0px";

/** Wires what it finds in the document. */
export function start(page) {
  const input = page.querySelector("[data-search-input]");
  if (input === null) return;
  focusOnSlash(page, input);
  const form = page.querySelector("form[data-search]");
  const list = page.querySelector("[data-search-results]");
  if (form === null || list === null) return;
  for (const part of page.querySelectorAll("[data-search-live]")) part.hidden = false;
  const state = {
    page, form, list, input,
    size: Number(form.dataset.pageSize) || 10,
    chosen: Object.fromEntries(DIMENSIONS.map((name) => [name, new Set()])),
    index: null,
    found: null,
    failed: false,
    shown: 0,
    /** Counts questions, so that a late answer does not replace a newer one. */
    asked: 0,
    /** Whether the browser's back button is to lead to what was asked before. */
    step: false,
  };
  readAddress(state);
  listen(state);
  // The index is on its way before the first key: the page's head names it too.
  opened(state).catch(() => {});
  if (input.value !== "" || anyChosen(state)) ask(state);
}

function listen(state) {
  const { page, form, input, list } = state;
  let timer = 0;
  const soon = (pause, step = false) => {
    state.step ||= step && state.found !== null;
    clearTimeout(timer);
    timer = setTimeout(() => ask(state), pause);
  };
  // All that is typed until the box is left or Enter is pressed is one step.
  let typing = false;
  const typed = () => {
    soon(PAUSE, !typing);
    typing = true;
  };
  input.addEventListener("input", (event) => {
    if (!event.isComposing) typed();
  });
  input.addEventListener("compositionend", typed);
  input.addEventListener("change", () => { typing = false; });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    soon(0);
  });
  form.addEventListener("change", (event) => {
    const { value, checked, dataset } = event.target;
    if (dataset.choice === undefined) return;
    if (checked) state.chosen[dataset.choice].add(value);
    else state.chosen[dataset.choice].delete(value);
    soon(0, true);
  });
  page.querySelector("[data-search-more]")?.addEventListener("click", () => more(state));
  page.defaultView.addEventListener("online", () => {
    if (state.failed) ask(state);
  });
  page.defaultView.addEventListener("popstate", () => {
    readAddress(state);
    ask(state);
  });
  input.addEventListener("keydown", (event) => walk(event, state, -1));
  list.addEventListener("keydown", (event) => walk(event, state, links(list).indexOf(event.target.closest("[data-link]"))));
}

// ---------------------------------------------------------------------------------------------------- the keyboard

function focusOnSlash(page, input) {
  page.addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

const links = (list) => [...list.querySelectorAll("[data-link]")];

/** Arrows walk from the box (place -1) through the results and back; Escape leads to the box. */
function walk(event, { input, list }, place) {
  const all = links(list);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" && place >= 0) input.focus();
  else if (step === undefined || all.length === 0 || (place < 0 && step < 0)) return;
  else if (place + step < 0) input.focus();
  else all[Math.min(place + step, all.length - 1)].focus();
  event.preventDefault();
}

// ----------------------------------------------------------------------------------------------------- the address

function readAddress(state) {
  const parameters = new URL(state.page.location.href).searchParams;
  state.input.value = parameters.get(state.input.name || "q") ?? "";
  for (const name of DIMENSIONS) state.chosen[name] = new Set(parameters.getAll(PARAMETERS[name]));
}

function writeAddress(state) {
  const { page, input, chosen } = state;
  const { history, location } = page.defaultView;
  const address = new URL(page.location.href);
  const set = (name, values) => {
    address.searchParams.delete(name);
    for (const value of values) address.searchParams.append(name, value);
  };
  set(input.name || "q", input.value === "" ? [] : [input.value]);
  for (const name of DIMENSIONS) set(PARAMETERS[name], [...chosen[name]].sort());
  if (state.step && address.href !== location.href) history.pushState(null, "", address);
  else history.replaceState(history.state, "", address);
  state.step = false;
}

const anyChosen = ({ chosen }) => DIMENSIONS.some((name) => chosen[name].size > 0);

// ------------------------------------------------------------------------------------------- question and answer

/** The index, opened once; a failure is forgotten, so that the next question tries again. */
function opened(state) {
  if (state.index === null) {
    state.index = openIndex(new URL(state.form.dataset.index, state.page.baseURI));
    state.index.catch(() => {
      state.index = null;
    });
  }
  return state.index;
}

async function ask(state) {
  state.asked += 1;
  const asked = state.asked;
  writeAddress(state);
  const query = state.input.value;
  state.failed = false;
  if (query.trim() === "" && !anyChosen(state)) {
    clear(state);
    return;
  }
  const sayLooking = () => {
    if (asked === state.asked) say(state, "loading");
  };
  if (state.found === null) sayLooking();
  const saying = setTimeout(sayLooking, PATIENCE);
  try {
    const index = await opened(state);
    // Once the pieces have been asked for, while they are waited for.
    setTimeout(() => formats(state.page), BEFORE_FORMATS);
    const found = await search(index, query, { chosen: state.chosen });
    const made = await rendered(state, found, 0);
    const rest = Promise.all(made.slice(AT_FIRST)).catch(() => []); // The button asks for them again.
    const first = await Promise.all(made.slice(0, AT_FIRST));
    if (asked !== state.asked) return;
    clearTimeout(saying);
    state.found = found;
    state.shown = 0;
    state.list.replaceChildren();
    add(state, first);
    announce(state);
    showMended(state);
    showFacets(state);
    const next = await rest;
    if (asked !== state.asked || state.shown !== first.length) return;
    add(state, next);
    showMore(state);
  } catch (error) {
    if (asked !== state.asked) return;
    clear(state);
    state.failed = true;
    say(state, "error");
    console.error(error);
  } finally {
    clearTimeout(saying);
  }
}

async function more(state) {
  const { found, shown } = state;
  const next = await Promise.all(await rendered(state, found, shown));
  if (state.found !== found || state.shown !== shown) return;
  add(state, next);
  showMore(state);
  next[0]?.querySelector("[data-link]")?.focus();
}

function add(state, results) {
  state.list.append(...results);
  state.shown += results.length;
}

function clear(state) {
  state.found = null;
  state.list.replaceChildren();
  const { page } = state;
  for (const part of page.querySelectorAll("[data-search-facet], [data-search-mended], [data-search-more]")) {
    part.hidden = true;
  }
  const status = page.querySelector("[data-search-status]");
  if (status !== null) status.textContent = "";
}

/**
 * The next results, each on its way to be an element: first with its summary; with the passage that has the words when it is
 * seen. All are asked for at once, best first.
 */
async function rendered(state, found, from) {
  const index = await opened(state);
  const documents = found.documents.slice(from, from + state.size);
  return documents.map(async (document) => {
    const made = result(state, await card(index, document), (text) => marks(index, text, found.sought));
    const part = made.querySelector("[data-passage]");
    if (part !== null) {
      whenSeen(made, () => passage(index, document, found.sought).then(
        ({ text, marks: ranges }) => fillMarked(part, text, ranges),
        () => {}, // The summary stands.
      ));
    }
    return made;
  });
}

/** Calls once, as soon as an element is nearly in view: texts that nobody sees are not fetched. */
function whenSeen(element, call) {
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watcher.disconnect();
    call();
  }, { rootMargin: NEARLY_IN_VIEW });
  watcher.observe(element);
}

function result({ page }, shown, marked) {
  const made = page.querySelector("template[data-search-result]").content.cloneNode(true).firstElementChild;
  const part = (name) => made.querySelector(`[data-${name}]`);
  const link = part("link");
  const address = new URL(shown.url, page.baseURI);
  // The index is the site's own; still, no address in it runs anything.
  if (address.protocol === "https:" || address.protocol === "http:") link.href = address.href;
  // What the site itself says of a result is in the page's language; only a section has its page's title there.
  const texts = [part("title") ?? link, part("passage"), ...shown.partOf ? [part("kind")] : []];
  if (shown.language !== page.documentElement.lang) {
    for (const text of texts) if (text !== null) Object.assign(text, { lang: shown.language, dir: "auto" });
  }
  fillMarked(texts[0], shown.title, marked(shown.title));
  fill(part("kind"), shown.kind);
  fill(part("countries"), shown.countries.join(formats(page).comma));
  const summary = part("passage");
  if (summary !== null) fillMarked(summary, shown.summary, marked(shown.summary));
  return made;
}

function fill(part, text) {
  if (part === null) return;
  part.textContent = text;
  part.hidden = text === "";
}

let known;
/**
 * How the page's language writes numbers, which plural a number has, and what it puts between the parts of a list: a comma, `、`,
 * `، `. Making these takes longer than all else that the first results do.
 */
function formats(page) {
  known ??= makeFormats(page.documentElement.lang || undefined);
  return known;
}

function makeFormats(language) {
  const list = new Intl.ListFormat(language, { type: "conjunction", style: "long" });
  return {
    number: new Intl.NumberFormat(language),
    plural: new Intl.PluralRules(language),
    comma: list.formatToParts(["1", "2", "3"])[1].value,
  };
}

/** Text with what was sought in <mark>. */
function fillMarked(part, text, ranges) {
  const page = part.ownerDocument;
  part.replaceChildren();
  let at = 0;
  for (const [start, end] of ranges) {
    const mark = page.createElement("mark");
    mark.textContent = text.slice(start, end);
    part.append(text.slice(at, start), mark);
    at = end;
  }
  part.append(text.slice(at));
}

// -------------------------------------------------------------------------------------------- around the results

function showFacets({ page, found }) {
  const template = page.querySelector("template[data-search-value]");
  for (const field of page.querySelectorAll("[data-search-facet]")) {
    const name = field.dataset.searchFacet;
    const values = found.facets[name] ?? [];
    const box = field.querySelector("[data-search-values]");
    const focused = box.contains(page.activeElement) ? page.activeElement.value : null;
    box.replaceChildren(...values.map(({ id, label, count, chosen }) => {
      const made = template.content.cloneNode(true).firstElementChild;
      const choice = made.querySelector("[data-choice]");
      choice.dataset.choice = name;
      choice.value = id;
      choice.checked = chosen;
      made.querySelector("[data-label]").textContent = label;
      fill(made.querySelector("[data-count]"), formats(page).number.format(count));
      return made;
    }));
    field.hidden = values.length === 0;
    // Made anew, the box that was just used would lose the keyboard.
    if (focused !== null) [...box.querySelectorAll("[data-choice]")].find(({ value }) => value === focused)?.focus();
  }
}

function showMended(state) {
  const { page, found } = state;
  const part = page.querySelector("[data-search-mended]");
  if (part === null) return;
  const words = [...new Set(found.mended.map(({ instead }) => instead))];
  const text = words.length === 0 ? "" : (part.dataset.text ?? "{word}").replace("{word}", () => words.join(formats(page).comma));
  if (part.textContent === text && part.hidden === (text === "")) return;
  fill(part, "");
  if (text === "") return;
  part.hidden = false;
  // A screen reader hears what changes in a part that is there already.
  setTimeout(() => {
    if (state.found === found) part.textContent = text;
  }, BEFORE_SAYING);
}

function showMore({ page, found, shown }) {
  const button = page.querySelector("[data-search-more]");
  if (button !== null) button.hidden = shown >= found.documents.length;
}

function announce(state) {
  const { found, page } = state;
  const count = found.documents.length;
  if (count === 0) say(state, anyChosen(state) ? "noneChosen" : "none");
  else say(state, formats(page).plural.select(count), count, found.partial);
}

function say({ page, input }, what, count = 0, partial = false) {
  const status = page.querySelector("[data-search-status]");
  if (status === null) return;
  const text = status.dataset[what] ?? status.dataset[what === "noneChosen" ? "none" : "other"] ?? "";
  const all = partial && status.dataset.partial ? `${text} ${status.dataset.partial}` : text;
  status.toggleAttribute("data-waiting", what === "loading");
  // A function, so that a query with `$&` stays what it is.
  status.textContent = all.replace("{count}", () => formats(page).number.format(count)).replace("{query}", () => input.value.trim());
}

if (typeof document !== "undefined") start(document);
