//! PO files from the texts of a site.

use std::{collections::BTreeSet, path::Path};

use super::{
    FOLLOWED, REVISION, SOURCE, StringsTarget, TEXTS, TextSource,
    glossary::Glossary,
    po::{Catalogue, PoMessage},
    strings, sum,
    units::{PageTexts, TranslationUnit, UnitGroup, of_page, of_toml},
};
use crate::{
    config::LanguageId,
    content::page::schema,
    edit::Refusal,
    history, message,
    messages::MessageLanguage,
    plan::Plan,
    site::{EntryId, Site, State},
    source::SourceTree,
};

/// A site whose texts are exported.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exporting<'e> {
    pub root: &'e Path,
    pub site: &'e Site,
    pub plan: &'e Plan,
    pub tree: &'e SourceTree,
    /// The language of the translations.
    pub to: LanguageId,
    pub glossary: &'e Glossary,
}

impl Exporting<'_> {
    /// The PO file of a source; `None` where nothing is to be translated: it has no texts, or is written in the language.
    ///
    /// # Errors
    ///
    /// A page that cannot be read.
    pub(crate) fn catalogue(&self, source: &TextSource) -> Result<Option<Catalogue>, Refusal> {
        let file = source.file(self.site);
        let Some(text) = self.tree.get(file).and_then(|file| file.text()) else { return Ok(None) };
        let (groups, mut header, remarks) = match source {
            TextSource::Toml(_) => (of_toml(text, &self.site.config, self.to, &|_| false), Vec::new(), Vec::new()),
            TextSource::Strings(_) => {
                let translation = StringsTarget::new(self.site, self.tree, self.to).translation();
                (
                    strings::groups(text, translation.as_deref()),
                    Vec::new(),
                    vec![self.say(message!("po-remark-fluent"))],
                )
            }
            TextSource::Page(id) => {
                let Some(texts) = page_texts(self.site, self.tree, *id, self.to) else { return Ok(None) };
                let former = self.former(*id);
                let texts = PageTexts { followed: texts.followed.or(former.as_deref()), ..texts };
                (of_page(&texts, &|_| false)?, self.page_header(*id), self.address(*id))
            }
        };
        let units: Vec<&TranslationUnit> = groups.iter().flat_map(|group| &group.units).collect();
        if units.is_empty() {
            return Ok(None);
        }
        let sums: BTreeSet<String> = units.iter().filter_map(|unit| unit.translation.as_deref()).map(sum).collect();
        header.push((TEXTS, sums.into_iter().collect::<Vec<_>>().join(" ")));
        Ok(Some(Catalogue {
            remarks,
            header: self.header(file, header),
            messages: groups.iter().flat_map(|group| self.messages(file, group)).collect(),
        }))
    }

    fn header(&self, file: &str, own: Vec<(&str, String)>) -> Vec<(String, String)> {
        let fields = [
            ("Project-Id-Version", file),
            // Gettext's own programs write this where there is no date yet: a file of the same texts has the same bytes.
            ("PO-Revision-Date", "YEAR-MO-DA HO:MI+ZONE"),
            ("Last-Translator", "FULL NAME <EMAIL@ADDRESS>"),
            ("Language-Team", "LANGUAGE <LL@li.org>"),
            ("Language", &self.site.config.tag(self.to).replace('-', "_")),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit"),
            (SOURCE, file),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        fields.into_iter().chain(own.into_iter().map(|(name, value)| (name.to_owned(), value))).collect()
    }

    fn page_header(&self, id: EntryId) -> Vec<(&'static str, String)> {
        let entry = self.site.entry(id);
        let revision = entry.revision().unwrap_or_default().to_owned();
        let translation = entry.version(self.to).and_then(|version| version.page.translates.as_ref());
        let followed = translation.map(|stamp| stamp.value.clone()).unwrap_or_default();
        vec![(REVISION, revision), (FOLLOWED, followed)]
    }

    /// The addresses at which the page is shown.
    fn address(&self, id: EntryId) -> Vec<String> {
        let address = |language| {
            let address = self.plan.address(id, language).trim_start_matches('/');
            self.site.config.base_url.join(address)
        };
        let mut addresses = vec![address(self.site.entry(id).original), address(self.to)];
        addresses.dedup();
        addresses
    }

    /// The texts of the original when an outdated translation followed it.
    fn former(&self, id: EntryId) -> Option<String> {
        let entry = self.site.entry(id);
        let version = entry.version(self.to).filter(|version| version.state == State::Outdated)?;
        let stamp = &version.page.translates.as_ref()?.value;
        let file = &entry.original()?.page.file;
        history::text_at(self.root, self.site, entry, file, stamp)
    }

    /// A remark, in the translator's own language where the tool speaks it.
    fn say(&self, remark: crate::message::Message) -> String {
        let language = MessageLanguage::of_tag(self.site.config.tag(self.to));
        remark.text(language.unwrap_or_default())
    }

    fn messages(&self, file: &str, group: &UnitGroup) -> Vec<PoMessage> {
        let note = (group.is_list && group.is_whole).then(|| self.say(message!("po-remark-list")));
        let message = |unit: &TranslationUnit| PoMessage {
            remarks: note.iter().cloned().chain(self.glossary.remarks(&unit.source)).collect(),
            place: Some(format!("{file}:{}", unit.line)),
            fuzzy: unit.translation.is_some() && !unit.is_current,
            former: unit.former.clone().filter(|_| unit.translation.is_some()),
            context: unit.context.clone(),
            source: unit.source.clone(),
            translation: unit.translation.clone().unwrap_or_default(),
            line: 0,
        };
        group.units.iter().map(message).collect()
    }
}

/// The texts of a page and of its translation now; `followed` is filled where the translation is current. `None` of an
/// original that is written in the language, or of pages that cannot be read.
pub(crate) fn page_texts<'t>(
    site: &'t Site,
    tree: &'t SourceTree,
    id: EntryId,
    to: LanguageId,
) -> Option<PageTexts<'t>> {
    let entry = site.entry(id);
    let original = &entry.original().filter(|_| entry.original != to)?.page;
    let text_of = |file: &str| tree.get(file).and_then(|file| file.text());
    let text = text_of(&original.file).filter(|_| original.revision.is_some())?;
    let version = entry.version(to);
    if version.is_some_and(|version| version.page.is_incomplete) {
        return None;
    }
    let is_current = version.is_some_and(|version| version.state == State::Current);
    Some(PageTexts {
        config: &site.config,
        fields: schema(&entry.key, &site.config),
        from: entry.original,
        to,
        original: text,
        translation: version.and_then(|version| text_of(&version.page.file)),
        followed: is_current.then_some(text),
    })
}
