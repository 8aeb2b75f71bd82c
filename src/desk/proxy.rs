//! The desk behind a proxy, for a team: what it must be told to start, and who is let in.
//!
//! The proxy asks people who they are, says so in a header, and proves with a secret, in another header, that it is the proxy. The
//! desk and its preview are reached at the same place; the name that the browser asked for, in `Host`, says which is meant.
//! Nothing else of what a proxy may add is believed.

use std::fmt;

use axum::http::{HeaderMap, HeaderName, Uri, header};

use super::guard::is_same;
use crate::{message, message::Message};

/// The header in which the proxy proves what it is.
pub(super) const SECRET_HEADER: &str = "icsi-proxy-secret";
/// The bytes of a secret.
pub const SECRET_LEAST: usize = 32;
pub const SECRET_MOST: usize = 512;
/// The characters of a person's name.
const NAME_LIMIT: usize = 64;
/// An origin may be so long.
const ORIGIN_LIMIT: usize = 300;
/// Addresses of people that have none: no mail is ever sent below `.invalid`.
const NO_MAIL: &str = "desk.invalid";
/// Headers that mean something of their own, to the desk or to HTTP.
const TAKEN_HEADERS: [&str; 12] = [
    SECRET_HEADER,
    "host",
    "origin",
    "cookie",
    "authorization",
    "connection",
    "content-type",
    "content-length",
    "transfer-encoding",
    "accept-language",
    "referer",
    "x-forwarded-for",
];

/// The proxy before a team's desk, as the desk knows it.
#[derive(Debug)]
pub struct Proxy {
    pub origin: Origin,
    pub preview: Origin,
    pub user_header: UserHeader,
    pub secret: Secret,
}

/// The origin at which browsers reach something: scheme and name, and the port where it is not the scheme's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    scheme: &'static str,
    /// In lower case: `desk.example.org`, `localhost:8443`
    authority: String,
}

/// The header with the name of the person who signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserHeader(HeaderName);

/// A secret that only the proxy and the desk know. It is never shown.
pub struct Secret(String);

/// Somebody who signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub name: String,
    /// As commits have it.
    pub email: String,
}

/// The part of the desk that a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Desk,
    Preview,
}

/// Why a request is refused that comes from no proxy, or from one that is set up otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProxyRefusal {
    Secret,
    Host,
    User,
}

impl ProxyRefusal {
    pub(super) fn message(self) -> Message {
        match self {
            ProxyRefusal::Secret => message!("reply-proxy-alone"),
            ProxyRefusal::Host => message!("reply-not-the-desks-name"),
            ProxyRefusal::User => message!("reply-nobody-signed-in"),
        }
    }
}

impl Proxy {
    /// Finds the part of the desk that a request names in `Host`.
    ///
    /// # Errors
    ///
    /// Another name, none, or more than one.
    pub(super) fn place(&self, target: &Uri, headers: &HeaderMap) -> Result<Place, ProxyRefusal> {
        let host = only(headers, &header::HOST).ok_or(ProxyRefusal::Host)?;
        // Proxies ask by path. A whole address would stand in the place of `Host`.
        if target.authority().is_some() {
            return Err(ProxyRefusal::Host);
        }
        match host {
            host if self.origin.is_host(host) => Ok(Place::Desk),
            host if self.preview.is_host(host) => Ok(Place::Preview),
            _ => Err(ProxyRefusal::Host),
        }
    }

    /// Finds the person who asks. Only the proxy can say so.
    ///
    /// # Errors
    ///
    /// A request without the secret, or without the name of one person.
    pub(super) fn person(&self, headers: &HeaderMap) -> Result<Person, ProxyRefusal> {
        let secret = only(headers, &HeaderName::from_static(SECRET_HEADER)).unwrap_or_default();
        if !is_same(secret, &self.secret.0) {
            return Err(ProxyRefusal::Secret);
        }
        let mut names = headers.get_all(&self.user_header.0).iter();
        let name = names.next().and_then(|name| std::str::from_utf8(name.as_bytes()).ok());
        let name = name.filter(|_| names.next().is_none());
        name.and_then(Person::parse).ok_or(ProxyRefusal::User)
    }
}

/// The value of a header that is there once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

