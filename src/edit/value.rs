//! Values as an edit gives them: plain data without places, and how they are written in TOML.

use crate::toml_reader::{self, quoted};

/// A list that makes its line longer than this many characters is written with one value a line.
const LINE_LENGTH: usize = 120;

/// A value of front matter or of a vocabulary.
#[derive(Clone, Debug, PartialEq)]
pub enum PlainValue {
    Text(String),
    Integer(i64),
    /// Digits with perhaps a sign and a point.
    Decimal(String),
    Boolean(bool),
    /// Year, month, day.
    Date(u16, u8, u8),
    List(Vec<PlainValue>),
    /// Keys are unique.
    Table(Vec<(String, PlainValue)>),
    /// A value that no field takes (a time, a number with an exponent), as it is written.
    Other(String),
}

impl PlainValue {
    pub fn text(text: impl Into<String>) -> Self {
        PlainValue::Text(text.into())
    }

    /// The value of a node, without its places. `text` is the file that the node's ranges are of.
    pub fn of(node: &toml_reader::TomlNode, text: &str) -> Self {
        match &node.value {
            toml_reader::TomlValue::String(value) => PlainValue::Text(value.clone()),
            toml_reader::TomlValue::Integer(value) => PlainValue::Integer(*value),
            toml_reader::TomlValue::Decimal(value) => PlainValue::Decimal(value.clone()),
            toml_reader::TomlValue::Boolean(value) => PlainValue::Boolean(*value),
            toml_reader::TomlValue::Date { year, month, day } => PlainValue::Date(*year, *month, *day),
            toml_reader::TomlValue::Array(items) => {
                PlainValue::List(items.iter().map(|item| PlainValue::of(item, text)).collect())
            }
            toml_reader::TomlValue::Table(table) => PlainValue::of_table(table, text),
            toml_reader::TomlValue::Unsupported(_) => {
                PlainValue::Other(text.get(node.range.clone()).unwrap_or_default().to_owned())
            }
        }
    }

    pub fn of_table(table: &toml_reader::TomlTable, text: &str) -> Self {
        PlainValue::Table(
            table.entries.iter().map(|entry| (entry.key.clone(), PlainValue::of(&entry.node, text))).collect(),
        )
    }

    /// Whether both say the same: in whatever order the keys of their tables stand.
    pub fn says_the_same(&self, other: &PlainValue) -> bool {
        match (self, other) {
            (PlainValue::List(a), PlainValue::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.says_the_same(b))
            }
            (PlainValue::Table(a), PlainValue::Table(b)) => {
                a.len() == b.len()
                    && a.iter().all(|(key, value)| b.iter().any(|(other, b)| key == other && value.says_the_same(b)))
            }
            (a, b) => a == b,
        }
    }

    /// The value in one line of TOML. Texts are basic strings.
    pub fn to_toml(&self) -> String {
        match self {
            PlainValue::Text(text) => quoted(text),
            PlainValue::Integer(value) => value.to_string(),
            PlainValue::Decimal(written) | PlainValue::Other(written) => written.clone(),
            PlainValue::Boolean(value) => value.to_string(),
            PlainValue::Date(year, month, day) => format!("{year:04}-{month:02}-{day:02}"),
            PlainValue::List(items) => {
                let items: Vec<String> = items.iter().map(PlainValue::to_toml).collect();
                format!("[{}]", items.join(", "))
            }
            PlainValue::Table(entries) if entries.is_empty() => "{}".to_owned(),
            PlainValue::Table(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| format!("{} = {}", written_key(key), value.to_toml())).collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }

    /// The value as it stands after `prefix` in its line: a long list has one value a line.
    pub fn to_toml_after(&self, prefix: &str, line_end: &str) -> String {
        let line = self.to_toml();
        match self {
            PlainValue::List(items)
                if !items.is_empty() && (prefix.chars().count() + line.chars().count()) > LINE_LENGTH =>
            {
                let items: String = items.iter().map(|item| format!("  {},{line_end}", item.to_toml())).collect();
                format!("[{line_end}{items}]")
            }
            _ => line,
        }
    }
}

/// A key as TOML writes it: bare where it can be.
pub(crate) fn written_key(key: &str) -> String {
    let is_bare =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if is_bare { key.to_owned() } else { quoted(key) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_in_the_house_style() {
        let check = |value: PlainValue, expected: &str| assert_eq!(value.to_toml(), expected);
        check(PlainValue::text("He said \"no\" \\ twice\nand «left»"), r#""He said \"no\" \\ twice\nand «left»""#);
        check(PlainValue::Date(2023, 3, 9), "2023-03-09");
        check(PlainValue::List(vec![PlainValue::text("pl"), PlainValue::Integer(2)]), "[\"pl\", 2]");
        let cell = PlainValue::Table(vec![
            ("en".to_owned(), PlainValue::text("Kyiv")),
            ("zh-Hant".to_owned(), PlainValue::text("x")),
        ]);
        check(cell, "{ en = \"Kyiv\", zh-Hant = \"x\" }");
        check(PlainValue::Table(vec![("a b".to_owned(), PlainValue::Boolean(true))]), "{ \"a b\" = true }");
    }

    #[test]
    fn long_lists_have_a_value_a_line() {
        let list = PlainValue::List(vec![PlainValue::text("a".repeat(60)), PlainValue::text("b".repeat(60))]);
        let written = list.to_toml_after("services = ", "\r\n");
        assert_eq!(written, format!("[\r\n  \"{}\",\r\n  \"{}\",\r\n]", "a".repeat(60), "b".repeat(60)));
    }
}
