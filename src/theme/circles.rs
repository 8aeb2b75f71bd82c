//! Templates and components that lead back to themselves: such a page would have no end. Found before anything is
//! rendered, by the names that stand in tags, because a circle may lead through includes, parents and components alike.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule};

/// What can be called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Component(String),
    Template(String),
}

impl Name {
    fn text(&self) -> &str {
        match self {
            Name::Component(name) | Name::Template(name) => name,
        }
    }
}

#[derive(Debug)]
struct Node {
    file: FilePath,
    /// What it includes, extends or calls, and where.
    calls: Vec<(Name, Range<usize>)>,
}

type Nodes = BTreeMap<Name, Node>;

/// Reports each circle once, at the first of its members by name, where that leads on.
pub fn check(sources: &[(String, FilePath, &str)], diagnostics: &mut Diagnostics) {
    let mut nodes = Nodes::new();
    for (name, file, source) in sources {
        read(name, file, source, &mut nodes);
    }
    let mut reported: BTreeSet<&Name> = BTreeSet::new();
    for (name, node) in &nodes {
        let Some(circle) = circle(name, &nodes).filter(|_| !reported.contains(name)) else { continue };
        let next = circle.get(1).copied().unwrap_or(name);
        let range = node.calls.iter().find(|(called, _)| called == next).map_or(0..0, |(_, range)| range.clone());
        let way: Vec<&str> = circle.iter().chain([&name]).map(|name| name.text()).collect();
        let message = format!("`{}` leads back to itself: {}", name.text(), way.join(" → "));
        diagnostics.push(
            Diagnostic::new(Rule::Template, Location::new(&node.file, range), message)
                .hint("take one of these out: a page that holds itself has no end"),
        );
        reported.extend(circle);
    }
}

/// The shortest way from a name back to itself, without the return.
fn circle<'n>(start: &'n Name, nodes: &'n Nodes) -> Option<Vec<&'n Name>> {
    let mut ways: Vec<Vec<&Name>> = vec![vec![start]];
    let mut seen: BTreeSet<&Name> = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let calls = way.last().and_then(|last| nodes.get(*last)).map(|node| node.calls.as_slice());
            for (called, _) in calls.unwrap_or_default() {
                if called == start {
                    return Some(way);
                }
                if nodes.contains_key(called) && seen.insert(called) {
                    longer.push(way.iter().copied().chain([called]).collect());
                }
            }
        }
        ways = longer;
    }
    None
}

/// The calls of a template and of the components that it defines.
fn read(template: &str, file: &FilePath, source: &str, nodes: &mut Nodes) {
    let own = Name::Template(template.to_owned());
    let mut within = own.clone();
    nodes.insert(own.clone(), Node { file: file.clone(), calls: Vec::new() });
    for tag in tags(source) {
        let inside = source.get(tag.clone()).unwrap_or_default();
        let start = tag.start + (inside.len() - inside.trim_start_matches([' ', '\t', '\r', '\n', '-']).len());
        let inside = source.get(start..tag.end).unwrap_or_default();
        let word: String = inside.chars().take_while(|c| is_name(*c)).collect();
        let mut calls: Vec<(Name, Range<usize>)> = Vec::new();
        match word.as_str() {
            "component" => {
                let rest = inside.get(word.len()..).unwrap_or_default().trim_start();
                within = Name::Component(rest.chars().take_while(|c| is_name(*c)).collect());
                nodes.insert(within.clone(), Node { file: file.clone(), calls: Vec::new() });
                continue;
            }
            "endcomponent" => {
                within = own.clone();
                continue;
            }
            "include" | "extends" => calls.extend(quoted(inside, start).map(|(name, at)| (Name::Template(name), at))),
            _ => {}
        }
        calls.extend(components(inside, start));
        if let Some(node) = nodes.get_mut(&within) {
            node.calls.extend(calls);
        }
    }
}

/// What stands between `{{` and `}}` and between `{%` and `%}`, comments left out.
fn tags(source: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + source.get(at..)?.find('{')?;
            let close = match source.get(open + 1..)?.chars().next() {
                Some('{') => "}}",
                Some('%') => "%}",
                Some('#') => "#}",
                _ => {
                    at = open + 1;
                    continue;
                }
            };
            let start = open + 2;
            let end = start + source.get(start..)?.find(close)?;
            at = end + 2;
            if close != "#}" {
                return Some(start..end);
            }
        }
    })
}

/// The texts in quotation marks, with their places.
fn quoted(text: &str, base: usize) -> impl Iterator<Item = (String, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let open = at + text.get(at..)?.find(['"', '\'', '`'])?;
        let quote = text.get(open..)?.chars().next()?;
        let end = open + 1 + text.get(open + 1..)?.find(quote)?;
        at = end + 1;
        Some((text.get(open + 1..end)?.to_owned(), base + open + 1..base + end))
    })
}

/// The components that a tag calls: `<name`, anywhere in an expression.
fn components(text: &str, base: usize) -> impl Iterator<Item = (Name, Range<usize>)> {
    text.match_indices('<').filter_map(move |(at, _)| {
        let rest = text.get(at + 1..)?;
        let rest_at = at + 1 + (rest.len() - rest.trim_start().len());
        let name: String = rest.trim_start().chars().take_while(|c| is_name(*c)).collect();
        let range = base + rest_at..base + rest_at + name.len();
        (!name.is_empty()).then_some((Name::Component(name), range))
    })
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_whatever_they_lead_through() {
        let check = |files: &[(&str, &str)], expected: &[&str]| {
            let sources: Vec<(String, FilePath, &str)> =
                files.iter().map(|(name, source)| ((*name).to_owned(), (*name).into(), *source)).collect();
            let mut diagnostics = Diagnostics::default();
            super::check(&sources, &mut diagnostics);
            let found: Vec<String> = diagnostics
                .iter()
                .map(|diagnostic| {
                    let location = diagnostic.location.as_ref().unwrap();
                    let source = files.iter().find(|(name, _)| *name == &*location.file).unwrap().1;
                    format!("{} at {}: {}", location.file, &source[location.start..location.end], diagnostic.message)
                })
                .collect();
            assert_eq!(found, expected);
        };
        check(&[("a", "{% include \"a\" %}")], &["a at a: `a` leads back to itself: a → a"]);
        check(
            &[("a", "{% include \"b\" %}"), ("b", "{% extends 'a' %}"), ("c", "{%- include \"a\" -%}")],
            &["a at b: `a` leads back to itself: a → b → a"],
        );
        check(
            &[
                ("p", "{% component x() -%}{% include \"q\" %}{%- endcomponent x %}"),
                ("q", "{% if not <x /> %}{% endif %}"),
            ],
            &["p at q: `x` leads back to itself: x → q → x"],
        );
        check(
            &[(
                "p",
                "{% component x() %}{{ <y /> }}{% endcomponent x %}{% component y() %}{{< x />}}{% endcomponent y %}",
            )],
            &["p at y: `x` leads back to itself: x → y → x"],
        );
        check(
            &[
                ("base", "{# {% extends \"base\" %} #}{{ <x /> }} include \"base\""),
                ("page", "{% extends \"base\" %}{% include \"part\" %}"),
                ("part", "{{ \"{% include 'page'\" }}{% component x() %}{% if a < b %}{% endif %}{% endcomponent x %}"),
            ],
            &[],
        );
    }
}
