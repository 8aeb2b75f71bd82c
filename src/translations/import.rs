//! PO files back into the site, unit by unit.
//!
//! A page that is stamped anew is written when all its units are done, or not at all. What somebody wrote into the site
//! since the export is kept, and a unit that would overwrite it is refused. Texts that stand beside their translations are
//! independent of each other: those that are done are written.

use std::{collections::BTreeSet, path::Path};

use super::{
    FOLLOWED, REVISION, SOURCE, StringsTarget, TEXTS, TextSource,
    check::{self, TranslatedText},
    export::page_texts,
    operations::{PageEdit, cell_operation, new_page, page_operations},
    po::{Catalogue, PoMessage},
    strings, sum,
    units::{GroupPlace, PageTexts, TranslationUnit, UnitGroup, of_page, of_toml},
};
use crate::{
    config::{LanguageId, read::SITE_TOML},
    content::name::CONTENT,
    edit::{Operation, Refusal},
    history, message,
    message::list,
    site::{EntryId, Site},
    source::SourceTree,
};

/// A site that takes translations.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Importing<'i> {
    pub root: &'i Path,
    pub site: &'i Site,
    pub tree: &'i SourceTree,
}

/// The outcome of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Imported {
    pub changes: Vec<FileImport>,
    /// Units that are not written, with their lines in the PO file.
    pub refused: Vec<(usize, Refusal)>,
    /// Units without a translation, or with one that is marked as fuzzy.
    pub unfinished: usize,
    /// A page is not written because so many of its own units are not done.
    pub left_out: Option<usize>,
    /// Units that get another text.
    pub changed: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FileImport {
    Edit {
        file: String,
        operations: Vec<Operation>,
    },
    Create {
        file: String,
        like: String,
        text: String,
    },
    /// Another text in the place of the whole one, which `strings` has held to it.
    Replace {
        file: String,
        text: String,
    },
}

impl FileImport {
    pub(crate) fn file(&self) -> &str {
        match self {
            FileImport::Edit { file, .. } | FileImport::Create { file, .. } | FileImport::Replace { file, .. } => file,
        }
    }
}

