//! The map of the region, ready to draw as SVG: countries as paths.
//!
//! Start at [`region`]. The shapes are `boundaries.txt`, made beforehand by `derive.py` (README.md there tells from what,
//! how, and whose view of borders it shows). They are already projected, thinned and cut to the frame; this module only
//! splits their lines, the first time that someone asks for the map.

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use crate::text::hex;

#[cfg(test)]
mod tests;

/// Below this [`CountryShape::room`] a country is [`small`](CountryShape::small): on the whole map drawn 1,000 pixels wide, no circle
/// of 24 pixels (WCAG 2.2, 2.5.8 Target Size) fits into it.
const SMALL: i32 = 24;

/// Everything that is drawn, in whole units of one frame whose origin is the upper left corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Map {
    pub width: i32,
    pub height: i32,
    /// By code. They do not overlap, so the order of drawing is free.
    pub countries: Vec<CountryShape>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CountryShape {
    /// ISO 3166-1 alpha-2; `XK` for Kosovo.
    pub iso: &'static str,
    /// SVG path data: absolute `M`, relative `l`, `z`, whole numbers. Outer rings are clockwise and holes are not, so both fill
    /// rules draw the same. Where the frame cuts a country, the path goes a few units beyond it.
    pub path: &'static str,
    /// The point inside the largest visible part that is furthest from its edges: the place for a label.
    pub centre: (i32, i32),
    /// The radius of the largest circle around [`centre`](Self::centre) inside the country.
    pub room: i32,
    /// Hard to hit with a finger or to see: give it a mark of its own at [`centre`](Self::centre).
    pub small: bool,
}

/// The map. Its text is split at the first call and kept.
pub(crate) fn region() -> &'static Map {
    static MAP: OnceLock<Map> = OnceLock::new();
    MAP.get_or_init(|| Map::parse(include_str!("boundaries.txt")))
}

/// The map as a file of its own: a symbol for each country, under its code, so that pages name shapes instead of having
/// them. Colours come from where a symbol is used.
#[derive(Debug)]
pub(crate) struct Drawing {
    /// Below the output folder; the name changes with the content.
    pub path: String,
    pub svg: String,
}

/// The file with the shapes of [`region`], made at the first call and kept.
pub(crate) fn drawing() -> &'static Drawing {
    static DRAWING: OnceLock<Drawing> = OnceLock::new();
    DRAWING.get_or_init(|| {
        let shapes = region().countries.iter().map(|CountryShape { iso, path, .. }| {
            // Properties that are not inherited stand here: a page's style does not reach inside a used shape.
            format!("<path id=\"{iso}\" vector-effect=\"non-scaling-stroke\" d=\"{path}\"/>\n")
        });
        let svg: String = std::iter::once("<svg xmlns=\"http://www.w3.org/2000/svg\">\n".to_owned())
            .chain(shapes)
            .chain(std::iter::once("</svg>\n".to_owned()))
            .collect();
        let digits = hex(Sha256::digest(&svg).iter().take(5));
        Drawing { path: format!("assets/map.{digits}.svg"), svg }
    })
}

impl Map {
    /// Reads the frame and the countries from lines of words, as derive.py writes them. The other lines say what the
    /// tests check the shapes with. A line that is not understood is left out; a test holds that none is.
    fn parse(text: &'static str) -> Self {
        let mut map = Self::default();
        for line in text.lines() {
            let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
            match kind {
                "frame" => {
                    if let Some([width, height]) = numbers(rest) {
                        (map.width, map.height) = (width, height);
                    }
                }
                "country" => map.countries.extend(CountryShape::parse(rest)),
                _ => {}
            }
        }
        map
    }
}

impl CountryShape {
    fn parse(line: &'static str) -> Option<Self> {
        // Code, centre, room and box are eight words; the path is all the rest.
        let path_at = line.match_indices(' ').nth(7)?.0;
        let (words, path) = line.split_at_checked(path_at)?;
        let (iso, words) = words.split_once(' ')?;
        let [x, y, room, _left, _top, _right, _bottom] = numbers(words)?;
        Some(Self { iso, path: path.trim_start(), centre: (x, y), room, small: room < SMALL })
    }
}

/// Exactly so many numbers, else nothing.
fn numbers<T: std::str::FromStr, const N: usize>(words: &str) -> Option<[T; N]> {
    let parsed: Result<Vec<T>, _> = words.split_ascii_whitespace().map(str::parse).collect();
    parsed.ok()?.try_into().ok()
}
