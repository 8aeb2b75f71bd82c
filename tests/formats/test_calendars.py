"""Every calendar, read by icalendar, ical.js and node-ical: the same days and texts in each."""

import datetime
import json
import re
import subprocess
import unittest
from pathlib import Path

from icalendar import Calendar

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "target/formats-site"
GUIDE = ROOT / "docs/guide/content/chapters/output.en.md"
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def entries(collection):
    return json.loads((SITE / "data" / f"{collection}.json").read_text())["entries"]


def events(path):
    found = []
    for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
        end = event.get("DTEND")
        found.append({
            "uid": str(event["UID"]),
            "summary": str(event["SUMMARY"]),
            "place": str(event.get("LOCATION", "")),
            "first": event["DTSTART"].dt.isoformat(),
            "end": end.dt.isoformat() if end else "",
        })
    return found


class Calendars(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.paths = sorted(SITE.glob("*/**/calendar.ics"))

    def test_there_is_one_of_the_site_and_of_each_collection_with_days(self):
        expected = [f"{language}/{folder}calendar.ics" for language in ("en", "uk") for folder in ("", "calls/", "events/")]
        self.assertEqual([path.relative_to(SITE).as_posix() for path in self.paths], sorted(expected))

    def test_what_has_a_day_is_in_it_and_what_has_none_is_counted_in_the_guide(self):
        whole = {entry["id"]: entry for entry in entries("events") if DAY.fullmatch(entry["fields"]["date"])}
        calls = [entry for entry in entries("calls") if DAY.fullmatch(entry["fields"].get("deadline", ""))]
        left_out = len(entries("events")) - len(whole)
        for language in ("en", "uk"):
            found = events(SITE / language / "events/calendar.ics")
            expected = {}
            for entry in whole.values():
                until = entry["fields"].get("until", "")
                last = datetime.date.fromisoformat(until) + datetime.timedelta(1) if DAY.fullmatch(until) else ""
                title = entry["versions"][language]["title"]
                expected[title] = (entry["fields"]["date"], last.isoformat() if last else "")
            self.assertEqual({event["summary"]: (event["first"], event["end"]) for event in found}, expected)
            self.assertEqual(len(events(SITE / language / "calendar.ics")), len(whole) + len(calls))
        told = re.search(r"(\d+) of its (\d+) events", GUIDE.read_text())
        self.assertEqual((int(told[1]), int(told[2])), (left_out, len(entries("events"))))

    def test_other_programs_read_the_same(self):
        for path in self.paths:
            read = subprocess.run(["node", ROOT / "tests/formats/calendars.mjs", path], check=True, capture_output=True)
            of_ical_js, of_node_ical = json.loads(read.stdout)
            expected = sorted(events(path), key=lambda event: event["uid"])
            self.assertEqual(of_ical_js, expected, path)
            # It ends an event without an end on the same day or the next.
            self.assertEqual([{**event, "end": ""} for event in of_node_ical],
                             [{**event, "end": ""} for event in expected], path)

    def test_lines_are_folded_between_letters(self):
        folded = 0
        for path in self.paths:
            for line in path.read_bytes().split(b"\r\n"):
                line.decode()
                self.assertLessEqual(len(line), 75)
                self.assertNotIn(b"\n", line)
                folded += line.startswith(b" ")
        self.assertGreater(folded, 20)

    def test_names_are_one_in_every_language(self):
        names = [[event["uid"] for event in events(SITE / language / "calendar.ics")] for language in ("en", "uk")]
        self.assertEqual(*map(sorted, names))
        self.assertEqual(len(names[0]), len(set(names[0])))


if __name__ == "__main__":
    unittest.main()
