//! Runs that end early, meet each other, or find what another left.

use super::{histories::CLOCK_TICK, *};

#[test]
fn dropped_halfway_leaves_the_site_as_it_was() {
    let site = Site::new();
    drop(put_all(site.open().unwrap(), FIRST).unwrap());
    assert_eq!(site.beside(), [""; 0]);

    site.publish(FIRST).unwrap();
    for _ in 0..2 {
        let before = mtimes(&site.path("public"));
        let target = site.open().unwrap();
        let publication = target.begin(&["en/index.html", "new/page.html", "index.html"]).unwrap();
        publication.put(1, b"new").unwrap();
        publication.put(0, b"other").unwrap();
        drop(publication);
        assert_eq!(mtimes(&site.path("public")), before);
        assert!(!site.path(".public.icsi/tree/new/page.html").exists(), "what it wrote is gone");
        // The second time round, with a former site to work on.
        site.publish(SECOND).unwrap();
        site.publish(FIRST).unwrap();
    }
    assert_eq!(site.public(), as_map(FIRST));
}

#[test]
fn misuse_is_an_error_and_publishes_nothing() {
    let site = Site::new();
    site.publish(FIRST).unwrap();
    let check = |result: Result<(), PublishError>, message: &str| {
        let error = result.unwrap_err();
        assert_eq!(
            (error.kind, error.message.to_string().contains(message)),
            (PublishErrorKind::Misuse, true),
            "{error}"
        );
        assert_eq!(site.public(), as_map(FIRST));
    };
    let long = "x".repeat(256);
    let deep = "a/".repeat(64) + "b";
    for path in
        ["", "/etc/passwd", "../x", "a/../x", "./x", "a//b", "a/", "a\0b", "a\nb", MANIFEST, ".icsi/x", &long, &deep]
    {
        check(site.open().unwrap().begin(&["en/index.html", path]).map(drop), "");
    }
    check(site.open().unwrap().begin(&["a", "b", "a"]).map(drop), "`a` is planned twice");
    check(site.open().unwrap().begin(&["a", "a-b/x", "a/b"]).map(drop), "`a` is an output and also holds `a/b`");
    let publication = site.open().unwrap().begin(&["a", "b"]).unwrap();
    publication.put(0, b"").unwrap();
    check(publication.put(0, b"").map(drop), "`a` was handed in twice");
    check(publication.put(2, b"").map(drop), "no output number 2");
    check(publication.finish().map(drop), "`b` was never handed in");
}

#[test]
fn two_runs_take_turns() {
    let site = Site::new();
    site.publish(FIRST).unwrap();
    let first = put_all(site.open().unwrap(), SECOND).unwrap();
    let error = site.open().unwrap_err();
    assert_eq!(error.kind, PublishErrorKind::Busy);
    assert!(error.message.to_string().starts_with("another run is publishing to `"), "{error}");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let options = PublishOptions { sync: false, busy: Busy::Wait };
            let target = Target::open(&site.path("public"), site.folder.path(), None, &options).unwrap();
            assert_eq!(site.public(), as_map(SECOND), "it sees what the first one published");
            put_all(target, FIRST).unwrap().finish().unwrap()
        });
        std::thread::sleep(Duration::from_millis(50));
        assert!(!waiting.is_finished());
        first.finish().unwrap();
        assert_eq!(waiting.join().unwrap().written, 3);
    });
    assert_eq!(site.public(), as_map(FIRST));
}

#[test]
fn many_runs_at_once_take_turns() {
    let site = Site::new();
    let options = PublishOptions { sync: false, busy: Busy::Wait };
    std::thread::scope(|scope| {
        for i in 0..8 {
            let (site, options) = (&site, &options);
            scope.spawn(move || {
                let target = Target::open(&site.path("public"), site.folder.path(), None, options).unwrap();
                put_all(target, if i % 2 == 0 { FIRST } else { SECOND }).unwrap().finish().unwrap();
            });
        }
    });
    assert!([as_map(FIRST), as_map(SECOND)].contains(&site.public()));
}

#[test]
fn a_dead_runs_lock_is_free() {
    let site = Site::new();
    fs::create_dir(site.path(".public.icsi")).unwrap();
    fs::write(site.path(".public.icsi/lock"), "").unwrap();
    site.publish(FIRST).unwrap();
    assert_eq!(site.beside(), ["public"]);
}

#[test]
fn without_an_exchange_two_renames_do() {
    let site = Site::new();
    let publish = |files| {
        let mut target = site.open().unwrap();
        target.can_exchange = false;
        put_all(target, files).unwrap().finish().unwrap();
        assert_eq!(site.public(), as_map(files));
        assert!(!site.path(".public.icsi/former").exists());
    };
    publish(FIRST);
    publish(SECOND);
    publish(FIRST);
}

#[test]
fn a_run_that_died_between_two_renames_is_mended() {
    let site = Site::new();
    let workshop = |name: &str| site.path(".public.icsi").join(name);
    site.publish(FIRST).unwrap();
    site.publish(SECOND).unwrap();
    // The former site had left.
    fs::rename(site.path("public"), workshop("former")).unwrap();
    drop(site.open().unwrap());
    assert_eq!(site.public(), as_map(SECOND));
    // And the next one had entered.
    fs::rename(site.path("public"), workshop("former")).unwrap();
    fs::rename(workshop("tree"), site.path("public")).unwrap();
    drop(site.open().unwrap());
    assert_eq!(site.public(), as_map(FIRST));
    assert_eq!(site.publish(SECOND).unwrap().written, 2);
    assert!(!workshop("former").exists());
}

