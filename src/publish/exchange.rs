//! The moment at which the next site takes the former one's place.

use rustix::io::Errno;

use super::{
    PublishError, disk,
    guard::{Place, refuse},
    listed::Listed,
    workshop::{FORMER, TREE, Workshop},
};

/// Puts the workshop's tree in the output folder's place, and the former site in the tree's.
pub(super) fn appear(
    workshop: &Workshop,
    place: &Place,
    published: Option<&Listed>,
    can_exchange: bool,
) -> Result<(), PublishError> {
    let cannot = |error| PublishError::io(format!("cannot put the new site in the place of `{}`", place.shown), error);
    let Some(published) = published else {
        // A rename replaces an empty folder, and nothing else.
        return match rustix::fs::renameat(workshop.folder(), TREE, workshop.parent(), &place.name) {
            Err(Errno::NOTEMPTY | Errno::EXIST | Errno::NOTDIR) => Err(appeared(place)),
            other => other.map_err(cannot),
        };
    };
    swap(workshop, place, can_exchange).map_err(cannot)?;
    // What came out must be what was looked at before.
    if disk::meta(workshop.folder(), TREE).map(|meta| meta.identity) != Ok(published.identity) {
        swap(workshop, place, can_exchange).map_err(cannot)?;
        return Err(appeared(place));
    }
    Ok(())
}

/// One system call exchanges the two. Where there is none, the former site leaves and the next one enters: for a
/// moment there is none, and [`recover`] mends what a run that dies in this moment leaves.
fn swap(workshop: &Workshop, place: &Place, can_exchange: bool) -> Result<(), Errno> {
    if can_exchange {
        match exchange(workshop, place) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {}
            other => return other,
        }
    }
    let (parent, folder) = (workshop.parent(), workshop.folder());
    rustix::fs::renameat(parent, &place.name, folder, FORMER)?;
    if let Err(error) = rustix::fs::renameat(folder, TREE, parent, &place.name) {
        rustix::fs::renameat(folder, FORMER, parent, &place.name)?;
        return Err(error);
    }
    rustix::fs::renameat(folder, FORMER, folder, TREE)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(workshop: &Workshop, place: &Place) -> Result<(), Errno> {
    let flags = rustix::fs::RenameFlags::EXCHANGE;
    rustix::fs::renameat_with(workshop.folder(), TREE, workshop.parent(), &place.name, flags)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Workshop, _: &Place) -> Result<(), Errno> {
    Err(Errno::NOSYS)
}

/// Brings back the former site if a run died between two renames.
pub(super) fn recover(workshop: &Workshop, place: &Place) -> Result<(), PublishError> {
    let cannot = |error| PublishError::io(format!("cannot bring back the site in `{}`", place.shown), error);
    let folder = workshop.folder();
    if disk::meta(folder, FORMER) == Err(Errno::NOENT) {
        return Ok(());
    }
    match rustix::fs::renameat(folder, FORMER, workshop.parent(), &place.name) {
        Ok(()) => Ok(()),
        // The new site had entered: only the last of the renames is missing.
        Err(Errno::NOTEMPTY | Errno::EXIST) => {
            workshop.discard_tree();
            rustix::fs::renameat(folder, FORMER, folder, TREE).map_err(cannot)
        }
        Err(error) => Err(cannot(error)),
    }
}

fn appeared(place: &Place) -> PublishError {
    refuse(place, "was changed by something else while the site was being built", "build again")
}
