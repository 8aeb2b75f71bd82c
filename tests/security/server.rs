//! Attacks that reached other generators' and bundlers' development servers, tried on this one.

use std::sync::{MutexGuard, PoisonError};

use super::request::{self, Answer, Running};

fn running() -> MutexGuard<'static, Running> {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    request::running(runtime).lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whatever it is, the answer is one that may be.
pub fn ask_anything(request: &[u8]) {
    let _ = running().ask(request);
}

/// A GET for a path with these headers after the host's.
fn get(path: &str, headers: &[(&str, &str)]) -> Answer {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost:8000\r\n{headers}\r\n"))
}

fn ask(request: &str) -> Answer {
    running().ask(request.as_bytes()).unwrap_or_else(|| panic!("no answer to {request:?}"))
}

#[test]
fn what_is_published_is_served() {
    let page = get("/en/about/", &[]);
    assert_eq!(page.status, 200);
    assert!(String::from_utf8_lossy(&page.body).contains("Who we are."));
    assert_eq!(get("/old/about/", &[]).status, 301);
    assert_eq!(get("/__icsi/TOKEN/reload.js", &[]).status, 200);
}

/// Files outside of what is published. Each of these read a file on a server that maps addresses to a disk: `/@fs/` and
/// its bypasses in Vite (CVE-2024-23331, -45811, CVE-2025-30208, -31125, -31486, -32395, -46565, -58751, -58752, -62522,
/// CVE-2026-39364, -53571, -118662), its source maps (CVE-2026-39365), the file system middleware in webpack
/// (CVE-2024-29180, CVE-2026-76844), the prefix check of Zola's (CVE-2023-40274), and plain traversal.
#[test]
fn no_address_is_a_path_on_disk() {
    let mut tried = 0;
    for path in [
        "/@fs/etc/passwd",
        "/@fs//etc/passwd",
        "/@fs/etc/passwd?raw",
        "/@fs/etc/passwd?raw??",
        "/@fs/etc/passwd?import&raw??",
        "/@fs/etc/passwd?import&inline=1.wasm?init",
        "/@fs/x/x/x/vite/../../../../etc/passwd?import&?raw",
        "/@fs/srv/hagiography/site/site.toml?.svg?.wasm?init",
        "/@fs/etc/passwd?.svg",
        "/@fs/etc/passwd\0.svg",
        "/@fs/etc/passwd#.svg",
        "/@fs/srv/hagiography/site/#/../../../../../etc/passwd",
        "/@id/__x00__/etc/passwd",
        "/@vite/client",
        "/__open-in-editor?file=/etc/passwd",
        "/.env",
        "/.env%20",
        "/.env/.",
        "/.env?raw",
        "/.env?import&raw",
        "/.env?import&url&inline",
        "/.env::$DATA",
        "/.env::$DATA?raw",
        "/SITE~1.TOM",
        "/node_modules/.vite/deps/../../../../../etc/app.js.map",
        "/en/about/..%2f..%2f..%2f..%2fetc%2fapp.js.map",
        "/.git/config",
        "/SITE.TOML",
        "/site.toml",
        "/site.toml/.",
        "/content/about.en.md",
        "/en/../../content/about.en.md",
        "/content/later.en.md",
        "/en/later/",
        "/themes/plain/theme.toml",
        "/themes/plain/templates/base.html",
        "/_headers/../site.toml",
        "/../site.toml",
        "/../../../../../../etc/passwd",
        "/en/../../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/%252e%252e/%252e%252e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/..%5c..%5cetc%5cpasswd",
        "/..\\..\\etc\\passwd",
        "/en\\..\\..\\etc\\passwd",
        "/....//....//etc/passwd",
        "/%c0%ae%c0%ae/etc/passwd",
        "/%uff0e%uff0e/etc/passwd",
        "/assets/..%2f..%2fsite.toml",
        "/assets../site.toml",
        "/en..;/site.toml",
        "//etc/passwd",
        "///etc/passwd",
        "/./././etc/passwd",
        "/webpack-dev-server",
        "/webpack-dev-server/../../etc/passwd",
        "/__webpack_hmr",
        "/webpack:///./site.toml",
        "/sockjs-node/info",
        "/livereload.js",
        "/public/index.html",
        "/public/../site.toml",
        "/../publications/index.html",
        "/../site-secret/index.html",
        "/C:/Windows/win.ini",
        "/C:%5cWindows%5cwin.ini",
        "/file:///etc/passwd",
        "/proc/self/environ",
        "/proc/self/cwd/site.toml",
        "/dev/stdin",
        "/en/%00",
        "/en/about/index.html%00.png",
        "/en/about/index.html/",
        "/index.html::$DATA",
        "/INDEX~1.HTM",
        "/en/about/.",
        "/en/about/..",
        "/%",
        "/%zz",
        "/en/?path=../../etc/passwd",
        "/__icsi/../site.toml",
        "/__icsi/%2e%2e/site.toml",
        "/__icsi/TOKEN/../../site.toml",
        "/__icsi/TOKEN/state?path=/../../etc/passwd",
        "/__icsi/TOKEN/state?path=%2F..%2F..%2Fetc%2Fpasswd",
        "/__icsi/TOKEN/state?path=file:///etc/passwd",
        "/__icsi/TOKEN/state?path=/content/later.en.md",
    ] {
        tried += 1;
        // `ask` holds what comes back to the list of outputs, and looks for what is in no output.
        let answer = get(path, &[]);
        assert!(matches!(answer.status, 200 | 301 | 400 | 404), "{path}: {}", answer.status);
        let body = String::from_utf8_lossy(&answer.body);
        assert!(!body.contains("root:") && !body.contains("base_url"), "{path}: {body}");
        let named = ["/en/?", "/__icsi/TOKEN/state", "/_headers", "/en/about/", "/index.html"];
        assert!(answer.status != 200 || named.iter().any(|known| path.starts_with(known)), "{path}");
    }
    assert!(tried > 75);
}

