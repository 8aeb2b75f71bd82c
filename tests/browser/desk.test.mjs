// `icsi desk` in a real browser: an editor's day by mouse, by keyboard alone and without script; every screen for eyes and
// readers; what a page of somebody else can do (nothing).

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { axeSource, launch, NARROW, watched, WIDE } from "./support.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const icsi = path.resolve(repository, process.env.ICSI ?? "target/debug/icsi");
const run = promisify(execFile);
/** What should happen at once may take this long on a machine that does other things too. */
const PATIENCE = 60_000;

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

// ---------------------------------------------------------------- the site

/** What whoever looks after the site adds to that of `icsi init`: a logo, and memoranda. */
const SCHEMA = `logo    = { type = "file", role = "logo", label = { en = "Logo", uk = "Логотип" } }

[collections.memoranda]
title = { en = "Memoranda", uk = "Меморандуми" }
sort  = "-signed"

[collections.memoranda.fields]
signed  = { type = "date", required = true, label = { en = "Signed", uk = "Підписано" } }
place   = { type = "text", localized = true, label = { en = "Place", uk = "Місце" } }
budget  = { type = "money", label = { en = "Budget", uk = "Бюджет" } }
parties = { type = "page", of = ["clusters"], many = true, label = { en = "Parties", uk = "Сторони" }, inverse = { en = "Memoranda signed", uk = "Підписані меморандуми" } }
[collections.memoranda.fields.figures]
type = "table"
many = true
label = { en = "Figures", uk = "Показники" }
[collections.memoranda.fields.figures.fields]
what  = { type = "text", localized = true, required = true, label = { en = "Figure", uk = "Показник" } }
value = { type = "integer", label = { en = "Value", uk = "Значення" } }
`;
const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>\n';

/** A new site in a git repository, with the desk on it. `finish` takes both away. */
async function newDesk({ more } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), "icsi-desk-"));
  const root = path.join(folder, "site");
  await run(icsi, ["init", root]);
  const settings = path.join(root, "site.toml");
  await writeFile(settings, await readFile(settings, "utf8") + SCHEMA);
  await more?.(root);
  for (const line of ["init --quiet --initial-branch=main", "config user.name Олена", "config user.email olena@example.org", "add --all", "commit --quiet --message Site"]) {
    await run("git", ["-C", root, ...line.split(" ")]);
  }
  const program = spawn(icsi, ["desk", "--root", root, "--color", "never"]);
  let said = "";
  const origin = await new Promise((resolve, reject) => {
    program.stderr.on("data", (chunk) => {
      said += chunk;
      const address = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(said);
      if (address) resolve(address[1]);
    });
    program.on("exit", (code) => reject(new Error(`icsi desk ended with ${code}: ${said}`)));
  });
  const preview = /frame-src (\S+)/.exec((await fetch(origin)).headers.get("content-security-policy"))[1];
  const finish = async () => {
    program.removeAllListeners("exit");
    const over = new Promise((done) => { program.on("exit", done); });
    program.kill("SIGINT");
    await over;
    await rm(folder, { recursive: true });
  };
  const read = (name) => readFile(path.join(root, name), "utf8");
  return { root, origin, preview, origins: [origin, preview], finish, read };
}

