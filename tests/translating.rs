//! Files for translators: what they say, what comes back, and what is refused. GNU gettext (`msgfmt`, `msgmerge`) reads
//! and merges them here as a translator's tools do.

use std::{path::PathBuf, process::Command};

use crate::common::{Run, Site, files_below};
use icsi::translations::po::{self, Catalogue, PoMessage};

fn git(site: &Site, arguments: &[&str]) {
    let identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.arg("-C").arg(&site.root).args(identity).args(arguments).env("HOME", site.home());
    assert!(command.output().unwrap().status.success(), "git {arguments:?}");
}

fn commit(site: &Site) {
    git(site, &["add", "."]);
    git(site, &["commit", "--quiet", "-m", "change"]);
}

/// A page with a list, a cell and blocks, its translation, and a page that has none, in a repository.
fn site() -> Site {
    let site = Site::new(PAGES);
    site.replace(
        "site.toml",
        "place    = { type",
        "also     = { type = \"text\", many = true, localized = true }\nplace    = { type",
    );
    let run = site.icsi(&["translated", "--all"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    git(&site, &["init", "--quiet"]);
    commit(&site);
    site
}

const PAGES: &str = "\
//- content/clusters/uca.en.md
+++
title = \"Ukrainian Cluster Alliance\"
summary = \"An alliance.\"
country = [\"ua\"]
sectors = [\"food\"]
also = [\"UCA\", \"Alliance\"]
place = { en = \"Kyiv\" }
+++
## History {#history}

Founded in Kyiv with [Wool Valley](wool.en.md).[^1]

It has many members.

[^1]: Its own page says so.
//- content/clusters/uca.uk.md
+++
translates = \"00000000\" # stamped by hand
title    = 'Український кластерний альянс'
summary = \"Альянс.\"
also = [
  \"УКА\",
  \"Альянс\",
]
+++

## Історія {#history}

Засновано в Києві з [Вовняною долиною](wool.en.md).[^1]


Має багато членів.

[^1]: Так каже його сторінка.
";

struct Export {
    folder: PathBuf,
}

impl Export {
    /// An export into a folder beside the site's.
    #[track_caller]
    fn new(site: &Site, name: &str, options: &[&str]) -> Self {
        let folder = site.above().join(name);
        let mut arguments = vec!["translations", "export", "--to", "uk", "--out", folder.to_str().unwrap()];
        arguments.extend(options);
        let run = site.icsi(&arguments);
        assert_eq!(run.code, 0, "{}", run.stderr);
        Self { folder }
    }

    fn read(&self, name: &str) -> Catalogue {
        po::read(&std::fs::read(self.folder.join(name)).unwrap()).unwrap()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::create_dir_all(self.folder.join(name).parent().unwrap()).unwrap();
        std::fs::write(self.folder.join(name), bytes).unwrap();
    }

    /// Gives a unit a translation, as a translator does who is sure of it.
    #[track_caller]
    fn translate(&self, name: &str, source: &str, translation: &str) {
        let mut catalogue = self.read(name);
        let message = catalogue.messages.iter_mut().find(|message| message.source == source);
        let message = message.unwrap_or_else(|| panic!("{name} has no unit `{source}`"));
        (message.fuzzy, message.former) = (false, None);
        translation.clone_into(&mut message.translation);
        self.write(name, catalogue.to_text().as_bytes());
    }

    fn import(&self, site: &Site) -> Run {
        site.icsi(&["translations", "import", self.folder.to_str().unwrap()])
    }

    /// An import that changes nothing and says why.
    #[track_caller]
    fn refused(&self, site: &Site, why: &str) {
        let before = sources(site);
        let run = self.import(site);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains(why), "{}", run.stderr);
        assert!(sources(site) == before, "something was written");
    }

    #[track_caller]
    fn done(&self, site: &Site) -> Run {
        let run = self.import(site);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run
    }
}

fn sources(site: &Site) -> Vec<(String, String)> {
    let files = files_below(&site.path("content")).into_iter().map(|path| format!("content/{path}"));
    files.chain(["site.toml".to_owned()]).map(|path| (path.clone(), site.read(&path))).collect()
}

/// Runs one of gettext's programs, which must find nothing to say but of header fields that are not filled in yet.
#[track_caller]
fn gettext(arguments: &[&str]) -> String {
    let (program, arguments) = arguments.split_first().unwrap();
    let output = Command::new(program).args(arguments).env("LC_ALL", "C").output();
    let output = output.unwrap_or_else(|error| panic!("GNU gettext is needed ({program}): {error}"));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// Each unit as `context: state`.
fn states(catalogue: &Catalogue) -> String {
    let state = |message: &PoMessage| match (message.fuzzy, message.translation.is_empty()) {
        (true, _) => "fuzzy",
        (false, true) => "empty",
        (false, false) => "translated",
    };
    catalogue.messages.iter().map(|message| format!("{}: {}\n", message.context, state(message))).collect()
}

#[test]
fn current_units_are_translated_changed_ones_fuzzy_and_new_ones_empty() {
    let site = site();
    let export = Export::new(&site, "one", &[]);
    let page = "clusters/uca.po";
    assert_eq!(
        states(&export.read(page)),
        "title: translated\nsummary: translated\nalso: translated\nalso: translated\nplace: empty\n\
         text: translated\ntext: translated\ntext: translated\ntext: translated\n"
    );
    let wool = export.read("clusters/wool.po");
    assert_eq!(states(&wool), "title: empty\ntext: empty\n");
    assert!(export.read("site.toml.po").find("title", "Knowledge").is_some());
    assert_eq!(export.read("countries.toml.po").find("pl.title", "Poland").unwrap().translation, "Польща");
    assert!(!export.folder.join("memoranda/kosice.po").exists(), "it is written in Ukrainian");
    let text = std::fs::read_to_string(export.folder.join(page)).unwrap();
    assert!(text.contains("#. https://example.org/uk/clusters/uca/\n"), "{text}");
    for file in files_below(&export.folder) {
        gettext(&["msgfmt", "-c", "-o", "/dev/null", export.folder.join(file).to_str().unwrap()]);
    }

    site.replace("content/clusters/uca.en.md", "It has many members.", "It has very many members.\n\nA new one.");
    let export = Export::new(&site, "two", &["--outdated"]);
    assert_eq!(files_below(&export.folder), [page]);
    let changed = export.read(page);
    let message = changed.find("text", "It has very many members.").unwrap();
    assert_eq!((message.fuzzy, message.former.as_deref()), (true, Some("It has many members.")));
    assert_eq!(message.translation, "Має багато членів.");
    assert_eq!(changed.find("text", "A new one.").unwrap().translation, "");
    assert_eq!(changed.messages.iter().filter(|message| message.fuzzy).count(), 1);
}

#[test]
fn nothing_changes_where_nothing_was_translated() {
    let site = site();
    let before = sources(&site);
    Export::new(&site, "one", &[]).done(&site);
    assert!(sources(&site) == before);
}

#[test]
fn a_text_changes_where_it_stands_and_nowhere_else() {
    let site = site();
    let export = Export::new(&site, "one", &[]);
    let page = "content/clusters/uca.uk.md";
    let before = site.read(page);
    export.translate("clusters/uca.po", "Alliance", "Спілка");
    export.translate("clusters/uca.po", "It has many members.", "Має дуже багато членів.");
    export.translate("clusters/uca.po", "Kyiv", "Київ");
    export.translate("countries.toml.po", "Poland", "Республіка Польща");
    export.translate("site.toml.po", "Clusters", "Усі кластери");
    export.done(&site);
    let after = before.replace("\"Альянс\",", "\"Спілка\",").replace("Має багато", "Має дуже багато");
    assert_eq!(site.read(page), after);
    assert!(site.read("content/clusters/uca.en.md").contains("place = { en = \"Kyiv\", uk = \"Київ\" }\n"));
    assert!(site.read("content/countries.toml").contains("title = { en = \"Poland\", uk = \"Республіка Польща\" }"));
    assert!(site.read("site.toml").contains("title = { en = \"Clusters\", uk = \"Усі кластери\" }"));
    assert_eq!(site.icsi(&["status"]).stdout.matches("outdated:").count(), 0);
}

#[test]
fn a_new_page_is_written_when_all_of_it_is_translated() {
    let site = site();
    let export = Export::new(&site, "one", &["clusters/wool"]);
    export.translate("clusters/wool.po", "Wool Valley", "Вовняна \"долина\"");
    let run = export.done(&site);
    assert!(run.stderr.contains("the page is left out, 1 text not finished"), "{}", run.stderr);
    let page = "content/clusters/wool.uk.md";
    assert!(!site.path(page).exists());
    export.translate("clusters/wool.po", "See the [alliance](uca.en.md#history).", "Див. [альянс](uca.uk.md#history).");
    export.done(&site);
    let text = site.read(page);
    assert!(text.starts_with("+++\ntitle = \"Вовняна \\\"долина\\\"\"\ntranslates = \""), "{text}");
    assert!(text.ends_with("+++\nДив. [альянс](uca.uk.md#history).\n"), "{text}");
    assert!(site.icsi(&["status", "clusters/wool"]).stdout.contains("uk: current"));
}

/// A translator gets a file. The original is edited meanwhile, and the translator carries the work over with `msgmerge`,
/// which drops remarks and wraps lines anew.
#[test]
fn a_day_of_a_translator() {
    let site = site();
    let (original, page) = ("content/clusters/uca.en.md", "content/clusters/uca.uk.md");
    site.replace(
        original,
        "It has many members.",
        "It has very many members all over the country, in the east and in the west of it.",
    );
    commit(&site);
    let morning = Export::new(&site, "morning", &["clusters/uca"]);
    let before = site.read(page);
    let first_revision = morning.read("clusters/uca.po").header("X-Icsi-Revision").unwrap().to_owned();

    // The original goes on; the translator, who does not know, finishes the file of the morning.
    site.replace(original, "An alliance.", "A national alliance.");
    commit(&site);
    let translation = "Має дуже багато членів по всій країні, на сході й на заході.";
    let source = "It has very many members all over the country, in the east and in the west of it.";
    morning.translate("clusters/uca.po", source, translation);

    // Carried over to an export of the evening, the summary is still to be done: the page is left as it was.
    let evening = Export::new(&site, "evening", &["clusters/uca"]);
    let (old, new) = (morning.folder.join("clusters/uca.po"), evening.folder.join("clusters/uca.po"));
    let merged = gettext(&["msgmerge", "--quiet", "--previous", old.to_str().unwrap(), new.to_str().unwrap()]);
    let merged_folder = Export { folder: site.above().join("merged") };
    merged_folder.write("uca.po", merged.as_bytes());
    let run = merged_folder.done(&site);
    assert!(run.stderr.contains("the page is left out, 1 text not finished"), "{}", run.stderr);
    assert_eq!(site.read(page), before);

    // The file of the morning follows the original of the morning, and is outdated at once.
    morning.done(&site);
    let after_morning = site.read(page);
    let stamp = |text: &str| text.lines().find(|line| line.starts_with("translates")).unwrap().to_owned();
    assert_eq!(stamp(&after_morning), format!("translates = \"{first_revision}\" # stamped by hand"));
    assert_eq!(
        after_morning.replace(&stamp(&after_morning), &stamp(&before)),
        before.replace("Має багато членів.", translation)
    );
    assert!(site.icsi(&["status", "clusters/uca"]).stdout.contains("uk: outdated"));

    // The merged file, finished, follows the original of the evening.
    merged_folder.translate("uca.po", "A national alliance.", "Національний альянс.");
    merged_folder.done(&site);
    assert!(site.icsi(&["status", "clusters/uca"]).stdout.contains("uk: current"));
    assert!(site.read(page).contains("summary = \"Національний альянс.\"\n"));
    assert!(site.read(page).contains(translation));

    // The file of the morning, given back once more, takes nothing back.
    let before = site.read(page);
    morning.translate("clusters/uca.po", source, "Ще інакше.");
    morning.refused(&site, "the translation has followed another original since");
    assert_eq!(site.read(page), before);
}

#[test]
fn what_was_written_since_the_export_is_not_overwritten() {
    let site = site();
    let export = Export::new(&site, "one", &[]);
    let page = "content/clusters/uca.uk.md";
    site.replace(page, "Має багато членів.", "Має чимало членів.");
    let before = site.read(page);
    export.translate("clusters/uca.po", "Alliance", "Спілка");
    export.done(&site);
    let with_one = before.replace("\"Альянс\",", "\"Спілка\",");
    assert_eq!(site.read(page), with_one, "an untouched unit says nothing against another's edit");
    export.translate("clusters/uca.po", "It has many members.", "Має безліч членів.");
    export.refused(&site, "clusters/uca.po:");
    export.refused(&site, "the site has another translation since the file was made");

    // Somebody else translated a page that had no translation.
    let site = self::site();
    let export = Export::new(&site, "two", &["clusters/wool"]);
    export.translate("clusters/wool.po", "Wool Valley", "Вовняна долина");
    export.translate("clusters/wool.po", "See the [alliance](uca.en.md#history).", "Див. [альянс](uca.uk.md#history).");
    export.done(&site);
    export.translate("clusters/wool.po", "Wool Valley", "Долина вовни");
    export.refused(&site, "the site has another translation since the file was made");
}

#[test]
fn links_footnotes_anchors_and_blocks_stay() {
    for (source, translation, why) in [
        (
            "It has many members.",
            "Має [багато](https://evil.example/) членів.",
            "the link to `https://evil.example/` is not in the text",
        ),
        ("It has many members.", "Має багато.\n\nЧленів.", "it is 2 paragraphs"),
        ("It has many members.", "```\nМає", "blocks beside this one would change"),
        ("It has many members.", "Має\u{7} багато", "the site would have these errors"),
        (
            "Founded in Kyiv with [Wool Valley](wool.en.md).[^1]",
            "Засновано в Києві.[^1]",
            "the link to `wool.md` is lost",
        ),
        (
            "Founded in Kyiv with [Wool Valley](wool.en.md).[^1]",
            "Засновано з [Долиною](wool.uk.md).",
            "the footnote `1` is lost",
        ),
        ("## History {#history}", "## Минуле", "the anchor `history` is lost"),
        ("An alliance.", "Альянс\n+++\ndraft = true", "it has more than one line"),
        ("An alliance.", "  ", "it is blank"),
    ] {
        let site = site();
        let export = Export::new(&site, "one", &["clusters/uca"]);
        export.translate("clusters/uca.po", source, translation);
        export.refused(&site, why);
    }
}

#[test]
fn a_file_is_a_stranger_s() {
    let site = site();
    let whole = |bytes: &[u8]| {
        let export = Export { folder: site.above().join("hostile") };
        export.write("x.po", bytes);
        export
    };
    let good =
        std::fs::read_to_string(Export::new(&site, "good", &["clusters/uca"]).folder.join("clusters/uca.po")).unwrap();
    let refused = |bytes: &[u8], why: &str| whole(bytes).refused(&site, why);
    refused(good.replace("charset=UTF-8", "charset=KOI8-U").as_bytes(), "the file says that it is not UTF-8");
    refused(&[good.as_bytes(), b"#. \xff\n"].concat(), "the file is not UTF-8");
    refused(&[good.as_bytes(), &vec![b'\n'; 5 << 20]].concat(), "the file is longer than 4 MiB");
    refused(
        format!("{good}\nmsgctxt \"title\"\nmsgid \"Ukrainian Cluster Alliance\"\nmsgstr \"Інше\"\n").as_bytes(),
        "this message is in the file twice",
    );
    refused(
        format!("{good}\nmsgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\n").as_bytes(),
        "texts of pages have no plural forms",
    );
    refused(format!("{good}\nmsgid \"a\" b\n").as_bytes(), "x.po:");
    refused(format!("{good}\nmsgid \"a\"\n").as_bytes(), "this message has no translation");
    refused(b"msgid \"a\"\nmsgstr \"b\"\n", "the file has no header");
    refused(b"", "the file has no header");
    refused(good.replace("Language: uk", "Language: de").as_bytes(), "the site has no language `de`");
    refused(
        format!("{good}\nmsgid \"Never said\"\nmsgstr \"Ніколи\"\n").as_bytes(),
        "the original does not say this any more",
    );
    for path in
        ["/etc/passwd", "../site.toml", "content/clusters/../clusters/uca.en.md", "content/clusters/uca.uk.md", ""]
    {
        let source = format!("X-Icsi-Source: {path}\\n");
        let hostile = good.replace("X-Icsi-Source: content/clusters/uca.en.md\\n", &source);
        refused(hostile.as_bytes(), "the site has no original");
    }
    // Two files of one page: neither is preferred in silence.
    let twice = Export { folder: site.above().join("twice") };
    twice.write("a.po", good.as_bytes());
    twice.write("b.po", good.as_bytes());
    twice.refused(&site, "another file has the texts of the same page");
    // A file that a link leads to is not read.
    let linked = Export { folder: site.above().join("linked") };
    std::fs::create_dir_all(&linked.folder).unwrap();
    std::os::unix::fs::symlink(twice.folder.join("a.po"), linked.folder.join("a.po")).unwrap();
    let run = linked.import(&site);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("has no PO files"), "{}", run.stderr);
}

#[test]
fn interface_strings_are_texts_too() {
    let site = site();
    let export = Export::new(&site, "one", &[]);
    let strings = export.read("interface.ftl.po");
    let message = strings.messages.iter().find(|message| !message.translation.contains('{')).unwrap();
    let (file, before) = ("themes/plain/i18n/uk.ftl", site.read("themes/plain/i18n/uk.ftl"));
    export.translate("interface.ftl.po", &message.source, "Зовсім інакше");
    export.done(&site);
    let (old, new) = (format!("= {}\n", message.translation), "= Зовсім інакше\n");
    assert_eq!(site.read(file), before.replacen(&old, new, 1));
    export.translate("interface.ftl.po", &message.source, "{ $nothing }");
    let run = export.import(&site);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(site.read(file), before.replacen(&old, new, 1));
}

#[test]
fn an_export_overwrites_nothing() {
    let site = site();
    let export = Export::new(&site, "one", &[]);
    let arguments = ["translations", "export", "--to", "uk", "--out", export.folder.to_str().unwrap()];
    let run = site.icsi(&arguments);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("is not empty"), "{}", run.stderr);
    let run = site.icsi(&["translations", "export", "--to", "de", "--out", "x"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("the site has no language `de`"), "{}", run.stderr);
}
