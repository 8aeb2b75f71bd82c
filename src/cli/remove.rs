//! `icsi remove`: removes an entry or term that nothing refers to, with all its files, or one translation that no link
//! names by its file.

use super::{
    Exit,
    args::{Common, Remove},
    editing::Editing,
    page_name::NamedPage,
    terminal::Terminal,
};
use crate::{
    edit::{
        remove::{NotRemoved, remove, remove_translation},
        trial::Stamps,
    },
    message,
};

pub(super) fn run(common: &Common, options: &Remove, terminal: &Terminal) -> Result<(), Exit> {
    let mut editing = Editing::open(common, terminal)?;
    let named = editing.named(&options.page)?;
    editing.all_can_be_read()?;
    let site = &editing.opened.snapshot.site;
    let edit = match named {
        NamedPage::Page(entry, language) => remove_translation(editing.known(), entry, language),
        NamedPage::Entry(_) | NamedPage::Term(..) => remove(editing.known(), &named.key(site)),
    };
    let edit = edit.map_err(|kept| match kept {
        NotRemoved::Refused(refusal) => editing.refused(&refusal),
        NotRemoved::Named(mentions) => editing.named_by(&options.page, &mentions),
    })?;
    let edit = editing.tried(edit, None, Stamps::Keep)?;
    if options.dry_run {
        terminal.answer(&edit.difference(terminal.language));
        return Ok(());
    }
    editing.all_committed(&edit, false)?;
    editing.write(&edit)?;
    for file in edit.files() {
        terminal.line(if edit.removes(file) { message!("file-removed", file) } else { message!("file-changed", file) });
    }
    Ok(())
}
