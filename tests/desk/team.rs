//! A team's desk, behind a proxy: each save a commit by the person who made it, nobody's text lost, and nobody else let in.

use std::{process::Command, time::Duration};

use crate::common::{
    Site,
    desk::{Desk, Member, SECRET, TEAM_ORIGIN, TEAM_PREVIEW, form_of, messages, team_desk},
};

fn git(site: &Site, arguments: &[&str]) -> String {
    let settings = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgSign=false"];
    let output = Command::new("git").arg("-C").arg(&site.root).args(settings).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn with_git(files: &str) -> Site {
    let site = Site::new(files);
    git(&site, &["init", "--quiet", "--initial-branch=main"]);
    git(&site, &["add", "--all"]);
    git(&site, &["commit", "--quiet", "--message", "one"]);
    site
}

fn olena(desk: &Desk) -> Member<'_> {
    Member { desk, name: "olena" }
}

/// Author, message and files of the newest commit.
fn newest(site: &Site) -> String {
    git(site, &["-c", "core.quotePath=false", "show", "--format=%an <%ae>, %cn: %s", "--name-status"])
        .replace('\t', " ")
}

#[test]
fn a_save_is_a_commit_by_the_person_of_the_files_it_changed_alone() {
    let site = with_git("");
    let desk = team_desk(&site.root, None);
    // Somebody at work on the server itself, with one file staged and another only changed.
    site.write("//- content/sectors.toml\n[textile]\ntitle = { en = \"Cloth\", uk = \"Тканини\" }\n[food]\ntitle = { en = \"Food\", uk = \"Харчі\" }\n//- notes.txt\nmine\n");
    site.replace("content/clusters/wool.en.md", "Wool Valley", "Wool Vale");
    git(&site, &["add", "content/sectors.toml"]);
    let mut form = olena(&desk).form("/page/clusters/uca");
    form.set("en.place", "Kyiv");
    let answer = olena(&desk).save(&form);
    assert_eq!(answer.status, 303, "{}", messages(&answer));
    assert_eq!(
        newest(&site),
        "olena <olena@desk.invalid>, icsi desk: Save clusters/uca\n\nM content/clusters/uca.en.md\n"
    );
    assert_eq!(git(&site, &["show", "HEAD:content/clusters/uca.en.md"]), site.read("content/clusters/uca.en.md"));
    assert_eq!(
        git(&site, &["status", "--porcelain", "--", "content", "notes.txt"]),
        " M content/clusters/wool.en.md\nM  content/sectors.toml\n?? notes.txt\n"
    );
    // Nothing changed: nothing is committed.
    let head = git(&site, &["rev-parse", "HEAD"]);
    let form = olena(&desk).form("/page/clusters/uca");
    assert!(olena(&desk).save(&form).header("location").ends_with("done=nothing"));
    assert_eq!(git(&site, &["rev-parse", "HEAD"]), head);
}

#[test]
fn what_the_desk_does_not_know_of_is_not_put_down_to_whoever_saves() {
    let site = with_git("");
    let desk = team_desk(&site.root, None);
    site.replace("content/clusters/uca.en.md", "Founded in Kyiv.", "Founded on the server.");
    std::thread::sleep(Duration::from_millis(200));
    let mut form = olena(&desk).form("/page/clusters/uca?view=text");
    while !form.get("en.body").contains("on the server") {
        form = olena(&desk).form("/page/clusters/uca?view=text");
    }
    form.set("en.place", "Kyiv");
    assert_eq!(olena(&desk).save(&form).status, 303);
    let added = git(&site, &["log", "-2", "--format=%an: %s", "--patch", "--unified=0"]);
    let lines: Vec<&str> = added
        .lines()
        .filter(|line| line.contains(": ") || (line.starts_with('+') && !line.starts_with("+++ b")))
        .collect();
    assert_eq!(
        lines,
        [
            "olena: Save clusters/uca",
            "+place = \"Kyiv\"",
            "icsi desk: Changes made outside of the desk",
            "+Founded on the server."
        ]
    );
}

