"""Spelling of the Ukrainian texts, by hunspell with its Ukrainian dictionary and by pymorphy3: both must know every
word but those of names.txt, next to this file.

    apt-get install hunspell hunspell-uk
    pip install pymorphy3 pymorphy3-dicts-uk
    python3 tests/knowledge_base/spelling/check.py

Prints each unknown word with the files that have it, and each word of the list that no text needs any more.
Ends with 1 when it printed any. Not part of the tests: it needs two dictionaries of the machine.
"""

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pymorphy3

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
WORD = re.compile(r"[А-Яа-яҐґЄєІіЇї]+(?:[’'-][А-Яа-яҐґЄєІіЇї]+)*")
IN_UKRAINIAN = re.compile(r'uk = (?:"[^"]*"|\[[^\]]*\])')


def texts():
    """Every Ukrainian text of the site: (file, text)."""
    for page in sorted((ROOT / "content").rglob("*.uk.md")):
        yield page, page.read_text(encoding="utf-8")
    with_facts = [*(ROOT / "content").rglob("*.en.md"), *(ROOT / "content").glob("*.toml"), ROOT / "site.toml"]
    for file in sorted(with_facts):
        yield file, "\n".join(IN_UKRAINIAN.findall(file.read_text(encoding="utf-8")))
    for strings in sorted((ROOT / "themes").glob("*/i18n/uk.ftl")):
        yield strings, strings.read_text(encoding="utf-8")


def words():
    """The words of all texts, each with its files. Addresses of links are no text, and «дво-» is half a word."""
    found = defaultdict(set)
    for file, text in texts():
        text = re.sub(r"\]\([^)]*\)", "]", text)
        for match in WORD.finditer(text):
            if text[match.end() : match.end() + 1] != "-":
                found[match.group().replace("’", "'")].add(str(file.relative_to(ROOT)))
    return found


def parts_of(word):
    """What must be known for a word to be: each part of it, in one of these forms. «Чесько-» comes from «чеський»."""
    *first, last = word.split("-")
    return [(part, part[:-1] + "ий") if part.endswith("о") else (part,) for part in first] + [(last,)]


def unknown_to_hunspell(forms):
    command = ["hunspell", "-d", "uk_UA", "-i", "utf-8", "-l"]
    answer = subprocess.run(command, input="\n".join(sorted(forms)), capture_output=True, text=True, check=True)
    return set(answer.stdout.split())


def main():
    listed = {line for line in (HERE / "names.txt").read_text(encoding="utf-8").split("\n") if line and line[0] != "#"}
    found = words()
    every_form = {form for word in found for forms in parts_of(word) for form in forms}
    morphology = pymorphy3.MorphAnalyzer(lang="uk")
    unknown = unknown_to_hunspell(every_form) | {form for form in every_form if not morphology.word_is_known(form)}
    needed = set()
    wrong = 0
    for word, files in sorted(found.items()):
        for forms in parts_of(word):
            if not unknown.issuperset(forms):
                continue
            if in_list := {form for form in (forms[0], forms[0].lower()) if form in listed}:
                needed |= in_list
            else:
                print(f"{word}: {', '.join(sorted(files))}")
                wrong += 1
    for word in sorted(listed - needed):
        print(f"{word}: in names.txt, and no text needs it")
        wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
