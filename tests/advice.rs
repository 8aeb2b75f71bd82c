//! Advice of `check` on a whole site, beyond the needs of building: each rule, beside a site that it finds sound.

use crate::common::Site;

/// Holds what `check` says of the base site with these files, as `file:line:column rule`, to what is expected.
#[track_caller]
fn check(files: &str, expected: &[&str]) {
    let site = Site::new(files);
    says(&site, expected);
}

#[track_caller]
fn says(site: &Site, expected: &[&str]) {
    let said = site.check().diagnostics();
    let said: Vec<&str> = said.lines().map(|line| line.split_once(" (warning)").expect("warnings alone").0).collect();
    assert_eq!(said, expected);
    // Nothing of it stands in the way of publishing.
    assert_eq!(site.build().code, 0);
}

const FRONT: &str = "+++\ntitle = \"N\"\ncountry = [\"pl\"]\n";

#[test]
fn plain_pages_that_nothing_leads_to() {
    let page = |name: &str, text: &str| format!("//- content/{name}.en.md\n+++\ntitle = \"N\"\n+++\n{text}\n");
    let lost = page("lost", "See [the other](other.en.md).") + &page("other", "See [it](lost.en.md).");
    // A menu that site.toml does not give has all plain pages.
    check(&lost, &[]);
    let with_menu = |files: &str, menu: &str| {
        let site = Site::new(files);
        let config = site.read("site.toml");
        site.write_bytes("site.toml", format!("{config}\n[menu]\n{menu}\n").as_bytes());
        site
    };
    let of = ["content/lost.en.md:1:1 unreachable-page", "content/other.en.md:1:1 unreachable-page"];
    says(&with_menu(&lost, "pages = []"), &of);
    says(&with_menu(&lost, "pages = [\"lost\"]"), &[]);
    says(&with_menu(&lost, "pages = []\nbutton = \"other\""), &[]);
    let linked = format!("{lost}//- content/clusters/new.en.md\n{FRONT}+++\nSee [it](../other.en.md#a).\n");
    says(&with_menu(&linked.replace("#a", ""), "pages = []"), &[]);
    let site = with_menu(&linked.replace("../other.en.md#a", "../othre.en.md"), "pages = []");
    let said = site.check().diagnostics();
    assert!(said.contains("broken-link") && said.lines().count() == 1, "{said}");
    // If a file could not be read, its links are not known.
    let broken = format!("{lost}//- content/clusters/new.en.md\n{FRONT}+++\n");
    let site = with_menu(&broken.replace("title = \"N\"\ncountry", "title = \ncountry"), "pages = []");
    assert!(!site.check().diagnostics().contains("unreachable-page"));
}

#[test]
fn files_that_no_page_uses() {
    let page = |text: &str, fact: &str| {
        format!("//- content/clusters/new.en.md\n{FRONT}{fact}+++\n{text}\n//- content/clusters/new/a.csv\nx,y\n")
    };
    check(&page("Text.", ""), &["content/clusters/new/a.csv:1:1 unused-file"]);
    check(&page("See [the table](new/a.csv).", ""), &[]);
    let field = page("Text.", "logo = \"a.csv\"\n");
    check(&field, &[]);
    // Whatever else a link was meant for is told once.
    let site = Site::new(&page("See [the table](new/b.csv).", ""));
    assert_eq!(site.check().diagnostics().lines().count(), 1);
    // A draft uses what it names.
    let draft = "//- content/clusters/other.en.md\n+++\ntitle = \"N\"\ndraft = true\n+++\n[t](new/a.csv)\n";
    check(&(page("Text.", "") + draft), &[]);
}

