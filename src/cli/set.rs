//! `icsi set`: facts of a page or term, as people type them.

use super::{
    Exit,
    args::{Common, Set},
    editing::Editing,
    page_name::NamedPage,
    terminal::Terminal,
};
use crate::{
    content::page::schema,
    edit::{
        Purpose, Refusal, SiteEdit,
        fact::{Facts, operation},
        trial::Stamps,
    },
    message,
    message::Message,
    site::State,
};

pub(super) fn run(common: &Common, options: &Set, terminal: &Terminal) -> Result<(), Exit> {
    let editing = Editing::open(common, terminal)?;
    let named = editing.named(&options.page)?;
    let edit = edit(&editing, named, &options.facts).map_err(|refusal| editing.refused(&refusal))?;
    if edit.is_empty() {
        terminal.line(message!("says-so-already"));
        return Ok(());
    }
    let edit = editing.tried(edit, None, Stamps::Leave)?;
    editing.write(&edit)?;
    terminal.line(Message::code(edit.difference(terminal.language).trim_end()));
    Ok(())
}

fn edit(editing: &Editing<'_>, named: NamedPage, written: &[String]) -> Result<SiteEdit, Refusal> {
    let site = &editing.opened.snapshot.site;
    let config = &site.config;
    let path = named.key(site).path(config);
    let (file, facts) = match named {
        NamedPage::Term(vocabulary, term) => {
            let file = site.vocabulary_file(vocabulary);
            let id = site.term(vocabulary, term).map(|term| term.id.as_str()).unwrap_or_default();
            let fields = &config.vocabulary(vocabulary).fields;
            let (term, language, entry) = (Some(id), None, None);
            (file, Facts { config, fields, term, language, entry, is_translation: false, name: &path })
        }
        NamedPage::Entry(entry) | NamedPage::Page(entry, _) => {
            let language = match named {
                NamedPage::Page(_, language) => language,
                _ => site.entry(entry).original,
            };
            let entry = site.entry(entry);
            let version = entry.version(language);
            let fields = schema(&entry.key, config);
            let is_translation = version.is_some_and(|version| version.state != State::Original);
            let (language, entry) = (Some(language), Some(entry));
            let facts = Facts { config, fields, term: None, language, entry, is_translation, name: &path };
            (version.map(|version| &version.page.file), facts)
        }
    };
    let file = file.ok_or_else(|| Refusal::new(message!("page-without-file", path = &path)))?;
    let mut edit = SiteEdit::new(Purpose::Save(file.to_string()));
    for written in written {
        let values = edit.values(&editing.opened.tree, file)?;
        let operation = operation(&facts, &values, written)?;
        edit.edit(site, &editing.opened.tree, file, &[operation])?;
    }
    Ok(edit)
}
