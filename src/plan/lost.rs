//! Addresses that would die, and the line that keeps each alive: an alias of the page that has probably taken its place.

use std::collections::{BTreeMap, BTreeSet};

use super::{Plan, What};
use crate::{
    config::LanguageId,
    content::{PageKey, name::CONTENT, page::Located},
    message,
    message::Message,
    site::{EntryId, Site, TermId},
    text::nearest,
};

/// Those of the lost addresses that are told: feeds and data go with the list that they belong to.
pub(super) fn told<'a>(lost: &[&'a str], site: &Site) -> Vec<&'a str> {
    let list_is_lost = |address: &str| {
        let (folder, name) = address.rsplit_once('/').unwrap_or(("", address));
        let of_data = |tag: &String| name.split('.').next().map(|name| format!("{tag}/{name}/"));
        let lists: Vec<String> = match folder {
            "data" => site.config.languages.iter().filter_map(of_data).collect(),
            _ => vec![format!("{folder}/")],
        };
        !name.is_empty() && lists.iter().any(|list| lost.binary_search(&list.as_str()).is_ok())
    };
    lost.iter().copied().filter(|address| !list_is_lost(address)).collect()
}

/// A proposal for each lost address. `new` are addresses that the ledger has not.
///
/// A file is named with one line, which keeps all that it keeps alive: whoever follows one hint after the other writes no
/// line twice.
pub(super) fn hints(lost: &[&str], new: &BTreeSet<String>, site: &Site, plan: &Plan) -> Vec<Message> {
    let place_of = |address: &&str| successor(address, new, site, plan).and_then(|now| place(&now, site, plan));
    let places: Vec<Option<AliasPlace<'_>>> = lost.iter().map(place_of).collect();
    let mut kept: BTreeMap<(&str, Option<&str>), Vec<&str>> = BTreeMap::new();
    for (address, place) in lost.iter().zip(&places) {
        if let Some(place) = place {
            kept.entry((place.file.as_str(), place.below)).or_default().push(address);
        }
    }
    let hints = lost.iter().zip(&places).map(|(address, place)| match place {
        Some(AliasPlace { file, below, aliases }) => {
            let addresses = kept.get(&(file.as_str(), *below)).map(Vec::as_slice).unwrap_or_default();
            let line = line(aliases, addresses);
            match below {
                Some(term) => message!("lost-address.write-below", file, term = *term, line),
                None => message!("lost-address.write", file, line),
            }
        }
        None if !is_page(address) => message!("lost-address.file"),
        None => message!("lost-address.unknown", line = line(&[], &[address])),
    });
    hints.collect()
}

fn is_page(address: &str) -> bool {
    address.ends_with('/') || address.ends_with(".html")
}

/// `aliases = ["/en/older/", "/en/old/"]`
fn line(aliases: &[Located<String>], addresses: &[&str]) -> String {
    let known = aliases.iter().map(|alias| format!("\"{}\"", alias.value));
    let items: Vec<String> = known.chain(addresses.iter().map(|address| format!("\"/{address}\""))).collect();
    format!("aliases = [{}]", items.join(", "))
}

/// The place where aliases of an address's page are written.
struct AliasPlace<'s> {
    file: String,
    /// The term of a vocabulary's file.
    below: Option<&'s str>,
    aliases: &'s [Located<String>],
}

fn place<'s>(address: &str, site: &'s Site, plan: &Plan) -> Option<AliasPlace<'s>> {
    let of_page = |id: EntryId, language: LanguageId| {
        let entry = site.entry(id);
        let page = &entry.version(language).or_else(|| entry.original())?.page;
        Some(AliasPlace { file: page.file.to_string(), below: None, aliases: &page.aliases })
    };
    let of_index = |key: PageKey, language: LanguageId| {
        // A list without a text of its own gets a page that has one.
        let unwritten = || {
            let file = format!("{CONTENT}/{}.{}.md", key.path(&site.config), site.config.tag(language));
            Some(AliasPlace { file, below: None, aliases: &[] })
        };
        site.find(&key).and_then(|id| of_page(id, language)).or_else(unwritten)
    };
    match &plan.find(&format!("{address}index.html"))?.what {
        What::Entry(id, language) | What::Plain(id, language) => of_page(*id, *language),
        What::Home(language) => of_index(PageKey::Home, *language),
        What::Collection(collection, language, _) => of_index(PageKey::CollectionIndex(*collection), *language),
        What::Vocabulary(vocabulary, language) => of_index(PageKey::VocabularyIndex(*vocabulary), *language),
        What::Term(vocabulary, TermId(term), ..) => {
            let term = site.term(*vocabulary, TermId(*term))?;
            let file = site.vocabulary_file(*vocabulary)?.to_string();
            Some(AliasPlace { file, below: Some(&term.id), aliases: &term.aliases })
        }
        _ => None,
    }
}

/// The address of what has probably taken the place of what stood at a lost one.
fn successor(address: &str, new: &BTreeSet<String>, site: &Site, plan: &Plan) -> Option<String> {
    let config = &site.config;
    let (tag, rest) = address.strip_suffix('/')?.split_once('/').unwrap_or((address.trim_end_matches('/'), ""));
    let Some(language) = config.language(tag) else {
        // The language is none of the site's any more.
        let slash = if rest.is_empty() { "" } else { "/" };
        let same = format!("{}/{rest}{slash}", config.languages.first()?);
        return plan.find(&format!("{same}index.html")).map(|_| same);
    };
    let (folder, last) = rest.rsplit_once('/').unwrap_or(("", rest));
    // The id is the same, and the slug is another.
    let of_id = site.entry_ids().find(|id| match &site.entry(*id).key {
        PageKey::Plain(id) => folder.is_empty() && id == last,
        PageKey::Entry(collection, id) => config.collection(*collection).name == folder && id == last,
        _ => false,
    });
    if let Some(id) = of_id.filter(|id| site.entry(*id).shown(language).is_some()) {
        return Some(plan.address(id, language).to_owned());
    }
    let start = format!("{tag}/");
    let alike = |other: &&String| {
        other.starts_with(&start) && other.ends_with('/') && other.matches('/').count() == address.matches('/').count()
    };
    let alike: Vec<&str> = new.iter().filter(alike).map(String::as_str).collect();
    let name = |other: &str| other.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    // The collection or vocabulary has another name.
    if let [one] = alike.iter().filter(|other| name(other) == last).collect::<Vec<_>>()[..] {
        return Some((*one).to_owned());
    }
    let beside = format!("{}/", address.strip_suffix('/')?.rsplit_once('/')?.0);
    let beside: Vec<&str> = alike.into_iter().filter(|other| other.starts_with(&beside)).collect();
    match beside[..] {
        [one] => Some(one.to_owned()),
        _ => {
            let names: Vec<String> = beside.iter().map(|other| name(other)).collect();
            let near = nearest(last, names.iter().map(String::as_str))?;
            beside.into_iter().find(|other| name(other) == near).map(str::to_owned)
        }
    }
}
