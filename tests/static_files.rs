//! `static/`: what is published of it, and each thing that is refused. And `needs`, which is asked before everything.

use std::os::unix::fs::symlink;

use snapbox::{assert_data_eq, str};

use crate::common::Site;

/// The findings of `check` with these files, in which `{}` stands for nothing.
fn check(files: &str) -> String {
    let site = Site::new(files);
    let said = site.icsi(&["check", "--format", "json"]);
    let of = |line: &str| {
        let one: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
        format!("{} {}: {} ({})\n", text("rule"), text("file"), text("message"), text("hint"))
    };
    assert_eq!(said.code == 0, said.stdout.is_empty(), "{}", said.stdout);
    // A site with a mistake publishes nothing.
    assert_eq!(site.build().code, said.code);
    assert_eq!(site.path("public").exists(), said.code == 0);
    said.stdout.lines().map(of).collect()
}

#[test]
fn files_stand_at_the_root_as_they_are() {
    let site = Site::new(
        "//- static/CNAME\nknowledge.example.org\n//- static/.well-known/matrix/server\n{}\n//- static/.gitignore\n*\n\
         //- static/notes/read_me-2.txt~\nold\n//- static/notes/read_me-2.txt\nText.\n",
    );
    site.write_bytes("static/favicon.ico", &[0, 0, 1, 0, 255]);
    assert_eq!(site.build().code, 0);
    let built = site.built();
    let own = |path: &&str| {
        path.contains("CNAME") || path.contains("matrix") || path.contains("notes") || path.contains("ico")
    };
    let paths = built.paths();
    let found: Vec<&str> =
        paths.iter().map(String::as_str).filter(own).filter(|path| !path.starts_with("assets/")).collect();
    assert_eq!(found, [".well-known/matrix/server", "CNAME", "favicon.ico", "notes/read_me-2.txt"]);
    assert_eq!(std::fs::read(site.path("public/favicon.ico")).unwrap(), [0, 0, 1, 0, 255]);
    assert_eq!(std::fs::read_to_string(site.path("public/CNAME")).unwrap(), "knowledge.example.org\n");
    let sitemap = std::fs::read_to_string(site.path("public/sitemap.xml")).unwrap();
    assert!(!sitemap.contains("CNAME"));
    // One that goes is gone.
    site.remove("static/CNAME");
    assert_eq!(site.build().code, 0);
    assert!(!site.path("public/CNAME").exists());
}

