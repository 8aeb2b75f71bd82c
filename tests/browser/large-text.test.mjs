// The browser's own text set to 32 px, twice the usual: nothing lies over anything else, nothing runs out sideways.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { CHROMIUM, FLAGS, open, pages, sticksOut, visit } from "./support.mjs";

let profile;
let context;
let site;
let edited;
before(async () => {
  [site, edited] = await Promise.all([open(), open("edited")]);
  // Readers set it in the browser's settings, which media queries in `rem` follow; a style sheet could not do the same.
  profile = await mkdtemp(path.join(os.tmpdir(), "large-text-"));
  await mkdir(path.join(profile, "Default"));
  await writeFile(path.join(profile, "Default/Preferences"), JSON.stringify({ webkit: { webprefs: { default_font_size: 32 } } }));
  context = await chromium.launchPersistentContext(profile, { executablePath: CHROMIUM, args: FLAGS, reducedMotion: "reduce" });
});
after(async () => {
  await context?.close();
  await site?.close();
  await edited?.close();
  await rm(profile, { recursive: true, force: true });
});

/** Pairs of links, buttons and fields that lie over each other. Lines of one link that breaks are no box. */
const overlapping = () => {
  const boxes = [...document.querySelectorAll("a, button, summary, input, select")]
    .filter((element) => element.checkVisibility() && !element.closest("svg, .doors, .visually-hidden, .skip") && !element.matches(".visually-hidden, .skip, .skip-filter"))
    .flatMap((element) => [...element.getClientRects()].map((box) => ({ element, box })))
    .filter(({ box }) => box.width > 1 && box.height > 1);
  const found = [];
  for (const [at, one] of boxes.entries()) {
    for (const other of boxes.slice(at + 1, at + 60)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      // Letters' boxes in neighbouring lines may touch by what a line has above and below them.
      if (across > 2 && down > Math.min(one.box.height, other.box.height) / 3) found.push(`${one.element.textContent.trim().slice(0, 30)} | ${other.element.textContent.trim().slice(0, 30)}`);
    }
  }
  return found.slice(0, 5);
};

test("with text at 32 px nothing overlaps or runs out", async (t) => {
  const page = await context.newPage();
  for (const entry of pages({ site, edited })) {
    await t.test(entry.name, async () => {
      for (const width of [320, 390, 768, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        await visit(page, entry);
        assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), "32px");
        assert.deepEqual(await page.evaluate(sticksOut), [], `at ${width}`);
        assert.deepEqual(await page.evaluate(overlapping), [], `at ${width}`);
      }
    });
  }
});
