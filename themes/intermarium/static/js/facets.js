// Filters and sorts a list in place. The address holds the state (?countries=pl&countries=ua&sort=title), so that it
// can be kept, sent and gone back to. Within one facet values add up, between facets they narrow down; words narrow
// down further, to the entries that show them all.

const list = document.querySelector(".faceted.has-facets");
if (list) start(list);

function start(root) {
  const words = root.dataset;
  const holder = root.querySelector("[data-cards]");
  const says = root.querySelector(".list-says");
  const chips = root.querySelector(".chosen");
  const fold = root.querySelector(".facets-fold");
  const many = fold.querySelector(".facets-on");
  const done = fold.querySelector(".facets-done");
  const foot = fold.querySelector(".facets-foot");
  const whole = document.querySelectorAll(".whole-list");
  // Cards have a box to choose an order from; a table has its headings.
  const sort = root.querySelector("#_sort");
  const heads = [...root.querySelectorAll("th[data-column]")].map(head);
  const take = root.querySelector("[data-take]");
  const find = root.querySelector("#_find");
  const pagination = root.querySelector(".pagination");
  const language = document.documentElement.lang;
  // Both are slow to make, and most readers need neither.
  let collator;
  let numbers;
  let plurals;
  const inOrder = (a, b) => (collator ??= new Intl.Collator(language, { numeric: true })).compare(a, b);
  const number = (value) => (numbers ??= new Intl.NumberFormat(language)).format(value);
  const everything = says.textContent;
  const facets = [...root.querySelectorAll(".facet")].map(upgrade);
  const names = new Set(facets.map((facet) => facet.name));
  let cards = [...holder.children].map(read);
  const firstPage = cards;
  // The other pages of a long list, fetched once, when they are first needed.
  let rest = (words.pages ?? "").split(" ").filter(Boolean);
  let restFailed = false;
  let recounted = false;
  let column = "";
  let shownNow = cards;
  let asItComes = true;
  let takeAll;

  for (const control of root.querySelectorAll(".list-head > .waiting")) control.classList.remove("waiting");
  fold.open = matchMedia("(min-width: 60rem)").matches;
  foot.hidden = false;
  done.addEventListener("click", () => {
    fold.open = false;
    fold.firstElementChild.focus({ preventScroll: true });
    root.querySelector(".list-head").scrollIntoView({ block: "start" });
  });
  root.addEventListener("change", (event) => {
    if (!event.target.closest(".facet, .sort")) return;
    remember();
    show();
  });
  take?.addEventListener("click", (event) => {
    if (asItComes) return;
    event.preventDefault();
    save();
  });
  find.addEventListener("input", () => {
    remember(true);
    show();
  });
  for (const clear of root.querySelectorAll(".clear")) {
    clear.addEventListener("click", () => {
      for (const value of facets.flatMap((facet) => facet.values)) value.box.checked = false;
      for (const facet of facets) facet.lacking = [];
      find.value = "";
      remember();
      show();
      (fold.open ? root.querySelector(".facet input") : fold.firstElementChild)?.focus();
    });
  }
  addEventListener("popstate", () => { recall(); show(); });
  recall();
  show();

  /** Turns a facet's links into boxes. Their looks and sizes stay, so nothing moves. */
  function upgrade(element) {
    const name = element.dataset.facet;
    const values = [...element.querySelectorAll("li")].map((item) => {
      const title = item.firstElementChild.textContent;
      const box = document.createElement("input");
      box.type = "checkbox";
      box.name = name;
      box.value = item.dataset.value;
      const label = document.createElement("label");
      const text = document.createElement("span");
      text.textContent = title;
      label.append(box, text);
      item.firstElementChild.replaceWith(label);
      return { id: item.dataset.value, title, box, item, count: item.querySelector(".count") };
    });
    // Ids of the address that no entry of this list has: they are shown, so that nobody takes the whole list for the answer.
    return { name, title: element.querySelector(".facet-title").textContent.trim(), values, lacking: [] };
  }

  /** A heading of a table becomes a button that sorts by its column, and then the other way round. */
  function head(element, at) {
    const name = element.dataset.column;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...element.childNodes);
    element.append(button);
    button.addEventListener("click", () => {
      column = column === name ? `-${name}` : name;
      remember();
      show();
    });
    return { element, at, name, isNumber: ["integer", "decimal", "money"].includes(element.dataset.kind) };
  }

  function orderNow() {
    return sort ? sort.value : column;
  }

  /** By a column: what has nothing there comes last either way, and what is equal stays as it was. */
  function byColumn() {
    const known = heads.find(({ name }) => name === column.replace(/^-/, ""));
    if (!known) return undefined;
    const sign = column.startsWith("-") ? -1 : 1;
    const key = ({ element }) => {
      const cell = element.cells[known.at];
      return cell.querySelector("time")?.dateTime ?? cell.querySelector("data")?.value ?? cell.textContent;
    };
    return (a, b) => {
      const [one, other] = [key(a), key(b)];
      if (!one || !other) return one === other ? a.order - b.order : one ? -1 : 1;
      return sign * (known.isNumber ? parseFloat(one) - parseFloat(other) : inOrder(one, other)) || a.order - b.order;
    };
  }

  /** Saves the rows of the list's file that are shown, as they stand there and in the order in which they are shown. */
  async function save() {
    const response = await fetch(take.href).catch(() => null);
    if (!response?.ok) {
      says.append(` ${take.dataset.failed}`);
      return;
    }
    const [first, ...rows] = records(await response.text());
    const path = (address) => new URL(address, location.href).pathname;
    const known = new Map(rows.map(({ text, last }) => [path(last), text]));
    const chosen = shownNow.map(({ element }) => known.get(path(element.querySelector("a").href))).filter(Boolean);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", first.text, ...chosen], { type: "text/csv;charset=utf-8" }));
    link.download = take.download.replace(/\.csv$/, `-${chosen.length}.csv`);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  function read(element, order) {
    return { element, order, title: element.querySelector(".card-title, .row-title").textContent, date: element.dataset.date ?? "" };
  }

  /** One spelling of what readers type in several. */
  function spelled(text) {
    return text.toLocaleLowerCase(language).replace(/[’ʼ`]/g, "'").replace(/\u0301/g, "");
  }

  function typed() {
    return spelled(find.value).split(/\s+/).filter(Boolean);
  }

  function saysAll(card, wanted) {
    card.text ??= spelled(card.element.textContent);
    return wanted.every((word) => card.text.includes(word));
  }

  function has(card, name, id) {
    return (card.element.getAttribute(`data-f-${name}`) ?? "").split(" ").includes(id);
  }

  function matches(card, chosen, except) {
    return chosen.every(({ name, ids }) => name === except || ids.some((id) => has(card, name, id)));
  }

  function chosenNow() {
    return facets
      .map(({ name, title, values, lacking }) => {
        const on = values.filter((value) => value.box.checked);
        return { name, title, ids: [...on.map((value) => value.id), ...lacking], titles: [...on.map((value) => value.title), ...lacking] };
      })
      .filter(({ ids }) => ids.length > 0);
  }

  function recall() {
    const state = new URLSearchParams(location.search);
    for (const facet of facets) {
      const on = state.getAll(facet.name);
      for (const value of facet.values) {
        value.box.checked = on.includes(value.id);
        const more = value.box.checked && value.item.closest(".facet-more");
        if (more) more.open = true;
      }
      facet.lacking = on.filter((id) => id && !facet.values.some((value) => value.id === id));
    }
    find.value = state.get("find") ?? "";
    const wanted = state.get("sort") ?? "";
    if (!sort) {
      column = heads.some(({ name }) => name === wanted.replace(/^-/, "")) ? wanted : "";
      return;
    }
    sort.value = [...sort.options].some((option) => option.value === state.get("sort")) ? state.get("sort") ?? "" : "";
  }

  /** Every choice is a step to go back by; every letter is not. */
  function remember(typing = false) {
    const state = new URLSearchParams(location.search);
    for (const name of [...names, "find", "sort"]) state.delete(name);
    for (const { name, ids } of chosenNow()) for (const id of ids) state.append(name, id);
    if (typed().length > 0) state.set("find", find.value.trim());
    if (orderNow()) state.set("sort", orderNow());
    const query = state.toString();
    history[typing ? "replaceState" : "pushState"](null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
  }

  async function fetchRest() {
    const pages = rest;
    rest = [];
    try {
      const found = await Promise.all(pages.map(async (page) => ({ page, cards: cardsOf(await load(page)) })));
      const here = location.pathname;
      const before = found.filter(({ page }) => pageNumber(page) < pageNumber(here)).flatMap((one) => one.cards);
      const after = found.filter(({ page }) => pageNumber(page) > pageNumber(here)).flatMap((one) => one.cards);
      cards = [...before, ...firstPage.map((card) => card.element), ...after].map(read);
    } catch {
      restFailed = true;
    }
  }

  function pageNumber(path) {
    return Number(/\/page\/(\d+)\/$/.exec(path)?.[1] ?? 1);
  }

  function cardsOf(page) {
    return [...page.querySelectorAll("[data-cards] > *")].map((card) => document.importNode(card, true));
  }

  async function show() {
    if ((chosenNow().length > 0 || typed().length > 0 || orderNow()) && rest.length > 0) await fetchRest();
    const chosen = chosenNow();
    const wanted = typed();
    const filtered = chosen.length > 0 || wanted.length > 0;
    const active = filtered || orderNow() !== "";
    const pool = active ? cards : firstPage;
    const shown = pool.filter((card) => matches(card, chosen) && saysAll(card, wanted));
    const order = {
      title: (a, b) => inOrder(a.title, b.title),
      newest: (a, b) => (a.date === b.date ? a.order - b.order : a.date < b.date ? 1 : -1),
      oldest: (a, b) => (a.date === b.date ? a.order - b.order : !a.date ? 1 : !b.date ? -1 : a.date < b.date ? -1 : 1),
    };
    const compare = sort ? order[sort.value] : byColumn();
    if (compare) shown.sort(compare);
    for (const { element, name } of heads) {
      element.setAttribute("aria-sort", column === name ? "ascending" : column === `-${name}` ? "descending" : "none");
    }
    // What stands there already is left alone: at the start that is everything.
    if (shown.length !== holder.children.length || shown.some((card, at) => card.element !== holder.children[at])) {
      holder.replaceChildren(...shown.map((card) => card.element));
      document.dispatchEvent(new Event("cards-shown"));
    }
    if (pagination) pagination.hidden = active;
    if (filtered) recounted = true;
    // The page comes with the counts of the whole list.
    if (rest.length === 0 && recounted) recount(chosen, wanted);
    say(chosen, wanted, shown.length);
    const form = (plurals ??= new Intl.PluralRules(language)).select(filtered ? shown.length : Number(words.total));
    const count = filtered ? shown.length : Number(words.total);
    done.textContent = (done.dataset[form] ?? done.dataset.other).replace("{count}", number(count));
    for (const note of whole) note.hidden = !filtered;
    for (const link of root.querySelectorAll("[data-keep]")) link.search = location.search;
    [shownNow, asItComes] = [shown, !active];
    if (take) {
      takeAll ??= take.textContent;
      take.textContent = !active ? takeAll : shown.length === 1 ? take.dataset.one : take.dataset.shown.replace("{count}", number(shown.length));
      take.parentElement.hidden = shown.length === 0;
    }
    offer();
  }

  /** What is chosen, each a button that takes it away. */
  function offer() {
    const lacking = facets.flatMap((facet) => facet.lacking.map((id) => ({ title: id, drop: () => { facet.lacking = facet.lacking.filter((other) => other !== id); } })));
    const on = facets.flatMap((facet) => facet.values).filter((value) => value.box.checked);
    const values = [...on.map(({ title, box }) => ({ title, box, drop: () => { box.checked = false; } })), ...lacking];
    chips.hidden = values.length === 0 && typed().length === 0;
    many.hidden = values.length === 0;
    if (values.length > 0) many.textContent = number(values.length);
    const list = chips.firstElementChild;
    list.replaceChildren(...values.map(({ title, box, drop }, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = title;
      button.setAttribute("aria-label", list.dataset.remove.replace("{value}", title));
      button.addEventListener("click", () => {
        drop();
        remember();
        show();
        // The keyboard goes on with the next one, or where the choice was made.
        const left = list.querySelectorAll("button");
        (left[Math.min(at, left.length - 1)] ?? (fold.open && box ? box : fold.firstElementChild)).focus();
      });
      const item = document.createElement("li");
      item.append(button);
      return item;
    }));
  }

  function recount(chosen, wanted) {
    for (const { name, values } of facets) {
      const within = cards.filter((card) => matches(card, chosen, name) && saysAll(card, wanted));
      for (const value of values) {
        const count = within.filter((card) => has(card, name, value.id)).length;
        value.count.textContent = number(count);
        value.item.toggleAttribute("data-empty", count === 0 && !value.box.checked);
      }
    }
  }

  function say(chosen, wanted, shown) {
    const gathered = orderNow() !== "" && cards.length > firstPage.length;
    if (chosen.length === 0 && wanted.length === 0 && !gathered && !restFailed) {
      if (says.textContent !== everything) says.textContent = everything;
      return;
    }
    const total = restFailed ? cards.length : Number(words.total);
    const start = words.shown.replace("{shown}", number(shown)).replace("{total}", number(total));
    const parts = chosen.map(({ title, titles }) => `${title}: ${titles.join(` ${words.or} `)}`);
    if (wanted.length > 0) parts.push(chips.firstElementChild.dataset.words.replace("{words}", find.value.trim()));
    says.textContent = [start, ...parts].join(" · ");
    if (shown === 0) says.append(`. ${words.none}`);
    if (restFailed) says.append(` ${words.failed}`);
  }
}

/** The records of a CSV text as they are written, each with its last field, which is an address. */
function records(text) {
  const found = [];
  let [start, comma, quoted] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === "," && !quoted) comma = at + 1;
    else if (text[at] === "\n" && !quoted) {
      found.push({ text: text.slice(start, at + 1), last: text.slice(comma, at).trim().replaceAll('"', "") });
      start = at + 1;
    }
  }
  return found;
}

/** Another page of this site as an inert document: nothing in it runs, and no string of markup passes through here. */
function load(page) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", page);
    request.responseType = "document";
    request.onload = () => (request.status === 200 && request.response ? resolve(request.response) : reject(new Error(page)));
    request.onerror = () => reject(new Error(page));
    request.send();
  });
}
