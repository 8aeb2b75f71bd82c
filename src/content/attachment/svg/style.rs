//! The text of a drawing's `style` element, without rules that load a style or font from elsewhere.
//!
//! Drawing programs write them by themselves (`@import url("https://fonts…")`), and a drawing is sound without them: its
//! text takes another font. What is left is judged as a whole afterwards, so that a rule misread here cannot get through.

/// A style without `@import`, `@font-face` and `@charset` (CSS Cascading and Inheritance 4, "at-import"; CSS Fonts 4,
/// "font-face-rule"); `None` if it has none of them.
pub(super) fn without_foreign(style: &str) -> Option<String> {
    let mut kept = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = style.get(at..)?.find(['@', '"', '\'', '/']) {
        at += found;
        let rest = style.get(at..)?;
        if let Some(length) = foreign_rule(rest) {
            kept.push_str(style.get(copied..at)?);
            at += length;
            copied = at;
        } else {
            at += opaque(rest).unwrap_or(1);
        }
    }
    kept.push_str(style.get(copied..)?);
    (copied > 0).then_some(kept)
}

/// The length of a comment or quoted text that a style begins with.
fn opaque(style: &str) -> Option<usize> {
    let (opening, closing) =
        [("/*", "*/"), ("\"", "\""), ("'", "'")].into_iter().find(|(o, _)| style.starts_with(o))?;
    let inside = style.get(opening.len()..)?;
    Some(opening.len() + inside.find(closing).map_or(inside.len(), |end| end + closing.len()))
}

/// The length of the rule that a style begins with, if it is one that loads something.
fn foreign_rule(style: &str) -> Option<usize> {
    let name = style.strip_prefix('@')?;
    let name = name.get(..name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?)?;
    let is_block = match name.to_ascii_lowercase().as_str() {
        "import" | "charset" => false,
        "font-face" => true,
        _ => return None,
    };
    let (mut depth, mut at) = (0usize, 1 + name.len());
    while let Some(c) = style.get(at..)?.chars().next() {
        if let Some(length) = opaque(style.get(at..)?) {
            at += length;
            continue;
        }
        at += c.len_utf8();
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' if depth == 0 && !is_block => return Some(at),
            '{' | '}' if !is_block => return None,
            '}' => return Some(at),
            _ => {}
        }
    }
    // The end of a style ends a rule without a block.
    (!is_block && depth == 0).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(style: &str, expected: &str) {
        assert_eq!(without_foreign(style).as_deref().unwrap_or(style), expected);
    }

    #[test]
    fn rules_that_load_are_left_out() {
        check("@import url(https://e.org/css?a:wght@400;700);a{fill:red}", "a{fill:red}");
        check("@import 'https://e.org/;' screen;@IMPORT \"x\"", "");
        check("a{b:c} @font-face { font-family: \"}\"; src: url('x;') } d{}", "a{b:c}  d{}");
        check("@charset \"utf-8\";/* @import x; */a{}", "/* @import x; */a{}");
    }

    #[test]
    fn what_is_no_such_rule_stays() {
        for style in
            ["a{fill:red}", "@media print{a{}}", "@imports x;", "@font-face{", "a{b:'@import x;'}", "@import a{}", ""]
        {
            check(style, style);
        }
    }
}
