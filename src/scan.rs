//! Looking for bytes of a kind in texts. Bytes are judged without branches, a stretch at once, so that the compiler judges
//! many in one instruction; only where one is found is anything decided.
//!
//! What judges a byte is written with `|` and `&` on comparisons: with `||` or a large `match`, it is judged by itself.

/// So many bytes are judged at once where few are wanted.
const STRETCH: usize = 64;
/// And so many of what is left of a text after that.
const SHORT: usize = 16;

/// So many bytes are judged before any of them is told of, where many are wanted.
const BLOCK: usize = 128;

/// The first byte that is wanted.
pub fn find(bytes: &[u8], is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let (stretches, rest) = bytes.as_chunks::<STRETCH>();
    let (short, last) = rest.as_chunks::<SHORT>();
    let mut start = 0;
    for stretch in stretches {
        if holds(stretch, &is_wanted) {
            return stretch.iter().position(|byte| is_wanted(*byte)).map(|inside| start + inside);
        }
        start += STRETCH;
    }
    for stretch in short {
        if holds(stretch, &is_wanted) {
            break;
        }
        start += SHORT;
    }
    let rest = bytes.get(start..).unwrap_or(last);
    rest.iter().position(|byte| is_wanted(*byte)).map(|inside| start + inside)
}

/// The length is known when this is compiled, so that it is done in a few wide steps.
fn holds<const LENGTH: usize>(stretch: &[u8; LENGTH], is_wanted: &impl Fn(u8) -> bool) -> bool {
    stretch.iter().fold(false, |some, byte| some | is_wanted(*byte))
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

/// Tells of the place of each byte that is wanted, ascending. For what texts are full of, such as spaces.
pub fn each(bytes: &[u8], is_wanted: impl Fn(u8) -> bool, mut tell: impl FnMut(usize)) {
    const WORD: usize = size_of::<u64>();
    for (block, start) in bytes.chunks(BLOCK).zip((0..).step_by(BLOCK)) {
        let flags = judged(block, &is_wanted);
        let (words, _) = flags.as_chunks::<WORD>();
        for (word, at) in words.iter().take(block.len().div_ceil(WORD)).zip((start..).step_by(WORD)) {
            let mut flags = u64::from_le_bytes(*word);
            while flags != 0 {
                tell(at + flags.trailing_zeros() as usize / 8);
                flags &= flags - 1;
            }
        }
    }
}

/// For each byte of a block, whether it is wanted. A loop of its own, or the compiler takes it apart.
#[inline(never)]
fn judged(block: &[u8], is_wanted: &impl Fn(u8) -> bool) -> [u8; BLOCK] {
    let mut flags = [0; BLOCK];
    for (flag, byte) in flags.iter_mut().zip(block) {
        *flag = u8::from(is_wanted(*byte));
    }
    flags
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
    use proptest::{prop_assert_eq, proptest};

    use super::*;

    const LENGTHS: [usize; 13] = [0, 1, 7, 8, 9, 63, 64, 65, 127, 128, 129, 136, 300];

    #[test]
    fn a_byte_is_found_wherever_it_stands() {
        for length in LENGTHS {
            let mut text = vec![b'a'; length];
            assert_eq!(find(&text, |byte| byte == b'x'), None);
            for at in (0..length).rev() {
                text[at] = b'x';
                assert_eq!(find(&text, |byte| byte == b'x'), Some(at));
            }
        }
    }

    #[test]
    fn what_is_behind_a_text_is_not_found() {
        for length in LENGTHS {
            each(&vec![b'a'; length], |byte| byte == 0, |at| panic!("{at} of {length}"));
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
        let text = [&[b'a'; STRETCH - 1][..], b"xy"].concat();
        assert!(any(&text, |byte| byte == b'x', |_, rest| rest == b"y"));
        assert!(!any(&text, |byte| byte == b'x', |_, rest| rest == b"z"));
    }

    proptest! {
        #[test]
        fn all_places_are_told_in_order(text in proptest::collection::vec(0..4u8, 0..400)) {
            let expected: Vec<usize> = (0..text.len()).filter(|at| text[*at] == 1 || text[*at] == 3).collect();
            let mut places = Vec::new();
            each(&text, |byte| (byte == 1) | (byte == 3), |at| places.push(at));
            prop_assert_eq!(places, expected);
        }
    }
}
