//! The development server over a real socket: what it answers, whom it refuses, how a page follows the files.

use std::{
    io::{Read, Write},
    time::{Duration, Instant},
};

use crate::common::{
    Site,
    serve::{Answer, Served},
};

/// The base site, with an alias and a page that exists in one language alone.
fn site() -> Site {
    Site::new(
        "//- content/about.en.md\n+++\ntitle = \"About\"\naliases = [\"/old/about/\", \"/old/file\"]\n+++\nWho we are.\n",
    )
}

#[test]
fn every_output_is_served_as_a_clean_build_makes_it() {
    let site = site();
    let served = Served::new(&site.root);
    assert_eq!(served.settled(), "");
    served.is_exact(&site.root);
    for (path, kind) in [
        ("/en/", "text/html; charset=utf-8"),
        ("/en/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/data/clusters.json", "application/json"),
        ("/data/clusters.csv", "text/csv; charset=utf-8"),
    ] {
        let answer = served.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert_eq!(answer.header("content-length"), answer.bytes.len().to_string(), "{path}");
    }
}

#[test]
fn what_every_answer_says() {
    let site = site();
    let served = Served::new(&site.root);
    let paths = ["/en/", "/nowhere", "/en", "/%", "/__icsi/", "/robots.txt", "/__icsi/none", "/data/clusters.json"];
    for path in paths {
        let answer = served.get(path);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'; script-src 'self'") && !policy.contains("unsafe"), "{policy}");
        // Plain HTTP has nothing to upgrade to.
        assert!(!policy.contains("upgrade-insecure-requests"), "{policy}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
    }
}

/// As it is published: documents have all headers, scripts and pictures their policy, the search index neither.
#[test]
fn files_of_the_site_are_sent_with_the_headers_that_they_are_published_with() {
    let site = Site::with_theme("intermarium");
    site.write(
        r#"
//- site.toml
base_url = "https://example.org/"
languages = ["en"]
theme = "intermarium"
title = { en = "Headers" }
description = { en = "What each file is sent with" }

//- content/about.en.md
+++
title = "About"
+++

Who we are.
"#,
    );
    let served = Served::new(&site.root);
    let page = served.get("/en/search/").text();
    let address = |start: &str| {
        let at = page.find(start).unwrap_or_else(|| panic!("{start}: {page}"));
        page[at..].split('"').next().unwrap().to_owned()
    };
    let script = address("/assets/js/search/page.");
    let index = address("/assets/search/en/index");
    let has = |path: &str, headers: &[(&str, &str)], status: u16, policy: bool, documents: bool| {
        let answer = served.ask("GET", path, headers);
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(!answer.header("content-security-policy").is_empty(), policy, "{path}");
        for name in ["cross-origin-opener-policy", "permissions-policy", "referrer-policy", "x-frame-options"] {
            assert_eq!(!answer.header(name).is_empty(), documents, "{path}: {name}");
        }
        answer.header("etag").to_owned()
    };
    has("/en/", &[], 200, true, true);
    let tag = has(&script, &[], 200, true, false);
    has(&script, &[("If-None-Match", &tag)], 304, true, false);
    let tag = has(&index, &[], 200, false, false);
    has(&index, &[("If-None-Match", &tag)], 304, false, false);
    has("/assets/search/en/none.json", &[], 404, true, true);
    has("/assets/none.js", &[], 404, true, true);
}

#[test]
fn conditional_requests_and_head() {
    let site = site();
    let served = Served::new(&site.root);
    for path in ["/en/", "/robots.txt"] {
        let first = served.get(path);
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
        let conditions = [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()];
        for condition in conditions {
            let answer = served.ask("GET", path, &[("If-None-Match", &condition)]);
            assert_eq!((answer.status, answer.bytes.len()), (304, 0), "{condition}");
            assert_eq!(answer.header("etag"), tag);
        }
        assert_eq!(served.ask("GET", path, &[("If-None-Match", "\"x\"")]).status, 200);
        let head = served.ask("HEAD", path, &[]);
        let without_date = |answer: &Answer| {
            let mut headers = answer.headers.clone();
            headers.remove("date");
            headers
        };
        assert_eq!((head.status, head.bytes.len()), (200, 0));
        assert_eq!(without_date(&head), without_date(&first), "{path}");
    }
    assert_eq!(served.ask("GET", "/nowhere/", &[("If-None-Match", "*")]).status, 404);
}

#[test]
fn only_get_and_head() {
    let site = site();
    let served = Served::new(&site.root);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "CONNECT"] {
        for path in ["/en/", "/__icsi/"] {
            let target = if method == "CONNECT" { "localhost:80" } else { path };
            let answer = served.ask(method, target, &[]);
            assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method} {target}");
        }
    }
}

