//! Whatever happened before, the folder is exactly the site.

use proptest::prelude::*;

use super::*;

/// Paths that take each other's place: a file in one site is a folder in another.
const PATHS: [&str; 9] =
    ["a", "a/b", "a/b/c", "a-b/x", "a.html", "en/x/index.html", "en/y/index.html", "en/index.html", "ї"];

fn any_site() -> impl Strategy<Value = BTreeMap<String, String>> {
    let content = prop_oneof![
        4 => "[ab]{0,3}",
        1 => Just("altered".to_owned()),
        1 => Just("x".repeat(40_000)),
        1 => Just("y".repeat(40_000)),
        1 => Just("z".repeat(300_000)),
    ];
    proptest::collection::btree_map(proptest::sample::select(&PATHS[..]), content, 0..PATHS.len()).prop_map(|map| {
        let taken: Vec<&str> = map.keys().copied().collect();
        let fits = |path: &str| !taken.iter().any(|other| path.starts_with(&format!("{other}/")));
        map.iter().filter(|(path, _)| fits(path)).map(|(path, content)| (path.to_string(), content.clone())).collect()
    })
}

/// The slowest clock that a file system is likely to have.
pub(super) const CLOCK_TICK: Duration = Duration::from_millis(11);

#[derive(Clone, Debug)]
enum Step {
    Publish(BTreeMap<String, String>),
    /// With time between the last output and the list, so that the list vouches for all of them.
    Slowly(BTreeMap<String, String>),
    Abandon(BTreeMap<String, String>, usize),
    TwoRenames(BTreeMap<String, String>),
    RemoveOutput,
    RemoveWorkshop,
    /// As after a kill: the tree is no site.
    HarmTree(usize),
    Alter(usize),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => any_site().prop_map(Step::Publish),
        5 => any_site().prop_map(Step::Slowly),
        2 => (any_site(), 0..9usize).prop_map(|(site, n)| Step::Abandon(site, n)),
        1 => any_site().prop_map(Step::TwoRenames),
        1 => Just(Step::RemoveOutput),
        1 => Just(Step::RemoveWorkshop),
        2 => (0..9usize).prop_map(Step::HarmTree),
        2 => (0..9usize).prop_map(Step::Alter),
    ]
}

fn pairs(map: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    map.iter().rev().map(|(path, content)| (path.as_str(), content.as_str())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn after_any_history_the_folder_is_exactly_the_site(steps in proptest::collection::vec(any_step(), 1..12)) {
        let site = Site::new();
        let out = site.path("public");
        for step in steps {
            match step {
                Step::Publish(ref map) | Step::Slowly(ref map) | Step::TwoRenames(ref map) => {
                    let before = mtimes(&out);
                    let mut target = site.open().unwrap();
                    target.can_exchange = !matches!(step, Step::TwoRenames(_));
                    let publication = put_all(target, &pairs(map)).unwrap();
                    if matches!(step, Step::Slowly(_)) {
                        std::thread::sleep(CLOCK_TICK);
                    }
                    publication.finish().unwrap();
                    prop_assert_eq!(&site.public(), map);
                    for (file, time) in mtimes(&out) {
                        prop_assert!(before.get(&file).is_none_or(|former| *former == time), "{} keeps its time", file.0);
                    }
                    let quiet = fingerprint(&out);
                    prop_assert!(site.publish(&pairs(map)).unwrap().is_unchanged());
                    prop_assert_eq!(fingerprint(&out), quiet);
                }
                Step::Abandon(map, n) => {
                    let before = out.exists().then(|| (read_tree(&out), mtimes(&out)));
                    let files = pairs(&map);
                    let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
                    let publication = site.open().unwrap().begin(&paths).unwrap();
                    for (i, (_, content)) in files.iter().enumerate().take(n) {
                        publication.put(i, content.as_bytes()).unwrap();
                    }
                    drop(publication);
                    prop_assert_eq!(out.exists().then(|| (read_tree(&out), mtimes(&out))), before);
                }
                Step::RemoveOutput => drop(fs::remove_dir_all(&out)),
                Step::RemoveWorkshop => drop(fs::remove_dir_all(site.path(".public.icsi"))),
                Step::HarmTree(n) => {
                    let tree = site.path(".public.icsi/tree");
                    if fs::remove_file(tree.join(MANIFEST)).is_ok() {
                        drop(fs::remove_file(tree.join(PATHS[n])));
                        drop(fs::create_dir_all(tree.join(PATHS[n])));
                        drop(fs::write(tree.join(PATHS[(n + 1) % 9]), "harm"));
                    }
                }
                Step::Alter(n) => {
                    if out.join(PATHS[n]).is_file() {
                        fs::write(out.join(PATHS[n]), "altered").unwrap();
                    }
                }
            }
            prop_assert!(site.beside().iter().all(|name| name == "public" || name == ".public.icsi"));
        }
    }

    #[test]
    fn a_list_is_read_as_it_was_written_or_not_at_all(text in "(icsi output 1\n)?((0{30}[0-9aA]{2} [0+]?[0-9] )?[a-c./ї\u{0}\n\r]{0,12}\n?){0,4}") {
        if let Some(entries) = manifest::read(text.as_bytes()) {
            prop_assert_eq!(manifest::write(&entries), text);
            prop_assert!(!entries.iter().any(|entry| entry.path.split('/').any(|part| part.is_empty() || part == "..")));
        }
    }

    #[test]
    fn any_bytes_make_no_trouble_as_a_list(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        manifest::read(&bytes);
        manifest::read(&[b"icsi output 1\n", &bytes[..]].concat());
    }

    #[test]
    fn folders_come_after_their_parents(paths in proptest::collection::btree_set("([ab-]{1,2}/){0,4}[xy]", 0..20)) {
        let paths: Vec<String> = paths.into_iter().collect();
        let tree = tree::Tree::new(&paths).unwrap();
        for (i, folder) in tree.folders.iter().enumerate().skip(1) {
            let parent = folder.path.rsplit_once('/').map_or("", |(parent, _)| parent);
            prop_assert!(folder.parent < i);
            prop_assert_eq!(&tree.folders[folder.parent].path, parent);
        }
        for (path, &folder) in paths.iter().zip(&tree.folder_of) {
            prop_assert_eq!(&tree.folders[folder].path, path.rsplit_once('/').map_or("", |(parent, _)| parent));
        }
        let mut unique: Vec<&str> = tree.folders.iter().map(|folder| folder.path.as_str()).collect();
        unique.sort_unstable();
        unique.dedup();
        prop_assert_eq!(unique.len(), tree.folders.len());
    }
}
