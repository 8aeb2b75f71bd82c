//! Calendars: what is in them, and how it is named.

use snapbox::{assert_data_eq, str};

use crate::common::{Site, html::Page};

const SITE: &str = r#"
//- content/events/fair.uk.md
+++
title = "Ярмарок, великий; \"Схід\""
summary = "Про ярмарок"
day = 2026-12-30
last = 2026-12-31
place = { en = "Kyiv", uk = "Київ" }
state = "held"
closes = 2026-11-02
updated = 2026-10-01
+++
//- content/events/fair.en.md
+++
title = "The fair"
translates = "00000000"
+++
//- content/events/month.en.md
+++
title = "A month"
day = "2026-12"
state = "planned"
+++
//- content/events/day.en.md
+++
title = "A day"
day = 2026-12-01
last = "2026-12"
state = "planned"
+++
"#;

const SCHEMA: &str = r#"
[collections.events]
title = { en = "Events", uk = "Події" }
schema = "Event"
[collections.events.fields]
day = { type = "date", schema = "startDate" }
last = { type = "date", schema = "endDate" }
place = { type = "text", localized = true, schema = "location" }
closes = { type = "date", role = "deadline", label = { en = "Closes", uk = "Подання до" } }
state = { type = "choice", schema = "eventStatus", unconfirmed = ["planned"], values = { held = { en = "Held", uk = "Було", schema = "EventScheduled" }, planned = { en = "Planned", uk = "Буде", schema = "EventScheduled" } } }
"#;

fn site(more: &str) -> Site {
    let site = Site::new("");
    site.without_pages();
    site.write(SITE);
    let toml = site.read("site.toml") + SCHEMA + more;
    site.write_bytes("site.toml", toml.as_bytes());
    assert_eq!(site.icsi(&["translated", "--all"]).code, 0);
    site
}

#[test]
fn days_of_entries_and_deadlines_stand_in_calendars() {
    let published = site("").built();
    assert_data_eq!(
        published.read("uk/events/calendar.ics").replace('\r', ""),
        str![[r#"
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//icsi//icsi//EN
CALSCALE:GREGORIAN
NAME:Знання: Події
X-WR-CALNAME:Знання: Події
REFRESH-INTERVAL;VALUE=DURATION:P1D
BEGIN:VEVENT
UID:uk/events/fair/#closes@example.org
DTSTAMP:20261001T000000Z
DTSTART;VALUE=DATE:20261102
SUMMARY:Подання до: Ярмарок/, великий/; «Схід»
DESCRIPTION:Про ярмарок
LOCATION:Київ
URL:https://example.org/uk/events/fair/
CATEGORIES:Події
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:uk/events/fair/@example.org
DTSTAMP:20261001T000000Z
DTSTART;VALUE=DATE:20261230
DTEND;VALUE=DATE:20270101
SUMMARY:Ярмарок/, великий/; «Схід»
DESCRIPTION:Про ярмарок
LOCATION:Київ
URL:https://example.org/uk/events/fair/
CATEGORIES:Події
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR

"#]]
    );
    assert_data_eq!(
        published.read("en/calendar.ics").replace('\r', ""),
        str![[r#"
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//icsi//icsi//EN
CALSCALE:GREGORIAN
NAME:Knowledge
X-WR-CALNAME:Knowledge
REFRESH-INTERVAL;VALUE=DURATION:P1D
BEGIN:VEVENT
UID:uk/events/fair/#closes@example.org
DTSTAMP:20000101T000000Z
DTSTART;VALUE=DATE:20261102
SUMMARY:Closes: The fair
LOCATION:Kyiv
URL:https://example.org/en/events/fair/
CATEGORIES:Events
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:en/events/day/@example.org
DTSTAMP:20000101T000000Z
DTSTART;VALUE=DATE:20261201
SUMMARY:A day
URL:https://example.org/en/events/day/
CATEGORIES:Events
STATUS:TENTATIVE
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:uk/events/fair/@example.org
DTSTAMP:20000101T000000Z
DTSTART;VALUE=DATE:20261230
DTEND;VALUE=DATE:20270101
SUMMARY:The fair
LOCATION:Kyiv
URL:https://example.org/en/events/fair/
CATEGORIES:Events
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR

"#]]
    );
    let calendars: Vec<String> = published.paths().into_iter().filter(|path| path.ends_with(".ics")).collect();
    assert_eq!(calendars, ["en/calendar.ics", "en/events/calendar.ics", "uk/calendar.ics", "uk/events/calendar.ics"]);
}

#[test]
fn a_renamed_event_keeps_its_name() {
    let site = site("");
    let names = || {
        let text = site.built().read("uk/calendar.ics");
        text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect::<Vec<String>>()
    };
    let before = names();
    assert_eq!(before, ["UID:uk/events/fair/#closes@example.org", "UID:uk/events/fair/@example.org"]);
    assert_eq!(site.icsi(&["rename", "events/fair", "bazaar"]).code, 0);
    assert_eq!(names(), before);
}

#[test]
fn calendars_can_be_switched_off() {
    let published = site("[outputs]\ncalendars = false\n").built();
    assert!(published.paths().iter().all(|path| !path.ends_with(".ics")));
    assert_eq!(Page::read(&published.folder, "uk/events/index.html").count("a[href*='calendar']"), 0);
}
