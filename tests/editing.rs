//! Commands that change pages: what they write, what they leave alone, and what they refuse.

use std::process::Command;

use crate::common::{Run, Site, files_below};
use snapbox::{IntoData as _, assert_data_eq, str};

/// Every source with its text.
fn sources(site: &Site) -> Vec<(String, String)> {
    let mut files = files_below(&site.path("content"));
    files.sort();
    files.into_iter().map(|path| (path.clone(), site.read(&format!("content/{path}")))).collect()
}

fn git(site: &Site, arguments: &[&str]) {
    let identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.arg("-C").arg(&site.root).args(identity).args(arguments).env("HOME", site.home());
    assert!(command.output().unwrap().status.success(), "git {arguments:?}");
}

/// A site in a repository, with everything committed.
fn committed(files: &str) -> Site {
    let site = Site::new(files);
    git(&site, &["init", "--quiet"]);
    git(&site, &["add", "."]);
    git(&site, &["commit", "--quiet", "-m", "all"]);
    site
}

#[track_caller]
fn refused(site: &Site, arguments: &[&str], code: i32) -> Run {
    let before = sources(site);
    let run = site.icsi(arguments);
    assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
    assert!(sources(site) == before, "{arguments:?} changed something");
    run
}

#[track_caller]
fn done(site: &Site, arguments: &[&str]) -> Run {
    let run = site.icsi(arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
    run
}

#[test]
fn one_fact_is_set_and_nothing_else_in_the_file() {
    let site = Site::new("");
    let page = "content/clusters/uca.en.md";
    for (facts, from, to) in [
        (vec!["members=16"], "sectors = [\"food\"]\n", "sectors = [\"food\"]\nmembers = 16\n"),
        (vec!["members=17"], "members = 16", "members = 17"),
        (
            vec!["place.en=Lviv", "place.uk=Київ"],
            "members = 17\n",
            "place = { en = \"Lviv\", uk = \"Київ\" }\nmembers = 17\n",
        ),
        (vec!["place=Kyiv"], "Lviv", "Kyiv"),
        (vec!["country+=pl"], "country = [\"ua\"]", "country = [\"ua\", \"pl\"]"),
        (vec!["country-=ua"], "[\"ua\", \"pl\"]", "[\"pl\"]"),
        (vec!["country=pl, ua"], "[\"pl\"]", "[\"pl\", \"ua\"]"),
        (vec!["country.1="], "[\"pl\", \"ua\"]", "[\"ua\"]"),
        (vec!["sectors.1="], "sectors = [\"food\"]\n", ""),
        (vec!["country=pl,ua"], "[\"ua\"]", "[\"pl\", \"ua\"]"),
        (
            vec!["founded=2022-03", "active=true"],
            "members = 17\n",
            "founded = \"2022-03\"\nmembers = 17\nactive = true\n",
        ),
        (vec!["founded=2022-03-24"], "\"2022-03\"", "2022-03-24"),
        (vec!["founded=2022"], "2022-03-24", "2022"),
        (
            vec!["budget=300000 EUR"],
            "active = true\n",
            "active = true\nbudget = { amount = 300000, currency = \"EUR\" }\n",
        ),
        (vec!["budget.amount=2.5"], "300000", "2.5"),
        (
            vec!["budget=", "founded=", "active="],
            "founded = 2022\nmembers = 17\nactive = true\nbudget = { amount = 2.5, currency = \"EUR\" }\n",
            "members = 17\n",
        ),
        (vec!["title=The \"Alliance\""], "\"Ukrainian Cluster Alliance\"", "\"The \\\"Alliance\\\"\""),
    ] {
        let expected = site.read(page).replacen(from, to, 1);
        assert_ne!(expected, site.read(page), "{from}");
        let mut arguments = vec!["set", "clusters/uca"];
        arguments.extend(&facts);
        done(&site, &arguments);
        assert_eq!(site.read(page), expected, "{facts:?}");
    }
    let run = done(&site, &["set", "clusters/uca.uk", "title=Альянс"]);
    assert_data_eq!(
        run.stderr,
        str![[r#"
content/clusters/uca.uk.md
  - title = "Український кластерний альянс"
  + title = "Альянс"

"#]]
    );
    assert_eq!(done(&site, &["set", "clusters/uca.uk", "title=Альянс"]).stderr, "it says so already\n");
    done(&site, &["set", "countries/pl", "iso=POL", "title.en=Polska"]);
    assert!(
        site.read("content/countries.toml")
            .starts_with("[pl]\ntitle = { en = \"Polska\", uk = \"Польща\" }\niso = \"POL\"\n")
    );
    done(
        &site,
        &["set", "memoranda/kosice", "sources+={ name = { en = \"A\", uk = \"Б\" }, page = 3 }", "sources.1.name.uk=В"],
    );
    assert!(
        site.read("content/memoranda/kosice.uk.md")
            .contains("[\"uca\", \"wool\"]\n\n[[sources]]\nname = { en = \"A\", uk = \"В\" }\npage = 3\n+++")
    );
}

#[test]
fn a_fact_that_cannot_be_is_refused_with_what_to_write() {
    let site = Site::new("");
    for (arguments, expected) in [
        (
            ["set", "clusters/uca", "membrs=1"],
            "error: `clusters/uca` has no field `membrs`\nhint: did you mean `members`?\n",
        ),
        (
            ["set", "clusters/uca", "members"],
            "error: `members` sets nothing\nhint: write FIELD=VALUE, such as status=active\n",
        ),
        (["set", "clusters/uca", "members=many"], "error: `members` takes a whole number, not `many`\n"),
        (
            ["set", "clusters/uca", "founded=24.3.2022"],
            "error: `founded` takes a date: 2023, 2023-03 or 2023-03-29, not `24.3.2022`\n",
        ),
        (
            ["set", "clusters/uca", "members+=1"],
            "error: `members` has one value, not a list\nhint: set it: members=1\n",
        ),
        (["set", "clusters/uca", "country-=pl"], "error: `country` does not name `pl`\nhint: it has \"ua\"\n"),
        (["set", "clusters/uca", "place.fr=X"], "error: the site has no language `fr`\nhint: known here: `en`, `uk`\n"),
        (
            ["set", "clusters/uca.uk", "members=1"],
            "error: `members` is a fact, and facts stand in the original alone\nhint: name the entry: icsi set clusters/uca members=…\n",
        ),
        (["set", "clusters/uca", "country.7="], "error: there is no `country.7`\n"),
        (
            ["set", "clusters/uca", "members.uk=1"],
            "error: `members.uk` leads further than the field does\nhint: write members=…\n",
        ),
        (
            ["set", "clusters/uca", "budget.sum=1"],
            "error: `budget.sum` is an amount and a currency\nhint: write budget.amount=… or budget.currency=…\n",
        ),
        (
            ["set", "memoranda/kosice", "sources.page=1"],
            "error: `sources.page` leads further than the field does\nhint: say of which row: sources.1.page=…\n",
        ),
        (
            ["set", "countries/pl", "title=Polska"],
            "error: `title` has a text for each language\nhint: title.en=… title.uk=…\n",
        ),
        (
            ["set", "clusters/ucb", "members=1"],
            "error: there is no page or term `clusters/ucb`\nhint: did you mean `clusters/uca`?\n",
        ),
        (
            ["set", "memoranda/kosice", "sources.2.page=1"],
            "error: content/memoranda/kosice.uk.md: there is no `sources.2`\n",
        ),
        (
            ["set", "clusters/uca", "sources.1.page=1"],
            "error: `clusters/uca` has no field `sources`\nhint: its fields: title, summary, slug, aliases, draft, updated, translates, kind, country, sectors, place, founded, members, share, active, website, email, logo, budget\n",
        ),
    ] {
        assert_eq!(refused(&site, &arguments, 2).stderr, expected, "{arguments:?}");
    }
    // A mistake that only the whole site shows is told as `check` tells it.
    let run = refused(&site, &["set", "clusters/uca", "country+=plo"], 1);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error[unknown-term]: the vocabulary `countries` has no term `plo`
 --> content/clusters/uca.en.md:3:18
  |
3 | country = ["ua", "plo"]
  |                  ^^^^^
  |
  = hint: known here: `pl`, `ua`; or add it to content/countries.toml: [plo]

error: the site would have these errors; nothing was written

"#]]
    );
    refused(&site, &["set", "clusters/uca", "website=javascript:alert(1)"], 1);
    refused(&site, &["set", "clusters/uca", "country="], 1);
    refused(&site, &["set", "clusters/uca", "title=a\u{202e}b"], 2);
}

/// A text without languages is the page's own: the hint leads to the text of the language that was meant.
#[test]
fn the_text_of_a_language_beside_one_without_is_refused_with_what_to_write() {
    let site = Site::new("");
    let check = |page: &str, fact: &str, hint: &str| {
        let told = refused(&site, &["set", page, fact], 2).stderr;
        assert_eq!(told, format!("error: `place` has one text here, and not one for each language\nhint: {hint}\n"));
    };
    done(&site, &["set", "clusters/uca", "place=Kyiv"]);
    check("clusters/uca", "place.en=Lviv", "set it: place=Lviv");
    let page = "set it on the page of that language: icsi set clusters/uca.uk place=Львів";
    check("clusters/uca", "place.uk=Львів", page);
    done(&site, &["set", "clusters/uca.uk", "place=Львів"]);
    done(&site, &["set", "clusters/wool", "place=Kyiv"]);
    let both = r#"give the texts of both languages: 'place={ en = "Kyiv", uk = "Львів" }'"#;
    check("clusters/wool", "place.uk=Львів", both);
    done(&site, &["set", "clusters/wool", r#"place={ en = "Kyiv", uk = "Львів" }"#]);
}

const ENTRY_WITH_FILES: &str = "\
//- content/clusters/uca/logo.svg
<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"></svg>
//- content/clusters/uca.en.md
+++
title = \"Ukrainian Cluster Alliance\" # the alliance
country = [\"ua\"]
logo = \"logo.svg\"
+++
## History

![Logo](uca/logo.svg), [itself](uca.en.md#history), [there][1].

[1]: ./uca.uk.md
";

#[test]
fn a_rename_takes_files_references_links_and_addresses_along() {
    let site = committed(ENTRY_WITH_FILES);
    done(&site, &["translated", "--all"]);
    git(&site, &["commit", "--quiet", "-a", "-m", "stamps"]);
    let before = site.built();
    let old_file = before.files().into_keys().find(|path| path.starts_with("assets/clusters/uca/logo")).unwrap();
    let (kosice, wool) = (site.read("content/memoranda/kosice.uk.md"), site.read("content/clusters/wool.en.md"));
    let (en, uk) = (site.read("content/clusters/uca.en.md"), site.read("content/clusters/uca.uk.md"));

    let dry = done(&site, &["rename", "clusters/uca", "alliance", "--dry-run"]);
    assert_eq!(site.read("content/clusters/uca.en.md"), en);
    assert_data_eq!(
        dry.stdout,
        str![[r#"
content/clusters/uca/ -> content/clusters/alliance/
content/clusters/uca.en.md -> content/clusters/alliance.en.md
  + aliases = ["/en/clusters/uca/"]
  - ![Logo](uca/logo.svg), [itself](uca.en.md#history), [there][1].
  + ![Logo](alliance/logo.svg), [itself](alliance.en.md#history), [there][1].
  - [1]: ./uca.uk.md
  + [1]: ./alliance.uk.md
content/clusters/uca.uk.md -> content/clusters/alliance.uk.md
  + aliases = ["/uk/clusters/uca/"]
content/clusters/wool.en.md
  - See the [alliance](uca.en.md#history).
  + See the [alliance](alliance.en.md#history).
content/index.en.md
  - Welcome to the [alliance](clusters/uca.en.md).
  + Welcome to the [alliance](clusters/alliance.en.md).
content/index.uk.md
  - translates = "7b5b0d54"
  + translates = "7a8b3d0f"
  - Вітаємо: [альянс](clusters/uca.uk.md).
  + Вітаємо: [альянс](clusters/alliance.uk.md).
content/memoranda/kosice.uk.md
  - parties = ["uca", "wool"]
  + parties = ["alliance", "wool"]
  - Сторони: [альянс](../clusters/uca.uk.md).
  + Сторони: [альянс](../clusters/alliance.uk.md).

"#]]
        .raw()
    );
    done(&site, &["rename", "clusters/uca", "clusters/alliance"]);
    assert_eq!(
        site.read("content/memoranda/kosice.uk.md"),
        kosice.replace("\"uca\"", "\"alliance\"").replace("uca.uk", "alliance.uk")
    );
    assert_eq!(site.read("content/clusters/wool.en.md"), wool.replace("uca.en", "alliance.en"));
    assert!(site.read("content/clusters/alliance.en.md").starts_with(
        "+++\ntitle = \"Ukrainian Cluster Alliance\" # the alliance\naliases = [\"/en/clusters/uca/\"]\ncountry"
    ));
    assert_eq!(
        site.read("content/clusters/alliance.uk.md"),
        uk.replace("альянс\"\n", "альянс\"\naliases = [\"/uk/clusters/uca/\"]\n")
    );
    assert!(!site.path("content/clusters/uca.en.md").exists() && !site.path("content/clusters/uca").exists());
    assert_eq!(site.icsi(&["check", "--strict"]).code, 0, "{}", site.icsi(&["check", "--strict"]).stderr);
    let after = site.built();
    for address in ["en/clusters/uca/index.html", "uk/clusters/uca/index.html", &old_file] {
        assert!(after.has(address), "{address} lives on");
    }
    assert_eq!(before.read(&old_file), after.read(&old_file));
    assert!(after.read("en/clusters/uca/index.html").contains("/en/clusters/alliance/"));
}

#[test]
fn a_term_is_renamed_with_its_page_and_keeps_its_addresses() {
    let site = committed(
        "//- content/countries/pl/flag.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"></svg>\n//- content/countries/pl.en.md\n+++\ntitle = \"Poland\"\n+++\n![Flag](pl/flag.svg)\n//- content/about.en.md\n+++\ntitle = \"About\"\n+++\n[Poland](countries/pl.en.md)\n",
    );
    site.replace("content/memoranda/kosice.uk.md", "parties", "countries = [\"pl\"]\nparties");
    git(&site, &["commit", "--quiet", "-a", "-m", "more"]);
    let before: Vec<String> = site.built().files().into_keys().filter(|path| path.contains("/pl/")).collect();
    done(&site, &["rename", "countries/pl", "countries/poland"]);
    assert!(site.read("content/countries.toml").starts_with(
        "[poland]\ntitle = { en = \"Poland\", uk = \"Польща\" }\naliases = [\"/en/countries/pl/\", \"/uk/countries/pl/\"]\niso = \"PL\"\n"
    ));
    assert!(site.read("content/clusters/wool.en.md").contains("country = [\"poland\"]"));
    assert!(site.read("content/memoranda/kosice.uk.md").contains("countries = [\"poland\"]"));
    assert!(site.read("content/about.en.md").contains("(countries/poland.en.md)"));
    assert!(site.path("content/countries/poland.en.md").exists() && !site.path("content/countries/pl.en.md").exists());
    let after = site.built();
    assert!(before.len() > 5 && before.iter().any(|path| path.contains("/flag.")), "{before:?}");
    for address in &before {
        assert!(after.has(address), "{address} lives on");
    }
    assert!(after.read("en/sectors/textile/pl/index.html").contains("/en/sectors/textile/poland/"));
}

#[test]
fn a_language_that_shows_the_original_gets_its_redirect_too() {
    let site = Site::new("");
    assert!(site.built().has("uk/clusters/wool/index.html"));
    done(&site, &["rename", "clusters/wool", "wool-valley"]);
    assert!(
        site.read("content/clusters/wool-valley.en.md")
            .contains("aliases = [\"/en/clusters/wool/\", \"/uk/clusters/wool/\"]\n")
    );
    let page = site.built().read("uk/clusters/wool/index.html");
    assert!(page.contains("/uk/clusters/wool-valley/"), "{page}");
}

#[test]
fn a_rename_that_would_lose_something_is_refused() {
    let site = committed("//- content/about.en.md\n+++\ntitle = \"About\"\naliases = [\"/en/clusters/old/\"]\n+++\n");
    for (arguments, code, message) in [
        (["rename", "clusters/uca", "wool"], 2, "`content/clusters/wool.en.md` is there already"),
        (["rename", "clusters/uca", "memoranda/uca"], 2, "`memoranda/uca` is in another folder than `clusters/uca`"),
        (["rename", "clusters/uca", "Uca"], 2, "`Uca` cannot be an id"),
        (["rename", "clusters/uca", "aux"], 2, "`aux` cannot be the name of a file on Windows"),
        (["rename", "index", "home"], 2, "an index page has the name of its folder"),
        (["rename", "clusters/uca.uk", "x"], 2, "`clusters/uca.uk` is a page in one language"),
        (["rename", "clusters/none", "x"], 2, "there is no page or term `clusters/none`"),
        (["rename", "countries/pl", "ua"], 2, "the term `countries/ua` is there already"),
        (["rename", "clusters/uca", "old"], 1, "would stand at the address of"),
    ] {
        let run = refused(&site, &arguments, code);
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
    }
    // A to B to A.
    done(&site, &["rename", "clusters/uca", "b"]);
    git(&site, &["add", "."]);
    git(&site, &["commit", "--quiet", "-a", "-m", "b"]);
    let run = refused(&site, &["rename", "clusters/b", "uca"], 2);
    assert!(run.stderr.contains("`/en/clusters/uca/` is an old address of this very page"), "{}", run.stderr);
    done(&site, &["rename", "countries/pl", "b"]);
    git(&site, &["add", "."]);
    git(&site, &["commit", "--quiet", "-a", "-m", "b"]);
    let run = refused(&site, &["rename", "countries/b", "pl"], 2);
    assert!(run.stderr.contains("`/en/countries/pl/` is an old address of this very term"), "{}", run.stderr);
    // Words that are not committed yet.
    site.replace("content/memoranda/kosice.uk.md", "Сторони", "Учасники");
    let run = refused(&site, &["rename", "clusters/b", "c"], 2);
    assert!(
        run.stderr.contains("`content/memoranda/kosice.uk.md` has changes that are not committed"),
        "{}",
        run.stderr
    );
    // A file that cannot be read may name anything.
    git(&site, &["checkout", "--quiet", "."]);
    site.replace("content/clusters/wool.en.md", "title = ", "title ");
    let run = refused(&site, &["rename", "clusters/b", "c"], 1);
    assert!(run.stderr.contains("what these files refer to is not known"), "{}", run.stderr);
}

#[test]
fn what_something_refers_to_is_not_removed() {
    let site = committed("");
    let run = refused(&site, &["remove", "clusters/uca"], 2);
    assert_eq!(run.stderr, "error: `clusters/uca` is named in 5 other places\nhint: take it out there first\n");
    assert_data_eq!(
        run.stdout,
        str![[r#"
content/clusters/wool.en.md:6
content/index.en.md:4
content/index.uk.md:5
content/memoranda/kosice.uk.md:4
content/memoranda/kosice.uk.md:6

"#]]
    );
    let run = refused(&site, &["remove", "countries/pl"], 2);
    assert!(run.stdout.contains("content/clusters/wool.en.md:3"), "{}", run.stderr);
    let run = refused(&site, &["remove", "clusters/uca.en"], 2);
    assert!(run.stderr.contains("is the original, and its translations need it"), "{}", run.stderr);
    refused(&site, &["remove", "clusters/uca.uk"], 2);
    let dry = refused(&site, &["remove", "memoranda/kosice", "--dry-run"], 0);
    assert_eq!(dry.stdout, "content/memoranda/kosice.uk.md is removed\n");
    done(&site, &["remove", "memoranda/kosice"]);
    assert!(!site.path("content/memoranda/kosice.uk.md").exists());
    done(&site, &["set", "clusters/wool", "country=ua"]);
    git(&site, &["commit", "--quiet", "-a", "-m", "wool"]);
    done(&site, &["remove", "countries/pl"]);
    assert!(site.read("content/countries.toml").starts_with("[ua]"));
    site.write("//- content/notes.en.md\n+++\ntitle = \"Notes\"\n+++\n");
    let run = refused(&site, &["remove", "notes"], 2);
    assert!(run.stderr.contains("`content/notes.en.md` is not committed"), "{}", run.stderr);
    site.built();
}

#[test]
fn an_edit_that_was_interrupted_is_told_at_the_next_start_of_any_command() {
    let site = Site::new("");
    let stage = site.path(".icsi-edit");
    std::fs::create_dir(&stage).unwrap();
    std::fs::write(stage.join("0"), "half of a tex").unwrap();
    let run = done(&site, &["check"]);
    assert!(run.stderr.starts_with("note: an edit was interrupted before it changed anything"), "{}", run.stderr);
    assert_eq!(done(&site, &["check"]).stderr, "no errors, no warnings\n");
    assert!(!stage.exists());
}

/// Whoever comes after an edit that was interrupted may speak another language than whoever began it.
#[test]
fn what_an_interrupted_edit_was_is_told_in_the_language_of_whoever_comes_next() {
    let check = |purpose: &str, language: &str, told: &str| {
        let site = Site::new("");
        std::fs::create_dir(site.path(".icsi-edit")).unwrap();
        std::fs::write(site.path(".icsi-edit/journal"), format!("icsi-edit 1\nwhat\t{purpose}\n")).unwrap();
        let run = done(&site, &["check", "--messages", language]);
        assert!(run.stderr.contains(told), "{purpose}: {}", run.stderr);
    };
    check("rename\tclusters/a\tclusters/b", "en", "renaming clusters/a to clusters/b was interrupted");
    check("rename\tclusters/a\tclusters/b", "uk", "перейменування clusters/a на clusters/b було перервано");
    // A program of another version wrote a sentence.
    check("renaming clusters/a", "uk", "редагування було перервано (renaming clusters/a)");
}
