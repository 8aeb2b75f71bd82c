//! The split of a page into front matter and body.

use std::ops::Range;

use crate::{
    diagnostics::{Rule, Sink},
    message,
};

/// Front matter may be this long, in bytes.
pub const LIMIT: usize = 64 * 1024;

/// Byte ranges of the TOML between the `+++` lines and of the body after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    pub toml: Range<usize>,
    pub body: Range<usize>,
}

/// `None` when the page has no front matter that begins and ends, which is reported.
pub fn split(text: &str, sink: &mut Sink) -> Option<Split> {
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
                    let message = message!("front-matter-too-long", limit = LIMIT / 1024);
                    sink.report(Rule::Limit, &(toml_start..toml_start), message)
                        .hint(message!("front-matter-too-long.hint"));
                    return None;
                }
                return Some(Split { toml: toml_start..at, body: at + line.len()..text.len() });
            }
            Some(_) => {}
        }
        at += line.len();
    }
    let first_line = start..start + text.get(start..).unwrap_or_default().lines().next().map_or(0, str::len);
    if toml_start.is_some() {
        sink.report(Rule::FrontMatter, &first_line, message!("front-matter-without-end"))
            .hint(message!("front-matter-without-end.hint"));
    } else {
        sink.report(Rule::FrontMatter, &first_line, message!("no-front-matter")).hint(message!("no-front-matter.hint"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, toml: &str, body: &str) {
        let split = split(text, &mut Sink::new(&"x.md".into())).unwrap();
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
            let mut sink = Sink::new(&"x.md".into());
            assert_eq!(split(text, &mut sink), None, "{text}");
            assert_eq!(sink.found.iter().map(|found| found.rule).collect::<Vec<_>>(), [Rule::FrontMatter], "{text}");
        }
    }
}
