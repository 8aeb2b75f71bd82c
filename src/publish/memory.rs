//! The build memory: which inputs gave the published list, and what the build said of them. A build with the same inputs
//! is over once it has looked at the published files ([`Remembered::stands`]).
//!
//! ```text
//! icsi memory 1
//! 6c78e0e3bd51d358d01e758642b85fb8        the sum of all inputs, program and options among them; 0 where it is not known
//! 99aa06d3014798d86001c324468d497f        the sum of the published list
//! 000000000000000000000000000401a3        the inode of the file with that list
//! 0000000000000000000000006a29e0c0        the seconds and
//! 0000000000000000000000000075bcd1        the nanoseconds of its last change
//! a31aa7a9c2f303d1fee9e63fce526ec2        the sum of everything else in this file
//! []                                      the findings, in the caller's words
//! ```
//!
//! What it says stays true for ever, whatever becomes of the output folder: these inputs gave this list. So it is written
//! after the exchange, with no care for a run that dies between the two, and a file that is missing, damaged or of another
//! program costs a whole build and nothing else.
//!
//! Anybody can work sums out, and a stranger's folder may bring an output folder and a memory made by hand. Inode and change
//! time of the list are the system's: no archive and no checkout sets them. They say that this list was published here, and no
//! other is taken at its word ([`is_of`]).

use std::path::Path;

use super::{
    PublishOptions, Summary, Target, disk,
    guard::{self, OutputFolder},
    listed::ListedTree,
    manifest::{self, MANIFEST},
    published,
    workshop::{self, MEMORY, Workshop},
};
use crate::{
    system::{self, Errno, FileTime, Folder},
    text::hex,
};

const HEADER: &str = "icsi memory 1\n";
/// Stands for inputs whose sum is not known.
const UNKNOWN: u128 = 0;
/// The longest memory that is kept, in bytes: some hundred thousand warnings.
const LIMIT: u64 = 32 << 20;

/// What a build tells the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildMemory {
    /// The sum of everything that the outputs and the findings are made of; `None` where it is not known. Then no build is the
    /// same, and the memory is of the published list alone.
    pub inputs: Option<u128>,
    /// What the build found, as the caller reads it.
    pub findings: Vec<u8>,
}

/// What a build of the same inputs left to be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// [`BuildMemory::findings`] of that build.
    pub findings: Vec<u8>,
    list: PublishedList,
}

/// The list that a build published, as its file stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PublishedList {
    sum: u128,
    inode: u64,
    changed: FileTime,
}

impl PublishedList {
    /// The list of a published site, whose sum is known. An error where the system does not say when it was last changed.
    fn of(published: &Folder, sum: u128) -> Result<Self, Errno> {
        let meta = system::meta(published, MANIFEST)?;
        if meta.changed == FileTime::LATEST {
            return Err(Errno::NOSYS);
        }
        Ok(Self { sum, inode: meta.identity.inode, changed: meta.changed })
    }
}

impl Remembered {
    /// The memory beside an output folder, if it is of these inputs. Nothing is made or locked. The arguments are those of
    /// [`Target::open`].
    pub fn read(out: &Path, site_root: &Path, home: Option<&Path>, inputs: u128) -> Option<Remembered> {
        let (memory, list) = read(&guard::place(out, site_root, home).ok()?)?;
        (memory.inputs == Some(inputs)).then_some(Remembered { findings: memory.findings, list })
    }

    /// Whether the output folder still has what that build published: its list, and each file of it with its sum. Looks at
    /// every published file, on all threads.
    ///
    /// `None` wherever that is not certain, errors and refusals included: a whole build says what is wrong. The arguments are
    /// those of [`Target::open`].
    pub fn stands(
        &self,
        out: &Path,
        site_root: &Path,
        home: Option<&Path>,
        options: &PublishOptions,
    ) -> Option<Summary> {
        let target = Target::open(out, site_root, home, options).ok()?;
        let published = target.published.as_ref()?;
        let list = PublishedList::of(&published.folder, manifest::sum(&published.manifest)).ok()?;
        let stands = list == self.list && published::is_as_listed(published).ok()?;
        stands.then(|| Summary { unchanged: published.entries.len(), ..Summary::default() })
    }
}

