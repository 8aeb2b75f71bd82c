//! A page's form: what a save writes, leaves alone and refuses.

use crate::common::{
    Site,
    desk::{Desk, SentForm, form_of, messages},
};

const PAGE: &str = "content/clusters/uca.en.md";
const TRANSLATION: &str = "content/clusters/uca.uk.md";

/// The lines by which a file differs after a save: `-` gone, `+` new.
fn difference(before: &str, after: &str) -> String {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (lines(before), lines(after));
    let gone = old.iter().filter(|line| !new.contains(line)).map(|line| format!("-{line}\n"));
    let come = new.iter().filter(|line| !old.contains(line)).map(|line| format!("+{line}\n"));
    gone.chain(come).collect()
}

#[track_caller]
fn check(change: &[(&str, &str)], expected: &str) {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let before = site.read(PAGE);
    let mut form = desk.form("/page/clusters/uca?view=text");
    for (name, value) in change {
        form.set(name, value);
    }
    desk.press(&form, "save");
    assert_eq!(difference(&before, &site.read(PAGE)), expected);
}

#[test]
fn each_kind_of_fact_changes_its_own_line_alone() {
    check(&[("en.title", "UCA \"new\"")], "-title = \"Ukrainian Cluster Alliance\"\n+title = \"UCA \\\"new\\\"\"\n");
    check(&[("en.summary", "One.\nTwo.")], "+summary = \"One.\\nTwo.\"\n");
    check(&[("en.kind", "association")], "+kind = \"association\"\n");
    check(&[("en.country.add", "Польща")], "-country = [\"ua\"]\n+country = [\"ua\", \"pl\"]\n");
    check(&[("en.founded", "2022")], "+founded = 2022\n");
    check(&[("en.founded", "2022-03")], "+founded = \"2022-03\"\n");
    check(&[("en.founded", "2022-03-24")], "+founded = 2022-03-24\n");
    check(&[("en.members", "50")], "+members = 50\n");
    check(&[("en.share", "2.50")], "+share = 2.50\n");
    check(&[("en.active", "true")], "+active = true\n");
    check(&[("en.website", "https://example.org/")], "+website = \"https://example.org/\"\n");
    check(&[("en.email", "a@example.org")], "+email = \"a@example.org\"\n");
    check(
        &[("en.budget.amount", "300000"), ("en.budget.currency", "EUR")],
        "+budget = { amount = 300000, currency = \"EUR\" }\n",
    );
    check(&[("en.place", "Kyiv")], "+place = \"Kyiv\"\n");
    check(&[("en.aliases", "/en/old/\n/en/older/")], "+aliases = [\"/en/old/\", \"/en/older/\"]\n");
    check(&[("en.body", "## History\n\nFounded in Lviv.")], "-Founded in Kyiv.\n+Founded in Lviv.\n");
}

#[test]
fn what_a_field_does_not_take_is_said_at_the_field_and_nothing_is_written() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let before = site.read(PAGE);
    for (name, value, said) in [
        ("en.founded", "March 2022", "2023-03-29"),
        ("en.members", "many", "whole number"),
        ("en.budget.amount", "much", "amount"),
        ("en.website", "example", "address"),
        ("en.title", "", "title"),
    ] {
        let mut form = desk.form("/page/clusters/uca");
        form.set("en.place", "Kept").set(name, value);
        let answer = desk.post(&form.with("act", "save"));
        assert_eq!(answer.status, 422, "{name}");
        assert!(messages(&answer).contains(said), "{name}: {}", messages(&answer));
        let again = form_of(&answer, None);
        assert_eq!((again.get(name), again.get("en.place")), (value, "Kept"), "what was typed stays");
        assert!(answer.text().contains("aria-invalid=\"true\""), "{name}");
    }
    assert_eq!(site.read(PAGE), before);
}

#[test]
fn numbers_are_taken_as_people_type_them() {
    let money = |amount, currency, expected| {
        check(&[("en.budget.amount", amount), ("en.budget.currency", currency)], expected);
    };
    money("1 000 000", "eur", "+budget = { amount = 1000000, currency = \"EUR\" }\n");
    money("1\u{a0}500,50", "UAH", "+budget = { amount = 1500.50, currency = \"UAH\" }\n");
    check(&[("en.members", "1\u{202f}200")], "+members = 1200\n");
    check(&[("en.share", "2,5")], "+share = 2.5\n");
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    // A thousand, or one: nobody can tell.
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.share", "1,000");
    assert_eq!(desk.post(&form.with("act", "save")).status, 422);
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.budget.amount", "300000").set("en.budget.currency", "грн");
    let answer = desk.post(&form.with("act", "save"));
    assert_eq!(answer.status, 422);
    assert!(!messages(&answer).contains("budget = {"), "{}", messages(&answer));
    assert!(answer.text().contains("three letters: EUR, UAH"), "{}", answer.text());
}

