//! A site's own files in the place of the theme's, and whether the theme's have changed since they were copied.
//!
//! `theme/copies.toml` keeps, for each file that `icsi theme copy` made, the program's version and a hash of the theme's
//! file as it was then.

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

use sha2::{Digest as _, Sha256};

use super::layers::{COPIES, OWN, files_of};
use crate::{
    diagnostics::{Diagnostics, Sink},
    message,
    message::Message,
    source::{SourceFile, SourceTree},
    text::hex,
    toml_reader::{self, TomlFields},
};

/// The theme's file that a copy was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CopiedFrom {
    /// The program's version.
    pub version: String,
    /// The first 16 hexadecimal digits of the SHA-256 of the theme's file.
    pub hash: String,
}

impl CopiedFrom {
    /// Of a file of the theme, as this program has it.
    pub(crate) fn of(file: &SourceFile) -> Self {
        let digest = Sha256::digest(file.bytes());
        Self { version: env!("CARGO_PKG_VERSION").to_owned(), hash: hex(digest.iter().take(8)) }
    }
}

/// The copies that are noted, by their names in the theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Copies(pub BTreeMap<String, CopiedFrom>);

impl Copies {
    /// Reads the site's `theme/copies.toml`; mistakes in it are reported.
    pub(crate) fn read(tree: &SourceTree, diagnostics: &mut Diagnostics) -> Self {
        let Some(file) = tree.get(&format!("{OWN}/{COPIES}")) else { return Self::default() };
        let mut sink = Sink::new(&file.path);
        let mut copies = BTreeMap::new();
        let table = toml_reader::parse_file(file.text().unwrap_or_default(), &mut sink).unwrap_or_default();
        for entry in &table.entries {
            let Some(table) = sink.table(entry, message!("type-table"), Message::code("[\"templates/home.html\"]"))
            else {
                continue;
            };
            let mut fields = TomlFields::new(table, &entry.key_range);
            let version = fields.require("program", Message::code("program = \"0.2.0\""));
            let hash = fields.require("hash", message!("theme-copy-hash"));
            fields.finish(&mut sink);
            let texts = version.and_then(|entry| sink.string(entry)).zip(hash.and_then(|entry| sink.string(entry)));
            if let Some((version, hash)) = texts {
                copies.insert(entry.key.clone(), CopiedFrom { version: version.to_owned(), hash: hash.to_owned() });
            }
        }
        diagnostics.extend(sink.found);
        Self(copies)
    }

    /// The text of `theme/copies.toml`.
    pub(crate) fn to_text(&self) -> String {
        let mut text =
            "# Written by `icsi theme copy`: of which file of the theme each file here is a copy.\n".to_owned();
        for (name, origin) in &self.0 {
            // Names come from a theme's own files, and have no quotation marks.
            let _ = write!(text, "\n[\"{name}\"]\nprogram = \"{}\"\nhash = \"{}\"\n", origin.version, origin.hash);
        }
        text
    }
}

/// The state of a file of the site against the theme's file of the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OverrideState {
    /// They are the same.
    Same,
    /// The theme's is as it was when it was copied, in this version of the program.
    Current(String),
    /// The theme's has changed since it was copied.
    Changed(String),
    /// The theme has it no more.
    Gone(String),
    /// Nothing is noted of it.
    Unnoted,
    /// The theme has none of this name.
    Added,
    /// Interface strings.
    Strings(OwnStrings),
}

/// The strings of a site's own file against those of the theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OwnStrings {
    /// The keys of strings in the place of the theme's, with other words.
    pub replaced: Vec<String>,
    /// The keys of strings that the theme does not have.
    pub added: Vec<String>,
    /// The number of strings that say what the theme's say.
    pub same: usize,
}

/// A file of the site's own.
#[derive(Clone, Debug)]
pub(crate) struct Override {
    /// Its name in the theme: `templates/home.html`
    pub name: String,
    pub own: Arc<SourceFile>,
    pub theirs: Option<Arc<SourceFile>>,
    pub state: OverrideState,
}

/// Every file that a site has in its `theme/`, by name.
pub(crate) fn overrides(tree: &SourceTree, theme: &str, copies: &Copies) -> Vec<Override> {
    let folder = format!("themes/{theme}");
    let theirs = files_of(tree, &folder);
    let own = files_of(tree, OWN).into_iter().filter(|(name, _)| *name != COPIES);
    let one = |(name, own): (&str, &Arc<SourceFile>)| {
        let theirs = theirs.get(name).copied();
        let state = state(name, own, theirs, copies.0.get(name));
        Override { name: name.to_owned(), own: Arc::clone(own), theirs: theirs.cloned(), state }
    };
    own.map(one).collect()
}