async function everyFile(root, below = "content") {
  const names = await readdir(path.join(root, below), { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map((one) => path.relative(root, path.join(one.parentPath, one.name)));
  return Object.fromEntries(await Promise.all(files.sort().map(async (name) => [name, await readFile(path.join(root, name), "utf8")])));
}

/** The revision of an original, as the contract of the files says. */
function revision({ title, summary = "", fields = [], body }) {
  const text = [title, summary, ...fields.map(([name, value]) => `${name}=${value}`), body].join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

// ---------------------------------------------------------------- hands

/** A person with a mouse. Without script everything goes through forms that are sent and come back. */
class Mouse {
  constructor(page, { script }) { Object.assign(this, { page, script }); }
  async fill(name, text) { await this.page.locator(`[name="${name}"]`).fill(text); }
  async choose(name, label) { await this.page.locator(`select[name="${name}"]`).selectOption({ label }); }
  /** Presses what leads to another screen, or to this one anew. */
  async press(selector) {
    const target = this.page.locator(selector).first();
    await target.scrollIntoViewIfNeeded();
    await this.loaded(() => target.click());
  }
  async unfold(selector) { await this.page.locator(selector).click(); }
  async upload(selector, file) { await this.page.locator(selector).setInputFiles(file); }
  /** Adds something by its name to what a field names. */
  async add(name, typed) {
    const input = this.page.locator(`[name="${name}.add"]`);
    if (!this.script) {
      await input.fill(typed);
      await this.press(`.chips[data-name="${name}"] .add button`);
      return;
    }
    await input.pressSequentially(typed);
    await this.page.locator(`.chips[data-name="${name}"] [role="option"]`).first().click();
  }
  async addListed(name, label) {
    const select = this.page.locator(`select[name="${name}.add"]`);
    await select.selectOption({ label });
    const button = `.chips[data-name="${name}"] .add button`;
    if (this.script) await this.page.locator(button).click(); else await this.press(button);
  }
  /** Moves what is chosen towards the beginning. */
  async earlier(name, id) {
    const button = `.chips[data-name="${name}"] li:has([value="${id}"]) .order button:first-child`;
    if (this.script) await this.page.locator(button).click(); else await this.press(button);
  }
  async loaded(act) {
    const loaded = this.page.waitForEvent("load");
    await act();
    await loaded;
  }
}

/** A person who cannot use a mouse: Tab, Shift+Tab, Enter, Space, arrows and letters. */
class Keyboard extends Mouse {
  /** Goes to a control as somebody does who sees the focus, forwards or backwards. */
  async reach(selector) {
    const target = this.page.locator(selector).first();
    await target.waitFor({ state: "attached" });
    for (let steps = 0; steps < 400; steps += 1) {
      const way = await target.evaluate((element) => {
        const now = document.activeElement;
        if (now === element) return "here";
        return now.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING && now !== document.body ? "Shift+Tab" : "Tab";
      });
      if (way === "here") {
        const seen = await target.evaluate((element) => element.matches(":focus-visible"));
        assert.ok(seen, `${selector} shows that it has the focus`);
        return;
      }
      await this.page.keyboard.press(way);
    }
    assert.fail(`the keyboard does not reach ${selector}`);
  }
  async fill(name, text) {
    await this.reach(`[name="${name}"]`);
    await this.page.keyboard.press("Control+A");
    if (text) await this.page.keyboard.insertText(text); else await this.page.keyboard.press("Delete");
  }
  async choose(name, label) {
    const selector = `select[name="${name}"]`;
    await this.reach(selector);
    const place = await this.page.locator(selector).evaluate((select, wanted) => [...select.options].findIndex((option) => option.label === wanted), label);
    assert.ok(place >= 0, `${name} offers ${label}`);
    await this.page.keyboard.press("Home");
    for (let at = 0; at < place; at += 1) await this.page.keyboard.press("ArrowDown");
    assert.equal(await this.page.locator(selector).evaluate((select) => select.selectedOptions[0].label), label);
  }
  async press(selector) {
    await this.reach(selector);
    await this.loaded(() => this.page.keyboard.press("Enter"));
  }
  async unfold(selector) {
    await this.reach(selector);
    await this.page.keyboard.press("Enter");
  }
  async upload(selector, file) {
    // On a busy machine the browser may open its own dialog, which nobody can see here, before it hands over: pressed again.
    for (let tries = 0; tries < 4; tries += 1) {
      await this.reach(selector);
      const asked = this.page.waitForEvent("filechooser", { timeout: 15_000 }).catch(() => null);
      await this.page.keyboard.press("Space");
      const chooser = await asked;
      if (chooser) return chooser.setFiles(file);
    }
    return assert.fail(`${selector} asks for no file`);
  }
  async add(name, typed) {
    await this.reach(`[name="${name}.add"]`);
    await this.page.keyboard.type(typed);
    await this.page.locator(`.chips[data-name="${name}"] [role="option"]`).first().waitFor();
    await this.page.keyboard.press("ArrowDown");
    await this.page.keyboard.press("Enter");
  }
  async addListed(name, label) {
    await this.choose(`${name}.add`, label);
    await this.page.keyboard.press("Enter");
  }
  async earlier(name, id) {
    await this.reach(`.chips[data-name="${name}"] li:has([value="${id}"]) .order button:first-child`);
    await this.page.keyboard.press("Space");
  }
}

// ---------------------------------------------------------------- the day

const WOOL = { title: "Wool Valley", summary: "Mills along one river.", body: "Nine mills share *one* dye house.\n\n## Work\n\nThey sell together." };
const WOOL_UK = { title: "Вовняна долина", summary: "Фабрики вздовж однієї річки.", body: "Дев’ять фабрик мають *одну* фарбарню.\n\n## Робота\n\nВони продають разом." };
const PACT = { title: "Memorandum of three", place: "Košice", body: "The parties exchange students.\n\nThe pact holds for two years." };
const PACT_UK = { title: "Меморандум трьох", place: "Кошиці", body: "Сторони обмінюються студентами.\n\nУгода діє два роки." };

const save = '.save [value="save"]';
/** Saves, and is told so. */
async function saved(hands, button = save) {
  await hands.press(button);
  assert.match(hands.page.url(), /[?&]saved=\d+/, await hands.page.locator("main").innerText());
}

/** Makes a page and fills its texts in. */
async function write(hands, kind, title, texts, id) {
  await hands.press('nav a[href="/new"]');
  await hands.choose("kind", kind);
  await hands.fill("title", title);
  await hands.choose("language", "English");
  if (id) await hands.fill("id", id);
  await hands.press("main form button.is-main");
  for (const [name, text] of Object.entries(texts)) await hands.fill(`en.${name}`, text);
}

async function publish(hands, words) {
  await hands.unfold("details.card > summary");
  await hands.choose("en.draft", words.no);
}

/** The whole day. `words` are those of the desk and of site.toml in the language that it speaks. */
async function day({ desk, page, hands, words }) {
  const { read, root } = desk;
  await page.goto(desk.origin);

  // Two clusters, one with a logo.
  await write(hands, words.clusters, "Amber Coast", { summary: "Jewellers by the sea.", body: "They meet in spring." });
  await hands.addListed("en.country", words.ukraine);
  await publish(hands, words);
  await saved(hands);
  await write(hands, words.clusters, WOOL.title, { summary: WOOL.summary, body: WOOL.body }, "wool");
  await hands.addListed("en.country", words.ukraine);
  await publish(hands, words);
  await saved(hands);
  await hands.upload("#_upload", { name: "Мій логотип.SVG", mimeType: "image/svg+xml", buffer: Buffer.from(LOGO) });
  await hands.press('#_files form[enctype] button');
  assert.match(await page.locator("main").innerText(), words.describe, "a description is asked for");
  await hands.press("main a.button");
  await hands.upload("#_upload", { name: "Мій логотип.SVG", mimeType: "image/svg+xml", buffer: Buffer.from(LOGO) });
  await hands.fill("description", "A sheep");
  await hands.press('#_files form[enctype] button');
  assert.equal(await page.locator("#_added").inputValue(), "![A sheep](wool/mii-lohotyp.svg)");
  await hands.choose("en.logo", "mii-lohotyp.svg");
  await saved(hands);

  // Its translation, from the list of what is not translated.
  await hands.press('nav a[href="/"]');
  await hands.press('a.chip[href*="state=missing"]');
  await hands.press('a.state[href="/page/clusters/wool?with=uk"]');
  for (const [name, text] of Object.entries(WOOL_UK)) await hands.fill(`uk.${name}`, text);
  await saved(hands);

  // A memorandum with three parties and a day.
  await write(hands, words.memoranda, PACT.title, { place: PACT.place, body: PACT.body }, "pact");
  await hands.fill("en.signed", "29 March");
  for (const typed of [words.amber, words.carpathian, words.wool]) await hands.add("en.parties", typed);
  await hands.earlier("en.parties", "wool");
  await hands.fill("en.budget.amount", "300000");
  await hands.fill("en.budget.currency", "EUR");
  await publish(hands, words);
  await hands.press(save);
  assert.match(await page.locator('.field:has([name="en.signed"]) .message').innerText(), /2023-03-29/, "the message stands at its field");
  assert.equal(await page.locator('[name="en.signed"]').inputValue(), "29 March", "what was typed stays");
  await hands.fill("en.signed", "2026-03-29");
  await saved(hands);
  await hands.press('a.state[href$="with=uk"]');
  await hands.fill("uk.title", PACT_UK.title);
  await hands.fill("uk.place", PACT_UK.place);
  await hands.fill("uk.body", PACT_UK.body);
  await saved(hands);

  // All of it is committed.
  await hands.press('nav a[href="/changes"]');
  await hands.fill("message", "Меморандум трьох");
  await hands.press("main form button.is-main");
  assert.equal((await run("git", ["-C", root, "status", "--porcelain"])).stdout, "");
  assert.equal((await run("git", ["-C", root, "log", "-1", "--format=%an: %s"])).stdout, "Олена: Меморандум трьох\n");

  // The original changes, and its translation is brought up to date from what is marked.
  await hands.press('nav a[href="/"]');
  await hands.press('.what a[href="/page/memoranda/pact"]');
  await hands.press('.bar a[href*="view=text"]');
  await hands.fill("en.body", PACT.body.replace("two years", "three years"));
  await saved(hands);
  await hands.press('nav a[href="/"]');
  await hands.press('a.chip[href*="state=outdated"]');
  await hands.press('.what a[href="/page/memoranda/pact"]');
  assert.deepEqual(await page.locator("del").allInnerTexts(), ["two "]);
  assert.deepEqual(await page.locator("ins").allInnerTexts(), ["three "]);
  await hands.press('.bar a[href*="view=text"]');
  await hands.fill("uk.body", PACT_UK.body.replace("два роки", "три роки"));
  await saved(hands, '.save [value="stamp"]');
  assert.equal(await page.locator("del, ins").count(), 0);

  // An entry gets another name, after what this changes was shown.
  await hands.press('nav a[href="/"]');
  await hands.press('.what a[href="/page/clusters/wool"]');
  await hands.press('a[href="/rename/clusters/wool"]');
  await hands.fill("input", "wool-valley");
  await hands.press("main form button");
  assert.match(await page.locator(".difference").innerText(), /content\/memoranda\/pact\.en\.md/);
  await hands.press("main form button.is-main");
  await page.waitForURL(/\/page\/clusters\/wool-valley\?saved=/);

  // What others name is not removed, and they are named.
  await hands.press('a[href="/remove/clusters/wool-valley"]');
  assert.match(await page.locator("main li").innerText(), /content\/memoranda\/pact\.en\.md:\d/);
  assert.equal(await page.locator("main form button").count(), 0);
  await hands.press("main form a.button");

  // Somebody else changes the same field meanwhile: nothing is lost, nothing overwritten.
  await hands.fill("en.summary", "Ten mills along one river.");
  const file = "content/clusters/wool-valley.en.md";
  const theirs = (await read(file)).replace("Mills along", "Old mills along");
  await writeFile(path.join(root, file), theirs);
  if (hands.script) {
    await page.locator("[role=status]", { hasText: file }).waitFor();
    assert.equal(await page.locator('[name="en.summary"]').inputValue(), "Ten mills along one river.");
  } else {
    await until(async () => (await (await fetch(`${desk.origin}/page/clusters/wool-valley`)).text()).includes("Old mills"));
  }
  await hands.press(save);
  const conflict = await page.locator(".conflict").innerText();
  for (const text of ["Old mills along one river.", "Mills along one river."]) assert.ok(conflict.includes(text), conflict);
  assert.equal(await page.locator('[name="en.summary"]').inputValue(), "Ten mills along one river.");
  assert.equal(await read(file), theirs);
  await saved(hands, '.save [value="stamp"]');
}

async function until(holds) {
  const end = Date.now() + PATIENCE;
  while (!await holds()) {
    assert.ok(Date.now() < end, "it did not come to be in time");
    await new Promise((done) => { setTimeout(done, 50); });
  }
}

/** What the files say when the day is over. */
function expected(starter) {
  const amber = '+++\ntitle = "Amber Coast"\nsummary = "Jewellers by the sea."\ncountry = ["ua"]\n+++\n\nThey meet in spring.\n';
  const wool = `+++\ntitle = "Wool Valley"\nsummary = "Ten mills along one river."\naliases = ["/en/clusters/wool/"]\ncountry = ["ua"]\nlogo = "mii-lohotyp.svg"\n+++\n\n${WOOL.body}\n`;
  const woolUk = `+++\ntitle = "Вовняна долина"\nsummary = "Фабрики вздовж однієї річки."\naliases = ["/uk/clusters/wool/"]\ntranslates = "${revision({ ...WOOL, summary: "Ten mills along one river." })}"\n+++\n\n${WOOL_UK.body}\n`;
  const body = PACT.body.replace("two years", "three years");
  const pact = `+++\ntitle = "Memorandum of three"\nsigned = 2026-03-29\nplace = "Košice"\nbudget = { amount = 300000, currency = "EUR" }\nparties = ["amber-coast", "wool-valley", "carpathian-example"]\n+++\n\n${body}\n`;
  const pactUk = `+++\ntitle = "Меморандум трьох"\ntranslates = "${revision({ title: PACT.title, fields: [["place", PACT.place]], body })}"\nplace = "Кошиці"\n+++\n\n${PACT_UK.body.replace("два роки", "три роки")}\n`;
  return { ...starter,
    "content/clusters/amber-coast.en.md": amber,
    "content/clusters/wool-valley.en.md": wool,
    "content/clusters/wool-valley.uk.md": woolUk,
    "content/clusters/wool-valley/mii-lohotyp.svg": LOGO,
    "content/memoranda/pact.en.md": pact,
    "content/memoranda/pact.uk.md": pactUk };
}

const WORDS = {
  en: { clusters: "Clusters", memoranda: "Memoranda", ukraine: "Ukraine", no: "No", describe: /what the picture shows/, amber: "Amber", carpathian: "Carpathian", wool: "Вовняна" },
  uk: { clusters: "Кластери", memoranda: "Меморандуми", ukraine: "Україна", no: "Ні", describe: /що на зображенні/, amber: "Amber", carpathian: "Карпатський", wool: "Wool" },
};

for (const { name, Hands, script, locale } of [
  { name: "by mouse", Hands: Mouse, script: true, locale: "en" },
  { name: "by mouse, in Ukrainian", Hands: Mouse, script: true, locale: "uk" },
  { name: "by keyboard alone, in Ukrainian", Hands: Keyboard, script: true, locale: "uk" },
  { name: "without script", Hands: Mouse, script: false, locale: "en" },
]) {
  test(`an editor's day ${name}`, async () => {
    const desk = await newDesk();
    const starter = await everyFile(desk.root);
    const { page, context, complaints } = await watched(browser, desk, { viewport: WIDE, reducedMotion: "reduce", locale, javaScriptEnabled: script, expectedStatus: [409, 422] });
    page.setDefaultTimeout(PATIENCE);
    // Whoever without script adds a name to a list types the whole of it.
    const words = script ? WORDS[locale] : { ...WORDS[locale], amber: "Amber Coast", carpathian: "Carpathian example cluster", wool: "Вовняна долина" };
    try {
      await day({ desk, page, words, hands: new Hands(page, { script }) });
      assert.deepEqual(await everyFile(desk.root), expected(starter));
      const { stdout, stderr } = await run(icsi, ["check", "--strict", "--root", desk.root, "--color", "never"]);
      assert.match(`${stdout}${stderr}`, /no errors, no warnings/);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
      await desk.finish();
    }
  });
}

// ---------------------------------------------------------------- what is not saved

test("text that was not saved outlives its tab, and is offered and never filled in", async () => {
  const desk = await newDesk();
  const { page, context, complaints } = await watched(browser, desk, { viewport: WIDE });
  page.setDefaultTimeout(PATIENCE);
  try {
    const address = `${desk.origin}/page/clusters/carpathian-example?view=text`;
    const before = await desk.read("content/clusters/carpathian-example.en.md");
    await page.goto(address);
    await page.locator('[name="en.summary"]').fill("Hours of work.");
    await page.close({ runBeforeUnload: false });
    const again = await context.newPage();
    await again.goto(address);
    assert.notEqual(await again.locator('[name="en.summary"]').inputValue(), "Hours of work.");
    await Promise.all([again.waitForEvent("load"), again.locator(".offer button").first().click()]);
    assert.equal(await again.locator('[name="en.summary"]').inputValue(), "Hours of work.");
    assert.equal(await again.locator(".offer").count(), 0, "what stands in the form is not offered");
    assert.equal(await desk.read("content/clusters/carpathian-example.en.md"), before, "nothing is saved by itself");
    await Promise.all([again.waitForURL(/saved=/), again.locator(save).click()]);
    assert.match(await desk.read("content/clusters/carpathian-example.en.md"), /Hours of work\./);
    await again.goto(address);
    assert.equal(await again.locator(".offer").count(), 0, "what was saved is not offered");
    // A button of the toolbar can be undone like anything that was typed.
    const body = again.locator('[name="en.body"]');
    const text = await body.inputValue();
    await body.selectText();
    await again.locator(".toolbar button").first().click();
    assert.equal(await body.inputValue(), `**${text}**`);
    await again.keyboard.press("Control+Z");
    assert.equal(await body.inputValue(), text);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await desk.finish();
  }
});

test("what is offered stays until it is taken or dropped, whatever else is typed and saved", async () => {
  const desk = await newDesk();
  const { page, context, complaints } = await watched(browser, desk, { viewport: WIDE });
  page.setDefaultTimeout(PATIENCE);
  try {
    const address = `${desk.origin}/page/clusters/carpathian-example?view=text`;
    await page.goto(address);
    await page.locator('[name="en.summary"]').fill("Hours of work.");
    await page.close({ runBeforeUnload: false });
    const again = await context.newPage();
    await again.goto(address);
    const place = async (selector) => (await again.locator(selector).boundingBox());
    assert.ok((await place("#_form")).width > (await place(".preview")).width, "the form is in its own column beneath the offer");
    const title = again.locator('[name="en.title"]');
    const before = await title.inputValue();
    await title.fill("Another");
    await title.fill(before);
    await title.fill("Another cluster");
    await Promise.all([again.waitForURL(/saved=/), again.locator(save).click()]);
    assert.equal(await again.locator(".offer").count(), 1);
    await again.reload();
    await Promise.all([again.waitForEvent("load"), again.locator(".offer button").first().click()]);
    assert.equal(await again.locator('[name="en.summary"]').inputValue(), "Hours of work.");
    assert.equal(await again.locator(".offer").count(), 0);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await desk.finish();
  }
});

test("what was typed for a term, for a commit or beside a file is not left behind unasked", async () => {
  const desk = await newDesk();
  const { page, context } = await watched(browser, desk, { viewport: WIDE });
  page.setDefaultTimeout(PATIENCE);
  try {
    await writeFile(path.join(desk.root, "content/about.en.md"), '+++\ntitle = "About"\n+++\n\nNew.\n');
    await until(async () => (await (await fetch(`${desk.origin}/changes`)).text()).includes("_message"));
    for (const [address, input] of [
      ["/term/countries/pl", '[name="names.en"]'],
      ["/changes", '[name="message"]'],
      ["/page/clusters/carpathian-example", '[name="description"]'],
    ]) {
      await page.goto(desk.origin + address);
      await page.locator(input).fill("Words");
      const asked = [];
      page.once("dialog", (dialog) => { asked.push(dialog.type()); return dialog.accept(); });
      await Promise.all([page.waitForURL("**/new"), page.locator('nav a[href="/new"]').click()]);
      assert.deepEqual(asked, ["beforeunload"], address);
    }
    // What a refused commit brought back is in no commit either.
    await page.goto(`${desk.origin}/changes`);
    await page.locator('[name="message"]').fill("About the new page");
    for (const box of await page.locator('[name="file"]').all()) await box.uncheck();
    await Promise.all([page.waitForEvent("load"), page.locator("main form button.is-main").click()]);
    assert.equal(await page.locator('[name="message"]').inputValue(), "About the new page");
    assert.equal(await page.locator('[name="file"]:checked').count(), 0);
    const asked = [];
    page.once("dialog", (dialog) => { asked.push(dialog.type()); return dialog.accept(); });
    await page.locator('[name="message"]').press("End");
    await Promise.all([page.waitForURL("**/new"), page.locator('nav a[href="/new"]').click()]);
    assert.deepEqual(asked, ["beforeunload"]);
    await page.goto(`${desk.origin}/term/countries/pl`);
    await page.locator('[name="names.en"]').fill("Words");
    await Promise.all([page.waitForURL(/saved=/), page.keyboard.press("Control+s")]);
    assert.match(await desk.read("content/countries.toml"), /Words/);
  } finally {
    await context.close();
    await desk.finish();
  }
});

test("text that comes back overwrites nothing that others wrote meanwhile, and brings the rows that were added", async () => {
  const desk = await newDesk({ more: fullSite });
  const { page, context, complaints } = await watched(browser, desk, { viewport: WIDE, expectedStatus: [409] });
  page.setDefaultTimeout(PATIENCE);
  const file = "content/memoranda/pact.en.md";
  const field = (name) => page.locator(`[name="${name}"]`);
  try {
    const address = `${desk.origin}/page/memoranda/pact?view=text`;
    await page.goto(address);
    await field("en.summary").fill("Three years.");
    // The form goes out and comes back: what was typed is in no file yet, and nothing else is offered in its place.
    await Promise.all([page.waitForEvent("load"), page.locator('button[value="add:en.figures"]').click()]);
    assert.equal(await page.locator(".offer").count(), 0);
    assert.notEqual(await page.locator(".status").innerText(), "");
    await field("en.figures.n0.what.en").fill("Halls");
    await page.goto("about:blank");
    // Somebody else writes what stands in other fields.
    const theirs = (await desk.read(file)).replace('"Pact"', '"Their pact"').replace("Text.", "Their text.");
    await writeFile(path.join(desk.root, file), theirs);
    await until(async () => (await (await fetch(address)).text()).includes("Their text."));
    await page.goto(address);
    assert.equal(await field("en.title").inputValue(), "Their pact");
    await Promise.all([page.waitForEvent("load"), page.locator(".offer button").first().click()]);
    assert.equal(await field("en.summary").inputValue(), "Three years.");
    assert.equal(await field("en.figures.n0.what.en").inputValue(), "Halls");
    await Promise.all([page.waitForURL(/saved=/), page.locator(save).click()]);
    const now = await desk.read(file);
    for (const text of ["Their pact", "Their text.", "Three years.", "Halls"]) assert.ok(now.includes(text), `${text}: ${now}`);
    // A conflict brings the form back with what was typed in it.
    await field("en.summary").fill("Four years.");
    await writeFile(path.join(desk.root, file), now.replace("Three years.", "Two years."));
    await page.locator("[role=status]", { hasText: "pact.en.md" }).waitFor();
    await Promise.all([page.waitForEvent("load"), page.locator(save).click()]);
    await page.locator(".conflict").first().waitFor();
    assert.equal(await page.locator(".offer").count(), 0);
    assert.equal(await field("en.summary").inputValue(), "Four years.");
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await desk.finish();
  }
});

test("what was typed for a page that got another name meanwhile is not lost", async () => {
  const desk = await newDesk();
  const { page, context, complaints } = await watched(browser, desk, { viewport: WIDE, expectedStatus: [404] });
  page.setDefaultTimeout(PATIENCE);
  try {
    await page.goto(`${desk.origin}/page/clusters/carpathian-example?view=text`);
    await page.locator('[name="en.summary"]').fill("Hours of work.");
    await run(icsi, ["rename", "clusters/carpathian-example", "clusters/other", "--root", desk.root]);
    await page.locator("[role=status]", { hasText: "carpathian-example" }).waitFor();
    await Promise.all([page.waitForEvent("load"), page.locator(save).click()]);
    assert.match(await page.locator("main textarea").inputValue(), /Hours of work\./);
    await page.locator("main section button").click();
    await page.reload();
    assert.equal(await page.locator("main textarea").count(), 0, "what was put aside is shown no more");
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await desk.finish();
  }
});

test("typing is no step back in the browser, and Ctrl+S saves on a Ukrainian keyboard", async () => {
  const desk = await newDesk();
  const { page, context, complaints } = await watched(browser, desk, { viewport: WIDE });
  page.setDefaultTimeout(PATIENCE);
  try {
    await page.goto(`${desk.origin}/page/clusters/carpathian-example?view=text`);
    const frame = await (await page.locator(".preview iframe").elementHandle()).contentFrame();
    await frame.waitForLoadState();
    const steps = await page.evaluate(() => history.length);
    for (const text of ["Hours", "Hours of", "Hours of work."]) {
      await page.locator('[name="en.summary"]').fill(text);
      await page.frameLocator(".preview iframe").getByText(text, { exact: true }).first().waitFor();
    }
    assert.equal(await page.evaluate(() => history.length), steps);
    const press = (init) => page.evaluate((init) => {
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { ...init, code: "KeyS", ctrlKey: true, bubbles: true, cancelable: true }));
    }, init);
    await press({ key: "ś", altKey: true });
    assert.doesNotMatch(page.url(), /saved=/, "a letter of a Polish keyboard saves nothing");
    await Promise.all([page.waitForURL(/saved=/), press({ key: "і" })]);
    assert.match(await desk.read("content/clusters/carpathian-example.en.md"), /Hours of work\./);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await desk.finish();
  }
});

test("what has the focus is not behind the bar with the buttons", async () => {
  const desk = await newDesk();
  const { page, context } = await watched(browser, desk, { viewport: WIDE, reducedMotion: "reduce" });
  page.setDefaultTimeout(PATIENCE);
  try {
    for (const viewport of [{ width: 1280, height: 700 }, { width: 320, height: 480 }]) {
      await page.setViewportSize(viewport);
      await page.goto(`${desk.origin}/page/clusters/carpathian-example?with=uk&view=blocks`);
      const hidden = [];
      for (let steps = 0; steps < 60; steps += 1) {
        await page.keyboard.press("Tab");
        hidden.push(...await page.evaluate(async () => {
          await new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
          const [element, bar] = [document.activeElement, document.querySelector(".save")];
          const [one, other] = [element.getBoundingClientRect(), bar.getBoundingClientRect()];
          const isBehind = !bar.contains(element) && one.top >= other.top && one.bottom <= other.bottom && one.height > 0;
          return isBehind ? [element.outerHTML.slice(0, 120)] : [];
        }));
      }
      assert.deepEqual(hidden, [], `${viewport.width} pixels wide`);
    }
  } finally {
    await context.close();
    await desk.finish();
  }
});

test("offers that come late stay closed, and what is told while one types describes its input", async () => {
  const desk = await newDesk();
  const { page, context, complaints } = await watched(browser, desk, { viewport: WIDE });
  page.setDefaultTimeout(PATIENCE);
  try {
    let release;
    const held = new Promise((done) => { release = done; });
    await page.route("**/pick?*", async (route) => { await held; await route.continue(); });
    await page.goto(`${desk.origin}/page/clusters/carpathian-example?view=text`);
    const input = page.locator('[name="en.partners.add"]');
    await input.focus();
    await page.keyboard.press("Tab");
    const answered = page.waitForResponse(/\/pick\?/);
    release();
    await answered;
    await page.evaluate(() => new Promise((done) => { setTimeout(done, 500); }));
    assert.equal(await input.getAttribute("aria-expanded"), "false");
    const founded = page.locator('[name="en.founded"]');
    // Whoever comes by with the keyboard alone and presses Enter has chosen nothing.
    await page.unroute("**/pick?*");
    await input.focus();
    await page.locator('.chips[data-name="en.partners"] [role="option"]').first().waitFor();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator('.chips[data-name="en.partners"] li.chip').count(), 0);
    await founded.fill("once");
    await page.locator(".live").waitFor();
    const described = await founded.evaluate((element) => document.getElementById(element.getAttribute("aria-describedby")).textContent);
    assert.match(described, /once/);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await desk.finish();
  }
});

