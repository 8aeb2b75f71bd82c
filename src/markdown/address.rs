//! The one judge of addresses: links and pictures in bodies, and every `url` and `email` field of front matter.
//!
//! [`judge`] takes an address after the decoding of the format that it stands in (Markdown's entities and escapes,
//! TOML's escapes) and sees through percent-encoding itself. What it lets pass is a path to one of the site's own
//! files, or `https:`, `http:`, `mailto:` and `tel:`, each in a form that every browser reads the same way. The rule
//! follows what browsers do to addresses (WHATWG URL: tabs and line ends vanish, backslashes become slashes, blanks
//! at the ends are cut) by refusing whatever they would change.

use std::borrow::Cow;

use super::limits;
use crate::{
    diagnostics::Rule,
    message,
    message::Message,
    text::{
        characters::{is_combining, is_deceptive, mixes_scripts},
        percent,
    },
};

/// An address that may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address<'a> {
    /// A path to a file of the site, relative to the file that it is written in.
    Local {
        /// Percent-decoded; empty when the address is a fragment alone. It may hold `.` and `..`: the caller resolves
        /// it and judges whether it leads out of the site.
        path: Cow<'a, str>,
        /// Percent-decoded, without `#`.
        fragment: Option<Cow<'a, str>>,
    },
    /// An address of the world outside, as it was written; [`escape::address`](crate::text::escape::address) writes it.
    External { scheme: Scheme, address: &'a str },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Https,
    Http,
    Mail,
    Phone,
}

impl Scheme {
    /// An address of the web, as opposed to one that starts a letter or a call.
    pub fn is_web(self) -> bool {
        matches!(self, Scheme::Https | Scheme::Http)
    }
}

/// Why an address may not be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    Empty,
    TooLong,
    /// Control characters, and those that make text read other than it is.
    Character,
    /// A blank at either end, or anywhere in an address of the world outside.
    Blank,
    Backslash,
    /// A scheme that is not on the list, or a colon where a scheme's would be.
    Scheme,
    /// `//host`.
    OtherHost,
    /// `/path`.
    Absolute,
    /// `?…` after a path to a file.
    Query,
    /// `name@host` or `name:password@host`.
    UserInfo,
    /// A host that cannot be.
    Host,
    /// Something that stands in the place of a port's number and is none.
    Port,
    /// A part of a host's name with letters of two scripts, as in a name made to look like another.
    MixedScripts,
    /// A letter's or a call's address that cannot be.
    Recipient,
    /// Percent-encoding that is not UTF-8.
    Encoding,
}

impl Reason {
    pub fn rule(self) -> Rule {
        match self {
            Reason::Absolute => Rule::LinkOutside,
            _ => Rule::ForbiddenAddress,
        }
    }

    /// The message that says what is wrong with an address.
    pub fn message(self, address: &str) -> Message {
        match self {
            Reason::Empty => message!("address-empty"),
            Reason::TooLong => message!("address-too-long", address),
            Reason::Character => message!("address-character", address),
            Reason::Blank => message!("address-blank", address),
            Reason::Backslash => message!("address-backslash", address),
            Reason::Scheme => message!("address-scheme", address),
            Reason::OtherHost => message!("address-other-host", address),
            Reason::Absolute => message!("address-absolute", address),
            Reason::Query => message!("address-query", address),
            Reason::UserInfo => message!("address-user-info", address),
            Reason::Host => message!("address-host", address),
            Reason::Port => message!("address-port", address),
            Reason::MixedScripts => message!("address-mixed-scripts", address),
            Reason::Recipient => message!("address-recipient", address),
            Reason::Encoding => message!("address-encoding", address),
        }
    }

    pub fn hint(self) -> Message {
        match self {
            Reason::Empty => message!("address-empty.hint"),
            Reason::TooLong => message!("address-too-long.hint"),
            Reason::Character => message!("address-character.hint"),
            Reason::Blank => message!("address-blank.hint"),
            Reason::Backslash => message!("address-backslash.hint"),
            Reason::Scheme => message!("address-scheme.hint"),
            Reason::OtherHost => message!("address-other-host.hint"),
            Reason::Absolute => message!("address-absolute.hint"),
            Reason::Query => message!("address-query.hint"),
            Reason::UserInfo => message!("address-user-info.hint"),
            Reason::Host => message!("address-host.hint"),
            Reason::Port => message!("address-port.hint"),
            Reason::MixedScripts => message!("address-mixed-scripts.hint"),
            Reason::Recipient => message!("address-recipient.hint"),
            Reason::Encoding => message!("address-encoding.hint"),
        }
    }
}

