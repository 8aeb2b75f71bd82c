//! Templates and components that lead back to themselves: such a page would have no end. Found before anything is
//! rendered, by the tokens of their tags, because a circle may lead through includes, parents and components alike.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    layers::ThemeTemplate,
    tokens::{PlacedToken, TemplateToken},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    message,
};

/// A template or component, which another can call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum PartName {
    Component(String),
    Template(String),
}

impl PartName {
    fn text(&self) -> &str {
        match self {
            PartName::Component(name) | PartName::Template(name) => name,
        }
    }
}

/// A template, or a component that it defines, as its text says it.
#[derive(Debug)]
pub(super) struct TemplatePart {
    /// The component's name; `None` for the template itself.
    component: Option<String>,
    /// The templates it includes or extends and the components it calls, with their places.
    calls: Vec<(PartName, Range<usize>)>,
}

/// Words after which a value is still to come.
const OPERATORS: &[&str] = &["if", "elif", "else", "in", "not", "and", "or", "is"];

/// All parts by their names, each with the template's file.
type TemplateParts<'s> = BTreeMap<PartName, (&'s FilePath, &'s [(PartName, Range<usize>)])>;

/// Reports each circle once, at the first of its members by name, where that leads on.
pub(super) fn check(templates: &[ThemeTemplate<'_>], diagnostics: &mut Diagnostics) {
    let mut nodes = TemplateParts::new();
    for template in templates {
        for TemplatePart { component, calls } in &template.tags.parts {
            let name = match component {
                Some(component) => PartName::Component(component.clone()),
                None => PartName::Template(template.name.clone()),
            };
            nodes.insert(name, (&template.file.path, calls));
        }
    }
    let mut reported: BTreeSet<&PartName> = BTreeSet::new();
    for (name, (file, calls)) in &nodes {
        let Some(circle) = circle(name, &nodes).filter(|_| !reported.contains(name)) else { continue };
        let next = circle.get(1).copied().unwrap_or(name);
        let range = calls.iter().find(|(called, _)| called == next).map_or(0..0, |(_, range)| range.clone());
        let way: Vec<&str> = circle.iter().chain([&name]).map(|name| name.text()).collect();
        let message = message!("template-circle", name = name.text(), way = way.join(" → "));
        diagnostics.push(
            Diagnostic::new(Rule::Template, Location::new(file, range), message).hint(message!("template-circle.hint")),
        );
        reported.extend(circle);
    }
}

/// The shortest way from a part back to itself: all parts on it, the first named once.
fn circle<'n>(start: &'n PartName, nodes: &'n TemplateParts<'_>) -> Option<Vec<&'n PartName>> {
    let mut ways: Vec<Vec<&PartName>> = vec![vec![start]];
    let mut seen: BTreeSet<&PartName> = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let calls = way.last().and_then(|last| nodes.get(*last)).map(|(_, calls)| *calls);
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

/// The calls of a template, first, and of the components that it defines.
pub(super) fn parts(tokens: &[PlacedToken<'_>]) -> Vec<TemplatePart> {
    let mut own = TemplatePart { component: None, calls: Vec::new() };
    let mut components: Vec<TemplatePart> = Vec::new();
    let mut in_component = false;
    let mut open: Option<usize> = None;
    for (at, placed) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        let called = match (&placed.token, next.map(|next| &next.token)) {
            (TemplateToken::Open, _) => {
                open = Some(at);
                continue;
            }
            (TemplateToken::Word("component"), _) if follows(open, at) => {
                let (name, _) = dotted_name(tokens.get(at + 1..).unwrap_or_default());
                components.push(TemplatePart { component: Some(name), calls: Vec::new() });
                in_component = true;
                continue;
            }
            (TemplateToken::Word("endcomponent"), _) if follows(open, at) => {
                in_component = false;
                continue;
            }
            (TemplateToken::Word("include" | "extends"), Some(TemplateToken::Text(name))) if follows(open, at) => {
                next.map(|next| (PartName::Template(name.to_string()), next.range.clone()))
            }
            (TemplateToken::Sign('<'), Some(TemplateToken::Word(_)))
                if !at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(ends_a_value) =>
            {
                let (name, range) = dotted_name(tokens.get(at + 1..).unwrap_or_default());
                Some((PartName::Component(name), range))
            }
            _ => None,
        };
        let within = components.last_mut().filter(|_| in_component).unwrap_or(&mut own);
        within.calls.extend(called);
    }
    std::iter::once(own).chain(components).collect()
}

/// Whether a token is its tag's first word.
fn follows(open: Option<usize>, at: usize) -> bool {
    open.is_some_and(|open| open + 1 == at)
}

/// Whether a `<` behind the token compares a value; anywhere else it begins a component's call.
fn ends_a_value(before: &PlacedToken<'_>) -> bool {
    match &before.token {
        TemplateToken::Word(word) => !OPERATORS.contains(word),
        TemplateToken::Text(_) | TemplateToken::Number | TemplateToken::Sign(')' | ']' | '}') => true,
        TemplateToken::Open | TemplateToken::Close | TemplateToken::Sign(_) => false,
    }
}

/// The name at the beginning of the tokens, of words with dots between them, and its place.
fn dotted_name(tokens: &[PlacedToken<'_>]) -> (String, Range<usize>) {
    let mut name = String::new();
    let mut range = tokens.first().map_or(0..0, |first| first.range.clone());
    for placed in tokens {
        match placed.token {
            TemplateToken::Word(word) if name.is_empty() || name.ends_with('.') => name.push_str(word),
            TemplateToken::Sign('.') if !name.ends_with('.') => name.push('.'),
            _ => break,
        }
        range.end = placed.range.end;
    }
    (name, range)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        source::SourceTree,
        theme::layers::{self, TagsMemo},
    };

    #[test]
    fn circles_are_found_whatever_they_lead_through() {
        let check = |files: &[(&str, &str)], expected: &[&str]| {
            let tree = SourceTree::from_texts(files.iter().copied());
            let templates = tree.iter().map(|file| ((*file.path).to_owned(), file));
            let templates = layers::with_tags(templates.collect(), &mut TagsMemo::default());
            let mut diagnostics = Diagnostics::default();
            super::check(&templates, &mut diagnostics);
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
            &[("p", "{% component a.b() %}{% if x in <a.b /> %}{% endif %}{% endcomponent a.b %}")],
            &["p at a.b: `a.b` leads back to itself: a.b → a.b"],
        );
        check(
            &[
                ("base", "{# {% extends \"base\" %} #}{{ <x /> }} include \"base\""),
                ("page", "{% extends \"base\" %}{% include \"part\" %}"),
                (
                    "part",
                    "{{ \"{% include 'page' %}\" }}{% raw %}{% include 'page' %}{% endraw %}{% component x() %}{% if a < x %}{{ f(x=1) < x }}{% endif %}{% endcomponent x %}",
                ),
            ],
            &[],
        );
    }
}
