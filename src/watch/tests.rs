//! Lost events, the system's limits, bursts: what no test on a real folder can make happen when it wants.

#![expect(clippy::disallowed_methods, reason = "the tests make the files, and measure how long is waited")]

use std::fs;

use notify::event::Flag;

use super::*;

/// A folder with `content/a.md` in it, watched.
fn watched() -> (tempfile::TempDir, PathBuf, Watch) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    fs::create_dir(root.join("content")).unwrap();
    fs::write(root.join("content/a.md"), "one").unwrap();
    let watch = Watch::new(&root, &["site.toml"], &["content"], false);
    (folder, root, watch)
}

/// Looks in no time, while nothing happens.
fn look(watch: &mut Watch) {
    assert!(watch.is_settled());
    watch.looked(Duration::ZERO, false);
}

fn happen(watch: &Watch, kind: EventKind, path: &Path) {
    watch.sender.send(Signal::Event(Event::new(kind).add_path(path.to_owned()))).unwrap();
}

#[test]
fn after_events_were_lost_everything_is_looked_at_and_later_ones_are_heard() {
    let (_folder, root, mut watch) = watched();
    let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
    // One save is known of; that others are not is what counts.
    happen(&watch, EventKind::Access(AccessKind::Close(AccessMode::Write)), &root.join("content/a.md"));
    watch.sender.send(Signal::Event(lost)).unwrap();
    assert_eq!(watch.wait(), Wake::Event);
    look(&mut watch);
    // Folders that came unheard are looked into once they are watched.
    for _ in SECOND_LOOKS {
        assert_eq!(watch.wait(), Wake::Routine);
        look(&mut watch);
    }
    assert_eq!(watch.notice(), None, "it goes on being told of changes");
    fs::write(root.join("content/a.md"), "two").unwrap();
    assert_eq!(watch.wait(), Wake::Event);
}

