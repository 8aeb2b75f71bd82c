//! Open data as tables of one database: a table of each collection and vocabulary, one of its texts with a row for each
//! language, and one for each field that is a list or a table, with a row for each value.

use super::{
    Described,
    csv::{OF_VERSIONS, of_field, plain},
    sqlite::{ColumnType, SqlValue, Table},
};
use crate::{
    config::{Field, FieldKind},
    outputs::datum::Datum,
};

/// The facts of each language of a term in the table of texts.
const OF_TERMS: [&str; 2] = ["title", "url"];

/// The tables of a collection or vocabulary.
pub(super) struct Tables<'s> {
    described: Described<'s>,
    languages: &'s [String],
    own: Table,
    texts: Table,
    /// Of fields that have several values, with the fields.
    lists: Vec<(&'s Field, Table)>,
    /// Other names of terms.
    names: Option<Table>,
}

impl<'s> Tables<'s> {
    pub(super) fn new(described: Described<'s>) -> Self {
        let name = described.name();
        let text = |name: &str| (name.to_owned(), ColumnType::Text);
        let mut own = vec![text("id")];
        if described.is_of_entries() {
            own.extend(["original", "revision"].map(text));
        }
        let mut texts = vec![text("id"), text("language")];
        texts.extend(of_language(described).iter().map(|name| text(name)));
        let mut lists = Vec::new();
        for field in described.fields() {
            match (is_list(field), field.localized) {
                (true, _) => lists.push((field, Table::new(format!("{name}_{}", field.name), list_columns(field)))),
                (false, true) => texts.extend(columns(field, &field.name)),
                (false, false) => own.extend(columns(field, &field.name)),
            }
        }
        let names = (!described.is_of_entries()).then(|| {
            let columns =
                vec![text("id"), text("language"), ("position".to_owned(), ColumnType::Integer), text("value")];
            Table::new(format!("{name}_names"), columns)
        });
        Self {
            described,
            languages: &described.site().config.languages,
            own: Table::new(name.to_owned(), own),
            texts: Table::new(format!("{name}_texts"), texts),
            lists,
            names,
        }
    }

    pub(super) fn push(&mut self, row: &Datum<'_>) {
        let id = text_cell(row.get("id"));
        let fields = row.get("fields");
        let value = |field: &Field| fields.and_then(|fields| fields.get(&field.name));
        let mut own = vec![id.clone()];
        if self.described.is_of_entries() {
            own.extend(["original", "revision"].map(|key| text_cell(row.get(key))));
        }
        for field in self.described.fields().iter().filter(|field| !is_list(field) && !field.localized) {
            own.extend(cells(field, value(field)));
        }
        self.own.push(&own);
        for tag in self.languages {
            self.push_texts(&id, tag, row);
        }
        let derived = row.get("derived");
        for (field, table) in &mut self.lists {
            let derived = derived.and_then(|derived| derived.get(&field.name));
            push_list(field, &id, (value(field), derived), self.languages, table);
        }
        if let Some(names) = &mut self.names {
            for tag in self.languages {
                let of_language = row.get("names").and_then(|names| names.get(tag)).map(items).unwrap_or_default();
                for (at, name) in of_language.iter().enumerate() {
                    names.push(&[id.clone(), SqlValue::Text(tag.clone()), position(at), text_cell(Some(name))]);
                }
            }
        }
    }

    /// A language without any text has no row.
    fn push_texts(&mut self, id: &SqlValue, tag: &str, row: &Datum<'_>) {
        let is_of_entries = self.described.is_of_entries();
        let version = row.get("versions").and_then(|versions| versions.get(tag));
        let said = |key: &str| if is_of_entries { version?.get(key) } else { row.get(key)?.get(tag) };
        let mut cells_of_row: Vec<SqlValue> =
            of_language(self.described).iter().map(|key| text_cell(said(key))).collect();
        for field in self.described.fields().iter().filter(|field| !is_list(field) && field.localized) {
            let value = row.get("fields").and_then(|fields| fields.get(&field.name)?.get(tag));
            cells_of_row.extend(cells(field, value));
        }
        if cells_of_row.iter().any(|cell| *cell != SqlValue::Null) {
            cells_of_row.splice(0..0, [id.clone(), SqlValue::Text(tag.to_owned())]);
            self.texts.push(&cells_of_row);
        }
    }

    pub(super) fn into_tables(self) -> Vec<Table> {
        let lists = self.lists.into_iter().map(|(_, table)| table);
        [self.own, self.texts].into_iter().chain(self.names).chain(lists).collect()
    }
}

