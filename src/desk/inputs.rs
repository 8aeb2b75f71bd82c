//! The content of a field's inputs: made from a file's value to show it, from a form that was sent to take it back, and
//! turned into the value to write. A field whose inputs say what the file says is not written at all.

use super::form::Form;
use crate::{
    config::{Config, Field, FieldKind},
    edit::{PlainValue, Refusal, fact},
};

/// Ends the name of the input that a value is typed into to be added to a list.
pub(super) const ADD: &str = ".add";
/// Ends the name of the list of a table's rows.
pub(super) const ROWS: &str = ".rows";
/// Ends the name of an input that has the value as TOML writes it.
pub(super) const RAW: &str = ".toml";

/// The content of a field's inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// One value as people type it; empty for none.
    Text(String),
    /// A value a line.
    Lines(String),
    /// Ids of terms and entries, names of files, choices; and what was typed to be added and means none of them.
    Chosen {
        ids: Vec<String>,
        typed: String,
    },
    Money {
        amount: String,
        currency: String,
    },
    /// By language of the site.
    Languages(Vec<Input>),
    Rows(Vec<InputRow>),
    /// A value that is not of the field's type, as TOML writes it.
    Raw(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InputRow {
    /// The row's place in the file as the form was made from it; other names are of new rows.
    pub key: String,
    pub cells: Vec<Input>,
}

/// An input whose text cannot be what it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// Of the input.
    pub name: String,
    pub refusal: Refusal,
}

/// A field and the form in which a file gives it: one language, or all at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape<'f> {
    pub field: &'f Field,
    /// A localised field that gives all languages at once: in rows and terms.
    pub by_language: bool,
    pub config: &'f Config,
}

/// Finds what a typed text means: the id of a term or entry that the field can name.
pub(super) type Resolve<'r> = &'r dyn Fn(&Field, &str) -> Option<String>;

impl<'f> Shape<'f> {
    fn has_languages(self) -> bool {
        self.by_language && self.field.localized
    }

    fn plain(self) -> Self {
        Self { by_language: false, ..self }
    }

    fn column(self, field: &'f Field) -> Self {
        Self { field, by_language: true, config: self.config }
    }
}

impl Input {
    /// Makes the inputs of a value; `None` is a field without one.
    pub(super) fn of_value(shape: Shape<'_>, value: Option<&PlainValue>) -> Self {
        let raw = || Input::Raw(value.map(PlainValue::to_toml).unwrap_or_default());
        let field = shape.field;
        if shape.has_languages() {
            let texts = match value {
                None => &[][..],
                Some(PlainValue::Table(texts)) => texts.as_slice(),
                Some(_) => return raw(),
            };
            if texts.iter().any(|(tag, _)| shape.config.language(tag).is_none()) {
                return raw();
            }
            let of_language = |tag: &String| {
                let text = texts.iter().find(|(known, _)| known == tag).map(|(_, text)| text);
                Input::of_value(shape.plain(), text)
            };
            return Input::Languages(shape.config.languages.iter().map(of_language).collect());
        }
        let found = match (&field.kind, field.many, value) {
            (FieldKind::Table(columns), true, None) => {
                let _ = columns;
                Some(Input::Rows(Vec::new()))
            }
            (FieldKind::Table(columns), true, Some(PlainValue::List(rows))) => {
                let rows = rows.iter().enumerate().map(|(at, row)| row_of(shape, columns, at, Some(row)));
                rows.collect::<Option<Vec<_>>>().map(Input::Rows)
            }
            (FieldKind::Table(columns), false, value) => {
                row_of(shape, columns, 0, value).map(|row| Input::Rows(vec![row]))
            }
            (FieldKind::Money, false, None) => Some(Input::Money { amount: String::new(), currency: String::new() }),
            (FieldKind::Money, false, Some(PlainValue::Table(parts))) => money(parts),
            (kind, _, value) if is_chosen(kind) => chosen(field.many, value),
            (FieldKind::Money, true, value) => Some(Input::Raw(value.map(PlainValue::to_toml).unwrap_or_default())),
            (_, true, None) => Some(Input::Lines(String::new())),
            (kind, true, Some(PlainValue::List(items))) => {
                let lines: Option<Vec<String>> =
                    items.iter().map(|item| scalar(kind, item).filter(|text| is_line(text))).collect();
                lines.map(|lines| Input::Lines(lines.join("\n")))
            }
            (_, false, None) => Some(Input::Text(String::new())),
            (kind, false, Some(value)) => scalar(kind, value).map(Input::Text),
            _ => None,
        };
        found.unwrap_or_else(raw)
    }

