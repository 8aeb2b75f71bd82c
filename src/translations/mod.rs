//! Files for translators: the texts of a site as PO files, and translated PO files back into the site.
//!
//! ```text
//! cells      texts that stand beside their translations in TOML
//! pairs      which translation belongs to which text of an original that changed since
//! strings    the theme's interface strings as units
//! units      a page or TOML file as groups of units: text, translation, former text
//! export     units as a PO file: current ones translated, changed ones fuzzy, the others empty
//! import     a PO file, unit by unit; operations makes edits of what it chose
//! check      whether a translation has the links, footnotes and anchors of its text
//! po         the format itself
//! ```
//!
//! A PO file names the file that its texts come from ([`SOURCE`]). The name is compared with the names of the site's own
//! files and never opened. The revision that a translation will follow is that of the original whose texts the PO file has.

mod cells;
mod check;
pub(crate) mod export;
pub(crate) mod glossary;
pub(crate) mod import;
mod operations;
mod pairs;
pub mod po;
mod strings;
pub(crate) mod units;

use crate::{
    config::{LanguageId, read::SITE_TOML},
    content::name::CONTENT,
    edit::write::Sum,
    site::{EntryId, Site},
    source::SourceTree,
    theme::{layers, program},
};

/// Header field: the file of the site that the texts come from.
pub const SOURCE: &str = "X-Icsi-Source";
/// Header field: the revision of the original when the file was made.
pub const REVISION: &str = "X-Icsi-Revision";
/// Header field: what the translation's stamp said when the file was made; empty where there was no translation.
pub const FOLLOWED: &str = "X-Icsi-Followed";
/// Header field: sums of all translations that the file had when it was made. A text of the site that is not among them
/// has been written since.
pub const TEXTS: &str = "X-Icsi-Texts";

/// A file of the site that has texts to translate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextSource {
    /// The original of an entry.
    Page(EntryId),
    /// site.toml or a vocabulary.
    Toml(String),
    /// Interface strings of the theme in a language.
    Strings(String),
}

impl TextSource {
    /// All of a site that is translated into a language: its own texts, its vocabularies, the theme's strings, its pages.
    pub fn all(site: &Site, to: LanguageId) -> Vec<TextSource> {
        let vocabularies = site.vocabularies.iter().filter_map(|terms| terms.file.as_deref());
        let files = std::iter::once(SITE_TOML).chain(vocabularies);
        let pages = site.entry_ids().filter(|id| site.entry(*id).original().is_some());
        let from = site.config.language_ids().find(|language| *language != to);
        let strings = from.map(|from| TextSource::Strings(strings_file(site, from)));
        files.map(|file| TextSource::Toml(file.to_owned())).chain(strings).chain(pages.map(TextSource::Page)).collect()
    }

    /// The file's path in the site.
    pub fn file<'s>(&'s self, site: &'s Site) -> &'s str {
        match self {
            TextSource::Page(id) => site.entry(*id).original().map_or("", |original| &original.page.file),
            TextSource::Toml(file) | TextSource::Strings(file) => file,
        }
    }

    /// The path of its PO file below the folder of an export: `clusters/uca.po`, `countries.toml.po`. Ids of pages have no
    /// points, so no two are the same.
    pub fn po_file(&self, site: &Site) -> String {
        match self {
            TextSource::Page(id) => format!("{}.po", site.entry(*id).key.path(&site.config)),
            TextSource::Strings(_) => "interface.ftl.po".to_owned(),
            TextSource::Toml(file) => {
                let inside = file.strip_prefix(CONTENT).map_or(file.as_str(), |rest| rest.trim_start_matches('/'));
                format!("{inside}.po")
            }
        }
    }
}

/// The theme's strings in a language.
fn strings_file(site: &Site, language: LanguageId) -> String {
    format!("themes/{}/i18n/{}.ftl", site.config.theme, site.config.tag(language))
}

/// The file that translations of the theme's strings are written to, with the texts in it and below it.
struct StringsTarget<'t> {
    file: String,
    /// `None` when the file is not there.
    text: Option<&'t str>,
    /// The program's own translations, which the file's stand in the place of.
    below: Option<&'t str>,
}

impl<'t> StringsTarget<'t> {
    /// In the theme, or in the site's own folder where the theme is the program's: nobody can write into that.
    fn new(site: &Site, tree: &'t SourceTree, language: LanguageId) -> Self {
        let text = |path: &str| tree.get(path).and_then(|file| file.text());
        let theirs = strings_file(site, language);
        if !program::has(tree, &format!("themes/{}/theme.toml", site.config.theme)) {
            return Self { text: text(&theirs), file: theirs, below: None };
        }
        let file = format!("{}/i18n/{}.ftl", layers::OWN, site.config.tag(language));
        Self { text: text(&file), file, below: text(&theirs) }
    }

    /// All translations, those that count first.
    fn translation(&self) -> Option<String> {
        let texts: Vec<&str> = self.text.into_iter().chain(self.below).collect();
        (!texts.is_empty()).then(|| texts.join("\n"))
    }
}

/// Tells texts apart that a file had from those that were written since.
fn sum(text: &str) -> String {
    Sum::of(text.as_bytes()).0.chars().take(12).collect()
}
