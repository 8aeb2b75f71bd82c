//! Numbers as the pieces of an index write them: as letters, which a script reads without a parser.

use sha2::{Digest, Sha256};

use super::{PieceContent, SearchPiece};
use crate::text::hex;

/// `A` to `Z`, then `a` to `z`; larger numbers are written as the largest.
pub(super) fn letter(number: usize) -> char {
    LETTERS.get(number).copied().map_or('z', char::from)
}

/// A number in base 52 with `width` letters, the most significant first.
pub(super) fn push_letters(to: &mut String, number: usize, width: usize) {
    to.extend((0..width).rev().map(|place| letter(number / 52_usize.pow(place as u32) % 52)));
}

/// The number of letters that it takes to number `count` things.
pub(super) fn width(count: usize) -> usize {
    let mut width = 1;
    while 52_usize.saturating_pow(width as u32) < count {
        width += 1;
    }
    width
}

const LETTERS: &[u8; 52] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The bytes of a hash that a piece's name has: 40 bits keep the few thousand pieces of a site apart.
const HASH_BYTES: usize = 5;

/// A piece and the hash in its name, by which other pieces refer to it.
pub(super) struct HashedPiece {
    pub hash: String,
    pub piece: SearchPiece,
}

/// A piece named after its kind and its content.
pub(super) fn piece(kind: &str, extension: &str, content: String) -> HashedPiece {
    let bytes = content.into_bytes();
    let hash = hash(&bytes);
    let name = format!("{kind}-{hash}.{extension}");
    HashedPiece { hash, piece: SearchPiece { name, content: PieceContent::Whole(bytes) } }
}

/// The hash of `bytes` as names of pieces have it.
pub(super) fn hash(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes).iter().take(HASH_BYTES))
}
