//! The brief of an entry or a term: one printed page for a meeting.

use super::{
    View, Views,
    data::{BriefData, BriefLine, Card},
    facts::asked_for,
    fragments::Failed,
    page::{plain_head, view},
    values::{Shared, Text},
};
use crate::{
    config::{LanguageId, Role, VocabularyId},
    content::PageKey,
    plan::{Briefed, address},
    site::{EntryId, TermId},
    text::{beginning, shortened},
    theme::BRIEF,
};

/// One printed page holds so many.
const FACTS: usize = 8;
const LINES: usize = 8;
const SOURCES: usize = 5;
const PARAGRAPH: usize = 600;

pub(super) fn brief(views: &Views, of: Briefed, language: LanguageId) -> Result<Option<View>, Failed> {
    let Some(folder) = views.briefed_address(of, language) else { return Ok(None) };
    let Some(data) = (match of {
        Briefed::Entry(id) => views.brief_of_entry(id, &folder, language)?,
        Briefed::Term(vocabulary, term) => views.brief_of_term(vocabulary, term, &folder, language)?,
    }) else {
        return Ok(None);
    };
    let title = data.title.as_str().to_owned();
    let mut head = plain_head(views, "brief", title, language, |language| {
        address::brief(&views.briefed_address(of, language).unwrap_or_default())
    });
    // The page itself is the one to find, to cite and to link to.
    head.fallback_of = Some(folder.into());
    head.breadcrumbs = None;
    view(views, BRIEF.to_owned(), &head, &data).map(Some)
}

impl Views {
    /// The address of a brief, where there is one.
    pub(super) fn brief_url(&self, of: Briefed, language: LanguageId) -> Option<Text> {
        let inside = address::brief(&self.briefed_address(of, language)?);
        self.plan.find(&format!("{inside}index.html"))?;
        Some(self.url(&inside).into())
    }

    /// The address of what a brief is of.
    fn briefed_address(&self, of: Briefed, language: LanguageId) -> Option<String> {
        match of {
            Briefed::Entry(id) => Some(self.plan.address(id, language).to_owned()),
            Briefed::Term(vocabulary, term) => address::term(&self.site, vocabulary, term, language),
        }
    }

    fn brief_of_entry(&self, id: EntryId, folder: &str, language: LanguageId) -> Result<Option<BriefData>, Failed> {
        let entry = self.site.entry(id);
        let PageKey::Entry(collection, _) = &entry.key else { return Ok(None) };
        let Some((version, _)) = entry.shown(language) else { return Ok(None) };
        let fields = &self.site.config.collection(*collection).fields;
        let mut facts = self.facts(id, language)?.facts;
        facts.retain(|fact| fact.table.is_none() && !fact.long);
        let rank = |name: &str| fields.iter().find(|field| field.name == name).map_or(usize::MAX, asked_for);
        facts.retain(|fact| fact.role.as_ref().is_none_or(|role| role.as_str() != Role::Contact.name()));
        facts.sort_by_key(|fact| rank(fact.name.as_str()));
        facts.truncate(FACTS);
        let named: Vec<EntryId> =
            self.site.inverse.get(id.0).into_iter().flatten().flat_map(|i| i.sources.clone()).collect();
        let (lines, more) = self.brief_lines(&self.site.sorted(&named, language), language);
        Ok(Some(BriefData {
            title: (&version.page.title).into(),
            page_url: self.url(folder).into(),
            summary: version.page.summary.as_ref().map(Text::from),
            paragraph: whole_sentences(&version.page.body.first_paragraph()).into(),
            facts,
            glance: Vec::new(),
            contact: self.contact_of_entry(id, language)?,
            lines,
            more,
            sources: self.brief_sources(&[id], language),
            updated: version.page.updated.as_ref().map(|date| self.date(date, language)),
            revision: entry.revision().map(Into::into),
        }))
    }

