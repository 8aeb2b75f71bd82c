//! The next site, growing in the workshop's tree.
//!
//! The tree is taken as it is found: nothing at all (then every file and folder is made, and unchanged files are
//! linked), the former site, or what a killed run left. Folders are kept, since making and removing them is most of
//! the work; small files that no one else has a link to are written over, so that nothing needs to be freed.

use std::{
    ffi::CString,
    os::fd::{BorrowedFd, OwnedFd},
    sync::atomic::{AtomicBool, Ordering},
};

use rustix::{
    fs::{AtFlags, FileType, OFlags},
    io::Errno,
    process::{Resource, getrlimit},
};

use super::{
    PublishError,
    disk::{self, FILE_MODE, FOLDER_MODE, Meta},
    manifest::{self, MANIFEST},
    publication::Plan,
    published::{Published, Standing, foreign_alone, name_some, read_manifest},
    tree::{Folder, Item, join},
    workshop::{PROBE, TREE, Workshop},
};

/// The largest file that is written over in place. A slow reader may still be served from a larger one's former state.
const MAX_WRITTEN_OVER: u64 = 256 << 10;

#[derive(Debug)]
pub(super) struct Staging {
    tree: OwnedFd,
    /// Whether this run made the tree.
    pub fresh: bool,
    /// By folder of the plan: whether it is there.
    made: Vec<AtomicBool>,
    /// By path of the plan: what the tree held at the start.
    spare: Vec<Option<Meta>>,
    /// The process's umask, or the folder's access control list, gives other modes than ours.
    fix_modes: bool,
    /// The largest file that this process may write. Asked beforehand, since passing it kills the process.
    limit: u64,
    #[cfg_attr(target_os = "linux", expect(dead_code, reason = "Linux syncs the whole file system at once"))]
    sync: bool,
}

/// How an output came into the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    New,
    Over,
}

impl Staging {
    /// Never waits for other threads of the pool: the caller holds a lock.
    pub fn open(workshop: &Workshop, plan: &Plan, sync: bool) -> Result<Staging, PublishError> {
        let shown = format!("{}/{TREE}", workshop.shown());
        let cannot = |error: Errno| PublishError::io(format!("cannot prepare `{shown}`"), error);
        let fresh = match rustix::fs::mkdirat(workshop.folder(), TREE, disk::mode(FOLDER_MODE)) {
            Ok(()) => true,
            Err(Errno::EXIST) => false,
            Err(error) => return Err(cannot(error)),
        };
        let fix_modes = probe_modes(workshop.folder()).map_err(cannot)?;
        if fresh && fix_modes {
            rustix::fs::chmodat(workshop.folder(), TREE, disk::mode(FOLDER_MODE), AtFlags::empty()).map_err(cannot)?;
        }
        let tree = disk::open_folder(workshop.folder(), TREE).map_err(cannot)?;
        let mut staging = Staging {
            tree,
            fresh,
            made: plan.tree.folders.iter().map(|_| AtomicBool::new(false)).collect(),
            spare: vec![None; plan.paths.len()],
            fix_modes,
            limit: getrlimit(Resource::Fsize).current.unwrap_or(u64::MAX),
            sync,
        };
        if !fresh {
            staging.adopt(plan, &shown)?;
        }
        if let Some(root) = staging.made.first() {
            root.store(true, Ordering::Release);
        }
        Ok(staging)
    }

    /// Whether the workshop's tree is still this one: it is not, once it has appeared.
    pub fn is_in(&self, workshop: &Workshop) -> bool {
        let here = disk::meta_of(&self.tree).map(|meta| meta.identity);
        here.is_ok() && here == disk::meta(workshop.folder(), TREE).map(|meta| meta.identity)
    }

    /// Sees what the tree holds, and clears what the plan has no use for.
    fn adopt(&mut self, plan: &Plan, shown: &str) -> Result<(), PublishError> {
        let cannot = |error: Errno| PublishError::io(format!("cannot prepare `{shown}`"), error);
        let surplus = self.survey(plan).map_err(cannot)?;
        // With a sound list this is a former site, as it left the output folder. Someone may have put a file there
        // after the folder was checked.
        let listed = read_manifest(&self.tree).map_err(cannot)?;
        if let Some(paths) = listed.as_deref().and_then(manifest::read)
            && !surplus.is_empty()
        {
            let foreign = foreign_alone(&self.tree, &paths, shown)?;
            if !foreign.is_empty() {
                return Err(PublishError::refused(
                    format!(
                        "`{shown}` holds what was put into the output folder during a build: {}",
                        name_some(&foreign)
                    ),
                    "move it away: the tool clears this folder",
                ));
            }
        }
        // From here on the tree is no site, until it is the next one.
        remove_file(&self.tree, MANIFEST).map_err(cannot)?;
        for path in surplus {
            disk::remove_all(&self.tree, &path).map_err(cannot)?;
        }
        Ok(())
    }

