//! Headers of all files, the security policy and the times for which files may be kept: as `_headers`, which Netlify and Cloudflare
//! Pages read. The settings for nginx, Caddy and Apache ([`servers`]) are made from the same lists.
//!
//! [`servers`]: super::servers

use crate::config::BaseUrl;

/// Browsers then never ask this host without TLS, for two years from every answer. That it holds for subdomains too, and is
/// built into browsers (`preload`), cannot be taken back soon and concerns others: only who asks for it gets it.
pub const STRICT_TRANSPORT: &str = "Strict-Transport-Security";

/// What a page, script or worker may load and run.
pub const POLICY: &str = "Content-Security-Policy";

/// The headers of every page, and of other files but for what [`left_out_in`] tells. Nothing comes from elsewhere, nothing runs
/// that is not a file of the site, and script cannot turn text into markup (Trusted Types without a policy).
pub const SECURITY: &[(&str, &str)] = &[
    (
        POLICY,
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

/// The folder whose files never change: their names have a fingerprint.
pub const ASSETS: &str = "assets/";
/// The folder of the search index: JSON and text that scripts fetch.
pub const INDEX: &str = "assets/search/";

/// The folder whose files are sent without a header of [`SECURITY`], as nothing there heeds it: on a slow line, search waits for
/// some twenty files, most of them smaller than all headers together. What only documents heed stays outside of [`ASSETS`].
/// The policy stays with scripts (a worker has that of its own answer alone) and with pictures (a drawing can be opened as a
/// page). When a file is missing there, the answer is a page, and is sent with all.
pub fn left_out_in(name: &str) -> Option<&'static str> {
    match name {
        POLICY => Some(INDEX),
        "Cross-Origin-Opener-Policy"
        | "Permissions-Policy"
        | "Referrer-Policy"
        | STRICT_TRANSPORT
        | "X-Frame-Options" => Some(ASSETS),
        _ => None,
    }
}

/// For files under [`ASSETS`].
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Everything else is asked for again each time, and seldom sent again.
pub const REVALIDATE: &str = "public, max-age=0, must-revalidate";

/// Headers by which pages of other sites may read the open data.
pub const SHARED: &[(&str, &str)] =
    &[("Cross-Origin-Resource-Policy", "cross-origin"), ("Access-Control-Allow-Origin", "*")];

/// The headers of every page of a site at this address. Where it is not asked for with TLS, nothing speaks of TLS.
pub fn security(base: &BaseUrl) -> Vec<(&'static str, String)> {
    let has_tls = base.origin.starts_with("https://");
    let said = SECURITY.iter().filter(|(name, _)| has_tls || *name != STRICT_TRANSPORT);
    said.map(|(name, value)| (*name, if has_tls { (*value).to_owned() } else { without_upgrade(value) })).collect()
}

/// A policy under which the site can be asked for without TLS.
pub fn without_upgrade(policy: &str) -> String {
    policy.replace("; upgrade-insecure-requests", "")
}

/// The file `_headers`. A host that reads it goes by the address alone: what is missing under [`ASSETS`] is a page without the
/// headers that are left out there.
pub fn headers(base: &BaseUrl) -> String {
    let path = &base.path;
    let security = security(base);
    let mut out = format!("{path}*\n");
    for (name, value) in &security {
        out.push_str(&format!("  {name}: {value}\n"));
    }
    out.push_str(&format!("  Cache-Control: {REVALIDATE}\n"));
    for folder in [ASSETS, INDEX] {
        out.push_str(&format!("\n{path}{folder}*\n"));
        for (name, _) in security.iter().filter(|(name, _)| left_out_in(name) == Some(folder)) {
            out.push_str(&format!("  ! {name}\n"));
        }
        if folder == ASSETS {
            out.push_str(&format!("  ! Cache-Control\n  Cache-Control: {FOR_EVER}\n"));
        }
    }
    out.push_str(&format!("\n{path}data/*\n"));
    for (name, value) in SHARED {
        if SECURITY.iter().any(|(known, _)| known == name) {
            out.push_str(&format!("  ! {name}\n"));
        }
        out.push_str(&format!("  {name}: {value}\n"));
    }
    out
}
