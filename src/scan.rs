//! Looking for bytes of a kind in texts that have few of them. Bytes are judged without branches, a stretch at once, so
//! that the compiler judges many in one instruction; only a stretch that holds one is looked at byte by byte.

const STRETCH: usize = 64;

/// The first byte that is wanted.
pub fn find(bytes: &[u8], is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    bytes.chunks(STRETCH).enumerate().find_map(|(at, stretch)| {
        let some = stretch.iter().fold(false, |some, byte| some | is_wanted(*byte));
        let inside = some.then(|| stretch.iter().position(|byte| is_wanted(*byte))).flatten()?;
        Some(at * STRETCH + inside)
    })
}

/// Whether a byte is suspect and, with the bytes that follow it, found guilty.
pub fn any(bytes: &[u8], is_suspect: impl Fn(u8) -> bool, is_guilty: impl Fn(u8, &[u8]) -> bool) -> bool {
    bytes.chunks(STRETCH).enumerate().any(|(at, stretch)| {
        stretch.iter().fold(false, |some, byte| some | is_suspect(*byte))
            && stretch.iter().enumerate().any(|(inside, byte)| {
                is_suspect(*byte) && is_guilty(*byte, bytes.get(at * STRETCH + inside + 1..).unwrap_or_default())
            })
    })
}

/// Bytes that are judged together.
pub const TOGETHER: usize = STRETCH;

/// A bit for each byte of a stretch that is wanted, the first one the lowest.
#[inline]
pub fn bits(stretch: &[u8; TOGETHER], is_wanted: impl Fn(u8) -> bool) -> u64 {
    /// Moves the lowest bits of eight bytes, side by side, into the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let judged = stretch.map(|byte| u8::from(is_wanted(byte)));
    let (eights, _) = judged.as_chunks::<8>();
    let gathered = eights.iter().map(|eight| u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56);
    gathered.rev().fold(0, |bits, eight| bits << 8 | eight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_found_wherever_it_stands() {
        for length in [0, 1, 63, 64, 65, 200] {
            let mut text = vec![b'a'; length];
            assert_eq!(find(&text, |byte| byte == b'x'), None);
            for at in (0..length).rev() {
                text[at] = b'x';
                assert_eq!(find(&text, |byte| byte == b'x'), Some(at));
            }
        }
    }

    #[test]
    fn every_byte_has_its_bit() {
        let stretch: [u8; TOGETHER] = std::array::from_fn(|at| at as u8);
        assert_eq!(bits(&stretch, |_| false), 0);
        assert_eq!(bits(&stretch, |_| true), u64::MAX);
        for wanted in 0..64 {
            assert_eq!(bits(&stretch, |byte| byte == wanted), 1 << wanted);
            assert_eq!(bits(&stretch, |byte| byte < wanted), (1 << wanted) - 1);
        }
    }

    #[test]
    fn the_bytes_that_follow_are_seen_across_stretches() {
        let text = [&[b'a'; 63][..], b"xy"].concat();
        assert!(any(&text, |byte| byte == b'x', |_, rest| rest == b"y"));
        assert!(!any(&text, |byte| byte == b'x', |_, rest| rest == b"z"));
    }
}