/// Whether an address may be published, and as what.
///
/// # Errors
///
/// The first [`Reason`] against it.
pub fn judge(address: &str) -> Result<Address<'_>, Reason> {
    if address.is_empty() || address == "#" {
        return Err(Reason::Empty);
    }
    if address.len() > limits::ADDRESS {
        return Err(Reason::TooLong);
    }
    check_characters(address)?;
    if address.starts_with(char::is_whitespace) || address.ends_with(char::is_whitespace) {
        return Err(Reason::Blank);
    }
    if address.starts_with("//") {
        return Err(Reason::OtherHost);
    }
    if address.starts_with('/') {
        return Err(Reason::Absolute);
    }
    // As in a browser, a colon before the first `/`, `?` or `#` ends a scheme; here nothing else may stand there.
    let start = &address[..address.find(['/', '?', '#']).unwrap_or(address.len())];
    match start.split_once(':') {
        Some((scheme, _)) => external(scheme, address),
        None => local(address),
    }
}

fn check_characters(text: &str) -> Result<(), Reason> {
    if text.bytes().all(|b| matches!(b, b' '..=b'[' | b']'..=b'~')) {
        return Ok(());
    }
    if text.contains('\\') {
        return Err(Reason::Backslash);
    }
    let forbidden = |c: char| c.is_control() || is_deceptive(c) || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    if text.contains(forbidden) {
        return Err(Reason::Character);
    }
    Ok(())
}

fn local(address: &str) -> Result<Address<'_>, Reason> {
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (address, None),
    };
    if path.contains('?') {
        return Err(Reason::Query);
    }
    let path = decode(path)?;
    check_characters(&path)?;
    if path.starts_with('/') {
        return Err(Reason::Absolute);
    }
    if path.split('/').next().is_some_and(|first| first.contains(':')) {
        return Err(Reason::Scheme);
    }
    if path.starts_with(char::is_whitespace) || path.ends_with(char::is_whitespace) {
        return Err(Reason::Blank);
    }
    let fragment = match fragment.filter(|fragment| !fragment.is_empty()) {
        Some(fragment) => {
            let fragment = decode(fragment)?;
            check_characters(&fragment)?;
            Some(fragment)
        }
        None => None,
    };
    Ok(Address::Local { path, fragment })
}

fn external<'a>(scheme: &str, address: &'a str) -> Result<Address<'a>, Reason> {
    let rest = &address[scheme.len() + 1..];
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "https" => Scheme::Https,
        "http" => Scheme::Http,
        "mailto" => Scheme::Mail,
        "tel" => Scheme::Phone,
        _ => return Err(Reason::Scheme),
    };
    if address.contains(char::is_whitespace) {
        return Err(Reason::Blank);
    }
    match scheme {
        Scheme::Https | Scheme::Http => web(rest)?,
        Scheme::Mail => mail(rest)?,
        Scheme::Phone => phone(rest)?,
    }
    Ok(Address::External { scheme, address })
}

/// Judges the part after `https:`.
fn web(rest: &str) -> Result<(), Reason> {
    let rest = rest.strip_prefix("//").ok_or(Reason::Host)?;
    let (authority, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if authority.contains('@') {
        return Err(Reason::UserInfo);
    }
    let host = match authority.rfind(']') {
        Some(bracket) => {
            let (host, port) = authority.split_at(bracket + 1);
            check_port(port)?;
            let inside = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).ok_or(Reason::Host)?;
            inside.parse::<std::net::Ipv6Addr>().map_err(|_| Reason::Host)?;
            None
        }
        None if authority.starts_with('[') => return Err(Reason::Host),
        None => {
            let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
            check_port(port)?;
            Some(host)
        }
    };
    if let Some(host) = host {
        check_host(host)?;
    }
    let path = &rest[..rest.find(['?', '#']).unwrap_or(rest.len())];
    // A query or fragment may carry any byte for the server it is meant for; a path that does is made to mislead.
    let decoded = percent::decode(path);
    if decoded.iter().any(u8::is_ascii_control) { Err(Reason::Character) } else { Ok(()) }
}

/// `:` and digits, or nothing.
fn check_port(port: &str) -> Result<(), Reason> {
    match port.strip_prefix(':') {
        None if port.is_empty() => Ok(()),
        // WHATWG URL, "port state": digits alone, 65535 at most; none at all stand for the scheme's own port.
        Some(digits)
            if digits.is_empty() || (digits.bytes().all(|b| b.is_ascii_digit()) && digits.parse::<u16>().is_ok()) =>
        {
            Ok(())
        }
        Some(_) => Err(Reason::Port),
        None => Err(Reason::Host),
    }
}