#[test]
fn what_is_said_at_a_field_can_be_done_in_the_form() {
    let site = Site::new("//- content/about.en.md\n+++\ntitle = \"About\"\n+++\nText.\n");
    site.replace("site.toml", "kind     = { type = \"choice\",", "kind     = { type = \"choice\", required = true,");
    site.replace(
        "site.toml",
        "many = true\n[collections.memoranda.fields.sources.fields]",
        "many = true\nrequired = true\n[collections.memoranda.fields.sources.fields]",
    );
    let desk = Desk::new(&site.root);
    for (page, said) in [("clusters/uca", "`kind`"), ("memoranda/kosice", "`sources`")] {
        let said_there = messages(&desk.get(&format!("/page/{page}")));
        assert!(said_there.contains(said) && said_there.contains("Must be filled in"), "{said_there}");
        assert!(!said_there.contains("kind = ") && !said_there.contains("[["), "{said_there}");
    }
    let mut form = desk.form("/page/about?view=text");
    form.set("en.body", "Text.\n\nSee [nothing at all](nowhere.en.md) here.");
    let answer = desk.post(&form.with("act", "save"));
    assert_eq!(answer.status, 422);
    assert!(
        messages(&answer).contains("the line “See [nothing at all](nowhere.en.md) here.”"),
        "{}",
        messages(&answer)
    );
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.founded", "2023-02-30");
    let answer = desk.post(&form.with("act", "save"));
    assert!(messages(&answer).contains("February"), "{}", messages(&answer));
}

#[test]
fn a_save_that_would_stop_the_site_is_asked_about_once() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/clusters/uca");
    form.uncheck("en.country", "ua");
    let answer = desk.post(&form.with("act", "save"));
    assert_eq!(answer.status, 422);
    let again = form_of(&answer, None);
    desk.press(&again.with("force", "1"), "save");
    assert!(!site.read(PAGE).contains("country"));
    // A draft may have any mistake of its own.
    let mut form = desk.form("/page/clusters/wool");
    form.set("en.draft", "true");
    form.uncheck("en.country", "pl");
    desk.press(&form, "save");
    assert!(site.read("content/clusters/wool.en.md").contains("draft = true"));
}

#[test]
fn a_translation_is_begun_and_stamped() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/clusters/wool?with=uk");
    form.set("uk.body", "Дивіться [альянс](uca.uk.md#history).");
    let answer = desk.post(&form.with("act", "save"));
    assert_eq!(answer.status, 422, "a title is needed");
    form.set("uk.title", "Вовняна долина");
    desk.press(&form, "save");
    let text = site.read("content/clusters/wool.uk.md");
    assert!(text.starts_with("+++\ntitle = \"Вовняна долина\"\ntranslates = \""), "{text}");
    assert!(text.ends_with("+++\n\nДивіться [альянс](uca.uk.md#history).\n"), "{text}");
    assert!(
        site.icsi(&["status", "clusters/wool"]).stdout.contains("current"),
        "{}",
        site.icsi(&["status", "clusters/wool"]).stdout
    );
}

#[test]
fn an_outdated_translation_is_brought_up_to_date_with_one_press() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/clusters/uca?view=text");
    form.set("en.body", "## History\n\nFounded in Lviv.");
    desk.press(&form, "save");
    let before = site.read(TRANSLATION);
    let mut form = desk.form("/page/clusters/uca?view=text");
    form.set("uk.body", "## Історія\n\nЗасновано у Львові.");
    // Saved without saying so, it stays outdated.
    desk.press(&form, "save");
    assert!(desk.get("/page/clusters/uca").text().contains("value=\"stamp\""));
    desk.press(&desk.form("/page/clusters/uca"), "stamp");
    let after = site.read(TRANSLATION);
    let changed = difference(&before, &after);
    assert!(changed.starts_with("-translates = \"3a7ecd6a\"\n-Засновано в Києві.\n+translates = \""), "{changed}");
    assert!(!desk.get("/page/clusters/uca").text().contains("value=\"stamp\""));
}