test("each button of the toolbar writes its Markdown, and can be undone", async () => {
  const desk = await newDesk({ more: async (root) => {
    await mkdir(path.join(root, "content/clusters/carpathian-example"));
    await writeFile(path.join(root, "content/clusters/carpathian-example/hall.svg"), LOGO);
  } });
  const { page, context, complaints } = await watched(browser, desk, { viewport: WIDE });
  page.setDefaultTimeout(PATIENCE);
  try {
    await page.goto(`${desk.origin}/page/clusters/carpathian-example?view=text`);
    const body = page.locator('[name="en.body"]');
    const bar = page.locator(".toolbar").first();
    const select = (from, to) => body.evaluate((area, [from, to]) => { area.focus(); area.setSelectionRange(from, to); }, [from, to]);
    const press = (name) => bar.getByRole("button", { name, exact: true }).click();
    const link = async () => {
      await press("Link to a page");
      await bar.getByRole("combobox").last().pressSequentially("carp");
      await page.locator('.toolbar [role="option"]').first().click();
    };
    for (const [what, act, expected] of [
      ["bold", () => press("Bold"), "**One** hall.\nTwo doors."],
      ["italic", () => press("Italic"), "*One* hall.\nTwo doors."],
      ["heading", () => press("Heading"), "## One hall.\nTwo doors."],
      ["list", async () => { await select(0, 15); await press("List"); }, "- One hall.\n- Two doors."],
      ["quotation", async () => { await select(0, 15); await press("Quotation"); }, "> One hall.\n> Two doors."],
      ["footnote", async () => { await select(9, 9); await press("Footnote"); }, "One hall.[^1]\nTwo doors.\n\n[^1]: "],
      ["footnote behind what is selected", () => press("Footnote"), "One[^1] hall.\nTwo doors.\n\n[^1]: "],
      ["picture", () => bar.getByRole("combobox", { name: "Picture" }).selectOption("carpathian-example/hall.svg"), "![One](carpathian-example/hall.svg) hall.\nTwo doors."],
      ["link", link, "[One](carpathian-example.en.md) hall.\nTwo doors."],
    ]) {
      await body.fill("One hall.\nTwo doors.");
      await select(0, 3);
      await act();
      assert.equal(await body.inputValue(), expected, what);
      await body.focus();
      for (let steps = 0; steps < 3 && await body.inputValue() !== "One hall.\nTwo doors."; steps += 1) await page.keyboard.press("Control+Z");
      assert.equal(await body.inputValue(), "One hall.\nTwo doors.", `${what} is undone`);
    }
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await desk.finish();
  }
});

