//! The split of a page into front matter and body.

use std::ops::Range;

use crate::diagnostics::{Diagnostic, FilePath, Location, Rule};

/// Front matter may be this long, in bytes.
pub const LIMIT: usize = 64 * 1024;

/// Byte ranges of the TOML between the `+++` lines and of the body after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    pub toml: Range<usize>,
    pub body: Range<usize>,
}

pub fn split(text: &str, file: &FilePath) -> Result<Split, Box<Diagnostic>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut at = start;
    let mut toml_start = None;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let is_fence = line.trim_end() == "+++";
        match toml_start {
            None if is_fence => toml_start = Some(at + line.len()),
            None if line.trim().is_empty() => {}
            None => break,
            Some(toml_start) if is_fence => {
                if at - toml_start > LIMIT {
                    return Err(error(
                        file,
                        toml_start..toml_start,
                        Rule::Limit,
                        format!("the front matter is longer than {} KiB", LIMIT / 1024),
                        "move text into the body",
                    ));
                }
                return Ok(Split { toml: toml_start..at, body: at + line.len()..text.len() });
            }
            Some(_) => {}
        }
        at += line.len();
    }
    let first_line = start..start + text.get(start..).unwrap_or_default().lines().next().map_or(0, str::len);
    Err(match toml_start {
        None => error(
            file,
            first_line,
            Rule::FrontMatter,
            "the page does not begin with front matter".to_owned(),
            "begin the file with a line `+++`, then title = \"…\", then another line `+++`",
        ),
        Some(_) => error(
            file,
            first_line,
            Rule::FrontMatter,
            "the front matter has no end".to_owned(),
            "put a line `+++` after its last key",
        ),
    })
}

fn error(file: &FilePath, range: Range<usize>, rule: Rule, message: String, hint: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(rule, Location::new(file, range), message).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, toml: &str, body: &str) {
        let split = split(text, &"x.md".into()).unwrap();
        assert_eq!((&text[split.toml], &text[split.body]), (toml, body));
    }

    #[test]
    fn byte_order_marks_and_line_ends_do_not_matter() {
        check("+++\na = 1\n+++\nBody\n", "a = 1\n", "Body\n");
        check("\u{feff}+++\r\na = 1\r\n+++\r\nBody\r\n", "a = 1\r\n", "Body\r\n");
        check("\n+++\n+++", "", "");
    }

    #[test]
    fn without_fences_the_error_says_what_to_write() {
        for text in ["", "# Title\n", "+++\na = 1\n", "---\ntitle: x\n---\n"] {
            assert_eq!(split(text, &"x.md".into()).unwrap_err().rule, Rule::FrontMatter, "{text}");
        }
    }
}