    /// Notes which folders and files of the plan are there; returns what else is.
    fn survey(&mut self, plan: &Plan) -> Result<Vec<CString>, Errno> {
        let index = plan.tree.index(&plan.paths);
        let mut surplus = Vec::new();
        for (folder, made) in plan.tree.folders.iter().zip(&self.made) {
            let at = if folder.path.is_empty() { "." } else { &folder.path };
            let Some(opened) = disk::maybe(disk::open_folder(&self.tree, at))? else { continue };
            if disk::meta_of(&opened)?.mode & 0o777 != FOLDER_MODE {
                rustix::fs::fchmod(&opened, disk::mode(FOLDER_MODE))?;
            }
            made.store(true, Ordering::Release);
            for (name, kind) in disk::entries(opened)? {
                let utf8 = name.to_str().map(|name| join(&folder.path, name));
                let is_folder = kind == FileType::Directory;
                match utf8.as_deref().ok().and_then(|path| index.get(path)) {
                    Some(Item::Folder) if is_folder => {}
                    Some(&Item::File(file)) if !is_folder => {
                        if let (Some(spare), Ok(path)) = (self.spare.get_mut(file), &utf8) {
                            *spare = Some(disk::meta(&self.tree, path)?);
                        }
                    }
                    _ if utf8.as_deref() == Ok(MANIFEST) && !is_folder => {}
                    _ => {
                        let mut path = folder.path.clone().into_bytes();
                        if !path.is_empty() {
                            path.push(b'/');
                        }
                        path.extend(name.to_bytes());
                        surplus.push(CString::new(path).map_err(|_| Errno::INVAL)?);
                    }
                }
            }
        }
        Ok(surplus)
    }

    /// Writes an output that is new or changed.
    pub fn write(&self, plan: &Plan, file: usize, bytes: &[u8]) -> Result<Written, Errno> {
        let path = plan.paths.get(file).ok_or(Errno::INVAL)?;
        if bytes.len() as u64 > self.limit {
            return Err(Errno::FBIG);
        }
        match self.spare_of(file) {
            Some(spare) if is_spare(&spare) => match disk::open_file(&self.tree, path, OFlags::WRONLY) {
                Ok(opened) => {
                    write_over(&opened, spare.size, bytes)?;
                    self.sync_file(&opened)?;
                    return Ok(Written::Over);
                }
                // Another user's, or being run: a new file can take its place.
                Err(Errno::ACCESS | Errno::PERM | Errno::TXTBSY) => remove_file(&self.tree, path)?,
                Err(error) => return Err(error),
            },
            Some(_) => remove_file(&self.tree, path)?,
            None => self.make_folder_of(plan, file)?,
        }
        let created = self.create(path)?;
        disk::write_all(&created, bytes)?;
        self.sync_file(&created)?;
        Ok(Written::New)
    }

    /// Has the tree hold an output that is unchanged, with the modification time that it has.
    pub fn keep(&self, plan: &Plan, file: usize, published: &Published, standing: Standing) -> Result<(), Errno> {
        let path = plan.paths.get(file).ok_or(Errno::INVAL)?;
        match self.spare_of(file) {
            Some(spare) if spare.identity == standing.identity => return Ok(()),
            Some(spare) if is_spare(&spare) => return self.copy_over(path, &spare, published, standing),
            Some(_) => remove_file(&self.tree, path)?,
            None => self.make_folder_of(plan, file)?,
        }
        match rustix::fs::linkat(published.folder(), path, &self.tree, path, AtFlags::empty()) {
            // No hard links here, too many to this file, or another user's file.
            Err(Errno::XDEV | Errno::MLINK | Errno::PERM | Errno::ACCESS | Errno::OPNOTSUPP | Errno::NOSYS) => {
                self.copy(path, published, standing)
            }
            other => other,
        }
    }

    /// Two trees that have changed a file each keep one of their own: it takes the published one's content and time.
    fn copy_over(&self, path: &str, spare: &Meta, published: &Published, standing: Standing) -> Result<(), Errno> {
        let source = disk::open_file(published.folder(), path, OFlags::RDONLY)?;
        let bytes = disk::read_up_to(&source, u64::MAX)?.ok_or(Errno::FBIG)?;
        let target = match disk::open_file(&self.tree, path, OFlags::RDWR) {
            Err(Errno::ACCESS | Errno::PERM | Errno::TXTBSY) => {
                remove_file(&self.tree, path)?;
                return self.copy(path, published, standing);
            }
            other => other?,
        };
        if spare.size != bytes.len() as u64 || !disk::holds(&target, &bytes)? {
            write_over(&target, spare.size, &bytes)?;
        } else if spare.modified == standing.modified {
            return Ok(());
        }
        disk::set_modified(&target, standing.modified)?;
        self.sync_file(&target)
    }

