//! Settings for web servers that do not read `_headers` and `_redirects`, made for one site: its address with the path,
//! its languages, its redirects.
//!
//! Each server then sends the headers of [`headers`](super::headers) and the types of [`content_type`](super::content_type),
//! compresses text, answers a second request with 304, leads from former addresses to the new ones (to the address that
//! visitors use, also behind a proxy), shows the 404 page in the address's language, and hides what is for
//! hosts alone. tests/security/servers.rs asks the real servers.

use super::{
    content_type::TYPES,
    headers::{SECURITY, SHARED, STRICT_TRANSPORT, security},
};
use crate::config::BaseUrl;

mod apache;
mod caddy;
mod nginx;

pub(crate) use apache::apache;
pub(crate) use caddy::caddy;
pub(crate) use nginx::nginx;

/// The site that settings are for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ServedSite<'a> {
    pub base: &'a BaseUrl,
    /// The folder of the published site: an absolute path without a slash at its end.
    pub folder: &'a str,
    /// The tags of the site's languages.
    pub languages: &'a [String],
    /// Former addresses and where they lead, as paths inside the site.
    pub redirects: &'a [(String, String)],
    /// Addresses of what was removed on purpose, as paths inside the site.
    pub gone: &'a [String],
    pub transport: Transport,
}

/// The way in which visitors reach the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Transport {
    /// Plain HTTP at this port, behind a proxy that speaks TLS with visitors.
    pub plain_port: Option<u16>,
    /// Strict transport security for the host's subdomains too.
    pub include_subdomains: bool,
    /// Consent to be built into browsers (<https://hstspreload.org>).
    pub preload: bool,
}

/// Whether a folder's path can stand in the settings of each server as it is.
pub(crate) fn can_be_quoted(folder: &str) -> bool {
    !folder.chars().any(|c| c.is_control() || matches!(c, '"' | '\\' | '$' | '%' | '{' | '}' | '`'))
}

impl ServedSite<'_> {
    /// The site's path: `/` or `/kb/`.
    fn path(&self) -> &str {
        &self.base.path
    }

    /// The site's path without its slash; nothing for a site at its host's root.
    fn path_without_slash(&self) -> Option<&str> {
        self.path().strip_suffix('/').filter(|path| !path.is_empty())
    }

    fn has_tls(&self) -> bool {
        self.base.origin.starts_with("https://")
    }

    /// The host's name without its port.
    fn host(&self) -> &str {
        let host = self.base.origin.split_once("://").map_or("", |(_, host)| host);
        match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        }
    }

    /// The port that visitors use.
    fn port(&self) -> &str {
        let host = self.base.origin.split_once("://").map_or("", |(_, host)| host);
        let port = host.strip_prefix(self.host()).and_then(|rest| rest.strip_prefix(':'));
        port.unwrap_or(if self.has_tls() { "443" } else { "80" })
    }

    /// The headers of [`SECURITY`], but for those of [`SHARED`], which have values of their own for open data.
    fn security(&self) -> Vec<(&'static str, String)> {
        let mut headers = security(self.base);
        headers.retain(|(name, _)| !SHARED.iter().any(|(shared, _)| shared == name));
        for (_, value) in headers.iter_mut().filter(|(name, _)| *name == STRICT_TRANSPORT) {
            if self.transport.include_subdomains {
                value.push_str("; includeSubDomains");
            }
            if self.transport.preload {
                value.push_str("; preload");
            }
        }
        headers
    }

    /// Former addresses and where they lead, as paths on the host.
    fn redirects(&self) -> impl Iterator<Item = (String, String)> {
        self.redirects.iter().map(|(from, to)| ([self.path(), from].concat(), [self.path(), to].concat()))
    }

    /// Addresses of what was removed on purpose, each with the page that says that nothing is there, as paths on the host.
    fn gone(&self) -> impl Iterator<Item = (String, String)> {
        self.gone.iter().map(|address| {
            let page = not_found_page(address, self.languages);
            ([self.path(), address].concat(), [self.path(), &page].concat())
        })
    }

    /// The first lines, as a remark.
    fn remark(&self, server: &str) -> String {
        format!(
            "# Settings of {server} for {}{}, made by `icsi headers`.\n# Make them anew when the site's address, languages or \
             redirects change.\n",
            self.base.origin, self.base.path
        )
    }
}

/// The page that says that nothing is at an address, in its language: `en/404.html`.
pub(crate) fn not_found_page(address: &str, languages: &[String]) -> String {
    let tag = address.split('/').next().filter(|first| languages.iter().any(|tag| tag == first));
    tag.map_or_else(|| "404.html".to_owned(), |tag| format!("{tag}/404.html"))
}

/// The value of a shared header outside of the open data; nothing for one that is sent only there.
fn elsewhere(name: &str) -> &'static str {
    SECURITY.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
}

/// A media type without its parameters.
fn bare(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or(media_type)
}

/// The types, without their parameters, of which `keep` says so, each once, in the order of the table.
fn types(keep: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let mut found: Vec<&str> = Vec::new();
    for (_, media_type) in TYPES.iter().filter(|(_, media_type)| keep(media_type)) {
        if !found.contains(&bare(media_type)) {
            found.push(bare(media_type));
        }
    }
    found.push(bare(super::content_type::FEED.1));
    found
}

/// The types that are text, and much smaller when compressed.
fn compressed_types() -> Vec<&'static str> {
    types(|of| of.contains("charset=") || of.contains("json") || of.contains("svg") || of.contains("wasm"))
}

/// A path in a regular expression, where its dots mean themselves.
fn literally(path: &str) -> String {
    path.replace('.', "\\.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_and_port_are_those_of_the_address() {
        for (address, host, port) in [
            ("https://example.org/", "example.org", "443"),
            ("http://example.org/kb/", "example.org", "80"),
            ("https://example.org:8443/", "example.org", "8443"),
            ("https://[::1]/", "[::1]", "443"),
            ("http://[::1]:8080/", "[::1]", "8080"),
        ] {
            let base = BaseUrl::parse(address).unwrap();
            let transport = Transport::default();
            let site = ServedSite { base: &base, folder: "/srv", languages: &[], redirects: &[], gone: &[], transport };
            assert_eq!((site.host(), site.port()), (host, port), "{address}");
        }
    }

    #[test]
    fn a_folder_that_a_server_would_read_otherwise_is_refused() {
        for folder in ["/srv/www/a b", "/srv/www/база"] {
            assert!(can_be_quoted(folder), "{folder}");
        }
        for folder in ["/srv/$host", "/srv/\"", "/srv/{path}", "/srv/%{x}", "/srv/a\nb", "C:\\site"] {
            assert!(!can_be_quoted(folder), "{folder}");
        }
    }
}