/// An address that makes a browser leave for another host, as servers do that lead `//host/folder` to the folder with a
/// slash, and answers split by line ends.
#[test]
fn redirects_stay_here_and_answers_are_not_split() {
    for path in [
        "//evil.example/en",
        "//evil.example/%2e%2e",
        "//evil.example/en/..",
        "/\\evil.example/en",
        "/%5cevil.example/en",
        "/%2fevil.example/en",
        "/%2f%2fevil.example",
        "/en//evil.example",
        "//evil.example//en",
        "/old/about?next=//evil.example",
        "/old/about/?%0d%0aSet-Cookie:%20a=b",
        "/old/about/%0d%0aSet-Cookie:%20a=b",
        "/en%0d%0aLocation:%20https://evil.example",
        "/en?\r\nSet-Cookie: a=b",
    ] {
        let answer = get(path, &[]);
        let to = answer.header("location");
        assert!(to.is_empty() || (to.starts_with('/') && !to.starts_with("//")), "{path} leads to {to}");
        assert_eq!(answer.header("set-cookie"), "", "{path}");
        assert!(!String::from_utf8_lossy(&answer.body).contains("evil.example"), "{path}");
    }
}

/// A stranger's name that leads to this machine (DNS rebinding): Vite (CVE-2025-24010), webpack-dev-server
/// (CVE-2018-14732, CVE-2025-30359, -30360), and every server that answers whatever name it is asked by. A name out of
/// shape ended webpack-dev-server's process (CVE-2026-14631).
#[test]
fn other_names_are_not_answered() {
    for host in [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example:8000",
        "evil-localhost:8000",
        "localhost@evil.example",
        "localhost:8000@evil.example",
        "localhost:8000.evil.example",
        "evil.localhost:8000",
        "127.0.0.1.evil.example",
        "127.0.0.1.nip.io:8000",
        "192.168.0.1:8000",
        "169.254.169.254",
        "0.0.0.0:8000",
        "[::]:8000",
        "[::ffff:192.168.0.1]:8000",
        "127.1:8000",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "localhost:",
        "localhost:99999",
        "localhost:8000:8000",
        "localhost,evil.example",
        "localhost evil.example",
        "localhost/evil.example",
        "localhost#evil.example",
        "localhost\tevil.example",
        "lоcalhost:8000",
        "[",
        "[::1",
        "[::1]]:8000",
        "localhost:-1",
        "localhost:99999999999999999999",
        "%",
        "%zz",
        "\u{0}",
        "\u{7f}",
        ":",
        "://",
        "http://localhost:8000",
        "",
        " ",
    ] {
        let answer = running().ask(format!("GET /en/ HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes());
        assert!(answer.is_none_or(|answer| matches!(answer.status, 400 | 403)), "{host}");
    }
    for head in [
        "GET /en/ HTTP/1.1\r\n\r\n",
        "GET /en/ HTTP/1.0\r\n\r\n",
        "GET /en/ HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        "GET /en/ HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n\r\n",
        "GET /en/ HTTP/1.1\r\nX-Forwarded-Host: localhost\r\nHost: evil.example\r\n\r\n",
        "GET /en/ HTTP/1.1\r\nForwarded: host=localhost\r\nHost: evil.example\r\n\r\n",
        "GET http://localhost/en/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "GET http://localhost/en/ HTTP/1.1\r\n\r\n",
    ] {
        let answer = running().ask(head.as_bytes());
        assert!(answer.is_none_or(|answer| matches!(answer.status, 400 | 403)), "{head}");
    }
    // The server is still there.
    for host in ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000"] {
        assert_eq!(ask(&format!("GET /en/ HTTP/1.1\r\nHost: {host}\r\n\r\n")).status, 200, "{host}");
    }
}

/// Pages of other sites that read the server's answers in the same browser: the permissive CORS of esbuild
/// (GHSA-67mh-4wv8-2f99), Vite and Parcel, the event streams that anybody could open (webpack-dev-server's and Vite's web
/// sockets, CVE-2018-14732, CVE-2025-24010), scripts loaded as `<script src>` (CVE-2025-30359). An origin out of shape
/// ended webpack-dev-server's process (CVE-2026-14631).
#[test]
fn pages_of_other_sites_read_nothing() {
    let own = ["/__icsi/", "/__icsi/TOKEN/events", "/__icsi/TOKEN/state?path=/en/", "/__icsi/TOKEN/reload.js"];
    for origin in [
        "https://evil.example",
        "http://evil.example:8000",
        "http://localhost:3000",
        "https://localhost:8000",
        "http://localhost.evil.example:8000",
        "http://localhost:8000.evil.example",
        "http://localhost:8000@evil.example",
        "http://127.0.0.1.nip.io:8000",
        "http://192.168.0.1:8000",
        "null",
        "file://",
        "chrome-extension://abcdef",
        "http://[",
        "http://%",
        "http://localhost:99999999",
        "://",
        "\u{ff}",
        "",
    ] {
        for path in ["/en/", "/data/clusters.json", own[0], own[1], own[2], own[3]] {
            let answer = get(path, &[("Origin", origin)]);
            assert_eq!(answer.status, 403, "{origin} {path}");
        }
        // The same name in both headers makes it no better.
        let host = origin.split("//").nth(1).unwrap_or_default();
        let both = running().ask(format!("GET /en/ HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\n\r\n").as_bytes());
        assert!(both.is_none_or(|answer| matches!(answer.status, 400 | 403)), "{origin}");
    }
    for site in ["cross-site", "same-site", "unknown", ""] {
        for (mode, dest) in [
            ("no-cors", "script"),
            ("no-cors", "image"),
            ("cors", "empty"),
            ("navigate", "iframe"),
            ("navigate", "embed"),
            ("websocket", "websocket"),
        ] {
            let headers = [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest)];
            for path in ["/en/", "/data/clusters.json", own[0], own[1], own[2], own[3]] {
                assert_eq!(get(path, &headers).status, 403, "{site} {mode} {dest} {path}");
            }
        }
        let link = [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];
        for path in own {
            assert_eq!(get(path, &link).status, 403, "{site} {path}");
        }
        assert_eq!(get("/en/", &link).status, 200);
    }
}