/// Whether the memory beside an output folder is of the list that stands there: then this program published it here.
pub(super) fn is_of(place: &OutputFolder, published: &ListedTree) -> bool {
    let list = || PublishedList::of(&published.folder, manifest::sum(&published.manifest)).ok();
    read(place).is_some_and(|(_, known)| list() == Some(known))
}

/// The memory beside an output folder, and the list that its inputs gave.
fn read(place: &OutputFolder) -> Option<(BuildMemory, PublishedList)> {
    let parent = system::open_top(&place.parent).ok()?;
    let folder = system::open_folder(&parent, workshop::name(place)).ok()?;
    let file = system::open_file(&folder, MEMORY).ok()?;
    if !system::meta_of(&file).ok()?.is_file() {
        return None;
    }
    parse(&disk::read_up_to(&file, LIMIT).ok()??)
}

/// Keeps a memory in the workshop in the place of the former one, once its site is published; `sum` is that of its list.
/// That it cannot be written is no reason for a build to fail: what is published stands.
pub(super) fn write(workshop: &Workshop, place: &OutputFolder, memory: &BuildMemory, sum: u128) {
    let write = || {
        let published = system::open_folder(workshop.parent(), &place.name)?;
        let bytes = text(memory, PublishedList::of(&published, sum)?);
        // A larger file than this process may write would end it.
        if bytes.len() as u64 > system::file_size_limit().min(LIMIT) {
            return Err(Errno::FBIG);
        }
        system::write_all(&disk::create_file(workshop.folder(), MEMORY)?, &bytes)
    };
    workshop.forget();
    if write().is_err() {
        workshop.forget();
    }
}

fn text(memory: &BuildMemory, list: PublishedList) -> Vec<u8> {
    let mut bytes = HEADER.as_bytes().to_vec();
    let add = |number: u128, bytes: &mut Vec<u8>| {
        bytes.extend(hex(&number.to_be_bytes()).bytes());
        bytes.push(b'\n');
    };
    let FileTime { seconds, nanoseconds } = list.changed;
    for number in [
        memory.inputs.unwrap_or(UNKNOWN),
        list.sum,
        list.inode.into(),
        seconds.cast_unsigned().into(),
        nanoseconds.into(),
    ] {
        add(number, &mut bytes);
    }
    let rest = manifest::sum(&[&*bytes, &memory.findings].concat());
    add(rest, &mut bytes);
    bytes.extend(&memory.findings);
    bytes
}

/// Only what this program would have written is read.
fn parse(bytes: &[u8]) -> Option<(BuildMemory, PublishedList)> {
    let mut rest = bytes.strip_prefix(HEADER.as_bytes())?;
    let mut next = || {
        let (digits, after) = rest.split_at_checked(manifest::SUM_DIGITS)?;
        rest = after.strip_prefix(b"\n")?;
        manifest::parse_sum(str::from_utf8(digits).ok()?)
    };
    let (inputs, sum, inode) = (next()?, next()?, u64::try_from(next()?).ok()?);
    let seconds = u64::try_from(next()?).ok()?.cast_signed();
    let changed = FileTime { seconds, nanoseconds: u32::try_from(next()?).ok()? };
    let list = PublishedList { sum, inode, changed };
    // The sum of the rest: it is as it should be where the whole is.
    next()?;
    let memory = BuildMemory { inputs: Some(inputs).filter(|inputs| *inputs != UNKNOWN), findings: rest.to_vec() };
    (text(&memory, list) == bytes).then_some((memory, list))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_is_read_as_it_was_written_or_not_at_all() {
        for (inputs, findings) in [(Some(1), ""), (None, "[]"), (Some(u128::MAX), "[{\"a\":\"їжак\n\"}]")] {
            let memory = BuildMemory { inputs, findings: findings.into() };
            let list = PublishedList {
                sum: u128::MAX,
                inode: u64::MAX,
                changed: FileTime { seconds: -1, nanoseconds: 999_999_999 },
            };
            let bytes = text(&memory, list);
            assert_eq!(parse(&bytes), Some((memory, list)));
            for at in 0..bytes.len() {
                assert_eq!(parse(&bytes[..at]), None, "truncated at {at}");
                let mut damaged = bytes.clone();
                damaged[at] ^= 1;
                assert_eq!(parse(&damaged), None, "damaged at {at}");
            }
            assert_eq!(parse(&[&bytes[..], b" "].concat()), None, "longer");
        }
        assert_eq!(parse(b"icsi memory 2\n"), None);
    }
}
