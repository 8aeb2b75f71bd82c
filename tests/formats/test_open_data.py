"""Open data, opened as the guide says, and held to its schemas and to DCAT-AP 3 by programs of others."""

import contextlib
import csv
import json
import re
import sqlite3
import unittest
from pathlib import Path

import duckdb
import jsonschema
import pandas
import pyshacl
from frictionless import Resource, Schema

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "target/formats-site"
DATA = SITE / "data"
SHAPES = ROOT / "tests/data/dcat-ap/dcat-ap-SHACL-3.0.1.ttl"
GUIDE = (ROOT / "docs/guide/content/chapters/output.en.md").read_text()


def examples(language):
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def conforms(catalogue):
    result, _, told = pyshacl.validate(json.dumps(catalogue), shacl_graph=str(SHAPES), data_graph_format="json-ld")
    return result, told


def without(value, key):
    if isinstance(value, dict):
        return {name: without(inner, key) for name, inner in value.items() if name != key}
    return [without(inner, key) for inner in value] if isinstance(value, list) else value


class OpenData(unittest.TestCase):
    def test_every_json_file_keeps_its_schema(self):
        schemas = sorted(DATA.glob("*.schema.json"))
        self.assertGreater(len(schemas), 5)
        for path in schemas:
            with self.subTest(path.name):
                schema = json.loads(path.read_text())
                jsonschema.Draft202012Validator.check_schema(schema)
                data = json.loads((DATA / path.name.replace(".schema.json", ".json")).read_text())
                told = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(data)]
                self.assertEqual(told, [])
                rows = data.get("entries") or data.get("terms")
                if rows:
                    rows[0]["unknown"] = 1
                    self.assertFalse(jsonschema.Draft202012Validator(schema).is_valid(data))

    def test_lists_for_spreadsheets_open_as_the_guide_says(self):
        lists = sorted(SITE.glob("*/*/list.csv")) + sorted(SITE.glob("*/*/*/list.csv"))
        self.assertGreater(len(lists), 50)
        for path in lists:
            with self.subTest(str(path.relative_to(SITE))):
                self.assertTrue(path.read_bytes().startswith(b"\xef\xbb\xbf"))
                with path.open(encoding="utf-8-sig", newline="") as file:
                    head, *rows = list(csv.reader(file))
                self.assertEqual(len(set(head)), len(head))
                self.assertTrue(all(len(row) == len(head) for row in rows))
                table = pandas.read_csv(path, dtype=str, keep_default_na=False)
                self.assertEqual(list(table.columns), head)
                self.assertEqual(table.values.tolist(), rows)
                self.assertEqual(table[head[-1]].is_unique, True)

    def test_every_csv_file_keeps_its_table_schema(self):
        schemas = sorted(DATA.glob("*.tableschema.json"))
        self.assertGreater(len(schemas), 5)
        for path in schemas:
            with self.subTest(path.name):
                schema = Schema.from_descriptor(json.loads(path.read_text()))
                file = path.name.replace(".tableschema.json", ".csv")
                report = Resource(path=file, basepath=str(DATA), schema=schema, encoding="utf-8").validate()
                self.assertTrue(report.valid, report.flatten(["rowNumber", "fieldNumber", "note"])[:3])

    def test_the_catalogue_is_as_dcat_ap_demands(self):
        catalogue = json.loads((DATA / "catalogue.jsonld").read_text())
        result, told = conforms(catalogue)
        self.assertTrue(result, told)
        for demanded in ["dct:title", "dct:description", "dct:publisher", "dcat:accessURL"]:
            self.assertFalse(conforms(without(catalogue, demanded))[0], f"nobody misses {demanded}")

    def test_the_examples_of_the_guide_agree(self):
        (with_pandas,) = [text for text in examples("python") if "import pandas" in text]
        with_duckdb, with_sqlite = [text for text in examples("sql") if "clusters" in text]
        with contextlib.chdir(SITE):
            names = {}
            exec(with_pandas, names)
            rows = list(csv.reader(open("data/clusters.csv", newline="", encoding="utf-8")))
            database = sqlite3.connect(":memory:")
            columns = ", ".join(f'"{name}"' for name in rows[0])
            database.execute(f"CREATE TABLE clusters ({columns})")
            database.executemany(f"INSERT INTO clusters VALUES ({', '.join('?' * len(rows[0]))})", rows[1:])
            counts = {
                "pandas": sorted(names["by_country"].items()),
                "duckdb": duckdb.sql(with_duckdb).fetchall(),
                "sqlite": database.execute(with_sqlite).fetchall(),
            }
        entries = json.loads((DATA / "clusters.json").read_text())["entries"]
        countries = [country for entry in entries for country in entry["fields"].get("country", [])]
        expected = sorted((country, countries.count(country)) for country in set(countries))
        self.assertGreater(len(expected), 5)
        for program, counted in counts.items():
            self.assertEqual([(country, int(count)) for country, count in counted], expected, program)


if __name__ == "__main__":
    unittest.main()