test("signs that nobody sees are not pasted, footnotes of blocks count together, and what is about no input stands above", async () => {
  const notes = (stamp) => `+++\ntitle = "Notes"\n${stamp}+++\n\nOne[^1].\n\nTwo.\n\n[^1]: First.\n\n## Part\n`;
  const desk = await newDesk({ more: async (root) => {
    await writeFile(path.join(root, "content/notes.en.md"), notes(""));
    await writeFile(path.join(root, "content/notes.uk.md"), notes('translates = "00000000"\n'));
    await writeFile(path.join(root, "content/reader.en.md"), '+++\ntitle = "Reader"\n+++\n\n[Part](notes.en.md#part)\n');
  } });
  const { page, context, complaints } = await watched(browser, desk, { viewport: WIDE });
  page.setDefaultTimeout(PATIENCE);
  try {
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: desk.origin });
    await page.goto(`${desk.origin}/page/notes?with=uk&view=blocks`);
    const block = page.locator('[name="uk.block.1"]');
    await block.evaluate((area) => { area.focus(); area.setSelectionRange(3, 3); });
    await block.locator("xpath=..").getByRole("button", { name: "Footnote" }).click();
    assert.equal(await block.inputValue(), "Two[^2].\n\n[^2]: ");
    await page.evaluate(() => navigator.clipboard.writeText("Line\u000bline\u200e \u202dend"));
    await block.selectText();
    await page.keyboard.press("Control+V");
    assert.equal(await block.inputValue(), "Line\nline end");
    await page.locator('[name="en.block.3"]').fill("## Chapter");
    await page.locator(".page > .message.live").first().waitFor();
    assert.match(await page.locator(".page > .message.live").first().innerText(), /reader\.en\.md/);
    assert.equal(await page.locator("button[aria-invalid]").count(), 0);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    await desk.finish();
  }
});

