use proptest::prelude::*;

use super::*;
use crate::{
    config,
    diagnostics::{Diagnostics, Sink},
};

const SITE: &str = r#"
base_url = "https://example.org/"
languages = ["en", "uk"]
theme = "plain"
title = { en = "T", uk = "Т" }
description = { en = "D", uk = "О" }

[vocabularies.countries]
title = { en = "Countries", uk = "Країни" }
fields = { iso = { type = "text" } }

[collections.clusters]
title = { en = "Clusters", uk = "Кластери" }
sort = "title"
[collections.clusters.fields]
kind = { type = "text" }
names = { type = "text", many = true, localized = true }
city = { type = "text", localized = true }
country = { type = "term", of = "countries", many = true }
budget = { type = "money" }
[collections.clusters.fields.figures]
type = "table"
many = true
[collections.clusters.fields.figures.fields]
what = { type = "text", localized = true }
value = { type = "integer" }
[collections.clusters.fields.sources]
type = "table"
many = true
[collections.clusters.fields.sources.fields]
note = { type = "text", localized = true }
"#;

/// A path as people write it; rows counted from 1.
fn path(written: &str) -> Path {
    let step = |part: &str| part.parse().map_or_else(|_| Step::Key(part.to_owned()), |at: usize| Step::Item(at - 1));
    written.split('.').map(step).collect()
}

/// The value that stands on the right of `x = …`.
fn value(toml: &str) -> PlainValue {
    let text = format!("x = {toml}");
    let mut sink = Sink::new(&"t".into());
    let table = crate::toml_reader::parse(&text, 0, &mut sink);
    assert!(sink.found.is_empty(), "{toml}: {:?}", sink.found);
    PlainValue::of(&table.entries[0].node, &text)
}

fn set(at: &str, toml: &str) -> Operation {
    Operation::Set { path: path(at), value: value(toml) }
}

fn unset(at: &str) -> Operation {
    Operation::Unset { path: path(at) }
}

fn edited(text: &str, format: FileFormat, operations: &[Operation]) -> Result<String, Refusal> {
    let mut found = Diagnostics::default();
    let config = config::read(SITE, &mut found).unwrap();
    assert!(found.is_empty(), "{found:?}");
    let schema = match format {
        FileFormat::Page => Schema::of_page(&config, &config.collections[0].fields),
        FileFormat::Toml => Schema::of_vocabulary(&config, &config.vocabularies[0].fields),
    };
    apply(text, format, &schema, operations)
}

/// Edits front matter in every way that files are written: with other line ends and a byte order mark.
#[track_caller]
fn check(front: &str, operations: &[Operation], expected: &str) {
    let page = |front: &str| format!("+++\n{front}+++\n\nBody.\n");
    let forms: [fn(&str) -> String; 3] =
        [str::to_owned, |text| text.replace('\n', "\r\n"), |text| format!("\u{feff}{text}")];
    for form in forms {
        let new = edited(&form(&page(front)), FileFormat::Page, operations).unwrap();
        assert_eq!(new, form(&page(expected)));
    }
}

#[track_caller]
fn check_terms(terms: &str, operations: &[Operation], expected: &str) {
    assert_eq!(edited(terms, FileFormat::Toml, operations).unwrap(), expected);
    let crlf = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(edited(&crlf(terms), FileFormat::Toml, operations).unwrap(), crlf(expected));
}

#[test]
fn a_value_is_set_and_all_around_it_stays() {
    let front = "# above\n title   =  'A'   # why\nkind=\"k\"\n";
    check(front, &[set("title", "\"B \\\" «c»\"")], "# above\n title   =  \"B \\\" «c»\"   # why\nkind=\"k\"\n");
    check(front, &[set("title", "'A'")], front);
    check("title = \"\"\"\ntwo\nlines\"\"\"\n", &[set("title", "2023-03-29")], "title = 2023-03-29\n");
    check(
        "a = \"x\"\ncity = { en = \"A\", uk = 'Б' }\n",
        &[set("city.en", "\"C\"")],
        "a = \"x\"\ncity = { en = \"C\", uk = 'Б' }\n",
    );
    check(
        "city = { en = \"A\", uk = 'Б' }\n",
        &[set("city", "{ uk = \"Б\", en = \"C\" }")],
        "city = { en = \"C\", uk = 'Б' }\n",
    );
    check("city = { en = \"A\" }\n", &[set("city", "\"C\"")], "city = \"C\"\n");
    check("city = \"C\"\n", &[set("city", "{ en = \"A\" }")], "city = { en = \"A\" }\n");
}

