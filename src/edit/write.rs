//! Writing a site's sources: many files at once, whole or not at all, whenever the machine stops.
//!
//! ```text
//! check     every file says what it said when it was read, nothing new is in the way, and no text is larger than is read
//! stage     each new text in `.icsi-edit/` in the site's folder, on the disk
//! journal   `.icsi-edit/journal` lists what is to be done: from here on it will be done
//! carry out new files first, then changed ones, removals last; the journal goes at the end
//! ```
//!
//! When the program is killed before there is a journal, nothing has changed, and the next command removes what was staged.
//! When it is killed later, the next command carries out the rest: each step can be made twice. [`recover`] does both; every
//! command calls it before it reads a site.
//!
//! A lock on the site's folder lets one program write at a time. The kernel frees it when a program dies.

use std::{
    fmt,
    fs::File,
    io,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{
    Purpose,
    disk::{make_folder, make_folders, meta, names_in, read_file, remove_file, remove_folder, rename, write_file},
    journal::{Journal, Task},
};
use crate::{
    message,
    message::Message,
    source::open::limit_of,
    system::{self, sync_folder_at as sync_folder},
    text::hex,
};

/// Holds what an edit needs while it is made. The reader of sites passes dot files over.
const STAGE: &str = ".icsi-edit";
const JOURNAL: &str = "journal";

/// The SHA-256 of a file's bytes, as hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum(pub String);

impl Sum {
    pub fn of(bytes: &[u8]) -> Self {
        Self(hex(&Sha256::digest(bytes)))
    }
}

/// A change to a file or folder. Paths are those of the site: `content/clusters/uca.en.md`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// Gives a file another text. `before` is what it said when it was read.
    Write {
        path: String,
        before: Sum,
        text: String,
    },
    /// Makes a file that is not there yet, with the permissions of another one.
    Create {
        path: String,
        like: Option<String>,
        bytes: Vec<u8>,
    },
    Remove {
        path: String,
        before: Sum,
    },
    /// Moves a folder with all that is in it to a place where nothing is.
    MoveFolder {
        from: String,
        to: String,
    },
    /// Removes a folder if nothing is left in it.
    RemoveFolder {
        path: String,
    },
}

impl FileChange {
    pub fn path(&self) -> &str {
        match self {
            FileChange::Write { path, .. }
            | FileChange::Create { path, .. }
            | FileChange::Remove { path, .. }
            | FileChange::RemoveFolder { path } => path,
            FileChange::MoveFolder { from, .. } => from,
        }
    }

    /// New files come first and removals last, so that whoever looks meanwhile misses nothing.
    fn rank(&self) -> u8 {
        match self {
            FileChange::MoveFolder { .. } => 0,
            FileChange::Create { .. } => 1,
            FileChange::Write { .. } => 2,
            FileChange::Remove { .. } => 3,
            FileChange::RemoveFolder { .. } => 4,
        }
    }
}

#[derive(Debug)]
pub enum WriteError {
    /// Somebody changed this file since it was read. Nothing was written.
    Changed(String),
    /// Something is there already. Nothing was written.
    InTheWay(String),
    /// The file would have more bytes than the limit, and so could not be read any more. Nothing was written.
    TooLarge { path: String, limit: u64 },
    /// The path is a symbolic link, leads over one, or leads out of the site. Nothing was written.
    Link(String),
    /// The disk failed. Whether something was written, [`recover`] finds out.
    Disk(String, io::Error),
    /// The path lies on another disk than site.toml, so that nothing there could change in one step.
    OtherDisk(String),
    /// A file of somebody else stands where an interrupted edit would have its list.
    NoJournal(String),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.message(), f)
    }
}

impl WriteError {
    /// The mistake, for whoever wanted to write.
    pub fn message(&self) -> Message {
        match self {
            WriteError::Changed(path) => message!("write-changed-meanwhile", path),
            WriteError::InTheWay(path) => message!("write-in-the-way", path),
            WriteError::TooLarge { path, limit } => message!("write-too-large", path, limit = limit / 1024),
            WriteError::Link(path) => message!("write-link", path),
            WriteError::Disk(path, error) => message!("cannot-write", path, error),
            WriteError::OtherDisk(path) => message!("write-other-disk", path),
            WriteError::NoJournal(path) => message!("write-no-journal", path),
        }
    }

