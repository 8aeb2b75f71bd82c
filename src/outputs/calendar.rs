//! Calendars (iCalendar, RFC 5545): of the whole site and of each collection that has days, in each language.
//!
//! A calendar has an event for everything that has a day: an entry from its `startDate` to its `endDate` (the properties of
//! schema.org), and each date with the role `deadline`. A month or a year is no day: one reader of calendars takes it for the
//! first of January, another refuses the file. Fallbacks stand in no calendar.

use std::fmt::Write as _;

use crate::{
    config::{
        Choice, Collection, CollectionId, Field, FieldId, FieldKind, LanguageId, Role, schema_org::Meaning, with_ids,
    },
    content::Value,
    locale::date::PartialDate,
    plan::{Plan, address},
    site::{EntryId, Site, Version},
    text::characters::is_mark,
};

/// A line has at most so many octets, its end apart (RFC 5545, 3.1).
const LINE: usize = 75;

/// The time of change of an entry that does not say it: before all that do, as there is no clock here.
const NO_DATE: &str = "20000101";

/// A calendar of the site or of a collection.
#[derive(Debug)]
pub(crate) struct Calendar<'c> {
    pub language: LanguageId,
    /// `None` for the calendar of the whole site.
    pub collection: Option<CollectionId>,
    pub title: &'c str,
}

/// A calendar as text, with what has a day in the order of the days.
pub(crate) fn calendar(site: &Site, plan: &Plan, calendar: &Calendar<'_>) -> String {
    let collections = (0..site.config.collections.len()).map(CollectionId);
    let wanted = collections.filter(|id| calendar.collection.is_none_or(|only| only == *id));
    let mut events: Vec<Event<'_>> = wanted
        .filter(|id| site.config.collection(*id).has_days())
        .flat_map(|id| site.collection_entries(id))
        .flat_map(|id| events(site, plan, id, calendar.language))
        .collect();
    events.sort_by(|a, b| (a.first, &a.uid).cmp(&(b.first, &b.uid)));
    let mut out = Lines(String::new());
    out.push("BEGIN:VCALENDAR");
    out.push("VERSION:2.0");
    out.push("PRODID:-//icsi//icsi//EN");
    out.push("CALSCALE:GREGORIAN");
    // RFC 7986; before it, programs made a name of their own.
    out.text("NAME", calendar.title);
    out.text("X-WR-CALNAME", calendar.title);
    out.push("REFRESH-INTERVAL;VALUE=DURATION:P1D");
    for event in &events {
        event.write(&mut out);
    }
    out.push("END:VCALENDAR");
    out.0
}

#[derive(Debug)]
struct Event<'s> {
    uid: String,
    first: PartialDate,
    /// The day after the last one.
    end: Option<PartialDate>,
    updated: Option<PartialDate>,
    summary: String,
    description: Option<&'s str>,
    place: Option<&'s str>,
    url: String,
    category: &'s str,
    status: Option<&'static str>,
}

impl Event<'_> {
    fn write(&self, out: &mut Lines) {
        let day = |date: PartialDate| date.to_string().replace('-', "");
        let stamp = self.updated.filter(|date| date.day().is_some()).map_or_else(|| NO_DATE.to_owned(), day);
        out.push("BEGIN:VEVENT");
        out.push(&format!("UID:{}", self.uid));
        out.push(&format!("DTSTAMP:{stamp}T000000Z"));
        out.push(&format!("DTSTART;VALUE=DATE:{}", day(self.first)));
        if let Some(end) = self.end {
            out.push(&format!("DTEND;VALUE=DATE:{}", day(end)));
        }
        out.text("SUMMARY", &self.summary);
        if let Some(description) = self.description {
            out.text("DESCRIPTION", description);
        }
        if let Some(place) = self.place {
            out.text("LOCATION", place);
        }
        out.push(&format!("URL:{}", self.url));
        out.text("CATEGORIES", self.category);
        if let Some(status) = self.status {
            out.push(&format!("STATUS:{status}"));
        }
        out.push("TRANSP:TRANSPARENT");
        out.push("END:VEVENT");
    }
}

/// The events of an entry in calendars of a language.
fn events<'s>(site: &'s Site, plan: &Plan, id: EntryId, language: LanguageId) -> Vec<Event<'s>> {
    let (Some(version), Some(collection)) = (site.entry(id).version(language), site.entry(id).key.collection()) else {
        return Vec::new();
    };
    let schema = site.config.collection(collection);
    let base = &site.config.base_url;
    let event = |name: &str, first: PartialDate, last: Option<PartialDate>| Event {
        uid: format!("{}{name}@{}", uid(site, plan, id), base.host()),
        first,
        end: last.and_then(PartialDate::next_day),
        updated: version.page.updated,
        summary: version.page.title.clone(),
        description: version.page.summary.as_deref(),
        place: place(site, id, schema, version),
        url: base.join(plan.address(id, language)),
        category: schema.title.get(language),
        status: status(site, id, schema),
    };
    let mut events = Vec::new();
    if let Some(first) = property(schema, "startDate").and_then(|(at, _)| date(site, id, at)) {
        let last = property(schema, "endDate").and_then(|(at, _)| date(site, id, at));
        events.push(event("", first, last.filter(|last| *last > first)));
    }
    for (at, field) in with_ids(&schema.fields).filter(|(_, field)| field.role == Some(Role::Deadline)) {
        if let Some(day) = date(site, id, at) {
            let deadline = event(&format!("#{}", field.name), day, None);
            let summary = format!("{}: {}", field.label.get(language), deadline.summary);
            events.push(Event { summary, ..deadline });
        }
    }
    events
}

