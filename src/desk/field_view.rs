//! Inputs as templates show them.

use serde::Serialize;

use super::{
    inputs::{ADD, Input, InputRow, RAW, ROWS, Shape},
    words::Words,
};
use crate::{
    config::{Field, FieldKind, LanguageId},
    diagnostics::{Diagnostic, Severity},
    edit::Refusal,
    messages::MessageLanguage,
    site::{Entry, Site},
};

/// A text longer than this is shown on several lines.
const LINE: usize = 80;
/// A term is chosen from a list while there are at most so many.
const LISTED_TERMS: usize = 80;

/// The data of a field of the form.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct FieldView {
    /// Of its inputs.
    pub name: String,
    /// Of its main input, for labels.
    pub id: String,
    pub label: String,
    pub hint: String,
    pub required: bool,
    /// `text`, `long`, `lines`, `select`, `chips`, `money`, `languages`, `rows`, `raw`.
    pub kind: &'static str,
    /// `date`, `number`, `url`, `email` or empty: what the keyboard of a phone should offer.
    pub input: &'static str,
    pub value: String,
    pub chips: Vec<Chip>,
    pub options: Vec<OptionView>,
    /// There is no way to choose nothing.
    pub has_no_blank: bool,
    /// The collections that a search for references looks in, joined by `+`; empty where options are listed.
    pub search: String,
    pub many: bool,
    /// By language, or amount and currency.
    pub parts: Vec<FieldView>,
    pub rows: Vec<TableRowView>,
    /// Of a column without label of its own: `uk`.
    pub lang: String,
    pub dir: &'static str,
    pub messages: Vec<MessageView>,
    pub conflict: Option<ConflictView>,
    /// Changes of the original's text since the translation followed it.
    pub changed: Vec<Piece>,
    /// Terms that the field has through others.
    pub derived: String,
    /// Whether the message, conflict or change opens the part that it stands in.
    pub is_open: bool,
}

/// Something chosen that can be taken out again.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Chip {
    pub id: String,
    pub title: String,
    /// The kind of entry that it is.
    pub kind: String,
    /// Its page of the desk; empty where it has none.
    pub href: String,
    /// Whether nothing has this id.
    pub is_unknown: bool,
    pub is_first: bool,
    pub is_last: bool,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct OptionView {
    pub id: String,
    pub label: String,
    pub is_chosen: bool,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct TableRowView {
    pub key: String,
    pub number: usize,
    pub cells: Vec<FieldView>,
    pub is_first: bool,
    pub is_last: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct MessageView {
    /// `error` or `warning`
    pub severity: &'static str,
    pub text: String,
    pub hint: String,
}

impl MessageView {
    pub(super) fn error(text: String) -> Self {
        Self { severity: "error", text, hint: String::new() }
    }

    pub(super) fn of_refusal(refusal: &Refusal, language: MessageLanguage) -> Self {
        let hint = refusal.hint.as_ref().map(|hint| hint.text(language)).unwrap_or_default();
        Self { severity: "error", text: refusal.message.text(language), hint }
    }

    pub(super) fn of_diagnostic(diagnostic: &Diagnostic, language: MessageLanguage) -> Self {
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let hint = diagnostic.hint.as_ref().map(|hint| hint.text(language)).unwrap_or_default();
        Self { severity, text: diagnostic.message.text(language), hint }
    }

    /// All of it in a line.
    pub(super) fn line(&self) -> String {
        if self.hint.is_empty() { self.text.clone() } else { format!("{} – {}", self.text, self.hint) }
    }
}

/// A field that somebody else changed meanwhile.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ConflictView {
    /// The value when the form was opened.
    pub before: String,
    /// The value on the disk now.
    pub now: String,
    /// From the one to the other, where the field is a long text.
    pub changes: Vec<Piece>,
}

impl ConflictView {
    pub(super) fn new(before: String, now: String) -> Self {
        Self { before, now, changes: Vec::new() }
    }
}

/// A piece of a text, the same as before or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Piece {
    /// `same`, `gone` or `new`
    pub kind: &'static str,
    pub text: String,
}

/// Everything that fields are shown with.
#[derive(Clone, Copy)]
pub(super) struct Look<'l> {
    pub site: &'l Site,
    pub words: &'l Words,
    pub language: MessageLanguage,
    /// The site's language that labels are shown in.
    pub labels: LanguageId,
    /// The entry whose files can be chosen.
    pub entry: Option<&'l Entry>,
    /// By name of the input.
    pub messages: &'l [(String, MessageView)],
}

