//! Mentions of an entry or term: in facts of other pages and terms, and in links of bodies.

use std::ops::Range;

use super::{
    FileFormat, Operation, Path, PlainValue, Refusal, Step,
    document::{SourceDocument, below},
};
use crate::{
    config::{Field, FieldKind},
    content::{PageKey, name::CONTENT, page::schema},
    diagnostics::{FilePath, position},
    markdown, message,
    site::Site,
    source::SourceTree,
    text::{path::join, percent},
    toml_reader::{TomlNode, TomlTable, TomlValue as Toml},
};

/// A place where an entry or term is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub file: FilePath,
    /// From 1.
    pub line: usize,
    place: MentionPlace,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum MentionPlace {
    /// The value at this path is its id.
    Fact(Path),
    /// A link leads to its page or one of its files; the range is the address, in bytes of the file.
    Link { range: Range<usize>, leads_to: String },
}

impl Mention {
    /// The file that a link leads to; `None` for a fact.
    pub(crate) fn leads_to(&self) -> Option<&str> {
        match &self.place {
            MentionPlace::Fact(_) => None,
            MentionPlace::Link { leads_to, .. } => Some(leads_to),
        }
    }
}

/// An entry or term with its new id, and its path in links.
#[derive(Clone, Copy, Debug)]
pub(super) struct Renamed<'r> {
    pub id: &'r str,
    /// `content/clusters/uca`
    pub from: &'r str,
    /// `content/clusters/ukrainian-cluster-alliance`
    pub to: &'r str,
}

/// The path of an entry's or term's files below the site's folder, without language and ending: `content/clusters/uca`.
pub(super) fn stem(key: &PageKey, site: &Site) -> String {
    format!("content/{}", key.path(&site.config))
}

/// Whether a file is a page of the entry or one of its files.
pub(super) fn is_of(path: &str, stem: &str) -> bool {
    path.strip_prefix(stem).is_some_and(|rest| {
        rest.starts_with('/') || rest.strip_prefix('.').is_some_and(|rest| rest.ends_with(".md") && !rest.contains('/'))
    })
}

/// Every place that names the entry or term, by file and place; its own pages too.
///
/// # Errors
///
/// A file of which nothing can be said, because it cannot be read.
pub(crate) fn mentions(site: &Site, tree: &SourceTree, key: &PageKey) -> Result<Vec<Mention>, Refusal> {
    let stem = stem(key, site);
    let mut found = Vec::new();
    for file in tree.below(CONTENT).map(|file| &file.path) {
        let Some((entry, _)) = site.page_of_file(file) else { continue };
        let fields = schema(&site.entry(entry).key, &site.config);
        let facts = |document: &SourceDocument<'_>| {
            named_in(fields, &document.table, &Path::new(), &|kind, id| is_meant(site, key, kind, id))
        };
        of_file(file, tree, FileFormat::Page, key, &facts, &stem, &mut found)?;
    }
    for (vocabulary, terms) in site.config.vocabularies.iter().zip(&site.vocabularies) {
        let Some(file) = &terms.file else { continue };
        let facts = |document: &SourceDocument<'_>| {
            let terms = document.table.entries.iter().filter_map(|entry| match &entry.node.value {
                Toml::Table(table) => Some((Step::Key(entry.key.clone()), table)),
                _ => None,
            });
            let is_it = |kind: &FieldKind, id: &str| is_meant(site, key, kind, id);
            terms.flat_map(|(term, table)| named_in(&vocabulary.fields, table, &vec![term], &is_it)).collect()
        };
        of_file(file, tree, FileFormat::Toml, key, &facts, &stem, &mut found)?;
    }
    Ok(found)
}

