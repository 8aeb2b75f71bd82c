//! Errors of Windows, by the names that the rest of the program knows them by.

use std::{fmt, io};

/// The number of an error as Windows has it. What has several numbers there has its first here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Errno(pub(super) i32);

impl Errno {
    pub(crate) const NOENT: Self = Self(2);
    pub(crate) const MFILE: Self = Self(4);
    pub(crate) const ACCESS: Self = Self(5);
    pub(crate) const XDEV: Self = Self(17);
    pub(crate) const ROFS: Self = Self(19);
    /// Another program has the file open and does not share it.
    pub(crate) const BUSY: Self = Self(32);
    pub(crate) const WOULDBLOCK: Self = Self(33);
    pub(crate) const OPNOTSUPP: Self = Self(50);
    pub(crate) const INVAL: Self = Self(87);
    pub(crate) const NOSPC: Self = Self(112);
    pub(crate) const NOSYS: Self = Self(120);
    /// A name that no file can have.
    pub(super) const NAME: Self = Self(123);
    pub(crate) const NOTEMPTY: Self = Self(145);
    pub(crate) const AGAIN: Self = Self(170);
    pub(crate) const EXIST: Self = Self(183);
    pub(crate) const FBIG: Self = Self(223);
    pub(crate) const NOTDIR: Self = Self(267);
    pub(crate) const ISDIR: Self = Self(336);
    /// The file is no longer the one that was looked at.
    pub(crate) const STALE: Self = Self(1006);
    const IO: Self = Self(1117);
    pub(crate) const MLINK: Self = Self(1142);
    pub(crate) const NXIO: Self = Self(1167);
    pub(crate) const DQUOT: Self = Self(1295);
    pub(crate) const PERM: Self = Self(1314);
    /// A link stands where none is followed.
    pub(crate) const LOOP: Self = Self(1921);
    /// Windows has one number for the files that a program and that the system may have open.
    pub(crate) const NFILE: Self = Self(1816);

    pub(crate) fn raw_os_error(self) -> i32 {
        self.0
    }

    pub(crate) fn from_io_error(error: &io::Error) -> Option<Self> {
        error.raw_os_error().map(|number| match number {
            // ERROR_PATH_NOT_FOUND, ERROR_FILE_EXISTS, ERROR_HANDLE_DISK_FULL
            3 => Self::NOENT,
            80 => Self::EXIST,
            39 => Self::NOSPC,
            number => Self(number),
        })
    }
}

impl From<io::Error> for Errno {
    fn from(error: io::Error) -> Self {
        Self::from_io_error(&error).unwrap_or(match error.kind() {
            io::ErrorKind::InvalidInput => Self::INVAL,
            _ => Self::IO,
        })
    }
}

impl From<Errno> for io::Error {
    fn from(error: Errno) -> Self {
        io::Error::from_raw_os_error(error.0)
    }
}

impl fmt::Debug for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&io::Error::from(*self), f)
    }
}
