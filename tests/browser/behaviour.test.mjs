// What a reader does: changes the language, opens menus, filters and sorts lists, follows the map and the timeline.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { LANGUAGES, PAGES, WIDE, address, answered, follow, launch, open, watched } from "./support.mjs";

let browser;
let site;
let edited;
let page;
let context;
let complaints;
before(async () => {
  [site, edited] = await Promise.all([open(), open("edited")]);
  browser = await launch();
});
after(async () => { await browser?.close(); await site?.close(); await edited?.close(); });
beforeEach(async () => {
  ({ page, context, complaints } = await watched(browser, { origins: [site.origin, edited.origin] }, { viewport: WIDE, reducedMotion: "reduce" }));
});
afterEach(async () => {
  await context.close();
  assert.deepEqual(complaints, []);
});

const path = () => new URL(page.url()).pathname;
const query = () => new URL(page.url()).search;
const shown = () => page.locator("[data-cards] > .card").count();
const facet = (name, value) => page.locator(`.facet[data-facet="${name}"] li[data-value="${value}"]`);

test("the language switch leads to the same page, and back", async () => {
  for (const [name, pattern] of Object.entries(PAGES).filter(([name]) => !["results", "notFound", "brief"].includes(name))) {
    await page.goto(site.at(address(pattern, "en")));
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await follow(page, '.switcher a[hreflang="uk"]');
    assert.equal(path(), `/${address(pattern, "uk")}`, name);
    assert.equal(await page.getAttribute("html", "lang"), "uk");
    assert.equal(await page.getAttribute('.switcher a[aria-current="true"]', "hreflang"), "uk");
  }
});

test("the root lets the reader choose", async () => {
  await page.goto(site.at(""));
  await follow(page, page.getByRole("link", { name: /українськ/i }));
  assert.equal(path(), "/uk/");
});

test("a list's choices stay when the language changes", async () => {
  await page.goto(site.at("en/clusters/?countries=ua"));
  const count = await shown();
  await follow(page, '.switcher a[hreflang="uk"]');
  assert.equal(`${path()}${query()}`, "/uk/clusters/?countries=ua");
  assert.equal(await shown(), count);
});

test("the language switch keeps the place: section, question, choices, page of a list", async () => {
  await page.goto(site.at("en/glossary/"));
  await page.locator(".toc a").last().click();
  const section = new URL(page.url()).hash;
  assert.ok(section.length > 1);
  await follow(page, '.switcher a[hreflang="uk"]');
  assert.equal(new URL(page.url()).hash, section);
  assert.equal(path(), "/uk/glossary/");
  // Fonts may still come and move it: it ends in sight.
  await page.waitForFunction((id) => { const { top } = document.getElementById(id).getBoundingClientRect(); return top >= 0 && top < innerHeight; }, section.slice(1));
  // By keyboard, and in a window of its own.
  await page.focus('.switcher a[hreflang="en"]');
  await page.keyboard.press("Enter");
  await page.waitForURL(site.at(`en/glossary/${section}`));
  const [opened] = await Promise.all([context.waitForEvent("page"), page.click('.switcher a[hreflang="uk"]', { button: "middle" })]);
  await opened.waitForURL(site.at(`uk/glossary/${section}`));
  await opened.close();

  await page.goto(site.at("en/search/?q=Ko%C5%A1ice"));
  await answered(page);
  await page.fill("[data-search-input]", "forum & Košice");
  await page.waitForFunction(() => new URL(location.href).searchParams.get("q") === "forum & Košice");
  await follow(page, '.switcher a[hreflang="uk"]');
  assert.equal(path(), "/uk/search/");
  assert.equal(await page.inputValue("[data-search-input]"), "forum & Košice");
  await answered(page);

  await page.goto(site.at("en/countries/ua/page/2/"));
  await follow(page, '.switcher a[hreflang="uk"]');
  assert.equal(path(), "/uk/countries/ua/page/2/");
});

