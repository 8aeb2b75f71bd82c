//! Publishing: the only place that writes the output folder, and that reads it back.
//!
//! Start at [`Target::open`], then [`Publication`]. The stages of one run:
//!
//! ```text
//! guard       where the output folder is, and whether it may be ours       -> OutputFolder
//! workshop    `.public.icsi` beside it: the lock and the other tree        -> Workshop
//! published   what stands there now, checked against its own list          -> ListedTree
//! staging     the next site grows in the workshop's tree, while it renders -> Staging
//! exchange    one rename puts the tree in the output folder's place
//! memory      which inputs gave this site, for a next run with the same      -> BuildMemory
//! ```
//!
//! Promises, and what holds them:
//!
//! - **Whole or not at all.** Outputs go to a tree in the workshop, on the same file system. One `renameat2` exchanges
//!   it with the output folder, so that whoever looks sees the whole former site or the whole next one. Where a file
//!   system has no exchange, two renames do it, and between them the folder is missing; a run that dies there is mended
//!   by the next. A process killed at any moment leaves the output folder alone, and the next run takes the tree as it
//!   finds it.
//! - **The former site stays as the next run's tree** rather than being thrown away: in flight looks at it come to
//!   their end, and a run that changes a few files writes a few files. It has a cost that is worth knowing: the
//!   workshop holds the former state of what changed (unchanged files are hard links and take no room). It is readable
//!   by its owner alone, ignores itself in git, and may be deleted whenever no build runs. A first publication has
//!   no former site, so that its workshop holds the build memory alone, or is removed where nothing is to be remembered.
//! - **Only what changed.** An output is compared with the published file when it is handed in: by the list's sum if
//!   the build memory knows the list and nothing happened to the file since it was written, by reading it otherwise. Unchanged files keep their
//!   modification time. Nothing changed means that nothing in the output folder is written, not even the list. What tells is the time of
//!   the file's last change of any kind, which the system keeps and no program can set; only a clock that was set back
//!   could hide a change made by hand.
//! - **Only our own.** The output folder carries `.icsi`, the list of what was published. Whatever else stands in the
//!   folder is a reason to refuse it before anything is written.
//! - **The same on any machine.** Files are 0644 and folders 0755 whatever the umask is; the list holds no times.

mod disk;
mod error;
mod exchange;
mod guard;
mod listed;
mod manifest;
mod memory;
mod publication;
mod published;
mod staging;
mod target;
#[cfg(test)]
#[cfg(unix)]
mod tests;
mod tree;
mod wanted;
mod workshop;

pub use error::{PublishError, PublishErrorKind};
pub use manifest::MANIFEST;
pub use memory::{BuildMemory, Remembered};
pub use publication::{OutputChange, Publication, Summary};
pub use target::Target;

/// Options of publishing.
#[derive(Clone, Copy, Debug)]
pub struct PublishOptions {
    /// Write everything through to the disk before the site appears and again before [`Publication::finish`] returns, so that a
    /// machine that stops right afterwards has the new site. Without it, such a stop may leave files empty.
    pub sync: bool,
    /// Whether to wait when another run is publishing to the same folder.
    pub busy: Busy,
}

impl Default for PublishOptions {
    fn default() -> Self {
        Self { sync: true, busy: Busy::Refuse }
    }
}

/// A run's conduct when another one is publishing to the same folder. The lock of a dead run is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Busy {
    /// Wait until it ends.
    Wait,
    /// Fail with [`PublishErrorKind::Busy`]. The caller may say so and try again with [`Busy::Wait`].
    Refuse,
}
