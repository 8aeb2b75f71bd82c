use super::*;

fn folder() -> (tempfile::TempDir, Folder) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("in/deep")).unwrap();
    fs::write(folder.path().join("in/deep/file"), "inside").unwrap();
    fs::write(folder.path().join("outside"), "outside").unwrap();
    let top = open_top(&folder.path().join("in")).unwrap();
    (folder, top)
}

#[test]
fn what_lies_below_a_folder_is_opened_and_nothing_else() {
    let (_folder, top) = folder();
    assert_eq!(read(&open_beneath(&top, "deep/file").unwrap(), 6, 100).unwrap(), b"inside");
    for path in ["../outside", "deep/../../outside", r"..\outside", r"deep\file", r"C:\windows\win.ini", "/outside"] {
        assert!(open_beneath(&top, path).is_err(), "{path}");
    }
    assert_eq!(open_beneath(&top, "deep/nothing").err(), Some(Errno::NOENT));
    assert_eq!(open_beneath(&top, "deep/file/more").err(), Some(Errno::NOTDIR));
}

#[test]
fn names_of_devices_and_streams_make_no_file() {
    let (_folder, top) = folder();
    for name in ["nul", "aux.html", "file:stream", "dot.", "blank ", r"a\b"] {
        assert_eq!(create_file(&top, name, 0o644).err(), Some(Errno::NAME), "{name}");
    }
}

#[test]
fn a_folder_takes_the_place_of_an_empty_one_and_of_no_other() {
    let (_folder, top) = folder();
    make_folder(&top, "empty", 0o755).unwrap();
    rename((&top, "deep"), (&top, "empty")).unwrap();
    make_folder(&top, "deep", 0o755).unwrap();
    assert_eq!(rename((&top, "deep"), (&top, "empty")), Err(Errno::NOTEMPTY));
    assert_eq!(exchange((&top, "deep"), (&top, "empty")), Err(Errno::NOSYS));
    assert!(is_unsupported(Errno::NOSYS));
}

#[test]
fn a_second_name_is_told_and_is_the_same_file() {
    let (_folder, top) = folder();
    make_folder(&top, "other", 0o755).unwrap();
    let (deep, other) = (open_folder(&top, "deep").unwrap(), open_folder(&top, "other").unwrap());
    link(&deep, &other, "file").unwrap();
    let (one, second) = (meta(&deep, "file").unwrap(), meta(&other, "file").unwrap());
    assert_eq!((one.identity, one.links, one.size), (second.identity, 2, 6));
    assert!(one.is_file() && meta(&top, "deep").unwrap().is_folder());
}

#[test]
fn a_lock_is_held_by_one_and_free_when_it_is_dropped() {
    let (_folder, top) = folder();
    let held = lock_file(&top, "lock", 0o600, IfLocked::Fail).unwrap();
    assert_eq!(lock_file(&top, "lock", 0o600, IfLocked::Fail).err(), Some(Errno::WOULDBLOCK));
    drop(held);
    assert!(lock_file(&top, "lock", 0o600, IfLocked::Fail).is_ok());
}

#[test]
fn sources_are_locked_by_one_and_no_file_is_left() {
    let (folder, _) = folder();
    let held = lock_sources(folder.path()).unwrap();
    assert!(folder.path().join(SOURCES_LOCK).exists());
    let path = folder.path().to_owned();
    let waiting = thread::spawn(move || lock_sources(&path).map(drop));
    thread::sleep(LOOK_AT_LOCK * 2);
    assert!(!waiting.is_finished());
    drop(held);
    waiting.join().unwrap().unwrap();
    assert!(!folder.path().join(SOURCES_LOCK).exists());
}

#[test]
fn times_are_those_of_the_file_and_no_change_is_ever_old() {
    let (_folder, top) = folder();
    let time = FileTime { seconds: 1_700_000_000, nanoseconds: 123_456_700 };
    let file = create_file(&top, "new", 0o644).unwrap();
    set_modified(&file, time).unwrap();
    let meta = meta_of(&file).unwrap();
    assert_eq!(meta.modified, time);
    assert!(meta.changed > FileTime { seconds: i64::from(u32::MAX), nanoseconds: 0 });
}

#[test]
fn a_path_of_other_programs_has_a_drive_in_front() {
    let (folder, _) = folder();
    let path = canonical(folder.path()).unwrap();
    assert!(path.to_str().unwrap().get(1..3) == Some(r":\"), "{path:?}");
    assert_eq!(path_of_address(Path::new(r"C:\site\content/a.md")).as_deref(), Some("/C:/site/content/a.md"));
}
