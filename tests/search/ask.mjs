// Asks an index on disk and prints what it costs: `node tests/search/ask.mjs out/index-….json "кластери безпеки"`.

import { readFile } from "node:fs/promises";
import { pathToFileURL, fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { card, openIndex, passage, search } from "../../themes/intermarium/static/js/search/index.js";

const [file, ...queries] = process.argv.slice(2);
const modules = ["stem", "index", "pieces", "page"].map(
  (name) => new URL(`../../themes/intermarium/static/js/search/${name}.js`, import.meta.url),
);
const scripts = (await Promise.all(modules.map((url) => readFile(url)))).reduce((sum, code) => sum + gzipSync(code).length, 0);

for (const query of queries) {
  const fetched = [];
  const fetcher = async (url) => {
    const bytes = await readFile(fileURLToPath(url));
    fetched.push([url.pathname.split("/").at(-1), gzipSync(bytes, { level: 9 }).length]);
    return new Response(bytes);
  };
  const start = performance.now();
  const index = await openIndex(pathToFileURL(file), fetcher);
  const found = await search(index, query);
  const first = found.documents[0];
  if (first !== undefined) {
    await card(index, first);
    await passage(index, first, found.sought);
  }
  const took = performance.now() - start;
  const cost = fetched.reduce((sum, [, size]) => sum + size, 0);
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
  console.log(`«${query}»: ${found.documents.length} found${found.partial ? " in part" : ""}, ${took.toFixed(0)} ms with reading; `
    + `first result ${kilobytes(cost)} in ${fetched.length} pieces + scripts ${kilobytes(scripts)}`);
  if (found.mended.length > 0) console.log("  mended:", found.mended.map(({ instead }) => instead).join(", "));
  const more = fetched.length;
  for (const document of found.documents.slice(0, 10)) {
    const shown = await card(index, document);
    const { text, marks } = await passage(index, document, found.sought);
    let marked = "";
    let at = 0;
    for (const [from, to] of marks) [marked, at] = [`${marked}${text.slice(at, from)}[${text.slice(from, to)}]`, to];
    if (document === first || process.env.ALL) console.log(`  ${shown.title} — ${shown.url} (${shown.kind}; ${shown.countries.join(", ")})\n    ${marked}${text.slice(at)}`);
  }
  const all = fetched.reduce((sum, [, size]) => sum + size, 0);
  console.log(`  ten results: ${kilobytes(all)} in ${fetched.length} pieces (+${fetched.length - more})`);
  if (process.env.PIECES) console.log(fetched);
}
