// Asking an index: which pieces to fetch, what matches, in which order.
//
// The pieces are described in src/search/merge.rs. Nothing here knows of a page: it runs in Node as well, with
// any function that fetches. Start at `openIndex`, then `search`.

import { addWeights, decodeColumn, decodeTexts, find, findLine, lastAtMost, textOfPage, wordShards } from "./pieces.js";
import { analyser, hasCyrillic, readWords } from "./words.js";

/** Few questions need it, so it comes while the first pieces are waited for. */
const near = () => import("./near.js");

/** How much a match counts for that is not the form as typed: another form, a longer word, a mended one. */
const FACTORS = { exact: 1, form: 0.7, beginning: 0.4, mended: 0.6 };
/** The weight at which a match is worth half of the best possible: between a summary and a title. */
const HALF_WEIGHT = 600;
/** By what power of its share of the words a document's score is less. */
const COVERED = 1.5;
/** Documents without all words are left out below this share of the best score. */
const LEAST_OF_BEST = 0.25;
/** A shorter beginning is no word yet. In letters. */
const SHORTEST_BEGINNING = 2;
/** Of words that begin as typed, so many at most are looked up. */
const MOST_BEGINNING = 24;
/** A word that no more than this share of the documents has may be a slip of the keyboard. */
const RARE = 0.01;
/** Shards of words that one beginning may fetch. */
const MOST_SHARDS = 3;
/** As builder and reader agree on it. */
const FORMAT = 6;
const DIMENSIONS = ["kinds", "countries", "sectors"];

/**
 * Fetches what every question needs.
 *
 * @param {string|URL} address of `index-….json`; the other pieces lie beside it
 * @param {(url: URL) => Promise<Response>} fetcher
 */
export async function openIndex(address, fetcher = (url) => fetch(url)) {
  const known = new Map();
  const piece = (name, read) => {
    if (!known.has(name)) {
      const made = load(fetcher, new URL(name, address)).then(read);
      made.catch(() => known.delete(name));
      known.set(name, made);
    }
    return known.get(name);
  };
  const about = JSON.parse(await load(fetcher, new URL(address)));
  if (about.format !== FORMAT) throw new Error(`search index of format ${about.format}, expected ${FORMAT}`);
  near().catch(() => {}); // Whoever needs it hears why it did not come.
  const columns = Object.fromEntries(DIMENSIONS.map((name) => [name, decodeColumn(about.facets[name], about.documents)]));
  return { about, columns, piece, words: analyser(about.rules), isCyrillic: new Intl.Locale(about.language).maximize().script === "Cyrl" };
}

