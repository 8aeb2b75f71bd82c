//! Links in bodies: relative paths to source files, resolved to entries, terms' pages and files, and checked.

use super::{
    Entry, EntryId, Site, SiteFile, Version,
    meant::{Candidate, Meant, meant},
};
use crate::{
    config::LanguageId,
    content::{
        Attachment, Page, attachment::AttachmentKind, field_hint::web_address, misnamed::MisnamedIds, name::CONTENT,
    },
    diagnostics::{Diagnostic, Diagnostics, Location, Rule},
    locale::country,
    markdown::{Link, LinkTarget},
    message,
    message::Message,
    text::nearest,
};

/// The destination of a link in a body.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LinkDestination<'a> {
    /// An address outside of the site. It stands in the HTML already.
    Outside,
    /// A page, in the reader's language, perhaps at a heading (the fragment as written).
    Page(EntryId, Option<&'a str>),
    /// An anchor of the page itself.
    Here(&'a str),
    /// A file of an entry, with its name below the entry's folder.
    File(&'a Entry, &'a str, &'a Attachment),
    /// Nothing, which has been reported. Pages show the link's text without a link.
    Nowhere,
}

/// Resolves a link of a page, by its place among the links of the body.
pub(crate) fn destination<'a>(site: &'a Site, page: &'a Page, link: usize) -> LinkDestination<'a> {
    let Some(Link { target, picture, .. }) = page.body.links.get(link) else { return LinkDestination::Nowhere };
    let LinkTarget::Local { path, fragment } = target else { return LinkDestination::Outside };
    if path.is_empty() {
        return fragment.as_deref().map_or(LinkDestination::Nowhere, LinkDestination::Here);
    }
    let file = page.link_files.get(link).and_then(Option::as_deref).and_then(|file| site.files.get(file));
    match file {
        Some(SiteFile::Page(entry, _)) if !picture => LinkDestination::Page(*entry, fragment.as_deref()),
        Some(SiteFile::Attachment(entry, at)) => {
            let entry = site.entry(*entry);
            let file = entry.attachments.get(*at);
            file.map_or(LinkDestination::Nowhere, |(name, file)| LinkDestination::File(entry, name, file))
        }
        _ => LinkDestination::Nowhere,
    }
}

/// Files that are not published and have a diagnostic of their own. A link to one gets no second diagnostic, or one that
/// says why.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unpublished<'u> {
    /// Sorted.
    pub drafts: &'u [String],
    pub misnamed: &'u MisnamedIds,
}

impl Unpublished<'_> {
    fn is_broken(&self, path: &str) -> bool {
        let (folder, id) = split(path.strip_prefix("content/").unwrap_or(path));
        let above = folder.rsplit_once('/');
        self.misnamed.contains(folder, id)
            || above.is_some_and(|(collection, id)| self.misnamed.contains(collection, id))
    }
}

/// Reports every link and anchor of a page that leads nowhere.
pub(crate) fn check(site: &Site, version: &Version, unpublished: &Unpublished<'_>) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let page = &version.page;
    // The links of a page in the wrong folder are right where it belongs.
    if page.misplaced.is_some() {
        return diagnostics;
    }
    for (at, link) in page.body.links.iter().enumerate() {
        match destination(site, page, at) {
            LinkDestination::Here(anchor) => {
                if !version.may_have_anchor(anchor) {
                    diagnostics.push(broken_anchor(anchor, version, page.in_body(&link.range)));
                }
            }
            LinkDestination::Page(entry, Some(anchor)) => {
                // Readers are sent to the target in the language of the page that links.
                let entry = site.entry(entry);
                let Some(target) = entry.shown(page.language).map(|(target, _)| target).or_else(|| entry.original())
                else {
                    continue;
                };
                // Of what could not be read the headings are not known.
                let is_read = entry.unreadable.is_empty() && !target.page.is_incomplete;
                if is_read && !target.may_have_anchor(anchor) {
                    diagnostics.push(broken_anchor(anchor, target, page.in_body(&link.range)));
                }
            }
            LinkDestination::File(_, name, _) if link.picture && !is_picture(name) => {
                let message = message!("document-as-picture", written = name);
                diagnostics.push(
                    Diagnostic::new(Rule::DocumentAsPicture, page.in_body(&link.range), message)
                        .hint(message!("document-as-picture.hint")),
                );
            }
            LinkDestination::Outside => diagnostics.extend(own_address(site, page, link)),
            LinkDestination::Page(_, None) | LinkDestination::File(..) => {}
            LinkDestination::Nowhere => diagnostics.extend(broken_link(site, page, at, unpublished)),
        }
    }
    diagnostics
}

fn is_picture(name: &str) -> bool {
    !matches!(AttachmentKind::of(name), Some(AttachmentKind::Pdf | AttachmentKind::Csv | AttachmentKind::Txt))
}

