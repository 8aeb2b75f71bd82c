// A list to take along: the table and the file say the same as the list that is shown, whatever it is narrowed by, in both languages.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { WIDE, follow, launch, open, watched } from "./support.mjs";

let browser;
let site;
before(async () => {
  site = await open();
  browser = await launch();
});
after(async () => { await browser?.close(); await site?.close(); });

/** The rows of a CSV text (RFC 4180), each a list of cells. */
function parsed(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
    if (end === "") break;
  }
  if (rows.at(-1).length === 1 && rows.at(-1)[0] === "") rows.pop();
  return rows;
}

/** What the table on a page shows, in the form in which files have dates, numbers and addresses. */
const shownTable = (page) => page.evaluate(() => [...document.querySelectorAll(".list-table tr")].map((row) => [...row.cells].map((cell) => {
  const copy = cell.cloneNode(true);
  for (const time of copy.querySelectorAll("time")) time.textContent = time.dateTime;
  for (const data of copy.querySelectorAll("data")) data.textContent = data.value;
  for (const link of copy.querySelectorAll("td > a[rel]")) link.textContent = link.getAttribute("href");
  return copy.textContent.replace(/\s+/g, " ").trim();
})));

const shownCards = (page) => page.evaluate(() => [...document.querySelectorAll("[data-cards] .card-title a")].map((link) => link.pathname));

async function downloaded(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("[data-take]")]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

const settled = (page, count) => page.waitForFunction((expected) => document.querySelectorAll("[data-cards] > *").length === expected, count);

test("the file has the rows of the table, in its order, whatever narrows and sorts it", async () => {
  const { page, context, complaints } = await watched(browser, site, { viewport: WIDE, acceptDownloads: true });
  const queries = ["", "?countries=pl", "?countries=pl&sectors=agri-food", "?sort=-signed&countries=ua", "?sort=title", "?find=2022"];
  for (const language of ["en", "uk"]) {
    for (const list of ["memoranda", "initiatives", "events"]) {
      for (const query of queries) {
        await page.goto(site.at(`${language}/${list}/table/${query}`));
        await page.waitForFunction(() => document.querySelector("[data-take]").hidden !== undefined && document.querySelector(".sort, th button"));
        const [heads, ...rows] = await shownTable(page);
        if (rows.length === 0) continue;
        const { name, text } = await downloaded(page);
        assert.ok(text.startsWith("\ufeff"), "spreadsheets know the letters by it");
        const [columns, ...saved] = parsed(text.slice(1));
        const where = `${language} ${list} ${query}`;
        assert.deepEqual(columns.slice(0, heads.length), heads, where);
        assert.deepEqual(saved.map((row) => row.slice(0, heads.length)), rows, where);
        assert.deepEqual(new Set(saved.map((row) => row.at(-2))), new Set(["CC-BY-4.0"]), where);
        assert.ok(saved.every((row) => row.at(-1).startsWith("http")), where);
        assert.equal(name, query === "" ? `${list}-${language}.csv` : `${list}-${language}-${rows.length}.csv`);
      }
    }
  }
  assert.deepEqual(complaints, []);
  await context.close();
});

test("what the cards show is what is downloaded, and the filter goes along to the table and back", async () => {
  const { page, context, complaints } = await watched(browser, site, { viewport: WIDE, acceptDownloads: true });
  await page.goto(site.at("en/initiatives/?countries=pl&sort=title"));
  const cards = await shownCards(page);
  assert.ok(cards.length > 1);
  assert.equal(await page.innerText("[data-take]"), `Download these ${cards.length} (CSV)`);
  const { text } = await downloaded(page);
  assert.deepEqual(parsed(text.slice(1)).slice(1).map((row) => new URL(row.at(-1)).pathname), cards);
  await follow(page, ".shapes a");
  await settled(page, cards.length);
  assert.match(page.url(), /\/table\/\?countries=pl&sort=title$/);
  await follow(page, ".shapes a");
  assert.deepEqual(await shownCards(page), cards);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a heading sorts by its column, says so, and the address keeps it", async () => {
  const { page, context, complaints } = await watched(browser, site, { viewport: WIDE });
  await page.goto(site.at("en/memoranda/table/"));
  const heading = page.locator("th[data-column=signed]");
  const days = () => page.evaluate(() => [...document.querySelectorAll("tbody tr")].map((row) => row.cells[document.querySelector("th[data-column=signed]").cellIndex].querySelector("time")?.dateTime ?? ""));
  await heading.locator("button").click();
  assert.equal(await heading.getAttribute("aria-sort"), "ascending");
  const up = await days();
  const known = up.filter(Boolean);
  assert.deepEqual(known, [...known].sort(), "from the earliest");
  assert.deepEqual(up.slice(known.length).filter(Boolean), [], "what has no day comes last");
  await heading.locator("button").click();
  assert.equal(await heading.getAttribute("aria-sort"), "descending");
  assert.equal((await days()).filter(Boolean)[0], known.at(-1));
  await page.reload();
  assert.equal(await heading.getAttribute("aria-sort"), "descending");
  await page.goBack();
  assert.equal(await heading.getAttribute("aria-sort"), "ascending");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("without script the table is there, the whole list and that of a country can be taken along", async () => {
  const { page, context } = await watched(browser, site, { javaScriptEnabled: false, acceptDownloads: true });
  await page.goto(site.at("uk/memoranda/"));
  await follow(page, ".shapes a");
  assert.equal(await page.locator(".list-table tbody tr").count(), await page.locator(".list-says").innerText().then((says) => Number(says.match(/\d+/)[0])));
  assert.equal(await page.locator(".list-table thead button").count(), 0);
  const { name } = await downloaded(page);
  assert.equal(name, "memoranda-uk.csv");
  await page.goto(site.at("uk/countries/pl/"));
  const poland = await downloaded(page);
  assert.equal(poland.name, "pl-uk.csv");
  const [heads, ...rows] = parsed(poland.text.slice(1));
  const countries = heads.indexOf("Країни");
  assert.ok(rows.length > 5 && rows.every((row) => row[countries].split("; ").includes("Польща")), "countries are whole, those of parties too");
  const file = await readFile(path.join(site.folder, "uk/countries/pl/list.csv"), "utf8");
  assert.equal(poland.text, file);
  await context.close();
});
