//! `icsi new`: a stub of an entry in every language, from the schema.

use std::{io::Write as _, path::Path};

use super::{
    Exit,
    args::{Common, New},
    project::{self, Opened},
    stub::{self, Stub},
    terminal::Terminal,
    today,
};
use crate::{
    config::{Config, Field, ID_LIMIT, LanguageId, is_id, read::RESERVED_NAMES},
    content::name::CONTENT,
    locale::transliterate,
    message,
    message::Message,
    pipeline::LoadOptions,
    system::may_be_named,
    text::suggest,
};

/// The name of plain pages on the command line: no collection can have it.
const PLAIN: &str = "page";

pub(super) fn run(common: &Common, options: &New, terminal: &Terminal) -> Result<(), Exit> {
    let opened = project::open(common, &LoadOptions::default(), terminal)?;
    let config = &opened.snapshot.config;
    let language = match &options.lang {
        None => LanguageId(0),
        Some(tag) => config.language(tag).ok_or_else(|| {
            let known = suggest(tag, config.languages.iter().map(String::as_str));
            terminal.usage(message!("site-language", tag), known)
        })?,
    };
    let wanted = wanted(&opened, options, terminal)?;
    let stub = Stub {
        config,
        fields: wanted.fields,
        name: &wanted.name,
        today: &today::today().to_string(),
        words: terminal.language,
        is_draft: wanted.is_draft,
    };
    let text =
        |one: LanguageId| if one == language { stub.original(&wanted.title) } else { stub.translation(&wanted.title) };
    let files: Vec<(String, String)> = stub::languages(config, language)
        .map(|one| (format!("{CONTENT}/{}.{}.md", wanted.name, config.tag(one)), text(one)))
        .collect();
    if let Some((taken, _)) = files.iter().find(|(path, _)| opened.tree.get(path).is_some()) {
        let is_term = config.vocabulary_named(&options.collection).is_some();
        let hint = if is_term { message!("new-taken-hint.term") } else { message!("new-taken-hint") };
        return Err(terminal.usage(message!("file-there-already", file = taken), Some(hint)));
    }
    for (path, text) in &files {
        create(&opened.root.join(path), text)
            .map_err(|error| terminal.machine(message!("cannot-write", path, error), None))?;
        terminal.line(message!("made-file", path));
    }
    terminal.line(if wanted.is_draft { message!("made-draft") } else { message!("made-page") });
    Ok(())
}

/// A new page as the command line asks for it.
struct Wanted<'c> {
    /// Below content/, without language and ending.
    name: String,
    title: String,
    fields: &'c [Field],
    is_draft: bool,
}

/// An entry of a collection, a plain page, or the text of a term, which is named by its id or a title.
fn wanted<'o>(opened: &'o Opened, options: &New, terminal: &Terminal) -> Result<Wanted<'o>, Exit> {
    let (config, site) = (&opened.snapshot.config, &opened.snapshot.site);
    let title = options.title.clone();
    if let Some(vocabulary) = config.vocabulary_named(&options.collection) {
        let is_meant = |text: &String| text.to_lowercase() == title.to_lowercase();
        let terms = site.terms_of(vocabulary);
        let term = terms.iter().find(|term| is_meant(&term.id) || term.title.texts().any(is_meant));
        let term = term.ok_or_else(|| {
            let known = suggest(&title, terms.iter().map(|term| term.id.as_str()));
            terminal.usage(message!("new-no-term", vocabulary = &options.collection, term = &title), known)
        })?;
        let name = format!("{}/{}", options.collection, term.id);
        let title = term.title.get(LanguageId::default()).to_owned();
        return Ok(Wanted { name, title, fields: &[], is_draft: false });
    }
    let is_plain = options.collection == PLAIN;
    let collection = config.collections.iter().find(|collection| collection.name == options.collection);
    if collection.is_none() && !is_plain {
        let collections = config.collections.iter().map(|collection| collection.name.as_str());
        let vocabularies = config.vocabularies.iter().map(|vocabulary| vocabulary.name.as_str());
        let known = suggest(&options.collection, collections.chain(vocabularies).chain([PLAIN]));
        return Err(terminal.usage(message!("no-collection", name = &options.collection), known));
    }
    if title.trim().is_empty() {
        return Err(terminal.usage(message!("new-no-title"), Some(message!("new-no-title.hint"))));
    }
    let id =
        options.id.clone().unwrap_or_else(|| transliterate::shortened(&transliterate::slug(&title), LONG).to_owned());
    if let Some(why) = unusable(&id, is_plain, config) {
        let why = if id.is_empty() { message!("new-no-letters", title = &title) } else { why };
        return Err(terminal.usage(&why, Some(message!("no-id.option", limit = ID_LIMIT))));
    }
    let Some(collection) = collection else {
        return Ok(Wanted { name: id, title, fields: &[], is_draft: false });
    };
    Ok(Wanted { name: format!("{}/{id}", collection.name), title, fields: &collection.fields, is_draft: true })
}

/// Ids of long titles end with the word that passes so many letters at the latest.
const LONG: usize = 60;

/// Why no new page can have an id.
fn unusable(id: &str, is_plain: bool, config: &Config) -> Option<Message> {
    if !is_id(id) {
        return Some(message!("no-id", id));
    }
    if !may_be_named(id) {
        return Some(message!("windows-name", name = id));
    }
    let is_list = is_plain && (config.collection_named(id).is_some() || config.vocabulary_named(id).is_some());
    let is_own = matches!(id, "index" | "page") || is_plain && RESERVED_NAMES.contains(&id);
    (is_list || is_own).then(|| message!("new-own-page", id))
}

#[expect(clippy::disallowed_methods, reason = "this command makes files")]
fn create(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    // Never over a file that is there.
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}