#[test]
fn plain_answers_are_in_the_language_of_the_browser() {
    let site = site();
    let served = Served::new(&site.root);
    let check = |method: &str, path: &str, headers: &[(&str, &str)], english: &str, ukrainian: &str| {
        let said = |tag: &str| served.ask(method, path, &[headers, &[("Accept-Language", tag)]].concat()).text();
        assert_eq!((said("de,en;q=0.5"), said("uk-UA,en;q=0.5")), (format!("{english}\n"), format!("{ukrainian}\n")));
    };
    check("POST", "/en/", &[], "Only GET and HEAD.", "Лише GET і HEAD.");
    check("GET", "/%", &[], "This is not a path.", "Це не шлях.");
    check("GET", "/__icsi/none", &[], "Not found.", "За цією адресою нічого немає.");
    let origin = [("Origin", "http://evil.example")];
    let refused = "Other origins may not read from this server.";
    check("GET", "/en/", &origin, refused, "Сторінкам з інших адрес читати із цього сервера не дозволено.");
}

#[test]
fn redirects_and_the_site_s_own_path() {
    let site = site();
    let served = Served::new(&site.root);
    let leads = |served: &Served, path: &str| {
        let answer = served.get(path);
        (answer.status, answer.header("location").to_owned())
    };
    for (path, to) in [
        ("/old/about/", "/en/about/"),
        ("/old/about", "/en/about/"),
        ("/old/file", "/en/about/"),
        ("/en", "/en/"),
        ("/en/clusters/uca", "/en/clusters/uca/"),
        ("/en/clusters/uca?q=%3Cx%3E", "/en/clusters/uca/?q=%3Cx%3E"),
    ] {
        assert_eq!(leads(&served, path), (301, to.to_owned()), "{path}");
    }
    site.replace("site.toml", "https://example.org/", "https://example.org/kb/");
    served.until("the site stands below /kb/", |served| served.get("/kb/en/").status == 200);
    served.is_exact(&site.root);
    assert_eq!(leads(&served, "/"), (301, "/kb/".to_owned()));
    assert_eq!(leads(&served, "/kb"), (301, "/kb/".to_owned()));
    assert_eq!(leads(&served, "/kb/en"), (301, "/kb/en/".to_owned()));
    assert_eq!(leads(&served, "/kb/old/about/"), (301, "/kb/en/about/".to_owned()));
    assert_eq!(served.get("/en/").status, 404);
}

#[test]
fn what_is_not_there_is_said_in_the_language_of_the_address() {
    let site = site();
    let served = Served::new(&site.root);
    for (path, language) in [("/en/none/", "en"), ("/uk/none/", "uk"), ("/uk/clusters/none", "uk")] {
        let answer = served.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text().contains(&format!("<html lang=\"{language}\"")), "{path}: {}", answer.text());
        assert!(answer.text().contains("/reload.js"), "it follows the files too: {path}");
    }
    assert_eq!(served.get("/de/none/").status, 404);
    assert_eq!(served.get("/favicon.ico").status, 404);
}

