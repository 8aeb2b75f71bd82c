//! The texts that a translator works on: those of a page or of a TOML file, each with what is known of its translation.
//!
//! The texts of one field, or the blocks of one body, are a [`UnitGroup`]. Usually each of them is a unit by itself, so that an
//! original that changed asks for the changed ones alone. Where a translation has another number of them than its original,
//! nobody knows which belongs to which, and the group is one unit.

use std::collections::BTreeMap;

use super::{
    cells::{Cell, cells},
    pairs::pairs,
};
use crate::{
    config::{Config, Field, LanguageId},
    diagnostics::position::position,
    edit::{
        Path, Refusal, Step, shown,
        units::{self, UnitPlace},
    },
};

/// Marks the context of a group that is one unit.
const WHOLE: &str = " (whole)";
/// The context of blocks.
const TEXT: &str = "text";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TranslationUnit {
    /// Tells it from other units of the same text: the field, and a number from the second one on. It has no place in it
    /// that an insertion above would change, so that work that was begun can be carried over to another export.
    pub context: String,
    pub source: String,
    /// The text that was translated, where it was another one and is known.
    pub former: Option<String>,
    /// As it stands in the site now.
    pub translation: Option<String>,
    /// Whether the translation is one of this very source. A translation that is left out on purpose is current too.
    pub is_current: bool,
    /// Of the source in its file.
    pub line: usize,
}

/// The place of a group's translations.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum GroupPlace {
    /// At this key of the translation's front matter.
    Value(String),
    /// In the file of the source, at this path and below it at the language.
    Cell(Path),
    /// In the body of the translation.
    Body,
    /// In the language's file of interface strings, at this key.
    String(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnitGroup {
    pub place: GroupPlace,
    pub units: Vec<TranslationUnit>,
    /// The texts are a list.
    pub is_list: bool,
    pub is_whole: bool,
    /// As many translations as units stand in the order of the units.
    pub is_in_order: bool,
}

/// The texts of a page and its translation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageTexts<'t> {
    pub config: &'t Config,
    pub fields: &'t [Field],
    pub from: LanguageId,
    pub to: LanguageId,
    pub original: &'t str,
    pub translation: Option<&'t str>,
    /// The original that the translation follows: `original` itself where it is current, `None` where it is not known.
    pub followed: Option<&'t str>,
}

/// Says of a context whether its group is one unit.
pub(crate) type IsWhole<'w> = &'w dyn Fn(&str) -> bool;

/// The groups of a page in the order of its file: values, cells, body.
///
/// # Errors
///
/// A page that cannot be read.
pub(crate) fn of_page(texts: &PageTexts<'_>, is_whole: IsWhole<'_>) -> Result<Vec<UnitGroup>, Refusal> {
    let read = |text: &str, language| units::of_page(text, texts.fields, texts.config, language);
    let sources = read(texts.original, texts.from)?;
    let followed = texts.followed.map(|text| read(text, texts.from)).transpose()?;
    let translations = texts.translation.map(|text| read(text, texts.to)).transpose()?.unwrap_or_default();
    let mut names = Names::default();
    let mut places: Vec<GroupPlace> = Vec::new();
    for place in sources.iter().filter_map(place_of) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let mut groups = Vec::new();
    for place in places {
        let of = |units: &[units::Unit]| -> Vec<units::Unit> {
            units.iter().filter(|unit| place_of(unit).as_ref() == Some(&place)).cloned().collect()
        };
        let sources = of(&sources);
        let followed = followed.as_deref().map(of);
        let context = match &place {
            GroupPlace::Value(key) => key.as_str(),
            _ => TEXT,
        };
        let is_list = sources.iter().any(|unit| is_item(&unit.place));
        let lines = sources.iter().map(|unit| position(texts.original, unit.range.start).line).collect();
        let texts = |units: &[units::Unit]| units.iter().map(|unit| unit.text.clone()).collect::<Vec<String>>();
        let raw = Raw {
            sources: texts(&sources),
            lines,
            followed: followed.as_deref().map(texts),
            translations: texts(&of(&translations)),
        };
        groups.extend(raw.group(place.clone(), context, is_list, is_whole, &mut names));
    }
    let at = groups.iter().position(|group| group.place == GroupPlace::Body).unwrap_or(groups.len());
    let found = cells(texts.original, true, texts.config, Some(texts.from), texts.to);
    groups.splice(at..at, of_cells(found, is_whole, &mut names));
    Ok(groups)
}

/// The groups of a TOML file: texts that are given in every language.
pub(crate) fn of_toml(text: &str, config: &Config, to: LanguageId, is_whole: IsWhole<'_>) -> Vec<UnitGroup> {
    of_cells(cells(text, false, config, None, to), is_whole, &mut Names::default())
}