#[test]
fn a_small_change_of_the_original_keeps_its_translations_current() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/clusters/uca?view=text");
    form.set("en.body", "## History\n\nFounded in Kyiv!");
    desk.press(&form, "small");
    assert!(site.check().diagnostics().is_empty(), "{}", site.check().diagnostics());
    assert!(!site.read(TRANSLATION).contains("3a7ecd6a"));
}

#[test]
fn others_changes_of_other_fields_are_kept() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.place", "Kyiv");
    site.replace(PAGE, "sectors = [\"food\"]", "sectors = [\"food\", \"textile\"] # both");
    site.replace(PAGE, "Founded in Kyiv.", "Founded in Lviv.");
    desk.press(&form, "save");
    let text = site.read(PAGE);
    for part in ["place = \"Kyiv\"", "sectors = [\"food\", \"textile\"] # both", "Founded in Lviv."] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_field_that_somebody_else_changed_is_shown_in_three_versions() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.title", "Mine").set("en.place", "Kyiv");
    site.replace(PAGE, "Ukrainian Cluster Alliance", "Theirs");
    let answer = desk.post(&form.with("act", "save"));
    assert_eq!(answer.status, 409, "{}", messages(&answer));
    let said = messages(&answer);
    assert!(said.contains("Theirs") && said.contains("Ukrainian Cluster Alliance"), "{said}");
    assert!(site.read(PAGE).contains("Theirs"), "nothing was written");
    let again = form_of(&answer, None);
    assert_eq!((again.get("en.title"), again.get("en.place")), ("Mine", "Kyiv"), "what was typed stays");
    // Whoever has seen it may go on.
    desk.press(&again, "save");
    let text = site.read(PAGE);
    assert!(text.contains("Mine") && text.contains("place = \"Kyiv\""), "{text}");
}

#[test]
fn a_text_that_somebody_else_changed_is_not_lost() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    for view in ["text", "blocks"] {
        let mut form = desk.form(&format!("/page/clusters/uca?view={view}"));
        let (name, mine) = if view == "text" { ("en.body", "## History\n\nMine.") } else { ("en.block.1", "Mine.") };
        form.set(name, mine);
        let theirs = format!("Theirs {view}.");
        site.write(&format!(
            "//- {PAGE}\n+++\ntitle = \"Ukrainian Cluster Alliance\"\ncountry = [\"ua\"]\n+++\n## History\n\n{theirs}\n"
        ));
        let answer = desk.post(&form.with("act", "save"));
        assert_eq!(answer.status, 409, "{}", messages(&answer));
        // What went is struck out, what came is underlined; the rest is what both say.
        let text = answer.text();
        let now: String =
            text.split("<del>").map(|part| part.split_once("</del>").map_or(part, |(_, rest)| rest)).collect();
        assert!(now.replace("<ins>", "").replace("</ins>", "").contains(&theirs), "{text}");
        assert!(form_of(&answer, None).get("en.body").contains("Mine."));
        assert!(site.read(PAGE).contains(&theirs));
    }
}

#[test]
fn changes_of_different_parts_of_one_text_are_both_kept() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    for (view, name, mine) in
        [("text", "en.body", "## History\n\nFounded in Odesa."), ("blocks", "en.block.1", "Founded in Odesa.")]
    {
        site.write(&format!(
            "//- {PAGE}\n+++\ntitle = \"Ukrainian Cluster Alliance\"\ncountry = [\"ua\"]\n+++\n\n## History\n\nFounded in Kyiv.\n"
        ));
        let mut events = desk.events();
        events.until(|| desk.form("/page/clusters/uca?view=text").get("en.body").contains("Kyiv"));
        let mut form = desk.form(&format!("/page/clusters/uca?view={view}"));
        form.set(name, mine);
        site.replace(PAGE, "## History", "## How it began");
        events.until(|| desk.form("/page/clusters/uca?view=text").get("en.body").contains("began"));
        desk.press(&form, "save");
        assert!(site.read(PAGE).ends_with("+++\n\n## How it began\n\nFounded in Odesa.\n"), "{}", site.read(PAGE));
    }
}

