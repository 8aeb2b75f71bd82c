// What is taken into a meeting: every brief, of each entry and term in each language, is one page of A4.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch, open } from "./support.mjs";

/** Pages printed side by side. */
const AT_ONCE = 3;

let browser;
let site;
before(async () => {
  site = await open("site", { packing: false });
  browser = await launch();
});
after(async () => { await browser?.close(); await site?.close(); });

/** The pages of a PDF file. */
const pagesOf = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;

test("every brief is one page", async () => {
  const files = await readdir(site.folder, { recursive: true });
  const briefs = files.filter((file) => file.endsWith("/brief/index.html")).map((file) => file.replace(/index\.html$/, ""));
  assert.ok(briefs.length > 400, `${briefs.length} briefs`);
  const wrong = [];
  const context = await browser.newContext();
  const left = [...briefs];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    const page = await context.newPage();
    for (let brief = left.pop(); brief !== undefined; brief = left.pop()) {
      await page.goto(site.at(brief));
      const pages = pagesOf(await page.pdf({ format: "A4", preferCSSPageSize: true }));
      if (pages !== 1) wrong.push(`${brief}: ${pages} pages`);
    }
  }));
  await context.close();
  assert.deepEqual(wrong, []);
});

test("an official's brief says whom to write to, what was signed and where it is from", async () => {
  const page = await browser.newPage();
  await page.goto(site.at("en/countries/pl/"));
  await page.click(".actions a[href$='/brief/']");
  const text = await page.locator("main").innerText();
  for (const said of ["Polish National Cluster Association", "gen.rocket@clusters.org.ua", "29 March 2023", "Clusters Partnership for Ukraine Memorandum", "Košice", "Sources:"]) {
    assert.ok(text.includes(said), `${said}\n${text}`);
  }
  assert.equal(await page.getAttribute("meta[name=robots]", "content"), "noindex");
  await page.close();
});
