//! Properties that must hold of any bytes that reach the development server, for the fuzzer and for tests/security/.
//!
//! The whole server is asked, over a connection in memory: hyper's reading of the request, who may ask, what stands
//! at the path. What an answer may be is reckoned here by other means than the server's own.

#![allow(dead_code, reason = "the fuzzer uses one function of this, the tests use the others too")]

use std::{
    collections::BTreeSet,
    fs, io,
    net::SocketAddr,
    path::Path,
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use icsi::{
    diagnostics::Diagnostics,
    pipeline::{self, LoadMemory, ReadFiles},
    serve::{self, Editor, Server, site::Built, state},
    source::SourceTree,
    timings::Timings,
    view::render,
};
use tokio::{net::UnixStream, runtime::Runtime, time::timeout};

/// Stands in a request for what a run's own addresses hold and nobody can guess.
pub const TOKEN: &str = "TOKEN";
/// Stands in sources and in the site's folder, and in no output.
const SECRET: &str = "hagiography";
/// The folder that the server is told the site is in.
const ROOT: &str = "/srv/hagiography/site";
/// A server that is silent for so long waits for more of the request. The fuzzer's clock only stands still while there
/// is work.
const IDLE: Duration = Duration::from_millis(250);
/// The source of connections.
pub const LOCAL: ([u8; 4], u16) = ([127, 0, 0, 1], 8000);

pub struct Running {
    runtime: Runtime,
    server: Arc<Server>,
    /// The bytes of every output, as a build makes them.
    outputs: BTreeSet<Vec<u8>>,
    token: String,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

fn repository() -> &'static Path {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    if folder.ends_with("fuzz") { folder.parent().unwrap_or(folder) } else { folder }
}

/// The small site of the tests with their small theme.
fn site() -> SourceTree {
    let base = fs::read_to_string(repository().join("tests/fixtures/base.txt")).unwrap_or_default();
    let mut files: Vec<(String, String)> = base
        .split("//- ")
        .filter_map(|part| part.split_once('\n'))
        .map(|(path, text)| (path.trim().to_owned(), text.to_owned()))
        .collect();
    files.push((
        "content/about.en.md".to_owned(),
        "+++\ntitle = \"About\"\naliases = [\"/old/about/\"]\n+++\nWho we are.\n".to_owned(),
    ));
    files.push(("content/later.en.md".to_owned(), format!("+++\ntitle = \"Later\"\ndraft = true\n+++\n{SECRET}\n")));
    let theme = repository().join("tests/fixtures/theme");
    let mut open = vec![theme.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                open.push(entry.path());
            } else if let (Ok(path), Ok(text)) =
                (entry.path().strip_prefix(&theme).map(Path::to_owned), fs::read_to_string(entry.path()))
            {
                files.push((format!("themes/plain/{}", path.display()), text));
            }
        }
    }
    SourceTree::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

/// The server over the small site, once for all requests. The first who asks gives the runtime.
pub fn running(runtime: impl FnOnce() -> Runtime) -> &'static Mutex<Running> {
    static RUNNING: OnceLock<Mutex<Running>> = OnceLock::new();
    RUNNING.get_or_init(|| Mutex::new(Running::new(runtime())))
}

impl Running {
    fn new(runtime: Runtime) -> Self {
        let read = ReadFiles { tree: site(), diagnostics: Diagnostics::default() };
        let options = pipeline::LoadOptions::default();
        let loaded = pipeline::resolve(read, &options, &mut LoadMemory::default(), &mut Timings::default());
        assert!(!loaded.diagnostics.has_errors(), "{:?}", loaded.diagnostics);
        let snapshot = loaded.snapshot.unwrap_or_else(|| panic!("no site"));
        let views = Arc::clone(snapshot.views.as_ref().unwrap_or_else(|| panic!("no theme")));
        let rendered = |output| render(&views, output).unwrap_or_else(|error| panic!("{error:?}")).into_owned();
        let outputs = snapshot.outputs().iter().map(rendered).collect();
        let options = serve::ServeOptions {
            root: ROOT.into(),
            pipeline: options,
            host: None,
            editor: Editor::default(),
            poll: false,
        };
        let server = Server::new(&options).unwrap_or_else(|error| panic!("{error}"));
        let report = state::Report { tree: loaded.tree, diagnostics: loaded.diagnostics, advice: loaded.advice };
        let built = Built::new(snapshot).map(Arc::new);
        server.state.rebuilt(built, report, state::Rebuild::default(), Arc::default());
        let mut running = Self { runtime, server, outputs, token: String::new() };
        let page = String::from_utf8_lossy(&running.sent(b"GET /en/ HTTP/1.1\r\nHost: localhost\r\n\r\n")).into_owned();
        let token = page.split("/__icsi/").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
        assert_eq!(token.len(), 32, "{page}");
        token.clone_into(&mut running.token);
        running
    }

    /// All that comes back for these bytes, until the server has nothing more to say.
    pub fn sent(&self, bytes: &[u8]) -> Vec<u8> {
        self.runtime.block_on(async {
            let (client, end) = UnixStream::pair().unwrap_or_else(|error| panic!("{error}"));
            let task = tokio::spawn(serve::converse(end, SocketAddr::from(LOCAL), Arc::clone(&self.server)));
            let mut rest = bytes;
            while !rest.is_empty() && matches!(timeout(IDLE, client.writable()).await, Ok(Ok(()))) {
                match client.try_write(rest) {
                    Ok(written) => rest = &rest[written..],
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    // A request that is refused already is not read to its end.
                    Err(_) => break,
                }
            }
            let mut sent = Vec::new();
            let mut piece = vec![0; 64 * 1024];
            while matches!(timeout(IDLE, client.readable()).await, Ok(Ok(()))) {
                match client.try_read(&mut piece) {
                    Ok(read @ 1..) => sent.extend_from_slice(&piece[..read]),
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Ok(0) | Err(_) => break,
                }
            }
            task.abort();
            sent
        })
    }

