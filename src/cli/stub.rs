//! The text of a new page: each field is a remark that says what to write there, so that the page has no invented fact.

use crate::{
    config::{Config, Field, FieldKind, LanguageId},
    content::field_hint::example_value,
    message,
    message::Message,
    messages::MessageLanguage,
    toml_reader::written_text,
};

/// A page that is to be made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stub<'s> {
    pub config: &'s Config,
    pub fields: &'s [Field],
    /// As commands name it: clusters/uca.
    pub name: &'s str,
    /// `2026-11-29`
    pub today: &'s str,
    /// The language of the remarks.
    pub words: MessageLanguage,
    /// Whether it is to be a draft until it is complete: an entry is, a plain page needs nothing.
    pub is_draft: bool,
}

impl Stub<'_> {
    pub(super) fn original(&self, title: &str) -> String {
        let draft = if self.is_draft { "draft = true\n" } else { "" };
        let head = format!("title = {}\n{}{draft}updated = {}\n", written_text(title), self.summary(), self.today);
        // A line below the heading of a row belongs to the row: rows stand last.
        let (rows, plain): (Vec<&Field>, Vec<&Field>) = self.fields.iter().partition(|field| is_rows(field));
        let (required, others): (Vec<&Field>, Vec<&Field>) = plain.into_iter().partition(|field| field.required);
        let part = |words: Message, fields: &[&Field]| {
            let lines: String = fields.iter().map(|field| self.field(field)).collect();
            if lines.is_empty() { lines } else { format!("\n# {}\n{lines}", words.text(self.words)) }
        };
        let rows: String = rows.into_iter().map(|field| self.rows(field)).collect();
        let parts = [part(message!("stub-required"), &required), part(message!("stub-others"), &others)].concat();
        format!("+++\n{head}{parts}{rows}+++\n\n")
    }

    pub(super) fn translation(&self, title: &str) -> String {
        let stamp = message!("stub-translates", name = self.name).text(self.words);
        let head = format!(
            "title = {}\n{}updated = {}\n# {stamp}\ntranslates = \"00000000\"\n",
            written_text(title),
            self.summary(),
            self.today
        );
        let localized = self.fields.iter().filter(|field| field.localized);
        let lines: String = localized.map(|field| self.field(field)).collect();
        format!("+++\n{head}{lines}+++\n\n")
    }

    fn summary(&self) -> String {
        format!("# summary = \"…\"   # {}\n", message!("stub-summary").text(self.words))
    }

    fn field(&self, field: &Field) -> String {
        format!("# {} = {}   # {}\n", field.name, example_value(field), self.what(field))
    }

    /// A row with its columns.
    fn rows(&self, field: &Field) -> String {
        let required = if field.required { message!("stub-rows-required") } else { message!("stub-rows") };
        let columns: String = field
            .columns()
            .iter()
            .map(|column| {
                let required =
                    if column.required { message!("stub-column-required").text(self.words) } else { String::new() };
                format!("# {} = {}   # {}{required}\n", column.name, self.cell(column), self.what(column))
            })
            .collect();
        format!("\n# {}: {}\n# [[{}]]\n{columns}", self.label(field), required.text(self.words), field.name)
    }

    /// In rows, texts stand for each language at once.
    fn cell(&self, column: &Field) -> String {
        if !column.localized {
            return example_value(column);
        }
        let one = example_value(column);
        let texts: Vec<String> = self.config.languages.iter().map(|language| format!("{language} = {one}")).collect();
        format!("{{ {} }}", texts.join(", "))
    }

    /// Describes a field's value: the field's label, and where the value comes from.
    fn what(&self, field: &Field) -> String {
        let label = self.label(field);
        let words = match &field.kind {
            FieldKind::Choice(choices) => {
                message!("stub-choice", label, values = message::list(choices.iter().map(|choice| choice.id.as_str())))
            }
            FieldKind::Term(vocabulary) => {
                message!(
                    "stub-term",
                    label,
                    file = format!("content/{}.toml", self.config.vocabulary(*vocabulary).name)
                )
            }
            FieldKind::Page(of) => {
                let folders = of.iter().map(|id| format!("content/{}/", self.config.collection(*id).name));
                message!("stub-entry", label, folders = message::list(folders))
            }
            FieldKind::Date => message!("stub-date", label),
            _ => return label.to_owned(),
        };
        words.text(self.words)
    }

    /// In the language of the remarks, where the site has it.
    fn label<'f>(&self, field: &'f Field) -> &'f str {
        field.label.get(self.config.language(self.words.tag()).unwrap_or_default())
    }
}

fn is_rows(field: &Field) -> bool {
    field.many && !field.columns().is_empty()
}

/// The languages that a page is made in: its original's, then the others.
pub(super) fn languages(config: &Config, original: LanguageId) -> impl Iterator<Item = LanguageId> + use<> {
    std::iter::once(original).chain(config.language_ids().filter(move |language| *language != original))
}
