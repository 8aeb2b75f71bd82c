//! Typed references checked across the whole site, and what follows from them: inverse relations, terms, cross pairs.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{
    CrossEntries, Entry, EntryId, EntryTerms, Inverse, ReferenceTarget, TermId, derived, lookup::Lookup, references,
};
use crate::{
    config::{CollectionId, Config, FieldPlace, VocabularyId},
    content::{PageKey, name::MisnamedIds},
    diagnostics::{Diagnostic, Diagnostics, Location, Rule},
    text::nearest,
};

/// Ids that have a diagnostic of their own (a file with a bad name, a draft). References to them are not reported again.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Unusable {
    pub misnamed: MisnamedIds,
    /// Entries left out because they are drafts.
    pub drafts: BTreeSet<PageKey>,
    /// Vocabularies whose file could not be read.
    pub vocabularies: BTreeSet<VocabularyId>,
    /// Terms that are there but have a mistake of their own.
    pub terms: BTreeSet<(VocabularyId, String)>,
}

impl Unusable {
    pub fn is_term(&self, vocabulary: VocabularyId, id: &str) -> bool {
        self.vocabularies.contains(&vocabulary) || self.terms.contains(&(vocabulary, id.to_owned()))
    }
}

/// What follows from references. [`super::Site`] has the same fields and describes them.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    pub inverse: Vec<Vec<Inverse>>,
    pub terms: Vec<EntryTerms>,
    pub term_entries: Vec<Vec<Vec<EntryId>>>,
    pub cross: Vec<CrossEntries>,
}

/// Reports every reference that leads nowhere.
pub fn check(lookup: &Lookup<'_>, unusable: &Unusable) -> Diagnostics {
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
                    diagnostics.extend(unknown_entry(lookup, of, reference.id, unusable, location));
                }
            }
            ReferenceTarget::Term(vocabulary) => {
                if lookup.term(vocabulary, reference.id).is_none() && !unusable.is_term(vocabulary, reference.id) {
                    diagnostics.push(unknown_term(lookup, reference.id, vocabulary, location()));
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
    let hint = match nearest(name, entry.attachments.iter().map(|(known, _)| known.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("put it into content/{}/", entry.key.path(config)),
    };
    Diagnostic::new(Rule::UnknownFile, location, format!("the entry has no file `{name}`")).hint(hint)
}

/// `None` when something that has a diagnostic of its own stands for the id.
fn unknown_entry(
    lookup: &Lookup<'_>,
    of: &[CollectionId],
    id: &str,
    unusable: &Unusable,
    location: impl Fn() -> Location,
) -> Option<Diagnostic> {
    let config = lookup.config;
    let names: Vec<&str> = of.iter().map(|collection| config.collection(*collection).name.as_str()).collect();
    if names.iter().any(|name| unusable.misnamed.contains(name, id)) {
        return None;
    }
    if of.iter().any(|collection| unusable.drafts.contains(&PageKey::Entry(*collection, id.to_owned()))) {
        let message = format!("`{id}` is a draft: the reference is left out until it is published");
        let hint = "publish the draft, or build with --drafts";
        return Some(Diagnostic::new(Rule::DraftReference, location(), message).hint(hint));
    }
    let known = lookup.entries.iter().filter_map(|entry| match &entry.key {
        PageKey::Entry(collection, known) if of.contains(collection) => Some(known.as_str()),
        _ => None,
    });
    let elsewhere = lookup.entries.iter().find_map(|entry| match &entry.key {
        PageKey::Entry(collection, known) if known == id => Some(config.collection(*collection).name.as_str()),
        _ => None,
    });
    let hint = match (nearest(id, known), elsewhere) {
        (_, Some(other)) => format!("`{id}` is in `{other}`, and this field takes {}", names.join(", ")),
        (Some(near), None) => format!("did you mean `{near}`?"),
        (None, None) => format!("make it: content/{}/{id}.<language>.md", names.first().unwrap_or(&"…")),
    };
    let message = format!("there is no entry `{id}` in {}", names.join(", "));
    Some(Diagnostic::new(Rule::UnknownEntry, location(), message).hint(hint))
}

fn unknown_term(lookup: &Lookup<'_>, id: &str, vocabulary: VocabularyId, location: Location) -> Diagnostic {
    let name = &lookup.config.vocabulary(vocabulary).name;
    let hint = match nearest(id, lookup.terms_of(vocabulary).iter().map(|term| term.id.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add it to content/{name}.toml: [{id}]"),
    };
    Diagnostic::new(Rule::UnknownTerm, location, format!("the vocabulary `{name}` has no term `{id}`")).hint(hint)
}

/// Follows all references. Those that lead nowhere have been reported, and are passed over.
pub fn relate(lookup: &Lookup<'_>) -> Relations {
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
