//! Opens and reads one file below the site's folder, and nothing that a link, device or pipe leads to.

use std::{cell::RefCell, io};

use super::{FileContent, read::LEDGER};
use crate::{
    diagnostics::{Diagnostic, FilePath, Location, Rule},
    message,
    message::{Argument, Message},
    system::{self, Errno, Folder, Meta, OpenFile},
};

/// A page, vocabulary, template or string file may be this large.
pub const TEXT_LIMIT: u64 = 1024 * 1024;
/// A picture, font or other file may be this large.
pub const FILE_LIMIT: u64 = 32 * 1024 * 1024;
/// Endings of files that must be text.
const TEXT_ENDINGS: &[&str] = &["md", "toml", "html", "xml", "txt", "ftl", "css", "js", "mjs", "json", "svg", "csv"];

/// A file or folder that could not be read: why, and the part of its text that can be shown.
#[derive(Debug)]
pub struct UnreadFile {
    pub diagnostic: Diagnostic,
    pub text: String,
}

impl From<Diagnostic> for UnreadFile {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, text: String::new() }
    }
}

thread_local! {
    /// Holds a file's bytes until its content, in its own length, has a place: so contents lie close together.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The bytes that a buffer has room for from one file to the next. Most pages fit.
const KEPT: usize = 64 << 10;

/// A regular file, open for reading.
#[derive(Debug)]
pub struct OpenedFile {
    pub(super) meta: Meta,
    file: OpenFile,
}

/// Opens the file at a path; `link` says that its name is a symbolic link. `None` when the file vanished since its name
/// was found: then it is not part of the site.
pub(super) fn open(top: &Folder, path: &FilePath, link: bool) -> Result<Option<OpenedFile>, Box<UnreadFile>> {
    let fail = |diagnostic: Diagnostic| Box::new(UnreadFile::from(diagnostic));
    let opened = if link { open_link(top, path) } else { system::open_beneath(top, path) };
    let file = match opened {
        Ok(file) => file,
        Err(Errno::NOENT) if is_there(top, path) => {
            return Err(fail(unreadable(path, message!("dead-link"))));
        }
        Err(Errno::NOENT) => return Ok(None),
        Err(Errno::XDEV | Errno::LOOP) => return Err(fail(escapes(path))),
        Err(Errno::NXIO) => return Err(fail(not_regular(path, message!("not-regular-pipe")))),
        Err(errno) => return Err(failed(path, errno)),
    };
    let meta = system::meta_of(&file).map_err(|errno| failed(path, errno))?;
    if !meta.is_file() {
        return Err(fail(not_regular(path, message!("not-regular-device"))));
    }
    if meta.links > 1 {
        return Err(fail(not_regular(path, message!("not-regular-hard-link"))));
    }
    Ok(Some(OpenedFile { meta, file }))
}

impl OpenedFile {
    /// The content of the file at this path, within the limits.
    pub fn read(&self, path: &FilePath) -> Result<FileContent, Box<UnreadFile>> {
        let (must_be_text, limit) = (must_be_text(path), limit_of(path));
        let too_large = || {
            let message = message!("file-too-large", limit = limit / 1024);
            let diagnostic = Diagnostic::new(Rule::FileTooLarge, Location::file(path), message);
            Box::new(UnreadFile::from(diagnostic.hint(message!("file-too-large.hint"))))
        };
        let size = self.meta.size;
        if size > limit {
            return Err(too_large());
        }
        BUFFER.with_borrow_mut(|bytes| {
            bytes.clear();
            bytes.shrink_to(KEPT);
            system::read(&self.file, size, limit, bytes).map_err(|errno| failed(path, errno))?;
            if bytes.len() as u64 > limit {
                return Err(too_large());
            }
            if must_be_text { text(path, bytes) } else { Ok(FileContent::Binary(bytes.as_slice().into())) }
        })
    }
}

fn must_be_text(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| TEXT_ENDINGS.contains(&ending))
}

/// The bytes that a file at this path of the site may have. A larger one is not read.
pub fn limit_of(path: &str) -> u64 {
    if must_be_text(path) && path != LEDGER { TEXT_LIMIT } else { FILE_LIMIT }
}

fn text(path: &FilePath, bytes: &[u8]) -> Result<FileContent, Box<UnreadFile>> {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Ok(FileContent::Text(text.into())),
        Err(error) => {
            // The text before the first wrong byte is the file's own, so the place in it is right.
            let at = error.valid_up_to();
            let text = String::from_utf8_lossy(bytes).into_owned();
            let location = Location::new(path, at..at + char::REPLACEMENT_CHARACTER.len_utf8());
            let diagnostic =
                Diagnostic::new(Rule::NotUtf8, location, message!("not-utf8")).hint(message!("not-utf8.hint"));
            Err(Box::new(UnreadFile { diagnostic, text }))
        }
    }
}

fn is_there(top: &Folder, path: &str) -> bool {
    system::meta(top, path).is_ok()
}

/// Opens what a symbolic link leads to, inside its own top folder (content/, theme/ or themes/) alone. So no link publishes files
/// of the site that were not written for readers: site.toml, a checkout's history, notes.
fn open_link(top: &Folder, path: &str) -> system::Result<OpenFile> {
    let Some((folder, inside)) = path.split_once('/') else { return system::open_beneath(top, path) };
    system::open_beneath(&system::open_folder(top, folder)?, inside)
}

fn failed(path: &FilePath, errno: Errno) -> Box<UnreadFile> {
    Box::new(UnreadFile::from(unreadable(path, io::Error::from(errno))))
}

/// The diagnostic of a file that cannot be read.
pub fn unreadable(path: &FilePath, why: impl Into<Argument>) -> Diagnostic {
    let why = why.into();
    Diagnostic::new(Rule::UnreadableFile, Location::file(path), message!("unreadable-file", why))
        .hint(message!("unreadable-file.hint"))
}

fn escapes(path: &FilePath) -> Diagnostic {
    let message = match path.split_once('/') {
        Some((folder, _)) => message!("link-out-of-folder", folder),
        None => message!("link-out-of-site"),
    };
    Diagnostic::new(Rule::SymlinkEscapes, Location::file(path), message).hint(message!("link-out-of-site.hint"))
}

fn not_regular(path: &FilePath, message: Message) -> Diagnostic {
    Diagnostic::new(Rule::NotARegularFile, Location::file(path), message).hint(message!("not-regular-pipe.hint"))
}
