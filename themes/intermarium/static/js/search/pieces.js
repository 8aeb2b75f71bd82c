// Reading the pieces of an index; their formats stand in src/search/merge.rs.

/** What the levels of words weigh, in hundredths: each an eighth more than the one before. */
export const WEIGHTS = (() => {
  const weights = [50];
  for (let next = 100; weights.length < 52; next += Math.floor(next / 8)) weights.push(next);
  return weights;
})();

const [A, Z, a, ZERO] = ["A", "Z", "a", "0"].map((letter) => letter.charCodeAt(0));

function number(code) {
  return code <= Z ? code - A : code - a + 26;
}

/** Calls back with document and level of each posting. */
export function decodePostings(text, each) {
  let [document, ahead] = [-1, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < A) {
      ahead = ahead * 10 + code - ZERO;
    } else {
      document += ahead || 1;
      ahead = 0;
      each(document, number(code));
    }
  }
}

/** The forms of a shard of words with their best levels. */
export function decodeWords(text) {
  const words = [];
  let before = "";
  for (const line of text.split("\n")) {
    if (line === "") continue;
    before = before.slice(0, number(line.charCodeAt(0))) + line.slice(1, -1);
    words.push({ form: before, level: number(line.charCodeAt(line.length - 1)) });
  }
  return words;
}

export const decodeTexts = (text) => text.split("\f");

/** For each document its values, as numbers. */
export function decodeColumn({ width, values }) {
  return values.split(",").map((letters) => {
    const numbers = [];
    for (let at = 0; at < letters.length; at += width) {
      let value = 0;
      for (let place = 0; place < width; place += 1) value = value * 52 + number(letters.charCodeAt(at + place));
      numbers.push(value);
    }
    return numbers;
  });
}

/** The last place in a sorted list whose value is at most this; -1 when all are greater. */
export function lastAtMost(list, value) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Of the sorted lines of a shard of stems, the one of a stem: its forms and their postings. */
export function findLine(lines, stem) {
  const key = (line) => line.slice(0, line.indexOf("\t"));
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    // The empty piece after the last line end sorts last.
    if (lines[middle] !== "" && key(lines[middle]) < stem) low = middle + 1;
    else high = middle;
  }
  const line = lines[low] ?? "";
  if (line === "" || key(line) !== stem) return [];
  const fields = line.split("\t");
  const forms = [];
  for (let at = 1; at + 1 < fields.length; at += 2) forms.push({ form: fields[at], postings: fields[at + 1] });
  return forms;
}

/**
 * The tokens that are sought, each with `which`: the number of the word it answers. A word in another alphabet than the
 * question's is compared by `spelled`, its spelling in Latin letters or null.
 */
export function find(tokens, sought, spelled = () => null) {
  const answered = (word) => sought.findIndex(
    ({ forms, beginning }) => forms.has(word) || (beginning !== null && word.startsWith(beginning)),
  );
  return tokens.flatMap((token) => {
    let which = answered(token.word);
    if (which < 0) {
      const latin = spelled(token);
      if (latin !== null) which = answered(latin);
    }
    return which < 0 ? [] : [{ ...token, which }];
  });
}
