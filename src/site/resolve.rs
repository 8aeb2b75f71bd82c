//! Pages and vocabularies -> [`Site`].

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    Entry, EntryId, Site, links, order,
    relations::{self, Unusable},
    translations::{self, Advice},
};
use crate::{
    config::{Config, VocabularyId},
    content::{Attachment, Page, PageKey, vocabulary::Terms},
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    locale::Locale,
};

/// What was read, file by file.
#[derive(Debug, Default)]
pub struct Parsed {
    pub pages: Vec<Arc<Page>>,
    /// By vocabulary.
    pub vocabularies: Vec<Arc<Terms>>,
    /// Files of entries: the entry's folder (`clusters/uca`), the name below it, the file.
    pub attachments: Vec<(String, String, Arc<Attachment>)>,
    /// Folder and id of files whose name is wrong: what refers to them stays silent.
    pub broken: BTreeSet<(String, String)>,
}

#[derive(Debug)]
pub struct Resolved {
    pub site: Site,
    /// Errors and warnings of everything that depends on more than one file.
    pub diagnostics: Diagnostics,
    /// What `check` says beyond that.
    pub advice: Diagnostics,
    /// Files that are left out because they are drafts, sorted.
    pub drafts: Vec<String>,
}

pub fn resolve(parsed: &Parsed, config: &Arc<Config>, locales: &Arc<Vec<Locale>>, with_drafts: bool) -> Resolved {
    let mut diagnostics = Diagnostics::default();
    let mut advice = Advice::default();
    let mut unusable = Unusable { broken: parsed.broken.clone(), ..Unusable::default() };
    for (at, terms) in parsed.vocabularies.iter().enumerate() {
        if terms.unreadable {
            unusable.vocabularies.insert(VocabularyId(at));
        }
        unusable.terms.extend(terms.broken.iter().map(|id| (VocabularyId(at), id.clone())));
    }
    let (mut entries, mut draft_files) =
        entries(parsed, config, with_drafts, &mut unusable, &mut diagnostics, &mut advice);
    draft_files.sort();
    attach(&mut entries, parsed, config, &mut diagnostics);
    let vocabularies: Vec<_> = parsed.vocabularies.iter().map(|terms| terms.terms.clone()).collect();
    check_term_pages(&entries, &vocabularies, config, &unusable, &mut diagnostics);
    relations::check(&entries, &vocabularies, config, &unusable, &mut diagnostics);
    let related = relations::relate(&entries, &vocabularies, config);
    let ranks = order::ranks(&entries, config, locales);
    let mut files: Vec<(FilePath, EntryId, _)> = entries
        .iter()
        .enumerate()
        .flat_map(|(at, entry)| entry.versions.iter().flatten().map(move |version| (at, &version.page)))
        .map(|(at, page)| (Arc::clone(&page.file), EntryId(at), page.language))
        .collect();
    files.sort();
    let site = Site {
        config: Arc::clone(config),
        locales: Arc::clone(locales),
        entries,
        vocabularies,
        vocabulary_files: parsed.vocabularies.iter().map(|terms| terms.file.clone()).collect(),
        inverse: related.inverse,
        terms: related.terms,
        term_entries: related.term_entries,
        cross: related.cross,
        ranks,
        files,
    };
    let unpublished = links::Unpublished { drafts: &draft_files, broken: &unusable.broken };
    let found: Vec<Diagnostics> = site
        .entries
        .par_iter()
        .flat_map_iter(|entry| entry.versions.iter().flatten())
        .map(|version| links::check(&site, &version.page, version.page.language, &version.anchors, &unpublished))
        .filter(|found| !found.is_empty())
        .collect();
    for one in found {
        diagnostics.append(one);
    }
    Resolved { site, diagnostics, advice: advice.diagnostics, drafts: draft_files }
}

/// Pages grouped by key, sorted by key; with the files of drafts that are left out.
fn entries(
    parsed: &Parsed,
    config: &Config,
    with_drafts: bool,
    unusable: &mut Unusable,
    diagnostics: &mut Diagnostics,
    advice: &mut Advice,
) -> (Vec<Entry>, Vec<String>) {
    let mut by_key: BTreeMap<&PageKey, Vec<Arc<Page>>> = BTreeMap::new();
    for page in &parsed.pages {
        by_key.entry(&page.key).or_default().push(Arc::clone(page));
    }
    let mut entries = Vec::with_capacity(by_key.len());
    let mut draft_files = Vec::new();
    for (key, pages) in by_key {
        let files: Vec<String> = pages.iter().map(|page| page.file.to_string()).collect();
        match translations::entry(key.clone(), pages, config, with_drafts, diagnostics, advice) {
            Some(entry) => {
                let published = |file: &String| entry.versions.iter().flatten().any(|v| *v.page.file == **file);
                draft_files.extend(files.into_iter().filter(|file| !published(file)));
                entries.push(entry);
            }
            None => {
                unusable.drafts.insert(key.clone());
                draft_files.extend(files);
            }
        }
    }
    (entries, draft_files)
}

fn attach(entries: &mut [Entry], parsed: &Parsed, config: &Config, diagnostics: &mut Diagnostics) {
    let mut by_folder: BTreeMap<&str, Vec<(String, Arc<Attachment>)>> = BTreeMap::new();
    for (folder, name, file) in &parsed.attachments {
        by_folder.entry(folder).or_default().push((name.clone(), Arc::clone(file)));
    }
    for entry in entries.iter_mut() {
        if let Some(mut files) = by_folder.remove(entry.key.path(config).as_str()) {
            files.sort_by(|a, b| a.0.cmp(&b.0));
            entry.attachments = files;
        }
    }
    for (folder, files) in by_folder {
        let owner_is_unusable = parsed.pages.iter().any(|page| page.key.path(config) == folder)
            || folder
                .split_once('/')
                .is_some_and(|(collection, id)| parsed.broken.contains(&(collection.to_owned(), id.to_owned())));
        if owner_is_unusable {
            continue;
        }
        for path in files.iter().map(|(_, file)| &file.path) {
            diagnostics.push(
                Diagnostic::new(
                    Rule::OrphanFile,
                    Location::file(path),
                    format!("no page `{folder}` has this file as its own"),
                )
                .hint(format!("make the page content/{folder}.<language>.md, or remove the file")),
            );
        }
    }
}

/// The text of a term's page needs the term.
fn check_term_pages(
    entries: &[Entry],
    vocabularies: &[Vec<crate::content::vocabulary::Term>],
    config: &Config,
    unusable: &Unusable,
    diagnostics: &mut Diagnostics,
) {
    for entry in entries {
        let PageKey::Term(vocabulary, id) = &entry.key else { continue };
        let terms = vocabularies.get(vocabulary.0).map_or(&[][..], Vec::as_slice);
        if unusable.is_term(*vocabulary, id) || terms.iter().any(|term| term.id == *id) {
            continue;
        }
        let Some(version) = entry.original() else { continue };
        let name = &config.vocabulary(*vocabulary).name;
        let hint = crate::diagnostics::nearest(id, terms.iter().map(|term| term.id.as_str()))
            .map_or_else(|| format!("add it to content/{name}.toml: [{id}]"), |near| format!("did you mean `{near}`?"));
        diagnostics.push(
            Diagnostic::new(
                Rule::UnknownTerm,
                Location::file(&version.page.file),
                format!("the vocabulary `{name}` has no term `{id}` for this text"),
            )
            .hint(hint),
        );
    }
}