    /// Sends a request, with the run's own token in it where it says so, and holds the answer to what is promised.
    pub fn ask(&self, request: &[u8]) -> Option<Answer> {
        let request = replace(request, TOKEN.as_bytes(), self.token.as_bytes());
        // Whatever is open is ended, and the server is done.
        let end = b"\r\n\r\nGET /end HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        let whole = [request.as_slice(), end].concat();
        let sent = self.sent(&whole);
        let said = String::from_utf8_lossy(&sent).to_lowercase();
        for word in [SECRET, "access-control-", "set-cookie", "/srv/"] {
            // An address that is asked for may be told again.
            assert!(contains(&request.to_ascii_lowercase(), word) || !said.contains(word), "{word}: {said}");
        }
        let answer = answer(&sent)?;
        self.check(&Asked::of(&whole), &answer);
        Some(answer)
    }

    fn check(&self, asked: &Asked, answer: &Answer) {
        match answer.status {
            // Hyper's own, for what is no request: they say nothing at all.
            400 | 414 | 431 | 501 | 505 if answer.body.is_empty() => return,
            200 | 301 | 304 | 400 | 404 => {
                assert!(asked.may_ask(), "{asked:?} is answered {}", answer.status);
            }
            403 | 405 => {}
            status => panic!("{status} for {asked:?}"),
        }
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{answer:?}");
        assert_eq!(answer.header("cache-control"), "no-store", "{answer:?}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{answer:?}");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        if answer.status == 301 {
            let to = answer.header("location");
            assert!(to.starts_with('/') && !to.starts_with("//") && !to.contains('\\'), "{to}");
        }
        if answer.status == 200 && asked.method == "GET" && !asked.is_own() {
            let clean = without_script(&answer.body);
            assert!(self.outputs.contains(&clean), "no output: {}", String::from_utf8_lossy(&clean));
        }
    }
}

/// A request as a stranger to the server's own code reads it: line by line.
#[derive(Debug)]
struct Asked {
    method: String,
    target: String,
    hosts: Vec<String>,
    origins: Vec<String>,
    sites: Vec<String>,
}

impl Asked {
    fn of(request: &[u8]) -> Self {
        let text: String = request.iter().map(|byte| char::from(*byte)).collect();
        // Empty lines before a request are skipped.
        let text = text.trim_start_matches(['\r', '\n']);
        let mut lines = text.split('\n').map(|line| line.trim_end_matches('\r'));
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (method, target) =
            (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
        let head: Vec<(String, String)> = lines
            .take_while(|line| !line.is_empty())
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim_matches([' ', '\t']).to_ascii_lowercase()))
            .collect();
        let of = |wanted: &str| -> Vec<String> {
            head.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.clone()).collect()
        };
        Self { method, target, hosts: of("host"), origins: of("origin"), sites: of("sec-fetch-site") }
    }

    fn is_own(&self) -> bool {
        let path = match self.target.split_once("://") {
            // As a proxy is asked: what follows the host.
            Some((scheme, rest)) if !scheme.contains('/') => rest.find('/').map_or("", |at| &rest[at..]),
            _ => self.target.as_str(),
        };
        path.starts_with("/__icsi/")
    }

    /// Whether this may be answered with anything at all.
    fn may_ask(&self) -> bool {
        let name = |host: &str| host.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(':').to_owned();
        let ours = |host: &String| {
            let bare = if host.ends_with(']') || !host.contains(':') { host.clone() } else { name(host) };
            // Other ways to write this machine's addresses.
            let short = bare.trim_matches(['[', ']']);
            bare == "localhost" || short.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback())
        };
        let fixed = ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"];
        matches!(self.method.as_str(), "GET" | "HEAD")
            && self.hosts.len() == 1
            && self.hosts.iter().all(ours)
            && self.origins.len() <= 1
            && self.origins.iter().all(|origin| {
                fixed.contains(&origin.as_str()) || (origin.starts_with("http://[") && origin.ends_with("]:8000"))
            })
            && (!self.is_own() || self.sites.iter().all(|site| matches!(site.as_str(), "same-origin" | "none")))
    }
}

/// The first answer; `None` when there is none, or not one that has a whole head.
fn answer(sent: &[u8]) -> Option<Answer> {
    let end = sent.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&sent[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let mut answer = Answer { status, headers, body: Vec::new() };
    let length: usize = answer.header("content-length").parse().unwrap_or_default();
    answer.body = sent.get(end + 4..end + 4 + length).unwrap_or_default().to_vec();
    Some(answer)
}

fn without_script(body: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(body) else { return body.to_vec() };
    let Some((before, rest)) = text.split_once("<script src=\"/__icsi/") else { return body.to_vec() };
    let Some((_, after)) = rest.split_once("</script>") else { return body.to_vec() };
    format!("{before}{after}").into_bytes()
}

fn contains(text: &[u8], word: &str) -> bool {
    text.windows(word.len()).any(|window| window == word.as_bytes())
}

fn replace(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}
