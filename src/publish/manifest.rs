//! The list of what was published: our mark in the output folder, and the leave to change what it names.
//!
//! ```text
//! icsi output 1
//! 6c78e0e3bd51d358d01e758642b85fb8 5126 en/index.html
//! 99aa06d3014798d86001c324468d497f 0 robots.txt
//! ```
//!
//! A line with the format's version, then for each file its sum, its size in bytes and its path, sorted by path. No
//! times and no owner: the same site has the same list.

use super::PublishError;
use crate::{scan, text::push_hex};

/// The name of the list in the output folder. No output can have it.
pub const MANIFEST: &str = ".icsi";

const HEADER: &str = "icsi output 1\n";

/// The longest list that is read back, in bytes: some hundred thousand files.
pub(super) const MAX_MANIFEST: u64 = 64 << 20;

/// The longest path of an output in bytes, and the longest of its parts: what common file systems take.
const MAX_PATH: usize = 1024;
const MAX_PART: usize = 255;
/// The deepest an output can lie, in parts of its path.
const MAX_DEPTH: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub path: String,
    pub size: u64,
    pub sum: u128,
}

impl AsRef<str> for Entry {
    fn as_ref(&self) -> &str {
        &self.path
    }
}

/// XXH3, 128 bits: the same on every machine, and faster than memory.
///
/// It tells texts apart, not texts made to collide: who makes two versions of a page with one sum has the former one
/// stay on the site until the next clean build, which takes nothing from anyone else.
pub(super) fn sum(bytes: &[u8]) -> u128 {
    twox_hash::XxHash3_128::oneshot(bytes)
}

/// The list's text for files that are sorted.
pub(super) fn write(sorted: &[Entry]) -> String {
    const AROUND: usize = SUM_DIGITS + "  \n".len() + 8;
    let length: usize = sorted.iter().map(|entry| entry.path.len() + AROUND).sum();
    let mut text = String::with_capacity(HEADER.len() + length);
    text.push_str(HEADER);
    for Entry { path, size, sum } in sorted {
        push_hex(&sum.to_be_bytes(), &mut text);
        text.push(' ');
        text.push_str(&size.to_string());
        text.push(' ');
        text.push_str(path);
        text.push('\n');
    }
    text
}

/// Hexadecimal digits of a sum.
const SUM_DIGITS: usize = 32;

/// The files of a list, or `None` if this is no list of ours, whole and unharmed.
///
/// A list is the leave to delete, so nothing is taken from one that this program would not have written: each line has
/// one way to be written.
pub(super) fn read(bytes: &[u8]) -> Option<Vec<Entry>> {
    let text = std::str::from_utf8(bytes).ok()?.strip_prefix(HEADER)?;
    let entries = text.split_inclusive('\n').map(read_line).collect::<Option<Vec<Entry>>>()?;
    entries.is_sorted_by(|a, b| a.path < b.path).then_some(entries)
}

fn read_line(line: &str) -> Option<Entry> {
    let (sum, rest) = line.strip_suffix('\n')?.split_at_checked(SUM_DIGITS)?;
    let (size, path) = rest.strip_prefix(' ')?.split_once(' ')?;
    let is_sum = sum.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_size = size.bytes().all(|byte| byte.is_ascii_digit()) && (size == "0" || !size.starts_with('0'));
    if !is_sum || !is_size {
        return None;
    }
    let (high, low) = sum.split_at_checked(SUM_DIGITS / 2)?;
    let [high, low] = [high, low].map(|half| u64::from_str_radix(half, 16));
    let sum = u128::from(high.ok()?) << u64::BITS | u128::from(low.ok()?);
    let size = size.parse().ok()?;
    check_path(path).ok()?;
    Some(Entry { path: path.to_owned(), size, sum })
}

/// An output's path: relative, with forward slashes, and unable to lead out of the folder.
pub(super) fn check_path(path: &str) -> Result<(), PublishError> {
    let wrong = |what: &str| Err(PublishError::misuse(format!("`{}` {what}", path.escape_debug())));
    if path.len() > MAX_PATH {
        return wrong("is too long for an output's path");
    }
    // The others begin with 0xc2.
    let may_be_control = |byte: u8| (byte < b' ') | (byte == 0x7f) | (byte == 0xc2);
    if scan::find(path.as_bytes(), may_be_control).is_some() && path.contains(|c: char| c.is_control()) {
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
