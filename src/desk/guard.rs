//! Judges which requests the desk answers. The desk is for the person at this machine alone or, behind a proxy, for
//! those who signed in there ([`super::proxy`]); and it writes files.
//!
//! - Reading is judged as by the development server: the name must be this machine's, and pages of other origins read nothing.
//!   Following a link to the desk is allowed, since no GET changes anything.
//! - Writing is POST, from a form that the desk made: `Origin` must be there and be the desk's own, `Sec-Fetch-Site`, when
//!   there, must say so too, and the form must hold the desk's token, which no other origin can read.
//! - The preview runs the theme's scripts. It has an origin of its own, so that they can neither read the desk nor write, and
//!   only the desk can show it in a frame.

use std::net::SocketAddr;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};

use super::proxy::{Person, Place, Proxy, ProxyRefusal};
use crate::{
    message::Message,
    outputs::headers::{SECURITY, STRICT_TRANSPORT, without_upgrade},
    serve::guard::{Asked, HostNames, RequestRefusal, judge_fetch, judge_origin},
};

/// The field of every form that writes.
pub(super) const TOKEN: &str = "token";

/// The way in which browsers reach the desk.
#[derive(Debug)]
pub(super) enum Reach {
    /// By browsers of this machine, at a port of its own and one of the preview's.
    ThisMachine {
        port: u16,
        preview_port: u16,
    },
    Proxy(Proxy),
}

impl Reach {
    /// Judges a request that changes nothing. Who asks is known behind a proxy alone.
    pub(super) fn reading(&self, uri: &Uri, headers: &HeaderMap, local: SocketAddr) -> Result<Option<Person>, Message> {
        self.judge(uri, headers, local, Place::Desk, Asked::Site)
    }

    /// Judges a request that may change something; its token is judged when its body has been read.
    pub(super) fn writing(&self, uri: &Uri, headers: &HeaderMap, local: SocketAddr) -> Result<Option<Person>, Message> {
        let person = self.judge(uri, headers, local, Place::Desk, Asked::Own)?;
        if !headers.contains_key(header::ORIGIN) {
            return Err(RequestRefusal::Origin.message());
        }
        match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
            None | Some(b"same-origin") => Ok(person),
            Some(_) => Err(RequestRefusal::Site.message()),
        }
    }

    /// Judges a request for a page of the preview.
    pub(super) fn preview(&self, uri: &Uri, headers: &HeaderMap, local: SocketAddr) -> Result<Option<Person>, Message> {
        self.judge(uri, headers, local, Place::Preview, Asked::Framed)
    }

    fn judge(
        &self,
        uri: &Uri,
        headers: &HeaderMap,
        local: SocketAddr,
        place: Place,
        asked: Asked,
    ) -> Result<Option<Person>, Message> {
        let proxy = match self {
            Reach::ThisMachine { .. } => {
                let judged = HostNames::new(None).judge(uri, headers, local, asked);
                return judged.map(|()| None).map_err(RequestRefusal::message);
            }
            Reach::Proxy(proxy) => proxy,
        };
        let person = proxy.person(headers).map_err(ProxyRefusal::message)?;
        if proxy.place(uri, headers).map_err(ProxyRefusal::message)? != place {
            return Err(ProxyRefusal::Host.message());
        }
        let own = match place {
            Place::Desk => &proxy.origin,
            Place::Preview => &proxy.preview,
        };
        judge_origin(headers, |origin| origin == own.to_string())
            .and_then(|()| judge_fetch(headers, asked))
            .map_err(RequestRefusal::message)?;
        Ok(Some(person))
    }

    /// The address of the desk, with a slash at its end.
    pub(super) fn url(&self) -> String {
        match self {
            Reach::ThisMachine { port, .. } => format!("http://127.0.0.1:{port}/"),
            Reach::Proxy(proxy) => format!("{}/", proxy.origin),
        }
    }

    /// The address of the preview: an origin of its own.
    pub(super) fn preview_url(&self) -> String {
        match self {
            Reach::ThisMachine { preview_port, .. } => format!("http://127.0.0.1:{preview_port}/"),
            Reach::Proxy(proxy) => format!("{}/", proxy.preview),
        }
    }

    /// The origins that browsers know the desk by, as policies list them.
    fn origins(&self) -> String {
        match self {
            Reach::ThisMachine { port, .. } => origins(*port),
            Reach::Proxy(proxy) => proxy.origin.to_string(),
        }
    }

    fn preview_origins(&self) -> String {
        match self {
            Reach::ThisMachine { preview_port, .. } => origins(*preview_port),
            Reach::Proxy(proxy) => proxy.preview.to_string(),
        }
    }
}

