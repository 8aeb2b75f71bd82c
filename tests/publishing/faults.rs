//! When the machine fails, the published site is as it was, and the message says what failed.

use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::Command,
};

use icsi::publish::{PublishError, PublishErrorKind, PublishOptions, Summary, Target};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tempfile::TempDir;

/// Tells a re-run of this program which test it runs by itself: its limits are those of the whole process.
const CHILD: &str = "ICSI_TEST_PUBLISH_FAULT";

fn publish(root: &Path, files: &[(&str, Vec<u8>)]) -> Result<Summary, PublishError> {
    let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    let publication = Target::open(&root.join("public"), root, None, &PublishOptions::default())?.begin(&paths)?;
    for (i, (_, content)) in files.iter().enumerate() {
        publication.put(i, content)?;
    }
    publication.finish()
}

/// Runs the test in a process of its own; true in that process.
fn alone(test: &str) -> bool {
    if std::env::var_os(CHILD).is_some() {
        return true;
    }
    let me = std::env::current_exe().unwrap();
    let test = format!("{}::{test}", module_path!().split_once("::").unwrap().1);
    let output = Command::new(me).args(["--exact", &test, "--nocapture"]).env(CHILD, "1").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("1 passed"), "{test} did not run: {said}");
    false
}

#[test]
fn modes_do_not_depend_on_the_umask() {
    if !alone("modes_do_not_depend_on_the_umask") {
        return;
    }
    for umask in [0o077, 0o000, 0o777] {
        let folder = TempDir::new().unwrap();
        rustix::process::umask(rustix::fs::Mode::from_raw_mode(umask));
        for text in ["one", "two", "three"] {
            publish(folder.path(), &[("en/a/index.html", text.into()), ("index.html", "same".into())]).unwrap();
            let modes =
                ["public", "public/en", "public/en/a", "public/en/a/index.html", "public/index.html", "public/.icsi"]
                    .map(|path| fs::metadata(folder.path().join(path)).unwrap().mode() & 0o7777);
            assert_eq!(modes, [0o755, 0o755, 0o755, 0o644, 0o644, 0o644], "{umask:o}");
        }
    }
}

#[test]
fn a_file_size_limit_is_an_error() {
    if !alone("a_file_size_limit_is_an_error") {
        return;
    }
    let folder = TempDir::new().unwrap();
    publish(folder.path(), &[("index.html", vec![b'a'; 100])]).unwrap();
    let maximum = getrlimit(Resource::Fsize).maximum;
    setrlimit(Resource::Fsize, Rlimit { current: Some(10_000), maximum }).unwrap();
    let error = publish(folder.path(), &[("index.html", vec![b'b'; 20_000])]).unwrap_err();
    assert_eq!(error.kind, PublishErrorKind::Io);
    assert!(error.message.to_string().ends_with("public/index.html`: file too large"), "{error}");
    assert!(error.hint.unwrap().to_string().contains("ulimit -f"));
    assert_eq!(fs::read(folder.path().join("public/index.html")).unwrap(), [b'a'; 100]);
    assert!(!folder.path().join(".public.icsi").exists());
    publish(folder.path(), &[("index.html", vec![b'b'; 9_999])]).unwrap();
}

#[test]
fn running_out_of_files_is_an_error() {
    if !alone("running_out_of_files_is_an_error") {
        return;
    }
    let folder = TempDir::new().unwrap();
    publish(folder.path(), &[("en/index.html", b"a".into())]).unwrap();
    let used = fs::read_dir("/dev/fd").unwrap().count() as u64 - 1;
    let maximum = getrlimit(Resource::Nofile).maximum;
    let mut failed = 0;
    for room in 0..12 {
        setrlimit(Resource::Nofile, Rlimit { current: Some(used + room), maximum }).unwrap();
        let result = publish(folder.path(), &[("en/index.html", b"b".into()), ("en/new", b"b".into())]);
        setrlimit(Resource::Nofile, Rlimit { current: Some(used + 64), maximum }).unwrap();
        let stands = fs::read(folder.path().join("public/en/index.html")).unwrap();
        match result {
            Ok(_) => assert_eq!(stands, b"b"),
            Err(error) => {
                failed += 1;
                assert_eq!((error.kind, stands.as_slice()), (PublishErrorKind::Io, b"a".as_slice()), "{error}");
                assert!(error.hint.as_ref().is_some_and(|hint| hint.to_string().contains("ulimit -n")), "{error}");
            }
        }
    }
    assert!(failed > 2, "it was tried with too few");
    assert_eq!(fs::read(folder.path().join("public/en/index.html")).unwrap(), b"b");
}

/// A small file system of its own; none where the system does not let this user mount one.
struct Disk(PathBuf, #[expect(dead_code, reason = "holds the folder")] TempDir);

impl Disk {
    fn new(megabytes: usize) -> Option<Disk> {
        let folder = TempDir::new().unwrap();
        let path = folder.path().to_owned();
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&path).output();
        mounted.is_ok_and(|output| output.status.success()).then_some(Disk(path, folder))
    }

    fn read_only(&self) -> bool {
        Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status().is_ok_and(|status| status.success())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
    }
}

#[test]
fn a_full_disk_is_an_error_and_gets_its_room_back() {
    let Some(disk) = Disk::new(2) else { return eprintln!("skipped: cannot mount") };
    let page = |byte, size| vec![byte; size];
    let large = || -> Vec<(&str, Vec<u8>)> {
        ["a", "b", "c", "d", "e", "f"].iter().map(|name| (*name, page(b'x', 500_000))).collect()
    };
    let check_full = || {
        let error = publish(&disk.0, &large()).unwrap_err();
        assert_eq!(error.kind, PublishErrorKind::Io);
        assert!(error.message.to_string().starts_with("cannot write `"), "{error}");
        assert!(error.hint.unwrap().to_string().contains("free some room"));
    };
    // With no site, with one, and with one and a former one.
    check_full();
    assert_eq!(fs::read_dir(&disk.0).unwrap().count(), 0);
    for byte in [b'1', b'2', b'3'] {
        publish(&disk.0, &[("index.html", page(byte, 500_000)), ("same", page(b's', 1000))]).unwrap();
        check_full();
        assert_eq!(fs::read(disk.0.join("public/index.html")).unwrap(), page(byte, 500_000));
        assert_eq!(fs::read(disk.0.join("public/same")).unwrap(), page(b's', 1000));
    }
}

#[test]
fn mounts_are_told_from_folders() {
    let Some(disk) = Disk::new(1) else { return eprintln!("skipped: cannot mount") };
    let site = TempDir::new().unwrap();
    let error = Target::open(&disk.0, site.path(), None, &PublishOptions::default()).unwrap_err();
    assert!(error.message.to_string().ends_with("is a mount point"), "{error}");

    publish(&disk.0, &[("index.html", b"a".into())]).unwrap();
    if disk.read_only() {
        let error = publish(&disk.0, &[("index.html", b"b".into())]).unwrap_err();
        assert_eq!(error.kind, PublishErrorKind::Io);
        assert!(error.message.to_string().contains("read-only file system"), "{error}");
        assert!(error.hint.unwrap().to_string().contains("must be writable"));
    }
}