test("without script the language switch leads to the page", async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false, viewport: WIDE });
  const still = await plain.newPage();
  await still.goto(site.at("en/clusters/?countries=ua#_main"));
  await follow(still, '.switcher a[hreflang="uk"]');
  assert.equal(still.url(), site.at("uk/clusters/"));
  await plain.close();
});

test("wide: the menu's row names every collection and vocabulary and marks where one is", async () => {
  await page.goto(site.at("en/clusters/uca/"));
  assert.equal(await page.locator(".menu").isVisible(), false);
  assert.equal(await page.locator(".menu-row a").count(), 11);
  assert.equal(await page.locator(".menu-row a[aria-current]").innerText(), "Clusters and associations");
  await follow(page, ".menu-row >> text=Sectors");
  assert.equal(path(), "/en/sectors/");
  assert.equal(await page.getAttribute(".menu-row a[aria-current]", "aria-current"), "page");
});

test("narrow: the menu opens with the keyboard, closes on Escape and on a press elsewhere", async () => {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(site.at("uk/about/"));
  assert.equal(await page.locator(".menu-row").isVisible(), false);
  const panel = page.locator(".menu-panel");
  await page.focus(".menu summary");
  await page.keyboard.press("Enter");
  assert.equal(await panel.isVisible(), true);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  assert.equal(await panel.isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "SUMMARY");
  await page.keyboard.press("Enter");
  await page.click(".footer-title");
  assert.equal(await panel.isVisible(), false);
  await page.click(".menu summary");
  await follow(page, panel.getByRole("link", { name: "Події" }));
  assert.equal(path(), "/uk/events/");
});

test("narrow: the other language and the menu are in reach, and a long list of contents is folded", async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(site.at("uk/glossary/"));
  assert.equal(await page.locator(".switcher a:visible").count(), 1);
  await follow(page, ".switcher a:visible");
  assert.equal(path(), "/en/glossary/");
  assert.equal(await page.locator(".toc ol").first().isVisible(), false);
  await page.click(".toc summary");
  assert.equal(await page.locator(".toc ol").first().isVisible(), true);
  await page.setViewportSize(WIDE);
  await page.reload();
  assert.equal(await page.locator(".toc ol").first().isVisible(), true, "beside the text it stands open");
});

test("the first Tab leads past the menus to the text", async () => {
  await page.goto(site.at("en/about/"));
  await page.keyboard.press("Tab");
  const skip = page.locator(".skip");
  assert.equal(await skip.evaluate((link) => link === document.activeElement && link.getBoundingClientRect().top >= 0), true);
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "_main");
});

test("facets: counts are true, values of one add up, facets narrow down, the address holds it all", async () => {
  await page.goto(site.at("en/clusters/"));
  const all = await shown();
  const promised = Number(await facet("countries", "ua").locator(".count").innerText());
  await facet("countries", "ua").locator("input").check();
  await page.waitForFunction((count) => document.querySelectorAll("[data-cards] > .card").length === count, promised);
  assert.equal(query(), "?countries=ua");
  assert.ok(promised < all);
  for (const card of await page.locator("[data-cards] > .card").all()) assert.match(await card.getAttribute("data-f-countries"), /\bua\b/);
  assert.match(await page.innerText(".list-says"), new RegExp(`${promised}.*${all}.*Ukraine`));

  // Another value of the same facet adds.
  await facet("countries", "pl").locator("input").check();
  assert.equal(query(), "?countries=ua&countries=pl");
  assert.ok(await shown() > promised);
  // Another facet narrows, by the number it promised.
  const kind = page.locator('.facet[data-facet="kind"] li:not([data-empty])').first();
  const narrowed = Number(await kind.locator(".count").innerText());
  await kind.locator("input").check();
  assert.equal(await shown(), narrowed);

  // The address brings it back; so do the browser's own buttons.
  const whole = query();
  await page.reload();
  assert.equal(await shown(), narrowed);
  assert.equal(await facet("countries", "pl").locator("input").isChecked(), true);
  await kind.locator("input").uncheck();
  await page.goBack();
  assert.equal(query(), whole);
  assert.equal(await shown(), narrowed);

  await page.click(".chosen .clear");
  assert.equal(query(), "");
  assert.equal(await shown(), all);
  assert.equal(await page.locator(".chosen .clear").isVisible(), false);
});