#[test]
fn a_new_key_stands_where_the_schema_has_it() {
    let front = "title = \"T\"\n# of the kind\nkind = \"k\"\n\n# of the city\ncity = \"C\"\n";
    check(
        front,
        &[set("summary", "\"S\"")],
        "title = \"T\"\nsummary = \"S\"\n# of the kind\nkind = \"k\"\n\n# of the city\ncity = \"C\"\n",
    );
    check(
        front,
        &[set("names", "[\"n\"]")],
        "title = \"T\"\n# of the kind\nkind = \"k\"\nnames = [\"n\"]\n\n# of the city\ncity = \"C\"\n",
    );
    check(front, &[set("country", "[]")], &format!("{front}country = []\n"));
    check(front, &[set("unknown", "1")], &format!("{front}unknown = 1\n"));
    check("# of the city\ncity = \"C\"\n", &[set("title", "\"T\"")], "title = \"T\"\n# of the city\ncity = \"C\"\n");
    check("", &[set("title", "\"T\"")], "title = \"T\"\n");
    check("[[figures]]\nvalue = 1\n", &[set("title", "\"T\"")], "title = \"T\"\n[[figures]]\nvalue = 1\n");
    check(
        "budget = { currency = \"EUR\" }\n",
        &[set("budget.amount", "3")],
        "budget = { amount = 3, currency = \"EUR\" }\n",
    );
    check("city = { en = \"A\" }\n", &[set("city.uk", "\"Б\"")], "city = { en = \"A\", uk = \"Б\" }\n");
    check("city.en = \"A\"\n", &[set("city.uk", "\"Б\"")], "city.en = \"A\"\ncity.uk = \"Б\"\n");
    check("title = \"T\"\n", &[set("city.uk", "\"Б\"")], "title = \"T\"\ncity = { uk = \"Б\" }\n");
    check("city = {}\n", &[set("city.uk", "\"Б\"")], "city = { uk = \"Б\" }\n");
    let long = format!("[\"{}\", \"{}\"]", "a".repeat(80), "b".repeat(80));
    check(
        "",
        &[set("country", &long)],
        &format!("country = [\n  \"{}\",\n  \"{}\",\n]\n", "a".repeat(80), "b".repeat(80)),
    );
}

#[test]
fn a_key_that_is_removed_takes_its_line_and_no_other() {
    let front = "title = \"T\"\n# of the kind\nkind = \"k\" # so\ncity = { en = \"A\", uk = \"Б\", fr = \"C\" }\n";
    check(front, &[unset("kind")], "title = \"T\"\n# of the kind\ncity = { en = \"A\", uk = \"Б\", fr = \"C\" }\n");
    check(front, &[unset("slug")], front);
    for (key, rest) in
        [("en", "uk = \"Б\", fr = \"C\""), ("uk", "en = \"A\", fr = \"C\""), ("fr", "en = \"A\", uk = \"Б\"")]
    {
        let operation = [unset(&format!("city.{key}"))];
        check(front, &operation, &front.replace("en = \"A\", uk = \"Б\", fr = \"C\"", rest));
    }
    check("city = { en = \"A\" }\n", &[unset("city.en")], "city = {}\n");
    check("names = [\n  \"a\", # x\n  \"b\",\n]\ntitle = \"T\"\n", &[unset("names")], "title = \"T\"\n");
    check("city.en = 1\ntitle = \"T\"\ncity.uk = 2\n", &[unset("city")], "title = \"T\"\n");
}

