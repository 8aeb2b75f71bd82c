//! Leaves lines of comments out of a script that is published: they are a fifth of its bytes.
//!
//! Whether a `/` divides or begins a regular expression cannot always be told without parsing the whole, and nothing is guessed. Every
//! reading of the text so far is followed ([`Reading`]), and a line of comments is left out only where all readings agree that a
//! line of code begins there. Where they do not, or where none is left, it stays. Line ends stay before and after what is left
//! out, so that the rest means what it meant.

use std::borrow::Cow;

/// A script with a longer line was made small already. It also limits how far readings look. In bytes.
const LONGEST_LINE: usize = 5_000;
/// A script with more readings at once is left as it is.
const MOST_READINGS: usize = 32;
/// A script with deeper templates is left as it is.
const DEEPEST: usize = 16;

/// What the text at a place is inside of, from outside in; nothing for code that is inside of no template.
type Inside = Vec<Part>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// The text of a template: `…`
    Template,
    /// Code in a template, `${…}`, in so many braces of its own.
    Code(usize),
}

/// The script without the lines that have nothing but a comment. Those that begin with `//#`, `//@` or `/*!`, or that name a licence,
/// stay.
pub(super) fn without_comments(script: &str) -> Cow<'_, str> {
    let is_plain =
        script.split('\n').all(|line| line.len() <= LONGEST_LINE && !line.trim_end_matches('\r').contains('\r'))
            && !script.contains(['\u{2028}', '\u{2029}'])
            && !script.starts_with("#!");
    if !is_plain {
        return Cow::Borrowed(script);
    }
    comments(script).map_or(Cow::Borrowed(script), |comments| {
        let mut rest = String::with_capacity(script.len());
        let mut from = 0;
        for (start, end) in comments {
            rest.push_str(script.get(from..start).unwrap_or_default());
            from = end;
        }
        rest.push_str(script.get(from..).unwrap_or_default());
        Cow::Owned(rest)
    })
}

/// The lines of comments, from the first's beginning to the beginning of the line after; `None` where no reading is right, or too
/// many are.
fn comments(script: &str) -> Option<Vec<(usize, usize)>> {
    let mut found = Vec::new();
    let mut reading = Reading { script: script.as_bytes(), open: vec![(0, Inside::new())] };
    loop {
        let at = reading.open.iter().map(|(place, _)| *place).min()?;
        if at >= script.len() {
            return Some(found);
        }
        let begins_line = at == 0 || reading.byte(at - 1) == Some(b'\n');
        let is_code = reading.open.iter().all(|(place, inside)| *place == at && inside.is_empty());
        if begins_line
            && is_code
            && let Some(end) = comment_lines(script, at)
        {
            found.push((at, end));
            reading.open = vec![(end, Inside::new())];
            continue;
        }
        let (mut here, ahead) =
            std::mem::take(&mut reading.open).into_iter().partition::<Vec<_>, _>(|(place, _)| *place == at);
        reading.open = ahead;
        here.sort();
        here.dedup();
        for (_, inside) in here {
            if inside.len() > DEEPEST || reading.open.len() > MOST_READINGS {
                return None;
            }
            reading.follow(at, inside);
        }
    }
}

/// The end of the lines of a comment that begins in this line of code and has nothing before or after it.
fn comment_lines(script: &str, at: usize) -> Option<usize> {
    let line = script.get(at..)?;
    let text = line.trim_start_matches([' ', '\t']);
    let start = at + (line.len() - text.len());
    let length = if text.starts_with("//") {
        text.find('\n').map_or(text.len(), |end| end + 1)
    } else if text.starts_with("/*") {
        let end = text.get(2..)?.find("*/")? + "/*".len() + "*/".len();
        let after = text.get(end..)?;
        let blank = after.split_inclusive('\n').next().unwrap_or_default();
        if !blank.trim().is_empty() {
            return None;
        }
        end + blank.len()
    } else {
        return None;
    };
    let comment = text.get(..length)?;
    let is_kept = ["//#", "//@", "/*!"].iter().any(|sign| comment.starts_with(sign))
        || ["@license", "@licence", "@preserve", "@cc_on"].iter().any(|word| comment.contains(word));
    (!is_kept).then_some(start + length)
}

