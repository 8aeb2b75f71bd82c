//! Writes pixels as files of pictures.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::{Coding, pixels::Pixels, read::Unreadable};

/// Of 100. Nobody sees the difference from the file on a page. Tables of its own would save a twentieth of the bytes for
/// three times the time, and the encoder writes three scans with them, which widely used readers show in wrong colours.
const QUALITY: u8 = 80;

pub(super) fn write(pixels: &Pixels, coding: Coding) -> Result<Vec<u8>, Unreadable> {
    match coding {
        Coding::Jpeg => jpeg(pixels),
        Coding::Png => png(pixels),
    }
}

fn jpeg(pixels: &Pixels) -> Result<Vec<u8>, Unreadable> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    if let Some(profile) = &pixels.profile {
        encoder.add_icc_profile(profile).map_err(|error| Unreadable::new(&error))?;
    }
    let side = |side: u32| u16::try_from(side).map_err(|error| Unreadable::new(&error));
    let kind = if pixels.has_alpha { ColorType::Rgba } else { ColorType::Rgb };
    encoder
        .encode(&pixels.data, side(pixels.width)?, side(pixels.height)?, kind)
        .map_err(|error| Unreadable::new(&error))?;
    Ok(out)
}

fn png(pixels: &Pixels) -> Result<Vec<u8>, Unreadable> {
    let mut out = Vec::new();
    let mut info = png::Info::with_size(pixels.width, pixels.height);
    info.color_type = if pixels.has_alpha { png::ColorType::Rgba } else { png::ColorType::Rgb };
    info.bit_depth = png::BitDepth::Eight;
    info.icc_profile = pixels.profile.as_deref().map(Into::into);
    let mut encoder = png::Encoder::with_info(&mut out, info).map_err(|error| Unreadable::new(&error))?;
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header().map_err(|error| Unreadable::new(&error))?;
    writer.write_image_data(&pixels.data).map_err(|error| Unreadable::new(&error))?;
    writer.finish().map_err(|error| Unreadable::new(&error))?;
    Ok(out)
}
