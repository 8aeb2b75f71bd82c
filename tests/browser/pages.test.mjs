// Every page type, in both languages: quiet, at home on its own host, as wide as the window, the same without script and on
// paper.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { EDITED_PAGES, LANGUAGES, NARROW, PAGES, ROOT_PAGES, WIDE, address, answered, launch, open, watched } from "./support.mjs";

let browser;
let site;
let edited;
before(async () => {
  [site, edited] = await Promise.all([open(), open("edited")]);
  browser = await launch();
});
after(async () => { await browser?.close(); await site?.close(); await edited?.close(); });

const own = Object.entries(PAGES).flatMap(([name, pattern]) => LANGUAGES.map((language) => ({ name: `${name} (${language})`, path: address(pattern, language) })));
const outside = Object.entries(ROOT_PAGES).map(([name, path]) => ({ name, path }));
const special = Object.entries(EDITED_PAGES).map(([name, pattern]) => ({ name, path: address(pattern, "uk"), edited: true }));
const all = [...own, ...outside, ...special].map((page) => ({ ...page, missing: page.path.endsWith("nowhere/") }));
const where = (entry) => (entry.edited ? edited : site);

async function visit(page, entry) {
  await page.goto(where(entry).at(entry.path), { waitUntil: "networkidle" });
  if (entry.path.includes("?q=")) await answered(page);
}

/** What sticks out of the window sideways, unless it stands in something that scrolls by itself. */
const sticksOut = () => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")].filter((element) => {
    const { right, left, width: own } = element.getBoundingClientRect();
    if (own === 0 || (right <= width + 0.5 && left >= -0.5)) return false;
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== "visible") return false;
    }
    return true;
  }).map((element) => `${element.tagName}.${element.className?.baseVal ?? element.className}`).slice(0, 5).concat(`${document.documentElement.scrollWidth} wide`);
};

for (const [label, viewport] of [["narrow", NARROW], ["wide", WIDE]]) {
  test(`no complaint, no other host, no sideways scroll: ${label}`, async (t) => {
    for (const entry of all) {
      await t.test(entry.name, async () => {
        const { page, context, complaints } = await watched(browser, where(entry), { viewport, expectedStatus: entry.missing ? [404] : [] });
        await visit(page, entry);
        // All of the page is seen, so that nothing waits for a scroll.
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        assert.deepEqual(await page.evaluate(sticksOut), []);
        assert.deepEqual(complaints, []);
        await context.close();
      });
    }
  });
}

test("without script every page shows its text, and no control that needs script", async (t) => {
  for (const entry of all) {
    await t.test(entry.name, async () => {
      const { page, context, complaints } = await watched(browser, where(entry), { viewport: NARROW, javaScriptEnabled: false, expectedStatus: entry.missing ? [404] : [] });
      await page.goto(where(entry).at(entry.path));
      assert.ok((await page.locator("h1").first().innerText()).trim());
      for (const control of ["button.copy", "button.print", "button.clear", ".sort", "[data-search-more]", "[data-search-facet]"]) {
        for (const found of await page.locator(control).all()) assert.equal(await found.isVisible(), false, control);
      }
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }
});

test("nothing moves while a page loads, and it moves nothing when its script comes", async (t) => {
  for (const entry of all.filter(({ name, missing }) => !missing && !name.startsWith("results"))) {
    await t.test(entry.name, async () => {
      const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
      const page = await context.newPage();
      await page.addInitScript(() => {
        window.shifts = [];
        new PerformanceObserver((seen) => {
          for (const shift of seen.getEntries()) window.shifts.push(shift.value, ...shift.sources.map(({ node }) => node?.className ?? node?.nodeName));
        }).observe({ type: "layout-shift", buffered: true });
      });
      await visit(page, entry);
      await page.evaluate(() => new Promise((painted) => { requestAnimationFrame(() => requestAnimationFrame(painted)); }));
      const shifts = await page.evaluate(() => window.shifts);
      const total = shifts.filter((value) => typeof value === "number").reduce((sum, value) => sum + value, 0);
      assert.ok(total < 0.01, JSON.stringify(shifts));
      await context.close();
    });
  }
});

test("on paper: text and sources, no controls, folded parts open", async () => {
  const { page, context, complaints } = await watched(browser, site);
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

test("the dark scheme is dark, the light one light", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, context } = await watched(browser, site, { colorScheme });
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
  await page.goto(edited.at("en/old-reading/"));
  await page.waitForURL(edited.at("en/reading/"));
  await context.close();
});