fn of_file(
    file: &FilePath,
    tree: &SourceTree,
    format: FileFormat,
    key: &PageKey,
    facts: &dyn Fn(&SourceDocument<'_>) -> Vec<(Path, usize)>,
    stem: &str,
    found: &mut Vec<Mention>,
) -> Result<(), Refusal> {
    let Some(text) = tree.get(file).and_then(|file| file.text()).filter(|text| text.contains(key.id())) else {
        return Ok(());
    };
    let document = SourceDocument::read(text, format).map_err(|refusal| {
        let message = message!("edit-unreadable-because", file, why = &refusal.message);
        Refusal { message, ..refusal }
    })?;
    let line = |at: usize| position::position(text, at).line;
    let of_facts = facts(&document).into_iter().map(|(path, at)| Mention {
        file: file.clone(),
        line: line(at),
        place: MentionPlace::Fact(path),
    });
    found.extend(of_facts);
    let start = document.body.start;
    let mut of_links: Vec<Mention> = local_links(document.slice(document.body.clone()))
        .into_iter()
        .filter_map(|(range, path)| {
            let leads_to = join(file, &path).filter(|path| is_of(path, stem))?;
            let range = range.start + start..range.end + start;
            Some(Mention { file: file.clone(), line: line(range.start), place: MentionPlace::Link { range, leads_to } })
        })
        .collect();
    of_links.sort_by_key(|mention| mention.line);
    found.extend(of_links);
    Ok(())
}

/// The addresses of links and pictures that lead to files of the site, with their bytes in the body; each place once.
fn local_links(body: &str) -> Vec<(Range<usize>, String)> {
    // Links are found at the same places in every language.
    let mut found: Vec<(Range<usize>, String)> = markdown::parse(body, "en")
        .links
        .into_iter()
        .filter_map(|link| match link.target {
            markdown::LinkTarget::Local { path, .. } if !path.is_empty() => Some((link.range, path)),
            _ => None,
        })
        .collect();
    found.sort_by_key(|(range, _)| (range.start, range.end));
    found.dedup_by(|a, b| a.0 == b.0);
    found
}

/// Whether a value of a field names this entry or term.
fn is_meant(site: &Site, key: &PageKey, kind: &FieldKind, id: &str) -> bool {
    match (kind, key) {
        (FieldKind::Page(of), PageKey::Entry(collection, own)) => {
            id == own && of.contains(collection) && site.find_page(of, id) == site.find(key)
        }
        (FieldKind::Term(of), PageKey::Term(vocabulary, own)) => of == vocabulary && id == own,
        _ => false,
    }
}

/// The paths of values that name something, with their places.
fn named_in(
    fields: &[Field],
    table: &TomlTable,
    path: &Path,
    is_it: &dyn Fn(&FieldKind, &str) -> bool,
) -> Vec<(Path, usize)> {
    let mut found = Vec::new();
    for field in fields {
        let Some(entry) = table.get(&field.name) else { continue };
        let path = below(path, Step::Key(field.name.clone()));
        let items: Vec<(Path, &TomlNode)> = match &entry.node.value {
            Toml::Array(items) => {
                items.iter().enumerate().map(|(at, item)| (below(&path, Step::Item(at)), item)).collect()
            }
            _ => vec![(path, &entry.node)],
        };
        for (path, node) in items {
            match (&field.kind, &node.value) {
                (FieldKind::Table(columns), Toml::Table(row)) => found.extend(named_in(columns, row, &path, is_it)),
                (kind, Toml::String(id)) if is_it(kind, id) => found.push((path, node.range.start)),
                _ => {}
            }
        }
    }
    found
}

/// The operations that make mentions in one file name the new id. Ranges are those of the file's text.
///
/// # Errors
///
/// A link that is written in a way that only people can change.
pub(super) fn renamed(mentions: &[&Mention], text: &str, renamed: Renamed<'_>) -> Result<Vec<Operation>, Refusal> {
    let mut operations = Vec::new();
    let mut links: Vec<(&Mention, &Range<usize>, &str)> = Vec::new();
    for mention in mentions {
        match &mention.place {
            MentionPlace::Fact(path) => {
                operations.push(Operation::Set { path: path.clone(), value: PlainValue::text(last_part(renamed.to)) });
            }
            MentionPlace::Link { range, leads_to } => links.push((mention, range, leads_to)),
        }
    }
    // From the end, so that the other ranges stay right; and before the front matter moves the body.
    links.sort_by_key(|(_, range, _)| range.start);
    for (mention, range, leads_to) in links {
        let written = text.get(range.clone()).unwrap_or_default();
        let address = renamed_address(&mention.file, written, leads_to, renamed).ok_or_else(|| {
            Refusal::new(message!("link-not-rewritten", line = mention.line, file = &mention.file))
                .hint(message!("link-not-rewritten.hint"))
        })?;
        operations.insert(0, Operation::Body { range: range.clone(), text: address });
    }
    Ok(operations)
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// An address as it is written, with the new id in the place of the old one and nothing else changed.
fn renamed_address(file: &str, written: &str, leads_to: &str, renamed: Renamed<'_>) -> Option<String> {
    let (path, fragment) = written.split_at(written.find('#').unwrap_or(written.len()));
    let decoded = String::from_utf8(percent::decode(path)).ok()?;
    if join(file, &decoded).as_deref() != Some(leads_to) {
        return None;
    }
    // Each part of the path that it leads to, with the part that is written for it.
    let mut parts: Vec<(String, Option<usize>)> = file.split('/').map(|part| (part.to_owned(), None)).collect();
    parts.pop();
    let mut written_parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    for (at, part) in written_parts.iter().enumerate() {
        match part.as_str() {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push((String::from_utf8(percent::decode(part)).ok()?, Some(at))),
        }
    }
    let depth = renamed.from.matches('/').count();
    let (part, Some(at)) = parts.get(depth)? else { return None };
    let rest = part.strip_prefix(renamed.id)?;
    *written_parts.get_mut(*at)? = format!("{}{rest}", last_part(renamed.to));
    Some(format!("{}{fragment}", written_parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_id_in_an_address_changes() {
        let renamed = Renamed { id: "uca", from: "content/clusters/uca", to: "content/clusters/alliance" };
        let check = |file: &str, written: &str, leads_to: &str, expected: Option<&str>| {
            assert_eq!(renamed_address(file, written, leads_to, renamed).as_deref(), expected, "{written}");
        };
        let page = "content/clusters/uca.en.md";
        check("content/about.en.md", "clusters/uca.en.md", page, Some("clusters/alliance.en.md"));
        check(
            "content/events/x.en.md",
            "./..//clusters/uca.en.md#uca",
            page,
            Some("./..//clusters/alliance.en.md#uca"),
        );
        check("content/clusters/x.en.md", "uca.en.md", page, Some("alliance.en.md"));
        check("content/clusters/x.en.md", "u%63a.en.md", page, Some("alliance.en.md"));
        let file = "content/clusters/uca/a/uca.svg";
        check("content/clusters/uca.en.md", "uca/a/uca.svg", file, Some("alliance/a/uca.svg"));
        check("content/clusters/uca.en.md", "uca/b/../a/uca.svg", file, Some("alliance/b/../a/uca.svg"));
        check("content/clusters/uca.en.md", "uca\\/a/uca.svg", file, None);
        check("content/clusters/x.en.md", "[x]: uca.en.md", page, None);
    }
}
