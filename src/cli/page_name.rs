//! Pages as they are named on the command line: `clusters/uca` or `content/clusters/uca.uk.md`.

use super::{Exit, terminal::Terminal};
use crate::{
    site::{Entry, Site},
    text::nearest,
};

/// The name without what leads to content/.
pub fn inside(name: &str) -> &str {
    let name = name.trim_start_matches("./");
    name.strip_prefix("content/").unwrap_or(name)
}

/// Whether a name (see [`inside`]) means this file of an entry: by the entry, or by the file with or without the ending.
pub fn is_meant(name: &str, entry: &Entry, file: &str, site: &Site) -> bool {
    let file = inside(file);
    entry.key.path(&site.config) == name || file == name || file.strip_suffix(".md") == Some(name)
}

/// The entry that has a page of this name.
pub fn find_entry<'s>(name: &str, site: &'s Site) -> Option<&'s Entry> {
    let has_page = |entry: &&Entry| {
        let read = entry.versions.iter().flatten().map(|version| &version.page.file);
        let mut files = read.chain(entry.unreadable.iter().map(|page| &page.file));
        entry.key.path(&site.config) == name || files.any(|file| is_meant(name, entry, file, site))
    };
    site.entries.iter().find(has_page)
}

/// The entry that the command line names. That there is none has been told.
pub fn find<'s>(page: &str, site: &'s Site, terminal: &Terminal) -> Result<&'s Entry, Exit> {
    let name = inside(page);
    find_entry(name, site).ok_or_else(|| terminal.usage(&format!("there is no page `{page}`"), Some(&hint(name, site))))
}

/// What to do about a name that means no page.
pub fn hint(name: &str, site: &Site) -> String {
    let known: Vec<String> = site.entries.iter().map(|entry| entry.key.path(&site.config)).collect();
    nearest(name, known.iter().map(String::as_str))
        .map_or_else(|| "name a page as clusters/uca".to_owned(), |near| format!("did you mean `{near}`?"))
}