#[test]
fn all_that_writes_is_a_commit() {
    let site = with_git("//- content/about.en.md\n+++\ntitle = \"About\"\n+++\nText.\n");
    let desk = team_desk(&site.root, None);
    let olena = olena(&desk);
    let led_on = |answer: crate::common::serve::Answer| {
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.header("location").to_owned()
    };
    let mut form = olena.form("/new");
    form.set("title", "Silk").set("kind", "clusters");
    led_on(olena.post(&form));
    assert_eq!(
        newest(&site),
        "olena <olena@desk.invalid>, icsi desk: Add clusters/silk\n\nA content/clusters/silk.en.md\n"
    );
    let mut form = olena.form("/rename/about");
    form.set("input", "about-us");
    let confirm = form_of(&olena.post(&form), Some("/rename/about"));
    led_on(olena.post(&confirm));
    let said = newest(&site);
    assert!(said.starts_with("olena <olena@desk.invalid>, icsi desk: Rename about to about-us"), "{said}");
    assert!(said.contains("content/about-us.en.md") && said.contains("content/about.en.md"), "{said}");
    let mut form = olena.form("/term/sectors/food");
    let title =
        form.names().into_iter().find(|name| name.starts_with("title") && name.contains("en")).unwrap().to_owned();
    form.set(&title, "Foods");
    led_on(olena.save(&form));
    assert!(newest(&site).ends_with("M content/sectors.toml\n"), "{}", newest(&site));
    let form = form_of(&olena.get("/remove/clusters/silk"), Some("/remove/clusters/silk"));
    let to = led_on(olena.post(&form));
    assert!(newest(&site).ends_with("D content/clusters/silk.en.md\n"), "{}", newest(&site));
    // Taken back by whoever did it, and by nobody else.
    let undo = form_of(&olena.get(&to), Some("/undo"));
    let other = Member { desk: &desk, name: "Петро Ілліч" };
    assert!(!other.get(&to).text().contains("action=\"/undo\""));
    let mut others = other.form("/new");
    others.action = "/undo".to_owned();
    assert_eq!(other.post(&others.with("save", undo.get("save"))).status, 404);
    led_on(olena.post(&undo));
    assert!(newest(&site).ends_with("A content/clusters/silk.en.md\n"), "{}", newest(&site));
    assert_eq!(git(&site, &["status", "--porcelain", "--", "content"]), "");
    // A name that is no address, and one that is.
    let mut form = other.form("/page/clusters/uca");
    form.set("en.place", "Lviv");
    led_on(other.save(&form));
    assert!(newest(&site).starts_with("Петро Ілліч <Петро.Ілліч@desk.invalid>, "), "{}", newest(&site));
    let third = Member { desk: &desk, name: "ivan@example.org" };
    let mut form = third.form("/page/clusters/uca");
    form.set("en.place", "Odesa");
    led_on(third.save(&form));
    assert!(newest(&site).starts_with("ivan@example.org <ivan@example.org>, "), "{}", newest(&site));
}

