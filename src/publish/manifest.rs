//! The list of what was published. It marks the output folder as ours, and permits the tool to replace and delete the
//! files that it names.
//!
//! ```text
//! icsi output 1
//! 6c78e0e3bd51d358d01e758642b85fb8 5126 en/index.html
//! 99aa06d3014798d86001c324468d497f 0 robots.txt
//! ```
//!
//! The first line has the version of the format. A line for each file follows, sorted by path: its sum, its size in bytes,
//! its path. There are no times and no owners, so that the same site has the same list.

use super::PublishError;
use crate::{
    message,
    {scan, text::push_hex},
};

/// The name of the list in the output folder. No output can have it.
pub const MANIFEST: &str = ".icsi";

const HEADER: &str = "icsi output 1\n";

/// The longest list that is read back, in bytes: some hundred thousand files.
pub(super) const MAX_MANIFEST: u64 = 64 << 20;

/// The longest path of an output and the longest part of it, in bytes, that common file systems take.
const MAX_PATH: usize = 1024;
const MAX_PART: usize = 255;
/// The most parts that the path of an output can have.
const MAX_DEPTH: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListedFile {
    pub path: String,
    pub size: u64,
    pub sum: u128,
}

impl AsRef<str> for ListedFile {
    fn as_ref(&self) -> &str {
        &self.path
    }
}

/// The sum of a file's content: XXH3 with 128 bits, the same on every machine and faster than memory.
///
/// It is not cryptographic. Whoever makes two versions of a page with one sum only keeps their own former version on the
/// site until the next clean build.
pub(super) fn sum(bytes: &[u8]) -> u128 {
    twox_hash::XxHash3_128::oneshot(bytes)
}

/// The text of the list of these files, which are sorted by path.
pub(super) fn write(sorted: &[ListedFile]) -> String {
    const AROUND: usize = SUM_DIGITS + "  \n".len() + 8;
    let length: usize = sorted.iter().map(|entry| entry.path.len() + AROUND).sum();
    let mut text = String::with_capacity(HEADER.len() + length);
    text.push_str(HEADER);
    for ListedFile { path, size, sum } in sorted {
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
pub(super) const SUM_DIGITS: usize = 32;

/// The files of a list, or `None` if these bytes are not exactly what this program would have written.
///
/// A list permits the tool to delete, so a list with one wrong line permits nothing.
pub(super) fn read(bytes: &[u8]) -> Option<Vec<ListedFile>> {
    let text = std::str::from_utf8(bytes).ok()?.strip_prefix(HEADER)?;
    let entries = text.split_inclusive('\n').map(read_line).collect::<Option<Vec<ListedFile>>>()?;
    entries.is_sorted_by(|a, b| a.path < b.path).then_some(entries)
}

fn read_line(line: &str) -> Option<ListedFile> {
    let (sum, rest) = line.strip_suffix('\n')?.split_at_checked(SUM_DIGITS)?;
    let (size, path) = rest.strip_prefix(' ')?.split_once(' ')?;
    let is_size = size.bytes().all(|byte| byte.is_ascii_digit()) && (size == "0" || !size.starts_with('0'));
    if !is_size {
        return None;
    }
    let sum = parse_sum(sum)?;
    let size = size.parse().ok()?;
    check_path(path).ok()?;
    Some(ListedFile { path: path.to_owned(), size, sum })
}

/// The sum that [`SUM_DIGITS`] lower-case digits say.
pub(super) fn parse_sum(digits: &str) -> Option<u128> {
    if digits.len() != SUM_DIGITS || !digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    // Two halves are read in much less time than one whole.
    let (high, low) = digits.split_at_checked(SUM_DIGITS / 2)?;
    let [high, low] = [high, low].map(|half| u64::from_str_radix(half, 16));
    Some(u128::from(high.ok()?) << u64::BITS | u128::from(low.ok()?))
}

/// Checks the path of an output: relative, with forward slashes, and unable to lead out of the folder.
pub(super) fn check_path(path: &str) -> Result<(), PublishError> {
    let path_shown = || path.escape_debug().to_string();
    if path.len() > MAX_PATH {
        return Err(PublishError::misuse(message!("misuse-long", path = path_shown())));
    }
    // Control characters beyond ASCII begin with the byte 0xc2.
    let may_be_control = |byte: u8| (byte < b' ') | (byte == 0x7f) | (byte == 0xc2);
    if scan::find(path.as_bytes(), may_be_control).is_some() && path.contains(|c: char| c.is_control()) {
        return Err(PublishError::misuse(message!("misuse-control", path = path_shown())));
    }
    if path == MANIFEST || path.starts_with(".icsi/") {
        return Err(PublishError::misuse(message!("misuse-list", path = path_shown())));
    }
    let mut depth = 0;
    for part in path.split('/') {
        depth += 1;
        if part.is_empty() || part == "." || part == ".." || part.len() > MAX_PART || depth > MAX_DEPTH {
            return Err(PublishError::misuse(message!("misuse-path", path = path_shown())));
        }
    }
    Ok(())
}
