//! Judges which requests are answered. The server is for the person at this machine; pages of other sites that their browser
//! shows must not read it.
//!
//! - `Host` must be a name of this server, with its port where it has one. Otherwise a stranger's name could be made to point
//!   here (DNS rebinding). A target that is a whole address (`GET http://localhost/ HTTP/1.1`) is judged like it, since it
//!   stands in the place of `Host` (RFC 9112, section 3.2.2).
//! - `Origin`, when there, must be one of a fixed list. It is never compared with `Host`, which a stranger chooses.
//! - `Sec-Fetch-Site`, which browsers set and scripts cannot, refuses what another site's page fetches. Following a
//!   link to a page is not fetching.
//! - The server's own pages and the event stream answer only themselves.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::http::{HeaderMap, Uri, header};

use crate::{message, message::Message};

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestRefusal {
    Host,
    Origin,
    Site,
}

impl RequestRefusal {
    pub(crate) fn message(self) -> Message {
        match self {
            RequestRefusal::Host => message!("reply-host"),
            RequestRefusal::Origin => message!("reply-origin"),
            RequestRefusal::Site => message!("reply-site"),
        }
    }
}

/// The kind of thing that a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A page or file of the site.
    Site,
    /// One of the server's own: dashboard, event stream, overlay.
    Own,
    /// A page or file of the site that a page of another port may show in a frame: its policy says whose.
    Framed,
}

/// The names of this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HostNames {
    /// The name given with `--host`, in lower case.
    given: Option<String>,
}

impl HostNames {
    pub(crate) fn new(given: Option<&str>) -> Self {
        let given = given.map(|host| host.trim_end_matches('.').to_ascii_lowercase());
        Self { given: given.filter(|host| !host.parse::<IpAddr>().is_ok_and(|ip| ip.is_unspecified())) }
    }

    /// Judges a request by its target, its headers and the address that its connection came in at.
    pub(crate) fn judge(
        &self,
        target: &Uri,
        headers: &HeaderMap,
        local: SocketAddr,
        asked: Asked,
    ) -> Result<(), RequestRefusal> {
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok()).ok_or(RequestRefusal::Host)?;
        if hosts.next().is_some() || !self.is_own_host(host, local) {
            return Err(RequestRefusal::Host);
        }
        let scheme_is_ours = target.scheme_str().is_none_or(|scheme| scheme == "http");
        let names_us = target.authority().is_none_or(|authority| self.is_own_host(authority.as_str(), local));
        if !scheme_is_ours || !names_us {
            return Err(RequestRefusal::Host);
        }
        judge_origin(headers, |origin| self.is_own_origin(origin, local))?;
        judge_fetch(headers, asked)
    }

    /// A name with no port stands for whatever port the request came in at.
    fn is_own_host(&self, host: &str, local: SocketAddr) -> bool {
        split_port(host)
            .is_some_and(|(name, port)| port.is_none_or(|port| port == local.port()) && self.is_ours(name, local))
    }

    fn is_own_origin(&self, origin: &str, local: SocketAddr) -> bool {
        let Some(authority) = origin.strip_prefix("http://") else { return false };
        let Some((name, port)) = split_port(authority) else { return false };
        port.unwrap_or(80) == local.port() && self.is_ours(name, local)
    }

    fn is_ours(&self, name: &str, local: SocketAddr) -> bool {
        let name = name.to_ascii_lowercase();
        if name == "localhost" || self.given.as_ref() == Some(&name) {
            return true;
        }
        let bare = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&name);
        match bare.parse::<IpAddr>() {
            // An IP address, unlike a name, cannot be made to point here.
            Ok(ip) => {
                ip == IpAddr::V4(Ipv4Addr::LOCALHOST) || ip == IpAddr::V6(Ipv6Addr::LOCALHOST) || same(ip, local.ip())
            }
            Err(_) => false,
        }
    }
}

/// Judges `Origin`: when it is there, it is there once and one of ours.
pub(crate) fn judge_origin(headers: &HeaderMap, is_ours: impl Fn(&str) -> bool) -> Result<(), RequestRefusal> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let Some(origin) = origins.next() else { return Ok(()) };
    let allowed = origin.to_str().is_ok_and(is_ours);
    if allowed && origins.next().is_none() { Ok(()) } else { Err(RequestRefusal::Origin) }
}

/// Judges what a browser says of where a request comes from, and what for.
pub(crate) fn judge_fetch(headers: &HeaderMap, asked: Asked) -> Result<(), RequestRefusal> {
    let says = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("invalid"));
    let navigates = says("sec-fetch-mode") == Some("navigate");
    let follows_link = match says("sec-fetch-dest") {
        Some("document") => navigates && asked != Asked::Own,
        Some("iframe") => navigates && asked == Asked::Framed,
        _ => false,
    };
    match says("sec-fetch-site") {
        None | Some("same-origin" | "none") => Ok(()),
        // Another port of this machine is the same site, but not the same origin.
        Some(_) if follows_link => Ok(()),
        Some(_) => Err(RequestRefusal::Site),
    }
}

