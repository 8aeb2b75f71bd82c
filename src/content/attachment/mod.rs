//! An entry's own file as it is published: of an allowed kind by its name and by its content, without what a camera or
//! an editor wrote into it, and unable to act.
//!
//! ```text
//! kind    by the name's ending; the content must agree
//! png, jpeg, gif, webp   chunks copied from a list; the picture's data stay byte for byte
//! svg     parsed strictly and written anew from lists of elements and attributes; foreign styles and fonts left out
//! text    csv and txt: UTF-8 without forbidden characters, no cell that a spreadsheet would run
//! ```
//!
//! A drawing that loaded a style or font has a warning. What is refused is an error of the rule `file-kind` and publishes nothing. Start at [`read`].

use std::{ops::Range, sync::Arc};

use sha2::{Digest, Sha256};

use crate::{
    diagnostics::{Diagnostic, FilePath, Rule, Sink, characters::without_forbidden},
    message,
    message::Message,
    picture::{PIXEL_LIMIT, Photograph, PictureFormat},
    source::SourceFile,
    text::hex,
};

pub(crate) mod exif;
mod gif;
mod jpeg;
mod png_chunks;
pub mod svg;
mod table;
mod webp;

/// One of an entry's own files.
#[derive(Clone, Debug, Default)]
pub struct Attachment {
    pub path: FilePath,
    /// As published; empty when the file was refused.
    pub bytes: Arc<[u8]>,
    /// Of the published bytes.
    pub fingerprint: String,
    /// A picture's size in pixels, as it is shown (after the turn that its orientation asks for).
    pub size: Option<(u32, u32)>,
    /// The photograph, where the picture is published in several sizes.
    pub photograph: Option<Photograph>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The kinds of files that an entry can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentKind {
    Png,
    Jpeg,
    Gif,
    Webp,
    Svg,
    Pdf,
    Csv,
    Txt,
}

impl AttachmentKind {
    /// By the ending of a name, which is in lower case.
    pub fn of(name: &str) -> Option<AttachmentKind> {
        let (_, ending) = name.rsplit_once('.')?;
        ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, kind)| *kind)
    }
}

/// The endings that names of entries' files may have.
pub const ENDINGS: &[(&str, AttachmentKind)] = &[
    ("png", AttachmentKind::Png),
    ("jpg", AttachmentKind::Jpeg),
    ("jpeg", AttachmentKind::Jpeg),
    ("gif", AttachmentKind::Gif),
    ("webp", AttachmentKind::Webp),
    ("svg", AttachmentKind::Svg),
    ("pdf", AttachmentKind::Pdf),
    ("csv", AttachmentKind::Csv),
    ("txt", AttachmentKind::Txt),
];

/// The first bytes of files of a kind, the kind's name among people, and its ending.
const CONTENTS: &[(&[u8], &str, &str)] = &[
    (b"\x89PNG\r\n", "PNG", "png"),
    (b"\xff\xd8\xff", "JPEG", "jpg"),
    (b"GIF8", "GIF", "gif"),
    (b"%PDF-", "PDF", "pdf"),
    (b"<svg", "SVG", "svg"),
];

/// A picture may be so many pixels wide or high.
pub const SIDE_LIMIT: u32 = 16_384;

/// A picture of more bytes keeps visitors waiting.
pub const HEAVY: usize = 1_000_000;

/// A file's content without what is not published.
#[derive(Debug, PartialEq, Eq)]
pub struct Clean {
    pub bytes: Vec<u8>,
    pub size: Option<(u32, u32)>,
    /// The turn that a photograph asks for, where it asks for one.
    pub orientation: Option<exif::Orientation>,
}

/// Why a file is not published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachmentRefusal {
    /// To stand after the file's name.
    pub message: Message,
    pub hint: Message,
    /// The place in the file, for texts.
    pub at: Option<Range<usize>>,
}

impl AttachmentRefusal {
    fn new(message: Message, hint: Message) -> Self {
        Self { message, hint, at: None }
    }

    /// The kind of the content, where it is not what the name says.
    fn other_content(name: &str, bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"version https://git-lfs.github.com/spec/") {
            return Some(Self::new(message!("refused-lfs"), message!("refused-lfs.hint")));
        }
        let (kind, ending) =
            CONTENTS.iter().find_map(|(start, kind, ending)| bytes.starts_with(start).then_some((*kind, *ending)))?;
        let (stem, own) = name.rsplit_once('.')?;
        let is_own = AttachmentKind::of(name) == AttachmentKind::of(&format!("x.{ending}")) || own == ending;
        (!is_own).then(|| {
            Self::new(
                message!("refused-other-content", kind),
                message!("refused-other-content.hint", name = format!("{stem}.{ending}")),
            )
        })
    }

    fn broken(kind: &str) -> Self {
        Self::new(message!("refused-not-sound", kind), message!("refused-not-sound.hint"))
    }
}

