//! The theme's static files under fingerprinted names, with the references between them rewritten; scripts without lines of
//! comments.
//!
//! A file's fingerprint is of its own bytes and of those of every file it refers to, directly or not: when a font
//! changes, the style sheet that names it gets a new address too. Because only raw bytes count, scripts may import
//! each other in a circle.

use std::{borrow::Cow, collections::BTreeSet, iter, ops::Range, sync::Arc};

use sha2::{Digest, Sha256};

use super::comments::without_comments;
use crate::{
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    memo::Memo,
    message,
    message::list,
    plan::address::fingerprinted,
    source::{FileContent, SourceFile},
    text::{hex, nearest, path::join},
};

/// A static file as it is published.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Below static/: `css/site.css`
    pub name: String,
    /// Below the output folder: `assets/css/site.3f9a2c1d4e.css`
    pub path: String,
    pub bytes: Arc<[u8]>,
}

/// Endings of the files that a theme publishes. Their content is the maintainer's and is not looked into.
pub(crate) const ENDINGS: &[&str] = &[
    "css",
    "js",
    "mjs",
    "json",
    "webmanifest",
    "txt",
    "md",
    "xml",
    "woff2",
    "svg",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "avif",
    "ico",
];

/// A static file with the content that browsers need, but for its references, by its name below static/.
pub(super) type PublishedMemo = Memo<String, Arc<SourceFile>, PublishedFile>;

#[derive(Clone, Debug)]
pub(super) struct PublishedFile {
    file: Arc<SourceFile>,
    digest: [u8; 32],
}

/// A reference from one static file to another.
#[derive(Debug)]
struct AssetReference {
    range: Range<usize>,
    target: usize,
    /// The end of the reference after its path: `#icon` or `?x`.
    suffix: String,
}

/// The files below `static/` with their names there, sorted by these.
pub(super) fn load(
    files: Vec<(&str, &Arc<SourceFile>)>,
    memo: &mut PublishedMemo,
    diagnostics: &mut Diagnostics,
) -> Vec<Asset> {
    for (name, file) in &files {
        if !name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending)) {
            diagnostics.push(
                Diagnostic::new(Rule::FileKind, Location::file(&file.path), message!("theme-file-kind", name))
                    .hint(message!("theme-file-kind.hint", endings = list(ENDINGS.iter().copied()))),
            );
        }
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let inputs = files.iter().map(|(name, file)| ((*name).to_owned(), Arc::clone(file))).collect();
    let files = memo.make_all(inputs, |name, file| published(name, file));
    let references: Vec<Vec<AssetReference>> =
        names.iter().zip(&files).map(|(name, file)| references(name, &file.file, &names, diagnostics)).collect();
    let paths: Vec<String> = (0..files.len())
        .map(|at| {
            let mut hash = Sha256::new();
            for part in iter::once(at).chain(reachable(at, &references)) {
                hash.update(files.get(part).map_or(&[][..], |file| &file.digest));
            }
            let digits = hex(hash.finalize().iter().take(5));
            fingerprinted(&format!("assets/{}", names.get(at).unwrap_or(&"")), &digits)
        })
        .collect();
    names
        .iter()
        .zip(&files)
        .zip(&references)
        .zip(&paths)
        .map(|(((name, file), references), path)| Asset {
            name: (*name).to_owned(),
            path: path.clone(),
            bytes: rewritten(&file.file, references, path, &paths),
        })
        .collect()
}

fn published(name: &str, file: &Arc<SourceFile>) -> PublishedFile {
    let file = match file.text().filter(|_| is_script(name)).map(without_comments) {
        Some(Cow::Owned(text)) => {
            Arc::new(SourceFile { path: Arc::clone(&file.path), content: FileContent::Text(text.into()) })
        }
        _ => Arc::clone(file),
    };
    PublishedFile { digest: Sha256::digest(file.bytes()).into(), file }
}

fn is_script(name: &str) -> bool {
    name.ends_with(".js") || name.ends_with(".mjs")
}

/// All files that a file reaches over references, itself left out, in order.
fn reachable(from: usize, references: &[Vec<AssetReference>]) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        for reference in references.get(at).into_iter().flatten() {
            if reference.target != from && reached.insert(reference.target) {
                open.push(reference.target);
            }
        }
    }
    reached
}

