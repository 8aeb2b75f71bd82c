//! PNG (W3C PNG Third Edition): chunks that make the picture are copied, all others left out, with whatever follows
//! the end.

use super::{ByteReader, Clean, exif};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that change what is seen. Left out are texts, times, EXIF (but for the orientation) and unknown ones.
const KEPT: &[&[u8; 4]] = &[
    b"PLTE", b"IDAT", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn clean(bytes: &[u8]) -> Option<Clean> {
    let mut rest = ByteReader(bytes.strip_prefix(SIGNATURE)?);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(SIGNATURE);
    let (name, header, whole) = chunk(&mut rest)?;
    let mut fields = ByteReader(header);
    let size = (fields.u32_be()?, fields.u32_be()?);
    if &name != b"IHDR" || header.len() != 13 {
        return None;
    }
    out.extend_from_slice(whole);
    let mut orientation = None;
    let mut has_data = false;
    loop {
        let (name, data, whole) = chunk(&mut rest)?;
        match &name {
            b"IEND" if has_data && data.is_empty() => break,
            b"IEND" | b"IHDR" => return None,
            // It may follow the data, and then comes too late for some readers: a picture turned is turned by its maker.
            b"eXIf" if !has_data && orientation.is_none() => {
                orientation = exif::orientation(data).filter(|orientation| *orientation != 1);
                if let Some(orientation) = orientation {
                    push_chunk(b"eXIf", &exif::minimal(orientation), &mut out);
                }
            }
            // An unknown chunk without which the picture cannot be read.
            name if !KEPT.contains(&name) && name.first().is_some_and(u8::is_ascii_uppercase) => return None,
            name if KEPT.contains(&name) => {
                has_data |= name == b"IDAT";
                out.extend_from_slice(whole);
            }
            _ => {}
        }
    }
    push_chunk(b"IEND", &[], &mut out);
    Some(Clean { bytes: out, size: Some(exif::turned(size, orientation)), orientation })
}

/// Name, data, and the chunk with its length and checksum.
fn chunk<'a>(rest: &mut ByteReader<'a>) -> Option<([u8; 4], &'a [u8], &'a [u8])> {
    let start = rest.0;
    let length = rest.length_be()?;
    let name: [u8; 4] = rest.array()?;
    let data = rest.take(length)?;
    rest.take(4)?;
    Some((name, data, start.get(..length.checked_add(12)?)?))
}

fn push_chunk(name: &[u8; 4], data: &[u8], out: &mut Vec<u8>) {
    let length = u32::try_from(data.len()).unwrap_or_default();
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(name);
    out.extend_from_slice(data);
    out.extend_from_slice(&crc(name.iter().chain(data)).to_be_bytes());
}

/// CRC-32 as PNG has it (its Annex D). Only for chunks made here, which are short.
fn crc<'a>(bytes: impl Iterator<Item = &'a u8>) -> u32 {
    !bytes.fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checksum_is_the_known_one() {
        assert_eq!(super::crc(b"IEND".iter()), 0xae42_6082);
    }
}