test("facets: what is shown is said to a screen reader", async () => {
  await page.goto(site.at("uk/clusters/"));
  assert.equal(await page.getAttribute(".list-says", "role"), "status");
  await facet("countries", "ua").locator("input").focus();
  await page.keyboard.press("Space");
  assert.match(await page.innerText(".list-says"), /Україна/);
  assert.equal(await page.evaluate(() => document.activeElement.value), "ua", "the box keeps the keyboard");
});

test("facets: what is chosen stands above the list, and a press takes it away", async () => {
  await page.goto(site.at("en/clusters/?countries=ua&countries=pl&kind=cluster"));
  const chips = page.locator(".chosen li button");
  assert.deepEqual(await chips.allInnerTexts(), ["Ukraine", "Poland", "Cluster"]);
  assert.equal(await chips.first().getAttribute("aria-label"), "Take away: Ukraine");
  await page.focus(".chosen li button");
  await page.keyboard.press("Enter");
  assert.deepEqual(await chips.allInnerTexts(), ["Poland", "Cluster"]);
  assert.equal(query(), "?countries=pl&kind=cluster");
  assert.equal(await facet("countries", "ua").locator("input").isChecked(), false);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Poland", "the keyboard goes on with the next");
  await chips.first().click();
  await chips.first().click();
  assert.equal(query(), "");
  assert.equal(await page.locator(".chosen").isVisible(), false);
});