#[test]
fn lists_keep_their_shape() {
    let item = |at, toml: &str| Operation::AddItem { path: path("country"), at, value: value(toml) };
    let gone = |at| Operation::RemoveItem { path: path("country"), at };
    let moved = |from, to| Operation::MoveItem { path: path("country"), from, to };
    let one = |text: &str, operation: Operation, expected: &str| {
        check(&format!("country = {text}\n"), &[operation], &format!("country = {expected}\n"));
    };
    one("['a', \"b\"]", item(0, "\"c\""), "[\"c\", 'a', \"b\"]");
    one("['a', \"b\"]", item(1, "\"c\""), "['a', \"c\", \"b\"]");
    one("['a', \"b\"]", item(2, "\"c\""), "['a', \"b\", \"c\"]");
    one("['a', \"b\",]", item(2, "\"c\""), "['a', \"b\", \"c\",]");
    one("[ ]", item(0, "\"c\""), "[\"c\"]");
    one("[\n\t'a', # of a\n\t'b',\n]", item(2, "\"c\""), "[\n\t'a', # of a\n\t'b',\n\t\"c\",\n]");
    one("[\n\t'a', # of a\n\t'b'\n]", item(2, "\"c\""), "[\n\t'a', # of a\n\t'b',\n\t\"c\"\n]");
    one("[\n\t'a', # of a\n\t'b' # of b\n]", item(2, "\"c\""), "[\n\t'a', # of a\n\t'b', # of b\n\t\"c\"\n]");
    one("[\n\t'a', # of a\n\t'b', # of b\n]", item(2, "\"c\""), "[\n\t'a', # of a\n\t'b', # of b\n\t\"c\",\n]");
    one("[\n\t'a', # of a\n\t'b',\n]", item(1, "\"c\""), "[\n\t'a', # of a\n\t\"c\",\n\t'b',\n]");
    one("[\n\t'a', # of a\n]", item(0, "\"c\""), "[\n\t\"c\",\n\t'a', # of a\n]");
    one("['a', 'b', 'c']", gone(0), "['b', 'c']");
    one("['a', 'b', 'c']", gone(2), "['a', 'b']");
    one("['a']", gone(0), "[]");
    one("[\n\t'a', # of a\n\t'b', # of b\n\t'c'\n]", gone(1), "[\n\t'a', # of a\n\t'c'\n]");
    one("[\n\t'a', # of a\n\t'b', # of b\n\t'c'\n]", gone(2), "[\n\t'a', # of a\n\t'b' # of b\n]");
    one("[\n\t'a',\n\t'b',\n]", gone(1), "[\n\t'a',\n]");
    one("['a', \"b\", 'c']", moved(0, 2), "[\"b\", 'c', 'a']");
    one("[\n\t'a',\n\t'b'\n]", moved(1, 0), "[\n\t'b',\n\t'a'\n]");
    one("['a', 'b', 'c']", set("country", "[\"a\", \"x\", \"c\"]"), "['a', \"x\", 'c']");
    one("['a', 'b', 'c']", set("country", "[\"a\", \"c\"]"), "['a', 'c']");
    one("['a', 'c']", set("country", "[\"a\", \"b\", \"c\"]"), "['a', \"b\", 'c']");
    one("['a', 'c']", set("country", "[]"), "[]");
    let commented = "+++\ncountry = [\n\t'a', # of a\n\t'b',\n]\n+++\n";
    assert!(edited(commented, FileFormat::Page, &[moved(0, 1)]).unwrap_err().message.to_string().contains("remark"));
}

const ROWS: &str = "title = \"T\"\n\n# first\n[[figures]]\nvalue = 1 # one\n\n[[figures]]\nvalue = 2\nwhat = { en = \"B\" }\n\n[[sources]]\nnote = { en = \"N\" }\n";

