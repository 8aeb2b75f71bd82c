//! The script that keeps an open page up to date, put in when a page is sent: the built bytes stay as they are
//! published. The script stands at an address of this run's own, and the site's published policy lets it run and ask
//! this server without an exception.

use std::collections::BTreeMap;

use axum::body::Bytes;

use super::site::{Built, Print, print_of};
use crate::text::hex;

pub const SCRIPT: &str = include_str!("client/reload.js");
pub const STYLE: &str = include_str!("client/overlay.css");

/// The page with the script in it. What it says depends on the built bytes and this run alone.
pub fn with_script(html: &[u8], print: &Print, shape: &Print, token: &str) -> Bytes {
    let script = format!(
        "<script src=\"/__icsi/{token}/reload.js\" data-page=\"{}\" data-shape=\"{}\"></script>",
        hex(print),
        hex(shape)
    );
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|window| window.eq_ignore_ascii_case(end)).unwrap_or(html.len());
    let (before, after) = html.split_at_checked(at).unwrap_or((html, &[]));
    [before, script.as_bytes(), after].concat().into()
}

/// What a page is apart from which version of its style sheets it names: when this is the same, exchanging the style
/// sheets is enough.
pub fn shape(site: &Built, html: &[u8]) -> Print {
    let Ok(text) = std::str::from_utf8(html) else { return print_of(html) };
    let mut text = text.to_owned();
    for (name, path) in styles(site) {
        text = text.replace(&path, &name);
    }
    print_of(text.as_bytes())
}

/// The site's style sheets: name below static/ and where it is published.
fn styles(site: &Built) -> impl Iterator<Item = (String, String)> + '_ {
    let assets = site.snapshot.views.iter().flat_map(|views| &views.theme.assets);
    assets.filter(|asset| asset.name.ends_with(".css")).map(|asset| (asset.name.clone(), asset.path.clone()))
}

/// For the browser: addresses of the style sheets by their name without a fingerprint.
pub fn style_addresses(site: &Built) -> BTreeMap<String, String> {
    let base = &site.snapshot.config.base_url.path;
    styles(site).map(|(name, path)| (format!("{base}assets/{name}"), format!("{base}{path}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        let print = Print::default();
        let sent = with_script(b"<body>&lt;/body> <p>x</p></BODY></html>", &print, &print, "t");
        let text = String::from_utf8(sent.to_vec()).unwrap();
        assert!(text.starts_with("<body>&lt;/body> <p>x</p><script src=\"/__icsi/t/reload.js\""), "{text}");
        assert!(text.ends_with("</script></BODY></html>"), "{text}");
        assert!(String::from_utf8(with_script(b"x", &print, &print, "t").to_vec()).unwrap().starts_with("x<script"));
    }
}
