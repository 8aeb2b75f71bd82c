// What several words of a text are together: a number written in groups or with a word for thousands (300 000 and 300 тис.
// are both 300000), and the parts of a hyphenated word (dual-use is dualuse too).
//
// src/search/compounds.rs does the same for the index; tests/search/vectors.json tests that both do.

import { LONGEST_WORD, hasCyrillic } from "./stem.js";

/** The most parts of a hyphenated word. */
const MOST_PARTS = 4;
const HYPHEN = /^[-\u2010\u2011]$/;
/** What may stand between the groups of a number, and before the word for thousands. */
const BLANK = /^[ \u00a0\u202f\u2009]$/;

/**
 * The words of a text as they are searched: `{start, end, word}`, in order. A hyphenated word has its `parts` too.
 *
 * @param {object} words the analyser of stem.js
 * @param {string} text
 */
export function readWords(words, text) {
  const tokens = words.tokens(text);
  const read = [];
  for (let at = 0; at < tokens.length;) {
    const compound = number(words, text, tokens, at) ?? hyphenated(text, tokens, at) ?? { length: 1, token: tokens[at] };
    read.push(compound.token);
    at += compound.length;
  }
  return read;
}

function number(words, text, tokens, at) {
  const first = tokens[at];
  const written = text.slice(first.start, first.end);
  const grouped = /^[1-9]\d{0,2}$/.test(written);
  if (!grouped && !/^\d/.test(written)) return null;
  let word = grouped ? written : first.word;
  let next = at + 1;
  const follows = () => next < tokens.length && BLANK.test(text.slice(tokens[next - 1].end, tokens[next].start));
  while (grouped && follows() && /^\d{3}$/.test(text.slice(tokens[next].start, tokens[next].end))) {
    word += tokens[next].word;
    next += 1;
  }
  const power = follows() ? words.powerOfTen(tokens[next].word) : undefined;
  const multiplied = power === undefined ? null : times(word, power);
  if (multiplied !== null) {
    word = multiplied;
    next += 1;
  }
  if (next === at + 1) return null;
  return { length: next - at, token: { start: first.start, end: tokens[next - 1].end, word: word.slice(0, LONGEST_WORD) } };
}

/** A number times a power of ten, if it is one and the result has no decimals. */
function times(word, power) {
  const [, whole, decimals = ""] = word.match(/^(\d+)(?:\.(\d+))?$/) ?? [];
  if (whole === undefined || decimals.length > power) return null;
  return (whole + decimals.padEnd(power, "0")).replace(/^0+/, "") || null;
}

function hyphenated(text, tokens, at) {
  let next = at + 1;
  while (next < tokens.length && HYPHEN.test(text.slice(tokens[next - 1].end, tokens[next].start))) next += 1;
  const parts = tokens.slice(at, next);
  if (parts.length < 2 || parts.length > MOST_PARTS) return null;
  const word = parts.map((part) => part.word).join("").slice(0, LONGEST_WORD);
  // Numbers (2022-2023) and parts in two alphabets are no word.
  if (/[a-z]/.test(word) === hasCyrillic(word)) return null;
  return { length: parts.length, token: { start: parts[0].start, end: parts.at(-1).end, word, parts } };
}
