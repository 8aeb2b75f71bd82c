//! Settings of whole sites, and what programs read of them.

use crate::common::Site;

#[test]
fn a_language_that_is_a_country_is_told_by_its_right_tag() {
    for (typed, right) in [("ua", "uk"), ("cz", "cs"), ("jp", "ja")] {
        let site = Site::new("");
        let toml = site.read("site.toml");
        site.write_bytes("site.toml", toml.replace("\"uk\"]", &format!("\"{typed}\"]")).as_bytes());
        let run = site.check();
        assert_eq!(run.code, 1, "`{typed}` is no language");
        let told = run.stdout.lines().find(|line| line.contains("\"line\":2,")).unwrap_or_default();
        assert!(told.contains(&format!("`{right}`")), "{typed}: {}", run.stdout);
    }
}

#[test]
fn a_code_that_takes_a_country_off_the_map_is_told() {
    for typed in ["ua", "POL", "EL", "UK"] {
        let site = Site::new("");
        let terms = site.read("content/countries.toml");
        let old = terms.lines().find(|line| line.starts_with("iso")).expect("a country with a code").to_owned();
        site.write_bytes("content/countries.toml", terms.replacen(&old, &format!("iso = \"{typed}\""), 1).as_bytes());
        assert!(site.check().stdout.contains("countries.toml"), "`{typed}` takes a country off the map in silence");
    }
}

#[test]
fn an_empty_required_list_is_an_error() {
    let site = Site::new("");
    site.write("//- content/clusters/new.en.md\n+++\ntitle = \"N\"\ncountry = []\nsectors = [\"food\"]\n+++\n");
    let run = site.check();
    assert_eq!(run.code, 1, "{}", run.stdout);
}

#[test]
fn line_ends_in_front_matter_make_nothing_outdated() {
    let text =
        "+++\ntitle = \"N\"\nsummary = \"\"\"One\ntwo\"\"\"\ncountry = [\"pl\"]\nsectors = [\"food\"]\n+++\nText.\n";
    let plain = Site::new("");
    plain.write(&format!("//- content/clusters/new.en.md\n{text}"));
    let site = Site::new("");
    site.write_bytes("content/clusters/new.en.md", text.replace('\n', "\r\n").as_bytes());
    assert_eq!((plain.build().code, site.build().code), (0, 0));
    assert_eq!(site.published().read("data/clusters.json"), plain.published().read("data/clusters.json"));
}
