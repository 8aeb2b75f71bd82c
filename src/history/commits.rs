//! Finds changes of a site that are in no commit yet, and commits them. Only the desk asks.

use std::path::Path;

use super::{command, git, git_bytes};

/// The last place that the newest text of a page has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Publicity {
    /// The site is in no repository.
    NoRepository,
    /// It is on this machine, in no commit.
    Saved,
    /// It is in a commit that has not been handed on.
    Committed,
    /// The branch that the site is published from has it, as far as is known here.
    Published,
}

impl Publicity {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Publicity::NoRepository => "no-repository",
            Publicity::Saved => "saved",
            Publicity::Committed => "committed",
            Publicity::Published => "published",
        }
    }
}

/// The publicity of these files, the least of them all.
pub(crate) fn publicity(root: &Path, files: &[&str]) -> Publicity {
    let Some(changed) = git(root, &[&["status", "--porcelain", "-z", "--"], files].concat()) else {
        return Publicity::NoRepository;
    };
    if !changed.is_empty() {
        return Publicity::Saved;
    }
    let handed_on = git(root, &[&["diff", "--quiet", "@{upstream}", "HEAD", "--"], files].concat());
    if handed_on.is_some() { Publicity::Published } else { Publicity::Committed }
}

/// Names the author of the newest of these files; `None` where a file has changes that no commit has.
pub(crate) fn last_author(root: &Path, files: &[&str]) -> Option<String> {
    let author = git(root, &[&["log", "-n", "1", "--format=%an", "--"], files].concat())?;
    let is_known = !author.trim().is_empty() && publicity(root, files) != Publicity::Saved;
    is_known.then(|| author.trim().to_owned())
}

/// A file that differs from the last commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChangedFile {
    /// Below the site's folder.
    pub path: String,
    pub kind: FileChangeKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileChangeKind {
    New,
    Changed,
    Removed,
}

/// Sources of a site that people write.
const SOURCES: &[&str] = &["content", "site.toml", "static"];

/// The site's sources that differ from the last commit, by path. `None` where there is no repository.
pub(crate) fn changed_files(root: &Path) -> Option<Vec<ChangedFile>> {
    let prefix = git(root, &["rev-parse", "--show-prefix"])?;
    let prefix = prefix.trim_end_matches('\n');
    let listed = git(
        root,
        &[&["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--"], SOURCES].concat(),
    )?;
    let mut found: Vec<ChangedFile> = listed
        .split('\0')
        .filter_map(|line| {
            let (state, path) = line.split_at_checked(3)?;
            let kind = match state.as_bytes() {
                [b'?', ..] | [b'A', b' ' | b'M', ..] => FileChangeKind::New,
                [b'D', ..] | [_, b'D', ..] => FileChangeKind::Removed,
                _ => FileChangeKind::Changed,
            };
            Some(ChangedFile { path: path.strip_prefix(prefix)?.to_owned(), kind })
        })
        .collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Some(found)
}

/// A file's bytes in the last commit.
pub(crate) fn committed(root: &Path, file: &str) -> Option<Vec<u8>> {
    git_bytes(root, &["cat-file", "blob", &format!("HEAD:./{file}")])
}

/// A file's bytes in the folder; `None` where there is none, or something else.
#[expect(clippy::disallowed_methods, reason = "what is committed is read as it is now")]
pub(crate) fn now(root: &Path, file: &str) -> Option<Vec<u8>> {
    let path = root.join(file);
    std::fs::symlink_metadata(&path).ok().filter(std::fs::Metadata::is_file)?;
    std::fs::read(path).ok()
}

/// The person who commits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Author<'a> {
    pub name: &'a str,
    pub email: &'a str,
}

/// Whether git knows who commits here.
pub(crate) fn knows_author(root: &Path) -> bool {
    git(root, &["config", "user.email"]).is_some() && git(root, &["config", "user.name"]).is_some()
}

/// Commits these files of the site and no others, whatever else is staged. No hook is run.
///
/// # Errors
///
/// Git's own message.
pub(crate) fn commit(root: &Path, files: &[&str], message: &str, author: Option<Author<'_>>) -> Result<(), String> {
    let mut settings = vec!["-c".to_owned(), "core.hooksPath=/dev/null".to_owned()];
    if let Some(Author { name, email }) = author {
        settings.extend(["-c".to_owned(), format!("user.name={name}"), "-c".to_owned(), format!("user.email={email}")]);
    }
    let run = |arguments: &[&str]| {
        let settings = settings.iter().map(String::as_str).chain(["--literal-pathspecs"]);
        let all: Vec<&str> = settings.chain(arguments.iter().copied()).chain(files.iter().copied()).collect();
        let output = command(root).args(&all).output().map_err(|error| error.to_string())?;
        let said = [output.stdout, output.stderr].concat();
        if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&said).into_owned()) }
    };
    // A commit of named files alone takes none that git has never heard of.
    run(&["add", "--intent-to-add", "--ignore-removal", "--"]).or_else(|_| run(&["add", "--"]))?;
    run(&["commit", "--quiet", "--only", "--message", message, "--"])
}
