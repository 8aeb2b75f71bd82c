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

pub fn run(common: &Common, options: &Status, terminal: &Terminal) -> Exit {
    let pipeline_options = LoadOptions { drafts: true, base_url: None };
    let opened = match project::open(common, &pipeline_options, terminal) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let site = &*opened.snapshot.site;
    match &options.page {
        Some(page) => one(site, page, &opened.root, common, terminal),
        None => {
            all(site, common, terminal);
            Exit::Done
        }
    }
}

fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Entries and pages; the texts of indexes and terms count as pages too.
fn all(site: &Site, common: &Common, terminal: &Terminal) {
    if common.format == Format::Json {
        for entry in &site.entries {
            for language in site.config.language_ids() {
                terminal.answer(&(json_line(site, entry, language) + "\n"));
            }
        }
        return;
    }
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
    terminal.answer(&text);
}

fn json_line(site: &Site, entry: &Entry, language: LanguageId) -> String {
    let version = entry.version(language);
    json!({
        "page": entry.key.path(&site.config),
        "collection": matches!(entry.key, PageKey::Entry(..)).then(|| entry.key.collection()).flatten()
            .map(|collection| site.config.collection(collection).name.clone()),
        "language": site.config.tag(language),
        "state": entry.state_name(language),
        "file": version.map(|version| &*version.page.file),
        "revision": entry.original().map(|original| original.page.revision.as_str()),
        "follows": version.and_then(|version| version.page.translates.as_ref()).map(|t| t.value.as_str()),
    })
    .to_string()
}

fn one(site: &Site, page: &str, root: &Path, common: &Common, terminal: &Terminal) -> Exit {
    let wanted = page_name::inside(page);
    let Some(entry) = page_name::find_entry(wanted, site) else {
        terminal.error(&format!("there is no page `{page}`"), Some(&page_name::hint(wanted, site)));
        return Exit::Usage;
    };
    if common.format == Format::Json {
        for language in site.config.language_ids() {
            terminal.answer(&(json_line(site, entry, language) + "\n"));
        }
        return Exit::Done;
    }
    let mut text = String::new();
    for language in site.config.language_ids() {
        let tag = site.config.tag(language);
        match entry.version(language) {
            None => text.push_str(&format!("{tag}: missing\n")),
            Some(version) => {
                let follows = version.page.translates.as_ref().map(|follows| follows.value.as_str());
                match (version.state, follows, entry.original()) {
                    (State::Outdated, Some(follows), Some(original)) => {
                        text.push_str(&format!(
                            "{tag}: outdated, follows {follows}, the original is at {}  ({})\n",
                            original.page.revision, version.page.file
                        ));
                        text.push_str(&history::difference(root, site, entry, follows));
                    }
                    _ => text.push_str(&format!("{tag}: {}  ({})\n", entry.state_name(language), version.page.file)),
                }
            }
        }
    }
    terminal.answer(&text);
    Exit::Done
}
