//! Numbers and names as the pieces write them: letters, so that a script reads them without a parser.

use sha2::{Digest, Sha256};

use super::Piece;

/// `A` to `Z`, then `a` to `z`; a number beyond is written as the last.
pub fn letter(number: usize) -> char {
    let letters = ('A'..='Z').chain('a'..='z');
    letters.clone().nth(number).or(letters.last()).unwrap_or('z')
}

/// As many letters as `width` says, most significant first, in base 52.
pub fn letters(number: usize, width: usize) -> String {
    (0..width).rev().map(|place| letter(number / 52_usize.pow(place as u32) % 52)).collect()
}

/// How many letters it takes to number so many things.
pub fn width(count: usize) -> usize {
    let mut width = 1;
    while 52_usize.saturating_pow(width as u32) < count {
        width += 1;
    }
    width
}

/// Documents (ascending) and levels: the difference to the document before, left out when it is 1, then the level.
#[derive(Debug, Default)]
pub struct Postings {
    pub text: String,
    /// The lowest number that may follow.
    next: u32,
}

impl Postings {
    pub fn push(&mut self, document: u32, level: u8) {
        let ahead = document - self.next;
        if ahead > 0 {
            self.push_number(ahead + 1);
        }
        self.text.push(LEVELS.get(usize::from(level)).copied().map_or('z', char::from));
        self.next = document + 1;
    }

    fn push_number(&mut self, number: u32) {
        if number > 9 {
            self.push_number(number / 10);
        }
        self.text.push(char::from(b'0' + (number % 10) as u8));
    }
}

const LEVELS: &[u8; 52] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The number of bytes of a content's hash in its name: 40 bits keep a site's few thousand pieces apart.
const HASH_BYTES: usize = 5;

/// The hash that a piece's name ends with.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(HASH_BYTES).map(|byte| format!("{byte:02x}")).collect()
}

/// A piece named after what it is and what is in it; and the hash by which others refer to it.
pub fn piece(kind: &str, extension: &str, content: String) -> (String, Piece) {
    let bytes = content.into_bytes();
    let hash = hash(&bytes);
    (hash.clone(), Piece { name: format!("{kind}-{hash}.{extension}"), bytes })
}
