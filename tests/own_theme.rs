//! The program's theme on a site that has none, and what the site puts in the place of its files.

use crate::common::{Published, Site, with_few};

/// A site with the program's theme.
fn site(files: &str) -> Site {
    let site = Site::new("");
    site.replace("site.toml", "theme = \"plain\"", "theme = \"intermarium\"");
    std::fs::remove_dir_all(site.path("themes")).unwrap();
    site.write(files);
    site
}

fn home(published: &Published) -> String {
    published.read("en/index.html")
}

/// The one published file whose path begins and ends so.
fn asset(published: &Published, begin: &str, end: &str) -> String {
    let paths = published.paths();
    let mut found = paths.iter().filter(|path| path.starts_with(begin) && path.ends_with(end));
    let first = found.next().unwrap_or_else(|| panic!("no {begin}…{end} among {paths:?}"));
    assert_eq!(found.next(), None);
    published.read(first)
}

#[test]
fn a_site_without_a_theme_has_the_programs_look() {
    let published = site("").built();
    assert!(home(&published).contains("class=\"masthead\""));
    assert!(asset(&published, "assets/css/site.", ".css").contains("@layer"));
}

#[test]
fn a_template_extends_the_one_that_it_stands_in_the_place_of() {
    let site = site(
        "//- theme/templates/404.html\n{% extends \"intermarium/404.html\" %}\n{% block quick_search %}<p>ours</p>{% endblock quick_search %}\n",
    );
    let page = site.built().read("en/404.html");
    assert!(page.contains("<p>ours</p>"), "{page}");
    assert!(page.contains("class=\"search-form\""), "what the block does not replace is the theme's: {page}");
}