#[test]
fn names_that_begin_with_a_dot_are_refused() {
    assert_data_eq!(
        check(
            "//- static/.env\nSECRET=1\n//- static/.git/config\nx\n//- static/a/.htaccess\nx\n//- static/.well-known/.x\nx\n"
        ),
        str![[r#"
static-file static/.env: a name that begins with a dot is not published (only static/.well-known/ may begin with one)
static-file static/.git: a name that begins with a dot is not published (only static/.well-known/ may begin with one)
static-file static/.well-known/.x: a name that begins with a dot is not published (only static/.well-known/ may begin with one)
static-file static/a/.htaccess: a name that begins with a dot is not published (only static/.well-known/ may begin with one)

"#]]
    );
}

#[test]
fn what_a_browser_runs_is_refused_unless_it_is_listed() {
    assert_data_eq!(
        check(
            "//- static/a.html\nx\n//- static/b/c.SVG\n<svg/>\n//- static/d.js\nx\n//- static/e.xhtml\nx\n//- static/f.xml\n<x/>\n"
        ),
        str![[r#"
static-file static/a.html: a browser may run what a .html file holds, and site.toml does not allow this one (when you know what it holds: [static] allow = ["a.html"])
static-file static/b/c.SVG: a browser may run what a .SVG file holds, and site.toml does not allow this one (when you know what it holds: [static] allow = ["b/c.SVG"])
static-file static/d.js: a browser may run what a .js file holds, and site.toml does not allow this one (when you know what it holds: [static] allow = ["d.js"])
static-file static/e.xhtml: a browser may run what a .xhtml file holds, and site.toml does not allow this one (when you know what it holds: [static] allow = ["e.xhtml"])
static-file static/f.xml: a browser may run what a .xml file holds, and site.toml does not allow this one (when you know what it holds: [static] allow = ["f.xml"])

"#]]
    );
    let allowed = "//- static/a.html\nx\n//- static/b/c.svg\n<svg/>\n";
    let site = Site::new(allowed);
    let toml = site.read("site.toml");
    site.write(&format!("//- site.toml\n{toml}\n[static]\nallow = [\"a.html\", \"b/c.svg\"]\n"));
    assert_eq!(site.build().stdout, "");
    assert!(site.path("public/a.html").exists() && site.path("public/b/c.svg").exists());
    site.write(&format!("//- site.toml\n{toml}\n[static]\nallow = [\"a.html\", \"b/c.svg\", \"d.html\"]\n"));
    let said = site.build();
    assert!(said.stdout.contains("`d.html` is allowed, and there is no `static/d.html`"), "{}", said.stdout);
    site.write(&format!("//- site.toml\n{toml}\n[static]\nallow = \"a.html\"\nalow = []\n"));
    let said = site.build();
    assert!(said.stdout.contains("wrong-type") && said.stdout.contains("unknown-key"), "{}", said.stdout);
}

#[test]
fn twins_and_strange_letters_are_refused() {
    assert_data_eq!(
        check(
            "//- static/CNAME\na\n//- static/cname\nb\n//- static/Docs/a.txt\na\n//- static/docs/b.txt\nb\n//- static/файл.txt\nx\n//- static/a b.txt\nx\n"
        ),
        str![[r#"
static-file static/a b.txt: ` ` cannot stand in the name of a published file (rename it with Latin letters, digits, dots, hyphens and underscores)
static-file static/cname: `cname` and `CNAME` differ only in capital letters (rename one of the two: on some systems they are one file)
static-file static/docs/b.txt: `docs` and `Docs` differ only in capital letters (rename one of the two: on some systems they are one file)
static-file static/файл.txt: `ф` cannot stand in the name of a published file (rename it with Latin letters, digits, dots, hyphens and underscores)

"#]]
    );
}

#[test]
fn no_address_of_the_sites_own_is_taken() {
    assert_data_eq!(
        check(
            "//- static/robots.txt\nx\n//- static/_headers\nx\n//- static/SITEMAP.XML/a.txt\nx\n//- static/en/feed.xml/x.txt\nx\n\
             //- static/uk\nx\n//- static/data/clusters.csv\nx\n//- static/assets/site.css\nx\n//- static/Assets/x.txt\nx\n"
        ),
        str![[r#"
static-file static/Assets/x.txt: the folder `assets` is the theme's own (put it into another folder of static/)
address-collision static/SITEMAP.XML/a.txt: the address `/SITEMAP.XML/a.txt` is one that the site makes itself (rename the file, or remove it)
address-collision static/_headers: the address `/_headers` is one that the site makes itself (rename the file, or remove it)
static-file static/assets/site.css: the folder `assets` is the theme's own (put it into another folder of static/)
address-collision static/data/clusters.csv: the address `/data/clusters.csv` is one that the site makes itself (rename the file, or remove it)
address-collision static/en/feed.xml/x.txt: the address `/en/feed.xml/x.txt` is one that the site makes itself (rename the file, or remove it)
address-collision static/robots.txt: the address `/robots.txt` is one that the site makes itself (rename the file, or remove it)
address-collision static/uk: the address `/uk` is one that the site makes itself (rename the file, or remove it)

"#]]
    );
}

#[test]
fn links_are_refused() {
    let site = Site::new("//- static/a.txt\nx\n//- notes/secret.txt\nsecret\n");
    symlink("a.txt", site.path("static/b.txt")).unwrap();
    symlink("../notes/secret.txt", site.path("static/c.txt")).unwrap();
    symlink("../notes", site.path("static/notes")).unwrap();
    symlink("/etc/passwd", site.path("static/d.txt")).unwrap();
    std::fs::hard_link(site.path("notes/secret.txt"), site.path("static/e.txt")).unwrap();
    let said = site.build();
    let rules: Vec<&str> = said.stdout.lines().filter_map(|line| line.split('"').nth(7)).collect();
    assert_eq!(
        rules,
        ["static-file", "static-file", "static-file", "not-a-regular-file", "static-file"],
        "{}",
        said.stdout
    );
    // The folder itself as a link.
    let site = Site::new("//- notes/secret.txt\nsecret\n");
    symlink("notes", site.path("static")).unwrap();
    let said = site.build();
    assert!(said.code == 1 && said.stdout.contains("a symbolic link is not published"), "{}", said.stdout);
}

#[test]
fn an_older_program_says_that_the_site_needs_a_newer_one_and_nothing_else() {
    let site = Site::new("");
    let toml = site.read("site.toml");
    site.write(&format!("//- site.toml\nneeds = \"9.1\"\nsomething_new = 1\n{toml}"));
    let run = site.icsi(&["check"]);
    assert_eq!(run.code, 1);
    let own = env!("CARGO_PKG_VERSION");
    assert!(run.stderr.contains(&format!("this site needs icsi 9.1, and this is icsi {own}")), "{}", run.stderr);
    assert!(!run.stderr.contains("something_new`") && run.stderr.ends_with("1 error\n"), "{}", run.stderr);
    for needs in ["0.2", own, "0"] {
        site.write(&format!("//- site.toml\nneeds = \"{needs}\"\n{toml}"));
        assert_eq!(site.icsi(&["check"]).code, 0, "{needs}");
    }
    for needs in ["\"new\"", "2", "\"0.2-beta\""] {
        site.write(&format!("//- site.toml\nneeds = {needs}\n{toml}"));
        assert_eq!(site.icsi(&["check"]).code, 1, "{needs}");
    }
}