#[test]
fn no_hook_no_filter_and_no_setting_of_the_folder_runs_a_program() {
    let site = with_git("");
    let mark = site.above().join("ran");
    let program = site.above().join("program");
    std::fs::write(&program, format!("#!/bin/sh\ntr '\\0' ' ' < /proc/$PPID/cmdline >> {}\ncat\n", mark.display()))
        .unwrap();
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&program, executable).unwrap();
    for hook in ["pre-commit", "commit-msg", "post-commit", "reference-transaction", "post-index-change", "pre-push"] {
        std::fs::copy(&program, site.path(".git/hooks").join(hook)).unwrap();
    }
    let name = program.to_str().unwrap();
    for (key, value) in [
        ("filter.evil.clean", name),
        ("filter.evil.process", name),
        ("core.fsmonitor", name),
        ("gpg.program", name),
        ("commit.gpgSign", "true"),
        ("core.editor", name),
    ] {
        let set = Command::new("git").arg("-C").arg(&site.root).args(["config", key, value]).status().unwrap();
        assert!(set.success());
    }
    site.write("//- .gitattributes\n* filter=evil\n//- .git/info/attributes\n* filter=evil\n");
    let desk = team_desk(&site.root, None);
    let mut form = olena(&desk).form("/page/clusters/uca");
    form.set("en.place", "Kyiv");
    // Opening a page asks git for the state of its files, as git itself sees it.
    let _ = std::fs::remove_file(&mark);
    let answer = olena(&desk).save(&form);
    assert_eq!(answer.status, 303, "{}", messages(&answer));
    assert_eq!(std::fs::read_to_string(&mark).unwrap_or_default(), "");
    let head = Command::new("git")
        .arg("-C")
        .arg(&site.root)
        .args(["cat-file", "blob", "HEAD:content/clusters/uca.en.md"])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&head.stdout), site.read("content/clusters/uca.en.md"));
}

#[test]
fn a_save_that_cannot_be_committed_is_not_made_and_stays_in_the_form() {
    let site = with_git("");
    let desk = team_desk(&site.root, None);
    let before = site.read("content/clusters/uca.en.md");
    let head = git(&site, &["rev-parse", "HEAD"]);
    let mut form = olena(&desk).form("/page/clusters/uca?view=text");
    form.set("en.place", "Kyiv").set("en.body", "## History\n\nTyped for an hour.");
    let refused = |said: &str| {
        let answer = olena(&desk).save(&form);
        assert_eq!(answer.status, 409, "{}", answer.text());
        assert!(messages(&answer).contains(said), "{}", messages(&answer));
        let again = form_of(&answer, None);
        assert_eq!((again.get("en.place"), again.get("en.body")), ("Kyiv", "## History\n\nTyped for an hour."));
        assert_eq!(site.read("content/clusters/uca.en.md"), before);
        assert_eq!(git(&site, &["rev-parse", "HEAD"]), head);
        again
    };
    // A git command that was killed leaves its lock behind.
    std::fs::write(site.path(".git/index.lock"), "").unwrap();
    refused("index.lock is there");
    std::fs::remove_file(site.path(".git/index.lock")).unwrap();
    std::fs::write(site.path(".git/MERGE_HEAD"), &head).unwrap();
    refused("MERGE_HEAD");
    std::fs::remove_file(site.path(".git/MERGE_HEAD")).unwrap();
    git(&site, &["checkout", "--quiet", "--detach"]);
    refused("on no branch");
    git(&site, &["checkout", "--quiet", "main"]);
    // Written, and taken back since the branch could not be moved.
    std::fs::write(site.path(".git/refs/heads/main.lock"), "").unwrap();
    let form = refused("the file is as it was");
    std::fs::remove_file(site.path(".git/refs/heads/main.lock")).unwrap();
    assert_eq!(git(&site, &["status", "--porcelain", "--", "content"]), "");
    let answer = olena(&desk).save(&form);
    assert_eq!(answer.status, 303, "{}", messages(&answer));
    assert!(site.read("content/clusters/uca.en.md").contains("Typed for an hour."));
}