#[test]
fn rows_are_added_moved_and_removed_with_their_lines() {
    let add = |at, toml: &str| Operation::AddItem { path: path("figures"), at, value: value(toml) };
    let gone = |at| Operation::RemoveItem { path: path("figures"), at };
    let new = "[[figures]]\nvalue = 3\n\n";
    check(ROWS, &[add(2, "{ value = 3 }")], &ROWS.replace("[[sources]]", &format!("{new}[[sources]]")));
    check(ROWS, &[add(0, "{ value = 3 }")], &ROWS.replace("# first", &format!("{new}# first")));
    check(ROWS, &[gone(1)], &ROWS.replace("[[figures]]\nvalue = 2\nwhat = { en = \"B\" }\n\n", ""));
    for at in 0..=2 {
        check(ROWS, &[add(at, "{ value = 3 }"), gone(at)], ROWS);
    }
    let swapped = ROWS
        .replace("# first\n[[figures]]\nvalue = 1 # one\n", "X")
        .replace("[[figures]]\nvalue = 2\nwhat = { en = \"B\" }\n", "# first\n[[figures]]\nvalue = 1 # one\n")
        .replace('X', "[[figures]]\nvalue = 2\nwhat = { en = \"B\" }\n");
    let moved = |from, to| Operation::MoveItem { path: path("figures"), from, to };
    check(ROWS, &[moved(0, 1)], &swapped);
    check(ROWS, &[moved(0, 1), moved(1, 0)], ROWS);
    check(ROWS, &[set("figures.2.value", "5")], &ROWS.replace("value = 2", "value = 5"));
    check(
        ROWS,
        &[set("figures.1.what.uk", "\"Б\"")],
        &ROWS.replace("# first\n[[figures]]\n", "# first\n[[figures]]\nwhat = { uk = \"Б\" }\n"),
    );
    check(
        ROWS,
        &[set("figures", "[{ value = 1 }]")],
        &ROWS.replace("[[figures]]\nvalue = 2\nwhat = { en = \"B\" }\n\n", ""),
    );
    check(ROWS, &[unset("sources")], ROWS.strip_suffix("\n[[sources]]\nnote = { en = \"N\" }\n").unwrap());
    check(
        ROWS,
        &[unset("figures")],
        &format!("title = \"T\"\n\n# first\n\n{}", &ROWS[ROWS.find("[[sources]]").unwrap()..]),
    );
    check(
        "title = \"T\"\nfigures = [{ value = 1 }]\n",
        &[add(1, "{ value = 2 }")],
        "title = \"T\"\nfigures = [{ value = 1 }, { value = 2 }]\n",
    );
}

#[test]
fn the_first_rows_of_a_table_stand_where_the_schema_has_it() {
    let row = [set("figures", "[{ value = 1 }, { value = 2 }]")];
    check("title = \"T\"\n", &row, "title = \"T\"\n\n[[figures]]\nvalue = 1\n\n[[figures]]\nvalue = 2\n");
    let sources = "title = \"T\"\n\n# of sources\n[[sources]]\nnote = { en = \"N\" }\n";
    check(
        sources,
        &[Operation::AddItem { path: path("figures"), at: 0, value: value("{ value = 1 }") }],
        &sources.replace("# of", "[[figures]]\nvalue = 1\n\n# of"),
    );
    let figures = "title = \"T\"\n\n[[figures]]\nvalue = 1\n";
    check(
        figures,
        &[set("sources", "[{ note = { en = \"N\" } }]")],
        &format!("{figures}\n[[sources]]\nnote = {{ en = \"N\" }}\n"),
    );
    check(figures, &[set("kind", "\"k\"")], "title = \"T\"\nkind = \"k\"\n\n[[figures]]\nvalue = 1\n");
}

#[test]
fn terms_of_a_vocabulary_are_edited_too() {
    let terms = "# all\n\n[pl]\ntitle = { en = \"Poland\", uk = \"Польща\" }\niso   = \"PL\" # x\n\n[ua]\ntitle = { en = \"Ukraine\", uk = \"Україна\" }";
    check_terms(terms, &[set("pl.iso", "\"POL\"")], &terms.replace("\"PL\"", "\"POL\""));
    check_terms(terms, &[set("ua.iso", "\"UA\"")], &format!("{terms}\niso = \"UA\""));
    check_terms(terms, &[set("ua.iso", "\"UA\""), unset("ua.iso")], terms);
    check_terms(terms, &[set("pl.aliases", "[\"/a/\"]")], &terms.replace("iso  ", "aliases = [\"/a/\"]\niso  "));
    check_terms(terms, &[unset("pl")], "# all\n\n[ua]\ntitle = { en = \"Ukraine\", uk = \"Україна\" }");
    let rename = |from: &str, to: &str| Operation::RenameKey { path: path(from), to: to.to_owned() };
    check_terms(terms, &[rename("pl", "pol")], &terms.replace("[pl]", "[pol]"));
    check_terms(
        "[ pl ] # x\niso = 1\n[pl.\"title\"]\nen = \"P\"\n",
        &[rename("pl", "pol")],
        "[ pol ] # x\niso = 1\n[pol.\"title\"]\nen = \"P\"\n",
    );
    check_terms("pl.iso = 1\npl.title.en = \"P\"\n", &[rename("pl", "pol")], "pol.iso = 1\npol.title.en = \"P\"\n");
    check_terms("pl = { iso = 1 }\n", &[rename("pl.iso", "iso2")], "pl = { iso2 = 1 }\n");
    assert!(edited(terms, FileFormat::Toml, &[rename("pl", "ua")]).is_err());
    assert!(edited(terms, FileFormat::Toml, &[rename("xx", "yy")]).is_err());
}

