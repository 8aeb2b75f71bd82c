//! The picture of a page that messengers and networks show: the theme's background with the title of the entry on it.
//!
//! The letters are the program's own (`fonts`): the theme's fonts are packed for browsers. What they lack is not drawn: such
//! an entry has no picture of its own. The name of a picture is a fingerprint of everything that it is made of.

use std::sync::OnceLock;

use ab_glyph::{Font as _, FontRef, GlyphId};
use sha2::{Digest, Sha256};

use crate::text::hex;

mod background;
mod lines;

pub(crate) use background::{Background, BackgroundError};

/// Width and height in pixels: what all networks show whole.
pub(crate) const SIZE: (u32, u32) = (1200, 630);

/// The theme's file with the background.
pub(crate) const BACKGROUND: &str = "img/share-entry.png";

/// The number of the drawing. It is raised with every change that makes other pictures of the same words: published pictures are
/// known by it. A test holds it to the bytes.
const DRAWING: u8 = 1;

const SERIF: &[u8] = include_bytes!("fonts/serif.ttf");
const SANS: &[u8] = include_bytes!("fonts/sans.ttf");

/// The words on a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureWords {
    pub site: String,
    /// The kind of the entry, and its place.
    pub kind: String,
    pub title: String,
}

impl PictureWords {
    /// Whether the program has all their letters.
    pub fn can_be_drawn(&self) -> bool {
        let Some(fonts) = fonts() else { return false };
        let has = |font: &FontRef<'_>, text: &str| text.chars().all(|c| font.glyph_id(drawn(c)) != GlyphId(0));
        has(&fonts.serif, &self.title) && has(&fonts.sans, &self.kind) && has(&fonts.sans, &self.site)
    }

    /// A fingerprint of the picture with these words. `background` is the one of the background.
    pub fn fingerprint(&self, background: &str) -> String {
        let mut sum = Sha256::new();
        sum.update([DRAWING]);
        for text in [background, &self.site, &self.kind, &self.title] {
            sum.update(text.as_bytes());
            sum.update([0]);
        }
        hex(sum.finalize().get(..5).unwrap_or_default())
    }
}

struct Fonts {
    serif: FontRef<'static>,
    sans: FontRef<'static>,
}

fn fonts() -> Option<&'static Fonts> {
    static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
    let read =
        || Some(Fonts { serif: FontRef::try_from_slice(SERIF).ok()?, sans: FontRef::try_from_slice(SANS).ok()? });
    FONTS.get_or_init(read).as_ref()
}

/// The letter that is drawn for one that looks the same: blanks and hyphens at which no line breaks.
fn drawn(c: char) -> char {
    match c {
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        '\u{2011}' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::hex;

    const PAPER: &[u8] = include_bytes!("../../themes/intermarium/static/img/share-entry.png");

    fn words(title: &str) -> PictureWords {
        PictureWords {
            site: "База знань ICSI".to_owned(),
            kind: "Меморандуми · Україна, Польща".to_owned(),
            title: title.to_owned(),
        }
    }

    #[test]
    fn a_picture_is_small_and_the_same_as_long_as_the_drawing_has_its_number() {
        let background = Background::read(PAPER).unwrap();
        let picture = background.draw(&words("Меморандум про співпрацю, підписаний у Кошице – ґанок, їжа, об’єднання"));
        assert!(picture.len() < 40_000, "{}", picture.len());
        assert_eq!(
            (DRAWING, hex(&Sha256::digest(&picture)[..5]).as_str()),
            (1, "464996df9d"),
            "another picture: raise DRAWING"
        );
    }

    #[test]
    fn letters_that_the_program_lacks_are_found() {
        for good in ["Košice Łódź Târgu Ștefan", "Ґанок – їжак’у №\u{a0}5, 10\u{202f}000 ₴ «так»", "A\u{2011}B"]
        {
            assert!(words(good).can_be_drawn(), "{good}");
        }
        for bad in ["مرحبا", "東京", "🎉"] {
            assert!(!words(bad).can_be_drawn(), "{bad}");
        }
    }

    #[test]
    fn each_word_counts_for_the_name() {
        let name = |words: &PictureWords, background: &str| words.fingerprint(background);
        let one = words("A");
        assert_eq!(name(&one, "x"), name(&one.clone(), "x"));
        let others = [
            words("B"),
            PictureWords { site: "S".to_owned(), ..one.clone() },
            PictureWords { kind: "K".to_owned(), ..one.clone() },
        ];
        assert!(others.iter().all(|other| name(other, "x") != name(&one, "x")));
        assert_ne!(name(&one, "y"), name(&one, "x"));
    }

    #[test]
    fn any_title_can_be_drawn() {
        let background = Background::read(PAPER).unwrap();
        for title in ["", "A", &"W".repeat(2_000), &"слово ".repeat(400), "\u{301}\u{301}", "a\nb\t"] {
            let picture = background.draw(&words(title));
            assert!((1..50_000).contains(&picture.len()), "{title}: {}", picture.len());
        }
    }

    #[test]
    fn a_background_is_a_picture_of_few_colours_and_of_the_right_size() {
        assert!(Background::read(b"no picture").is_err());
        assert!(Background::read(include_bytes!("../../themes/intermarium/static/img/share.png")).is_err());
    }
}
