//! Scales and turns a picture's pixels.

use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer, images::Image};

use super::read::Unreadable;

/// Rows of pixels, each of three bytes (red, green, blue) or four (with opacity).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pixels {
    pub width: u32,
    pub height: u32,
    pub has_alpha: bool,
    pub data: Vec<u8>,
    /// The meaning of the colours (ICC), where the file says it.
    pub profile: Option<Vec<u8>>,
}

/// The sides of a picture before its turn, or after it: a quarter turn exchanges them.
pub(super) fn turned_size((width, height): (u32, u32), orientation: u8) -> (u32, u32) {
    if orientation >= 5 { (height, width) } else { (width, height) }
}

impl Pixels {
    fn depth(&self) -> usize {
        if self.has_alpha { 4 } else { 3 }
    }

    /// The same picture in another size.
    pub(super) fn shrunk(self, (width, height): (u32, u32)) -> Result<Self, Unreadable> {
        if (width, height) == (self.width, self.height) {
            return Ok(self);
        }
        let kind = if self.has_alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        let source =
            Image::from_vec_u8(self.width, self.height, self.data, kind).map_err(|error| Unreadable::new(&error))?;
        let mut target = Image::new(width, height, kind);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&source, &mut target, &options).map_err(|error| Unreadable::new(&error))?;
        Ok(Pixels { width, height, data: target.into_vec(), ..Pixels { data: Vec::new(), ..self } })
    }

    /// The picture as EXIF's orientation says that it is shown.
    pub(super) fn turned(self, orientation: u8) -> Self {
        if !(2..=8).contains(&orientation) {
            return self;
        }
        let (width, height) = turned_size((self.width, self.height), orientation);
        let depth = self.depth();
        let mut data = Vec::with_capacity(self.data.len());
        let (last_column, last_row) = (self.width.saturating_sub(1), self.height.saturating_sub(1));
        for y in 0..height {
            for x in 0..width {
                let (column, row) = match orientation {
                    2 => (last_column - x, y),
                    3 => (last_column - x, last_row - y),
                    4 => (x, last_row - y),
                    5 => (y, x),
                    6 => (y, last_row - x),
                    7 => (last_column - y, last_row - x),
                    _ => (last_column - y, x),
                };
                let at = (row as usize * self.width as usize + column as usize) * depth;
                data.extend_from_slice(self.data.get(at..at + depth).unwrap_or_default());
            }
        }
        Pixels { width, height, data, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_turned_as_its_camera_was_held() {
        // Of two columns and three rows: 1 2, 3 4, 5 6.
        let stored = Pixels {
            width: 2,
            height: 3,
            has_alpha: false,
            data: (1..=6).flat_map(|n| [n; 3]).collect(),
            profile: None,
        };
        let shown = |orientation: u8| {
            let turned = stored.clone().turned(orientation);
            (turned.width, turned.data.chunks(3).map(|pixel| pixel[0]).collect::<Vec<_>>())
        };
        for (orientation, expected) in [
            (1, (2, vec![1, 2, 3, 4, 5, 6])),
            (2, (2, vec![2, 1, 4, 3, 6, 5])),
            (3, (2, vec![6, 5, 4, 3, 2, 1])),
            (4, (2, vec![5, 6, 3, 4, 1, 2])),
            (5, (3, vec![1, 3, 5, 2, 4, 6])),
            (6, (3, vec![5, 3, 1, 6, 4, 2])),
            (7, (3, vec![6, 4, 2, 5, 3, 1])),
            (8, (3, vec![2, 4, 6, 1, 3, 5])),
        ] {
            assert_eq!(shown(orientation), expected, "{orientation}");
        }
    }
}
