//! Apache: a virtual host, with the modules alias, deflate, dir, filter, headers and mime.

use super::{ServedSite, compressed_types, literally};
use crate::outputs::{
    content_type::{FEED, TYPES},
    headers::{ASSETS, FOR_EVER, INDEX, REVALIDATE, SHARED, left_out_in, security},
};

/// One or two `<VirtualHost>`.
pub(crate) fn apache(site: ServedSite<'_>) -> String {
    let mut out = site.remark("Apache");
    out.push_str(
        "# They take the modules alias, deflate, dir, filter, headers and mime (a2enmod), and ssl for TLS.\n\n",
    );
    out.push_str(&listen(&site));
    out.push_str(&headers(&site));
    out.push_str(&media_types());
    out.push_str(&files(&site));
    out.push_str("</VirtualHost>\n");
    out
}

fn listen(site: &ServedSite<'_>) -> String {
    let (host, port) = (site.host(), site.port());
    let scheme = if site.has_tls() { "https" } else { "http" };
    // Apache leads on with whole addresses: with this one, whatever a proxy before it asks for.
    let name = format!("    ServerName {scheme}://{host}:{port}\n    UseCanonicalName On\n");
    if let Some(port) = site.transport.plain_port {
        return format!("<VirtualHost *:{port}>\n{name}\n");
    }
    if !site.has_tls() {
        return format!("<VirtualHost *:{port}>\n{name}\n");
    }
    format!(
        "<VirtualHost *:80>\n    ServerName {host}\n    Redirect permanent / {}/\n</VirtualHost>\n\n\
         <VirtualHost *:{port}>\n{name}    SSLEngine on\n    # Where your certificate lies.\n    \
         SSLCertificateFile /etc/letsencrypt/live/{host}/fullchain.pem\n    \
         SSLCertificateKeyFile /etc/letsencrypt/live/{host}/privkey.pem\n\n",
        site.base.origin
    )
}

fn headers(site: &ServedSite<'_>) -> String {
    let path = literally(site.path());
    let mut out = String::new();
    let security_headers = site.security();
    for (name, value) in &security_headers {
        out.push_str(&format!("    Header always set {name} \"{value}\"\n"));
    }
    for (name, value) in security(site.base) {
        if SHARED.iter().any(|(shared, _)| *shared == name) {
            out.push_str(&format!("    Header always set {name} \"{value}\"\n"));
        }
    }
    out.push_str(&format!(
        "    # Without \"always\": that a file is missing must not be remembered for a year.\n    \
         Header set Cache-Control \"{REVALIDATE}\"\n    <LocationMatch \"^{path}{ASSETS}\">\n        \
         Header set Cache-Control \"{FOR_EVER}\"\n    </LocationMatch>\n"
    ));
    for folder in [ASSETS, INDEX] {
        out.push_str(&format!("    <LocationMatch \"^{path}{folder}\">\n"));
        for (name, _) in security_headers.iter().filter(|(name, _)| left_out_in(name) == Some(folder)) {
            out.push_str(&format!("        Header always unset {name}\n"));
        }
        out.push_str("    </LocationMatch>\n");
    }
    out.push_str(&format!("    <LocationMatch \"^{path}data/\">\n"));
    for (name, value) in SHARED {
        out.push_str(&format!("        Header always set {name} \"{value}\"\n"));
    }
    out.push_str("    </LocationMatch>\n\n");
    out
}

fn media_types() -> String {
    let mut out = String::new();
    for (ending, media_type) in TYPES {
        out.push_str(&format!("    AddType \"{media_type}\" .{ending}\n"));
    }
    let (feed, feed_type) = FEED;
    out.push_str(&format!(
        "    <Files \"{feed}\">\n        ForceType \"{feed_type}\"\n    </Files>\n    AddOutputFilterByType DEFLATE {}\n    \
         # A compressed file is known by a tag of its own, which a browser sends back to ask whether it has changed.\n    \
         RequestHeader edit If-None-Match \"-gzip\\\"\" \"\\\"\"\n\n",
        compressed_types().join(" ")
    ));
    out
}

fn files(site: &ServedSite<'_>) -> String {
    let ServedSite { folder, languages, .. } = site;
    let path = site.path();
    let mut out = format!("    DocumentRoot \"{folder}\"\n");
    if let Some(bare) = site.path_without_slash() {
        let inside = literally(path.trim_start_matches('/'));
        out.push_str(&format!(
            "    RedirectMatch 301 \"^{}$\" \"{path}\"\n    RedirectMatch 404 \"^/(?!{inside})\"\n    \
             Alias \"{path}\" \"{folder}/\"\n",
            literally(bare)
        ));
    }
    out.push_str(&format!(
        "    # For hosts that read them, and names that begin with a dot.\n    \
         RedirectMatch 404 \"/(_headers$|_redirects$|\\.(?!well-known/))\"\n    <Directory \"{folder}\">\n        \
         Require all granted\n        Options -Indexes\n        AllowOverride None\n        DirectoryIndex index.html\n    \
         </Directory>\n    ErrorDocument 404 {path}404.html\n    ErrorDocument 410 {path}404.html\n"
    ));
    for language in *languages {
        out.push_str(&format!(
            "    <LocationMatch \"^{}{language}/\">\n        ErrorDocument 404 {path}{language}/404.html\n        \
             ErrorDocument 410 {path}{language}/404.html\n    \
             </LocationMatch>\n",
            literally(path)
        ));
    }
    for (from, to) in site.redirects() {
        out.push_str(&format!("    RedirectMatch 301 \"^{}$\" \"{to}\"\n", literally(&from)));
    }
    for (address, _) in site.gone() {
        out.push_str(&format!("    RedirectMatch 410 \"^{}$\"\n", literally(&address)));
    }
    out
}
