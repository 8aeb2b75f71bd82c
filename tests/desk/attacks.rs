//! Attacks that others may try: from a page of another site, another port of this machine, a script of the theme, a
//! rebound name.

use crate::common::{Site, desk::Desk};

const FORM: &str = "application/x-www-form-urlencoded";

/// A form that would be saved if it came from the desk.
fn body(desk: &Desk) -> String {
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.title", "Taken over");
    form.with("act", "save").encoded()
}

#[test]
fn only_the_desks_own_pages_can_write() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let before = site.read("content/clusters/uca.en.md");
    let body = body(&desk);
    let own = desk.origin();
    let preview = format!("http://{}", desk.preview);
    let port = desk.address.port();
    let (other_host, other_origin) = (format!("evil.example:{port}"), format!("http://evil.example:{port}"));
    let attempts: &[&[(&str, &str)]] = &[
        // A form that says nothing of where it comes from.
        &[],
        &[("Origin", "null")],
        &[("Origin", "http://evil.example")],
        // Another program's page on this machine, and the theme's scripts in the preview.
        &[("Origin", "http://127.0.0.1:1")],
        &[("Origin", &preview)],
        // A browser that tells the truth about a forged origin.
        &[("Origin", &own), ("Sec-Fetch-Site", "cross-site")],
        &[("Origin", &own), ("Sec-Fetch-Site", "same-site")],
        &[("Origin", &own), ("Sec-Fetch-Site", "none")],
        // A name made to lead to this machine.
        &[("Host", &other_host), ("Origin", &other_origin)],
        &[("Host", &other_host), ("Origin", &own)],
        &[("Origin", &own), ("Origin", "http://evil.example")],
    ];
    for headers in attempts {
        let headers = [*headers, &[("Content-Type", FORM)]].concat();
        let answer = desk.ask(desk.address, "POST", "/page/clusters/uca", &headers, body.as_bytes());
        assert_eq!(answer.status, 403, "{headers:?}: {}", answer.text());
    }
    assert_eq!(site.read("content/clusters/uca.en.md"), before);
    // The same form from the desk itself is saved: the attempts failed for their origin alone.
    let answer = desk.ask(
        desk.address,
        "POST",
        "/page/clusters/uca",
        &[("Origin", &own), ("Content-Type", FORM)],
        body.as_bytes(),
    );
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(site.read("content/clusters/uca.en.md").contains("Taken over"));
}

#[test]
fn a_form_without_the_token_of_this_run_writes_nothing() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/clusters/uca");
    form.set("en.title", "Taken over");
    let token = form.get("token").to_owned();
    assert!(token.len() >= 32, "{token}");
    for wrong in ["", "x", &token[1..], &token.replace(|c: char| c.is_ascii_digit(), "x")] {
        form.set("token", wrong);
        let answer = desk.post(&form.with("act", "save"));
        assert_eq!(answer.status, 403, "{wrong}");
    }
    assert!(!site.read("content/clusters/uca.en.md").contains("Taken over"));
    // Another run has another one.
    assert_ne!(Desk::new(&site.root).form("/page/clusters/uca").get("token"), token);
}

#[test]
fn why_nothing_was_written_is_told_in_the_language_of_the_browser() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/clusters/uca");
    form.set("token", "x");
    let origin = desk.origin();
    let headers =
        [("Origin", origin.as_str()), ("Content-Type", "application/x-www-form-urlencoded"), ("Accept-Language", "uk")];
    let answer = desk.ask(desk.address, "POST", "/page/clusters/uca", &headers, form.encoded().as_bytes());
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains("редакторську перезапущено"), "{}", answer.text());
}

#[test]
fn nothing_that_is_asked_for_changes_anything() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let before = site.read("content/clusters/uca.en.md");
    let body = body(&desk);
    for path in [
        format!("/page/clusters/uca?{body}"),
        "/undo?save=1".to_owned(),
        "/remove/clusters/wool?confirm=1".to_owned(),
        "/upload/clusters/uca".to_owned(),
        "/preview/clusters/uca".to_owned(),
    ] {
        for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            let answer = desk.ask(desk.address, method, &path, &[], b"");
            assert!([200, 404, 405].contains(&answer.status), "{method} {path}: {}", answer.status);
        }
    }
    assert_eq!(site.read("content/clusters/uca.en.md"), before);
    assert!(site.read("content/clusters/wool.en.md").contains("Wool Valley"));
}