#[test]
fn of_a_text_that_two_people_changed_the_differing_words_are_marked() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/clusters/uca?view=text");
    form.set("en.body", "## History\n\nFounded in Odesa.");
    site.replace(PAGE, "Founded in Kyiv.", "Founded in Lviv.");
    site.replace(PAGE, "## History", "## How it began");
    let answer = desk.post(&form.with("act", "save"));
    assert_eq!(answer.status, 409, "{}", messages(&answer));
    assert!(answer.text().contains("Founded in <del>Kyiv.</del><ins>Lviv.</ins>"), "{}", answer.text());
    // What others changed in other lines is in the form already.
    assert_eq!(form_of(&answer, None).get("en.body"), "## How it began\n\nFounded in Odesa.");
}

#[test]
fn rows_are_added_moved_and_removed_without_script() {
    let site = Site::new(
        "//- content/memoranda/kosice.uk.md\n+++\ntitle = \"М\"\nsigned = 2023-03-29\n\n[[sources]]\nname = { en = \"One\", uk = \"Один\" } # why\npage = 1\n\n[[sources]]\nname = { en = \"Two\", uk = \"Два\" }\n+++\nText.\n",
    );
    let file = "content/memoranda/kosice.uk.md";
    let desk = Desk::new(&site.root);
    let before = site.read(file);
    let form = desk.form("/page/memoranda/kosice");
    let answer = desk.post(&form.with("act", "add:uk.sources"));
    assert_eq!(site.read(file), before, "nothing is written before it is saved");
    let mut form = form_of(&answer, None);
    form.set("uk.sources.n0.name.en", "Three").set("uk.sources.n0.name.uk", "Три").set("uk.sources.n0.page", "3");
    desk.press(&form, "save");
    assert_eq!(difference(&before, &site.read(file)), "+name = { en = \"Three\", uk = \"Три\" }\n+page = 3\n");
    let form = form_of(&desk.post(&desk.form("/page/memoranda/kosice").with("act", "remove:uk.sources:1")), None);
    let form = form_of(&desk.post(&form.with("act", "up:uk.sources:2")), None);
    desk.press(&form, "save");
    let text = site.read(file);
    let names: Vec<&str> = text.lines().filter(|line| line.starts_with("name")).collect();
    assert_eq!(names.len(), 2, "{text}");
    assert!(names[0].contains("Three") && names[1].contains("One"), "{text}");
    // A row of which nothing is filled in is none.
    let form = form_of(&desk.post(&desk.form("/page/memoranda/kosice").with("act", "add:uk.sources")), None);
    assert!(desk.press(&form, "save").ends_with("done=nothing"));
}

#[test]
fn what_is_chosen_changes_its_place_without_script() {
    let site = Site::new("");
    let file = "content/memoranda/kosice.uk.md";
    let desk = Desk::new(&site.root);
    let before = site.read(file);
    assert!(before.contains("parties = [\"uca\", \"wool\"]"), "{before}");
    let form = desk.form("/page/memoranda/kosice");
    let form = form_of(&desk.post(&form.with("act", "up:uk.parties:wool")), None);
    assert_eq!(site.read(file), before, "nothing is written before it is saved");
    desk.press(&form, "save");
    assert_eq!(
        difference(&before, &site.read(file)),
        "-parties = [\"uca\", \"wool\"]\n+parties = [\"wool\", \"uca\"]\n"
    );
}

#[test]
fn references_are_chosen_by_name_in_any_language() {
    let site = Site::new("//- content/clusters/mill.en.md\n+++\ntitle = \"Mill\"\ncountry = [\"pl\"]\n+++\nText.\n");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/memoranda/kosice");
    form.set("uk.parties.add", "Wool Vale");
    let answer = desk.post(&form.with("act", "save"));
    assert_eq!(answer.status, 422);
    assert!(
        messages(&answer).contains("“Wool Vale”") && messages(&answer).contains("Wool Valley"),
        "{}",
        messages(&answer)
    );
    assert_eq!(form_of(&answer, None).get("uk.parties.add"), "Wool Vale");
    let mut form = desk.form("/page/memoranda/kosice");
    form.uncheck("uk.parties", "wool").set("uk.parties.add", "mill");
    desk.press(&form, "save");
    assert!(site.read("content/memoranda/kosice.uk.md").contains("parties = [\"uca\", \"mill\"]"));
    let mut form = desk.form("/page/memoranda/kosice");
    form.uncheck("uk.parties", "uca")
        .uncheck("uk.parties", "mill")
        .set("uk.parties.add", "український кластерний альянс");
    desk.press(&form, "save");
    assert!(site.read("content/memoranda/kosice.uk.md").contains("parties = [\"uca\"]"));
}

