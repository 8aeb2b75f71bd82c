// The search page in a browser, under the published site's own policy: typing, facets, address, keyboard, no script.
//
//     ICSI_SEARCH_OUT=FOLDER cargo test --test all search::  keeps the indexes of questions.json in FOLDER
//     node tests/search/browser.mjs FOLDER NODE_MODULES [BROWSER]
//
// NODE_MODULES has the npm package playwright-core; BROWSER is Chromium's path, /usr/bin/chromium unless told.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";

const [folder, modules, executablePath = "/usr/bin/chromium"] = process.argv.slice(2);
const { chromium } = createRequire(path.resolve(modules, "x.js"))("playwright-core");
const scripts = fileURLToPath(new URL("../../themes/intermarium/static/js/search/", import.meta.url));
const first = await readFile(path.join(folder, "uk/first"), "utf8");
const html = (await readFile(new URL("page.html", import.meta.url), "utf8")).replace("INDEX", first);
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
  + "require-trusted-types-for 'script'; trusted-types 'none'";

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  const send = (type, body) => response.writeHead(200, { "content-type": type, "content-security-policy": policy }).end(body);
  if (pathname === "/page") send("text/html; charset=utf-8", html);
  else if (pathname.startsWith("/search/")) send("text/javascript", await readFile(path.join(scripts, path.basename(pathname))));
  else if (pathname.startsWith("/index/")) send("text/plain; charset=utf-8", await readFile(path.join(folder, "uk", path.basename(pathname))));
  else response.writeHead(404).end();
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage();
const complaints = [];
page.on("console", (message) => message.type() === "error" && !message.text().includes("favicon") && complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(String(error)));

const said = (text) => page.waitForFunction((expected) => document.querySelector("[data-search-status]").textContent === expected, text, { timeout: 5000 });
const titles = () => page.locator("[data-title]").allTextContents();
const focused = () => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.tagName);

await page.goto(`${origin}/page`);
assert.equal(await page.locator("#without").count(), 0);

// Typing, marks, announcement, address.
await page.keyboard.press("/");
assert.equal(await focused(), "INPUT", "/ leads to the box");
await page.keyboard.type("безпекою");
await said("Знайдено 2 сторінки");
assert.deepEqual(await titles(), ["Машинобудування Запоріжжя", "Clusters4Defence"]);
await page.waitForFunction(() => document.querySelectorAll("mark").length === 2);
assert.deepEqual(await page.locator("mark").allTextContents(), ["безпека", "Безпека"]);
assert.equal(new URL(page.url()).searchParams.get("q"), "безпекою");
await page.keyboard.type("/");
assert.equal(await page.inputValue("[data-search-input]"), "безпекою/", "/ is a letter in the box");

// Facets: counts, choosing, the address.
await page.fill("[data-search-input]", "кластери");
await said("Знайдено 5 сторінок");
assert.equal((await titles()).length, 3, "a page of results");
await page.click("[data-search-more]");
await page.waitForFunction(() => document.querySelectorAll("[data-title]").length === 5);
const poland = page.locator("[data-search-facet=countries] label", { hasText: "PL" });
assert.equal(await poland.locator("[data-count]").textContent(), "2");
await poland.locator("input").check();
await said("Знайдено 2 сторінки");
assert.equal(new URL(page.url()).searchParams.get("country"), "pl");
assert.equal(await page.evaluate(() => document.activeElement.value), "pl", "the choice keeps the keyboard");
await page.reload();
await said("Знайдено 2 сторінки");
assert.equal(await poland.locator("input").isChecked(), true, "the address brings the question back");

// The keyboard: down into the results, up and Escape back to the box.
await page.focus("[data-search-input]");
await page.keyboard.press("ArrowDown");
assert.equal(await focused(), (await titles())[0]);
await page.keyboard.press("ArrowDown");
assert.equal(await focused(), (await titles())[1]);
await page.keyboard.press("ArrowUp");
await page.keyboard.press("ArrowUp");
assert.equal(await focused(), "INPUT");
await page.keyboard.press("ArrowDown");
await page.keyboard.press("Escape");
assert.equal(await focused(), "INPUT");

// No result, a mended slip, hostile input, nothing.
await page.goto(`${origin}/page?q=${encodeURIComponent("ххххх")}`);
await said("Нічого не знайдено за запитом «ххххх»");
await page.fill("[data-search-input]", "меморадум");
await said("Знайдено 1 сторінку");
await page.locator("[data-search-mended]", { hasText: "Шукали меморандум" }).waitFor();
await page.fill("[data-search-input]", "<img src=x onerror=alert(1)>$&");
await page.waitForFunction(() => document.querySelector("[data-search-status]").textContent.includes("$&"));
assert.equal(await page.locator("[data-search-live] img").count(), 0);
await page.fill("[data-search-input]", "розмітка");
await said("Знайдено 1 сторінку");
await page.locator("[data-passage]", { hasText: "<b>Не розмітка" }).waitFor();
await page.fill("[data-search-input]", "");
await said("");
assert.equal(page.url(), `${origin}/page`);

// Without script the page says so, and hides what would not work.
const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
await plain.goto(`${origin}/page?q=x`);
assert.equal(await plain.locator("#without").isVisible(), true);
assert.equal(await plain.locator("[data-search-input]").isVisible(), false);

// Typing to result, once the index has been opened, everything from one machine.
const took = await page.evaluate(async () => {
  const started = performance.now();
  const input = document.querySelector("[data-search-input]");
  input.value = "інновації";
  input.form.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
  while (!document.querySelector("[data-title]")) await new Promise((next) => setTimeout(next, 1));
  return performance.now() - started;
});
assert.deepEqual(complaints, []);
console.log(`browser: all as expected; a result ${took.toFixed(0)} ms after Enter`);
await browser.close();
server.close();