#[test]
fn nobody_is_let_in_but_by_the_proxy() {
    let site = with_git("");
    let desk = team_desk(&site.root, None);
    let mut form = olena(&desk).form("/page/clusters/uca");
    form.set("en.title", "Taken over");
    let body = form.with("act", "save").encoded();
    let (host, secret, user, origin) = (
        ("Host", "desk.example.org"),
        ("Icsi-Proxy-Secret", SECRET),
        ("Remote-User", "olena"),
        ("Origin", TEAM_ORIGIN),
    );
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    let wrong = SECRET.replace('f', "e");
    let local = format!("127.0.0.1:{}", desk.address.port());
    let local_origin = desk.origin();
    let long = "a".repeat(65);
    let attempts: Vec<Vec<(&str, &str)>> = vec![
        // Straight to the port, as another user of this machine could.
        vec![origin, kind],
        vec![("Host", &local), ("Origin", &local_origin), kind],
        vec![host, user, origin, kind],
        vec![host, ("Icsi-Proxy-Secret", ""), user, origin, kind],
        vec![host, ("Icsi-Proxy-Secret", &wrong), user, origin, kind],
        vec![host, ("Icsi-Proxy-Secret", &SECRET[1..]), user, origin, kind],
        vec![host, secret, secret, user, origin, kind],
        vec![host, ("Icsi-Proxy-Secret", "x"), secret, user, origin, kind],
        // Nobody has signed in, or the proxy lets a header of the client's through beside its own.
        vec![host, secret, origin, kind],
        vec![host, secret, ("Remote-User", ""), origin, kind],
        vec![host, secret, user, ("Remote-User", "petro"), origin, kind],
        vec![host, secret, ("Remote-User", "a <a@b.example>"), origin, kind],
        vec![host, secret, ("Remote-User", "a\u{202e}b"), origin, kind],
        vec![host, secret, ("Remote-User", &long), origin, kind],
        vec![host, secret, ("X-Remote-User", "olena"), origin, kind],
        // Another site's page, the preview's scripts, a page that hides where it comes from.
        vec![host, secret, user, kind],
        vec![host, secret, user, ("Origin", "https://evil.example"), kind],
        vec![host, secret, user, ("Origin", TEAM_PREVIEW), kind],
        vec![host, secret, user, ("Origin", "null"), kind],
        vec![host, secret, user, ("Origin", "http://desk.example.org"), kind],
        vec![host, secret, user, origin, ("Origin", "https://evil.example"), kind],
        vec![host, secret, user, origin, ("Sec-Fetch-Site", "same-site"), kind],
        vec![host, secret, user, origin, ("Sec-Fetch-Site", "cross-site"), kind],
        // Another name, or two.
        vec![("Host", "evil.example"), secret, user, origin, kind],
        vec![("Host", "desk.example.org:8100"), secret, user, origin, kind],
        vec![host, ("Host", "preview.example.org"), secret, user, origin, kind],
    ];
    for headers in &attempts {
        let answer = desk.ask(desk.address, "POST", "/page/clusters/uca", headers, body.as_bytes());
        assert!([403, 400].contains(&answer.status), "{headers:?}: {} {}", answer.status, answer.text());
        assert!(!answer.text().contains(SECRET));
        // Nor does any of these read, but where only its form was refused.
        if !headers.contains(&user) || headers.iter().filter(|(name, _)| *name == "Host").count() > 1 {
            assert_ne!(desk.ask(desk.address, "GET", "/", headers, b"").status, 200, "{headers:?}");
        }
    }
    // The preview takes no form, whoever asks.
    let headers = [("Host", "preview.example.org"), secret, user, ("Origin", TEAM_PREVIEW), kind];
    assert_eq!(desk.ask(desk.address, "POST", "/page/clusters/uca", &headers, body.as_bytes()).status, 405);
    assert!(!site.read("content/clusters/uca.en.md").contains("Taken over"));
    // The token is each person's own, and the same after the desk was started again.
    let token = form.get("token").to_owned();
    assert_ne!(Member { desk: &desk, name: "petro" }.form("/page/clusters/uca").get("token"), token);
    assert_eq!(Member { desk: &desk, name: "petro" }.post(&form.with("act", "save")).status, 403);
    assert_eq!(olena(&team_desk(&site.root, None)).form("/page/clusters/uca").get("token"), token);
    let answer = olena(&desk).save(&form);
    assert_eq!(answer.status, 303, "the attempts failed for their headers alone: {}", messages(&answer));
}

