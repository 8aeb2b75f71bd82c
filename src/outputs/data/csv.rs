//! Open data as CSV (RFC 4180). One rule takes a cell apart: a column of several values, or of values that have parts, is
//! JSON in each of its cells; every other cell is its value as text.

use super::Described;
use crate::{
    config::{Field, FieldKind, LanguageId},
    outputs::datum::Datum,
    text::characters::is_formula,
};

/// The facts of each version of an entry, in the order of the columns: of a CSV file, and of the table of texts.
pub(super) const OF_VERSIONS: [&str; 7] =
    ["title", "summary", "written_title", "written_summary", "url", "translation", "updated"];

/// A column of a CSV file, and where its cells come from.
pub(super) struct CsvColumn<'s> {
    pub name: String,
    path: Vec<&'s str>,
    form: CellForm<'s>,
}

/// The form in which a cell has its value.
#[derive(Clone, Copy)]
enum CellForm<'s> {
    Text,
    /// A value of a field, or a list of them.
    Field(&'s Field),
    /// `memoranda/kosice#parties`
    References,
    /// `memoranda/kosice`
    Entries,
    /// A list of texts.
    List,
}

/// A CSV file, row by row.
pub(super) struct CsvFile<'s> {
    columns: Vec<CsvColumn<'s>>,
    writer: csv::Writer<Vec<u8>>,
}

impl<'s> CsvFile<'s> {
    pub(super) fn new(described: Described<'s>) -> Self {
        let columns = columns(described);
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        // Writing into memory cannot fail.
        let _ = writer.write_record(columns.iter().map(|column| column.name.as_str()));
        Self { columns, writer }
    }

    pub(super) fn push(&mut self, row: &Datum<'_>) {
        for column in &self.columns {
            let value = column.path.iter().try_fold(row, |value, key| value.get(key));
            let _ = self.writer.write_field(inert(column.form.cell(value)));
        }
        let _ = self.writer.write_record(None::<&[u8]>);
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.writer.into_inner().unwrap_or_default()
    }
}

/// The columns of a file, in their order.
pub(super) fn columns(described: Described<'_>) -> Vec<CsvColumn<'_>> {
    let site = described.site();
    let tags = || site.config.languages.iter().map(String::as_str);
    let plain = |name: &'static str| CsvColumn { name: name.to_owned(), path: vec![name], form: CellForm::Text };
    let mut columns = vec![plain("id")];
    if described.is_of_entries() {
        columns.push(plain("original"));
        for name in OF_VERSIONS {
            let of = |tag| CsvColumn {
                name: format!("{name}.{tag}"),
                path: vec!["versions", tag, name],
                form: CellForm::Text,
            };
            columns.extend(tags().map(of));
        }
    } else {
        for (name, form) in [("title", CellForm::Text), ("url", CellForm::Text), ("names", CellForm::List)] {
            let of = |tag| CsvColumn { name: format!("{name}.{tag}"), path: vec![name, tag], form };
            columns.extend(tags().map(of));
        }
    }
    for field in described.fields() {
        let name = field.name.as_str();
        if field.localized {
            let of = |tag| CsvColumn {
                name: format!("{name}.{tag}"),
                path: vec!["fields", name, tag],
                form: CellForm::Field(field),
            };
            columns.extend(tags().map(of));
        } else {
            columns.push(CsvColumn { name: name.to_owned(), path: vec!["fields", name], form: CellForm::Field(field) });
        }
        if !field.through.is_empty() {
            columns.push(CsvColumn {
                name: format!("{name}.derived"),
                path: vec!["derived", name],
                form: CellForm::List,
            });
        }
    }
    columns.push(match described {
        Described::Collection(..) => {
            CsvColumn { name: "referenced_by".to_owned(), path: vec!["referenced_by"], form: CellForm::References }
        }
        Described::Vocabulary(..) => {
            CsvColumn { name: "entries".to_owned(), path: vec!["entries"], form: CellForm::Entries }
        }
    });
    columns
}

impl CsvColumn<'_> {
    /// The column as a field of a Table Schema (Frictionless, version 1).
    pub(super) fn table_schema(&self) -> Datum<'_> {
        let kind = match &self.form {
            CellForm::References | CellForm::Entries | CellForm::List => "array",
            CellForm::Field(field) if field.many || matches!(field.kind, FieldKind::Table(_)) => "array",
            CellForm::Field(field) => match &field.kind {
                FieldKind::Integer => "integer",
                FieldKind::Decimal => "number",
                FieldKind::Boolean => "boolean",
                _ => "string",
            },
            CellForm::Text => "string",
        };
        let mut data = vec![("name", Datum::text(&self.name)), ("type", Datum::text(kind))];
        if let CellForm::Field(field) = &self.form {
            data.push(("title", Datum::text(field.label.get(LanguageId(0)))));
            if let (FieldKind::Choice(choices), false) = (&field.kind, field.many) {
                let ids = Datum::texts(choices.iter().map(|choice| choice.id.as_str()));
                data.push(("constraints", Datum::from_iter([("enum", ids)])));
            }
        } else if self.name == "id" {
            let constraints = [("required", Datum::Boolean(true)), ("unique", Datum::Boolean(true))];
            data.push(("constraints", Datum::from_iter(constraints)));
        }
        Datum::Object(data)
    }
}

