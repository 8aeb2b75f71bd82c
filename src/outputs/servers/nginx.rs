//! nginx: what is sent by path stands in maps, the page of what is missing too, and all headers in one place.

use super::{ServedSite, bare, compressed_types, elsewhere, literally, types};
use crate::outputs::{
    content_type::{FEED, TYPES, UNKNOWN},
    headers::{ASSETS, FOR_EVER, REVALIDATE, SHARED, left_out_in},
};

/// Settings for `http { … }`.
pub(crate) fn nginx(site: ServedSite<'_>) -> String {
    let mut out = site.remark("nginx");
    out.push_str("# They belong into http { … }, where files in conf.d/ and sites-enabled/ are.\n\n");
    out.push_str(&maps(&site));
    out.push_str(&listen(&site));
    out.push_str(&format!(
        "    server_name {};\n    server_tokens off;\n    # Behind a proxy, only the visitor's browser knows scheme and host.\n    \
         absolute_redirect off;\n    index index.html;\n\n",
        site.host()
    ));
    out.push_str(&media_types());
    out.push_str(&headers(&site));
    out.push_str(&locations(&site));
    out.push_str("}\n");
    out
}

/// A variable of this site: nginx knows all sites' variables at once.
fn variable(site: &ServedSite<'_>, name: &str) -> String {
    let plain = |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric(), "_").to_ascii_lowercase();
    format!("$icsi_{}_{}", plain(site.host()), plain(name))
}

/// The `map` blocks: settings that differ by path.
fn maps(site: &ServedSite<'_>) -> String {
    let map = |name: &str, default: &str, folder: &str, value: &str| {
        let path = literally(site.path());
        format!(
            "map $uri {} {{\n    default \"{default}\";\n    \"~^{path}{folder}\" \"{value}\";\n}}\n",
            variable(site, name)
        )
    };
    let mut out = String::from("# A header whose value is empty is not sent.\n");
    out.push_str(&map("cache", REVALIDATE, ASSETS, FOR_EVER));
    for (name, value) in site.security() {
        if let Some(folder) = left_out_in(name) {
            out.push_str(&map(name, &value, folder, ""));
        }
    }
    for (name, value) in SHARED {
        out.push_str(&map(name, elsewhere(name), "data/", value));
    }
    let path = site.path();
    out.push_str(&format!(
        "# What is missing is said in the address's language.\nmap $uri {} {{\n    default \"{path}404.html\";\n",
        variable(site, "missing")
    ));
    for language in site.languages {
        let pattern = literally(path);
        out.push_str(&format!("    \"~^{pattern}{language}/\" \"{path}{language}/404.html\";\n"));
    }
    out.push_str("}\n");
    out
}

fn listen(site: &ServedSite<'_>) -> String {
    let (host, port) = (site.host(), site.port());
    if let Some(port) = site.transport.plain_port {
        return format!("\nserver {{\n    listen {port};\n");
    }
    if !site.has_tls() {
        return format!("\nserver {{\n    listen {port};\n    listen [::]:{port};\n");
    }
    let target = if port == "443" { host.to_owned() } else { format!("{host}:{port}") };
    format!(
        "\nserver {{\n    listen 80;\n    listen [::]:80;\n    server_name {host};\n    return 301 https://{target}$request_uri;\n}}\n\n\
         server {{\n    listen {port} ssl http2;\n    listen [::]:{port} ssl http2;\n    # Where your certificate lies.\n    \
         ssl_certificate /etc/letsencrypt/live/{host}/fullchain.pem;\n    \
         ssl_certificate_key /etc/letsencrypt/live/{host}/privkey.pem;\n"
    )
}

/// Types by ending, and which of them are text, for its encoding and for compression.
fn media_types() -> String {
    let mut out = String::from("    types {\n");
    for (ending, media_type) in TYPES {
        out.push_str(&format!("        {} {ending};\n", bare(media_type)));
    }
    let of_text = |of: &str| of.contains("charset=") && bare(of) != "text/html";
    out.push_str(&format!(
        "    }}\n    default_type {UNKNOWN};\n    charset utf-8;\n    charset_types {};\n    gzip on;\n    gzip_vary on;\n    \
         gzip_proxied any;\n    # Proxies ask in HTTP/1.0.\n    gzip_http_version 1.0;\n    gzip_min_length 512;\n    gzip_types {};\n\n",
        types(of_text).join(" "),
        compressed_types().into_iter().filter(|of| *of != "text/html").collect::<Vec<_>>().join(" "),
    ));
    out
}

fn headers(site: &ServedSite<'_>) -> String {
    let mut out =
        String::from("    # All in one place: a location with a header of its own would send none of these.\n");
    for (name, value) in site.security() {
        let value = if left_out_in(name).is_some() { variable(site, name) } else { format!("\"{value}\"") };
        out.push_str(&format!("    add_header {name} {value} always;\n"));
    }
    for (name, _) in SHARED {
        out.push_str(&format!("    add_header {name} {} always;\n", variable(site, name)));
    }
    out.push_str(&format!(
        "    # Without \"always\": that a file is missing must not be remembered for a year.\n    \
         add_header Cache-Control {};\n\n",
        variable(site, "cache")
    ));
    out
}

fn locations(site: &ServedSite<'_>) -> String {
    let (folder, path) = (site.folder, site.path());
    let mut out =
        format!("    error_page 404 {};\n    location {path} {{ alias \"{folder}/\"; }}\n", variable(site, "missing"));
    let (feed, feed_type) = FEED;
    let pattern = literally(path);
    out.push_str(&format!(
        "    location ~ \"^{pattern}(.*/{})$\" {{\n        alias \"{folder}/$1\";\n        types {{ }}\n        \
         default_type {};\n    }}\n",
        literally(feed),
        bare(feed_type)
    ));
    // Before the feeds' would do too: of regular expressions, the first that fits is taken, and these fit no feed.
    out.push_str("    # For hosts that read them, and names that begin with a dot.\n");
    out.push_str("    location ~ \"/(_headers$|_redirects$|\\.(?!well-known/))\" { return 404; }\n");
    if let Some(bare) = site.path_without_slash() {
        out.push_str(&format!("    location = {bare} {{ return 301 {path}; }}\n    location / {{ return 404; }}\n"));
    }
    for (from, to) in site.redirects() {
        out.push_str(&format!("    location = \"{from}\" {{ return 301 \"{to}\"; }}\n"));
    }
    for (address, page) in site.gone() {
        out.push_str(&format!("    location = \"{address}\" {{ error_page 410 {page}; return 410; }}\n"));
    }
    out
}
