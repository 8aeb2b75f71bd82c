//! The ledger of addresses: what dies without an alias is told with the line that mends it, and what was removed on
//! purpose is gone.

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::common::{Run, Site, serve::Served};

/// The base site with its ledger, and pages of which each test changes something.
fn site() -> Site {
    let site = Site::new(
        "//- content/about.en.md\n+++\ntitle = \"About\"\nslug = \"who-we-are\"\n+++\nText.\n\
         //- content/draft.en.md\n+++\ntitle = \"Draft\"\ndraft = true\n+++\nText.\n",
    );
    assert!(done(&site, &["addresses"]).ends_with(" added, 0 there again, 0 gone\n"));
    site
}

fn done(site: &Site, arguments: &[&str]) -> String {
    let run = site.icsi(arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
    run.stderr
}

/// Moves a file of the site.
fn moved(site: &Site, from: &str, to: &str) {
    std::fs::rename(site.path(from), site.path(to)).unwrap();
}

/// Writes the line that a hint gives into the file that it names, below the line that it may name.
fn follow(site: &Site, hint: &str) {
    let rest = hint.strip_prefix("write this line into ").unwrap();
    let (place, rest) = rest.split_once(": ").unwrap();
    let (line, _) = rest.split_once("; if it was removed").unwrap();
    let (file, below) = match place.split_once(" below ") {
        Some((file, below)) => (file, format!("{below}\n")),
        None => (place, "+++\n".to_owned()),
    };
    let text = if site.path(file).exists() { site.read(file) } else { "+++\ntitle = \"List\"\n+++\n".to_owned() };
    let at = text.find(&below).unwrap_or_else(|| panic!("{file} has no {below:?}")) + below.len();
    // An alias that stands there already is part of the line.
    let rest = text[at..].to_owned();
    let is_old = |line: &&str| line.starts_with("aliases");
    let old =
        rest.lines().take_while(|line| !line.starts_with(['[', '+'])).find(is_old).map(|line| format!("{line}\n"));
    let rest = rest.replacen(&old.unwrap_or_default(), "", 1);
    site.write_bytes(file, format!("{}{line}\n{rest}", &text[..at]).as_bytes());
}

fn hints(run: &Run) -> Vec<String> {
    let lines = run.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    lines.filter(|line| line["rule"] == "lost-address").map(|line| line["hint"].as_str().unwrap().to_owned()).collect()
}

/// Follows hints until nothing is lost, and says how many there were.
fn mended(site: &Site) -> usize {
    let mut followed = 0;
    while followed < 50 {
        let run = site.check();
        let hints = hints(&run);
        let Some(first) = hints.iter().find(|hint| hint.starts_with("write this")) else { break };
        follow(site, first);
        followed += 1;
    }
    done(site, &["addresses", "--accept"]);
    let published = site.built();
    for line in site.read("addresses.txt").lines().filter(|line| line.starts_with('/') && !line.ends_with(" gone")) {
        let path = line.trim_start_matches('/');
        let there = published.has(path) || published.has(&format!("{path}index.html"));
        assert!(there, "{line} lives");
    }
    followed
}

#[test]
fn the_ledger_has_pages_feeds_and_data_and_no_drafts() {
    let site = site();
    assert_data_eq!(
        site.read("addresses.txt"),
        str![[r#"
# Addresses that were published, kept by `icsi addresses`. Those marked as gone were removed on purpose.
/data/all.sqlite
/data/catalogue.jsonld
/data/changes.json
/data/clusters.csv
/data/clusters.json
/data/clusters.schema.json
/data/clusters.tableschema.json
/data/countries.csv
/data/countries.json
/data/countries.schema.json
/data/countries.tableschema.json
/data/memoranda.csv
/data/memoranda.json
/data/memoranda.schema.json
/data/memoranda.tableschema.json
/data/sectors.csv
/data/sectors.json
/data/sectors.schema.json
/data/sectors.tableschema.json
/en/
/en/clusters/
/en/clusters/feed.xml
/en/clusters/uca/
/en/clusters/wool/
/en/countries/
/en/countries/pl/
/en/countries/ua/
/en/feed.xml
/en/memoranda/
/en/memoranda/feed.xml
/en/memoranda/kosice/
/en/search/
/en/sectors/
/en/sectors/food/
/en/sectors/textile/
/en/who-we-are/
/uk/
/uk/about/
/uk/clusters/
/uk/clusters/feed.xml
/uk/clusters/uca/
/uk/clusters/wool/
/uk/countries/
/uk/countries/pl/
/uk/countries/ua/
/uk/feed.xml
/uk/memoranda/
/uk/memoranda/feed.xml
/uk/memoranda/kosice/
/uk/search/
/uk/sectors/
/uk/sectors/food/
/uk/sectors/textile/

"#]]
        .raw()
    );
    assert_eq!(done(&site, &["addresses"]), "addresses.txt is as it should be\n");
    let before = site.read("addresses.txt");
    site.write("//- content/new.en.md\n+++\ntitle = \"New\"\n+++\n");
    site.built();
    assert_eq!(site.read("addresses.txt"), before, "a build compares and writes nothing");
    assert!(done(&site, &["check"]).contains("addresses.txt lacks 2 addresses"));
    assert_eq!(done(&site, &["addresses"]), "addresses.txt: 2 added, 0 there again, 0 gone\n");
    assert_eq!(done(&site, &["build", "--drafts", "--strict", "--no-sync"]).lines().count(), 1);
}

#[test]
fn a_changed_slug_is_told_with_the_line_that_mends_it() {
    let site = site();
    site.replace("content/about.en.md", "who-we-are", "us");
    site.replace("content/clusters/uca.uk.md", "translates", "slug = \"alians\"\ntranslates");
    assert_data_eq!(site.check().diagnostics(), str![[r#"
addresses.txt:37:1 lost-address (warning): write this line into content/about.en.md: aliases = ["/en/who-we-are/"]; if it was removed on purpose: icsi addresses --accept
addresses.txt:42:1 lost-address (warning): write this line into content/clusters/uca.uk.md: aliases = ["/uk/clusters/uca/"]; if it was removed on purpose: icsi addresses --accept

"#]].raw());
    assert_eq!(site.icsi(&["build", "--strict", "--no-sync"]).code, 1);
    assert_eq!(mended(&site), 2);
    assert!(site.read("public/uk/clusters/uca/index.html").contains("/uk/clusters/alians/"));
    done(&site, &["check", "--strict"]);
}

#[test]
fn a_page_renamed_by_hand_is_found_again() {
    let site = site();
    moved(&site, "content/clusters/wool.en.md", "content/clusters/wool-valley.en.md");
    site.replace("content/memoranda/kosice.uk.md", "\"wool\"", "\"wool-valley\"");
    assert_data_eq!(site.check().diagnostics(), str![[r#"
addresses.txt:25:1 lost-address (warning): write this line into content/clusters/wool-valley.en.md: aliases = ["/en/clusters/wool/", "/uk/clusters/wool/"]; if it was removed on purpose: icsi addresses --accept
addresses.txt:43:1 lost-address (warning): write this line into content/clusters/wool-valley.en.md: aliases = ["/en/clusters/wool/", "/uk/clusters/wool/"]; if it was removed on purpose: icsi addresses --accept

"#]].raw());
    assert_eq!(mended(&site), 1);
}

#[test]
fn a_renamed_collection_keeps_its_addresses_by_the_aliases_that_are_told() {
    let site = site();
    moved(&site, "content/memoranda", "content/agreements");
    site.replace("site.toml", "[collections.memoranda]", "[collections.agreements]");
    let text = site.read("site.toml").replace("collections.memoranda.", "collections.agreements.");
    site.write_bytes("site.toml", text.as_bytes());
    let told = hints(&site.check());
    assert_data_eq!(told.join("\n"), str![[r#"
write this line into content/agreements/index.en.md: aliases = ["/en/memoranda/"]; if it was removed on purpose: icsi addresses --accept
write this line into content/agreements/kosice.uk.md: aliases = ["/en/memoranda/kosice/", "/uk/memoranda/kosice/"]; if it was removed on purpose: icsi addresses --accept
write this line into content/agreements/index.uk.md: aliases = ["/uk/memoranda/"]; if it was removed on purpose: icsi addresses --accept
write this line into content/agreements/kosice.uk.md: aliases = ["/en/memoranda/kosice/", "/uk/memoranda/kosice/"]; if it was removed on purpose: icsi addresses --accept
"#]].raw());
    assert_eq!(mended(&site), 3, "one file is named twice, with one line");
    let published = site.published();
    assert_eq!(published.read("en/memoranda/feed.xml"), published.read("en/agreements/feed.xml"));
    assert_eq!(published.read("data/memoranda.csv"), published.read("data/agreements.csv"));
    assert!(published.read("_redirects").contains("/data/memoranda.json /data/agreements.json 301\n"));
}

#[test]
fn a_removed_language_leads_to_the_one_that_stays() {
    let site = Site::new("");
    let kosice = site.read("content/memoranda/kosice.uk.md");
    site.write(&format!("//- content/memoranda/kosice.en.md\n{kosice}"));
    site.remove("content/memoranda/kosice.uk.md");
    site.replace("content/memoranda/kosice.en.md", "uca.uk.md", "uca.en.md");
    done(&site, &["addresses"]);
    for file in ["content/index.uk.md", "content/clusters/uca.uk.md"] {
        site.remove(file);
    }
    site.replace("site.toml", "languages = [\"en\", \"uk\"]", "languages = [\"en\"]");
    let text = site.read("site.toml").replace(", uk = ", ", zz = ");
    let without = |text: String| {
        let parts: Vec<&str> = text.split(", zz = \"").collect();
        let first = parts.first().copied().unwrap_or_default().to_owned();
        parts.iter().skip(1).fold(first, |out, part| out + part.split_once('"').unwrap().1)
    };
    site.write_bytes("site.toml", without(text).as_bytes());
    for file in ["content/countries.toml", "content/sectors.toml"] {
        let text = site.read(file).replace(", uk = ", ", zz = ");
        site.write_bytes(file, without(text).as_bytes());
    }
    assert!(hints(&site.check()).len() > 10);
    mended(&site);
    let gone: Vec<String> =
        site.read("addresses.txt").lines().filter(|line| line.ends_with(" gone")).map(str::to_owned).collect();
    assert_eq!(gone, ["/uk/feed.xml gone", "/uk/search/ gone"]);
    assert!(site.published().read("uk/clusters/uca/index.html").contains("/en/clusters/uca/"));
}

#[test]
fn what_was_removed_on_purpose_is_gone() {
    let site = site();
    site.remove("content/about.en.md");
    let run = site.icsi(&["addresses"]);
    assert_eq!(run.code, 1);
    assert_data_eq!(run.stderr, str![[r#"
warning[lost-address]: `/en/who-we-are/` was published and would lead nowhere
  --> addresses.txt:37:1
   |
37 | /en/who-we-are/
   | ^^^^^^^^^^^^^^^
   |
   = hint: if a page has taken its place, write there: aliases = ["/en/who-we-are/"]; if it was removed on purpose: icsi addresses --accept

warning[lost-address]: `/uk/about/` was published and would lead nowhere
  --> addresses.txt:39:1
   |
39 | /uk/about/
   | ^^^^^^^^^^
   |
   = hint: if a page has taken its place, write there: aliases = ["/uk/about/"]; if it was removed on purpose: icsi addresses --accept

error: 2 addresses would die; nothing was written
hint: mend them; or, if all were removed on purpose: icsi addresses --accept

"#]].raw());
    assert_eq!(done(&site, &["addresses", "--accept"]), "addresses.txt: 0 added, 0 there again, 2 gone\n");
    assert!(site.read("addresses.txt").contains("/en/who-we-are/ gone\n"));
    let published = site.built();
    assert!(
        published.read("_redirects").ends_with("/uk/about/ /uk/404.html 410\n"),
        "{}",
        published.read("_redirects")
    );
    assert!(!published.has("en/who-we-are/index.html"));
    let served = Served::new(&site.root);
    for path in ["/uk/about/", "/uk/about"] {
        let answer = served.get(path);
        assert_eq!(answer.status, 410, "{path}");
        assert!(answer.text().contains("<html lang=\"uk\""), "{path}: {}", answer.text());
    }
    let settings = |server: &str| site.icsi(&["headers", "--for", server]).stdout;
    assert!(settings("nginx").contains("location = \"/uk/about/\" { error_page 410 /uk/404.html; return 410; }"));
    assert!(settings("apache").contains("RedirectMatch 410 \"^/uk/about/$\""));
    assert!(settings("caddy").contains("@gone path \"/en/who-we-are/\" \"/uk/about/\""));
    // A page that comes back is published, and the ledger follows.
    site.write("//- content/about.en.md\n+++\ntitle = \"About\"\nslug = \"who-we-are\"\n+++\nText.\n");
    assert!(!site.built().read("_redirects").contains("410"));
    assert_eq!(done(&site, &["addresses"]), "addresses.txt: 0 added, 2 there again, 0 gone\n");
}

#[test]
fn an_address_can_be_forgotten_and_only_one_that_leads_nowhere() {
    let site = site();
    assert_eq!(site.icsi(&["addresses", "--forget", "/en/who-we-are/"]).code, 2);
    assert_eq!(site.icsi(&["addresses", "--forget", "/en/nobody/"]).code, 2);
    site.remove("content/about.en.md");
    assert_eq!(
        done(&site, &["addresses", "--forget", "/en/who-we-are/", "/uk/about/"]),
        "addresses.txt: 2 addresses forgotten\n"
    );
    assert!(!site.read("addresses.txt").contains("who-we-are"));
    assert!(!site.built().read("_redirects").contains("who-we-are"));
}

#[test]
fn commands_that_change_pages_keep_the_ledger_true() {
    let site = site();
    done(&site, &["rename", "clusters/uca", "alliance"]);
    let ledger = site.read("addresses.txt");
    for line in ["/en/clusters/alliance/\n", "/uk/clusters/alliance/\n", "/en/clusters/uca/\n"] {
        assert!(ledger.contains(line), "{line}");
    }
    assert!(!ledger.contains("draft"));
    site.write("//- content/other.en.md\n+++\ntitle = \"Other\"\n+++\n");
    done(&site, &["remove", "about"]);
    let ledger = site.read("addresses.txt");
    assert!(ledger.contains("/en/who-we-are/ gone\n") && ledger.contains("/uk/about/ gone\n"));
    assert!(!ledger.contains("other"), "what another edit has made is not this one's");
    done(&site, &["addresses"]);
    done(&site, &["check", "--strict"]);
    assert!(site.icsi(&["remove", "other", "--dry-run"]).stdout.contains("+ /en/other/ gone"));
}

#[test]
fn a_site_with_errors_loses_nothing() {
    let site = site();
    site.replace("content/about.en.md", "title = ", "title == ");
    let run = site.check();
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    assert_eq!(site.icsi(&["addresses", "--accept"]).code, 1);
}

#[test]
fn a_ledger_keeps_its_remarks_its_line_ends_and_its_byte_order_mark() {
    let site = site();
    let plain = site.read("addresses.txt");
    let windows = format!("\u{feff}{}", plain.replace('\n', "\r\n"));
    site.write_bytes("addresses.txt", windows.as_bytes());
    let check = site.check();
    assert_eq!((check.code, check.diagnostics().as_str()), (0, ""));
    done(&site, &["rename", "clusters/uca", "alliance"]);
    let text = site.read("addresses.txt");
    assert!(text.starts_with("\u{feff}# Addresses that were published"), "{text}");
    assert!(text.contains("/en/clusters/alliance/\r\n") && !text.replace("\r\n", "").contains('\n'), "{text}");
    // A line that is none of a ledger is told, and stays for whoever wrote it.
    site.write_bytes("addresses.txt", format!("{plain}en/no-slash/\n").as_bytes());
    done(&site, &["rename", "clusters/alliance", "union"]);
    assert!(site.read("addresses.txt").contains("\nen/no-slash/\n"));
}

#[test]
fn lines_that_are_no_addresses_are_told() {
    let site = site();
    let ledger = format!("# Ours\n{}<<<<<<< HEAD\n/en/x/ away\n/en/../x/\nen/y/\n", site.read("addresses.txt"));
    site.write_bytes("addresses.txt", ledger.as_bytes());
    assert_data_eq!(site.check().diagnostics(), str![[r#"
addresses.txt:56:1 invalid-value: write an address such as /en/about/, alone or with `gone` behind it; or remove the line
addresses.txt:57:1 invalid-value: write an address such as /en/about/, alone or with `gone` behind it; or remove the line
addresses.txt:58:1 invalid-value: write an address such as /en/about/, alone or with `gone` behind it; or remove the line
addresses.txt:59:1 invalid-value: write an address such as /en/about/, alone or with `gone` behind it; or remove the line

"#]].raw());
    let kept = ledger.split("<<<").next().unwrap();
    site.write_bytes("addresses.txt", kept.as_bytes());
    site.remove("content/about.en.md");
    done(&site, &["addresses", "--accept"]);
    assert!(site.read("addresses.txt").starts_with("# Ours\n# Addresses"));
}

#[test]
fn aliases_are_of_any_script_and_a_bare_name_holds_in_every_language() {
    let site = Site::new("");
    site.replace(
        "content/clusters/uca.en.md",
        "country",
        "aliases = [\"альянс\", \"/uk/%D1%81%D1%82%D0%B0%D1%80%D0%B5/\", \"/ქართული\", \"/हिन्दी/पृष्ठ/\"]\ncountry",
    );
    site.replace("content/clusters/uca.uk.md", "translates", "aliases = [\"альянс\"]\ntranslates");
    site.replace("content/clusters/wool.en.md", "country", "aliases = [\"old-wool\"]\ncountry");
    let published = site.built();
    for (address, target) in [
        ("en/clusters/альянс/", "/en/clusters/uca/"),
        ("uk/clusters/альянс/", "/uk/clusters/uca/"),
        ("uk/старе/", "/en/clusters/uca/"),
        ("ქართული/", "/en/clusters/uca/"),
        ("हिन्दी/पृष्ठ/", "/en/clusters/uca/"),
        ("en/clusters/old-wool/", "/en/clusters/wool/"),
        ("uk/clusters/old-wool/", "/uk/clusters/wool/"),
    ] {
        assert!(published.read(&format!("{address}index.html")).contains(target), "{address}");
    }
    assert!(published.read("_redirects").contains("/uk/%D1%81%D1%82%D0%B0%D1%80%D0%B5/ /en/clusters/uca/ 301\n"));
    let served = Served::new(&site.root);
    let answer = served.get("/uk/clusters/%D0%B0%D0%BB%D1%8C%D1%8F%D0%BD%D1%81/");
    assert_eq!((answer.status, answer.header("location")), (301, "/uk/clusters/uca/"));
    // Two entries cannot share one.
    site.replace("content/clusters/wool.en.md", "old-wool", "альянс");
    assert_data_eq!(
        site.check().diagnostics(),
        str![[r#"
content/clusters/wool.en.md:3:12 address-collision: give one of the two another id, slug or alias

"#]]
        .raw()
    );
}