    /// Reads the inputs of this name from a form that was sent.
    pub(super) fn of_form(shape: Shape<'_>, name: &str, form: &Form, resolve: Resolve<'_>) -> Self {
        let field = shape.field;
        if let Some(text) = form.find(&format!("{name}{RAW}")) {
            return Input::Raw(text.to_owned());
        }
        if shape.has_languages() {
            let of_language = |tag: &String| Input::of_form(shape.plain(), &format!("{name}.{tag}"), form, resolve);
            return Input::Languages(shape.config.languages.iter().map(of_language).collect());
        }
        match &field.kind {
            FieldKind::Table(columns) => {
                let keys = form.all(&format!("{name}{ROWS}")).map(str::to_owned).collect::<Vec<_>>();
                let row = |key: String| {
                    let cell = |column: &Field| {
                        let name = format!("{name}.{key}.{}", column.name);
                        Input::of_form(shape.column(column), &name, form, resolve)
                    };
                    InputRow { cells: columns.iter().map(cell).collect(), key }
                };
                Input::Rows(keys.into_iter().map(row).collect())
            }
            FieldKind::Money if !field.many => Input::Money {
                amount: form.get(&format!("{name}.amount")).trim().to_owned(),
                currency: form.get(&format!("{name}.currency")).trim().to_owned(),
            },
            kind if is_chosen(kind) => {
                let mut ids: Vec<String> = Vec::new();
                for id in form.all(name) {
                    if !ids.iter().any(|known| known == id) {
                        ids.push(id.to_owned());
                    }
                }
                let mut typed = form.get(&format!("{name}{ADD}")).trim().to_owned();
                if let Some(id) =
                    Some(typed.as_str()).filter(|typed| !typed.is_empty()).and_then(|typed| resolve(field, typed))
                {
                    typed.clear();
                    if !field.many {
                        ids.clear();
                    }
                    if !ids.contains(&id) {
                        ids.push(id);
                    }
                }
                Input::Chosen { ids, typed }
            }
            _ if field.many => Input::Lines(form.get(name).to_owned()),
            _ => Input::Text(form.get(name).to_owned()),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Input::Text(text) | Input::Lines(text) | Input::Raw(text) => text.trim().is_empty(),
            Input::Chosen { ids, typed } => ids.is_empty() && typed.is_empty(),
            Input::Money { amount, currency } => amount.is_empty() && currency.is_empty(),
            Input::Languages(inputs) => inputs.iter().all(Input::is_empty),
            Input::Rows(rows) => rows.iter().all(|row| row.cells.iter().all(Input::is_empty)),
        }
    }

