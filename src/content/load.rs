//! All files below content/ -> [`ParsedContent`]. Each file is parsed by itself, on all cores, and kept as long as it
//! says the same under the same configuration.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    Attachment, Page, attachment,
    misnamed::{self, Misnamed, MisnamedIds},
    name::{self, ContentKind, PageKey},
    page, vocabulary,
    vocabulary::Terms,
};
use crate::{
    config::{Config, LanguageId, VocabularyId},
    diagnostics::{Diagnostic, Diagnostics, FilePath, Rule, levels::Exceptions},
    locale::Locale,
    memo::Memo,
    source::{SourceFile, SourceTree},
};

/// The content as it was read, file by file.
#[derive(Debug, Default)]
pub(crate) struct ParsedContent {
    /// Sorted by path.
    pub pages: Vec<Arc<Page>>,
    pub unreadable_pages: Vec<UnreadablePage>,
    /// By vocabulary.
    pub vocabularies: Vec<Arc<Terms>>,
    pub attachments: Vec<AttachmentFile>,
    pub misnamed: MisnamedIds,
}

impl ParsedContent {
    /// The warnings that pages except from what is told of them.
    pub(crate) fn exceptions(&self) -> Exceptions {
        let excepting = self.pages.iter().filter(|page| !page.allow.is_empty());
        excepting.map(|page| (Arc::clone(&page.file), page.allow.clone())).collect()
    }
}

/// A page's file that is there but could not be read, which has been reported.
#[derive(Clone, Debug)]
pub struct UnreadablePage {
    pub file: FilePath,
    pub key: PageKey,
    pub language: LanguageId,
}

/// One of an entry's own files.
#[derive(Clone, Debug)]
pub(crate) struct AttachmentFile {
    /// The folder of the entry: `clusters/uca`.
    pub folder: String,
    /// The file's name below that folder.
    pub name: String,
    pub attachment: Arc<Attachment>,
}

/// The content of one file. Its path decides which of these it is.
#[derive(Clone, Debug)]
pub(crate) enum ContentFile {
    Page(Arc<Page>),
    Vocabulary(VocabularyId, Arc<Terms>),
    Attachment(AttachmentFile),
    Misnamed(Box<Misnamed>),
}

/// Parsed files by their paths. A file is parsed again when its text or the configuration has changed.
pub(crate) type ContentMemo = Memo<FilePath, (Arc<SourceFile>, Arc<Config>), Arc<ContentFile>>;

/// Parses everything below content/. `locales` are those of the configuration's languages.
pub(crate) fn load(
    tree: &SourceTree,
    config: &Arc<Config>,
    locales: &[Locale],
    memo: &mut ContentMemo,
    diagnostics: &mut Diagnostics,
) -> ParsedContent {
    let inputs = tree.below(name::CONTENT).map(|file| (Arc::clone(&file.path), (Arc::clone(file), Arc::clone(config))));
    let files = memo.make_all(inputs.collect(), |_, (file, config)| Arc::new(parse(file, config, locales)));
    let mut content = ParsedContent::default();
    let mut vocabularies: Vec<Option<Arc<Terms>>> = vec![None; config.vocabularies.len()];
    let mut misnamed = Vec::new();
    let mut code_languages = BTreeSet::new();
    let is_taken = |path: &str| tree.get(path).is_some() || tree.is_unreadable(path);
    for (source, file) in tree.below(name::CONTENT).zip(&files) {
        match &**file {
            ContentFile::Page(page) => {
                let told = page.diagnostics.iter().filter(|found| is_news(found, page, &mut code_languages));
                diagnostics.extend(told.cloned());
                if let Some(misplaced) = &page.misplaced {
                    diagnostics.push(misplaced.told(is_taken));
                    misplaced.meant().for_each(|path| content.misnamed.add(path, config));
                }
                content.pages.push(Arc::clone(page));
            }
            ContentFile::Vocabulary(VocabularyId(at), terms) => {
                diagnostics.extend_from(&terms.diagnostics);
                if let Some(slot) = vocabularies.get_mut(*at) {
                    *slot = Some(Arc::clone(terms));
                }
            }
            ContentFile::Attachment(file) => {
                diagnostics.extend_from(&file.attachment.diagnostics);
                content.attachments.push(file.clone());
            }
            ContentFile::Misnamed(file) => {
                misnamed.push((Arc::clone(&source.path), file.told(is_taken)));
                content.misnamed.add(&source.path, config);
            }
        }
    }
    if !misnamed.is_empty() {
        let good: Vec<&str> = content.pages.iter().map(|page| &*page.file).collect();
        diagnostics.append(misnamed::without_echoes(misnamed, &good));
    }
    add_unreadable(tree, config, &mut content, &mut vocabularies);
    content.vocabularies = vocabularies.into_iter().map(Option::unwrap_or_default).collect();
    content
}

/// Whether something is to be told. A language of code that is not known is, of a site, once: many pages name it, and one
/// remark says it of all. A page that allows it does not speak for the others.
fn is_news(found: &Diagnostic, page: &Page, code_languages: &mut BTreeSet<String>) -> bool {
    let repeats = found.rule == Rule::UnknownCodeLanguage && !page.allow.contains(&found.rule);
    !repeats || code_languages.insert(found.message.to_string().to_lowercase())
}

fn parse(file: &SourceFile, config: &Config, locales: &[Locale]) -> ContentFile {
    match name::classify(&file.path, config) {
        Ok(ContentKind::Page { key, language }) => {
            ContentFile::Page(Arc::new(page::parse(file, key, language, config, locales.get(language.0))))
        }
        Ok(ContentKind::Vocabulary(vocabulary)) => {
            ContentFile::Vocabulary(vocabulary, Arc::new(vocabulary::parse(file, vocabulary, config)))
        }
        Ok(ContentKind::Attachment { folder, name }) => {
            ContentFile::Attachment(AttachmentFile { folder, name, attachment: Arc::new(attachment::read(file)) })
        }
        Err(misnamed) => ContentFile::Misnamed(misnamed),
    }
}

/// Adds the files that are there but could not be read, which has been reported, so that what refers to them stays
/// silent. They are made in every run and never kept: as soon as a file can be read again, it is parsed.
fn add_unreadable(
    tree: &SourceTree,
    config: &Config,
    content: &mut ParsedContent,
    vocabularies: &mut [Option<Arc<Terms>>],
) {
    for file in tree.unreadable().filter(|file| file.path.split('/').next() == Some(name::CONTENT)) {
        let path = Arc::clone(&file.path);
        match name::classify(&path, config) {
            Ok(ContentKind::Page { key, language }) => {
                content.unreadable_pages.push(UnreadablePage { file: path, key, language });
            }
            Ok(ContentKind::Attachment { folder, name }) => {
                let attachment = Arc::new(Attachment { path, ..Attachment::default() });
                content.attachments.push(AttachmentFile { folder, name, attachment });
            }
            Ok(ContentKind::Vocabulary(_)) => {}
            Err(_) => content.misnamed.add(&path, config),
        }
    }
    for (at, terms) in vocabularies.iter_mut().enumerate().filter(|(_, terms)| terms.is_none()) {
        let path = format!("{}/{}.toml", name::CONTENT, config.vocabulary(VocabularyId(at)).name);
        if tree.is_unreadable(&path) {
            *terms = Some(Arc::new(Terms::unreadable(path.into())));
        }
    }
}
