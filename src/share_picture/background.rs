//! Draws words on a background.
//!
//! Pictures have 16 colours, half a byte a pixel: such a PNG is written in a tenth of the time that millions of colours
//! take, and is small. The words stand on one plain colour, the paper, so that each step from paper to ink is a colour.

use ab_glyph::{Font as _, FontRef, ScaleFont as _, point};
use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter, Transformations};

use super::{PictureWords, SIZE, fonts, lines};
use crate::{message, message::Message};

type Rgb = [u8; 3];

/// Steps from the paper to an ink: the one of titles, and the softer one of what stands above them.
const STRONG: usize = 6;
const SOFT: usize = 3;
/// The distance of the softer ink from the paper, of the way to the other ink, in hundredths.
const SOFTNESS: usize = 72;
/// A background has at most so many colours.
const COLOURS: usize = 16 - STRONG - SOFT;

/// A picture that is larger than this is made smaller, which takes ten times as long: one with a very long title.
const MOST_BYTES: usize = 40_000;

/// Left and right of the words, in pixels.
const MARGIN: f32 = 72.0;
/// The site's name stands beside its mark.
const SITE: (f32, f32) = (168.0, 108.0);
const SITE_SIZE: f32 = 30.0;
const KIND_BASELINE: f32 = 218.0;
const KIND_SIZE: f32 = 28.0;
/// The top of the title, and the height of its lines in sizes of its letters.
const TITLE_TOP: f32 = 244.0;
const LINE_HEIGHT: f32 = 1.16;

/// A picture that words can be drawn on.
#[derive(Debug)]
pub struct Background {
    /// A place in the colours each.
    pixels: Vec<u8>,
    colours: Vec<Rgb>,
    paper: Rgb,
    ink: Rgb,
}

/// Why nothing can be drawn on a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackgroundError {
    Broken,
    Size,
    NoList,
    Colours,
}

impl BackgroundError {
    pub fn message(self) -> Message {
        match self {
            BackgroundError::Broken => message!("share-background-broken"),
            BackgroundError::Size => message!("share-background-size", width = SIZE.0, height = SIZE.1),
            BackgroundError::NoList => message!("share-background-no-list"),
            BackgroundError::Colours => message!("share-background-colours", most = COLOURS),
        }
    }
}

/// One of two inks: where its steps begin in the list of colours, and how many they are.
#[derive(Clone, Copy, Debug)]
struct Ink {
    start: usize,
    steps: usize,
}

impl Background {
    /// Reads a PNG with a list of colours. The paper is the colour where the title begins, the ink the colour of the list
    /// that differs most from it.
    ///
    /// # Errors
    ///
    /// The mistake in the file.
    pub fn read(bytes: &[u8]) -> Result<Background, BackgroundError> {
        const BROKEN: BackgroundError = BackgroundError::Broken;
        let mut decoder = Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(Transformations::IDENTITY);
        let mut reader = decoder.read_info().map_err(|_| BROKEN)?;
        let info = reader.info();
        if (info.width, info.height) != SIZE {
            return Err(BackgroundError::Size);
        }
        if info.color_type != ColorType::Indexed || !matches!(info.bit_depth, BitDepth::Four | BitDepth::Eight) {
            return Err(BackgroundError::NoList);
        }
        let is_packed = info.bit_depth == BitDepth::Four;
        let palette = info.palette.as_deref().unwrap_or_default();
        let colours: Vec<Rgb> = palette.chunks_exact(3).filter_map(|colour| colour.try_into().ok()).collect();
        if colours.len() > COLOURS {
            return Err(BackgroundError::Colours);
        }
        let mut pixels = vec![0; reader.output_buffer_size().ok_or(BROKEN)?];
        reader.next_frame(&mut pixels).map_err(|_| BROKEN)?;
        if is_packed {
            pixels = pixels.iter().flat_map(|pair| [pair >> 4, pair & 15]).collect();
        }
        if pixels.iter().any(|pixel| usize::from(*pixel) >= colours.len()) {
            return Err(BROKEN);
        }
        let paper = pixel_at(MARGIN, TITLE_TOP).and_then(|at| colours.get(usize::from(*pixels.get(at)?))).copied();
        let paper = paper.ok_or(BROKEN)?;
        let contrast = |colour: &&Rgb| lightness(**colour).abs_diff(lightness(paper));
        let ink = colours.iter().max_by_key(contrast).copied().unwrap_or(paper);
        Ok(Background { pixels, colours, paper, ink })
    }

