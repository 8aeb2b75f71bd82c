//! Timelines with more entries than they list: nothing is left out without a word, and every year's number is the true one.

use crate::common::{Published, Site, html::Page, walk::assert_walkable};

const SITE: &str = r#"//- site.toml
base_url = "https://example.org/"
languages = ["en", "uk"]
theme = "intermarium"
title = { en = "K", uk = "К" }
description = { en = "D", uk = "О" }
[collections.events]
title = { en = "Events", uk = "Події" }
fields = { day = { type = "date" } }
[collections.notes]
title = { en = "Notes", uk = "Нотатки" }
fields = { day = { type = "date" } }
[collections.people]
title = { en = "People", uk = "Люди" }
fields = { born = { type = "date" } }
//- content/people/a.en.md
+++
title = "A"
born = 2001
+++
"#;

/// A site with so many events of each year, and one note of 1998.
fn site(events: &[(u16, usize)]) -> Site {
    let site = Site::with_theme("intermarium");
    site.write(SITE);
    site.write("//- content/notes/n.en.md\n+++\ntitle = \"N\"\nday = 1998\n+++\n");
    for (year, count) in events {
        for number in 0..*count {
            site.write(&format!("//- content/events/e{year}-{number}.en.md\n+++\ntitle = \"E\"\nday = {year}\n+++\n"));
        }
    }
    site
}

fn page(published: &Published, path: &str) -> Page {
    Page::read(&published.folder, path)
}

/// The years that a page's timeline lists, those that it counts alone, each with its number, and what it says of these.
fn timeline(page: &Page) -> (Vec<String>, Vec<String>, String) {
    (page.texts(".timeline-years summary"), page.texts(".timeline-older li"), page.text(".timeline-older p"))
}

#[test]
fn a_long_timeline_lists_whole_years_and_counts_the_older_ones() {
    let published = site(&[(2001, 2), (2000, 160), (1999, 78), (1998, 1)]).built();
    let events = page(&published, "en/events/index.html");
    let (listed, counted, said) = timeline(&events);
    assert_eq!((listed, counted), (vec!["2001 2".into(), "2000 160".into()], vec!["1999 78".into(), "1998 1".into()]));
    assert_eq!(said, "79 older entries are only counted here. All of them are in: Events");
    assert_eq!(events.count(".timeline-items > li"), 162);
    let whole = page(&published, "uk/timeline/index.html");
    let (listed, counted, said) = timeline(&whole);
    assert_eq!((listed, counted), (vec!["2001 3".into(), "2000 160".into()], vec!["1999 78".into(), "1998 2".into()]));
    assert_eq!(said, "Ще 80 давніших записів тут лише пораховано. Шукайте їх тут: Події · Нотатки");
    assert_eq!(whole.texts(".timeline-legend li"), ["Події", "Нотатки", "Люди"]);
    for path in ["en/events/index.html", "en/timeline/index.html", "en/index.html"] {
        assert_eq!(page(&published, path).texts(".timeline-dots text"), ["1998", "1999", "2000", "2001"], "{path}");
    }
    assert_walkable(&published, "https://example.org/");
}

#[test]
fn a_timeline_says_of_one_older_entry_that_it_is_one() {
    let published = site(&[(1999, 150)]).built();
    let (_, counted, said) = timeline(&page(&published, "en/timeline/index.html"));
    assert_eq!(counted, ["1998 1"]);
    assert_eq!(said, "1 older entry is only counted here. It is in: Notes");
    assert_eq!(page(&published, "en/events/index.html").count(".timeline-older"), 0);
}

#[test]
fn a_short_timeline_has_a_mark_for_each_entry() {
    let published = site(&[(1999, 3)]).built();
    let whole = page(&published, "en/timeline/index.html");
    assert_eq!(whole.count(".timeline-older"), 0);
    assert_eq!(whole.count(".timeline-dots .dot"), whole.count(".timeline-items > li"));
}