#[test]
fn other_origins_read_nothing() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let preview = format!("http://{}", desk.preview);
    let rebound = format!("evil.example:{}", desk.address.port());
    let fetched = [("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "script")];
    for path in ["/", "/page/clusters/uca", "/desk.js", "/pick?q=a", "/changes"] {
        for headers in [
            vec![("Origin", preview.as_str())],
            vec![("Origin", "http://evil.example")],
            vec![("Origin", "null")],
            [vec![("Sec-Fetch-Site", "same-site")], fetched.to_vec()].concat(),
            [vec![("Sec-Fetch-Site", "cross-site")], fetched.to_vec()].concat(),
            vec![("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe")],
            vec![("Host", rebound.as_str())],
        ] {
            let answer = desk.ask(desk.address, "GET", path, &headers, b"");
            assert_eq!(answer.status, 403, "{path} {headers:?}");
        }
        let answer = desk.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "frame-ancestors 'none'",
            "trusted-types 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
    }
}

#[test]
fn the_preview_is_of_another_origin_and_framed_by_the_desk_alone() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let token = desk.form("/page/clusters/uca").get("token").to_owned();
    let framed = [("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe")];
    let answer = desk.ask(desk.preview, "GET", "/en/clusters/uca/", &framed, b"");
    assert_eq!(answer.status, 200);
    let policy = answer.header("content-security-policy");
    let ancestors = format!("frame-ancestors http://127.0.0.1:{0} http://localhost:{0};", desk.address.port());
    assert!(policy.contains(&ancestors), "{policy}");
    assert_eq!(answer.header("x-frame-options"), "");
    // Nothing of the desk is in what a theme's script can read.
    assert!(!answer.text().contains(&token) && !answer.text().contains(&desk.origin()));
    assert_eq!(desk.ask(desk.preview, "POST", "/en/", &[("Origin", &desk.origin())], b"").status, 405);
    let rebound = format!("evil.example:{}", desk.preview.port());
    assert_eq!(desk.ask(desk.preview, "GET", "/en/", &[("Host", &rebound)], b"").status, 403);
    let read = [("Origin", "http://evil.example")];
    assert_eq!(desk.ask(desk.preview, "GET", "/en/", &read, b"").status, 403);
    // The desk lets its page hold this frame and no other.
    let policy = desk.get("/page/clusters/uca").header("content-security-policy").to_owned();
    assert!(
        policy.contains(&format!("frame-src http://127.0.0.1:{0} http://localhost:{0};", desk.preview.port())),
        "{policy}"
    );
}

#[test]
fn no_name_is_a_path() {
    let site = Site::new("");
    std::fs::write(site.above().join("secret.en.md"), "+++\ntitle = \"Secret\"\n+++\n").unwrap();
    let desk = Desk::new(&site.root);
    let form = desk.form("/new");
    for path in [
        "/page/../secret",
        "/page/..%2Fsecret",
        "/page/clusters/../../secret",
        "/page//etc/passwd",
        "/page/clusters/uca.en.md",
        "/page/clusters/UCA",
        "/page/content/clusters/uca",
        "/file/clusters/uca/../../../site.toml",
        "/file/clusters/uca/..%2F..%2Fsite.toml",
        "/term/countries/../x",
        "/rename/../secret",
        "/remove/../secret",
        "/vocabulary/../site",
    ] {
        let answer = desk.get(path);
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
        let answer = desk.post_to(path, &form);
        assert_eq!(answer.status, 404, "POST {path}: {}", answer.text());
    }
    for id in ["../x", "a/b", "A", "a--b", "con", "com1", "index", "page", ".x", "a.b"] {
        let mut form = form.clone();
        form.set("title", "T").set("kind", "clusters").set("id", id);
        let answer = desk.post(&form);
        assert_eq!(answer.status, 422, "{id}: {}", answer.text());
    }
    let mut changed = desk.form("/page/clusters/uca");
    changed.set("en.title", "New").set("with", "../../x");
    desk.press(&changed, "save");
    assert!(site.read("content/clusters/uca.en.md").contains("New"));
}

#[test]
fn what_a_form_may_send_is_bounded() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let own = desk.origin();
    let large = vec![b'a'; 8 * 1024 * 1024];
    let headers = [("Origin", own.as_str()), ("Content-Type", FORM)];
    assert_eq!(desk.ask(desk.address, "POST", "/page/clusters/uca", &headers, &large).status, 413);
    for kind in ["text/plain", "application/json", "multipart/form-data; boundary=b", ""] {
        let headers = [("Origin", own.as_str()), ("Content-Type", kind)];
        let answer = desk.ask(desk.address, "POST", "/page/clusters/uca", &headers, b"{}");
        assert_eq!(answer.status, 400, "{kind}: {}", answer.text());
    }
}

#[test]
fn what_is_typed_is_never_markup() {
    let site = Site::new("");
    let desk = Desk::new(&site.root);
    let mut form = desk.form("/page/clusters/uca?view=text");
    let hostile = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let body = format!("## History\n\n{hostile}");
    form.set("en.title", hostile).set("en.body", &body).set("en.place", hostile);
    let location = desk.press(&form, "save");
    for path in [location.as_str(), "/", "/?q=%3Cscript%3Ealert(1)%3C/script%3E", "/changes", "/rename/clusters/uca"] {
        let text = desk.get(path).text();
        assert!(!text.contains("<script>") && !text.contains("<img src=x"), "{path}: {text}");
    }
    assert_eq!(desk.form("/page/clusters/uca").get("en.title"), hostile);
}