#[test]
fn terms_and_entries_are_chosen_by_their_other_names() {
    let site = Site::new("");
    site.replace(
        "site.toml",
        "logo     =",
        "names    = { type = \"text\", role = \"name\", many = true, localized = true }\nlogo     =",
    );
    site.replace("content/countries.toml", "iso = \"PL\"", "iso = \"PL\"\nnames = { en = [\"Polska\", \"Both\"] }");
    site.replace("content/countries.toml", "iso = \"UA\"", "iso = \"UA\"\nnames = { en = [\"Both\"] }");
    site.replace("content/clusters/wool.en.md", "country =", "names = [\"Woollen Dale\"]\ncountry =");
    let desk = Desk::new(&site.root);
    assert_eq!(desk.get("/pick?of=countries&q=polska").json()[0]["id"], "pl");
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.country.add", "polska");
    desk.press(&form, "save");
    assert!(site.read(PAGE).contains("country = [\"ua\", \"pl\"]"), "{}", site.read(PAGE));
    let mut form = desk.form("/page/memoranda/kosice");
    form.uncheck("uk.parties", "wool").set("uk.parties.add", "Woollen Dale");
    desk.press(&form, "save");
    assert!(
        site.read("content/memoranda/kosice.uk.md").contains("parties = [\"uca\", \"wool\"]"),
        "{}",
        site.read("content/memoranda/kosice.uk.md")
    );
    // A name that two have means neither.
    let mut form = desk.form("/page/clusters/wool");
    form.set("en.country.add", "Both");
    assert_eq!(desk.post(&form.with("act", "save")).status, 422);
}

#[test]
fn an_open_form_hears_at_once_that_its_file_changed() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let sums = |form: &SentForm, names: &[&str]| -> String {
        let pairs = names.iter().map(|name| format!("{}={}", name.trim_start_matches("base."), form.get(name)));
        pairs.collect::<Vec<_>>().join("&")
    };
    let page = sums(&desk.form("/page/clusters/uca"), &["base.en", "base.uk"]);
    let term = sums(&desk.form("/term/countries/pl"), &["base"]);
    let said = |of: &str| desk.get(&format!("/changed/{of}")).json()["text"].as_str().unwrap().to_owned();
    let (page, term) = (format!("page/clusters/uca?{page}"), format!("term/countries/pl?{term}"));
    assert_eq!((said(&page), said(&term)), (String::new(), String::new()));
    let mut events = desk.events();
    // Another term of the same file is not this one's business.
    site.replace("content/countries.toml", "Ukraine", "The Ukraine of tests");
    events.until(|| desk.get("/vocabulary/countries").text().contains("of tests"));
    assert_eq!(said(&term), "");
    site.replace(PAGE, "Founded in Kyiv.", "Founded in Lviv.");
    events.until(|| said(&page).contains(PAGE));
    assert!(!said(&page).contains(TRANSLATION), "{}", said(&page));
    site.replace("content/countries.toml", "Poland", "Republic of Poland");
    events.until(|| said(&term).contains("countries/pl"));
    std::fs::remove_file(site.path(TRANSLATION)).unwrap();
    events.until(|| said(&page).contains(TRANSLATION));
}

#[test]
fn a_save_can_be_undone_as_long_as_nothing_else_changed() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let before = site.read(PAGE);
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.title", "New");
    let location = desk.press(&form, "save");
    let undo = form_of(&desk.get(&location), Some("/undo"));
    assert_eq!(desk.post(&undo).status, 303);
    assert_eq!(site.read(PAGE), before);
    let location = desk.press(&form, "save");
    let undo = form_of(&desk.get(&location), Some("/undo"));
    site.replace(PAGE, "Founded", "Set up");
    let answer = desk.post(&undo);
    assert_eq!(answer.status, 409, "{}", messages(&answer));
    assert!(site.read(PAGE).contains("Set up") && site.read(PAGE).contains("New"));
}