test("words narrow a list down as they are typed, together with what is chosen", async () => {
  await page.goto(site.at("uk/clusters/"));
  const all = await shown();
  await page.fill("#_find", "  Асоціація П'ят");
  assert.equal(await shown(), 0);
  assert.match(await page.innerText(".list-says"), /0.*«Асоціація П'ят»/);
  await page.fill("#_find", "асоціація");
  const some = await shown();
  assert.ok(some > 1 && some < all, `${some} of ${all}`);
  for (const card of await page.locator("[data-cards] > .card").allTextContents()) assert.match(card.toLowerCase(), /асоціація/);
  const promised = Number(await facet("countries", "ua").locator(".count").innerText());
  assert.ok(promised > 0 && promised < some);
  await facet("countries", "ua").locator("input").check();
  assert.equal(await shown(), promised);
  await page.reload();
  assert.equal(await page.inputValue("#_find"), "асоціація");
  assert.equal(await shown(), promised);
  await page.hover('.switcher a[hreflang="en"]');
  assert.equal(new URL(await page.locator('.switcher a[hreflang="en"]').evaluate((link) => link.href)).search, "?countries=ua", "words are of one language");
  await page.click(".chosen .clear");
  assert.equal(await page.inputValue("#_find"), "");
  assert.equal(await shown(), all);
});

test("narrow: the folded filter says how many are chosen and leads back to the list", async () => {
  await page.setViewportSize({ width: 360, height: 700 });
  await page.goto(site.at("uk/clusters/"));
  const fold = page.locator(".facets-fold");
  assert.equal(await page.locator(".facets-groups").isVisible(), false);
  await page.locator(".facets-fold > summary").click();
  await facet("countries", "ua").locator("input").check();
  assert.equal(await page.locator(".facets-on").innerText(), "1");
  await page.click(".facets-done");
  assert.equal(await page.locator(".facets-groups").isVisible(), false);
  await page.waitForFunction(() => { const { top, bottom } = document.querySelector(".list-head").getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; });
});

test("sorting by title and by date, in the address", async () => {
  await page.goto(site.at("uk/memoranda/"));
  await page.selectOption("#_sort", "title");
  assert.equal(query(), "?sort=title");
  const titles = await page.locator("[data-cards] .card-title").allInnerTexts();
  assert.deepEqual(titles, [...titles].sort(new Intl.Collator("uk", { numeric: true }).compare));
  await page.selectOption("#_sort", "oldest");
  const dates = (await page.locator("[data-cards] > .card").evaluateAll((cards) => cards.map((card) => card.dataset.date ?? ""))).filter(Boolean);
  assert.deepEqual(dates, [...dates].sort());
  await page.selectOption("#_sort", "");
  assert.equal(query(), "");
});

test("without script a facet's value leads to its term's page", async () => {
  const bare = await browser.newContext({ javaScriptEnabled: false, viewport: WIDE });
  const still = await bare.newPage();
  await still.goto(site.at("en/clusters/"));
  await follow(still, '.facet[data-facet="countries"] li[data-value="pl"] a');
  assert.equal(new URL(still.url()).pathname, "/en/countries/pl/");
  await bare.close();
});

test("every map's links are those of the list beside it, with the same counts", async () => {
  for (const language of LANGUAGES) {
    for (const place of ["", "countries/"]) {
      await page.goto(site.at(`${language}/${place}`));
      const onMap = await page.locator(".map a").evaluateAll((links) => links.map((link) => `${link.getAttribute("href")} ${link.textContent.match(/\d+/)[0]}`));
      const listed = await page.locator(place ? ".terms > li" : ".ways-places .term-list li").evaluateAll((items) => items.map((item) => `${item.querySelector("a").getAttribute("href")} ${item.querySelector(".count").textContent.replace(/\D/g, "")}`));
      assert.ok(onMap.length > 10);
      for (const link of onMap) assert.ok(listed.includes(link), `${link} of the map at ${language}/${place} is not in its list`);
    }
  }
  await page.goto(site.at("en/"));
  await follow(page, page.locator('.map a[href="/en/countries/pl/"] use').first());
  assert.equal(path(), "/en/countries/pl/");
});

test("the map's shapes come from one file that every page shares, and it has every shape", async () => {
  const files = new Set();
  for (const place of ["en/", "uk/countries/", "en/clusters/uca/"]) {
    await page.goto(site.at(place));
    const uses = await page.locator(".map use").evaluateAll((shapes) => shapes.map((shape) => [shape.getAttribute("href"), shape.getBoundingClientRect().width > 0]));
    assert.ok(uses.length > 30);
    assert.deepEqual(uses.filter(([, drawn]) => !drawn), [], `drawn at ${place}`);
    for (const [href] of uses) files.add(href.split("#")[0]);
  }
  assert.equal(files.size, 1);
});

test("home: what is new is dated, newest first, and leads to its pages", async () => {
  await page.goto(site.at("uk/"));
  const dates = await page.locator(".newest time").evaluateAll((times) => times.map((time) => time.dateTime));
  assert.equal(dates.length, 6);
  assert.deepEqual(dates, [...dates].sort().reverse());
  await follow(page, page.locator(".newest li a").first());
  assert.equal(await page.locator("article.entry").count(), 1);
});

test("home: the chart leads to the timeline's page, to the year", async () => {
  await page.goto(site.at("uk/"));
  const dots = await page.locator(".timeline-dots .dot").count();
  await follow(page, page.locator('.timeline-dots a[href$="#_year-2022"]'));
  assert.equal(path(), "/uk/timeline/");
  assert.equal(await page.locator(".timeline-dots .dot").count(), dots);
  assert.equal(await page.locator("#_year-2022").evaluate((year) => year.open && year.matches(":target")), true);
});

test("home: four doors lead to lists and pages, by a press anywhere on them", async () => {
  await page.goto(site.at("en/"));
  const doors = page.locator(".doors > ul > li");
  assert.equal(await doors.count(), 4);
  const box = await doors.first().boundingBox();
  const loaded = page.waitForEvent("load");
  await page.mouse.click(box.x + box.width - 4, box.y + box.height - 4);
  await loaded;
  assert.equal(path(), "/en/countries/");
  // What a door's text links to stays in reach.
  await page.goto(site.at("en/"));
  await follow(page, doors.nth(2).locator("> a"));
  assert.equal(path(), "/en/memoranda/cp4u-memorandum-2023/");
});

test("home is at most six screens on a phone", async () => {
  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const small = await phone.newPage();
  for (const language of LANGUAGES) {
    await small.goto(site.at(`${language}/`));
    const screens = await small.evaluate(() => document.documentElement.scrollHeight / innerHeight);
    assert.ok(screens <= 6, `${language}: ${screens.toFixed(1)} screens`);
  }
  await phone.close();
});

test("the timeline's page has what it says it has, and says what is only announced", async () => {
  await page.goto(site.at("en/timeline/"));
  const kinds = await page.locator(".timeline-years li.event").evaluateAll((items) => [...new Set(items.map((item) => item.className))].sort());
  assert.deepEqual(kinds, ["event event-events", "event event-initiatives", "event event-memoranda"]);
  assert.equal(await page.locator(".timeline-legend li").count(), kinds.length);
  assert.equal(await page.locator(".timeline-dots .dot").count(), await page.locator(".timeline-years li.event").count());
  assert.ok(await page.locator(".event-kind", { hasText: "Announced" }).count() > 0);
});

test("a term's groups are all in reach from its first lines, on whichever page they stand", async () => {
  await page.goto(site.at("uk/countries/ua/"));
  const jumps = await page.locator(".jump a").evaluateAll((links) => links.map((link) => [link.href, link.querySelector(".count").textContent]));
  assert.ok(jumps.some(([href]) => href.includes("/page/2/")));
  for (const [href, count] of jumps) {
    await page.goto(href);
    const title = page.locator(`[id="${new URL(href).hash.slice(1)}"]`);
    assert.equal(await title.locator(".count").innerText(), count, href);
  }
});

test("what is said of a country stands on its first page alone", async () => {
  await page.goto(site.at("en/countries/ua/page/2/"));
  assert.equal(await page.locator(".entry-body, .entry-map, .cross").count(), 0);
  assert.ok(await page.locator(".group .card").count() > 0);
  await follow(page, '.pagination [rel="prev"]');
  assert.equal(await page.locator(".entry-body, .entry-map, .cross").count(), 3);
});

test("a group of a term's or a pair's page leads to the collection's list, narrowed to the same entries", async () => {
  for (const place of ["en/countries/pl/", "en/sectors/digital-ai/", "en/countries/pl/defence-dual-use/"]) {
    await page.goto(site.at(place));
    const groups = await page.locator(".group h2").evaluateAll((titles) => titles.map((title) => [title.querySelector("a").href, Number(title.querySelector(".count").textContent)]));
    assert.ok(groups.length > 0, place);
    for (const [href, count] of groups) {
      await page.goto(href);
      assert.equal(await shown(), count, href);
    }
  }
});

test("the contents mark where one reads, and lead to the page's own sections too", async () => {
  await page.goto(site.at("en/clusters/uca/"));
  const marked = page.locator('.toc a[aria-current="location"]');
  assert.equal(await marked.count(), 0, "above the text nothing is marked");
  for (const section of ["_relations", "_sources", "_about"]) assert.equal(await page.locator(`.toc a[href="#${section}"]`).count(), 1);
  const second = page.locator(".toc a").nth(1);
  await second.click();
  await page.waitForFunction((link) => link.getAttribute("aria-current") === "location", await second.elementHandle());
  assert.equal(await marked.count(), 1);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForFunction(() => !document.querySelector(".toc a[aria-current]"));
});

test("narrow: name, languages, menu and a search box with room to type", async () => {
  for (const width of [320, 360, 412]) {
    await page.setViewportSize({ width, height: 700 });
    for (const language of LANGUAGES) {
      await page.goto(site.at(`${language}/clusters/`));
      const box = await page.locator("#_quick").boundingBox();
      assert.ok(box.width >= width * 0.7, `${box.width} wide at ${width}`);
      const head = await page.locator(".masthead").boundingBox();
      assert.ok(head.height <= 120, `the head is ${head.height} high at ${width}`);
      assert.ok((await page.locator(".brand span").boundingBox()).width > 60, "the site's name is there");
      assert.ok(await page.getByRole("navigation", { name: language === "en" ? "Main" : "Головне меню" }).getByText(language === "en" ? "Menu" : "Меню", { exact: true }).count() > 0);
    }
  }
});

test("the keyboard walks every page forth and back; what it comes to is in sight, framed, and not covered", async () => {
  const look = () => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const box = [...at.getClientRects()].find(({ width }) => width > 0) ?? at.getBoundingClientRect();
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const top = document.elementFromPoint(x, y);
    const fine = box.width > 0 && top && (at.contains(top) || top.closest("label")?.contains(at)) && getComputedStyle(at).outlineStyle !== "none";
    return { fine, text: `${at.tagName}.${at.className} ${at.textContent.trim().slice(0, 40)} under ${top?.tagName}.${top?.className}` };
  };
  for (const [size, places] of [[{ width: 1280, height: 700 }, ["uk/clusters/", "en/clusters/uca/"]], [{ width: 320, height: 640 }, ["uk/sectors/", "en/"]]]) {
    await page.setViewportSize(size);
    for (const place of places) {
      await page.goto(site.at(place));
      for (const key of ["Tab", "Shift+Tab"]) {
        let steps = 0;
        for (;;) {
          await page.keyboard.press(key);
          const found = await page.evaluate(look);
          if (!found) break;
          steps += 1;
          assert.ok(found.fine, `${place} at ${size.width}, ${key} ${steps}: ${found.text}`);
          assert.ok(steps < 1000, "the walk ends");
        }
        assert.ok(steps > 30, `${place}: ${steps} steps`);
      }
    }
  }
});

