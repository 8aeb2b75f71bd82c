use super::{pixels::Pixels, *};
use crate::text::hex;
use sha2::{Digest, Sha256};

/// All pixels of a file.
const WHOLE: (u32, u32) = (u32::MAX, u32::MAX);

/// A picture with a red left upper quarter, a green right upper one, and a gradient below, as pixels.
fn pixels(width: u32, height: u32, has_alpha: bool) -> Pixels {
    let mut data = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let shade = (x * 255 / width) as u8;
            let colour = match (x < width / 2, y < height / 2) {
                (true, true) => [200, 20, 20],
                (false, true) => [20, 200, 20],
                _ => [shade, shade, 128],
            };
            data.extend_from_slice(&colour);
            data.extend(has_alpha.then_some(if x < width / 2 { 255 } else { 0 }));
        }
    }
    Pixels { width, height, has_alpha, data, profile: None }
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    write::write(&pixels(width, height, false), Coding::Jpeg).unwrap()
}

fn photograph(format: PictureFormat, bytes: &[u8], size: (u32, u32), orientation: Option<u8>) -> Photograph {
    Photograph::of(format, bytes, size, orientation).unwrap()
}

#[test]
fn a_photograph_is_made_in_the_widths_below_its_own_and_never_larger() {
    let widths =
        |width, coding| Photograph { format: PictureFormat::Jpeg, coding, orientation: 1, size: (width, 100) }.widths();
    assert_eq!(widths(4000, Coding::Jpeg), [320, 640, 960, 1280]);
    assert_eq!(widths(700, Coding::Jpeg), [320, 640, 700]);
    assert_eq!(widths(640, Coding::Jpeg), [320, 640]);
    assert_eq!(widths(700, Coding::Png), [320, 640]);
    assert_eq!(Photograph::of(PictureFormat::Jpeg, b"", (320, 4000), None), None);
}

#[test]
fn sizes_are_pictures_of_their_size_with_the_same_colours() {
    let bytes = jpeg(1000, 601);
    let photograph = photograph(PictureFormat::Jpeg, &bytes, (1000, 601), None);
    let made = photograph.scaled(&bytes).unwrap();
    let read: Vec<Pixels> = made.iter().map(|bytes| read::read(PictureFormat::Jpeg, bytes, WHOLE).unwrap()).collect();
    let sizes: Vec<(u32, u32)> = read.iter().map(|pixels| (pixels.width, pixels.height)).collect();
    assert_eq!(sizes, [(320, 192), (640, 385), (960, 577), (1000, 601)]);
    let at = |x: usize, y: usize| (y * 320 + x) * 3;
    let near = |at: usize, colour: [u8; 3]| {
        read[0].data[at..at + 3].iter().zip(colour).all(|(one, other)| one.abs_diff(other) < 12)
    };
    assert!(near(at(40, 40), [200, 20, 20]) && near(at(280, 40), [20, 200, 20]));
}

#[test]
fn a_photograph_taken_upright_is_shown_upright() {
    let bytes = jpeg(600, 900);
    // A quarter turn to the right: what was the left side at the bottom comes to the left upper corner.
    let photograph = photograph(PictureFormat::Jpeg, &bytes, (900, 600), Some(6));
    let made = photograph.scaled(&bytes).unwrap();
    let small = read::read(PictureFormat::Jpeg, &made[0], WHOLE).unwrap();
    assert_eq!((small.width, small.height), (320, 213));
    let at = |x: usize, y: usize| &small.data[(y * 320 + x) * 3..][..3];
    assert!(at(280, 40)[0] > 150, "red, which was in the left upper corner, is in the right one");
    assert!(at(280, 180)[1] > 150, "green, which was in the right upper corner, is in the right lower one");
}

#[test]
fn what_is_see_through_stays_so() {
    let bytes = write::write(&pixels(500, 200, true), Coding::Png).unwrap();
    let photograph = photograph(PictureFormat::Png, &bytes, (500, 200), None);
    assert_eq!((photograph.coding, photograph.widths()), (Coding::Png, vec![320]));
    let small = read::read(PictureFormat::Png, &photograph.scaled(&bytes).unwrap()[0], WHOLE).unwrap();
    assert!(small.has_alpha && small.data[3] == 255 && small.data[319 * 4 + 3] == 0);
}

#[test]
fn colours_keep_their_meaning_and_nothing_else_is_kept() {
    let mut with_profile = pixels(640, 480, false);
    with_profile.profile = Some(b"what colours mean".to_vec());
    let bytes = write::write(&with_profile, Coding::Jpeg).unwrap();
    let made = photograph(PictureFormat::Jpeg, &bytes, (640, 480), None).scaled(&bytes).unwrap();
    assert_eq!(
        read::read(PictureFormat::Jpeg, &made[0], WHOLE).unwrap().profile.as_deref(),
        Some(&b"what colours mean"[..])
    );
    assert!(!made[0].windows(4).any(|bytes| bytes == b"Exif"));
}

#[test]
fn a_picture_is_the_same_as_long_as_the_writing_has_its_number() {
    let bytes = jpeg(700, 400);
    let mut sum = Sha256::new();
    for size in photograph(PictureFormat::Jpeg, &bytes, (700, 400), Some(3)).scaled(&bytes).unwrap() {
        sum.update(size);
    }
    let see_through = write::write(&pixels(400, 400, true), Coding::Png).unwrap();
    for size in photograph(PictureFormat::Png, &see_through, (400, 400), None).scaled(&see_through).unwrap() {
        sum.update(size);
    }
    assert_eq!((WRITING, hex(&sum.finalize()[..5]).as_str()), (1, "3c3b103eff"), "other bytes: raise WRITING");
}

#[test]
fn what_cannot_be_read_is_said_and_never_panics() {
    let bytes = jpeg(640, 480);
    let photograph = photograph(PictureFormat::Jpeg, &bytes, (640, 480), None);
    for cut in [0, 2, 20, 200, bytes.len() / 2] {
        let _ = photograph.scaled(&bytes[..cut]);
    }
    assert!(photograph.scaled(b"\xff\xd8\xff\xd9").is_err());
    for at in (0..bytes.len()).step_by(1_009) {
        let mut broken = bytes.clone();
        broken[at] ^= 0x5a;
        let _ = photograph.scaled(&broken);
    }
}

#[test]
fn a_picture_with_more_pixels_than_it_may_have_is_not_read() {
    // The header of a PNG of 20,000 by 20,000 pixels, and nothing else.
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x4e\x20\0\0\x4e\x20\x08\x02\0\0\0".to_vec();
    bytes.extend_from_slice(&[0; 64]);
    let photograph =
        Photograph { format: PictureFormat::Png, coding: Coding::Jpeg, orientation: 1, size: (20_000, 20_000) };
    assert!(photograph.scaled(&bytes).is_err());
}
