"""Files for translators in the hands of GNU gettext, translate-toolkit and polib. Run by run.sh."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import polib

ROOT = pathlib.Path(__file__).resolve().parents[2]
ICSI = ROOT / "target/debug/icsi"
POFILTER = pathlib.Path(sys.executable).with_name("pofilter")
# What is wrong in any text, whatever it says; the other filters judge its style.
FILTERS = ["escapes", "tabs", "variables", "printf"]
FILES = 200


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def sources(site):
    return {path: path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


class Tools(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.site, self.po = self.folder / "site", self.folder / "po"
        for part in ["content", "themes"]:
            shutil.copytree(ROOT / part, self.site / part)
        shutil.copy(ROOT / "site.toml", self.site)
        run(ICSI, "--root", self.site, "translations", "export", "--to", "uk", "--out", self.po)
        self.files = sorted(self.po.rglob("*.po"))
        self.assertGreater(len(self.files), FILES)

    def comes_back(self):
        """An import, which changes nothing."""
        before = sources(self.site)
        run(ICSI, "--root", self.site, "translations", "import", self.po)
        self.assertEqual(sources(self.site), before)

    def test_gettext_finds_no_error_and_its_layout_comes_back(self):
        for file in self.files:
            run("msgfmt", "-c", "-o", "/dev/null", file)
            run("msgcat", "--width=60", "-o", file, file)
            run("msgmerge", "--quiet", "--previous", "--update", "--backup=none", file, file)
        self.comes_back()

    def test_polib_reads_what_was_written_and_what_it_writes_comes_back(self):
        for file in self.files:
            catalogue = polib.pofile(str(file), check_for_duplicates=True)
            self.assertGreater(len(catalogue), 0)
            self.assertEqual(catalogue.metadata["Language"], "uk")
            self.assertTrue(all(entry.msgctxt for entry in catalogue))
            catalogue.save()
        self.comes_back()

    def test_polib_sees_former_texts(self):
        page = self.site / "content/about.en.md"
        subprocess.run(["git", "-C", self.site, "init", "--quiet"], check=True)
        identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        run("git", "-C", self.site, "add", ".")
        run("git", "-C", self.site, *identity, "commit", "--quiet", "-m", "all")
        title = polib.pofile(str(self.po / "about.po"))[0].msgid
        page.write_text(page.read_text().replace(f'title = "{title}"', f'title = "{title} today"'))
        out = self.folder / "outdated"
        run(ICSI, "--root", self.site, "translations", "export", "--to", "uk", "--outdated", "--out", out)
        entry = polib.pofile(str(out / "about.po"))[0]
        self.assertTrue(entry.fuzzy)
        self.assertEqual((entry.msgid, entry.previous_msgid), (f"{title} today", title))

    def found_by_pofilter(self):
        filters = [f"--test={name}" for name in FILTERS]
        run(POFILTER, "--progress=none", "--language=uk", *filters, self.po, self.folder / "found")
        return sorted(path.relative_to(self.folder / "found") for path in (self.folder / "found").rglob("*.po"))

    def test_pofilter_finds_nothing_wrong(self):
        self.assertEqual(self.found_by_pofilter(), [])

    def test_pofilter_finds_what_is_wrong(self):
        file = self.po / "about.po"
        catalogue = polib.pofile(str(file))
        catalogue[0].msgstr += "\t"
        catalogue.save()
        self.assertEqual(self.found_by_pofilter(), [pathlib.Path("about.po")])


if __name__ == "__main__":
    unittest.main()
