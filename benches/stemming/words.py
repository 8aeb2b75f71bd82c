#!/usr/bin/env python3
"""Makes words.txt: the nouns, adjectives and verbs of the site's Ukrainian text, each with all forms of its paradigm.

    pip install pymorphy3 pymorphy3-dicts-uk      (an oracle for this list alone, never shipped)
    python3 benches/stemming/words.py content > benches/stemming/words.txt

One line a lemma: `n`, `a` or `v`, the lemma's common beginning, a bar, the rest of each form; `*` marks what the text has.
A form that several lemmas share (року: рік, рок) belongs to the one with most occurrences in the text.
"""
import collections, os, pathlib, re, sys

import pymorphy3

WORD = re.compile(r"[а-яіїєґ]+(?:['’ʼ][а-яіїєґ]+)*")
CLASSES = {"NOUN": "n", "ADJF": "a", "VERB": "v"}
CLOSED = {"PREP", "CONJ", "PRCL", "NPRO", "INTJ", "ADVB"}  # як, під, перед: nobody looks for the noun of that spelling
POETIC = re.compile("(?:ая|яя|ую|юю|еє|єє|ії)$")  # сильная, сильнії: adjectives as verse has them


def text_of(folder):
    for path in sorted(pathlib.Path(folder).rglob("*.uk.md")):
        yield path.read_text(encoding="utf-8")
    # Words a page of this kind uses whatever it says today: the vectors of the language's own reference.
    yield "кластер безпека інновація підприємство меморандум оборона оборонний Запоріжжя"


def common(form):
    """The forms of a verb that a text about organisations has: infinitive, third person, past, impersonal."""
    grammemes = set(form.tag.grammemes)
    if re.search("(?:сь|тим[уе].*)$", form.word) or form.word.endswith("ть") and "infn" in grammemes:
        return False
    return bool(grammemes & {"infn", "past", "Impe"}) or "3per" in grammemes and "impr" not in grammemes


def main():
    morph = pymorphy3.MorphAnalyzer(lang="uk")
    counts = collections.Counter()
    for text in text_of(sys.argv[1]):
        text = re.sub(r"\]\([^)]*\)", "]", text).replace("\u0301", "").lower()
        counts.update(re.sub("[’ʼ]", "'", word) for word in WORD.findall(text))
    lemmas, support, candidates = {}, collections.Counter(), {}
    for word, count in sorted(counts.items()):
        if not morph.word_is_known(word):
            continue
        if any(str(parse.tag.POS) in CLOSED for parse in morph.parse(word)):
            continue
        candidates[word] = []
        for parse in morph.parse(word):
            key = (parse.normal_form, str(parse.tag.POS))
            if key not in candidates[word]:
                candidates[word].append(key)
                support[key] += count
                lemmas.setdefault(key, parse)
    chosen = collections.defaultdict(set)
    for word, keys in candidates.items():
        best = max(keys, key=lambda key: (support[key], -keys.index(key)))
        if best[1] in CLASSES:
            chosen[best].add(word)
    for key in sorted(chosen):
        forms = sorted({form.word for form in lemmas[key].lexeme})
        if key[1] == "ADJF":
            forms = [form for form in forms if not POETIC.search(form)]
        if key[1] == "VERB":
            forms = sorted({form.word for form in lemmas[key].lexeme if common(form)})
        if len(forms) < 2 or "Pnon" in str(lemmas[key].tag):
            continue
        start = os.path.commonprefix(forms)
        rest = [form[len(start):] + ("*" if form in chosen[key] else "") for form in forms]
        print(CLASSES[key[1]], f"{start}|{' '.join(r if r not in ('', '*') else '-' + r for r in rest)}")


main()