// ---------------------------------------------------------------- the screens

const ALL = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
const COLOURS = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };

const axe = async (options) => {
  const { violations } = await window.axe.run({ exclude: ["iframe"] }, { ...options, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 4).map(({ html }) => html.slice(0, 200))]);
};

/** Every screen, by name: how to get there. */
const SCREENS = {
  list: "/",
  found: "/?q=carpathian",
  nothing: "/?q=nowhere",
  page: "/page/clusters/carpathian-example?view=text",
  blocks: "/page/clusters/carpathian-example?view=blocks",
  plain: "/page/index",
  memorandum: "/page/memoranda/pact",
  refused: async (page, { origin }) => {
    await page.goto(`${origin}/page/memoranda/pact`);
    await page.locator('[name="en.signed"]').fill("soon");
    await page.locator('[name="en.figures.0.value"]').fill("many");
    await Promise.all([page.waitForEvent("load"), page.locator(save).click()]);
  },
  conflict: async (page, { origin, root }) => {
    const file = path.join(root, "content/memoranda/pact.en.md");
    await page.goto(`${origin}/page/memoranda/pact?view=text`);
    await page.locator('[name="en.title"]').fill("Mine");
    await writeFile(file, (await readFile(file, "utf8")).replace(/title = ".*"/, `title = "Theirs ${Math.random()}"`));
    await page.locator("[role=status]", { hasText: "pact.en.md" }).waitFor();
    await Promise.all([page.waitForEvent("load"), page.locator(save).click()]);
    await page.locator(".conflict").first().waitFor();
  },
  outdated: "/page/clusters/carpathian-example?with=uk&view=blocks",
  new: "/new?kind=clusters",
  changes: "/changes",
  problems: "/problems",
  vocabulary: "/vocabulary/countries",
  term: "/term/countries/pl",
  rename: "/rename/clusters/carpathian-example",
  remove: "/remove/clusters/carpathian-example",
  missing: "/page/nowhere",
};

