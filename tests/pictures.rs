//! Pictures in the sizes that pages show: which there are, what pages say of them, and when they are made.

use std::os::unix::fs::MetadataExt as _;

use jpeg_encoder::{ColorType, Encoder};

use crate::common::{Published, Site, html::Page};

/// A photograph with what a camera writes into it.
fn jpeg(width: u16, height: u16, exif: Option<&[u8]>) -> Vec<u8> {
    let pixel = |at: usize| {
        let (x, y) = (at % usize::from(width), at / usize::from(width));
        [(x * 7 % 256) as u8, (y * 5 % 256) as u8, ((x + y) % 256) as u8]
    };
    let pixels: Vec<u8> = (0..usize::from(width) * usize::from(height)).flat_map(pixel).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    if let Some(exif) = exif {
        encoder.add_exif_metadata(exif).unwrap();
    }
    encoder.encode(&pixels, width, height, ColorType::Rgb).unwrap();
    bytes
}

/// EXIF of a camera held upright, with a note of where that was.
const UPRIGHT: &[u8] = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS 50.4501 30.5234";

const FIELDS: &str = "place    = { type = \"text\", localized = true }\nsign = { type = \"file\", role = \"logo\" }\n\
                      photos = { type = \"file\", role = \"picture\", many = true }";

fn site(theme: &str) -> Site {
    let site = Site::new("");
    site.replace("site.toml", "theme = \"plain\"", &format!("theme = \"{theme}\""));
    site.replace("site.toml", "place    = { type = \"text\", localized = true }", FIELDS);
    site.replace("content/clusters/uca.en.md", "country", "sign = \"sign.jpg\"\nphotos = [\"hall.jpg\"]\ncountry");
    site.replace(
        "content/clusters/uca.en.md",
        "Founded in Kyiv.",
        "![The fair](uca/fair.jpg)\n\n[![A door](uca/door.jpg)](wool.en.md)",
    );
    site.write_bytes("content/clusters/uca/sign.jpg", &jpeg(500, 500, None));
    site.write_bytes("content/clusters/uca/hall.jpg", &jpeg(1500, 1000, Some(UPRIGHT)));
    site.write_bytes("content/clusters/uca/fair.jpg", &jpeg(2000, 1000, None));
    site.write_bytes("content/clusters/uca/door.jpg", &jpeg(300, 200, None));
    site.write_bytes("content/clusters/uca/linked.jpg", &jpeg(2000, 1000, None));
    site
}

/// The sizes of a picture that are published, by their widths.
fn sizes(published: &Published, stem: &str) -> Vec<String> {
    let start = format!("assets/clusters/uca/{stem}-");
    let paths = published.paths();
    let widths = paths.iter().filter_map(|path| path.strip_prefix(&start)?.split('.').next());
    let mut widths: Vec<u32> = widths.map(|width| width.parse().unwrap()).collect();
    widths.sort_unstable();
    widths.iter().map(u32::to_string).collect()
}

#[test]
fn pages_choose_among_sizes_and_lead_to_the_whole_picture() {
    let published = site("plain").built();
    assert_eq!(sizes(&published, "fair"), ["320", "640", "960", "1280"]);
    assert_eq!(sizes(&published, "hall"), ["320", "640", "960", "1000"], "as it is shown, upright");
    assert_eq!(sizes(&published, "sign"), ["320", "500"]);
    for none in ["door", "linked"] {
        assert_eq!(sizes(&published, none), [""; 0], "{none}: small, or shown on no page");
    }
    let page = Page::read(&published.folder, "en/clusters/uca/index.html");
    let fair = "img[alt='The fair']";
    assert!(page.attributes(fair, "src")[0].contains("/fair-640."), "{:?}", page.attributes(fair, "src"));
    let set = page.attributes(fair, "srcset")[0].clone();
    assert_eq!(set.split(", ").count(), 4, "{set}");
    for candidate in set.split(", ") {
        let (address, width) = candidate.split_once(' ').unwrap();
        assert!(address.contains(&format!("-{}.", width.trim_end_matches('w'))), "{candidate}");
        assert!(published.has(address.trim_start_matches('/')), "{candidate}");
    }
    assert_eq!(
        (page.attributes(fair, "width"), page.attributes(fair, "height")),
        (vec!["2000".to_owned()], vec!["1000".to_owned()])
    );
    let whole = page.attributes("a:has(> img[alt='The fair'])", "href");
    assert!(whole[0].starts_with("/assets/clusters/uca/fair.") && published.has(whole[0].trim_start_matches('/')));
    // One in a link stays in it, and is no second one.
    assert_eq!(page.attributes("a:has(> img[alt='A door'])", "href"), ["/en/clusters/wool/"]);
    assert_eq!(page.attributes("img[alt='A door']", "srcset"), [""; 0]);
    // Readers of feeds are elsewhere.
    let site = site("plain");
    site.replace("content/clusters/uca.en.md", "country", "updated = 2026-01-02\ncountry");
    let feed = site.built().read("en/clusters/feed.xml");
    assert!(feed.contains("https://example.org/assets/clusters/uca/fair-320."), "{feed}");
}