fn state(name: &str, own: &SourceFile, theirs: Option<&Arc<SourceFile>>, origin: Option<&CopiedFrom>) -> OverrideState {
    match (theirs, origin) {
        (Some(theirs), _) if theirs.content == own.content => OverrideState::Same,
        _ if name.starts_with("i18n/") => OverrideState::Strings(compare_strings(own, theirs)),
        (Some(theirs), Some(origin)) if origin.hash == CopiedFrom::of(theirs).hash => {
            OverrideState::Current(origin.version.clone())
        }
        (Some(_), Some(origin)) => OverrideState::Changed(origin.version.clone()),
        (Some(_), None) => OverrideState::Unnoted,
        (None, Some(origin)) => OverrideState::Gone(origin.version.clone()),
        (None, None) => OverrideState::Added,
    }
}

fn compare_strings(own: &SourceFile, theirs: Option<&Arc<SourceFile>>) -> OwnStrings {
    let theirs = theirs.and_then(|theirs| theirs.text()).map(strings_of).unwrap_or_default();
    let theirs: BTreeMap<&str, String> = theirs.into_iter().collect();
    let mut found = OwnStrings::default();
    for (key, text) in strings_of(own.text().unwrap_or_default()) {
        match theirs.get(key) {
            Some(known) if *known == text => found.same += 1,
            Some(_) => found.replaced.push(key.to_owned()),
            None => found.added.push(key.to_owned()),
        }
    }
    found
}

/// The messages of a Fluent file, by key: everything behind the `=`, with the lines that belong to it.
fn strings_of(text: &str) -> Vec<(&str, String)> {
    let mut strings: Vec<(&str, String)> = Vec::new();
    let mut is_inside = false;
    for line in text.lines().map(str::trim_end) {
        let message = line.split_once('=').map(|(key, value)| (key.trim_end(), value.trim_start()));
        if let Some((key, value)) = message.filter(|(key, _)| is_key(key)) {
            strings.push((key, value.to_owned()));
            is_inside = true;
        } else if line.starts_with(['#', '-']) {
            // A remark or a term ends the message before it.
            is_inside = false;
        } else if let Some((_, value)) = strings.last_mut().filter(|_| is_inside && !line.is_empty()) {
            value.push('\n');
            value.push_str(line);
        }
    }
    strings
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states(theirs: &str, copies: &str) -> Vec<(String, OverrideState)> {
        let tree = SourceTree::from_texts([
            ("themes/t/templates/a.html", theirs),
            ("theme/templates/a.html", "own"),
            ("theme/templates/b.html", "own"),
            ("theme/i18n/en.ftl", "# = no\nhome = Home\nown =\n    = no\n"),
            ("themes/t/i18n/en.ftl", "home = Start\n"),
            ("theme/copies.toml", copies),
        ]);
        let mut diagnostics = Diagnostics::default();
        let copies = Copies::read(&tree, &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        overrides(&tree, "t", &copies).into_iter().map(|one| (one.name, one.state)).skip(1).collect()
    }

    #[test]
    fn a_copy_knows_whether_the_theme_has_changed_since() {
        let file = |text: &str| SourceFile {
            path: "themes/t/templates/a.html".into(),
            content: crate::source::FileContent::Text(text.into()),
        };
        let mut copies = Copies::default();
        let origin = |text| CopiedFrom { version: "0.1.0".to_owned(), hash: CopiedFrom::of(&file(text)).hash };
        copies.0.insert("templates/a.html".to_owned(), origin("old"));
        let noted = copies.to_text();
        let check = |theirs: &str, noted: &str, expected: OverrideState| {
            let found = states(theirs, noted);
            assert_eq!(found[0], ("templates/a.html".to_owned(), expected));
            assert_eq!(found[1], ("templates/b.html".to_owned(), OverrideState::Added));
        };
        check("old", &noted, OverrideState::Current("0.1.0".to_owned()));
        check("new", &noted, OverrideState::Changed("0.1.0".to_owned()));
        check("own", &noted, OverrideState::Same);
        check("old", "", OverrideState::Unnoted);
    }

    #[test]
    fn strings_are_told_one_by_one() {
        let check = |own: &str, theirs: &str, replaced: &[&str], added: &[&str], same: usize| {
            let tree = SourceTree::from_texts([("theme/i18n/en.ftl", own), ("themes/t/i18n/en.ftl", theirs)]);
            let state = overrides(&tree, "t", &Copies::default()).remove(0).state;
            let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
            let expected = OwnStrings { replaced: keys(replaced), added: keys(added), same };
            assert_eq!(state, OverrideState::Strings(expected), "{own}");
        };
        let theirs = "home = Start\n\nmany = { $n ->\n    [one] one\n   *[other] more\n}\n    .title = T\n";
        check("home = Home\n", theirs, &["home"], &[], 0);
        check(&theirs.replace("Start", "Home"), theirs, &["home"], &[], 1);
        check(&theirs.replace("more", "others"), theirs, &["many"], &[], 1);
        check(&theirs.replace("= T", "= Title"), theirs, &["many"], &[], 1);
        check(&format!("# = no\n{}", theirs.replace('\n', "\r\n")), theirs, &[], &[], 2);
        check("own =\n    = no\n    .title = no\nhome=Start\n", theirs, &[], &["own"], 1);
        check("home = Start\n-term = T\n    more\n", theirs, &[], &[], 1);
        check("home = Start\n    and more\n", theirs, &["home"], &[], 0);
    }
}
