//! GIF89a: pictures, their timing and the loop are copied; comments, texts, other extensions and what follows the end
//! are left out.

use super::{ByteReader, Clean};

/// Extensions of applications that say how often to play and which colours are meant.
const APPLICATIONS: &[&[u8]] = &[b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

pub(super) fn clean(bytes: &[u8]) -> Option<Clean> {
    let mut rest = ByteReader(bytes);
    let head = rest.take(13)?;
    if !head.starts_with(b"GIF87a") && !head.starts_with(b"GIF89a") {
        return None;
    }
    let mut fields = ByteReader(head.get(6..)?);
    let size = (u32::from(fields.u16_le()?), u32::from(fields.u16_le()?));
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(head);
    out.extend_from_slice(colours(fields.u8()?, &mut rest)?);
    // A timing belongs to the picture or text that follows it.
    let mut timing: &[u8] = &[];
    let mut pictures = 0;
    loop {
        let start = rest.0;
        match rest.u8()? {
            b';' => break,
            b'!' => {
                let label = rest.u8()?;
                let name = ByteReader(rest.0).take(12).and_then(|block| block.strip_prefix(&[11]));
                blocks(&mut rest)?;
                let whole = start.get(..start.len() - rest.0.len())?;
                match label {
                    0xf9 => timing = whole,
                    0xff if name.is_some_and(|name| APPLICATIONS.contains(&name)) => out.extend_from_slice(whole),
                    0x01 => timing = &[],
                    _ => {}
                }
            }
            b',' => {
                let descriptor = rest.take(9)?;
                colours(*descriptor.last()?, &mut rest)?;
                rest.u8()?;
                blocks(&mut rest)?;
                out.extend_from_slice(timing);
                out.extend_from_slice(start.get(..start.len() - rest.0.len())?);
                timing = &[];
                pictures += 1;
            }
            _ => return None,
        }
    }
    out.push(b';');
    (pictures > 0).then_some(Clean { bytes: out, size: Some(size), orientation: None })
}

/// The table of colours that the flags of a header or picture announce.
fn colours<'a>(flags: u8, rest: &mut ByteReader<'a>) -> Option<&'a [u8]> {
    if flags & 0x80 == 0 { Some(&[]) } else { rest.take(3 << ((flags & 7) + 1)) }
}

/// Blocks of up to 255 bytes, each with its length before it, and an empty one at the end.
fn blocks(rest: &mut ByteReader<'_>) -> Option<()> {
    loop {
        match rest.u8()? {
            0 => return Some(()),
            length => rest.take(usize::from(length))?,
        };
    }
}
