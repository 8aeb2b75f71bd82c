// axe-core on every page type: two languages, two schemes, narrow and wide.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { EDITED_PAGES, LANGUAGES, NARROW, PAGES, ROOT_PAGES, WIDE, address, answered, axeSource, launch, open } from "./support.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let browser;
let site;
let edited;
before(async () => {
  [site, edited] = await Promise.all([open(), open("edited")]);
  browser = await launch();
});
after(async () => { await browser?.close(); await site?.close(); await edited?.close(); });

const pages = [
  ...Object.entries(PAGES).flatMap(([name, pattern]) => LANGUAGES.map((language) => [`${name} (${language})`, () => site.at(address(pattern, language))])),
  ...Object.entries(ROOT_PAGES).map(([name, path]) => [name, () => site.at(path)]),
  ...Object.entries(EDITED_PAGES).flatMap(([name, pattern]) => [...new Set(LANGUAGES.map((language) => address(pattern, language)))].map((path) => [`${name}: ${path}`, () => edited.at(path)])),
];

for (const colorScheme of ["light", "dark"]) {
  for (const [width, viewport] of [["narrow", NARROW], ["wide", WIDE]]) {
    test(`axe: ${colorScheme}, ${width}`, async (t) => {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
      await context.addInitScript({ content: axeSource });
      for (const [name, url] of pages) {
        await t.test(name, async () => {
          const page = await context.newPage();
          await page.goto(url(), { waitUntil: "networkidle" });
          if (url().includes("?q=")) await answered(page);
          // What is folded is looked at as well.
          await page.evaluate(() => { for (const fold of document.querySelectorAll("details")) fold.open = true; });
          const found = await page.evaluate(async (tags) => {
            const { violations } = await window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
            return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 4).map(({ html, any, all, none }) => `${html.slice(0, 160)} ${[...any, ...all, ...none].map(({ message }) => message).join("; ").slice(0, 240)}`).join(" | ")}`);
          }, TAGS);
          assert.deepEqual(found, []);
          await page.close();
        });
      }
      await context.close();
    });
  }
}
