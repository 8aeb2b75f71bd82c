//! Strictness of a site: `[checks]`, `--strict`, `--allow`, and a page's own exceptions.

use snapbox::{assert_data_eq, str};

use crate::common::Site;

/// A site in which one word of an original has changed, with these lines at the end of site.toml.
fn corrected(checks: &str) -> Site {
    let site = Site::new("");
    site.replace("content/clusters/uca.en.md", "Founded in Kyiv.", "Founded in Lviv.");
    let config = site.read("site.toml");
    site.write_bytes("site.toml", format!("{config}\n{checks}").as_bytes());
    site
}

fn code(site: &Site, arguments: &[&str]) -> i32 {
    site.icsi(arguments).code
}

#[test]
fn a_correction_passes_while_its_translation_waits() {
    let site = corrected("");
    assert_eq!(code(&site, &["check", "--strict"]), 1);
    let run = site.icsi(&["check", "--strict", "--allow", "outdated-translation"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("warning[outdated-translation]"), "{}", run.stderr);
    assert!(run.stderr.ends_with("1 warning\nlet pass: 1 × outdated-translation\n"), "{}", run.stderr);
    // A rule that is allowed hides no other.
    site.replace("content/clusters/wool.en.md", "#history).", "#history). <font>x</font>");
    assert_eq!(code(&site, &["check", "--strict", "--allow", "outdated-translation"]), 1);
    assert_eq!(code(&site, &["check", "--strict", "--allow", "outdated-translation", "--allow", "raw-html"]), 0);
}

#[test]
fn the_hint_names_the_way_without_a_terminal() {
    let site = corrected("");
    let said = site.check().diagnostics();
    let stamp = said.split("translates = \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    site.replace("content/clusters/uca.uk.md", "3a7ecd6a", stamp);
    assert_data_eq!(site.check().diagnostics(), str![""]);
}

#[test]
fn a_site_says_the_level_of_a_rule() {
    let site = corrected("[checks]\noutdated-translation = \"warning\"\n");
    assert_eq!(code(&site, &["check", "--strict"]), 0);
    let site = corrected("[checks]\noutdated-translation = \"off\"\n");
    assert_data_eq!(site.check().diagnostics(), str![""]);
    let site = corrected("[checks]\noutdated-translation = \"error\"\n");
    assert_eq!(code(&site, &["check"]), 1);
    assert_eq!(code(&site, &["check", "--allow", "outdated-translation"]), 0);
}

#[test]
fn a_level_holds_for_builds_too() {
    let build = |checks: &str, strict: bool| {
        let site = Site::new("");
        site.replace("content/clusters/wool.en.md", "#history).", "#history). <font>x</font>");
        let config = site.read("site.toml");
        site.write_bytes("site.toml", format!("{config}\n{checks}").as_bytes());
        code(&site, if strict { &["build", "--no-sync", "--strict"] } else { &["build", "--no-sync"] })
    };
    assert_eq!(build("", true), 1);
    assert_eq!(build("[checks]\nraw-html = \"warning\"\n", true), 0);
    assert_eq!(build("[checks]\nraw-html = \"error\"\n", false), 1);
}

#[test]
fn errors_are_lowered_by_nobody() {
    let broken = |config: &str, front: &str| {
        let site = corrected(config);
        site.replace("content/clusters/wool.en.md", "country =", &format!("{front}country ="));
        site.replace("content/clusters/wool.en.md", "#history).", "#history). [x](javascript:x)");
        site
    };
    let site = broken("[checks]\nforbidden-address = \"off\"\nrwa-html = \"off\"\nraw-html = \"silent\"\n", "");
    assert_data_eq!(
        site.check().diagnostics(),
        str![[r#"
site.toml:51:1 invalid-config: remove the line, and mend what the rule tells of
site.toml:52:1 unknown-key: did you mean `raw-html`?
site.toml:53:12 invalid-value: known here: `error`, `warning`, `off`

"#]]
    );
    let front = "allow = { forbidden-address = \"I say so\", rwa-html = \"x\", raw-html = \" \" }\n";
    assert_data_eq!(
        broken("", front).build().diagnostics(),
        str![[r#"
content/clusters/wool.en.md:3:11 invalid-config: remove the line, and mend what the rule tells of
content/clusters/wool.en.md:3:43 unknown-key: did you mean `raw-html`?
content/clusters/wool.en.md:3:70 empty-value: say why, in a few words
content/clusters/wool.en.md:7:44 forbidden-address: allowed are relative paths, `https:`, `http:`, `mailto:` and `tel:`

"#]]
    );
    let run = broken("", "").icsi(&["check", "--allow", "forbidden-address"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    let run = broken("", "").icsi(&["check", "--allow", "rwa-html"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (2, "error: --allow: there is no rule `rwa-html`\nhint: did you mean `raw-html`?\n")
    );
}

#[test]
fn a_page_is_an_exception_with_its_reason() {
    let site = corrected("");
    site.replace("content/clusters/wool.en.md", "#history).", "#history). <font>x</font>");
    site.replace("content/clusters/wool.en.md", "country =", "allow = { raw-html = \"a quotation\" }\ncountry =");
    site.replace("content/clusters/uca.uk.md", "translates", "allow = { outdated-translation = \"…\" }\ntranslates");
    assert_data_eq!(site.check().diagnostics(), str![""]);
    assert_eq!(code(&site, &["check", "--strict"]), 0);
    // Another page is none.
    site.write("//- content/about.en.md\n+++\ntitle = \"About\"\n+++\n<font>x</font>\n");
    assert_eq!(code(&site, &["check", "--strict"]), 1);
}
