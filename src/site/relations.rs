//! Checks typed references across the whole site, and makes of them inverse relations, terms and cross pairs.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{
    CrossEntries, Entry, EntryId, EntryTerms, Inverse, ReferenceTarget, TermId, derived,
    lookup::Lookup,
    meant::{Candidate, meant},
    references,
};
use crate::{
    config::{CollectionId, Config, FieldPlace, LanguageId, VocabularyId, is_id},
    content::{PageKey, misnamed::MisnamedIds},
    diagnostics::{Diagnostic, Diagnostics, Location, Rule},
    locale::{country, transliterate},
    message,
    message::Message,
    text::{characters::in_one_script, nearest},
};

/// Ids that have a diagnostic of their own (a file with a bad name, a draft). References to them are not reported again.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Unusable {
    pub misnamed: MisnamedIds,
    /// Entries left out because they are drafts.
    pub drafts: BTreeSet<PageKey>,
    /// Vocabularies whose file could not be read.
    pub vocabularies: BTreeSet<VocabularyId>,
    /// Terms that are there but have a mistake of their own.
    pub terms: BTreeSet<(VocabularyId, String)>,
}

impl Unusable {
    pub(crate) fn is_term(&self, vocabulary: VocabularyId, id: &str) -> bool {
        self.vocabularies.contains(&vocabulary) || self.terms.contains(&(vocabulary, id.to_owned()))
    }
}

/// The facts that follow from references. [`super::Site`] has the same fields and describes them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Relations {
    pub inverse: Vec<Vec<Inverse>>,
    pub terms: Vec<EntryTerms>,
    pub term_entries: Vec<Vec<Vec<EntryId>>>,
    pub cross: Vec<CrossEntries>,
}

/// Reports every reference that leads nowhere.
pub(crate) fn check(lookup: &Lookup<'_>, unusable: &Unusable) -> Diagnostics {
    let ids: Vec<EntryId> = lookup.ids().collect();
    let found = ids.par_iter().with_min_len(256).map(|id| check_entry(lookup, *id, unusable));
    found.reduce(Diagnostics::default, |mut all, found| {
        all.append(found);
        all
    })
}

fn check_entry(lookup: &Lookup<'_>, id: EntryId, unusable: &Unusable) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let (Some((collection, values, page)), Some(entry)) = (lookup.facts(id), lookup.entries.get(id.0)) else {
        return diagnostics;
    };
    for reference in references(&collection.fields, values) {
        let location = || Location::new(&page.file, reference.range.clone());
        match reference.target {
            ReferenceTarget::Page(of) => {
                if lookup.entry(of, reference.id).is_none() {
                    diagnostics.extend(unknown_entry(lookup, of, reference.id, page.language, unusable, location));
                }
            }
            ReferenceTarget::Term(vocabulary) => {
                if lookup.term(vocabulary, reference.id).is_none() && !unusable.is_term(vocabulary, reference.id) {
                    diagnostics.push(unknown_term(lookup, reference.id, vocabulary, page.language, location()));
                }
            }
            ReferenceTarget::File => {
                if entry.attachment(reference.id).is_none()
                    && !unusable.misnamed.contains(&collection.name, entry.key.id())
                {
                    diagnostics.push(unknown_file(entry, reference.id, lookup.config, location()));
                }
            }
        }
    }
    diagnostics
}

fn unknown_file(entry: &Entry, name: &str, config: &Config, location: Location) -> Diagnostic {
    // A path to a file names it by its end, and some systems know no capitals.
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let mut files = entry.attachments.iter().map(|(known, _)| known.as_str());
    let near = files.clone().find(|known| known.eq_ignore_ascii_case(last));
    let hint = match near.or_else(|| nearest(last, &mut files)) {
        Some(near) => message!("hint-did-you-mean", name = near),
        None => message!("no-such-file.hint", folder = format!("content/{}/", entry.key.path(config)), name = last),
    };
    Diagnostic::new(Rule::UnknownFile, location, message!("no-such-file", name)).hint(hint)
}

/// `None` when something that has a diagnostic of its own stands for the id.
fn unknown_entry(
    lookup: &Lookup<'_>,
    of: &[CollectionId],
    id: &str,
    language: LanguageId,
    unusable: &Unusable,
    location: impl Fn() -> Location,
) -> Option<Diagnostic> {
    let config = lookup.config;
    let names: Vec<&str> = of.iter().map(|collection| config.collection(*collection).name.as_str()).collect();
    if names.iter().any(|name| unusable.misnamed.contains(name, id)) {
        return None;
    }
    if of.iter().any(|collection| unusable.drafts.contains(&PageKey::Entry(*collection, id.to_owned()))) {
        let message = message!("reference-to-a-draft", id);
        return Some(Diagnostic::new(Rule::DraftReference, location(), message).hint(message!("hint-publish-draft")));
    }
    let message = message!("no-such-entry", id, collections = message::list(names.iter().copied()));
    let hint = if let Some(meant) = meant(id, &lookup.entry_candidates(of, language)) {
        meant.hint()
    } else if let Some((other, found)) = elsewhere(lookup, id, language) {
        message!("entry-of-another-collection", id = found, other, collections = message::list(names.iter().copied()))
    } else {
        match (id_for(id), names.as_slice()) {
            (Some(new), [name, ..]) => make_entry(name, id, &new),
            _ => message!(
                "no-such-entry.id",
                folders = message::list(names.iter().map(|name| format!("content/{name}/")))
            ),
        }
    };
    Some(Diagnostic::new(Rule::UnknownEntry, location(), message).hint(hint))
}