fn of_language(described: Described<'_>) -> &'static [&'static str] {
    if described.is_of_entries() { &OF_VERSIONS } else { &OF_TERMS }
}

fn is_list(field: &Field) -> bool {
    field.many || matches!(field.kind, FieldKind::Table(_))
}

/// The columns of a field that has one value.
fn columns(field: &Field, name: &str) -> Vec<(String, ColumnType)> {
    match field.kind {
        FieldKind::Integer | FieldKind::Boolean => vec![(name.to_owned(), ColumnType::Integer)],
        FieldKind::Money => ["amount", "currency"].map(|part| (format!("{name}_{part}"), ColumnType::Text)).into(),
        _ => vec![(name.to_owned(), ColumnType::Text)],
    }
}

fn list_columns(field: &Field) -> Vec<(String, ColumnType)> {
    let mut all = vec![("id".to_owned(), ColumnType::Text)];
    all.extend(field.localized.then(|| ("language".to_owned(), ColumnType::Text)));
    all.push(("position".to_owned(), ColumnType::Integer));
    match &field.kind {
        FieldKind::Table(of) => {
            for column in of {
                // A list within a row, or a text in several languages, is JSON.
                let is_one = !is_list(column) && !column.localized;
                all.extend(if is_one {
                    columns(column, &column.name)
                } else {
                    vec![(column.name.clone(), ColumnType::Text)]
                });
            }
        }
        _ => all.extend(columns(field, "value")),
    }
    all.extend((!field.through.is_empty()).then(|| ("derived".to_owned(), ColumnType::Integer)));
    all
}

fn push_list(
    field: &Field,
    id: &SqlValue,
    (value, derived): (Option<&Datum<'_>>, Option<&Datum<'_>>),
    languages: &[String],
    table: &mut Table,
) {
    if field.localized {
        for tag in languages {
            let of_language = value.and_then(|value| value.get(tag)).map(items).unwrap_or_default();
            for (at, item) in of_language.iter().enumerate() {
                let start = [id.clone(), SqlValue::Text(tag.clone()), position(at)];
                table.push(&[&start[..], &cells(field, Some(item))].concat());
            }
        }
        return;
    }
    // A field that is no list of rows may still be one row.
    let written = match value {
        Some(Datum::List(items)) => items.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let derived = derived.map(items).unwrap_or_default();
    let all = written.iter().map(|item| (item, 0)).chain(derived.iter().map(|item| (item, 1)));
    for (at, (item, is_derived)) in all.enumerate() {
        let mut row = vec![id.clone(), position(at)];
        match &field.kind {
            FieldKind::Table(of) => {
                for column in of {
                    let value = item.get(&column.name);
                    let is_one = !is_list(column) && !column.localized;
                    row.extend(if is_one { cells(column, value) } else { vec![json_cell(value)] });
                }
            }
            _ => row.extend(cells(field, Some(item))),
        }
        row.extend((!field.through.is_empty()).then_some(SqlValue::Integer(is_derived)));
        table.push(&row);
    }
}

/// One value in the columns of its field.
fn cells(field: &Field, value: Option<&Datum<'_>>) -> Vec<SqlValue> {
    let Some(value) = value.filter(|value| **value != Datum::Null) else {
        return columns(field, "").iter().map(|_| SqlValue::Null).collect();
    };
    match (&field.kind, value) {
        (FieldKind::Integer, Datum::Integer(number)) => vec![SqlValue::Integer(*number)],
        (FieldKind::Boolean, Datum::Boolean(value)) => vec![SqlValue::Integer(i64::from(*value))],
        (FieldKind::Money, money) => ["amount", "currency"].map(|part| text_cell(money.get(part))).into(),
        (kind, value) => vec![SqlValue::Text(of_field(kind, value))],
    }
}

fn position(at: usize) -> SqlValue {
    SqlValue::Integer(i64::try_from(at + 1).unwrap_or(i64::MAX))
}

fn text_cell(value: Option<&Datum<'_>>) -> SqlValue {
    value.filter(|value| **value != Datum::Null).map_or(SqlValue::Null, |value| SqlValue::Text(plain(value)))
}

fn json_cell(value: Option<&Datum<'_>>) -> SqlValue {
    let json = |value: &Datum<'_>| serde_json::to_string(value).unwrap_or_default();
    value.filter(|value| **value != Datum::Null).map_or(SqlValue::Null, |value| SqlValue::Text(json(value)))
}

fn items<'d, 's>(value: &'d Datum<'s>) -> &'d [Datum<'s>] {
    match value {
        Datum::List(items) => items,
        _ => &[],
    }
}
