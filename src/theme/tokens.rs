//! A template's tags as tokens, cut as Tera cuts them: plain text, comments and `{% raw %}` hold none, and a text in
//! quotation marks is one token whatever stands in it.
//!
//! Tera has no public parser. The tokens say which strings a theme uses and which templates call which. They say nothing
//! of what a call gives, which is known only when a page is rendered.

use std::{borrow::Cow, ops::Range};

use super::{
    circles::{self, TemplatePart},
    strings::FILTER,
};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum TemplateToken<'s> {
    /// `{{` or `{%`.
    Open,
    /// `}}` or `%}`.
    Close,
    /// A name or keyword.
    Word(&'s str),
    /// A text in quotation marks, without them.
    Text(Cow<'s, str>),
    Number,
    /// A sign that is none of the others.
    Sign(char),
}

/// A token and its bytes in the template; a text's are those between the quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlacedToken<'s> {
    pub token: TemplateToken<'s>,
    pub range: Range<usize>,
}

/// Every token of a template's tags. A tag or text that does not end is read to the template's end: Tera reports it.
pub(super) fn tokens(source: &str) -> Vec<PlacedToken<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = next_open(source, at) {
        let inside = open + 2;
        at = match source.get(open..inside) {
            Some("{#") => after(source, inside, "#}"),
            Some("{%") => match end_of_raw(source, inside) {
                Some(end) => end,
                None => read_tag(source, open, "%}", &mut found),
            },
            _ => read_tag(source, open, "}}", &mut found),
        };
    }
    found
}

/// The beginning of the next tag or comment.
fn next_open(source: &str, from: usize) -> Option<usize> {
    let bytes = source.as_bytes().get(from..)?;
    let is_open = |pair: &[u8]| matches!(pair, b"{{" | b"{%" | b"{#");
    bytes.windows(2).position(is_open).map(|at| from + at)
}

/// The place behind the next `end`, or the template's end.
fn after(source: &str, from: usize, end: &str) -> usize {
    let found = source.get(from..).and_then(|rest| rest.find(end));
    found.map_or(source.len(), |at| from + at + end.len())
}

/// The place behind `{% endraw %}`, if the tag whose inside begins at `inside` is `{% raw %}`.
fn end_of_raw(source: &str, inside: usize) -> Option<usize> {
    let mut at = end_of_simple_tag(source, inside, "raw")?;
    loop {
        let Some(open) = source.get(at..).and_then(|rest| rest.find("{%")) else { return Some(source.len()) };
        at += open + 2;
        if let Some(end) = end_of_simple_tag(source, at, "endraw") {
            return Some(end);
        }
    }
}

/// The place behind a tag that holds one word alone.
fn end_of_simple_tag(source: &str, inside: usize, word: &str) -> Option<usize> {
    let rest = source.get(inside..)?;
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_ascii_start().strip_prefix(word)?.trim_ascii_start();
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(source.len() - rest.len())
}

/// Pushes the tokens of the tag that opens at `open` and gives the place behind it.
fn read_tag<'s>(source: &'s str, open: usize, close: &str, found: &mut Vec<PlacedToken<'s>>) -> usize {
    let mut push = |token, range: Range<usize>| found.push(PlacedToken { token, range });
    let mut at = open + 2;
    push(TemplateToken::Open, open..at);
    if source.as_bytes().get(at) == Some(&b'-') {
        at += 1;
    }
    while let Some(rest) = source.get(at..)
        && let Some(first) = rest.chars().next()
    {
        if let Some(after_dash) = rest.strip_prefix('-').or(Some(rest))
            && after_dash.starts_with(close)
        {
            let end = source.len() - after_dash.len() + close.len();
            push(TemplateToken::Close, at..end);
            return end;
        }
        let length = match first {
            '"' | '\'' | '`' => {
                let (text, is_closed) = read_text(rest, first);
                let range = at + 1..at + 1 + text.len();
                let length = 1 + text.len() + usize::from(is_closed);
                push(
                    TemplateToken::Text(if text.contains('\\') { unescaped(text).into() } else { text.into() }),
                    range,
                );
                length
            }
            'a'..='z' | 'A'..='Z' | '_' => {
                let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                push(TemplateToken::Word(rest.get(..length).unwrap_or_default()), at..at + length);
                length
            }
            '0'..='9' => {
                let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
                push(TemplateToken::Number, at..at + length);
                length
            }
            _ => {
                if !first.is_whitespace() {
                    push(TemplateToken::Sign(first), at..at + first.len_utf8());
                }
                first.len_utf8()
            }
        };
        at += length;
    }
    source.len()
}

/// The text between quotation marks at the beginning of `rest` as it is written, and whether it ends.
fn read_text(rest: &str, quote: char) -> (&str, bool) {
    let inner = rest.get(1..).unwrap_or_default();
    let mut is_escaped = false;
    let end = inner.find(|c| {
        let ends = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    (end.and_then(|end| inner.get(..end)).unwrap_or(inner), end.is_some())
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('t')) => out.push('\t'),
            ('\\', Some('r')) => out.push('\r'),
            ('\\', Some(other)) => out.push(other),
            _ => out.push(c),
        }
    }
    out
}

/// A theme's own knowledge of a template, beside Tera's.
#[derive(Debug)]
pub(super) struct TemplateTags {
    /// Every use of the filter for strings.
    pub strings: Vec<FilterUse>,
    /// Every call of a function of the same name.
    pub string_calls: Vec<Range<usize>>,
    pub parts: Vec<TemplatePart>,
}