#[test]
fn what_cannot_be_read_or_is_not_there_is_refused() {
    let refused = |text: &str, operation: Operation| {
        edited(text, FileFormat::Page, &[operation]).unwrap_err().message.to_string()
    };
    assert!(refused("title = 1\n", set("title", "2")).contains("front matter"));
    assert!(refused("+++\ntitle = \n+++\n", set("title", "2")).starts_with("line 2: "));
    assert_eq!(refused("+++\n+++\n", set("figures.2.value", "2")), "there is no `figures.2`");
    assert_eq!(refused("+++\ntitle = \"T\"\n+++\n", set("title.en", "2")), "`title` is not a table");
    assert_eq!(
        refused("+++\n+++\n", Operation::Set { path: path("title"), value: PlainValue::text("a\u{202e}b") }),
        "line 2: the invisible character U+202E cannot stand in a text"
    );
    let long = "x".repeat(front_matter_limit() + 1);
    assert!(
        refused("+++\n+++\n", Operation::Set { path: path("title"), value: PlainValue::Text(long) }).contains("KiB")
    );
}

fn front_matter_limit() -> usize {
    crate::content::front_matter::LIMIT
}

#[test]
fn a_block_of_the_body_is_replaced() {
    let page = "+++\r\ntitle = \"T\"\r\n+++\r\n\r\nOne.\r\n\r\n- two\r\n- three\r\n";
    let at = page.find("- two").unwrap();
    let operation = Operation::Body { range: at..page.len() - 2, text: "- four\n- five\r\n\n1. six".to_owned() };
    let expected = page.replace("- two\r\n- three", "- four\r\n- five\r\n\r\n1. six");
    assert_eq!(edited(page, FileFormat::Page, &[operation]).unwrap(), expected);
    let outside = Operation::Body { range: 2..7, text: String::new() };
    assert!(edited(page, FileFormat::Page, &[outside]).is_err());
}

#[test]
fn units_are_what_there_is_to_translate_with_its_places() {
    let mut found = Diagnostics::default();
    let config = config::read(SITE, &mut found).unwrap();
    let page = "+++\r\ntitle = \"T\"\r\nkind = \"k\"\r\nnames = [\"a\", 'b']\r\ncity = { en = \"C\", uk = \"Ц\" }\r\n\r\n[[figures]]\r\n\
        what = { en = \"W\", uk = \"В\" }\r\nvalue = 1\r\n+++\r\n\r\nOne\r\ntwo.\r\n\r\n- a\r\n\r\n- b\r\n\r\n[x]: y.en.md\r\n\r\n## H\r\n";
    let units = units::of_page(page, &config.collections[0].fields, &config, config::LanguageId(0)).unwrap();
    let shown: Vec<(String, &str)> = units
        .iter()
        .map(|unit| match &unit.place {
            units::UnitPlace::Value(path) => (shown(path), unit.text.as_str()),
            units::UnitPlace::Cell(path) => (format!("cell {}", shown(path)), unit.text.as_str()),
            units::UnitPlace::Block(at) => (format!("block {at}"), unit.text.as_str()),
        })
        .collect();
    let expected = [
        ("title", "T"),
        ("names.1", "a"),
        ("names.2", "b"),
        ("cell city.en", "C"),
        ("cell figures.1.what.en", "W"),
        ("block 0", "One\ntwo."),
        ("block 1", "- a\n\n- b"),
        ("block 2", "## H"),
    ];
    assert_eq!(shown, expected.map(|(place, text)| (place.to_owned(), text)));
    for unit in &units {
        let written = page[unit.range.clone()].replace("\r\n", "\n");
        assert!(written.trim_matches(['"', '\'']) == unit.text, "{unit:?}");
    }
    let terms = "[pl]\ntitle = { en = \"Poland\", uk = \"Польща\" }\niso = \"PL\"\n";
    let units = units::of_vocabulary(terms, &config.vocabularies[0].fields, &config, config::LanguageId(1)).unwrap();
    assert_eq!(units.len(), 1);
    assert_eq!((&units[0].place, units[0].text.as_str()), (&units::UnitPlace::Cell(path("pl.title.uk")), "Польща"));
}