impl CellForm<'_> {
    fn cell(&self, value: Option<&Datum<'_>>) -> String {
        let Some(value) = value.filter(|value| **value != Datum::Null) else { return String::new() };
        let list = match self {
            CellForm::Text => return plain(value),
            CellForm::Field(field) if matches!(field.kind, FieldKind::Table(_)) => return as_json(value),
            CellForm::Field(field) if !field.many => return of_field(&field.kind, value),
            CellForm::Field(field) => items(value).iter().map(|item| of_field(&field.kind, item)).collect(),
            CellForm::List => items(value).iter().map(plain).collect(),
            CellForm::References => named(value, |collection, id, field| format!("{collection}/{id}#{field}")),
            CellForm::Entries => named(value, |collection, id, _| format!("{collection}/{id}")),
        };
        // Nothing is an empty cell, as it is in every other column.
        if list.is_empty() { String::new() } else { as_json(&list) }
    }
}

/// A reference is `collection/id`, an amount has its currency behind it, a file is its address.
pub(super) fn of_field(kind: &FieldKind, value: &Datum<'_>) -> String {
    let part = |key: &str| value.get(key).map(plain).unwrap_or_default();
    match kind {
        FieldKind::Page(_) => format!("{}/{}", part("collection"), part("id")),
        FieldKind::Money => format!("{} {}", part("amount"), part("currency")),
        FieldKind::File => part("url"),
        _ => plain(value),
    }
}

fn named(value: &Datum<'_>, write: impl Fn(&str, &str, &str) -> String) -> Vec<String> {
    let part = |relation: &Datum<'_>, key: &str| relation.get(key).map(plain).unwrap_or_default();
    let of = |relation: &Datum<'_>| -> Vec<String> {
        let (collection, field) = (part(relation, "collection"), part(relation, "field"));
        let ids = relation.get("entries").map(items).unwrap_or_default();
        ids.iter().map(|id| write(&collection, &plain(id), &field)).collect()
    };
    items(value).iter().flat_map(of).collect()
}

fn items<'d, 's>(value: &'d Datum<'s>) -> &'d [Datum<'s>] {
    match value {
        Datum::List(items) => items,
        _ => &[],
    }
}

/// A value as text.
pub(super) fn plain(value: &Datum<'_>) -> String {
    match value {
        Datum::Null => String::new(),
        Datum::Text(text) => text.clone().into_owned(),
        other => as_json(other),
    }
}

/// A tree of texts, numbers and lists always serialises.
fn as_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection). So does one that
/// begins with an apostrophe itself: whoever takes one away from where there is one has the value. Numbers keep their sign.
pub(crate) fn inert(cell: String) -> String {
    if is_formula(&cell) || cell.starts_with('\'') { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_cannot_become_formulas_and_give_their_value_back() {
        for hostile in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "'=1", "'"] {
            let cell = inert(hostile.to_owned());
            assert_eq!(cell.strip_prefix('\''), Some(hostile));
        }
        for fine in ["-12.5", "UCA", "", "50+", "[\"=1\"]"] {
            assert_eq!(inert(fine.to_owned()), fine);
        }
    }
}
