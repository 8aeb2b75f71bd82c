// What a photograph costs a visitor: a phone loads the small size, in texts, facts and lists, and sees all of it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { NARROW, WIDE, launch } from "./support.mjs";
import { serve } from "./server.mjs";

const program = process.env.ICSI ?? fileURLToPath(new URL("../../target/debug/icsi", import.meta.url));

const SETTINGS = `base_url = "http://127.0.0.1/"
languages = ["en"]
theme = "intermarium"
title = { en = "Fairs" }
description = { en = "Fairs and their halls" }
[collections.fairs]
title = { en = "Fairs" }
[collections.fairs.fields]
sign = { type = "file", role = "logo", label = { en = "Logo" } }
hall = { type = "file", role = "picture", label = { en = "Hall" } }
`;
const PAGE = `+++
title = "A fair"
sign = "sign.jpg"
hall = "hall.jpg"
+++

![The stands](a/stands.jpg)
`;

let browser;
let folder;
let site;

/** A photograph of so many pixels with some noise, as a camera takes it. */
async function photograph(page, width, height) {
  const data = await page.evaluate(([width, height]) => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height });
    const context = canvas.getContext("2d");
    const image = context.createImageData(width, height);
    for (let at = 0, seed = 1; at < image.data.length; at += 4) {
      seed = (seed * 1664525 + 1013904223) % 4294967296;
      image.data.set([at % 251, (at >> 9) % 251, seed >>> 26, 255], at);
    }
    context.putImageData(image, 0, 0);
    return canvas.toDataURL("image/jpeg", 0.92);
  }, [width, height]);
  return Buffer.from(data.slice(data.indexOf(",") + 1), "base64");
}

before(async () => {
  browser = await launch();
  folder = await mkdtemp(path.join(tmpdir(), "icsi-pictures-"));
  await mkdir(path.join(folder, "content/fairs/a"), { recursive: true });
  await writeFile(path.join(folder, "site.toml"), SETTINGS);
  await writeFile(path.join(folder, "content/fairs/a.en.md"), PAGE);
  const page = await browser.newPage();
  for (const [name, width, height] of [["sign", 1200, 1200], ["hall", 3000, 2000], ["stands", 4000, 3000]]) {
    await writeFile(path.join(folder, `content/fairs/a/${name}.jpg`), await photograph(page, width, height));
  }
  await page.close();
  await promisify(execFile)(program, ["build", "--quiet", "--no-sync", "--root", folder]);
  site = await serve(path.join(folder, "public"));
});
after(async () => {
  await browser?.close();
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The pictures that a page of the site loads: their names, without fingerprints, and all their bytes. */
async function loaded(address, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  let bytes = 0;
  page.on("response", async (response) => {
    if (response.url().endsWith(".jpg")) bytes += Number(response.headers()["content-length"] ?? (await response.body()).length);
  });
  await page.goto(`${site.origin}/${address}`);
  for (const image of await page.locator("main img").all()) await image.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => [...document.querySelectorAll("main img")].every((image) => image.complete && image.naturalWidth > 0));
  await page.waitForLoadState("networkidle");
  const names = await page.locator("main img").evaluateAll((images) => images.map((image) => image.currentSrc.split("/").at(-1).split(".")[0]));
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await context.close();
  return { names, bytes, tooWide };
}

test("a phone loads the small sizes", async () => {
  const { names, bytes, tooWide } = await loaded("en/fairs/a/", { viewport: NARROW, deviceScaleFactor: 1 });
  assert.deepEqual(names.toSorted(), ["hall-320", "sign-320", "stands-320"]);
  assert.ok(bytes > 0 && bytes < 120_000, `${bytes} bytes`);
  assert.ok(tooWide <= 0, `${tooWide} pixels too wide`);
});

test("a large screen with fine pixels loads the large ones, and never the files themselves", async () => {
  const { names } = await loaded("en/fairs/a/", { viewport: WIDE, deviceScaleFactor: 2 });
  assert.deepEqual(names.toSorted(), ["hall-1280", "sign-320", "stands-1280"]);
});

test("a list shows small signs", async () => {
  const { names, bytes } = await loaded("en/fairs/", { viewport: NARROW, deviceScaleFactor: 1 });
  assert.deepEqual(names, ["sign-320"]);
  assert.ok(bytes < 60_000, `${bytes} bytes`);
});
