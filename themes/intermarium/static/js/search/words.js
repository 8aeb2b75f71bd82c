// Words as search knows them: folding, cutting text into words, stems, Latin spelling, what several words are together.
//
// This is one of two small engines for the same rules, which are data (src/search/rules/*.json); the other is
// src/search/text.rs, src/search/stem.rs and src/search/compounds.rs, and tests/search/vectors.json holds them together. The
// format of the rules stands at the top of src/search/stem.rs. No dependency, no DOM: it runs in the page and in Node alike.

const MARK_START = 0x300;
const MARK_END = 0x36f;
/** A word longer than this is cut: nobody types it, and hostile text must not grow the index. In UTF-16 units. */
const LONGEST_WORD = 40;
/** Of one letter in Latin ones: щ is shch. */
const LONGEST_SPELLING = 4;
/** The most parts of a hyphenated word. */
const MOST_PARTS = 4;
const HYPHEN = /^[-\u2010\u2011]$/;
/** What may stand between the groups of a number, and before the word for thousands. */
const BLANK = /^[ \u00a0\u202f\u2009]$/;

/**
 * What the rules of one site language do to words.
 *
 * @param {{fold: object, scripts: Object<string, object>}} data as the index ships it: rules by script (`Cyrl`, `Latn`)
 * @returns {{fold: Function, tokens: Function, stems: Function, isStop: Function, latin: Function}}
 */
export function analyser(data) {
  const drop = new Set(data.fold.drop);
  const inner = escaped(data.fold.inner);
  // Of the basic plane alone: there an offset means the same in a script and in the builder.
  const word = `(?:(?![\\u{10000}-\\u{10ffff}])[\\p{Alphabetic}\\p{M}\\p{N}])+`;
  const pattern = new RegExp(`${word}(?:(?:[${inner}]+|(?<=\\p{N})[.,](?=\\p{N}))${word})*`, "gu");
  const compiled = new Map();

  /** One word as it is compared: composed, lower case, without apostrophes, stress and foreign marks. */
  function fold(text) {
    let folded = "";
    const lower = text.normalize("NFC").toLowerCase();
    const clipped = clip(lower, data.fold.clip);
    for (const letter of clipped) {
      if (drop.has(letter)) continue;
      const mapped = data.fold.map[letter];
      if (mapped !== undefined) folded += mapped;
      else if (letter <= "\u007f" || isCyrillic(letter)) folded += letter;
      else folded += withoutMarks(letter);
    }
    return foldNumber(folded).slice(0, LONGEST_WORD);
  }

  /** The words of a text with their places: `{start, end, word}`, offsets in UTF-16 units, `word` folded. */
  function tokens(text) {
    const found = [];
    for (const match of text.matchAll(pattern)) {
      const folded = fold(match[0]);
      if (folded !== "") found.push({ start: match.index, end: match.index + match[0].length, word: folded });
    }
    return found;
  }

  /** The rules of a word's script, made when the first word in it is met: most questions are in one. */
  function rulesFor(folded) {
    const script = hasCyrillic(folded) ? "Cyrl" : "Latn";
    const rules = data.scripts[script];
    if (rules !== undefined && !compiled.has(script)) compiled.set(script, compile(rules));
    return compiled.get(script);
  }

  return {
    fold,
    tokens,
    /** The stems of a folded word: mostly one; two or more where a form may belong to different words. */
    stems: (folded) => rulesFor(folded)?.stems(folded) ?? [folded],
    /** A word that says nothing by itself (and, the, у, для). */
    isStop: (folded) => rulesFor(folded)?.stop.has(folded) ?? false,
    /** A word that says nothing in a question of several words (many, скільки). */
    isAsking: (folded) => rulesFor(folded)?.asking.has(folded) ?? false,
    /** The power of ten that a word multiplies the number before it by: 3 for тис. */
    powerOfTen: (folded) => rulesFor(folded)?.powers.get(folded),
    /** The official Latin spelling of a word in Cyrillic, lower case; null when it has none. */
    latin: (text) => (data.latin && hasCyrillic(text) ? transliterate(text, data.latin) : null),
    /** About how a word in Latin letters is written in Cyrillic; letters that are not told (ь) are missing. */
    cyrillic: (word) => untransliterate(word, data.latin),
  };
}

