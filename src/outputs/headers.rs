//! The policy that the site works under, and how long files may be kept: as `_headers`, which Netlify and Cloudflare
//! Pages read, and as settings for nginx, Caddy and Apache (docs/guide/headers/). All four are made from one list.

use crate::config::BaseUrl;

/// What every response says. Nothing comes from elsewhere, nothing runs that is not a file of the site, and script
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
    ("Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
];

/// Fingerprinted files never change.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Everything else is asked for again each time, and seldom sent again.
pub const REVALIDATE: &str = "public, max-age=0, must-revalidate";

pub fn headers(base: &BaseUrl) -> String {
    let mut out = format!("{}*\n", base.path);
    for (name, value) in SECURITY {
        out.push_str(&format!("  {name}: {value}\n"));
    }
    out.push_str(&format!("  Cache-Control: {REVALIDATE}\n"));
    out.push_str(&format!("\n{}assets/*\n  ! Cache-Control\n  Cache-Control: {FOR_EVER}\n", base.path));
    out.push_str(&format!("\n{}data/*\n  ! Cross-Origin-Resource-Policy\n  Cross-Origin-Resource-Policy: cross-origin\n  Access-Control-Allow-Origin: *\n", base.path));
    out
}

/// What pages of other sites may read: the open data.
const SHARED: &[(&str, &str)] =
    &[("Cross-Origin-Resource-Policy", "cross-origin"), ("Access-Control-Allow-Origin", "*")];

/// For `http` and `server` of nginx. A variable that is empty sends no header there, and only `server` sends any: a
/// `location` with a header of its own would send none of the others.
pub fn nginx(base: &BaseUrl) -> String {
    let path = &base.path;
    let mut out = format!(
        "# Inside http {{ }}:\nmap $uri $icsi_cache {{\n    default \"{REVALIDATE}\";\n    \"~^{path}assets/\" \"{FOR_EVER}\";\n}}\n"
    );
    for (name, value) in SHARED {
        let default = SECURITY.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value);
        let variable = variable(name);
        out.push_str(&format!(
            "map $uri {variable} {{\n    default \"{default}\";\n    \"~^{path}data/\" \"{value}\";\n}}\n"
        ));
    }
    out.push_str("\n# Inside server { }:\n");
    for (name, value) in SECURITY.iter().filter(|(name, _)| !is_shared(name)) {
        out.push_str(&format!("add_header {name} \"{value}\" always;\n"));
    }
    for (name, _) in SHARED {
        out.push_str(&format!("add_header {name} {} always;\n", variable(name)));
    }
    out.push_str("add_header Cache-Control $icsi_cache always;\n");
    out.push_str(&format!("error_page 404 {path}404.html;\n"));
    out.push_str("location ~ /(_headers$|_redirects$|\\.(?!well-known/)) { return 404; }\n");
    out
}

fn variable(name: &str) -> String {
    format!("$icsi_{}", name.to_ascii_lowercase().replace('-', "_"))
}

fn is_shared(name: &str) -> bool {
    SHARED.iter().any(|(shared, _)| *shared == name)
}

/// For a site's block in a Caddyfile. Each header is set by one line for each kind of path, so that no order counts.
pub fn caddy(base: &BaseUrl) -> String {
    let path = &base.path;
    let mut out = format!(
        "@assets path {path}assets/*\n@pages not path {path}assets/*\n@data path {path}data/*\n@own not path {path}data/*\n\nheader {{\n"
    );
    for (name, value) in SECURITY.iter().filter(|(name, _)| !is_shared(name)) {
        out.push_str(&format!("    {name} \"{value}\"\n"));
    }
    out.push_str("    -Server\n}\n");
    for (name, value) in SECURITY.iter().filter(|(name, _)| is_shared(name)) {
        out.push_str(&format!("header @own {name} \"{value}\"\n"));
    }
    for (name, value) in SHARED {
        out.push_str(&format!("header @data {name} \"{value}\"\n"));
    }
    out.push_str(&format!(
        "header @assets Cache-Control \"{FOR_EVER}\"\nheader @pages Cache-Control \"{REVALIDATE}\"\n\n"
    ));
    out.push_str("@hidden path_regexp /(_headers$|_redirects$|\\.[^w/])\nrespond @hidden 404\n");
    out.push_str(&format!("handle_errors {{\n    rewrite * {path}404.html\n    file_server\n}}\n"));
    out
}

/// For a virtual host of Apache, with mod_headers.
pub fn apache(base: &BaseUrl) -> String {
    let path = &base.path;
    let mut out = String::new();
    for (name, value) in SECURITY {
        out.push_str(&format!("Header always set {name} \"{value}\"\n"));
    }
    out.push_str(&format!("Header always set Cache-Control \"{REVALIDATE}\"\n"));
    out.push_str(&format!(
        "<LocationMatch \"^{path}assets/\">\n    Header always set Cache-Control \"{FOR_EVER}\"\n</LocationMatch>\n"
    ));
    out.push_str(&format!("<LocationMatch \"^{path}data/\">\n"));
    for (name, value) in SHARED {
        out.push_str(&format!("    Header always set {name} \"{value}\"\n"));
    }
    out.push_str("</LocationMatch>\n");
    out.push_str(
        "<LocationMatch \"/(_headers$|_redirects$|\\.(?!well-known/))\">\n    Require all denied\n</LocationMatch>\n",
    );
    out.push_str(&format!("ErrorDocument 404 {path}404.html\n"));
    out
}
