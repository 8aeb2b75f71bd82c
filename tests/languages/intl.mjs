// What Node's Intl (ICU4C, of the same CLDR as the program's data or a near one) writes in each language.
//
//     node tests/languages/intl.mjs    reads questions as JSON from standard input, prints answers as JSON
//
// tests/languages.rs asks, compares, and names each difference that is meant.

import { readFileSync } from "node:fs";

const { languages, dates, numbers, rounded, counts, words } = JSON.parse(readFileSync(0, "utf8"));

// A plain `en` is European English (src/locale/mod.rs).
const tag = (language) => (language === "en" ? "en-GB" : language);

// As precise as the text is: a year, a month of a year, a day. V8 writes a space where CLDR has a narrow no-break space.
function written(language, text) {
  const [year, month, day] = text.split("-");
  const options = { timeZone: "UTC", calendar: "gregory", year: "numeric" };
  if (month) options.month = "long";
  if (day) options.day = "numeric";
  return new Intl.DateTimeFormat(tag(language), options).format(new Date(`${year}-${month ?? "01"}-${day ?? "01"}T00:00Z`));
}

function answers(language) {
  const number = (digits, options) => new Intl.NumberFormat(tag(language), options).format(digits);
  const plural = (type) => counts.map((count) => plurals(language, type, count));
  return {
    dates: dates.map((date) => written(language, date)),
    numbers: numbers.map((digits) => number(digits, { maximumFractionDigits: 20 })),
    rounded: rounded.map((digits) => number(digits, { maximumFractionDigits: 2 })),
    cardinal: plural("cardinal"),
    ordinal: plural("ordinal"),
    // What stands between two of three, without blanks and the mark of direction.
    list: [new Intl.ListFormat(tag(language)).formatToParts(["1", "2", "3"])[1].value.replace(/[\s\u200f]/g, "")],
    order: [...words].sort(new Intl.Collator(tag(language), { numeric: true }).compare),
  };
}

// A count's digits behind the point belong to it: 1.0 is not 1 in many languages.
function plurals(language, type, count) {
  const fraction = count.split(".")[1]?.length ?? 0;
  const digits = { minimumFractionDigits: fraction, maximumFractionDigits: fraction };
  return new Intl.PluralRules(tag(language), { type, ...digits }).select(Number(count));
}

const found = Object.fromEntries(languages.map((language) => [language, answers(language)]));
console.log(JSON.stringify({ cldr: process.versions.cldr, found }));