    /// The way to write it after all, where there is one whoever the writer is.
    pub fn hint(&self) -> Option<Message> {
        match self {
            WriteError::TooLarge { .. } => Some(message!("write-too-large.hint")),
            _ => None,
        }
    }
}

/// The remains of an interrupted edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recovered {
    /// The rest was carried out.
    Finished(Purpose),
    /// It had not begun, and what was prepared for it was removed.
    TakenBack,
}

/// Makes all changes or, when a file is not as it was read, none. The purpose is for whoever has to be told that the
/// edit was interrupted.
///
/// # Errors
///
/// See [`WriteError`].
pub fn write(root: &Path, purpose: &Purpose, changes: &[FileChange]) -> Result<(), WriteError> {
    FileWriter { root, before_step: &mut || Ok(()) }.write(purpose, changes)
}

/// Finishes an edit that was interrupted, or takes it back. `None` when there is none.
///
/// # Errors
///
/// When a file that was still to be changed is not as it was: then nothing is done to any.
pub fn recover(root: &Path) -> Result<Option<Recovered>, WriteError> {
    if meta(&root.join(STAGE)).is_none() {
        return Ok(None);
    }
    let mut writer = FileWriter { root, before_step: &mut || Ok(()) };
    let _lock = writer.lock()?;
    writer.recover()
}

struct FileWriter<'w> {
    root: &'w Path,
    /// Called before each step that changes the disk; an error stops everything there, as a kill would.
    before_step: &'w mut dyn FnMut() -> io::Result<()>,
}

