//! Reads pixels from files of pictures.

use std::{fmt::Display, io::Cursor};

use jpeg_decoder::PixelFormat;

use super::{PIXEL_LIMIT, PictureFormat, pixels::Pixels};

/// Why a picture cannot be read, in the words of the library that tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl Unreadable {
    pub(super) fn new(why: &impl Display) -> Self {
        Self(why.to_string())
    }
}

/// The pixels of a file. Of a JPEG perhaps half, a quarter or an eighth of its rows and columns, if these are no fewer than
/// `enough`: so many that nobody sees it in what is made of them, for a part of the time.
pub(super) fn read(format: PictureFormat, bytes: &[u8], enough: (u32, u32)) -> Result<Pixels, Unreadable> {
    let pixels = match format {
        PictureFormat::Jpeg => jpeg(bytes, enough),
        PictureFormat::Png => png(bytes),
        PictureFormat::Webp => webp(bytes),
    }?;
    let depth = if pixels.has_alpha { 4 } else { 3 };
    let expected = pixels.width as usize * pixels.height as usize * depth;
    if pixels.data.len() == expected { Ok(pixels) } else { Err(Unreadable("it has too few pixels".to_owned())) }
}

fn jpeg(bytes: &[u8], enough: (u32, u32)) -> Result<Pixels, Unreadable> {
    let mut decoder = jpeg_decoder::Decoder::new(bytes);
    decoder.read_info().map_err(|error| Unreadable::new(&error))?;
    let info = decoder.info().ok_or_else(|| Unreadable("it has no size".to_owned()))?;
    within_limit(info.width.into(), info.height.into())?;
    let side = |side: u32| u16::try_from(side).unwrap_or(u16::MAX);
    let (width, height) = decoder.scale(side(enough.0), side(enough.1)).map_err(|error| Unreadable::new(&error))?;
    let data = decoder.decode().map_err(|error| Unreadable::new(&error))?;
    let (data, profile) = match info.pixel_format {
        PixelFormat::RGB24 => (data, decoder.icc_profile()),
        // A profile of greys is none of red, green and blue.
        PixelFormat::L8 => (coloured(&data, 1), None),
        PixelFormat::L16 | PixelFormat::CMYK32 => return Err(Unreadable("it has printers' colours".to_owned())),
    };
    Ok(Pixels { width: width.into(), height: height.into(), has_alpha: false, data, profile })
}

/// Whether a JPEG has colours for screens. Those of printers are shown by browsers, but nobody knows what they mean.
pub(super) fn is_for_screens(bytes: &[u8]) -> bool {
    let mut decoder = jpeg_decoder::Decoder::new(bytes);
    let _ = decoder.read_info();
    let format = decoder.info().map(|info| info.pixel_format);
    // A picture that cannot be read is told when it is made smaller.
    !matches!(format, Some(PixelFormat::CMYK32 | PixelFormat::L16))
}

fn png(bytes: &[u8]) -> Result<Pixels, Unreadable> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(|error| Unreadable::new(&error))?;
    let (width, height) = (reader.info().width, reader.info().height);
    within_limit(width.into(), height.into())?;
    let is_coloured =
        matches!(reader.info().color_type, png::ColorType::Rgb | png::ColorType::Rgba | png::ColorType::Indexed);
    let profile = reader.info().icc_profile.as_ref().map(|profile| profile.to_vec()).filter(|_| is_coloured);
    let size = reader.output_buffer_size().ok_or_else(|| Unreadable("it is too large".to_owned()))?;
    let mut data = vec![0; size];
    let frame = reader.next_frame(&mut data).map_err(|error| Unreadable::new(&error))?;
    data.truncate(frame.buffer_size());
    let (has_alpha, data) = match frame.color_type {
        png::ColorType::Rgba => (true, data),
        png::ColorType::GrayscaleAlpha => (true, coloured(&data, 2)),
        png::ColorType::Grayscale => (false, coloured(&data, 1)),
        png::ColorType::Rgb | png::ColorType::Indexed => (false, data),
    };
    Ok(Pixels { width, height, has_alpha, data, profile })
}

/// Grey pixels as pixels of red, green and blue.
fn coloured(grey: &[u8], depth: usize) -> Vec<u8> {
    let pixel = |pixel: &[u8]| {
        let (light, alpha) = pixel.split_at(1);
        light.iter().cycle().take(3).chain(alpha).copied().collect::<Vec<u8>>()
    };
    grey.chunks_exact(depth).flat_map(pixel).collect()
}

fn webp(bytes: &[u8]) -> Result<Pixels, Unreadable> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(|error| Unreadable::new(&error))?;
    let (width, height) = decoder.dimensions();
    within_limit(width.into(), height.into())?;
    let profile = decoder.icc_profile().map_err(|error| Unreadable::new(&error))?;
    let size = decoder.output_buffer_size().ok_or_else(|| Unreadable("it is too large".to_owned()))?;
    let mut data = vec![0; size];
    decoder.read_image(&mut data).map_err(|error| Unreadable::new(&error))?;
    Ok(Pixels { width, height, has_alpha: decoder.has_alpha(), data, profile })
}

/// The parts of a file may name another size than its pixels have.
fn within_limit(width: u64, height: u64) -> Result<(), Unreadable> {
    if width * height <= PIXEL_LIMIT { Ok(()) } else { Err(Unreadable(format!("it has {width} by {height} pixels"))) }
}

/// Whether a PNG has neither opacity nor a palette: by the type of its colours, and without a chunk of see-through ones.
pub(super) fn is_opaque_png(bytes: &[u8]) -> bool {
    const COLOUR_TYPE: usize = 25;
    const TRUECOLOUR: u8 = 2;
    bytes.get(COLOUR_TYPE) == Some(&TRUECOLOUR) && !has_chunk_before_data(bytes, *b"tRNS")
}

pub(super) fn is_moving_png(bytes: &[u8]) -> bool {
    has_chunk_before_data(bytes, *b"acTL")
}

fn has_chunk_before_data(bytes: &[u8], wanted: [u8; 4]) -> bool {
    const SIGNATURE: usize = 8;
    let mut at = SIGNATURE;
    while let Some(head) = bytes.get(at..at + 8) {
        let (length, name) = head.split_at(4);
        if name == wanted {
            return true;
        }
        if name == b"IDAT" {
            return false;
        }
        let length = length.iter().fold(0, |length, byte| length * 256 + usize::from(*byte));
        at = at.saturating_add(length).saturating_add(12);
    }
    false
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WebpFeatures {
    pub is_moving: bool,
    pub has_alpha: bool,
}

/// Reads the features of a WebP file from its beginning.
pub(super) fn webp_features(bytes: &[u8]) -> Option<WebpFeatures> {
    let decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).ok()?;
    Some(WebpFeatures { is_moving: decoder.is_animated(), has_alpha: decoder.has_alpha() })
}