/// Each of these read files, or could be made to, in another server: Vite (CVE-2025-30208, 31125, 31486, 32395, 46565),
/// webpack-dev-middleware (CVE-2024-29180), Hugo's and Zola's servers, and servers in general.
#[test]
fn no_path_leads_out_of_the_built_site() {
    let site = site();
    std::fs::write(site.above().join("secret.txt"), "secret").unwrap();
    site.write("//- secret.txt\nsecret\n");
    let served = Served::new(&site.root);
    let root = site.root.to_str().unwrap();
    let mut paths: Vec<String> = [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/en/../../secret.txt",
        "/en/..;/secret.txt",
        "/./secret.txt",
        "//secret.txt",
        "/secret.txt",
        "/secret.txt%00.html",
        "/en/%00",
        "/site.toml",
        "/content/about.en.md",
        "/content/about.en.md?raw",
        "/content/about.en.md?import&raw??",
        "/themes/plain/templates/home.html",
        "/.git/config",
        "/.env",
        "/@fs/etc/passwd",
        "/@fs/etc/passwd?raw??",
        "/@fs/x/x/x/vite/?/../../../../../etc/passwd?import&?raw",
        "/etc/passwd?.svg?.wasm?init",
        "/webpack/..%2f..%2f..%2fetc%2fpasswd",
        "/proc/self/environ",
        "/%c0%ae%c0%ae/secret.txt",
        "/%uff0e%uff0e/secret.txt",
        "/en/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/public/index.html",
        "/__icsi/../secret.txt",
        "/__icsi/changes/../../secret.txt",
        "/__icsi/changes/en/../../../secret.txt",
        "/__icsi/%2e%2e/secret.txt",
    ]
    .map(str::to_owned)
    .into();
    paths.push(format!("/@fs{root}/secret.txt"));
    paths.push(format!("{root}/secret.txt"));
    paths.push(format!("/__icsi/{}/../../secret.txt", served.token));
    for path in paths {
        let answer =
            served.send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes());
        let Some(answer) = answer else { continue };
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        let text = answer.text();
        assert!(!text.contains("secret") && !text.contains("root:"), "{path}: {text}");
        assert!(!text.contains("base_url"), "{path}: {text}");
    }
    // A whole address in the request line (as a proxy gets it) is none of ours, whatever it names.
    for target in ["http://evil.example/en/", "http://localhost/en/", "en/", "*"] {
        let line = format!("GET {target} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        if let Some(answer) = served.send(line.as_bytes()) {
            assert!(matches!(answer.status, 400 | 403), "{target}: {}", answer.status);
        }
    }
}

