// Search as a reader uses it, on the site's own text: forms, alphabets, apostrophes, facets, keyboard, address.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { WIDE, answered, launch, open, watched } from "./support.mjs";

let browser;
let site;
let large;
let page;
let context;
let complaints;
before(async () => {
  site = await open();
  large = await open("large");
  browser = await launch();
});
after(async () => { await browser?.close(); await site?.close(); await large?.close(); });
beforeEach(async () => { ({ page, context, complaints } = await watched(browser, site, { viewport: WIDE })); });
afterEach(async () => {
  await context.close();
  assert.deepEqual(complaints, []);
});

const status = () => page.innerText("[data-search-status]");
const titles = () => page.locator("[data-search-results] [data-title]").allInnerTexts();
const focused = () => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.id);

/** Types a query and waits for its answer: the address and the status say that it is this one's. */
async function ask(query) {
  await page.fill("[data-search-input]", query);
  await page.waitForFunction((query) => new URL(location.href).searchParams.get("q") === query, query);
  await settled();
}

/** The results no longer change. */
async function settled() {
  await answered(page);
  let last;
  for (;;) {
    const now = await page.evaluate(() => new Promise((later) => { setTimeout(() => later(document.querySelector("[data-search-status]").textContent + document.querySelector("[data-search-results]").textContent), 150); }));
    if (now === last) return;
    last = now;
  }
}

test("any form of a word finds the others", async () => {
  await page.goto(site.at("uk/search/"));
  const found = {};
  for (const form of ["кластери", "кластерами", "кластерів"]) {
    await ask(form);
    found[form] = Number((await status()).match(/[\d\s]+/)[0].replace(/\s/g, ""));
    assert.ok((await page.locator("[data-search-results] mark").allInnerTexts()).some((text) => /^кластер/i.test(text)), form);
  }
  assert.ok(found["кластерами"] > 20, JSON.stringify(found));
  assert.equal(new Set(Object.values(found)).size, 1, JSON.stringify(found));
  await ask("Києва");
  const marked = (await page.locator("[data-search-results] mark").allInnerTexts()).join(" ");
  assert.match(marked, /Київ|Києв|Києві/);
});

test("a name in Latin letters finds the Ukrainian one, and the reverse", async () => {
  await page.goto(site.at("uk/search/"));
  await ask("Zaporizhzhia");
  assert.match((await titles()).join(" "), /Запоріжж/);
  await page.waitForFunction(() => [...document.querySelectorAll("[data-search-results] mark")].some((mark) => /^Запоріжж/.test(mark.textContent)), null, { timeout: 10_000 });
  await page.goto(site.at("en/search/"));
  await ask("Запоріжжя");
  assert.match((await titles()).join(" "), /Zaporizhzhia/);
});

test("any apostrophe, and none, is the same", async () => {
  await page.goto(site.at("uk/search/"));
  const answers = [];
  for (const written of ["об’єднання", "об'єднання", "обʼєднання"]) {
    await ask(written);
    answers.push([await titles(), (await status()).match(/\d+/)?.[0]]);
  }
  assert.ok(answers[0][0].length > 0);
  assert.deepEqual(answers[1], answers[0]);
  assert.deepEqual(answers[2], answers[0]);
});

test("English forms, and a title first", async () => {
  await page.goto(site.at("en/search/"));
  await ask("ukrainian cluster alliances");
  assert.equal((await titles())[0], "Ukrainian Cluster Alliance");
});

test("letters find while they are typed, and the address carries the question", async () => {
  await page.goto(site.at("uk/search/"));
  await page.locator("[data-search-input]").pressSequentially("меморанд", { delay: 15 });
  await page.waitForFunction(() => new URL(location.href).searchParams.get("q") === "меморанд");
  await settled();
  const before = await titles();
  assert.ok(before.length > 0);
  await page.reload();
  await settled();
  assert.deepEqual(await titles(), before);
  assert.equal(await page.inputValue("[data-search-input]"), "меморанд");
});

test("a search from another page's box arrives with its answer", async () => {
  await page.goto(site.at("en/clusters/uca/"));
  await page.fill("#_quick", "Košice");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/en\/search\/\?q=/);
  await settled();
  assert.ok((await titles()).length > 0);
});

test("facets narrow by the counts they show; the address keeps them", async () => {
  await page.goto(site.at("uk/search/?q=кластер"));
  await settled();
  const counts = (await page.locator("[data-search-facet=countries] [data-count]").allInnerTexts()).map(Number);
  assert.deepEqual(counts, [...counts].sort((a, b) => b - a), "most first");
  const value = page.locator("[data-search-facet=countries] label").nth(1);
  const count = Number(await value.locator("[data-count]").innerText());
  const id = await value.locator("input").inputValue();
  await value.locator("input").check();
  await page.waitForFunction((id) => new URL(location.href).searchParams.get("country") === id, id);
  await settled();
  assert.equal(Number((await status()).match(/\d+/)[0]), count);
  assert.equal(await page.evaluate(() => document.activeElement.value), id, "the choice keeps the keyboard");
  await page.reload();
  await settled();
  assert.equal(Number((await status()).match(/\d+/)[0]), count);
  assert.equal(await page.locator(`[data-search-facet=countries] input[value="${id}"]`).isChecked(), true);
});

test("back leads to what was chosen and asked before; nothing found says that the filter is on", async () => {
  await page.goto(site.at("en/search/?q=memorandum"));
  await settled();
  const before = await status();
  await page.locator("[data-search-facet=kinds] input").first().check();
  await page.waitForFunction(() => new URL(location.href).searchParams.has("kind"));
  await settled();
  const chosen = await status();
  await ask("Košice");
  await page.goBack();
  await page.waitForFunction(() => document.querySelector("[data-search-input]").value === "memorandum");
  await settled();
  assert.equal(await status(), chosen);
  await page.goBack();
  await page.waitForFunction(() => !new URL(location.href).searchParams.has("kind"));
  await settled();
  assert.equal(await status(), before);
  await page.goto(site.at("en/search/?q=memorandum&kind=people"));
  await settled();
  assert.match(await status(), /Take one away/);
});