/// All readings of a script that may be right, with the places that they have come to.
struct Reading<'s> {
    script: &'s [u8],
    open: Vec<(usize, Inside)>,
}

impl Reading<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.script.get(at).copied()
    }

    fn starts_with(&self, at: usize, text: &str) -> bool {
        self.script.get(at..).is_some_and(|rest| rest.starts_with(text.as_bytes()))
    }

    fn add(&mut self, at: usize, inside: Inside) {
        self.open.push((at, inside));
    }

    /// Reads on to the end of the next sign, string, comment or regular expression that counts. A reading that comes to what cannot be is dropped.
    fn follow(&mut self, at: usize, inside: Inside) {
        let Some(byte) = self.byte(at) else { return };
        if inside.last() == Some(&Part::Template) {
            return self.follow_template(at, byte, inside);
        }
        match byte {
            b'\'' | b'"' => {
                if let Some(end) = self.quoted(at, byte) {
                    self.add(end, inside);
                }
            }
            b'/' if self.starts_with(at, "//") => self.add(self.line_end(at), inside),
            b'/' if self.starts_with(at, "/*") => {
                if let Some(end) = self.after(at + 2, "*/") {
                    self.add(end, inside);
                }
            }
            b'/' => {
                if let Some(end) = self.expression(at) {
                    self.add(end, inside.clone());
                }
                if !self.needs_operand(at) {
                    self.add(at + 1, inside);
                }
            }
            // In scripts that are no modules these are comments, of old.
            b'<' | b'-' if self.starts_with(at, "<!--") || self.starts_with(at, "-->") => {
                self.add(self.line_end(at), inside.clone());
                self.add(at + 1, inside);
            }
            b'`' | b'{' | b'}' => self.add(at + 1, Self::after_sign(byte, inside)),
            _ => self.add(self.next(at, b"\'\"`{}/<-"), inside),
        }
    }

    /// The place of the next of some signs after the one here, at most the beginning of the next line.
    fn next(&self, at: usize, signs: &[u8]) -> usize {
        let line = self.script.get(at..).unwrap_or_default();
        if line.first() == Some(&b'\n') {
            return at + 1;
        }
        let found = line.iter().skip(1).position(|byte| *byte == b'\n' || signs.contains(byte));
        found.map_or(self.script.len(), |length| at + 1 + length)
    }

    /// Whether what stands before this place in its line leaves nothing to divide: then a `/` begins a regular expression.
    fn needs_operand(&self, at: usize) -> bool {
        let before = self.script.get(..at).unwrap_or_default();
        let last = before.iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
        last.is_some_and(|byte| b"(,=:[!&|?{;".contains(byte))
    }

    /// What the text is inside of after a sign of code.
    fn after_sign(byte: u8, mut inside: Inside) -> Inside {
        match (byte, inside.last_mut()) {
            (b'`', _) => inside.push(Part::Template),
            (b'{', Some(Part::Code(braces))) => *braces += 1,
            (b'}', Some(Part::Code(0))) => {
                inside.pop();
            }
            (b'}', Some(Part::Code(braces))) => *braces -= 1,
            _ => {}
        }
        inside
    }

    fn follow_template(&mut self, at: usize, byte: u8, mut inside: Inside) {
        let next = match byte {
            b'\\' => at + 2,
            b'$' if self.starts_with(at, "${") => {
                inside.push(Part::Code(0));
                at + 2
            }
            b'`' => {
                inside.pop();
                at + 1
            }
            _ => self.next(at, b"\\$`"),
        };
        self.add(next, inside);
    }

    /// The place after a string that begins here.
    fn quoted(&self, start: usize, quote: u8) -> Option<usize> {
        let mut at = start + 1;
        loop {
            match self.byte(at)? {
                b'\\' if self.starts_with(at, "\\\r\n") => at += 3,
                b'\\' => at += 2,
                b'\n' => return None,
                byte if byte == quote => return Some(at + 1),
                _ => at += 1,
            }
        }
    }

    /// The place after a regular expression that begins here.
    fn expression(&self, start: usize) -> Option<usize> {
        let (mut at, mut in_class) = (start + 1, false);
        loop {
            match self.byte(at)? {
                b'\n' => return None,
                b'\\' if self.byte(at + 1) == Some(b'\n') => return None,
                b'\\' => at += 2,
                b'/' if !in_class => return Some(at + 1),
                byte => {
                    in_class = byte == b'[' || (in_class && byte != b']');
                    at += 1;
                }
            }
        }
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.script.get(at..).unwrap_or_default();
        rest.iter().position(|byte| *byte == b'\n').map_or(self.script.len(), |length| at + length)
    }

    /// The place after the next `end`.
    fn after(&self, at: usize, end: &str) -> Option<usize> {
        let rest = self.script.get(at..)?;
        rest.windows(end.len()).position(|part| part == end.as_bytes()).map(|length| at + length + end.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(script: &str, expected: &str) {
        assert_eq!(without_comments(script), expected, "{script}");
    }

    #[test]
    fn lines_of_comments_are_left_out() {
        check("// What it is for.\n\nlet a = 1; // one\n  // Two.\nlet b = 2;\n", "\nlet a = 1; // one\nlet b = 2;\n");
        check(
            "/** Adds.\n * @param {number} a\n */\nfunction add(a) {}\n/* x */ add(1);",
            "function add(a) {}\n/* x */ add(1);",
        );
        check("a();\r\n// b\r\nc();\r\n", "a();\r\nc();\r\n");
        check("a();\n// the end", "a();\n");
        check("const a = x / 2;\n// half\nb / c; /* d */\n// e\n", "const a = x / 2;\nb / c; /* d */\n");
        check("const url = \"https://example.org/\";\n// a\n", "const url = \"https://example.org/\";\n");
        check("f(/[\"'`/]/g);\n// a quotation mark\ng();\n", "f(/[\"'`/]/g);\ng();\n");
        check("const a = /`/.test(b) ? /'`/ : `${/`/}`;\n// a\n", "const a = /`/.test(b) ? /'`/ : `${/`/}`;\n");
        check("const a = `${b ? `${c}` : \"}\"}`;\n// a\n", "const a = `${b ? `${c}` : \"}\"}`;\n");
    }

    #[test]
    fn what_only_looks_like_a_comment_stays() {
        for script in [
            "const a = `\n// text\n/* text */\n`;\n",
            "const a = `${\n// in a template\nb}`;\n",
            "const a = `\\`\n// text\n`;\n",
            "const a = `${`\n// text\n`}`;\n",
            "const a = \"one \\\n// text\";\n",
            "/*\n// in a comment\n*/ a();\n",
            "/* a */ b();\n",
            "//# sourceMappingURL=a.js.map\n",
            "/*! Copyright */\n",
            "/**\n * @license MIT\n */\n",
            // As division, the quotation mark begins a template that the next line ends.
            "a = b / `c` / d;\ne = /`/;\nf = `\n// text\n`;\n",
            "#!/usr/bin/env node\n// a\n",
            "a();\n// b\u{2028}c();\n",
            "a();\n// b\rc();\n",
            "/* never ends\n// a\n",
            "\"never ends\n// a\n",
        ] {
            check(script, script);
        }
        // Either way, the last line is a comment.
        check("a = b /`/`;\n// in doubt\nc = /`/;\n// not\n", "a = b /`/`;\n// in doubt\nc = /`/;\n");
        let long = format!("// a\n{}\n", "a/".repeat(LONGEST_LINE));
        check(&long, &long);
    }

    #[test]
    fn comments_of_old_have_quotation_marks_as_well() {
        check("<!-- it's\n// a\nb();\n", "<!-- it's\nb();\n");
        check("--> it's\n// a\nb();\n", "--> it's\nb();\n");
        check("while (a --> 0) b(\"it's\");\n// a\nc();\n", "while (a --> 0) b(\"it's\");\nc();\n");
    }
}