    fn copy(&self, path: &str, published: &Published, standing: Standing) -> Result<(), Errno> {
        let source = disk::open_file(published.folder(), path, OFlags::RDONLY)?;
        let bytes = disk::read_up_to(&source, self.limit)?.ok_or(Errno::FBIG)?;
        let target = self.create(path)?;
        disk::write_all(&target, &bytes)?;
        disk::set_modified(&target, standing.modified)?;
        self.sync_file(&target)
    }

    /// The list goes in last: a tree that has it is whole.
    pub fn write_manifest(&self, text: &str) -> Result<(), Errno> {
        if text.len() as u64 > self.limit {
            return Err(Errno::FBIG);
        }
        let file = self.create(MANIFEST)?;
        disk::write_all(&file, text.as_bytes())?;
        self.sync_file(&file)
    }

    /// Takes back an output that this run made.
    pub fn take_back(&self, path: &str) {
        let _ = remove_file(&self.tree, path);
    }

    fn spare_of(&self, file: usize) -> Option<Meta> {
        self.spare.get(file).copied().flatten()
    }

    fn create(&self, path: &str) -> Result<OwnedFd, Errno> {
        let file = disk::create_file(&self.tree, path)?;
        if self.fix_modes {
            rustix::fs::fchmod(&file, disk::mode(FILE_MODE))?;
        }
        Ok(file)
    }

    /// Makes each folder once, from whichever thread comes first; one that comes second finds it made.
    fn make_folder_of(&self, plan: &Plan, file: usize) -> Result<(), Errno> {
        let mut missing = Vec::new();
        let mut folder = plan.tree.folder_of.get(file).copied().unwrap_or(0);
        while !self.made.get(folder).is_none_or(|made| made.load(Ordering::Acquire)) {
            missing.push(folder);
            folder = plan.tree.folders.get(folder).map_or(0, |folder| folder.parent);
        }
        for folder in missing.into_iter().rev() {
            let (Some(Folder { path, .. }), Some(made)) = (plan.tree.folders.get(folder), self.made.get(folder)) else {
                continue;
            };
            match rustix::fs::mkdirat(&self.tree, path, disk::mode(FOLDER_MODE)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(error),
            }
            if self.fix_modes {
                rustix::fs::chmodat(&self.tree, path, disk::mode(FOLDER_MODE), AtFlags::empty())?;
            }
            made.store(true, Ordering::Release);
        }
        Ok(())
    }

    #[cfg(target_os = "linux")]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the other systems' shape")]
    fn sync_file(&self, _: &OwnedFd) -> Result<(), Errno> {
        Ok(())
    }

    #[cfg(not(target_os = "linux"))]
    fn sync_file(&self, file: &OwnedFd) -> Result<(), Errno> {
        if self.sync { rustix::fs::fsync(file) } else { Ok(()) }
    }

    /// Everything in the tree is on the disk when this returns.
    #[cfg(target_os = "linux")]
    pub fn sync_all(&self, _: &Plan) -> Result<(), Errno> {
        rustix::fs::syncfs(&self.tree)
    }

    /// Everything in the tree is on the disk when this returns. The files are already.
    #[cfg(not(target_os = "linux"))]
    pub fn sync_all(&self, plan: &Plan) -> Result<(), Errno> {
        for folder in &plan.tree.folders {
            let at = if folder.path.is_empty() { "." } else { &folder.path };
            rustix::fs::fsync(&disk::open_folder(&self.tree, at)?)?;
        }
        Ok(())
    }
}

/// A file of the tree's own, in which an output may be written.
fn is_spare(meta: &Meta) -> bool {
    meta.regular && meta.links == 1 && meta.mode == FILE_MODE && meta.size <= MAX_WRITTEN_OVER
}

fn write_over(file: &OwnedFd, size: u64, bytes: &[u8]) -> Result<(), Errno> {
    disk::write_all(file, bytes)?;
    if size > bytes.len() as u64 {
        rustix::fs::ftruncate(file, bytes.len() as u64)?;
    }
    Ok(())
}

fn remove_file(at: &OwnedFd, path: &str) -> Result<(), Errno> {
    match rustix::fs::unlinkat(at, path, AtFlags::empty()) {
        Err(Errno::NOENT) => Ok(()),
        other => other,
    }
}

/// Whether new files and folders get other modes than those asked for.
fn probe_modes(folder: BorrowedFd<'_>) -> Result<bool, Errno> {
    let _ = rustix::fs::unlinkat(folder, PROBE, AtFlags::empty());
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let file = rustix::fs::openat(folder, PROBE, flags, disk::mode(FOLDER_MODE))?;
    let meta = disk::meta_of(&file)?;
    rustix::fs::unlinkat(folder, PROBE, AtFlags::empty())?;
    Ok(meta.mode & 0o777 != FOLDER_MODE)
}