test("a country's page marks it on the map, an entry's map its countries", async () => {
  await page.goto(site.at("en/countries/pl/"));
  assert.deepEqual(await page.locator(".map .here[href]").evaluateAll((links) => links.map((link) => link.getAttribute("href"))), ["/en/countries/pl/"]);
  await page.goto(site.at("en/clusters/uca/"));
  assert.deepEqual(await page.locator(".map .here[href]").evaluateAll((links) => links.map((link) => link.getAttribute("href"))), ["/en/countries/ua/"]);
  assert.equal(await page.getAttribute(".entry-map figcaption a", "href"), "/en/countries/ua/");
});

test("the matrix's numbers are those of the pages they lead to", async () => {
  await page.goto(site.at("en/sectors/"));
  const cells = await page.locator(".matrix td a").evaluateAll((links) => links.map((link) => [link.getAttribute("href"), Number(link.textContent)]));
  assert.ok(cells.length > 20);
  for (const [href, count] of [cells[0], cells[cells.length >> 1], cells.at(-1)]) {
    await page.goto(`${site.origin}${href}`);
    assert.equal(await page.locator(".cards > .card").count(), count, href);
  }
});

test("the timeline: newest first, dots lead to their year and open it", async () => {
  await page.goto(site.at("en/events/"));
  const years = (await page.locator(".timeline-year").allInnerTexts()).map(Number);
  assert.deepEqual(years, [...years].sort((a, b) => b - a));
  const items = await page.locator(".timeline-items > li").count();
  assert.equal(await page.locator(".timeline-dots .dot").count(), items, "a dot for each entry");
  const oldest = years.at(-1);
  const fold = page.locator(`#_year-${oldest}`);
  assert.equal(await fold.evaluate((details) => details.open), false);
  await page.locator(`.timeline-dots a[href="#_year-${oldest}"] text`).click();
  await page.waitForFunction((id) => document.getElementById(id).open, `_year-${oldest}`);
  assert.equal(new URL(page.url()).hash, `#_year-${oldest}`);
});

