//! Waits of somebody who sits at the desk: `cargo bench --bench desk [-- PAGES …]`.
//!
//! Runs the desk on a site of `benches/corpus.py` in a git repository and sends it what a browser sends: opens pages, types
//! letter after letter and takes the page that the preview shows, looks at the list and searches in it, saves. A time is
//! from the first byte sent to the last one received; what the browser draws is not in it. The memory is that of a process
//! of its own that did all this, beside the development server in another one after the same saves.

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
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

#[path = "../tests/common/mod.rs"]
#[allow(dead_code, reason = "what the tests share, of which this uses the two servers")]
mod common;

use common::{desk::Desk, serve::Served};

/// Letters that are typed, and pages that are opened.
const ROUNDS: usize = 100;
/// The same list again and again: fewer say as much.
const LISTS: usize = 20;
/// Somebody types so many letters in a second, and what the desk does in the background goes on meanwhile.
const BETWEEN_LETTERS: Duration = Duration::from_millis(50);
/// The collection of the corpus that pages are taken from.
const COLLECTION: &str = "clusters";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [flag, which, root] = arguments.as_slice()
        && flag == "--memory"
    {
        println!("{}", memory(which, Path::new(root)));
        return;
    }
    let work = tempfile::tempdir().unwrap();
    println!("| pages | what | best ms | median ms | worst ms |\n|---|---|---|---|---|");
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    for pages in if sizes.is_empty() { vec![2_000, 10_000] } else { sizes } {
        let site = work.path().join(format!("site{pages}"));
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/corpus.py");
        let made = Command::new("python3").arg(corpus).arg((pages / 2).to_string()).arg(&site).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        commit(&site);
        measure(&site.canonicalize().unwrap(), pages);
        let of = |which: &str| -> u64 {
            let own = std::env::current_exe().unwrap();
            let output = Command::new(own).args(["--memory", which]).arg(&site).output().unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            text.trim().parse().unwrap_or_else(|_| panic!("{text}: {}", String::from_utf8_lossy(&output.stderr)))
        };
        let (serve, desk) = (of("serve"), of("desk"));
        let ratio = desk as f64 / serve as f64;
        println!("| {pages} | peak memory: {desk} MB, `serve` {serve} MB, ratio {ratio:.2} | | | |");
    }
}

