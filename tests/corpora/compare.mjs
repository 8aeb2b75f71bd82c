// Makes a site of anybody's Markdown, builds it, and compares each body with what micromark makes of the same text (CommonMark
// with GitHub's tables, strikethrough, footnotes, tasks and bare addresses):
//
//     node tests/corpora/compare.mjs FOLDER [--show KIND] [--keep FOLDER]
//
// It prints how many bodies are equal, and the differences by kind; `--show KIND` prints those of a kind, `--show refused` says why
// pages are left out, `--keep` leaves the site in a folder. It fails when there is a difference of no known kind. ICSI names the
// program, target/debug/icsi if nothing does.

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { KINDS, blocks, differences } from "./html.mjs";

const { values: { show, keep }, positionals: [folder] } = parseArgs({
  allowPositionals: true,
  options: { show: { type: "string" }, keep: { type: "string" } },
});
const root = fileURLToPath(new URL("../../", import.meta.url));
const icsi = process.env.ICSI ?? path.join(root, "target/debug/icsi");
/** Files of other programs in disguise are as large. */
const LARGEST = 400_000;
/** A page with a mistake is left out, and others may have linked to nothing else. */
const ROUNDS = 3;

/** The text of a file as a page has it: without front matter, its addresses all of one host, its pictures one drawing. */
function body(text) {
  return text
    .replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n")
    .replace(/^(---|\+\+\+)\n[\s\S]*?\n\1[ \t]*(\n|$)/, "")
    .replace(/(!\[[^\]\n]*\]\()[^)\s]*/g, "$1drawing.svg")
    .replace(/(\]\(|^ {0,3}\[[^\]\n]+\]:[ \t]*)<([^>\n]*)>/gm, "$1$2")
    .replace(/(?<!!)(\[[^\]]{0,400}\]\()(?![a-z][a-z0-9+.-]*:)([^)\s"]*)/gi, (_, before, target) => `${before}${elsewhere(target)}`)
    .replace(/^( {0,3}\[[^\]\n]+\]:[ \t]*)(?![a-z][a-z0-9+.-]*:)(\S+)/gim, (_, before, target) => `${before}${elsewhere(target)}`);
}

const elsewhere = (target) => `https://corpus.example/${encodeURI(target).replace(/[^\w./~%-]/g, "-").replace(/^[./]+/, "")}`;

function read() {
  const files = readdirSync(folder, { recursive: true }).filter((file) => /\.(md|markdown)$/i.test(file)).sort();
  return files.flatMap((file, at) => {
    const bytes = readFileSync(path.join(folder, file));
    if (bytes.length > LARGEST || bytes.includes(0)) return [];
    return [{ file, id: `p${String(at).padStart(6, "0")}`, text: body(bytes.toString("utf8")) }];
  });
}

function site(pages) {
  const made = keep ?? mkdtempSync(path.join(tmpdir(), "corpus-"));
  mkdirSync(path.join(made, "content/pages"), { recursive: true });
  cpSync(path.join(root, "tests/fixtures/theme"), path.join(made, "themes/plain"), { recursive: true });
  writeFileSync(path.join(made, "site.toml"), 'base_url = "https://example.org/"\nlanguages = ["en"]\ntheme = "plain"\ntitle = { en = "Corpus" }\ndescription = { en = "A corpus" }\n\n[collections.pages]\ntitle = { en = "Pages" }\n');
  for (const { id, text } of pages) {
    writeFileSync(path.join(made, `content/pages/${id}.en.md`), `+++\ntitle = "${id}"\n+++\n${text}`);
    mkdirSync(path.join(made, `content/pages/${id}`));
    // Pictures of a page stand in its own folder; the body names it when it is compared too.
    writeFileSync(path.join(made, `content/pages/${id}/drawing.svg`), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>\n');
  }
  return made;
}

/** Builds the site without the pages that have errors; gives those, by rule. */
function build(made, pages) {
  const refused = new Map();
  for (let round = 0; round < ROUNDS; round += 1) {
    const run = spawnSync(icsi, ["build", "--quiet", "--no-sync", "--format", "json", "--root", made], { encoding: "utf8", maxBuffer: 2 ** 30 });
    if (run.status === 0) return refused;
    const errors = `${run.stdout}${run.stderr}`.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line)).filter(({ severity }) => severity === "error");
    const found = errors.filter(({ file }) => file?.startsWith("content/pages/"));
    if (found.length === 0 || found.length < errors.length) throw new Error(`${icsi} says ${run.status}: ${run.stdout}${run.stderr}`);
    for (const { file, rule, line, message } of found) {
      const id = file.split("/")[2].split(".")[0];
      if (!refused.has(id)) refused.set(id, { rule, line, message });
      rmSync(path.join(made, file), { force: true });
      rmSync(path.join(made, "content/pages", id), { recursive: true, force: true });
    }
  }
  throw new Error(`${folder}: pages are in error still after ${ROUNDS} rounds`);
}

const pages = read();
for (const page of pages) page.text = page.text.replaceAll("](drawing.svg", `](${page.id}/drawing.svg`);
const made = site(pages);
try {
  const refused = build(made, pages);
  const kinds = new Map();
  let equal = 0;
  let compared = 0;
  for (const { id, file, text } of pages) {
    if (refused.has(id)) {
      const { line, message } = refused.get(id);
      if (show === "refused") console.log(`${file}: line ${line} of its copy: ${message}`);
      continue;
    }
    compared += 1;
    const html = readFileSync(path.join(made, "public/en/pages", id, "index.html"), "utf8");
    const theirs = micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
    const found = differences(blocks(html, '<div class="body">'), blocks(theirs));
    if (found.length === 0) equal += 1;
    for (const difference of found) {
      if (!kinds.has(difference.kind)) kinds.set(difference.kind, { count: 0, files: new Set() });
      const kind = kinds.get(difference.kind);
      kind.count += 1;
      kind.files.add(file);
      if (show === difference.kind) console.log(`${file}\n  ours:   ${difference.ours}\n  theirs: ${difference.theirs}`);
    }
  }
  const rules = new Map();
  for (const { rule } of refused.values()) rules.set(rule, (rules.get(rule) ?? 0) + 1);
  console.log(`${pages.length} pages; ${refused.size} refused${[...rules].sort().map(([rule, count]) => `, ${rule} ${count}`).join("")}`);
  console.log(`${equal} of ${compared} bodies equal`);
  for (const [kind, { count, files }] of [...kinds].sort(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(`${kind}: ${count} on ${files.size} pages – ${KINDS[kind] ?? "look at them with --show"}`);
  }
  if (kinds.has("other")) process.exitCode = 1;
} finally {
  if (keep === undefined) rmSync(made, { recursive: true, force: true });
}
