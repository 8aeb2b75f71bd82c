#!/usr/bin/env python3
"""Writes a site of any size to measure with: the same bytes for the same arguments.

corpus.py ENTRIES DIR [--theme FOLDER] [--for icsi|hugo|blades]

ENTRIES entries in English and Ukrainian make twice as many pages of 350 to 900 words, in three collections, with 12
countries, 10 sectors, links between entries, lists, tables, footnotes and a little code. As in real texts, a quarter of all
words are the same few dozen, and the others are of some six thousand forms in each language. The theme is this
repository's own unless another folder is named.

--for writes the same entries for another generator, with the minimal templates of benches/others: the same words, facts
and links, a translation with all its facts. In links between entries only the addresses differ, as each wants them.
"""
import argparse, hashlib, os, random, shutil
from itertools import accumulate, product

HERE = os.path.dirname(os.path.abspath(__file__))
COUNTRIES = ["ua", "pl", "lt", "lv", "ee", "fi", "cz", "sk", "ro", "de", "at", "md"]
SECTORS = ["energy", "health", "skills", "transport", "farming", "digital", "finance", "water", "housing", "space"]
COLLECTIONS = ["initiatives", "memoranda", "clusters"]
WORDS = {
    "en": """cluster region partner energy market member project supply chain research skill support result report office
        public private local joint common network growth export industry company factory product service design test
        plan fund law rule aim step year month board council city village road port border river coast north south east
        west new old open strong shared clear long early late first second third under over between after before with
        from into about because while also only more most every other than then there where which when agree build carry
        change choose connect create decide deliver develop discuss draft employ expand explain finish follow form found
        gather grow help hold improve include inform invest invite join keep launch lead learn link make manage measure
        meet move name need note offer open order plan prepare present produce protect provide publish reach receive
        record reduce renew repair reply request resolve return review save select send serve set share show sign start
        state study submit teach test train translate use visit work write""".split(),
    "uk": """кластер регіон партнер енергія ринок член проєкт ланцюг дослідження навичка підтримка результат звіт
        громада приватний місцевий спільний мережа зростання експорт промисловість підприємство завод продукт послуга
        задум випробування план фонд закон правило мета крок рік місяць рада місто село дорога порт кордон річка берег
        північ південь схід захід новий давній відкритий сильний чіткий довгий ранній пізній перший другий третій під над
        між після перед разом із про тому коли також лише більше кожен інший ніж тоді там де який домовитися будувати
        вести змінити обрати поєднати створити вирішити доправити розвивати обговорити найняти розширити пояснити
        завершити слідувати заснувати зібрати допомогти тримати поліпшити охопити повідомити вкладати запросити
        приєднатися зберегти почати очолити вивчати зв'язати зробити керувати міряти зустріти рухати назвати потребувати
        відзначити пропонувати готувати подати виробляти захищати надавати публікувати досягти отримати записати""".split(),
}
# The words that every text is full of, the most frequent first.
SMALL = {
    "en": "the of and to in a for with on by is that as at it are this from or be its was not which have".split(),
    "uk": "і та в у на до з що для за не як про із це також або від при й є між після їх його".split(),
}
# What is put in the place of a word's last letter.
ENDINGS = {
    "en": "ed er ers es ing ings able ably ment ments ness al ally ance ances ation ations ive ively ful less ity".split(),
    "uk": "а у ом ові ами ах ів ою ого ому им их ий ання ення енням ував увала ували ують увати овий ового ґ’ям".split(),
}
SYLLABLES = {
    "en": "bal dor fen gar hol kel lin mar nor pel rad sten tor vik wen".split(),
    "uk": "бал дор ґан гар жит кал лин мар нор щед рад стен їв хор цен".split(),
}
NAMES = 2000


def vocabulary(lang):
    """Words with what to choose them by."""
    forms = [word[:-1] + ending for word, ending in product(WORDS[lang], ENDINGS[lang])]
    names = ["".join(parts).capitalize() for parts in product(SYLLABLES[lang], repeat=3)][:NAMES]
    # What share of a text is of which words.
    kinds = [(SMALL[lang], .25), (WORDS[lang], .15), (forms, .5), (names, .1)]
    weights = [1 / (rank + 2) for rank in range(len(SMALL[lang]))]
    weights = [[share * weight / sum(weights) for weight in weights] if words is SMALL[lang] else [share / len(words)] * len(words)
               for words, share in kinds]
    return [word for words, _ in kinds for word in words], list(accumulate(sum(weights, [])))


