//! Media types of published files, by their endings: the one table for whatever serves the site.

/// Endings and their types.
pub const TYPES: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("map", "application/json"),
    ("jsonld", "application/ld+json"),
    ("webmanifest", "application/manifest+json"),
    ("xml", "application/xml; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("woff", "font/woff"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("sqlite", "application/vnd.sqlite3"),
    ("zip", "application/zip"),
    ("mp3", "audio/mpeg"),
    ("ogg", "audio/ogg"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("wasm", "application/wasm"),
];

/// The name of every feed, which is more than any XML.
pub const FEED: (&str, &str) = ("feed.xml", "application/atom+xml; charset=utf-8");

/// The media type of a file that nothing should interpret.
pub const UNKNOWN: &str = "application/octet-stream";

/// Of a path below the output folder. A name without a known ending is bytes that nothing should interpret.
pub fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if name == FEED.0 {
        FEED.1
    } else if matches!(name, "_headers" | "_redirects") {
        "text/plain; charset=utf-8"
    } else {
        TYPES.iter().find(|(known, _)| *known == ending).map_or(UNKNOWN, |(_, of)| of)
    }
}

/// Whether a published file is a page for people.
pub fn is_html(path: &str) -> bool {
    path.ends_with(".html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_decides() {
        for (path, expected) in [
            ("en/index.html", "text/html; charset=utf-8"),
            ("en/feed.xml", "application/atom+xml; charset=utf-8"),
            ("sitemap.xml", "application/xml; charset=utf-8"),
            ("assets/fonts/a.0123456789.woff2", "font/woff2"),
            ("_redirects", "text/plain; charset=utf-8"),
            ("assets/a.b/licence", "application/octet-stream"),
        ] {
            assert_eq!(content_type(path), expected, "{path}");
        }
    }
}