    fn brief_of_term(
        &self,
        vocabulary: VocabularyId,
        term: TermId,
        folder: &str,
        language: LanguageId,
    ) -> Result<Option<BriefData>, Failed> {
        let Some(known) = self.site.term(vocabulary, term) else { return Ok(None) };
        let text = self.site.find(&PageKey::Term(vocabulary, known.id.clone()));
        let version = text.and_then(|id| self.site.entry(id).shown(language)).map(|(version, _)| version);
        let entries = self.term_entries(vocabulary, term, language);
        let mut glance = self.glance(vocabulary, term, &[], language)?;
        // The other rows are lines here.
        glance.retain(|row| row.kind.as_str() == "represents");
        let (lines, more) = self.brief_lines(&entries, language);
        Ok(Some(BriefData {
            title: known.title.get(language).into(),
            page_url: self.url(folder).into(),
            summary: version.and_then(|version| version.page.summary.as_ref()).map(Text::from),
            paragraph: version
                .map(|version| whole_sentences(&version.page.body.first_paragraph()))
                .unwrap_or_default()
                .into(),
            facts: Vec::new(),
            glance,
            contact: self.contact_of_term(vocabulary, term, language)?,
            lines,
            more,
            sources: self.brief_sources(&entries, language),
            updated: version.and_then(|version| version.page.updated.as_ref()).map(|date| self.date(date, language)),
            revision: None,
        }))
    }

    /// Entries of collections with parties or a status: the newest first, those without a day last.
    fn brief_lines(&self, entries: &[EntryId], language: LanguageId) -> (Vec<BriefLine>, usize) {
        let is_line = |id: &EntryId| {
            let PageKey::Entry(collection, _) = &self.site.entry(*id).key else { return false };
            let collection = self.site.config.collection(*collection);
            self.has_status(collection)
        };
        let mut ids: Vec<EntryId> = entries.iter().copied().filter(is_line).collect();
        let mut seen = std::collections::BTreeSet::new();
        ids.retain(|id| seen.insert(*id));
        ids.sort_by_key(|id| std::cmp::Reverse(self.first_date(*id)));
        let more = ids.len().saturating_sub(LINES);
        ids.truncate(LINES);
        let line = |id: EntryId| {
            let entry = self.card(id, language);
            let status = entry
                .choices
                .0
                .iter()
                .find(|(_, choice)| choice.role.as_ref().is_some_and(|role| role.as_str() == Role::Status.name()));
            let status = status.map(|(_, choice)| choice.label.clone());
            BriefLine { place: self.place(id, language), status, entry }
        };
        (ids.into_iter().map(line).collect(), more)
    }

    fn brief_sources(&self, entries: &[EntryId], language: LanguageId) -> Vec<Shared<Card>> {
        let mut ids: Vec<EntryId> = Vec::new();
        for (id, _) in entries.iter().flat_map(|id| self.sources_of(*id)) {
            if !ids.contains(&id) && self.site.entry(id).shown(language).is_some() {
                ids.push(id);
            }
        }
        ids.truncate(SOURCES);
        self.cards(&ids, language)
    }
}

/// As much of a paragraph as has room: whole sentences, if it has any.
fn whole_sentences(paragraph: &str) -> String {
    let start = beginning(paragraph, PARAGRAPH);
    match start.rfind(". ").filter(|_| start.len() < paragraph.len()) {
        Some(end) => start.get(..=end).unwrap_or(start).to_owned(),
        None => shortened(paragraph, PARAGRAPH).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{PARAGRAPH, whole_sentences};

    #[test]
    fn a_long_paragraph_ends_with_a_sentence_or_a_word() {
        assert_eq!(whole_sentences("Коротко."), "Коротко.");
        let long = "Перше речення. ".repeat(100);
        let cut = whole_sentences(long.trim());
        assert!(cut.ends_with("речення.") && cut.chars().count() <= PARAGRAPH, "{cut}");
        let cut = whole_sentences("слово ".repeat(300).trim());
        assert!(cut.ends_with("слово…"), "{cut}");
    }
}