fn commit(site: &Path) {
    let git = |arguments: &[&str]| {
        let settings = ["-c", "user.name=B", "-c", "user.email=b@example.org", "-c", "commit.gpgSign=false"];
        let output = Command::new("git").arg("-C").arg(site).args(settings).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet", "--initial-branch=main"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "corpus"]);
}

/// The entries that are opened, sorted.
fn entries(site: &Path) -> Vec<String> {
    let files = fs::read_dir(site.join("content").join(COLLECTION)).unwrap().flatten();
    let ids = files.filter_map(|file| Some(file.file_name().into_string().ok()?.strip_suffix(".en.md")?.to_owned()));
    let mut found: Vec<String> = ids.filter(|id| id != "index").map(|id| format!("{COLLECTION}/{id}")).collect();
    found.sort();
    found
}

/// Calls something and returns how long each call took, sorted.
fn times(rounds: usize, mut once: impl FnMut(usize) -> Duration) -> Vec<Duration> {
    let mut times: Vec<Duration> = (0..rounds).map(&mut once).collect();
    times.sort();
    times
}

fn row(pages: usize, what: &str, times: &[Duration]) {
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let [best, median, worst] = [0, times.len() / 2, times.len() - 1].map(|at| ms(times[at]));
    println!("| {pages} | {what} | {best:.1} | {median:.1} | {worst:.1} |");
}

fn measure(site: &Path, pages: usize) {
    let desk = Desk::new(site);
    assert_eq!(desk.get("/").status, 200);
    // The first rendering of everything is no part of what is measured.
    std::thread::sleep(Duration::from_millis(2_000 + pages as u64));
    let entries = entries(site);
    let get = |path: &str| {
        let start = Instant::now();
        let answer = desk.get(path);
        assert_eq!(answer.status, 200, "{path}");
        start.elapsed()
    };
    row(
        pages,
        "a page is opened",
        &times(ROUNDS, |round| get(&format!("/page/{}", entries[round * 7 % entries.len()]))),
    );
    let rows = desk.get("/").text().matches("class=\"what\"").count();
    assert_eq!(rows, 100.min(entries.len()), "the list is full");
    row(pages, "the list", &times(LISTS, |_| get("/")));
    row(pages, "the list of what is outdated", &times(LISTS, |_| get("/?state=outdated")));
    // «кластерів», and the search knows no title yet.
    let search = "/?q=%D0%BA%D0%BB%D0%B0%D1%81%D1%82%D0%B5%D1%80%D1%96%D0%B2";
    row(pages, "the first search", &times(1, |_| get(search)));
    row(pages, "a search", &times(LISTS, |_| get(search)));
    row(pages, "a letter, the page of the preview", &letters(&desk, &entries[entries.len() / 2], ROUNDS));
    row(pages, "a save, the page again", &saves(&desk, &entries, LISTS));
}

/// Types letters into a page's text, and takes the page that each of them makes.
fn letters(desk: &Desk, page: &str, rounds: usize) -> Vec<Duration> {
    let mut form = desk.form(&format!("/page/{page}?view=text"));
    times(rounds, |round| {
        let text = format!("{}{}", form.get("en.body"), char::from(b'a' + (round % 26) as u8));
        form.set("en.body", &text);
        std::thread::sleep(BETWEEN_LETTERS);
        let start = Instant::now();
        let answer = desk.post_to(&format!("/preview/{page}"), &form.with("show", "en"));
        let address = answer.json()["address"].as_str().unwrap().to_owned();
        let shown = desk.get_preview(address.strip_prefix(&format!("http://{}", desk.preview)).unwrap());
        let took = start.elapsed();
        assert_eq!(shown.status, 200);
        let typed: String = text.chars().rev().take(round.min(20) + 1).collect::<Vec<_>>().into_iter().rev().collect();
        assert!(shown.text().contains(&typed), "the preview lacks {typed}");
        took
    })
}

fn saves(desk: &Desk, entries: &[String], rounds: usize) -> Vec<Duration> {
    times(rounds, |round| {
        let mut form = desk.form(&format!("/page/{}?view=text", entries[round]));
        let text = format!("{}\n\nSaved.", form.get("en.body"));
        form.set("en.body", &text);
        let start = Instant::now();
        let location = desk.press(&form, "save");
        assert_eq!(desk.get(&location).status, 200);
        let took = start.elapsed();
        std::thread::sleep(BETWEEN_LETTERS);
        took
    })
}

/// The most memory that a process took, in MB, after an hour's work in short.
fn memory(which: &str, root: &Path) -> u64 {
    let entries = entries(root);
    let pages = entries.len() as u64;
    let settled = || std::thread::sleep(Duration::from_millis(4_000 + 3 * pages));
    let save = |round: usize| {
        let file = root.join(format!("content/{}.en.md", entries[round]));
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{text}\nSaved.\n")).unwrap();
        std::thread::sleep(Duration::from_millis(300));
    };
    if which == "serve" {
        let server = Served::new(root);
        assert_eq!(server.get(&format!("/en/{}/", entries[0])).status, 200);
        settled();
        (0..LISTS).for_each(save);
        settled();
    } else {
        let desk = Desk::new(root);
        assert_eq!(desk.get(&format!("/page/{}", entries[0])).status, 200);
        settled();
        letters(&desk, &entries[entries.len() / 2], ROUNDS);
        for path in ["/", "/?q=cluster", "/?state=outdated"] {
            assert_eq!(desk.get(path).status, 200);
        }
        (0..LISTS).for_each(save);
        settled();
    }
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap() / 1024
}
