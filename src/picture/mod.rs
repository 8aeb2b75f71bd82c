//! Photographs in the sizes that pages show, so that nobody loads twelve megabytes to see a picture on a phone.
//!
//! ```text
//! read    JPEG, PNG and WebP, up to a number of pixels
//! shrunk  to the widths of a list, never made larger
//! turned  the way that the camera was held
//! written as JPEG, or as PNG what is see-through or drawn; of what a camera put in, its colours alone
//! ```
//!
//! Start at [`Photograph::of`], which only looks at a file's beginning, and [`Photograph::scaled`].

use std::sync::Mutex;

use crate::lock::lock;

mod pixels;
mod read;
mod write;

pub(crate) use read::Unreadable;

/// The widths in pixels that pages choose from: a phone's, twice that, a column of text, and twice that.
const WIDTHS: &[u32] = &[320, 640, 960, 1280];

/// A picture may have so many pixels: as many as today's cameras take, and few enough to be held whole in memory.
pub(crate) const PIXEL_LIMIT: u64 = 64_000_000;

/// Of pictures with more pixels than this, one is in memory at a time.
const LARGE: u64 = 16_000_000;

/// The version of the writer. To be raised with every change that makes other bytes of the same picture: a published
/// picture is known by it. A test holds it to the bytes.
pub(crate) const WRITING: u8 = 1;

/// A picture that is more of a photograph than of a drawing takes more bytes than this for each pixel as PNG.
const BYTES_OF_PHOTOGRAPHED_PIXEL: u64 = 1;

/// The format that a picture is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    Jpeg,
    Png,
    Webp,
}

/// The format that its sizes are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    Jpeg,
    Png,
}

impl Coding {
    pub fn ending(self) -> &'static str {
        match self {
            Coding::Jpeg => "jpg",
            Coding::Png => "png",
        }
    }
}

/// A picture that is published in several sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Photograph {
    pub format: PictureFormat,
    pub coding: Coding,
    /// As EXIF has it, 1 to 8.
    pub orientation: u8,
    /// As it is shown, after its turn.
    pub size: (u32, u32),
}

impl Photograph {
    /// Of a picture that is sound by its parts. `None` for what moves, for what has colours for printers, and for what is no
    /// wider than the smallest size.
    pub fn of(format: PictureFormat, bytes: &[u8], size: (u32, u32), orientation: Option<u8>) -> Option<Self> {
        let pixels = u64::from(size.0) * u64::from(size.1);
        let is_photographed = bytes.len() as u64 > pixels * BYTES_OF_PHOTOGRAPHED_PIXEL;
        let coding = match format {
            PictureFormat::Jpeg if !read::is_for_screens(bytes) => return None,
            PictureFormat::Jpeg => Coding::Jpeg,
            PictureFormat::Png if read::is_moving_png(bytes) => return None,
            PictureFormat::Png if read::is_opaque_png(bytes) && is_photographed => Coding::Jpeg,
            PictureFormat::Png => Coding::Png,
            PictureFormat::Webp => match read::webp_features(bytes)? {
                read::WebpFeatures { is_moving: true, .. } => return None,
                read::WebpFeatures { has_alpha: true, .. } => Coding::Png,
                read::WebpFeatures { .. } => Coding::Jpeg,
            },
        };
        let smallest = WIDTHS.first().copied().unwrap_or_default();
        let orientation = orientation.unwrap_or(1);
        (size.0 > smallest).then_some(Self { format, coding, orientation, size })
    }

    /// The widths that it is made in, ascending: those below its own, and its own where that is one of a page's. A PNG of its
    /// own width would be no smaller than the file is.
    pub fn widths(&self) -> Vec<u32> {
        let mut widths: Vec<u32> = WIDTHS.iter().copied().filter(|width| *width < self.size.0).collect();
        if self.coding == Coding::Jpeg && WIDTHS.last().is_some_and(|largest| self.size.0 <= *largest) {
            widths.push(self.size.0);
        }
        widths
    }

    /// Whether the file itself has more to show than the largest of its sizes.
    pub fn is_larger(&self) -> bool {
        WIDTHS.last().is_some_and(|largest| self.size.0 > *largest)
    }

    /// The height that goes with a width.
    pub fn height(&self, width: u32) -> u32 {
        let (own_width, own_height) = (u64::from(self.size.0.max(1)), u64::from(self.size.1));
        let height = (own_height * u64::from(width) + own_width / 2) / own_width;
        u32::try_from(height).unwrap_or(u32::MAX).max(1)
    }

    /// The picture in each of its [widths](Self::widths), in their order.
    ///
    /// # Errors
    ///
    /// When the file cannot be read as what it begins as.
    pub fn scaled(&self, bytes: &[u8]) -> Result<Vec<Vec<u8>>, Unreadable> {
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let is_large = u64::from(self.size.0) * u64::from(self.size.1) > LARGE;
        let turn = is_large.then(|| lock(&ONE_AT_A_TIME));
        let widths = self.widths();
        let largest = widths.last().map_or(self.size, |width| (*width, self.height(*width)));
        let mut pixels = read::read(self.format, bytes, pixels::turned_size(largest, self.orientation))?;
        let mut made = Vec::new();
        // Each size is made of the next larger one, the largest of the file.
        for width in widths.into_iter().rev() {
            let is_first = made.is_empty();
            let (shown, orientation) = ((width, self.height(width)), if is_first { self.orientation } else { 1 });
            pixels = pixels.shrunk(pixels::turned_size(shown, orientation))?.turned(orientation);
            made.push(write::write(&pixels, self.coding)?);
        }
        drop(turn);
        made.reverse();
        Ok(made)
    }
}

#[cfg(test)]
mod tests;