test("the diagram's lines cross less than in the order of the lists", async () => {
  const crossings = (lines) => lines.flatMap(([a, b], at) => lines.slice(at + 1).filter(([c, d]) => (a - c) * (b - d) < 0)).length;
  await page.goto(site.at("en/memoranda/"));
  const lines = await page.locator(".graph path").evaluateAll((paths) => paths.map(({ dataset }) => [Number(dataset.left), Number(dataset.right)]));
  const byTitle = await page.evaluate(() => {
    const order = (side) => [...document.querySelectorAll(`.graph-${side} li`)].map((item) => item.textContent.trim());
    return order("left").map((title) => [...order("left")].sort((a, b) => a.localeCompare(b, "en")).indexOf(title));
  });
  assert.ok(crossings(lines) < crossings(lines.map(([left, right]) => [byTitle[left], right])), `${crossings(lines)} crossings`);
});

test("the diagram's table says what its lines draw", async () => {
  await page.goto(site.at("en/memoranda/"));
  await page.click(".graph-section summary");
  const lines = await page.locator(".graph path").evaluateAll((paths) => paths.map(({ dataset }) => {
    const text = (side) => document.querySelector(`.graph-${side} li[data-${side}="${dataset[side]}"]`).textContent.trim();
    return `${text("left")} – ${text("right")}`;
  }));
  const rows = await page.locator(".graph-section tbody tr").evaluateAll((rows) => rows.flatMap((row) =>
    [...row.querySelectorAll("td li")].map((item) => `${item.textContent.trim()} – ${row.querySelector("th").textContent.trim()}`)));
  assert.ok(lines.length > 5);
  assert.deepEqual(rows.sort(), lines.sort());
  await page.hover('.graph-left li[data-left="0"]');
  assert.ok(await page.locator(".graph path.on").count() > 0);
});

