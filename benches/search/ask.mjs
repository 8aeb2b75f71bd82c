// What a visitor waits for: bytes until the first result, and time from the data to it, over a published site.
//
//     node benches/search/ask.mjs OUT LANGUAGE [--times 9] [--pieces] QUERY…
//
// OUT is the folder that `icsi build --out OUT` published, of a site at its host's root. Bytes are as gzip -9 sends them:
// the scripts, then the pieces of the index that the question fetches until the results stand with their summaries, then
// the texts or the pages that the passages come from. `--pieces` names them. Times are from the data to the first results,
// all pieces in memory, in a new index each, as processor time: of the first run (of the first question: when nothing has
// been compiled yet), and the median of several.

import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { card, marks, openIndex, passage, search } from "../../themes/intermarium/static/js/search/index.js";

const options = { times: 9, pieces: false };
const positional = [];
for (let at = 2; at < process.argv.length; at += 1) {
  const given = process.argv[at];
  if (given === "--times") options.times = Number(process.argv[(at += 1)]);
  else if (given === "--pieces") options.pieces = true;
  else positional.push(given);
}
const [out, language, ...queries] = positional;
const PAGE_SIZE = 10;

const sizes = new Map();
const size = (name, bytes) => {
  if (!sizes.has(name)) sizes.set(name, gzipSync(bytes, { level: 9 }).length);
  return sizes.get(name);
};

const scripts = path.join(out, "assets/js/search");
let script = 0;
for (const name of await readdir(scripts)) script += size(name, await readFile(path.join(scripts, name)));
const page = await readFile(path.join(out, language, "search/index.html"), "utf8");
const address = new URL(page.match(/\/assets\/search\/[^"]+/)[0], "http://site.test/");
/** The file of an address; a page's ends with its folder. */
const fileOf = ({ pathname }) => path.join(out, decodeURI(pathname).replace(/\/$/, "/index.html"));

const held = new Map();
const pieces = path.dirname(fileOf(address));
for (const name of await readdir(pieces)) {
  if (!name.startsWith("texts-")) held.set(path.join(pieces, name), await readFile(path.join(pieces, name), "utf8"));
}
let fetched = [];
async function fetcher(url) {
  const file = fileOf(url);
  if (!held.has(file)) held.set(file, await readFile(file, "utf8"));
  fetched.push(file);
  const text = held.get(file);
  return { ok: true, text: async () => text };
}

const sum = (files) => files.reduce((total, file) => total + size(file, held.get(file)), 0);
const list = (files) => files.map((file) => `${path.basename(file).replace(/-.*/, "")} ${size(file, held.get(file))}`).join(", ");

/** Milliseconds of processor time: what else the machine does is not in them. */
function busy() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A question as the page asks it: results with marked titles and summaries; then the passages. */
async function ask(query) {
  fetched = [];
  const index = await openIndex(address, fetcher);
  const found = await search(index, query);
  const shown = found.documents.slice(0, PAGE_SIZE);
  for (const made of await Promise.all(shown.map((document) => card(index, document)))) {
    marks(index, made.title, found.sought);
    marks(index, made.summary, found.sought);
  }
  const first = fetched;
  fetched = [];
  const passages = () => Promise.all(shown.map((document) => passage(index, document, found.sought)));
  return { count: found.documents.length, first, passages };
}

console.log(`scripts ${(script / 1000).toFixed(1)} KB`);
for (const query of queries) {
  const cold = busy();
  const { count, first, passages } = await ask(query);
  const coldly = busy() - cold;
  await passages();
  const texts = fetched;
  const times = [];
  for (let run = 0; run < options.times; run += 1) {
    const started = busy();
    await ask(query);
    times.push(busy() - started);
  }
  const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
  console.log(`«${query}»: ${count} results; index ${kilobytes(sum(first))} in ${first.length} pieces, first result `
    + `${kilobytes(script + sum(first))}, passages ${kilobytes(sum(texts))} more in ${texts.length}; ${coldly.toFixed(1)} ms, then `
    + `${median.toFixed(1)} ms`);
  if (options.pieces) console.log(`  ${list(first)}\n  then ${list(texts)}`);
}