#[test]
fn what_is_made_has_nothing_of_its_camera_s() {
    let published = site("plain").built();
    for (path, bytes) in published.files() {
        if path.contains("/hall") {
            assert!(!bytes.windows(4).any(|part| part == b"GPS "), "{path}");
            assert!(bytes.starts_with(b"\xff\xd8\xff"), "{path}");
        }
    }
}

#[test]
fn facts_and_lists_show_pictures() {
    let published = site("intermarium").built();
    let page = Page::read(&published.folder, "uk/clusters/uca/index.html");
    let alt = "Український кластерний альянс";
    assert!(page.attributes(".facts .picture-picture > img", "src")[0].contains("/hall-640."));
    assert!(page.attributes(".facts .picture-logo > img", "srcset")[0].contains("/sign-320."));
    assert_eq!(page.attributes(".facts .picture-picture > img", "alt"), [alt]);
    assert!(page.attributes(".facts a.picture-picture", "href")[0].contains("/hall."));
    let list = Page::read(&published.folder, "en/clusters/index.html");
    assert!(list.attributes(".card > img.card-logo", "src")[0].contains("/sign-500."));
    assert_eq!(list.attributes(".card > img.card-logo", "alt"), [""]);
}

#[test]
fn a_photograph_costs_once() {
    let site = site("plain");
    site.built();
    let mark = |site: &Site| {
        let path = site.published().paths().into_iter().find(|path| path.contains("/fair-640.")).unwrap();
        let meta = std::fs::metadata(site.path("public").join(&path)).unwrap();
        (path, meta.ino(), meta.mtime_nsec())
    };
    let before = mark(&site);
    site.replace("content/clusters/wool.en.md", "country", "members = 7\ncountry");
    assert!(!site.build().stdout.contains("0 written"));
    assert_eq!(mark(&site), before);
    site.write_bytes("content/clusters/uca/fair.jpg", &jpeg(1999, 1000, None));
    site.built();
    assert_ne!(mark(&site).0, before.0, "another picture has another name");
    assert_eq!(sizes(&site.published(), "fair").len(), 4, "and the former one is gone");
}

#[test]
fn pictures_can_be_left_as_they_are() {
    let site = site("plain");
    site.replace("site.toml", "[indexes]", "[outputs]\npictures = false\n[indexes]");
    let published = site.built();
    assert_eq!(sizes(&published, "fair"), [""; 0]);
    let page = Page::read(&published.folder, "en/clusters/uca/index.html");
    assert!(page.attributes("img[alt='The fair']", "src")[0].contains("/fair."));
    assert_eq!(page.attributes("img[alt='The fair']", "srcset"), [""; 0]);
}

#[test]
fn a_broken_picture_is_an_error_with_its_place_and_so_is_one_that_is_too_large() {
    let site = site("plain");
    // Sound by its parts, but for the tables without which nothing can be read.
    let mut broken = jpeg(900, 400, None);
    while let Some(at) = broken.windows(2).position(|marker| marker == [0xff, 0xc4]) {
        let length = usize::from(u16::from_be_bytes([broken[at + 2], broken[at + 3]]));
        broken.drain(at..at + 2 + length);
    }
    site.write_bytes("content/clusters/uca/fair.jpg", &broken);
    let run = site.build();
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.diagnostics().contains("content/clusters/uca/fair.jpg:1:1 file-kind: save it anew"), "{}", run.stderr);
    // The header of a photograph of a hundred megapixels: nobody reads further.
    let mut bomb = jpeg(900, 400, None);
    let frame = bomb.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0x27, 0x10, 0x27, 0x10]);
    site.write_bytes("content/clusters/uca/fair.jpg", &bomb);
    let run = site.check();
    assert!(
        run.diagnostics().contains("content/clusters/uca/fair.jpg:1:1 file-kind: scale the picture down"),
        "{}",
        run.stderr
    );
    assert!(run.stdout.contains("is 10000 by 10000 pixels; up to 64 million"), "{}", run.stdout);
}
