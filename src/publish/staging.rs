//! The next site, growing in the workshop's tree.
//!
//! A run starts with the tree as it finds it: there is none (then it makes every file and folder, and links unchanged
//! files), or it is the former site, or what a killed run left. Folders stay, since making and removing them is most of
//! the work. A file that changes is removed and made anew: a web server may still be sending the old one.

use std::{
    collections::HashSet,
    ffi::OsString,
    sync::atomic::{AtomicBool, Ordering},
};

use super::{
    PublishError,
    disk::{self, FILE_MODE, FOLDER_MODE, has_folder_mode},
    listed::{FoundList, ListedTree, name_some},
    manifest::MANIFEST,
    published::UnchangedFile,
    tree::{find, has_folder, join, or_dot},
    wanted::WantedFiles,
    workshop::{LIST, PROBE, TREE, Workshop},
};
use crate::{
    message,
    system::{self, Errno, FileKind, Folder, Meta, OpenFile, maybe},
};

#[derive(Debug)]
pub(super) struct Staging {
    tree: Folder,
    /// Whether this run made the tree.
    pub fresh: bool,
    /// By folder of the wanted files: whether it exists in the tree.
    made: Vec<AtomicBool>,
    /// Whether modes must be set after a file is made, because of the umask or an access control list of the folder.
    fix_modes: bool,
    /// The largest file that this process may write. It is asked for beforehand, since a larger one kills the process.
    limit: u64,
    sync: bool,
}

impl Staging {
    /// Opens the tree, and clears what is no use to the new site. Never waits for other threads of the pool, since the
    /// caller holds a lock that they may want.
    pub(super) fn open(workshop: &Workshop, wanted: &WantedFiles, sync: bool) -> Result<Staging, PublishError> {
        let shown = format!("{}/{TREE}", workshop.shown());
        let cannot = |error: Errno| PublishError::io(message!("cannot-prepare", folder = &shown), error);
        let fresh = match system::make_folder(workshop.folder(), TREE, FOLDER_MODE) {
            Ok(()) => true,
            Err(Errno::EXIST) => false,
            Err(error) => return Err(cannot(error)),
        };
        let fix_modes = probe_modes(workshop.folder()).map_err(cannot)?;
        if fresh && fix_modes {
            system::set_mode(workshop.folder(), TREE, FOLDER_MODE).map_err(cannot)?;
        }
        let staging = Staging {
            tree: system::open_folder(workshop.folder(), TREE).map_err(cannot)?,
            fresh,
            made: wanted.tree.folders.iter().map(|_| AtomicBool::new(false)).collect(),
            fix_modes,
            limit: system::file_size_limit(),
            sync,
        };
        if !fresh {
            let folder = system::open_folder(&staging.tree, ".").map_err(cannot)?;
            match ListedTree::read(folder, &shown).map_err(cannot)? {
                FoundList::Sound(former) => staging.adopt(wanted, &former)?,
                FoundList::Missing | FoundList::Damaged => staging.clear(wanted).map_err(cannot)?,
            }
        }
        if let Some(root) = staging.made.first() {
            root.store(true, Ordering::Release);
        }
        Ok(staging)
    }

    /// Whether the workshop still has this tree. It has another once this one has appeared.
    pub(super) fn is_in(&self, workshop: &Workshop) -> bool {
        let here = system::meta_of_folder(&self.tree).map(|meta| meta.identity);
        here.is_ok() && here == system::meta(workshop.folder(), TREE).map(|meta| meta.identity)
    }

    /// Takes over the former site, and removes what the new one does not want.
    fn adopt(&self, wanted: &WantedFiles, former: &ListedTree) -> Result<(), PublishError> {
        let survey = former.survey_alone()?;
        if !survey.foreign.is_empty() {
            let (shown, foreign) = (&former.shown, name_some(&survey.foreign));
            return Err(PublishError::refused(
                message!("former-foreign", shown, foreign),
                message!("former-foreign.hint"),
            ));
        }
        let standing: Vec<(&str, Meta)> = former
            .tree
            .folders
            .iter()
            .zip(survey.folders)
            .filter_map(|(folder, meta)| Some((folder.path.as_str(), meta?)))
            .collect();
        self.take_over(wanted, former, &standing)
            .map_err(|error| PublishError::io(message!("cannot-prepare", folder = &former.shown), error))
    }

