//! The common part of commands that change pages: the site is opened with its drafts, an edit is tried, and then written.

use std::collections::BTreeSet;

use super::{
    Exit,
    args::Common,
    page_name::{NamedPage, find_any},
    project::{self, Opened},
    terminal::Terminal,
};
use crate::{
    edit::{
        Refusal, SiteEdit,
        mentions::Mention,
        rename::Known,
        trial::{self, Before, Objection, RenamedKey, Stamps},
        write::WriteError,
    },
    history::{Uncommitted, uncommitted},
    message,
    pipeline::LoadOptions,
};

/// A site that is about to be edited.
#[derive(Debug)]
pub(super) struct Editing<'t> {
    pub opened: Opened,
    pub terminal: &'t Terminal,
    options: LoadOptions,
}

impl<'t> Editing<'t> {
    /// The error has been told.
    pub(super) fn open(common: &Common, terminal: &'t Terminal) -> Result<Self, Exit> {
        let options = LoadOptions { drafts: true, ..LoadOptions::default() };
        let opened = project::open(common, &options, terminal)?;
        Ok(Self { opened, terminal, options })
    }

    pub(super) fn known(&self) -> Known<'_> {
        let snapshot = &self.opened.snapshot;
        Known { site: &snapshot.site, plan: &snapshot.plan, tree: &self.opened.tree }
    }

    pub(super) fn named(&self, name: &str) -> Result<NamedPage, Exit> {
        find_any(&project::from_here(&self.opened.root, name), &self.opened.snapshot.site, self.terminal)
    }

    pub(super) fn refused(&self, refusal: &Refusal) -> Exit {
        self.terminal.usage(&refusal.message, refusal.hint.clone())
    }

    /// Files that cannot be read may name anything. They are told.
    pub(super) fn all_can_be_read(&mut self) -> Result<(), Exit> {
        let site = &self.opened.snapshot.site;
        let versions = site.entries.iter().flat_map(|entry| entry.versions.iter().flatten());
        let incomplete = versions.filter(|version| version.page.is_incomplete).map(|version| &version.page.file);
        let unread = site.entries.iter().flat_map(|entry| entry.unreadable.iter().map(|page| &page.file));
        let unreadable = self.opened.tree.unreadable().map(|file| &file.path);
        let files: BTreeSet<String> = incomplete.chain(unread).chain(unreadable).map(ToString::to_string).collect();
        if files.is_empty() {
            return Ok(());
        }
        let of_files = |file: &str| files.contains(file);
        self.opened.diagnostics.retain(|one| one.location.as_ref().is_some_and(|place| of_files(&place.file)));
        self.opened.diagnostics.sort();
        self.terminal.diagnostics(&self.opened.diagnostics, &self.opened.tree);
        Err(self.terminal.site_errors(message!("references-not-known"), Some(message!("references-not-known.hint"))))
    }

    /// Tells what names the thing that was to be removed.
    pub(super) fn named_by(&self, name: &str, mentions: &[Mention]) -> Exit {
        let places: BTreeSet<(&str, usize)> = mentions.iter().map(|one| (&*one.file, one.line)).collect();
        let message = message!("named-elsewhere", name, count = places.len());
        let exit = self.terminal.usage(message, Some(message!("named-elsewhere.hint")));
        let lines: String = places.iter().map(|(file, line)| format!("{file}:{line}\n")).collect();
        self.terminal.answer(&lines);
        exit
    }

    /// Refuses files whose present state would be lost: the repository has another one. New files are only moved.
    pub(super) fn all_committed(&self, edit: &SiteEdit, are_new_allowed: bool) -> Result<(), Exit> {
        let tree = &self.opened.tree;
        let files = edit.files().into_iter().filter_map(|path| tree.get(path).map(|file| (path, file.bytes())));
        let mut found = uncommitted(&self.opened.root, files.collect::<Vec<_>>());
        found.retain(|(_, state)| *state == Uncommitted::Changed || !are_new_allowed);
        let Some((first, state)) = found.first() else { return Ok(()) };
        let others = found.len() - 1;
        let message = match state {
            Uncommitted::Changed => message!("changes-not-committed", file = *first, others),
            Uncommitted::New => message!("file-not-committed", file = *first, others),
        };
        Err(self.terminal.usage(message, Some(message!("changes-not-committed.hint"))))
    }

    /// Tries an edit in memory; what is wrong with it has been told.
    pub(super) fn tried(&self, edit: SiteEdit, rename: RenamedKey<'_>, stamps: Stamps) -> Result<SiteEdit, Exit> {
        self.try_edit(edit, rename, stamps).map_err(|objection| match objection {
            Objection::Refused(refusal) => self.refused(&refusal),
            Objection::Errors(diagnostics, tree) => {
                self.terminal.diagnostics(&diagnostics, &tree);
                self.terminal.site_errors(message!("would-have-errors"), None)
            }
        })
    }

    /// Tries an edit in memory.
    pub(super) fn try_edit(
        &self,
        edit: SiteEdit,
        rename: RenamedKey<'_>,
        stamps: Stamps,
    ) -> Result<SiteEdit, Objection> {
        let before = Before {
            tree: &self.opened.tree,
            site: &self.opened.snapshot.site,
            diagnostics: &self.opened.diagnostics,
            options: &self.options,
        };
        trial::tried(before, edit, rename, stamps)
    }

    pub(super) fn write(&self, edit: &SiteEdit) -> Result<(), Exit> {
        edit.write(&self.opened.root).map_err(|error| write_error(&error, self.terminal))
    }
}

/// Tells why nothing was written.
pub(super) fn write_error(error: &WriteError, terminal: &Terminal) -> Exit {
    let message = error.message();
    match error {
        WriteError::Changed(_) => terminal.usage(&message, Some(message!("write-again"))),
        WriteError::InTheWay(_) => terminal.usage(&message, None),
        WriteError::TooLarge { .. } => terminal.usage(&message, error.hint()),
        WriteError::Link(_) => terminal.usage(&message, Some(message!("write-behind-link"))),
        WriteError::Disk(..) | WriteError::OtherDisk(_) | WriteError::NoJournal(_) => terminal.machine(&message, None),
    }
}
