// Every page at 320 pixels, as wide as a window of 1280 pixels at 400 %: nothing scrolls sideways, nothing is cut off.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { LANGUAGES, NARROW, answered, launch, open } from "./support.mjs";

let browser;
const sites = [];
before(async () => { browser = await launch(); });
after(async () => {
  await browser?.close();
  for (const site of sites) await site.close();
});

/**
 * What stands beyond the window's edges, or beyond those of a part that cuts off what is too wide. Parts that scroll by
 * themselves may: a table, code, a diagram.
 */
const beyond = async () => {
  // Cards far below are laid out when they come near, and cut off what is too wide instead of being in the way.
  const near = new CSSStyleSheet();
  near.replaceSync("* { content-visibility: visible !important; }");
  document.adoptedStyleSheets.push(near);
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  await document.fonts.ready;
  const width = document.documentElement.clientWidth;
  const found = [];
  if (document.documentElement.scrollWidth > width) found.push(`${document.documentElement.scrollWidth} wide`);
  const name = (element) => `${element.tagName}.${element.className?.baseVal ?? element.className}`;
  /** The room that an element's text has: the window, or what its parents leave of it; null where it does not matter. */
  const rooms = new Map([[document.documentElement, [0, width]]]);
  const room = (element) => {
    if (rooms.has(element)) return rooms.get(element);
    let made = room(element.parentElement);
    const { overflowX, clipPath, visibility } = getComputedStyle(element);
    if (overflowX === "auto" || overflowX === "scroll" || clipPath !== "none" || visibility === "hidden" || element.tagName === "svg") made = null;
    else if (made && overflowX !== "visible") {
      const { left, right } = element.getBoundingClientRect();
      made = [Math.max(made[0], left), Math.min(made[1], right)];
    }
    rooms.set(element, made);
    return made;
  };
  const range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.data.trim() || text.parentElement.closest("option")) continue;
    const edges = room(text.parentElement);
    if (!edges) continue;
    range.selectNodeContents(text);
    const { left, right } = range.getBoundingClientRect();
    if (left < edges[0] - 0.5 || right > edges[1] + 0.5) found.push(`${name(text.parentElement)} "${text.data.trim().slice(0, 60)}" ${Math.round(left)}…${Math.round(right)} in ${edges.map(Math.round).join("…")}`);
  }
  for (const element of document.body.querySelectorAll("img, svg, input, select, button, hr")) {
    const edges = room(element.parentElement);
    const { left, right, width: own } = element.getBoundingClientRect();
    if (edges && own > 0 && (left < edges[0] - 0.5 || right > edges[1] + 0.5)) found.push(`${name(element)} ${Math.round(left)}…${Math.round(right)}`);
  }
  return found.slice(0, 6);
};

/** The addresses of all pages of a published folder. */
async function everyPage({ folder, at }) {
  const files = await readdir(folder, { recursive: true });
  return files.filter((file) => file.endsWith(".html")).sort().map((file) => at(file.replace(/(^|\/)index\.html$/, "$1")));
}

/** What of each page stands beyond an edge; `more` are addresses that no file has a name of. */
async function look(name, more = []) {
  const site = await open(name, { packing: false });
  sites.push(site);
  const context = await browser.newContext({ viewport: NARROW, reducedMotion: "reduce" });
  const page = await context.newPage();
  const found = {};
  const all = [...await everyPage(site), ...more.map(site.at)];
  for (const address of all) {
    // Without its style sheet, a page is as wide as its longest word.
    await page.goto(address, { waitUntil: "load" });
    if (address.includes("?q=")) await answered(page);
    const wide = await page.evaluate(beyond);
    if (wide.length > 0) found[address.slice(site.at("").length)] = wide;
  }
  await context.close();
  return { looked: all.length, found };
}

test("all pages of the site", async () => {
  const { looked, found } = await look("site");
  assert.deepEqual(found, {});
  assert.ok(looked > 800, `${looked} pages`);
});

test("words and addresses wider than the screen, everywhere", async () => {
  const questions = LANGUAGES.flatMap((language) => [`${language}/search/?q=example`, `${language}/search/?q=%D0%BD%D1%96%D0%BA%D0%BE`]);
  const { looked, found } = await look("wide", questions);
  assert.deepEqual(found, {});
  assert.ok(looked > 50, `${looked} pages`);
});

test("a table's second column shows that there is one, and a brief breaks no word", async () => {
  const site = await open("site", { packing: false });
  sites.push(site);
  const context = await browser.newContext({ viewport: NARROW });
  const page = await context.newPage();
  await page.goto(site.at("uk/clusters/table/"));
  const second = await page.locator(".list-table thead th").nth(1).boundingBox();
  assert.ok(second.x < NARROW.width - 60, `the second column begins at ${second.x}`);
  await page.goto(site.at("uk/clusters/uca/brief/"));
  const words = await page.evaluate(() => {
    const broken = [];
    const range = document.createRange();
    for (const cell of document.querySelectorAll(".brief-lines :is(td, th)")) {
      const text = cell.firstChild.firstChild ?? cell.firstChild;
      for (const { 0: word, index } of text.data.matchAll(/\p{L}+/gu)) {
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        if (range.getClientRects().length > 1) broken.push(word);
      }
    }
    return broken;
  });
  assert.deepEqual(words, []);
  await context.close();
});
