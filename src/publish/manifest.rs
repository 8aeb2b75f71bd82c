//! The list of what was published: our mark in the output folder, and the leave to change what it names.
//!
//! ```text
//! icsi output 1
//! en/index.html
//! index.html
//! ```
//!
//! A line with the format's version, then each path on a line, sorted by bytes. No times and no owner: the same site
//! has the same list. No sums either: whether a file is still what it was is asked of the file itself.

use super::PublishError;

/// The name of the list in the output folder. No output can have it.
pub const MANIFEST: &str = ".icsi";

const HEADER: &str = "icsi output 1\n";

/// The longest list that is read back, in bytes: half a million paths of usual length.
pub(super) const MAX_MANIFEST: u64 = 64 << 20;

/// The longest path of an output in bytes, and the longest of its parts: what common file systems take.
const MAX_PATH: usize = 1024;
const MAX_PART: usize = 255;
/// The deepest an output can lie, in parts of its path.
const MAX_DEPTH: usize = 64;

/// The list's text for paths that are sorted.
pub(super) fn write<'a>(sorted: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::from(HEADER);
    for path in sorted {
        text.push_str(path);
        text.push('\n');
    }
    text
}

/// The paths of a list, or `None` if this is no list of ours, whole and unharmed.
///
/// A list is the leave to delete, so nothing is taken from one that this program would not have written.
pub(super) fn read(bytes: &[u8]) -> Option<Vec<String>> {
    let text = std::str::from_utf8(bytes).ok()?.strip_prefix(HEADER)?;
    if !text.is_empty() && !text.ends_with('\n') {
        return None;
    }
    let paths: Vec<String> = text.lines().map(str::to_owned).collect();
    let sound = paths.iter().all(|path| check_path(path).is_ok()) && paths.is_sorted_by(|a, b| a < b);
    sound.then_some(paths)
}

/// An output's path: relative, with forward slashes, and unable to lead out of the folder.
pub(super) fn check_path(path: &str) -> Result<(), PublishError> {
    let wrong = |what: &str| Err(PublishError::misuse(format!("`{}` {what}", path.escape_debug())));
    if path.len() > MAX_PATH {
        return wrong("is too long for an output's path");
    }
    if path.contains(|c: char| c.is_control()) {
        return wrong("holds a control character");
    }
    if path == MANIFEST || path.starts_with(".icsi/") {
        return wrong("is the name of the list of what was published");
    }
    let mut depth = 0;
    for part in path.split('/') {
        depth += 1;
        if part.is_empty() || part == "." || part == ".." || part.len() > MAX_PART || depth > MAX_DEPTH {
            return wrong("is not a possible path of an output");
        }
    }
    Ok(())
}
