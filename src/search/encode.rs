//! Numbers and names as the pieces write them: letters, so that a script reads them without a parser.

use sha2::{Digest, Sha256};

use super::{Content, Piece, memory::Read};
use crate::text::hex;

/// `A` to `Z`, then `a` to `z`; a number beyond is written as the last.
pub fn letter(number: usize) -> char {
    LETTERS.get(number).copied().map_or('z', char::from)
}

/// As many letters as `width` says, most significant first, in base 52.
pub fn push_letters(to: &mut String, number: usize, width: usize) {
    to.extend((0..width).rev().map(|place| letter(number / 52_usize.pow(place as u32) % 52)));
}

/// How many letters it takes to number so many things.
pub fn width(count: usize) -> usize {
    let mut width = 1;
    while 52_usize.saturating_pow(width as u32) < count {
        width += 1;
    }
    width
}

const LETTERS: &[u8; 52] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The number of bytes of a content's hash in its name: 40 bits keep a site's few thousand pieces apart.
const HASH_BYTES: usize = 5;

/// The hash that a piece's name ends with.
fn hash(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes).iter().take(HASH_BYTES))
}

/// A piece named after what it is and what is in it; and the hash by which others refer to it.
pub fn piece(kind: &str, extension: &str, content: String) -> (String, Piece) {
    let bytes = content.into_bytes();
    let hash = hash(&bytes);
    (hash.clone(), Piece { name: format!("{kind}-{hash}.{extension}"), content: Content::Whole(bytes) })
}

/// A piece of texts, named after their prints.
pub fn piece_of_texts(read: &[Read<'_>]) -> (String, Piece) {
    let hash = hash(&read.iter().flat_map(|each| each.texts).collect::<Vec<u8>>());
    let places = read.iter().map(|each| each.place).collect();
    (hash.clone(), Piece { name: format!("texts-{hash}.txt"), content: Content::Texts(places) })
}