    /// The value that the inputs say; `None` for none. `before` is what the file says: keys of its rows that no input has
    /// are kept.
    ///
    /// # Errors
    ///
    /// Every input that has what the field does not take.
    pub(super) fn value(
        &self,
        shape: Shape<'_>,
        name: &str,
        before: Option<&PlainValue>,
    ) -> Result<Option<PlainValue>, Vec<Wrong>> {
        if self.is_empty() {
            return Ok(None);
        }
        let field = shape.field;
        let wrong = |name: &str, refusal| vec![Wrong { name: name.to_owned(), refusal }];
        let typed = |name: &str, text: &str| {
            fact::typed(&field.kind, &field.name, text.trim()).map_err(|refusal| wrong(name, refusal))
        };
        match self {
            Input::Raw(text) => {
                let value = fact::written(&field.name, text.trim());
                value.map(Some).map_err(|refusal| wrong(&format!("{name}{RAW}"), refusal))
            }
            Input::Languages(inputs) => {
                let mut texts = Vec::new();
                let mut all_wrong = Vec::new();
                for (input, tag) in inputs.iter().zip(&shape.config.languages) {
                    match input.value(shape.plain(), &format!("{name}.{tag}"), None) {
                        Ok(value) => texts.extend(value.map(|value| (tag.clone(), value))),
                        Err(more) => all_wrong.extend(more),
                    }
                }
                if all_wrong.is_empty() { Ok(Some(PlainValue::Table(texts))) } else { Err(all_wrong) }
            }
            Input::Rows(rows) => rows_value(shape, name, rows, before),
            Input::Money { amount, currency } => {
                let currency = if currency.len() == 3 { currency.to_ascii_uppercase() } else { currency.clone() };
                typed(&format!("{name}.amount"), &format!("{} {currency}", plain_number(amount))).map(Some)
            }
            Input::Chosen { ids, typed } => {
                if !typed.is_empty() {
                    let refusal = Refusal::new(crate::message::Message::code(typed.clone()));
                    return Err(wrong(&format!("{name}{ADD}"), refusal));
                }
                let mut values = ids.iter().map(PlainValue::text);
                Ok(if field.many { Some(PlainValue::List(values.collect())) } else { values.next() })
            }
            Input::Lines(text) => {
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                let values: Result<Vec<PlainValue>, Vec<Wrong>> = lines.map(|line| typed(name, line)).collect();
                values.map(|values| Some(PlainValue::List(values)))
            }
            // A text keeps its blanks: they may be meant.
            Input::Text(text) if matches!(field.kind, FieldKind::Text) => Ok(Some(PlainValue::text(text.as_str()))),
            Input::Text(text) if matches!(field.kind, FieldKind::Integer | FieldKind::Decimal) => {
                typed(name, &plain_number(text)).map(Some)
            }
            Input::Text(text) => typed(name, text).map(Some),
        }
    }
}

/// Turns a number as people type it, `1 000 000` or `2,5`, into what files have. What may be read in two ways stays as it is,
/// and is refused.
fn plain_number(text: &str) -> String {
    let (whole, part) = match text.split_once([',', '.']) {
        // The comma may part thousands.
        Some((_, part)) if text.contains(',') && part.len() == 3 => return text.to_owned(),
        Some((whole, part)) => (whole, Some(part)),
        None => (text, None),
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = whole.split_whitespace().collect();
    let is_grouped = match groups.as_slice() {
        [first, rest @ ..] if !rest.is_empty() => {
            let first = first.trim_start_matches('-');
            first.len() <= 3 && is_digits(first) && rest.iter().all(|group| group.len() == 3 && is_digits(group))
        }
        _ => true,
    };
    if !is_grouped {
        return text.to_owned();
    }
    let whole = groups.concat();
    part.map_or_else(|| whole.clone(), |part| format!("{whole}.{}", part.trim()))
}

fn is_chosen(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Choice(_) | FieldKind::Term(_) | FieldKind::Page(_) | FieldKind::File)
}

/// Whether a text can stand in a line among others and comes back as it is.
fn is_line(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && text.lines().count() == 1
}

/// A value of one of the types that are typed, as it is typed.
fn scalar(kind: &FieldKind, value: &PlainValue) -> Option<String> {
    match (kind, value) {
        (FieldKind::Text | FieldKind::Url | FieldKind::Email | FieldKind::Date, PlainValue::Text(text)) => {
            // A form has one kind of line end.
            (!text.contains('\r')).then(|| text.clone())
        }
        (FieldKind::Integer | FieldKind::Decimal | FieldKind::Date, PlainValue::Integer(_))
        | (FieldKind::Decimal, PlainValue::Decimal(_))
        | (FieldKind::Date, PlainValue::Date(..))
        | (FieldKind::Boolean, PlainValue::Boolean(_)) => Some(value.to_toml()),
        _ => None,
    }
}

