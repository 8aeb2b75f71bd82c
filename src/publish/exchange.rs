//! The exchange of the former site and the new one.

use super::{
    PublishError,
    guard::OutputFolder,
    listed::ListedTree,
    workshop::{FORMER, TREE, Workshop},
};
use crate::{
    message,
    system::{self, Errno, Result},
};

/// Puts the workshop's tree in the output folder's place, and the former site in the tree's.
pub(super) fn appear(
    workshop: &Workshop,
    place: &OutputFolder,
    published: Option<&ListedTree>,
    can_exchange: bool,
) -> std::result::Result<(), PublishError> {
    let cannot = |error| PublishError::io(message!("cannot-put-in-place", folder = &place.shown), error);
    let Some(published) = published else {
        // A rename can replace an empty folder, and nothing else.
        return match system::rename((workshop.folder(), TREE), (workshop.parent(), &place.name)) {
            Err(Errno::NOTEMPTY | Errno::EXIST | Errno::NOTDIR) => Err(appeared(place)),
            other => other.map_err(cannot),
        };
    };
    swap(workshop, place, can_exchange).map_err(cannot)?;
    // The folder that came out must be the one that was checked.
    if system::meta(workshop.folder(), TREE).map(|meta| meta.identity) != Ok(published.identity) {
        swap(workshop, place, can_exchange).map_err(cannot)?;
        return Err(appeared(place));
    }
    Ok(())
}

/// Exchanges the tree and the output folder with one system call. Where there is none, three renames do it: for a moment
/// there is no output folder, and [`recover`] mends that if the run dies then.
fn swap(workshop: &Workshop, place: &OutputFolder, can_exchange: bool) -> Result<()> {
    if can_exchange {
        match system::exchange((workshop.folder(), TREE), (workshop.parent(), &place.name)) {
            Err(error) if system::is_unsupported(error) => {}
            other => return other,
        }
    }
    let (parent, folder) = (workshop.parent(), workshop.folder());
    system::rename((parent, &place.name), (folder, FORMER))?;
    if let Err(error) = system::rename((folder, TREE), (parent, &place.name)) {
        system::rename((folder, FORMER), (parent, &place.name))?;
        return Err(error);
    }
    system::rename((folder, FORMER), (folder, TREE))
}

/// Brings back the former site if a run died between two renames.
pub(super) fn recover(workshop: &Workshop, place: &OutputFolder) -> std::result::Result<(), PublishError> {
    let cannot = |error| PublishError::io(message!("cannot-bring-back", folder = &place.shown), error);
    let folder = workshop.folder();
    if system::meta(folder, FORMER) == Err(Errno::NOENT) {
        return Ok(());
    }
    match system::rename((folder, FORMER), (workshop.parent(), &place.name)) {
        Ok(()) => Ok(()),
        // The new site is in its place: only the last of the renames is missing.
        Err(Errno::NOTEMPTY | Errno::EXIST) => {
            workshop.discard_tree();
            system::rename((folder, FORMER), (folder, TREE)).map_err(cannot)
        }
        Err(error) => Err(cannot(error)),
    }
}

fn appeared(place: &OutputFolder) -> PublishError {
    PublishError::refused(
        message!("out-changed-meanwhile", folder = &place.shown),
        message!("output-changed-meanwhile.hint"),
    )
}
