//! Addresses as paths inside the site: no slash at the start, one at the end of a page's.

use super::Cross;
use crate::{
    config::{Collection, CollectionId, Config, LanguageId, VocabularyId},
    content::{Attachment, PageKey, attachment::fingerprint, page::Located},
    picture::WRITING,
    site::{Entry, Site, TermId},
};

/// By language and entry.
pub(crate) fn of_entries(site: &Site) -> Vec<Vec<String>> {
    site.config
        .language_ids()
        .map(|language| {
            site.entries
                .iter()
                .map(|entry| {
                    let language = if entry.shown(language).is_some() { language } else { entry.original };
                    of_entry(entry, &site.config, language)
                })
                .collect()
        })
        .collect()
}

/// The slug of the version in this language, or the id.
fn of_entry(entry: &Entry, config: &Config, language: LanguageId) -> String {
    let tag = config.tag(language);
    let slug = entry.version(language).and_then(|version| version.page.slug.as_ref()).map(|slug| slug.value.as_str());
    match &entry.key {
        PageKey::Home => home(config, language),
        PageKey::Plain(id) => folder(&[tag, slug.unwrap_or(id)]),
        PageKey::CollectionIndex(c) => collection(config, *c, language),
        PageKey::Entry(c, id) => folder(&[tag, &config.collection(*c).name, slug.unwrap_or(id)]),
        PageKey::VocabularyIndex(v) => vocabulary(config, *v, language),
        PageKey::Term(v, id) => folder(&[tag, &config.vocabulary(*v).name, id]),
    }
}

/// Parts with a slash after each. Every page's head has a dozen addresses: no formatting.
fn folder(parts: &[&str]) -> String {
    let mut path = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for part in parts {
        path.push_str(part);
        path.push('/');
    }
    path
}

pub(crate) fn home(config: &Config, language: LanguageId) -> String {
    folder(&[config.tag(language)])
}

pub(crate) fn collection(config: &Config, collection: CollectionId, language: LanguageId) -> String {
    folder(&[config.tag(language), &config.collection(collection).name])
}

pub(crate) fn vocabulary(config: &Config, vocabulary: VocabularyId, language: LanguageId) -> String {
    folder(&[config.tag(language), &config.vocabulary(vocabulary).name])
}

/// The name of a calendar in the folder of its language or collection.
pub(crate) const CALENDAR: &str = "calendar.ics";

/// Whether there is a calendar of the site, or of a collection.
pub(crate) fn has_calendar(config: &Config, collection: Option<CollectionId>) -> bool {
    config.outputs.calendars
        && match collection {
            Some(collection) => config.collection(collection).has_days(),
            None => config.collections.iter().any(Collection::has_days),
        }
}

pub(crate) fn timeline(config: &Config, language: LanguageId) -> String {
    folder(&[config.tag(language), "timeline"])
}

pub(crate) fn data(config: &Config, language: LanguageId) -> String {
    folder(&[config.tag(language), "data"])
}

pub(crate) fn search(config: &Config, language: LanguageId) -> String {
    folder(&[config.tag(language), "search"])
}

/// The address of the table of a list, which is at `folder`.
pub(crate) fn table(folder: &str) -> String {
    [folder, "table/"].concat()
}

/// The name of a list's file for spreadsheets, in the list's folder.
pub(crate) const LIST_FILE: &str = "list.csv";

pub(crate) fn list_file(folder: &str) -> String {
    [folder, LIST_FILE].concat()
}

pub(crate) fn changes(config: &Config, language: LanguageId) -> String {
    folder(&[config.tag(language), "changes"])
}

pub(crate) fn term(site: &Site, vocabulary: VocabularyId, term: TermId, language: LanguageId) -> Option<String> {
    let id = &site.term(vocabulary, term)?.id;
    Some(folder(&[site.config.tag(language), &site.config.vocabulary(vocabulary).name, id]))
}

/// `en/countries/pl/aerospace/`
pub(crate) fn cross(site: &Site, cross: Cross, language: LanguageId) -> Option<String> {
    let [(vocabulary, first), (other, second)] = cross.sides(&site.config)?;
    let (first, second) = (site.term(vocabulary, first)?, site.term(other, second)?);
    Some(folder(&[site.config.tag(language), &site.config.vocabulary(vocabulary).name, &first.id, &second.id]))
}

/// The brief of what stands at an address.
pub(crate) fn brief(folder: &str) -> String {
    [folder, "brief/"].concat()
}

/// The first page of a list stands at its folder, the others below `page/`.
pub(crate) fn list_page(folder: &str, page: usize) -> String {
    if page <= 1 { folder.to_owned() } else { format!("{folder}page/{page}/") }
}

/// The path of an alias: from the site's start, or beside the page it belongs to.
pub(crate) fn alias(written: &str, target: &str) -> String {
    match written.strip_prefix('/') {
        Some(from_start) => from_start.to_owned(),
        None => {
            let folder = target.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{folder}/{}/", written.trim_end_matches('/'))
        }
    }
}

/// The address that a page had first: before it was renamed, beside its present one. Other aliases are no former addresses.
pub(crate) fn first(aliases: &[Located<String>], address: &str) -> String {
    let folder = |address: &str| address.trim_end_matches('/').rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let mut former = aliases.iter().map(|written| alias(&written.value, address));
    let first = former.find(|former| folder(former) == folder(address) && former.ends_with('/'));
    first.unwrap_or_else(|| address.to_owned())
}

/// `assets/clusters/uca/logo.3f9a2c1d4e.svg`
pub(crate) fn attachment(key: &PageKey, config: &Config, name: &str, file: &Attachment) -> String {
    fingerprinted(&format!("assets/{}/{name}", key.path(config)), &file.fingerprint)
}

/// `assets/clusters/uca/fair-640.3f9a2c1d4e.jpg`: the name says all that the picture is made of.
pub(crate) fn picture(key: &PageKey, config: &Config, name: &str, file: &Attachment, width: u32) -> Option<String> {
    let photograph = file.photograph?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let sum = fingerprint(format!("{WRITING} {width} {}", file.fingerprint).as_bytes());
    let name = format!("assets/{}/{stem}-{width}.{}", key.path(config), photograph.coding.ending());
    Some(fingerprinted(&name, &sum))
}

/// Puts a fingerprint before the ending of a path's last part.
pub(crate) fn fingerprinted(path: &str, fingerprint: &str) -> String {
    let name_start = path.rfind('/').map_or(0, |at| at + 1);
    match path.get(name_start..).and_then(|name| name.rfind('.')).filter(|dot| *dot > 0) {
        Some(dot) => {
            let (stem, ending) = path.split_at(name_start + dot);
            format!("{stem}.{fingerprint}{ending}")
        }
        None => format!("{path}.{fingerprint}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_stand_where_they_say() {
        assert_eq!(alias("/old/page/", "en/clusters/uca/"), "old/page/");
        assert_eq!(alias("old", "en/clusters/uca/"), "en/clusters/old/");
        assert_eq!(alias("old", "en/about/"), "en/old/");
    }

    #[test]
    fn fingerprints_stand_before_the_ending() {
        assert_eq!(fingerprinted("assets/css/site.css", "abc"), "assets/css/site.abc.css");
        assert_eq!(fingerprinted("assets/a.b/licence", "abc"), "assets/a.b/licence.abc");
    }
}