impl Origin {
    /// `https://desk.example.org`, with a slash at its end or without. `None` for what is no such thing.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, usual, rest) = match text.split_once("://")? {
            ("https", rest) => ("https", ":443", rest),
            ("http", rest) => ("http", ":80", rest),
            _ => return None,
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest).to_ascii_lowercase();
        let authority = authority.strip_suffix(usual).unwrap_or(&authority).to_owned();
        let uri: Uri = format!("{scheme}://{authority}/").parse().ok()?;
        let host = uri.host()?;
        let port = uri.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | ':' | '[' | ']');
        let is_origin = text.len() <= ORIGIN_LIMIT
            && !host.is_empty()
            && host.chars().all(is_plain)
            && format!("{host}{port}") == authority;
        is_origin.then_some(Self { scheme, authority })
    }

    pub fn is_https(&self) -> bool {
        self.scheme == "https"
    }

    /// Whether `Host` names it, with the scheme's own port or without.
    fn is_host(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let usual = if self.is_https() { ":443" } else { ":80" };
        host.strip_suffix(usual).unwrap_or(&host) == self.authority
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

impl UserHeader {
    /// `None` for what is no name of a header, or one that means something else.
    pub fn parse(name: &str) -> Option<Self> {
        let name = HeaderName::try_from(name).ok()?;
        let is_taken = TAKEN_HEADERS.contains(&name.as_str()) || name.as_str().starts_with("sec-");
        (!is_taken).then_some(Self(name))
    }
}

impl Secret {
    /// A line of visible ASCII characters, whose end may be missing. `None` for anything else.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let line = text.strip_suffix('\n').unwrap_or(text);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let is_secret =
            (SECRET_LEAST..=SECRET_MOST).contains(&line.len()) && line.bytes().all(|byte| byte.is_ascii_graphic());
        is_secret.then(|| Self(line.to_owned()))
    }

    /// The bytes, for what is derived of them.
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Person {
    /// Letters and digits of any script with `. _ - @ + '` and single spaces between them. `None` for anything else: git and the log
    /// give other signs a meaning, and eyes do not tell some of them apart.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let is_plain =
            |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-' | '@' | '+' | '\'' | '’' | ' ');
        let is_name = (1..=NAME_LIMIT).contains(&name.chars().count())
            && name.chars().all(is_plain)
            && !name.contains("  ")
            && name.starts_with(char::is_alphanumeric)
            && name.ends_with(char::is_alphanumeric);
        is_name.then(|| Self { name: name.to_owned(), email: email(name) })
    }
}

/// The name itself where it is an address, else one that nobody can have.
fn email(name: &str) -> String {
    let is_address = !name.contains(' ')
        && name.split_once('@').is_some_and(|(own, host)| !own.is_empty() && host.contains('.') && !host.contains('@'));
    if is_address { name.to_owned() } else { format!("{}@{NO_MAIL}", name.replace([' ', '@'], ".")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_and_name() {
        for (text, shown) in [
            ("https://desk.example.org", "https://desk.example.org"),
            ("https://Desk.Example.org/", "https://desk.example.org"),
            ("https://desk.example.org:443", "https://desk.example.org"),
            ("http://localhost:8100", "http://localhost:8100"),
            ("http://desk.localhost:80/", "http://desk.localhost"),
            ("http://[::1]:8100", "http://[::1]:8100"),
        ] {
            assert_eq!(Origin::parse(text).map(|origin| origin.to_string()).as_deref(), Some(shown), "{text}");
        }
        for text in [
            "",
            "desk.example.org",
            "https://",
            "https:///",
            "ftp://desk.example.org",
            "https://desk.example.org/desk",
            "https://desk.example.org//",
            "https://desk.example.org?x",
            "https://desk.example.org#x",
            "https://user@desk.example.org",
            "https://desk.example.org:x",
            "https://desk.example.org:",
            "https://desk.example.org; script-src *",
            "https://desk.example.org https://evil.example",
            "https://*.example.org",
            "https://редакція.укр",
            "null",
        ] {
            assert_eq!(Origin::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_person_has_a_name_that_nothing_is_hidden_in() {
        for (name, email) in [
            ("olena", "olena@desk.invalid"),
            ("Олена Шевчук", "Олена.Шевчук@desk.invalid"),
            ("olena@example.org", "olena@example.org"),
            ("a@b", "a.b@desk.invalid"),
            ("O'Neill", "O'Neill@desk.invalid"),
        ] {
            assert_eq!(Person::parse(name).map(|person| person.email).as_deref(), Some(email), "{name}");
        }
        let long = "a".repeat(65);
        for name in [
            "",
            " ",
            " olena",
            "olena ",
            "a  b",
            "a\nb",
            "a\tb",
            "a<b>",
            "a,b",
            "a;b",
            "a\u{202e}b",
            "a\u{200b}b",
            "-a",
            "..",
            "a:b",
            "a/b",
            "a\"b",
            "a\0b",
            &long,
        ] {
            assert_eq!(Person::parse(name), None, "{name:?}");
        }
    }

    #[test]
    fn a_secret_is_long_enough_to_be_one() {
        let good = "0123456789abcdef0123456789abcdef";
        for text in [good.to_owned(), format!("{good}\n"), format!("{good}\r\n")] {
            assert_eq!(Secret::parse(text.as_bytes()).map(|secret| secret.0).as_deref(), Some(good));
        }
        let long = "a".repeat(513);
        for text in ["", "\n", &good[1..], &format!("{good} x"), &format!("{good}\n\n"), &format!("{good}é"), &long] {
            assert!(Secret::parse(text.as_bytes()).is_none(), "{text:?}");
        }
        assert!(!format!("{:?}", Secret::parse(good.as_bytes())).contains("0123"));
    }

    #[test]
    fn the_users_header_is_no_other() {
        assert!(UserHeader::parse("Remote-User").is_some());
        for name in ["", "Host", "origin", "Icsi-Proxy-Secret", "Cookie", "Sec-Fetch-Site", "a b", "a:b", "Автор"]
        {
            assert_eq!(UserHeader::parse(name), None, "{name}");
        }
    }
}
