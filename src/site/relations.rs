//! Typed references checked across the whole site, and what follows from them: inverse relations, terms, cross pairs.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    CrossEntries, Entry, EntryId, EntryTerms, Inverse, Target, TermId, derived, facts, find_entry, references,
};
use crate::{
    config::{CollectionId, Config, FieldPlace, VocabularyId},
    content::{PageKey, name::MisnamedIds, vocabulary::Term},
    diagnostics::{Diagnostic, Diagnostics, Location, Rule},
    text::nearest,
};

/// Ids that exist but cannot be used (a file with a bad name, a draft): what refers to them stays silent.
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

/// What references imply; each part as in [`super::Site`].
#[derive(Clone, Debug, Default)]
pub struct Relations {
    pub inverse: Vec<Vec<Inverse>>,
    pub terms: Vec<EntryTerms>,
    pub term_entries: Vec<Vec<Vec<EntryId>>>,
    pub cross: Vec<CrossEntries>,
}

/// Reports every reference that leads nowhere.
pub fn check(
    entries: &[Entry],
    vocabularies: &[Vec<Term>],
    config: &Config,
    unusable: &Unusable,
    diagnostics: &mut Diagnostics,
) {
    for entry in entries {
        let Some((collection, values, page)) = facts(entry, config) else { continue };
        for reference in references(&collection.fields, values) {
            let location = || Location::new(&page.file, reference.range.clone());
            match reference.target {
                Target::Page(of) => check_page(entries, of, reference.id, config, unusable, location, diagnostics),
                Target::Term(vocabulary) => {
                    let terms = vocabularies.get(vocabulary.0).map_or(&[][..], Vec::as_slice);
                    if !unusable.is_term(vocabulary, reference.id) && !terms.iter().any(|t| t.id == reference.id) {
                        diagnostics.push(unknown_term(reference.id, vocabulary, terms, config, location()));
                    }
                }
                Target::File => {
                    if entry.attachment(reference.id).is_none()
                        && !unusable.misnamed.contains(&collection.name, entry.key.id())
                    {
                        let folder = entry.key.path(config);
                        let known: Vec<&str> = entry.attachments.iter().map(|(name, _)| name.as_str()).collect();
                        let hint = match nearest(reference.id, known) {
                            Some(near) => format!("did you mean `{near}`?"),
                            None => format!("put it into content/{folder}/"),
                        };
                        diagnostics.push(
                            Diagnostic::new(
                                Rule::UnknownFile,
                                location(),
                                format!("the entry has no file `{}`", reference.id),
                            )
                            .hint(hint),
                        );
                    }
                }
            }
        }
    }
}

fn check_page(
    entries: &[Entry],
    of: &[CollectionId],
    id: &str,
    config: &Config,
    unusable: &Unusable,
    location: impl Fn() -> Location,
    diagnostics: &mut Diagnostics,
) {
    if of.iter().any(|collection| find_entry(entries, *collection, id).is_some()) {
        return;
    }
    let names: Vec<&str> = of.iter().map(|collection| config.collection(*collection).name.as_str()).collect();
    if names.iter().any(|name| unusable.misnamed.contains(name, id)) {
        return;
    }
    if of.iter().any(|collection| unusable.drafts.contains(&PageKey::Entry(*collection, id.to_owned()))) {
        diagnostics.push(
            Diagnostic::new(
                Rule::DraftReference,
                location(),
                format!("`{id}` is a draft: the reference is left out until it is published"),
            )
            .hint("publish the draft, or build with --drafts"),
        );
        return;
    }
    let known = entries.iter().filter_map(|entry| match &entry.key {
        PageKey::Entry(collection, known) if of.contains(collection) => Some(known.as_str()),
        _ => None,
    });
    let elsewhere = entries.iter().find_map(|entry| match &entry.key {
        PageKey::Entry(collection, known) if known == id => Some(config.collection(*collection).name.as_str()),
        _ => None,
    });
    let hint = match (nearest(id, known), elsewhere) {
        (_, Some(other)) => format!("`{id}` is in `{other}`, and this field takes {}", names.join(", ")),
        (Some(near), None) => format!("did you mean `{near}`?"),
        (None, None) => format!("make it: content/{}/{id}.<language>.md", names.first().unwrap_or(&"…")),
    };
    diagnostics.push(
        Diagnostic::new(Rule::UnknownEntry, location(), format!("there is no entry `{id}` in {}", names.join(", ")))
            .hint(hint),
    );
}

