//! The one thing of a photograph's EXIF (TIFF 6.0, CIPA DC-008) that is published: which way up it is.

use super::ByteReader;

/// 1 to 8; 1 is as stored.
pub(crate) type Orientation = u8;

const TAG: u16 = 0x0112;
const SHORT: u16 = 3;
/// A first directory has a dozen entries or two; more are not looked at.
const ENTRIES: u16 = 512;

/// The orientation that a TIFF structure states in its first directory, if it states one.
pub(crate) fn orientation(tiff: &[u8]) -> Option<Orientation> {
    let mut header = ByteReader(tiff);
    let big = match header.array::<2>()? {
        [b'M', b'M'] => true,
        [b'I', b'I'] => false,
        _ => return None,
    };
    let u16_of = |bytes: &mut ByteReader<'_>| if big { bytes.u16_be() } else { bytes.u16_le() };
    let u32_of = |bytes: &mut ByteReader<'_>| if big { bytes.u32_be() } else { bytes.u32_le() };
    if u16_of(&mut header)? != 42 {
        return None;
    }
    let at = usize::try_from(u32_of(&mut header)?).ok()?;
    let mut directory = ByteReader(tiff.get(at..)?);
    for _ in 0..u16_of(&mut directory)?.min(ENTRIES) {
        let mut entry = ByteReader(directory.take(12)?);
        let (tag, kind, count) = (u16_of(&mut entry)?, u16_of(&mut entry)?, u32_of(&mut entry)?);
        if tag == TAG {
            let value = u16_of(&mut entry)?;
            let good = kind == SHORT && count == 1 && (1..=8).contains(&value);
            return good.then_some(value).and_then(|value| Orientation::try_from(value).ok());
        }
    }
    None
}

/// A TIFF structure that states an orientation and nothing else.
pub(crate) fn minimal(orientation: Orientation) -> [u8; 26] {
    let mut tiff = *b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    if let Some(value) = tiff.get_mut(19) {
        *value = orientation;
    }
    tiff
}

/// A picture's size as it is shown: a quarter turn swaps its sides.
pub(crate) fn turned((width, height): (u32, u32), orientation: Option<Orientation>) -> (u32, u32) {
    if orientation.is_some_and(|orientation| orientation >= 5) { (height, width) } else { (width, height) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        for value in 1..=8 {
            assert_eq!(orientation(&minimal(value)), Some(value));
        }
        assert_eq!(orientation(b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"), Some(6));
        for broken in [&b""[..], b"MM", b"MM\0*", b"MM\0*\xff\xff\xff\xff", &minimal(9), &minimal(3)[..20]] {
            assert_eq!(orientation(broken), None, "{broken:?}");
        }
    }
}