/// A full address that leads to a page of the site, or to the source file of one on a forge, of which a path could be written.
fn own_address(site: &Site, page: &Page, link: &Link) -> Option<Diagnostic> {
    let LinkTarget::External { address, .. } = &link.target else { return None };
    let (address, anchor) = address.split_once('#').map_or((address.as_str(), None), |(a, anchor)| (a, Some(anchor)));
    let base = &site.config.base_url;
    let inside = address.strip_prefix(&base.origin).and_then(|path| path.strip_prefix(&base.path));
    let (message, file) = match inside {
        Some(path) => (message!("own-address"), file_at(site, path)?),
        None => {
            let source = address.get(address.find("/content/")? + 1..)?;
            (message!("source-address"), &**site.files.get_key_value(source)?.0)
        }
    };
    let path = relative(&page.file, file) + &anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
    let place = page.in_body(&link.range);
    Some(Diagnostic::new(Rule::OwnAddress, place, message).hint(message!("own-address.hint", path)))
}

/// The source file of a page by its address below the site's own: `en/clusters/uca/`. Pages with a slug have another one.
fn file_at<'s>(site: &'s Site, path: &str) -> Option<&'s str> {
    let (language, rest) = path.trim_end_matches('/').split_once('/')?;
    let file = |name: String| site.files.get_key_value(name.as_str()).map(|(file, _)| &**file);
    file(format!("{CONTENT}/{rest}.{language}.md")).or_else(|| file(format!("{CONTENT}/{rest}/index.{language}.md")))
}

fn broken_anchor(anchor: &str, target: &Version, location: Location) -> Diagnostic {
    let file = &target.page.file;
    let hint = match nearest(anchor, target.anchors()) {
        Some(near) => message!("hint-did-you-mean", name = format!("#{near}")),
        None if target.anchors().len() == 0 => message!("broken-anchor.none"),
        None => {
            message!(
                "broken-anchor.known",
                known = message::list(target.anchors().take(12).map(|known| format!("`#{known}`")))
            )
        }
    };
    Diagnostic::new(Rule::BrokenAnchor, location, message!("broken-anchor", file, anchor)).hint(hint)
}

