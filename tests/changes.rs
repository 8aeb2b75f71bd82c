//! Changes by day: pages' own notes, and the repository's history when a build is asked for it.

use std::process::Command;

use serde_json::{Value, json};
use snapbox::{IntoData as _, assert_data_eq, str};

use crate::common::{Site, html::Page, walk::assert_walkable};

fn git(site: &Site, arguments: &[&str]) {
    let identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.arg("-C").arg(&site.root).args(identity).args(arguments).env("HOME", site.home());
    assert!(command.output().unwrap().status.success(), "git {arguments:?}");
}

/// Commits all that is there, on a day.
fn commit(site: &Site, day: &str) {
    let identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    for arguments in [vec!["add", "--all", "."], vec!["commit", "--quiet", "--allow-empty", "-m", "change"]] {
        let mut command = Command::new("git");
        command.arg("-C").arg(&site.root).args(identity).args(&arguments).env("HOME", site.home());
        command.env("GIT_COMMITTER_DATE", format!("{day}T12:00:00+0200"));
        assert!(command.output().unwrap().status.success(), "git {arguments:?}");
    }
}

fn changes(site: &Site) -> Value {
    serde_json::from_str(&site.published().read("data/changes.json")).unwrap()
}

#[track_caller]
fn built_with_history(site: &Site) -> Value {
    let run = site.icsi(&["build", "--history", "--no-sync"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    changes(site)
}

/// `2026-11-02 changed clusters/uca en,uk title` and so on, a line for each change.
fn lines(data: &Value) -> String {
    let mut out = String::new();
    for day in data["days"].as_array().unwrap() {
        for change in day["changes"].as_array().unwrap() {
            let list = |key: &str| {
                let items = change[key].as_array().unwrap().iter();
                items.map(|item| item.as_str().unwrap()).collect::<Vec<_>>().join(",")
            };
            let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
            out += &format!(
                "{} {} {}/{} {} {}\n",
                text(&day["day"]),
                text(&change["change"]),
                text(&change["collection"]),
                text(&change["id"]),
                list("languages"),
                list("fields")
            );
        }
    }
    out
}

#[test]
fn notes_of_pages_are_told_by_day() {
    let site = Site::new("");
    site.replace(
        "content/clusters/uca.en.md",
        "country",
        "changes = [{ on = 2026-11-28, what = { en = \"Members \\\"counted\\\" anew\", uk = \"Членів полічено\" } }, { on = 2026-10-01, what = { en = \"Founded\" } }]\ncountry",
    );
    site.built();
    assert_data_eq!(
        site.published().read("data/changes.json"),
        str![[r#"
{
  "languages": [
    "en",
    "uk"
  ],
  "history": null,
  "days": [
    {
      "day": "2026-11-28",
      "notes": [
        {
          "collection": "clusters",
          "id": "uca",
          "title": {
            "en": "Ukrainian Cluster Alliance",
            "uk": "Український кластерний альянс"
          },
          "url": {
            "en": "https://example.org/en/clusters/uca/",
            "uk": "https://example.org/uk/clusters/uca/"
          },
          "what": {
            "en": "Members “counted” anew",
            "uk": "Членів полічено"
          }
        }
      ],
      "changes": []
    },
    {
      "day": "2026-10-01",
      "notes": [
        {
          "collection": "clusters",
          "id": "uca",
          "title": {
            "en": "Ukrainian Cluster Alliance",
            "uk": "Український кластерний альянс"
          },
          "url": {
            "en": "https://example.org/en/clusters/uca/",
            "uk": "https://example.org/uk/clusters/uca/"
          },
          "what": {
            "en": "Founded"
          }
        }
      ],
      "changes": []
    }
  ]
}

"#]]
        .raw()
    );
    site.replace("site.toml", "[indexes]", "[outputs]\nchanges = false\n[indexes]");
    assert!(!site.built().has("data/changes.json"));
}

#[test]
fn mistakes_in_notes_are_told() {
    let site = Site::new("");
    site.replace("content/clusters/uca.uk.md", "translates", "changes = []\ntranslates");
    site.replace(
        "content/clusters/wool.en.md",
        "country",
        "changes = [1, { on = 2026 }, { on = \"2026-11\", what = { en = \"x\" } }, { on = 2026-11-28, what = { de = \"x\", uk = \" \" } }, { on = 2026-11-28, what = {} }]\ncountry",
    );
    assert_data_eq!(site.check().diagnostics(), str![[r#"
content/clusters/uca.uk.md:3:1 shared-field-in-translation: remove it here; content/clusters/uca.en.md says it for every language
content/clusters/wool.en.md:3:12 wrong-type: changes = [{ on = 2026-03-29, what = { en = "…" } }]
content/clusters/wool.en.md:3:15 missing-key: what = { en = "…" }
content/clusters/wool.en.md:3:37 invalid-value: write on = 2026-03-29
content/clusters/wool.en.md:3:99 unknown-language: one of `languages` in site.toml
content/clusters/wool.en.md:3:114 empty-value: write it, or remove it
content/clusters/wool.en.md:3:149 empty-value: what = { en = "…" }

"#]].raw());
}

#[test]
fn the_history_tells_what_was_new_changed_and_removed() {
    let site = Site::new("");
    git(&site, &["init", "--quiet"]);
    commit(&site, "2026-11-01");
    site.replace("content/clusters/uca.en.md", "Founded in Kyiv.", "Founded in Lviv.");
    site.replace("content/clusters/uca.en.md", "[\"food\"]", "[\"food\", \"textile\"]");
    commit(&site, "2026-11-02");
    site.replace("content/clusters/uca.uk.md", "Український", "Всеукраїнський");
    site.replace("content/countries.toml", "Poland", "Republic of Poland");
    commit(&site, "2026-11-02");
    site.write("//- content/about.en.md\n+++\ntitle = \"About\"\ndraft = true\n+++\nText.\n");
    site.write("//- content/clusters/secret.en.md\n+++\ntitle = \"A person\"\ncountry = [\"ua\"]\n+++\nText.\n");
    site.write("//- content/clusters/closed.en.md\n+++\ntitle = \"Closed\"\ncountry = [\"ua\"]\n+++\nText.\n");
    commit(&site, "2026-11-03");
    site.replace("content/about.en.md", "draft = true\n", "");
    assert_eq!(site.icsi(&["addresses"]).code, 0);
    commit(&site, "2026-11-04");
    assert_eq!(site.icsi(&["remove", "clusters/secret"]).code, 0);
    commit(&site, "2026-11-05");
    assert_eq!(site.icsi(&["remove", "clusters/closed"]).code, 0);
    commit(&site, "2026-11-05");
    assert_eq!(site.icsi(&["rename", "clusters/wool", "wool-valley"]).code, 0);
    commit(&site, "2026-11-06");
    site.replace("content/clusters/wool-valley.en.md", "[\"textile\"]", "[\"food\"]");
    commit(&site, "2026-11-07");
    let data = built_with_history(&site);
    assert_data_eq!(
        lines(&data),
        str![[r#"
2026-11-07 changed clusters/wool-valley en sectors
2026-11-06 changed memoranda/kosice uk parties
2026-11-05 removed clusters/closed  
2026-11-05 removed clusters/secret  
2026-11-04 new -/about en 
2026-11-02 changed clusters/uca en,uk sectors,text,title
2026-11-02 changed countries/pl  title
2026-11-01 new -/index en,uk 
2026-11-01 new clusters/uca en,uk 
2026-11-01 new clusters/wool-valley en 
2026-11-01 new memoranda/kosice uk 
2026-11-01 new countries/pl  
2026-11-01 new countries/ua  
2026-11-01 new sectors/food  
2026-11-01 new sectors/textile  

"#]]
        .raw()
    );
    assert_eq!(data["history"], json!({ "complete": true, "known_from": null }));
    assert!(site.published().read("uk/clusters/uca/index.html").contains("\"datePublished\":\"2026-11-01\""));
    assert!(data.to_string().contains("\"secret\""), "the ledger names it");
    // Whoever must not be named any more leaves no trace.
    let run = site.icsi(&["addresses", "--forget", "/en/clusters/secret/", "/uk/clusters/secret/"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let data = built_with_history(&site);
    assert!(!data.to_string().contains("secret") && !data.to_string().contains("A person"));
    for (path, bytes) in site.published().files() {
        assert!(!String::from_utf8_lossy(&bytes).contains("secret"), "{path}");
    }
    site.built();
    assert_eq!(changes(&site)["history"], Value::Null, "nobody asked for it");
}

/// The base site with the program's theme, which has a page of changes.
fn with_page() -> Site {
    let site = Site::new("");
    site.replace("site.toml", "theme = \"plain\"", "theme = \"intermarium\"");
    std::fs::remove_dir_all(site.path("themes")).unwrap();
    site
}

/// The page of changes in a language as text: a line for each change, days before them.
fn told(site: &Site, language: &str) -> String {
    let page = Page::read(&site.published().folder, &format!("{language}/changes/index.html"));
    page.texts(".changes-day h2 time, .change").join("\n") + "\n"
}

#[test]
fn people_are_told_what_changed_in_their_language() {
    let site = with_page();
    git(&site, &["init", "--quiet"]);
    assert_eq!(site.icsi(&["addresses"]).code, 0);
    commit(&site, "2026-11-01");
    // A text of one language, a shared fact, a term, a note.
    site.replace("content/clusters/uca.uk.md", "Засновано в Києві.", "Засновано у Львові.");
    site.replace("content/clusters/wool.en.md", "[\"textile\"]", "[\"food\"]");
    site.replace("content/countries.toml", "Poland", "Republic of Poland");
    commit(&site, "2026-11-02");
    site.replace(
        "content/clusters/uca.en.md",
        "country",
        "changes = [{ on = 2026-11-03, what = { en = \"Members counted\", uk = \"Членів полічено\" } }]\ncountry",
    );
    commit(&site, "2026-11-03");
    built_with_history(&site);
    let english = told(&site, "en");
    let newest = english.split("1 November").next().unwrap();
    assert_data_eq!(
        newest,
        str![[r#"
3 November 2026
Changed Ukrainian Cluster Alliance Clusters Members counted
2 November 2026
Changed Wool Valley Clusters Sectors
Changed Republic of Poland Countries Title

"#]]
        .raw()
    );
    let ukrainian = told(&site, "uk");
    let newest = ukrainian.split("1 листопада").next().unwrap();
    assert_data_eq!(
        newest,
        str![[r#"
3 листопада 2026 р.
Змінено Український кластерний альянс Кластери Членів полічено
2 листопада 2026 р.
Змінено Український кластерний альянс Кластери Текст
Змінено Wool Valley Кластери Сектори
Змінено Польща Країни Назва

"#]]
        .raw()
    );
    let published = site.published();
    assert_walkable(&published, "https://example.org/");
    let entry = Page::read(&published.folder, "en/clusters/wool/index.html");
    assert_eq!(entry.text(".last-change"), "Last changed 2 November 2026: Sectors");
    assert_eq!(entry.attributes(".last-change a", "href"), ["/en/changes/#_2026-11-02-clusters--wool"]);
    // Poland itself, the cluster there, and the memorandum through it; not what has to do with Ukraine alone.
    let poland = published.read("en/countries/pl/feed.xml");
    for said in ["<title>Republic of Poland</title>", "<title>Wool Valley</title>", "Changed: Sectors"] {
        assert!(poland.contains(said), "{said}\n{poland}");
    }
    assert!(!poland.contains("Ukrainian Cluster Alliance"), "{poland}");
    assert!(!published.read("uk/countries/pl/feed.xml").contains("Wool Valley"), "fallbacks stand in no feed");
    let term = Page::read(&published.folder, "en/countries/pl/index.html");
    assert_eq!(term.count("link[rel=alternate][href='/en/countries/pl/feed.xml']"), 1);
    assert_eq!(term.count(".actions a[href='/en/countries/pl/feed.xml']"), 1);
}

#[test]
fn without_a_history_pages_say_when_they_were_changed_and_nothing_is_made_up() {
    let site = with_page();
    site.replace("content/clusters/wool.en.md", "country", "updated = 2026-11-05\ncountry");
    site.replace("content/clusters/uca.en.md", "country", "updated = \"2026-11\"\ncountry");
    site.built();
    assert_eq!(told(&site, "en"), "5 November 2026\nWool Valley Clusters\n");
    assert_eq!(told(&site, "uk"), "5 листопада 2026 р.\nWool Valley Кластери\n");
    let entry = Page::read(&site.published().folder, "en/clusters/wool/index.html");
    assert_eq!(entry.count(".last-change"), 0, "the day stands below already");
    site.replace("site.toml", "[indexes]", "[outputs]\nchanges = false\n[indexes]");
    let published = site.built();
    for path in published.paths() {
        assert!(!path.contains("changes") && !path.ends_with("/pl/feed.xml"), "{path}");
        assert!(!path.ends_with(".html") || !published.read(&path).contains("/changes/"), "{path}");
    }
}

#[test]
fn what_is_announced_says_so_wherever_it_is_told() {
    let site = with_page();
    site.replace(
        "site.toml",
        "place    = {",
        "held = { type = \"choice\", unconfirmed = [\"announced\"], values = { held = { en = \"Held\" }, announced = { en = \"Announced only\" } } }\nplace = {",
    );
    site.replace("content/clusters/wool.en.md", "country", "updated = 2026-11-05\nheld = \"announced\"\ncountry");
    assert_eq!(site.icsi(&["build", "--no-sync"]).code, 0);
    assert_eq!(told(&site, "en"), "5 November 2026\nWool Valley Clusters Announced only\n");
    assert!(site.published().read("en/changes/feed.xml").contains("<title>Wool Valley (Announced only)</title>"));
}

#[test]
fn whoever_is_forgotten_stands_on_no_page_and_in_no_feed_of_changes() {
    let site = with_page();
    git(&site, &["init", "--quiet"]);
    site.write("//- content/clusters/secret.en.md\n+++\ntitle = \"A person\"\ncountry = [\"ua\"]\n+++\nText.\n");
    assert_eq!(site.icsi(&["addresses"]).code, 0);
    commit(&site, "2026-11-03");
    assert_eq!(site.icsi(&["remove", "clusters/secret"]).code, 0);
    commit(&site, "2026-11-05");
    built_with_history(&site);
    assert!(told(&site, "en").contains("5 November 2026\nRemoved secret Clusters\n"), "{}", told(&site, "en"));
    assert!(site.published().read("en/changes/feed.xml").contains("Removed"));
    assert_walkable(&site.published(), "https://example.org/");
    let run = site.icsi(&["addresses", "--forget", "/en/clusters/secret/", "/uk/clusters/secret/"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    built_with_history(&site);
    for (path, bytes) in site.published().files() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("secret") && !text.contains("A person"), "{path}");
    }
}

#[test]
fn a_page_that_an_editor_called_changes_keeps_its_address() {
    let site = with_page();
    site.write("//- content/changes.en.md\n+++\ntitle = \"Ours\"\n+++\nText.\n");
    let published = site.built();
    assert!(published.read("en/changes/index.html").contains("Ours"));
    assert!(!published.read("en/index.html").contains("What changed"), "nothing leads to a page that is not there");
    assert!(published.has("en/changes/feed.xml"));
    assert!(published.read("uk/changes/index.html").contains("Ours"), "it is the page in every language");
}

#[test]
fn a_shallow_history_is_said_and_never_guessed_from() {
    let site = Site::new("");
    git(&site, &["init", "--quiet"]);
    for (day, title) in [("2026-11-01", "One"), ("2026-11-02", "Two"), ("2026-11-03", "Three")] {
        site.write(&format!("//- content/about.en.md\n+++\ntitle = \"{title}\"\n+++\nText.\n"));
        commit(&site, day);
    }
    let shallow = Site::empty();
    std::fs::remove_dir_all(&shallow.root).unwrap();
    let from = format!("file://{}", site.root.display());
    let cloned =
        Command::new("git").args(["clone", "--quiet", "--depth", "2", &from]).arg(&shallow.root).output().unwrap();
    assert!(cloned.status.success());
    let run = shallow.icsi(&["build", "--history", "--no-sync"]);
    assert!(run.stderr.contains("shallow: what changed up to 2026-11-02 is not known"), "{}", run.stderr);
    let data = changes(&shallow);
    assert_eq!(lines(&data), "2026-11-03 changed -/about en title\n");
    assert_eq!(data["history"], json!({ "complete": false, "known_from": "2026-11-02" }));
}

#[test]
fn a_folder_without_a_history_is_said() {
    let site = Site::new("");
    let run = site.icsi(&["build", "--history", "--no-sync"]);
    assert_eq!((run.code, site.path("public").exists()), (3, false), "{}", run.stderr);
    assert!(run.stderr.contains("the history of the site cannot be read"), "{}", run.stderr);
}
