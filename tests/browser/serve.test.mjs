// `icsi serve` in a real browser: an open page follows the files that it is made of.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, watched, WIDE } from "./support.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const icsi = path.resolve(repository, process.env.ICSI ?? "target/debug/icsi");
const PAGE = "content/clusters/uca.en.md";
const ADDRESS = "en/clusters/uca/";
/** What should happen at once may take this long on a machine that does other things too. */
const PATIENCE = 60_000;

let browser;
let root;
let server;
let page;
let context;
let complaints;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "icsi-serve-"));
  for (const name of ["site.toml", "content", "themes"]) {
    await cp(path.join(repository, name), path.join(root, name), { recursive: true });
  }
  server = await start(root);
  ({ page, context, complaints } = await watched(browser, { origins: [server.origin] }, { viewport: WIDE, reducedMotion: "reduce" }));
  page.setDefaultTimeout(PATIENCE);
});
afterEach(async () => {
  await context.close();
  await server.stop();
  await rm(root, { recursive: true });
  assert.deepEqual(complaints, []);
});

/** Starts the server on a folder, at a port of its own choice or at the one given. */
async function start(folder, port) {
  const run = spawn(icsi, ["serve", "--root", folder, "--color", "never", ...(port ? ["--port", port] : [])]);
  let said = "";
  const origin = await new Promise((resolve, reject) => {
    run.stderr.on("data", (chunk) => {
      said += chunk;
      const address = /serving (http:\/\/[^/]+)\//.exec(said);
      if (address) resolve(address[1]);
    });
    run.on("exit", (code) => reject(new Error(`icsi serve ended with ${code}: ${said}`)));
  });
  const stop = () => new Promise((done) => {
    run.removeAllListeners("exit");
    run.on("exit", done);
    run.kill("SIGINT");
  });
  return { origin, stop, at: (where) => `${origin}/${where}`, said: () => said };
}

const file = (name) => path.join(root, name);
const save = (name, text) => writeFile(file(name), text);
async function edit(name, from, to) {
  const text = await readFile(file(name), "utf8");
  assert.ok(text.includes(from), `${name} has ${from}`);
  await save(name, text.replace(from, to));
}
/** Adds a paragraph to the page's text, and waits until the page in the browser has it. */
async function addText(words, of = page) {
  await save(PAGE, `${await readFile(file(PAGE), "utf8")}\n${words}\n`);
  await of.getByText(words).waitFor();
}
/** Waits until an address answers with these words: a save takes a moment to be seen. */
async function served(where, ...words) {
  for (;;) {
    const response = await fetch(server.at(where));
    const text = await response.text();
    if (response.status === 200 && words.every((one) => text.includes(one))) return;
    await new Promise((done) => { setTimeout(done, 20); });
  }
}
/** Opens an address and waits until the page there has asked what it should be: from then on it misses nothing. */
async function visit(where, of = page) {
  const asked = of.waitForResponse((response) => response.url().includes("/state?"));
  for (;;) {
    try {
      await of.goto(server.at(where));
      break;
    } catch (error) {
      // The page that was open may load itself anew in the very moment.
      if (!`${error}`.includes("interrupted by another navigation")) throw error;
    }
  }
  await asked;
}
/** Waits until fonts are there and nothing moves any more. */
const settled = (of = page) => of.evaluate(async () => {
  await document.fonts.ready;
  await new Promise((painted) => { requestAnimationFrame(() => requestAnimationFrame(painted)); });
});
/** Takes complaints away that the test itself is the reason of. */
const forgive = (expected) => complaints.splice(0, complaints.length, ...complaints.filter((one) => !expected.test(one)));
/** A mark that is gone when the page was loaded anew. */
const mark = (of = page) => of.evaluate(() => { window.mark = true; });
const isMarked = (of = page) => of.evaluate(() => window.mark === true);
const overlay = () => page.locator("icsi-overlay");

test("a saved page shows by itself, at the place where its reader was", async () => {
  await save(PAGE, `${await readFile(file(PAGE), "utf8")}\n<details><summary>More</summary>\n\nHidden words.\n\n</details>\n`
    + `\n<details><summary>Another</summary>\n\nStay hidden.\n\n</details>\n${"\nFiller.\n".repeat(150)}`);
  await served(ADDRESS, "Hidden words.");
  await visit(ADDRESS);
  await settled();
  await page.getByText("More", { exact: true }).click();
  await page.evaluate(() => scrollTo(0, 1500));
  await mark();
  await addText("The newest words.");
  assert.equal(await isMarked(), false, "the page was loaded anew");
  assert.equal(await page.getByText("Hidden words.").isVisible(), true);
  assert.equal(await page.getByText("Stay hidden.").isVisible(), false);
  await page.waitForFunction(() => Math.abs(scrollY - 1500) < 2);
});

