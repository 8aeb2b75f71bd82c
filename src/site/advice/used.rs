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
    let attachments = site.entries.iter().flat_map(|entry| &entry.attachments);
    let unused = attachments.filter(|(_, file)| file.diagnostics.is_empty() && !files.contains(&*file.path));
    let told = unused.map(|(name, file)| {
        Diagnostic::new(Rule::UnusedFile, Location::file(&file.path), message!("unused-file", name))
            .hint(message!("unused-file.hint"))
    });
    let of_vocabularies = (0..config.vocabularies.len()).map(VocabularyId);
    told.chain(of_vocabularies.filter_map(|vocabulary| unused_terms(site, vocabulary, &terms))).collect()
}

/// One message for all terms of a vocabulary that nothing has, itself or through others. A list that was made in advance, such
/// as one of all countries, is no mistake: nothing is told where more than one term in four waits.
fn unused_terms(site: &Site, vocabulary: VocabularyId, used: &BTreeSet<(VocabularyId, &str)>) -> Option<Diagnostic> {
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
