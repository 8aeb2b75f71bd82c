"""Open data, opened as the guide says, and held to its schemas and to DCAT-AP 3 by programs of others."""

import contextlib
import csv
import io
import json
import re
import sqlite3
import subprocess
import tempfile
import unittest
from pathlib import Path

import duckdb
import jsonschema
import pandas
import pyshacl
from frictionless import Resource, Schema
from lxml import html

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "target/formats-site"
DATA = SITE / "data"
PROGRAM = ROOT / "target/debug/icsi"
SHAPES = ROOT / "tests/data/dcat-ap/dcat-ap-SHACL-3.0.1.ttl"
GUIDE = (ROOT / "docs/guide/content/chapters/output.en.md").read_text()


def examples(language):
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


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

    def test_the_database_is_sound_and_says_what_the_files_say(self):
        database = sqlite3.connect(f"file:{DATA / 'all.sqlite'}?mode=ro", uri=True)
        self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        for path in sorted(DATA.glob("*.csv")):
            name = path.stem
            rows = rows_of(path)
            ids = [id for (id,) in database.execute(f'SELECT id FROM "{name}"')]
            self.assertEqual(ids, [row["id"] for row in rows], name)
            for id, language, title in database.execute(f'SELECT id, language, title FROM "{name}_texts"'):
                (row,) = [row for row in rows if row["id"] == id]
                self.assertEqual(title, row[f"title.{language}"].removeprefix("'"), name)
        entries = json.loads((DATA / "events.json").read_text())["entries"]
        written = [(entry["id"], country, 0) for entry in entries for country in entry["fields"].get("country", [])]
        derived = [(entry["id"], country, 1) for entry in entries for country in entry["derived"].get("country", [])]
        found = database.execute("SELECT id, value, derived FROM events_country").fetchall()
        self.assertEqual(sorted(found), sorted(written + derived))
        self.assertGreater(len(derived), 5)

    def test_long_texts_and_long_lists_fit_into_the_database(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            subprocess.run([PROGRAM, "init", "--quiet", root / "site"], check=True, capture_output=True)
            root /= "site"
            settings = root / "site.toml"
            fields = ", ".join(f'long_name_of_a_field_{at} = {{ type = "text", many = true }}' for at in range(120))
            settings.write_text(settings.read_text() + f'\n[vocabularies.many]\ntitle = {{ en = "Many", uk = "Багато" }}\n'
                                                       f'fields = {{ note = {{ type = "text" }}, {fields} }}\n')
            lengths = [at % 7 if at % 50 else at * 3 for at in range(3_000)]
            (root / "content/many.toml").write_text("".join(
                f'[t{at}]\ntitle = {{ en = "T{at}", uk = "Т{at}" }}\nnote = "{"ї" * length or "-"}"\n'
                for at, length in enumerate(lengths)))
            run = subprocess.run([PROGRAM, "build", "--no-sync", "--root", root], capture_output=True, text=True)
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
            database = sqlite3.connect(root / "public/data/all.sqlite")
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            found = [length for (length,) in database.execute("SELECT length(note) FROM many")]
            self.assertEqual(found, [length or 1 for length in lengths])
            tables = database.execute("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'many_long%'").fetchone()
            self.assertEqual(tables, (120,))

    def test_the_examples_of_the_page_about_the_data_run(self):
        for language in ("en", "uk"):
            page = html.parse(SITE / language / "data/index.html")
            shown = {code.get("data-example"): code.text_content() for code in page.iter("code") if code.get("data-example")}
            self.assertEqual(sorted(shown), ["duckdb", "pandas", "sqlite"])
            address = re.search(r'"(https://[^"]+\.csv)"', shown["pandas"])[1]
            name = address.rpartition("/")[2]
            titles = [row[f"title.{language}"] for row in rows_of(DATA / name)]
            with contextlib.chdir(SITE), contextlib.redirect_stdout(io.StringIO()) as printed:
                names = {}
                exec(shown["pandas"].replace(address, f"data/{name}"), names)
                self.assertEqual(list(names["rows"][f"title.{language}"]), titles)
                self.assertIn(f"title.{language}", printed.getvalue())
                of_duckdb = duckdb.sql(shown["duckdb"].replace(address, f"data/{name}")).fetchall()
            self.assertEqual([title for _, title in of_duckdb], titles)
            of_sqlite = sqlite3.connect(DATA / "all.sqlite").execute(shown["sqlite"]).fetchall()
            self.assertEqual([title for _, title in of_sqlite], titles)

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