impl Importing<'_> {
    /// # Errors
    ///
    /// A file that is none of this site's, or whose texts are no longer known: nothing of it is written.
    pub(crate) fn import(&self, catalogue: &Catalogue) -> Result<Imported, Refusal> {
        let tag = catalogue.header("Language").unwrap_or_default().replace('_', "-");
        let config = &self.site.config;
        let known = config.languages.iter().position(|known| known.eq_ignore_ascii_case(&tag));
        let to = known.map(LanguageId).ok_or_else(|| {
            Refusal::new(message!("site-language", tag))
                .hint(message!("site-language.header", languages = list(&config.languages)))
        })?;
        let name = catalogue.header(SOURCE).unwrap_or_default();
        // The name is only compared: whatever it says, no other file than the site's own is looked at.
        let source = TextSource::all(self.site, to).into_iter().find(|source| source.file(self.site) == name);
        let source = source
            .ok_or_else(|| Refusal::new(message!("po-no-original", name)).hint(message!("po-no-original.hint")))?;
        let file = source.file(self.site);
        let text = self.tree.get(file).and_then(|file| file.text());
        let text = text.ok_or_else(|| {
            Refusal::new(message!("edit-unreadable-file", file)).hint(message!("edit-unreadable-file.hint"))
        })?;
        let sums = catalogue.header(TEXTS).unwrap_or_default().split_whitespace().collect();
        let mut work = Work {
            catalogue,
            sums,
            languages: &config.languages,
            used: BTreeSet::new(),
            imported: Imported::default(),
        };
        match source {
            TextSource::Toml(_) => {
                let groups = of_toml(text, config, to, &|context| work.has(context));
                work.cells(&groups, file, config.tag(to));
            }
            TextSource::Strings(_) => self.strings(text, StringsTarget::new(self.site, self.tree, to), &mut work)?,
            TextSource::Page(id) => self.page(id, to, &mut work)?,
        }
        work.refuse_unknown();
        Ok(work.imported)
    }

    fn page(&self, id: EntryId, to: LanguageId, work: &mut Work<'_>) -> Result<(), Refusal> {
        let entry = self.site.entry(id);
        let tag = self.site.config.tag(to);
        let texts = page_texts(self.site, self.tree, id, to).ok_or_else(|| {
            Refusal::new(message!("po-language-of-original", page = entry.key.path(&self.site.config), tag))
        })?;
        let Some(original) = entry.original().map(|original| &original.page) else { return Ok(()) };
        let version = entry.version(to).map(|version| &version.page);
        let stamp = version.and_then(|page| page.translates.as_ref()).map(|stamp| stamp.value.as_str());
        let at = |revision: &str| history::text_at(self.root, self.site, entry, &original.file, revision);
        let former = stamp.filter(|stamp| !original.is_followed_by(stamp)).and_then(at);
        let texts = PageTexts { followed: texts.followed.or(former.as_deref()), ..texts };
        let cells = of_page(&texts, &|context| work.has(context))?;
        let cells: Vec<UnitGroup> =
            cells.into_iter().filter(|group| matches!(group.place, GroupPlace::Cell(_))).collect();
        work.cells(&cells, &original.file, tag);

        let revision = work.catalogue.header(REVISION).unwrap_or_default();
        let exported = Some(revision).filter(|revision| !original.is_followed_by(revision)).and_then(at);
        let candidates = std::iter::once((texts.original, entry.revision().unwrap_or_default()))
            .chain(exported.as_deref().map(|text| (text, revision)));
        let found = candidates
            .filter_map(|(original, revision)| {
                let texts = PageTexts { original, ..texts };
                let mut groups = of_page(&texts, &|context| work.has(context)).ok()?;
                groups.retain(|group| !matches!(group.place, GroupPlace::Cell(_)));
                let has_all = groups.iter().flat_map(|group| &group.units).all(|unit| work.message(unit).is_some());
                (has_all && !groups.is_empty()).then_some((texts, groups, revision))
            })
            .next();
        let (texts, groups, revision) = found.ok_or_else(|| {
            Refusal::new(message!("po-other-texts", file = &original.file)).hint(message!("po-other-texts.hint"))
        })?;
        let follows = stamp.is_some_and(|stamp| {
            stamp == revision || (texts.original == self.text_of(&original.file) && original.is_followed_by(stamp))
        });
        let is_page_as_exported = stamp.unwrap_or_default() == work.catalogue.header(FOLLOWED).unwrap_or_default();
        // A file that was made of a former original does not take back what has followed a later one since.
        let is_latest = texts.original == self.text_of(&original.file);
        if !follows && !is_latest && !is_page_as_exported {
            return Err(Refusal::new(match stamp {
                Some(revision) => message!("po-followed-since", revision),
                None => message!("po-followed-none-since"),
            })
            .hint(message!("po-other-texts.hint")));
        }
        let refused = work.imported.refused.len();
        let (unfinished, changed) = (work.imported.unfinished, work.imported.changed);
        let chosen = work.choose(&groups, &definitions(&texts));
        let is_whole = work.imported.refused.len() == refused && work.imported.unfinished == unfinished;
        if !follows && !is_whole {
            let refused = work.imported.refused.len() - refused;
            work.imported.left_out = Some(work.imported.unfinished - unfinished + refused);
            work.imported.changed = changed;
            return Ok(());
        }
        let page = PageEdit { texts, groups: &groups, chosen: &chosen, stamp: (!follows).then_some(revision) };
        let change = match version {
            Some(version) => {
                let operations = page_operations(&page)?;
                (!operations.is_empty()).then(|| FileImport::Edit { file: version.file.to_string(), operations })
            }
            None => Some(FileImport::Create {
                file: format!("{CONTENT}/{}.{tag}.md", entry.key.path(&self.site.config)),
                like: original.file.to_string(),
                text: new_page(&page)?,
            }),
        };
        work.imported.changes.extend(change);
        Ok(())
    }

    /// A language's file that is not there yet is made when all strings are done.
    fn strings(&self, source: &str, target: StringsTarget<'_>, work: &mut Work<'_>) -> Result<(), Refusal> {
        let translation = target.translation();
        let mut groups = strings::groups(source, translation.as_deref());
        groups.retain(|group| translation.is_none() || group.units.iter().all(|unit| work.message(unit).is_some()));
        let chosen = work.choose(&groups, "");
        let patterns: Vec<(String, String)> = groups
            .iter()
            .zip(chosen)
            .filter_map(|(group, mut chosen)| match &group.place {
                GroupPlace::String(key) => Some((key.clone(), chosen.pop()??)),
                _ => None,
            })
            .collect();
        if translation.is_none() && patterns.len() < groups.len() {
            work.imported.changed -= patterns.len();
            work.imported.left_out = Some(groups.len() - patterns.len());
            return Ok(());
        }
        if patterns.is_empty() {
            return Ok(());
        }
        // A file above the program's translations has only those that differ from them.
        let before = target.text.or(target.below.map(|_| ""));
        let text = strings::rewritten(source, before, &patterns)?;
        let file = target.file;
        work.imported.changes.push(match target.text {
            Some(_) => FileImport::Replace { file, text },
            None => FileImport::Create { file, like: SITE_TOML.to_owned(), text },
        });
        Ok(())
    }

    fn text_of(&self, file: &str) -> &str {
        self.tree.get(file).and_then(|file| file.text()).unwrap_or_default()
    }
}

