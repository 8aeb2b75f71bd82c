// Asks a small site, whose texts stand in pieces, and a large one, whose texts are its pages, for the same passages:
//     node pages.mjs SMALL LARGE
// Both are published under /kb/.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openIndex, passage, search } from "../../themes/intermarium/static/js/search/index.js";

const QUESTIONS = ["bridges", "lantern", "harbour", "tariff", "salt", "pier", "compass", "anchor", "footnoted", "wood", "valley", "meadow"];

async function asked(folder) {
  const fetched = [];
  const fetcher = async ({ pathname }) => {
    const file = path.join(folder, decodeURI(pathname).replace(/^\/kb\//, "").replace(/\/$/, "/index.html"));
    fetched.push(path.basename(file));
    return new Response(await readFile(file));
  };
  const page = await readFile(path.join(folder, "en/search/index.html"), "utf8");
  const index = await openIndex(new URL(page.match(/\/kb\/assets\/search\/[^"]+/)[0], "http://kb.test/"), fetcher);
  const passages = {};
  for (const question of QUESTIONS) {
    const { documents, sought } = await search(index, question);
    assert.equal(documents.length, 1, `${question} in ${folder}`);
    const { text, marks } = await passage(index, documents[0], sought);
    passages[question] = marks.reduceRight((all, [a, b]) => `${all.slice(0, a)}[${all.slice(a, b)}]${all.slice(b)}`, text);
  }
  return { passages, fetched };
}

const [small, large] = await Promise.all(process.argv.slice(2, 4).map(asked));
// A page shows its facts otherwise than a piece does.
assert.match(large.passages.lantern, /^Sayings A long saying of a \[lantern\]/);
assert.match(small.passages.lantern, /^Sayings: A long saying of a \[lantern\]/);
const bodies = ({ passages: { lantern, ...others } }) => others;
assert.deepEqual(bodies(large), bodies(small));
for (const [question, text] of Object.entries(small.passages)) assert.match(text, /\[/, `${question}: ${text}`);
assert.ok(small.fetched.some((name) => name.startsWith("texts-")) && !small.fetched.includes("index.html"));
assert.ok(large.fetched.includes("index.html") && !large.fetched.some((name) => name.startsWith("texts-")));