    /// The picture with words on it, as PNG.
    pub fn draw(&self, words: &PictureWords) -> Vec<u8> {
        let mut pixels = self.pixels.clone();
        let strong = Ink { start: self.colours.len(), steps: STRONG };
        let soft = Ink { start: strong.start + STRONG, steps: SOFT };
        if let Some(fonts) = fonts() {
            let width = SIZE.0 as f32 - 2.0 * MARGIN;
            write(&mut pixels, &fonts.sans, SITE_SIZE, &words.site, SITE, strong);
            write(&mut pixels, &fonts.sans, KIND_SIZE, &words.kind, (MARGIN, KIND_BASELINE), soft);
            let title = lines::block(&fonts.serif, &words.title, width);
            let mut baseline = TITLE_TOP + title.size;
            for line in &title.lines {
                write(&mut pixels, &fonts.serif, title.size, line, (MARGIN, baseline), strong);
                baseline += title.size * LINE_HEIGHT;
            }
        }
        encoded(&pixels, &self.palette()).unwrap_or_default()
    }

    fn palette(&self) -> Vec<u8> {
        let soft = mixed(self.paper, self.ink, SOFTNESS, 100);
        let steps = |ink: Rgb, count: usize| (1..=count).map(move |step| mixed(self.paper, ink, step, count));
        self.colours.iter().copied().chain(steps(self.ink, STRONG)).chain(steps(soft, SOFT)).flatten().collect()
    }
}

/// Writes a line of text, from a place on its base line; what does not fit is not drawn.
fn write(pixels: &mut [u8], font: &FontRef<'static>, size: f32, text: &str, (x, baseline): (f32, f32), ink: Ink) {
    let scaled = lines::scaled(font, size);
    let (glyphs, _) = lines::placed(&scaled, text);
    for (glyph, at) in glyphs {
        let placed = glyph.with_scale_and_position(scaled.scale(), point(x + at, baseline));
        let Some(outline) = font.outline_glyph(placed) else { continue };
        let bounds = outline.px_bounds();
        if bounds.max.x > SIZE.0 as f32 - MARGIN / 2.0 {
            break;
        }
        outline.draw(|left, top, cover| {
            let step = (cover.clamp(0.0, 1.0) * ink.steps as f32).round() as usize;
            let place = pixel_at(bounds.min.x + left as f32, bounds.min.y + top as f32);
            if let Some(pixel) = place.filter(|_| step > 0).and_then(|place| pixels.get_mut(place)) {
                // Letters that touch: the darker of the two.
                let colour = u8::try_from(ink.start + step - 1).unwrap_or(u8::MAX);
                *pixel = if usize::from(*pixel) >= ink.start { colour.max(*pixel) } else { colour };
            }
        });
    }
}

fn pixel_at(x: f32, y: f32) -> Option<usize> {
    let inside = x >= 0.0 && y >= 0.0 && x < SIZE.0 as f32 && y < SIZE.1 as f32;
    inside.then(|| y as usize * SIZE.0 as usize + x as usize)
}

/// The lightness of a colour to the eye, from 0 to 255.
fn lightness([red, green, blue]: Rgb) -> u32 {
    (299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue)) / 1000
}

/// So many of `count` steps from one colour to another.
fn mixed(from: Rgb, to: Rgb, step: usize, count: usize) -> Rgb {
    let mix = |from: u8, to: u8| {
        let sum = usize::from(from) * (count - step) + usize::from(to) * step;
        u8::try_from(sum / count).unwrap_or(u8::MAX)
    };
    [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])]
}

/// As PNG, written quickly, unless that makes it larger than some networks take.
fn encoded(pixels: &[u8], palette: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let quick = compressed(pixels, palette, Compression::Fast)?;
    if quick.len() <= MOST_BYTES { Ok(quick) } else { compressed(pixels, palette, Compression::Balanced) }
}

fn compressed(pixels: &[u8], palette: &[u8], compression: Compression) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::with_capacity(32 * 1024);
    let mut encoder = Encoder::new(&mut bytes, SIZE.0, SIZE.1);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Four);
    encoder.set_palette(palette);
    encoder.set_compression(compression);
    // A line that is the same as the one above becomes nothing at all, which is what this compression is good at.
    encoder.set_filter(Filter::Up);
    let mut writer = encoder.write_header()?;
    let packed: Vec<u8> = pixels.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1] & 15).collect();
    writer.write_image_data(&packed)?;
    writer.finish()?;
    Ok(bytes)
}
