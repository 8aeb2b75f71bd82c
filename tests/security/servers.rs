//! The settings that `icsi headers` makes, tried on the real servers where they are installed, at the root of a host and
//! below a path, with three languages: bytes, headers, types, compression, 304, redirects, pages of what is missing.
//! `.ci/run` installs the servers and says so by `ICSI_SERVERS=required`.

use std::{
    collections::BTreeMap,
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use icsi::outputs::{content_type::content_type, headers::SECURITY};

use super::site::Site;

/// The headers that `_headers` gives an address, as hosts read it: blocks whose pattern fits, in turn; `! Name` takes back.
pub fn said(headers: &str, path: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut fits = false;
    for line in headers.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("  ") {
            None => fits = line.strip_suffix('*').map_or(line == path, |start| path.starts_with(start)),
            Some(_) if !fits => {}
            Some(line) => match line.strip_prefix("! ") {
                Some(name) => drop(found.remove(&name.to_lowercase())),
                None => {
                    let (name, value) = line.split_once(": ").unwrap();
                    assert_eq!(found.insert(name.to_lowercase(), value.to_owned()), None, "{name} twice for {path}");
                }
            },
        }
    }
    found
}

pub struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The first program of these that there is.
fn program(paths: &[&str]) -> Option<PathBuf> {
    paths.iter().map(PathBuf::from).find(|path| path.is_file())
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn spawn(command: &mut Command, folder: &Path) -> Running {
    let log = fs::File::create(folder.join("log")).unwrap();
    Running(command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap())
}

pub fn nginx(settings: &str, folder: &Path) -> Option<Running> {
    let program = program(&["/usr/sbin/nginx", "/usr/bin/nginx"])?;
    let here = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|name| format!("{name}_temp_path {here}/{name};\n"))
        .collect();
    let whole = format!(
        "daemon off;\nmaster_process off;\npid {here}/pid;\nerror_log {here}/error;\nevents {{}}\nhttp {{\n\
         include /etc/nginx/mime.types;\naccess_log off;\n{temporary}{settings}}}\n"
    );
    fs::write(folder.join("nginx.conf"), whole).unwrap();
    Some(spawn(Command::new(program).arg("-c").arg(folder.join("nginx.conf")), folder))
}

pub fn caddy(settings: &str, folder: &Path) -> Option<Running> {
    let program = program(&["/usr/bin/caddy", "/usr/local/bin/caddy"])?;
    fs::write(folder.join("Caddyfile"), format!("{{\nadmin off\nauto_https off\n}}\n{settings}")).unwrap();
    let mut command = Command::new(program);
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(folder.join("Caddyfile"));
    Some(spawn(command.env("HOME", folder).env("XDG_DATA_HOME", folder).env("XDG_CONFIG_HOME", folder), folder))
}

fn apache(settings: &str, folder: &Path) -> Option<Running> {
    let program = program(&["/usr/sbin/apache2"])?;
    let port = settings.split_once("<VirtualHost *:").and_then(|(_, rest)| rest.split_once('>')).unwrap().0;
    let here = folder.display();
    let modules: String = ["mpm_event", "authz_core", "headers", "dir", "mime", "alias", "deflate", "filter"]
        .iter()
        .map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"))
        .collect();
    let whole = format!(
        "ServerRoot {here}\nServerName 127.0.0.1\nListen 127.0.0.1:{port}\nPidFile {here}/pid\nErrorLog {here}/error\n\
         DefaultRuntimeDir {here}\nTypesConfig /etc/mime.types\n{modules}<Directory />\nRequire all denied\n</Directory>\n\
         {settings}"
    );
    fs::write(folder.join("apache.conf"), whole).unwrap();
    let mut command = Command::new(program);
    Some(spawn(command.arg("-f").arg(folder.join("apache.conf")).args(["-X", "-k", "start"]), folder))
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, Vec<String>>,
    body: Vec<u8>,
}

impl Answer {
    /// A header's value; more than one is a mistake.
    fn header(&self, name: &str) -> Option<&str> {
        let values = self.headers.get(name)?;
        assert_eq!(values.len(), 1, "{name}: {values:?}");
        values.first().map(String::as_str)
    }
}

fn ask(port: u16, path: &str, headers: &[(&str, &str)]) -> Option<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    // HTTP/1.0: one answer a connection, in one piece. As a proxy asks, with the name that visitors use.
    write!(stream, "GET {path} HTTP/1.0\r\nHost: internal.example:{port}\r\nVia: 1.1 proxy\r\n{headers}\r\n").ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        headers.entry(name.to_lowercase()).or_default().push(value.to_owned());
    }
    Some(Answer { status, headers, body: bytes[end + 4..].to_vec() })
}

