//! WebP (RFC 9649): chunks that make the picture are copied, all others left out, with whatever follows the end.

use super::{ByteReader, Clean, exif};

/// In the flags of `VP8X`.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

pub(super) fn clean(bytes: &[u8]) -> Option<Clean> {
    let mut rest = ByteReader(bytes.strip_prefix(b"RIFF")?);
    let length = rest.length_le()?;
    let mut rest = ByteReader(ByteReader(rest.take(length)?).0.strip_prefix(b"WEBP")?);
    let mut chunks = Vec::with_capacity(bytes.len());
    let mut size = None;
    let mut extended = false;
    let mut orientation = None;
    let mut pictures = 0;
    while !rest.0.is_empty() {
        let Chunk { name, data } = chunk(&mut rest)?;
        match &name {
            b"VP8X" if chunks.is_empty() => {
                size = Some(canvas(data)?);
                extended = true;
                let mut data: [u8; 10] = data.get(..10)?.try_into().ok()?;
                data[0] &= !(HAS_EXIF | HAS_XMP);
                push(&name, &data, &mut chunks);
            }
            b"VP8 " | b"VP8L" => {
                let own = if &name == b"VP8L" { lossless(data) } else { lossy(data) }?;
                size = size.or(Some(own));
                pictures += 1;
                push(&name, data, &mut chunks);
            }
            b"ICCP" | b"ANIM" | b"ALPH" if extended => push(&name, data, &mut chunks),
            b"ANMF" if extended => {
                pictures += 1;
                push(&name, &frame(data)?, &mut chunks);
            }
            b"EXIF" => orientation = exif::orientation(data.strip_prefix(b"Exif\0\0").unwrap_or(data)),
            _ => {}
        }
    }
    let size = size.filter(|_| pictures > 0)?;
    let orientation = orientation.filter(|orientation| *orientation != 1 && extended);
    if let Some(orientation) = orientation {
        push(b"EXIF", &exif::minimal(orientation), &mut chunks);
        // `VP8X` is the first chunk; its flags follow its name and length.
        *chunks.get_mut(8)? |= HAS_EXIF;
    }
    let mut out = Vec::with_capacity(chunks.len() + 12);
    out.extend_from_slice(b"RIFF");
    out.extend_from_slice(&u32::try_from(chunks.len() + 4).ok()?.to_le_bytes());
    out.extend_from_slice(b"WEBP");
    out.extend_from_slice(&chunks);
    Some(Clean { bytes: out, size: Some(exif::turned(size, orientation)), orientation })
}

struct Chunk<'a> {
    name: [u8; 4],
    data: &'a [u8],
}

/// The next chunk; `None` when it is cut off.
fn chunk<'a>(rest: &mut ByteReader<'a>) -> Option<Chunk<'a>> {
    let name = rest.array()?;
    let length = rest.length_le()?;
    let data = rest.take(length)?;
    // A chunk of odd length is followed by a byte that means nothing, which the last one may lack.
    if length % 2 == 1 && !rest.0.is_empty() {
        rest.take(1)?;
    }
    Some(Chunk { name, data })
}

fn push(name: &[u8; 4], data: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(name);
    out.extend_from_slice(&u32::try_from(data.len()).unwrap_or_default().to_le_bytes());
    out.extend_from_slice(data);
    if data.len() % 2 == 1 {
        out.push(0);
    }
}

/// A frame of an animation: its place and timing, then chunks of its own.
fn frame(data: &[u8]) -> Option<Vec<u8>> {
    let mut rest = ByteReader(data);
    let mut out = rest.take(16)?.to_vec();
    let mut pictures = 0;
    while !rest.0.is_empty() {
        let Chunk { name, data } = chunk(&mut rest)?;
        if matches!(&name, b"ALPH" | b"VP8 " | b"VP8L") {
            pictures += usize::from(&name != b"ALPH");
            push(&name, data, &mut out);
        }
    }
    (pictures == 1).then_some(out)
}

fn canvas(data: &[u8]) -> Option<(u32, u32)> {
    let side = |at: usize| match data.get(at..at + 3)? {
        [a, b, c] => Some(u32::from_le_bytes([*a, *b, *c, 0]) + 1),
        _ => None,
    };
    Some((side(4)?, side(7)?))
}

fn lossy(data: &[u8]) -> Option<(u32, u32)> {
    let mut rest = ByteReader(data.get(3..)?.strip_prefix(b"\x9d\x01\x2a")?);
    Some((u32::from(rest.u16_le()? & 0x3fff), u32::from(rest.u16_le()? & 0x3fff)))
}

fn lossless(data: &[u8]) -> Option<(u32, u32)> {
    let bits = ByteReader(data.strip_prefix(&[0x2f])?).u32_le()?;
    Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
}