test("a deadline says that it has passed from the day after, in lists and on its own page", async () => {
  for (const [now, passed] of [["2025-11-26T12:00:00", false], ["2025-11-27T12:00:00", true]]) {
    await page.clock.setFixedTime(new Date(now));
    await page.goto(site.at("en/calls/"));
    const card = page.locator(".card", { has: page.locator('a[href="/en/calls/eic-ua-tech/"]') });
    assert.equal(await card.locator(".past-mark").isVisible(), passed, `${now}, in the list`);
    await page.goto(site.at("en/calls/eic-ua-tech/"));
    assert.equal(await page.locator(".facts .past-mark").isVisible(), passed, `${now}, on its page`);
  }
});

test("relations are named both ways", async () => {
  await page.goto(site.at("en/memoranda/appau-csia-membership/"));
  const party = await page.locator(".facts a[href*='/clusters/']").first().getAttribute("href");
  await page.goto(`${site.origin}${party}`);
  assert.equal(await page.locator('.relations a[href="/en/memoranda/appau-csia-membership/"]').count() > 0, true);
});

test("the address is copied", async () => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: site.origin });
  await page.goto(site.at("en/clusters/uca/"));
  await page.locator(".actions button.copy[data-copy]").click();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /\/en\/clusters\/uca\/$/);
  assert.equal(await page.locator(".actions button.copy[data-copy]").innerText(), "Copied");
  // A label that changes is not read out.
  assert.equal(await page.locator(".actions [role=status]").textContent(), "Copied");
});

test("the citation is one tap from the title, without script too", async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  for (const each of [page, await plain.newPage()]) {
    await each.goto(site.at("uk/memoranda/cp4u-memorandum-2023/"));
    assert.equal(await each.locator("#_cite").isVisible(), false);
    await each.locator(".actions summary").click();
    assert.match(await each.locator("#_cite").innerText(), /редакція [0-9a-f]{8}\. https?:/);
  }
  await plain.close();
});

test("a citation has one stop behind its day", async () => {
  for (const [path, end] of [["uk/about/", / р\. http/], ["en/about/", /\d\. http/]]) {
    await page.goto(site.at(path));
    assert.match((await page.locator("#_cite").textContent()).replace(/\s/g, " "), end);
  }
});

test("a mistake is told in a letter that names the page", async () => {
  await page.goto(site.at("en/clusters/uca/"));
  const letter = new URL(await page.locator(".actions a[href^='mailto:']").getAttribute("href"));
  assert.equal(letter.pathname, "info@clusters.org.ua");
  assert.equal(letter.searchParams.get("subject"), "Ukrainian Cluster Alliance");
  assert.match(letter.searchParams.get("body"), /\/en\/clusters\/uca\/$/);
});