/// A host by name: labels of letters, digits and inner hyphens, one of them at least.
fn check_host(host: &str) -> Result<(), Reason> {
    let host = host.strip_suffix('.').unwrap_or(host);
    if host.is_empty() || host.len() > 253 {
        return Err(Reason::Host);
    }
    for label in host.split('.') {
        let letters = |c: char| c.is_alphanumeric() || c == '-' || c == '_' || is_combining(c);
        if label.is_empty() || label.starts_with('-') || label.ends_with('-') || !label.chars().all(letters) {
            return Err(Reason::Host);
        }
        if mixes_scripts(label) {
            return Err(Reason::MixedScripts);
        }
    }
    Ok(())
}

/// The `mailto:` address of an e-mail address that [`check_email`] lets pass.
///
/// RFC 6068, section 2: `%`, `/`, `?`, `#`, `[`, `]`, `&`, `;` and `=` are encoded, and so is what no URI may hold; a `?`
/// as it is would begin headers, and a mail program could take `attach=` for an order.
pub fn mailto(email: &str) -> String {
    let mut address = "mailto:".to_owned();
    for c in email.chars() {
        if c.is_alphanumeric() || "-._~@!$'*+".contains(c) {
            address.push(c);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| percent::push(byte, &mut address));
        }
    }
    address
}

/// Judges the part after `mailto:`. Only what a letter needs may be asked for: another parameter could attach files.
fn mail(rest: &str) -> Result<(), Reason> {
    // A browser takes what follows `#` for a fragment and leaves it out.
    if rest.contains('#') {
        return Err(Reason::Recipient);
    }
    let (recipients, query) = rest.split_once('?').unwrap_or((rest, ""));
    for recipient in decode(recipients)?.split(',') {
        check_email(recipient)?;
    }
    for parameter in query.split('&').filter(|p| !p.is_empty()) {
        let (name, value) = parameter.split_once('=').ok_or(Reason::Recipient)?;
        let known = ["subject", "body", "cc", "bcc"].iter().any(|k| name.eq_ignore_ascii_case(k));
        let body = name.eq_ignore_ascii_case("body");
        let value = decode(value)?;
        // A line end in a header's value would begin a header of its own.
        let broken = |c: char| (c.is_control() && !(body && matches!(c, '\r' | '\n'))) || is_deceptive(c);
        if !known || value.contains(broken) {
            return Err(Reason::Recipient);
        }
    }
    Ok(())
}

/// Whether a text is one email address in the form that people write: `name@host`.
///
/// # Errors
///
/// The reason against it.
pub fn check_email(email: &str) -> Result<(), Reason> {
    let (name, host) = email.rsplit_once('@').ok_or(Reason::Recipient)?;
    // RFC 5322 atoms without quoting, as the `email` input of HTML takes them, but for `%` and `&`: relays and mail programs
    // have read them as orders. RFC 5321, 4.5.3.1: 64 octets before the `@`, 254 for all.
    let allowed = |c: char| c.is_ascii_alphanumeric() || ".!#$'*+/=?^_`{|}~-".contains(c);
    if email.len() > 254 || name.is_empty() || name.len() > 64 || !name.chars().all(allowed) {
        return Err(Reason::Recipient);
    }
    match check_host(host) {
        Ok(()) if host.contains('.') && !host.ends_with('.') => Ok(()),
        Err(Reason::MixedScripts) => Err(Reason::MixedScripts),
        _ => Err(Reason::Recipient),
    }
}

/// Judges the part after `tel:`: RFC 3966, without `*` and `#`, which can order a telephone about.
fn phone(rest: &str) -> Result<(), Reason> {
    let (number, extension) = rest.split_once(";ext=").unwrap_or((rest, "0"));
    let number = number.strip_prefix('+').unwrap_or(number);
    let possible = number.bytes().any(|b| b.is_ascii_digit())
        && number.bytes().all(|b| b.is_ascii_digit() || b"-.()".contains(&b))
        && !extension.is_empty()
        && extension.bytes().all(|b| b.is_ascii_digit());
    if possible { Ok(()) } else { Err(Reason::Recipient) }
}

/// Percent-decodes once.
fn decode(text: &str) -> Result<Cow<'_, str>, Reason> {
    if !text.contains('%') {
        return Ok(Cow::Borrowed(text));
    }
    String::from_utf8(percent::decode(text)).map(Cow::Owned).map_err(|_| Reason::Encoding)
}
