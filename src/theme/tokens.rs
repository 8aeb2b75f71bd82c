//! A template's tags as tokens, cut as Tera cuts them: plain text, comments and `{% raw %}` hold none, and a text in
//! quotation marks is one token whatever stands in it.
//!
//! Tera has no public parser. The tokens say which strings a theme uses and which templates call which. They say nothing
//! of what a call gives, which is known only when a page is rendered.

use std::{borrow::Cow, ops::Range};

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

/// A call of a function: where it stands, and the argument asked for, when that is written out as a text alone.
#[derive(Debug, PartialEq)]
pub(super) struct FunctionCall {
    /// The function's name and the parenthesis.
    pub range: Range<usize>,
    /// The text and its place.
    pub written_out: Option<(String, Range<usize>)>,
}

/// Every call of a function in a template, with one of its arguments.
pub(super) fn calls(source: &str, function: &str, argument: &str) -> Vec<FunctionCall> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let [name, open, ..] = tokens.get(at..).unwrap_or_default() else { break };
        let is_member = at.checked_sub(1).and_then(|before| tokens.get(before)).map(|before| &before.token);
        if name.token == TemplateToken::Word(function)
            && open.token == TemplateToken::Sign('(')
            && !matches!(is_member, Some(TemplateToken::Sign('.' | '|') | TemplateToken::Word("is" | "filter")))
        {
            let written_out = tokens.get(at + 2..).and_then(|rest| argument_of(rest, argument));
            found.push(FunctionCall { range: name.range.start..open.range.end, written_out });
        }
    }
    found
}

/// An argument of the call whose tokens begin behind its parenthesis.
fn argument_of(tokens: &[PlacedToken<'_>], argument: &str) -> Option<(String, Range<usize>)> {
    let mut depth = 0usize;
    let mut begins = true;
    for (at, placed) in tokens.iter().enumerate() {
        if depth == 0
            && begins
            && let Some([name, is, value, end]) = tokens.get(at..at + 4)
            && name.token == TemplateToken::Word(argument)
            && is.token == TemplateToken::Sign('=')
        {
            let is_whole = matches!(end.token, TemplateToken::Sign(',' | ')'));
            let TemplateToken::Text(text) = &value.token else { return None };
            return is_whole.then(|| (text.to_string(), value.range.clone()));
        }
        begins = depth == 0 && placed.token == TemplateToken::Sign(',');
        match placed.token {
            TemplateToken::Sign('(' | '[' | '{') => depth += 1,
            TemplateToken::Sign(')' | ']' | '}') => depth = depth.checked_sub(1)?,
            TemplateToken::Close => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_found_where_tera_makes_them() {
        let check = |source: &str, expected: &[Option<&str>]| {
            let found: Vec<Option<String>> = calls(source, "t", "key")
                .into_iter()
                .map(|call| {
                    call.written_out.map(|(key, range)| {
                        assert_eq!(&source[range], key);
                        key
                    })
                })
                .collect();
            assert_eq!(found, expected.iter().map(|k| k.map(str::to_owned)).collect::<Vec<_>>(), "{source}");
        };
        check("{{ t(key=\"a\") }} t(key=\"no\") {% if t( key = 'b', n=1) %}", &[Some("a"), Some("b")]);
        check("{{ t (key=`a`) }}{{-t(n=f(key=\"no\"), key=\"b\")-}}", &[Some("a"), Some("b")]);
        check("{{ asset(path=\"t(\") }}{# t(key=\"no\") #}", &[]);
        check("{{ t(key=name) }}{{ t(key=\"a\" ~ b) }}{{ t(n=1) }}", &[None, None, None]);
        check("{{ set(key=\"x\") }}{{ x.t }}{{ x | t(key=\"x\") }}", &[]);
        check("{{ \"it's \" ~ t(key=\"a\") }}{{ \"}}\" ~ t(key=\"b\") }}", &[Some("a"), Some("b")]);
        check("{{ \"a {# b\" }}{{ t(key=\"a\") }}{{ \"\\\"\" }}{{ t(key=\"b\") }}", &[Some("a"), Some("b")]);
        check("{{ '{{ t(key=\"no\") }}' }}{% raw %}{{ t(key=\"no\") }}{%- endraw -%}{{ t(key=\"a\") }}", &[Some("a")]);
        check("{%- raw -%}{% raw %}{{ t(key=\"no\") }}{% endraw %}{{ t(key=\"a\") }}", &[Some("a")]);
    }

    #[test]
    fn a_template_that_ends_too_early_is_read_to_its_end() {
        for source in ["{{", "{{ \"", "{{ \"\\", "{% raw %}", "{#", "{{ t(", "{{ t(key=", "{{ ї '", "{{-", "{%-"] {
            calls(source, "t", "key");
            assert!(tokens(source).iter().all(|placed| placed.range.end <= source.len()), "{source}");
        }
    }
}
