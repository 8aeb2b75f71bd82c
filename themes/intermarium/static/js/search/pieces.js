// Reading the pieces of an index; their formats stand in src/search/merge.rs.

/** What the levels of words weigh, in hundredths: each an eighth more than the one before. */
const WEIGHTS = (() => {
  const weights = [50];
  for (let next = 100; weights.length < 52; next += Math.floor(next / 8)) weights.push(next);
  return weights;
})();

const [A, Z, a, ZERO, COMMA] = ["A", "Z", "a", "0", ","].map((letter) => letter.charCodeAt(0));

function number(code) {
  return code <= Z ? code - A : code - a + 26;
}

/** Adds to the weights of documents what a form's postings are worth; how many documents had none before. */
export function addWeights(postings, factor, weights) {
  let [document, ahead, found] = [-1, 0, 0];
  for (let at = 0; at < postings.length; at += 1) {
    const code = postings.charCodeAt(at);
    if (code < A) {
      ahead = ahead * 10 + code - ZERO;
    } else {
      document += ahead || 1;
      ahead = 0;
      if (weights[document] === 0) found += 1;
      weights[document] += factor * WEIGHTS[number(code)];
    }
  }
  return found;
}

/** The forms of a shard of words with their best levels. */
function decodeWords(text) {
  const words = [];
  let before = "";
  for (const line of text.split("\n")) {
    if (line === "") continue;
    before = before.slice(0, number(line.charCodeAt(0))) + line.slice(1, -1);
    words.push({ form: before, level: number(line.charCodeAt(line.length - 1)) });
  }
  return words;
}

/** The forms of some neighbouring shards of words, a list for each. */
export function wordShards({ about, piece }, first, last) {
  const shards = [];
  for (let at = first; at <= last && at < about.words.hashes.length; at += 1) {
    shards.push(piece(`words-${about.words.hashes[at]}.txt`, decodeWords));
  }
  return Promise.all(shards);
}

export const decodeTexts = (text) => text.split("\f");

const SIGNS = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };

/**
 * The text of a page's HTML that stands between the templates' marks for search, a line for each block: what
 * src/markdown/text.rs makes of it; with an anchor, of that section alone. No parser, which a policy for trusted types
 * forbids: icsi writes no `>` in a value.
 */
export function textOfPage(html, anchor) {
  const marked = [...html.matchAll(/<!--text-->(.*?)<!--\/text-->/gs)].map(([, part]) => part).join("\n");
  return (anchor === undefined ? marked : section(marked, anchor))
    .replace(/<sup class="footnote">.*?<\/sup>|<a href="#_ref-.*?<\/a>/gs, "")
    .replace(/<\/?(?:blockquote|br|d[dlt]|details|div|h[1-6]|hr|li|ol|p|pre|summary|t[dhr]|table|tbody|thead|ul)(?= |>)[^>]*>/g, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (sign) => SIGNS[sign])
    .replace(/[ \t]*\n\s*/g, "\n")
    .trim();
}

/** What stands between the heading with an anchor and the next one of its level. */
function section(html, anchor) {
  const heading = html.indexOf(`<h2 id="${anchor}"`);
  if (heading < 0) return html;
  const start = html.indexOf("</h2>", heading) + "</h2>".length;
  const end = html.indexOf("<h2 ", start);
  return html.slice(start, end < 0 ? undefined : end);
}

/** The values of all documents, as numbers: those of document n from `ends[n]` to before `ends[n + 1]`. */
export function decodeColumn({ width, values: letters }, documents) {
  const ends = new Uint32Array(documents + 1);
  const values = new Uint16Array(Math.ceil(letters.length / width));
  let [document, count, value, place] = [0, 0, 0, 0];
  for (let at = 0; at < letters.length; at += 1) {
    const code = letters.charCodeAt(at);
    if (code === COMMA) {
      document += 1;
      ends[document] = count;
      continue;
    }
    value = value * 52 + number(code);
    place += 1;
    if (place < width) continue;
    values[count] = value;
    [count, value, place] = [count + 1, 0, 0];
  }
  ends[documents] = count;
  return { ends, values };
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
  for (let at = 1; at + 1 < fields.length; at += 2) {
    const written = fields[at];
    const form = written === "" ? "" : stem.slice(0, number(written.charCodeAt(0))) + written.slice(1);
    forms.push({ form, postings: fields[at + 1] });
  }
  return forms;
}

/**
 * The tokens that are sought, each with `which`: the number of the word it answers, and `sure`: whether it is that word
 * in any form, not only one that begins so. A word in another alphabet than the question's is compared by `spelled`, its
 * spelling in Latin letters or null.
 */
export function find(tokens, sought, spelled = () => null) {
  const answered = (word) => {
    const form = sought.findIndex(({ forms }) => forms.has(word));
    if (form >= 0) return { which: form, sure: true };
    const begun = sought.findIndex(({ beginning }) => beginning !== null && word.startsWith(beginning));
    return begun >= 0 ? { which: begun, sure: false } : null;
  };
  const findOne = ({ parts, ...token }) => {
    let answer = answered(token.word);
    if (answer === null) {
      const latin = spelled(token);
      if (latin !== null) answer = answered(latin);
    }
    if (answer !== null) return [{ ...token, ...answer }];
    return parts?.flatMap(findOne) ?? [];
  };
  return tokens.flatMap(findOne);
}
