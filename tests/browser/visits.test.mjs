// Six visits, each with what somebody came for: made in the browser in both languages, counted in clicks and screens, and held to
// limits. A click is a press, a tap or a search that is sent; a screen is as much as the window shows without scrolling.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { LANGUAGES, WIDE, answered, follow, launch, open, watched } from "./support.mjs";

const PHONE = { width: 390, height: 844 };

let browser;
let site;
before(async () => {
  site = await open();
  browser = await launch();
});
after(async () => { await browser?.close(); await site?.close(); });

/** How many screens down a thing ends on its page. */
const screens = (locator) => locator.first().evaluate((element) => Math.ceil((element.getBoundingClientRect().bottom + scrollY) / innerHeight));

/** Makes a visit in each language. `visit` counts its clicks by `clicked`, and gives figures to print. */
function visits(name, viewport, visit) {
  test(name, async (t) => {
    for (const language of LANGUAGES) {
      const { page, context, complaints } = await watched(browser, site, { viewport, acceptDownloads: true, hasTouch: viewport === PHONE });
      let clicks = 0;
      const clicked = async (link, { leads = true } = {}) => {
        clicks += 1;
        await (leads ? follow(page, link) : page.locator(link).first().click());
      };
      await page.goto(site.at(`${language}/`));
      const figures = await visit({ page, language, clicked, clicks: () => clicks });
      t.diagnostic(`${language}: ${clicks} clicks${figures ? `, ${figures}` : ""}`);
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });
}

visits("an official finds whom to write to: at most 2 clicks and 1 screen, and a brief of one page", WIDE, async ({ page, language, clicked, clicks }) => {
  await clicked(`main a[href$="/${language}/countries/pl/"]`);
  const contact = page.locator(".fact-contact a[href^='mailto:']");
  const [before, depth] = [clicks(), await screens(contact)];
  assert.ok(before <= 2, `${before} clicks`);
  assert.equal(depth, 1);
  assert.ok((await page.locator(".glance").innerText()).includes("2023"), "what Poland signed stands with it");
  await clicked(".actions a[href$='/brief/']");
  const pages = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;
  assert.equal(pages, 1);
  return `contact after ${before} on screen ${depth}, ${pages} printed page`;
});

visits("a company finds its sector by its own word, and is told what is not on record", WIDE, async ({ page, language, clicked }) => {
  await page.fill("main [name=q]", language === "en" ? "UAV" : "БПЛА");
  await clicked("main [role=search] button");
  await answered(page);
  const first = page.locator("[data-search-results] a").first();
  assert.match(await first.getAttribute("href"), /\/sectors\/unmanned-robotics\/$/);
  await clicked("[data-search-results] a");
  const glance = await page.locator(".glance").innerText();
  assert.ok(glance.includes({ en: "nothing on record", uk: "даних немає" }[language]), glance);
  const depth = await screens(page.locator(".fact-contact a[href^='mailto:']"));
  assert.ok(depth <= 1, `the contact is on screen ${depth}`);
  return `contact on screen ${depth}`;
});

visits("a journalist on a phone has the citation one tap from the title", PHONE, async ({ page, language, clicks, clicked }) => {
  await page.goto(site.at(`${language}/memoranda/cp4u-memorandum-2023/`));
  const start = clicks();
  await clicked(".actions summary", { leads: false });
  assert.equal(clicks() - start, 1);
  const citation = page.locator("#_cite");
  assert.ok(await citation.isVisible());
  assert.match(await citation.innerText(), /cp4u-memorandum-2023/);
  const depth = await screens(citation);
  assert.equal(depth, 1);
  await page.locator(".actions summary").first().click();
  const text = await page.locator(".entry-body p").first().evaluate((first) => Math.ceil((first.getBoundingClientRect().top + scrollY) / innerHeight));
  return `citation on screen ${depth}, text begins on screen ${text}`;
});

visits("an analyst takes along what the filter shows", WIDE, async ({ page, language, clicked, clicks }) => {
  await clicked(`main a[href$="/${language}/memoranda/"]`);
  await clicked(".facet[data-facet=kind] input", { leads: false });
  const shown = () => page.evaluate(() => [...document.querySelectorAll("[data-cards] .card-title a")].map((link) => link.pathname));
  const titles = await shown();
  assert.ok(titles.length > 1 && titles.length < Number(await page.locator(".faceted").getAttribute("data-total")));
  const [download] = await Promise.all([page.waitForEvent("download"), clicked("[data-take]", { leads: false })]);
  const text = await readFile(await download.path(), "utf8");
  const saved = text.trim().split("\r\n").slice(1).map((row) => new URL(row.split(",").at(-1)).pathname);
  assert.deepEqual(saved, titles);
  assert.ok(clicks() <= 3, `${clicks()} clicks`);
  return `${saved.length} rows, as many as are shown`;
});

visits("a partner who returns sees the last changes on the home page, all of them one click from it", WIDE, async ({ page, language, clicked, clicks }) => {
  const newest = page.locator(".newest .change");
  assert.equal(await newest.count(), 6);
  const depth = await screens(newest);
  await clicked(".newest h2 a");
  assert.ok(page.url().endsWith(`/${language}/changes/`), page.url());
  assert.ok(clicks() <= 1);
  assert.ok(await page.locator(".changes-day .change").count() >= 6);
  assert.equal(await page.locator('.actions a[type="application/atom+xml"]').count(), 1);
  return `on screen ${depth} of the home page`;
});

visits("whoever comes from a search engine reads what an entry is on the first screen, and is one click from it in the other language", WIDE, async ({ page, language, clicked, clicks }) => {
  await page.goto(site.at(`${language}/clusters/uca/`));
  const depths = [await screens(page.locator("h1")), await screens(page.locator(".lead")), await screens(page.locator(".fact-contact"))];
  assert.deepEqual(depths, [1, 1, 1]);
  const other = LANGUAGES.find((known) => known !== language);
  await clicked(`.switcher a[hreflang=${other}]`);
  assert.ok(page.url().endsWith(`/${other}/clusters/uca/`));
  assert.ok(clicks() <= 1);
  return "title, summary and contact on screen 1";
});

test("on a phone the text of every entry begins within the first two screens", async () => {
  const folders = async (folder) => (await readdir(path.join(site.folder, folder), { withFileTypes: true })).filter((each) => each.isDirectory()).map(({ name }) => `${folder}/${name}`);
  const context = await browser.newContext({ viewport: PHONE });
  const page = await context.newPage();
  const far = [];
  let seen = 0;
  for (const list of (await Promise.all(LANGUAGES.map(folders))).flat()) {
    for (const entry of (await folders(list)).filter((entry) => existsSync(path.join(site.folder, entry, "index.html")))) {
      await page.goto(site.at(`${entry}/`));
      const top = await page.evaluate(() => document.querySelector("article.entry .entry-body p")?.getBoundingClientRect().top);
      if (top === undefined) continue;
      seen += 1;
      if (top > 2 * PHONE.height) far.push(`${entry}: ${(top / PHONE.height).toFixed(1)} screens`);
    }
  }
  assert.deepEqual(far, []);
  assert.ok(seen > 200);
  await context.close();
});
