//! The theme `intermarium` on a small site that has what the knowledge base has none of: three languages, entries left
//! out in some, texts that are missing or outdated, lists of several pages, a path before every address.

use crate::common::{Published, Site, copy, html::Page, walk::assert_walkable, with_few};

const BASE: &str = "https://example.org/kb/";

const SITE: &str = r##"//- site.toml
base_url = "https://example.org/kb/"
languages = ["en", "uk", "pl"]
theme = "intermarium"
title = { en = "K & \"B\" <x>", uk = "БЗ", pl = "BW" }
description = { en = "D", uk = "О", pl = "O" }
[vocabularies.countries]
title = { en = "Countries", uk = "Країни", pl = "Kraje" }
fields = { iso = { type = "text", role = "country-code" } }
[vocabularies.sectors]
title = { en = "Sectors", uk = "Сектори", pl = "Sektory" }
[collections.clusters]
title = { en = "Clusters", uk = "Кластери", pl = "Klastry" }
missing_translation = "omit"
[collections.clusters.fields]
country = { type = "term", of = "countries", many = true }
sectors = { type = "term", of = "sectors", many = true }
founded = { type = "date" }
partner = { type = "page", of = ["clusters"], many = true, inverse = { en = "Partner of", uk = "Партнер", pl = "Partner" } }
[collections.notes]
title = { en = "Notes", uk = "Нотатки", pl = "Notatki" }
[indexes]
cross = [["countries", "sectors"]]
//- content/countries.toml
[pl]
title = { en = "Poland", uk = "Польща", pl = "Polska" }
iso = "PL"
[ua]
title = { en = "Ukraine", uk = "Україна", pl = "Ukraina" }
iso = "UA"
//- content/sectors.toml
[food]
title = { en = "Food", uk = "Їжа", pl = "Żywność" }
//- content/index.uk.md
+++
title = "Головна"
summary = "Про все"
aliases = ["/start/", "/uk/golovna.html"]
+++
[к](clusters/c0.en.md) [і](clusters/index.uk.md) [т](countries/pl.uk.md#x) [в](countries/index.uk.md)
//- content/index.pl.md
+++
title = "Strona"
translates = "00000000"
+++
Dawno
//- content/clusters/index.uk.md
+++
title = "Усі"
summary = "Підсумок"
aliases = ["/uk/usi/"]
+++
Текст
//- content/notes/index.uk.md
+++
title = "Нотатки"
+++
Текст
//- content/notes/index.pl.md
+++
title = "Notatki"
translates = "00000000"
+++
Dawno
//- content/countries/index.uk.md
+++
title = "Країни"
+++
Текст країн
//- content/countries/index.pl.md
+++
title = "Kraje"
translates = "00000000"
+++
Dawno
//- content/countries/pl.uk.md
+++
title = "Польща"
summary = "Про Польщу"
+++
## Перше {#x}
## Друге
## Третє
//- content/countries/ua.en.md
+++
title = "Ukraine"
draft = true
+++
Not to be seen.
//- content/clusters/c0.uk.md
+++
title = "Ц0"
translates = "00000000"
slug = "ts-nul"
aliases = ["stare", "/uk/zovsim-stare/"]
+++
## Інше
### Ще
//- content/notes/n.en.md
+++
title = "N"
+++
> [!NOTE]
> [c1](../clusters/c1.en.md#h) [c0](../clusters/c0.en.md#h) [here](#q)[^1]

[^1]: foot

## Q

- [x] done

## With a contents list

## And no field at all
//- content/about.pl.md
+++
title = "O nas"
+++
[c0](clusters/c0.en.md#h) [c1](clusters/c1.en.md#h)
"##;

fn site() -> Site {
    let site = Site::empty();
    site.write(SITE);
    for at in 0..51 {
        let (next, other) = ((at + 1) % 51, (at + 3) % 51);
        site.write(&format!(
            "//- content/clusters/c{at}.en.md\n+++\ntitle = \"C{at} & <b>\"\ncountry = [\"pl\", \"ua\"]\nsectors = [\"food\"]\n\
             founded = {}\npartner = [\"c{next}\"]\n+++\n## H {{#h}}\n\n[a](c{other}.en.md#h)\n",
            1990 + at % 30
        ));
    }
    let theme = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/intermarium");
    copy(&theme, &site.path("themes/intermarium"));
    site.write_bytes(
        "themes/intermarium/i18n/pl.ftl",
        with_few(&site.read("themes/intermarium/i18n/en.ftl")).as_bytes(),
    );
    site
}

fn page(published: &Published, path: &str) -> Page {
    Page::read(&published.folder, path)
}

#[test]
fn a_page_that_an_editor_called_timeline_keeps_its_address() {
    let site = site();
    let made = site.built();
    assert!(!page(&made, "en/timeline/index.html").attributes(".timeline-years details", "id").is_empty());
    site.write("//- content/timeline.en.md\n+++\ntitle = \"Ours\"\n+++\nText.\n");
    let published = site.built();
    let own = page(&published, "en/timeline/index.html");
    assert!(own.attributes(".timeline-years details", "id").is_empty());
    assert_walkable(&published, BASE);
}

#[test]
fn every_address_leads_somewhere_under_every_policy() {
    let site = site();
    let published = site.built();
    assert_walkable(&published, BASE);
    // The fallback of a page that links to a heading, read where the other page's outline differs.
    let about = page(&published, "uk/about/index.html");
    let links = about.attributes(".page-body a", "href");
    assert_eq!(links, ["/kb/uk/clusters/ts-nul/", "/kb/en/clusters/c1/#h"]);
    for (from, to) in [("\"omit\"", "\"fallback\""), ("[\"en\", \"uk\", \"pl\"]", "[\"uk\", \"pl\", \"en\"]")] {
        site.replace("site.toml", from, to);
        assert_walkable(&site.built(), BASE);
    }
}

#[test]
fn texts_of_indexes_say_when_they_are_anothers_or_outdated() {
    let published = site().built();
    for path in ["index.html", "notes/index.html", "countries/index.html"] {
        let fallback = page(&published, &format!("en/{path}"));
        assert_eq!(fallback.count(".notice-fallback"), 1, "en/{path}");
        assert_eq!(fallback.attribute(".prose", "lang"), "uk", "en/{path}");
        // The description of the page itself is in its own language.
        assert_eq!(fallback.attribute("meta[name=description]", "content"), "D", "en/{path}");
        let outdated = page(&published, &format!("pl/{path}"));
        assert_eq!((outdated.count(".notice-outdated"), outdated.count(".prose[lang]")), (1, 0), "pl/{path}");
        let own = page(&published, &format!("uk/{path}"));
        assert_eq!((own.count(".notice"), own.count(".prose[lang]")), (0, 0), "uk/{path}");
    }
    assert_eq!(page(&published, "en/countries/pl/index.html").attribute("meta[name=description]", "content"), "D");
    // If an entry would be left out, so is the text of its collection.
    assert_eq!(page(&published, "en/clusters/index.html").count(".prose"), 0);
    assert_eq!(page(&published, "uk/clusters/index.html").attribute("meta[name=description]", "content"), "Підсумок");
    for bytes in published.files().values() {
        assert!(!String::from_utf8_lossy(bytes).contains("Not to be seen"));
    }
}

#[test]
fn a_page_in_another_form_says_so_in_its_title() {
    let published = site().built();
    let title = |path: &str| page(&published, path).text("head > title");
    for (path, expected) in [
        ("en/clusters/index.html", "Clusters – K & \"B\" <x>"),
        ("en/clusters/table/index.html", "Clusters – Table – K & \"B\" <x>"),
        ("en/clusters/table/page/2/index.html", "Clusters – Table – Page 2 – K & \"B\" <x>"),
        ("en/clusters/c1/index.html", "C1 & <b> – K & \"B\" <x>"),
        ("en/clusters/c1/brief/index.html", "C1 & <b> – Brief for printing – K & \"B\" <x>"),
        ("uk/countries/pl/brief/index.html", "Польща – Стисло, для друку – БЗ"),
    ] {
        assert_eq!(title(path), expected, "{path}");
    }
}

#[test]
fn the_missing_page_of_no_language_says_first_that_it_is_missing() {
    let published = site().built();
    let missing = page(&published, "404.html").text("title");
    assert!(missing.starts_with("Page not found · Сторінку не знайдено · Page not found – "), "{missing}");
    assert!(page(&published, "index.html").text("title").starts_with("K & \"B\" <x> · БЗ · BW"));
}

#[test]
fn arrows_back_from_a_footnote_have_names_of_their_own() {
    let site = site();
    site.write(
        "//- content/noted.en.md\n+++\ntitle = \"N\"\n+++\nA[^a], B[^b], B[^b] and B[^b].\n\n[^a]: a\n[^b]: b\n",
    );
    let published = site.built();
    let names = page(&published, "en/noted/index.html").attributes("a[role=doc-backlink]", "aria-label");
    let expected =
        ["Back to reference 1", "Back to reference 2", "Back to mention 2 of note 2", "Back to mention 3 of note 2"];
    assert_eq!(names, expected);
    site.write(
        "//- content/noted.uk.md\n+++\ntitle = \"N\"\ntranslates = \"00000000\"\n+++\nB[^b] and B[^b].\n\n[^b]: b\n",
    );
    let names = page(&site.built(), "uk/noted/index.html").attributes("a[role=doc-backlink]", "aria-label");
    assert_eq!(names, ["Назад до посилання 1", "Назад до 2-ї згадки виноски 1"]);
}

#[test]
fn values_with_commas_stay_apart_in_a_brief() {
    let site = site();
    site.replace(
        "site.toml",
        "founded = {",
        "aims = { type = \"text\", many = true, label = { en = \"Aims\", uk = \"Цілі\", pl = \"Cele\" } }\nfounded = {",
    );
    site.replace("content/clusters/c1.en.md", "founded", "aims = [\"bread, salt; wool\", \"trade, at home\"]\nfounded");
    let brief = page(&site.built(), "en/clusters/c1/brief/index.html");
    let facts = brief.texts(".brief-facts dd");
    assert!(facts.contains(&"bread, salt; wool · trade, at home".to_owned()), "{facts:?}");
}

#[test]
fn the_search_page_names_its_versions() {
    let published = site().built();
    let search = page(&published, "uk/search/index.html");
    assert!(!search.is_noindex());
    assert_eq!(search.canonical().as_deref(), Some("https://example.org/kb/uk/search/"));
    let tags: Vec<String> = search.alternates().into_iter().map(|(tag, _)| tag).collect();
    assert_eq!(tags, ["en", "uk", "pl", "x-default"]);
    // A page that is not found has no address of its own.
    let not_found = page(&published, "uk/404.html");
    assert_eq!((not_found.canonical(), not_found.alternates().len()), (None, 0));
}

#[test]
fn terms_that_are_written_and_the_same_that_are_derived_are_told_apart() {
    let site = site();
    site.write(
        "//- content/notes/written.en.md\n+++\ntitle = \"W\"\ncountry = [\"pl\", \"ua\"]\n+++\n\
         //- content/notes/again.en.md\n+++\ntitle = \"A\"\ncountry = [\"pl\", \"ua\"]\n+++\n\
         //- content/notes/turned.en.md\n+++\ntitle = \"T\"\ncountry = [\"ua\", \"pl\"]\n+++\n\
         //- content/notes/derived.en.md\n+++\ntitle = \"D\"\ncluster = [\"c1\"]\n+++\n",
    );
    site.replace(
        "site.toml",
        "[indexes]",
        "[collections.notes.fields]\n\
         country = { type = \"term\", of = \"countries\", many = true, through = [\"cluster.country\"] }\n\
         cluster = { type = \"page\", of = [\"clusters\"], many = true }\n[indexes]",
    );
    let published = site.built();
    let check = |path: &str, countries: [&str; 2], derived: usize| {
        let page = page(&published, path);
        assert_eq!(page.texts(".fact-term a"), countries, "{path}");
        assert_eq!((page.count(".fact-term .derived"), page.count(".facts-note")), (derived, derived.min(1)), "{path}");
    };
    check("en/notes/written/index.html", ["Poland", "Ukraine"], 0);
    check("en/notes/again/index.html", ["Poland", "Ukraine"], 0);
    check("en/notes/turned/index.html", ["Ukraine", "Poland"], 0);
    check(
        "en/notes/derived/index.html",
        ["Poland (follows from linked entries)", "Ukraine (follows from linked entries)"],
        2,
    );
    check("uk/notes/written/index.html", ["Польща", "Україна"], 0);
    let cards = page(&published, "en/notes/index.html");
    assert_eq!(cards.attributes(".card", "data-f-countries"), ["pl ua", "pl ua", "ua pl", "pl ua"]);
    assert_eq!(
        cards.texts(".card .places"),
        ["Poland, Ukraine", "Poland, Ukraine", "Ukraine, Poland", "Poland, Ukraine"]
    );
}

#[test]
fn fields_are_known_by_their_roles_and_by_no_name() {
    // The pages of a note and of its collection, where fields are called `names` and have `roles`.
    let check = |names: [&str; 4], roles: [&str; 4], expected: [usize; 4]| {
        let [origin, closing, with, state] = names;
        let [source, deadline, party, status] =
            roles.map(|role| if role.is_empty() { String::new() } else { format!("role = \"{role}\", ") });
        let site = site();
        site.write(&format!(
            "//- content/notes/r.en.md\n+++\ntitle = \"R\"\n{closing} = 2020-01-01\n{with} = [\"c1\"]\n\
             {state} = \"open\"\n[[{origin}]]\nwhat = \"Letter\"\n+++\n"
        ));
        site.replace(
            "site.toml",
            "[indexes]",
            &format!(
                "[collections.notes.fields]\n\
                 {origin} = {{ {source}type = \"table\", many = true, fields = {{ what = {{ type = \"text\" }} }} }}\n\
                 {closing} = {{ {deadline}type = \"date\" }}\n\
                 {with} = {{ {party}type = \"page\", of = [\"clusters\"], many = true }}\n\
                 {state} = {{ {status}type = \"choice\", values = {{ open = {{ en = \"O\", uk = \"В\", pl = \"O\" }} }} }}\n\
                 [indexes]"
            ),
        );
        let published = site.built();
        let (note, list) = (page(&published, "en/notes/r/index.html"), page(&published, "en/notes/index.html"));
        let found = [
            note.count("section.sources"),
            note.count("time[data-deadline]"),
            list.count(".graph-section"),
            list.count(".choice-status"),
        ];
        assert_eq!(found, expected, "{names:?} with roles {roles:?}");
    };
    check(["origin", "closing", "with", "state"], ["source", "deadline", "party", "status"], [1, 1, 1, 1]);
    check(["sources", "deadline", "parties", "state"], ["", "", "", ""], [0, 0, 0, 0]);
}

#[test]
fn what_site_toml_says_is_the_same_however_a_template_asks_for_it() {
    let site = site();
    let both = ["site.title", "site.description", "site.home", "site.base", "site.origin", "language.tag"];
    let both = both.iter().chain(&["language.name", "language.direction", "menu.search_url"]).map(|path| {
        let (object, key) = path.split_once('.').unwrap();
        format!("<p class=\"both\">{{{{ {path} }}}}</p><p class=\"both\">{{{{ {object}[\"{key}\"] }}}}</p>")
    });
    let asked: String = both.collect();
    site.replace("themes/intermarium/templates/entry.html", "<article", &format!("{asked}<article"));
    let published = site.built();
    for language in ["en", "uk", "pl"] {
        let texts = page(&published, &format!("{language}/notes/n/index.html")).texts(".both");
        assert_eq!(texts.len(), 18);
        assert!(texts.chunks(2).all(|pair| pair[0] == pair[1] && !pair[0].is_empty()), "{texts:?}");
    }
    assert_eq!(page(&published, "en/notes/n/index.html").texts(".both")[0], "K & \"B\" <x>");
    // A template may call something else by the same name.
    let own = "{% for site in page.breadcrumbs %}<i class=\"own\">{{ site.title }}</i>{% endfor %}<article";
    site.replace("themes/intermarium/templates/entry.html", "<article", own);
    assert_eq!(page(&site.built(), "en/notes/n/index.html").texts(".own"), ["Home", "Notes"]);
}

/// A site of the plain theme whose page for what is not found is one template.
fn with_template(text: &str) -> Site {
    let site = Site::new("");
    site.write_bytes("themes/plain/templates/404.html", text.as_bytes());
    site
}

fn shown(text: &str) -> String {
    with_template(text).built().read("en/404.html")
}

#[test]
fn a_missing_string_is_an_error_however_its_call_is_written() {
    for call in [
        "{{ \"nosuch\" | t }}",
        "{{ \"п'ять \" ~ \"nosuch\" | t }}",
        "{{ 'nosuch'|t }}",
        "{{ \"nosuch\" | t(count=1) }}",
        "{{ \"}}\" ~ \"nosuch\" | t }}",
        "{{ \"a {# b\" }}{{ \"nosuch\" | t }}",
        "{% set word = `nosuch` | t %}",
    ] {
        let run = with_template(call).build();
        let told = run.diagnostics();
        assert_eq!(told.matches("missing-string").count(), 1, "{call}\n{told}");
        assert!(told.contains("themes/plain/templates/404.html:1:"), "{call}\n{told}");
    }
    // The key is known at the call alone.
    for call in ["{{ (\"no\" ~ \"such\") | t }}", "{% set key = \"nosuch\" %}{{ key | t }}"] {
        let told = with_template(call).build().diagnostics();
        assert!(told.contains("missing-string: write \"…\" | t"), "{call}\n{told}");
    }
    // Themes of version 0.1 called a function.
    let told = with_template("{{ t(key=\"home\") }}").build().diagnostics();
    assert!(told.contains("404.html:1:4 missing-string: write \"home\" | t for t(key=\"home\")"), "{told}");
    assert_eq!(told.matches("404.html").count(), 1, "{told}");
}

#[test]
fn a_template_that_a_theme_may_do_without_wants_the_string_of_its_title() {
    for (template, key) in [("timeline.html", "timeline-title"), ("data.html", "open-data")] {
        let site = Site::new("");
        site.write_bytes(&format!("themes/plain/templates/{template}"), b"{{ page.title }}");
        let told = site.build().diagnostics();
        assert!(told.contains(&format!("missing-string: add it: {key} = …")), "{template}\n{told}");
    }
}

#[test]
fn a_misspelt_argument_of_a_string_is_an_error_at_its_call() {
    let run = with_template("\n{{ \"page-number\" | t(number=page.tittle) }}").build();
    assert!(run.diagnostics().contains("themes/plain/templates/404.html:2:"), "{}", run.stdout);
    assert!(run.stdout.contains("the argument `number` of the interface string `page-number`"), "{}", run.stdout);
}

#[test]
fn a_string_of_the_generator_that_asks_for_more_is_an_error() {
    let site = Site::new("");
    let own = "home = Х { $y }\nfeed-title = { $site } { $no }\npage-number = { $number }\n";
    site.write_bytes("theme/i18n/uk.ftl", own.as_bytes());
    let told = site.build().diagnostics();
    assert!(told.contains("theme/i18n/uk.ftl:1:1 interface-string: write it without arguments"), "{told}");
    let given = "theme/i18n/uk.ftl:2:1 interface-string: of arguments, write these alone: `$site`, `$collection`";
    assert!(told.contains(given), "{told}");
    assert_eq!(told.matches("interface-string:").count(), 2, "{told}");
}

#[test]
fn a_string_that_another_shows_is_used() {
    let site = with_template("{{ \"it's \" ~ \"outer\" | t }}");
    for language in ["en", "uk"] {
        let path = format!("themes/plain/i18n/{language}.ftl");
        let added = "outer = Word { middle }\nmiddle = of { inner }\ninner = a key\nalone = { outer }\n";
        let strings = site.read(&path) + added;
        site.write_bytes(&path, strings.as_bytes());
    }
    let told = site.build().diagnostics();
    assert_eq!(told.matches("unused-string").count(), 2, "`alone`, in each language\n{told}");
    assert_eq!(site.published().read("en/404.html").trim(), "it&#39;s Word of a key");
}

#[test]
fn what_is_no_call_stays_as_it_is_written() {
    for (template, expected) in [
        ("{% raw %}{{ \"home\" | t }}{% endraw %}", "{{ \"home\" | t }}"),
        ("{%- raw -%} {{ site.title }} {%- endraw -%}", "{{ site.title }}"),
        ("{% raw %}{{ \"nosuch\" | t }}{% endraw %}", "{{ \"nosuch\" | t }}"),
        ("{{ '{{ \"home\" | t }}' }}", "{{ &quot;home&quot; | t }}"),
        ("{{ \"{{ site.title }}\" }}", "{{ site.title }}"),
        ("{# {{ \"nosuch\" | t }} #}\"nosuch\" | t", "\"nosuch\" | t"),
    ] {
        assert_eq!(shown(template).trim(), expected, "{template}");
    }
}

#[test]
fn groups_come_in_the_order_of_their_first_values() {
    let values =
        "[{\"k\":\"а\"},{\"k\":\"б\"},{\"k\":\"в\"},{\"k\":1},{\"k\":\"ґ\"},{\"k\":true},{\"k\":\"б\"},{\"k\":none}]";
    let template = format!(
        "{{% for k, v in {values} | group_by(attribute=\"k\") %}}{{{{ k }}}}{{{{ v | length }}}} {{% endfor %}}"
    );
    assert_eq!(shown(&template).trim(), "а1 б2 в1 11 ґ1 true1");
    let told = with_template("{{ [{\"a\": 1}] | group_by(attribute=\"k\") }}").build().diagnostics();
    assert!(told.contains("themes/plain/templates/404.html:1:17 template"), "{told}");
}

#[test]
fn a_template_that_only_names_itself_is_no_circle() {
    for (template, expected) in [
        ("{% raw %}{% include \"404.html\" %}{% endraw %}", "{% include \"404.html\" %}"),
        ("{{ '{% include \"404.html\" %}' }}", "{% include &quot;404.html&quot; %}"),
        ("{% component small() %}{% if 1 < small %}{% endif %}{% endcomponent small %}x", "x"),
    ] {
        assert_eq!(shown(template).trim(), expected, "{template}");
    }
    let told = with_template("{{ \"it's\" }}{% include \"404.html\" %}").build().diagnostics();
    assert!(told.contains("themes/plain/templates/404.html:1:25 template"), "{told}");
}

#[test]
fn what_nobody_has_confirmed_is_not_among_the_newest() {
    let site = Site::with_theme("intermarium");
    site.write(
        r#"//- site.toml
base_url = "https://example.org/"
languages = ["en"]
theme = "intermarium"
title = { en = "K" }
description = { en = "D" }
[collections.events]
title = { en = "Events" }
[collections.events.fields]
state = { type = "choice", unconfirmed = ["announced"], values = { announced = { en = "Announced" }, held = { en = "Held" } } }
date = { type = "date" }
//- content/events/fair.en.md
+++
title = "Fair"
state = "announced"
date = 2030-01-02
+++
//- content/events/forum.en.md
+++
title = "Forum"
state = "held"
date = 2030-01-01
+++
"#,
    );
    let published = site.built();
    let titles = |path: &str, css: &str| Page::read(&published.folder, path).texts(css);
    assert_eq!(titles("en/index.html", ".newest a"), ["Forum"]);
    assert_eq!(titles("en/events/index.html", ".card-title a"), ["Fair", "Forum"]);
}

#[test]
fn the_theme_has_a_colour_for_every_class_of_code_in_both_schemes() {
    let css = std::fs::read_to_string("themes/intermarium/static/css/site.css").unwrap();
    for class in icsi::markdown::highlight::CLASSES {
        let selector = format!(".{class}");
        let coloured = css.lines().any(|rule| {
            let (selectors, declarations) = rule.split_once('{').unwrap_or_default();
            selectors.split(',').any(|one| one.trim() == selector) && declarations.contains("color: light-dark(")
        });
        assert!(coloured, "{class}");
    }
}

#[test]
fn every_page_leads_to_the_file_of_the_language_that_is_read() {
    let site = Site::with_theme("intermarium");
    site.write(crate::common::BASE);
    site.replace(
        "site.toml",
        "theme = \"plain\"",
        "theme = \"intermarium\"\nedit_url = \"https://forge.example/edit/{path}\"",
    );
    let published = site.built();
    for (page, file) in [
        ("en/index.html", "content/index.en.md"),
        ("uk/index.html", "content/index.uk.md"),
        ("en/clusters/uca/index.html", "content/clusters/uca.en.md"),
        ("uk/clusters/uca/index.html", "content/clusters/uca.uk.md"),
        // A fallback shows the original, and leads to it.
        ("uk/clusters/wool/index.html", "content/clusters/wool.en.md"),
    ] {
        let link = format!("href=\"https://forge.example/edit/{file}\"");
        assert_eq!(published.read(page).matches(&link).count(), 1, "{page}");
    }
    assert!(!published.read("en/search/index.html").contains("forge.example"));
    site.replace("site.toml", "edit_url = \"https://forge.example/edit/{path}\"", "");
    assert!(!site.built().read("en/clusters/uca/index.html").contains("Edit this page"));
}