impl Look<'_> {
    pub(super) fn say(&self, key: &str) -> String {
        self.words.say(self.language, key, &[])
    }

    /// The view of a field with what stands in its inputs.
    pub(super) fn field(&self, shape: Shape<'_>, name: &str, input: &Input) -> FieldView {
        let field = shape.field;
        let label = field.label.get(self.labels);
        let mut view = FieldView {
            name: name.to_owned(),
            id: id_of(name),
            label: if label.is_empty() { self.say(&format!("key-{}", field.name)) } else { label.to_owned() },
            required: field.required,
            many: field.many,
            messages: self.messages_of(name),
            ..FieldView::default()
        };
        match input {
            Input::Text(text) => self.text(&mut view, field, text),
            Input::Lines(text) => {
                view.kind = "lines";
                view.value.clone_from(text);
                view.hint = self.say("hint-lines");
            }
            Input::Raw(text) => {
                view.kind = "raw";
                view.name = format!("{name}{RAW}");
                view.value.clone_from(text);
                view.hint = self.say("hint-raw");
                view.messages.extend(self.messages_of(&view.name));
            }
            Input::Chosen { ids, typed } => self.chosen(&mut view, field, ids, typed),
            Input::Money { amount, currency } => {
                view.kind = "money";
                view.hint = self.say("hint-money");
                for (part, value) in [("amount", amount), ("currency", currency)] {
                    let name = format!("{name}.{part}");
                    view.parts.push(FieldView {
                        id: id_of(&name),
                        label: self.say(part),
                        kind: "text",
                        value: value.clone(),
                        messages: self.messages_of(&name),
                        name,
                        ..FieldView::default()
                    });
                }
            }
            Input::Languages(inputs) => {
                view.kind = "languages";
                if field.many {
                    view.hint = self.say("hint-lines");
                }
                for (language, input) in self.site.config.language_ids().zip(inputs) {
                    let tag = self.site.config.tag(language);
                    let plain = Shape { by_language: false, ..shape };
                    let part = self.field(plain, &format!("{name}.{tag}"), input);
                    view.parts.push(self.in_language(part, language));
                }
            }
            Input::Rows(rows) => self.rows(&mut view, shape, rows),
        }
        view
    }

    /// Says of a view which language its text is in.
    pub(super) fn in_language(&self, view: FieldView, language: LanguageId) -> FieldView {
        let dir = self.site.locale(language).direction();
        FieldView { lang: self.site.config.tag(language).to_owned(), dir, ..view }
    }

    fn messages_of(&self, name: &str) -> Vec<MessageView> {
        self.messages.iter().filter(|(of, _)| of == name).map(|(_, message)| message.clone()).collect()
    }

    fn text(&self, view: &mut FieldView, field: &Field, text: &str) {
        view.value = text.to_owned();
        view.kind = "text";
        match field.kind {
            FieldKind::Boolean => {
                view.kind = "select";
                let option =
                    |id: &str, key: &str| OptionView { id: id.to_owned(), label: self.say(key), is_chosen: id == text };
                // A page that says nothing of it is no draft, and need not say so.
                view.has_no_blank = field.name == "draft" && field.label.is_empty();
                let no = if view.has_no_blank && text != "false" { "" } else { "false" };
                view.options = vec![option("true", "yes"), option(no, "no")];
            }
            FieldKind::Date => {
                view.input = "date";
                view.hint = self.say("hint-date");
            }
            FieldKind::Integer | FieldKind::Decimal => view.input = "number",
            FieldKind::Url => {
                view.input = "url";
                view.hint = self.say("hint-url");
            }
            FieldKind::Email => view.input = "email",
            _ if field.name == "summary" || text.contains('\n') || text.chars().count() > LINE => view.kind = "long",
            _ => {}
        }
        if matches!(field.name.as_str(), "slug" | "summary" | "draft") && field.label.is_empty() {
            view.hint = self.say(&format!("hint-{}", field.name));
        }
    }

    fn chosen(&self, view: &mut FieldView, field: &Field, ids: &[String], typed: &str) {
        let site = self.site;
        let mut options: Vec<OptionView> = match &field.kind {
            FieldKind::Choice(choices) => {
                let choice =
                    |choice: &crate::config::Choice| (choice.id.clone(), choice.label.get(self.labels).to_owned());
                listed(choices.iter().map(choice), ids)
            }
            FieldKind::Term(vocabulary) if site.terms_of(*vocabulary).len() <= LISTED_TERMS || !field.many => {
                let terms = site.terms_of(*vocabulary).iter();
                let mut all: Vec<(String, String)> =
                    terms.map(|term| (term.id.clone(), term.title.get(self.labels).to_owned())).collect();
                all.sort_by_cached_key(|(_, title)| site.locale(self.labels).sort_key(title));
                listed(all, ids)
            }
            FieldKind::File => {
                let files = self.entry.iter().flat_map(|entry| &entry.attachments);
                listed(files.map(|(name, _)| (name.clone(), name.clone())), ids)
            }
            _ => Vec::new(),
        };
        let is_searched = match field.kind {
            FieldKind::Page(_) => true,
            FieldKind::Term(_) => options.is_empty(),
            _ => false,
        };
        if !is_searched && !field.many {
            view.kind = "select";
            let id = ids.first().cloned().unwrap_or_default();
            if !id.is_empty() && !options.iter().any(|option| option.is_chosen) {
                options.push(OptionView { label: id.clone(), id: id.clone(), is_chosen: true });
            }
            view.value = id;
            view.options = options;
            return;
        }
        view.kind = "chips";
        let last = ids.len().saturating_sub(1);
        let chip = |(at, id): (usize, &String)| Chip { is_first: at == 0, is_last: at == last, ..self.chip(field, id) };
        view.chips = ids.iter().enumerate().map(chip).collect();
        options.retain(|option| !option.is_chosen);
        view.options = options;
        view.value = typed.to_owned();
        view.messages.extend(self.messages_of(&format!("{}{ADD}", view.name)));
        match &field.kind {
            FieldKind::Page(of) => {
                let names: Vec<&str> = of.iter().map(|id| site.config.collection(*id).name.as_str()).collect();
                view.search = names.join("+");
                let titles: Vec<&str> =
                    of.iter().map(|id| site.config.collection(*id).title.get(self.labels)).collect();
                view.hint = titles.join(", ");
            }
            FieldKind::Term(vocabulary) if view.options.is_empty() => {
                view.search.clone_from(&site.config.vocabulary(*vocabulary).name);
            }
            _ => {}
        }
    }

    /// A chosen term, entry or file as it is shown.
    fn chip(&self, field: &Field, id: &str) -> Chip {
        let site = self.site;
        let (title, kind, href) = match &field.kind {
            FieldKind::Choice(choices) => {
                let label = choices.iter().find(|choice| choice.id == id).map(|choice| choice.label.get(self.labels));
                (label.map(str::to_owned), String::new(), String::new())
            }
            FieldKind::Term(vocabulary) => {
                let term = site.find_term(*vocabulary, id).and_then(|term| site.term(*vocabulary, term));
                let name = &site.config.vocabulary(*vocabulary).name;
                (term.map(|term| term.title.get(self.labels).to_owned()), String::new(), format!("/term/{name}/{id}"))
            }
            FieldKind::Page(of) => match site.find_page(of, id) {
                Some(target) => {
                    let entry = site.entry(target);
                    let collection = entry.key.collection().map(|id| site.config.collection(id));
                    let kind = collection.map_or("", |collection| collection.title.get(self.labels));
                    let href = format!("/page/{}", entry.key.path(&site.config));
                    (Some(title(entry, self.labels).to_owned()), kind.to_owned(), href)
                }
                None => (None, String::new(), String::new()),
            },
            _ => {
                let is_there = self.entry.is_some_and(|entry| entry.attachment(id).is_some());
                (is_there.then(|| id.to_owned()), String::new(), String::new())
            }
        };
        let is_unknown = title.is_none();
        let href = if is_unknown { String::new() } else { href };
        let title = title.unwrap_or_else(|| id.to_owned());
        Chip { id: id.to_owned(), title, kind, href, is_unknown, is_first: true, is_last: true }
    }

    fn rows(&self, view: &mut FieldView, shape: Shape<'_>, rows: &[InputRow]) {
        view.kind = "rows";
        let name = view.name.clone();
        let columns = shape.field.columns();
        let last = rows.len().saturating_sub(1);
        for (at, row) in rows.iter().enumerate() {
            let cell = |(column, input): (&Field, &Input)| {
                let shape = Shape { field: column, by_language: true, config: shape.config };
                self.field(shape, &format!("{name}.{}.{}", row.key, column.name), input)
            };
            view.rows.push(TableRowView {
                key: row.key.clone(),
                number: at + 1,
                cells: columns.iter().zip(&row.cells).map(cell).collect(),
                is_first: at == 0,
                is_last: at == last,
            });
        }
        view.value = format!("{name}{ROWS}");
    }
}

fn listed(all: impl IntoIterator<Item = (String, String)>, ids: &[String]) -> Vec<OptionView> {
    let choice = |(id, label): (String, String)| OptionView { is_chosen: ids.contains(&id), label, id };
    all.into_iter().map(choice).collect()
}

/// The title of an entry for somebody who reads this language; the id where it has none.
pub(super) fn title(entry: &Entry, language: LanguageId) -> &str {
    let version =
        entry.version(language).or_else(|| entry.original()).or_else(|| entry.versions.iter().flatten().next());
    version.map(|version| version.page.title.as_str()).filter(|title| !title.is_empty()).unwrap_or(entry.key.id())
}

/// The id of an input in the page.
pub(super) fn id_of(name: &str) -> String {
    format!("_{}", name.replace('.', "-"))
}