/** A memorandum with all that a form can have, an outdated translation, a mistake. */
async function fullSite(root) {
  await mkdir(path.join(root, "content/memoranda"));
  await writeFile(path.join(root, "content/memoranda/pact.en.md"), '+++\ntitle = "Pact"\nsigned = "2026-03"\nbudget = { amount = 5, currency = "EUR" }\nparties = ["carpathian-example"]\n\n[[figures]]\nwhat = { en = "Firms", uk = "Підприємства" }\nvalue = 3\n\n[[figures]]\nwhat = { en = "People", uk = "Люди" }\n+++\n\nText.\n');
}

for (const locale of ["en", "uk"]) {
  test(`every screen is for all eyes and hands: ${locale}`, async (t) => {
    const desk = await newDesk({ more: fullSite });
    const context = await browser.newContext({ reducedMotion: "reduce", locale, bypassCSP: true });
    await context.addInitScript({ content: axeSource });
    const page = await context.newPage();
    page.on("dialog", (dialog) => dialog.accept());
    page.setDefaultTimeout(PATIENCE);
    try {
      const changed = path.join(desk.root, "content/clusters/carpathian-example.en.md");
      await writeFile(changed, (await readFile(changed, "utf8")).replace("Copy this file", "Copy the file").replace("2023-03", "2023-04"));
      await until(async () => (await (await fetch(`${desk.origin}/?state=outdated`)).text()).includes("carpathian-example"));
      for (const [name, where] of Object.entries(SCREENS)) {
        await t.test(name, async () => {
          await page.setViewportSize(WIDE);
          await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
          if (typeof where === "string") await page.goto(desk.origin + where); else await where(page, desk);
          await page.evaluate(() => { for (const fold of document.querySelectorAll("details")) fold.open = true; });
          const found = {};
          for (const [label, viewport] of [["wide", WIDE], ["narrow", NARROW]]) {
            await page.setViewportSize(viewport);
            found[`light ${label}`] = await page.evaluate(axe, ALL);
            await page.emulateMedia({ colorScheme: "dark" });
            found[`dark ${label}`] = await page.evaluate(axe, COLOURS);
            await page.emulateMedia({ colorScheme: "light" });
          }
          for (const [label, violations] of Object.entries(found)) assert.deepEqual(violations, [], label);
          const width = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(width <= NARROW.width, `nothing is beyond the edge of a narrow window: ${width}`);
          // Where the colours are the reader's own, what only a colour said is said by a line.
          await page.emulateMedia({ forcedColors: "active" });
          const unseen = await page.evaluate(() => [...document.querySelectorAll(".message, .conflict, .changed, .chip[aria-current], .kinds [aria-current], [aria-invalid]")]
            .filter((element) => element.offsetParent && getComputedStyle(element).borderTopWidth === "0px" && getComputedStyle(element).outlineStyle === "none")
            .map((element) => element.outerHTML.slice(0, 120)));
          assert.deepEqual(unseen, []);
        });
      }
    } finally {
      await context.close();
      await desk.finish();
    }
  });
}

