//! From a save to the page in the browser: `cargo bench --bench serve [-- PAGES …]` or `-- --site FOLDER`; `--only EDIT`
//! makes only one kind of edit.
//!
//! Runs the development server on a copy of a site, saves files as an editor does, hears of it over the event stream as
//! a browser does, asks for the page, and takes the time until the new page is there. What is printed beside the
//! milliseconds is the ratio to a clean build of the same files up to that one page, on the same machine.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a program to measure with"
)]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use icsi::{
    pipeline::{self, LoadMemory},
    serve::{self, Editor},
    timings::Timings,
    view::render,
};

/// Each kind of edit is made so many times.
const ROUNDS: usize = 15;
/// Between edits, so that the rendering of everything else gets going, as it does when a person edits.
const PAUSE: Duration = Duration::from_millis(150);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let after = |name: &str| {
        arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1)).map(String::as_str)
    };
    if let (Some(root), Some(page)) = (after("--clean"), after("--page")) {
        println!("{}", clean_build(Path::new(root), page).as_secs_f64());
        return;
    }
    let only = after("--only");
    let work = tempfile::tempdir().unwrap();
    println!(
        "| pages | edit | page asked for | best ms | median ms | worst ms | clean / ours | stages, best ms |\n|---|---|---|---|---|---|---|---|"
    );
    if let Some(folder) = after("--site") {
        let site = work.path().join("site");
        copy(Path::new(folder), &site);
        measure(&site, only);
        return;
    }
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    for pages in if sizes.is_empty() { vec![200, 2_000, 10_000] } else { sizes } {
        let site = work.path().join(format!("site{pages}"));
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/corpus.py");
        let made = Command::new("python3").arg(corpus).arg((pages / 2).to_string()).arg(&site).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        measure(&site, only);
    }
}

/// An edit of a file, and the page that shows it.
struct Edit {
    name: &'static str,
    file: PathBuf,
    page: String,
    /// The text with a mark in it.
    change: fn(&str, &str) -> String,
    /// The page has the mark in its text.
    shows: bool,
}

fn measure(site: &Path, only: Option<&str>) {
    let root = site.canonicalize().unwrap();
    let pages = fs::read_dir(root.join("content"))
        .unwrap()
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| fs::read_dir(entry.path()).unwrap().count())
        .sum::<usize>();
    let (collection, id) = an_entry(&root);
    let entry = root.join(format!("content/{collection}/{id}.en.md"));
    let entry_page = format!("en/{collection}/{id}/");
    let theme = fs::read_dir(root.join("themes")).unwrap().flatten().next().unwrap().path();
    let country = first_term(&root.join("content/countries.toml"));
    let list = format!("en/{collection}/");
    let term = format!("en/countries/{country}/");
    let (templates, terms) = (theme.join("templates/entry.html"), root.join("content/countries.toml"));
    let edit = |name, file: &Path, page: &str, change, shows| Edit {
        name,
        file: file.to_owned(),
        page: page.to_owned(),
        change,
        shows,
    };
    let edits = [
        edit("body", &entry, &entry_page, body as fn(&str, &str) -> String, true),
        edit("title", &entry, &entry_page, title, true),
        edit("title", &entry, &list, title, false),
        edit("country added", &entry, &entry_page, countries, false),
        edit("country added", &entry, "en/countries/", countries, false),
        edit("template", &templates, &entry_page, template, true),
        edit("vocabulary", &terms, &term, vocabulary, true),
        edit("string", &theme.join("i18n/en.ftl"), &entry_page, string, true),
    ];
    let clean = clean_build_elsewhere(&root, &edits[0].page);
    let server = Server::start(&root);
    // The first rendering of everything is no part of what is measured.
    std::thread::sleep(Duration::from_millis(500 + pages as u64 / 2));
    for edit in edits.iter().filter(|edit| only.is_none_or(|only| edit.name == only)) {
        let before = fs::read_to_string(&edit.file).unwrap();
        let mut stages: Vec<(&str, Duration)> = Vec::new();
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|round| {
                let mark = format!("mark{round}x");
                let text = (edit.change)(&before, &mark);
                assert_ne!(text, before, "{}", edit.name);
                let mut events = server.listen();
                let start = Instant::now();
                fs::write(&edit.file, &text).unwrap();
                events.next();
                let mut page = server.get(&edit.page);
                // On a busy machine a file may be seen half written.
                while edit.shows && !page.contains(&mark) {
                    events.next();
                    page = server.get(&edit.page);
                }
                let took = start.elapsed();
                keep_best(&server.state.state.shown().rebuild.stages, &mut stages);
                drop(events);
                std::thread::sleep(PAUSE);
                let mut events = server.listen();
                fs::write(&edit.file, &before).unwrap();
                events.next();
                drop(events);
                std::thread::sleep(PAUSE);
                took
            })
            .collect();
        times.sort();
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let median = times[times.len() / 2];
        let stages: Vec<String> = stages.iter().map(|(name, time)| format!("{name} {:.1}", ms(*time))).collect();
        println!(
            "| {pages} | {} | {} | {:.1} | {:.1} | {:.1} | {:.0} | {} |",
            edit.name,
            edit.page,
            ms(times[0]),
            ms(median),
            ms(times[times.len() - 1]),
            clean.as_secs_f64() / median.as_secs_f64(),
            stages.join(", ")
        );
    }
    println!("| {pages} | peak memory of this process | | {} MB | | | | |", peak_memory());
}

