//! Calls of functions in templates that are told what they are to give by a text that is written out: `t(key="home")`,
//! `asset(path="css/site.css")`. Which strings a theme uses is known by them, and those that always give the same are
//! answered once for each language ([`answered`]) and not at every page.

use std::ops::Range;

/// A call in a template's source.
#[derive(Debug, PartialEq)]
pub struct Call {
    /// Where the function's name begins.
    pub start: usize,
    /// The argument that matters, and where it is written; `None` when it is not a text alone.
    pub written_out: Option<(String, Range<usize>)>,
    /// Where the call ends, when it has no other argument.
    pub only_argument: Option<usize>,
}

/// Every call of a function in a template.
pub fn calls(source: &str, function: &str, argument: &str) -> Vec<Call> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = source.get(at..).and_then(|rest| rest.find(function)) {
        let start = at + offset;
        at = start + function.len();
        let Some(arguments) = source.get(at..).and_then(|rest| rest.strip_prefix('(')) else { continue };
        let before = source.get(..start).and_then(|before| before.chars().next_back());
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-')) || !in_tag(source, start) {
            continue;
        }
        let inner = arguments.trim_start();
        let value = inner.strip_prefix(argument).map(str::trim_start).and_then(|rest| rest.strip_prefix('='));
        found.push(match value.and_then(|value| literal(source, value.trim_start())) {
            Some((text, range, after)) => {
                let only_argument = after.starts_with(')').then(|| source.len() - after.len() + 1);
                Call { start, written_out: Some((text, range)), only_argument }
            }
            None => Call { start, written_out: None, only_argument: None },
        });
    }
    found
}

/// A text in quotation marks that is an argument's whole value: `"a" ~ b` is not. Its range, and what follows it.
fn literal<'s>(source: &str, value: &'s str) -> Option<(String, Range<usize>, &'s str)> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let inner = value.get(1..)?;
    let end = inner.find(quote)?;
    let text = inner.get(..end)?;
    let start = source.len() - inner.len();
    let after = inner.get(end + 1..)?.trim_start();
    (after.starts_with(',') || after.starts_with(')')).then(|| (text.to_owned(), start..start + end, after))
}

/// Whether a place is inside `{{ … }}` or `{% … %}` and not in a comment or plain text.
fn in_tag(source: &str, at: usize) -> bool {
    let before = source.get(..at).unwrap_or_default();
    let open = ["{{", "{%"].iter().filter_map(|tag| before.rfind(tag).map(|i| (i, *tag))).max();
    let Some((open_at, tag)) = open else { return false };
    let close = if tag == "{{" { "}}" } else { "%}" };
    let inside = before.get(open_at + 2..).unwrap_or_default();
    let is_comment =
        || before.rfind("{#").is_some_and(|open| before.get(open..).is_some_and(|rest| !rest.contains("#}")));
    // An odd quotation mark before the place: it stands in a text.
    !inside.contains(close) && inside.matches(['"', '\'', '`']).count() % 2 == 0 && !is_comment()
}

/// Whether a template gives a name another value somewhere: `set name`, `for name in`, `<component name={…}`.
pub fn rebinds(source: &str, name: &str) -> bool {
    source.match_indices(name).any(|(at, _)| {
        let before = source.get(..at).unwrap_or_default();
        let after = source.get(at + name.len()..).unwrap_or_default();
        let is_word = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'))
            && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let after = after.trim_start();
        let is_given = after.starts_with('=') && !after.starts_with("==");
        let earlier = before.trim_end();
        let is_looped = earlier.ends_with("for") || (earlier.ends_with(',') && after.starts_with("in "));
        is_word && in_tag(source, at) && (is_given || is_looped || after.starts_with(','))
    })
}

/// The template with the texts that its calls give in their places, where `answer` knows one.
///
/// A call that is all of a `{{ … }}` becomes text of the template; any other a literal. What would have to be escaped
/// for that is left as a call: it is correct, and rare.
///
/// `value` knows what never changes of the data, by its path: `site.title`. What a component writes is left to it, since
/// a component sees only what it is given.
pub fn answered(
    source: &str,
    functions: &[(&str, &str)],
    answer: impl Fn(&str, &str) -> Option<String>,
    value: impl Fn(&str) -> Option<String>,
) -> String {
    let mut replacements: Vec<(Range<usize>, String)> = Vec::new();
    if !source.contains("endcomponent") {
        let known = values(source).filter_map(|(path, range)| Some((range, value(path)?)));
        let known = known.filter(|(range, _)| in_tag(source, range.start));
        replacements.extend(known.filter_map(|(range, text)| replacement(source, range, text)));
    }
    for (function, argument) in functions {
        for call in calls(source, function, argument) {
            let (Some((value, _)), Some(end)) = (call.written_out, call.only_argument) else { continue };
            let Some(text) = answer(function, &value) else { continue };
            replacements.extend(replacement(source, call.start..end, text));
        }
    }
    replacements.sort_by_key(|(range, _)| range.start);
    let mut whole = String::with_capacity(source.len());
    let mut copied = 0;
    for (range, text) in replacements {
        whole.push_str(source.get(copied..range.start).unwrap_or_default());
        whole.push_str(&text);
        copied = range.end;
    }
    whole.push_str(source.get(copied..).unwrap_or_default());
    whole
}

