//! Code, highlighted with a closed list of classes; the theme's style sheet chooses their colours.
//!
//! Syntect's parser names each part of the code with scopes such as `keyword.control.import.rust`, of which there are
//! hundreds. [`highlight`] turns each scope into one of [`CLASSES`], so that a style sheet for any language has a dozen
//! rules, and the HTML stays small.
//!
//! Syntect's grammars are regular expressions that look back and forth, written for people's own files: one line of
//! four hundred bytes kept some of them busy for seconds. So only the languages of [`KEPT`] and [`ADDED`] are
//! highlighted, and only lines and blocks of a modest size ([`is_modest`]). tests/security/highlight.rs tries these
//! grammars with lines made to be hard and holds each search to a number of steps. The grammars of two-face have more
//! languages than syntect's own, which stay for those that they have: two-face's JavaScript and Python go astray.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, Mutex},
};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::limits;
use crate::{lock::lock, text::escape};

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

/// Grammars of syntect that may be used, by their names there. Code of every other language that it or two-face knows is
/// shown plain.
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

/// Grammars of two-face that may be used, by their names there.
pub const ADDED: &[&str] = &[
    "Dockerfile",
    "GraphQL",
    "HTTP Request and Response",
    "Jinja2",
    "Kotlin",
    "nginx",
    "SCSS",
    "Swift",
    "TOML",
    "TypeScript",
    "TypeScriptReact",
    "Vue Component",
];

/// Names for code that is shown as it is, on purpose. PowerShell has no grammar here.
const PLAIN: &[&str] =
    &["text", "txt", "plain", "plaintext", "none", "console", "output", "csv", "ini", "powershell", "ps1", "pwsh"];

/// Other names of languages that the grammars have under one name.
const ALIASES: &[(&str, &str)] = &[
    ("shell", "sh"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("jsx", "tsx"),
    ("svg", "xml"),
    ("html5", "html"),
    ("containerfile", "dockerfile"),
];

/// Loaded when the first block of code with a language asks for them: loading takes as long as hundreds of pages without
/// code.
static KEPT_SET: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);
/// Loaded when a block of code has a language that syntect's own grammars do not have.
static ADDED_SET: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);
static CLASSES_OF_SCOPES: LazyLock<Vec<(Scope, &str)>> =
    LazyLock::new(|| SCOPES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect());

/// The grammar of a language, with those that it refers to.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    syntax: &'static SyntaxReference,
    set: &'static SyntaxSet,
}

/// A language by the name that a fence gives it. One whose grammar is not kept is plain.
#[derive(Clone, Copy, Debug)]
pub enum Language {
    Known(Grammar),
    Plain,
    Unknown,
}

pub fn language(name: &str) -> Language {
    let lower = name.to_ascii_lowercase();
    if lower.is_empty() || PLAIN.contains(&lower.as_str()) {
        return Language::Plain;
    }
    let name = ALIASES.iter().find(|(alias, _)| *alias == lower).map_or(lower.as_str(), |(_, name)| *name);
    let kept = KEPT_SET.find_syntax_by_token(name);
    if let Some(syntax) = kept.filter(|syntax| KEPT.contains(&syntax.name.as_str())) {
        return Language::Known(Grammar { syntax, set: &KEPT_SET });
    }
    match ADDED_SET.find_syntax_by_token(name) {
        Some(syntax) if ADDED.contains(&syntax.name.as_str()) => Language::Known(Grammar { syntax, set: &ADDED_SET }),
        None if kept.is_none() => Language::Unknown,
        _ => Language::Plain,
    }
}

/// Names that fences may give, for hints.
pub fn names() -> Vec<String> {
    let kept = KEPT_SET.syntaxes().iter().filter(|syntax| KEPT.contains(&syntax.name.as_str()));
    let added = ADDED_SET.syntaxes().iter().filter(|syntax| ADDED.contains(&syntax.name.as_str()));
    kept.chain(added)
        .flat_map(|s| std::iter::once(s.name.to_ascii_lowercase()).chain(s.file_extensions.iter().cloned()))
        .filter(|name| !name.contains(char::is_whitespace))
        .chain(PLAIN.iter().map(|name| (*name).to_owned()))
        .chain(ALIASES.iter().map(|(alias, _)| (*alias).to_owned()))
        .collect()
}

/// Whether code is of a size that highlighting can take: what it costs grows faster than the line.
pub fn is_modest(code: &str) -> bool {
    code.len() <= limits::HIGHLIGHTED_BLOCK && code.lines().all(|line| line.len() <= limits::HIGHLIGHTED_LINE)
}

/// Blocks that were highlighted already: the code of a translation is that of its original.
static FINISHED: Mutex<FinishedBlocks> = Mutex::new(FinishedBlocks { html: BTreeMap::new(), bytes: 0 });
/// Bytes of code and HTML that [`FinishedBlocks`] hold at most, enough for the pages around the one that is parsed.
const FINISHED_BYTES: usize = 1024 * 1024;