VOCABULARY = {lang: vocabulary(lang) for lang in WORDS}
CODE = {
    "json": lambda r: f'{{"value": {r.randint(1, 999)}, "name": "item-{r.randint(1, 9)}", "open": true}}',
    "python": lambda r: f'def step_{r.randint(1, 99)}(rows):\n    return [row["n"] * {r.randint(2, 9)} for row in rows]  # each',
    "bash": lambda r: f'for file in in-{r.randint(1, 99)}/*.csv; do sort "$file" > "out/$(basename "$file")"; done',
    "sql": lambda r: f"SELECT name, count(*) FROM rows WHERE year > {r.randint(1990, 2025)} GROUP BY name; -- all",
    "yaml": lambda r: f"step-{r.randint(1, 99)}:\n  script: make all\n  allowed: [{r.randint(1, 9)}, null, \"x\"]",
}


def several(r, lang, count):
    words, weights = VOCABULARY[lang]
    return r.choices(words, cum_weights=weights, k=count)


def sentence(r, lang):
    words = several(r, lang, r.randint(7, 20))
    if r.random() < .12:
        i = r.randrange(len(words))
        words[i] = r.choice(["**%s**", "*%s*", "`%s`"]) % words[i]
    return " ".join(words).capitalize() + "."


def paragraph(r, lang, words):
    out, count = [], 0
    while count < words:
        s = sentence(r, lang)
        out.append(s)
        count += s.count(" ") + 1
    return " ".join(out)


def entry(i):
    r = random.Random(f"entry-{i}")
    collection = COLLECTIONS[0 if i % 20 < 12 else 1 if i % 20 < 17 else 2]
    return {
        "collection": collection, "id": f"{'-'.join(r.choices(WORDS['en'][:60], k=3))}-{i:05d}",
        "date": f"{r.randint(2015, 2025)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}",
        "countries": sorted(r.sample(COUNTRIES, r.choice([1, 1, 2, 2, 3]))),
        "sectors": sorted(r.sample(SECTORS, r.choice([1, 1, 2]))),
    }


