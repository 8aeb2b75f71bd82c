//! sitemap.xml (sitemaps.org protocol 0.9) with the versions of each page (`xhtml:link`, as Google specifies), and
//! robots.txt (RFC 9309).

use super::xml;
use crate::{
    config::LanguageId,
    plan::{self, Output, Plan, What, address},
    site::{EntryId, Site},
    text::escape,
};

/// Every page that really exists in its language: no fallback, no search page, no redirect. Of a site that is larger than
/// a sitemap can be, the list of its parts.
pub fn sitemap(site: &Site, plan: &Plan) -> String {
    let mut parts = plan.outputs.iter().filter(|output| matches!(output.what, What::SitemapPart(_))).peekable();
    if parts.peek().is_none() {
        return urls(site, plan.outputs.iter(), plan);
    }
    let mut out = String::from(DECLARATION);
    out.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for part in parts {
        out.push_str("<sitemap>\n");
        xml::element("loc", &site.config.base_url.join(&part.path), &mut out);
        out.push_str("</sitemap>\n");
    }
    out.push_str("</sitemapindex>\n");
    out
}

/// One of the parts.
pub fn part(site: &Site, plan: &Plan, part: usize) -> String {
    let size = plan::sitemap_part_size(site.config.languages.len());
    let pages = plan.outputs.iter().filter(|output| output.what.is_page());
    urls(site, pages.skip(part * size).take(size), plan)
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

fn urls<'p>(site: &Site, outputs: impl Iterator<Item = &'p Output>, plan: &Plan) -> String {
    let mut out = String::from(DECLARATION);
    out.push_str(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for output in outputs {
        let Some(page) = listed(site, plan, &output.what) else { continue };
        out.push_str("<url>\n");
        xml::element("loc", &site.config.base_url.join(&page.address), &mut out);
        if let Some(updated) = page.updated {
            xml::element("lastmod", &updated, &mut out);
        }
        if page.versions.len() > 1 {
            let default = page.versions.iter().find(|(language, _)| language.0 == 0).or(page.versions.first());
            let default = if page.from_the_way_in { Some("") } else { default.map(|(_, address)| address.as_str()) };
            let tags = page.versions.iter().map(|(language, address)| (site.config.tag(*language), address.as_str()));
            for (tag, address) in tags.chain(default.map(|address| ("x-default", address))) {
                out.push_str("<xhtml:link rel=\"alternate\" hreflang=\"");
                out.push_str(tag);
                out.push_str("\" href=\"");
                escape::xml(&site.config.base_url.join(address), &mut out);
                out.push_str("\"/>\n");
            }
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

struct Listed {
    address: String,
    versions: Vec<(LanguageId, String)>,
    /// The root page is where readers of no language of the site choose one.
    from_the_way_in: bool,
    updated: Option<String>,
}

fn listed(site: &Site, plan: &Plan, what: &What) -> Option<Listed> {
    let config = &site.config;
    let everywhere = |address: &dyn Fn(LanguageId) -> Option<(String, usize)>, language: LanguageId, number: usize| {
        let versions: Vec<(LanguageId, String)> = config
            .language_ids()
            .filter_map(|language| {
                let (folder, count) = address(language)?;
                let exists = number <= plan::pages(count);
                exists.then(|| (language, address::list_page(&folder, number)))
            })
            .collect();
        let own = versions.iter().find(|(l, _)| *l == language).map(|(_, address)| address.clone())?;
        Some(Listed { address: own, versions, from_the_way_in: false, updated: None })
    };
    match what {
        What::Root => {
            let homes = everywhere(&|l| Some((address::home(config, l), 0)), LanguageId(0), 1)?;
            Some(Listed { address: String::new(), from_the_way_in: true, ..homes })
        }
        What::Home(language) => {
            let homes = everywhere(&|l| Some((address::home(config, l), 0)), *language, 1)?;
            Some(Listed { from_the_way_in: true, ..homes })
        }
        What::Vocabulary(v, language) => everywhere(&|l| Some((address::vocabulary(config, *v, l), 0)), *language, 1),
        What::Timeline(language) => everywhere(&|l| Some((address::timeline(config, l), 0)), *language, 1),
        What::DataPage(language) => everywhere(&|l| Some((address::data(config, l), 0)), *language, 1),
        What::Search(language) => everywhere(&|l| Some((address::search(config, l), 0)), *language, 1),
        What::ChangesPage(language) => everywhere(&|l| Some((address::changes(config, l), 0)), *language, 1),
        What::Collection(c, language, number) => {
            let ids: Vec<EntryId> = site.collection_entries(*c).collect();
            everywhere(&|l| Some((address::collection(config, *c, l), site.count_shown(&ids, l))), *language, *number)
        }
        What::Term(v, term, language, number) => {
            let ids = site.entries_of_term(*v, *term);
            everywhere(&|l| Some((address::term(site, *v, *term, l)?, site.count_shown(ids, l))), *language, *number)
        }
        What::Cross(cross, language, number) => {
            let ids = site.cross.get(cross.pair)?.get(&cross.terms)?;
            let shown = |l| Some(site.count_shown(ids, l)).filter(|count| *count > 0);
            everywhere(&|l| Some((address::cross(site, *cross, l)?, shown(l)?)), *language, *number)
        }
        What::Plain(id, language) | What::Entry(id, language) => {
            let entry = site.entry(*id);
            let version = entry.version(*language)?;
            let versions: Vec<(LanguageId, String)> = config
                .language_ids()
                .filter(|language| entry.version(*language).is_some())
                .map(|language| (language, plan.address(*id, language).to_owned()))
                .collect();
            Some(Listed {
                address: plan.address(*id, *language).to_owned(),
                versions,
                from_the_way_in: false,
                updated: version.page.updated.as_ref().map(ToString::to_string),
            })
        }
        // Only pages are asked for; `What::is_page` alone says which outputs are pages.
        _ => None,
    }
}

pub fn robots(site: &Site) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", site.config.base_url.join("sitemap.xml"))
}
