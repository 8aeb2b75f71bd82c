// axe-core on every page type: two languages, two schemes, narrow and wide.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NARROW, WIDE, axeSource, launch, open, pages, visit } from "./support.mjs";

const ALL = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
/** The scheme changes colours alone. */
const COLOURS = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };

let browser;
let site;
let edited;
before(async () => {
  [site, edited] = await Promise.all([open(), open("edited")]);
  browser = await launch();
});
after(async () => { await browser?.close(); await site?.close(); await edited?.close(); });

const run = async (options) => {
  const { violations } = await window.axe.run(document, { ...options, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 4).map(({ html, any, all, none }) => `${html.slice(0, 160)} ${[...any, ...all, ...none].map(({ message }) => message).join("; ").slice(0, 240)}`)]);
};

test("axe finds nothing", async (t) => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  await context.addInitScript({ content: axeSource });
  const page = await context.newPage();
  for (const entry of pages({ site, edited })) {
    await t.test(entry.name, async () => {
      await page.setViewportSize(WIDE);
      await page.emulateMedia({ colorScheme: "light" });
      await visit(page, entry);
      // What is folded is looked at as well; the menu, which covers what is below it, on one page.
      const folds = entry.name.startsWith("plain") ? "details" : "details:not(.menu)";
      await page.evaluate((folds) => { for (const fold of document.querySelectorAll(folds)) fold.open = true; }, folds);
      const found = {};
      for (const [label, viewport] of [["wide", WIDE], ["narrow", NARROW]]) {
        await page.setViewportSize(viewport);
        // At the end of the page, what sticks to the window's edge lies over nothing.
        await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
        await page.emulateMedia({ colorScheme: "light" });
        found[`light ${label}`] = await page.evaluate(run, ALL);
        await page.emulateMedia({ colorScheme: "dark" });
        found[`dark ${label}`] = await page.evaluate(run, COLOURS);
      }
      for (const [label, violations] of Object.entries(found)) assert.deepEqual(violations, [], label);
    });
  }
  await context.close();
});