fn unknown_term(id: &str, vocabulary: VocabularyId, terms: &[Term], config: &Config, location: Location) -> Diagnostic {
    let name = &config.vocabulary(vocabulary).name;
    let hint = match nearest(id, terms.iter().map(|term| term.id.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add it to content/{name}.toml: [{id}]"),
    };
    Diagnostic::new(Rule::UnknownTerm, location, format!("the vocabulary `{name}` has no term `{id}`")).hint(hint)
}

/// Everything that references imply. References that lead nowhere are passed over: they have been reported.
pub fn relate(entries: &[Entry], vocabularies: &[Vec<Term>], config: &Config) -> Relations {
    let (inverse, terms) = rayon::join(|| inverse(entries, config), || derived::terms(entries, vocabularies, config));
    let mut term_entries: Vec<Vec<Vec<EntryId>>> =
        vocabularies.iter().map(|terms| vec![Vec::new(); terms.len()]).collect();
    let mut cross: Vec<CrossEntries> = vec![BTreeMap::new(); config.cross.len()];
    for (at, (entry, own)) in entries.iter().zip(&terms).enumerate() {
        let Some((collection, _, _)) = facts(entry, config) else { continue };
        let by_vocabulary: Vec<BTreeSet<TermId>> =
            (0..config.vocabularies.len()).map(|at| own.of(VocabularyId(at), &collection.fields)).collect();
        for (vocabulary, terms) in by_vocabulary.iter().enumerate() {
            for term in terms {
                if let Some(list) = term_entries.get_mut(vocabulary).and_then(|v| v.get_mut(term.0)) {
                    list.push(EntryId(at));
                }
            }
        }
        for (pair, (first, second)) in cross.iter_mut().zip(&config.cross) {
            let (Some(first), Some(second)) = (by_vocabulary.get(first.0), by_vocabulary.get(second.0)) else {
                continue;
            };
            for one in first {
                for other in second {
                    pair.entry((*one, *other)).or_default().push(EntryId(at));
                }
            }
        }
    }
    Relations { inverse, terms, term_entries, cross }
}

fn inverse(entries: &[Entry], config: &Config) -> Vec<Vec<Inverse>> {
    // By target, then collection and field in the schema's order, then source: a tree keeps them sorted.
    type Key = (CollectionId, FieldPlace);
    let mut found: Vec<BTreeMap<Key, BTreeSet<EntryId>>> = vec![BTreeMap::new(); entries.len()];
    for (at, entry) in entries.iter().enumerate() {
        let PageKey::Entry(collection, _) = &entry.key else { continue };
        let Some((schema, values, _)) = facts(entry, config) else { continue };
        for reference in references(&schema.fields, values) {
            let Target::Page(of) = reference.target else { continue };
            let named = reference.field.find(&schema.fields).is_some_and(|field| field.inverse.is_some());
            if !named {
                continue;
            }
            let target = of.iter().find_map(|collection| find_entry(entries, *collection, reference.id));
            if let Some(list) = target.and_then(|target| found.get_mut(target.0)) {
                list.entry((*collection, reference.field)).or_default().insert(EntryId(at));
            }
        }
    }
    found
        .into_iter()
        .map(|by_field| {
            by_field
                .into_iter()
                .map(|((collection, field), sources)| Inverse {
                    collection,
                    field,
                    sources: sources.into_iter().collect(),
                })
                .collect()
        })
        .collect()
}
