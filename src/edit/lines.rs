//! Keys: set, added, removed, renamed. A key is a line of its own, or stands between the braces of a table.

use std::ops::Range;

use super::{
    Edits, Operation, Path, PlainValue, Refusal, Schema, Splice, Step, blocks,
    document::{SourceDocument, below},
    layout::{self, Statement, TomlForm},
    shown,
    value::written_key,
};
use crate::{
    message,
    toml_reader::{self, TomlNode, TomlTable},
};

pub(super) fn set(
    document: &SourceDocument<'_>,
    schema: &Schema<'_>,
    path: &[Step],
    value: &PlainValue,
) -> Result<Edits, Refusal> {
    let Some(node) = document.node(path) else { return add(document, schema, path, value) };
    let old = PlainValue::of(node, document.text);
    if old.says_the_same(value) {
        return Ok(Edits::Splices(Vec::new()));
    }
    let form = layout::form(node, document.text);
    Ok(match (&old, value, form) {
        (PlainValue::List(old), PlainValue::List(new), Some(TomlForm::Inline))
            if !old.is_empty() && !new.is_empty() =>
        {
            Edits::Operations(change_list(path, old, new))
        }
        (PlainValue::List(old), PlainValue::List(new), Some(TomlForm::Heading))
            if !new.is_empty() && new.iter().all(|row| matches!(row, PlainValue::Table(_))) =>
        {
            Edits::Operations(change_list(path, old, new))
        }
        (PlainValue::Table(old), PlainValue::Table(new), Some(_)) if !old.is_empty() && !new.is_empty() => {
            Edits::Operations(change_table(path, old, new))
        }
        (_, _, Some(TomlForm::Heading | TomlForm::Implicit)) => Edits::Operations(vec![
            Operation::Unset { path: path.to_vec() },
            Operation::Set { path: path.to_vec(), value: value.clone() },
        ]),
        _ => Edits::Splices(vec![Splice { range: node.range.clone(), text: written(document, path, node, value) }]),
    })
}

fn written(document: &SourceDocument<'_>, path: &[Step], node: &TomlNode, value: &PlainValue) -> String {
    match document.statements.iter().find(|statement| statement.path == path) {
        Some(statement) => {
            let prefix = document.slice(statement.lines.start..node.range.start);
            value.to_toml_after(prefix, document.line_end())
        }
        None => value.to_toml(),
    }
}

/// Values that stand at the same place at either end stay; between them, each is set, and the rest removed or added.
fn change_list(path: &[Step], old: &[PlainValue], new: &[PlainValue]) -> Vec<Operation> {
    let start = old.iter().zip(new).take_while(|(old, new)| old.says_the_same(new)).count();
    let most = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(old, new)| old.says_the_same(new)).count();
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    let both = old_end.min(new_end);
    let path = path.to_vec();
    let set = (start..both)
        .filter_map(|at| Some(Operation::Set { path: below(&path, Step::Item(at)), value: new.get(at)?.clone() }));
    let removed = (both..old_end).rev().map(|at| Operation::RemoveItem { path: path.clone(), at });
    let added = (both..new_end)
        .filter_map(|at| Some(Operation::AddItem { path: path.clone(), at, value: new.get(at)?.clone() }));
    set.chain(removed).chain(added).collect()
}

fn change_table(path: &[Step], old: &[(String, PlainValue)], new: &[(String, PlainValue)]) -> Vec<Operation> {
    let at = |key: &str| below(path, Step::Key(key.to_owned()));
    let set = new.iter().map(|(key, value)| Operation::Set { path: at(key), value: value.clone() });
    let gone = old.iter().filter(|(key, _)| !new.iter().any(|(other, _)| key == other));
    // A table is never without a key meanwhile: then it would be written anew.
    set.chain(gone.map(|(key, _)| Operation::Unset { path: at(key) })).collect()
}

fn add(
    document: &SourceDocument<'_>,
    schema: &Schema<'_>,
    path: &[Step],
    value: &PlainValue,
) -> Result<Edits, Refusal> {
    let Some((Step::Key(key), parent)) = path.split_last() else {
        return Err(Refusal::new(message!("edit-nothing-there", path = shown(path))));
    };
    let Some(table) = document.table_at(parent) else {
        return match (document.node(parent), parent.last()) {
            (None, Some(Step::Key(_))) => Ok(Edits::Operations(vec![Operation::Set {
                path: parent.to_vec(),
                value: PlainValue::Table(vec![(key.clone(), value.clone())]),
            }])),
            (None, _) => Err(Refusal::new(message!("edit-nothing-there", path = shown(parent)))),
            (Some(_), _) => Err(Refusal::new(message!("not-a-table", path = shown(parent)))),
        };
    };
    let keys = schema.keys(parent);
    let form = document.node(parent).and_then(|node| layout::form(node, document.text));
    if form == Some(TomlForm::Inline) {
        let Some(node) = document.node(parent) else { return Ok(Edits::Splices(Vec::new())) };
        return Ok(Edits::Splices(vec![add_between_braces(node, table, &keys, key, value)]));
    }
    if let PlainValue::List(rows) = value
        && !rows.is_empty()
        && schema.is_table(path)
    {
        return blocks::add_first(document, &keys, path, rows);
    }
    add_line(document, &keys, path, value)
}