/// A published site and a server that shows it.
struct Served {
    name: &'static str,
    /// `/` or `/kb/`
    path: &'static str,
    site: Site,
    outputs: BTreeMap<String, Vec<u8>>,
    port: u16,
    _folder: tempfile::TempDir,
    _running: Running,
}

type Start = fn(&str, &Path) -> Option<Running>;

impl Served {
    /// `None` where the server is not installed and need not be.
    fn start(name: &'static str, start: Start, path: &'static str) -> Option<Served> {
        let site = Site::new();
        let schema = fs::read_to_string(site.root().join("site.toml")).unwrap();
        assert!(schema.contains("https://example.org/kb/") && schema.contains("\"uk\"]"));
        let schema = schema.replace("https://example.org/kb/", &format!("https://example.org{path}"));
        let schema = schema.replacen("\"uk\"]", "\"uk\", \"pl\"]", 1).replace("uk = \"", "pl = \"P\", uk = \"");
        let security = "[security]\ncontact = [\"mailto:security@example.org\"]\nexpires = 2027-06-30\n";
        site.write("site.toml", format!("{schema}\n{security}"));
        site.write("content/places.toml", "[pl]\ntitle = { en = \"Poland\", uk = \"Польща\", pl = \"Polska\" }\n");
        let strings = fs::read_to_string(site.root().join("themes/intermarium/i18n/en.ftl")).unwrap();
        site.write("themes/intermarium/i18n/pl.ftl", strings);
        site.entry(
            "a",
            "title = \"A\"\nplace = [\"pl\"]\naliases = [\"/en/old/a/\", \"/former.name/\", \"/uk/колишнє/\"]",
            &"Text. ".repeat(300),
        );
        site.write("addresses.txt", "/uk/things/gone/ gone\n/data/gone.csv gone\n/en/things/зникле/ gone\n");
        let built = site.build();
        assert_eq!(built.code, Some(0), "{:?} {}", built.diagnostics, built.said);
        let port = free_port();
        let public = site.root().parent().unwrap().join("out");
        let made = Command::new(env!("CARGO_BIN_EXE_icsi"))
            .args(["headers", "--for", &name.to_lowercase(), "--http", &port.to_string(), "--root"])
            .arg(site.root())
            .arg("--out")
            .arg(&public)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let folder = tempfile::tempdir().unwrap();
        let Some(mut running) = start(std::str::from_utf8(&made.stdout).unwrap(), folder.path()) else {
            assert!(std::env::var_os("ICSI_SERVERS").is_none(), "{name} is not installed");
            eprintln!("skipped: {name} is not installed");
            return None;
        };
        let begun = Instant::now();
        while ask(port, "/", &[]).is_none() {
            let log = || fs::read_to_string(folder.path().join("log")).unwrap_or_default();
            let ended = running.0.try_wait().unwrap().is_some();
            assert!(!ended && begun.elapsed() < Duration::from_secs(120), "{name} does not start: {}", log());
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(Served { name, path, outputs: built.outputs, site, port, _folder: folder, _running: running })
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        ask(self.port, path, headers).unwrap_or_else(|| panic!("{}: no answer for {path}", self.name))
    }

    /// The file's bytes, and what `_headers` says of its address.
    fn is_sent(&self, path: &str, status: u16, file: &str) {
        let name = format!("{} {path}", self.name);
        let answer = self.get(path, &[]);
        assert_eq!(answer.status, status, "{name}");
        assert!(answer.body == self.outputs[file], "{name}: other bytes");
        let media_type = answer.header("content-type").unwrap_or_default().to_lowercase();
        assert_eq!(media_type, content_type(file), "{name}");
        // What is missing is a page of the site's, whatever was asked for.
        let said = self.said(if status == 200 { path } else { self.path });
        let shared = ["access-control-allow-origin", "cross-origin-resource-policy"];
        let names = SECURITY.iter().map(|(header, _)| header.to_lowercase());
        for header in names.chain(["cache-control".to_owned(), shared[0].to_owned()]) {
            let sent = answer.header(&header);
            if status != 200 && shared.contains(&header.as_str()) {
                // Of a page of the site's own, whatever folder it is shown for.
            } else if status != 200 && header == "cache-control" {
                // A file that is missing is asked for again.
                assert!(!sent.is_some_and(|sent| sent.contains("immutable")), "{name}: {sent:?}");
            } else {
                assert_eq!(sent, said.get(&header).map(String::as_str), "{name}: {header}");
            }
        }
        assert_eq!(answer.header("set-cookie"), None, "{name}");
    }

    fn said(&self, path: &str) -> BTreeMap<String, String> {
        said(std::str::from_utf8(&self.outputs["_headers"]).unwrap(), path)
    }

    /// Pages that lead on where nothing better does.
    const FORMER: [&str; 3] = ["old/a/", "former.name/", "колишнє/"];

    /// Every file is there, at its address.
    fn sends_every_file(&self) {
        let mut asked = 0;
        for path in self.outputs.keys() {
            let address = format!("{}{}", self.path, path.strip_suffix("index.html").unwrap_or(path));
            if matches!(path.as_str(), "_headers" | "_redirects" | ".icsi") {
                self.is_sent(&address, 404, "404.html");
            } else if !path.ends_with("404.html") && !Self::FORMER.iter().any(|former| path.contains(former)) {
                self.is_sent(&address, 200, path);
            }
            asked += 1;
        }
        assert!(asked > 60, "{asked} files");
    }

    fn says_what_is_missing_in_the_language(&self) {
        let path = self.path;
        for (address, file) in [
            ("nothing/", "404.html"),
            ("assets/nothing.css", "404.html"),
            ("assets/search/en/nothing.json", "404.html"),
            ("data/nothing.json", "404.html"),
            ("en/nothing/", "en/404.html"),
            ("en/nothing/feed.xml", "en/404.html"),
            ("uk/things/page/7/feed.xml", "uk/404.html"),
            ("nothing/feed.xml", "404.html"),
            ("uk/_redirects", "uk/404.html"),
            ("en/.a/b", "en/404.html"),
            ("uk/nothing", "uk/404.html"),
            ("pl/nothing.csv", "pl/404.html"),
        ] {
            self.is_sent(&format!("{path}{address}"), 404, file);
        }
        for hidden in ["uk/.icsi", "uk/_headers", ".git/config", "en/.a/b", ".wel/a"] {
            assert_eq!(self.get(&format!("{path}{hidden}"), &[]).status, 404, "{} {hidden}", self.name);
        }
        if path != "/" {
            assert_eq!(self.get("/", &[]).status, 404, "{}: what is beside the site", self.name);
            assert_eq!(self.get("/en/", &[]).status, 404, "{}: what is beside the site", self.name);
        }
    }

    fn says_what_is_gone(&self) {
        for (address, file) in [
            ("uk/things/gone/", "uk/404.html"),
            ("data/gone.csv", "404.html"),
            ("en/things/%D0%B7%D0%BD%D0%B8%D0%BA%D0%BB%D0%B5/", "en/404.html"),
        ] {
            self.is_sent(&format!("{}{address}", self.path), 410, file);
        }
    }

    /// To the address that visitors use, whatever a proxy before the server asks for.
    fn leads_on(&self) {
        let path = self.path;
        let target = format!("{path}en/things/a/");
        let mut cases = vec![
            (format!("{path}en/old/a/"), target.clone()),
            (format!("{path}former.name/"), target),
            (format!("{path}uk/%D0%BA%D0%BE%D0%BB%D0%B8%D1%88%D0%BD%D1%94/"), format!("{path}uk/things/a/")),
            (format!("{path}en"), format!("{path}en/")),
            (format!("{path}en/things/a"), format!("{path}en/things/a/")),
        ];
        if path != "/" {
            cases.push((path.trim_end_matches('/').to_owned(), path.to_owned()));
        }
        for (from, to) in cases {
            let answer = self.get(&from, &[]);
            assert!(matches!(answer.status, 301 | 308), "{} {from}: {}", self.name, answer.status);
            // Apache names the host, which is the site's own and not the one that a proxy asks.
            let location = answer.header("location").unwrap_or_default();
            let location = location.strip_prefix("https://example.org").unwrap_or(location);
            assert_eq!(location.strip_prefix(":443").unwrap_or(location), to, "{} {from}", self.name);
            let said = self.said(path);
            for (header, _) in SECURITY {
                let header = header.to_lowercase();
                assert_eq!(
                    answer.header(&header),
                    said.get(&header).map(String::as_str),
                    "{} {from}: {header}",
                    self.name
                );
            }
        }
        assert_eq!(self.get(&format!("{path}formerXname/"), &[]).status, 404, "{}", self.name);
    }

    /// A visitor who has a file transfers it again only when it has changed.
    fn transfers_what_changed(&self) {
        let stylesheet = self.outputs.keys().find(|path| path.ends_with(".css")).unwrap();
        for file in ["en/index.html", "data/things.csv", "data/things.json", "sitemap.xml", "en/feed.xml", stylesheet] {
            let address = format!("{}{}", self.path, file.strip_suffix("index.html").unwrap_or(file));
            for encoding in ["identity", "gzip"] {
                let name = format!("{} {address} {encoding}", self.name);
                let accept = ("Accept-Encoding", encoding);
                let first = self.get(&address, &[accept]);
                let small = self.outputs[file].len() < 1024;
                let sent = first.header("content-encoding");
                // Of what is small, servers think differently.
                if !small {
                    assert_eq!(sent, (encoding == "gzip").then_some("gzip"), "{name}");
                }
                if sent.is_some() {
                    assert!(
                        first.header("vary").unwrap_or_default().to_lowercase().contains("accept-encoding"),
                        "{name}"
                    );
                }
                assert!(
                    encoding == "identity" || small || first.body.len() < self.outputs[file].len() * 7 / 10,
                    "{name}"
                );
                let tag = first.header("etag").unwrap_or_else(|| panic!("{name}: no tag"));
                let second = self.get(&address, &[accept, ("If-None-Match", tag)]);
                assert_eq!((second.status, second.body.len()), (304, 0), "{name}");
                let cache = if file == stylesheet {
                    "public, max-age=31536000, immutable"
                } else {
                    "public, max-age=0, must-revalidate"
                };
                assert_eq!(second.header("cache-control"), Some(cache), "{name}");
                let modified = first.header("last-modified").unwrap_or_else(|| panic!("{name}: no day"));
                let second = self.get(&address, &[accept, ("If-Modified-Since", modified)]);
                assert_eq!((second.status, second.body.len()), (304, 0), "{name}");
            }
        }
    }
}

fn check_server(name: &'static str, start: Start) {
    for path in ["/", "/kb/"] {
        let Some(served) = Served::start(name, start, path) else { return };
        served.sends_every_file();
        served.says_what_is_missing_in_the_language();
        served.says_what_is_gone();
        served.leads_on();
        served.transfers_what_changed();
        drop(served.site);
    }
}

#[test]
fn nginx_sends_what_the_headers_say() {
    check_server("nginx", nginx);
}

#[test]
fn caddy_sends_what_the_headers_say() {
    check_server("Caddy", caddy);
}

#[test]
fn apache_sends_what_the_headers_say() {
    check_server("Apache", apache);
}

/// With TLS, which takes a certificate: the servers read these settings too.
#[test]
fn settings_with_tls_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().display().to_string();
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=example.org", "-keyout", "privkey.pem", "-out", "fullchain.pem"])
        .current_dir(&folder)
        .output();
    if !made.is_ok_and(|made| made.status.success()) {
        assert!(std::env::var_os("ICSI_SERVERS").is_none(), "openssl makes no certificate");
        return;
    }
    let site = Site::new();
    let settings = |server: &str, options: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_icsi"));
        command.args(["headers", "--for", server, "--out", &here, "--root"]).arg(site.root()).args(options);
        let made = command.output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        String::from_utf8(made.stdout).unwrap().replace("/etc/letsencrypt/live/example.org", &here)
    };
    for server in ["nginx", "caddy", "apache"] {
        // nginx has the value in a map of its own.
        let strict = |value: &str, options: &[&str]| {
            let settings = settings(server, options);
            assert!(settings.contains(&format!("\"{value}\"")), "{server}: {settings}");
            assert!(settings.contains("Strict-Transport-Security"), "{server}: {settings}");
        };
        strict("max-age=63072000", &[]);
        strict("max-age=63072000; includeSubDomains; preload", &["--include-subdomains", "--preload"]);
        // A site without TLS: nothing of it may make browsers ask with TLS.
        let plain = settings(server, &["--base-url", "http://intranet.example/"]);
        assert!(!plain.contains("Strict-Transport") && !plain.contains("upgrade-insecure"), "{server}: {plain}");
    }
    let reads = |name: &str, program: Option<PathBuf>, arguments: &[&str], text: String| {
        let Some(program) = program else { return };
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        let ran = Command::new(program).args(arguments).arg(&file).env("HOME", folder.path()).output().unwrap();
        assert!(ran.status.success(), "{name}: {}", String::from_utf8_lossy(&ran.stderr));
    };
    let whole =
        format!("pid {here}/pid;\nerror_log {here}/error;\nevents {{}}\nhttp {{\n{}}}\n", settings("nginx", &[]));
    reads("nginx.conf", program(&["/usr/sbin/nginx", "/usr/bin/nginx"]), &["-t", "-c"], whole);
    let caddyfile = settings("caddy", &[]);
    reads("Caddyfile", program(&["/usr/bin/caddy"]), &["adapt", "--adapter", "caddyfile", "--config"], caddyfile);
    let modules: String = ["mpm_event", "authz_core", "headers", "dir", "mime", "alias", "deflate", "filter", "ssl"]
        .iter()
        .map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"))
        .collect();
    let whole = format!("ServerRoot {here}\nErrorLog {here}/error\n{modules}{}", settings("apache", &[]));
    reads("apache.conf", program(&["/usr/sbin/apache2"]), &["-t", "-f"], whole);
}