// ---------------------------------------------------------------- others

/** What a script of another origin may try to read and to write. `tried` collects what it got; it is run as the theme's own would be. */
const HOSTILE = (desk) => `
  const tried = {};
  const note = async (name, act) => { try { tried[name] = String(await act()).slice(0, 200); } catch { tried[name] = "refused"; } };
  (async () => {
    await note("parent", () => (parent === window ? "refused" : parent.document.body.innerHTML));
    await note("top", () => top.document.forms._form.token.value);
    await note("opener", () => opener.document.body.innerHTML);
    await note("read", async () => (await fetch("${desk}/page/clusters/carpathian-example")).text());
    await note("opaque", async () => (await (await fetch("${desk}/page/clusters/carpathian-example", { mode: "no-cors" })).text()) || "refused");
    await note("events", () => new Promise((done, fail) => { const source = new EventSource("${desk}/events"); source.onmessage = done; source.onerror = fail; }));
    await note("write", async () => (await fetch("${desk}/page/clusters/carpathian-example", { method: "POST", body: new URLSearchParams({ act: "save", "en.title": "Taken" }) })).status);
    await note("blind", async () => { await fetch("${desk}/remove/clusters/carpathian-example", { method: "POST", mode: "no-cors", body: new URLSearchParams({ confirm: "1" }) }); return "refused"; });
    await note("cookie", () => document.cookie || "refused");
    document.title = "tried " + JSON.stringify(tried);
  })();`;