fn rank(keys: &[&str], key: &str) -> usize {
    keys.iter().position(|known| *known == key).unwrap_or(keys.len())
}

fn add_between_braces(node: &TomlNode, table: &TomlTable, keys: &[&str], key: &str, value: &PlainValue) -> Splice {
    let entry = format!("{} = {}", written_key(key), value.to_toml());
    let own = rank(keys, key);
    if let Some(before) = table.entries.iter().rev().find(|entry| rank(keys, &entry.key) <= own) {
        let at = end_of(&before.node);
        return Splice { range: at..at, text: format!(", {entry}") };
    }
    match table.entries.first() {
        Some(first) => Splice { range: first.key_range.start..first.key_range.start, text: format!("{entry}, ") },
        None => Splice { range: node.range.clone(), text: format!("{{ {entry} }}") },
    }
}

/// The end of a value, though it be written by dotted keys.
fn end_of(node: &TomlNode) -> usize {
    match &node.value {
        toml_reader::TomlValue::Table(table) => {
            table.entries.iter().map(|entry| end_of(&entry.node)).max().unwrap_or(0).max(node.range.end)
        }
        _ => node.range.end,
    }
}

fn add_line(document: &SourceDocument<'_>, keys: &[&str], path: &[Step], value: &PlainValue) -> Result<Edits, Refusal> {
    let Some((Step::Key(key), parent)) = path.split_last() else { return Ok(Edits::Splices(Vec::new())) };
    let siblings = siblings(document, parent);
    let own = rank(keys, key);
    let rank_of = |statement: &Statement| match statement.path.get(parent.len()) {
        Some(Step::Key(key)) => rank(keys, key),
        _ => keys.len(),
    };
    let heading = document.statements.iter().find(|statement| statement.is_heading() && statement.path == parent);
    let before = siblings.iter().rev().find(|sibling| rank_of(sibling) <= own);
    let (at, model) = match (before, siblings.first(), heading) {
        (Some(before), _, _) => (before.lines.end, Some(*before)),
        (None, Some(first), _) => (document.start_with_remarks(first), Some(*first)),
        (None, None, Some(heading)) => (heading.lines.end, None),
        (None, None, None) if parent.is_empty() => (document.toml.start, None),
        (None, None, None) => {
            return Err(Refusal::new(message!("no-heading-for-key", path = shown(parent)))
                .hint(message!("no-heading-for-key.hint")));
        }
    };
    // The part of a dotted key that the siblings share (`place.` of `place.uk`), and the line's indentation.
    let prefix = model.map_or("", |model| shared_prefix(document, model, parent.len()));
    let start = format!("{prefix}{} = ", written_key(key));
    let line_end = document.line_end();
    let line = format!("{start}{}{line_end}", value.to_toml_after(&start, line_end));
    Ok(Edits::Splices(vec![document.insert_lines(at, &line)]))
}

/// The lines of a table's own keys: those under its heading, or, of the whole file, above the first one.
fn siblings<'d>(document: &'d SourceDocument<'_>, parent: &[Step]) -> Vec<&'d Statement> {
    let mut heading: &[Step] = &[];
    let mut found = Vec::new();
    let own = document
        .statements
        .iter()
        .filter(|statement| statement.is_heading() && parent.starts_with(&statement.path))
        .map(|statement| statement.path.len())
        .max()
        .unwrap_or(0);
    for statement in &document.statements {
        if statement.is_heading() {
            heading = &statement.path;
        } else if statement.path.len() > parent.len()
            && statement.is_below(parent)
            && heading.len() == own
            && parent.starts_with(heading)
        {
            found.push(statement);
        }
    }
    found
}

/// The beginning of a statement's line, before the part of its key that is at this depth of its path.
fn shared_prefix<'t>(document: &SourceDocument<'t>, statement: &Statement, depth: usize) -> &'t str {
    let written = statement.lines.start..statement.key.end;
    let parts = key_parts(document.slice(written.clone()));
    let below = statement.path.iter().skip(depth).filter(|step| matches!(step, Step::Key(_))).count();
    let part = parts.len().checked_sub(below).and_then(|at| parts.get(at));
    document.slice(written.start..written.start + part.map_or(0, |part| part.start))
}