/** 300,000 and 300.000 become 300000, 2,5 becomes 2.5. */
function foldNumber(word) {
  if (/^[1-9]\d{0,2}(?:[.,]\d{3})+$/.test(word)) return word.replace(/[.,]/g, "");
  return /^\d+,\d+$/.test(word) ? word.replace(",", ".") : word;
}

function escaped(letters) {
  return [...letters].map((letter) => `\\u{${letter.codePointAt(0).toString(16)}}`).join("");
}

function isCyrillic(letter) {
  return letter >= "\u0400" && letter <= "\u052f";
}

export function hasCyrillic(text) {
  return /[\u0400-\u052f]/.test(text);
}

function withoutMarks(letter) {
  let bare = "";
  for (const part of letter.normalize("NFD")) {
    const code = part.codePointAt(0);
    if (code < MARK_START || code > MARK_END) bare += part;
  }
  return bare;
}

function clip(word, endings) {
  const ending = endings.find((end) => word.length > end.length && word.endsWith(end));
  return ending === undefined ? word : word.slice(0, -ending.length);
}

// -------------------------------------------------------------------------------------------------- the stemmer

/** Rules as data to rules as tables; see src/search/stem.rs for their grammar. */
export function compile(rules) {
  const context = {
    vowels: new Set(rules.vowels ?? ""),
    glide: rules.glide ?? "",
    openings: rules.openings ?? [],
    short: rules.short ?? [],
    shut: new Set(rules.shut ?? ""),
  };
  const steps = new Map();
  for (const step of rules.steps ?? []) steps.set(step.name, compileStep(step, rules.classes ?? {}));
  const first = (rules.steps ?? []).filter((step) => !step.on_demand).map((step) => steps.get(step.name));
  const whole = new Map((rules.whole ?? []).map((line) => {
    const [words, stems] = line.split(" > ").map((part) => part.split(" "));
    return [words, stems];
  }).flatMap(([words, stems]) => words.map((word) => [word, stems])));
  const listed = (text = "") => text.split(" ").filter((word) => word !== "");
  return {
    stop: new Set(listed(rules.stop)),
    asking: new Set(listed(rules.asking)),
    powers: new Map(Object.entries(rules.powers ?? {}).flatMap(([power, text]) => listed(text).map((word) => [word, Number(power)]))),
    stems(word) {
      const known = whole.get(word);
      if (known) return known;
      if (word.length < (rules.least ?? 0)) return [word];
      const marked = markGlides(word, context);
      const state = { ...context, steps, ...regions(marked, context) };
      let words = [marked];
      for (const step of first) words = unique(words.flatMap((each) => apply(step, each, state)));
      return unique(words.map((each) => each.toLowerCase()));
    },
  };
}

function compileStep(step, classes) {
  const table = new Map();
  let longest = 0;
  for (const line of step.rules) {
    const [rule, conditions = ""] = line.split(" ? ");
    const [suffixes, outputs] = rule.split(" > ").map((part) => part.split(" "));
    const tests = conditions.split(" ").filter((test) => test !== "");
    for (const [suffix, outs] of suffixes.flatMap((suffix) => expand(suffix, outputs, classes))) {
      longest = Math.max(longest, suffix.length);
      if (!table.has(suffix)) table.set(suffix, []);
      table.get(suffix).push({ outputs: outs, tests });
    }
  }
  return { table, longest, falls: step.falls === true };
}

/** `і@` stands for a suffix with every letter of class `@`, which its outputs repeat; `_` is nothing. */
function expand(suffix, outputs, classes) {
  const bare = (text) => (text === "_" ? "" : text);
  const name = Object.keys(classes).find((each) => suffix.includes(each));
  if (name === undefined) return [[bare(suffix), outputs.map(bare)]];
  return [...classes[name]].map((letter) => [
    bare(suffix).replaceAll(name, letter),
    outputs.map((output) => bare(output).replaceAll(name, letter)),
  ]);
}

function apply(step, word, state) {
  for (let length = Math.min(step.longest, word.length); length >= 0; length -= 1) {
    const rules = step.table.get(word.slice(word.length - length));
    if (rules === undefined) continue;
    const rest = word.slice(0, word.length - length);
    for (const { outputs, tests } of rules) {
      if (!tests.every((test) => holds(test, rest, state))) continue;
      const made = unique(outputs.map((output) => rest + output));
      const next = tests.find((test) => test.startsWith("then="));
      return next ? made.flatMap((each) => apply(state.steps.get(next.slice(5)), each, state)) : made;
    }
    if (!step.falls) return [word];
  }
  return [word];
}