/// The HTML of blocks, by the name of the grammar and the whole code. What a block becomes depends on nothing else, so
/// it does not matter which of them are here.
struct FinishedBlocks {
    html: BTreeMap<(&'static str, String), Arc<str>>,
    bytes: usize,
}

impl FinishedBlocks {
    fn get(&self, block: &(&'static str, String)) -> Option<Arc<str>> {
        self.html.get(block).cloned()
    }

    fn keep(&mut self, block: (&'static str, String), html: &str) {
        let bytes = block.1.len() + html.len();
        if self.bytes + bytes > FINISHED_BYTES {
            (self.html, self.bytes) = (BTreeMap::new(), 0);
        }
        if self.html.insert(block, html.into()).is_none() {
            self.bytes += bytes;
        }
    }
}

/// Writes code as HTML, with spans of [`CLASSES`]. A line that the grammar fails on is written without spans.
pub fn highlight(code: &str, grammar: Grammar, out: &mut String) {
    let block = (grammar.syntax.name.as_str(), code.to_owned());
    let finished = lock(&FINISHED).get(&block);
    if let Some(html) = finished {
        return out.push_str(&html);
    }
    let start = out.len();
    write(code, grammar, out);
    lock(&FINISHED).keep(block, out.get(start..).unwrap_or_default());
}

fn write(code: &str, grammar: Grammar, out: &mut String) {
    let Grammar { syntax, set } = grammar;
    let classes = &*CLASSES_OF_SCOPES;
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
        let Language::Known(grammar) = language(name) else { panic!("{name} is not known") };
        let mut out = String::new();
        highlight(code, grammar, &mut out);
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
    fn languages_that_syntect_lacks_come_from_two_face() {
        check(
            "toml",
            "[a]\nb = 1 # c\n",
            "[<span class=\"hl-type\">a</span>]\n<span class=\"hl-tag\">b </span>= <span class=\"hl-number\">1 </span>\
             <span class=\"hl-comment\"># c\n</span>",
        );
        // A line of each language with something that has a class.
        for (name, code) in [
            ("dockerfile", "FROM rust:1"),
            ("Containerfile", "# a"),
            ("graphql", "query { a }"),
            ("http", "GET / HTTP/1.1"),
            ("jinja", "{% if a %}"),
            ("jsx", "const a = <b c=\"d\"/>;"),
            ("kotlin", "fun a() = 1"),
            ("nginx", "listen 80;"),
            ("scss", "$a: 1px;"),
            ("swift", "let a = 1"),
            ("ts", "let a: number = 1"),
            ("tsx", "const a = <b/>;"),
            ("typescript", "type A = string;"),
            ("vue", "<script>let a = 1;</script>"),
        ] {
            let Language::Known(grammar) = language(name) else { panic!("{name} is not known") };
            let mut out = String::new();
            highlight(code, grammar, &mut out);
            assert!(out.contains("<span class=\"hl-"), "{name}: {out}");
        }
    }

    #[test]
    fn a_block_is_the_same_each_time_and_of_its_own_language() {
        for _ in 0..2 {
            check("json", "1 # b", "<span class=\"hl-number\">1</span> # b");
            check("python", "1 # b", "<span class=\"hl-number\">1 </span><span class=\"hl-comment\"># b</span>");
        }
    }

    #[test]
    fn finished_blocks_do_not_grow_without_end() {
        let mut finished = FinishedBlocks { html: BTreeMap::new(), bytes: 0 };
        let block = |at: usize| ("JSON", format!("[{at}]"));
        let html = "x".repeat(FINISHED_BYTES / 4);
        for at in 0..20 {
            finished.keep(block(at), &html);
            finished.keep(block(at), &html);
            assert_eq!(finished.get(&block(at)).as_deref(), Some(html.as_str()));
            let held: usize = finished.html.iter().map(|((_, code), html)| code.len() + html.len()).sum();
            assert!(held == finished.bytes && held <= FINISHED_BYTES);
        }
        assert!(finished.get(&block(18)).is_some() && finished.get(&block(0)).is_none());
    }

    #[test]
    fn names_are_forgiving() {
        assert!(matches!(language("PYTHON"), Language::Known(_)));
        assert!(matches!(language("Text"), Language::Plain));
        assert!(matches!(language("ini"), Language::Plain) && matches!(language("powershell"), Language::Plain));
        // Known to syntect or two-face, and not kept.
        assert!(matches!(language("php"), Language::Plain) && matches!(language("elixir"), Language::Plain));
        assert!(matches!(language("c#"), Language::Plain) && matches!(language("md"), Language::Plain));
        assert!(matches!(language("klingon"), Language::Unknown));
        assert!(KEPT.iter().all(|name| KEPT_SET.find_syntax_by_name(name).is_some()));
        assert!(ADDED.iter().all(|name| ADDED_SET.find_syntax_by_name(name).is_some()));
        assert!(!KEPT.iter().any(|name| ADDED.contains(name)));
        assert!(SCOPES.iter().all(|(_, class)| CLASSES.contains(class)));
    }
}
