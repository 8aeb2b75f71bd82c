// What every page gains from script; each part leaves the page as it is when something it needs is not there.

/** Dates that have passed say so. The page cannot know today's date, the reader's machine does. */
function markPassedDeadlines() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  for (const time of document.querySelectorAll("time[data-deadline]")) {
    const day = time.dateTime;
    // A month or a year has passed when a later one has begun.
    if (day >= today.slice(0, day.length)) continue;
    time.classList.add("past");
    time.nextElementSibling?.classList.remove("waiting");
  }
}

/** Each section of a text gets a link to itself, beside its heading: within, it would be read out as a part of the heading. */
function linkHeadings() {
  const label = document.querySelector("main")?.dataset.headingLink;
  if (!label) return;
  for (const heading of document.querySelectorAll(":is(.prose :is(h2, h3, h4), .matrix-section h2, .graph-section h2)[id]")) {
    const link = document.createElement("a");
    link.className = "heading-link";
    link.href = `#${heading.id}`;
    link.textContent = "#";
    link.setAttribute("aria-label", `${label}: ${heading.textContent.trim()}`);
    const line = document.createElement("div");
    line.className = `heading-line heading-line-${heading.localName.slice(1)}`;
    heading.replaceWith(line);
    line.append(heading, link);
  }
}

/** A button that needs script. In a row it has its room from the start, so that nothing moves. */
function show(button) {
  button.hidden = false;
  button.parentElement.classList.remove("waiting");
}

/** The device's own way of sharing, where it has one. */
function offerShare() {
  if (!navigator.share) return;
  for (const button of document.querySelectorAll("button.share")) {
    show(button);
    button.addEventListener("click", () => {
      // Whoever closes the device's dialog has changed their mind.
      navigator.share({ title: button.dataset.title, url: button.dataset.url }).catch(() => {});
    });
  }
}

/** Buttons that put an address or a citation on the clipboard. */
function offerCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button.copy")) {
    const label = button.textContent;
    show(button);
    button.addEventListener("click", async () => {
      const source = button.dataset.copyFrom;
      const text = source ? document.getElementById(source).textContent : button.dataset.copy;
      await navigator.clipboard.writeText(text.trim());
      button.textContent = button.dataset.done;
      // A changed label is not read out; a status is.
      const status = document.querySelector(".actions [role=status]");
      if (status) status.textContent = button.dataset.done;
      setTimeout(() => {
        button.textContent = label;
        if (status) status.textContent = "";
      }, 2500);
    });
  }
}

function offerPrint() {
  for (const button of document.querySelectorAll("button.print")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  // What is folded on screen is wanted on paper.
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("main details:not([open])")) {
      fold.open = true;
      fold.dataset.foldedAgain = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const fold of document.querySelectorAll("details[data-folded-again]")) {
      fold.open = false;
      delete fold.dataset.foldedAgain;
    }
  });
}

/** The menu closes on Escape and when the reader goes elsewhere. */
function closeMenu() {
  const menu = document.querySelector("details.menu");
  if (!menu) return;
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}

/** What to filter by, and the contents, stand open where there is room for them. */
function openBeside() {
  for (const [folds, room] of [[".facets-fold", "(min-width: 60rem)"], [".toc details", "(min-width: 66rem)"]]) {
    if (matchMedia(room).matches) for (const fold of document.querySelectorAll(folds)) fold.open = true;
  }
}