/// Text with what is hard to write: quotation marks, backslashes, line ends, separators, marks of direction.
fn hard_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\"".to_owned()),
        Just("\"\"\"".to_owned()),
        Just("'".to_owned()),
        Just("\\".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\n+++\n".to_owned()),
        Just(" # no remark".to_owned()),
        Just("\u{2028}\u{85}\u{200e}\u{200f}\u{61c}\u{feff}".to_owned()),
        Just("\u{202e}\u{2066}\u{7}".to_owned()),
        Just("] = [\t{".to_owned()),
        "[а-яіїєґa-z«»]{1,8}",
        any::<String>(),
        (1usize..20_000).prop_map(|count| "ї".repeat(count / 2)),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_written_so_that_it_reads_the_same(text in hard_text(), crlf: bool, mark: bool) {
        let page = "+++\n# first\ntitle = 'T' # of the title\ncity = { en = \"A\", uk = \"Б\" }\n+++\n\nBody.\n";
        let page = if crlf { page.replace('\n', "\r\n") } else { page.to_owned() };
        let page = if mark { format!("\u{feff}{page}") } else { page };
        let is_good = crate::text::characters::first_forbidden(&text).is_none();
        for (at, old) in [("title", "'T'"), ("city.uk", "\"Б\"")] {
            let operation = Operation::Set { path: path(at), value: PlainValue::text(&text) };
            match edited(&page, FileFormat::Page, &[operation]) {
                Ok(new) => {
                    prop_assert!(is_good);
                    prop_assert_eq!(&new, &page.replace(old, &crate::toml_reader::quoted(&text)));
                    let back = edited(&new, FileFormat::Page, &[set(at, old)]).unwrap();
                    prop_assert_eq!(back.replace("\"T\"", "'T'"), page.clone());
                }
                Err(refusal) => prop_assert!(!is_good || text.len() > 60_000, "{refusal:?}"),
            }
        }
    }

    #[test]
    fn whatever_the_file_holds_an_edit_is_right_or_refused(
        lines in prop::collection::vec(prop_oneof![
            Just("title = \"T\""), Just("[[figures]]"), Just("value = 1"), Just("what = { en = \"a\" }"), Just("[city]"),
            Just("en = 'x'"), Just("city.uk = \"y\""), Just("country = [\"a\", # r"), Just("  'b'"), Just("]"),
            Just("# remark"), Just(""), Just("figures = []"), Just("figures = [{ value = 1 }]"), Just("+++"),
            Just("kind = \"\"\""), Just("\"\"\""), Just("country = ["), Just("city = {}"), Just("[figures.sub]"),
        ], 0..12),
        operations in prop::collection::vec(prop_oneof![
            Just(set("title", "\"N\"")), Just(set("city", "\"N\"")), Just(set("city.uk", "\"N\"")), Just(unset("city")),
            Just(set("figures", "[{ value = 2 }, { value = 3 }]")), Just(unset("figures")), Just(set("figures.1.value", "9")),
            Just(unset("figures.1.value")), Just(set("country", "[\"b\", \"c\"]")), Just(unset("city.en")),
            Just(Operation::AddItem { path: path("figures"), at: 0, value: value("{ value = 4 }") }),
            Just(Operation::AddItem { path: path("country"), at: 1, value: value("\"d\"") }),
            Just(Operation::RemoveItem { path: path("figures"), at: 0 }),
            Just(Operation::RemoveItem { path: path("country"), at: 0 }),
            Just(Operation::MoveItem { path: path("figures"), from: 1, to: 0 }),
            Just(Operation::MoveItem { path: path("country"), from: 0, to: 1 }),
            Just(Operation::RenameKey { path: path("city"), to: "town".to_owned() }),
        ], 1..4),
        crlf: bool,
    ) {
        let page = format!("+++\n{}\n+++\n\nBody.\n", lines.join("\n"));
        let page = if crlf { page.replace('\n', "\r\n") } else { page };
        // The outcome has been held to what it should be; here, that nothing panics, and the text that a reader sees stays.
        if let Ok(new) = edited(&page, FileFormat::Page, &operations) {
            let body = if crlf { "+++\r\n\r\nBody.\r\n" } else { "+++\n\nBody.\n" };
            prop_assert!(new.ends_with(body));
            prop_assert!(!crlf || !new.replace("\r\n", "").contains('\n'), "{new:?}");
            prop_assert!(new.matches("# r").count() <= page.matches("# r").count());
        }
    }
}
