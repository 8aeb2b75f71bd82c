//! Changes of an original since a translation followed it, found in the site's own git history.
//!
//! Only `status`, the development server's dashboard and the desk ask; a build runs no program. Without git, or when no
//! commit holds the revision, that is said instead.

use std::{path::Path, process::Command, sync::Arc};

use crate::{
    content::page::parse,
    message,
    messages::MessageLanguage,
    site::{Entry, Site},
    source::{FileContent, SourceFile},
};

pub(crate) mod changes;
pub(crate) mod commits;
pub(crate) mod push;
pub(crate) mod record;

/// The history is looked through so far back.
const COMMITS_LIMIT: usize = 500;
/// A file longer than this is not compared line by line.
const LINES_LIMIT: usize = 4_000;

/// The lines removed and added since the revision, with `-` and `+`; or why they are not known.
pub(crate) fn difference(root: &Path, site: &Site, entry: &Entry, revision: &str, language: MessageLanguage) -> String {
    let Some(original) = entry.original() else { return String::new() };
    let file = &*original.page.file;
    let Some(old) = text_at(root, site, entry, file, revision) else {
        return format!("  {}\n", message!("change-not-known", file, revision).text(language));
    };
    let Some(new) = read_now(root, file) else { return String::new() };
    lines(&old, &new, language)
}

#[expect(clippy::disallowed_methods, reason = "a command at the edge compares a page with its past")]
fn read_now(root: &Path, file: &str) -> Option<String> {
    std::fs::read_to_string(root.join(file)).ok()
}

/// The text of the original when it had this revision; `None` when no commit holds it.
pub(crate) fn text_at(root: &Path, site: &Site, entry: &Entry, file: &str, revision: &str) -> Option<String> {
    let limit = COMMITS_LIMIT.to_string();
    let log = git(root, &["log", "--format=%H", "-n", &limit, "--", file])?;
    log.lines().find_map(|commit| {
        let text = git(root, &["cat-file", "blob", &format!("{commit}:./{file}")])?;
        let source = SourceFile { path: file.into(), content: FileContent::Text(Arc::from(text.as_str())) };
        let page = parse(&source, entry.key.clone(), entry.original, &site.config, None);
        page.is_followed_by(revision).then_some(text)
    })
}

/// An earlier text of a file, found by what is true of it alone; `None` when no commit holds it.
pub(crate) fn earlier_text(root: &Path, file: &str, is_it: impl Fn(&[u8]) -> bool) -> Option<String> {
    let limit = COMMITS_LIMIT.to_string();
    let log = git(root, &["log", "--format=%H", "-n", &limit, "--", file])?;
    let texts = log.lines().filter_map(|commit| git_bytes(root, &["cat-file", "blob", &format!("{commit}:./{file}")]));
    texts.filter(|text| is_it(text)).find_map(|text| String::from_utf8(text).ok())
}

/// Why a file cannot be had back from the repository as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Uncommitted {
    /// It is not in the last commit.
    New,
    /// It says something else than in the last commit.
    Changed,
}

/// The files that differ from the last commit, given with what they say now. None where there is no repository, or no
/// commit in it.
pub(crate) fn uncommitted<'f>(
    root: &Path,
    files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
) -> Vec<(&'f str, Uncommitted)> {
    if git(root, &["rev-parse", "--verify", "--quiet", "HEAD"]).is_none() {
        return Vec::new();
    }
    let state = |file: &str, now: &[u8]| match git_bytes(root, &["cat-file", "blob", &format!("HEAD:./{file}")]) {
        None => Some(Uncommitted::New),
        Some(committed) if same_lines(&committed, now) => None,
        Some(_) => Some(Uncommitted::Changed),
    };
    files.into_iter().filter_map(|(file, now)| Some((file, state(file, now)?))).collect()
}

/// Git may be set up to give files other line ends in the folder than in the repository.
fn same_lines(a: &[u8], b: &[u8]) -> bool {
    fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
        bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
    }
    a == b || lines(a).eq(lines(b))
}

/// A repository that stands among a stranger's files brings settings of its own, and settings name programs to run.
const TRUSTED: [&str; 6] =
    ["-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false"];

fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    String::from_utf8(git_bytes(root, arguments)?).ok()
}

fn git_bytes(root: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let output = command(root).args(arguments).output().ok()?;
    output.status.success().then_some(output.stdout)
}

fn command(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("--no-optional-locks").arg("-C").arg(root).args(TRUSTED);
    command
}

/// A plain line difference by the longest common subsequence: a line for each that is removed (`-`) or added (`+`).
pub(crate) fn lines(old: &str, new: &str, language: MessageLanguage) -> String {
    let old: Vec<&str> = old.lines().collect();
    let new: Vec<&str> = new.lines().collect();
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let old = &old[start..old.len() - end];
    let new = &new[start..new.len() - end];
    if old.len() > LINES_LIMIT || new.len() > LINES_LIMIT {
        let counts = message!("lines-became", old = old.len(), new = new.len());
        return format!("  {}\n", counts.text(language));
    }
    let width = new.len() + 1;
    let mut common = vec![0u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let mut text = String::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j < new.len() && (i == old.len() || common[i * width + j + 1] > common[(i + 1) * width + j]) {
            text.push_str(&format!("  + {}\n", crate::diagnostics::report::visible(new[j])));
            j += 1;
        } else {
            text.push_str(&format!("  - {}\n", crate::diagnostics::report::visible(old[i])));
            i += 1;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_shown() {
        assert_eq!(lines("a\nb\nc\n", "a\nx\nc\nd\n", MessageLanguage::English), "  - b\n  + x\n  + d\n");
        assert_eq!(lines("a\n", "a\n", MessageLanguage::English), "");
        assert_eq!(lines("", "a\n", MessageLanguage::English), "  + a\n");
    }
}
