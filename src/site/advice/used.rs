//! Files beside pages that no text shows or links and no field names, and terms that nothing has.

use std::collections::BTreeSet;

use super::super::{ReferenceTarget, Site, TermId, references};
use crate::{
    config::VocabularyId,
    content::{PageKey, load::ParsedContent, name::CONTENT, page::schema},
    diagnostics::{Diagnostic, Location, Rule},
    message,
};

/// So many terms are named in a message.
const NAMED: usize = 5;

/// Drafts use what they name: they wait to be published with it.
pub(super) fn check(site: &Site, content: &ParsedContent) -> Vec<Diagnostic> {
    let config = &site.config;
    let (mut files, mut terms) = (BTreeSet::new(), BTreeSet::new());
    for page in &content.pages {
        files.extend(page.link_files.iter().flatten().cloned());
        // A term's own text is of use to its readers.
        if let PageKey::Term(vocabulary, id) = &page.key {
            terms.insert((*vocabulary, id.as_str()));
        }
        for reference in references(schema(&page.key, config), &page.fields) {
            match reference.target {
                ReferenceTarget::File => {
                    files.insert(format!("{CONTENT}/{}/{}", page.key.path(config), reference.id));
                }
                ReferenceTarget::Term(vocabulary) => {
                    terms.insert((vocabulary, reference.id));
                }
                ReferenceTarget::Page(_) => {}
            }
        }
    }
    // A name that no file has, which is an error, was meant for one of its folder.
    let lost: BTreeSet<&str> =
        files.iter().filter(|file| !site.files.contains_key(file.as_str())).map(|file| folder_of(file)).collect();
    let attachments = site.entries.iter().flat_map(|entry| &entry.attachments);
    let is_unused = |path: &str| !files.contains(path) && !lost.contains(folder_of(path));
    let unused = attachments.filter(|(_, file)| file.diagnostics.is_empty() && is_unused(&file.path));
    let told = unused.map(|(name, file)| {
        Diagnostic::new(Rule::UnusedFile, Location::file(&file.path), message!("unused-file", name))
            .hint(message!("unused-file.hint"))
    });
    let of_vocabularies = (0..config.vocabularies.len()).map(VocabularyId);
    told.chain(of_vocabularies.filter_map(|vocabulary| unused_terms(site, vocabulary, &terms))).collect()
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// One message for all terms of a vocabulary that nothing has, itself or through others. A list that was made in advance, such
/// as one of all countries, is no mistake: nothing is told where more than one term in four waits.
fn unused_terms(site: &Site, vocabulary: VocabularyId, used: &BTreeSet<(VocabularyId, &str)>) -> Option<Diagnostic> {
    // A name that no term has, which is an error, was meant for one of them.
    if used.iter().any(|(of, id)| *of == vocabulary && site.find_term(vocabulary, id).is_none()) {
        return None;
    }
    let all = site.terms_of(vocabulary).iter().enumerate();
    let is_unused = |at: usize, id: &str| {
        !used.contains(&(vocabulary, id)) && site.entries_of_term(vocabulary, TermId(at)).is_empty()
    };
    let unused: Vec<_> = all.filter(|(at, term)| is_unused(*at, &term.id)).map(|(_, term)| term).collect();
    let first = unused.first()?;
    if unused.len() > site.terms_of(vocabulary).len() / 4 {
        return None;
    }
    let place = Location::new(site.vocabulary_file(vocabulary)?, first.id_range.clone());
    let names = message::quoted(unused.iter().take(NAMED).map(|term| term.id.as_str()));
    let message = message!("unused-term", names, count = unused.len(), more = unused.len().saturating_sub(NAMED));
    Some(Diagnostic::new(Rule::UnusedTerm, place, message).hint(message!("unused-term.hint")))
}
