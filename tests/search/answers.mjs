// How well a published site answers what people ask (answers.json), by the page's own scripts:
//
//     icsi build --out OUT && node tests/search/answers.mjs OUT
//
// Says for each language and kind of question how often a right page is first, and among the first three. A result that
// leads to a part of a page counts as that page. Options:
//
//     --misses                  names the questions without a right page first, and what was first
//     --held                    asks those that whoever works on the ranking does not look at; without `--misses`
//     --cases FILE              asks the questions of another file than answers.json
//     --at-least FIRST THREE    fails when fewer, in percent of all, are first or among the first three
//     --pagefind COMMAND        asks Pagefind too, on the same pages: `pip install 'pagefind[bin]'` and then
//                               `--pagefind "python3 -m pagefind"`

import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { card, openIndex, search } from "../../themes/intermarium/static/js/search/index.js";

const TOP = 3;
const HOST = "http://site.test";
const options = { cases: new URL("answers.json", import.meta.url), misses: false, held: false, atLeast: null, pagefind: null };
let out;
for (let at = 2; at < process.argv.length; at += 1) {
  const given = process.argv[at];
  if (given === "--misses" || given === "--held") options[given.slice(2)] = true;
  else if (given === "--cases") options.cases = process.argv[(at += 1)];
  else if (given === "--at-least") options.atLeast = [Number(process.argv[(at += 1)]), Number(process.argv[(at += 1)])];
  else if (given === "--pagefind") options.pagefind = process.argv[(at += 1)].split(" ");
  else out = given;
}
const cases = JSON.parse(await readFile(options.cases, "utf8"));
const questions = options.held ? cases.held : cases.open;
const languages = [...new Set(questions.map(({ language }) => language))];

/** The place of a page below its language: `clusters/uca` of `/en/clusters/uca/#history`. */
const pageOf = (language, url) => new URL(url, HOST).pathname.replace(new RegExp(`^/${language}/|/$`, "g"), "");

async function ours(language) {
  const fetcher = async ({ pathname }) => new Response(await readFile(path.join(out, pathname.replace(/\/$/, "/index.html"))));
  const page = await readFile(path.join(out, language, "search/index.html"), "utf8");
  const index = await openIndex(new URL(page.match(/\/assets\/search\/[^"]+/)[0], HOST), fetcher);
  return async (query) => {
    const { documents } = await search(index, query);
    const cards = await Promise.all(documents.slice(0, TOP).map((document) => card(index, document)));
    return cards.map(({ url }) => pageOf(language, url));
  };
}

/** Pagefind on what stands in each page's `main`; it runs in Node with what it asks of a browser. */
async function pagefind(bundle, language) {
  globalThis.document = { querySelector: () => ({ getAttribute: () => language }) };
  globalThis.location = { origin: HOST, href: `${HOST}/` };
  globalThis.window = { location: globalThis.location };
  globalThis.fetch = async (url) => new Response(await readFile(path.join(bundle, new URL(url, HOST).pathname.replace("/pagefind/", ""))));
  const engine = await import(`${pathToFileURL(path.join(bundle, "pagefind.js"))}?${language}`);
  await engine.options({ basePath: "/pagefind/", baseUrl: "/" });
  await engine.init();
  return async (query) => {
    const { results } = await engine.search(query);
    const shown = await Promise.all(results.slice(0, TOP).map((result) => result.data()));
    return shown.map(({ url }) => pageOf(language, url));
  };
}

async function asked(name, engine) {
  const rows = new Map();
  const misses = [];
  for (const language of languages) {
    const ask = await engine(language);
    for (const { kind, query, pages } of questions.filter((each) => each.language === language)) {
      const found = await ask(query);
      const place = found.findIndex((page) => pages.includes(page));
      for (const row of [`${language} ${kind}`, `${language} all`, "all"]) {
        const counts = rows.get(row) ?? { asked: 0, first: 0, three: 0 };
        rows.set(row, counts);
        counts.asked += 1;
        counts.first += place === 0 ? 1 : 0;
        counts.three += place >= 0 ? 1 : 0;
      }
      if (place !== 0) misses.push(`${place < 0 ? "none" : `place ${place + 1}`}  ${language} «${query}»: ${found.join(", ") || "nothing"}`);
    }
  }
  const percent = (count, all) => `${((100 * count) / all).toFixed(0)} %`.padStart(7);
  console.log(`${name}\n${"".padEnd(16)}  asked  first  among ${TOP}`);
  const all = rows.get("all");
  rows.delete("all");
  for (const [row, { asked: number, first, three }] of [...rows, ["all", all]]) {
    console.log(`${row.padEnd(16)} ${String(number).padStart(6)}${percent(first, number)}${percent(three, number)}`);
  }
  if (options.misses && !options.held) console.log(misses.join("\n"));
  return all;
}

const result = await asked("this site's own search", ours);
if (options.pagefind !== null) {
  const bundle = await mkdtemp(path.join(tmpdir(), "pagefind-"));
  const [command, ...first] = options.pagefind;
  execFileSync(command, [...first, "--site", out, "--output-path", bundle, "--root-selector", "main", "--silent"]);
  await asked("Pagefind", (language) => pagefind(bundle, language));
  await rm(bundle, { recursive: true });
}
if (options.atLeast !== null) {
  const [first, three] = options.atLeast;
  const enough = 100 * result.first >= first * result.asked && 100 * result.three >= three * result.asked;
  if (!enough) console.log(`fewer than ${first} % first or ${three} % among the first ${TOP}`);
  process.exitCode = enough ? 0 : 1;
}