test("the keyboard: / to the box, arrows through the results and back, Enter opens", async () => {
  await page.goto(site.at("en/search/"));
  await page.keyboard.press("/");
  assert.equal(await focused(), "_search");
  await page.keyboard.type("memorandum");
  await page.waitForFunction(() => new URL(location.href).searchParams.get("q") === "memorandum");
  await settled();
  const all = await titles();
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), all[0]);
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), all[1]);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(), "_search");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/en/search/"));
});

test("/ reaches the search box of any page", async () => {
  for (const path of ["en/", "en/clusters/uca/", "uk/clusters/"]) {
    await page.goto(site.at(path));
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.type), "search", path);
    assert.equal(await page.evaluate(() => document.activeElement.value), "", path);
  }
});

test("no result is said, with the question in it", async () => {
  await page.goto(site.at("uk/search/"));
  await ask("щъщъщъ123");
  assert.match(await status(), /щъщъщъ123/);
  assert.equal((await titles()).length, 0);
  assert.equal(await page.getAttribute("[data-search-status]", "aria-live"), "polite");
  await page.fill("[data-search-input]", "");
  await page.waitForFunction(() => document.querySelector("[data-search-status]").textContent === "");
});

test("a question never becomes markup", async () => {
  await page.goto(site.at(`en/search/?q=${encodeURIComponent("<img src=x onerror=alert(1)>")}`));
  await settled();
  assert.equal(await page.locator("main img").count(), 0);
});

test("a name in Latin letters finds all that the name itself does", async () => {
  await page.goto(site.at("uk/search/"));
  for (const [latin, cyrillic] of [["Lviv", "Львів"], ["Yurchak", "Юрчак"]]) {
    await ask(cyrillic);
    const wanted = await titles();
    assert.ok(wanted.length > 1, cyrillic);
    await ask(latin);
    assert.deepEqual((await titles()).sort(), wanted.sort(), latin);
  }
});

test("what nothing has is looked for as it was meant, and the page says so", async () => {
  // The last two have letters of the other alphabet that look the same.
  const slips = [["uk/search/", "меморадум", "меморандум"], ["uk/search/", "rkfcnth", "кластер"], ["en/search/", "memorandom", "memorandum"], ["uk/search/", "В2В", "b2b"], ["uk/search/", "ІСSІ", "icsi"]];
  for (const [path, query, instead] of slips) {
    await page.goto(site.at(path));
    await ask(query);
    assert.ok((await titles()).length > 0, query);
    await page.locator("[data-search-mended][role=status]", { hasText: instead }).waitFor();
    await ask(instead);
    assert.equal(await page.isVisible("[data-search-mended]"), false, instead);
  }
});

test("a hyphenated word and the joined one are the same, and a number however it is written", async () => {
  const titlesOf = async (query) => { await ask(query); return titles(); };
  await page.goto(site.at("en/search/"));
  assert.equal((await titlesOf("co-operation"))[0], (await titlesOf("cooperation"))[0]);
  assert.equal((await titlesOf("dualuse"))[0], (await titlesOf("dual-use"))[0]);
  const [first] = await titlesOf("budget 300,000");
  for (const written of ["budget 300 000", "budget 300 thousand"]) assert.equal((await titlesOf(written))[0], first);
});

test("a term of the glossary is a result that leads to it, with its own words", async () => {
  await page.goto(site.at("en/search/"));
  await ask("What does BSO mean?");
  const first = page.locator("[data-search-results] > li").first();
  assert.match(await first.locator("[data-link]").getAttribute("href"), /\/en\/glossary\/#bso$/);
  await first.locator("[data-passage]", { hasText: "serves companies" }).waitFor();
});

test("the first answer to two words costs little, its scripts and passages included", async () => {
  const client = await context.newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.setCacheDisabled", { cacheDisabled: true });
  // Without the heads of the responses, which HTTP/2 hardly repeats.
  let bytes = 0;
  const responses = new Map();
  client.on("Network.responseReceived", ({ requestId, response }) => responses.set(requestId, response));
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const response = responses.get(requestId);
    if (/\/assets\/(js\/)?search\//.test(response?.url ?? "")) bytes += encodedDataLength - response.encodedDataLength;
    if (process.env.SHOW) console.log(response?.url.split("/").at(-1), encodedDataLength, response?.encodedDataLength);
  });
  await page.goto(site.at("uk/search/"));
  await ask("кластерами оборони");
  assert.ok(bytes > 10 * 1024 && bytes <= 60 * 1024, `${bytes} bytes`);
});

test("on a large site a passage comes from the result's page", async () => {
  site.origins.push(large.origin);
  await page.goto(large.at("en/search/"));
  await ask("lantern");
  await page.locator("[data-passage] mark", { hasText: "lantern" }).waitFor();
  assert.equal(await page.innerText("[data-passage]"), "Far down, after much else & more, a lantern hangs <b>here</b>.");
});

test("without script the page says so and offers the lists", async () => {
  const bare = await browser.newContext({ javaScriptEnabled: false });
  const still = await bare.newPage();
  await still.goto(site.at("uk/search/?q=кластер"));
  assert.equal(await still.locator("noscript .notice, .notice").first().isVisible(), true);
  assert.equal(await still.locator(".search-browse a").count() >= 11, true);
  await bare.close();
});
