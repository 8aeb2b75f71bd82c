//! Caddy: one site of a Caddyfile. Each header is set by one line for each kind of path, so that no order counts.

use super::{ServedSite, compressed_types, elsewhere, literally};
use crate::outputs::{
    content_type::{FEED, TYPES, UNKNOWN, content_type},
    headers::{ASSETS, FOR_EVER, INDEX, REVALIDATE, SHARED, left_out_in},
};

/// A site block. It is written for Caddy 2.6 and later.
pub(crate) fn caddy(site: ServedSite<'_>) -> String {
    let path = site.path();
    let address = match site.transport.plain_port {
        Some(port) => format!("http://:{port}"),
        None => site.base.origin.clone(),
    };
    let mut out = site.remark("Caddy");
    out.push_str(&format!("{address} {{\n    root * \"{}\"\n\n", site.folder));
    out.push_str(&encodings());
    out.push_str(&headers(&site));
    out.push_str(&media_types());
    for (from, to) in site.redirects() {
        out.push_str(&format!("    redir \"{from}\" \"{to}\" 301\n"));
    }
    if let Some(bare) = site.path_without_slash() {
        out.push_str(&format!("    redir {bare} {path} 301\n"));
    }
    out.push_str(&format!(
        "    handle_path {path}* {{\n        # For hosts that read them, and names that begin with a dot.\n        \
         @hidden path_regexp (/_headers$|/_redirects$|/\\.([^w]|w[^e]|we[^l]))\n        error @hidden 404\n{}        \
         file_server\n    }}\n",
        gone(&site)
    ));
    if site.path_without_slash().is_some() {
        out.push_str("    handle {\n        error 404\n    }\n");
    }
    out.push_str(&errors(&site));
    out.push_str("}\n");
    out
}

/// Within the block that takes the site's own path away.
fn gone(site: &ServedSite<'_>) -> String {
    let paths: String = site.gone.iter().map(|address| format!(" \"/{address}\"")).collect();
    if paths.is_empty() { paths } else { format!("        @gone path{paths}\n        error @gone 410\n") }
}

/// Caddy compresses fewer types by itself.
fn encodings() -> String {
    let mut out = String::from("    encode {\n        zstd\n        gzip\n        match {\n");
    for media_type in compressed_types() {
        out.push_str(&format!("            header Content-Type {media_type}*\n"));
    }
    out.push_str("        }\n    }\n\n");
    out
}

fn headers(site: &ServedSite<'_>) -> String {
    let path = site.path();
    let mut out = format!(
        "    @assets path {path}{ASSETS}*\n    @pages not path {path}{ASSETS}*\n    @all_but_index not path {path}{INDEX}*\n    \
         @data path {path}data/*\n    @own not path {path}data/*\n    header {{\n"
    );
    let security = site.security();
    for (name, value) in security.iter().filter(|(name, _)| left_out_in(name).is_none()) {
        out.push_str(&format!("        {name} \"{value}\"\n"));
    }
    // By itself: a header that is taken away makes its whole block wait, and pages of errors would be without it.
    out.push_str("    }\n    header -Server\n");
    for (name, value) in &security {
        if let Some(folder) = left_out_in(name) {
            let sent = if folder == INDEX { "@all_but_index" } else { "@pages" };
            out.push_str(&format!("    header {sent} {name} \"{value}\"\n"));
        }
    }
    for (name, value) in SHARED {
        if !elsewhere(name).is_empty() {
            out.push_str(&format!("    header @own {name} \"{}\"\n", elsewhere(name)));
        }
        out.push_str(&format!("    header @data {name} \"{value}\"\n"));
    }
    out.push_str(&format!(
        "    header @assets Cache-Control \"{FOR_EVER}\"\n    header @pages Cache-Control \"{REVALIDATE}\"\n\n"
    ));
    out
}

/// Caddy takes most types from the machine it runs on: here they are the same on all.
fn media_types() -> String {
    let mut out = String::from("    map {path} {icsi_type} {\n");
    let (feed, feed_type) = FEED;
    out.push_str(&format!("        \"~/{}$\" \"{feed_type}\"\n", literally(feed)));
    for (ending, media_type) in TYPES {
        out.push_str(&format!("        \"~\\.{ending}$\" \"{media_type}\"\n"));
    }
    out.push_str(&format!("        \"~/$\" \"{}\"\n        default \"{UNKNOWN}\"\n", content_type("index.html")));
    out.push_str("    }\n    header Content-Type {icsi_type}\n\n");
    out
}

fn errors(site: &ServedSite<'_>) -> String {
    let path = literally(site.path());
    let languages = site.languages.join("|");
    let security = site.security();
    let left_out = security.iter().filter(|(name, _)| left_out_in(name).is_some());
    let security: String = left_out.map(|(name, value)| format!("        header {name} \"{value}\"\n")).collect();
    format!(
        "\n    handle_errors {{\n        # A page, whatever was asked for.\n{security}        \
         # That a file is missing must not be remembered for a year.\n        \
         header Cache-Control \"{REVALIDATE}\"\n        header Content-Type \"{}\"\n        \
         @lost path_regexp lang ^{path}({languages})/\n        rewrite @lost /{{re.lang.1}}/404.html\n        \
         @elsewhere not path_regexp ^{path}({languages})/\n        rewrite @elsewhere /404.html\n        file_server\n    }}\n",
        content_type("404.html")
    )
}