fn same(a: IpAddr, b: IpAddr) -> bool {
    a.to_canonical() == b.to_canonical()
}

/// Splits `[::1]:8000` into name and port; `None` if it is malformed.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let end = match authority.strip_prefix('[') {
        Some(rest) => rest.find(']')? + 2,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let (name, rest) = authority.split_at_checked(end)?;
    if name.is_empty() {
        return None;
    }
    match rest.strip_prefix(':') {
        Some(port) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => {
            Some((name, Some(port.parse().ok()?)))
        }
        Some(_) => None,
        None => rest.is_empty().then_some((name, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn check(given: Option<&str>, asked: Asked, headers: &[(&str, &str)], expected: Result<(), RequestRefusal>) {
        check_target("/en/", given, asked, headers, expected);
    }

    fn check_target(
        target: &str,
        given: Option<&str>,
        asked: Asked,
        headers: &[(&str, &str)],
        expected: Result<(), RequestRefusal>,
    ) {
        let local: SocketAddr = "192.168.1.5:8000".parse().unwrap();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
        }
        let judged = HostNames::new(given).judge(&target.parse().unwrap(), &map, local, asked);
        assert_eq!(judged, expected, "{target} {headers:?}");
    }

    #[test]
    fn only_names_of_this_server_are_answered() {
        for host in
            ["localhost:8000", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "192.168.1.5:8000", "localhost"]
        {
            check(None, Asked::Own, &[("host", host)], Ok(()));
        }
        for host in [
            "evil.example:8000",
            "localhost:9000",
            "localhost:80",
            "127.0.0.1:8001",
            "192.168.1.5:80",
            "localhost.evil.example",
            "evil.localhost.",
            "127.0.0.1.nip.io:8000",
            "10.0.0.1:8000",
            "0.0.0.0:8000",
            "localhost:8000:80",
            "localhost:",
            "localhost@evil.example",
            "evil.example#localhost",
            "[::1",
            "",
            ":8000",
            "2130706433:8000",
        ] {
            check(None, Asked::Site, &[("host", host)], Err(RequestRefusal::Host));
        }
        check(None, Asked::Site, &[], Err(RequestRefusal::Host));
        check(None, Asked::Site, &[("host", "localhost"), ("host", "evil.example")], Err(RequestRefusal::Host));
        check(Some("box.lan"), Asked::Site, &[("host", "Box.lan:8000")], Ok(()));
        check(Some("0.0.0.0"), Asked::Site, &[("host", "0.0.0.0:8000")], Err(RequestRefusal::Host));
    }

    #[test]
    fn a_whole_address_as_target_is_judged_like_a_host() {
        let host = [("host", "localhost:8000")];
        for target in ["http://localhost:8000/en/", "HTTP://LOCALHOST/en/", "http://[::1]:8000/", "/en/"] {
            check_target(target, None, Asked::Site, &host, Ok(()));
        }
        for target in [
            "http://evil.example/en/",
            "http://evil.example:8000/en/",
            "http://localhost:9000/en/",
            "http://localhost:8000@evil.example/en/",
            "http://evil.example@localhost:8000/en/",
            "https://localhost:8000/en/",
            "ftp://localhost:8000/en/",
        ] {
            check_target(target, None, Asked::Site, &host, Err(RequestRefusal::Host));
        }
        // One of our own does not make up for a stranger's `Host`.
        let strange = [("host", "evil.example")];
        check_target("http://localhost:8000/en/", None, Asked::Site, &strange, Err(RequestRefusal::Host));
    }

    #[test]
    fn origins_are_from_a_fixed_list() {
        for origin in ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000", "http://192.168.1.5:8000"]
        {
            check(None, Asked::Own, &[("host", "localhost:8000"), ("origin", origin)], Ok(()));
        }
        for origin in [
            "null",
            "https://localhost:8000",
            "http://localhost:3000",
            "http://localhost",
            "http://evil.example",
            "http://evil.example:8000",
            "file://",
            "vscode-webview://x",
        ] {
            // The same stranger's name in both headers makes it no better.
            check(None, Asked::Site, &[("host", "localhost:8000"), ("origin", origin)], Err(RequestRefusal::Origin));
        }
    }

    #[test]
    fn pages_of_other_sites_may_link_here_but_not_read() {
        let host = ("host", "localhost:8000");
        let link = [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
        for site in ["cross-site", "same-site", "anything"] {
            check(None, Asked::Site, &[host, ("sec-fetch-site", site)], Err(RequestRefusal::Site));
            check(None, Asked::Site, &[host, ("sec-fetch-site", site), link[0], link[1]], Ok(()));
            check(None, Asked::Own, &[host, ("sec-fetch-site", site), link[0], link[1]], Err(RequestRefusal::Site));
            let frame = ("sec-fetch-dest", "iframe");
            check(None, Asked::Site, &[host, ("sec-fetch-site", site), link[0], frame], Err(RequestRefusal::Site));
        }
        for site in ["same-origin", "none"] {
            check(None, Asked::Own, &[host, ("sec-fetch-site", site)], Ok(()));
        }
    }
}
