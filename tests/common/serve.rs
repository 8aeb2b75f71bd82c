//! The development server in this process, and a client that says exactly what it sends.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use icsi::{
    pipeline::{self, LoadMemory, LoadOptions},
    serve::{self, Editor, News, Server},
    timings::Timings,
    view::render,
};

/// The time that something which should happen at once may take on a machine that does other things too.
pub const PATIENCE: Duration = Duration::from_secs(120);

pub struct Served {
    pub address: SocketAddr,
    pub server: Arc<Server>,
    pub token: String,
    pub news: Arc<Mutex<Vec<News>>>,
    // Stops answering when dropped.
    runtime: Option<tokio::runtime::Runtime>,
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The bytes without the script that the server puts in.
    pub fn clean(&self) -> Vec<u8> {
        let text = self.text();
        match (text.find("<script src=\"/__icsi/"), self.header("content-type").starts_with("text/html")) {
            (Some(start), true) => {
                let end = start + text[start..].find("</script>").unwrap() + "</script>".len();
                format!("{}{}", &text[..start], &text[end..]).into_bytes()
            }
            _ => self.bytes.clone(),
        }
    }
}

impl Served {
    pub fn new(root: &Path) -> Self {
        Self::with(root, |_| {})
    }

    pub fn with(root: &Path, change: impl FnOnce(&mut serve::ServeOptions)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let mut options = serve::ServeOptions {
            root: root.canonicalize().unwrap(),
            pipeline: LoadOptions::default(),
            host: None,
            editor: Editor::default(),
            poll: false,
        };
        change(&mut options);
        let news: Arc<Mutex<Vec<News>>> = Arc::default();
        let heard = Arc::clone(&news);
        let (server, runtime) = serve::start(listener, options, move |one| heard.lock().unwrap().push(one)).unwrap();
        let mut served = Self { address, server, token: String::new(), news, runtime: Some(runtime) };
        let page = served.get("/").text();
        let script = page.split("/__icsi/").find(|part| part.contains("/reload.js")).unwrap();
        served.token = script.split('/').next().unwrap().to_owned();
        served
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut lines = format!("{method} {path} HTTP/1.1\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            lines.push_str(&format!("Host: {}\r\n", self.address));
        }
        for (name, value) in headers {
            lines.push_str(&format!("{name}: {value}\r\n"));
        }
        lines.push_str("Connection: close\r\n\r\n");
        self.send(lines.as_bytes()).unwrap_or_else(|| panic!("no answer to {lines}"))
    }

    /// Sends these very bytes. `None` when the connection is closed without an answer.
    pub fn send(&self, bytes: &[u8]) -> Option<Answer> {
        let mut stream = self.connect();
        // A server that does not want to hear more may have closed already.
        let _ = stream.write_all(bytes);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        parse(&all)
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// The answer to an open page that asks for its state.
    pub fn state(&self, path: &str) -> serde_json::Value {
        self.get(&format!("/__icsi/{}/state?path={}", self.token, path.replace('/', "%2F"))).json()
    }

    pub fn events(&self) -> Events {
        let mut stream = self.connect();
        write!(stream, "GET /__icsi/{}/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.token, self.address).unwrap();
        Events(BufReader::new(stream), None)
    }

    /// Waits until something is so.
    #[track_caller]
    pub fn until(&self, what: &str, mut is_so: impl FnMut(&Served) -> bool) {
        let start = Instant::now();
        while !is_so(self) {
            assert!(start.elapsed() < PATIENCE, "it never came about that {what}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until a page has a text in it.
    #[track_caller]
    pub fn until_shows(&self, path: &str, text: &str) {
        self.until(&format!("{path} shows {text}"), |served| served.get(path).text().contains(text));
    }

    /// Waits until the newest files have been rendered whole, and returns what is wrong with them.
    pub fn settled(&self) -> String {
        self.until("all is rendered", |served| served.server.state.shown().complete);
        let shown = self.server.state.shown();
        shown.report.diagnostics.iter().map(|one| format!("{}\n", one.rule.name())).collect()
    }

    /// Holds every output of a clean build of the same files against what is served.
    #[track_caller]
    pub fn is_exact(&self, root: &Path) {
        let loaded =
            pipeline::load(root, &LoadOptions::default(), &mut LoadMemory::default(), &mut Timings::default()).unwrap();
        assert!(!loaded.diagnostics.has_errors(), "{:?}", loaded.diagnostics);
        let snapshot = loaded.snapshot.unwrap();
        let base = snapshot.config.base_url.path.clone();
        let redirects: Vec<&str> = snapshot.plan.redirects.iter().map(|(from, _)| from.as_str()).collect();
        for output in snapshot.outputs() {
            let path = output.path.strip_suffix("index.html").unwrap_or(&output.path);
            if redirects.contains(&path) {
                continue;
            }
            let expected = render(snapshot.views.as_ref().unwrap(), &output).unwrap().into_owned();
            let address = format!("{base}{path}");
            let is_there = |served: &Served| served.get(&address).clean() == expected;
            if !is_there(self) {
                let served = String::from_utf8_lossy(&self.get(&address).clean()).into_owned();
                self.until(&format!("{address} is {}, not {served}", String::from_utf8_lossy(&expected)), is_there);
            }
        }
    }
}

/// The stream, and the generation that it told of last.
pub struct Events(BufReader<TcpStream>, Option<u64>);

impl Events {
    /// The next generation.
    pub fn next(&mut self) -> u64 {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(generation) = line.strip_prefix("data: ") {
                let generation = generation.trim().parse().unwrap();
                // An event also tells that all pages have been rendered; no page changes by it.
                if self.1.replace(generation) != Some(generation) {
                    return generation;
                }
            }
        }
    }
}

pub fn parse(all: &[u8]) -> Option<Answer> {
    let end = all.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8(all[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    Some(Answer { status, headers, bytes: all[end + 4..].to_vec() })
}
