//! Finds bytes of a kind in texts. Bytes are judged without branches, a stretch at once, so that the compiler judges many
//! in one instruction; branches come only where a byte is found.
//!
//! Callers write the judgement of a byte with `|` and `&` on comparisons: with `||` or a large `match`, the compiler judges
//! each byte by itself.

/// The number of bytes that are judged at once where few are wanted.
const STRETCH: usize = 64;
/// The number of bytes that are judged at once in the rest of a text, behind the last stretch.
const SHORT: usize = 16;

/// The number of bytes that are judged before any place is told, where many are wanted.
const BLOCK: usize = 128;

/// The place of the first byte that is wanted.
pub(crate) fn find(bytes: &[u8], is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let start = clear(bytes, &is_wanted);
    let rest = bytes.get(start..).unwrap_or_default();
    rest.iter().position(|byte| is_wanted(*byte)).map(|inside| start + inside)
}

/// Copies a text to `out`. For each character that begins with a suspect byte, calls `write`, which appends a replacement.
pub(crate) fn rewrite(
    text: &str,
    is_suspect: impl Fn(u8) -> bool,
    out: &mut String,
    mut write: impl FnMut(char, &mut String),
) {
    let mut rest = text;
    while let Some((plain, found)) = find(rest.as_bytes(), &is_suspect).and_then(|at| rest.split_at_checked(at)) {
        out.push_str(plain);
        let mut after = found.chars();
        if let Some(suspect) = after.next() {
            write(suspect, out);
        }
        rest = after.as_str();
    }
    out.push_str(rest);
}

/// Whether any byte is suspect and also guilty, which is decided together with the bytes that follow it.
pub(crate) fn any(bytes: &[u8], is_suspect: impl Fn(u8) -> bool, is_guilty: impl Fn(u8, &[u8]) -> bool) -> bool {
    let mut rest = bytes;
    loop {
        rest = rest.get(clear(rest, &is_suspect)..).unwrap_or_default();
        // The suspicious stretch is checked byte by byte.
        for _ in 0..STRETCH {
            let Some((first, behind)) = rest.split_first() else { return false };
            if is_suspect(*first) && is_guilty(*first, behind) {
                return true;
            }
            rest = behind;
        }
    }
}

/// The length of a prefix without a wanted byte. May end up to one stretch before the first wanted byte.
fn clear(bytes: &[u8], is_wanted: &impl Fn(u8) -> bool) -> usize {
    let (stretches, rest) = bytes.as_chunks::<STRETCH>();
    if let Some(at) = stretches.iter().position(|stretch| holds(stretch, is_wanted)) {
        return at * STRETCH;
    }
    let start = stretches.len() * STRETCH;
    let (short, _) = rest.as_chunks::<SHORT>();
    if let Some(at) = short.iter().position(|stretch| holds(stretch, is_wanted)) {
        return start + at * SHORT;
    }
    // The last bytes are judged together with some that were judged already.
    match bytes.last_chunk::<SHORT>() {
        Some(last) if !holds(last, is_wanted) => bytes.len(),
        _ => start + short.len() * SHORT,
    }
}

/// Whether a stretch holds a wanted byte. Its length is a constant and the judgements are joined as numbers, so that the
/// compiler takes it in a few wide steps: `bool`s it may join byte by byte.
fn holds<const LENGTH: usize>(stretch: &[u8; LENGTH], is_wanted: &impl Fn(u8) -> bool) -> bool {
    stretch.iter().fold(0, |some, byte| some | u8::from(is_wanted(*byte))) != 0
}

/// Calls `tell` with the place of each byte that is wanted, ascending. For bytes that texts are full of, such as spaces.
pub(crate) fn each(bytes: &[u8], is_wanted: impl Fn(u8) -> bool, mut tell: impl FnMut(usize)) {
    let mut start = 0;
    for block in bytes.chunks(BLOCK) {
        for mut bits in judged(block, &is_wanted) {
            while bits != 0 {
                tell(start + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
            start += BLOCK / 2;
        }
    }
}

/// A bit for each byte of a block that says whether the byte is wanted, the lowest for the first. The function is not
/// inlined, because the compiler would take its loop apart.
#[inline(never)]
fn judged(block: &[u8], is_wanted: &impl Fn(u8) -> bool) -> [u64; 2] {
    let mut flags = [[[0; 8]; 8]; 2];
    for (flag, byte) in flags.as_flattened_mut().as_flattened_mut().iter_mut().zip(block) {
        *flag = u8::from(is_wanted(*byte));
    }
    flags.map(|words| gathered(&words))
}

/// Flags that are 0 or 1, packed into a bit each, the lowest for the first.
fn gathered(flags: &[[u8; 8]; 8]) -> u64 {
    /// Moves the lowest bits of eight bytes, side by side, into the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    flags.iter().rev().fold(0, |bits, eight| bits << 8 | u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56)
}

/// The number of bytes that [`bits`] judges together.
pub(crate) const TOGETHER: usize = STRETCH;

/// A bit for each byte of a stretch that says whether the byte is wanted, the lowest for the first.
#[inline]
pub(crate) fn bits(stretch: &[u8; TOGETHER], is_wanted: impl Fn(u8) -> bool) -> u64 {
    let mut flags = [[0; 8]; 8];
    for (flag, byte) in flags.as_flattened_mut().iter_mut().zip(stretch) {
        *flag = u8::from(is_wanted(*byte));
    }
    gathered(&flags)
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::*;

    const LENGTHS: [usize; 15] = [0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 127, 128, 129, 300];

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
    fn only_what_is_suspect_is_written_anew() {
        let mut out = String::from("[");
        let mark = |c: char, out: &mut String| out.push_str(if c == '–' { "--" } else { "?" });
        rewrite("їжак – «x» …", |byte| byte == 0xe2, &mut out, mark);
        rewrite("", |_| true, &mut out, mark);
        assert_eq!(out, "[їжак -- «x» ?");
    }

    #[test]
    fn the_bytes_that_follow_are_seen_across_stretches() {
        let text = [&[b'a'; STRETCH - 1][..], b"xy"].concat();
        assert!(any(&text, |byte| byte == b'x', |_, rest| rest == b"y"));
        assert!(!any(&text, |byte| byte == b'x', |_, rest| rest == b"z"));
    }

    proptest! {
        #[test]
        fn any_is_as_a_plain_look(text in proptest::collection::vec(0..60u8, 0..300)) {
            let expected = text.windows(2).any(|two| two[0] == 1 && two[1] < 9);
            let found = any(&text, |byte| byte == 1, |_, rest| rest.first().is_some_and(|next| *next < 9));
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn a_text_is_rewritten_as_sign_by_sign(text in "[a–<ї…]{0,200}") {
            let mut out = String::new();
            // `…` and `–` begin alike.
            rewrite(&text, |byte| (byte == 0xe2) | (byte == b'<'), &mut out, |sign, out| {
                out.push_str(if sign == '…' { "…" } else { "!" });
            });
            prop_assert_eq!(out, text.replace(['–', '<'], "!"));
        }

        #[test]
        fn all_places_are_told_in_order(text in proptest::collection::vec(0..4u8, 0..400)) {
            let expected: Vec<usize> = (0..text.len()).filter(|at| text[*at] == 1 || text[*at] == 3).collect();
            let mut places = Vec::new();
            each(&text, |byte| (byte == 1) | (byte == 3), |at| places.push(at));
            prop_assert_eq!(places, expected);
        }
    }
}