#[test]
fn the_teams_preview_is_of_another_origin_and_framed_by_the_desk_alone() {
    let site = with_git("");
    let desk = team_desk(&site.root, None);
    let olena = olena(&desk);
    let headers = [("Host", "preview.example.org"), ("Icsi-Proxy-Secret", SECRET), ("Remote-User", "olena")];
    let framed = [("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe")];
    let answer = desk.ask(desk.address, "GET", "/en/clusters/uca/", &[headers, framed].concat(), b"");
    assert_eq!(answer.status, 200, "{}", answer.text());
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("frame-ancestors https://desk.example.org;"), "{policy}");
    let token = olena.form("/page/clusters/uca").get("token").to_owned();
    assert!(!answer.text().contains(&token) && !answer.text().contains(SECRET));
    assert_eq!(desk.ask(desk.address, "GET", "/en/", &headers[..1], b"").status, 403);
    assert_eq!(desk.ask(desk.address, "GET", "/en/", &headers[..2], b"").status, 403);
    let page = olena.get("/page/clusters/uca");
    let policy = page.header("content-security-policy");
    assert!(policy.contains("frame-src https://preview.example.org;"), "{policy}");
    assert!(page.text().contains("src=\"https://preview.example.org/uk/clusters/uca/\""));
    assert!(page.text().contains(">olena<"), "who has signed in is shown");
    assert_eq!(page.header("cache-control"), "no-store");
    // The page of what is typed.
    let mut form = olena.form("/page/clusters/uca");
    form.set("en.title", "Typed, not saved");
    form.action = "/preview/clusters/uca".to_owned();
    let address = olena.post(&form).json()["address"].as_str().unwrap().to_owned();
    let path = address.strip_prefix(TEAM_PREVIEW).unwrap();
    let answer = desk.ask(desk.address, "GET", path, &headers, b"");
    assert!(answer.text().contains("Typed, not saved"));
}

#[test]
fn two_people_at_one_page_see_each_others_saves_by_name() {
    let site = with_git("");
    let desk = team_desk(&site.root, None);
    let (olena, petro) = (olena(&desk), Member { desk: &desk, name: "Петро Ілліч" });
    let (mut hers, mut his) = (olena.form("/page/clusters/uca"), petro.form("/page/clusters/uca"));
    hers.set("en.place", "Kyiv");
    assert_eq!(olena.save(&hers).status, 303);
    assert!(petro.get("/page/clusters/uca").text().contains("Last saved by olena"));
    his.set("en.place", "Lviv");
    // And when he saves: what was there, what is there and by whom, what he typed.
    let answer = petro.save(&his);
    assert_eq!(answer.status, 409);
    let said = messages(&answer);
    assert!(said.contains("Last saved by olena.") && said.contains("Kyiv"), "{said}");
    let again = form_of(&answer, None);
    assert_eq!(again.get("en.place"), "Lviv");
    assert_eq!(petro.save(&again).status, 303);
    assert!(olena.get("/page/clusters/uca").text().contains("Last saved by Петро Ілліч"));
    assert_eq!(git(&site, &["log", "-2", "--format=%an"]), "Петро Ілліч\nolena\n");
}