/// An entry of another collection than the field takes, by its id or title, with the name of that collection.
fn elsewhere<'l>(lookup: &Lookup<'l>, id: &str, language: LanguageId) -> Option<(&'l str, &'l str)> {
    let config = lookup.config;
    (0..config.collections.len()).map(CollectionId).find_map(|collection| {
        let candidates = lookup.entry_candidates(&[collection], language);
        let is_exact = |candidate: &&Candidate<'l>| candidate.id == id || candidate.names.contains(&id);
        Some((config.collection(collection).name.as_str(), candidates.iter().find(is_exact)?.id))
    })
}

/// The id to make for something that is not there yet; `None` where what was written gives none.
fn id_for(written: &str) -> Option<String> {
    let id = transliterate::slug(&in_one_script(written));
    (is_id(&id) && !matches!(id.as_str(), "index" | "page")).then_some(id)
}

fn make_entry(collection: &str, written: &str, id: &str) -> Message {
    let path = format!("content/{collection}/{id}");
    if written == id { message!("no-such-entry.hint", path) } else { message!("no-such-entry.make", path, id) }
}

fn unknown_term(
    lookup: &Lookup<'_>,
    id: &str,
    vocabulary: VocabularyId,
    language: LanguageId,
    location: Location,
) -> Diagnostic {
    let name = &lookup.config.vocabulary(vocabulary).name;
    let candidates = lookup.term_candidates(vocabulary, language);
    let is_country = lookup.config.country_vocabulary() == Some(vocabulary);
    let by_code = || meant(country::meant(id, "").filter(|_| is_country)?, &candidates);
    let hint = match (meant(id, &candidates).or_else(by_code), id_for(id)) {
        (Some(meant), _) => meant.hint(),
        (None, Some(new)) => {
            let add = match new == id {
                true => message!("no-such-term.hint", vocabulary = name, id),
                false => message!("no-such-term.as", vocabulary = name, id = new),
            };
            // All of a few are told, in one line.
            let known = candidates.iter().map(|candidate| candidate.id);
            match candidates.len() {
                1..=6 => message!("no-such-term.known", known = message::quoted(known), add),
                _ => add,
            }
        }
        (None, None) => message!("no-such-term.id", vocabulary = name),
    };
    Diagnostic::new(Rule::UnknownTerm, location, message!("no-such-term", vocabulary = name, id)).hint(hint)
}

/// Follows all references. Those that lead nowhere have been reported, and are passed over.
pub(crate) fn relate(lookup: &Lookup<'_>) -> Relations {
    let (inverse, terms) = rayon::join(|| inverse(lookup), || derived::terms(lookup));
    let (config, vocabularies) = (lookup.config, (0..lookup.config.vocabularies.len()).map(VocabularyId));
    let mut term_entries: Vec<Vec<Vec<EntryId>>> =
        vocabularies.clone().map(|vocabulary| vec![Vec::new(); lookup.terms_of(vocabulary).len()]).collect();
    let mut cross: Vec<CrossEntries> = vec![BTreeMap::new(); config.cross.len()];
    for (id, own) in lookup.ids().zip(&terms) {
        let Some((collection, _, _)) = lookup.facts(id) else { continue };
        let by_vocabulary: Vec<Vec<TermId>> =
            vocabularies.clone().map(|vocabulary| own.of(vocabulary, &collection.fields)).collect();
        for (lists, terms) in term_entries.iter_mut().zip(&by_vocabulary) {
            for term in terms {
                if let Some(list) = lists.get_mut(term.0) {
                    list.push(id);
                }
            }
        }
        for (pairs, (first, second)) in cross.iter_mut().zip(&config.cross) {
            let (Some(first), Some(second)) = (by_vocabulary.get(first.0), by_vocabulary.get(second.0)) else {
                continue;
            };
            for pair in first.iter().flat_map(|one| second.iter().map(move |other| (*one, *other))) {
                pairs.entry(pair).or_default().push(id);
            }
        }
    }
    Relations { inverse, terms, term_entries, cross }
}

fn inverse(lookup: &Lookup<'_>) -> Vec<Vec<Inverse>> {
    let ids: Vec<EntryId> = lookup.ids().collect();
    let mut found: Vec<(EntryId, CollectionId, FieldPlace, EntryId)> = ids
        .par_iter()
        .with_min_len(256)
        .filter_map(|id| Some((*id, lookup.facts(*id)?, lookup.entries.get(id.0)?.key.collection()?)))
        .flat_map_iter(|(source, (schema, values, _), collection)| {
            references(&schema.fields, values).filter_map(move |reference| {
                let ReferenceTarget::Page(of) = reference.target else { return None };
                reference.field.find(&schema.fields)?.inverse.as_ref()?;
                Some((lookup.entry(of, reference.id)?, collection, reference.field, source))
            })
        })
        .collect();
    // By target, then collection and field in the schema's order, then source.
    found.sort_unstable();
    found.dedup();
    let mut inverse: Vec<Vec<Inverse>> = vec![Vec::new(); lookup.entries.len()];
    for list in found.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
        let [(target, collection, field, _), ..] = list else { continue };
        if let Some(of_target) = inverse.get_mut(target.0) {
            let sources = list.iter().map(|(.., source)| *source).collect();
            of_target.push(Inverse { collection: *collection, field: *field, sources });
        }
    }
    inverse
}
