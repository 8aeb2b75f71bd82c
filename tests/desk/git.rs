//! Changes that are in no commit yet, committing them, and a site without git.

use std::process::Command;

use crate::common::{
    Site,
    desk::{Desk, form_of, messages},
};

fn git(site: &Site, arguments: &[&str]) -> String {
    let settings = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgSign=false"];
    let output = Command::new("git").arg("-C").arg(&site.root).args(settings).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn with_git() -> Site {
    let site = Site::new("//- content/about.en.md\n+++\ntitle = \"About\"\n+++\nText.\n");
    git(&site, &["init", "--quiet", "--initial-branch=main"]);
    git(&site, &["add", "--all"]);
    git(&site, &["commit", "--quiet", "--message", "one"]);
    git(&site, &["config", "user.name", "Олена"]);
    git(&site, &["config", "user.email", "olena@example.org"]);
    site
}

#[test]
fn what_was_saved_is_committed_with_a_message() {
    let site = with_git();
    let desk = Desk::new(&site.root);
    let publicity = |desk: &Desk| {
        let text = desk.get("/page/clusters/uca").text();
        ["Saved, not committed", "Committed, not sent", "Sent to be published", "Saved on this computer"]
            .into_iter()
            .find(|said| text.contains(&format!(">{said}<")))
    };
    assert_eq!(publicity(&desk), Some("Committed, not sent"));
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.place", "Kyiv");
    desk.press(&form, "save");
    assert_eq!(publicity(&desk), Some("Saved, not committed"));
    // Somebody else's work beside it, staged and new.
    site.write("//- content/sectors.toml\n[food]\ntitle = { en = \"Food\", uk = \"Харчі\" }\n[textile]\ntitle = { en = \"Textile\", uk = \"Текстиль\" }\n//- content/new.en.md\n+++\ntitle = \"New\"\n+++\n");
    git(&site, &["add", "content/sectors.toml"]);
    let mut form = desk.form("/changes");
    assert!(form.names().contains(&"file"));
    form.uncheck("file", "content/sectors.toml").set("message", "Place of the alliance");
    let answer = desk.post(&form);
    assert_eq!(answer.status, 303, "{}", messages(&answer));
    assert_eq!(git(&site, &["log", "-1", "--format=%an %s"]), "Олена Place of the alliance\n");
    assert_eq!(git(&site, &["show", "--name-only", "--format="]), "content/clusters/uca.en.md\ncontent/new.en.md\n");
    assert_eq!(git(&site, &["diff", "--cached", "--name-only"]), "content/sectors.toml\n", "what was staged stays so");
    assert_eq!(publicity(&desk), Some("Committed, not sent"));
    let remote = site.above().join("remote.git");
    git(&site, &["init", "--quiet", "--bare", remote.to_str().unwrap()]);
    git(&site, &["remote", "add", "origin", remote.to_str().unwrap()]);
    git(&site, &["push", "--quiet", "--set-upstream", "origin", "main"]);
    assert_eq!(publicity(&desk), Some("Sent to be published"));
}

#[test]
fn a_refused_commit_keeps_what_was_typed_and_chosen() {
    let site = with_git();
    git(&site, &["config", "--unset", "user.name"]);
    git(&site, &["config", "--unset", "user.email"]);
    site.write(
        "//- content/new.en.md\n+++\ntitle = \"New\"\n+++\n//- content/more.en.md\n+++\ntitle = \"More\"\n+++\n",
    );
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/changes");
    // Where git knows the person who runs these tests, nothing is asked.
    let asks_who = form.names().contains(&"author");
    form.set("message", "Two pages");
    if asks_who {
        form.set("author", "Олена").set("email", "olena@example.org");
    }
    form.uncheck("file", "content/new.en.md").uncheck("file", "content/more.en.md");
    let answer = desk.post(&form);
    assert_eq!(answer.status, 422);
    let again = form_of(&answer, None);
    assert_eq!((again.get("message"), again.get("file")), ("Two pages", ""));
    if asks_who {
        assert_eq!((again.get("author"), again.get("email")), ("Олена", "olena@example.org"));
        let mut without = again.with("file", "content/new.en.md");
        without.set("email", "");
        let answer = desk.post(&without);
        assert_eq!(answer.status, 422);
        let again = form_of(&answer, None);
        assert_eq!((again.get("message"), again.get("author")), ("Two pages", "Олена"));
        assert_eq!(again.values.iter().filter(|(name, _)| name == "file").count(), 1, "{again:?}");
    }
}

#[test]
fn no_hook_is_run_and_no_other_path_committed() {
    let site = with_git();
    let hook = site.path(".git/hooks/pre-commit");
    std::fs::write(&hook, "#!/bin/sh\ntouch hooked\n").unwrap();
    std::fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    site.write("//- content/new.en.md\n+++\ntitle = \"New\"\n+++\n//- notes.txt\nmine\n");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/changes");
    form.set("message", "New");
    for path in ["notes.txt", ":/", "--amend", ":(glob)**", "../x"] {
        form.values.push(("file".to_owned(), path.to_owned()));
    }
    assert_eq!(desk.post(&form).status, 303);
    assert_eq!(git(&site, &["show", "--name-only", "--format="]), "content/new.en.md\n");
    assert!(!site.path("hooked").exists());
    form.uncheck("file", "content/new.en.md");
    assert_eq!(desk.post(&form).status, 422, "nothing of it is a change of the site");
}

#[test]
fn what_changed_in_the_original_is_marked_in_its_place() {
    let site = with_git();
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/clusters/uca?view=text");
    form.set("en.title", "Ukrainian Clusters Alliance").set("en.body", "## History\n\nFounded in Lviv.");
    desk.press(&form, "save");
    for view in ["text", "blocks"] {
        let text = desk.get(&format!("/page/clusters/uca?view={view}")).text();
        for part in ["<del>Cluster </del><ins>Clusters </ins>Alliance", "Founded in <del>Kyiv.</del><ins>Lviv.</ins>"] {
            assert!(text.contains(part), "{view}: {part} in {text}");
        }
    }
    desk.press(&desk.form("/page/clusters/uca"), "stamp");
    assert!(!desk.get("/page/clusters/uca").text().contains("<ins>"));
}

#[test]
fn a_removed_page_is_brought_back_from_the_last_commit() {
    let site = with_git();
    let before = site.read("content/about.en.md");
    std::fs::remove_file(site.path("content/about.en.md")).unwrap();
    let desk = Desk::new(&site.root);
    let restore = form_of(&desk.get("/changes"), Some("/restore"));
    for strange in ["content/clusters/uca.en.md", "../x", "site.toml", ""] {
        assert_eq!(desk.post(&restore.with("file", strange)).status, 404, "{strange}");
    }
    assert_eq!(desk.post(&restore.with("file", "content/about.en.md")).status, 303);
    assert_eq!(site.read("content/about.en.md"), before);
}

#[test]
fn a_site_without_git_works_and_says_what_it_cannot() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    assert!(desk.get("/page/clusters/uca").text().contains(">Saved on this computer<"));
    assert!(desk.get("/changes").text().contains("in no git repository"));
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.place", "Kyiv");
    desk.press(&form, "save");
    assert!(site.read("content/clusters/uca.en.md").contains("place = \"Kyiv\""));
}