#[test]
fn a_save_before_another_of_ones_own_names_the_later_one() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.title", "New");
    let undo = form_of(&desk.get(&desk.press(&form, "save")), Some("/undo"));
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.title", "Newer");
    let later = form_of(&desk.get(&desk.press(&form, "save")), Some("/undo"));
    let answer = desk.post(&undo);
    assert_eq!(answer.status, 409, "{}", messages(&answer));
    assert!(messages(&answer).contains("another save of yours"), "{}", messages(&answer));
    // As it says: the later one first.
    assert_eq!(desk.post(&later).status, 303);
    assert_eq!(desk.post(&undo).status, 303);
}

#[test]
fn a_page_that_would_be_too_large_to_read_is_not_written() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let before = site.read(PAGE);
    let typed = "A sentence of no importance.\n\n".repeat(40_000);
    let mut form = desk.form("/page/clusters/uca?view=text").with("force", "on");
    form.set("en.body", typed.trim_end());
    let answer = desk.post(&form.with("act", "save"));
    assert_eq!(answer.status, 409, "{}", messages(&answer));
    assert!(messages(&answer).contains("larger than 1024 KiB"), "{}", messages(&answer));
    assert!(form_of(&answer, None).get("en.body").contains("of no importance"), "what was typed is in the form");
    assert_eq!(site.read(PAGE), before);
}

#[test]
fn a_file_that_cannot_be_read_is_mended_as_a_whole() {
    let site = Site::new("//- content/clusters/wool.en.md\n+++\ntitle = \"Wool\ncountry = [\"pl\"]\n+++\nText.\n");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/clusters/wool");
    assert!(desk.press(&form, "save").ends_with("done=nothing"));
    // What would stop the site is asked about, and what was typed stays.
    let mut wrong = form.clone();
    let typed = form.get("whole.en").replace("Wool", "Wool\"").replace("pl", "nowhere");
    wrong.set("whole.en", &typed);
    let answer = desk.post(&wrong.with("act", "save"));
    assert_eq!((answer.status, form_of(&answer, None).get("whole.en")), (422, typed.as_str()));
    let mended = form.get("whole.en").replace("Wool", "Wool\"");
    form.set("whole.en", &mended);
    desk.press(&form, "save");
    assert_eq!(site.read("content/clusters/wool.en.md"), "+++\ntitle = \"Wool\"\ncountry = [\"pl\"]\n+++\nText.\n");
}

#[test]
fn a_translation_that_cannot_be_read_is_called_nothing_else() {
    let site = Site::new("");
    site.replace(TRANSLATION, "translates = \"3a7ecd6a\"", "translates = \"3a7ecd6a");
    let desk = Desk::new(&site.root);
    let answer = desk.get("/page/clusters/uca?with=uk");
    let said = messages(&answer);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains(TRANSLATION), "{said}");
    assert!(!answer.text().contains("value=\"stamp\"") && !answer.text().contains("is-outdated"), "{}", answer.text());
}

#[test]
fn the_preview_is_the_page_that_a_save_would_publish() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let before = site.read(PAGE);
    let mut form = desk.form("/page/clusters/uca?view=text");
    form.set("en.title", "Previewed").set("en.body", "## History\n\nAs it *stands* in the form.");
    let answer = desk.post_to("/preview/clusters/uca", &form.with("show", "en"));
    let address = answer.json()["address"].as_str().unwrap().to_owned();
    let path = address.strip_prefix(&format!("http://{}", desk.preview)).unwrap();
    let without_script = |text: String| text.replace("<script src=\"/__desk/preview.js\"></script>", "");
    let previewed = without_script(desk.get_preview(path).text());
    assert!(previewed.contains("Previewed") && previewed.contains("As it <em>stands</em> in the form."), "{previewed}");
    assert_eq!(site.read(PAGE), before, "nothing is written");
    assert!(!desk.get_preview("/en/clusters/uca/").text().contains("Previewed"));
    desk.press(&form, "save");
    assert_eq!(without_script(desk.get_preview("/en/clusters/uca/").text()), previewed);
    let published = String::from_utf8(site.built().files()["en/clusters/uca/index.html"].clone()).unwrap();
    assert_eq!(previewed, published);
    // A mistake is told with the input that it is about.
    form.set("en.website", "nowhere");
    let told = desk.post_to("/preview/clusters/uca", &form).json();
    assert_eq!(
        (&told["messages"][0]["name"], &told["messages"][0]["severity"]),
        (&"en.website".into(), &"error".into())
    );
}