fn of_cells(cells: Vec<Cell>, is_whole: IsWhole<'_>, names: &mut Names) -> Vec<UnitGroup> {
    let group = |cell: Cell| {
        // Rows are not counted: see Unit::context.
        let keys: Path = cell.path.iter().filter(|step| matches!(step, Step::Key(_))).cloned().collect();
        let raw = Raw {
            lines: vec![cell.line; cell.sources.len()],
            followed: Some(cell.sources.clone()),
            sources: cell.sources,
            translations: cell.translations,
        };
        raw.group(GroupPlace::Cell(cell.path), &shown(&keys), cell.is_list, is_whole, names)
    };
    cells.into_iter().filter_map(group).collect()
}

fn place_of(unit: &units::Unit) -> Option<GroupPlace> {
    match &unit.place {
        UnitPlace::Value(path) => match path.first() {
            Some(Step::Key(key)) => Some(GroupPlace::Value(key.clone())),
            _ => None,
        },
        UnitPlace::Block(_) => Some(GroupPlace::Body),
        // Found by `cells`, in whatever languages.
        UnitPlace::Cell(_) => None,
    }
}

fn is_item(place: &UnitPlace) -> bool {
    matches!(place, UnitPlace::Value(path) if matches!(path.last(), Some(Step::Item(_))))
}

/// Counts how often each context has had each text.
#[derive(Debug, Default)]
struct Names(BTreeMap<(String, String), usize>);

impl Names {
    fn name(&mut self, context: &str, source: &str) -> String {
        let count = self.0.entry((context.to_owned(), source.to_owned())).or_default();
        *count += 1;
        if *count == 1 { context.to_owned() } else { format!("{context} {count}") }
    }
}

/// A group before it is known what belongs together.
struct Raw {
    sources: Vec<String>,
    lines: Vec<usize>,
    followed: Option<Vec<String>>,
    translations: Vec<String>,
}

impl Raw {
    /// `None` where the texts can be told apart neither one by one nor as lines of one unit.
    fn group(
        self,
        place: GroupPlace,
        context: &str,
        is_list: bool,
        is_whole: IsWhole<'_>,
        names: &mut Names,
    ) -> Option<UnitGroup> {
        let whole_context = format!("{context}{WHOLE}");
        let strs = |texts: &[String]| texts.to_vec();
        let sources: Vec<&str> = self.sources.iter().map(String::as_str).collect();
        let followed: Option<Vec<&str>> =
            self.followed.as_ref().map(|texts| texts.iter().map(String::as_str).collect());
        let found = pairs(&sources, followed.as_deref(), self.translations.len());
        let found = found.filter(|_| !is_whole(&whole_context));
        let Some(found) = found else {
            let separator = if place == GroupPlace::Body { "\n\n" } else { "\n" };
            if place != GroupPlace::Body
                && self.sources.iter().chain(&self.translations).any(|text| text.contains('\n'))
            {
                return None;
            }
            let whole = |texts: &[String]| strs(texts).join(separator);
            let source = whole(&self.sources);
            let former = self.followed.as_deref().map(whole);
            let unit = TranslationUnit {
                context: names.name(&whole_context, &source),
                is_current: former.as_ref() == Some(&source),
                former: former.filter(|former| *former != source),
                translation: (!self.translations.is_empty()).then(|| whole(&self.translations)),
                source,
                line: self.lines.first().copied().unwrap_or(1),
            };
            return Some(UnitGroup { place, units: vec![unit], is_list, is_whole: true, is_in_order: false });
        };
        let is_in_order =
            found.len() == self.translations.len() && found.iter().enumerate().all(|(at, pair)| pair.at == Some(at));
        // A text that a translation left out when it was current is left out on purpose.
        let is_left_out = |source: &String| {
            self.translations.is_empty() && self.followed.as_ref().is_some_and(|followed| followed.contains(source))
        };
        let has_page = self.followed.is_some() && place != GroupPlace::Body && !matches!(place, GroupPlace::Cell(_));
        let units = self.sources.iter().zip(&self.lines).zip(&found).map(|((source, line), pair)| TranslationUnit {
            context: names.name(context, source),
            source: source.clone(),
            former: pair.former.and_then(|at| self.followed.as_ref()?.get(at).cloned()),
            translation: pair.at.and_then(|at| self.translations.get(at).cloned()),
            is_current: pair.is_current || (has_page && is_left_out(source)),
            line: *line,
        });
        Some(UnitGroup { place, units: units.collect(), is_list, is_whole: false, is_in_order })
    }
}