/// A page of another site: CVE-2018-14732 and CVE-2025-30359 (webpack-dev-server), CVE-2025-24010 (Vite), DNS rebinding.
#[test]
fn pages_of_other_sites_read_nothing() {
    let site = site();
    let served = Served::new(&site.root);
    let own = format!("localhost:{}", served.address.port());
    let stream = format!("/__icsi/{}/events", served.token);
    let state = format!("/__icsi/{}/state?path=%2Fen%2F", served.token);
    let script = format!("/__icsi/{}/reload.js", served.token);
    let refused: &[&[(&str, &str)]] = &[
        &[("Host", "evil.example")],
        &[("Host", "evil.example:8000")],
        &[("Host", "localhost.evil.example")],
        &[("Host", "127.0.0.1.nip.io")],
        &[("Host", "")],
        &[("Host", "[::1]:80")],
        &[("Host", "localhost"), ("Host", "evil.example")],
        &[("Host", "localhost"), ("Origin", "http://evil.example")],
        &[("Host", "evil.example"), ("Origin", "http://evil.example")],
        &[("Host", "localhost"), ("Origin", "null")],
        &[("Host", "localhost"), ("Origin", "http://localhost:1")],
        &[("Host", "localhost"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")],
        &[("Host", "localhost"), ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", "cors")],
        &[
            ("Host", "localhost"),
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", "navigate"),
            ("Sec-Fetch-Dest", "iframe"),
        ],
    ];
    for path in ["/en/", "/__icsi/", "/assets/none", &stream, &state, &script] {
        for headers in refused {
            let answer = served.ask("GET", path, headers);
            assert_eq!(answer.status, 403, "{path} {headers:?}");
            assert!(!answer.text().contains("<html"), "{path} {headers:?}");
        }
    }
    let follows = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];
    let with_host: Vec<(&str, &str)> = std::iter::once(("Host", own.as_str())).chain(follows).collect();
    assert_eq!(served.ask("GET", "/en/", &with_host).status, 200, "a link to a page is no attack");
    assert_eq!(served.ask("GET", "/__icsi/", &with_host).status, 403);
    for own in [own.as_str(), "127.0.0.1", "[::1]", "LOCALHOST"] {
        assert_eq!(served.ask("GET", "/__icsi/", &[("Host", own), ("Sec-Fetch-Site", "same-origin")]).status, 200);
    }
    // The addresses of a run cannot be guessed, and those of another run are none of this one's.
    assert_eq!(served.token.len(), 32);
    let other = Served::new(&site.root);
    assert_ne!(other.token, served.token);
    for what in ["events", "state", "reload.js", "overlay.css"] {
        assert_eq!(other.get(&format!("/__icsi/{}/{what}", served.token)).status, 404, "{what}");
        assert_eq!(other.get(&format!("/__icsi/{what}")).status, 404, "{what}");
    }
}

#[test]
fn requests_are_bounded() {
    let site = site();
    let served = Served::new(&site.root);
    let long = "x".repeat(100_000);
    let many: String = (0..500).map(|at| format!("X-{at}: y\r\n")).collect();
    for request in [
        format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {long}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost\r\nX{long}\r\n\r\n"),
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n".to_owned(),
        "\0\0\0\0".to_owned(),
        "GET\r\n\r\n".to_owned(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
    ] {
        if let Some(answer) = served.send(request.as_bytes()) {
            assert!((400..500).contains(&answer.status), "{}: {}", &request[..30.min(request.len())], answer.status);
        }
    }
    // A body that was announced is not waited for.
    let start = Instant::now();
    let mut stream = served.connect();
    write!(stream, "GET /robots.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000000\r\n\r\n").unwrap();
    let mut some = [0; 12];
    stream.read_exact(&mut some).unwrap();
    assert_eq!(&some, b"HTTP/1.1 200");
    assert!(start.elapsed() < Duration::from_secs(10));
    // Many that say nothing do not keep a person out.
    let mut slow = Vec::new();
    for said in ["", "GET /en/ HTTP/1.1\r\nHost:", "GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"] {
        for _ in 0..300 {
            let mut stream = served.connect();
            // One that made room for others already takes no more.
            let _ = stream.write_all(said.as_bytes());
            slow.push(stream);
        }
        // Far less than the time that a connection may say nothing.
        let start = Instant::now();
        assert_eq!(served.get("/en/").status, 200);
        assert!(start.elapsed() < Duration::from_secs(10), "{said:?}: {:?}", start.elapsed());
    }
    drop(slow);
}

#[test]
fn an_open_page_hears_of_a_change_and_learns_what_to_do() {
    let site = site();
    let served = Served::new(&site.root);
    served.settled();
    let mut events = served.events();
    let first = events.next();
    let page = served.get("/en/clusters/uca/").text();
    let attribute =
        |name: &str| page.split(&format!("data-{name}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let state = served.state("/en/clusters/uca/");
    assert_eq!(state["page"]["print"], attribute("page"));
    assert_eq!(state["page"]["shape"], attribute("shape"));
    assert_eq!(state["errors"], 0);

    // Another page's text: this one stays as it is.
    site.replace("content/clusters/wool.en.md", "See the", "Look at the");
    assert!(events.next() > first);
    served.until_shows("/en/clusters/wool/", "Look at the");
    assert_eq!(served.state("/en/clusters/uca/")["page"]["print"], attribute("page"));

    // A style sheet: the page differs in nothing but that.
    site.write("//- themes/plain/static/site.css\na { color: red }\n");
    events.next();
    served.until("the style sheet's name changes", |s| {
        s.state("/en/clusters/uca/")["page"]["print"] != attribute("page")
    });
    let state = served.state("/en/clusters/uca/");
    assert_eq!(state["page"]["shape"], attribute("shape"));
    let address = state["styles"]["/assets/site.css"].as_str().unwrap().to_owned();
    assert!(served.get("/en/clusters/uca/").text().contains(&address));
    assert_eq!(served.get(&address).text().trim(), "a { color: red }");

    // Its own text.
    site.replace("content/clusters/uca.en.md", "Founded in Kyiv.", "Founded in Lviv.");
    served.until("its shape changes", |s| s.state("/en/clusters/uca/")["page"]["shape"] != attribute("shape"));

    // It moves: by its slug, then by its file's name.
    site.replace("content/clusters/uca.en.md", "country =", "slug = \"alliance\"\ncountry =");
    served.until("it is followed", |s| s.state("/en/clusters/uca/")["page"]["address"] == "/en/clusters/alliance/");
    served.get("/en/clusters/wool/");
    std::fs::rename(site.path("content/clusters/wool.en.md"), site.path("content/clusters/fleece.en.md")).unwrap();
    site.replace("content/memoranda/kosice.uk.md", "\"wool\"", "\"fleece\"");
    served.until("it is followed", |s| s.state("/en/clusters/wool/")["page"]["address"] == "/en/clusters/fleece/");

    // It is gone, and comes back.
    served.get("/en/about/");
    let before = served.state("/en/about/")["page"]["print"].clone();
    site.remove("content/about.en.md");
    served.until("it is gone", |s| s.get("/en/about/").status == 404);
    assert_ne!(served.state("/en/about/")["page"]["print"], before);
}

#[test]
fn mistakes_are_shown_over_the_last_good_site_and_go_away() {
    let site = site();
    let served = Served::new(&site.root);
    served.settled();
    let good = served.get("/en/clusters/wool/").bytes;
    let mut events = served.events();
    events.next();
    site.replace("content/clusters/wool.en.md", "country = [\"pl\"]", "country = [\"plx\"]");
    events.next();
    served.until("the mistake shows", |served| served.state("/en/clusters/wool/")["errors"] == 1);
    let state = served.state("/en/clusters/wool/");
    let problem = &state["problems"][0];
    let text = problem["text"].as_str().unwrap();
    for part in [
        "error[unknown-term]",
        "content/clusters/wool.en.md:3:12",
        "country = [\"plx\"]",
        "^^^^^",
        "or add it to content/countries.toml",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(problem["place"], "content/clusters/wool.en.md:3:12");
    let editor = problem["editor"].as_str().unwrap();
    assert!(editor.starts_with("vscode://file/") && editor.ends_with("content/clusters/wool.en.md:3:12"), "{editor}");
    assert_eq!(served.get("/en/clusters/wool/").bytes, good, "the last good site goes on being served");

    site.replace("content/clusters/wool.en.md", "country = [\"plx\"]", "country = [\"ua\"]");
    events.next();
    served.until("it is mended", |served| served.state("/en/clusters/wool/")["errors"] == 0);
    served.until_shows("/en/clusters/wool/", "Ukraine");

    // A template that fails only when it is rendered, on a page that nobody looks at.
    let before = served.get("/en/clusters/wool/").bytes;
    assert_eq!(served.settled(), "");
    site.replace("themes/plain/templates/cross.html", "{{ page.title }}", "{{ page.titel.x }}");
    served.until("the mistake comes to light", |s| s.state("/en/")["errors"] == 1);
    assert!(served.state("/en/")["problems"][0]["text"].as_str().unwrap().contains("templates/cross.html:"));
    assert_eq!(served.get("/en/clusters/wool/").bytes, before);
    site.replace("themes/plain/templates/cross.html", "{{ page.titel.x }}", "{{ page.title }}!");
    served.until("it is mended", |s| s.state("/en/")["errors"] == 0);
    served.settled();
    served.is_exact(&site.root);
}

#[test]
fn a_site_that_begins_with_a_mistake_recovers_by_itself() {
    let site = site();
    let good = site.read("site.toml");
    site.write_bytes("site.toml", b"title = 1\n[broken");
    let served = Served::new(&site.root);
    for path in ["/", "/en/", "/anything"] {
        let answer = served.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (503, "text/html; charset=utf-8"));
        assert!(answer.text().contains("error[toml]"), "{}", answer.text());
        assert!(answer.text().contains("/reload.js"));
    }
    let mut events = served.events();
    let before = served.state("/en/")["page"]["print"].clone();
    events.next();
    site.write_bytes("site.toml", good.as_bytes());
    events.next();
    served.until("the site is there", |served| served.get("/en/").status == 200);
    assert_ne!(served.state("/en/")["page"]["print"], before);
    assert_eq!(served.settled(), "");
    served.is_exact(&site.root);
}

#[test]
fn the_dashboard_says_how_the_site_is() {
    let site = site();
    site.write(
        "//- content/clusters/later.en.md\n+++\ntitle = \"<Later>\"\ndraft = true\ncountry = [\"pl\"]\n+++\nSoon.\n",
    );
    site.replace("content/clusters/uca.uk.md", "3a7ecd6a", "00000000");
    let served = Served::new(&site.root);
    served.settled();
    let text = served.get("/__icsi/").text();
    for part in [
        "no errors, no warnings",
        "<td class=\"outdated\">1</td>",
        "<a href=\"/__icsi/changes/uk/clusters/uca\">",
        "content/clusters/later.en.md",
        "href=\"/en/clusters/uca/\"",
        "href=\"/uk/clusters/uca/\"",
        "<td>resolve</td>",
        "first build",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let changed = "content/clusters/wool.en.md";
    site.replace(changed, "See the", "Look at the");
    served.until("the rebuild is told", |served| served.get("/__icsi/").text().contains(changed));
    served.settled();
    let text = served.get("/__icsi/").text();
    assert!(text.contains("<p>The site has "), "{text}");
    let changes = served.get("/__icsi/changes/uk/clusters/uca");
    assert_eq!(changes.status, 200);
    assert!(changes.text().contains("no commit of content/clusters/uca.en.md has the revision 00000000"));
    for path in ["/__icsi/changes/uk/clusters/none", "/__icsi/changes/de/clusters/uca", "/__icsi/changes/", "/__icsi/x"]
    {
        assert_eq!(served.get(path).status, 404, "{path}");
    }
    // Markup in names and messages stays text.
    site.write(
        "//- content/clusters/bad.en.md\n+++\ntitle = \"<img src=x onerror=alert(1)>\"\n\"</pre><script>\" = 1\n+++\n",
    );
    served.until("the mistake shows", |served| served.state("/en/")["errors"].as_u64().unwrap() > 0);
    let text = served.get("/__icsi/").text();
    assert!(!text.contains("<img") && !text.contains("</pre><script>"), "{text}");
    assert!(text.contains("&lt;/pre&gt;&lt;script&gt;"), "{text}");
}

#[test]
fn drafts_are_served_when_asked_for() {
    let site = site();
    site.write(
        "//- content/clusters/later.en.md\n+++\ntitle = \"Later\"\ndraft = true\ncountry = [\"pl\"]\n+++\nSoon.\n",
    );
    assert_eq!(Served::new(&site.root).get("/en/clusters/later/").status, 404);
    let with_drafts = Served::with(&site.root, |options| options.pipeline.drafts = true);
    assert_eq!(with_drafts.get("/en/clusters/later/").status, 200);
}
