//! A third language in site.toml, step by step as the guide says: the site builds at once, and after each step.

use std::path::Path;

use crate::common::{Site, copy};

#[test]
fn polish_little_by_little() {
    let site = Site::with_theme("intermarium");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&root.join("content"), &site.path("content"));
    std::fs::copy(root.join("site.toml"), site.path("site.toml")).unwrap();
    let build = |what: &str| {
        let run = site.build();
        assert_eq!(run.code, 0, "{what}:\n{}", run.diagnostics());
        let said = run.diagnostics();
        let others: Vec<&str> = said.lines().filter(|line| !line.contains(" missing-text (warning): ")).collect();
        assert_eq!(others, Vec::<&str>::new(), "{what}");
        said.lines().count()
    };
    assert_eq!(build("as it is"), 0);
    site.replace("site.toml", "languages = [\"en\", \"uk\"]", "languages = [\"en\", \"uk\", \"pl\"]");
    let at_once = build("1. the tag");
    assert!(at_once > 3, "{at_once}");
    site.write_bytes("themes/intermarium/i18n/pl.ftl", "home = Początek\n".as_bytes());
    assert_eq!(build("2. one word of the theme"), at_once);
    // Each text is given once more, where the Ukrainian one ends.
    let with_polish = |path: &str| {
        let text = site.read(path);
        // No two terms have one title.
        let lines = text.lines().enumerate();
        let polish = |at: usize, line: &str| line.replace("\" }", &format!("\", pl = \"Polski {at}\" }}"));
        let is_translated = |line: &str| line.contains("uk = ");
        let lines = lines.map(|(at, line)| if is_translated(line) { polish(at, line) } else { line.to_owned() } + "\n");
        site.write_bytes(path, lines.collect::<String>().as_bytes());
    };
    with_polish("content/countries.toml");
    assert_eq!(build("3. the countries"), at_once - 1);
    with_polish("site.toml");
    assert_eq!(build("3. the texts of site.toml"), at_once - 2);
    site.write("//- content/clusters/uca.pl.md\n+++\ntitle = \"Sojusz\"\ntranslates = \"00000000\"\n+++\nTekst.\n");
    build("4. a page");
    let page = site.published().read("pl/clusters/uca/index.html");
    assert!(page.contains("Sojusz") && page.contains("Początek"), "{page}");
    let status = site.icsi(&["status"]).stdout;
    assert!(status.contains("pl: 0 originals, 0 current, 1 outdated, "), "{status}");
}
