//! The language of the server's own pages: what was chosen on the dashboard, else the browser's.

use axum::http::{HeaderMap, HeaderValue, Uri, header};

use crate::messages::MessageLanguage;

/// The cookie that remembers the choice, and the part of the dashboard's address that makes it: `/__icsi/?messages=uk`.
pub(crate) const CHOICE: &str = "messages";

/// The language in which a request is answered.
pub(crate) fn of_request(uri: &Uri, headers: &HeaderMap) -> MessageLanguage {
    chosen(uri).or_else(|| remembered(headers)).unwrap_or_else(|| accepted(headers))
}

/// The language that the address itself chooses.
pub(crate) fn chosen(uri: &Uri) -> Option<MessageLanguage> {
    uri.query()?.split('&').find_map(value).and_then(MessageLanguage::of_tag)
}

/// The header that makes a browser remember a language for this server.
pub(crate) fn memory(language: MessageLanguage) -> HeaderValue {
    match language {
        MessageLanguage::English => HeaderValue::from_static("messages=en; Path=/; SameSite=Strict; HttpOnly"),
        MessageLanguage::Ukrainian => HeaderValue::from_static("messages=uk; Path=/; SameSite=Strict; HttpOnly"),
    }
}

fn remembered(headers: &HeaderMap) -> Option<MessageLanguage> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    cookies
        .flat_map(|cookies| cookies.split(';'))
        .find_map(|cookie| value(cookie.trim()))
        .and_then(MessageLanguage::of_tag)
}

fn value(pair: &str) -> Option<&str> {
    pair.strip_prefix(CHOICE)?.strip_prefix('=')
}

/// The first of ours among the languages that the browser likes best (RFC 9110, section 12.5.4).
pub(crate) fn accepted(headers: &HeaderMap) -> MessageLanguage {
    let ranges = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|ranges| ranges.to_str().ok());
    let mut best: Option<(f32, MessageLanguage)> = None;
    for range in ranges.flat_map(|ranges| ranges.split(',')) {
        let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|digits| digits.parse().ok()).unwrap_or(1.0);
        let Some(language) = MessageLanguage::of_tag(tag.trim()) else { continue };
        if weight > 0.0 && best.is_none_or(|(before, _)| weight > before) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, cookie: &str, accepted: &str, expected: MessageLanguage) {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_str(cookie).unwrap());
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_str(accepted).unwrap());
        let uri: Uri = address.parse().unwrap();
        assert_eq!(of_request(&uri, &headers), expected, "{address} {cookie} {accepted}");
    }

    #[test]
    fn the_choice_comes_before_the_browser() {
        use MessageLanguage::{English, Ukrainian};
        check("/__icsi/", "", "", English);
        check("/__icsi/", "", "uk-UA,uk;q=0.9,en;q=0.8", Ukrainian);
        check("/__icsi/", "", "pl,en;q=0.5,uk;q=0.7", Ukrainian);
        check("/__icsi/", "", "pl,uk;q=0,en;q=0.1", English);
        check("/__icsi/", "", "uk;q=what", Ukrainian);
        check("/__icsi/", "a=b; messages=en", "uk", English);
        check("/__icsi/?messages=uk", "messages=en", "en", Ukrainian);
        check("/__icsi/?messages=pl", "messages=nothing", "uk", Ukrainian);
    }
}