#[test]
fn a_form_that_was_open_when_the_desk_was_started_again_overwrites_nothing() {
    let site = with_git("");
    let first = team_desk(&site.root, None);
    let (mut place, mut title) = (olena(&first).form("/page/clusters/uca"), olena(&first).form("/page/clusters/uca"));
    let mut term = olena(&first).form("/term/sectors/food");
    let mut others = olena(&first).form("/page/clusters/uca");
    others.set("en.place", "Kyiv");
    assert_eq!(Member { desk: &first, name: "petro" }.post(&others).status, 403, "a form is its person's own");
    assert_eq!(olena(&first).save(&others).status, 303);
    drop(first);
    let desk = team_desk(&site.root, None);
    // Of another field: both are kept, since the history has what the form was made of.
    title.set("en.title", "Another title");
    let answer = olena(&desk).save(&title);
    assert_eq!(answer.status, 303, "{}", messages(&answer));
    let text = site.read("content/clusters/uca.en.md");
    assert!(text.contains("Another title") && text.contains("place = \"Kyiv\""), "{text}");
    // Of the same field: shown.
    place.set("en.place", "Lviv");
    let answer = olena(&desk).save(&place);
    assert_eq!((answer.status, form_of(&answer, None).get("en.place")), (409, "Lviv"));
    // Of a text that nobody has any more: nothing is taken for granted.
    let mut unknown = olena(&desk).form("/page/clusters/uca");
    unknown.set("base.en", &"0".repeat(64)).set("en.place", "Odesa");
    let answer = olena(&desk).save(&unknown);
    assert_eq!(answer.status, 409);
    assert!(messages(&answer).contains("not known any more"), "{}", messages(&answer));
    let again = form_of(&answer, None);
    assert_eq!(again.get("en.place"), "Odesa");
    assert!(site.read("content/clusters/uca.en.md").contains("place = \"Kyiv\""));
    assert_eq!(olena(&desk).save(&again).status, 303);
    assert!(site.read("content/clusters/uca.en.md").contains("place = \"Odesa\""));
    // Terms alike.
    let name =
        term.names().into_iter().find(|name| name.starts_with("title") && name.contains("en")).unwrap().to_owned();
    term.set("base", &"0".repeat(64)).set(&name, "Foods");
    let answer = olena(&desk).save(&term);
    assert_eq!((answer.status, form_of(&answer, None).get(&name)), (409, "Foods"));
    assert!(!site.read("content/sectors.toml").contains("Foods"));
    assert_eq!(olena(&desk).save(&form_of(&answer, None)).status, 303);
    assert!(site.read("content/sectors.toml").contains("Foods"));
}

/// Waits until something is so; how a push ends is not said at once.
#[track_caller]
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..600 {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("never came: {what}");
}

#[test]
fn commits_are_pushed_to_the_one_branch_and_never_by_force() {
    let site = with_git("");
    let remote = site.above().join("remote.git");
    let of_remote = |name: &str| {
        let output =
            Command::new("git").arg("-C").arg(&remote).args(["rev-parse", "--verify", "--quiet", name]).output();
        String::from_utf8(output.unwrap().stdout).unwrap().trim().to_owned()
    };
    git(&site, &["init", "--quiet", "--bare", remote.to_str().unwrap()]);
    git(&site, &["remote", "add", "origin", remote.to_str().unwrap()]);
    git(&site, &["branch", "other"]);
    // Settings that would push more, or by force.
    for (key, value) in [("push.default", "matching"), ("remote.origin.push", "+refs/heads/*:refs/heads/*")] {
        git(&site, &["config", key, value]);
    }
    let desk = team_desk(&site.root, Some("drafts"));
    let head = || git(&site, &["rev-parse", "HEAD"]).trim().to_owned();
    until("the first push", || of_remote("refs/heads/drafts") == head());
    let save = |place: &str| {
        let mut form = olena(&desk).form("/page/clusters/uca");
        form.set("en.place", place);
        let answer = olena(&desk).save(&form);
        assert_eq!(answer.status, 303, "{}", messages(&answer));
    };
    save("Kyiv");
    until("the second push", || of_remote("refs/heads/drafts") == head());
    assert_eq!((of_remote("refs/heads/main"), of_remote("refs/heads/other")), (String::new(), String::new()));
    // Somebody else pushes to that branch.
    let elsewhere = site.above().join("elsewhere");
    git(&site, &["clone", "--quiet", "--branch", "drafts", remote.to_str().unwrap(), elsewhere.to_str().unwrap()]);
    let theirs = |arguments: &[&str]| {
        let settings = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgSign=false"];
        assert!(
            Command::new("git").arg("-C").arg(&elsewhere).args(settings).args(arguments).status().unwrap().success()
        );
    };
    theirs(&["commit", "--quiet", "--allow-empty", "--message", "theirs"]);
    theirs(&["push", "--quiet", "origin", "drafts"]);
    let moved = of_remote("refs/heads/drafts");
    save("Lviv");
    let said = || olena(&desk).get("/").text();
    until("the refusal", || said().contains("has commits that are not here"));
    assert_eq!(of_remote("refs/heads/drafts"), moved, "nothing was pushed");
    // Saves go on, and are pushed once the others' commits are here.
    save("Odesa");
    assert_eq!(of_remote("refs/heads/drafts"), moved);
    git(&site, &["pull", "--quiet", "--no-rebase", "--no-edit", "origin", "drafts"]);
    save("Dnipro");
    until("the push after the pull", || of_remote("refs/heads/drafts") == head());
    until("the end of the warning", || !said().contains("has commits that are not here"));
    assert!(git(&site, &["log", "--format=%s"]).contains("theirs"));
}