/// The text between blocks.
fn definitions(texts: &PageTexts<'_>) -> String {
    super::operations::gaps(texts).concat()
}

/// A file while it is imported.
struct Work<'w> {
    catalogue: &'w Catalogue,
    /// Of the translations that the file was made with.
    sums: BTreeSet<&'w str>,
    languages: &'w [String],
    /// Lines of messages that are units of the site.
    used: BTreeSet<usize>,
    imported: Imported,
}

/// The new text of each unit that gets one, by group and unit.
pub(crate) type Chosen = Vec<Vec<Option<String>>>;

impl<'w> Work<'w> {
    /// Whether a message has this context, whatever its number.
    fn has(&self, context: &str) -> bool {
        self.catalogue.messages.iter().any(|message| message.context.starts_with(context))
    }

    fn message(&self, unit: &TranslationUnit) -> Option<&'w PoMessage> {
        self.catalogue.find(&unit.context, &unit.source)
    }

    fn cells(&mut self, groups: &[UnitGroup], file: &str, tag: &str) {
        let groups: Vec<UnitGroup> = groups
            .iter()
            .filter(|group| group.units.iter().all(|unit| self.message(unit).is_some()))
            .cloned()
            .collect();
        let chosen = self.choose(&groups, "");
        let operations: Vec<Operation> =
            groups.iter().zip(&chosen).filter_map(|(group, chosen)| cell_operation(group, chosen, tag)).collect();
        if !operations.is_empty() {
            self.imported.changes.push(FileImport::Edit { file: file.to_owned(), operations });
        }
    }

    fn choose(&mut self, groups: &[UnitGroup], definitions: &str) -> Chosen {
        let group = |group: &UnitGroup| group.units.iter().map(|unit| self.unit(group, unit, definitions)).collect();
        groups.iter().map(group).collect()
    }

    /// The text that a unit gets; `None` where it stays as it is.
    fn unit(&mut self, group: &UnitGroup, unit: &TranslationUnit, definitions: &str) -> Option<String> {
        let message = self.message(unit)?;
        self.used.insert(message.line);
        let theirs = message.translation.as_str();
        if message.fuzzy || theirs.is_empty() {
            if !unit.is_current && !unit.source.is_empty() {
                self.imported.unfinished += 1;
            }
            return None;
        }
        let now = unit.translation.as_deref();
        if now == Some(theirs) {
            return None;
        }
        if now.is_some_and(|now| !self.sums.contains(sum(now).as_str())) {
            if !(unit.is_current && self.sums.contains(sum(theirs).as_str())) {
                let refusal = Refusal::new(message!("po-translated-since", context = &unit.context));
                self.refuse(message, refusal.hint(message!("po-translated-since.hint")));
            }
            return None;
        }
        // A translation may have addresses of its own (the licence in the reader's language): those that it has are kept.
        let is_like_now = now.is_some_and(|now| {
            let text = TranslatedText { source: now, translation: theirs, languages: self.languages };
            group.place == GroupPlace::Body && check::blocks(text, definitions, group.is_whole).is_ok()
        });
        let text = TranslatedText { source: &unit.source, translation: theirs, languages: self.languages };
        let checked = match group.place {
            GroupPlace::Body if is_like_now => Ok(()),
            GroupPlace::Body => check::blocks(text, definitions, group.is_whole),
            GroupPlace::String(_) => strings::check(&unit.source, theirs),
            _ => check::value(text, group.is_whole),
        };
        if let Err(refusal) = checked {
            self.refuse(
                message,
                Refusal {
                    message: message!("po-in-context", context = &unit.context, what = &refusal.message),
                    ..refusal
                },
            );
            return None;
        }
        self.imported.changed += 1;
        Some(theirs.to_owned())
    }

    fn refuse(&mut self, message: &PoMessage, refusal: Refusal) {
        self.imported.refused.push((message.line, refusal));
    }

    /// Somebody's work on a text that the site does not have any more is not lost without a word.
    fn refuse_unknown(&mut self) {
        let is_work = |message: &&PoMessage| {
            !self.used.contains(&message.line)
                && !message.fuzzy
                && !message.translation.is_empty()
                && !self.sums.contains(sum(&message.translation).as_str())
        };
        let unknown: Vec<&PoMessage> = self.catalogue.messages.iter().filter(is_work).collect();
        for message in unknown {
            let refusal = Refusal::new(message!("po-text-gone", context = &message.context));
            self.refuse(message, refusal.hint(message!("po-other-texts.hint")));
        }
        self.imported.refused.sort_by_key(|(line, _)| *line);
    }
}