test("another page's text leaves this one alone", async () => {
  await visit("en/about/");
  await mark();
  const other = await context.newPage();
  await visit("uk/clusters/uca/", other);
  const asked = page.waitForResponse((response) => response.url().includes("/state?"));
  await edit("content/clusters/uca.uk.md", "\n+++\n", "\n+++\nСлова, яких тут не було.\n");
  await other.getByText("Слова, яких тут не було.").waitFor();
  await asked;
  await settled();
  assert.equal(await isMarked(), true);
});

test("a style sheet is exchanged without a reload, and nothing moves meanwhile", async () => {
  // A style sheet brings its fonts anew. However long they take, the text stands in them all the time.
  await page.route(/\.woff2$/, async (route) => {
    await new Promise((done) => { setTimeout(done, 300); });
    // Cut short when the page is left.
    await route.continue().catch(() => {});
  });
  await visit(ADDRESS);
  await settled();
  await page.evaluate(() => scrollTo(0, 300));
  await settled();
  await mark();
  await page.evaluate(() => {
    const place = () => `${scrollY} of ${document.documentElement.scrollHeight}`;
    window.places = new Set();
    const look = () => { window.places.add(place()); requestAnimationFrame(look); };
    look();
  });
  const sheet = (await readdir(file("themes/intermarium/static"), { recursive: true })).find((name) => name.endsWith(".css"));
  for (const [colour, computed] of [["#010203", "rgb(1, 2, 3)"], ["#040506", "rgb(4, 5, 6)"]]) {
    const name = `themes/intermarium/static/${sheet}`;
    await save(name, `${await readFile(file(name), "utf8")}\nhtml body h1 { color: ${colour} !important }\n`);
    await page.waitForFunction((wanted) => getComputedStyle(document.querySelector("h1")).color === wanted, computed);
    await settled();
    assert.equal(await isMarked(), true);
    const places = await page.evaluate(() => [...window.places]);
    assert.equal(places.length, 1, `the page moved: ${places}`);
    assert.ok(places[0].startsWith("300 of "), places[0]);
  }
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("a template, a string, a term and the configuration show on the open page", async () => {
  await visit(ADDRESS);
  await edit("content/countries.toml", "en = \"Ukraine\"", "en = \"The Ukraine of tests\"");
  await page.getByText("The Ukraine of tests").first().waitFor();
  const template = "themes/intermarium/templates/entry.html";
  await edit(template, "{% block main %}", "{% block main %}<p>From the template.</p>");
  await page.getByText("From the template.").waitFor();
  const [, key, words] = /^(skip-to-content|skip) = (.+)$/m.exec(await readFile(file("themes/intermarium/i18n/en.ftl"), "utf8"));
  await edit("themes/intermarium/i18n/en.ftl", `${key} = ${words}`, `${key} = A string of tests`);
  await page.getByText("A string of tests").first().waitFor({ state: "attached" });
  const config = await readFile(file("site.toml"), "utf8");
  const title = /^title\s*=\s*\{ en = "([^"]+)"/m.exec(config)[1];
  await edit("site.toml", `en = "${title}"`, "en = \"A site of tests\"");
  await page.waitForFunction(() => document.title.includes("A site of tests"));
});

test("a page that moves is followed", async () => {
  await visit("en/about/");
  await edit("content/about.en.md", "title = ", "slug = \"who-we-are\"\ntitle = ");
  await page.waitForURL(server.at("en/who-we-are/"));
  // Its other language keeps what leads to it right; nothing else links to it by then.
  const renamed = async (from, to) => {
    for (const language of ["en", "uk"]) await rename(file(`content/${from}.${language}.md`), file(`content/${to}.${language}.md`));
  };
  await save("content/reports.en.md", "+++\ntitle = \"Reports\"\n+++\nWhat we report.\n");
  await save("content/reports.uk.md", `+++\ntitle = "Звіти"\ntranslates = "00000000"\n+++\nПро що ми звітуємо.\n`);
  await served("uk/reports/", "Про що ми звітуємо.");
  await visit("en/reports/");
  await renamed("reports", "reviews");
  await page.waitForURL(server.at("en/reviews/"));
  await page.getByText("What we report.").waitFor();
});

test("a mistake lies over the page as the terminal tells it, and goes away by itself", async () => {
  await visit(ADDRESS);
  const good = await page.locator("main").innerText();
  await mark();
  const before = await readFile(file(PAGE), "utf8");
  await edit(PAGE, "title = ", "titel = ");
  const problem = overlay().locator(".problem");
  await problem.first().waitFor();
  const text = await problem.first().innerText();
  for (const part of ["error[unknown-key]", `${PAGE}:2:1`, "2 | titel = ", "^^^^^", "did you mean `title`?"]) {
    assert.ok(text.includes(part), `${part} in ${text}`);
  }
  const link = problem.first().locator("a.place");
  assert.equal(await link.getAttribute("href"), `vscode://file${encodeURI(await realpath(PAGE))}:2:1`);
  assert.equal(await page.locator("main").innerText(), good, "the last good page stays");
  assert.equal(await isMarked(), true);
  assert.ok(server.said().includes("error[unknown-key]"));

  // It can be put aside, and comes back with the next mistake.
  await overlay().getByRole("button", { name: "Hide" }).click();
  assert.equal(await overlay().isVisible(), false);
  await edit("content/countries.toml", "title = ", "titel = ");
  // Of this save, not of the moment in which the file was empty: another mistake would bring the overlay back.
  const next = overlay().locator(".problem").filter({ hasText: "content/countries.toml:" }).filter({ hasText: "titel" });
  await next.first().waitFor();
  await page.keyboard.press("Escape");
  await overlay().waitFor({ state: "hidden" });

  await edit("content/countries.toml", "titel = ", "title = ");
  await overlay().locator(".problem").first().waitFor();
  await save(PAGE, before);
  await overlay().waitFor({ state: "detached" });
  assert.equal(await isMarked(), true, "nothing had changed in the end");
  await addText("Words after the mistake.");
});

test("a template that fails only for another page shows on this one", async () => {
  // Until every page has been rendered once there is no good site to go back to.
  while (!server.said().includes("first build")) await new Promise((done) => { setTimeout(done, 50); });
  await visit("en/about/");
  await edit("themes/intermarium/templates/cross.html", "{% block main %}", "{% block main %}{{ page.titel.x }}");
  await overlay().getByText("templates/cross.html:", { exact: false }).first().waitFor();
  await edit("themes/intermarium/templates/cross.html", "{{ page.titel.x }}", "");
  await overlay().waitFor({ state: "detached" });
});

test("several browsers follow at once, and one that slept catches up", async () => {
  const other = await browser.newContext({ viewport: WIDE });
  const second = await other.newPage();
  await Promise.all([visit(ADDRESS), visit(`${ADDRESS}?again`, second)]);
  await addText("For everybody.");
  await second.getByText("For everybody.").waitFor();
  await other.setOffline(true);
  await addText("While one was away.");
  assert.equal(await second.getByText("While one was away.").count(), 0);
  await other.setOffline(false);
  await second.getByText("While one was away.").waitFor({ timeout: PATIENCE });
  await other.close();
});

test("the server is started again, and the page goes on following", async () => {
  await visit(ADDRESS);
  await server.stop();
  await save(PAGE, `${await readFile(file(PAGE), "utf8")}\nWritten while nobody served.\n`);
  server = await start(root, new URL(server.origin).port);
  await page.getByText("Written while nobody served.").waitFor();
  await addText("And after that.");
  // While the server was away, asking it failed: that is not the page's mistake.
  forgive(/ERR_CONNECTION_\w+|ERR_NETWORK_CHANGED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|404/);
});

test("a site that begins with a mistake says so, and shows itself once it is mended", async () => {
  await server.stop();
  const good = await readFile(file("site.toml"), "utf8");
  await save("site.toml", `${good}\n[broken\n`);
  server = await start(root, new URL(server.origin).port);
  await page.goto(server.at(ADDRESS));
  await page.getByText("error[toml]").waitFor();
  await save("site.toml", good.replace("theme ", "them "));
  await page.getByText("them").first().waitFor();
  await save("site.toml", good);
  await page.locator("article, main h1").first().waitFor();
  await addText("Here it is.");
  forgive(/503/);
});

test("the dashboard tells of translations, messages, the last rebuild, drafts and pages, and follows too", async () => {
  await save("content/clusters/later.en.md", (await readFile(file(PAGE), "utf8")).replace("title = ", "draft = true\ntitle = "));
  const translation = await readFile(file("content/clusters/uca.uk.md"), "utf8");
  await save("content/clusters/uca.uk.md", translation.replace(/^translates = ".*"$/m, "translates = \"00000000\""));
  await served("__icsi/", "content/clusters/later.en.md", "what changed since");
  await visit("__icsi/");
  await page.getByText("content/clusters/later.en.md").first().waitFor();
  for (const heading of ["Translations", "Errors and warnings", "Last rebuild", "Drafts", "Pages"]) {
    await page.getByRole("heading", { name: heading }).waitFor();
  }
  for (const stage of ["read", "parse", "resolve", "theme", "plan"]) await page.getByRole("cell", { name: stage, exact: true }).waitFor();
  await page.locator("summary", { hasText: /^clusters/ }).click();
  await page.getByRole("link", { name: /what changed since/ }).first().click();
  await page.getByRole("heading", { name: /What changed in the original/ }).waitFor();
  await page.goBack();
  // It follows the files as any page does.
  await edit(PAGE, "title = ", "titel = ");
  await page.getByText("error[unknown-key]").waitFor();
  await edit(PAGE, "titel = ", "title = ");
  await page.getByText("error[unknown-key]").waitFor({ state: "detached" });
  await page.locator("summary", { hasText: /^clusters/ }).waitFor();
  await page.getByText("Every page has been rendered.").waitFor();
  await visit("__icsi/");
  await page.locator("summary", { hasText: /^clusters/ }).click();
  await page.locator(`a[href="/${ADDRESS}"]`).first().click();
  await page.waitForURL(server.at(ADDRESS));
});

async function realpath(name) {
  const { realpath: real } = await import("node:fs/promises");
  return real(file(name));
}