/// The parts of a dotted key, with their quotation marks and without blanks.
fn key_parts(written: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut quote: Option<char> = None;
    let mut escaped = false;
    let mut push = |range: Range<usize>| {
        let part = written.get(range.clone()).unwrap_or_default();
        let start = range.start + part.len() - part.trim_start().len();
        parts.push(start..start + part.trim().len());
    };
    for (at, c) in written.char_indices() {
        match quote {
            Some('"') if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '.' => {
                push(start..at);
                start = at + 1;
            }
            None => {}
        }
    }
    push(start..written.len());
    parts
}

pub(super) fn unset(document: &SourceDocument<'_>, path: &[Step]) -> Result<Edits, Refusal> {
    let Some(entry) = document.entry(path) else { return Ok(Edits::Splices(Vec::new())) };
    if let Some(statement) = document.statements.iter().find(|s| s.path == path && !s.is_heading()) {
        return Ok(Edits::Splices(vec![document.remove_lines(statement.lines.clone())]));
    }
    if document.statements_below(path).next().is_some() {
        return Ok(Edits::Splices(blocks::remove_all(document, path)));
    }
    // Between the braces of a table.
    let parent = path.split_last().map_or(&[][..], |(_, parent)| parent);
    let (Some(table), Some(node)) = (document.table_at(parent), document.node(parent)) else {
        return Err(Refusal::new(message!("edit-nothing-there", path = shown(path))));
    };
    let at = table.entries.iter().position(|other| other.key == entry.key).unwrap_or(0);
    let next = table.entries.get(at + 1);
    let before = at.checked_sub(1).and_then(|at| table.entries.get(at));
    Ok(Edits::Splices(vec![match (next, before) {
        (Some(next), _) => Splice { range: entry.key_range.start..next.key_range.start, text: String::new() },
        (None, Some(before)) => Splice { range: end_of(&before.node)..end_of(&entry.node), text: String::new() },
        (None, None) => Splice { range: node.range.clone(), text: "{}".to_owned() },
    }]))
}

pub(super) fn rename_key(document: &SourceDocument<'_>, path: &[Step], to: &str) -> Result<Edits, Refusal> {
    let (Some(entry), Some((_, parent))) = (document.entry(path), path.split_last()) else {
        return Err(Refusal::new(message!("edit-nothing-there", path = shown(path))));
    };
    if document.table_at(parent).is_some_and(|table| table.get(to).is_some()) {
        return Err(Refusal::new(message!("key-there-already", to)));
    }
    let mut ranges: Vec<Range<usize>> =
        document.statements_below(path).filter_map(|statement| part_at(document, statement, path.len())).collect();
    if ranges.is_empty() {
        ranges.push(entry.key_range.clone());
    }
    let text = written_key(to);
    Ok(Edits::Splices(ranges.into_iter().map(|range| Splice { range, text: text.clone() }).collect()))
}

/// Finds the key that is the path's step before this depth, where a statement writes it.
fn part_at(document: &SourceDocument<'_>, statement: &Statement, depth: usize) -> Option<Range<usize>> {
    let keys = |path: &[Step]| path.iter().filter(|step| matches!(step, Step::Key(_))).count();
    let written = if statement.is_heading() {
        let heading = document.slice(statement.key.clone());
        let open = heading.len() - heading.trim_start_matches('[').len();
        let close = heading.len() - heading.trim_end_matches(']').len();
        statement.key.start + open..statement.key.end - close
    } else {
        statement.lines.start..statement.key.end
    };
    let parts = key_parts(document.slice(written.clone()));
    let all = keys(&statement.path);
    let wanted = keys(statement.path.get(..depth)?);
    let part = parts.get((wanted + parts.len()).checked_sub(all + 1)?)?;
    Some(written.start + part.start..written.start + part.end)
}

/// The lines that give a table's keys, below its heading.
pub(super) fn table_lines(table: &[(String, PlainValue)], indentation: &str, line_end: &str) -> String {
    table
        .iter()
        .map(|(key, value)| {
            let start = format!("{indentation}{} = ", written_key(key));
            format!("{start}{}{line_end}", value.to_toml_after(&start, line_end))
        })
        .collect()
}

/// The keys of a path, as a heading writes them.
pub(super) fn heading_of(path: &Path) -> String {
    let keys = path.iter().filter_map(|step| match step {
        Step::Key(key) => Some(written_key(key)),
        Step::Item(_) => None,
    });
    keys.collect::<Vec<_>>().join(".")
}
