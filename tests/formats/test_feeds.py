"""Every feed, read by feedparser and held to RFC 4287 and its common rules."""

import datetime
import unittest
from pathlib import Path
from urllib.parse import urljoin

import feedparser
from lxml import etree, html

SITE = Path(__file__).resolve().parents[2] / "target/formats-site"
ATOM = "{http://www.w3.org/2005/Atom}"
# What an element may have of each: RFC 4287, 4.1.1 and 4.1.2.
ONCE = {"id": 1, "title": 1, "updated": 1, "subtitle": 0, "summary": 0, "content": 0, "published": 0, "rights": 0}
EVER = {"link", "author", "category", "entry"}


class Feeds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.feeds = sorted(SITE.glob("*/**/feed.xml"))

    def test_there_is_one_for_each_collection_and_language(self):
        collections = {path.parent.name for path in SITE.glob("data/*.csv")} or set()
        self.assertGreaterEqual(len(self.feeds), 2 * (1 + len(collections)))

    def test_the_grammar_s_rules(self):
        for path in self.feeds:
            feed = etree.parse(path).getroot()
            for element in [feed, *feed.findall(ATOM + "entry")]:
                names = [child.tag.removeprefix(ATOM) for child in element]
                self.assertLessEqual(set(names), set(ONCE) | EVER, path)
                for name, least in ONCE.items():
                    self.assertIn(names.count(name), {1, least}, f"{path}: {name}")
                alternates = element.findall(ATOM + "link[@rel='alternate']")
                self.assertEqual(len(alternates), 1, path)
            self.assertIsNotNone(feed.find(f"{ATOM}author/{ATOM}name"), path)
            names = [entry.findtext(ATOM + "id") for entry in feed.findall(ATOM + "entry")]
            self.assertEqual(len(names), len(set(names)), path)

    def test_a_reader_takes_everything_from_it(self):
        for path in self.feeds:
            read = feedparser.parse(path.read_bytes(), sanitize_html=False)
            self.assertFalse(read.bozo, f"{path}: {read.get('bozo_exception')}")
            self.assertEqual(read.version, "atom10")
            self.assertEqual(read.feed.language, path.relative_to(SITE).parts[0])
            for entry in read.entries:
                self.assertTrue(entry.title and entry.link and entry.id.startswith("https://"), path)
                self.assertTrue((SITE / entry.link.split("/", 3)[3] / "index.html").is_file(), entry.link)
                datetime.datetime.fromisoformat(entry.updated.replace("Z", "+00:00"))
            updated = [entry.updated for entry in read.entries]
            self.assertEqual(updated, sorted(updated, reverse=True), path)

    def test_texts_are_whole_and_their_addresses_full(self):
        texts = 0
        for path in self.feeds:
            for entry in etree.parse(path).getroot().findall(ATOM + "entry"):
                content = entry.findtext(ATOM + "content")
                if not content:
                    continue
                texts += 1
                for element in html.fragment_fromstring(content, create_parent="div").iter():
                    self.assertNotIn(element.tag, ("script", "style", "iframe"), path)
                    for name in ("href", "src"):
                        address = element.get(name)
                        if address is not None:
                            self.assertEqual(address, urljoin("https://elsewhere.example/", address), path)
        self.assertGreater(texts, 50)


if __name__ == "__main__":
    unittest.main()
