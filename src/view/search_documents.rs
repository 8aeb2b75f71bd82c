//! The documents that search finds: title, names, facts and texts of an entry, a section, a list or a term.

use super::{Views, search::DocumentSource};
use crate::{
    config::{
        CollectionId, Field, FieldId, FieldKind, LanguageId, Localized, Role, VocabularyId, with_column_ids, with_ids,
    },
    content::{Item, PageKey, RowValues, Value},
    markdown::{self, HoleKind},
    plan::address,
    search::{SearchDocument, SearchText},
    site::{EntryId, TermId, Version, texts_shown},
};

/// In percent. Somebody who types the name of a country or sector looks for its own page.
const TERM_BOOST: u16 = 130;
/// In percent. What has a page of its own is found there before a section that explains it.
const SECTION_BOOST: u16 = 60;
/// The level of the headings that begin a section.
const SECTION_LEVEL: u8 = 2;
/// Signs that divide an abbreviation from the words that it stands for in a heading, between blanks of any kind:
/// `BSO – business support organisation`.
const DASHES: [char; 2] = ['–', '—'];

impl Views {
    pub(super) fn document(&self, source: DocumentSource, language: LanguageId) -> Option<SearchDocument<'_>> {
        match source {
            DocumentSource::Entry(id) => self.entry_document(id, language),
            DocumentSource::Section(id, heading) => self.section_document(id, heading, language),
            DocumentSource::Collection(collection) => Some(self.collection_document(collection, language)),
            DocumentSource::Vocabulary(vocabulary) => Some(self.vocabulary_document(vocabulary, language)),
            DocumentSource::Term(vocabulary, term) => self.term_document(vocabulary, term, language),
        }
    }

    /// The text of a document beside its title and summary; passages are taken from it.
    pub(super) fn texts(&self, source: DocumentSource, language: LanguageId) -> Vec<SearchText<'_>> {
        let page_text = |key: &PageKey| {
            let version = self.site.find(key).and_then(|id| self.site.entry(id).shown(language));
            version.map(|(version, _)| body_text(&version.page.body.html)).into_iter().collect()
        };
        match source {
            DocumentSource::Entry(id) => {
                let Some((version, _)) = self.site.entry(id).shown(language) else { return Vec::new() };
                let html = &version.page.body.html;
                let first = match self.site.entry(id).key {
                    PageKey::Plain(_) => section_headings(version).next(),
                    _ => None,
                };
                let end = first.map_or(html.len(), |heading| heading_start(version, heading));
                let body = body_text(html.get(..end).unwrap_or_default());
                [body].into_iter().chain(self.fact_lines(id, language).into_iter().map(SearchText::from)).collect()
            }
            DocumentSource::Section(id, heading) => {
                let version = self.site.entry(id).shown(language).map(|(version, _)| version);
                version.map(|version| body_text(section_html(version, heading))).into_iter().collect()
            }
            DocumentSource::Collection(collection) => page_text(&PageKey::CollectionIndex(collection)),
            DocumentSource::Vocabulary(vocabulary) => page_text(&PageKey::VocabularyIndex(vocabulary)),
            DocumentSource::Term(vocabulary, term) => {
                let known = self.site.term(vocabulary, term);
                known.map(|known| page_text(&PageKey::Term(vocabulary, known.id.clone()))).unwrap_or_default()
            }
        }
    }

    /// The place of plain pages among the kinds.
    fn page_kind(&self) -> usize {
        self.site.config.collections.len()
    }

    fn entry_document(&self, id: EntryId, language: LanguageId) -> Option<SearchDocument<'_>> {
        let config = &self.site.config;
        let entry = self.site.entry(id);
        let (version, _) = entry.shown(language)?;
        let page = &version.page;
        // The title in the site's other languages is a name too.
        let others = entry.versions.iter().flatten().filter(|other| other.page.language != page.language);
        let terms: Vec<(VocabularyId, Vec<TermId>)> =
            self.vocabularies().map(|vocabulary| (vocabulary, self.terms_of_entry(id, vocabulary))).collect();
        let places = |wanted: Option<VocabularyId>| -> Vec<usize> {
            let of = terms.iter().filter(|(vocabulary, _)| Some(*vocabulary) == wanted);
            of.flat_map(|(_, terms)| terms).map(|term| term.0).collect()
        };
        // The headings of a plain page are the titles of its sections.
        let is_plain = matches!(entry.key, PageKey::Plain(_));
        let headings = page.body.headings.iter().filter(|_| !is_plain);
        Some(SearchDocument {
            id: entry.key.path(config),
            url: self.url(self.plan.address(id, language)),
            language: config.tag(page.language),
            kind: entry.key.collection().map_or(self.page_kind(), |collection| collection.0),
            boost: 100,
            title: &page.title,
            part_of: "",
            names: self.names(id).into_iter().chain(others.map(|version| version.page.title.as_str())).collect(),
            summary: page.summary.as_deref().unwrap_or_default(),
            terms: terms
                .iter()
                .flat_map(|(vocabulary, terms)| terms.iter().map(|term| (*vocabulary, *term)))
                .filter_map(|(vocabulary, term)| self.site.term(vocabulary, term))
                .map(|term| term.title.get(language))
                .collect(),
            headings: headings.map(|heading| heading.text.as_str()).collect(),
            texts: self.texts(DocumentSource::Entry(id), language),
            countries: places(self.country_vocabulary()),
            sectors: places(self.site.config.subject_vocabulary()),
        })
    }

    fn section_document(&self, id: EntryId, heading: usize, language: LanguageId) -> Option<SearchDocument<'_>> {
        let entry = self.site.entry(id);
        let (version, _) = entry.shown(language)?;
        let title = version.page.body.headings.get(heading)?.text.as_str();
        let anchor = version.anchor(heading);
        // Headings of other languages with the same anchor say the same.
        let others = entry.versions.iter().flatten().filter(|other| other.page.language != version.page.language);
        let others = others.filter_map(|other| {
            let at = other.anchors().position(|known| known == anchor)?;
            other.page.body.headings.get(at).map(|heading| heading.text.as_str())
        });
        Some(SearchDocument {
            id: format!("{}#{anchor}", entry.key.path(&self.site.config)),
            url: format!("{}#{anchor}", self.url(self.plan.address(id, language))),
            language: self.site.config.tag(version.page.language),
            kind: self.page_kind(),
            boost: SECTION_BOOST,
            title,
            part_of: &version.page.title,
            names: sides_of_dash(title).into_iter().chain(others.flat_map(names_of_heading)).collect(),
            summary: "",
            terms: Vec::new(),
            headings: headings_below(version, heading).collect(),
            texts: self.texts(DocumentSource::Section(id, heading), language),
            countries: Vec::new(),
            sectors: Vec::new(),
        })
    }

    fn collection_document(&self, collection: CollectionId, language: LanguageId) -> SearchDocument<'_> {
        let config = &self.site.config;
        let known = config.collection(collection);
        let url = self.url(&address::collection(config, collection, language));
        let key = PageKey::CollectionIndex(collection);
        let document = self.list_document(DocumentSource::Collection(collection), &key, language);
        SearchDocument { id: known.name.clone(), url, ..self.titled(document, &known.title, language) }
    }

    fn vocabulary_document(&self, vocabulary: VocabularyId, language: LanguageId) -> SearchDocument<'_> {
        let config = &self.site.config;
        let known = config.vocabulary(vocabulary);
        let url = self.url(&address::vocabulary(config, vocabulary, language));
        let key = PageKey::VocabularyIndex(vocabulary);
        let document = self.list_document(DocumentSource::Vocabulary(vocabulary), &key, language);
        SearchDocument { id: known.name.clone(), url, ..self.titled(document, &known.title, language) }
    }

    /// The list's title, found by its titles in the other languages too.
    fn titled<'v>(
        &self,
        document: SearchDocument<'v>,
        title: &'v Localized,
        language: LanguageId,
    ) -> SearchDocument<'v> {
        let others = self.site.config.language_ids().filter(|other| *other != language);
        SearchDocument {
            title: title.get(language),
            names: others.filter_map(|other| title.own(other)).collect(),
            ..document
        }
    }

    /// The document of a list's page: the text that the page adds to the list.
    fn list_document(&self, source: DocumentSource, key: &PageKey, language: LanguageId) -> SearchDocument<'_> {
        let version =
            self.site.find(key).and_then(|id| self.site.entry(id).shown(language)).map(|(version, _)| version);
        let summary = version.and_then(|version| version.page.summary.as_deref()).unwrap_or_default();
        SearchDocument {
            id: String::new(),
            url: String::new(),
            language: self.site.config.tag(version.map_or(language, |version| version.page.language)),
            kind: self.page_kind(),
            boost: 100,
            title: "",
            part_of: "",
            names: Vec::new(),
            summary,
            terms: Vec::new(),
            headings: Vec::new(),
            texts: self.texts(source, language),
            countries: Vec::new(),
            sectors: Vec::new(),
        }
    }

    fn term_document(
        &self,
        vocabulary: VocabularyId,
        term: TermId,
        language: LanguageId,
    ) -> Option<SearchDocument<'_>> {
        let config = &self.site.config;
        let known = self.site.term(vocabulary, term)?;
        let source = DocumentSource::Term(vocabulary, term);
        let document = self.list_document(source, &PageKey::Term(vocabulary, known.id.clone()), language);
        let address = address::term(&self.site, vocabulary, term, language)?;
        let places = |wanted: Option<VocabularyId>| if wanted == Some(vocabulary) { vec![term.0] } else { Vec::new() };
        let others = config.language_ids().filter(|other| *other != language);
        let names = known.names.iter().flatten().map(String::as_str);
        Some(SearchDocument {
            id: format!("{}/{}", config.vocabulary(vocabulary).name, known.id),
            url: self.url(&address),
            kind: self.page_kind() + 1 + vocabulary.0,
            boost: TERM_BOOST,
            title: known.title.get(language),
            names: others
                .filter_map(|other| known.title.own(other))
                .chain(names)
                .chain(self.iso(vocabulary, term))
                .collect(),
            countries: places(self.country_vocabulary()),
            sectors: places(config.subject_vocabulary()),
            ..document
        })
    }

    /// An entry's other names, in all languages: who knows an abbreviation knows it in one of them.
    fn names(&self, id: EntryId) -> Vec<&str> {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return Vec::new() };
        let Some(facts) = self.site.facts(id) else { return Vec::new() };
        let mut names: Vec<&str> = Vec::new();
        for (at, field) in with_ids(&self.site.config.collection(*collection).fields) {
            if field.role != Some(Role::Name) {
                continue;
            }
            if field.localized {
                let texts = |language| self.site.localized(id, at, language).map_or(&[][..], |(texts, _)| texts);
                names.extend(self.site.config.language_ids().flat_map(texts).map(String::as_str));
            } else {
                names.extend(plain_texts(facts.get(at)));
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(*name));
        names
    }

    /// An entry's facts as a reader sees them, a line for each, with its label. Terms are no facts here: a document has
    /// them by themselves.
    fn fact_lines(&self, id: EntryId, language: LanguageId) -> Vec<String> {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return Vec::new() };
        let Some(facts) = self.site.facts(id) else { return Vec::new() };
        let mut lines = Vec::new();
        for (at, field) in with_ids(&self.site.config.collection(*collection).fields) {
            match field.role {
                Some(Role::Name) => {}
                Some(Role::Source) => lines.extend(self.source_notes(id, field, facts.get(at), language)),
                _ => {
                    let values = self.fact_values(id, at, field, facts.get(at), language);
                    if !values.is_empty() {
                        let line = format!("{}: {}", field.label.get(language), values.join("; "));
                        // A passage shows several lines as one text.
                        lines.push(if line.ends_with(['.', '!', '?', '…']) { line } else { line + "." });
                    }
                }
            }
        }
        lines
    }

    fn fact_values(
        &self,
        id: EntryId,
        at: FieldId,
        field: &Field,
        items: &[Item],
        language: LanguageId,
    ) -> Vec<String> {
        if field.localized {
            return self.site.localized(id, at, language).map_or_else(Vec::new, |(texts, _)| texts.to_vec());
        }
        match &field.kind {
            FieldKind::Term(_) => Vec::new(),
            FieldKind::Table(columns) => {
                let row = |item: &Item| match &item.value {
                    Value::Row(row) => Some(self.row_values(id, columns, row, language).join(", ")),
                    _ => None,
                };
                items.iter().filter_map(row).filter(|row| !row.is_empty()).collect()
            }
            _ => self.written_values(id, field, items, language),
        }
    }

    fn row_values(&self, id: EntryId, columns: &[Field], row: &RowValues, language: LanguageId) -> Vec<String> {
        with_column_ids(columns)
            .flat_map(|(at, column)| self.written_values(id, column, row.get(at), language))
            .collect()
    }

    /// Values as the page writes them. Of yes, no and the names of files, nobody thinks when searching.
    fn written_values(&self, id: EntryId, field: &Field, items: &[Item], language: LanguageId) -> Vec<String> {
        let written = |item: &Item| -> Vec<String> {
            match &item.value {
                Value::Localized(_) => {
                    let original = self.site.entry(id).original;
                    let texts = texts_shown(std::slice::from_ref(item), language, original);
                    texts.map_or_else(Vec::new, |(texts, _)| texts.to_vec())
                }
                Value::Boolean(_) | Value::File(_) => Vec::new(),
                Value::Term(term) => {
                    let FieldKind::Term(vocabulary) = field.kind else { return Vec::new() };
                    let term = self.site.find_term(vocabulary, term);
                    let title = term.and_then(|term| self.site.term(vocabulary, term)).map(|term| &term.title);
                    title.map(|title| title.get(language).to_owned()).into_iter().collect()
                }
                _ => {
                    let value = self.plain_value(Some(id), field, item, language);
                    value.map(|value| value.text.as_str().to_owned()).into_iter().collect()
                }
            }
        };
        items.iter().flat_map(written).collect()
    }

    /// The words of the sources' table. Places in a source (lines, pages) are numbers, and what a source is called
    /// says nothing of the entry.
    fn source_notes(&self, id: EntryId, field: &Field, items: &[Item], language: LanguageId) -> Vec<String> {
        let FieldKind::Table(columns) = &field.kind else { return Vec::new() };
        let has_words = |text: &&str| text.contains(char::is_alphabetic);
        let notes = |item: &Item| -> Vec<String> {
            let Value::Row(row) = &item.value else { return Vec::new() };
            let texts = with_column_ids(columns).flat_map(|(at, _)| {
                let localized = texts_shown(row.get(at), language, self.site.entry(id).original);
                localized.map_or(&[][..], |(texts, _)| texts).iter().map(String::as_str).chain(plain_texts(row.get(at)))
            });
            texts.filter(has_words).map(str::to_owned).collect()
        };
        items.iter().flat_map(notes).collect()
    }
}

