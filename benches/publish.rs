//! The cost of publishing, beside a program that only writes the same files.
//!
//! `cargo bench --bench publish`; `TMPDIR` says on which file system.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program that measures"
)]

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use icsi::publish::{PublishOptions, Summary, Target};
use rayon::prelude::*;

const PAGES: usize = 20_000;
const PAGE_BYTES: usize = 3 << 10;

/// Two languages, five collections, a folder a page.
fn path(page: usize) -> String {
    let language = ["en", "uk"][page % 2];
    format!("{language}/collection-{}/entry-{:05}/index.html", page / 2 % 5, page / 2)
}

fn body(page: usize, edition: usize) -> Vec<u8> {
    let mut body = format!("page {page}, edition {edition}\n").into_bytes();
    body.resize(PAGE_BYTES, b'x');
    body
}

/// Pages below `changed` are in this edition; the others stay in the first.
fn publish(root: &Path, paths: &[String], edition: usize, changed: usize, sync: bool) -> Summary {
    let options = PublishOptions { sync, ..PublishOptions::default() };
    let publication = Target::open(&root.join("public"), root, None, &options).unwrap().begin(paths).unwrap();
    (0..paths.len()).into_par_iter().for_each(|page| {
        let edition = if page < changed { edition } else { 0 };
        publication.put(page, &body(page, edition)).unwrap();
    });
    publication.finish().unwrap()
}

fn timed<T>(what: &str, floor: Option<Duration>, run: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let _done = run();
    let took = start.elapsed();
    let ratio = floor.map_or(1.0, |floor| took.as_secs_f64() / floor.as_secs_f64());
    println!("{what:<44} {:>7.0} ms {ratio:>6.2}", took.as_secs_f64() * 1000.0);
    took
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<String> = (0..PAGES).map(path).collect();
    let floor = timed("floor: makes folders, writes files", None, || {
        paths.par_iter().enumerate().for_each(|(page, path)| {
            let file = folder.path().join("floor").join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, body(page, 0)).unwrap();
        });
    });
    let root = folder.path().join("site");
    fs::create_dir(&root).unwrap();
    let run = |what, edition, changed| timed(what, Some(floor), || publish(&root, &paths, edition, changed, false));
    run("first publication", 0, 0);
    run("unchanged", 0, 0);
    run("unchanged, again", 0, 0);
    run("one page changed (makes the other tree)", 1, 1);
    run("one page changed, again", 2, 1);
    run("another ten pages changed", 3, 10);
    run("every page changed", 4, PAGES);
    run("every page changed, again", 5, PAGES);
    run("one page changed after that", 6, PAGES);
    run("unchanged", 6, PAGES);
    timed("one page changed, with sync", Some(floor), || publish(&root, &paths, 7, 1, true));
    fs::rename(root.join("public"), root.join("old")).unwrap();
    fs::rename(root.join(".public.icsi"), root.join("old-workshop")).unwrap();
    timed("first publication, with sync", Some(floor), || publish(&root, &paths, 8, PAGES, true));
}
