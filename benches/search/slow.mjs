// What a visitor waits for on a slow line, in Chromium: from Enter in the search box of the home page to the answer.
//
//     node benches/search/slow.mjs OUT [OUT…] [--times 3] [--key 150] [--save-data] [--chain]
//
// Each OUT is a folder that `icsi build --out OUT` published, of a site at its host's root in English and Ukrainian. The line
// takes 400 ms to begin each answer and carries 50 KB/s, the processor is four times slower. The home page is loaded and
// quiet; then a question is typed, a key each `--key` milliseconds (0: pasted), and Enter pressed. The folders are measured
// in turns, each time with an empty cache. Given are medians: the time until the first results stand with their words,
// the time until nothing is fetched any more (passages are there), and the bytes of the search from the first key on.
// `--save-data` is the visitor who asked browsers to fetch little; `--chain` prints the requests of each question.

import { launch } from "../../tests/browser/support.mjs";
import { serve } from "../../tests/browser/server.mjs";

const LATENCY = 400;
const BYTES_A_SECOND = 50 * 1024;
const SLOWER = 4;
/** Milliseconds without a request after which a page is quiet. */
const QUIET = 1000;
const QUESTIONS = [
  ["en", "cluster defence"],
  ["en", "memorandum Košice"],
  ["en", "Who is the CEO of the Ukrainian Cluster Alliance?"],
  ["uk", "кластери оборона"],
  ["uk", "меморандум Кошице"],
  ["uk", "Хто підписав меморандум?"],
];

const options = { times: 3, key: 150, saveData: false, chain: false };
const folders = [];
for (let at = 2; at < process.argv.length; at += 1) {
  const given = process.argv[at];
  if (given === "--times" || given === "--key") options[given.slice(2)] = Number(process.argv[(at += 1)]);
  else if (given === "--save-data") options.saveData = true;
  else if (given === "--chain") options.chain = true;
  else folders.push(given);
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** A new visitor's page with what it fetches: `requests`, each with when it began and ended, and its bytes. */
async function visitor(browser) {
  const context = await browser.newContext();
  if (options.saveData) {
    await context.addInitScript(() => Object.defineProperty(navigator.connection, "saveData", { get: () => true }));
  }
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.emulateNetworkConditions", {
    offline: false, latency: LATENCY, downloadThroughput: BYTES_A_SECOND, uploadThroughput: BYTES_A_SECOND,
  });
  await client.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const requests = new Map();
  client.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
    requests.set(requestId, { url: request.url, isPage: type === "Document", began: performance.now(), ended: null, bytes: 0, isCached: false });
  });
  client.on("Network.requestServedFromCache", ({ requestId }) => { requests.get(requestId).isCached = true; });
  client.on("Network.responseReceived", ({ requestId, response }) => {
    const request = requests.get(requestId);
    if (request && (response.fromDiskCache || response.fromPrefetchCache)) request.isCached = true;
  });
  // Of what a page still fetched when it was left, nothing more is heard.
  page.on("framenavigated", () => {
    for (const request of requests.values()) if (request.ended === null && !request.isPage) request.ended = performance.now();
  });
  const ended = (requestId, bytes) => {
    const request = requests.get(requestId);
    if (request) Object.assign(request, { ended: performance.now(), bytes });
  };
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => ended(requestId, encodedDataLength));
  client.on("Network.loadingFailed", ({ requestId }) => ended(requestId, 0));
  /** When the last request ended, once nothing has been fetched for a while. */
  const quiet = async () => {
    for (;;) {
      const all = [...requests.values()];
      const last = Math.max(...all.map(({ began, ended: end }) => end ?? began));
      if (all.every(({ ended: end }) => end !== null) && performance.now() - last > QUIET) return last;
      await new Promise((later) => { setTimeout(later, 100); });
    }
  };
  return { context, page, requests, quiet };
}

async function ask(browser, origin, language, question) {
  const { context, page, requests, quiet } = await visitor(browser);
  await page.goto(`${origin}/${language}/`);
  await quiet();
  requests.clear();
  const box = page.locator("main form[role=search] input[type=search]");
  await box.click();
  if (options.key === 0) await box.fill(question);
  else await box.pressSequentially(question, { delay: options.key });
  const began = performance.now();
  await box.press("Enter", { noWaitAfter: true });
  await page.waitForFunction(() => document.querySelector("[data-search-results] [data-passage]")?.textContent, null, { polling: 20 });
  const first = performance.now() - began;
  const all = await quiet() - began;
  const fetched = [...requests.values()];
  await context.close();
  if (options.chain) {
    console.log(`\n«${question}» first results ${first.toFixed(0)} ms`);
    for (const { url, began: from, ended, bytes, isCached } of fetched) {
      const place = decodeURI(url.slice(origin.length)).padEnd(60);
      console.log(`  ${place} ${(from - began).toFixed(0).padStart(6)} ${(ended - began).toFixed(0).padStart(6)} ms  ${isCached ? "cached" : `${bytes} bytes`}`);
    }
  }
  return { first, all, bytes: fetched.reduce((sum, { bytes, isCached }) => sum + (isCached ? 0 : bytes), 0) };
}

const servers = await Promise.all(folders.map((folder) => serve(folder, { packing: "gzip" })));
const browser = await launch();
const measured = QUESTIONS.map(() => servers.map(() => []));
for (let time = 0; time < options.times; time += 1) {
  for (const [at, [language, question]] of QUESTIONS.entries()) {
    for (const [which, { origin }] of servers.entries()) measured[at][which].push(await ask(browser, origin, language, question));
  }
}
await browser.close();
for (const server of servers) await server.close();

const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;
const row = (runs) => {
  const of = (name) => median(runs.map((run) => run[name]));
  return `first results ${seconds(of("first"))}, all ${seconds(of("all"))}, ${(of("bytes") / 1000).toFixed(1)} KB`;
};
console.log(`${LATENCY} ms, ${BYTES_A_SECOND / 1024} KB/s, processor / ${SLOWER}, a key each ${options.key} ms, ${options.times} times${options.saveData ? ", saving data" : ""}`);
for (const [at, [language, question]] of QUESTIONS.entries()) {
  console.log(`${language} «${question}»`);
  for (const [which, folder] of folders.entries()) console.log(`  ${folder}: ${row(measured[at][which])}`);
}
const [one, ...others] = folders.map((_, which) => measured.flatMap((each) => each[which]));
console.log("all questions");
for (const [which, runs] of [one, ...others].entries()) console.log(`  ${folders[which]}: ${row(runs)}`);
for (const [at, runs] of others.entries()) {
  const ratios = runs.map(({ first }, run) => first / one[run].first);
  console.log(`  ${folders[at + 1]} / ${folders[0]}: first results ${median(ratios).toFixed(2)}`);
}
