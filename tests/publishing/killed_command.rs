//! The command, killed at random moments of a build while somebody looks at the published site: whoever looks sees the
//! whole former site or the whole next one, and the next build succeeds.

use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    os::{
        fd::{AsFd, OwnedFd},
        unix::process::ExitStatusExt,
    },
    path::Path,
    process::{Child, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use icsi::publish::MANIFEST;
use rustix::{
    fs::{Mode, OFlags, openat},
    process::{Pid, Signal, kill_process},
};

use crate::common::{Published, Site};

/// The signals that end a build: of a machine that is out of memory or a person in a hurry, of a service manager, Ctrl-C.
const SIGNALS: [Signal; 3] = [Signal::KILL, Signal::TERM, Signal::INT];
/// A build between two kills is allowed to end, so that sites that follow each other differ by one number or by many.
const UNDISTURBED: u32 = 9;

/// The site of a number: it is in the title, which every page shows, and odd numbers have other pages than even ones.
fn write(site: &Site, number: u32) {
    let (own, other) = if number.is_multiple_of(2) { ("even", "odd") } else { ("odd", "even") };
    for page in 0..20 {
        drop(fs::remove_file(site.path(&format!("content/{other}-{page}.en.md"))));
        let text = format!("+++\ntitle = \"Page {page}\"\n+++\n{}\n", format!("Number {number}. ").repeat(page * 5));
        site.write_bytes(&format!("content/{own}-{page}.en.md"), text.as_bytes());
    }
    let toml = site.read("site.toml");
    let title = toml.lines().find(|line| line.starts_with("title = {")).unwrap();
    let numbered = format!("title = {{ en = \"Site {number} of many\", uk = \"Site {number} of many\" }}");
    site.write_bytes("site.toml", toml.replacen(title, &numbered, 1).as_bytes());
}

fn spawn(site: &Site, sync: bool) -> Child {
    let arguments: &[&str] = if sync { &["build"] } else { &["build", "--no-sync"] };
    site.command(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn open(tree: impl AsFd, path: &str) -> Option<OwnedFd> {
    openat(tree, path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty()).ok()
}

fn read(file: OwnedFd) -> Vec<u8> {
    let mut bytes = Vec::new();
    fs::File::from(file).read_to_end(&mut bytes).unwrap();
    bytes
}

/// One look at all of the site. The number that every page of it has, or `None` when the tree was taken for the site
/// after the next meanwhile: then its list is gone, which is the first thing that is taken.
fn look(public: &Path) -> Option<u32> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let tree = rustix::fs::open(public, flags, Mode::empty()).expect("the folder is there");
    let list = open(&tree, MANIFEST)?;
    let text = String::from_utf8(read(list.try_clone().unwrap())).unwrap();
    let mut seen: BTreeMap<&str, Option<Vec<u8>>> = BTreeMap::new();
    let mut sizes = BTreeMap::new();
    for line in text.lines().skip(1) {
        let mut parts = line.splitn(3, ' ').skip(1);
        let (size, path) = (parts.next().unwrap().parse::<usize>().unwrap(), parts.next().unwrap());
        seen.insert(path, open(&tree, path).map(read));
        sizes.insert(path, size);
    }
    if rustix::fs::fstat(&list).unwrap().st_nlink == 0 {
        return None;
    }
    let mut number = None;
    for (path, bytes) in &seen {
        let bytes = bytes.as_ref().unwrap_or_else(|| panic!("{path} is in the list and not there"));
        assert_eq!(bytes.len(), sizes[path], "{path}");
        let text = String::from_utf8_lossy(bytes);
        for (at, before) in text.match_indices("Site ") {
            let rest = &text[at + before.len()..];
            let Some((digits, _)) = rest.split_once(" of many") else { continue };
            let Ok(found) = digits.parse::<u32>() else { continue };
            assert_eq!(*number.get_or_insert(found), found, "{path} is of another site");
        }
    }
    let number = number.expect("pages show the title");
    let own = if number.is_multiple_of(2) { "en/even-7/index.html" } else { "en/odd-7/index.html" };
    assert!(
        seen.contains_key(own)
            && !seen.contains_key(if own.contains("even") { "en/odd-7/index.html" } else { "en/even-7/index.html" })
    );
    Some(number)
}

#[derive(Debug, Default)]
struct Looks {
    whole: u32,
    overtaken: u32,
}

fn look_until(public: &Path, stop: &AtomicBool) -> Looks {
    let mut looks = Looks::default();
    let mut last = 0;
    while !stop.load(Ordering::Relaxed) {
        match look(public) {
            Some(number) => {
                assert!(number >= last, "site {number} after site {last}");
                last = number;
                looks.whole += 1;
            }
            None => looks.overtaken += 1,
        }
    }
    looks
}

/// A sequence that is the same in each run (xorshift64), as a fraction.
fn next_random(state: &mut u64) -> f64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    f64::from(u32::try_from(*state >> 32).unwrap()) / f64::from(u32::MAX)
}

fn kill(kills: u32) {
    let site = Site::new("");
    write(&site, 0);
    site.built();
    let public = site.path("public");
    let stop = AtomicBool::new(false);
    let (mut killed, mut finished, mut number) = (0, 0, 0);
    let mut length = Duration::from_millis(500);
    let looks = std::thread::scope(|scope| {
        let reader = scope.spawn(|| look_until(&public, &stop));
        let mut random = 0x9e37_79b9_7f4a_7c15;
        while killed < kills && !reader.is_finished() {
            number += 1;
            write(&site, number);
            let begun = Instant::now();
            let mut child = spawn(&site, number.is_multiple_of(4));
            if number.is_multiple_of(UNDISTURBED) {
                let status = child.wait().unwrap();
                assert!(status.success(), "the next build succeeds, whatever was killed: {status}");
                length = begun.elapsed();
                assert_eq!(look(&public), Some(number));
                continue;
            }
            // Most of what could go wrong is near the end.
            let fraction = next_random(&mut random);
            std::thread::sleep(length.mul_f64(1.05 * (1.0 - fraction * fraction * fraction)));
            let signal = SIGNALS[number as usize % SIGNALS.len()];
            let _ = kill_process(Pid::from_child(&child), signal);
            let status = child.wait().unwrap();
            match status.signal() {
                Some(_) => killed += 1,
                None => finished += 1,
            }
            // With nobody at work, nothing is overtaken.
            assert!(look(&public).is_some_and(|seen| seen <= number));
        }
        stop.store(true, Ordering::Relaxed);
        reader.join().unwrap()
    });
    println!("{killed} killed, {finished} ended before that, {looks:?}, a build takes {length:?}");
    assert!(looks.whole > kills, "{looks:?}");

    // The next build gives what a first one does, and leaves nothing that a killed one left.
    let built = site.built();
    let clean = site.above().join("clean");
    assert_eq!(site.icsi(&["build", "--no-sync", "--out", clean.to_str().unwrap()]).code, 0);
    assert_eq!(built.files(), Published::at(clean).files());
    let mut beside: Vec<_> =
        fs::read_dir(&site.root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    beside.sort();
    assert_eq!(beside, [".public.icsi", "content", "public", "site.toml", "themes"]);
    let mut workshop: Vec<_> = fs::read_dir(site.path(".public.icsi"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    workshop.sort();
    assert_eq!(workshop, [".gitignore", "lock", "memory", "tree"]);
}

#[test]
fn a_killed_build_leaves_a_whole_site() {
    kill(100);
}

#[test]
#[ignore = "takes minutes; docs/security.md tells when it was run last"]
fn a_build_killed_a_thousand_times_leaves_a_whole_site() {
    kill(1_000);
}