/// `None` when the link leads to something that has a diagnostic of its own.
fn broken_link(site: &Site, page: &Page, at: usize, unpublished: &Unpublished<'_>) -> Option<Diagnostic> {
    let link = page.body.links.get(at)?;
    let location = page.in_body(&link.range);
    let LinkTarget::Local { path: written, .. } = &link.target else { return None };
    let Some(path) = page.link_files.get(at)?.as_deref() else {
        let message = message!("link-leads-out", written);
        return Some(Diagnostic::new(Rule::LinkOutside, location, message).hint(message!("link-leads-out.hint")));
    };
    if unpublished.drafts.binary_search_by(|draft| draft.as_str().cmp(path)).is_ok() {
        let message = message!("link-to-a-draft", path);
        return Some(Diagnostic::new(Rule::BrokenLink, location, message).hint(message!("hint-publish-draft")));
    }
    if link.picture && site.page_of_file(path).is_some() {
        let message = message!("page-as-picture", written);
        return Some(Diagnostic::new(Rule::BrokenLink, location, message).hint(message!("page-as-picture.hint")));
    }
    if unpublished.is_broken(path) {
        return None;
    }
    let broken = Diagnostic::new(Rule::BrokenLink, location, message!("broken-link", path));
    if let Some(hint) = without_scheme(written).or_else(|| without_source(site, page, path)) {
        return Some(broken.hint(hint));
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.') && !name.ends_with(".md"));
    let near = if is_file {
        let files = site.entries.iter().flat_map(|entry| entry.attachments.iter().map(|(_, file)| &*file.path));
        nearest(path, files)
    } else {
        nearest_page(site, path, page.language)
    };
    let hint = if let Some(near) = near {
        message!("hint-did-you-mean", name = relative(&page.file, near))
    } else if is_file {
        message!("broken-link.file", folder = own_folder(&page.file))
    } else {
        message!("broken-link.hint")
    };
    Some(broken.hint(hint))
}

/// The hint on a link to the web that lacks its `https://`: `www.example.org`, `example.org/page`.
fn without_scheme(written: &str) -> Option<Message> {
    let meant = web_address(written)?;
    let host = written.split('/').next().unwrap_or_default();
    let (_, last) = host.rsplit_once('.')?;
    if host.to_ascii_lowercase().starts_with("www.") {
        return Some(message!("hint-did-you-mean", name = meant));
    }
    let is_domain = DOMAINS.contains(&last) || country::is_code(&last.to_ascii_uppercase());
    let is_web = is_domain && !FILE_ENDINGS.contains(&last);
    is_web.then(|| message!("broken-link.web", address = meant))
}

/// The hint on a link to a list or a term that the site has a page of, though no source file.
fn without_source(site: &Site, page: &Page, path: &str) -> Option<Message> {
    let inside = path.strip_prefix(CONTENT)?.trim_matches('/');
    let (folder, name) = inside.split_once('/').unwrap_or((inside, ""));
    let id = name.split('.').next().unwrap_or_default();
    let vocabulary = site.config.vocabulary_named(folder);
    let is_list = vocabulary.is_some() || site.config.collection_named(folder).is_some();
    let own = site.config.tag(page.language);
    let languages = || std::iter::once(own).chain(site.config.languages.iter().map(String::as_str));
    let file_of = |id: &str| {
        let mut files = languages().map(|language| format!("{CONTENT}/{folder}/{id}.{language}.md"));
        files.find(|file| site.page_of_file(file).is_some())
    };
    if is_list && matches!(id, "" | "index") {
        return Some(match file_of("index") {
            Some(file) => message!("hint-did-you-mean", name = relative(&page.file, &file)),
            None => message!("broken-link.list", file = format!("{CONTENT}/{folder}/index.{own}.md")),
        });
    }
    site.find_term(vocabulary?, id)?;
    file_of(id).is_none().then(|| message!("broken-link.term", vocabulary = folder, term = id))
}

/// Endings of hosts that are no country's.
const DOMAINS: &[&str] = &["com", "edu", "eu", "gov", "info", "int", "net", "org"];
/// Endings of countries' hosts that files have too.
const FILE_ENDINGS: &[&str] = &["ai", "md", "ps", "py"];

/// The file of a page that was probably meant: of that folder the nearest id, or the same id in another folder; in the
/// language of the page that links, if there is one.
fn nearest_page<'s>(site: &'s Site, path: &str, language: LanguageId) -> Option<&'s str> {
    let (folder, id) = split(path);
    let pages = site.files.iter().filter_map(|(path, file)| match file {
        SiteFile::Page(_, own) => Some((&**path, *own == language)),
        SiteFile::Attachment(..) => None,
    });
    let mut files: Vec<(&str, bool)> = pages.collect();
    files.sort_unstable();
    let files = || files.iter().map(|(file, own)| (*file, split(file), *own));
    let near = match meant(id, &candidates(site, folder)) {
        Some(Meant::One { id, .. }) => Some(id.to_owned()),
        Some(Meant::Several(_)) => return None,
        None => None,
    };
    let is_meant = |(at, other): (&str, &str)| match &near {
        Some(near) => at == folder && other == near,
        None => other == id && id != "index",
    };
    files().filter(|(_, parts, _)| is_meant(*parts)).max_by_key(|(_, _, own)| *own).map(|(file, _, _)| file)
}

/// The entries and pages of a folder such as `content/clusters`, with all that they are called.
fn candidates<'s>(site: &'s Site, folder: &str) -> Vec<Candidate<'s>> {
    let inside = folder.strip_prefix(CONTENT).unwrap_or(folder).trim_start_matches('/');
    let is_there = |entry: &&Entry| split(&entry.key.path(&site.config)).0 == inside;
    let candidate = |entry: &'s Entry| {
        let pages = || entry.versions.iter().flatten().map(|version| &version.page);
        Candidate {
            id: entry.key.id(),
            title: "",
            names: pages().map(|page| page.title.as_str()).collect(),
            aliases: pages().flat_map(|page| &page.aliases).map(|alias| alias.value.as_str()).collect(),
        }
    };
    site.entries.iter().filter(is_there).map(candidate).collect()
}

/// Folder and id of a page's path.
fn split(path: &str) -> (&str, &str) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    (folder, name.split('.').next().unwrap_or_default())
}

/// `content/clusters/uca.en.md` -> `content/clusters/uca`
fn own_folder(file: &str) -> &str {
    let name = file.rfind('/').map_or(0, |at| at + 1);
    let end = file.get(name..).and_then(|rest| rest.find('.')).map_or(file.len(), |dot| name + dot);
    file.get(..end).unwrap_or(file)
}

/// The path to a file as a link from another one writes it.
pub(crate) fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len().saturating_sub(1);
    let common = from.iter().take(folders).zip(&to).take_while(|(a, b)| a == b).count();
    let ups = std::iter::repeat_n("..", folders - common);
    ups.chain(to.iter().skip(common).copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_written_as_seen_from_the_file() {
        let from = "content/clusters/uca.en.md";
        assert_eq!(relative(from, "content/memoranda/x.en.md"), "../memoranda/x.en.md");
        assert_eq!(relative(from, "content/clusters/x.en.md"), "x.en.md");
    }
}