#[test]
fn terms_that_nothing_has() {
    let sectors = |more: &str| {
        let terms: String = ["food", "textile", "wood"]
            .iter()
            .map(|id| format!("[{id}]\ntitle = {{ en = \"{id}\", uk = \"{id}\" }}\n"))
            .collect();
        let page = format!("//- content/clusters/new.en.md\n{FRONT}sectors = [\"wood\"]\n+++\n");
        format!("//- content/sectors.toml\n{terms}{more}{page}")
    };
    let steel = "[steel]\ntitle = { en = \"Steel\", uk = \"Сталь\" }\n";
    check(&sectors(steel), &["content/sectors.toml:7:2 unused-term"]);
    check(&sectors(""), &[]);
    // A page that tells of the term, a draft that has it.
    check(&format!("{}//- content/sectors/steel.en.md\n+++\ntitle = \"Steel\"\n+++\n", sectors(steel)), &[]);
    let draft = format!("//- content/clusters/other.en.md\n{FRONT}sectors = [\"steel\"]\ndraft = true\n+++\n");
    check(&(sectors(steel) + &draft), &[]);
    // Whatever else a name was meant for is told once.
    let site = Site::new(&sectors(steel));
    site.replace("content/clusters/new.en.md", "[\"wood\"]", "[\"wood\", \"iron\"]");
    let said = site.check().diagnostics();
    assert!(said.contains("unknown-term") && said.lines().count() == 1, "{said}");
    // A list that was made in advance.
    check(&sectors(&(steel.to_owned() + "[gas]\ntitle = { en = \"Gas\", uk = \"Газ\" }\n")), &[]);
}

#[test]
fn days_to_come() {
    let page = |day: &str| format!("//- content/clusters/new.en.md\n{FRONT}updated = {day}\n+++\n");
    // If one page of the collection has a day, the others lack it.
    let lacking = "content/clusters/uca.en.md:1:1 missing-updated";
    let all = |own: &[&'static str]| {
        let mut all = own.to_vec();
        all.extend([lacking, "content/clusters/uca.uk.md:1:1 missing-updated"]);
        all.push("content/clusters/wool.en.md:1:1 missing-updated");
        all
    };
    check(&page("2999-01-31"), &all(&["content/clusters/new.en.md:4:11 future-updated"]));
    check(&page("2999"), &all(&["content/clusters/new.en.md:4:11 future-updated"]));
    check(&page("2026-11-28"), &all(&[]));
}

/// A cluster with a translation that follows it.
fn translated(original: &str, translation: &str) -> Site {
    let (en, uk) = ("content/clusters/new.en.md", "content/clusters/new.uk.md");
    let site = Site::new(&format!("//- {en}\n{original}\n//- {uk}\n{translation}\n"));
    assert_eq!(site.icsi(&["translated", "clusters/new"]).code, 0);
    site
}

#[test]
fn numbers_that_one_language_lacks() {
    let of = |english: &str, ukrainian: &str, expected: &[&str]| {
        let site = translated(
            &format!("{FRONT}+++\n{english}"),
            &format!("+++\ntitle = \"N\"\ntranslates = \"00000000\"\n+++\n{ukrainian}"),
        );
        says(&site, expected);
    };
    of("It has 60 members.", "Має 65 членів.", &["content/clusters/new.uk.md:5:5 numbers-differ"]);
    of("It has 60 members.", "Має багато членів.", &["content/clusters/new.uk.md:1:1 numbers-differ"]);
    of("It has members.", "Має 60 членів.", &["content/clusters/new.uk.md:5:5 numbers-differ"]);
    of("It has 2,750 members since 2019.", "Має 2750 членів від 2019 року.", &[]);
    of("On 29.09.2023, with 3 others.", "29 вересня 2023 року, з трьома іншими.", &[]);
    of("See [it](https://example.org/2023/).", "Див. [це](https://example.org/uk/2024/).", &[]);
    // The place of a number after letters that are composed.
    of("60", "Мои\u{306} 65", &["content/clusters/new.uk.md:5:6 numbers-differ"]);
}

#[test]
fn an_outdated_translation_is_told_once() {
    let site = translated(
        &format!("{FRONT}+++\nIt has 60 members."),
        "+++\ntitle = \"N\"\ntranslates = \"00000000\"\n+++\nМає 60 членів.",
    );
    site.replace("content/clusters/new.en.md", "60", "65");
    says(&site, &["content/clusters/new.uk.md:3:14 outdated-translation"]);
}

