//! `icsi new`: stubs that need no second look.

use crate::common::Site;

/// The base site with a required choice and a table of which a column is required.
fn site() -> Site {
    let site = Site::new("");
    site.replace("site.toml", "kind     = { type = \"choice\",", "kind     = { type = \"choice\", required = true,");
    for page in ["uca", "wool"] {
        site.replace(&format!("content/clusters/{page}.en.md"), "country =", "kind = \"cluster\"\ncountry =");
    }
    site
}

#[test]
fn a_stub_says_what_each_field_wants() {
    let site = site();
    let run = site.icsi(&["new", "clusters", "New cluster"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let stub = site.read("content/clusters/new-cluster.en.md");
    let required = stub.find("# Required before it is published:").unwrap();
    let others = stub.find("# Where they are known:").unwrap();
    for line in [
        "# kind = \"cluster\"   # Kind: cluster, association\n",
        "# country = [\"id\"]   # Countries: ids from content/countries.toml\n",
    ] {
        assert!(stub.find(line).is_some_and(|at| at > required && at < others), "{stub}");
    }
    assert!(
        stub[others..].contains("# founded = 2023-03-29   # Founded: a day, a month \"2023-03\" or a year 2023\n"),
        "{stub}"
    );
    let updated = stub.lines().find_map(|line| line.strip_prefix("updated = ")).unwrap();
    assert!(updated.len() == 10 && updated > "2026-11-28", "{updated}");
    let translation = site.read("content/clusters/new-cluster.uk.md");
    assert!(translation.contains("translates = \"00000000\"") && translation.contains("# place = "), "{translation}");
    assert!(translation.contains("\nupdated = 20"), "{translation}");
    assert!(!translation.contains("country"), "facts stand in the original: {translation}");
    // It is a draft: the site is as good as before.
    assert_eq!(site.icsi(&["check"]).code, 0);
}

#[test]
fn a_row_stands_last_with_its_columns() {
    let site = site();
    assert_eq!(site.icsi(&["new", "memoranda", "Lviv"]).code, 0);
    let stub = site.read("content/memoranda/lviv.en.md");
    let rows = "\n# Sources: a row, with its columns; once for each row\n# [[sources]]\n# name = { en = \"…\", uk = \"…\" }   # Name (required)\n# page = 12   # Page\n+++\n";
    assert!(stub.contains(rows), "{stub}");
}

#[test]
fn the_remarks_are_in_the_editor_s_language() {
    let site = site();
    assert_eq!(site.icsi(&["--messages", "uk", "new", "memoranda", "Lviv"]).code, 0);
    let stub = site.read("content/memoranda/lviv.en.md");
    assert!(stub.contains("# Обов’язкові до публікації:\n# signed = 2023-03-29   # Підписано: день,"), "{stub}");
}

#[test]
fn drafts_are_checked_as_if_they_were_published() {
    let site = site();
    assert_eq!(site.icsi(&["new", "clusters", "New cluster"]).code, 0);
    let run = site.icsi(&["check", "--drafts", "--format", "json"]);
    assert_eq!(run.code, 1);
    let said = run.diagnostics();
    assert_eq!(said.matches("content/clusters/new-cluster.en.md:1:4 missing-key").count(), 2, "{said}");
    assert_eq!(site.icsi(&["build", "--drafts", "--no-sync"]).code, 0, "a draft can be looked at all the same");
}

#[test]
fn plain_pages_and_texts_of_terms() {
    let site = site();
    assert_eq!(site.icsi(&["new", "page", "About us"]).code, 0);
    assert!(site.read("content/about-us.uk.md").contains("translates ="));
    assert_eq!(site.icsi(&["new", "countries", "Польща"]).code, 0);
    assert!(site.read("content/countries/pl.en.md").contains("title = \"Poland\""));
    assert_eq!(site.icsi(&["check"]).code, 0);
    assert_eq!(site.icsi(&["build", "--no-sync"]).code, 0);
    let run = site.icsi(&["new", "countries", "Atlantis"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

#[test]
fn a_title_that_makes_no_name_of_a_file() {
    let site = site();
    let refused = |arguments: &[&str], said: &str| {
        let run = site.icsi(&[&["new"], arguments].concat());
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.starts_with(&format!("error: {said}\nhint: choose one with --id:")), "{}", run.stderr);
    };
    refused(&["clusters", "日本"], "`日本` gives no id: no letter of it has a Latin one");
    refused(&["clusters", "index"], "`index` is the name of a page that the site has by itself");
    refused(&["page", "Clusters"], "`clusters` is the name of a page that the site has by itself");
    refused(&["page", "Search"], "`search` is the name of a page that the site has by itself");
    for device in ["CON", "Nul", "LPT1"] {
        let id = device.to_lowercase();
        refused(&["clusters", device], &format!("`{id}` cannot be the name of a file on Windows"));
    }
    refused(&["clusters", "A", "--id", "A b"], "`A b` cannot be an id");
    // A long title is no reason to stop: the first words make the id.
    let long = "Слово ".repeat(90);
    assert_eq!(site.icsi(&["new", "clusters", &long]).code, 0);
    let stub = site.read("content/clusters/slovo-slovo-slovo-slovo-slovo-slovo-slovo-slovo-slovo-slovo.en.md");
    assert!(stub.contains(long.trim()), "{stub}");
    assert_eq!(site.icsi(&["new", "clusters", &"я".repeat(500)]).code, 0);
    assert_eq!(site.icsi(&["new", "clusters", "日本", "--id", "nippon"]).code, 0);
    assert_eq!(site.icsi(&["check"]).code, 0);
}

#[test]
fn what_cannot_be_made_is_told_with_what_helps() {
    let site = site();
    let check = |arguments: &[&str], expected: &str| {
        let run = site.icsi(&[&["new"], arguments].concat());
        assert_eq!((run.code, run.stderr.as_str()), (2, expected), "{arguments:?}");
    };
    let title = "error: the title is empty\nhint: write the title in quotation marks, such as \"Example cluster\"\n";
    check(&["clusters", "", "--id", "x"], title);
    check(&["page", " "], title);
    check(&["cluster", "X"], "error: there is no collection `cluster`\nhint: did you mean `clusters`?\n");
    let known = "hint: known here: `clusters`, `memoranda`, `countries`, `sectors`, `page`\n";
    check(&["pupils", "X"], &format!("error: there is no collection `pupils`\n{known}"));
    assert_eq!(site.icsi(&["new", "countries", "pl"]).code, 0);
    let taken = "error: `content/countries/pl.en.md` is there already\nhint: write into that file\n";
    check(&["countries", "pl"], taken);
    assert!(!site.path("content/clusters/x.en.md").exists());
}