#[test]
fn a_remote_that_does_not_answer_keeps_no_save_waiting() {
    let site = with_git("");
    git(&site, &["remote", "add", "origin", "ext::sleep 60"]);
    git(&site, &["config", "protocol.ext.allow", "always"]);
    let desk = team_desk(&site.root, Some("main"));
    let mut form = olena(&desk).form("/page/clusters/uca");
    form.set("en.place", "Kyiv");
    let begun = std::time::Instant::now();
    assert_eq!(olena(&desk).save(&form).status, 303);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn the_command_starts_with_all_that_it_needs_and_with_nothing_less() {
    let site = with_git("");
    let secret = site.above().join("secret");
    std::fs::write(&secret, format!("{SECRET}\n")).unwrap();
    let mode =
        |mode: u32| std::fs::set_permissions(&secret, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    let file = secret.to_str().unwrap().to_owned();
    mode(0o600);
    let whole = [
        ("--origin", TEAM_ORIGIN),
        ("--preview-origin", TEAM_PREVIEW),
        ("--user-header", "Remote-User"),
        ("--secret-file", file.as_str()),
    ];
    // A desk that started would not end: a port that is taken ends it at the very last.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = |options: &[(&str, &str)], more: &[&str]| {
        let options: Vec<&str> = options.iter().flat_map(|(name, value)| [*name, *value]).collect();
        site.icsi(&[&["desk", "--port", &port], options.as_slice(), more].concat())
    };
    let with = |name: &str, value: &'static str| {
        let mut options = whole;
        for (option, old) in &mut options {
            if option == &name {
                *old = value;
            }
        }
        run(&options, &["--behind-proxy"])
    };
    let said = run(&whole, &["--behind-proxy"]);
    assert!(said.code == 3 && said.stderr.contains("is in use"), "{}", said.stderr);
    for (name, _) in whole {
        let less: Vec<_> = whole.into_iter().filter(|(option, _)| *option != name).collect();
        let said = run(&less, &["--behind-proxy"]);
        assert!(said.code == 2 && said.stderr.contains(&format!("needs `{name}`")), "{name}: {}", said.stderr);
        let alone: Vec<_> = whole.into_iter().filter(|(option, _)| *option == name).collect();
        let said = run(&alone, &[]);
        assert!(said.code == 2 && said.stderr.contains("with `--behind-proxy` alone"), "{name}: {}", said.stderr);
    }
    for (name, value, wrong) in [
        ("--origin", "desk.example.org", "is no origin"),
        ("--origin", "https://desk.example.org/desk", "is no origin"),
        ("--preview-origin", TEAM_ORIGIN, "the same origin"),
        ("--user-header", "Host", "cannot be the header"),
        ("--secret-file", "/nowhere/secret", "cannot read the secret"),
    ] {
        let said = with(name, value);
        assert!(said.code != 0 && said.stderr.contains(wrong), "{name} {value}: {}", said.stderr);
    }
    let said = run(&whole, &["--behind-proxy", "--push-to", "+main"]);
    assert!(said.code == 2 && said.stderr.contains("name of a branch"), "{}", said.stderr);
    let said = run(&whole, &["--behind-proxy", "--open"]);
    assert!(said.code == 2 && said.stderr.contains("`--open` does not go with"), "{}", said.stderr);
    for open in [0o604, 0o644, 0o602, 0o620] {
        mode(open);
        let said = run(&whole, &["--behind-proxy"]);
        assert!(said.code == 3 && said.stderr.contains("by others"), "{open:o}: {}", said.stderr);
    }
    mode(0o640);
    std::fs::write(&secret, "too short\n").unwrap();
    let said = run(&whole, &["--behind-proxy"]);
    assert!(said.code == 3 && said.stderr.contains("is no line of 32 to 512"), "{}", said.stderr);
    assert!(!said.stderr.contains("too short"), "a secret is never shown");
}