impl TemplateTags {
    pub(super) fn read(source: &str) -> Self {
        let tokens = tokens(source);
        Self {
            strings: filter_uses(&tokens, FILTER),
            string_calls: function_calls(&tokens, FILTER),
            parts: circles::parts(&tokens),
        }
    }
}

/// A use of a filter: where its name stands, and the text that it is given, when that is written out.
#[derive(Debug, PartialEq)]
pub(super) struct FilterUse {
    pub range: Range<usize>,
    /// The text and its place.
    pub written_out: Option<(String, Range<usize>)>,
}

/// Every place where a template calls a function.
fn function_calls(tokens: &[PlacedToken<'_>], function: &str) -> Vec<Range<usize>> {
    let is_call = |at: &usize| {
        let token = |at: usize| tokens.get(at).map(|placed| &placed.token);
        let before = at.checked_sub(1).and_then(token);
        token(*at) == Some(&TemplateToken::Word(function))
            && token(at + 1) == Some(&TemplateToken::Sign('('))
            && !matches!(before, Some(TemplateToken::Sign('.' | '|') | TemplateToken::Word("is" | "filter")))
    };
    (0..tokens.len()).filter(is_call).filter_map(|at| Some(tokens.get(at)?.range.clone())).collect()
}

/// Every use of a filter in a template. A filter binds tighter than any operator, so that what it is given is the text
/// right before it, if one stands there.
fn filter_uses(tokens: &[PlacedToken<'_>], filter: &str) -> Vec<FilterUse> {
    let before = |at: usize, by: usize| at.checked_sub(by).and_then(|before| tokens.get(before));
    let mut found = Vec::new();
    for (at, name) in tokens.iter().enumerate() {
        let sign = before(at, 1).map(|before| &before.token);
        if name.token != TemplateToken::Word(filter)
            || !matches!(sign, Some(TemplateToken::Sign('|') | TemplateToken::Word("filter")))
        {
            continue;
        }
        let written_out = before(at, 2).and_then(|given| match (&given.token, sign) {
            (TemplateToken::Text(text), Some(TemplateToken::Sign(_))) => Some((text.to_string(), given.range.clone())),
            _ => None,
        });
        found.push(FilterUse { range: name.range.clone(), written_out });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_of_a_filter_are_found_where_tera_makes_them() {
        let check = |source: &str, expected: &[Option<&str>]| {
            let found: Vec<Option<String>> = filter_uses(&tokens(source), "t")
                .into_iter()
                .map(|one| {
                    assert_eq!(&source[one.range], "t");
                    one.written_out.map(|(key, range)| {
                        assert_eq!(&source[range], key);
                        key
                    })
                })
                .collect();
            assert_eq!(found, expected.iter().map(|k| k.map(str::to_owned)).collect::<Vec<_>>(), "{source}");
        };
        check("{{ \"a\" | t }} \"no\" | t {% if 'b'|t(n=1) %}", &[Some("a"), Some("b")]);
        check("{{ `a` |t }}{{-\"b\" | t(n=\"c\" | t) | upper-}}", &[Some("a"), Some("b"), Some("c")]);
        check("{{ asset(path=\"'no' | t\") }}{# \"no\" | t #}", &[]);
        check("{{ name | t }}{{ (\"a\" ~ b) | t }}{{ \"a\" | upper | t(n=1) }}", &[None, None, None]);
        check("{% filter t %}a{% endfilter %}{% set a = \"b\" %}{% filter t(n=1) %}a{% endfilter %}", &[None, None]);
        check("{{ t(key=\"x\") }}{{ x.t }}{{ \"x\" | trim }}{{ \"x\" is t }}", &[]);
        check("{{ \"it's \" ~ \"a\" | t }}{{ \"}}\" ~ \"b\" | t }}", &[Some("a"), Some("b")]);
        check("{{ \"a {# b\" }}{{ \"a\" | t }}{{ \"\\\"\" }}{{ \"b\" | t }}", &[Some("a"), Some("b")]);
        check("{{ '{{ `no` | t }}' }}{% raw %}{{ \"no\" | t }}{%- endraw -%}{{ \"a\" | t }}", &[Some("a")]);
        check("{%- raw -%}{% raw %}{{ \"no\" | t }}{% endraw %}{{ \"a\" | t }}", &[Some("a")]);
    }

    #[test]
    fn calls_of_a_function_are_no_uses_of_a_filter_or_test() {
        let found = |source: &str| function_calls(&tokens(source), "t").len();
        assert_eq!(found("{{ t(key=\"a\") }}{% if -t (n=t()) %}{{ set(a=1) }}"), 3);
        assert_eq!(found("{{ \"a\" | t(n=1) }}{{ x.t(1) }}{{ 1 is t(2) }}{% filter t(n=1) %} t(1) {{ t }}"), 0);
    }

    #[test]
    fn a_template_that_ends_too_early_is_read_to_its_end() {
        for source in ["{{", "{{ \"", "{{ \"\\", "{% raw %}", "{#", "{{ \"a\" |", "{{ | t", "{{ ї '", "{{-", "{%-"] {
            TemplateTags::read(source);
            assert!(tokens(source).iter().all(|placed| placed.range.end <= source.len()), "{source}");
        }
    }
}
