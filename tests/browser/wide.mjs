// Writes a site of words and addresses that are wider than a screen of 320 pixels, wherever an author may put one:
//
//     node tests/browser/wide.mjs FOLDER

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Real words, of 45 and 40 letters. */
const WORDS = { en: "Pneumonoultramicroscopicsilicovolcanoconiosis", uk: "Нікотинамідаденіндинуклеотидфосфатгідрин" };
export const ADDRESS = "https://example.org/knowledge/internationalisation/programmes-of-2026?from=here";
const MAIL = `${WORDS.en.toLowerCase()}@internationalisation.example.org`;
/** The word in both languages, as TOML. */
const both = (before = "") => `{ ${Object.entries(WORDS).map(([language, word]) => `${language} = "${before}${word}"`).join(", ")} }`;
const many = `{ ${Object.entries(WORDS).map(([language, word]) => `${language} = ["${word}", "${ADDRESS}"]`).join(", ")} }`;

const CONFIG = `base_url  = "https://example.org/"
languages = ["en", "uk"]
theme     = "intermarium"
title       = ${both()}
description = ${both()}
missing_translation = "fallback"

[vocabularies.countries]
title = ${both("The ")}
fields = { iso = { type = "text", role = "country-code", label = ${both()} } }

[vocabularies.sectors]
title = ${both("A ")}

[collections.things]
title = ${both("One ")}
sort  = "title"

[collections.things.fields]
kind     = { type = "choice", required = true, label = ${both()}, values = { one = ${both()}, other = { en = "Other", uk = "Інше" } } }
status   = { type = "choice", role = "status", label = ${both()}, values = { held = ${both()} } }
names    = { type = "text", role = "name", many = true, localized = true, label = ${both()} }
founded  = { type = "date", label = ${both()} }
deadline = { type = "date", role = "deadline", label = ${both()} }
budget   = { type = "money", label = ${both()} }
goals    = { type = "text", many = true, localized = true, label = ${both()} }
partners = { type = "page", of = ["things"], many = true, label = ${both()}, inverse = ${both()} }
country  = { type = "term", of = "countries", many = true, label = ${both()} }
sectors  = { type = "term", of = "sectors", many = true, label = ${both()} }
website  = { type = "url", role = "contact", label = ${both()} }
email    = { type = "email", role = "contact", label = ${both()} }
[collections.things.fields.figures]
type = "table"
many = true
label = ${both()}
[collections.things.fields.figures.fields]
what  = { type = "text", localized = true, required = true, label = ${both()} }
value = { type = "text", localized = true, label = ${both()} }
date  = { type = "date", label = ${both()} }
[collections.things.fields.sources]
type = "table"
role = "source"
many = true
label = ${both()}
[collections.things.fields.sources.fields]
document = { type = "page", of = ["things"], label = ${both()}, inverse = ${both()} }
place    = { type = "text", label = ${both()} }
note     = { type = "text", localized = true, label = ${both()} }

[collections.deeds]
title = ${both("Two ")}
sort  = "-signed"

[collections.deeds.fields]
kind    = { type = "choice", required = true, label = ${both()}, values = { one = ${both()} } }
signed  = { type = "date", label = ${both()} }
parties = { type = "page", of = ["things"], many = true, role = "party", label = ${both()}, inverse = ${both()} }
country = { type = "term", of = "countries", many = true, through = "parties.country", label = ${both()} }
sectors = { type = "term", of = "sectors", many = true, label = ${both()} }

[indexes]
cross = [["countries", "sectors"]]
`;

/** A text with everything that Markdown makes. */
const body = (word) => `${word} ${ADDRESS} \`${word}\` [${word}](${ADDRESS})

## ${word}

- ${word}
- [x] ${ADDRESS}

1. **${word}**

### ${ADDRESS}

${word}
: ${ADDRESS}

| ${word} | ${ADDRESS} |
|---|---|
| ${ADDRESS} | ${word} |

> ${word}

> [!NOTE]
> ${ADDRESS}

\`\`\`json
{ "${word}": "${ADDRESS}", "again": "${word}" }
\`\`\`

#### \`${word}\`

Text[^one] <kbd>${word}</kbd> <samp>${word}</samp> <mark>${word}</mark>

[^one]: ${word} ${ADDRESS}

<details>
<summary>${word}</summary>

${ADDRESS}

</details>
`;

/** The facts of a thing, whose neighbours are the next two of three. */
const facts = (number) => `kind = "one"
status = "held"
founded = 2021-03-0${number}
deadline = 2025-03-0${number}
budget = { amount = 123456789012, currency = "EUR" }
partners = ["n${number % 3 + 1}"]
country = ["ua", "pl"]
sectors = ["one", "two"]
website = "${ADDRESS}"
email = "${MAIL}"
names = ${many}
goals = ${many}

[[figures]]
what = ${both()}
value = { en = "${ADDRESS}", uk = "${ADDRESS}" }
date = 2021-03-01

[[sources]]
document = "n${number % 3 + 1}"
place = "${WORDS.en}"

[[sources]]
note = ${both()}
`;

const folder = process.argv[2];
const write = (name, text) => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
};
/** A page in both languages; the facts are the original's. */
const page = (name, texts, original = "") => {
  for (const [language, word] of Object.entries(WORDS)) {
    const [title, summary, text = body(word)] = texts(word);
    write(`content/${name}.${language}.md`, `+++\ntitle = "${title}"\nsummary = "${summary}"\n${language === "en" ? original : 'translates = "00000000"\n'}+++\n\n${text}`);
  }
};

write("site.toml", CONFIG);
write("content/sectors.toml", `[one]\ntitle = ${both()}\n\n[two]\ntitle = ${both("Two ")}\n`);
write("content/countries.toml", `[ua]\ntitle = ${both()}\niso = "UA"\n\n[pl]\ntitle = ${both("Two ")}\niso = "PL"\n`);
page("index", (word) => [word, ADDRESS]);
page("wide", (word) => [ADDRESS, word]);
page("sectors/one", (word) => [word, ADDRESS]);
page("countries/ua", (word) => [word, ADDRESS, word]);
page("things/n1", (word) => [word, ADDRESS], facts(1));
page("things/n2", (word) => [ADDRESS, word], facts(2));
page("things/n3", (word) => [`${word}-${word}`, `${word}/${word}`], facts(3));
for (const number of [1, 2, 3]) {
  // In one language alone: the other has it as a fallback, with a notice.
  const parties = [...new Set(["n1", `n${number}`])].map((id) => `"${id}"`).join(", ");
  write(`content/deeds/d${number}.en.md`, `+++\ntitle = "${number === 2 ? ADDRESS : WORDS.en}"\nsummary = "${ADDRESS}"\nkind = "one"\nsigned = 2022-0${number}-11\nparties = [${parties}]\nsectors = ["one"]\n+++\n\n${WORDS.en}\n`);
}
