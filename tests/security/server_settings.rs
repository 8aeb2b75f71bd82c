//! Settings for web servers that do not read `_headers`: the same headers from the same lists, the pages that say that
//! nothing is there in the language of the address, and none of the files that are for the host alone.
//!
//! They stand in the guide (docs/guide/headers/, and publishing.md has them too), for a site at the root of its host;
//! servers.rs asks the real servers.

use icsi::{
    config::BaseUrl,
    outputs::headers::{FOR_EVER, REVALIDATE, SECURITY, SHARED},
};

/// What the settings are for.
#[derive(Clone, Copy, Debug)]
pub struct Published<'a> {
    pub base: &'a BaseUrl,
    /// The name of the host.
    pub host: &'a str,
    /// Where the published site lies.
    pub folder: &'a str,
    /// The tags of the site's languages.
    pub languages: &'a [&'a str],
}

/// Headers that are the same everywhere.
fn common() -> impl Iterator<Item = (&'static str, &'static str)> {
    SECURITY.iter().copied().filter(|(name, _)| !is_shared(name))
}

fn is_shared(name: &str) -> bool {
    SHARED.iter().any(|(shared, _)| *shared == name)
}

/// The value of a header outside of the open data; nothing for one that is sent only there.
fn elsewhere(name: &str) -> &'static str {
    SECURITY.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
}

/// For `http` of nginx. A variable that is empty sends no header, and only `server` sends any: a `location` with a
/// header of its own would send none of the others.
pub fn nginx(site: Published<'_>) -> String {
    let Published { base, host, folder, languages } = site;
    let path = &base.path;
    let map = |variable: &str, default: &str, below: &str, value: &str| {
        format!("map $uri {variable} {{\n    default \"{default}\";\n    \"~^{path}{below}/\" \"{value}\";\n}}\n")
    };
    let mut out = String::from("# In http { … }: what differs by path. An empty value sends no header.\n");
    out.push_str(&map("$icsi_cache", REVALIDATE, "assets", FOR_EVER));
    for (name, value) in SHARED {
        out.push_str(&map(&variable(name), elsewhere(name), "data", value));
    }
    out.push_str(&format!(
        "\nserver {{\n    listen 443 ssl;\n    server_name {host};\n    root {folder};\n    index index.html;\n    \
         charset utf-8;\n    server_tokens off;\n    gzip on;\n    gzip_types text/css text/javascript \
         application/javascript application/json application/xml application/atom+xml image/svg+xml text/plain \
         text/csv;\n\n    # All in one place: a location with a header of its own would send none of these.\n"
    ));
    for (name, value) in common() {
        out.push_str(&format!("    add_header {name} \"{value}\" always;\n"));
    }
    for (name, _) in SHARED {
        out.push_str(&format!("    add_header {name} {} always;\n", variable(name)));
    }
    out.push_str(
        "    # Without \"always\": that a file is missing must not be remembered for a year.\n    \
         add_header Cache-Control $icsi_cache;\n\n",
    );
    out.push_str("    location / { try_files $uri $uri/ =404; }\n");
    out.push_str("    location ~ /(_headers$|_redirects$|\\.(?!well-known/)) { return 404; }\n");
    out.push_str(&format!(
        "    location ~ ^{path}({})/ {{\n        error_page 404 {path}$1/404.html;\n        \
         try_files $uri $uri/ =404;\n    }}\n    error_page 404 {path}404.html;\n}}\n",
        languages.join("|")
    ));
    out
}

fn variable(name: &str) -> String {
    format!("$icsi_{}", name.to_ascii_lowercase().replace('-', "_"))
}

/// A site of a Caddyfile. Each header is set by one line for each kind of path, so that no order counts.
pub fn caddy(site: Published<'_>) -> String {
    let Published { base, host, folder, languages } = site;
    let path = &base.path;
    let mut out = format!(
        "{host} {{\n    root * {folder}\n    encode zstd gzip\n\n    @assets path {path}assets/*\n    \
         @pages not path {path}assets/*\n    @data path {path}data/*\n    @own not path {path}data/*\n    header {{\n"
    );
    for (name, value) in common() {
        out.push_str(&format!("        {name} \"{value}\"\n"));
    }
    // By itself: a header that is taken away makes its whole block wait, and pages of errors would be without it.
    out.push_str("    }\n    header -Server\n");
    for (name, value) in SHARED {
        if !elsewhere(name).is_empty() {
            out.push_str(&format!("    header @own {name} \"{}\"\n", elsewhere(name)));
        }
        out.push_str(&format!("    header @data {name} \"{value}\"\n"));
    }
    out.push_str(&format!(
        "    header @assets Cache-Control \"{FOR_EVER}\"\n    header @pages Cache-Control \"{REVALIDATE}\"\n\n    \
         @hidden path_regexp (/_headers$|/_redirects$|/\\.([^w]|w[^e]|we[^l]))\n    error @hidden 404\n    \
         file_server\n\n    handle_errors {{\n        \
         # That a file is missing must not be remembered for a year.\n        header Cache-Control \"{REVALIDATE}\"\n        \
         @lost path_regexp lang ^{path}({0})/\n        rewrite @lost {path}{{re.lang.1}}/404.html\n        \
         @elsewhere not path_regexp ^{path}({0})/\n        rewrite @elsewhere {path}404.html\n        \
         file_server\n    }}\n}}\n",
        languages.join("|")
    ));
    out
}

/// A virtual host of Apache, with the modules headers, dir and mime.
pub fn apache(site: Published<'_>) -> String {
    let Published { base, host, folder, languages } = site;
    let path = &base.path;
    let mut out =
        format!("<VirtualHost *:443>\n    ServerName {host}\n    DocumentRoot {folder}\n    AddDefaultCharset utf-8\n");
    for (name, value) in SECURITY {
        out.push_str(&format!("    Header always set {name} \"{value}\"\n"));
    }
    out.push_str(&format!(
        "    # Without \"always\": that a file is missing must not be remembered for a year.\n    \
         Header set Cache-Control \"{REVALIDATE}\"\n    <LocationMatch \"^{path}assets/\">\n        \
         Header set Cache-Control \"{FOR_EVER}\"\n    </LocationMatch>\n    <LocationMatch \"^{path}data/\">\n"
    ));
    for (name, value) in SHARED {
        out.push_str(&format!("        Header always set {name} \"{value}\"\n"));
    }
    out.push_str(&format!(
        "    </LocationMatch>\n    RedirectMatch 404 \"/(_headers$|_redirects$|\\.(?!well-known/))\"\n    \
         <Directory {folder}>\n        Require all granted\n        Options -Indexes\n        \
         DirectoryIndex index.html\n    </Directory>\n    ErrorDocument 404 {path}404.html\n"
    ));
    for language in languages {
        out.push_str(&format!(
            "    <LocationMatch \"^{path}{language}/\">\n        ErrorDocument 404 {path}{language}/404.html\n    \
             </LocationMatch>\n"
        ));
    }
    out.push_str("</VirtualHost>\n");
    out
}
