//! `/.well-known/security.txt` (RFC 9116): where to report a vulnerability. The file belongs at the host's root: for a site
//! below a path, the host's administrator publishes it there.

use crate::config::Config;

pub(crate) fn security_txt(config: &Config) -> String {
    let Some(security) = &config.security else { return String::new() };
    let mut out = String::new();
    for contact in &security.contact {
        out.push_str(&format!("Contact: {contact}\n"));
    }
    let (year, month, day) = security.expires;
    out.push_str(&format!("Expires: {year:04}-{month:02}-{day:02}T00:00:00Z\n"));
    out.push_str(&format!("Preferred-Languages: {}\n", config.languages.join(", ")));
    out.push_str(&format!("Canonical: {}\n", config.base_url.join(".well-known/security.txt")));
    out
}
