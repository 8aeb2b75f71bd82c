//! Percent-encoding (RFC 3986): `%D1%97` for the two bytes of `ї`.

/// Appends one byte, encoded.
pub(crate) fn push(byte: u8, out: &mut String) {
    out.push('%');
    out.extend([byte >> 4, byte & 15].map(|half| super::hex_digit(half).to_ascii_uppercase()));
}

/// A path with everything encoded but slashes, ASCII letters and digits, and `-._~`.
pub(crate) fn encode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            byte => push(byte, &mut out),
        }
    }
    out
}

/// A part of a query with everything encoded but ASCII letters and digits, and `-._~`.
pub(crate) fn encode_query(text: &str) -> String {
    encode_path(text).replace('/', "%2F")
}

/// The bytes of a text, decoded once. A percent sign without two digits stays as it is.
pub(crate) fn decode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let encoded = if byte == b'%' { leading_byte(after) } else { None };
        out.push(encoded.unwrap_or(byte));
        rest = if encoded.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    out
}

/// Whether two digits follow each percent sign.
pub(crate) fn is_well_formed(text: &str) -> bool {
    text.split('%').skip(1).all(|after| leading_byte(after.as_bytes()).is_some())
}

/// The byte that the first two digits give.
fn leading_byte(digits: &[u8]) -> Option<u8> {
    match digits {
        [high, low, ..] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    }
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_encoded_and_decoded() {
        assert_eq!(encode_path("/a b/ї?%.~"), "/a%20b/%D1%97%3F%25.~");
        assert_eq!(decode("/a%20b/%d1%97%3F%25.~"), "/a b/ї?%.~".as_bytes());
        assert_eq!(decode("%252e"), b"%2e");
    }

    #[test]
    fn a_lone_sign_stays_and_is_told_of() {
        assert_eq!(decode("100%, %4, %zz, %+1%"), b"100%, %4, %zz, %+1%");
        for bad in ["%", "%4", "%zz", "%+1", "a%20%"] {
            assert!(!is_well_formed(bad), "{bad}");
        }
        assert!(is_well_formed("a%20b") && is_well_formed(""));
    }
}