/// On a machine that does other things too, the best time says most.
fn keep_best(stages: &[(&'static str, Duration)], best: &mut Vec<(&'static str, Duration)>) {
    for (name, time) in stages {
        match best.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = (*known).min(*time),
            None => best.push((name, *time)),
        }
    }
}

fn body(text: &str, mark: &str) -> String {
    format!("{text}\n\n{mark} stands here.\n")
}

fn title(text: &str, mark: &str) -> String {
    text.replacen("title = \"", &format!("title = \"{mark} "), 1)
}

/// A country that the entry does not have, if the mark's number is even, and another if not.
fn countries(text: &str, mark: &str) -> String {
    let all = ["\"at\"", "\"md\"", "\"sk\"", "\"fi\""];
    let round = mark.len() + usize::from(mark.as_bytes()[4]);
    let new = all.iter().cycle().skip(round).find(|id| !text.contains(**id)).unwrap_or(&all[0]);
    text.replacen("countries = [", &format!("countries = [{new}, "), 1)
}

fn template(text: &str, mark: &str) -> String {
    text.replacen("{% block main %}", &format!("{{% block main %}}<!-- {mark} -->"), 1)
}

fn vocabulary(text: &str, mark: &str) -> String {
    text.replacen("en = \"", &format!("en = \"{mark} "), 1)
}

fn string(text: &str, mark: &str) -> String {
    text.lines()
        .map(|line| if line.starts_with("home = ") { format!("home = {mark}\n") } else { format!("{line}\n") })
        .collect()
}

fn an_entry(root: &Path) -> (String, String) {
    let content = root.join("content");
    let mut found: Vec<(String, String)> = fs::read_dir(&content)
        .unwrap()
        .flatten()
        .filter(|folder| folder.path().is_dir())
        .flat_map(|folder| {
            let collection = folder.file_name().into_string().unwrap();
            fs::read_dir(folder.path()).unwrap().flatten().filter_map(move |file| {
                let name = file.file_name().into_string().unwrap();
                let id = name.strip_suffix(".en.md")?.to_owned();
                let text = fs::read_to_string(file.path()).unwrap();
                text.contains("countries = [").then(|| (collection.clone(), id))
            })
        })
        .collect();
    found.sort();
    found.swap_remove(found.len() / 2)
}

fn first_term(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let line = text.lines().find(|line| line.starts_with('[')).unwrap();
    line.trim_matches(['[', ']']).to_owned()
}

/// In a process of its own, so that its memory is not counted with the server's.
fn clean_build_elsewhere(root: &Path, page: &str) -> Duration {
    let own = std::env::current_exe().unwrap();
    let output = Command::new(own).arg("--clean").arg(root).args(["--page", page]).output().unwrap();
    let seconds = String::from_utf8(output.stdout).unwrap();
    Duration::from_secs_f64(seconds.trim().parse().unwrap())
}

/// Reading, building, and rendering one page: what has to be done when nothing is remembered.
fn clean_build(root: &Path, page: &str) -> Duration {
    let mut times: Vec<Duration> = (0..3)
        .map(|_| {
            let start = Instant::now();
            let loaded = pipeline::load(
                root,
                &pipeline::LoadOptions::default(),
                &mut LoadMemory::default(),
                &mut Timings::default(),
            );
            let snapshot = loaded.unwrap().snapshot.unwrap();
            let output = snapshot.plan.find(&format!("{page}index.html")).unwrap();
            let bytes = render(snapshot.views.as_ref().unwrap(), output).unwrap().len();
            assert!(bytes > 0);
            start.elapsed()
        })
        .collect();
    times.sort();
    times[1]
}

struct Server {
    address: SocketAddr,
    state: std::sync::Arc<serve::Server>,
    events: String,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    fn start(root: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let options = serve::ServeOptions {
            root: root.to_owned(),
            pipeline: pipeline::LoadOptions::default(),
            host: None,
            editor: Editor::default(),
            poll: false,
        };
        let (state, runtime) = serve::start(listener, options, |_| {}).unwrap();
        let mut server = Self { address, state, events: String::new(), _runtime: runtime };
        let home = server.get("en/");
        let token = home.split("/__icsi/").nth(1).unwrap().split('/').next().unwrap().to_owned();
        server.events = format!("__icsi/{token}/events");
        server
    }

    fn ask(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        write!(stream, "GET /{path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        stream
    }

    fn get(&self, path: &str) -> String {
        let mut answer = String::new();
        self.ask(path).read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        answer
    }

    /// The event stream, past the event that says how things are.
    fn listen(&self) -> Events {
        let mut events = Events(BufReader::new(self.ask(&self.events)), String::new());
        events.next();
        events
    }
}

/// The stream, and what it said last.
struct Events(BufReader<TcpStream>, String);

impl Events {
    fn next(&mut self) {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            // The end of rendering the rest is told without a new number.
            if line.starts_with("data:") && line != self.1 {
                self.1 = line;
                return;
            }
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for name in ["site.toml", "content", "themes"] {
        let status = Command::new("cp").arg("-r").arg(from.join(name)).arg(to.join(name)).status().unwrap();
        assert!(status.success());
    }
}

fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or_default() / 1024
}
