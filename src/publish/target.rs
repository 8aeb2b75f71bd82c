//! The output folder, found to be ours and locked.

use std::path::Path;

use super::{
    Options, PublishError, exchange,
    guard::{self, Place},
    listed::Listed,
    publication::Publication,
    published,
    workshop::Workshop,
};

/// The output folder of a site: checked, locked until this value or its [`Publication`] is dropped.
#[derive(Debug)]
pub struct Target {
    pub(super) place: Place,
    pub(super) published: Option<Listed>,
    pub(super) options: Options,
    /// Whether to try the one system call that exchanges two folders.
    pub(super) can_exchange: bool,
    /// Last, since it holds the lock.
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
    /// [`super::Kind::Refused`] before anything is written, if the folder is not ours to write to;
    /// [`super::Kind::Busy`] if another run holds the lock and the options say not to wait; [`super::Kind::Io`].
    #[expect(clippy::disallowed_methods, reason = "publish writes the output folder")]
    pub fn open(out: &Path, site_root: &Path, home: Option<&Path>, options: &Options) -> Result<Target, PublishError> {
        let place = guard::place(out, site_root, home)?;
        std::fs::create_dir_all(&place.parent).map_err(|error| {
            let parent = place.parent.display();
            PublishError::io_or_forbidden(format!("cannot make the folder `{parent}` for the output folder"), error)
        })?;
        let workshop = Workshop::enter(&place, options.busy)?;
        exchange::recover(&workshop, &place)?;
        let published = published::read(workshop.parent(), &place)?;
        Ok(Target { place, published, options: *options, can_exchange: true, workshop })
    }

    /// Starts a publication of outputs at these paths: relative, with forward slashes, in any order, each once, and
    /// none of them a folder of another.
    ///
    /// # Errors
    ///
    /// [`super::Kind::Misuse`] for paths that cannot be; [`super::Kind::Io`].
    pub fn begin<P: AsRef<str>>(self, paths: &[P]) -> Result<Publication, PublishError> {
        Publication::new(self, paths)
    }
}