/// The name of an entry, the same in every language and after a rename: the first address of its original.
fn uid(site: &Site, plan: &Plan, id: EntryId) -> String {
    let entry = site.entry(id);
    let own = plan.address(id, entry.original);
    entry.original().map_or_else(|| own.to_owned(), |version| address::first(&version.page.aliases, own))
}

/// The field that is a property.
fn property<'s>(schema: &'s Collection, name: &str) -> Option<(FieldId, &'s Field)> {
    with_ids(&schema.fields).find(|(_, field)| {
        matches!(field.schema.as_ref().map(|schema| schema.meaning), Some(Meaning::Property(property)) if property.name == name)
    })
}

/// A date that is a day.
fn date(site: &Site, id: EntryId, field: FieldId) -> Option<PartialDate> {
    match site.facts(id)?.get(field).first()?.value {
        Value::Date(date) => date.day().is_some().then_some(date),
        _ => None,
    }
}

fn place<'s>(site: &'s Site, id: EntryId, schema: &'s Collection, version: &Version) -> Option<&'s str> {
    let (at, field) = property(schema, "location")?;
    if field.localized {
        let (texts, language) = site.localized(id, at, version.page.language)?;
        return texts.first().filter(|_| language == version.page.language).map(String::as_str);
    }
    match &site.facts(id)?.get(at).first()?.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// Whether it takes place, as far as a choice of the entry says it.
fn status(site: &Site, id: EntryId, schema: &Collection) -> Option<&'static str> {
    let chosen = |at: FieldId, field: &'_ Field| -> Option<Choice> {
        let (FieldKind::Choice(choices), Value::Choice(chosen)) =
            (&field.kind, &site.facts(id)?.get(at).first()?.value)
        else {
            return None;
        };
        choices.get(*chosen).cloned()
    };
    let (at, field) = property(schema, "eventStatus")?;
    let choice = chosen(at, field)?;
    match choice.schema.as_ref().map(|(name, _)| name.as_str()) {
        _ if choice.unconfirmed => Some("TENTATIVE"),
        Some("EventCancelled") => Some("CANCELLED"),
        Some("EventScheduled" | "EventRescheduled" | "EventMovedOnline") => Some("CONFIRMED"),
        _ => None,
    }
}

/// Lines with CRLF ends, folded where they are long.
struct Lines(String);

impl Lines {
    /// A property whose value is a text (RFC 5545, 3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        let mut line = String::with_capacity(name.len() + value.len() + 8);
        let _ = write!(line, "{name}:");
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => line.extend(['\\', c]),
                '\n' => line.push_str("\\n"),
                c if c.is_control() => {}
                c => line.push(c),
            }
        }
        self.push(&line);
    }

    /// A line, in pieces of at most [`LINE`] octets, each but the first after a blank. A letter and the marks on it stay
    /// together.
    fn push(&mut self, line: &str) {
        let mut length = 0;
        for letter in letters(line) {
            if length + letter.len() > LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push_str(letter);
            length += letter.len();
        }
        self.0.push_str("\r\n");
    }
}

/// Each letter with the marks behind it. A pile of marks that fills a line is no letter any more.
fn letters(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let mut ends = rest.char_indices().skip(1).filter(|(at, c)| !is_mark(*c) || *at >= LINE / 2);
        let end = ends.next().map_or(rest.len(), |(at, _)| at);
        let (letter, after) = rest.split_at_checked(end)?;
        rest = after;
        (!letter.is_empty()).then_some(letter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines as they are folded; unfolded they are what was given.
    fn check(line: &str) -> Vec<String> {
        let mut lines = Lines(String::new());
        lines.push(line);
        assert_eq!(lines.0.replace("\r\n ", ""), format!("{line}\r\n"));
        let folded: Vec<String> = lines.0.trim_end_matches("\r\n").split("\r\n").map(str::to_owned).collect();
        assert!(folded.iter().all(|line| line.len() <= LINE), "{folded:?}");
        folded
    }

    #[test]
    fn lines_are_folded_by_octets_and_between_letters() {
        assert_eq!(check(&"a".repeat(75)).len(), 1);
        assert_eq!(check(&"a".repeat(76)).len(), 2);
        assert_eq!(check(&format!("S{}", "ї".repeat(37))), [format!("S{}", "ї".repeat(37))]);
        assert_eq!(check(&format!("SU{}", "ї".repeat(37))).first().map(String::len), Some(74));
        // A letter with two marks, over the end of a line.
        let marked = "e\u{301}\u{323}";
        let folded = check(&format!("{}{marked}", "a".repeat(72)));
        assert_eq!(folded.last().map(String::as_str), Some(" e\u{301}\u{323}"));
        check(&format!("a{}", "\u{301}".repeat(300)));
        check("");
    }

    #[test]
    fn texts_are_escaped() {
        let mut lines = Lines(String::new());
        lines.text("SUMMARY", "a, b; c\\d\ne\r\u{7}: \"f\"");
        assert_eq!(lines.0, "SUMMARY:a\\, b\\; c\\\\d\\ne: \"f\"\r\n");
    }
}
