// Makes the pictures of README.md, in docs/pictures/: each in a light and a dark look, in Chromium.
//
//     cargo build && npm ci --ignore-scripts && node tools/pictures/make.mjs [NAME…]
//
// To add one: a function that leads a page to what is to be seen, in PICTURES. Then show it in README.md, where
// tests/readme.rs holds it.

import { execFileSync, spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../tests/browser/server.mjs";
import { CHROMIUM, FLAGS } from "../../tests/browser/support.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const icsi = process.env.ICSI ?? path.join(root, "target/debug/icsi");
const SIZE = { width: 1000, height: 640 };

/** By the name of the file: what leads a page there. `site` is a copy of the knowledge base, which may be changed. */
const PICTURES = { site: showSite, message: showMessage };

async function showSite(page, site) {
  const out = path.join(site, "public");
  execFileSync(icsi, ["build", "--root", site, "--out", out, "--no-sync", "--quiet"]);
  const server = await serve(out);
  await page.goto(`${server.origin}/en/`, { waitUntil: "networkidle" });
  return () => server.close();
}

/** A mistake that anybody makes, and what is said of it. */
async function showMessage(page, site) {
  const file = path.join(site, "content/clusters/uca.en.md");
  const text = await readFile(file, "utf8");
  const wrong = text.replace(/^country = \["ua"\]/m, 'country = ["ukr"]');
  if (wrong === text) throw new Error(`${file} has no line to be broken`);
  await writeFile(file, wrong);
  const run = spawnSync(icsi, ["check", "--root", site, "--color", "always", "--quiet"], { encoding: "utf8" });
  await writeFile(file, text);
  const said = run.stderr.replaceAll("\x1b]8;;\x1b\\", "").trim();
  await page.setViewportSize({ width: SIZE.width, height: 240 });
  await page.setContent(`<!DOCTYPE html><meta name="color-scheme" content="light dark"><style>
    body { margin: 0; padding: 20px 24px; background: light-dark(#fbfaf7, #0c1822); color: light-dark(#16242e, #e3eaef); }
    pre { margin: 0; font: 15px/1.5 "DejaVu Sans Mono", monospace; white-space: pre-wrap; }
    b { font-weight: 700 } .c31, .c91 { color: light-dark(#b3261e, #ff8a80) } .c33, .c93 { color: light-dark(#8a5200, #f0b552) }
    .c32, .c92, .c36, .c96 { color: light-dark(#1b6b4f, #69c3a2) } .c34, .c94 { color: light-dark(#0d568b, #8ec6ee) }
    .prompt { color: light-dark(#4c5a65, #a7b6c1) }
    </style><pre><span class="prompt">$ icsi check</span>\n${coloured(said)}</pre>`);
  const box = await page.locator("pre").boundingBox();
  await page.setViewportSize({ width: SIZE.width, height: Math.ceil(box.height) + 40 });
  return () => {};
}

/** The text of a terminal as HTML: colours and bold type. */
function coloured(text) {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  let open = 0;
  const html = escaped.replace(/\x1b\[([\d;]*)m/g, (_, codes) => codes.split(";").map((code) => {
    const number = Number(code);
    if (number === 0) {
      const closed = "</span>".repeat(open);
      open = 0;
      return closed;
    }
    open += 1;
    return number === 1 ? '<span style="font-weight:700">' : `<span class="c${number}">`;
  }).join(""));
  return html + "</span>".repeat(open);
}

/** A PNG as WebP, which is a third of it; Chromium has the encoder. */
async function webp(browser, png, quality) {
  const page = await browser.newPage();
  const data = await page.evaluate(async ({ source, quality }) => {
    const picture = new Image();
    picture.src = source;
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width, picture.height];
    canvas.getContext("2d").drawImage(picture, 0, 0);
    return canvas.toDataURL("image/webp", quality);
  }, { source: `data:image/png;base64,${png.toString("base64")}`, quality });
  await page.close();
  return Buffer.from(data.split(",")[1], "base64");
}

const asked = process.argv.slice(2);
const site = await mkdtemp(path.join(os.tmpdir(), "icsi-pictures-"));
const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
try {
  for (const part of ["content", "site.toml", "static", "theme", "themes", "addresses.txt"]) {
    await cp(path.join(root, part), path.join(site, part), { recursive: true }).catch((error) => {
      if (error.code !== "ENOENT") throw error;
    });
  }
  for (const [name, show] of Object.entries(PICTURES).filter(([name]) => asked.length === 0 || asked.includes(name))) {
    for (const look of ["light", "dark"]) {
      const page = await browser.newPage({ viewport: SIZE, colorScheme: look, deviceScaleFactor: 1.5 });
      const close = await show(page, site);
      const bytes = await webp(browser, await page.screenshot({ animations: "disabled" }), 0.72);
      await writeFile(path.join(root, `docs/pictures/${name}-${look}.webp`), bytes);
      console.log(`docs/pictures/${name}-${look}.webp: ${Math.ceil(bytes.length / 1024)} KiB`);
      await page.close();
      await close();
    }
  }
} finally {
  await browser.close();
  await rm(site, { recursive: true, force: true });
}