#[test]
fn partials_strings_styles_and_pictures_are_replaced_one_by_one() {
    let site = site(
        "//- theme/templates/fragments/brand.html\n<b>brand of ours</b>\n\
         //- theme/i18n/en.ftl\nsearch-submit = Seek\n\
         //- theme/static/css/site.css\nbody { color: red; background: url(../img/icon.svg) }\n\
         //- theme/static/img/icon.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n",
    );
    let published = site.built();
    let page = home(&published);
    assert!(page.contains("<b>brand of ours</b>") && page.contains("<button>Seek</button>"), "{page}");
    assert!(published.read("uk/index.html").contains("<b>brand of ours</b>"));
    assert!(!published.read("uk/index.html").contains("Seek"));
    assert!(asset(&published, "assets/css/site.", ".css").contains("color: red"));
    assert_eq!(asset(&published, "assets/img/icon.", ".svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n");
}

#[test]
fn a_language_that_the_theme_lacks_is_added_by_the_site() {
    let site = Site::empty();
    site.write(
        "//- site.toml\nbase_url = \"https://example.org/\"\nlanguages = [\"en\", \"pl\"]\ntheme = \"intermarium\"\n\
         title = { en = \"T\", pl = \"T\" }\ndescription = { en = \"D\", pl = \"D\" }\n",
    );
    let run = site.check();
    assert!(run.stdout.contains("theme/i18n/pl.ftl"), "{}", run.stdout);
    let strings = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/intermarium/i18n/en.ftl"));
    site.write_bytes("theme/i18n/pl.ftl", with_few(&strings.unwrap()).replace("Search", "Szukaj").as_bytes());
    assert!(site.built().read("pl/index.html").contains("Szukaj"));
}

#[test]
fn what_no_longer_exists_is_told_with_its_place() {
    let check = |template: &str, text: &str, expected: &str| {
        let site = site(&format!("//- theme/templates/{template}\n{text}\n"));
        let found = site.check().diagnostics();
        assert!(found.contains(expected), "{text}\n{found}");
        assert!(
            !found.lines().any(|line| line.starts_with("themes/")),
            "nothing is told of files that nobody can change: {found}"
        );
    };
    check("404.html", "\n{% extends \"old.html\" %}", "theme/templates/404.html:2:12 template: ");
    check("404.html", "{% include \"old.html\" %}", "theme/templates/404.html:1:12 template: ");
    check("404.html", "\n {{ <old a={1} /> }}", "theme/templates/404.html:2:5 template: ");
    check("404.html", "{{ asset(path=\"old.css\") }}", "theme/templates/404.html:1:4 template: ");
    check("404.html", "{{ \"old-string\" | t }}", "theme/templates/404.html:1:5 missing-string: ");
    check("404.html", "{{ site.old_name }}", "theme/templates/404.html:1:");
    check("fragments/old.html", "x", "theme/templates/fragments/old.html:1:1 theme-file (warning): ");
    check("cards/old.html", "x", "theme/templates/cards/old.html:1:1 theme-file (warning): ");
    check("entry.olds.html", "x", "theme/templates/entry.olds.html:1:1 theme-file (warning): ");
    check(
        "components/old.html",
        "{% component old(a) -%}{%- endcomponent old %}",
        "components/old.html:1:1 theme-file (warning): ",
    );
}

#[test]
fn files_that_stand_in_no_place_are_told() {
    let site = site(
        "//- theme/home.html\nx\n//- theme/i18n/fr.ftl\n//- theme/templates/page.about.html\n<p>{{ page.title }}</p>\n",
    );
    let found = site.check().diagnostics();
    assert!(found.contains("theme/home.html:1:1 theme-file (warning): put it into theme/templates/"), "{found}");
    assert!(
        found.contains("theme/i18n/fr.ftl:1:1 theme-file (warning): name it after a language: theme/i18n/en.ftl"),
        "{found}"
    );
    assert_eq!(found.lines().count(), 2, "{found}");
}

#[test]
fn a_copy_is_noted_and_compared() {
    let site = site("");
    let theme = |arguments: &[&str]| site.icsi(&[&["theme"], arguments].concat());
    assert!(theme(&["list"]).stdout.ends_with("nothing is overridden\n"));
    assert!(theme(&["list", "--all"]).stdout.contains("\ntemplates/fragments/footer.html\n"));

    assert_eq!(theme(&["copy", "footer.html"]).code, 0);
    assert!(theme(&["list"]).stdout.contains("theme/templates/fragments/footer.html  the same as the theme's"));
    site.replace("theme/templates/fragments/footer.html", "class=\"footer-about\"", "class=\"footer-own\"");
    let version = env!("CARGO_PKG_VERSION");
    let kept = format!("copied from icsi {version}; the theme's has not changed since");
    assert!(theme(&["list"]).stdout.contains(&kept));
    let diff = theme(&["diff"]).stdout;
    assert!(diff.contains("\n  - <div class=\"footer-about\">\n  + <div class=\"footer-own\">\n"), "{diff}");
    assert!(home(&site.built()).contains("footer-own"));

    // The theme of a later program has another file than the one that was copied.
    let noted = site.read("theme/copies.toml");
    let hash = noted.lines().find(|line| line.starts_with("hash = ")).unwrap();
    site.replace("theme/copies.toml", hash, "hash = \"0123456789abcdef\"");
    assert!(theme(&["list"]).stdout.contains("the theme's has changed since"));
    let line = theme(&["list", "--format", "json"]).stdout;
    assert!(line.contains("\"state\":\"changed\""), "{line}");

    let again = theme(&["copy", "templates/fragments/footer.html"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("is there already"), "{}", again.stderr);
    assert!(site.read("theme/templates/fragments/footer.html").contains("footer-own"));
    let unknown = theme(&["copy", "templates/fragments/foter.html"]);
    assert!(unknown.code == 2 && unknown.stderr.contains("did you mean"), "{}", unknown.stderr);
}

#[test]
fn of_copied_strings_those_that_differ_are_named() {
    let site = site("");
    let theme = |arguments: &[&str]| site.icsi(&[&["theme"], arguments].concat()).stdout;
    site.icsi(&["theme", "copy", "i18n/en.ftl"]);
    assert!(theme(&["list"]).contains("theme/i18n/en.ftl  the same as the theme's"), "{}", theme(&["list"]));
    site.replace("theme/i18n/en.ftl", "\nsearch-submit = Search\n", "\nsearch-submit = Seek\n");
    for told in [theme(&["list"]), theme(&["diff"])] {
        assert!(told.contains("in the place of the theme's: search-submit; "), "{told}");
        assert!(told.contains(" strings say the same as the theme's: "), "{told}");
    }
    site.write("//- theme/i18n/en.ftl\nsearch-submit = Seek\nour-own = Ours\n");
    let told = theme(&["list"]);
    assert!(told.contains("in the place of the theme's: search-submit; of the site's own: our-own\n"), "{told}");
}

#[test]
fn a_site_with_a_theme_of_this_name_keeps_its_own() {
    let site = Site::with_theme("intermarium");
    site.write(crate::common::BASE);
    site.replace("site.toml", "theme = \"plain\"", "theme = \"intermarium\"");
    site.replace("themes/intermarium/templates/404.html", "class=\"search-form\"", "class=\"changed\"");
    assert!(site.built().read("en/404.html").contains("class=\"changed\""));
    assert!(site.icsi(&["theme", "list"]).stdout.contains("that of the folder themes/intermarium/"));
}

#[test]
fn translations_of_the_programs_strings_are_the_sites_own() {
    let site = site("");
    let run = site.icsi(&["translations", "export", "--to", "uk", "--out", "../po"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let file = site.above().join("po/interface.ftl.po");
    let before = std::fs::read_to_string(&file).unwrap();
    assert_eq!(before.matches("\nmsgstr \"Пошук\"").count(), 1);
    std::fs::write(&file, before.replace("\nmsgstr \"Пошук\"", "\nmsgstr \"Розшук\"")).unwrap();
    let run = site.icsi(&["translations", "import", "../po"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(site.read("theme/i18n/uk.ftl"), "search-title = Розшук\n");
    // And once more, now that the file is there.
    std::fs::write(&file, before.replace("\nmsgstr \"Пошук\"", "\nmsgstr \"Шукання\"")).unwrap();
    let run = site.icsi(&["translations", "import", "../po"]);
    assert!(run.stderr.contains("written since") || run.code == 1, "what was written since is kept: {}", run.stderr);
    assert!(site.built().read("uk/index.html").contains("Розшук"));
}

#[test]
fn sign_colours_links_and_menus_are_set_up() {
    let site = site(
        "//- theme/static/img/ours.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n//- content/about.en.md\n+++\ntitle = \"About\"\n+++\nText.\n//- content/terms.en.md\n+++\ntitle = \"Terms\"\n+++\nText.\n",
    );
    let plain = home(&site.built());
    assert!(plain.contains(">Terms</a>") && plain.contains("class=\"mark\" viewBox"), "{plain}");
    let text = site.read("site.toml");
    site.write_bytes(
        "site.toml",
        format!(
            "{text}\n[look]\nlogo = \"img/ours.svg\"\nicon = \"img/ours.svg\"\ncolours = {{ sea = \"#102030\", link = {{ light = \"#0000AA\", dark = \"#AAAAFF\" }} }}\n\
             [menu]\ncollections = [\"memoranda\"]\nvocabularies = []\npages = [\"about\"]\nbutton = \"about\"\n\
             [home]\nlatest = [\"memoranda\"]\nnotes = {{ memoranda = {{ en = \"Signed last.\", uk = \"Останні.\" }} }}\n\
             [footer]\nlinks = [{{ page = \"terms\" }}, {{ title = {{ en = \"Elsewhere\", uk = \"Деінде\" }}, url = \"https://example.com/\" }}]\n"
        )
        .as_bytes(),
    );
    let published = site.built();
    let page = home(&published);
    let header = page.split("<main").next().unwrap();
    let footer = page.split("<footer").nth(1).unwrap();
    assert!(
        header.contains("<img class=\"mark\" src=\"/assets/img/ours.") && !header.contains("class=\"mark\" viewBox")
    );
    assert!(header.contains("<link rel=\"icon\" href=\"/assets/img/ours."));
    assert!(header.contains("<meta name=\"theme-color\" content=\"#102030\">"));
    assert_eq!(
        asset(&published, "assets/css/colours.", ".css"),
        ":root {\n  --sea: #102030;\n  --link: light-dark(#0000aa, #aaaaff);\n}\n"
    );
    assert!(header.contains("/en/memoranda/") && !header.contains("/en/clusters/") && !header.contains("/en/sectors/"));
    assert!(header.contains("class=\"bar-join\"") && !header.contains(">Terms</a>"));
    assert!(page.contains("<p class=\"section-note\">Signed last.</p>"));
    assert!(
        footer.contains(">Terms</a>")
            && footer.contains("<a href=\"https://example.com/\" rel=\"external\">Elsewhere</a>")
    );
    assert!(published.read("uk/index.html").contains(">Деінде</a>"));
}

#[test]
fn what_is_set_up_wrongly_is_told() {
    let check = |text: &str, expected: &str| {
        let site = site("//- content/about.en.md\n+++\ntitle = \"About\"\n+++\nText.\n");
        let before = site.read("site.toml");
        site.write_bytes("site.toml", format!("{before}\n{text}\n").as_bytes());
        let found = site.check().diagnostics();
        assert!(found.lines().count() == 1 && found.contains(expected), "{text}\n{found}");
    };
    check("[look]\nlogo = \"img/icn.svg\"", "missing-theme: did you mean `img/icon.svg`?");
    check("[look]\ncolours = { acent = \"#102030\" }", "invalid-config: did you mean `accent`?");
    check("[look]\ncolours = { sea = \"red; }\" }", "invalid-value: write \"#0b2b42\"");
    check("[look]\ncolours = { sea = { light = \"#102030\" } }", "missing-key: write \"#0b2b42\"");
    check("[menu]\npages = [\"abot\"]", "unknown-entry: did you mean `about`?");
    check("[menu]\ncollections = [\"cluster\"]", "did you mean `clusters`?");
    check("[menu]\nvocabularies = [\"sectors\", \"sectors\"]", "invalid-value: remove one of the two");
    check("[home]\nlatest = [\"memo\"]", "memoranda");
    check("[home]\nnotes = { cluster = { en = \"a\", uk = \"b\" } }", "did you mean `clusters`?");
    check("[footer]\nlinks = [{ page = \"abot\" }]", "unknown-entry: did you mean `about`?");
    check("[footer]\nlinks = [{ title = { en = \"a\", uk = \"b\" }, url = \"javascript:x\" }]", "invalid-value: ");
    check("[footer]\nlinks = [{ url = \"https://example.com/\" }]", "missing-key: ");
}
