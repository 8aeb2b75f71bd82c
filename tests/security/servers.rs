//! The settings for web servers in the guide: that they are what the code makes, and that the servers, where they are
//! installed, send with them what `_headers` says.

use std::{
    collections::BTreeMap,
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use icsi::config::BaseUrl;

use super::{
    server_settings::{self, Published},
    site::Site,
};

type Made = fn(Published<'_>) -> String;

/// The name of the file in docs/guide/headers/, the guide's heading and what makes it.
const SERVERS: [(&str, &str, Made); 3] = [
    ("nginx.conf", "### nginx", server_settings::nginx),
    ("Caddyfile", "### Caddy", server_settings::caddy),
    ("apache.conf", "### Apache", server_settings::apache),
];

fn made(of: Made, folder: &str) -> String {
    let base = BaseUrl::parse("https://knowledge.example.org/").unwrap();
    of(Published { base: &base, host: "knowledge.example.org", folder, languages: &["en", "uk"] })
}

/// `SNAPSHOTS=overwrite cargo test --test all servers::` writes them anew, in both places.
#[test]
fn settings_for_servers_are_made_from_the_same_list() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide");
    let overwrite = std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite");
    for (name, heading, of) in SERVERS {
        let made = made(of, "/srv/www/knowledge");
        let mut guide = fs::read_to_string(folder.join("publishing.md")).unwrap();
        let section = guide.find(heading).unwrap_or_else(|| panic!("publishing.md has no {heading}"));
        let start = section + guide[section..].find("```").unwrap();
        let start = start + guide[start..].find('\n').unwrap() + 1;
        let end = start + guide[start..].find("```\n").unwrap();
        if overwrite {
            fs::write(folder.join("headers").join(name), &made).unwrap();
            guide.replace_range(start..end, &made);
            fs::write(folder.join("publishing.md"), &guide).unwrap();
            continue;
        }
        assert_eq!(&guide[start..end], made, "publishing.md is old: {heading}");
        let file = fs::read_to_string(folder.join("headers").join(name)).unwrap_or_default();
        assert_eq!(file, made, "docs/guide/headers/{name} is old");
    }
}

/// What `_headers` says of an address, as hosts read it: blocks whose pattern fits, in turn; `! Name` takes back.
fn said(headers: &str, path: &str) -> BTreeMap<String, String> {
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

struct Running(Child);

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

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn spawn(command: &mut Command, folder: &Path) -> Running {
    let log = fs::File::create(folder.join("log")).unwrap();
    Running(command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap())
}

fn nginx(settings: &str, folder: &Path, port: u16) -> Option<Running> {
    let program = program(&["/usr/sbin/nginx", "/usr/bin/nginx"])?;
    let settings = settings.replace("listen 443 ssl;", &format!("listen 127.0.0.1:{port};"));
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

fn caddy(settings: &str, folder: &Path, port: u16) -> Option<Running> {
    let program = program(&["/usr/bin/caddy", "/usr/local/bin/caddy"])?;
    let settings = settings.replacen("knowledge.example.org", &format!("http://127.0.0.1:{port}"), 1);
    fs::write(folder.join("Caddyfile"), format!("{{\nadmin off\nauto_https off\n}}\n{settings}")).unwrap();
    let mut command = Command::new(program);
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(folder.join("Caddyfile"));
    Some(spawn(command.env("HOME", folder).env("XDG_DATA_HOME", folder).env("XDG_CONFIG_HOME", folder), folder))
}

fn apache(settings: &str, folder: &Path, port: u16) -> Option<Running> {
    let program = program(&["/usr/sbin/apache2"])?;
    let settings = settings.replace("*:443", &format!("127.0.0.1:{port}"));
    let here = folder.display();
    let modules: String = ["mpm_event", "authz_core", "headers", "dir", "mime", "alias"]
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

fn get(port: u16, path: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n").ok()?;
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

/// Every file of a site, asked of the server: the bytes, and the headers that `_headers` names.
fn check_server(name: &str, start: fn(&str, &Path, u16) -> Option<Running>, of: Made) {
    let site = Site::new();
    // Its address has no path here, as in the guide.
    let schema = fs::read_to_string(site.root().join("site.toml")).unwrap().replace("/kb/", "/");
    let security = "[security]\ncontact = [\"mailto:security@example.org\"]\nexpires = 2027-06-30\n";
    site.write("site.toml", format!("{schema}\n{security}"));
    site.entry("a", "title = \"A\"\nplace = [\"pl\"]", "");
    let outputs = site.build().outputs;
    let public = site.root().parent().unwrap().join("out");
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let Some(_running) = start(&made(of, public.to_str().unwrap()), folder.path(), port) else {
        return eprintln!("skipped: {name} is not installed");
    };
    let begun = Instant::now();
    while get(port, "/").is_none() {
        let log = || fs::read_to_string(folder.path().join("log")).unwrap_or_default();
        assert!(begun.elapsed() < Duration::from_secs(30), "{name} does not start: {}", log());
        std::thread::sleep(Duration::from_millis(50));
    }
    let headers = std::str::from_utf8(&outputs["_headers"]).unwrap();
    let check = |path: &str, status: u16, body: &[u8]| {
        let answer = get(port, path).unwrap_or_else(|| panic!("{name}: no answer for {path}"));
        assert_eq!(answer.status, status, "{name} {path}");
        assert!(answer.body == body, "{name} {path}: other bytes");
        let said = said(headers, path);
        for (header, value) in &said {
            let sent = answer.headers.get(header).cloned().unwrap_or_default();
            let missing_is_asked_again = status == 404 && header == "cache-control";
            if missing_is_asked_again {
                assert!(!sent.iter().any(|sent| sent.contains("immutable")), "{name} {path}: {sent:?}");
            } else {
                assert_eq!(sent, [value.as_str()], "{name} {path}: {header}");
            }
        }
        for header in ["access-control-allow-origin", "set-cookie", "cross-origin-resource-policy"] {
            let sent = answer.headers.get(header).map(|sent| sent.as_slice()).unwrap_or_default();
            assert_eq!(sent.first(), said.get(header), "{name} {path}: {header}");
        }
    };
    let mut asked = 0;
    for (path, body) in &outputs {
        let address = format!("/{}", path.strip_suffix("index.html").unwrap_or(path));
        if matches!(path.as_str(), "_headers" | "_redirects" | ".icsi") {
            check(&address, 404, &outputs["404.html"]);
        } else if path.ends_with("404.html") {
            continue;
        } else {
            check(&address, 200, body);
        }
        asked += 1;
    }
    assert!(asked > 40, "{asked} files");
    check("/nothing/", 404, &outputs["404.html"]);
    check("/assets/nothing.css", 404, &outputs["404.html"]);
    check("/en/nothing/", 404, &outputs["en/404.html"]);
    check("/uk/nothing", 404, &outputs["uk/404.html"]);
    for hidden in ["/uk/.icsi", "/uk/_headers", "/.git/config", "/en/.a/b", "/.wel/a"] {
        assert_eq!(get(port, hidden).unwrap().status, 404, "{name} {hidden}");
    }
}

#[test]
fn nginx_sends_what_the_headers_say() {
    check_server("nginx", nginx, server_settings::nginx);
}

#[test]
fn caddy_sends_what_the_headers_say() {
    check_server("Caddy", caddy, server_settings::caddy);
}

#[test]
fn apache_sends_what_the_headers_say() {
    check_server("Apache", apache, server_settings::apache);
}
