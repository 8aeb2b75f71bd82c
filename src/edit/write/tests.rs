#![allow(clippy::disallowed_methods, reason = "tests make files")]

use std::{collections::BTreeMap, fs};

use super::*;

/// Every file below a folder with its text, dot files too.
fn files(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace(std::path::MAIN_SEPARATOR, "/");
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

fn renaming() -> Purpose {
    Purpose::Rename { from: "a".to_owned(), to: "b".to_owned() }
}

const BEFORE: &[(&str, &str)] = &[
    ("content/a.en.md", "A"),
    ("content/a.uk.md", "А"),
    ("content/a/logo.svg", "<svg/>"),
    ("content/other.en.md", "links to a"),
    ("content/gone/x.txt", "x"),
];

/// The changes of a renamed page and of a removal.
fn rename_changes() -> Vec<FileChange> {
    let remove =
        |path: &str, text: &str| FileChange::Remove { path: path.to_owned(), before: Sum::of(text.as_bytes()) };
    let create = |path: &str, like: &str, text: &str| FileChange::Create {
        path: path.to_owned(),
        like: Some(like.to_owned()),
        bytes: text.as_bytes().to_vec(),
    };
    vec![
        remove("content/a.en.md", "A"),
        create("content/b.en.md", "content/a.en.md", "B"),
        remove("content/a.uk.md", "А"),
        create("content/b.uk.md", "content/a.uk.md", "Б"),
        FileChange::MoveFolder { from: "content/a".to_owned(), to: "content/b".to_owned() },
        FileChange::Write {
            path: "content/other.en.md".to_owned(),
            before: Sum::of(b"links to a"),
            text: "links to b".to_owned(),
        },
        remove("content/gone/x.txt", "x"),
        FileChange::RemoveFolder { path: "content/gone".to_owned() },
    ]
}

fn after() -> BTreeMap<String, String> {
    [
        ("content/b.en.md", "B"),
        ("content/b.uk.md", "Б"),
        ("content/b/logo.svg", "<svg/>"),
        ("content/other.en.md", "links to b"),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into()
}

#[test]
fn all_changes_are_made_and_nothing_is_left_behind() {
    let root = site(BEFORE);
    write(root.path(), &renaming(), &rename_changes()).unwrap();
    assert_eq!(files(root.path()), after());
    assert!(!root.path().join("content/gone").exists() && !root.path().join(STAGE).exists());
    assert_eq!(recover(root.path()).unwrap(), None);
}

#[test]
#[cfg(unix)]
fn a_file_that_moves_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt as _;
    let root = site(BEFORE);
    fs::set_permissions(root.path().join("content/a.en.md"), fs::Permissions::from_mode(0o640)).unwrap();
    write(root.path(), &renaming(), &rename_changes()).unwrap();
    let mode = fs::metadata(root.path().join("content/b.en.md")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

/// Stops before the step of this number, as a kill does: nothing is cleaned up. `None` when there are fewer steps.
fn killed_at(root: &Path, step: usize) -> Option<()> {
    let mut left = step;
    let mut before_step = || match left.checked_sub(1) {
        Some(rest) => {
            left = rest;
            Ok(())
        }
        None => Err(io::Error::other("killed")),
    };
    let mut writer = FileWriter { root, before_step: &mut before_step };
    let changes = rename_changes();
    let mut changes: Vec<&FileChange> = changes.iter().collect();
    changes.sort_by_key(|change| change.rank());
    match writer.prepare(&renaming(), &changes).and_then(|journal| writer.carry_out(&journal)) {
        Ok(()) => None,
        Err(WriteError::Disk(_, error)) if error.to_string() == "killed" => Some(()),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_kill_between_any_two_steps_loses_nothing_and_doubles_nothing() {
    let before: BTreeMap<String, String> =
        BEFORE.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let (mut finished, mut taken_back) = (0, 0);
    for step in 0.. {
        let root = site(BEFORE);
        if killed_at(root.path(), step).is_none() {
            assert!(step > 15, "every write is a step: {step}");
            break;
        }
        // A second kill, while the first one is mended, does no harm either.
        let again = site(&[]);
        fs::remove_dir(again.path()).unwrap();
        copy(root.path(), again.path());
        let recovered = recover(root.path()).unwrap();
        let now = files(root.path());
        match recovered {
            Some(Recovered::Finished(purpose)) => {
                assert_eq!((&purpose, &now), (&renaming(), &after()), "step {step}");
                finished += 1;
                assert!(recovers_after_kills(again.path()), "step {step}");
            }
            Some(Recovered::TakenBack) => {
                assert_eq!(now, before, "step {step}");
                taken_back += 1;
            }
            None => assert!(now == before || now == after(), "step {step}"),
        }
        assert_eq!(recover(root.path()).unwrap(), None, "said once");
    }
    assert!(finished > 5 && taken_back > 3, "{finished} {taken_back}");
}

/// Kills each attempt to recover one step later than the one before.
fn recovers_after_kills(root: &Path) -> bool {
    for step in 0.. {
        let mut left = step;
        let mut before_step = || match left {
            0 => Err(io::Error::other("killed")),
            _ => {
                left -= 1;
                Ok(())
            }
        };
        if (FileWriter { root, before_step: &mut before_step }).recover().is_ok() {
            break;
        }
    }
    let _ = recover(root);
    files(root) == after()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)
        } else {
            fs::copy(entry.path(), target).map(drop).unwrap()
        }
    }
}

#[test]
fn a_file_that_somebody_changed_meanwhile_is_left_alone_with_all_others() {
    for (path, text) in
        [("content/other.en.md", "new words"), ("content/a.uk.md", "new words"), ("content/b.en.md", "")]
    {
        let root = site(BEFORE);
        fs::write(root.path().join(path), text).unwrap();
        let before = files(root.path());
        let error = write(root.path(), &renaming(), &rename_changes()).unwrap_err();
        assert!(error.to_string().contains(path), "{error}");
        assert_eq!(files(root.path()), before, "{path}");
    }
}

#[test]
fn a_file_that_was_changed_after_a_kill_is_not_written_over() {
    let mut seen = 0;
    for step in 0.. {
        let root = site(BEFORE);
        if killed_at(root.path(), step).is_none() {
            break;
        }
        let other = root.path().join("content/other.en.md");
        if fs::read_to_string(&other).unwrap() != "links to a" {
            continue;
        }
        fs::write(&other, "new words").unwrap();
        let before = files(root.path());
        match recover(root.path()) {
            Err(WriteError::Changed(path)) => {
                assert_eq!(path, "content/other.en.md");
                assert_eq!(files(root.path()), before);
                seen += 1;
            }
            other => assert!(matches!(other, Ok(None | Some(Recovered::TakenBack))), "{other:?}"),
        }
        assert_eq!(fs::read_to_string(&other).unwrap(), "new words");
    }
    assert!(seen > 1);
}

/// On Windows a path has more ways out: its own separator, drives, devices, streams.
#[test]
#[cfg(windows)]
fn a_path_of_windows_leads_not_out_of_the_site() {
    let root = site(BEFORE);
    for path in [r"..\x", r"C:\x", "C:x", r"content\..\..\x", r"\x", "content/nul", "content/a.en.md:x", "content/x."] {
        let change = FileChange::Create { path: path.to_owned(), like: None, bytes: b"t".to_vec() };
        assert!(matches!(write(root.path(), &renaming(), &[change]), Err(WriteError::Link(_))), "{path}");
    }
}

#[test]
#[cfg(unix)]
fn a_path_leads_over_no_link_and_not_out_of_the_site() {
    let root = site(BEFORE);
    let outside = site(&[("secret", "s")]);
    std::os::unix::fs::symlink(outside.path(), root.path().join("content/out")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret"), root.path().join("content/link.en.md")).unwrap();
    for path in ["content/out/secret", "content/link.en.md", "../x", "/etc/x", "content/../../x"] {
        for change in [
            FileChange::Write { path: path.to_owned(), before: Sum::of(b"s"), text: "t".to_owned() },
            FileChange::Create { path: path.to_owned(), like: None, bytes: b"t".to_vec() },
            FileChange::Remove { path: path.to_owned(), before: Sum::of(b"s") },
        ] {
            assert!(matches!(write(root.path(), &renaming(), &[change]), Err(WriteError::Link(_))), "{path}");
        }
    }
    // A journal that came with a stranger's site leads no further.
    fs::create_dir(root.path().join(STAGE)).unwrap();
    fs::write(root.path().join(STAGE).join("0"), "t").unwrap();
    let sum = Sum::of(b"t");
    let journal = Journal {
        purpose: renaming(),
        tasks: vec![Task::Put { number: 0, sum, before: Some(Sum::of(b"s")), path: "content/out/secret".to_owned() }],
    };
    fs::write(root.path().join(STAGE).join(JOURNAL), journal.to_text()).unwrap();
    assert!(matches!(recover(root.path()), Err(WriteError::Link(_))));
    assert_eq!(fs::read_to_string(outside.path().join("secret")).unwrap(), "s");
    let there = journal.to_text().replace("content/out/secret", "content/new.en.md").replace(&Sum::of(b"s").0, "-");
    fs::write(root.path().join(STAGE).join(JOURNAL), there.replace(&Sum::of(b"t").0, &Sum::of(b"s").0)).unwrap();
    fs::remove_file(root.path().join(STAGE).join("0")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret"), root.path().join(STAGE).join("0")).unwrap();
    assert!(matches!(recover(root.path()), Err(WriteError::Link(_))));
}

#[test]
fn a_disk_that_fails_before_anything_was_written_leaves_nothing() {
    let root = site(BEFORE);
    let mut steps = 0;
    let mut before_step = || {
        steps += 1;
        if steps == 3 { Err(io::Error::other("no space")) } else { Ok(()) }
    };
    let before = files(root.path());
    let written = FileWriter { root: root.path(), before_step: &mut before_step }.write(&renaming(), &rename_changes());
    assert!(written.unwrap_err().to_string().ends_with("cannot be written: no space"));
    assert_eq!(files(root.path()), before);
}

#[test]
fn a_text_that_could_not_be_read_again_is_not_written() {
    let root = site(&[("content/a.en.md", "A")]);
    let before = files(root.path());
    let limit = usize::try_from(crate::source::open::TEXT_LIMIT).unwrap();
    let write_one = |size: usize| {
        let change =
            FileChange::Write { path: "content/a.en.md".to_owned(), before: Sum::of(b"A"), text: "x".repeat(size) };
        let beside = FileChange::Create { path: "content/b.en.md".to_owned(), like: None, bytes: b"B".to_vec() };
        write(root.path(), &renaming(), &[beside, change])
    };
    assert!(matches!(write_one(limit + 1), Err(WriteError::TooLarge { path, .. }) if path == "content/a.en.md"));
    assert_eq!(files(root.path()), before, "nothing is written");
    let create = |path: &str, size: usize| {
        let change = FileChange::Create { path: path.to_owned(), like: None, bytes: vec![b'x'; size] };
        write(root.path(), &renaming(), &[change])
    };
    assert!(matches!(create("content/c.uk.md", limit + 1), Err(WriteError::TooLarge { .. })));
    assert!(create("content/a/picture.png", limit + 1).is_ok(), "pictures have a limit of their own");
    assert!(write_one(limit).is_ok());
}