/// The paths that stand alone in `{{ … }}`, and where.
fn values(source: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    source.match_indices("{{").filter_map(|(open, _)| {
        let start = open + 2;
        let inner = source.get(start..)?;
        let inner = inner.get(..inner.find("}}")?)?;
        let path = inner.trim();
        let is_path = path.contains('.') && path.bytes().all(|byte| byte.is_ascii_lowercase() || b"._".contains(&byte));
        let at = start + (inner.len() - inner.trim_start().len());
        is_path.then(|| (path, at..at + path.len()))
    })
}

fn replacement(source: &str, call: Range<usize>, text: String) -> Option<(Range<usize>, String)> {
    let before = source.get(..call.start)?;
    let after = source.get(call.end..)?;
    let is_plain = !text.is_empty() && text.trim() == text && !text.contains(['&', '<', '>', '"', '\'', '{', '}']);
    if is_plain
        && let Some(open) = before.trim_end().strip_suffix("{{")
        && let Some(rest) = after.trim_start().strip_prefix("}}")
    {
        return Some((open.len()..source.len() - rest.len(), text));
    }
    let quote = ['"', '\'', '`'].into_iter().find(|quote| !text.contains(*quote))?;
    (!text.contains('\\')).then(|| (call, format!("{quote}{text}{quote}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_found_in_tags_only() {
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
        check("{{ asset(path=\"t(\") }}{# t(key=\"no\") #}", &[]);
        check("{{ t(key=name) }}{{ t(key=\"a\" ~ b) }}", &[None, None]);
        check("{{ set(key=\"x\") }}", &[]);
    }

    #[test]
    fn a_name_with_another_value_is_seen() {
        for changes in [
            "{% set language = x %}",
            "{% for language in all %}",
            "{% for _, language in all %}",
            "{{ <a language={x} /> }}",
            "{% for language, x in all %}",
        ] {
            assert!(rebinds(changes, "language"), "{changes}");
        }
        for keeps in [
            "language = x",
            "{{ language.tag }}",
            "{% if language == x %}",
            "{% if page.language %}",
            "{% component a(x, @language) -%}",
        ] {
            assert!(!rebinds(keeps, "language"), "{keeps}");
        }
    }

    #[test]
    fn what_is_known_stands_in_the_template() {
        let answer = |_: &str, value: &str| match value {
            "unknown" => None,
            "quoted" => Some("say \"no\"".to_owned()),
            "hostile" => Some("a\"'`b".to_owned()),
            "tag" => Some("{{ x }}".to_owned()),
            other => Some(other.to_uppercase()),
        };
        let check = |source: &str, expected: &str| {
            let value = |path: &str| (path == "site.title").then(|| "The <b> site".to_owned());
            assert_eq!(answered(source, &[("t", "key"), ("asset", "path")], answer, value), expected);
        };
        check("<p>{{ t(key=\"a\") }}</p>{{t( key = 'b' )}}", "<p>A</p>B");
        check(
            "{{- t(key=\"a\") -}} {{ f(x=t(key=\"a\"), y=asset(path=\"b\")) }}",
            "{{- \"A\" -}} {{ f(x=\"A\", y=\"B\") }}",
        );
        check("{{ t(key=\"a\", n=1) }}{{ t(key=\"unknown\") }}", "{{ t(key=\"a\", n=1) }}{{ t(key=\"unknown\") }}");
        check("{{ t(key=\"quoted\") }}{{ t(key=\"hostile\") }}", "{{ 'say \"no\"' }}{{ t(key=\"hostile\") }}");
        check("{{ t(key=\"tag\") }}{# t(key=\"a\") #}", "{{ \"{{ x }}\" }}{# t(key=\"a\") #}");
        check("{{ asset(path=\"a/b\") }}", "A/B");
        check("{{ site.title }}{{-site.title}}", "{{ \"The <b> site\" }}{{-site.title}}");
        check(
            "{{ site.titles }}{{ a.site.title }}{{ site.title | f }}{# {{ site.title }} #}",
            "{{ site.titles }}{{ a.site.title }}{{ site.title | f }}{# {{ site.title }} #}",
        );
        let component = "{% component a() %}{{ site.title }}{% endcomponent a %}";
        check(component, component);
    }
}
