//! Contacts that a reader can write to: an entry's own contacts, else those of the nearest entry that has some, else
//! those of the entry that speaks for the site. Which one it is, is said with it.

use super::{
    Views,
    data::Contact,
    fragments::Failed,
    values::{Shared, Text},
};
use crate::{
    config::{Field, FieldId, FieldKind, LanguageId, Role, VocabularyId, with_ids},
    content::PageKey,
    site::{EntryId, TermId, references},
};

impl Views {
    /// `None` where entries of the collection have no contacts.
    pub(super) fn contact_of_entry(&self, id: EntryId, language: LanguageId) -> Result<Option<Contact>, Failed> {
        let mut fields = self.contact_fields(id);
        if fields.next().is_none() {
            return Ok(None);
        }
        if self.has_contact(id) {
            return self.contact("own", None, id, language).map(Some);
        }
        match self.linked_contact(id, language) {
            Some((other, label)) => self.contact("linked", label, other, language).map(Some),
            None => self.contact_of_site(language),
        }
    }

    /// The contact of who speaks for the country; else of an entry that is there itself, and not through others.
    pub(super) fn contact_of_term(
        &self,
        vocabulary: VocabularyId,
        term: TermId,
        language: LanguageId,
    ) -> Result<Option<Contact>, Failed> {
        let entries = self.term_entries(vocabulary, term, language);
        let own =
            || entries.iter().copied().filter(|id| self.is_written(*id, vocabulary, term) && self.has_contact(*id));
        let speaks = own().find(|id| self.represents(*id).is_some());
        let Some(id) = speaks.or_else(|| own().next()) else { return self.contact_of_site(language) };
        let label = self.represents(id).map(|choice| choice.label.get(language).into());
        self.contact("linked", label, id, language).map(Some)
    }

    fn contact_of_site(&self, language: LanguageId) -> Result<Option<Contact>, Failed> {
        let entry = self.site.contact_entry().filter(|id| self.has_contact(*id));
        entry.map(|id| self.contact("site", None, id, language)).transpose()
    }

    fn contact(&self, level: &str, label: Option<Text>, id: EntryId, language: LanguageId) -> Result<Contact, Failed> {
        let mut facts = Vec::new();
        if let Some(values) = self.site.facts(id) {
            for (at, field) in self.contact_fields(id) {
                facts.extend(self.own_fact(id, at, field, values, language)?.map(Shared::new));
            }
        }
        let join = self.site.join_page().and_then(|page| self.menu_page(page, language));
        let entry = (level != "own").then(|| self.card(id, language));
        Ok(Contact { level: level.into(), entry, label, facts, join })
    }

    /// The fields of an entry's collection that say how to reach it.
    fn contact_fields(&self, id: EntryId) -> impl Iterator<Item = (FieldId, &Field)> {
        let fields: &[Field] = match &self.site.entry(id).key {
            PageKey::Entry(collection, _) => &self.site.config.collection(*collection).fields,
            _ => &[],
        };
        with_ids(fields).filter(|(_, field)| field.role == Some(Role::Contact))
    }

    /// Whether somebody can write there: a website alone is no contact.
    pub(super) fn has_contact(&self, id: EntryId) -> bool {
        let Some(facts) = self.site.facts(id) else { return false };
        let mut written = self.contact_fields(id).filter(|(_, field)| !matches!(field.kind, FieldKind::Url));
        written.any(|(at, _)| !facts.get(at).is_empty())
    }

    /// The first entry with contacts that this one names, in the order of its fields, or that names it; with what the
    /// field says of it.
    fn linked_contact(&self, id: EntryId, language: LanguageId) -> Option<(EntryId, Option<Text>)> {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return None };
        let fields = &self.site.config.collection(*collection).fields;
        let is_shown = |other: &EntryId| self.site.entry(*other).shown(language).is_some() && self.has_contact(*other);
        let named = references(fields, self.site.facts(id)?).find_map(|reference| {
            let field = reference.field.find(fields)?;
            let FieldKind::Page(of) = &field.kind else { return None };
            let other = self.site.find_page(of, reference.id).filter(is_shown)?;
            Some((other, Some(field.label.get(language).into())))
        });
        named.or_else(|| {
            self.site.inverse.get(id.0)?.iter().find_map(|inverse| {
                let field = inverse.field.find(&self.site.config.collection(inverse.collection).fields)?;
                let label = field.inverse.as_ref()?.get(language);
                let other = inverse.sources.iter().copied().find(is_shown)?;
                Some((other, Some(label.into())))
            })
        })
    }
}
