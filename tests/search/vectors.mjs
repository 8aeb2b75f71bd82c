// Both engines over the same vectors: this file runs the page's script, src/search/tests.rs the builder's.
//
//     node tests/search/vectors.mjs            prints what differs, exits 1 if anything does
//     node tests/search/vectors.mjs --update   takes the Ukrainian stems as they are now; look at the difference
//
// The English stems are Snowball's own (PyPI snowballstemmer 3.1), but for American spellings, which have those of the
// British ones (centers, organization), and words in -alise, which have those of the word in -al too (digitalisation).
// `together` and `apart` say what a visitor notices.

import { readFileSync, writeFileSync } from "node:fs";
import { analyser, readWords } from "../../themes/intermarium/static/js/search/words.js";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const rules = (name) => read(`../../src/search/rules/${name}.json`);
const vectors = read("vectors.json");
const words = analyser({
  fold: rules("fold"),
  latin: rules("latin"),
  scripts: { Cyrl: rules("uk"), Latn: rules("en") },
});
const { fold, tokens, stems, isStop, latin } = words;

if (process.argv.includes("--update")) {
  for (const vector of vectors.stems) if (/[а-яїієґ]/.test(vector[0])) vector[1] = stems(vector[0]);
  const line = (vector) => `    ${JSON.stringify(vector).replaceAll(/,(?=["[])/g, ", ")}`;
  const lists = Object.entries(vectors).map(([name, list]) => `  "${name}": [\n${list.map(line).join(",\n")}\n  ]`);
  writeFileSync(new URL("vectors.json", import.meta.url), `{\n${lists.join(",\n")}\n}\n`);
}

let wrong = 0;
function check(what, input, actual, expected) {
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  wrong += 1;
  console.log(`${what} of ${JSON.stringify(input)}: ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
}

for (const [input, expected] of vectors.fold) check("fold", input, fold(input), expected);
for (const [input, expected] of vectors.words) check("words", input, tokens(input).map(({ word }) => word), expected);
for (const [input, expected] of vectors.compounds) {
  const read = readWords(words, input).flatMap(({ word, parts = [] }) => [word, ...parts.map((part) => part.word)]);
  check("compounds", input, [...new Set(read)].sort(), expected);
}
for (const [input, expected] of vectors.stems) check("stems", input, stems(input), expected);
for (const [input, expected] of vectors.stop) check("stop", input, isStop(input), expected);
for (const [input, expected] of vectors.latin) check("latin", input, latin(input), expected);
for (const group of vectors.together) {
  for (const form of group) {
    const found = group.every((other) => stems(fold(other)).some((stem) => stems(fold(form)).includes(stem)));
    check("together", form, found, true);
  }
}
for (const [one, other] of vectors.apart) {
  check("apart", one, stems(fold(one)).some((stem) => stems(fold(other)).includes(stem)), false);
}
const count = Object.values(vectors).reduce((sum, list) => sum + list.length, 0);
console.log(`${count} vectors, ${wrong} wrong`);
process.exitCode = wrong > 0 ? 1 : 0;
