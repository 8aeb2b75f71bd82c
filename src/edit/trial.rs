//! An edit tried in memory before it is written: the site is resolved with it, and must be as good as before.

use std::collections::BTreeSet;

use super::{Operation, PlainValue, Refusal, Step, rename, site_edit::SiteEdit};
use crate::{
    content::{PageKey, page::schema},
    diagnostics::{Diagnostic, Diagnostics, Severity},
    message,
    message::Message,
    pipeline::{self, LoadMemory, LoadOptions, ReadFiles, Snapshot},
    plan::ledger::Ledger,
    site::{
        ReferenceTarget, Site, State,
        links::{LinkDestination, destination},
        references,
    },
    source::{SourceTree, read::LEDGER},
    timings::Timings,
};

/// A site as it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before<'b> {
    pub tree: &'b SourceTree,
    pub site: &'b Site,
    pub diagnostics: &'b Diagnostics,
    pub options: &'b LoadOptions,
}

/// Why an edit was not made.
#[derive(Debug)]
pub(crate) enum Objection {
    Refused(Refusal),
    /// The site would have these errors, which it does not have now. They are of the files as they would be.
    Errors(Diagnostics, SourceTree),
}

impl From<Refusal> for Objection {
    fn from(refusal: Refusal) -> Self {
        Objection::Refused(refusal)
    }
}

/// A rename that an edit makes: what has this key gets this id.
pub(crate) type RenamedKey<'r> = Option<(&'r PageKey, &'r str)>;

/// Tries an edit. Translations that were current before it and would be outdated by it are stamped anew in it: what it
/// changes is nothing that a translation follows. That does not hold of [`Stamps::Leave`].
///
/// # Errors
///
/// See [`Objection`].
pub(crate) fn tried(
    before: Before<'_>,
    mut edit: SiteEdit,
    rename: RenamedKey<'_>,
    stamps: Stamps,
) -> Result<SiteEdit, Objection> {
    let mut snapshot = run(before, edit.tree(before.tree))?;
    if stamps == Stamps::Keep && stamp(before, &snapshot.site, &mut edit, rename)? {
        snapshot = run(before, edit.tree(before.tree))?;
    }
    if rename.is_some() && !leads_alike(before.site, &snapshot.site, rename) {
        return Err(Objection::Refused(
            Refusal::new(message!("would-lead-elsewhere")).hint(message!("would-lead-elsewhere.hint")),
        ));
    }
    keep_ledger(before, &snapshot, &mut edit, rename)?;
    Ok(edit)
}

/// Keeps the site's ledger of addresses true after a rename or a removal: addresses that the edit makes are added, and
/// those that it removes are marked as gone.
fn keep_ledger(
    before: Before<'_>,
    now: &Snapshot,
    edit: &mut SiteEdit,
    rename: RenamedKey<'_>,
) -> Result<(), Objection> {
    let Some(file) = before.tree.get(LEDGER).filter(|_| rename.is_some() || edit.removes_any()) else { return Ok(()) };
    let ledger = Ledger::read(Some(file), &mut Diagnostics::default());
    let was = run(before, before.tree.clone())?;
    let update = ledger.update_between((&was.site, &was.plan), (&now.site, &now.plan));
    if !update.is_empty() {
        edit.replace(before.tree, LEDGER, ledger.with(&update))?;
    }
    Ok(())
}

/// The fate of the stamps of translations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stamps {
    /// A translation that is current stays so.
    Keep,
    /// A translation whose original says something else is outdated.
    Leave,
}

fn run(before: Before<'_>, tree: SourceTree) -> Result<Snapshot, Objection> {
    let read = ReadFiles { tree, diagnostics: Diagnostics::default() };
    let loaded = pipeline::resolve(read, before.options, &mut LoadMemory::default(), &mut Timings::default());
    let mut new = new_errors(before.diagnostics, &loaded.diagnostics);
    match loaded.snapshot {
        Some(snapshot) if new.is_empty() => Ok(snapshot),
        _ => {
            new.sort();
            Err(Objection::Errors(new, loaded.tree))
        }
    }
}

/// The errors that were not there before.
pub(crate) fn new_errors(before: &Diagnostics, after: &Diagnostics) -> Diagnostics {
    let old: BTreeSet<(&str, &Message)> = before.iter().map(identity).collect();
    let new = after.iter().filter(|one| one.severity == Severity::Error && !old.contains(&identity(one)));
    new.cloned().collect()
}

/// The parts of an error that stay the same when its file moves, and lines in it.
fn identity(diagnostic: &Diagnostic) -> (&str, &Message) {
    (diagnostic.rule.name(), &diagnostic.message)
}

/// Whether a translation had to be stamped.
fn stamp(before: Before<'_>, new: &Site, edit: &mut SiteEdit, rename: RenamedKey<'_>) -> Result<bool, Refusal> {
    let mut stamped = false;
    for entry in &before.site.entries {
        let key = renamed(&entry.key, rename);
        let Some(now) = new.find(&key).map(|id| new.entry(id)) else { continue };
        let Some(revision) = now.revision().map(str::to_owned) else { continue };
        for version in entry.versions.iter().flatten().filter(|version| version.state == State::Current) {
            let is_outdated = now.version(version.page.language).is_some_and(|now| now.state == State::Outdated);
            if is_outdated {
                let path = vec![Step::Key("translates".to_owned())];
                let operation = Operation::Set { path, value: PlainValue::Text(revision.clone()) };
                edit.edit(before.site, before.tree, &version.page.file, &[operation])?;
                stamped = true;
            }
        }
    }
    Ok(stamped)
}

fn renamed(key: &PageKey, rename: RenamedKey<'_>) -> PageKey {
    match rename {
        Some((old, id)) => rename::after(key, old, id),
        None => key.clone(),
    }
}

/// Whether all facts and links lead where they led, but for what was renamed.
fn leads_alike(old: &Site, new: &Site, rename: RenamedKey<'_>) -> bool {
    let lead = |site: &Site, rename: RenamedKey<'_>| {
        let mut found: Vec<(String, String)> = Vec::new();
        for id in site.entry_ids() {
            let entry = site.entry(id);
            let from = renamed(&entry.key, rename).path(&site.config);
            let path_of = |key: &PageKey| renamed(key, rename).path(&site.config);
            let fields = schema(&entry.key, &site.config);
            for reference in site.facts(id).into_iter().flat_map(|facts| references(fields, facts)) {
                let to = match reference.target {
                    ReferenceTarget::Page(of) => {
                        site.find_page(of, reference.id).map(|target| path_of(&site.entry(target).key))
                    }
                    ReferenceTarget::Term(vocabulary) => {
                        Some(path_of(&PageKey::Term(vocabulary, reference.id.to_owned())))
                    }
                    ReferenceTarget::File => Some(reference.id.to_owned()),
                };
                found.push((from.clone(), to.unwrap_or_default()));
            }
            for version in entry.versions.iter().flatten() {
                let links = 0..version.page.body.links.len();
                let links = links.map(|link| match destination(site, &version.page, link) {
                    LinkDestination::Page(target, anchor) => {
                        format!("{}#{}", path_of(&site.entry(target).key), anchor.unwrap_or_default())
                    }
                    LinkDestination::File(target, name, _) => format!("{}/{name}", path_of(&target.key)),
                    LinkDestination::Here(anchor) => format!("#{anchor}"),
                    LinkDestination::Outside => String::new(),
                    LinkDestination::Nowhere => "nowhere".to_owned(),
                });
                found.extend(links.map(|to| (from.clone(), to)));
            }
        }
        found.sort();
        found
    };
    lead(old, rename) == lead(new, None)
}
