// Makes the pictures of README.md and of the guide, in Chromium: README's each in a light and a dark look, in
// docs/pictures/; the guide's each in the languages of its pages, beside the chapter that shows it.
//
//     cargo build && npm ci --ignore-scripts && node tools/pictures/make.mjs [NAME…]
//
// To add one: a function in views.mjs that leads a page to what is to be seen, and its name in README or GUIDE. Then show it;
// tests/readme.rs and tests/guide.rs hold what is shown.

import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { CHROMIUM, FLAGS } from "../../tests/browser/support.mjs";
import { deskList, deskMessage, deskPage, deskPicture, home, message, overlay, record, root } from "./views.mjs";

const SIZE = { width: 1000, height: 640 };
/** How many pixels wide a picture is: small enough to be loaded by everybody, large enough to be read. */
const PIXELS = { readme: 1500, guide: 1200 };
const QUALITY = { readme: 0.72, guide: 0.6 };
/** By the name of the file in docs/pictures/. */
const README = { site: home, message: message, desk: deskPage };
/** By the chapter of the guide and the name of the file beside it. */
const GUIDE = {
  "first-steps/page": record,
  "first-steps/overlay": overlay,
  "desk/list": deskList,
  "desk/page": deskPage,
  "desk/message": deskMessage,
  "diagnostics/message": message,
  "files-and-pictures/picture": deskPicture,
};

/** All pictures: the file, what leads a page there, the look and the language. */
const PICTURES = [
  ...Object.entries(README).flatMap(([name, show]) => ["light", "dark"].map((look) => (
    { name, show, look, language: "en", use: "readme", file: `docs/pictures/${name}-${look}.webp` }))),
  ...Object.entries(GUIDE).flatMap(([name, show]) => ["en", "uk"].map((language) => (
    { name, show, look: "light", language, use: "guide", file: `docs/guide/content/chapters/${name}-${language}.webp` }))),
];

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

/** A copy of the knowledge base, which may be changed. */
async function copied() {
  const site = await mkdtemp(path.join(os.tmpdir(), "icsi-pictures-"));
  for (const part of ["content", "site.toml", "static", "theme", "themes", "addresses.txt"]) {
    await cp(path.join(root, part), path.join(site, part), { recursive: true }).catch((error) => {
      if (error.code !== "ENOENT") throw error;
    });
  }
  return site;
}

const asked = process.argv.slice(2);
const wanted = PICTURES.filter(({ name }) => asked.length === 0 || asked.includes(name));
for (const { show, look, language, use, file } of wanted) {
  // The browser's own words, on the button to choose a file for instance; Debian has them in chromium-l10n.
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, `--lang=${language}`], env: { ...process.env, LANGUAGE: language } });
  try {
    const site = await copied();
    const viewport = show.size ?? SIZE;
    const page = await browser.newPage({
      viewport, colorScheme: look, locale: language, reducedMotion: "reduce", deviceScaleFactor: PIXELS[use] / viewport.width,
    });
    const close = await show(page, site, language);
    const bytes = await webp(browser, await page.screenshot({ animations: "disabled" }), QUALITY[use]);
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), bytes);
    console.log(`${file}: ${Math.ceil(bytes.length / 1024)} KiB`);
    await close();
    await rm(site, { recursive: true });
  } finally {
    await browser.close();
  }
}
