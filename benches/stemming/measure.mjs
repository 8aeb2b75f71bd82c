// Recall and precision of stem groups over words.txt; `--worst` lists what costs most.
//
//     node benches/stemming/measure.mjs [--list FILE] [--kinds nav] [--worst] [--orama FOLDER_OF_NODE_MODULES]
//
// A pair of forms is right when they share a lemma. Recall: of all right pairs, how many share a stem.
// Precision: of all pairs that share a stem, how many are right. Lists come from words.py.

import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import path from "node:path";
import { compile } from "../../themes/intermarium/static/js/search/words.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const option = (name) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : (process.argv[at + 1] ?? "");
};

/** The list's lemmas: `{lemma, forms: [{word, seen}]}`; apostrophes dropped and ґ folded, as search does. */
export function readList(file) {
  const fold = (word) => word.replaceAll("'", "").replaceAll("ґ", "г");
  return readFileSync(file, "utf8").trim().split("\n").map((line) => {
    const [kind, start, rest] = line.match(/^(\w) ([^|]*)\|(.*)$/).slice(1);
    const forms = rest.split(" ").map((each) => ({
      word: fold(start + each.replace(/[*-]/g, "")),
      seen: each.endsWith("*"),
    }));
    return { kind, lemma: line, forms };
  });
}

export function measure(lemmas, stemsOf, seenOnly) {
  const words = new Map();
  const kept = lemmas.map((lemma, index) => {
    const forms = [...new Set(lemma.forms.filter((form) => form.seen || !seenOnly).map((form) => form.word))];
    for (const form of forms) words.set(form, [...(words.get(form) ?? []), index]);
    return forms;
  });
  const groups = new Map();
  for (const word of words.keys()) {
    for (const stem of new Set(stemsOf(word))) groups.set(stem, [...(groups.get(stem) ?? []), word]);
  }
  const linked = new Set();
  for (const group of groups.values()) {
    for (let i = 0; i < group.length; i += 1) {
      for (let j = i + 1; j < group.length; j += 1) {
        linked.add(group[i] < group[j] ? `${group[i]} ${group[j]}` : `${group[j]} ${group[i]}`);
      }
    }
  }
  const right = new Set();
  const missed = [];
  kept.forEach((forms, index) => {
    const lost = [];
    for (let i = 0; i < forms.length; i += 1) {
      for (let j = i + 1; j < forms.length; j += 1) {
        const pair = forms[i] < forms[j] ? `${forms[i]} ${forms[j]}` : `${forms[j]} ${forms[i]}`;
        right.add(pair);
        if (!linked.has(pair)) lost.push(pair);
      }
    }
    if (lost.length > 0) missed.push({ lemma: lemmas[index].lemma, lost: lost.length, forms });
  });
  let found = 0;
  const wrong = new Map();
  for (const pair of linked) {
    if (right.has(pair)) found += 1;
    else {
      const [a, b] = pair.split(" ");
      const key = `${lemmas[words.get(a)[0]].lemma}  ><  ${lemmas[words.get(b)[0]].lemma}`;
      wrong.set(key, [...(wrong.get(key) ?? []), pair]);
    }
  }
  return { recall: found / right.size, precision: found / linked.size, pairs: right.size, missed, wrong, groups };
}

/** What prefix matching finds, as Pagefind does it with an unknown language: a form finds what it begins. */
function prefixes(lemmas, seenOnly) {
  const owners = new Map();
  lemmas.forEach((lemma, index) => {
    for (const { word, seen } of lemma.forms) {
      if (seen || !seenOnly) owners.set(word, [...(owners.get(word) ?? []), index]);
    }
  });
  const words = [...owners.keys()].sort();
  let [linked, found, right] = [0, 0, 0];
  for (const word of words) {
    const own = new Set(owners.get(word));
    const related = (other) => owners.get(other).some((index) => own.has(index));
    for (const other of words) {
      if (other === word) continue;
      const is = related(other);
      if (is) right += 1;
      if (other.startsWith(word)) {
        linked += 1;
        if (is) found += 1;
      }
    }
  }
  return { recall: found / right, precision: found / linked };
}

const percent = (value) => `${(100 * value).toFixed(1)} %`.padStart(8);

async function main() {
  const kinds = option("kinds") ?? "na";
  const list = readList(option("list") ?? path.join(here, "words.txt"));
  const lemmas = list.filter((lemma) => kinds.includes(lemma.kind));
  const rules = JSON.parse(readFileSync(path.join(here, "../../src/search/rules/uk.json"), "utf8"));
  const uk = compile(rules);
  const stemmers = [["ours", (word) => uk.stems(word)]];
  if (option("orama")) {
    const file = path.join(option("orama"), "@orama/stemmers/dist/uk.js");
    const { stemmer } = await import(pathToFileURL(path.resolve(file)));
    stemmers.push(["@orama/stemmers", (word) => [stemmer(word)]]);
  }
  for (const seenOnly of [false, true]) {
    console.log(seenOnly ? "forms that the text has" : `all forms of ${lemmas.length} lemmas (${kinds})`);
    for (const [name, stemsOf] of stemmers) {
      const { recall, precision, pairs } = measure(lemmas, stemsOf, seenOnly);
      console.log(`  ${name.padEnd(24)} recall ${percent(recall)}  precision ${percent(precision)}  (${pairs} pairs)`);
    }
    if (!process.argv.includes("--worst")) {
      const { recall, precision } = prefixes(lemmas, seenOnly);
      console.log(`  ${"prefixes".padEnd(24)} recall ${percent(recall)}  precision ${percent(precision)}`);
    }
  }
  if (process.argv.includes("--worst")) {
    const { missed, wrong } = measure(lemmas, (word) => uk.stems(word), false);
    missed.sort((a, b) => b.lost - a.lost);
    for (const { lost, forms } of missed.slice(0, 120)) {
      console.log(lost, forms.map((form) => `${form}:${uk.stems(form).join(",")}`).join(" "));
    }
    const list = [...wrong].sort((a, b) => b[1].length - a[1].length).slice(0, 100);
    for (const [key, pairs] of list) console.log(pairs.length, key.replaceAll("|", ""), "\n      ", pairs.slice(0, 4).join("; "));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