#[test]
fn days_in_a_text_against_the_facts() {
    let of = |text: &str, expected: &[&str]| {
        let front = "+++\ntitle = \"N\"\nsigned = 2023-03-29\nparties = [\"uca\"]\n+++\n";
        check(&format!("//- content/memoranda/new.en.md\n{front}{text}\n"), expected);
    };
    of("It was signed on 30 March 2023.", &["content/memoranda/new.en.md:6:18 date-differs"]);
    of("The signing was on March 30, 2023.", &[]);
    of("They signed it on March 30, 2023.", &["content/memoranda/new.en.md:6:19 date-differs"]);
    of("It was signed on 29 March 2023. Reported on 30 March 2023.", &[]);
    of("It was signed on 29 March 2023, reported on 30 March 2023.", &[]);
    of("It was signed in March 2023, like that of 2021.", &[]);
    of("They met on 30 March 2023.", &[]);
    let ukrainian = "//- content/memoranda/new.uk.md\n+++\ntitle = \"N\"\nsigned = 2023-03-29\n+++\n";
    check(
        &format!("{ukrainian}Сторони підписали його\u{a0}30\u{a0}березня 2023 р.\n"),
        &["content/memoranda/new.uk.md:5:1 date-differs"],
    );
}

#[test]
fn relations_that_one_page_leaves_out() {
    let site = |label: &str, inverse: &str, ours: &str| {
        let site = Site::new("");
        let field = format!(
            "partners = {{ type = \"page\", of = [\"clusters\"], many = true, label = {{ en = \"{label}\", uk = \"{label}\" }}, inverse = {{ en = \"{inverse}\", uk = \"{inverse}\" }} }}\nkind     ="
        );
        site.replace("site.toml", "kind     =", &field);
        site.write(&format!("//- content/clusters/new.en.md\n{FRONT}{ours}+++\n"));
        site.replace("content/clusters/wool.en.md", "country", "partners = [\"uca\", \"new\"]\ncountry");
        site
    };
    let told = ["content/clusters/new.en.md:4:13 one-way-relation"];
    says(&site("Partners", "Partners", "partners = [\"uca\"]\n"), &told);
    says(&site("Partners", "Partners", "partners = [\"uca\", \"wool\"]\n"), &[]);
    // A page that states nothing of it leaves it to the other.
    says(&site("Partners", "Partners", ""), &[]);
    says(&site("Partners", "Named as a partner by", "partners = [\"uca\"]\n"), &[]);
}

#[test]
fn two_fields_can_be_each_others_reverse() {
    let site = Site::new("");
    let field = |name: &str, label: &str, inverse: &str| {
        format!(
            "{name} = {{ type = \"page\", of = [\"clusters\"], many = true, label = {{ en = \"{label}\" , uk = \"{label}\" }}, inverse = {{ en = \"{inverse}\", uk = \"{inverse}\" }} }}\n"
        )
    };
    let fields = field("member_of", "Member of", "Members") + &field("has", "Members", "Member of");
    site.replace("site.toml", "kind     =", &format!("{fields}kind     ="));
    site.replace("content/clusters/wool.en.md", "country", "member_of = [\"uca\"]\ncountry");
    site.write(&format!("//- content/clusters/new.en.md\n{FRONT}+++\n"));
    says(&site, &[]);
    site.replace("content/clusters/uca.en.md", "country", "has = [\"new\"]\ncountry");
    says(&site, &["content/clusters/uca.en.md:3:8 one-way-relation"]);
}

#[test]
fn pictures_that_visitors_wait_for() {
    let site = Site::new(&format!("//- content/clusters/new.en.md\n{FRONT}+++\n![A view](new/view.gif)\n"));
    let picture = |data: usize| {
        let mut bytes = b"GIF89a\x08\x00\x08\x00\x00\x00\x00,\x00\x00\x00\x00\x08\x00\x08\x00\x00\x02".to_vec();
        for _ in 0..data {
            bytes.push(255);
            bytes.extend([7; 255]);
        }
        bytes.extend(b"\x00;");
        bytes
    };
    site.write_bytes("content/clusters/new/view.gif", &picture(3));
    says(&site, &[]);
    site.write_bytes("content/clusters/new/view.gif", &picture(8_000));
    says(&site, &["content/clusters/new/view.gif:1:1 heavy-picture"]);
    let run = site.icsi(&["check"]);
    assert!(run.stderr.contains("`view.gif` has 2.0 MB"), "{}", run.stderr);
}
