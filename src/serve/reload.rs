//! The script that keeps an open page up to date. It is put into a page when the page is sent, so that the rendered bytes
//! are the published ones. Its address is this run's own, and the published policy lets it run and ask this server.

use std::collections::BTreeMap;

use axum::body::Bytes;

use super::site::{Built, Checksum, checksum};
use crate::text::hex;

pub(super) const SCRIPT: &str = include_str!("client/reload.js");
pub(super) const STYLE: &str = include_str!("client/overlay.css");

/// The page with the script in it. The result depends on the rendered bytes and this run alone.
pub(super) fn with_script(html: &[u8], page: &Checksum, shape: &Checksum, token: &str) -> Bytes {
    let script = format!(
        "<script src=\"/__icsi/{token}/reload.js\" data-page=\"{}\" data-shape=\"{}\"></script>",
        hex(page),
        hex(shape)
    );
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|window| window.eq_ignore_ascii_case(end)).unwrap_or(html.len());
    let (before, after) = html.split_at_checked(at).unwrap_or((html, &[]));
    [before, script.as_bytes(), after].concat().into()
}

/// The checksum of a page without the fingerprints of its style sheets. While it stays the same, the browser need only
/// exchange the style sheets.
pub(super) fn shape(site: &Built, html: &[u8]) -> Checksum {
    let Ok(text) = std::str::from_utf8(html) else { return checksum(html) };
    let mut text = text.to_owned();
    for (name, path) in styles(site) {
        text = text.replace(&path, &name);
    }
    checksum(text.as_bytes())
}

/// The site's style sheets: the name below static/ and the published path.
fn styles(site: &Built) -> impl Iterator<Item = (String, String)> + '_ {
    let assets = site.snapshot.views.iter().flat_map(|views| &views.theme.assets);
    assets.filter(|asset| asset.name.ends_with(".css")).map(|asset| (asset.name.clone(), asset.path.clone()))
}

/// The addresses of the style sheets by their addresses without fingerprint, for the script.
pub(super) fn style_addresses(site: &Built) -> BTreeMap<String, String> {
    let base = &site.snapshot.config.base_url.path;
    styles(site).map(|(name, path)| (format!("{base}assets/{name}"), format!("{base}{path}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        let print = Checksum::default();
        let sent = with_script(b"<body>&lt;/body> <p>x</p></BODY></html>", &print, &print, "t");
        let text = String::from_utf8(sent.to_vec()).unwrap();
        assert!(text.starts_with("<body>&lt;/body> <p>x</p><script src=\"/__icsi/t/reload.js\""), "{text}");
        assert!(text.ends_with("</script></BODY></html>"), "{text}");
        assert!(String::from_utf8(with_script(b"x", &print, &print, "t").to_vec()).unwrap().starts_with("x<script"));
    }
}