#[test]
fn a_folder_that_changed_during_the_run_is_left_alone() {
    let site = Site::new();
    site.publish(FIRST).unwrap();
    let publication = put_all(site.open().unwrap(), SECOND).unwrap();
    fs::rename(site.path("public"), site.path("moved")).unwrap();
    fs::create_dir(site.path("public")).unwrap();
    fs::write(site.path("public/letter"), "mine").unwrap();
    let error = publication.finish().unwrap_err();
    assert!(error.message.to_string().contains("was changed by something else"), "{error}");
    assert_eq!(site.public(), as_map(&[("letter", "mine")]));

    let site = Site::new();
    let publication = put_all(site.open().unwrap(), FIRST).unwrap();
    fs::create_dir(site.path("public")).unwrap();
    fs::write(site.path("public/letter"), "mine").unwrap();
    assert!(publication.finish().unwrap_err().message.to_string().contains("was changed by something else"));
    assert_eq!(site.public(), as_map(&[("letter", "mine")]));
}

#[test]
fn a_file_altered_during_the_run_is_noticed() {
    let site = Site::new();
    let earlier: &Files = &[("en/index.html", "home"), ("en/a/index.html", "a")];
    for before in [FIRST, SECOND] {
        site.publish(earlier).unwrap();
        site.publish(FIRST).unwrap();
        site.publish(before).unwrap();
        let publication = put_all(site.open().unwrap(), &[("en/a/index.html", "a"), ("new", "")]).unwrap();
        fs::write(site.path("public/en/a/index.html"), "A").unwrap();
        let error = publication.finish().unwrap_err();
        assert!(error.message.to_string().contains("public/en/a/index.html` was changed by something else"), "{error}");
        fs::write(site.path("public/en/a/index.html"), "a").unwrap();
        assert_eq!(site.public(), as_map(before));
    }
}

#[test]
fn a_file_put_into_the_folder_during_a_run_is_not_lost() {
    let site = Site::new();
    site.publish(FIRST).unwrap();
    let publication = put_all(site.open().unwrap(), SECOND).unwrap();
    fs::write(site.path("public/en/letter"), "mine").unwrap();
    publication.finish().unwrap();
    assert_eq!(site.public(), as_map(SECOND));
    let error = site.publish(FIRST).unwrap_err();
    assert_eq!(
        error.message.to_string(),
        "`.public.icsi/tree` holds what was put into the output folder during a build: `en/letter`"
    );
    assert_eq!(site.public(), as_map(SECOND));
    assert_eq!(fs::read_to_string(site.path(".public.icsi/tree/en/letter")).unwrap(), "mine");
    fs::remove_file(site.path(".public.icsi/tree/en/letter")).unwrap();
    site.publish(FIRST).unwrap();
    assert_eq!(site.public(), as_map(FIRST));
}

#[test]
fn what_a_killed_run_left_is_cleared_or_used() {
    let site = Site::new();
    site.publish(FIRST).unwrap();
    site.publish(SECOND).unwrap();
    let tree = site.path(".public.icsi/tree");
    fs::remove_file(tree.join(MANIFEST)).unwrap();
    fs::write(tree.join("en/index.html"), "half a pa").unwrap();
    fs::remove_file(tree.join("en/a/index.html")).unwrap();
    fs::create_dir(tree.join("en/a/index.html")).unwrap();
    fs::write(tree.join("en/a/index.html/x"), "").unwrap();
    fs::create_dir_all(tree.join("gone/deep")).unwrap();
    fs::write(tree.join("gone/deep/page.html"), "").unwrap();
    fs::write(tree.join("uk"), "").unwrap();
    symlink("../../content", tree.join("link")).unwrap();
    let third: &Files = &[("en/index.html", "home 3"), ("en/a/index.html", "a"), ("uk/x/index.html", "x")];
    assert_eq!(site.publish(third).unwrap().unchanged, 1);
    assert_eq!(site.public(), as_map(third));
    assert!(site.path("content/index.en.md").exists());
}

#[test]
fn a_file_linked_from_elsewhere_is_not_written_through() {
    let site = Site::new();
    site.publish(FIRST).unwrap();
    site.publish(&[("en/index.html", "home 2")]).unwrap();
    // A backup made of links, of the file that the next run would write over.
    fs::hard_link(site.path(".public.icsi/tree/en/index.html"), site.path("backup")).unwrap();
    site.publish(&[("en/index.html", "home 3")]).unwrap();
    assert_eq!(fs::read_to_string(site.path("backup")).unwrap(), "home");
}

#[test]
fn a_trusted_file_of_the_former_site_is_not_taken_for_the_published_one() {
    let site = Site::new();
    let publish = |files: &Files| {
        let publication = put_all(site.open().unwrap(), files).unwrap();
        std::thread::sleep(CLOCK_TICK);
        publication.finish().unwrap();
        assert_eq!(site.public(), as_map(files));
        mtimes(&site.path("public"))
    };
    publish(&[("x", "A"), ("y", "1")]);
    let second = publish(&[("x", "B"), ("y", "1")]);
    let third = publish(&[("x", "B"), ("y", "2")]);
    let fourth = publish(&[("x", "B"), ("y", "3")]);
    let x = ("x".to_owned(), "B".to_owned());
    assert!(second[&x] == third[&x] && third[&x] == fourth[&x]);
    let fifth = publish(&[("x", "A"), ("y", "3")]);
    let sixth = publish(&[("x", "A"), ("y", "4")]);
    let x = ("x".to_owned(), "A".to_owned());
    assert_eq!(fifth[&x], sixth[&x]);
    assert!(fifth[&x] > fourth[&("x".to_owned(), "B".to_owned())]);
    // Touched by hand: both trees have the same content, but not the same time.
    fs::File::open(site.path("public/x")).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    assert_eq!(publish(&[("x", "A"), ("y", "5")])[&x], (0, 0));
}