/// Whether a text is in the history, and whose: the author of the commit that added it.
fn author_of(log: &str, text: &str) -> Vec<String> {
    let mut author = "";
    let mut found = Vec::new();
    for line in log.lines() {
        if let Some(name) = line.strip_prefix("author: ") {
            author = name;
        } else if line.starts_with('+') && line.contains(text) {
            found.push(author.to_owned());
        }
    }
    found
}

#[test]
fn of_200_interleaved_saves_none_is_lost() {
    const PAGES: usize = 10;
    const SAVES: usize = 100;
    let pages: String = (0..PAGES)
        .map(|page| format!("//- content/clusters/p{page}.en.md\n+++\ntitle = \"Page {page}\"\n+++\n\nText {page}.\n"))
        .collect();
    let site = with_git(&pages);
    let desk = team_desk(&site.root, None);
    // Each types a text of their own into a form that was opened three saves ago: the body, which both want, or the place.
    let work = |name: &'static str, step: usize| {
        let member = Member { desk: &desk, name };
        let (mut accepted, mut refused) = (Vec::new(), Vec::new());
        let mut open = std::collections::VecDeque::new();
        for save in 0..SAVES + 3 {
            let page = save * step % PAGES;
            open.push_back((page, member.form(&format!("/page/clusters/p{page}?view=text"))));
            if save < 3 {
                continue;
            }
            let (page, mut form) = open.pop_front().unwrap();
            let text = format!("{name}-{save}-of-{page}.");
            let field = if save % 3 == 0 { "en.place" } else { "en.body" };
            form.set(field, &text);
            let answer = member.save(&form);
            match answer.status {
                303 => accepted.push(text),
                409 => {
                    let again = form_of(&answer, None);
                    assert_eq!(again.get(field), text, "what was typed is still in the form");
                    assert!(messages(&answer).contains("Somebody else changed"), "{}", messages(&answer));
                    refused.push(text);
                }
                other => panic!("{other}: {}", messages(&answer)),
            }
        }
        (accepted, refused)
    };
    let (first, second) = std::thread::scope(|scope| {
        let first = scope.spawn(|| work("olena", 1));
        let second = scope.spawn(|| work("Петро", 3));
        (first.join().unwrap(), second.join().unwrap())
    });
    let log = git(&site, &["log", "--format=author: %an", "--patch", "--unified=0", "--", "content/clusters"]);
    for ((accepted, refused), name) in [(&first, "olena"), (&second, "Петро")] {
        assert_eq!(accepted.len() + refused.len(), SAVES);
        assert!(accepted.len() > SAVES / 4, "{}", accepted.len());
        for text in accepted {
            assert_eq!(author_of(&log, text), [name], "{text}");
        }
        for text in refused {
            assert_eq!(author_of(&log, text), [""; 0], "{text}");
        }
        let commits = git(&site, &["rev-list", "--count", &format!("--author={name}"), "HEAD"]);
        assert_eq!(commits.trim(), accepted.len().to_string(), "one commit for each save of {name}");
    }
    assert!(!first.1.is_empty() || !second.1.is_empty(), "nobody ever met the other");
    for page in 0..PAGES {
        let path = format!("content/clusters/p{page}.en.md");
        assert_eq!(git(&site, &["show", &format!("HEAD:{path}")]), site.read(&path), "its last accepted save");
    }
    assert_eq!(git(&site, &["status", "--porcelain", "--", "content"]), "");
    println!("accepted {} and {}, refused {} and {}", first.0.len(), second.0.len(), first.1.len(), second.1.len());
}
