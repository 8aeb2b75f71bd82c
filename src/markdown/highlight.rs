//! Code, highlighted with a closed list of classes; the theme's style sheet chooses their colours.
//!
//! Syntect's parser names each part of the code with scopes such as `keyword.control.import.rust`, of which there are
//! hundreds. [`highlight`] turns each scope into one of [`CLASSES`], so that a style sheet for any language has a dozen
//! rules, and the HTML stays small.
//!
//! Syntect's grammars are regular expressions that look back and forth, written for people's own files: one line of
//! four hundred bytes kept some of them busy for seconds. So only the languages of [`KEPT`] are highlighted, and only
//! lines and blocks of a modest size ([`is_modest`]). tests/security/highlight.rs tries the kept grammars with lines
//! made to be hard and holds each search to a number of steps.

use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::limits;
use crate::text::escape;

/// All classes that highlighted code uses.
pub const CLASSES: &[&str] = &[
    "hl-attribute",
    "hl-comment",
    "hl-constant",
    "hl-deleted",
    "hl-escape",
    "hl-function",
    "hl-heading",
    "hl-inserted",
    "hl-keyword",
    "hl-number",
    "hl-operator",
    "hl-string",
    "hl-tag",
    "hl-type",
    "hl-variable",
];

/// The class of each scope that begins so; the first that fits decides. Scopes of no class (`meta`, `punctuation`)
/// look like what they stand in.
const SCOPES: &[(&str, &str)] = &[
    ("comment", "hl-comment"),
    ("constant.numeric", "hl-number"),
    ("constant.character.escape", "hl-escape"),
    ("constant", "hl-constant"),
    ("string", "hl-string"),
    ("keyword.operator", "hl-operator"),
    ("keyword", "hl-keyword"),
    ("storage", "hl-keyword"),
    ("entity.name.function", "hl-function"),
    ("support.function", "hl-function"),
    ("variable.function", "hl-function"),
    ("entity.name.tag", "hl-tag"),
    ("entity.other.attribute-name", "hl-attribute"),
    ("entity.name", "hl-type"),
    ("entity.other.inherited-class", "hl-type"),
    ("support.type", "hl-type"),
    ("support.class", "hl-type"),
    ("variable.language", "hl-keyword"),
    ("variable", "hl-variable"),
    ("markup.heading", "hl-heading"),
    ("markup.inserted", "hl-inserted"),
    ("markup.deleted", "hl-deleted"),
];

/// Grammars of syntect that may be used, by their names there. Code of every other language that it knows is shown plain.
pub const KEPT: &[&str] = &[
    "BibTeX",
    "Bourne Again Shell (bash)",
    "CSS",
    "Diff",
    "HTML",
    "JavaScript",
    "JSON",
    "Python",
    "SQL",
    "XML",
    "YAML",
];

/// Names for code that is shown as it is, on purpose.
const PLAIN: &[&str] = &["text", "txt", "plain", "plaintext", "none", "console", "output", "csv", "ini", "toml"];

/// Other names of languages that syntect knows under one name.
const ALIASES: &[(&str, &str)] =
    &[("shell", "sh"), ("jsonc", "json"), ("typescript", "js"), ("ts", "js"), ("svg", "xml"), ("html5", "html")];

struct Syntaxes {
    set: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

/// Syntect's grammars, loaded when the first block of code with a language asks for them: loading takes as long as
/// hundreds of pages without code.
fn syntaxes() -> &'static Syntaxes {
    static SYNTAXES: OnceLock<Syntaxes> = OnceLock::new();
    SYNTAXES.get_or_init(|| Syntaxes {
        set: SyntaxSet::load_defaults_newlines(),
        classes: SCOPES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect(),
    })
}