function holds(test, rest, state) {
  const isVowel = (letter) => state.vowels.has(letter);
  const [name, value = ""] = test.split("=");
  switch (name) {
    case "then":
      return true;
    case "r1":
      return rest.length >= state.r1;
    case "r2":
      return rest.length >= state.r2;
    case "at":
      return rest.length === state.r1;
    case "vowel":
      return [...rest].some(isVowel);
    case "inner":
      return [...rest.slice(0, -1)].some(isVowel);
    case "after":
      return rest !== "" && value.includes(rest.at(-1));
    case "off":
      return rest === "" || !value.includes(rest.at(-1));
    case "is":
      return value.split(",").includes(rest);
    case "isnt":
      return !value.split(",").includes(rest);
    case "ends":
      return value.split(",").some((end) => rest.endsWith(end));
    case "short":
      return endsShort(rest, state);
    case "long":
      return !endsShort(rest, state);
    default:
      return rest.length >= Number(name);
  }
}

/** Porter's short syllable: consonant, vowel, consonant other than w, x, Y; or vowel, consonant as the whole. */
function endsShort(rest, { vowels, short, shut }) {
  if (short.some((end) => rest.endsWith(end))) return true;
  const [before, middle, last] = [rest.at(-3), rest.at(-2), rest.at(-1)];
  if (middle === undefined || !vowels.has(middle) || vowels.has(last)) return false;
  return before === undefined ? true : !vowels.has(before) && !shut.has(last);
}

/** A glide (y in English) at the start or after a vowel is a consonant: marked as a capital. */
function markGlides(word, { glide, vowels }) {
  if (glide === "" || !word.includes(glide)) return word;
  let marked = "";
  for (const letter of word) {
    const consonant = letter === glide && (marked === "" || vowels.has(marked.at(-1)));
    marked += consonant ? letter.toUpperCase() : letter;
  }
  return marked;
}

/** Porter's regions: each begins after the first consonant that follows a vowel. */
function regions(word, { vowels, openings }) {
  const after = (from) => {
    let at = from;
    while (at < word.length && !vowels.has(word[at])) at += 1;
    while (at < word.length && vowels.has(word[at])) at += 1;
    return Math.min(at + 1, word.length);
  };
  const opening = openings.find((each) => word.startsWith(each));
  const r1 = opening === undefined ? after(0) : opening.length;
  return { r1, r2: after(r1) };
}

function unique(words) {
  return words.length < 2 ? words : [...new Set(words)];
}

// -------------------------------------------------------------------------------------------- Latin spelling

/** Cabinet of Ministers resolution No. 55 (2010), lower case. */
function transliterate(text, { letters, starts, drop, pairs }) {
  let latin = "";
  let starting = true;
  const lower = [...text.normalize("NFC").toLowerCase()];
  for (let at = 0; at < lower.length; at += 1) {
    const letter = lower[at];
    if (drop.includes(letter)) continue;
    const pair = pairs[letter + (lower[at + 1] ?? "")];
    if (pair !== undefined) {
      latin += pair;
      at += 1;
    } else {
      latin += (starting ? starts[letter] : undefined) ?? letters[letter] ?? letter;
    }
    starting = !/[\p{Alphabetic}\p{M}\p{N}]/u.test(letter);
  }
  return latin;
}

function untransliterate(word, { letters, starts }) {
  // The first letter with a spelling is the plainest: і before ї and й.
  const written = new Map();
  for (const [letter, latin] of [...Object.entries(letters), ...Object.entries(starts)]) {
    if (latin !== "" && !written.has(latin)) written.set(latin, letter);
  }
  let cyrillic = "";
  for (let at = 0; at < word.length;) {
    let length = LONGEST_SPELLING;
    while (length > 1 && !written.has(word.slice(at, at + length))) length -= 1;
    const latin = word.slice(at, at + length);
    cyrillic += written.get(latin) ?? latin;
    at += length;
  }
  // As words are folded.
  return cyrillic.replaceAll("ґ", "г");
}

// ------------------------------------------------------------------------------------------- several words together

// A number written in groups or with a word for thousands (300 000 and 300 тис. are both 300000), and the parts of a hyphenated
// word (dual-use is dualuse too).

/**
 * The words of a text as they are searched: `{start, end, word}`, in order. A hyphenated word has its `parts` too.
 *
 * @param {object} words of `analyser`
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