def body(i, lang, entries, ending):
    """ENDING is what follows an entry's id in a link to it."""
    r = random.Random(f"body-{i}-{lang}")
    shape = random.Random(f"shape-{i}")
    total, sections = shape.randint(350, 900), shape.randint(3, 6)
    # All but the first paragraph, the list and the table.
    each = max(20, (total - 240) // sections // 2)
    targets = [entries[shape.randrange(len(entries))] for _ in range(shape.randint(2, 6))]
    parts, notes = [paragraph(r, lang, 40)], []
    for k in range(sections):
        parts.append("## " + " ".join(several(r, lang, 3)).capitalize())
        text = paragraph(r, lang, each)
        if targets:
            x = targets.pop()
            folder = "" if x["collection"] == entries[i]["collection"] else f"../{x['collection']}/"
            text += f" [{' '.join(several(r, lang, 2))}]({folder}{x['id']}{ending})."
        if shape.random() < .3:
            notes.append(f"[^{len(notes) + 1}]: {sentence(r, lang)}")
            text += f" Note[^{len(notes)}]."
        parts.append(text)
        if k == 0:
            parts.append("\n".join("- " + sentence(r, lang) for _ in range(shape.randint(3, 6))))
        if k == 1:
            rows = [f"| {r.choice(WORDS[lang])} | {r.randint(1, 99999)} |" for _ in range(4)]
            parts.append("\n".join(["| a | b |", "| --- | ---: |"] + rows))
        if k == 2 and shape.random() < .03:
            name = shape.choice(sorted(CODE))
            parts.append("\n".join([f"```{name}", *(CODE[name](shape) for _ in range(10)), "```"]))
        parts.append(paragraph(r, lang, each))
    return "\n\n".join(parts + notes)


def quote(text):
    return '"' + text.replace('"', "'") + '"'


def title(i, lang):
    return " ".join(several(random.Random(f"t-{i}-{lang}"), lang, 4)).capitalize()


def summary(i, lang):
    return sentence(random.Random(f"s-{i}-{lang}"), lang).replace("*", "").replace("`", "")


def write(folder, path, text):
    full = os.path.join(folder, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8") as f:
        f.write(text)


def page(i, lang, front, words):
    return f"+++\ntitle = {quote(title(i, lang))}\nsummary = {quote(summary(i, lang))}\n{front}+++\n\n{words}\n"


def icsi(folder, entries, theme):
    name = os.path.basename(os.path.abspath(theme))
    shutil.copytree(theme, os.path.join(folder, "themes", name))
    site = ['base_url = "https://kb.example.org/"', 'languages = ["en", "uk"]', f'theme = "{name}"',
            'title = { en = "Knowledge base", uk = "База знань" }', 'description = { en = "A corpus", uk = "Корпус" }']
    for v in ("countries", "sectors"):
        site.append(f'[vocabularies.{v}]\ntitle = {{ en = "{v.capitalize()}", uk = "{v.capitalize()}" }}')
    for c in COLLECTIONS:
        site.append(f'''[collections.{c}]
title = {{ en = "{c.capitalize()}", uk = "{c.capitalize()}" }}
sort = "-date"
[collections.{c}.fields]
date = {{ type = "date", required = true, label = {{ en = "Date", uk = "Дата" }} }}
countries = {{ type = "term", of = "countries", many = true, required = true }}
sectors = {{ type = "term", of = "sectors", many = true, required = true }}''')
    site.append('[indexes]\ncross = [["countries", "sectors"]]')
    write(folder, "site.toml", "\n".join(site) + "\n")
    for v, terms in (("countries", COUNTRIES), ("sectors", SECTORS)):
        write(folder, f"content/{v}.toml", "".join(f'[{t}]\ntitle = {{ en = "{t}", uk = "{t}" }}\n' for t in terms))
    for i, e in enumerate(entries):
        text = body(i, "en", entries, ".en.md")
        revision = hashlib.sha256(f"{title(i, 'en')}\n{summary(i, 'en')}\n{text}".encode()).hexdigest()[:8]
        front = {
            "en": f"date = {e['date']}\ncountries = {e['countries']!r}\nsectors = {e['sectors']!r}\n",
            "uk": f'translates = "{revision}"\n',
        }
        for lang in WORDS:
            words = text if lang == "en" else body(i, lang, entries, f".{lang}.md")
            write(folder, f"content/{e['collection']}/{e['id']}.{lang}.md", page(i, lang, front[lang], words))


def hugo(folder, entries, _theme):
    others = os.path.join(HERE, "others")
    shutil.copytree(os.path.join(others, "hugo"), folder)
    shutil.copytree(os.path.join(others, "shell"), os.path.join(folder, "layouts", "_partials"), dirs_exist_ok=True)
    for lang in WORDS:
        write(folder, f"content/{lang}/_index.md", '+++\ntitle = "Knowledge base"\n+++\n')
        for c in COLLECTIONS:
            write(folder, f"content/{lang}/{c}/_index.md", f'+++\ntitle = "{c.capitalize()}"\n+++\n')
        for i, e in enumerate(entries):
            front = f"date = {e['date']}\ncountries = {e['countries']!r}\nsectors = {e['sectors']!r}\n"
            write(folder, f"content/{lang}/{e['collection']}/{e['id']}.md",
                  page(i, lang, front, body(i, lang, entries, ".md")))


def blades(folder, entries, _theme):
    """A site for each language, in a folder of its own."""
    others = os.path.join(HERE, "others")
    for lang in WORDS:
        site = os.path.join(folder, lang)
        shutil.copytree(os.path.join(others, "blades"), os.path.join(site, "templates"))
        shutil.copytree(os.path.join(others, "shell"), os.path.join(site, "templates"), dirs_exist_ok=True)
        os.remove(os.path.join(site, "templates", "Blades.toml"))
        with open(os.path.join(others, "blades", "Blades.toml"), encoding="utf-8") as f:
            write(site, "Blades.toml", f.read().replace("@@LANGUAGE@@", lang))
        write(site, "content/index.toml", 'title = "Knowledge base"\n')
        for c in COLLECTIONS:
            write(site, f"content/{c}/index.toml", f'title = "{c.capitalize()}"\npaginate_by = 50\n')
        for i, e in enumerate(entries):
            front = (f"date = {e['date']}\n[taxonomies]\ncountries = {e['countries']!r}\nsectors = {e['sectors']!r}\n")
            write(site, f"content/{e['collection']}/{e['id']}.md",
                  page(i, lang, front, body(i, lang, entries, ".html")))


WRITERS = {"icsi": icsi, "hugo": hugo, "blades": blades}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("entries", type=int)
    arguments.add_argument("dir")
    arguments.add_argument("--theme", default=os.path.join(HERE, "..", "themes", "intermarium"))
    arguments.add_argument("--for", dest="generator", choices=WRITERS, default="icsi")
    a = arguments.parse_args()
    shutil.rmtree(a.dir, ignore_errors=True)
    WRITERS[a.generator](a.dir, [entry(i) for i in range(a.entries)], a.theme)
    print(f"{2 * a.entries} pages in {a.dir}")


if __name__ == "__main__":
    main()
