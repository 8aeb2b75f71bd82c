// What a first visit costs: HTML, CSS, script and drawings as a host sends them compressed, and the fonts that the page's letters need.
// Scripts are followed through their imports; fonts are what the browser really asks for.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { compress } from "./server.mjs";
import { launch, open, pages, visit } from "./support.mjs";

const PAGE_LIMIT = 60 * 1024;
const FONT_LIMIT = 120 * 1024;

let browser;
let site;
let edited;
before(async () => {
  [site, edited] = await Promise.all([open(), open("edited")]);
  browser = await launch();
});
after(async () => { await browser?.close(); await site?.close(); await edited?.close(); });

test("every page is light", async (t) => {
  const context = await browser.newContext();
  for (const entry of pages({ site, edited })) {
    await t.test(entry.name, async () => {
      // A page of its own: what the one before asks for in the end would come to this one's answers.
      const page = await context.newPage();
      const asked = [];
      page.on("response", (response) => asked.push(response));
      await visit(page, entry);
      await page.evaluate(() => document.fonts.ready.then(() => {}));
      let text = 0;
      let fonts = 0;
      const parts = [];
      for (const response of asked) {
        const type = response.headers()["content-type"] ?? "";
        if (type.startsWith("font/")) {
          fonts += (await readFile(path.join(site.folder, new URL(response.url()).pathname.replace(/^\/kb/, "")))).length;
        } else if (/^(text\/(html|css|javascript)|image\/svg)/.test(type)) {
          // gzip, the weaker of what browsers take.
          const size = compress(await response.body(), "gzip").length;
          text += size;
          parts.push(`${path.basename(new URL(response.url()).pathname) || "page"} ${size}`);
        }
      }
      t.diagnostic(`${entry.name}: ${(text / 1024).toFixed(1)} KB (${parts.join(", ")}), fonts ${(fonts / 1024).toFixed(1)} KB`);
      assert.ok(text <= PAGE_LIMIT, `${text} bytes: ${parts.join(", ")}`);
      assert.ok(fonts <= FONT_LIMIT, `${fonts} bytes of fonts`);
      await page.close();
    });
  }
  await context.close();
});
