// What may have been meant by a word that an index does not have: a slip, another alphabet, another keyboard.

import { lastAtMost, wordShards } from "./pieces.js";
import { hasCyrillic } from "./words.js";

/** Shorter words are not mended, not looked for in another alphabet, nor on another keyboard. In letters. */
export const SHORTEST_MENDED = 4;
const SHORTEST_SPELLED = 3;
export const SHORTEST_LAYOUT = 3;
/** Fewer letters in common are chance. */
const SHORTEST_ALIKE = 6;
/** Shorter words that differ in two places are different words. In letters. */
const SHORTEST_WITH_TWO_SLIPS = 7;
/** Of words that are near, so many at most are looked up. */
const MOST_MENDED = 5;
/** Shards of words that looking for another spelling may fetch; and looking for a slip, which is rarer. */
const MOST_SHARDS_SPELLED = 3;
const MOST_SHARDS_NEAR = 6;

/**
 * Forms that one slip turns into the word: a letter too many, too few, wrong, or two swapped. Or else those that two slips
 * do, and those that begin as most of the word does. Best first.
 */
export async function nearForms(index, word) {
  if (word.length < SHORTEST_MENDED) return [];
  // After a slip in its first letters, a word stands where it would without the first or with the two swapped.
  const places = [word.slice(1), word[1] + word[0] + word.slice(2)].map((text) => nearbyWords(index, text, 1));
  const forms = (await Promise.all([nearbyWords(index, word, MOST_SHARDS_NEAR), ...places])).flat();
  const others = [...new Map(forms.map((each) => [each.form, each])).values()].filter(({ form }) => form !== word);
  const slips = others.filter(({ form }) => oneSlipApart(form, word));
  const least = Math.max(SHORTEST_ALIKE, Math.ceil((word.length * 2) / 3));
  const alike = slips.length > 0 ? [] : others.filter(({ form }) => sharedLetters(form, word) >= least || twoSlipsApart(form, word));
  return [...slips.sort(better), ...alike.sort((a, b) => sharedLetters(b.form, word) - sharedLetters(a.form, word) || better(a, b))]
    .slice(0, MOST_MENDED)
    .map(({ form }) => form);
}

const better = (a, b) => b.level - a.level || (a.form < b.form ? -1 : 1);

/** Forms that one slip turns into the word, of those that stand near it. */
export async function oneSlipForms(index, word) {
  if (word.length < SHORTEST_MENDED) return [];
  const near = await nearbyWords(index, word, 1);
  return near.filter(({ form }) => oneSlipApart(form, word)).sort(better).slice(0, MOST_MENDED).map(({ form }) => form);
}

/** Both begin alike, are long, and one slip before and one after some place turns one into the other. */
function twoSlipsApart(a, b) {
  if (Math.min(a.length, b.length) < SHORTEST_WITH_TWO_SLIPS || a[0] !== b[0] || Math.abs(a.length - b.length) > 2) return false;
  const start = Math.max(sharedLetters(a, b), 1);
  // The first slip is at the first difference: its ways are a letter too many, too few, wrong, or two swapped.
  const [left, right] = [a.slice(start), b.slice(start)];
  const swapped = left.length > 1 ? left[1] + left[0] + left.slice(2) : left;
  const mended = [left.slice(1), right[0] + left, right[0] + left.slice(1), swapped];
  return mended.some((text) => text === right || oneSlipApart(text, right));
}

function sharedLetters(a, b) {
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared += 1;
  return shared;
}

/** The words of so many shards around the place where a word would stand, all with its first letter among them. */
async function nearbyWords(index, word, most) {
  const { starts } = index.about.words;
  const place = (text) => Math.max(lastAtMost(starts, text), 0);
  const own = place(word);
  const [first, last] = [place(word.slice(0, 1)), place(`${word.slice(0, 1)}\uffff`)];
  const shards = Array.from({ length: last - first + 1 }, (_, at) => first + at)
    .sort((a, b) => Math.abs(a - own) - Math.abs(b - own))
    .slice(0, most);
  return (await Promise.all(shards.map((at) => wordShards(index, at, at)))).flat(2);
}

/** Optimal string alignment distance 1. */
export function oneSlipApart(a, b) {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  const [left, right] = [endA - start, endB - start];
  if (left <= 1 && right <= 1) return true;
  return left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}

/** What was meant by someone who forgot to switch the keyboard: rkfcnth, кластер; or the reverse. */
export function otherLayout(text) {
  const latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\";
  const ukrainian = "йцукенгшщзхїфівапролджєячсмитьбюґ";
  const [from, to] = hasCyrillic(text) ? [ukrainian, latin] : [latin, ukrainian];
  return [...text.toLowerCase()].map((key) => (from.includes(key) ? to[from.indexOf(key)] : key)).join("");
}

/** What was meant by someone whose letters only look like those of the other alphabet: В2В, b2b; кластeр, кластер. */
export function sameLooks(text) {
  const [latin, cyrillic] = ["abceiykmhoptx", "авсеіукмнортх"];
  const [isLatin, isCyrillic] = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u];
  const read = (from, to, strange) => text.replace(/[\p{L}\p{N}]+/gu, (word) => {
    // An ordinary word in small letters is what it looks like.
    const isOrdinary = word !== word.toUpperCase() && !/\p{N}/u.test(word) && isLatin.test(word) !== isCyrillic.test(word);
    const other = [...word.toLowerCase()].map((letter) => to[from.indexOf(letter)] ?? letter).join("");
    return isOrdinary || strange.test(other) ? word : other;
  });
  const readings = [read(cyrillic, latin, isCyrillic), read(latin, cyrillic, isLatin)];
  return readings.filter((reading) => reading.toLowerCase() !== text.toLowerCase());
}

/** A Ukrainian ending has no rules in Latin letters: what comes before it must do. */
export const withoutEnding = (latin) => (latin.length > SHORTEST_MENDED + 1 ? latin.replace(/[aeiouy]{1,2}$/, "") : latin);

/** Words of a Cyrillic index that are spelled as a word in Latin letters (lviv: львів); one of each stem. */
export async function findSpelled(index, word) {
  const { words } = index;
  if (word.length < SHORTEST_SPELLED) return [];
  const guess = words.cyrillic(word);
  if (!hasCyrillic(guess[0])) return [];
  const bare = withoutEnding(word);
  // The guess has no soft signs and one of several і: it leads to where the word is, not to the word.
  const spelled = (await nearbyWords(index, guess, MOST_SHARDS_SPELLED)).filter(
    ({ form }) => form[0] === guess[0] && Math.abs(form.length - guess.length) <= 4
      && withoutEnding(words.fold(words.latin(form) ?? form)) === bare,
  );
  const stems = new Set();
  return spelled.map(({ form }) => form).filter((form) => {
    const own = words.stems(form);
    const isNew = own.every((stem) => !stems.has(stem));
    for (const stem of own) stems.add(stem);
    return isNew;
  });
}