    fn take_over(&self, wanted: &WantedFiles, former: &ListedTree, standing: &[(&str, Meta)]) -> Result<(), Errno> {
        // Without its list, the tree is not taken for a whole site if this run is killed.
        remove_file(&self.tree, MANIFEST)?;
        for entry in &former.entries {
            if find(&wanted.paths, &entry.path).is_none() {
                remove_file(&self.tree, &entry.path)?;
            }
        }
        // Folders come after their parents, so that in reverse order each is empty when its turn comes.
        for (path, meta) in standing.iter().rev() {
            if !path.is_empty() && !has_folder(&wanted.paths, path) {
                system::remove_folder(&self.tree, path)?;
            } else if !has_folder_mode(meta) {
                system::set_mode(&self.tree, or_dot(path), FOLDER_MODE)?;
            }
        }
        let standing: HashSet<&str> = standing.iter().map(|(path, _)| *path).collect();
        for (folder, made) in wanted.tree.folders.iter().zip(&self.made) {
            made.store(standing.contains(folder.path.as_str()), Ordering::Release);
        }
        Ok(())
    }

    /// Removes what a killed run left and the new site does not want.
    fn clear(&self, wanted: &WantedFiles) -> Result<(), Errno> {
        remove_file(&self.tree, MANIFEST)?;
        for (folder, made) in wanted.tree.folders.iter().zip(&self.made) {
            let at = or_dot(&folder.path);
            let Some(opened) = maybe(system::open_folder(&self.tree, at))? else { continue };
            if !has_folder_mode(&system::meta_of_folder(&opened)?) {
                system::set_mode_of_folder(&opened, FOLDER_MODE)?;
            }
            made.store(true, Ordering::Release);
            for (name, kind) in system::entries(opened)? {
                let path = name.to_str().map(|name| join(&folder.path, name));
                let of_use = path.is_some_and(|path| match kind {
                    FileKind::Folder => has_folder(&wanted.paths, &path),
                    _ => find(&wanted.paths, &path).is_some(),
                });
                if !of_use {
                    let mut path = OsString::from(at);
                    path.push("/");
                    path.push(name);
                    system::remove_all(&self.tree, path)?;
                }
            }
        }
        Ok(())
    }

    /// Writes an output that is new or changed, in the place of the former site's file if there is one.
    pub(super) fn write(&self, wanted: &WantedFiles, file: usize, bytes: &[u8]) -> Result<(), Errno> {
        let path = wanted.paths.get(file).ok_or(Errno::INVAL)?;
        if bytes.len() as u64 > self.limit {
            return Err(Errno::FBIG);
        }
        self.make_folder_of(wanted, file)?;
        let created = match self.create(&self.tree, path) {
            Err(Errno::EXIST) => {
                remove_file(&self.tree, path)?;
                self.create(&self.tree, path)?
            }
            other => other?,
        };
        system::write_all(&created, bytes)?;
        self.sync_file(&created)
    }

    /// Brings an unchanged output into the tree with its modification time, by a link where one can be made.
    pub(super) fn keep(
        &self,
        wanted: &WantedFiles,
        file: usize,
        published: &ListedTree,
        unchanged: UnchangedFile,
    ) -> Result<(), Errno> {
        let path = wanted.paths.get(file).ok_or(Errno::INVAL)?;
        match self.found(path)? {
            Some(found) if found.identity == unchanged.identity => return Ok(()),
            Some(_) => remove_file(&self.tree, path)?,
            None => self.make_folder_of(wanted, file)?,
        }
        match system::link(&published.folder, &self.tree, path) {
            // No hard links here, too many to this file, or another user's file.
            Err(Errno::XDEV | Errno::MLINK | Errno::PERM | Errno::ACCESS) => self.copy(path, published, unchanged),
            Err(error) if system::is_unsupported(error) => self.copy(path, published, unchanged),
            other => other,
        }
    }

