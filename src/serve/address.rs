//! Finds the output that a request's path leads to. Paths are looked up in the plan's list of outputs and nowhere else, so that
//! no trick in a path can reach a file that is not published.

use super::site::{Built, OutputPlace};
use crate::{plan::What, text::percent};

/// The target of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    Output(OutputPlace),
    /// A full path on this server.
    Redirect(String),
    /// Nothing is there; the site's page that says so.
    Missing(Option<OutputPlace>),
    /// The page that was there has been removed on purpose; the answer is the same page.
    Gone(Option<OutputPlace>),
    /// This is not a path that anything could have.
    Malformed,
}

pub(crate) fn find(site: &Built, raw: &str) -> Destination {
    let Some(path) = decode(raw) else { return Destination::Malformed };
    let base = site.snapshot.config.base_url.path.as_str();
    let Some(inside) = path.strip_prefix(base) else {
        // The site's address without its slash leads to the site, and so does `/` where the site has a path.
        let leads_here = base.strip_suffix('/') == Some(&path) || path == "/";
        return if leads_here { Destination::Redirect(base.to_owned()) } else { missing(site, "") };
    };
    let redirects = &site.snapshot.plan.redirects;
    let slashed = format!("{}/", inside.trim_end_matches('/'));
    for from in [inside, slashed.as_str()] {
        if let Ok(at) = redirects.binary_search_by(|(known, _)| known.as_str().cmp(from))
            && let Some((_, to)) = redirects.get(at)
        {
            return Destination::Redirect(format!("{base}{to}"));
        }
    }
    let gone = &site.snapshot.plan.gone;
    if [inside, slashed.as_str()].iter().any(|known| gone.binary_search_by(|one| one.as_str().cmp(known)).is_ok()) {
        return Destination::Gone(not_found_page(site, inside));
    }
    if inside.is_empty() || inside.ends_with('/') {
        return site.find(&format!("{inside}index.html")).map_or_else(|| missing(site, inside), Destination::Output);
    }
    if let Some(at) = site.find(inside) {
        return Destination::Output(at);
    }
    match site.find(&format!("{inside}/index.html")) {
        Some(_) => Destination::Redirect(format!("{base}{inside}/")),
        None => missing(site, inside),
    }
}

fn missing(site: &Built, inside: &str) -> Destination {
    Destination::Missing(not_found_page(site, inside))
}

/// The 404 page of the language that the path is in.
fn not_found_page(site: &Built, inside: &str) -> Option<OutputPlace> {
    let config = &site.snapshot.config;
    let language = inside.split('/').next().and_then(|first| config.language(first));
    let own = language.and_then(|language| site.find(&format!("{}/404.html", config.tag(language))));
    own.or_else(|| site.find("404.html"))
}

/// A path with percent-encoding undone, once. `None` if the result is not UTF-8, or has characters that no address has.
pub(crate) fn decode(raw: &str) -> Option<String> {
    if !percent::is_well_formed(raw) {
        return None;
    }
    let path = String::from_utf8(percent::decode(raw)).ok()?;
    let fine = path.starts_with('/') && !path.chars().any(|c| c.is_control() || c == '\\');
    fine.then_some(path)
}

/// A name of the page that an output shows, which stays the same when the page's address changes: `uk:clusters/uca`.
pub(crate) fn name(site: &Built, place: OutputPlace) -> Option<String> {
    let output = site.output(place)?;
    let config = &site.snapshot.config;
    match &output.what {
        What::Entry(id, language) | What::Plain(id, language) => {
            let key = site.snapshot.site.entry(*id).key.path(config);
            Some(format!("{}:{key}", config.tag(*language)))
        }
        _ => None,
    }
}

/// The current address of the page of a name.
pub(crate) fn of_name(
    site: &Built,
    name: &str,
    renamed: &std::collections::BTreeMap<String, String>,
) -> Option<String> {
    let (tag, key) = name.split_once(':')?;
    let config = &site.snapshot.config;
    let language = config.language(tag)?;
    let key = renamed.get(key).map_or(key, String::as_str);
    let id = site.snapshot.site.entry_ids().find(|id| site.snapshot.site.entry(*id).key.path(config) == key)?;
    site.snapshot.site.entry(id).shown(language)?;
    Some(format!("{}{}", config.base_url.path, site.snapshot.plan.address(id, language)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded_once_and_strictly() {
        assert_eq!(decode("/en/a%20b/").as_deref(), Some("/en/a b/"));
        assert_eq!(decode("/%252e%252e/").as_deref(), Some("/%2e%2e/"));
        assert_eq!(decode("/%D1%97/").as_deref(), Some("/ї/"));
        for bad in ["", "en", "/%", "/%2", "/%zz", "/%+1", "/%00", "/a%0d%0ab", "/a\\b", "/%5c", "/%ff", "http://x/"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
