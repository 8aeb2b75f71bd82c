//! A site as one text, the real `icsi` run on it, and what came of it.
//!
//! A text describes a file tree: a line `//- content/about.en.md` begins a file, and what follows up to the next such
//! line is what it holds. [`Site::new`] puts it over a small bilingual site with a plain theme (tests/fixtures/), so a
//! test says only what it is about. Expected values stand beside the tests and are rewritten by `SNAPSHOTS=overwrite`.

pub mod desk;
pub mod editor;
pub mod html;
pub mod serve;
pub mod walk;

use std::{
    collections::BTreeMap,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::Arc,
};

/// site.toml, vocabularies and pages that most tests start from.
pub const BASE: &str = include_str!("../fixtures/base.txt");

/// A site in a temporary folder of its own, removed when dropped.
pub struct Site {
    folder: Arc<tempfile::TempDir>,
    pub root: PathBuf,
}

impl Site {
    /// The base site with these files added or replaced.
    pub fn new(files: &str) -> Self {
        let site = Self::empty();
        site.write(BASE);
        site.write(files);
        site
    }

    /// Nothing but the plain theme.
    pub fn empty() -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let root = folder.path().join("site");
        copy(&fixtures().join("theme"), &root.join("themes/plain"));
        std::fs::create_dir_all(folder.path().join("home")).unwrap();
        Self { folder, root }
    }

    /// Nothing but a theme of this repository.
    pub fn with_theme(name: &str) -> Self {
        let site = Self::empty();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes").join(name), &site.path("themes").join(name));
        site
    }

    /// The folder that holds the site's folder and the home folder of whoever runs the tool.
    pub fn above(&self) -> &Path {
        self.folder.path()
    }

    pub fn home(&self) -> PathBuf {
        self.above().join("home")
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Writes every file of a text that describes a tree.
    pub fn write(&self, files: &str) {
        for (path, text) in tree(files) {
            self.write_bytes(path, text.as_bytes());
        }
    }

    pub fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Replaces a part of a file, which must be there once. Whoever looks meanwhile sees it as it was or as it is to be.
    pub fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "`{from}` stands once in {path}");
        let path = self.path(path);
        let name = path.file_name().unwrap().to_str().unwrap();
        let other = path.with_file_name(format!(".{name}.part"));
        std::fs::write(&other, text.replace(from, to)).unwrap();
        std::fs::rename(other, path).unwrap();
    }

    pub fn remove(&self, path: &str) {
        std::fs::remove_file(self.path(path)).unwrap();
    }

    /// Removes every page, and keeps site.toml, the vocabularies and the theme.
    pub fn without_pages(&self) {
        for path in files_below(&self.path("content")).iter().filter(|path| path.ends_with(".md")) {
            self.remove(&format!("content/{path}"));
        }
    }

    /// The command, about to be run in the site's folder with nothing of this machine's environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_icsi"));
        command.args(arguments).current_dir(&self.root).env_clear().env("HOME", self.home());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command
    }

    pub fn icsi(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    pub fn build(&self) -> Run {
        self.icsi(&["build", "--no-sync", "--format", "json"])
    }

    pub fn check(&self) -> Run {
        self.icsi(&["check", "--format", "json"])
    }

    /// Builds a site that has nothing wrong with it, and says where it is published.
    #[track_caller]
    pub fn built(&self) -> Published {
        let run = self.build();
        assert_eq!((run.code, run.diagnostics().as_str()), (0, ""), "{}", run.stderr);
        self.published()
    }

    pub fn published(&self) -> Published {
        Published { folder: self.path("public"), _keep: Some(Arc::clone(&self.folder)) }
    }
}

/// The end of a run of the command.
#[derive(Clone, Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    pub fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().unwrap();
        Self {
            code: status.code().unwrap_or_else(|| panic!("ended by a signal: {status}")),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }

    /// The JSON lines as `file:line:column rule: hint`, a line for each; warnings say so.
    pub fn diagnostics(&self) -> String {
        self.stdout.lines().map(|line| shown(&serde_json::from_str(line).unwrap()) + "\n").collect()
    }
}