/// Never fails: what is wrong is in the attachment's diagnostics.
pub fn read(source: &SourceFile) -> Attachment {
    let name = source.path.rsplit('/').next().unwrap_or_default();
    let mut sink = Sink::new(&source.path);
    if let Some(content) = source.text() {
        without_forbidden(content, &mut sink);
    }
    let mut attachment = Attachment { path: Arc::clone(&source.path), ..Attachment::default() };
    match mended(name, source.bytes()) {
        Ok(_) if !sink.found.is_empty() => {}
        Ok((Clean { bytes, size, orientation }, left_out)) => {
            if let Some(place) = left_out {
                sink.report(Rule::DrawingMended, &place, message!("drawing-mended", name))
                    .hint(message!("drawing-mended.hint"));
            }
            if bytes.len() > HEAVY && size.is_some() {
                let size = message::decimal(bytes.len() as f64 / 1_000_000.0, 1);
                sink.report(Rule::HeavyPicture, &(0..0), message!("heavy-picture", name, size))
                    .hint(message!("heavy-picture.hint"));
            }
            attachment.fingerprint = fingerprint(&bytes);
            attachment.photograph = photograph(name, &bytes, size, orientation);
            attachment.bytes = bytes.into();
            attachment.size = size;
        }
        Err(refusal) => {
            let AttachmentRefusal { message, hint, at } =
                AttachmentRefusal::other_content(name, source.bytes()).unwrap_or(refusal);
            sink.report(Rule::FileKind, &at.unwrap_or_default(), message!("refused-file", name, why = message))
                .hint(hint);
        }
    }
    attachment.diagnostics = sink.found;
    attachment
}

fn photograph(
    name: &str,
    bytes: &[u8],
    size: Option<(u32, u32)>,
    orientation: Option<exif::Orientation>,
) -> Option<Photograph> {
    let format = match AttachmentKind::of(name)? {
        AttachmentKind::Jpeg => PictureFormat::Jpeg,
        AttachmentKind::Png => PictureFormat::Png,
        AttachmentKind::Webp => PictureFormat::Webp,
        AttachmentKind::Gif | AttachmentKind::Svg | AttachmentKind::Pdf | AttachmentKind::Csv | AttachmentKind::Txt => {
            return None;
        }
    };
    Photograph::of(format, bytes, size?, orientation)
}

/// The first 10 hexadecimal digits of the SHA-256 of a file's content.
pub fn fingerprint(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes).iter().take(5))
}

/// The content to publish under a name.
///
/// # Errors
///
/// The first [`AttachmentRefusal`].
pub fn clean(name: &str, bytes: &[u8]) -> Result<Clean, AttachmentRefusal> {
    mended(name, bytes).map(|(clean, _)| clean)
}

/// The content to publish, and where in a drawing something was left out that its author should know of.
fn mended(name: &str, bytes: &[u8]) -> Result<(Clean, Option<Range<usize>>), AttachmentRefusal> {
    let Some(kind) = AttachmentKind::of(name) else {
        let lower = name.to_ascii_lowercase();
        return Err(if AttachmentKind::of(&lower).is_some() {
            AttachmentRefusal::new(message!("refused-capitals"), message!("refused-capitals.hint"))
        } else {
            AttachmentRefusal::new(message!("refused-kind"), message!("refused-kind.hint"))
        });
    };
    let mut left_out = None;
    let clean = match kind {
        AttachmentKind::Png => png_chunks::clean(bytes).ok_or_else(|| AttachmentRefusal::broken("PNG"))?,
        AttachmentKind::Jpeg => jpeg::clean(bytes).ok_or_else(|| AttachmentRefusal::broken("JPEG"))?,
        AttachmentKind::Gif => gif::clean(bytes).ok_or_else(|| AttachmentRefusal::broken("GIF"))?,
        AttachmentKind::Webp => webp::clean(bytes).ok_or_else(|| AttachmentRefusal::broken("WebP"))?,
        AttachmentKind::Svg => {
            let (clean, foreign) = svg::clean(as_text(bytes)?)?;
            left_out = foreign;
            clean
        }
        AttachmentKind::Pdf => pdf(bytes)?,
        AttachmentKind::Csv => table::clean(as_text(bytes)?)?,
        AttachmentKind::Txt => Clean { bytes: as_text(bytes)?.as_bytes().to_vec(), size: None, orientation: None },
    };
    match clean.size {
        Some((width, height)) if width == 0 || height == 0 || width > SIDE_LIMIT || height > SIDE_LIMIT => {
            let message = message!("refused-size", width, height, limit = SIDE_LIMIT);
            Err(AttachmentRefusal::new(message, message!("refused-size.hint")))
        }
        Some((width, height)) if kind != AttachmentKind::Svg && u64::from(width) * u64::from(height) > PIXEL_LIMIT => {
            let message = message!("refused-pixels", width, height, limit = PIXEL_LIMIT / 1_000_000);
            Err(AttachmentRefusal::new(message, message!("refused-size.hint")))
        }
        _ => Ok((clean, left_out)),
    }
}

fn as_text(bytes: &[u8]) -> Result<&str, AttachmentRefusal> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| AttachmentRefusal::new(message!("refused-encoding"), message!("refused-encoding.hint")))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// A PDF is published as it is: what it says of its author stays in it, and readers open it outside of the page.
fn pdf(bytes: &[u8]) -> Result<Clean, AttachmentRefusal> {
    let tail = bytes.get(bytes.len().saturating_sub(1024)..).unwrap_or_default();
    let sound = bytes.starts_with(b"%PDF-") && tail.windows(5).any(|window| window == b"%%EOF");
    if sound {
        Ok(Clean { bytes: bytes.to_vec(), size: None, orientation: None })
    } else {
        Err(AttachmentRefusal::broken("PDF"))
    }
}

/// Reads bytes from the front; `None` when they run out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ByteReader<'a>(pub &'a [u8]);

impl<'a> ByteReader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn u16_be(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    fn u16_le(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    fn u32_be(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    fn u32_le(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn length_be(&mut self) -> Option<usize> {
        self.u32_be().and_then(|length| usize::try_from(length).ok())
    }

    fn length_le(&mut self) -> Option<usize> {
        self.u32_le().and_then(|length| usize::try_from(length).ok())
    }
}

#[cfg(test)]
mod tests;
