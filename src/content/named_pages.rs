//! Plain pages that site.toml names: in the menu, as a button, at the foot of every page.

use std::collections::BTreeSet;

use super::name::CONTENT;
use crate::{
    config::Config,
    diagnostics::{Diagnostic, Diagnostics, Location, Rule},
    message,
    source::SourceTree,
    text::suggest,
};

/// Reports names of pages that have no file. What a file says, and whether it is a draft, is not asked: a page that is not
/// published stands in no menu.
pub(crate) fn check(tree: &SourceTree, config: &Config, diagnostics: &mut Diagnostics) {
    let mut named = config.presentation.pages().peekable();
    if named.peek().is_none() {
        return;
    }
    let files = tree.below(CONTENT).filter_map(|file| file.path.strip_prefix(CONTENT)?.strip_prefix('/'));
    let ids: BTreeSet<&str> = files
        .filter(|path| !path.contains('/') && path.ends_with(".md"))
        .filter_map(|path| path.split('.').next())
        .filter(|id| *id != "index")
        .collect();
    for (name, range) in named.filter(|(name, _)| !ids.contains(name.as_str())) {
        let hint = suggest(name, ids.iter().copied());
        let location = Location::new(&config.file, range.clone());
        diagnostics.push(Diagnostic::new(Rule::UnknownEntry, location, message!("no-plain-page", id = name)).hint(
            hint.unwrap_or_else(|| {
                let language = config.tag(crate::config::LanguageId(0));
                message!("hint-write-line", line = format!("{CONTENT}/{name}.{language}.md"))
            }),
        ));
    }
}
