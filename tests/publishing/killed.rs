//! A run that is killed at any moment leaves the whole former site or the whole next one, and a reader never sees
//! anything else.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Read},
    os::fd::{AsFd, OwnedFd},
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use icsi::publish::{Busy, MANIFEST, PublishOptions, Summary, Target};
use rayon::prelude::*;
use rustix::fs::{Mode, OFlags, openat};

const KILLS: u32 = 100;
/// The longest that a child publishes before it is killed.
const MAX_LIFE: Duration = Duration::from_millis(25);
/// Tells a re-run of this program that it is the child, and for which folder.
const CHILD: &str = "ICSI_TEST_PUBLISH_TO";
const READY: &str = "publishing";

/// One of two sites. They share pages that never change; each has pages of its own; the others say which publication
/// they belong to.
fn site(number: u64) -> BTreeMap<String, String> {
    let even = number.is_multiple_of(2);
    let mut files = BTreeMap::new();
    for i in 0..12 {
        files.insert(format!("en/shared-{i}/index.html"), format!("shared {i}"));
        files.insert(format!("en/page-{i}/index.html"), format!("publication {number} ").repeat(i * 40 + 1));
        let own = if even { "even" } else { "odd" };
        files.insert(format!("{own}/page-{i}/index.html"), format!("publication {number}"));
    }
    // A file in one is a folder in the other.
    files.insert(if even { "swap".into() } else { "swap/index.html".into() }, format!("publication {number}"));
    files
}

fn publish(root: &Path, number: u64, sync: bool) -> Summary {
    let files: Vec<_> = site(number).into_iter().collect();
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let options = PublishOptions { sync, busy: Busy::Wait };
    let publication = Target::open(&root.join("public"), root, None, &options).unwrap().begin(&paths).unwrap();
    files.par_iter().enumerate().for_each(|(i, (_, content))| assert!(publication.put(i, content.as_bytes()).is_ok()));
    publication.finish().unwrap()
}

/// Not a test: what the test below runs and kills.
#[test]
#[ignore = "run by the test below"]
fn child() {
    let Ok(root) = std::env::var(CHILD) else { return };
    let start = u64::from(std::process::id()) << 20;
    for number in start.. {
        publish(Path::new(&root), number, number.is_multiple_of(50));
        if number == start {
            println!("{READY}");
        }
    }
}

#[derive(Debug, Default)]
struct Looks {
    whole: u32,
    /// The tree was taken for the publication after the next while it was looked at.
    overtaken: u32,
}

/// Looks at the folder again and again, each time at all of one tree.
fn look(public: &Path, stop: &AtomicBool) -> Looks {
    let mut looks = Looks::default();
    while !stop.load(Ordering::Relaxed) {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let tree = rustix::fs::open(public, flags, Mode::empty()).expect("the folder is there");
        let Some(list) = open(&tree, MANIFEST) else {
            looks.overtaken += 1;
            continue;
        };
        let seen = look_once(&tree, &list);
        // The list is the first thing that is taken from a former site: while it stands, the site does.
        if rustix::fs::fstat(&list).unwrap().st_nlink == 0 {
            looks.overtaken += 1;
            continue;
        }
        let seen = seen.expect("each listed file is there");
        let number = seen["en/page-0/index.html"].trim().rsplit(' ').next().unwrap().parse().unwrap();
        assert_eq!(seen, site(number));
        looks.whole += 1;
    }
    looks
}

/// There is a folder at any moment.
fn watch(public: &Path, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        rustix::fs::stat(public).expect("the folder is there");
    }
}

fn look_once(tree: &OwnedFd, list: &OwnedFd) -> Option<BTreeMap<String, String>> {
    let list = read(list.try_clone().unwrap())?;
    let paths = list.lines().skip(1).map(|line| line.splitn(3, ' ').nth(2).unwrap());
    paths.map(|path| Some((path.to_owned(), read(open(tree, path)?)?))).collect()
}

fn open(tree: impl AsFd, path: &str) -> Option<OwnedFd> {
    openat(tree, path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty()).ok()
}

/// Nothing where a folder stands, as in a tree that was taken for another site meanwhile.
fn read(file: OwnedFd) -> Option<String> {
    let mut text = String::new();
    fs::File::from(file).read_to_string(&mut text).ok()?;
    Some(text)
}

/// A sequence that is the same in each run (xorshift64).
fn next_random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

#[test]
fn killed_at_any_moment_the_site_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    publish(root, 0, false);
    let stop = AtomicBool::new(false);
    let looks = std::thread::scope(|scope| {
        let reader = scope.spawn(|| look(&root.join("public"), &stop));
        let watcher = scope.spawn(|| watch(&root.join("public"), &stop));
        let mut random = 0x9e37_79b9_7f4a_7c15;
        for _ in 0..KILLS {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["--ignored", "--exact", "publishing::killed::child", "--nocapture"])
                .env(CHILD, root)
                .stdout(Stdio::piped())
                .stderr(Stdio::inherit())
                .spawn()
                .unwrap();
            let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
            assert!(lines.any(|line| line.unwrap().ends_with(READY)), "the next run succeeds, whatever was killed");
            let micros = u64::try_from(MAX_LIFE.as_micros()).unwrap();
            std::thread::sleep(Duration::from_micros(next_random(&mut random) % micros));
            child.kill().unwrap();
            child.wait().unwrap();
            if reader.is_finished() || watcher.is_finished() {
                break;
            }
        }
        stop.store(true, Ordering::Relaxed);
        watcher.join().unwrap();
        reader.join().unwrap()
    });
    println!("{looks:?}");
    assert!(looks.whole > 100, "{looks:?}");

    publish(root, 2, true);
    let mut beside: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    beside.sort();
    assert_eq!(beside, [".public.icsi", "public"]);
    let mut workshop: Vec<_> =
        fs::read_dir(root.join(".public.icsi")).unwrap().map(|e| e.unwrap().file_name()).collect();
    workshop.sort();
    assert_eq!(workshop, [".gitignore", "lock", "tree"]);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| look(&root.join("public"), &stop));
        std::thread::sleep(Duration::from_millis(20));
        stop.store(true, Ordering::Relaxed);
        assert_eq!(reader.join().unwrap().overtaken, 0);
    });
}