#[test]
fn where_the_system_watches_no_more_folders_they_are_looked_at_now_and_then_and_that_is_said() {
    let no_instance = notify::Error::io(crate::system::Errno::MFILE.into());
    for (error, name) in [
        (notify::Error::new(notify::ErrorKind::MaxFilesWatch), "fs.inotify.max_user_watches"),
        (notify::Error::io(crate::system::Errno::NOSPC.into()), "fs.inotify.max_user_watches"),
        (no_instance, "fs.inotify.max_user_instances"),
    ] {
        let (_folder, root, mut watch) = watched();
        watch.sender.send(Signal::Failed(error)).unwrap();
        assert_eq!(watch.wait(), Wake::Event, "something may have been missed");
        look(&mut watch);
        let notice = watch.notice().unwrap();
        let notice = notice.to_string();
        assert!(notice.starts_with("looking for changes every 0.4 s: the system's limit"), "{notice}");
        assert!(notice.contains(name), "{notice}");
        assert_eq!(watch.notice(), None, "it is said once");
        fs::write(root.join("content/a.md"), "two").unwrap();
        assert_eq!(watch.wait(), Wake::Routine, "no event tells of that");
        // Nor does anything else that happens bring the watcher back.
        happen(&watch, EventKind::Create(CreateKind::Folder), &root.join("content"));
        assert_ne!(watch.wait(), Wake::Routine);
        assert!(watch.watcher.is_none());
    }
    // A file that went before it could be watched is no such thing.
    let (_folder, root, mut watch) = watched();
    watch.sender.send(Signal::Failed(notify::Error::path_not_found())).unwrap();
    assert_eq!(watch.wait(), Wake::Event);
    look(&mut watch);
    assert_eq!(watch.notice(), None);
    fs::write(root.join("content/a.md"), "two").unwrap();
    assert_eq!(watch.wait(), Wake::Event);
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_is_being_written_is_looked_at_when_it_is_closed() {
    use notify::event::DataChange;
    let (written, closed) =
        (EventKind::Modify(ModifyKind::Data(DataChange::Any)), EventKind::Access(AccessKind::Close(AccessMode::Write)));
    let (_folder, root, mut watch) = watched();
    let (open, other) = (root.join("content/a.md"), root.join("content/b.md"));
    // Another file that is whole does not make this one so.
    happen(&watch, written, &open);
    happen(&watch, written, &other);
    happen(&watch, closed, &other);
    let start = Instant::now();
    assert_eq!(watch.wait(), Wake::Event);
    assert!(start.elapsed() >= WRITING, "{:?}", start.elapsed());
    look(&mut watch);
    // As soon as it is closed: on a busy machine one of many is in time.
    let in_time = (0..50).any(|_| {
        happen(&watch, written, &open);
        happen(&watch, closed, &open);
        let start = Instant::now();
        assert_eq!(watch.wait(), Wake::Event);
        let waited = start.elapsed();
        look(&mut watch);
        waited < WRITING / 4
    });
    assert!(in_time);
}

#[test]
#[cfg(target_os = "linux")]
fn what_happens_during_a_look_is_looked_at_before_the_look_counts() {
    let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
    let (_folder, root, mut watch) = watched();
    let (one, other) = (root.join("content/a.md"), root.join("content/b.md"));
    happen(&watch, closed, &one);
    assert_eq!(watch.wait(), Wake::Event);
    assert!(watch.is_settled());
    for kind in [closed, EventKind::Modify(ModifyKind::Name(RenameMode::To))] {
        happen(&watch, closed, &one);
        assert_eq!(watch.wait(), Wake::Event);
        happen(&watch, kind, &other);
        assert!(!watch.is_settled());
        assert_eq!(watch.wait(), Wake::Event);
        assert!(watch.is_settled());
    }
    // That somebody reads a file is no news, nor is a file that is left out.
    happen(&watch, closed, &one);
    assert_eq!(watch.wait(), Wake::Event);
    happen(&watch, EventKind::Access(AccessKind::Open(AccessMode::Any)), &one);
    happen(&watch, closed, &root.join("content/.a.md.swp"));
    assert!(watch.is_settled());
    // A file that is written again meanwhile is waited for.
    happen(&watch, closed, &one);
    assert_eq!(watch.wait(), Wake::Event);
    happen(&watch, EventKind::Create(CreateKind::File), &other);
    assert!(!watch.is_settled());
    let start = Instant::now();
    assert_eq!(watch.wait(), Wake::Event);
    assert!(start.elapsed() >= WRITING, "{:?}", start.elapsed());
}

/// Times are made up here, so that no machine is too busy for them.
#[test]
fn a_file_that_goes_for_a_moment_is_waited_for() {
    let start = Instant::now();
    let at = |millis| start + Duration::from_millis(millis);
    let event = |kind, name: &str| Event::new(kind).add_path(PathBuf::from(name));
    // An editor moves the old file away and writes the new one.
    let mut burst = Burst::new(start);
    burst.add(start, &event(EventKind::Modify(ModifyKind::Name(RenameMode::From)), "a.md"));
    assert_eq!(burst.quiet_for(SETTLED), start + GONE);
    burst.add(at(5), &event(EventKind::Modify(ModifyKind::Name(RenameMode::To)), "a.md"));
    assert_eq!(burst.quiet_for(SETTLED), at(5) + SETTLED);
    // A look that falls into the gap waits for the file, and counts what stays away as gone.
    let mut missing = Missing::default();
    assert!(missing.may_come_back(true, start));
    assert!(missing.may_come_back(true, at(39)) && missing.is_waited_for());
    assert!(!missing.may_come_back(true, at(40)) && !missing.is_waited_for());
    assert!(missing.may_come_back(true, at(41)), "what goes later is waited for anew");
    assert!(!missing.may_come_back(false, at(42)) && !missing.is_waited_for());
}

/// Times are made up here as well.
#[test]
fn files_that_are_saved_together_are_looked_at_together() {
    let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
    let start = Instant::now();
    let mut burst = Burst::new(start);
    burst.add(start, &Event::new(closed).add_path(PathBuf::from("a.md")));
    assert_eq!(burst.quiet_for(SETTLED), start + SETTLED);
    let second = start + SETTLED / 2;
    burst.add(second, &Event::new(closed).add_path(PathBuf::from("b.md")));
    assert_eq!(burst.quiet_for(SETTLED), second + SETTLED);
}

#[test]
#[cfg(target_os = "linux")]
fn where_something_happens_all_the_time_a_look_counts_nevertheless() {
    let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
    let (_folder, root, mut watch) = watched();
    let start = Instant::now();
    for round in 0_u32.. {
        happen(&watch, closed, &root.join(format!("content/{}.md", round % 2)));
        assert_eq!(watch.wait(), Wake::Event);
        happen(&watch, closed, &root.join("content/c.md"));
        if watch.is_settled() {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(start.elapsed() >= LONGEST, "{:?}", start.elapsed());
}