/** "/" leads to the search box, where there is one. */
function searchOnSlash() {
  const box = document.querySelector("input[type=search]");
  if (!box) return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

/** On the search page, a question in the address is said to be looked for at once: the search itself is still on its way. */
function saySearching() {
  const status = document.querySelector("[data-search-status]");
  if (!status) return;
  const say = (what) => {
    for (const part of document.querySelectorAll("[data-search-live]")) part.hidden = false;
    status.toggleAttribute("data-waiting", what === "loading");
    status.textContent = status.dataset[what];
  };
  const question = new URLSearchParams(location.search).get("q");
  if (question) {
    document.querySelector("[data-search-input]").value = question;
    say("loading");
  }
  // The page's head names the same module: who imports it hears when the line breaks before it is there.
  import("./search/page.js").catch(() => say("error"));
}

/** Milliseconds from the request for one of search's two longest modules to that for the other. */
const BETWEEN_LONGEST = 80;

/** What a search needs is fetched once its box is used, unless the reader asked for few bytes. */
function searchAhead() {
  const box = document.querySelector("input[type=search][name=q]:not([data-search-input])");
  if (!box || navigator.connection?.saveData) return;
  const begin = () => {
    // The longest modules are asked for beside the first and not because of it. Whoever presses Enter at once has them on a slow line,
    // where what is not whole by then is lost: so they are no more than these, and one has its bytes before the other.
    import("./search/words.js").catch(() => {});
    import("./search/ahead.js").then(({ fetchAhead }) => fetchAhead(box)).catch(() => {});
    setTimeout(() => import("./search/index.js").catch(() => {}), BETWEEN_LONGEST);
  };
  if (box === document.activeElement) begin();
  else box.addEventListener("focus", begin, { once: true });
}

/** The page in another language opens at the same place: with the section, the question and the choices of the address. */
function keepPlace() {
  const switcher = document.querySelector(".switcher");
  const point = (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    const kept = new URLSearchParams(location.search);
    // Words that a list is narrowed down by are of one language.
    kept.delete("find");
    link.search = kept;
    link.hash = location.hash;
  };
  // The address of this page changes without a sign, so it is read when a link is come to, and again when it is followed.
  for (const use of ["pointerover", "focusin", "click"]) switcher?.addEventListener(use, point);
}

/** A link into a folded part opens it. */
function unfoldTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target && target.closest("details");
  if (!fold || fold.open) return;
  fold.open = true;
  target.scrollIntoView();
}

/** In the diagram, what belongs to the line, party or document under the pointer or the focus stands out. */
function traceGraphs() {
  for (const graph of document.querySelectorAll(".graph")) {
    const marked = [];
    const clear = () => { for (const element of marked.splice(0)) element.classList.remove("on"); };
    const mark = (element) => { element.classList.add("on"); marked.push(element); };
    const trace = (item) => {
      clear();
      const side = item.dataset.left === undefined ? "right" : "left";
      const other = side === "left" ? "right" : "left";
      for (const line of graph.querySelectorAll(`path[data-${side}="${item.dataset[side]}"]`)) {
        mark(line);
        line.parentNode.append(line);
        mark(graph.querySelector(`li[data-${other}="${line.dataset[other]}"]`));
      }
      mark(item);
    };
    for (const item of graph.querySelectorAll("li")) {
      item.addEventListener("pointerenter", () => trace(item));
      item.addEventListener("focusin", () => trace(item));
    }
    graph.addEventListener("pointerleave", clear);
    graph.addEventListener("focusout", clear);
  }
}

/** In a table that scrolls inside itself, browsers leave what the keyboard comes to half hidden. */
function showFocusWhole() {
  document.addEventListener("focusin", ({ target }) => {
    if (target.closest("table")?.closest("[role=region]") && target.matches(":focus-visible")) target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

/** The contents beside a text mark the section that is being read. */
function followReading() {
  const places = new Map([...document.querySelectorAll("[data-toc] a")].map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]));
  places.delete(null);
  if (places.size === 0) return;
  const headings = [...places.keys()];
  let marked = null;
  const mark = () => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
    const link = places.get(passed.at(-1)) ?? null;
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    marked = link;
  };
  const seen = new IntersectionObserver(mark, { rootMargin: "99999px 0px -66% 0px" });
  for (const heading of headings) seen.observe(heading);
}

markPassedDeadlines();
// Cards of a long list's other pages come later.
document.addEventListener("cards-shown", markPassedDeadlines);
linkHeadings();
offerCopies();
offerShare();
offerPrint();
closeMenu();
openBeside();
searchOnSlash();
saySearching();
searchAhead();
keepPlace();
traceGraphs();
followReading();
showFocusWhole();
unfoldTarget();
addEventListener("hashchange", unfoldTarget);