test("a missing translation says so and leads to the original; an outdated one too", async () => {
  await page.goto(edited.at("uk/clusters/only-english/"));
  assert.equal(await page.getAttribute("html", "lang"), "uk");
  assert.equal(await page.getAttribute("h1", "lang"), "en");
  assert.equal(await page.getAttribute(".entry-body", "lang"), "en");
  assert.equal(await page.getAttribute(".toc ol", "lang"), "en");
  assert.equal(await page.getAttribute(".toc .toc-page", "lang"), "uk");
  // A stop stands at the end of the words that it ends, whichever way they run.
  assert.equal(await page.locator(".prose span[lang=ar]").evaluate((words) => getComputedStyle(words).unicodeBidi), "plaintext");
  await follow(page, ".notice-fallback a");
  assert.equal(path(), "/kb/en/clusters/only-english/");
  assert.equal(await page.locator(".notice").count(), 0);
  await page.goto(edited.at("uk/clusters/behind/"));
  await follow(page, ".notice-outdated a");
  assert.equal(path(), "/kb/en/clusters/behind/");
});

test("a result in another language says so of its own words alone", async () => {
  await page.goto(edited.at("uk/search/?q=written+of+in+English"));
  const result = page.locator("[data-search-results] li", { hasText: "A cluster written of in English alone" });
  assert.equal(await result.locator("[data-title]").getAttribute("lang"), "en");
  assert.equal(await result.locator("[data-passage]").getAttribute("lang"), "en");
  assert.equal(await result.locator("[data-kind]").innerText(), "Кластери й асоціації");
  assert.equal(await result.locator("[data-kind]").evaluate((kind) => kind.closest("[lang]").lang), "uk");
});

test("no heading has nothing below it where all facts are tables", async () => {
  await page.goto(site.at(address(PAGES.person, "uk")));
  assert.equal(await page.locator("#_fact-roles").count(), 1);
  assert.equal(await page.locator("#_facts").count(), 0);
  assert.equal(await page.locator("main dl:not(:has(dt))").count(), 0);
});

test("links within a page lead to something on it", async () => {
  for (const [name, pattern] of Object.entries(PAGES)) {
    if (name === "notFound") continue;
    await page.goto(site.at(address(pattern, "uk")));
    const lost = await page.locator('a[href^="#"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")).filter((href) => !document.getElementById(decodeURIComponent(href.slice(1)))));
    assert.deepEqual(lost, [], name);
  }
});

test("headings have links to themselves, code is coloured, wide tables scroll inside themselves", async () => {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(edited.at("en/reading/"));
  const links = page.locator(".prose .heading-link");
  assert.ok(await links.count() > 2);
  // Beside its heading and in its first line, not within: a list of headings says each once.
  for (const link of await links.all()) {
    const [within, name, text, above, below] = await link.evaluate((element) => {
      const heading = document.getElementById(element.hash.slice(1));
      const [first, own] = [heading.getBoundingClientRect(), element.getBoundingClientRect()];
      return [heading.contains(element), element.getAttribute("aria-label"), heading.textContent, own.top - first.top, first.bottom - own.top];
    });
    assert.equal(within, false, name);
    assert.equal(name, `Link to this section: ${text.trim()}`);
    assert.ok(above >= -1 && below > 10, `${name}: ${above} below its heading's top, ${below} above its end`);
  }
  await links.first().focus();
  assert.equal(await links.first().evaluate((link) => link === document.activeElement), true);
  const colours = await page.locator("pre [class^=hl-]").evaluateAll((parts) => new Set(parts.map((part) => getComputedStyle(part).color)).size);
  assert.ok(colours > 2, "code has colours");
  const table = page.locator(".prose table").first();
  assert.equal(await table.evaluate((element) => {
    for (let up = element; up.tagName !== "MAIN"; up = up.parentElement) if (["auto", "scroll"].includes(getComputedStyle(up).overflowX) && up.scrollWidth > up.clientWidth) return true;
    return false;
  }), true);
  await page.click(".footnote a");
  assert.equal(await page.evaluate(() => Boolean(document.querySelector(":target"))), true);
});
