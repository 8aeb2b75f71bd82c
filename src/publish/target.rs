//! The output folder, checked and locked.

use std::path::Path;

use super::{
    PublishError, PublishOptions, exchange,
    guard::{self, OutputFolder},
    listed::ListedTree,
    publication::Publication,
    published,
    workshop::Workshop,
};

use crate::message;

/// The output folder of a site. It is locked until this value, or the [`Publication`] made of it, is dropped.
///
/// ```
/// use icsi::publish::{PublishOptions, Target};
///
/// # let folder = tempfile::tempdir()?;
/// # let site_root = folder.path();
/// let out = site_root.join("public");
/// let target = Target::open(&out, site_root, None, &PublishOptions::default())?;
/// let publication = target.begin(&["index.html", "en/index.html"])?;
/// publication.put(1, b"<p>Hello</p>")?;
/// publication.put(0, b"<p>Choose a language</p>")?;
/// assert!(!out.exists(), "nothing appears before the end");
/// let summary = publication.finish()?;
/// assert_eq!(summary.written, 2);
/// assert_eq!(std::fs::read(out.join("en/index.html"))?, b"<p>Hello</p>");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Target {
    pub(super) folder: OutputFolder,
    pub(super) published: Option<ListedTree>,
    pub(super) options: PublishOptions,
    /// Whether to try the system call that exchanges two folders; tests try the other way too.
    pub(super) can_exchange: bool,
    /// The last field, so that the lock is freed last.
    pub(super) workshop: Workshop,
}

impl Target {
    /// Finds the output folder, refuses what may not be ours, and takes the lock.
    ///
    /// `out` is taken from the working folder if it is relative; folders above it are made. `home` is the user's home
    /// folder, if known. Looks at every folder of the published site, on all threads.
    ///
    /// # Errors
    ///
    /// [`super::PublishErrorKind::Refused`] before anything is written, if the folder is not ours to write to;
    /// [`super::PublishErrorKind::Busy`] if another run holds the lock and the options say not to wait; [`super::PublishErrorKind::Io`].
    #[expect(clippy::disallowed_methods, reason = "publish writes the output folder")]
    pub fn open(
        out: &Path,
        site_root: &Path,
        home: Option<&Path>,
        options: &PublishOptions,
    ) -> Result<Target, PublishError> {
        let folder = guard::place(out, site_root, home)?;
        std::fs::create_dir_all(&folder.parent).map_err(|error| {
            let parent = folder.parent.display();
            PublishError::io_or_forbidden(message!("cannot-make-parent", parent), error)
        })?;
        let workshop = Workshop::enter(&folder, options.busy)?;
        exchange::recover(&workshop, &folder)?;
        let published = published::read(workshop.parent(), &folder)?;
        Ok(Target { folder, published, options: *options, can_exchange: true, workshop })
    }

    /// Starts a publication of outputs at these paths: relative, with forward slashes, in any order, each once, and
    /// none of them a folder of another.
    ///
    /// # Errors
    ///
    /// [`super::PublishErrorKind::Misuse`] for paths that cannot be; [`super::PublishErrorKind::Io`].
    pub fn begin<P: AsRef<str>>(self, paths: &[P]) -> Result<Publication, PublishError> {
        Publication::new(self, paths)
    }
}
