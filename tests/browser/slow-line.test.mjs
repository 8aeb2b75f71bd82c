// Search on a slow line: what is fetched before it is asked for, what waits for what, and what the page says meanwhile.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { compress } from "./server.mjs";
import { WIDE, answered, launch, open } from "./support.mjs";

/** What a search fetches, but for the page itself. */
const OF_SEARCH = /^\/assets\/(js\/)?search\//;
/** Milliseconds that each answer takes where the order of requests is looked at. */
const DELAY = 150;

let browser;
let site;
let context;
let page;
/** Paths of the requests that reached the server: with the browser's cache, each file once. */
let asked;
/** What happens to a request before it is answered. */
let line;
before(async () => {
  site = await open("site", { before: (path) => { asked.push(path); return line(path); } });
  browser = await launch();
});
after(async () => { await browser?.close(); await site?.close(); });
beforeEach(async () => {
  [asked, line] = [[], () => true];
  context = await browser.newContext({ viewport: WIDE });
  page = await context.newPage();
});
afterEach(() => context.close());

const later = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });
const status = () => page.innerText("[data-search-status]");
const ofSearch = () => asked.filter((path) => OF_SEARCH.test(path));
const first = () => page.locator("[data-search-results] [data-passage]").first();

async function reached(kind) {
  for (let waited = 0; !asked.some((path) => path.includes(kind)); waited += 20) {
    assert.ok(waited < 20_000, `${kind} was not asked for`);
    await later(20);
  }
}

/** Nothing has been asked for in a while. */
async function quiet() {
  for (let last = -1; last !== asked.length;) {
    last = asked.length;
    await later(700);
  }
}

test("an answer is fetched while its question is typed, and nothing before the box is used", async () => {
  for (const [address, box, question] of [["en/", "main input[type=search]", "cluster defence"], ["uk/clusters/uca/", "#_quick", "кластери оборона"]]) {
    await page.goto(site.at(address), { waitUntil: "networkidle" });
    assert.deepEqual(ofSearch(), []);
    await page.focus(box);
    await reached("/index-");
    assert.ok(!asked.some((path) => /\/(stems|words|cards)-/.test(path)), "no question yet");
    await page.keyboard.type(question, { delay: 20 });
    await reached("/cards-");
    await quiet();
    const fetched = ofSearch();
    assert.equal(new Set(fetched).size, fetched.length, "nothing is fetched twice");
    asked.length = 0;
    await page.keyboard.press("Enter");
    await first().waitFor();
    assert.deepEqual(ofSearch().filter((path) => !path.includes("/texts-")), [], "all is there when Enter is pressed");
    await quiet();
    let bytes = 0;
    for (const file of [...fetched, ...ofSearch()]) bytes += compress(await readFile(join(site.folder, file)), "br").length;
    assert.ok(bytes > 10 * 1024 && bytes <= 60 * 1024, `${bytes} bytes for «${question}»`);
    asked.length = 0;
  }
});

test("the longest modules are asked for with the first, not because of it", async () => {
  let answer;
  const held = new Promise((done) => { answer = done; });
  line = (path) => (path.includes("/js/search/ahead.") ? held : true);
  await page.goto(site.at("en/"), { waitUntil: "networkidle" });
  await page.focus("main input[type=search]");
  await reached("/js/search/index.");
  await reached("/js/search/words.");
  answer();
});

test("whoever saves data pays for nothing before Enter", async () => {
  await context.addInitScript(() => Object.defineProperty(navigator.connection, "saveData", { get: () => true }));
  await page.goto(site.at("en/"));
  await page.fill("main input[type=search]", "cluster");
  await later(1000);
  assert.deepEqual(ofSearch(), []);
  await page.keyboard.press("Enter");
  await first().waitFor();
});

test("the first cards come fourth: the page, what every question needs, the words, the cards", async () => {
  // By path: the longest chain of requests that ends with it, each sent after the one before had been answered.
  const depths = new Map();
  let deepest = 0;
  line = async (path) => {
    const depth = deepest + 1;
    if (!depths.has(path)) depths.set(path, depth);
    await later(DELAY);
    // The answer is on its way; whatever is asked because of it comes later.
    if (OF_SEARCH.test(path) || path.endsWith("/search/")) deepest = Math.max(deepest, depth);
  };
  await page.goto(site.at("uk/search/?q=кластери+оборона"));
  await first().waitFor();
  const of = (kind) => Math.min(...[...depths].filter(([path]) => path.includes(kind)).map(([, depth]) => depth));
  assert.deepEqual(["/uk/search/", "/index-", "/js/search/index.", "/stems-", "/words-", "/cards-"].map(of), [1, 2, 2, 3, 3, 4]);
});

test("that it searches is said before its scripts are there", async () => {
  for (const [language, looking] of [["en", "Searching…"], ["uk", "Шукаємо…"]]) {
    let answer;
    const held = new Promise((done) => { answer = done; });
    line = (path) => (OF_SEARCH.test(path) ? held : true);
    await page.goto(site.at(`${language}/search/?q=UCA`), { waitUntil: "commit" });
    await page.waitForFunction(() => document.querySelector("[data-search-status]")?.textContent);
    assert.equal(await status(), looking);
    assert.equal(await page.inputValue("[data-search-input]"), "UCA");
    await page.waitForFunction(() => getComputedStyle(document.querySelector("[data-search-status]")).opacity === "1");
    assert.deepEqual(await page.locator("[data-search-results] > li").count(), 0);
    answer();
    await first().waitFor();
    await answered(page);
  }
});

test("while a second question waits, the page says so and keeps what it shows", async () => {
  await page.goto(site.at("en/search/?q=cluster"));
  await first().waitFor();
  await answered(page);
  let answer;
  const held = new Promise((done) => { answer = done; });
  line = () => held;
  await page.fill("[data-search-input]", "memorandum");
  await page.waitForFunction(() => document.querySelector("[data-search-status]").textContent === "Searching…");
  assert.ok(await page.locator("[data-search-results] [data-link]").count() > 0);
  answer();
  await answered(page);
  assert.match(await page.locator("[data-search-results] [data-title]").first().innerText(), /memorand/i);
});

test("a line that breaks is said, with what to do; the answer comes when the line is back", async () => {
  line = (path) => !/\/stems-/.test(path);
  await page.goto(site.at("en/search/?q=cluster"));
  await page.waitForFunction(() => /Reload the page/.test(document.querySelector("[data-search-status]").textContent));
  line = () => true;
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await first().waitFor();
  assert.doesNotMatch(await status(), /Reload/);
});

test("a script that never arrives is said too", async () => {
  line = (path) => !/\/js\/search\/index/.test(path);
  await page.goto(site.at("uk/search/?q=UCA"));
  await page.waitForFunction(() => /Оновіть сторінку/.test(document.querySelector("[data-search-status]").textContent));
  assert.equal(await page.isVisible("[data-search-status]"), true);
  line = () => true;
  await page.reload();
  await first().waitFor();
});
