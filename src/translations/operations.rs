//! Chosen translations as operations of the edit core, and new pages.

use std::ops::Range;

use super::{
    import::Chosen,
    units::{GroupPlace, PageTexts, UnitGroup},
};
use crate::{
    config::LanguageId,
    content::front_matter,
    diagnostics::Sink,
    edit::{
        FileFormat, Operation, PlainValue, Refusal, Schema, Step, apply,
        units::{self, UnitPlace},
    },
    message,
};

/// A page that gets translations.
#[derive(Clone, Copy, Debug)]
pub(super) struct PageEdit<'e> {
    pub texts: PageTexts<'e>,
    pub groups: &'e [UnitGroup],
    pub chosen: &'e Chosen,
    /// The revision that it follows from now on; `None` where it does already.
    pub stamp: Option<&'e str>,
}

/// The operation that gives a cell its text in a language; `None` where it stays as it is.
pub(super) fn cell_operation(group: &UnitGroup, chosen: &[Option<String>], tag: &str) -> Option<Operation> {
    let GroupPlace::Cell(path) = &group.place else { return None };
    let mut path = path.clone();
    path.push(Step::Key(tag.to_owned()));
    Some(Operation::Set { path, value: value(group, chosen, false)? })
}

/// The value of a group with its chosen texts; `None` where it stays as it is: none was chosen, and they need no other
/// order.
fn value(group: &UnitGroup, chosen: &[Option<String>], may_move: bool) -> Option<PlainValue> {
    let has_any = group.units.iter().any(|unit| unit.translation.is_some());
    let moves = may_move && has_any && group.is_list && !group.is_whole && !group.is_in_order;
    (moves || chosen.iter().any(Option::is_some)).then_some(())?;
    let texts = group.units.iter().zip(chosen).filter_map(|(unit, chosen)| chosen.clone().or(unit.translation.clone()));
    let texts: Vec<String> = if group.is_whole {
        texts.flat_map(|text| text.lines().map(str::trim).map(str::to_owned).collect::<Vec<_>>()).collect()
    } else {
        texts.collect()
    };
    let mut texts = texts.into_iter().filter(|text| !text.is_empty());
    Some(if group.is_list {
        PlainValue::List(texts.map(PlainValue::Text).collect())
    } else {
        PlainValue::Text(texts.next()?)
    })
}

/// The operations on the page of a translation.
pub(super) fn page_operations(page: &PageEdit<'_>) -> Result<Vec<Operation>, Refusal> {
    let mut operations = body_operations(page)?;
    operations.extend(value_operations(page));
    Ok(operations)
}

fn value_operations(page: &PageEdit<'_>) -> Vec<Operation> {
    let set = |key: &str, value: PlainValue| Operation::Set { path: vec![Step::Key(key.to_owned())], value };
    let values = page.groups.iter().zip(page.chosen).filter_map(|(group, chosen)| match &group.place {
        GroupPlace::Value(key) => Some(set(key, value(group, chosen, page.stamp.is_some())?)),
        _ => None,
    });
    values.chain(page.stamp.map(|stamp| set("translates", PlainValue::text(stamp)))).collect()
}

/// Blocks are replaced one by one where they stand in the order of the original; or else the body is written anew, from the
/// original's with its blocks replaced. Ranges come from the end to the start, so that none moves another.
fn body_operations(page: &PageEdit<'_>) -> Result<Vec<Operation>, Refusal> {
    let Some(translation) = page.texts.translation else { return Ok(Vec::new()) };
    let Some((group, chosen)) = page.groups.iter().zip(page.chosen).find(|(group, _)| group.place == GroupPlace::Body)
    else {
        return Ok(Vec::new());
    };
    let blocks = blocks(translation, page, page.texts.to)?;
    let moves = !group.is_whole && !group.is_in_order;
    if !moves && chosen.iter().all(Option::is_none) {
        return Ok(Vec::new());
    }
    if group.is_in_order {
        let replaced = blocks.into_iter().zip(chosen).rev();
        return Ok(replaced.filter_map(|(range, text)| Some(Operation::Body { range, text: text.clone()? })).collect());
    }
    let body = body_range(translation)?;
    let range = match (blocks.first(), blocks.last()) {
        (Some(first), Some(last)) if group.is_whole => first.start..last.end,
        _ => body,
    };
    let text = new_body(page, group, chosen);
    let text = if group.is_whole && !blocks.is_empty() { text.trim().to_owned() } else { text };
    Ok(vec![Operation::Body { range, text }])
}

/// The page of a translation that is not there yet.
pub(super) fn new_page(page: &PageEdit<'_>) -> Result<String, Refusal> {
    let body = page.groups.iter().zip(page.chosen).find(|(group, _)| group.place == GroupPlace::Body);
    let body = body.map(|(group, chosen)| new_body(page, group, chosen)).unwrap_or_default();
    let schema = Schema::of_page(page.texts.config, page.texts.fields);
    apply(&format!("+++\n+++\n{body}"), FileFormat::Page, &schema, &value_operations(page))
}

fn new_body(page: &PageEdit<'_>, group: &UnitGroup, chosen: &[Option<String>]) -> String {
    let texts = group
        .units
        .iter()
        .zip(chosen)
        .map(|(unit, chosen)| chosen.clone().or_else(|| unit.translation.clone()).unwrap_or_default());
    if group.is_whole {
        return format!("\n{}\n", texts.collect::<String>().trim());
    }
    let gaps = gaps(&page.texts);
    let mut gaps = gaps.iter();
    let first = gaps.next().cloned().unwrap_or_default();
    let rest: String = texts.zip(gaps).map(|(text, gap)| format!("{text}{gap}")).collect();
    format!("{first}{rest}")
}

/// The text between the blocks of the original, before the first and behind the last, with LF line ends.
pub(super) fn gaps(texts: &PageTexts<'_>) -> Vec<String> {
    let Ok(body) = body_range(texts.original) else { return Vec::new() };
    let units = units::of_page(texts.original, texts.fields, texts.config, texts.from).unwrap_or_default();
    let mut start = body.start;
    let mut gaps = Vec::new();
    let ranges = units.iter().filter(|unit| matches!(unit.place, UnitPlace::Block(_))).map(|unit| unit.range.clone());
    for range in ranges.chain(std::iter::once(body.end..body.end)) {
        gaps.push(texts.original.get(start..range.start).unwrap_or_default().replace("\r\n", "\n"));
        start = range.end;
    }
    gaps
}

fn blocks(text: &str, page: &PageEdit<'_>, language: LanguageId) -> Result<Vec<Range<usize>>, Refusal> {
    let units = units::of_page(text, page.texts.fields, page.texts.config, language)?;
    let blocks = units.into_iter().filter(|unit| matches!(unit.place, UnitPlace::Block(_)));
    Ok(blocks.map(|unit| unit.range).collect())
}

fn body_range(text: &str) -> Result<Range<usize>, Refusal> {
    let split = front_matter::split(text, &mut Sink::new(&"".into()));
    split.map(|split| split.body).ok_or_else(|| Refusal::new(message!("page-without-front-matter")))
}
