//! Headers of all files, the security policy and the times for which files may be kept: as `_headers`, which Netlify and Cloudflare
//! Pages read. The settings for nginx, Caddy and Apache ([`servers`]) are made from the same lists.
//!
//! [`servers`]: super::servers

use crate::config::BaseUrl;

/// Browsers then never ask this host without TLS, for two years from every answer. That it holds for subdomains too, and is
/// built into browsers (`preload`), cannot be taken back soon and concerns others: only who asks for it gets it.
pub const STRICT_TRANSPORT: &str = "Strict-Transport-Security";

/// The headers of every response. Nothing comes from elsewhere, nothing runs that is not a file of the site, and script
/// cannot turn text into markup (Trusted Types without a policy).
pub const SECURITY: &[(&str, &str)] = &[
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'; upgrade-insecure-requests",
    ),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    (STRICT_TRANSPORT, "max-age=63072000"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
];

/// Fingerprinted files never change.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Everything else is asked for again each time, and seldom sent again.
pub const REVALIDATE: &str = "public, max-age=0, must-revalidate";

/// Headers by which pages of other sites may read the open data.
pub const SHARED: &[(&str, &str)] =
    &[("Cross-Origin-Resource-Policy", "cross-origin"), ("Access-Control-Allow-Origin", "*")];

/// The headers of every response of a site at this address. Where it is not asked for with TLS, nothing speaks of TLS.
pub fn security(base: &BaseUrl) -> Vec<(&'static str, String)> {
    let has_tls = base.origin.starts_with("https://");
    let said = SECURITY.iter().filter(|(name, _)| has_tls || *name != STRICT_TRANSPORT);
    said.map(|(name, value)| (*name, if has_tls { (*value).to_owned() } else { without_upgrade(value) })).collect()
}

/// A policy under which the site can be asked for without TLS.
pub fn without_upgrade(policy: &str) -> String {
    policy.replace("; upgrade-insecure-requests", "")
}

pub fn headers(base: &BaseUrl) -> String {
    let mut out = format!("{}*\n", base.path);
    for (name, value) in security(base) {
        out.push_str(&format!("  {name}: {value}\n"));
    }
    out.push_str(&format!("  Cache-Control: {REVALIDATE}\n"));
    out.push_str(&format!("\n{}assets/*\n  ! Cache-Control\n  Cache-Control: {FOR_EVER}\n", base.path));
    out.push_str(&format!("\n{}data/*\n", base.path));
    for (name, value) in SHARED {
        if SECURITY.iter().any(|(known, _)| known == name) {
            out.push_str(&format!("  ! {name}\n"));
        }
        out.push_str(&format!("  {name}: {value}\n"));
    }
    out
}