impl FileWriter<'_> {
    fn write(&mut self, purpose: &Purpose, changes: &[FileChange]) -> Result<(), WriteError> {
        if changes.is_empty() {
            return Ok(());
        }
        let _lock = self.lock()?;
        self.recover()?;
        let mut changes: Vec<&FileChange> = changes.iter().collect();
        changes.sort_by_key(|change| change.rank());
        for change in &changes {
            self.check(change)?;
        }
        let journal = self.prepare(purpose, &changes);
        let journal = match journal {
            Ok(journal) => journal,
            Err(error) => {
                // A folder that cannot be removed now is removed by the next command.
                let _ = self.remove_stage();
                return Err(error);
            }
        };
        self.carry_out(&journal)
    }

    /// Waits until no other program writes to this site.
    fn lock(&self) -> Result<File, WriteError> {
        system::lock_sources(self.root).map_err(|error| WriteError::Disk(self.root.display().to_string(), error))
    }

    fn check(&self, change: &FileChange) -> Result<(), WriteError> {
        let path = self.place(change.path())?;
        let absent = |name: &str| {
            let path = self.place(name)?;
            if meta(&path).is_some() { Err(WriteError::InTheWay(name.to_owned())) } else { Ok(()) }
        };
        if let FileChange::Write { path, text, .. } = change {
            has_room(path, text.as_bytes())?;
        }
        if let FileChange::Create { path, bytes, .. } = change {
            has_room(path, bytes)?;
        }
        match change {
            FileChange::Write { path: name, before, .. } | FileChange::Remove { path: name, before } => {
                if self.sum(&path, name)?.as_ref() != Some(before) {
                    return Err(WriteError::Changed(name.clone()));
                }
                self.same_disk(&path, name)
            }
            FileChange::Create { path: name, .. } => absent(name),
            FileChange::MoveFolder { from, to } => {
                absent(to)?;
                match meta(&path) {
                    Some(meta) if meta.is_dir() => Ok(()),
                    _ => Err(WriteError::Changed(from.clone())),
                }
            }
            FileChange::RemoveFolder { .. } => Ok(()),
        }
    }

    /// A staged text can take a file's place in one step only on the same file system.
    fn same_disk(&self, path: &Path, name: &str) -> Result<(), WriteError> {
        if system::device(path) == system::device(self.root) {
            return Ok(());
        }
        Err(WriteError::OtherDisk(name.to_owned()))
    }

    /// Stages all texts and writes the journal.
    fn prepare(&mut self, purpose: &Purpose, changes: &[&FileChange]) -> Result<Journal, WriteError> {
        let stage = self.root.join(STAGE);
        self.step(STAGE, || make_folder(&stage))?;
        let mut tasks = Vec::new();
        for (number, change) in changes.iter().enumerate() {
            let path = change.path().to_owned();
            match change {
                FileChange::Write { before, text, .. } => {
                    self.stage(number, text.as_bytes(), Some(&path))?;
                    tasks.push(Task::Put { number, sum: Sum::of(text.as_bytes()), before: Some(before.clone()), path });
                }
                FileChange::Create { like, bytes, .. } => {
                    self.stage(number, bytes, like.as_deref())?;
                    tasks.push(Task::Put { number, sum: Sum::of(bytes), before: None, path });
                }
                FileChange::Remove { before, .. } => tasks.push(Task::Remove { before: before.clone(), path }),
                FileChange::MoveFolder { from, to } => tasks.push(Task::Move { from: from.clone(), to: to.clone() }),
                FileChange::RemoveFolder { .. } => tasks.push(Task::RemoveFolder { path }),
            }
        }
        let journal = Journal { purpose: purpose.clone(), tasks };
        let (part, whole) = (stage.join("journal.part"), stage.join(JOURNAL));
        let text = journal.to_text();
        self.step(STAGE, || write_file(&part, text.as_bytes(), None))?;
        self.step(STAGE, || sync_folder(&stage).and_then(|()| sync_folder(self.root)))?;
        self.step(STAGE, || rename(&part, &whole).and_then(|()| sync_folder(&stage)))?;
        Ok(journal)
    }

    fn stage(&mut self, number: usize, bytes: &[u8], like: Option<&str>) -> Result<(), WriteError> {
        let staged = self.root.join(STAGE).join(number.to_string());
        let like = like.map(|like| self.place(like)).transpose()?;
        self.step(STAGE, || write_file(&staged, bytes, like.as_deref()))
    }

    fn recover(&mut self) -> Result<Option<Recovered>, WriteError> {
        let stage = self.root.join(STAGE);
        match meta(&stage) {
            None => return Ok(None),
            Some(meta) if meta.is_dir() => {}
            Some(_) => return Err(WriteError::Link(STAGE.to_owned())),
        }
        let written = read_file(&stage.join(JOURNAL)).map_err(|error| WriteError::Disk(STAGE.to_owned(), error))?;
        let Some(written) = written else {
            let is_empty = self.remove_stage().map_err(|error| WriteError::Disk(STAGE.to_owned(), error))?;
            return Ok((!is_empty).then_some(Recovered::TakenBack));
        };
        let journal = String::from_utf8(written).ok().and_then(|text| Journal::parse(&text));
        let journal = journal.ok_or_else(|| WriteError::NoJournal(format!("{STAGE}/{JOURNAL}")))?;
        for task in &journal.tasks {
            self.check_again(task)?;
        }
        self.carry_out(&journal)?;
        Ok(Some(Recovered::Finished(journal.purpose)))
    }

    /// Whether a task can still be done, or is done already.
    fn check_again(&self, task: &Task) -> Result<(), WriteError> {
        match task {
            Task::Put { number, sum, before, path } => {
                let staged = self.root.join(STAGE).join(number.to_string());
                if meta(&staged).is_some_and(|meta| !meta.is_file()) {
                    return Err(WriteError::Link(format!("{STAGE}/{number}")));
                }
                let Some(staged) = self.sum(&staged, path)? else { return Ok(()) };
                let now = self.sum(&self.place(path)?, path)?;
                let is_as_it_was = now == *before || now.as_ref() == Some(sum);
                if staged == *sum && is_as_it_was { Ok(()) } else { Err(WriteError::Changed(path.clone())) }
            }
            Task::Remove { before, path } => match self.sum(&self.place(path)?, path)? {
                Some(now) if now != *before => Err(WriteError::Changed(path.clone())),
                _ => Ok(()),
            },
            Task::Move { from, to } => {
                let (from_there, to_there) = (meta(&self.place(from)?).is_some(), meta(&self.place(to)?).is_some());
                if from_there && to_there { Err(WriteError::InTheWay(to.clone())) } else { Ok(()) }
            }
            Task::RemoveFolder { path } => self.place(path).map(drop),
        }
    }

    /// Does what a journal lists, or the rest of it, and removes the journal.
    fn carry_out(&mut self, journal: &Journal) -> Result<(), WriteError> {
        let mut folders: Vec<PathBuf> = Vec::new();
        for task in &journal.tasks {
            self.do_task(task)?;
            let paths = match task {
                Task::Put { path, .. } | Task::Remove { path, .. } | Task::RemoveFolder { path } => vec![path],
                Task::Move { from, to } => vec![from, to],
            };
            folders.extend(paths.into_iter().filter_map(|path| self.root.join(path).parent().map(Path::to_owned)));
        }
        folders.sort();
        folders.dedup();
        for folder in folders.iter().filter(|folder| meta(folder).is_some()) {
            sync_folder(folder).map_err(|error| WriteError::Disk(folder.display().to_string(), error))?;
        }
        let journal = self.root.join(STAGE).join(JOURNAL);
        self.step(STAGE, || remove_file(&journal))?;
        self.step(STAGE, || remove_folder(&self.root.join(STAGE)))
    }

    fn do_task(&mut self, task: &Task) -> Result<(), WriteError> {
        match task {
            Task::Put { number, path, .. } => {
                let staged = self.root.join(STAGE).join(number.to_string());
                if meta(&staged).is_none() {
                    return Ok(());
                }
                let place = self.place(path)?;
                self.step(path, || {
                    place.parent().map_or(Ok(()), make_folders)?;
                    rename(&staged, &place)
                })
            }
            Task::Remove { path, .. } => {
                let place = self.place(path)?;
                if meta(&place).is_none() { Ok(()) } else { self.step(path, || remove_file(&place)) }
            }
            Task::Move { from, to } => {
                let (from_place, to_place) = (self.place(from)?, self.place(to)?);
                if meta(&from_place).is_none() {
                    return Ok(());
                }
                self.step(from, || rename(&from_place, &to_place))
            }
            Task::RemoveFolder { path } => {
                let place = self.place(path)?;
                self.step(path, || match remove_folder(&place) {
                    Err(error)
                        if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::DirectoryNotEmpty) =>
                    {
                        Ok(())
                    }
                    other => other,
                })
            }
        }
    }

    fn step(&mut self, path: &str, run: impl FnOnce() -> io::Result<()>) -> Result<(), WriteError> {
        (self.before_step)().and_then(|()| run()).map_err(|error| WriteError::Disk(path.to_owned(), error))
    }

    /// The place of a site's path on the disk. It is below the folder, and no symbolic link leads there.
    fn place(&self, path: &str) -> Result<PathBuf, WriteError> {
        let mut place = self.root.to_owned();
        for part in path.split('/') {
            if matches!(part, "" | "." | "..") || !system::is_one_name(part) {
                return Err(WriteError::Link(path.to_owned()));
            }
            place.push(part);
            if meta(&place).is_some_and(|meta| meta.is_symlink()) {
                return Err(WriteError::Link(path.to_owned()));
            }
        }
        Ok(place)
    }

    fn sum(&self, path: &Path, name: &str) -> Result<Option<Sum>, WriteError> {
        let bytes = read_file(path).map_err(|error| WriteError::Disk(name.to_owned(), error))?;
        Ok(bytes.map(|bytes| Sum::of(&bytes)))
    }

    /// Removes the stage with what is in it, and says whether it was empty.
    fn remove_stage(&mut self) -> io::Result<bool> {
        let stage = self.root.join(STAGE);
        let names = names_in(&stage)?;
        names.iter().try_for_each(|name| remove_file(&stage.join(name)))?;
        remove_folder(&stage)?;
        Ok(names.is_empty())
    }
}

/// Refuses what the next reading of the site would refuse.
fn has_room(path: &str, bytes: &[u8]) -> Result<(), WriteError> {
    let limit = limit_of(path);
    if bytes.len() as u64 <= limit { Ok(()) } else { Err(WriteError::TooLarge { path: path.to_owned(), limit }) }
}

#[cfg(test)]
mod tests;
