// Asks the indexes that tests/search.rs made of questions.json, and compares: node questions.mjs FOLDER
// FOLDER has a folder for each language, with the name of its first piece in `first`.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { card, openIndex, passage, search } from "../../themes/intermarium/static/js/search/index.js";

const folder = process.argv[2];
const cases = JSON.parse(await readFile(new URL("questions.json", import.meta.url), "utf8"));
const fetcher = async (url) => new Response(await readFile(fileURLToPath(url)));
let [asked, wrong] = [0, 0];

for (const [language, { questions }] of Object.entries(cases)) {
  const first = await readFile(path.join(folder, language, "first"), "utf8");
  const index = await openIndex(pathToFileURL(path.join(folder, language, first)), fetcher);
  for (const question of questions) {
    asked += 1;
    const check = (what, actual, expected) => {
      if (expected === undefined || JSON.stringify(actual) === JSON.stringify(expected)) return;
      wrong += 1;
      console.log(`${what} of «${question.query}»: ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
    };
    const chosen = Object.fromEntries(Object.entries(question.chosen ?? {}).map(([name, ids]) => [name, new Set(ids)]));
    const found = await search(index, question.query, { chosen });
    const cards = await Promise.all(found.documents.map((document) => card(index, document)));
    const ids = cards.map(({ url }) => url.replace(/^\/\w+\/|\/$/g, ""));
    check("all", ids.toSorted(), question.all?.toSorted());
    check("first", ids[0], question.first);
    check("partial", found.partial, question.partial);
    if (question.mended === false) check("mended", found.mended, []);
    if (question.mended) check("mended", found.mended.some(({ instead }) => instead === question.mended), true);
    for (const [name, counts] of Object.entries(question.counts ?? {})) {
      const actual = Object.fromEntries(found.facets[name].map(({ id, count }) => [id, count]));
      check(name, Object.fromEntries(Object.keys(counts).map((id) => [id, actual[id]])), counts);
    }
    if (question.passage) {
      const { text, marks } = await passage(index, found.documents[0], found.sought);
      const marked = marks.reduceRight((all, [a, b]) => `${all.slice(0, a)}[${all.slice(a, b)}]${all.slice(b)}`, text);
      check("passage", marked, question.passage);
    }
  }
}
console.log(`${asked} questions, ${wrong} wrong`);
process.exitCode = wrong > 0 ? 1 : 0;