/// A language by the name that a fence gives it. One whose grammar is not kept is plain.
#[derive(Clone, Copy, Debug)]
pub enum Language {
    Known(&'static SyntaxReference),
    Plain,
    Unknown,
}

pub fn language(name: &str) -> Language {
    let lower = name.to_ascii_lowercase();
    if lower.is_empty() || PLAIN.contains(&lower.as_str()) {
        return Language::Plain;
    }
    let name = ALIASES.iter().find(|(alias, _)| *alias == lower).map_or(lower.as_str(), |(_, name)| *name);
    match syntaxes().set.find_syntax_by_token(name) {
        Some(syntax) if KEPT.contains(&syntax.name.as_str()) => Language::Known(syntax),
        Some(_) => Language::Plain,
        None => Language::Unknown,
    }
}

/// Names that fences may give, for hints.
pub fn names() -> Vec<String> {
    let known = syntaxes().set.syntaxes().iter().filter(|syntax| KEPT.contains(&syntax.name.as_str()));
    known
        .flat_map(|s| std::iter::once(s.name.to_ascii_lowercase()).chain(s.file_extensions.iter().cloned()))
        .chain(PLAIN.iter().map(|name| (*name).to_owned()))
        .chain(ALIASES.iter().map(|(alias, _)| (*alias).to_owned()))
        .collect()
}

/// Whether code is of a size that highlighting can take: what it costs grows faster than the line.
pub fn is_modest(code: &str) -> bool {
    code.len() <= limits::HIGHLIGHTED_BLOCK && code.lines().all(|line| line.len() <= limits::HIGHLIGHTED_LINE)
}

/// Writes code as HTML, with spans of [`CLASSES`]. A line that the grammar fails on is written without spans.
pub fn highlight(code: &str, syntax: &SyntaxReference, out: &mut String) {
    let Syntaxes { set, classes } = syntaxes();
    let mut parser = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut spans = Spans { out, open: None };
    for line in code.split_inclusive('\n') {
        let Ok(operations) = parser.parse_line(line, set) else {
            spans.write(line, None);
            continue;
        };
        let mut written = 0;
        for (at, operation) in operations {
            if at > written {
                spans.write(line.get(written..at).unwrap_or_default(), class_of(&scopes, classes));
                written = at;
            }
            if scopes.apply(&operation).is_err() {
                scopes = ScopeStack::new();
            }
        }
        spans.write(line.get(written..).unwrap_or_default(), class_of(&scopes, classes));
    }
    spans.close();
}

/// The class of the innermost scope that has one.
fn class_of(scopes: &ScopeStack, classes: &[(Scope, &'static str)]) -> Option<&'static str> {
    let class = |scope: &Scope| classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class);
    scopes.as_slice().iter().rev().find_map(class)
}

struct Spans<'a> {
    out: &'a mut String,
    open: Option<&'static str>,
}

impl Spans<'_> {
    fn write(&mut self, text: &str, class: Option<&'static str>) {
        if text.is_empty() {
            return;
        }
        // A blank has no colour: it stays in whatever span is open.
        if class != self.open && !text.trim().is_empty() {
            self.close();
            if let Some(class) = class {
                self.out.push_str("<span class=\"");
                self.out.push_str(class);
                self.out.push_str("\">");
            }
            self.open = class;
        }
        escape::text(text, self.out);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.out.push_str("</span>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, code: &str, expected: &str) {
        let Language::Known(syntax) = language(name) else { panic!("{name} is not known") };
        let mut out = String::new();
        highlight(code, syntax, &mut out);
        assert_eq!(out, expected);
    }

    #[test]
    fn scopes_become_few_classes() {
        check(
            "json",
            "{\"a<b\": 1}\n",
            "{<span class=\"hl-string\">&quot;a&lt;b&quot;</span>: <span class=\"hl-number\">1</span>}\n"
                .replace("&quot;", "\"")
                .as_str(),
        );
        check(
            "Python",
            "# a & b\nif x: return 'y'\n",
            "<span class=\"hl-comment\"># a &amp; b\n</span><span class=\"hl-keyword\">if </span>x: \
             <span class=\"hl-keyword\">return </span><span class=\"hl-string\">'y'\n</span>",
        );
    }

    #[test]
    fn names_are_forgiving() {
        assert!(matches!(language("PYTHON"), Language::Known(_)));
        assert!(matches!(language("ts"), Language::Known(_)));
        assert!(matches!(language("Text"), Language::Plain));
        assert!(matches!(language("toml"), Language::Plain));
        // Known to syntect, and not kept.
        assert!(matches!(language("php"), Language::Plain));
        assert!(matches!(language("c#"), Language::Plain) && matches!(language("md"), Language::Plain));
        assert!(matches!(language("klingon"), Language::Unknown));
        assert!(KEPT.iter().all(|name| syntaxes().set.find_syntax_by_name(name).is_some()));
        assert!(SCOPES.iter().all(|(_, class)| CLASSES.contains(class)));
    }
}