fn chosen(many: bool, value: Option<&PlainValue>) -> Option<Input> {
    let id = |value: &PlainValue| match value {
        PlainValue::Text(id) if !id.is_empty() && !id.contains(['\r', '\n']) => Some(id.clone()),
        _ => None,
    };
    let ids: Vec<String> = match value {
        None => Vec::new(),
        Some(PlainValue::List(items)) if many => items.iter().map(id).collect::<Option<_>>()?,
        Some(value) if !many => vec![id(value)?],
        Some(_) => return None,
    };
    // A form sends each id once.
    let is_unique = ids.iter().enumerate().all(|(at, id)| !ids.iter().take(at).any(|earlier| earlier == id));
    is_unique.then_some(Input::Chosen { ids, typed: String::new() })
}

fn money(parts: &[(String, PlainValue)]) -> Option<Input> {
    let part = |name: &str| parts.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    match (parts.len(), part("amount"), part("currency")) {
        (2, Some(amount @ (PlainValue::Integer(_) | PlainValue::Decimal(_))), Some(PlainValue::Text(currency))) => {
            Some(Input::Money { amount: amount.to_toml(), currency: currency.clone() })
        }
        _ => None,
    }
}

fn row_of(shape: Shape<'_>, columns: &[Field], at: usize, row: Option<&PlainValue>) -> Option<InputRow> {
    let cells = match row {
        None => &[][..],
        Some(PlainValue::Table(cells)) => cells.as_slice(),
        Some(_) => return None,
    };
    let cell = |column: &Field| {
        let value = cells.iter().find(|(known, _)| *known == column.name).map(|(_, value)| value);
        Input::of_value(Shape { field: column, by_language: true, config: shape.config }, value)
    };
    Some(InputRow { key: at.to_string(), cells: columns.iter().map(cell).collect() })
}

fn rows_value(
    shape: Shape<'_>,
    name: &str,
    rows: &[InputRow],
    before: Option<&PlainValue>,
) -> Result<Option<PlainValue>, Vec<Wrong>> {
    let FieldKind::Table(columns) = &shape.field.kind else { return Ok(None) };
    let old_rows = match before {
        Some(PlainValue::List(rows)) => rows.as_slice(),
        Some(row) => std::slice::from_ref(row),
        None => &[],
    };
    let (mut values, mut all_wrong) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| !row.cells.iter().all(Input::is_empty)) {
        let old: &[(String, PlainValue)] = match row.key.parse().ok().and_then(|at: usize| old_rows.get(at)) {
            Some(PlainValue::Table(cells)) => cells,
            _ => &[],
        };
        let is_column = |key: &str| columns.iter().any(|column| column.name == key);
        let mut cells = Vec::new();
        for (column, input) in columns.iter().zip(&row.cells) {
            let shape = shape.column(column);
            let before = old.iter().find(|(key, _)| *key == column.name).map(|(_, value)| value);
            // A cell that was not touched stays as it is, whatever it is.
            if *input == Input::of_value(shape, before) {
                cells.extend(before.map(|value| (column.name.clone(), value.clone())));
                continue;
            }
            match input.value(shape, &format!("{name}.{}.{}", row.key, column.name), before) {
                Ok(value) => cells.extend(value.map(|value| (column.name.clone(), value))),
                Err(wrong) => all_wrong.extend(wrong),
            }
        }
        cells.extend(old.iter().filter(|(key, _)| !is_column(key)).cloned());
        values.push(PlainValue::Table(cells));
    }
    if !all_wrong.is_empty() {
        return Err(all_wrong);
    }
    Ok(if shape.field.many { Some(PlainValue::List(values)) } else { values.into_iter().next() })
}
