//! A language that is added little by little: what lacks it is shown in another, told and counted.

use snapbox::{assert_data_eq, str};

use crate::common::Site;

/// The base site with Polish, of which nothing is there yet.
fn site() -> Site {
    let site = Site::new("");
    site.replace("site.toml", "languages = [\"en\", \"uk\"]", "languages = [\"en\", \"uk\", \"pl\"]");
    site
}

#[test]
fn a_new_language_builds_at_once_with_a_warning_a_file() {
    let site = site();
    let run = site.build();
    assert_eq!(run.code, 0);
    assert_data_eq!(
        run.diagnostics(),
        str![[r#"
content/countries.toml:2:1 missing-text (warning): add pl = "…"; until then its readers are shown another language's text
content/sectors.toml:2:1 missing-text (warning): add pl = "…"; until then its readers are shown another language's text
site.toml:3:9 missing-text (warning): add them to themes/plain/i18n/pl.ftl; until then readers see the words of `en`
site.toml:4:1 missing-text (warning): add pl = "…"; until then its readers are shown another language's text

"#]]
    );
    assert_eq!(site.icsi(&["check", "--strict"]).code, 1);
    assert_eq!(site.icsi(&["check", "--strict", "--allow", "missing-text"]).code, 0);
    assert_data_eq!(
        site.icsi(&["status"]).stdout.lines().take(4).collect::<Vec<_>>().join("\n"),
        str![[r#"
en: 3 originals, 0 current, 0 outdated, 1 missing
uk: 1 original, 2 current, 0 outdated, 1 missing
pl: 0 originals, 0 current, 0 outdated, 4 missing
    15 texts missing among those given for each language at once
"#]]
    );
    let page = site.published().read("pl/clusters/wool/index.html");
    assert!(page.contains("Wool Valley") && page.contains("Poland"), "{page}");
    assert!(page.contains("<html lang=\"pl\""), "{page}");
}

#[test]
fn each_text_takes_its_place_when_it_is_written() {
    let site = site();
    site.replace("content/countries.toml", "uk = \"Польща\" }", "uk = \"Польща\", pl = \"Polska\" }");
    site.write_bytes("themes/plain/i18n/pl.ftl", "home = Początek\n".as_bytes());
    let run = site.build();
    assert_eq!(run.code, 0);
    assert_data_eq!(
        run.diagnostics(),
        str![[r#"
content/countries.toml:6:1 missing-text (warning): add pl = "…"; until then its readers are shown another language's text
content/sectors.toml:2:1 missing-text (warning): add pl = "…"; until then its readers are shown another language's text
site.toml:4:1 missing-text (warning): add pl = "…"; until then its readers are shown another language's text
themes/plain/i18n/pl.ftl:1:1 missing-text (warning): add them to themes/plain/i18n/pl.ftl; until then readers see the words of `en`

"#]]
    );
    let page = site.published().read("pl/clusters/wool/index.html");
    assert!(page.contains("Polska") && !page.contains("Poland"), "{page}");
    assert!(page.contains("Początek"), "{page}");
    // A language that has everything is not warned of.
    let other = site.published().read("uk/clusters/wool/index.html");
    assert!(other.contains("Польща") && other.contains("Головна"), "{other}");
}

#[test]
fn a_table_shows_what_there_is_and_says_in_which_language() {
    let rows = "[[sources]]\nname = { en = \"Minutes\", uk = \"Протокол\" }\n\n[[sources]]\nname = { uk = \"Лист\" }\n";
    let site = Site::new("");
    site.replace(
        "content/memoranda/kosice.uk.md",
        "parties = [\"uca\", \"wool\"]\n",
        &format!("parties = [\"uca\", \"wool\"]\n{rows}"),
    );
    assert_data_eq!(
        site.check().diagnostics(),
        str![[r#"
content/memoranda/kosice.uk.md:9:1 missing-text (warning): add en = "…"; until then its readers are shown another language's text

"#]]
    );
    assert_eq!(site.build().code, 0);
    let data = site.published().read("data/memoranda.json");
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!(data["entries"][0]["fields"]["sources"][1]["name"], serde_json::json!({ "uk": "Лист" }), "{data}");
    let page = site.published().read("en/memoranda/kosice/index.html");
    assert!(page.contains("Minutes") && page.contains("Лист"), "{page}");
}

#[test]
fn a_translation_that_gives_a_text_lacks_nothing() {
    let site = site();
    site.replace("content/clusters/uca.en.md", "country", "place = { en = \"Kyiv\", uk = \"Київ\" }\ncountry");
    let of_page = |site: &Site| {
        let said = site.check().diagnostics();
        said.lines().filter(|line| line.contains("uca.") && line.contains("missing-text")).count()
    };
    assert_eq!(of_page(&site), 1);
    site.write(
        "//- content/clusters/uca.pl.md\n+++\ntitle = \"Sojusz\"\nplace = \"Kijów\"\ntranslates = \"00000000\"\n+++\n",
    );
    assert_eq!(of_page(&site), 0);
}
