//! JPEG (ITU-T T.81): segments that make the picture are copied, all others left out, with whatever follows the end.

use super::{ByteReader, Clean, exif};

const EXIF: &[u8] = b"Exif\0\0";

pub(super) fn clean(bytes: &[u8]) -> Option<Clean> {
    let mut rest = ByteReader(bytes.strip_prefix(b"\xff\xd8")?);
    let mut segments: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut size = None;
    let mut orientation = None;
    let mut scans = 0;
    loop {
        let marker = marker(&mut rest)?;
        if marker == 0xd9 {
            break;
        }
        // TEM and restarts have no length and no place between segments.
        if matches!(marker, 0x00 | 0x01 | 0xd0..=0xd8) {
            return None;
        }
        let length = usize::from(rest.u16_be()?).checked_sub(2)?;
        let data = rest.take(length)?;
        match marker {
            // SOF, but DHT (c4), JPG (c8) and DAC (cc) among them.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let mut frame = ByteReader(data);
                let (_, height, width) = (frame.u8()?, frame.u16_be()?, frame.u16_be()?);
                size = size.or(Some((u32::from(width), u32::from(height))));
            }
            0xe1 if data.starts_with(EXIF) => {
                orientation = orientation.or_else(|| exif::orientation(data.get(EXIF.len()..)?));
            }
            _ => {}
        }
        if is_kept(marker, data) {
            push_segment(marker, data, &mut segments)?;
        }
        if marker == 0xda {
            scans += 1;
            segments.extend_from_slice(entropy_coded(&mut rest)?);
        }
    }
    let size = size.filter(|_| scans > 0)?;
    let orientation = orientation.filter(|orientation| *orientation != 1);
    let mut out = Vec::with_capacity(segments.len() + 64);
    out.extend_from_slice(b"\xff\xd8");
    // JFIF stands first where there is any.
    let first = if segments.starts_with(b"\xff\xe0") {
        ByteReader(segments.get(2..)?).u16_be().map(|length| usize::from(length) + 2)?
    } else {
        0
    };
    out.extend_from_slice(segments.get(..first)?);
    if let Some(orientation) = orientation {
        push_segment(0xe1, &[EXIF, &exif::minimal(orientation)].concat(), &mut out)?;
    }
    out.extend_from_slice(segments.get(first..)?);
    out.extend_from_slice(b"\xff\xd9");
    Some(Clean { bytes: out, size: Some(exif::turned(size, orientation)), orientation })
}

/// The next marker; any number of fill bytes may stand before it.
fn marker(rest: &mut ByteReader<'_>) -> Option<u8> {
    if rest.u8()? != 0xff {
        return None;
    }
    loop {
        match rest.u8()? {
            0xff => {}
            marker => return Some(marker),
        }
    }
}

/// JFIF, colour profiles and Adobe's note on colours stay; EXIF, XMP, IPTC, previews, further pictures and comments go.
fn is_kept(marker: u8, data: &[u8]) -> bool {
    match marker {
        0xe0 => data.starts_with(b"JFIF\0"),
        0xe2 => data.starts_with(b"ICC_PROFILE\0"),
        0xee => data.starts_with(b"Adobe"),
        0xc0..=0xcf | 0xda..=0xdf => true,
        _ => false,
    }
}

fn push_segment(marker: u8, data: &[u8], out: &mut Vec<u8>) -> Option<()> {
    // A preview may stand in JFIF's own segment: it is cut off.
    let data = match data.get(..14) {
        Some(head) if marker == 0xe0 => &[head.get(..12)?, &[0, 0]].concat(),
        _ => data,
    };
    out.extend_from_slice(&[0xff, marker]);
    out.extend_from_slice(&u16::try_from(data.len() + 2).ok()?.to_be_bytes());
    out.extend_from_slice(data);
    Some(())
}

/// The data after a scan's header, up to the next marker that is not part of it.
fn entropy_coded<'a>(rest: &mut ByteReader<'a>) -> Option<&'a [u8]> {
    let mut at = 0;
    loop {
        at += rest.0.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        match rest.0.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return rest.take(at),
        }
    }
}