/// The headings that begin a section of a page, by their places in its body.
pub(super) fn section_headings(version: &Version) -> impl Iterator<Item = usize> {
    let headings = version.page.body.headings.iter().enumerate();
    headings.filter(|(_, heading)| heading.level == SECTION_LEVEL && !heading.nested).map(|(at, _)| at)
}

/// The beginning of a heading's tag in the body's HTML.
fn heading_start(version: &Version, heading: usize) -> usize {
    let body = &version.page.body;
    let hole =
        body.holes.iter().find(|hole| hole.kind == HoleKind::Anchor(heading)).map_or(body.html.len(), |hole| hole.at);
    body.html.get(..hole).and_then(|before| before.rfind('<')).unwrap_or(hole)
}

/// The HTML of a section, without its heading.
fn section_html(version: &Version, heading: usize) -> &str {
    let html = &version.page.body.html;
    let end = section_headings(version).find(|next| *next > heading).map(|next| heading_start(version, next));
    let section = html.get(heading_start(version, heading)..end.unwrap_or(html.len())).unwrap_or_default();
    section
        .find("</h")
        .and_then(|end| section.get(end..))
        .and_then(|rest| rest.split_once('>'))
        .map_or("", |(_, rest)| rest.trim_start())
}

/// The headings inside a section.
fn headings_below(version: &Version, heading: usize) -> impl Iterator<Item = &str> {
    let headings = version.page.body.headings.get(heading + 1..).unwrap_or_default().iter();
    headings.take_while(|next| next.level > SECTION_LEVEL || next.nested).map(|heading| heading.text.as_str())
}

/// The sides of a heading's dash, or the whole heading.
fn names_of_heading(heading: &str) -> Vec<&str> {
    let sides = sides_of_dash(heading);
    if sides.is_empty() { vec![heading] } else { sides }
}

fn sides_of_dash(heading: &str) -> Vec<&str> {
    let Some((first, second)) = heading.split_once(DASHES) else { return Vec::new() };
    let is_dash = first.ends_with(char::is_whitespace) && second.starts_with(char::is_whitespace);
    if is_dash { vec![first.trim(), second.trim()] } else { Vec::new() }
}

/// The text of HTML of a body. It is taken from the HTML each time it is read, so that memory holds it once.
fn body_text(html: &str) -> SearchText<'_> {
    SearchText::made(html, markdown::plain_text::push)
}

fn plain_texts(items: &[Item]) -> impl Iterator<Item = &str> {
    items.iter().filter_map(|item| match &item.value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    })
}