async function load(fetcher, url) {
  const response = await fetcher(url);
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`);
  return response.text();
}

/**
 * @typedef {object} Found
 * @property {number[]} documents best first
 * @property {boolean} partial no document has all of the words
 * @property {{typed: string, instead: string}[]} mended words that nothing had, and what was looked for instead
 * @property {Object<string, {id: string, label: string, count: number, chosen: boolean}[]>} facets by dimension
 * @property {Sought[]} sought for `passage` and `marks`
 *
 * @typedef {object} Sought one word of the question
 * @property {Set<string>} forms folded forms that match
 * @property {string|null} beginning what words may begin with to match
 */

/**
 * @param {object} index of `openIndex`
 * @param {string} query as typed
 * @param {{chosen?: Object<string, Set<string>>}} options ids that were chosen, by dimension (kinds, countries, sectors)
 * @returns {Promise<Found>}
 */
export async function search(index, query, { chosen = {} } = {}) {
  const answer = await understood(index, query);
  const anyChosen = DIMENSIONS.some((name) => (chosen[name]?.size ?? 0) > 0);
  if (answer.sought.length === 0 && anyChosen) answer.documents = [...Array(index.about.documents).keys()];
  return { ...answer, ...choose(index, answer.documents, chosen) };
}

/** Fetches the pieces that a question will need which is still being typed; no bolder reading of a word is tried. */
export async function fetchWords(index, query) {
  const typed = telling(index, readWords(index.words, query));
  const last = typed.filter(({ end }) => end === query.length);
  await Promise.all([
    ...typed.flatMap(({ word }) => index.words.stems(word)).map((stem) => stemLine(index, stem)),
    ...last.map(({ word }) => findBeginning(index, word)),
  ]);
}

// ------------------------------------------------------------------------------------------------ what matches

/** What a query finds, or else what it would have found in letters that look the same, or on the other keyboard. */
async function understood(index, query) {
  const answer = await matching(index, query);
  const isSure = answer.documents.length > 0 && answer.mended.length === 0;
  if (answer.sought.length === 0 || isSure) return answer;
  const { SHORTEST_LAYOUT, otherLayout, sameLooks } = await near();
  for (const typed of [...sameLooks(query), otherLayout(query)]) {
    const words = readWords(index.words, typed);
    if (words.every(({ word }) => word.length < SHORTEST_LAYOUT)) continue;
    const other = await matching(index, typed);
    const isWhole = !other.partial && other.mended.length === 0;
    const isBetter = other.documents.length > 0 && (answer.documents.length === 0 || isWhole);
    // Signs between the words, such as those of markup, were looked for neither here nor there.
    const instead = words.map(({ start, end }) => typed.slice(start, end)).join(" ");
    if (isBetter) return { ...other, mended: [{ typed: query.trim(), instead }] };
  }
  return answer;
}

/** Documents for a query, best first. */
async function matching(index, query) {
  const read = readWords(index.words, query);
  const typed = telling(index, read);
  // Only a word that the cursor still stands at may go on.
  const open = (token) => token.end === query.length;
  const matches = await Promise.all(typed.map((token) => matchToken(index, token, open(token))));
  const { documents, most } = ranked(matches, index.about.documents);
  return {
    documents,
    partial: most > 0 && most < matches.length,
    mended: matches.flatMap(({ mended }) => mended),
    sought: matches.map(({ forms, beginning }) => ({ forms, beginning })),
  };
}

/** The words of a question that say what it is about; all of them where none does. */
function telling({ words: { isAsking, isStop } }, read) {
  const named = read.filter(({ word, parts }) => parts !== undefined || !isStop(word));
  const about = named.filter(({ word }) => !isAsking(word));
  return [about, named, read].find((some) => some.length > 0) ?? [];
}

/**
 * The documents that are about the words, best first, and how many words one has at most. What a document gains by a
 * word depends on how rare the word is and where it stands; a document with few of the words keeps few of its gains.
 */
function ranked(matches, size) {
  const scores = new Float64Array(size);
  const counts = new Uint8Array(size);
  let [most, words] = [0, 0];
  for (const { weights, found } of matches.slice(0, 255)) {
    if (found === 0) continue;
    const rarity = Math.log(1 + size / (found + 0.5));
    words += 1;
    for (let at = 0; at < size; at += 1) {
      const weight = weights[at];
      if (weight === 0) continue;
      scores[at] += rarity * (weight / (weight + HALF_WEIGHT));
      counts[at] += 1;
      if (counts[at] > most) most = counts[at];
    }
  }
  let best = 0;
  for (let at = 0; at < size; at += 1) {
    if (counts[at] === 0) continue;
    scores[at] *= (counts[at] / words) ** COVERED;
    if (scores[at] > best) best = scores[at];
  }
  // A number for each document by which they sort: its score, to a millionth, then its place. Numbers of a typed array
  // sort many times as fast as places by a function.
  const keys = new Float64Array(size);
  let length = 0;
  for (let at = 0; at < size; at += 1) {
    if (counts[at] === 0 || (counts[at] < matches.length && scores[at] < best * LEAST_OF_BEST)) continue;
    keys[length] = at - Math.round(scores[at] * 1e6) * size;
    length += 1;
  }
  const documents = [];
  for (const key of keys.subarray(0, length).sort()) documents.push(((key % size) + size) % size);
  return { documents, most };
}

/** What a token finds: a word, or the parts of a hyphenated word, joined and side by side. */
async function matchToken(index, { word, parts }, open) {
  if (parts === undefined) return matchWord(index, word, open);
  const joined = emptyMatch(index, word);
  await addForms(index, joined, word, (form) => (form === word ? FACTORS.exact : FACTORS.form));
  const isNamed = parts.every((part) => !index.words.isStop(part.word));
  if (joined.found > 0 && !isNamed) return joined;
  const of = await Promise.all(telling(index, parts).map((part) => matchWord(index, part.word, open && part === parts.at(-1))));
  for (let at = 0; at < joined.weights.length; at += 1) {
    const both = of.reduce((least, { weights }) => Math.min(least, weights[at]), Infinity);
    if (joined.weights[at] === 0 && both > 0) joined.found += 1;
    joined.weights[at] = Math.max(joined.weights[at], both);
  }
  for (const { forms } of of) for (const form of forms) joined.forms.add(form);
  joined.mended = of.flatMap(({ mended }) => mended);
  joined.beginning = of.at(-1).beginning;
  return joined;
}

function emptyMatch(index, word) {
  const weights = new Float64Array(index.about.documents);
  return { weights, found: 0, isKnown: false, forms: new Set([word]), beginning: null, mended: [] };
}

/** What one word finds, from the surest reading of it to the boldest; the next is tried when one finds nothing. */
async function matchWord(index, word, open) {
  const match = emptyMatch(index, word);
  const [, beginning, spelled] = await Promise.all([
    addForms(index, match, word, (form) => (form === word ? FACTORS.exact : FACTORS.form)),
    open ? findBeginning(index, word) : [],
    spelledForms(index, word),
  ]);
  await addBeginning(index, match, word, beginning);
  for (const form of spelled) await addForms(index, match, form, () => FACTORS.form);
  // Where texts are in Latin letters, the Cyrillic spelling stands in few places, if anywhere.
  const latin = match.found === 0 || !index.isCyrillic ? index.words.latin(word) : null;
  if (latin !== null) await addLatin(index, match, index.words.fold(latin), open);
  if (match.found === 0 && !open) await addBeginning(index, match, word, await findBeginning(index, word));
  const isRare = match.found <= index.about.documents * RARE;
  if (match.found === 0 || (isRare && !match.isKnown && match.beginning === null)) await addMended(index, match, word);
  return match;
}

/** What was meant by a word that nothing has; or that hardly anything has, and that only as another form. */
async function addMended(index, match, word) {
  const { nearForms, oneSlipForms } = await near();
  const forms = match.found === 0 ? await nearForms(index, word) : await oneSlipForms(index, word);
  for (const form of forms.filter((each) => !match.forms.has(each))) {
    for (const each of [form, ...await spelledForms(index, form)]) await addForms(index, match, each, () => FACTORS.mended);
    match.mended.push({ typed: word, instead: form });
  }
}

/** Words in Cyrillic that are spelled as a word in Latin letters. */
async function spelledForms(index, word) {
  return index.isCyrillic && !hasCyrillic(word) ? (await near()).findSpelled(index, word) : [];
}

/** All forms that share a stem with the word. */
async function addForms(index, match, word, factor) {
  const lines = await Promise.all(index.words.stems(word).map((stem) => stemLine(index, stem)));
  const seen = new Set();
  for (const { form, postings } of lines.flat()) {
    if (seen.has(form)) continue;
    seen.add(form);
    match.isKnown ||= form === word;
    addPostings(match, form, postings, factor(form));
  }
}

function addPostings(match, form, postings, factor) {
  if (form !== "") match.forms.add(form);
  match.found += addWeights(postings, factor, match.weights);
}

async function addLatin(index, match, latin, open) {
  const before = match.found;
  await addForms(index, match, latin, () => FACTORS.form);
  if (match.found === before || open) {
    const bare = (await near()).withoutEnding(latin);
    await addBeginning(index, match, bare, await findBeginning(index, bare));
  }
}

/** Words that begin as typed: their forms, or `null` for so many that the index lists the best documents itself. */
async function findBeginning(index, word) {
  if (word.length < SHORTEST_BEGINNING) return [];
  const { starts } = index.about.words;
  const first = Math.max(lastAtMost(starts, word), 0);
  const last = lastAtMost(starts, `${word}\uffff`);
  if (last - first >= MOST_SHARDS) return null;
  const forms = (await wordShards(index, first, last)).flat().filter(({ form }) => form.startsWith(word));
  if (forms.length > MOST_BEGINNING && word.length <= 3) return null;
  forms.sort((a, b) => b.level - a.level || a.form.length - b.form.length || (a.form < b.form ? -1 : 1));
  return forms.slice(0, MOST_BEGINNING).map(({ form }) => form);
}

async function addBeginning(index, match, word, forms) {
  const own = new Set(match.forms);
  if (forms === null) {
    const listed = await stemLine(index, `${word}*`);
    for (const { postings } of listed) addPostings(match, "", postings, FACTORS.beginning);
    if (listed.length > 0) match.beginning = word;
    return;
  }
  const others = forms.filter((form) => !own.has(form));
  const found = await Promise.all(others.map((form) => formPostings(index, form)));
  others.forEach((form, at) => addPostings(match, form, found[at], FACTORS.beginning));
  if (others.length > 0) match.beginning = word;
}

/** The postings of a form stand with at least one of its stems. */
async function formPostings(index, form) {
  for (const stem of index.words.stems(form)) {
    const entry = (await stemLine(index, stem)).find((each) => each.form === form);
    if (entry) return entry.postings;
  }
  return "";
}

// ------------------------------------------------------------------------------------------- pieces of the index

/** The forms of a stem with their postings; none when no document has it. */
async function stemLine({ about, piece }, stem) {
  const at = lastAtMost(about.stems.starts, stem);
  if (at < 0) return [];
  const lines = await piece(`stems-${about.stems.hashes[at]}.txt`, (text) => text.split("\n"));
  return findLine(lines, stem);
}

// ----------------------------------------------------------------------------------------------------- facets

/** What remains of the documents, and for each value how many there would be with it. */
function choose({ about, columns }, documents, chosen) {
  const wanted = DIMENSIONS.map((name) => {
    const ids = about.labels[name].map(([id]) => id);
    return new Set([...(chosen[name] ?? [])].map((id) => ids.indexOf(id)).filter((at) => at >= 0));
  });
  const active = [...DIMENSIONS.keys()].filter((at) => wanted[at].size > 0);
  // A document counts for the values of a dimension when it fits what was chosen in all others.
  const misfitsIn = DIMENSIONS.map(() => []);
  const remaining = active.length === 0 ? documents : documents.filter((document) => {
    const misfits = active.filter((at) => !fits(columns[DIMENSIONS[at]], document, wanted[at]));
    if (misfits.length === 1) misfitsIn[misfits[0]].push(document);
    return misfits.length === 0;
  });
  const counts = DIMENSIONS.map((name, at) => {
    const counts = new Uint32Array(about.labels[name].length);
    for (const list of [remaining, misfitsIn[at]]) countValues(columns[name], list, counts);
    return counts;
  });
  const facets = Object.fromEntries(DIMENSIONS.map((name, dimension) => [
    name,
    // Most first; equal ones stay in the site's own order.
    about.labels[name]
      .map(([id, label], at) => ({ id, label, count: counts[dimension][at], chosen: wanted[dimension].has(at) }))
      .filter(({ count, chosen: isChosen }) => count > 0 || isChosen)
      .sort((a, b) => b.count - a.count),
  ]));
  return { documents: remaining, facets };
}

function countValues({ ends, values }, documents, counts) {
  for (const document of documents) {
    for (let at = ends[document]; at < ends[document + 1]; at += 1) counts[values[at]] += 1;
  }
}

function fits({ ends, values }, document, wanted) {
  if (wanted.size === 0) return true;
  for (let at = ends[document]; at < ends[document + 1]; at += 1) if (wanted.has(values[at])) return true;
  return false;
}

// ------------------------------------------------------------------------------------------------ what is shown

/**
 * What a result shows: title, address, summary, language, kind's and countries' labels. Of a section (`partOf`), the kind is
 * the title of its page.
 *
 * @returns {Promise<{title: string, url: string, summary: string, language: string, kind: string, partOf: boolean, countries: string[]}>}
 */
export async function card(index, document) {
  const { together, labels } = index.about;
  const shard = await cardShard(index, document);
  const [title, url, summary, language, kind, countries, partOf] = shard.cards[document % together];
  const label = (list, at) => list[at]?.[1] ?? "";
  return {
    title, url, summary, language,
    kind: partOf ?? label(labels.kinds, kind),
    partOf: partOf !== undefined,
    countries: countries.map((at) => label(labels.countries, at)),
  };
}

function cardShard({ about, piece }, document) {
  return piece(`cards-${about.cards[Math.floor(document / about.together)]}.json`, JSON.parse);
}

/** Where the words that are sought stand in a text: `[start, end]` in UTF-16 units, in order. */
export function marks(index, text, sought) {
  return occurrences(index, text, sought).map(({ start, end }) => [start, end]);
}

function occurrences({ words }, text, sought) {
  const spelled = ({ start, end }) => {
    const latin = words.latin(text.slice(start, end));
    return latin === null ? null : words.fold(latin);
  };
  return find(readWords(words, text), sought, sought.some(hasLatin) ? spelled : undefined);
}

/** Sought in Latin letters: then a Ukrainian name may be meant. */
const hasLatin = ({ forms }) => [...forms].some((form) => /[a-z]/.test(form));

/**
 * The part of a document's text that has most of the words sought; its summary when that has as many.
 *
 * @returns {Promise<{text: string, marks: [number, number][]}>}
 */
export async function passage(index, document, sought, length = 220) {
  const { summary, url } = await card(index, document);
  const different = (hits) => new Set(hits.map(({ which }) => which)).size;
  const inSummary = occurrences(index, summary, sought);
  const whole = { text: summary, marks: inSummary.map(({ start, end }) => [start, end]) };
  // A card without a summary has the beginning of the text, and little of it.
  const beginning = summary.endsWith(" …") ? summary.slice(0, -2) : null;
  if (different(inSummary) >= sought.length && beginning === null) return whole;
  const text = await textOf(index, document, url);
  const found = occurrences(index, text, sought);
  let best = null;
  for (const first of found) {
    const within = found.filter(({ start, end }) => start >= first.start && end <= first.start + length);
    // A word that only begins as one that was typed counts less than the word itself.
    const score = different(within) * 100 + within.reduce((sum, { sure }) => sum + (sure ? 3 : 1), 0);
    if (best === null || score > best.score) best = { first, score, different: different(within) };
  }
  if (best === null || best.different <= different(inSummary)) {
    return beginning !== null && text.startsWith(beginning) ? cut(text, 0, length, found) : whole;
  }
  return cut(text, best.first.start, length, found);
}

/** From the piece with the texts of the documents of a card piece; from the page itself on a site too large for such pieces. */
async function textOf(index, document, url) {
  const { texts } = await cardShard(index, document);
  if (texts === null) {
    const [page, anchor] = url.split("#");
    return textOfPage(await index.piece(page, (html) => html), anchor);
  }
  const few = await index.piece(`texts-${texts}.txt`, decodeTexts);
  return few[document % index.about.together];
}

/** About `length` characters around a place, whole words, with dots where something is left out. */
function cut(text, place, length, hits) {
  const blankBefore = (at) => text.lastIndexOf(" ", at) + 1;
  const start = place < length / 3 ? 0 : blankBefore(Math.max(place - Math.floor(length / 4), 0));
  const wished = start + length;
  const end = wished >= text.length ? text.length : Math.max(blankBefore(wished) - 1, place + 1);
  const before = start > 0 ? "… " : "";
  const shown = before + text.slice(start, end).replaceAll("\n", " ") + (end < text.length ? " …" : "");
  const moved = hits
    .filter((hit) => hit.start >= start && hit.end <= end)
    .map((hit) => [hit.start - start + before.length, hit.end - start + before.length]);
  return { text: shown, marks: moved };
}
