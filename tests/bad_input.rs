//! Mistakes of editors and their machines. Each mistake is one diagnostic at its own place, nothing is published,
//! and the site that was published before stays as it was.

use std::sync::LazyLock;

use snapbox::{IntoData, assert_data_eq, str};

use crate::common::{Published, Site, copy, files_below};

/// Publishes the base site, changes files of it, and builds again.
#[track_caller]
fn check(files: &str, expected: impl IntoData) {
    check_with(|site| site.write(files), expected);
}

#[track_caller]
fn check_with(change: impl Fn(&Site), expected: impl IntoData) {
    // Published once for all, then copied: a copy is as good as a build.
    static PUBLISHED: LazyLock<(Site, Published)> = LazyLock::new(|| {
        let site = Site::new("");
        let published = site.built();
        (site, published)
    });
    let site = Site::new("");
    let published = site.published();
    copy(&PUBLISHED.1.folder, &published.folder);
    let before = (published.files(), published.marks());
    change(&site);
    let run = site.build();
    assert_data_eq!(run.diagnostics(), expected.into_data().raw());
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_untouched(&site, &published, &before);
    let check = site.check();
    assert_eq!(
        (check.code, check.diagnostics()),
        (1, run.diagnostics()),
        "`check` says what `build` says of a mistake"
    );
}

type State =
    (std::collections::BTreeMap<String, Vec<u8>>, std::collections::BTreeMap<std::path::PathBuf, (u64, i64, i64)>);

#[track_caller]
fn assert_untouched(site: &Site, published: &Published, before: &State) {
    assert!(published.files() == before.0, "the published files changed");
    assert!(published.marks() == before.1, "the published files were touched");
    let beside: Vec<String> = std::fs::read_dir(&site.root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !["content", "public", "site.toml", "themes", ".public.icsi"].contains(&name.as_str()))
        .collect();
    assert!(beside.is_empty(), "something was left beside the output folder: {beside:?}");
}

/// An entry of `clusters` with these lines of front matter, from its third line on.
fn entry(lines: &str) -> String {
    format!("//- content/clusters/new.en.md\n+++\ntitle = \"New\"\n{lines}\n+++\nText.\n")
}

// ---------------------------------------------------------------- TOML

