//! `icsi translations import`: PO files into the site.

use std::{collections::BTreeSet, io::Read as _, path::Path};

use super::{
    Exit,
    args::{Common, ImportTranslations},
    editing::Editing,
    terminal::Terminal,
};
use crate::{
    edit::{
        Purpose, Refusal, SiteEdit,
        trial::{Objection, Stamps},
    },
    message,
    translations::{
        SOURCE,
        import::{FileImport, Imported, Importing},
        po::{self, Catalogue},
    },
};

/// Folders are looked through so deep at most.
const DEPTH_LIMIT: usize = 16;
/// So many PO files are read at most.
const FILES_LIMIT: usize = 20_000;

pub(super) fn import(common: &Common, options: &ImportTranslations, terminal: &Terminal) -> Result<(), Exit> {
    let editing = Editing::open(common, terminal)?;
    let mut files = Vec::new();
    po_files(&options.dir, "", DEPTH_LIMIT, &mut files)
        .map_err(|error| terminal.machine(message!("cannot-read", path = options.dir.display(), error), None))?;
    files.sort();
    if files.is_empty() {
        let message = message!("no-po-files", folder = options.dir.display());
        return Err(terminal.usage(&message, Some(message!("no-po-files.hint"))));
    }
    let mut report = ImportReport { terminal, refused: 0 };
    let mut imports = read_all(&editing, &options.dir, &files, &mut report);
    let edit = edit(&editing, &mut imports, &mut report)?;
    if !edit.is_empty() {
        editing.write(&edit)?;
    }
    tell(&imports, terminal);
    match report.refused {
        0 => Ok(()),
        count => Err(terminal.site_errors(message!("import-refused", count), None)),
    }
}

/// A file and what comes of it.
struct Import {
    name: String,
    imported: Imported,
}

struct ImportReport<'r> {
    terminal: &'r Terminal,
    refused: usize,
}

impl ImportReport<'_> {
    /// `place` is a file, perhaps with line and column.
    fn refuse(&mut self, place: &str, refusal: &Refusal) {
        self.refused += 1;
        self.terminal.site_errors(message!("edit-file", file = place, what = &refusal.message), refusal.hint.clone());
    }
}

fn read_all(editing: &Editing<'_>, folder: &Path, files: &[String], report: &mut ImportReport<'_>) -> Vec<Import> {
    let opened = &editing.opened;
    let importing = Importing { root: &opened.root, site: &opened.snapshot.site, tree: &opened.tree };
    let mut known: BTreeSet<(String, String)> = BTreeSet::new();
    let mut imports = Vec::new();
    for name in files {
        let catalogue = match read(&folder.join(name)) {
            Ok(catalogue) => catalogue,
            Err(mistake) => {
                let place = format!("{name}:{}:{}", mistake.line, mistake.column);
                report.refuse(&place, &Refusal::new(mistake.message).hint(mistake.hint));
                continue;
            }
        };
        let header = |field: &str| catalogue.header(field).unwrap_or_default().to_owned();
        if !known.insert((header(SOURCE), header("Language").to_lowercase())) {
            let refusal = Refusal::new(message!("po-same-page")).hint(message!("po-same-page.hint"));
            report.refuse(name, &refusal);
            continue;
        }
        match importing.import(&catalogue) {
            Ok(imported) => {
                for (line, refusal) in &imported.refused {
                    report.refuse(&format!("{name}:{line}"), refusal);
                }
                imports.push(Import { name: name.clone(), imported });
            }
            Err(refusal) => report.refuse(name, &refusal),
        }
    }
    imports
}

/// All changes as one edit that leaves the site without new errors. Files whose changes would make some are dropped.
fn edit(editing: &Editing<'_>, imports: &mut Vec<Import>, report: &mut ImportReport<'_>) -> Result<SiteEdit, Exit> {
    loop {
        let mut edit = SiteEdit::new(Purpose::Import);
        imports.retain(|import| match add(editing, &edit, &import.imported) {
            Ok(added) => {
                edit = added;
                true
            }
            Err(refusal) => {
                report.refuse(&import.name, &refusal);
                false
            }
        });
        if edit.is_empty() {
            return Ok(edit);
        }
        let (diagnostics, tree) = match editing.try_edit(edit, None, Stamps::Leave) {
            Ok(edit) => return Ok(edit),
            Err(Objection::Refused(refusal)) => return Err(editing.refused(&refusal)),
            Err(Objection::Errors(diagnostics, tree)) => (diagnostics, tree),
        };
        let is_at_fault = |import: &Import| {
            let mut files = import.imported.changes.iter().map(FileImport::file);
            files.any(|file| {
                diagnostics.iter().any(|one| one.location.as_ref().is_some_and(|place| *place.file == *file))
            })
        };
        let before = imports.len();
        report.terminal.diagnostics(&diagnostics, &tree);
        imports.retain(|import| {
            let is_at_fault = is_at_fault(import);
            if is_at_fault {
                let refusal = Refusal::new(message!("import-would-have-errors"));
                report.refuse(&import.name, &refusal.hint(message!("import-would-have-errors.hint")));
            }
            !is_at_fault
        });
        if imports.len() == before {
            return Err(report.terminal.site_errors(message!("would-have-errors"), None));
        }
    }
}

fn add(editing: &Editing<'_>, edit: &SiteEdit, imported: &Imported) -> Result<SiteEdit, Refusal> {
    let opened = &editing.opened;
    let mut edit = edit.clone();
    for change in &imported.changes {
        match change {
            FileImport::Edit { file, operations } => {
                edit.edit(&opened.snapshot.site, &opened.tree, file, operations)?
            }
            FileImport::Create { file, like, text } => edit.create(file, like, text.clone()),
            FileImport::Replace { file, text } => edit.replace(&opened.tree, file, text.clone())?,
        }
    }
    Ok(edit)
}

fn tell(imports: &[Import], terminal: &Terminal) {
    for Import { name, imported } in imports {
        for file in imported.changes.iter().map(FileImport::file).collect::<BTreeSet<_>>() {
            terminal.line(message!("imported-into", name, file));
        }
        if let Some(count) = imported.left_out {
            terminal.line(message!("import-left-out", name, count));
        }
    }
    let changed: usize = imports.iter().map(|import| import.imported.changed).sum();
    let unfinished: usize = imports.iter().map(|import| import.imported.unfinished).sum();
    terminal.line(message!("imported", count = changed, unfinished));
}

/// The PO files below a folder, by their paths in it. Symbolic links are passed over.
#[expect(clippy::disallowed_methods, reason = "this command reads files outside of the site")]
fn po_files(folder: &Path, inside: &str, depth: usize, found: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = if inside.is_empty() { name.clone() } else { format!("{inside}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() && depth > 0 && !name.starts_with('.') {
            po_files(&entry.path(), &path, depth - 1, found)?;
        } else if kind.is_file() && name.ends_with(".po") && found.len() < FILES_LIMIT {
            found.push(path);
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this command reads files outside of the site")]
fn read(path: &Path) -> Result<Catalogue, po::PoMistake> {
    let mut bytes = Vec::new();
    // One byte more than is allowed is enough to tell.
    let limit = u64::try_from(po::LENGTH_LIMIT).unwrap_or(u64::MAX).saturating_add(1);
    let read = std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    read.map_err(|error| po::PoMistake {
        line: 1,
        column: 1,
        message: message!("po-not-read", error),
        hint: message!("po-not-read.hint"),
    })?;
    po::read(&bytes)
}
