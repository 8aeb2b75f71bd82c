//! `static/`: files published at the root as they are (CNAME, favicon.ico, .well-known/…).
//!
//! A file of that folder is published for everybody under an address that an editor chose, so little is let through: plain
//! names, no links and no dot files (`source::read` refuses both), nothing that a browser runs unless site.toml lists it,
//! and nothing in the place of a page or file of the site's own (the plan refuses that).

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    config::Config,
    diagnostics::{Diagnostic, Diagnostics, Location, Rule},
    message,
    message::Message,
    source::{SourceFile, SourceTree, read::STATIC},
};

/// Endings of files that a browser runs, or that can hold what it runs.
const RUN: &[&str] =
    &["html", "htm", "xhtml", "xht", "shtml", "svg", "svgz", "xml", "xsl", "xslt", "js", "mjs", "wasm"];
/// Files below it are named by what they hold and may be kept for ever: none can be placed there by hand.
const ASSETS: &str = "assets";

/// One file of `static/` that is published.
#[derive(Clone, Debug)]
pub struct StaticFile {
    /// Below the output folder.
    pub path: String,
    pub file: Arc<SourceFile>,
}

/// All that can be published, sorted by path; the rest is reported.
pub(crate) fn load(tree: &SourceTree, config: &Config, diagnostics: &mut Diagnostics) -> Vec<StaticFile> {
    let mut files = Vec::new();
    // By the path of a file or folder in lower case: on some file systems `A` and `a` are one.
    let mut spellings: BTreeMap<String, String> = BTreeMap::new();
    for file in tree.below(STATIC) {
        let Some(path) = file.path.strip_prefix(STATIC).map(|rest| rest.trim_start_matches('/')) else { continue };
        match judge(path, config).and_then(|()| twin(path, &mut spellings)) {
            Ok(()) => files.push(StaticFile { path: path.to_owned(), file: Arc::clone(file) }),
            Err((message, hint)) => {
                diagnostics.push(Diagnostic::new(Rule::StaticFile, Location::file(&file.path), message).hint(hint))
            }
        }
    }
    for (name, range) in &config.static_allow {
        let path = format!("{STATIC}/{name}");
        if tree.get(&path).is_none() && !tree.is_unreadable(&path) {
            let message = message!("static-allowed-missing", name, path);
            let location = Location::new(&config.file, range.clone());
            diagnostics.push(
                Diagnostic::new(Rule::StaticFile, location, message).hint(message!("static-allowed-missing.hint")),
            );
        }
    }
    files
}

/// Judges whether a file may be published by its name alone; the error is a message with its hint.
fn judge(path: &str, config: &Config) -> Result<(), (Message, Message)> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    if let Some(c) = path.chars().find(|c| !plain(*c)) {
        let message = message!("static-character", c);
        return Err((message, message!("static-character.hint")));
    }
    if path.split('/').next().is_some_and(|first| first.eq_ignore_ascii_case(ASSETS)) {
        let message = message!("static-assets", folder = ASSETS);
        return Err((message, message!("static-assets.hint", folder = STATIC)));
    }
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_run = RUN.iter().any(|run| run.eq_ignore_ascii_case(ending));
    if is_run && !config.static_allow.iter().any(|(name, _)| name == path) {
        let message = message!("static-run", ending);
        return Err((message, message!("static-run.hint", path)));
    }
    Ok(())
}

/// Refuses a file that is there already in other letters, itself or one of its folders; the error is a message with its hint.
fn twin(path: &str, spellings: &mut BTreeMap<String, String>) -> Result<(), (Message, Message)> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    for part in ends.filter_map(|end| path.get(..end)) {
        let first = spellings.entry(part.to_lowercase()).or_insert_with(|| part.to_owned());
        if first != part {
            let message = message!("static-twin", part, first = &*first);
            return Err((message, message!("static-twin.hint")));
        }
    }
    Ok(())
}