/// Whether two texts are the same, without telling by the time it takes where they differ.
pub(super) fn is_same(given: &str, secret: &str) -> bool {
    let differing = given.bytes().zip(secret.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    given.len() == secret.len() && differing == 0
}

/// The addresses under which a port of this machine is reached.
fn origins(port: u16) -> String {
    format!("http://127.0.0.1:{port} http://localhost:{port}")
}

/// Adds the headers that every page of the desk has.
pub(super) fn secure_desk(headers: &mut HeaderMap, reach: &Reach) {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
         frame-src {}; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        reach.preview_origins()
    );
    add(headers, "content-security-policy", &policy);
    // Forms need their origin told, which `no-referrer` would hide.
    add(headers, "referrer-policy", "same-origin");
    secure(headers);
}

/// Adds the headers that every page of the preview has: the published ones, but for who may frame it.
pub(super) fn secure_preview(headers: &mut HeaderMap, reach: &Reach) {
    let published = SECURITY.iter().find(|(name, _)| *name == "Content-Security-Policy").map_or("", |(_, value)| value);
    let policy =
        without_upgrade(published).replace("frame-ancestors 'none'", &format!("frame-ancestors {}", reach.origins()));
    add(headers, "content-security-policy", &policy);
    secure(headers);
    headers.remove("x-frame-options");
}

fn secure(headers: &mut HeaderMap) {
    for (name, value) in SECURITY {
        if *name != STRICT_TRANSPORT && !headers.contains_key(*name) {
            add(headers, name, value);
        }
    }
    add(headers, "cache-control", "no-store");
}

fn add(headers: &mut HeaderMap, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
        && !headers.contains_key(&name)
    {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(headers: &[(&str, &str)], expected: Result<(), RequestRefusal>) {
        let local: SocketAddr = "127.0.0.1:8100".parse().unwrap();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
        }
        let reach = Reach::ThisMachine { port: 8100, preview_port: 8101 };
        let judged = reach.writing(&"/page/about".parse().unwrap(), &map, local);
        assert_eq!(judged, expected.map(|()| None).map_err(RequestRefusal::message), "{headers:?}");
    }

    #[test]
    fn only_the_desks_own_pages_write() {
        let host = ("host", "127.0.0.1:8100");
        let origin = ("origin", "http://127.0.0.1:8100");
        check(&[host, origin], Ok(()));
        check(&[host, origin, ("sec-fetch-site", "same-origin")], Ok(()));
        check(&[("host", "localhost:8100"), ("origin", "http://localhost:8100")], Ok(()));
        // A page that says nothing of where it comes from.
        check(&[host], Err(RequestRefusal::Origin));
        for strange in ["null", "http://127.0.0.1:8101", "http://evil.example", "https://127.0.0.1:8100", ""] {
            check(&[host, ("origin", strange)], Err(RequestRefusal::Origin));
        }
        for site in ["cross-site", "same-site", "none", "x"] {
            check(&[host, origin, ("sec-fetch-site", site)], Err(RequestRefusal::Site));
        }
        // A name that was made to lead to this machine.
        check(&[("host", "evil.example:8100"), ("origin", "http://evil.example:8100")], Err(RequestRefusal::Host));
        // Another site's form, sent as a navigation.
        let form = [
            host,
            origin,
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ];
        check(&form, Err(RequestRefusal::Site));
    }

    #[test]
    fn a_token_is_whole() {
        assert!(is_same("abc", "abc"));
        for wrong in ["", "ab", "abd", "abcd"] {
            assert!(!is_same(wrong, "abc"), "{wrong}");
        }
    }
}