fn shown(line: &serde_json::Value) -> String {
    let text = |key: &str| line[key].as_str().unwrap_or_default();
    let place = match line["file"].as_str() {
        Some(file) => format!("{file}:{}:{}", line["line"], line["column"]),
        None => "-".to_owned(),
    };
    let warning = if text("severity") == "warning" { " (warning)" } else { "" };
    assert!(!text("message").is_empty() && !text("message").ends_with('.'), "{line}");
    assert!(!text("hint").is_empty(), "a diagnostic says what to do: {line}");
    format!("{place} {}{warning}: {}", text("rule"), text("hint"))
}

/// A published site.
#[derive(Clone, Debug)]
pub struct Published {
    pub folder: PathBuf,
    /// The temporary folder that it stands in, if it would go away with a [`Site`].
    _keep: Option<Arc<tempfile::TempDir>>,
}

impl Published {
    pub fn at(folder: PathBuf) -> Self {
        Self { folder, _keep: None }
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn has(&self, path: &str) -> bool {
        self.folder.join(path).is_file()
    }

    /// Every file with its bytes, by its path below the folder.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.paths().into_iter().map(|path| (path.clone(), std::fs::read(self.folder.join(path)).unwrap())).collect()
    }

    pub fn paths(&self) -> Vec<String> {
        files_below(&self.folder)
    }

    /// Inode and modification time of every file and folder: what a run that writes nothing leaves alone.
    pub fn marks(&self) -> BTreeMap<PathBuf, (u64, i64, i64)> {
        walkdir::WalkDir::new(&self.folder)
            .into_iter()
            .map(|entry| {
                let meta = entry.as_ref().unwrap().metadata().unwrap();
                (entry.unwrap().into_path(), (meta.ino(), meta.mtime(), meta.mtime_nsec()))
            })
            .collect()
    }

    /// A text with `[fingerprint]` in the place of each fingerprint in the name of a file that is published, so that an
    /// expected value does not change with the bytes of a style sheet or a map. One that leads to no file stays as it is.
    pub fn without_fingerprints(&self, text: &str) -> String {
        let assets = self.paths().into_iter().filter(|path| path.starts_with("assets/"));
        assets.fold(text.to_owned(), |text, path| {
            let name = path.rsplit('/').next().unwrap();
            let is_fingerprint =
                |part: &&str| part.len() == 10 && part.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
            let Some(fingerprint) = name.split(['.', '-']).rfind(is_fingerprint) else { return text };
            text.replace(name, &name.replace(fingerprint, "[fingerprint]"))
        })
    }

    /// Texts as one, without fingerprints: each file below a line with its path, other files by their size. The list of
    /// what was published and the search index are left out: they have tests of their own.
    pub fn whole(&self) -> String {
        let whole: String = self
            .files()
            .into_iter()
            // The search index and the map are held by tests of their own.
            .filter(|(path, _)| {
                path != ".icsi" && !path.starts_with("assets/search/") && !path.starts_with("assets/map.")
            })
            .map(|(path, bytes)| match String::from_utf8(bytes) {
                Ok(text) => format!("//- {path}\n{}\n\n", text.trim_end()),
                Err(error) => format!("//- {path}\n{} bytes\n\n", error.as_bytes().len()),
            })
            .collect();
        self.without_fingerprints(&whole)
    }
}

/// English strings as a file of a language has them in which some numbers are `few`.
pub fn with_few(strings: &str) -> String {
    let mut before = "";
    let mut all = String::new();
    for line in strings.lines() {
        if let Some((blanks, text)) = line.split_once("*[other]").filter(|_| before.contains("[one]")) {
            all += &format!("{blanks}[few]{text}\n");
        }
        all += &format!("{line}\n");
        before = line;
    }
    all
}

/// The paths of all files below a folder, sorted.
pub fn files_below(folder: &Path) -> Vec<String> {
    let mut paths: Vec<String> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned())
        .collect();
    paths.sort();
    paths
}

/// The files that a text describes, as path and content.
pub fn tree(text: &str) -> Vec<(&str, &str)> {
    let mut parts: Vec<(&str, &str)> = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (path, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let path = path.strip_prefix("//- ").unwrap_or_else(|| panic!("a file begins with `//- path`: {path}"));
        let end = if after.starts_with("//- ") { 0 } else { after.find("\n//- ").map_or(after.len(), |at| at + 1) };
        let (content, next) = after.split_at(end);
        parts.push((path.trim(), content));
        rest = next;
    }
    parts
}

pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Copies a folder with all that it holds.
pub fn copy(from: &Path, to: &Path) {
    for path in files_below(from) {
        let target = to.join(&path);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(from.join(&path), target).unwrap();
    }
}
