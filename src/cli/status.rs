//! `icsi status`: which translations are current, outdated or missing, and what changed since.

use std::path::Path;

use serde_json::json;

use super::{
    Exit,
    args::{Common, Format, Status},
    page_name, project,
    terminal::Terminal,
};
use crate::{
    config::LanguageId,
    content::PageKey,
    history,
    pipeline::LoadOptions,
    site::{Entry, Site, State},
};

pub fn run(common: &Common, options: &Status, terminal: &Terminal) -> Result<(), Exit> {
    let opened = project::open(common, &LoadOptions { drafts: true, ..LoadOptions::default() }, terminal)?;
    let site = &*opened.snapshot.site;
    let one = options.page.as_deref().map(|page| page_name::find(page, site, terminal)).transpose()?;
    terminal.answer(&match one {
        _ if common.format == Format::Json => json_lines(site, one),
        Some(entry) => of_entry(site, entry, &opened.root),
        None => of_site(site),
    });
    Ok(())
}

fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Counts, then lists of what is to be done. Entries and pages count, and the texts of indexes and terms count as pages.
fn of_site(site: &Site) -> String {
    let mut text = String::new();
    for language in site.config.language_ids() {
        let count = |name: &str| site.entries.iter().filter(|entry| entry.state_name(language) == name).count();
        text.push_str(&format!(
            "{}: {}, {} current, {} outdated, {} missing\n",
            site.config.tag(language),
            plural(count("original"), "original"),
            count("current"),
            count("outdated"),
            count("missing")
        ));
        match site.count_missing_texts(language) {
            0 => {}
            texts => text.push_str(&format!(
                "    {} missing among those given for each language at once\n",
                plural(texts, "text")
            )),
        }
    }
    for wanted in ["outdated", "missing"] {
        let found: Vec<String> = site
            .entries
            .iter()
            .flat_map(|entry| site.config.language_ids().map(move |language| (entry, language)))
            .filter(|(entry, language)| entry.state_name(*language) == wanted)
            .map(|(entry, language)| format!("  {}.{}\n", entry.key.path(&site.config), site.config.tag(language)))
            .collect();
        if !found.is_empty() {
            text.push_str(&format!("\n{wanted}:\n{}", found.concat()));
        }
    }
    text
}

/// A line for each version of one entry, or of all.
fn json_lines(site: &Site, one: Option<&Entry>) -> String {
    let is_meant = |entry: &&Entry| one.is_none_or(|one| one.key == entry.key);
    let languages = |entry| site.config.language_ids().map(move |language| json_line(site, entry, language));
    site.entries.iter().filter(is_meant).flat_map(languages).collect()
}

fn json_line(site: &Site, entry: &Entry, language: LanguageId) -> String {
    let version = entry.version(language);
    let line = json!({
        "page": entry.key.path(&site.config),
        "collection": matches!(entry.key, PageKey::Entry(..)).then(|| entry.key.collection()).flatten()
            .map(|collection| site.config.collection(collection).name.clone()),
        "language": site.config.tag(language),
        "state": entry.state_name(language),
        "file": version.map(|version| &*version.page.file),
        "revision": entry.revision(),
        "follows": version.and_then(|version| version.page.translates.as_ref()).map(|t| t.value.as_str()),
    });
    format!("{line}\n")
}

fn of_entry(site: &Site, entry: &Entry, root: &Path) -> String {
    let mut text = String::new();
    for language in site.config.language_ids() {
        let tag = site.config.tag(language);
        let Some(version) = entry.version(language) else {
            text.push_str(&format!("{tag}: {}\n", entry.state_name(language)));
            continue;
        };
        let follows = version.page.translates.as_ref().map(|follows| follows.value.as_str());
        match (version.state, follows, entry.revision()) {
            (State::Outdated, Some(follows), Some(revision)) => {
                text.push_str(&format!(
                    "{tag}: outdated, follows {follows}, the original is at {revision}  ({})\n",
                    version.page.file
                ));
                text.push_str(&history::difference(root, site, entry, follows));
            }
            _ => text.push_str(&format!("{tag}: {}  ({})\n", entry.state_name(language), version.page.file)),
        }
    }
    text
}