/// Addresses of the server's own that can be known beforehand tell a stranger's page that the server is there, and
/// what is being written.
#[test]
fn the_event_stream_has_an_address_that_nobody_can_know() {
    for token in ["", "0", "00000000000000000000000000000000", "%00", "..", "token", "TOKENx", "xTOKEN"] {
        for name in ["events", "state", "reload.js", "overlay.css"] {
            let answer = get(&format!("/__icsi/{token}/{name}"), &[]);
            assert!(matches!(answer.status, 400 | 404), "{token}/{name}: {}", answer.status);
        }
    }
}

/// Nothing is changed, run or opened by a request.
#[test]
fn only_get_and_head() {
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "GETT", "PRI"] {
        for path in ["/en/", "/__icsi/", "/__icsi/TOKEN/events", "*"] {
            let request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            let answer = running().ask(request.as_bytes());
            assert!(answer.is_none_or(|answer| matches!(answer.status, 400 | 405)), "{method} {path}");
        }
    }
    // A protocol that the server does not speak is not switched to, not even for who names no origin: Vite's web socket
    // then handed out files (CVE-2026-39363).
    let upgrade =
        [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")];
    for path in ["/", "/en/", "/__icsi/TOKEN/events", "/ws"] {
        assert_ne!(get(path, &upgrade).status, 101, "{path}");
    }
}

/// Requests that two readers understand differently, and such that are too long.
#[test]
fn requests_out_of_shape_are_refused_or_harmless() {
    let long = "a".repeat(20_000);
    let many: String = (0..100).map(|at| format!("X-{at}: a\r\n")).collect();
    for request in [
        format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {long}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n"),
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            .to_owned(),
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n".to_owned(),
        "GET / HTTP/1.1\nHost: localhost\n\n".to_owned(),
        "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n".to_owned(),
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n".to_owned(),
        "GET /\r\n\r\n".to_owned(),
        "GET\r\n\r\n".to_owned(),
        "\0\u{1}\u{2}\r\n\r\n".to_owned(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}\u{2}\0".to_owned(),
        String::new(),
    ] {
        // `ask` sees to it that the answer is one that may be; the server is there afterwards.
        let _ = running().ask(request.as_bytes());
        assert_eq!(get("/en/", &[]).status, 200, "{}", &request[..request.len().min(60)]);
    }
}