#[test]
fn broken_toml() {
    check(
        &entry("country = [\"ua\""),
        str![[r#"
content/clusters/new.en.md:3:16 toml: write country = ["ua"]

"#]],
    );
    check(
        "//- site.toml\nbase_url = https://example.org/\n",
        str![[r#"
site.toml:1:12 toml: write base_url = "https://example.org/"

"#]],
    );
    check(
        "//- content/countries.toml\n[pl\ntitle = 1\n",
        str![[r#"
content/countries.toml:1:4 toml: write [pl]

"#]],
    );
    check(
        "//- themes/plain/theme.toml\nname = \"plain\n",
        str![[r#"
themes/plain/theme.toml:1:14 toml: write name = "plain": inside a text stand « » or \"

"#]],
    );
    check(
        &entry("country = [\"ua\"]\ncountry = [\"pl\"]"),
        str![[r#"
content/clusters/new.en.md:4:1 toml: keep one of the two lines: each key stands once

"#]],
    );
}

#[test]
fn front_matter_that_is_not_there_or_has_no_end() {
    check(
        "//- content/clusters/new.en.md\n# New\n",
        str![[r#"
content/clusters/new.en.md:1:1 front-matter: begin the file with a line `+++`, then title = "…", then another line `+++`

"#]],
    );
    check(
        "//- content/clusters/new.en.md\n",
        str![[r#"
content/clusters/new.en.md:1:1 front-matter: begin the file with a line `+++`, then title = "…", then another line `+++`

"#]],
    );
    check(
        "//- content/clusters/new.en.md\n+++\ntitle = \"New\"\n",
        str![[r#"
content/clusters/new.en.md:1:1 front-matter: put a line `+++` after its last key

"#]],
    );
    check(
        "//- content/clusters/new.en.md\n---\ntitle: New\n---\n",
        str![[r#"
content/clusters/new.en.md:1:1 front-matter: write +++ in the place of ---, in the first line and in the one that ends the front matter

"#]],
    );
}

#[test]
fn unknown_and_misspelt_keys() {
    check(
        &entry("country = [\"ua\"]\nsectros = [\"food\"]"),
        str![[r#"
content/clusters/new.en.md:4:1 unknown-key: did you mean `sectors`?

"#]],
    );
    check(
        &entry("country = [\"ua\"]\n\"цікаве поле\" = 1"),
        str![[r#"
content/clusters/new.en.md:4:1 unknown-key: remove it, or describe it in site.toml

"#]],
    );
    check(
        "//- content/countries.toml\n[pl]\ntitel = { en = \"Poland\", uk = \"Польща\" }\n\n[ua]\ntitle = { en = \"Ukraine\", uk = \"Україна\" }\nisо = \"UA\"\n",
        str![[r#"
content/countries.toml:6:3 toml: type the key in Latin letters: write iso = …

"#]],
    );
    check(
        "//- themes/plain/theme.toml\nname = \"plain\"\nverzion = \"1\"\n",
        str![[r#"
themes/plain/theme.toml:2:1 unknown-key: did you mean `version`?

"#]],
    );
}

#[test]
fn unknown_and_misspelt_keys_of_the_configuration() {
    let site = |from: &'static str, to: &'static str| move |site: &Site| site.replace("site.toml", from, to);
    check_with(
        site("languages =", "langauges ="),
        str![[r#"
site.toml:2:1 unknown-key: did you mean `languages`?

"#]],
    );
    check_with(
        site("sort = \"-signed\"", "sort = \"-singed\""),
        str![[r#"
site.toml:33:8 invalid-config: did you mean `signed`?

"#]],
    );
    check_with(
        site("kind     = { type = \"choice\"", "kind     = { type = \"choise\""),
        str![[r#"
site.toml:18:21 invalid-config: did you mean `choice`?

"#]],
    );
    check_with(
        site("kind     = { type = \"choice\",", "kind     = { type = \"choice\", unconfirmed = [\"clusters\", 1],"),
        str![[r#"
site.toml:18:46 invalid-config: did you mean `cluster`?
site.toml:18:58 invalid-config: unconfirmed = ["cluster"]

"#]],
    );
    check_with(
        site("of = [\"clusters\"]", "of = [\"cluster\"]"),
        str![[r#"
site.toml:37:36 invalid-config: did you mean `clusters`?

"#]],
    );
    check_with(
        site("through = \"parties.country\"", "through = \"parties.countries\""),
        str![[r#"
site.toml:38:71 invalid-config: did you mean `country`?

"#]],
    );
    check_with(
        site("inverse = { en = \"Memoranda signed\",", "inverse = { de = \"Memoranden\","),
        str![[r#"
site.toml:37:134 unknown-language: known here: `en`, `uk`

"#]],
    );
    check_with(
        site("[[\"countries\", \"sectors\"]]", "[[\"countries\", \"sector\"]]"),
        str![[r#"
site.toml:48:24 invalid-config: did you mean `sectors`?

"#]],
    );
    check_with(
        site("theme = \"plain\"", "theme = \"plane\""),
        str![[r#"
site.toml:3:9 missing-theme: known here: `intermarium`, `plain`

"#]],
    );
    check_with(
        site("base_url = \"https://example.org/\"", "base_url = \"example.org\""),
        str![[r#"
site.toml:1:12 invalid-value: the address where the site will stand: base_url = "https://example.org/"

"#]],
    );
    check_with(
        site("title = { en = \"Knowledge\", uk = \"Знання\" }", "title = \"Knowledge\""),
        str![[r#"
site.toml:4:9 wrong-type: write title = { en = "…", uk = "…" }

"#]],
    );
    check_with(
        site("languages = [\"en\", \"uk\"]", "languages = [\"en\", \"uk\", \"ua_UA\"]"),
        str![[r#"
site.toml:2:26 invalid-value: write `uk-UA`

"#]],
    );
}

#[test]
fn wrong_types() {
    check(
        "//- content/clusters/new.en.md
+++
title = 7
summary = true
slug = [\"x\"]
aliases = \"old\"
draft = \"no\"
updated = true
kind = 1
country = \"ua\"
sectors = [1]
place = 3
founded = true
members = \"many\"
share = \"half\"
active = \"yes\"
website = 1
email = []
logo = { name = \"x\" }
budget = 300
+++
",
        str![[r#"
content/clusters/new.en.md:2:9 wrong-type: write title = "7"
content/clusters/new.en.md:3:11 wrong-type: write summary = "true"
content/clusters/new.en.md:4:8 wrong-type: write slug = "…"
content/clusters/new.en.md:5:11 wrong-type: aliases = ["/en/clusters/old-name/"]
content/clusters/new.en.md:6:9 wrong-type: write draft = false, without quotation marks
content/clusters/new.en.md:7:11 wrong-type: write updated = 2026-03-29
content/clusters/new.en.md:8:8 wrong-type: write kind = "cluster"
content/clusters/new.en.md:9:11 wrong-type: write country = ["ua"]
content/clusters/new.en.md:10:12 wrong-type: write sectors = ["id"]
content/clusters/new.en.md:11:9 wrong-type: write place = "3"
content/clusters/new.en.md:12:11 wrong-type: 2023, "2023-03" or 2023-03-29
content/clusters/new.en.md:13:11 wrong-type: write members = 12
content/clusters/new.en.md:14:9 wrong-type: write share = 2.5
content/clusters/new.en.md:15:10 wrong-type: write active = true
content/clusters/new.en.md:16:11 wrong-type: write website = "https://example.org/"
content/clusters/new.en.md:17:9 wrong-type: remove the brackets [ ] and keep one value
content/clusters/new.en.md:18:8 wrong-type: write logo = "picture.jpg"
content/clusters/new.en.md:19:10 wrong-type: write budget = { amount = 300000, currency = "EUR" }

"#]],
    );
}

#[test]
fn values_that_cannot_be() {
    check(
        "//- content/clusters/new.en.md
+++
title = \"  \"
slug = \"Новий\"
aliases = [\"../x\", \"a b\"]
kind = \"clutser\"
country = [\"ua\", \"ua\"]
members = 9223372036854775808
website = \"javascript:alert(1)\"
email = \"a@b\"
budget = { amount = 10, curency = \"EUR\" }
+++
",
        str![[r#"
content/clusters/new.en.md:2:9 empty-value: write the text, or remove the line
content/clusters/new.en.md:3:8 slug-invalid: lower-case letters a to z, digits and single hyphens: slug = "novyi"
content/clusters/new.en.md:4:12 slug-invalid: a path from the site's start, or a name beside this page: aliases = ["/en/clusters/old-name/"]
content/clusters/new.en.md:4:20 slug-invalid: an old address has no blanks: letters and digits of any script, and `-`, `_`, `.` and `~`
content/clusters/new.en.md:5:8 invalid-value: did you mean `cluster`?
content/clusters/new.en.md:6:18 invalid-value: remove the second one
content/clusters/new.en.md:7:11 wrong-type: write members = 12
content/clusters/new.en.md:8:11 forbidden-address: a full address: https://example.org/page
content/clusters/new.en.md:9:9 invalid-value: name@example.org, nothing before or after it
content/clusters/new.en.md:10:25 unknown-key: did you mean `currency`?

"#]],
    );
    check_with(
        |site| site.replace("content/clusters/uca.uk.md", "\"3a7ecd6a\"", "\"yes\""),
        str![[r#"
content/clusters/uca.uk.md:3:14 invalid-value: let `icsi translated` write it: translates = "5f0c9a3e"; the page that was written first has no such line

"#]],
    );
    check(
        "//- content/clusters/new.en.md
+++
title = \"New\"
country = [\"ua\"]
website = \"https://user@example.org/\"
budget = { amount = 10, currency = \"euro\" }
+++
",
        str![[r#"
content/clusters/new.en.md:4:11 forbidden-address: leave out the name and the `@`
content/clusters/new.en.md:5:10 invalid-value: budget = { amount = 300000, currency = "EUR" }

"#]],
    );
    // Three letters are not yet a currency, and too few to guess at.
    let budget = |code: &str| entry(&format!("country = [\"ua\"]\nbudget = {{ amount = 10, currency = \"{code}\" }}"));
    check(
        &budget("EUT"),
        str![[r#"
content/clusters/new.en.md:4:36 invalid-value: EUR, UAH, PLN …

"#]],
    );
    check(
        &budget("eur"),
        str![[r#"
content/clusters/new.en.md:4:36 invalid-value: did you mean `EUR`?

"#]],
    );
}

#[test]
fn impossible_dates() {
    for (date, expected) in [
        (
            "2023-02-30",
            str![[r#"
content/clusters/new.en.md:4:11 toml: write a day that the calendar has: 2023, "2023-03" or 2023-03-29

"#]],
        ),
        (
            "\"2023-13\"",
            str![[r#"
content/clusters/new.en.md:4:11 invalid-value: 2023, "2023-03" or 2023-03-29

"#]],
        ),
        (
            "\"spring 2023\"",
            str![[r#"
content/clusters/new.en.md:4:11 invalid-value: write a date as `2023`, `2023-03` or `2023-03-29`

"#]],
        ),
        (
            "2023-03-29T10:00:00Z",
            str![[r#"
content/clusters/new.en.md:4:11 wrong-type: 2023, "2023-03" or 2023-03-29

"#]],
        ),
        (
            "\"2023-3-9\"",
            str![[r#"
content/clusters/new.en.md:4:11 invalid-value: write it as `2023-03-09`, if that is the day you mean

"#]],
        ),
        (
            "0",
            str![[r#"
content/clusters/new.en.md:4:11 invalid-value: 2023, "2023-03" or 2023-03-29

"#]],
        ),
    ] {
        check(&entry(&format!("country = [\"ua\"]\nfounded = {date}")), expected);
    }
}

// ---------------------------------------------------------------- References

#[test]
fn unknown_terms_entries_and_files() {
    check(
        &entry("country = [\"ua\", \"plo\"]"),
        str![[r#"
content/clusters/new.en.md:3:18 unknown-term: known here: `pl`, `ua`; or add it to content/countries.toml: [plo]

"#]],
    );
    check(
        &entry("country = [\"germany\"]\nsectors = [\"foood\", \"textil\"]"),
        str![[r#"
content/clusters/new.en.md:3:12 unknown-term: known here: `pl`, `ua`; or add it to content/countries.toml: [germany]
content/clusters/new.en.md:4:12 unknown-term: did you mean `food`?
content/clusters/new.en.md:4:21 unknown-term: did you mean `textile`?

"#]],
    );
    check(
        &entry("country = [\"ua\"]\nlogo = \"logo.svg\""),
        str![[r#"
content/clusters/new.en.md:4:8 unknown-file: put it into content/clusters/new/ as `logo.svg`

"#]],
    );
    check(
        "//- content/memoranda/new.en.md\n+++\ntitle = \"New\"\nsigned = 2024\nparties = [\"wool\", \"ucca\", \"kosice\", \"nobody-knows-it\"]\n+++\n",
        str![[r#"
content/memoranda/new.en.md:4:20 unknown-entry: write the id of an entry that is there, or make it: content/clusters/ucca.<language>.md
content/memoranda/new.en.md:4:28 unknown-entry: `kosice` is in `memoranda`, and this field takes clusters
content/memoranda/new.en.md:4:38 unknown-entry: write the id of an entry that is there, or make it: content/clusters/nobody-knows-it.<language>.md

"#]],
    );
    check(
        "//- content/countries/de.en.md\n+++\ntitle = \"Germany\"\n+++\n",
        str![[r#"
content/countries/de.en.md:1:1 unknown-term: add it to content/countries.toml: [de]

"#]],
    );
}

#[test]
fn links_and_anchors_to_nowhere() {
    check(
        "//- content/clusters/new.en.md
+++
title = \"New\"
country = [\"ua\"]
+++
[a](uca.eng.md), [b](../about.en.md), [c](../../site.toml) and [d](/en/clusters/).

Їжак: ![e](new/logo.svg) [f](uca.en.md#hystory) [g](#here) [h](../clusters/)

[i]: wool.en.md#any
[i] [j](javascript:alert(1)) [k](uca/logo.svg \"title\")

## There
",
        str![[r#"
content/clusters/new.en.md:5:5 broken-link: did you mean `uca.en.md`?
content/clusters/new.en.md:5:22 broken-link: a link is the relative path to the source file: ../clusters/uca.en.md
content/clusters/new.en.md:5:43 link-outside: link to pages and files below content/, or give a full https:// address
content/clusters/new.en.md:5:68 link-outside: write the path from this file to the other source file, as `../clusters/uca.en.md`
content/clusters/new.en.md:7:12 broken-link: put the file there, or write where it is; a page's own files stand in content/clusters/new/
content/clusters/new.en.md:7:30 broken-anchor: did you mean `#history`?
content/clusters/new.en.md:7:53 broken-anchor: did you mean `#there`?
content/clusters/new.en.md:7:64 broken-link: make the file content/clusters/index.en.md with a title, and link to it: until then the list has no source file
content/clusters/new.en.md:9:6 broken-anchor: that page has no headings: link to the page itself
content/clusters/new.en.md:10:9 forbidden-address: allowed are relative paths, `https:`, `http:`, `mailto:` and `tel:`
content/clusters/new.en.md:10:34 broken-link: put the file there, or write where it is; a page's own files stand in content/clusters/new/

"#]],
    );
}

// ---------------------------------------------------------------- Originals and translations

#[test]
fn a_fact_in_a_translation() {
    check(
        "//- content/clusters/uca.uk.md
+++
title = \"Альянс\"
translates = \"3a7ecd6a\"
place = \"Київ\"
country = [\"ua\"]
  founded = 2010
+++
## Історія
",
        str![[r#"
content/clusters/uca.uk.md:5:1 shared-field-in-translation: remove it here; content/clusters/uca.en.md says it for every language
content/clusters/uca.uk.md:6:3 shared-field-in-translation: remove it here; content/clusters/uca.en.md says it for every language

"#]],
    );
}

#[test]
fn texts_of_other_languages_in_a_translation() {
    check(
        "//- content/clusters/uca.uk.md
+++
title = \"Альянс\"
translates = \"3a7ecd6a\"
place = { en = \"Lviv\", uk = \"Київ\" }
+++
## Історія
",
        str![[r#"
content/clusters/uca.uk.md:4:9 wrong-type: write place = "…"; texts for all languages at once stand in the original

"#]],
    );
    // In rows all languages stand together, and the hint says how.
    check(
        "//- content/memoranda/new.en.md\n+++\ntitle = \"New\"\nsigned = 2024\n[[sources]]\npage = 1\n[[sources]]\nname = \"x\"\n+++\n",
        str![[r#"
content/memoranda/new.en.md:4:1 missing-key: write name = { en = "…", uk = "…" }
content/memoranda/new.en.md:7:8 wrong-type: write name = { en = "…", uk = "…" }

"#]],
    );
}

#[test]
fn no_original_or_two() {
    check(
        "//- content/clusters/wool.en.md\n+++\ntitle = \"Wool\"\ntranslates = \"00000000\"\ncountry = [\"pl\"]\n+++\n",
        str![[r#"
content/clusters/wool.en.md:3:14 no-original: remove the line `translates` from the page that was written first, and give it the facts

"#]],
    );
    check_with(
        |site| site.replace("content/clusters/uca.en.md", "country", "translates = \"00000000\"\ncountry"),
        str![[r#"
content/clusters/uca.en.md:3:14 no-original: remove the line `translates` from the page that was written first, and give it the facts

"#]],
    );
    check_with(
        |site| site.replace("content/clusters/uca.uk.md", "translates = \"3a7ecd6a\"\n", ""),
        str![[r#"
content/clusters/uca.uk.md:1:1 two-originals: if this page translates the other, remove its facts and add translates = "3a7ecd6a"

"#]],
    );
    check_with(
        |site| {
            site.replace("content/clusters/uca.uk.md", "translates = \"3a7ecd6a\"\n", "");
            site.replace("content/clusters/uca.en.md", "title = ", "draft = false # ");
        },
        str![[r#"
content/clusters/uca.en.md:1:4 missing-key: write title = "…"
content/clusters/uca.uk.md:1:1 two-originals: if this page translates the other, remove its facts and let `icsi translated` stamp it when the other has a title

"#]],
    );
    check_with(
        |site| site.remove("content/clusters/uca.en.md"),
        str![[r#"
content/clusters/uca.uk.md:3:14 no-original: remove the line `translates` from the page that was written first, and give it the facts
content/clusters/wool.en.md:6:20 broken-link: did you mean `uca.uk.md`?
content/index.en.md:4:27 broken-link: did you mean `clusters/uca.uk.md`?

"#]],
    );
}

#[test]
fn a_missing_translation_where_one_is_required() {
    check_with(
        |site| {
            site.replace("site.toml", "theme = \"plain\"", "theme = \"plain\"\nmissing_translation = \"error\"");
        },
        str![[r#"
content/clusters/wool.en.md:1:1 missing-translation: translate it, or set missing_translation = "fallback" in site.toml
content/memoranda/kosice.uk.md:1:1 missing-translation: translate it, or set missing_translation = "fallback" in site.toml

"#]],
    );
}

// ---------------------------------------------------------------- Names

#[test]
fn names_of_files() {
    let page = "+++\ntitle = \"New\"\ncountry = [\"ua\"]\n+++\n";
    for (name, expected) in [
        (
            "content/clusters/new.md",
            str![[r#"
content/clusters/new.md:1:1 file-name: rename it to content/clusters/new.en.md

"#]],
        ),
        (
            "content/clusters/new.ua.md",
            str![[r#"
content/clusters/new.ua.md:1:1 unknown-language: rename it to content/clusters/new.uk.md

"#]],
        ),
        (
            "content/clusters/New Cluster.en.md",
            str![[r#"
content/clusters/New Cluster.en.md:1:1 file-name: rename it to content/clusters/new-cluster.en.md: lower-case letters a to z, digits and single hyphens

"#]],
        ),
        (
            "content/clusters/новий.uk.md",
            str![[r#"
content/clusters/новий.uk.md:1:1 file-name: rename it to content/clusters/novyi.uk.md: lower-case letters a to z, digits and single hyphens

"#]],
        ),
        (
            "content/clusters/new--x.en.md",
            str![[r#"
content/clusters/new--x.en.md:1:1 file-name: rename it to content/clusters/new-x.en.md: lower-case letters a to z, digits and single hyphens

"#]],
        ),
        (
            "content/clusters/new.en.markdown",
            str![[r#"
content/clusters/new.en.markdown:1:1 file-name: rename it to content/clusters/new.en.md

"#]],
        ),
        (
            "content/cluster/new.en.md",
            str![[r#"
content/cluster/new.en.md:1:1 unknown-folder: did you mean `clusters`?

"#]],
        ),
        (
            "content/clusters/deep/new.en.md",
            str![[r#"
content/clusters/deep/new.en.md:1:1 file-name: move it up: content/clusters/new.en.md

"#]],
        ),
        (
            "content/about.en.txt",
            str![[r#"
content/about.en.txt:1:1 file-name: rename it to content/about.en.md

"#]],
        ),
        (
            "content/country.toml",
            str![[r#"
content/country.toml:1:1 unknown-folder: `content/countries.toml` is there already: move the terms to it, and delete this file

"#]],
        ),
        (
            "content/clusters/uca/лого.svg",
            str![[r#"
content/clusters/uca/лого.svg:1:1 file-name: rename it to content/clusters/uca/loho.svg: letters a to z, digits, hyphens, underscores and dots, since it becomes part of an address

"#]],
        ),
    ] {
        check(&format!("//- {name}\n{page}"), expected);
    }
}

#[test]
fn ids_that_differ_by_case_or_normal_form() {
    let page = "+++\ntitle = \"New\"\ncountry = [\"ua\"]\n+++\n";
    check(
        &format!("//- content/clusters/UCA.en.md\n{page}"),
        str![[r#"
content/clusters/UCA.en.md:1:1 colliding-ids: keep one of the two files, under a name of lower-case letters a to z, digits and single hyphens

"#]],
    );
    check(
        &format!("//- content/clusters/UCA.uk.md\n{page}"),
        str![[r#"
content/clusters/UCA.uk.md:1:1 colliding-ids: keep one of the two files, under a name of lower-case letters a to z, digits and single hyphens

"#]],
    );
    check(
        &format!("//- content/clusters/caf\u{e9}.en.md\n{page}//- content/clusters/cafe\u{301}.en.md\n{page}"),
        str![[r#"
content/clusters/café.en.md:1:1 file-name: rename it to content/clusters/cafe.en.md: lower-case letters a to z, digits and single hyphens
content/clusters/café.en.md:1:1 colliding-ids: keep one of the two files, under a name of lower-case letters a to z, digits and single hyphens

"#]],
    );
    check(
        &format!("//- content/New.en.md\n{page}//- content/NEW.en.md\n{page}"),
        str![[r#"
content/NEW.en.md:1:1 file-name: rename it to content/new.en.md: lower-case letters a to z, digits and single hyphens
content/New.en.md:1:1 colliding-ids: keep one of the two files, under a name of lower-case letters a to z, digits and single hyphens

"#]],
    );
}

#[test]
fn two_things_at_one_address() {
    let page = |path: &str, more: &str| format!("//- content/{path}\n+++\ntitle = \"New\"\n{more}\n+++\n");
    let cluster = |path: &str, more: &str| page(&format!("clusters/{path}"), &format!("country = [\"ua\"]\n{more}"));
    // Slugs
    check(
        &cluster("new.en.md", "slug = \"uca\""),
        str![[r#"
content/clusters/new.en.md:4:8 address-collision: give one of the two another id, slug or alias

"#]],
    );
    check(
        &(cluster("a.en.md", "slug = \"same\"") + &cluster("b.en.md", "slug = \"same\"")),
        str![[r#"
content/clusters/b.en.md:4:8 address-collision: give one of the two another id, slug or alias

"#]],
    );
    // Aliases
    check(
        &cluster("new.en.md", "aliases = [\"uca\"]"),
        str![[r#"
content/clusters/new.en.md:4:12 address-collision: give one of the two another id, slug or alias

"#]],
    );
    check(
        &cluster("new.en.md", "aliases = [\"/en/clusters/old/\", \"old\", \"/sitemap.xml\"]"),
        str![[r#"
content/clusters/new.en.md:4:33 address-collision: take it out of `aliases`
content/clusters/new.en.md:4:40 address-collision: give one of the two another id, slug or alias

"#]],
    );
    check(
        &(cluster("a.en.md", "aliases = [\"old\"]") + &cluster("b.en.md", "aliases = [\"Old\"]")),
        str![[r#"
content/clusters/b.en.md:4:12 address-collision: give one of the two another id, slug or alias

"#]],
    );
    check(
        &cluster("new.en.md", "aliases = [\"/robots.txt/old/\", \"/_headers/\", \"/old.html\", \"/old.html/x\"]"),
        str![[r#"
content/clusters/new.en.md:4:12 address-collision: give one of the two another id, slug or alias
content/clusters/new.en.md:4:32 address-collision: give one of the two another id, slug or alias
content/clusters/new.en.md:4:59 address-collision: give one of the two another id, slug or alias

"#]],
    );
    // Names that the site keeps for itself
    check(
        &page("search.en.md", ""),
        str![[r#"
content/search.en.md:1:1 address-collision: give one of the two another id, slug or alias

"#]],
    );
    check(
        &page("about.en.md", "slug = \"search\""),
        str![[r#"
content/about.en.md:3:8 address-collision: give one of the two another id, slug or alias

"#]],
    );
    check(
        &cluster("page.en.md", ""),
        str![[r#"
content/clusters/page.en.md:1:1 address-collision: give one of the two another id, slug or alias

"#]],
    );
    check(
        &cluster("new.en.md", "slug = \"page\""),
        str![[r#"
content/clusters/new.en.md:4:8 address-collision: give one of the two another id, slug or alias

"#]],
    );
    // A plain page and a collection or vocabulary
    check(
        &page("clusters.en.md", ""),
        str![[r#"
content/clusters.en.md:1:1 address-collision: the text of the list `clusters` stands in its folder: move the file to content/clusters/index.en.md

"#]],
    );
    check(
        &(page("sectors.en.md", "") + &page("sectors.uk.md", "translates = \"cf352bb5\"")),
        str![[r#"
content/sectors.en.md:1:1 address-collision: the text of the list `sectors` stands in its folder: move the file to content/sectors/index.en.md

"#]],
    );
    check(
        &page("about.en.md", "slug = \"memoranda\""),
        str![[r#"
content/about.en.md:3:8 address-collision: give one of the two another id, slug or alias

"#]],
    );
}

#[test]
fn names_in_the_configuration_that_are_taken() {
    check_with(
        |site| {
            site.replace("site.toml", "[indexes]", "[collections.search]\ntitle = { en = \"S\", uk = \"П\" }\n[collections.sectors]\ntitle = { en = \"S\", uk = \"С\" }\n[indexes]");
        },
        str![[r#"
site.toml:47:14 invalid-config: choose another name
site.toml:49:14 invalid-config: both would stand at the same address: rename one

"#]],
    );
    check(
        "//- content/sectors.toml\n[food]\ntitle = { en = \"Food\", uk = \"Їжа\" }\n[textile]\ntitle = { en = \"Textile\", uk = \"Текстиль\" }\n[Food]\ntitle = { en = \"Food\", uk = \"Їжа\" }\n[page]\ntitle = { en = \"Page\", uk = \"Сторінка\" }\n",
        str![[r#"
content/sectors.toml:5:2 invalid-value: lower-case letters, digits and single hyphens: [food]
content/sectors.toml:7:2 invalid-value: this name is the site's own in addresses: choose another

"#]],
    );
}

#[test]
fn lists_keep_the_addresses_of_their_pages() {
    // With 51 entries, the list has a page 2, which an alias cannot take.
    let many: String = (0..50)
        .map(|n| format!("//- content/clusters/c{n}.en.md\n+++\ntitle = \"C\"\ncountry = [\"ua\"]\n+++\n"))
        .collect();
    check_with(
        |site| {
            site.write(&many);
            site.write(&entry("country = [\"ua\"]\naliases = [\"page/2\", \"/en/clusters/page/2/\"]"));
        },
        str![[r#"
content/clusters/new.en.md:4:12 slug-invalid: a path from the site's start, or a name beside this page: aliases = ["/en/clusters/old-name/"]
content/clusters/new.en.md:4:22 address-collision: give one of the two another id, slug or alias

"#]],
    );
}

// ---------------------------------------------------------------- Bytes

#[test]
fn bytes_that_are_no_text() {
    check_with(
        |site| site.write_bytes("content/clusters/new.en.md", b"+++\ntitle = \"Caf\xe9\"\ncountry = [\"ua\"]\n+++\n"),
        str![[r#"
content/clusters/new.en.md:2:13 not-utf8: save it as UTF-8 (in most editors: Save with Encoding)

"#]],
    );
    check_with(
        |site| site.write_bytes("content/clusters/uca.en.md", b"\xff\xfe+\0+\0+\0\n\0"),
        str![[r#"
content/clusters/uca.en.md:1:1 not-utf8: save it as UTF-8 (in most editors: Save with Encoding)

"#]],
    );
    check_with(
        |site| site.write_bytes("site.toml", b"title = \"\xd0\"\n"),
        str![[r#"
site.toml:1:10 not-utf8: save it as UTF-8 (in most editors: Save with Encoding)

"#]],
    );
    check_with(
        |site| site.write_bytes("content/countries.toml", b"[pl]\n# \xd0\xd0\n"),
        str![[r#"
content/countries.toml:2:3 not-utf8: save it as UTF-8 (in most editors: Save with Encoding)

"#]],
    );
    check_with(
        |site| site.write_bytes("themes/plain/templates/page.html", b"<p>\xff</p>"),
        str![[r#"
themes/plain/templates/page.html:1:4 not-utf8: save it as UTF-8 (in most editors: Save with Encoding)

"#]],
    );
    check_with(
        |site| site.write_bytes("themes/plain/i18n/uk.ftl", b"home = \xff\n"),
        str![[r#"
themes/plain/i18n/uk.ftl:1:8 not-utf8: save it as UTF-8 (in most editors: Save with Encoding)

"#]],
    );
}

#[test]
fn characters_that_no_text_has() {
    check(
        "//- content/clusters/new.en.md\n+++\ntitle = \"Їжа\u{0}к\"\ncountry = [\"ua\"]\n+++\n",
        str![[r#"
content/clusters/new.en.md:2:13 forbidden-character: delete it; it often comes along when text is pasted

"#]],
    );
    check(
        "//- content/clusters/new.en.md\n+++\ntitle = \"New\"\ncoun\u{0}try = [\"ua\"]\n+++\nOne\n\nДва\u{202e}три\u{0}\n",
        str![[r#"
content/clusters/new.en.md:3:5 forbidden-character: delete it; it often comes along when text is pasted
content/clusters/new.en.md:7:4 forbidden-character: delete it; it often comes along when text is pasted

"#]],
    );
    check(
        "//- content/countries.toml\n[pl]\ntitle = { en = \"Pol\u{7}and\", uk = \"Польща\" }\n[ua]\ntitle = { en = \"Ukraine\", uk = \"Україна\" }\n",
        str![[r#"
content/countries.toml:2:20 forbidden-character: delete it; it often comes along when text is pasted

"#]],
    );
    check_with(
        |site| site.replace("site.toml", "\"Clusters\"", "\"Clus\u{0}ters\""),
        str![[r#"
site.toml:15:21 forbidden-character: delete it; it often comes along when text is pasted

"#]],
    );
}

#[test]
fn a_byte_order_mark_and_carriage_returns_move_no_column() {
    let page = "+++\ntitle = \"Їжак\"\nsummary = \"Ґ\" \nsectros = [\"food\"]\ncountry = [\"ua\", \"plo\"]\n+++\nЇї [їжа](nowhere.en.md)\n";
    for text in [
        page.to_owned(),
        page.replace('\n', "\r\n"),
        format!("\u{feff}{page}"),
        format!("\u{feff}{}", page.replace('\n', "\r\n")),
    ] {
        check_with(
            |site| site.write_bytes("content/clusters/new.en.md", text.as_bytes()),
            str![[r#"
content/clusters/new.en.md:4:1 unknown-key: did you mean `sectors`?
content/clusters/new.en.md:5:18 unknown-term: known here: `pl`, `ua`; or add it to content/countries.toml: [plo]
content/clusters/new.en.md:7:10 broken-link: a link is the relative path to the source file: ../clusters/uca.en.md

"#]],
        );
    }
    check(
        "//- content/clusters/new.en.md\n\u{feff}text\n",
        str![[r#"
content/clusters/new.en.md:1:1 front-matter: begin the file with a line `+++`, then title = "…", then another line `+++`

"#]],
    );
}

#[test]
fn a_byte_order_mark_and_carriage_returns_just_work() {
    let plain = Site::new("").built();
    let site = Site::new("");
    let rewrite = |folder: &str| {
        for path in files_below(&site.path(folder)).iter().filter(|path| !path.contains("static/")) {
            let path = format!("{folder}/{path}");
            let text = site.read(&path);
            site.write_bytes(&path, format!("\u{feff}{}", text.replace('\n', "\r\n")).as_bytes());
        }
    };
    rewrite("content");
    assert!(site.built().files() == plain.files(), "of pages and vocabularies no byte remains");
    rewrite("themes/plain");
    let site_toml = site.read("site.toml");
    site.write_bytes("site.toml", format!("\u{feff}{}", site_toml.replace('\n', "\r\n")).as_bytes());
    assert_data_eq!(site.built().whole().replace('\r', ""), plain.whole().raw());
}

// ---------------------------------------------------------------- Files that are not what they seem

#[test]
fn symbolic_links_out_of_the_site() {
    use std::os::unix::fs::symlink;
    let secret = |site: &Site| {
        std::fs::create_dir_all(site.above().join("secret")).unwrap();
        std::fs::write(site.above().join("secret/uca.en.md"), "+++\ntitle = \"Secret\"\n+++\n").unwrap();
    };
    check_with(
        |site| {
            secret(site);
            symlink("../../../secret/uca.en.md", site.path("content/clusters/new.en.md")).unwrap();
        },
        str![[r#"
content/clusters/new.en.md:1:1 symlink-escapes: put the file itself here

"#]],
    );
    // A link to a file of the site's folder that is not among its pages is not published either.
    check_with(
        |site| {
            std::fs::create_dir_all(site.path("content/clusters/wool")).unwrap();
            symlink("../../site.toml", site.path("content/clusters/new.en.md")).unwrap();
            symlink("../../../site.toml", site.path("content/clusters/wool/site.txt")).unwrap();
        },
        str![[r#"
content/clusters/new.en.md:1:1 symlink-escapes: put the file itself here
content/clusters/wool/site.txt:1:1 symlink-escapes: put the file itself here

"#]],
    );
    // Others refer to the entry and link to it.
    check_with(
        |site| {
            secret(site);
            site.remove("content/clusters/uca.en.md");
            symlink(site.above().join("secret/uca.en.md"), site.path("content/clusters/uca.en.md")).unwrap();
        },
        str![[r#"
content/clusters/uca.en.md:1:1 symlink-escapes: put the file itself here

"#]],
    );
    check_with(
        |site| {
            secret(site);
            std::fs::remove_dir_all(site.path("content/clusters")).unwrap();
            symlink(site.above().join("secret"), site.path("content/clusters")).unwrap();
        },
        str![[r#"
content/clusters:1:1 symlink-escapes: put the folder itself here

"#]],
    );
    check_with(
        |site| {
            std::fs::rename(site.path("content"), site.above().join("moved")).unwrap();
            symlink("../moved", site.path("content")).unwrap();
        },
        str![[r#"
content:1:1 symlink-escapes: put the folder itself here

"#]],
    );
    check_with(
        |site| {
            std::fs::rename(site.path("themes/plain/templates"), site.above().join("moved")).unwrap();
            symlink(site.above().join("moved"), site.path("themes/plain/templates")).unwrap();
        },
        str![[r#"
themes/plain/templates:1:1 symlink-escapes: put the folder itself here

"#]],
    );
}

// ---------------------------------------------------------------- Templates

/// Replaces a template of the plain theme.
#[track_caller]
fn check_template(name: &str, text: &str, expected: impl IntoData) {
    check(&format!("//- themes/plain/templates/{name}\n{text}"), expected);
}

#[test]
fn templates_that_cannot_be_parsed_or_fail() {
    check_template(
        "page.html",
        "<h1>\n  {{ page.title }\n</h1>\n",
        str![[r#"
themes/plain/templates/page.html:2:17 template: docs/guide/content/chapters/templates.en.md lists what each template gets

"#]],
    );
    check_template(
        "entry.html",
        "<h1>\n  {{ entry.titel.first }}\n</h1>\n",
        str![[r#"
themes/plain/templates/entry.html:2:12 template: docs/guide/content/chapters/templates.en.md lists what each template gets

"#]],
    );
    check_template(
        "entry.html",
        "<p>{{ їжак | no_such_filter }}</p>\n",
        str![[r#"
themes/plain/templates/entry.html:1:7 template: docs/guide/content/chapters/templates.en.md lists what each template gets

"#]],
    );
    check_template(
        "entry.html",
        "{{ <no_such_component /> }}\n",
        str![[r#"
themes/plain/templates/entry.html:1:4 template: docs/guide/content/chapters/templates.en.md lists what each template gets

"#]],
    );
    check_template(
        "entry.html",
        "{{ 1 / 0 }}\n",
        str![[r#"
themes/plain/templates/entry.html:1:8 template: docs/guide/content/chapters/templates.en.md lists what each template gets

"#]],
    );
    check_template(
        "entry.html",
        "<p>їжак {{ asset(path=\"site.scss\") }}</p>\n",
        str![[r#"
themes/plain/templates/entry.html:1:12 template: docs/guide/content/chapters/templates.en.md lists what each template gets

"#]],
    );
    check_template(
        "entry.html",
        "<p>{{ \"hom\" | t }}</p>\n",
        str![[r#"
themes/plain/templates/entry.html:1:8 missing-string: did you mean `home`? or add it to themes/plain/i18n/en.ftl

"#]],
    );
    check_template(
        "entry.html",
        "{% extends \"bases.html\" %}\n",
        str![[r#"
themes/plain/templates/entry.html:1:12 template: docs/guide/content/chapters/templates.en.md lists what each template gets

"#]],
    );
    check_template(
        "entry.html",
        "{% include \"nothing.html\" %}\n",
        str![[r#"
themes/plain/templates/entry.html:1:12 template: docs/guide/content/chapters/templates.en.md lists what each template gets

"#]],
    );
    check_with(
        |site| site.remove("themes/plain/templates/cross.html"),
        str![[r#"
site.toml:3:9 missing-theme: add themes/plain/templates/cross.html

"#]],
    );
    check_with(
        |site| site.remove("themes/plain/theme.toml"),
        str![[r#"
themes/plain/theme.toml:1:1 missing-theme: add it: name = "…", version = "…"

"#]],
    );
}

#[test]
fn templates_that_recurse() {
    check_template(
        "entry.html",
        "<p>{% include \"entry.html\" %}</p>\n",
        str![[r#"
themes/plain/templates/entry.html:1:16 template: take one of these out: a page that holds itself has no end

"#]],
    );
    check(
        "//- themes/plain/templates/a.html\na {% include \"b.html\" %}\n//- themes/plain/templates/b.html\nb {% include \"a.html\" %}\n//- themes/plain/templates/entry.html\n{% include \"a.html\" %}\n",
        str![[r#"
themes/plain/templates/a.html:1:15 template: take one of these out: a page that holds itself has no end

"#]],
    );
    check_template(
        "base.html",
        "{% extends \"base.html\" %}\n",
        str![[r#"
themes/plain/templates/base.html:1:13 template: take one of these out: a page that holds itself has no end

"#]],
    );
    check(
        "//- themes/plain/templates/a.html\n{% extends \"b.html\" %}\n//- themes/plain/templates/b.html\n{% extends \"a.html\" %}\n",
        str![[r#"
themes/plain/templates/a.html:1:13 template: take one of these out: a page that holds itself has no end

"#]],
    );
    // Through a part and its parent.
    check(
        "//- themes/plain/templates/part.html\n{% extends \"base.html\" %}\n//- themes/plain/templates/base.html\n<p>{% include \"part.html\" %}</p>\n",
        str![[r#"
themes/plain/templates/base.html:1:16 template: take one of these out: a page that holds itself has no end

"#]],
    );
    check_template(
        "entry.html",
        "{% component loop() -%}\n<p>{{ <loop /> }}</p>\n{%- endcomponent loop %}\n{{ <loop /> }}\n",
        str![[r#"
themes/plain/templates/entry.html:2:8 template: take one of these out: a page that holds itself has no end

"#]],
    );
    check_template(
        "entry.html",
        "{% component one() -%}{{ <two /> }}{%- endcomponent one %}\n{% component two() -%}{{ <one /> }}{%- endcomponent two %}\n{{ <one /> }}\n",
        str![[r#"
themes/plain/templates/entry.html:1:27 template: take one of these out: a page that holds itself has no end

"#]],
    );
}

#[test]
fn interface_strings() {
    check_with(
        |site| site.replace("themes/plain/i18n/en.ftl", "moved = ", "# moved = "),
        str![[r#"
themes/plain/templates/redirect.html:11:9 missing-string: add it to themes/plain/i18n/en.ftl: moved = …

"#]],
    );
    check_with(
        |site| site.replace("themes/plain/i18n/uk.ftl", "home = Головна", "home = { $home"),
        str![[r#"
themes/plain/i18n/uk.ftl:19:1 interface-string: a string is `key = text`, and what it is given stands in it as `{ $name }`

"#]],
    );
    check_with(
        |site| site.replace("themes/plain/i18n/uk.ftl", "[few] { $count } записи", "[few] { $cuont } записи"),
        str![[r#"
themes/plain/templates/parts.html:41:31 template: docs/guide/content/chapters/templates.en.md lists what each template gets

"#]],
    );
    check_with(
        |site| site.remove("themes/plain/i18n/en.ftl"),
        str![[r#"
site.toml:3:9 missing-theme: add themes/plain/i18n/en.ftl

"#]],
    );
}

// ---------------------------------------------------------------- One mistake, one message

#[test]
fn what_refers_to_a_broken_page_stays_silent() {
    // `uca` is translated, is a party of a memorandum, and is linked to from three pages, once at a heading.
    check_with(
        |site| site.replace("content/clusters/uca.en.md", "country = [\"ua\"]", "country = [\"ua\""),
        str![[r#"
content/clusters/uca.en.md:4:1 toml: write ] behind the last value of the list

"#]],
    );
    check_with(
        |site| site.replace("content/clusters/uca.en.md", "+++\n##", "##"),
        str![[r#"
content/clusters/uca.en.md:1:1 front-matter: put a line `+++` after its last key

"#]],
    );
    check_with(
        |site| site.replace("content/clusters/uca.en.md", "title = \"Ukrainian Cluster Alliance\"", ""),
        str![[r#"
content/clusters/uca.en.md:1:4 missing-key: write title = "…"

"#]],
    );
    check_with(
        |site| site.replace("content/clusters/uca.uk.md", "translates", "translates = "),
        str![[r#"
content/clusters/uca.uk.md:3:15 toml: write translates = "3a7ecd6a"

"#]],
    );
    check_with(
        |site| site.write_bytes("content/clusters/uca.en.md", b"\xff"),
        str![[r#"
content/clusters/uca.en.md:1:1 not-utf8: save it as UTF-8 (in most editors: Save with Encoding)

"#]],
    );
    check_with(
        |site| site.write_bytes("content/clusters/wool.en.md", b"\xff"),
        str![[r#"
content/clusters/wool.en.md:1:1 not-utf8: save it as UTF-8 (in most editors: Save with Encoding)

"#]],
    );
    // The file is there, under a name that cannot be.
    check_with(
        |site| {
            std::fs::rename(site.path("content/clusters/wool.en.md"), site.path("content/clusters/Wool.en.md")).unwrap()
        },
        str![[r#"
content/clusters/Wool.en.md:1:1 file-name: rename it to content/clusters/wool.en.md: lower-case letters a to z, digits and single hyphens

"#]],
    );
    check_with(
        |site| {
            std::fs::rename(site.path("content/clusters/wool.en.md"), site.path("content/clusters/wool.eng.md"))
                .unwrap();
            site.replace("content/memoranda/kosice.uk.md", "../clusters/uca.uk.md", "../clusters/wool.eng.md");
        },
        str![[r#"
content/clusters/wool.eng.md:1:1 unknown-language: rename it to content/clusters/wool.en.md

"#]],
    );
}

#[test]
fn what_refers_to_a_broken_vocabulary_stays_silent() {
    check_with(
        |site| site.replace("content/countries.toml", "[pl]", "[pl"),
        str![[r#"
content/countries.toml:1:4 toml: write [pl]

"#]],
    );
    check_with(
        |site| site.replace("content/countries.toml", "{ en = \"Poland\", uk = \"Польща\" }", "{ }"),
        str![[r#"
content/countries.toml:2:1 missing-key: title = { en = "…", uk = "…" }

"#]],
    );
    check_with(
        |site| site.write_bytes("content/countries.toml", b"\xff"),
        str![[r#"
content/countries.toml:1:1 not-utf8: save it as UTF-8 (in most editors: Save with Encoding)

"#]],
    );
    check_with(
        |site| site.replace("content/countries.toml", "[pl]", "[PL]"),
        str![[r#"
content/countries.toml:1:2 invalid-value: lower-case letters, digits and single hyphens: [pl]

"#]],
    );
    // A term that is broken hides no mistake about another one.
    check_with(
        |site| {
            site.replace("content/countries.toml", "{ en = \"Poland\", uk = \"Польща\" }", "{ }");
            site.replace("content/clusters/uca.en.md", "[\"ua\"]", "[\"uaa\"]");
        },
        str![[r#"
content/clusters/uca.en.md:3:12 unknown-term: known here: `ua`; or add it to content/countries.toml: [uaa]
content/countries.toml:2:1 missing-key: title = { en = "…", uk = "…" }

"#]],
    );
    // Nor does a warning.
    check_with(
        |site| {
            site.replace("content/countries.toml", "\"Poland\"", "\"P\u{43e}land\"");
            site.replace("content/clusters/uca.en.md", "[\"ua\"]", "[\"uaa\"]");
        },
        str![[r#"
content/clusters/uca.en.md:3:12 unknown-term: known here: `pl`, `ua`; or add it to content/countries.toml: [uaa]
content/countries.toml:2:16 mixed-scripts (warning): write `Poland`, typed in one script: some letters only look alike

"#]],
    );
}

#[test]
fn a_broken_configuration_or_theme_hides_no_page_and_no_page_hides_them() {
    check_with(
        |site| {
            site.replace("content/clusters/uca.en.md", "country", "contry");
            site.replace("content/clusters/wool.en.md", "#history", "#histori");
            site.replace("content/countries.toml", "iso = \"PL\"", "iso = 1");
            site.replace("themes/plain/templates/page.html", "page.title }}", "page.title }");
            site.replace("themes/plain/i18n/uk.ftl", "continue = Українською\n", "");
        },
        str![[r#"
content/clusters/uca.en.md:3:1 unknown-key: did you mean `country`?
content/clusters/wool.en.md:6:20 broken-anchor: did you mean `#history`?
content/countries.toml:3:7 wrong-type: write iso = "1"
themes/plain/i18n/uk.ftl:1:1 missing-text (warning): add them to themes/plain/i18n/uk.ftl; until then readers see the words of `en`
themes/plain/templates/page.html:3:50 template: docs/guide/content/chapters/templates.en.md lists what each template gets

"#]],
    );
}

// ---------------------------------------------------------------- The output folder

/// Builds to a folder that must be refused, or fails to be written, and changes nothing.
#[track_caller]
fn check_out(out: impl Fn(&Site) -> String, code: i32, expected: impl IntoData) {
    let site = Site::new("");
    let out = out(&site);
    let before = tree_of(&site);
    let run = site.icsi(&["build", "--no-sync", "--out", &out]);
    let said = run.stderr.replace(site.above().to_str().unwrap(), "ABOVE");
    assert_data_eq!(said, expected);
    assert_eq!(run.code, code, "{}", run.stderr);
    assert_eq!(tree_of(&site), before, "nothing was written");
}

fn tree_of(site: &Site) -> Vec<std::path::PathBuf> {
    let mut all: Vec<_> =
        walkdir::WalkDir::new(site.above()).into_iter().map(|entry| entry.unwrap().into_path()).collect();
    all.sort();
    all
}

#[test]
fn output_folders_that_are_refused() {
    let own = |path: &'static str| move |site: &Site| site.path(path).to_str().unwrap().to_owned();
    check_out(
        |_| "/".to_owned(),
        1,
        str![[r#"
error[output-folder]: the output folder `/` is the root of the file system
 |
 = hint: choose another folder with `--out`, such as `public`

nothing published: 1 error

"#]],
    );
    check_out(
        |site| site.home().to_str().unwrap().to_owned(),
        1,
        str![[r#"
error[output-folder]: the output folder `ABOVE/home` is or holds your home folder
 |
 = hint: choose another folder with `--out`, such as `public`

nothing published: 1 error

"#]],
    );
    check_out(
        |site| site.above().to_str().unwrap().to_owned(),
        1,
        str![[r#"
error[output-folder]: the output folder `ABOVE` is or holds your home folder
 |
 = hint: choose another folder with `--out`, such as `public`

nothing published: 1 error

"#]],
    );
    check_out(
        |_| ".".to_owned(),
        1,
        str![[r#"
error[output-folder]: the output folder `.` is the site's own folder
 |
 = hint: choose another folder with `--out`, such as `public`

nothing published: 1 error

"#]],
    );
    check_out(
        |_| String::new(),
        2,
        str![[r#"
error: a value is required for '--out <DIR>' but none was supplied

For more information, try '--help'.

"#]],
    );
    check_out(
        own("content"),
        1,
        str![[r#"
error[output-folder]: the output folder `ABOVE/site/content` holds the site's sources
 |
 = hint: choose another folder with `--out`, such as `public`

nothing published: 1 error

"#]],
    );
    check_out(
        own("content/public"),
        1,
        str![[r#"
error[output-folder]: the output folder `ABOVE/site/content/public` lies among the site's sources
 |
 = hint: choose another folder with `--out`, such as `public`

nothing published: 1 error

"#]],
    );
    check_out(
        own("themes/plain/static"),
        1,
        str![[r#"
error[output-folder]: the output folder `ABOVE/site/themes/plain/static` lies among the site's sources
 |
 = hint: choose another folder with `--out`, such as `public`

nothing published: 1 error

"#]],
    );
    check_out(
        own("site.toml"),
        1,
        str![[r#"
error[output-folder]: the output folder `ABOVE/site/site.toml` is a file
 |
 = hint: choose another folder with `--out`, such as `public`

nothing published: 1 error

"#]],
    );
    check_out(
        own("site.toml/public"),
        1,
        str![[r#"
error[output-folder]: the output folder `ABOVE/site/site.toml/public` cannot exist: a part of its path is a file
 |
 = hint: choose another folder with `--out`, such as `public`

nothing published: 1 error

"#]],
    );
    check_out(
        |site| {
            site.write_bytes("notes/mine.txt", b"mine");
            "notes".to_owned()
        },
        1,
        str![[r#"
error[output-folder]: the output folder `notes` holds `mine.txt` and was not made by this tool
 |
 = hint: choose an empty folder or a new one with `--out`; only what the tool published itself is ever replaced

nothing published: 1 error

"#]],
    );
    check_out(
        |site| {
            std::fs::create_dir(site.path("real")).unwrap();
            std::os::unix::fs::symlink("real", site.path("linked")).unwrap();
            "linked".to_owned()
        },
        1,
        str![[r#"
error[output-folder]: the output folder `linked` is a symbolic link
 |
 = hint: name the folder that it leads to: a new site takes the folder's place, and a link would be lost

nothing published: 1 error

"#]],
    );
    check_out(
        |site| {
            std::fs::create_dir_all(site.path("checkout/.git")).unwrap();
            "checkout".to_owned()
        },
        1,
        str![[r#"
error[output-folder]: the output folder `checkout` is a checkout: it has a `.git`
 |
 = hint: choose another folder with `--out`, such as `public`

nothing published: 1 error

"#]],
    );
}

#[test]
fn something_strange_in_the_published_folder_is_refused() {
    let site = Site::new("");
    site.built();
    site.write_bytes("public/mine.txt", b"mine");
    let before = (site.published().files(), site.published().marks());
    site.replace("content/index.en.md", "Welcome", "Hello");
    let run = site.icsi(&["build", "--no-sync"]);
    assert_data_eq!(
        run.stderr.replace(site.above().to_str().unwrap(), "ABOVE"),
        str![[r#"
error[output-folder]: the output folder `ABOVE/site/public` holds what this tool did not put there: `mine.txt`
 |
 = hint: move it away: the tool replaces the whole folder and deletes only its own files (what a desktop leaves behind, such as `.DS_Store`, counts too)

nothing published: 1 error

"#]]
    );
    assert_eq!(run.code, 1);
    assert_untouched(&site, &site.published(), &before);
}

#[test]
fn an_output_folder_that_cannot_be_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::new("");
    let folder = site.path("locked");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    // Whoever may write everywhere is stopped by a file system that takes no folder.
    let out = if std::fs::create_dir(folder.join("probe")).is_err() {
        folder.join("public")
    } else {
        std::fs::remove_dir(folder.join("probe")).unwrap();
        std::path::PathBuf::from("/proc/public")
    };
    let run = site.icsi(&["build", "--no-sync", "--out", out.to_str().unwrap()]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("cannot") && run.stderr.contains(out.to_str().unwrap()), "{}", run.stderr);
    assert!(!out.exists());
}

#[test]
fn a_page_that_cannot_be_read() {
    check_with(
        |site| {
            site.remove("content/clusters/wool.en.md");
            std::os::unix::fs::symlink("nowhere.en.md", site.path("content/clusters/wool.en.md")).unwrap();
        },
        str![[r#"
content/clusters/wool.en.md:1:1 unreadable-file: check that it is there and that you may read it

"#]],
    );
    check_with(
        |site| {
            site.remove("content/clusters/wool.en.md");
            std::fs::create_dir(site.path("content/clusters/wool.en.md")).unwrap();
        },
        str![[r#"
content/memoranda/kosice.uk.md:4:19 unknown-entry: write the id of an entry that is there, or make it: content/clusters/wool.<language>.md

"#]],
    );
}

#[test]
fn a_language_of_code_that_is_not_known_is_told_once_a_site() {
    let site = Site::new("");
    let page = |allow: &str| {
        format!("+++\ntitle = \"T\"\n{allow}+++\n```rusty\na\n```\n\n```RUSTY\na\n```\n\n```jsno\na\n```\n")
    };
    site.write(&format!("//- content/a.en.md\n{}", page("allow = { unknown-code-language = \"a test\" }\n")));
    site.write(&format!("//- content/b.en.md\n{}", page("")));
    site.write(&format!("//- content/c.en.md\n{}", page("")));
    let run = site.check();
    let told = run.diagnostics();
    let told: Vec<&str> = told.lines().filter(|line| line.contains("unknown-code-language")).collect();
    assert_eq!(
        told,
        [
            "content/b.en.md:4:4 unknown-code-language (warning): write `text` for code that is not to be highlighted",
            "content/b.en.md:12:4 unknown-code-language (warning): did you mean `json`? Write `text` for code of no language",
        ]
    );
}

#[test]
fn files_that_are_not_what_they_are_called() {
    let site = Site::new("");
    let lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    site.write_bytes("content/clusters/uca/view.jpg", lfs.as_bytes());
    site.write_bytes("content/clusters/uca/logo.jpg", b"\x89PNG\r\n\x1a\n and so on");
    site.write_bytes("content/clusters/uca/text.pdf", lfs.as_bytes());
    assert_data_eq!(
        site.build().diagnostics(),
        str![[r#"
content/clusters/uca/logo.jpg:1:1 file-kind: rename it to logo.png, or put the right file in its place
content/clusters/uca/text.pdf:1:1 file-kind: get the file itself: git lfs pull
content/clusters/uca/view.jpg:1:1 file-kind: get the file itself: git lfs pull

"#]]
    );
}

/// Letters that are stored as two characters are two on the screen's ruler too: columns count what is in the file.
#[test]
fn a_page_that_is_not_composed_keeps_its_columns() {
    let front = "+++\ntitle = \"N\"\ncountry = [\"pl\"]\n+++\n";
    let body = "\u{418}\u{306}ор \u{438}\u{306} [x](nowhere.en.md)\n\nМои\u{306} <font>\n";
    let site = Site::new(&format!("//- content/clusters/new.en.md\n{front}{body}"));
    assert_data_eq!(
        site.build().diagnostics(),
        str![[r#"
content/clusters/new.en.md:5:13 broken-link: a link is the relative path to the source file: ../clusters/uca.en.md
content/clusters/new.en.md:7:6 raw-html (warning): write `&lt;` for the sign `<`

"#]]
    );
}

#[test]
fn an_unfinished_merge_is_told_once() {
    let merge = |ours: &str, theirs: &str| format!("<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> other\n");
    let page =
        |front: &str, body: &str| format!("//- content/clusters/new.en.md\n+++\ntitle = \"N\"\n{front}+++\n{body}\n");
    let country = "country = [\"pl\"]\n";
    for (files, place) in [
        (page(&merge("country = [\"pl\"]", "country = [\"ua\"]"), "Text."), "content/clusters/new.en.md:3:1 toml"),
        (page(country, &merge("One.", "Two.")), "content/clusters/new.en.md:5:1 conflict-marks (warning)"),
    ] {
        let said = Site::new(&files).build().diagnostics();
        assert!(said.starts_with(&format!("{place}: keep ")) && said.lines().count() == 1, "{said}");
    }
    // The marks may hold the lines `+++` too.
    let whole = merge("+++\ntitle = \"N\"\ncountry = [\"pl\"]\n+++", "+++\ntitle = \"M\"\n+++");
    let said = Site::new(&format!("//- content/clusters/new.en.md\n{whole}Text.\n")).build();
    assert_eq!(said.diagnostics().lines().count(), 1, "{}", said.diagnostics());
    assert!(said.stdout.contains("merge"), "{}", said.stdout);
}