test("scripts of the theme and of other ports read nothing and write nothing", async () => {
  const desk = await newDesk();
  const before = await everyFile(desk.root);
  const context = await browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const refused = (title) => {
    const tried = JSON.parse(title.replace(/^tried /, ""));
    assert.deepEqual(Object.values(tried).filter((got) => got !== "refused"), [], JSON.stringify(tried));
  };
  const strange = createServer((request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(`<!doctype html><title>x</title><iframe src="${desk.origin}/"></iframe><script>${HOSTILE(desk.origin)}</script><form method="post" action="${desk.origin}/remove/clusters/carpathian-example"><input name="confirm" value="1"><button>x</button></form>`);
  });
  await new Promise((done) => { strange.listen(0, "127.0.0.1", done); });
  try {
    // A page of another port of this machine.
    await page.goto(`http://127.0.0.1:${strange.address().port}/`);
    await page.waitForFunction(() => document.title.startsWith("tried"));
    refused(await page.title());
    const answer = page.waitForResponse((response) => response.request().method() === "POST");
    await page.locator("button").click();
    assert.equal((await answer).status(), 403);
    // A script in the preview, which the desk frames.
    await page.goto(`${desk.origin}/page/clusters/carpathian-example`);
    const frame = await (await page.locator(".preview iframe").elementHandle()).contentFrame();
    await frame.waitForLoadState();
    await frame.evaluate(HOSTILE(desk.origin).replace("document.title = ", "window.tried = "));
    await frame.waitForFunction(() => window.tried);
    refused(await frame.evaluate(() => window.tried));
    await frame.evaluate((to) => { try { top.location = to; } catch { /* forbidden */ } }, "http://127.0.0.1:9/");
    await frame.evaluate((desk) => {
      const form = document.createElement("form");
      Object.assign(form, { method: "post", action: `${desk}/remove/clusters/carpathian-example`, target: "_top" });
      document.body.append(form);
      form.submit();
    }, desk.origin);
    await page.locator(".preview iframe").waitFor();
    assert.ok(page.url().startsWith(`${desk.origin}/page/`), page.url());
    assert.deepEqual(await everyFile(desk.root), before);
  } finally {
    await context.close();
    strange.close();
    await desk.finish();
  }
});
