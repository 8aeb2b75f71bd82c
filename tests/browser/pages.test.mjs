// Every page type, in both languages: quiet, at home on its own host, as wide as the window, the same without script and on
// paper.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NARROW, WIDE, launch, open, pages, sticksOut, visit, watched } from "./support.mjs";

let browser;
let site;
let edited;
let all;
/** Both sites' addresses are home. */
let home;
before(async () => {
  [site, edited] = await Promise.all([open(), open("edited")]);
  home = { origins: [site.origin, edited.origin] };
  all = pages({ site, edited });
  browser = await launch();
});
after(async () => { await browser?.close(); await site?.close(); await edited?.close(); });

const PHONE = { width: 412, height: 823 };

const watchShifts = (context) => context.addInitScript(() => {
  window.shifts = [];
  new PerformanceObserver((seen) => {
    for (const { value, sources } of seen.getEntries()) window.shifts.push([value, ...sources.map(({ node }) => node?.className ?? node?.nodeName)]);
  }).observe({ type: "layout-shift", buffered: true });
});

/** Visits a page, and tells what moves on it at each visit: a busy machine may draw words once before their font, which is there. */
async function shifts(page, entry) {
  let moved = [];
  for (let visits = 0; visits < 2; visits += 1) {
    await visit(page, entry);
    moved = await page.evaluate(() => window.shifts);
    if (moved.reduce((sum, [value]) => sum + value, 0) < 0.01) return [];
  }
  return moved;
}

test("every page: no complaint, no other host, nothing moves, nothing sticks out sideways", async (t) => {
  const { page, context, complaints } = await watched(browser, home, { viewport: PHONE, expectedStatus: [404] });
  await watchShifts(context);
  for (const entry of all) {
    await t.test(entry.name, async () => {
      complaints.length = 0;
      await page.setViewportSize(PHONE);
      // A search's results come after a question; nothing is read before them.
      if (entry.name.startsWith("results")) await visit(page, entry);
      else assert.deepEqual(await shifts(page, entry), []);
      for (const viewport of [PHONE, NARROW, WIDE]) {
        await page.setViewportSize(viewport);
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        assert.deepEqual(await page.evaluate(sticksOut), [], `at ${viewport.width}`);
      }
      assert.deepEqual(complaints, []);
    });
  }
  await context.close();
});

test("nothing moves when scripts come late", async (t) => {
  const { page, context } = await watched(browser, home, { viewport: WIDE, expectedStatus: [404] });
  await watchShifts(context);
  await page.route(/\.js$/, async (route) => {
    await new Promise((later) => { setTimeout(later, 300); });
    await route.continue();
  });
  for (const entry of all.filter(({ name }) => /^(list|deadlines|cluster|call|search|home) /.test(name))) {
    await t.test(entry.name, async () => {
      for (const viewport of [WIDE, NARROW]) {
        await page.setViewportSize(viewport);
        assert.deepEqual(await shifts(page, entry), [], `at ${viewport.width}`);
      }
    });
  }
  await context.close();
});

test("without script every page shows its text, and no control that needs script", async (t) => {
  const { page, context, complaints } = await watched(browser, home, { viewport: NARROW, javaScriptEnabled: false, expectedStatus: [404] });
  for (const entry of all) {
    await t.test(entry.name, async () => {
      complaints.length = 0;
      await page.goto(entry.url);
      assert.ok((await page.locator("h1").first().innerText()).trim());
      const controls = ".past-mark, button.copy, button.print, button.clear, .sort, .find, .facets-done, .chosen, [data-search-more], [data-search-facet], [data-search-results]";
      for (const found of await page.locator(controls).all()) assert.equal(await found.isVisible(), false, await found.getAttribute("class"));
      assert.deepEqual(complaints, []);
    });
  }
  await context.close();
});

test("on paper: text and sources, no controls, folded parts open", async () => {
  const { page, context, complaints } = await watched(browser, home);
  await page.goto(site.at("en/clusters/uca/"));
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  for (const gone of [".main-nav", ".switcher", ".quick-search", "button.print", "button.copy"]) {
    assert.equal(await page.locator(gone).first().isVisible(), false, gone);
  }
  for (const there of ["h1", ".facts", ".prose", ".sources", ".permalink"]) assert.equal(await page.locator(there).first().isVisible(), true, there);
  assert.equal(await page.locator("main details:not([open])").count(), 0);
  const [ink, paper] = await page.evaluate(() => {
    const style = getComputedStyle(document.body);
    return [style.color, style.backgroundColor];
  });
  assert.equal(paper, "rgb(255, 255, 255)");
  assert.match(ink, /^rgb\(22, 36, 46\)$/);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.ok((await page.pdf({ format: "A4" })).length > 10_000);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("on paper: the timeline has its events, a table all its columns, the map's words can be read", async () => {
  const { page, context } = await watched(browser, home);
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 1000, height: 700 });
  await page.goto(site.at("en/timeline/"));
  assert.equal(await page.locator(".timeline .event").last().isVisible(), true);
  await page.goto(site.at("en/events/"));
  assert.equal(await page.locator(".timeline").first().isVisible(), false);
  await page.goto(site.at("en/clusters/table/"));
  const [overflow, needed, shown] = await page.locator(".list-scroll").evaluate((scroll) => [getComputedStyle(scroll).overflowX, scroll.scrollWidth, scroll.clientWidth]);
  assert.equal(overflow, "visible");
  assert.ok(needed <= shown * 1.3, `${needed} in ${shown}`);
  await page.goto(site.at("en/countries/"));
  assert.equal(await page.locator(".map-says").evaluate((says) => getComputedStyle(says).color), "rgb(51, 51, 51)");
  // A table's foot would stand at the foot of every sheet.
  assert.equal(await page.locator(".matrix tfoot").evaluate((foot) => getComputedStyle(foot).display), "table-row-group");
  // On paper it is the darker, not the lighter.
  assert.equal(await page.locator(".map-shades").isVisible(), false);
  // The matrix's cells are white.
  assert.equal(await page.locator(".matrix-section .section-note").isVisible(), true);
  assert.equal(await page.locator(".matrix-shades").isVisible(), false);
  await context.close();
});

test("the dark scheme is dark, the light one light", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, context } = await watched(browser, home, { colorScheme });
    await page.goto(site.at("en/clusters/uca/"));
    const brightness = await page.evaluate(() => {
      const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      return [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color].map((colour) => {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
        return (red + green + blue) / 3;
      });
    });
    assert.equal(brightness[0] > brightness[1], colorScheme === "light", `${colorScheme}: ${brightness}`);
    await context.close();
  }
});

test("an address that has moved leads on, without script too", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(edited.at("old-reading/"));
  await page.waitForURL(edited.at("en/reading/"));
  await context.close();
});
