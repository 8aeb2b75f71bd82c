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
    history, message,
    message::Message,
    pipeline::LoadOptions,
    site::{Entry, Site, State},
};

pub(super) fn run(common: &Common, options: &Status, terminal: &Terminal) -> Result<(), Exit> {
    let opened = project::open(common, &LoadOptions { drafts: true, ..LoadOptions::default() }, terminal)?;
    let site = &*opened.snapshot.site;
    let one = options.page.as_deref().map(|page| project::from_here(&opened.root, page));
    let one = one.map(|page| page_name::find(&page, site, terminal)).transpose()?;
    terminal.answer(&match one {
        _ if common.format == Format::Json => json_lines(site, one),
        Some(entry) => of_entry(site, entry, &opened.root, terminal),
        None => of_site(site, terminal),
    });
    Ok(())
}

/// A state of a page, by the name that it has in data.
fn state_word(name: &str) -> Message {
    message!("state", state = name)
}

/// Counts, then lists of what is to be done. Entries and pages count, and the texts of indexes and terms count as pages.
fn of_site(site: &Site, terminal: &Terminal) -> String {
    let mut text = String::new();
    for language in site.config.language_ids() {
        let count = |name: &str| site.entries.iter().filter(|entry| entry.state_name(language) == name).count();
        text.push_str(&terminal.text(message!(
            "status-line",
            language = site.config.tag(language),
            originals = count("original"),
            current = count("current"),
            outdated = count("outdated"),
            missing = count("missing"),
        )));
        text.push('\n');
        match site.count_missing_texts(language) {
            0 => {}
            count => text.push_str(&format!("    {}\n", terminal.text(message!("status-missing-texts", count)))),
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
            let state = terminal.text(message!("status-list", state = state_word(wanted)));
            text.push_str(&format!("\n{state}\n{}", found.concat()));
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

fn of_entry(site: &Site, entry: &Entry, root: &Path, terminal: &Terminal) -> String {
    let mut text = String::new();
    for language in site.config.language_ids() {
        let tag = site.config.tag(language);
        let Some(version) = entry.version(language) else {
            let state = terminal.text(state_word(entry.state_name(language)));
            text.push_str(&format!("{tag}: {state}\n"));
            continue;
        };
        let follows = version.page.translates.as_ref().map(|follows| follows.value.as_str());
        match (version.state, follows, entry.revision()) {
            (State::Outdated, Some(follows), Some(revision)) => {
                let state = terminal.text(message!("status-outdated", follows, revision));
                text.push_str(&format!("{tag}: {state}  ({})\n", version.page.file));
                text.push_str(&history::difference(root, site, entry, follows, terminal.language));
            }
            _ => {
                let state = terminal.text(state_word(entry.state_name(language)));
                text.push_str(&format!("{tag}: {state}  ({})\n", version.page.file));
            }
        }
    }
    text
}