    fn copy(&self, path: &str, published: &ListedTree, unchanged: UnchangedFile) -> Result<(), Errno> {
        let source = system::open_file(&published.folder, path)?;
        let bytes = disk::read_up_to(&source, self.limit)?.ok_or(Errno::FBIG)?;
        let target = self.create(&self.tree, path)?;
        system::write_all(&target, &bytes)?;
        system::set_modified(&target, unchanged.modified)?;
        self.sync_file(&target)
    }

    /// Whether an unchanged output is still what was compared. It is asked once the list is written, since the next run
    /// trusts the list for every change made before it.
    pub(super) fn is_kept(&self, path: &str, unchanged: UnchangedFile) -> Result<bool, Errno> {
        let as_compared =
            |found: Meta| found.is_file() && found.size == unchanged.size && found.modified == unchanged.modified;
        Ok(self.found(path)?.is_some_and(as_compared))
    }

    /// Writes the list, and moves it into the tree once `whole` has found that everything else is there.
    pub(super) fn write_list(
        &self,
        workshop: &Workshop,
        text: &str,
        whole: impl FnOnce() -> Result<(), PublishError>,
    ) -> Result<(), PublishError> {
        let cannot = |error: Errno| PublishError::io(message!("cannot-write-list", list = MANIFEST), error);
        let write = || {
            if text.len() as u64 > self.limit {
                return Err(Errno::FBIG);
            }
            remove_file(workshop.folder(), LIST)?;
            let file = self.create(workshop.folder(), LIST)?;
            system::write_all(&file, text.as_bytes())?;
            self.sync_file(&file)
        };
        write().map_err(cannot)?;
        whole()?;
        system::rename((workshop.folder(), LIST), (&self.tree, MANIFEST)).map_err(cannot)
    }

    /// Removes an output that this run made.
    pub(super) fn take_back(&self, path: &str) {
        let _ = remove_file(&self.tree, path);
    }

    /// The metadata of what the tree has at a path.
    fn found(&self, path: &str) -> Result<Option<Meta>, Errno> {
        maybe(system::meta(&self.tree, path))
    }

    fn create(&self, at: &Folder, path: &str) -> Result<OpenFile, Errno> {
        let file = disk::create_file(at, path)?;
        if self.fix_modes {
            system::set_mode_of(&file, FILE_MODE)?;
        }
        Ok(file)
    }

    /// Makes the folders above a file that are missing. Several threads may make the same one: all but the first find it
    /// there.
    fn make_folder_of(&self, wanted: &WantedFiles, file: usize) -> Result<(), Errno> {
        let mut missing = Vec::new();
        let mut folder = wanted.tree.folder_of.get(file).copied().unwrap_or(0);
        while !self.made.get(folder).is_none_or(|made| made.load(Ordering::Acquire)) {
            missing.push(folder);
            folder = wanted.tree.folders.get(folder).map_or(0, |folder| folder.parent);
        }
        for folder in missing.into_iter().rev() {
            let (Some(folder), Some(made)) = (wanted.tree.folders.get(folder), self.made.get(folder)) else { continue };
            match system::make_folder(&self.tree, &folder.path, FOLDER_MODE) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(error),
            }
            if self.fix_modes {
                system::set_mode(&self.tree, &folder.path, FOLDER_MODE)?;
            }
            made.store(true, Ordering::Release);
        }
        Ok(())
    }

    fn sync_file(&self, file: &OpenFile) -> Result<(), Errno> {
        if self.sync { system::sync_file(file) } else { Ok(()) }
    }

    /// Returns once everything in the tree is on the disk.
    pub(super) fn sync_all(&self, wanted: &WantedFiles) -> Result<(), Errno> {
        system::sync_folders(&self.tree, wanted.tree.folders.iter().map(|folder| folder.path.as_str()))
    }
}

fn remove_file(at: &Folder, path: &str) -> Result<(), Errno> {
    maybe(system::remove_file(at, path)).map(drop)
}

/// Whether the system gives new files and folders other modes than those asked for.
fn probe_modes(folder: &Folder) -> Result<bool, Errno> {
    remove_file(folder, PROBE)?;
    let file = system::create_file(folder, PROBE, FOLDER_MODE)?;
    let meta = system::meta_of(&file)?;
    drop(file);
    remove_file(folder, PROBE)?;
    Ok(!has_folder_mode(&meta))
}
