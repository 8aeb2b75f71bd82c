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
    fn the_bytes_that_follow_are_seen_across_stretches() {
        let text = [&[b'a'; 63][..], b"xy"].concat();
        assert!(any(&text, |byte| byte == b'x', |_, rest| rest == b"y"));
        assert!(!any(&text, |byte| byte == b'x', |_, rest| rest == b"z"));
    }
}
