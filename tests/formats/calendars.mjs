// What ical.js and node-ical read in a calendar, as JSON: node tests/formats/calendars.mjs FILE
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import ical from "node-ical";

const text = readFileSync(process.argv[2], "utf8");
const byName = (one, other) => (one.uid < other.uid ? -1 : 1);

const component = new ICAL.Component(ICAL.parse(text));
const ofIcalJs = component.getAllSubcomponents("vevent").map((event) => {
  const first = event.getFirstPropertyValue("dtstart");
  if (!first.isDate) throw new Error(`${first} is no day`);
  return {
    uid: event.getFirstPropertyValue("uid"),
    summary: event.getFirstPropertyValue("summary"),
    place: event.getFirstPropertyValue("location") ?? "",
    first: first.toString(),
    end: event.getFirstPropertyValue("dtend")?.toString() ?? "",
  };
});

const day = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
const ofNodeIcal = Object.values(ical.sync.parseICS(text))
  .filter((event) => event.type === "VEVENT")
  .map((event) => {
    if (event.datetype !== "date") throw new Error(`${event.start} is no day`);
    return { uid: event.uid, summary: event.summary, place: event.location ?? "", first: day(event.start), end: "" };
  });

console.log(JSON.stringify([ofIcalJs.sort(byName), ofNodeIcal.sort(byName)]));
