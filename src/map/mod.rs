//! The map of the region, ready to draw as SVG: countries as paths, and where a place stands among them.
//!
//! Start at [`region`]. The shapes are `boundaries.txt`, made beforehand by `derive.py` (README.md there tells from what,
//! how, and whose view of borders it shows). They are already projected, thinned and cut to the frame; this module only
//! splits their lines, the first time that someone asks for the map.

use std::sync::OnceLock;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::text::hex;

#[cfg(test)]
mod tests;

/// Below this [`Country::room`] a country is [`small`](Country::small): on the whole map drawn 1,000 pixels wide, no circle
/// of 24 pixels (WCAG 2.2, 2.5.8 Target Size) fits into it.
const SMALL: i32 = 24;

/// Everything that is drawn, in whole units of one frame whose origin is the upper left corner.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Map {
    pub width: i32,
    pub height: i32,
    /// The part from Scandinavia to the Black and Adriatic seas: a view box for narrow places.
    pub focus: Bounds,
    /// By code. They do not overlap, so the order of drawing is free.
    pub countries: Vec<Country>,
    /// By name.
    pub seas: Vec<Sea>,
    #[serde(skip)]
    projection: Projection,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Country {
    /// ISO 3166-1 alpha-2; `XK` for Kosovo.
    pub iso: &'static str,
    /// SVG path data: absolute `M`, relative `l`, `z`, whole numbers. Outer rings are clockwise and holes are not, so both fill
    /// rules draw the same. Where the frame cuts a country, the path goes a few units beyond it.
    pub path: &'static str,
    /// The point inside the largest visible part that is furthest from its edges: the place for a label.
    pub centre: (i32, i32),
    /// The radius of the largest circle around [`centre`](Self::centre) inside the country.
    pub room: i32,
    /// Of what is visible in the frame.
    pub bbox: Bounds,
    /// Hard to hit with a finger or to see: give it a mark of its own at [`centre`](Self::centre).
    pub small: bool,
}

/// A rectangle, in the order of SVG's `viewBox`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bounds {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

/// Where the name of a sea may stand. The name is a key to translate: `baltic`, `black`, `adriatic` …
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sea {
    pub name: &'static str,
    pub at: (i32, i32),
}

/// Lambert's azimuthal equal-area projection on a sphere.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Projection {
    longitude: f64,
    latitude: f64,
    /// The Earth's radius in units of the frame.
    radius: f64,
    /// Where the projection's centre stands in the frame.
    centre: (f64, f64),
}

/// The map. Its text is split at the first call and kept.
pub fn region() -> &'static Map {
    static MAP: OnceLock<Map> = OnceLock::new();
    MAP.get_or_init(|| Map::parse(include_str!("boundaries.txt")))
}

/// The map as a file of its own: a symbol for each country, under its code, so that pages name shapes instead of having
/// them. Colours come from where a symbol is used.
#[derive(Debug)]
pub struct Drawing {
    /// Below the output folder; the name changes with the content.
    pub path: String,
    pub svg: String,
}

/// The file with the shapes of [`region`], made at the first call and kept.
pub fn drawing() -> &'static Drawing {
    static DRAWING: OnceLock<Drawing> = OnceLock::new();
    DRAWING.get_or_init(|| {
        let shapes = region().countries.iter().map(|Country { iso, path, .. }| {
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

/// Degrees (east and north positive) to units of [`region`]'s frame, rounded to tenths so that the last bits of a machine's
/// sine never show. May lie outside the frame; not finite if the input is not. For what an editor typed, use [`Map::place`].
pub fn project(longitude: f64, latitude: f64) -> (f64, f64) {
    let (x, y) = region().projection.apply(longitude, latitude);
    // Adding zero turns -0.0, which would print with its sign, into 0.0.
    ((x * 10.0).round() / 10.0 + 0.0, (y * 10.0).round() / 10.0 + 0.0)
}

impl Map {
    pub fn country(&self, iso: &str) -> Option<&Country> {
        self.countries.binary_search_by(|country| country.iso.cmp(iso)).ok().and_then(|at| self.countries.get(at))
    }

    /// The place of a town, if these are degrees of somewhere inside the frame.
    pub fn place(&self, longitude: f64, latitude: f64) -> Option<(f64, f64)> {
        if !(-180.0..=180.0).contains(&longitude) || !(-90.0..=90.0).contains(&latitude) {
            return None;
        }
        let (x, y) = project(longitude, latitude);
        let inside = (0.0..=f64::from(self.width)).contains(&x) && (0.0..=f64::from(self.height)).contains(&y);
        inside.then_some((x, y))
    }

    /// Lines of words, as derive.py writes them. A line that is not understood is left out; a test holds that none is.
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
                "focus" => map.focus = numbers(rest).map(Bounds::between).unwrap_or_default(),
                "projection" => map.projection = Projection::parse(rest).unwrap_or_default(),
                "sea" => map.seas.extend(Sea::parse(rest)),
                "country" => map.countries.extend(Country::parse(rest)),
                _ => {}
            }
        }
        map
    }
}

impl Country {
    fn parse(line: &'static str) -> Option<Self> {
        // Code, centre, room and box are eight words; the path is all the rest.
        let path_at = line.match_indices(' ').nth(7)?.0;
        let (words, path) = line.split_at_checked(path_at)?;
        let (iso, words) = words.split_once(' ')?;
        let [x, y, room, left, top, right, bottom] = numbers(words)?;
        Some(Self {
            iso,
            path: path.trim_start(),
            centre: (x, y),
            room,
            bbox: Bounds::between([left, top, right, bottom]),
            small: room < SMALL,
        })
    }
}

impl Bounds {
    fn between([left, top, right, bottom]: [i32; 4]) -> Self {
        Self { x: left, y: top, width: right - left, height: bottom - top }
    }
}

impl Sea {
    fn parse(line: &'static str) -> Option<Self> {
        let (name, rest) = line.split_once(' ')?;
        let [x, y] = numbers(rest)?;
        Some(Self { name, at: (x, y) })
    }
}

impl Projection {
    fn parse(line: &str) -> Option<Self> {
        let [longitude, latitude, radius, x, y] = numbers(line)?;
        Some(Self { longitude, latitude, radius, centre: (x, y) })
    }

    /// J. P. Snyder, Map Projections: A Working Manual (USGS 1395, 1987), equations 24-2 to 24-4; y downwards.
    fn apply(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let (sin_l, cos_l) = (longitude - self.longitude).to_radians().sin_cos();
        let (sin_p, cos_p) = latitude.to_radians().sin_cos();
        let (sin_0, cos_0) = self.latitude.to_radians().sin_cos();
        let k = self.radius * (2.0 / (1.0 + sin_0 * sin_p + cos_0 * cos_p * cos_l)).sqrt();
        let (x, y) = self.centre;
        (x + k * cos_p * sin_l, y - k * (cos_0 * sin_p - sin_0 * cos_p * cos_l))
    }
}

/// Exactly so many numbers, else nothing.
fn numbers<T: std::str::FromStr, const N: usize>(words: &str) -> Option<[T; N]> {
    let parsed: Result<Vec<T>, _> = words.split_ascii_whitespace().map(str::parse).collect();
    parsed.ok()?.try_into().ok()
}
