//! `icsi rename`: another id for a page or term.

use super::{
    Exit,
    args::{Common, Rename},
    editing::Editing,
    page_name::{NamedPage, inside},
    terminal::Terminal,
};
use crate::{
    edit::{Refusal, rename::rename, trial::Stamps},
    message,
};

pub(super) fn run(common: &Common, options: &Rename, terminal: &Terminal) -> Result<(), Exit> {
    let mut editing = Editing::open(common, terminal)?;
    let named = editing.named(&options.old)?;
    let site = &editing.opened.snapshot.site;
    let key = named.key(site);
    let path = key.path(&site.config);
    if let NamedPage::Page(..) = named {
        let refusal = Refusal::new(message!("page-in-one-language", page = &options.old))
            .hint(message!("page-in-one-language.hint", path));
        return Err(editing.refused(&refusal));
    }
    let id = new_id(&path, &options.new).map_err(|refusal| editing.refused(&refusal))?;
    editing.all_can_be_read()?;
    let edit = rename(editing.known(), &key, &id).map_err(|refusal| editing.refused(&refusal))?;
    let edit = editing.tried(edit, Some((&key, &id)), Stamps::Keep)?;
    if options.dry_run {
        terminal.answer(&edit.difference(terminal.language));
        return Ok(());
    }
    editing.all_committed(&edit, true)?;
    editing.write(&edit)?;
    let count = edit.files().len();
    terminal.line(message!("renamed", path, to = &options.new, count));
    Ok(())
}

/// `clusters/alliance` or `alliance`.
fn new_id(old: &str, new: &str) -> Result<String, Refusal> {
    let new = inside(new);
    let folder = old.rsplit_once('/').map_or("", |(folder, _)| folder);
    match new.rsplit_once('/') {
        None => Ok(new.to_owned()),
        Some((other, id)) if other == folder => Ok(id.to_owned()),
        Some(_) => Err(Refusal::new(message!("other-folder", new, old)).hint(message!("other-folder.hint"))),
    }
}