fn rewritten(file: &SourceFile, references: &[AssetReference], path: &str, paths: &[String]) -> Arc<[u8]> {
    let Some(text) = file.text().filter(|_| !references.is_empty()) else {
        return match &file.content {
            FileContent::Binary(bytes) => Arc::clone(bytes),
            FileContent::Text(_) => file.bytes().into(),
        };
    };
    let mut out = String::with_capacity(text.len() + references.len() * 16);
    let mut from = 0;
    for reference in references {
        out.push_str(text.get(from..reference.range.start).unwrap_or_default());
        let target = paths.get(reference.target).map_or("", String::as_str);
        let relative = crate::site::links::relative(path, target);
        if !relative.starts_with("..") {
            out.push_str("./");
        }
        out.push_str(&relative);
        out.push_str(&reference.suffix);
        from = reference.range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out.into_bytes().into()
}

/// In style sheets what stands in `url(…)` and after `@import`; in scripts every text that begins with `./` or `../`
/// and names a static file.
fn references(name: &str, file: &SourceFile, names: &[&str], diagnostics: &mut Diagnostics) -> Vec<AssetReference> {
    let Some(text) = file.text() else { return Vec::new() };
    let style = name.ends_with(".css");
    let script = is_script(name);
    let candidates = if style {
        style_references(text)
    } else if script {
        script_references(text)
    } else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for range in candidates {
        let written = text.get(range.clone()).unwrap_or_default();
        if written.is_empty() || written.starts_with('#') || written.starts_with("data:") || written.contains("//") {
            continue;
        }
        let (path, suffix) = written.find(['#', '?']).map_or((written, ""), |at| written.split_at(at));
        let target = join(name, path).and_then(|path| names.binary_search(&path.as_str()).ok());
        match target {
            Some(target) => found.push(AssetReference { range, target, suffix: suffix.to_owned() }),
            None if style => diagnostics.push(missing(written, path, name, range, &file.path, names)),
            None => {}
        }
    }
    found
}

fn missing(written: &str, path: &str, name: &str, range: Range<usize>, file: &FilePath, names: &[&str]) -> Diagnostic {
    let joined = join(name, path).unwrap_or_default();
    let hint = nearest(&joined, names.iter().copied())
        .map_or_else(|| message!("no-static-file.hint"), |near| message!("hint-did-you-mean", name = near));
    Diagnostic::new(Rule::MissingTheme, Location::new(file, range), message!("no-static-file", file = written))
        .hint(hint)
}

fn style_references(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let begins_here = |(offset, _)| {
            let what = ["url(", "@import", "/*"].into_iter().find(|what| rest[offset..].starts_with(what))?;
            Some((offset, what))
        };
        let next = rest.match_indices(['u', '@', '/']).find_map(begins_here);
        let Some((offset, what)) = next else { break };
        let start = at + offset + what.len();
        match what {
            "/*" => match text.get(start..).and_then(|rest| rest.find("*/")) {
                Some(end) => at = start + end + 2,
                None => break,
            },
            "url(" => {
                let end = text.get(start..).and_then(|rest| rest.find(')')).map_or(text.len(), |i| start + i);
                found.push(trimmed(text, start..end));
                at = end;
            }
            _ => {
                let rest = text.get(start..).unwrap_or_default();
                let trimmed_rest = rest.trim_start();
                at = start;
                if let Some(quote) = trimmed_rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                    let open = start + (rest.len() - trimmed_rest.len()) + 1;
                    if let Some(length) = text.get(open..).and_then(|rest| rest.find(quote)) {
                        found.push(open..open + length);
                        at = open + length;
                    }
                }
            }
        }
    }
    found
}

/// Without blanks and quotation marks around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text.get(range.clone()).unwrap_or_default();
    let is_outer = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
    let start = range.start + (inner.len() - inner.trim_start_matches(is_outer).len());
    let end = range.end - (inner.len() - inner.trim_end_matches(is_outer).len());
    start..end.max(start)
}

fn script_references(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find(['"', '\'', '`'])) {
        let quote = text[at + offset..].chars().next().unwrap_or('"');
        let start = at + offset + 1;
        let inner = text.get(start..).unwrap_or_default();
        if (inner.starts_with("./") || inner.starts_with("../"))
            && let Some(length) = inner.find(quote).filter(|length| *length < 300)
        {
            found.push(start..start + length);
            at = start + length + 1;
        } else {
            at = start;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceTree;

    fn check(files: &[(&str, &str)]) -> (Vec<(String, String)>, Diagnostics) {
        let tree = SourceTree::from_texts(files.iter().copied());
        let mut diagnostics = Diagnostics::default();
        let files = tree.iter().map(|file| (file.path.strip_prefix("themes/t/static/").unwrap(), file)).collect();
        let assets = load(files, &mut PublishedMemo::default(), &mut diagnostics);
        let texts = assets.iter().map(|a| (a.path.clone(), String::from_utf8(a.bytes.to_vec()).unwrap())).collect();
        (texts, diagnostics)
    }

    #[test]
    fn references_follow_the_fingerprints() {
        let (assets, diagnostics) = check(&[
            ("themes/t/static/css/site.css", "@import \"base.css\"; a { b: url( '../img/x.svg#i' ) } /* url(no) */"),
            ("themes/t/static/css/base.css", "a{}"),
            ("themes/t/static/img/x.svg", "<svg/>"),
        ]);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let path =
            |name: &str| assets.iter().find(|(path, _)| path.starts_with(name)).map(|(path, _)| path.clone()).unwrap();
        let base = path("assets/css/base.").replace("assets/css/", "./");
        let picture = path("assets/img/x.").replace("assets/", "../");
        let site = assets.iter().find(|(path, _)| path.starts_with("assets/css/site.")).unwrap();
        assert_eq!(site.1, format!("@import \"{base}\"; a {{ b: url( '{picture}#i' ) }} /* url(no) */"));
    }

    #[test]
    fn a_change_reaches_every_file_that_refers_to_it_and_circles_are_fine() {
        let site = |b: &str| {
            check(&[
                ("themes/t/static/a.js", "import { b } from \"./b.js\";"),
                ("themes/t/static/b.js", b),
                ("themes/t/static/c.js", "alone"),
            ])
            .0
        };
        let (one, two) = (site("import \"./a.js\"; 1"), site("import \"./a.js\"; 2"));
        assert_ne!(one[0].0, two[0].0);
        assert_ne!(one[1].0, two[1].0);
        assert_eq!(one[2].0, two[2].0);
    }

    #[test]
    fn a_style_sheet_that_names_what_is_not_there_is_an_error() {
        let (_, diagnostics) = check(&[("themes/t/static/css/site.css", "a { b: url(../img/x.svg) }")]);
        assert_eq!(diagnostics.errors(), 1);
    }
}
