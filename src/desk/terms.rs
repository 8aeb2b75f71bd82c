//! Vocabularies: their terms, each in all languages at once.

use std::sync::{Arc, LazyLock};

use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use serde::Serialize;

use super::{
    ask::{Ask, key_of, see_other},
    create::check_id,
    field_view::{ConflictView, FieldView, MessageView},
    form::Form,
    inputs::{Input, Shape, Wrong},
    rows,
    save::ATTEMPTS,
    slots::own,
    team::NotSaved,
};
use crate::{
    config::{Config, Field, FieldKind, VocabularyId},
    content::PageKey,
    diagnostics::Diagnostic,
    edit::{
        FileFormat, Operation, Path, PlainValue, Purpose, Reading, SiteEdit, Step,
        trial::new_errors,
        write::{Sum, WriteError},
    },
    locale::transliterate,
    lock::lock,
};

/// The keys that every term knows, as fields of the form.
static OWN: LazyLock<[Field; 3]> = LazyLock::new(|| {
    let title = Field { localized: true, ..own("title", FieldKind::Text) };
    let names = Field { localized: true, many: true, ..own("names", FieldKind::Text) };
    [title, names, Field { many: true, ..own("aliases", FieldKind::Text) }]
});

#[derive(Debug, Serialize)]
struct VocabularyPageView {
    name: String,
    title: String,
    terms: Vec<TermRowView>,
    languages: Vec<(String, String)>,
    problem: String,
    /// The titles typed for a new term, by language, and its id.
    typed: Vec<String>,
    id: String,
    messages: Vec<MessageView>,
}

#[derive(Debug, Serialize)]
struct TermRowView {
    id: String,
    titles: Vec<String>,
    href: String,
    count: usize,
}

pub(super) fn show_all(ask: &Ask<'_>, name: &str) -> Response<Body> {
    vocabulary(ask, name, &Form::default(), String::new())
}

fn vocabulary(ask: &Ask<'_>, name: &str, form: &Form, problem: String) -> Response<Body> {
    let (config, site) = (ask.config(), ask.site());
    let Some(id) = config.vocabulary_named(name) else { return ask.not_found() };
    let file = site.vocabulary_file(id).map(ToString::to_string).unwrap_or_default();
    let found = ask.shown.report.diagnostics.iter();
    let found = found.filter(|one| one.location.as_ref().is_some_and(|place| *place.file == *file));
    let row = |(at, term): (usize, &crate::content::vocabulary::Term)| TermRowView {
        id: term.id.clone(),
        titles: term.title.texts().cloned().collect(),
        href: format!("/term/{name}/{}", term.id),
        count: site.entries_of_term(id, crate::site::TermId(at)).len(),
    };
    let view = VocabularyPageView {
        name: name.to_owned(),
        title: config.vocabulary(id).title.get(ask.labels()).to_owned(),
        terms: site.terms_of(id).iter().enumerate().map(row).collect(),
        languages: config
            .language_ids()
            .map(|language| (config.tag(language).to_owned(), site.locale(language).own_name().to_owned()))
            .collect(),
        typed: config.languages.iter().map(|tag| form.get(&format!("title.{tag}")).to_owned()).collect(),
        id: form.get("id").to_owned(),
        messages: found.map(|one| MessageView::of_diagnostic(one, ask.language)).collect(),
        problem: problem.clone(),
    };
    let status = if problem.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ask.html(status, "vocabulary.html", &format!("/vocabulary/{name}"), &view)
}

/// Adds a term at the end of its vocabulary.
pub(super) fn post_new(ask: &Ask<'_>, name: &str, form: &Form) -> Response<Body> {
    let config = ask.config();
    let Some(vocabulary_id) = config.vocabulary_named(name) else { return ask.not_found() };
    let again = |problem: String| vocabulary(ask, name, form, problem);
    let titles: Vec<(String, PlainValue)> = config
        .languages
        .iter()
        .map(|tag| (tag.clone(), form.get(&format!("title.{tag}")).trim()))
        .filter(|(_, title)| !title.is_empty())
        .map(|(tag, title)| (tag, PlainValue::text(title)))
        .collect();
    let Some((_, PlainValue::Text(first))) = titles.first() else { return again(ask.say("title-is-needed", &[])) };
    let typed = form.get("id").trim();
    let id = if typed.is_empty() { transliterate::slug(first) } else { typed.to_owned() };
    if let Err(problem) = check_id(ask, &id) {
        return again(problem);
    }
    if ask.site().find_term(vocabulary_id, &id).is_some() {
        return again(ask.say("id-is-taken", &[("path", format!("{name}/{id}").into())]));
    }
    let _one_at_a_time = lock(&ask.desk.writing);
    let mut edit = SiteEdit::new(Purpose::Add(format!("{name}/{id}")));
    let tree = &ask.shown.report.tree;
    let file = format!("content/{name}.toml");
    let value = PlainValue::Table(vec![("title".to_owned(), PlainValue::Table(titles))]);
    let old = tree.get(&file).and_then(|file| file.text());
    let heading = format!("[{id}]\n");
    let PlainValue::Table(keys) = &value else { return ask.not_found() };
    let lines: String = keys.iter().map(|(key, value)| format!("{key} = {}\n", value.to_toml())).collect();
    // A term stands under a heading of its own, as all others do.
    let made = match old {
        None => {
            edit.create_file(&file, format!("{heading}{lines}").into_bytes());
            Ok(())
        }
        Some(old) => {
            let end = if old.contains("\r\n") { "\r\n" } else { "\n" };
            let gap = if old.trim().is_empty() {
                ""
            } else if old.ends_with('\n') {
                end
            } else {
                "\n\n"
            };
            let text = format!("{old}{gap}{}", format!("{heading}{lines}").replace('\n', end));
            edit.replace(tree, &file, text)
        }
    };
    if let Err(refusal) = made {
        return again(MessageView::of_refusal(&refusal, ask.language).line());
    }
    if let Some(problem) = first_problem(ask, &edit) {
        return again(problem);
    }
    match ask.write(&edit, &format!("/term/{name}/{id}")) {
        Ok(number) => see_other(&format!("/term/{name}/{id}?saved={number}")),
        Err(error) => again(ask.not_written(error)),
    }
}

fn first_problem(ask: &Ask<'_>, edit: &SiteEdit) -> Option<String> {
    let loaded = super::save::tried(ask, edit);
    let new = new_errors(&ask.shown.report.diagnostics, &loaded.diagnostics);
    let first = new.iter().next()?;
    Some(MessageView::of_diagnostic(first, ask.language).line())
}

#[derive(Debug, Serialize)]
struct TermView {
    path: String,
    title: String,
    kind: String,
    kind_href: String,
    action: String,
    base: String,
    fields: Vec<FieldView>,
    slots: Vec<String>,
    general: Vec<MessageView>,
    has_conflicts: bool,
    /// The person who made the change that this form meets; empty where that is not known.
    changed_by: String,
    may_force: bool,
    saved: Option<u64>,
    notice: String,
    /// The address of the screen where the term's own text is written.
    text_href: String,
    has_text: bool,
}

/// A part of a term's form.
struct TermSlot<'c> {
    name: String,
    path: Path,
    shape: Shape<'c>,
}

/// A term's form, with everything that it is made of.
struct TermForm<'c> {
    vocabulary: VocabularyId,
    id: String,
    file: String,
    text: Arc<str>,
    values: PlainValue,
    slots: Vec<TermSlot<'c>>,
    inputs: Vec<Input>,
}

#[derive(Default)]
struct TermSaid {
    messages: Vec<(String, MessageView)>,
    conflicts: Vec<(String, ConflictView)>,
    general: Vec<MessageView>,
    may_force: bool,
}

impl<'c> TermForm<'c> {
    fn open(ask: &'c Ask<'_>, path: &str, kept: Option<Arc<str>>) -> Option<Self> {
        let config = ask.config();
        let PageKey::Term(vocabulary, id) = key_of(config, path)? else { return None };
        ask.site().find_term(vocabulary, &id)?;
        let file = ask.site().vocabulary_file(vocabulary)?.to_string();
        let text = kept.or_else(|| ask.shown.report.tree.get(&file)?.text().map(Arc::from))?;
        let values = Reading::new(&text, FileFormat::Toml).ok()?.values();
        let slots = slots(config, vocabulary, &id);
        let inputs = slots.iter().map(|slot| Input::of_value(slot.shape, find(&values, &slot.path))).collect();
        Some(Self { vocabulary, id, file, text, values, slots, inputs })
    }

    fn fill(&mut self, ask: &Ask<'_>, form: &Form) {
        let site = ask.site();
        let resolve = |field: &Field, typed: &str| super::refer::resolve(site, field, typed);
        for (slot, input) in self.slots.iter().zip(&mut self.inputs) {
            if form.all("f").any(|name| name == slot.name) {
                *input = Input::of_form(slot.shape, &slot.name, form, &resolve);
            }
        }
    }

    fn place(&self, ask: &Ask<'_>) -> String {
        format!("/term/{}/{}", ask.config().vocabulary(self.vocabulary).name, self.id)
    }
}

fn slots<'c>(config: &'c Config, vocabulary: VocabularyId, id: &str) -> Vec<TermSlot<'c>> {
    let [title, names, aliases] = &*OWN;
    let fields = config.vocabulary(vocabulary).fields.iter();
    let all = [title, names].into_iter().chain(fields).chain([aliases]);
    all.map(|field| TermSlot {
        name: field.name.clone(),
        path: vec![Step::Key(id.to_owned()), Step::Key(field.name.clone())],
        shape: Shape { field, by_language: true, config },
    })
    .collect()
}

fn find<'v>(value: &'v PlainValue, path: &[Step]) -> Option<&'v PlainValue> {
    path.iter().try_fold(value, |value, step| match (value, step) {
        (PlainValue::Table(entries), Step::Key(key)) => {
            entries.iter().find(|(known, _)| known == key).map(|(_, value)| value)
        }
        _ => None,
    })
}

/// Whether a term says something else than it did in the text with this sum.
pub(super) fn has_changed(ask: &Ask<'_>, path: &str, base: &str) -> bool {
    let Some(before) = ask.desk.kept().text(base) else { return false };
    let Some(PageKey::Term(vocabulary, id)) = key_of(ask.config(), path) else { return false };
    let file = ask.site().vocabulary_file(vocabulary).map(ToString::to_string).unwrap_or_default();
    let now = ask.shown.report.tree.get(&file).and_then(|file| file.text()).unwrap_or_default();
    let term = |text: &str| {
        let values = Reading::new(text, FileFormat::Toml).ok()?.values();
        find(&values, &[Step::Key(id.clone())]).cloned()
    };
    term(&before) != term(now)
}

pub(super) fn show(ask: &Ask<'_>, path: &str) -> Response<Body> {
    let Some(form) = TermForm::open(ask, path, None) else { return ask.not_found() };
    let found: Vec<&Diagnostic> = ask.shown.report.diagnostics.iter().collect();
    let mut said = TermSaid::default();
    place_messages(ask, &form, &found, &form.text, &mut said);
    render(ask, &form, &said, StatusCode::OK)
}

/// Messages of this term at their fields.
fn place_messages(ask: &Ask<'_>, form: &TermForm<'_>, found: &[&Diagnostic], text: &str, said: &mut TermSaid) {
    let Ok(reading) = Reading::new(text, FileFormat::Toml) else { return };
    for diagnostic in found {
        let Some(location) = diagnostic.location.as_ref().filter(|place| *place.file == *form.file) else { continue };
        let Some(path) =
            reading.path_at(location.start).filter(|path| path.first() == Some(&Step::Key(form.id.clone())))
        else {
            continue;
        };
        match form.slots.iter().find(|slot| path.starts_with(&slot.path)) {
            Some(slot) => said.messages.push((slot.name.clone(), MessageView::of_diagnostic(diagnostic, ask.language))),
            None => said.general.push(MessageView::of_diagnostic(diagnostic, ask.language)),
        }
    }
}

fn render(ask: &Ask<'_>, form: &TermForm<'_>, said: &TermSaid, status: StatusCode) -> Response<Body> {
    let (config, site) = (ask.config(), ask.site());
    let look = ask.look(&said.messages);
    let vocabulary = config.vocabulary(form.vocabulary);
    let place = form.place(ask);
    let path = format!("{}/{}", vocabulary.name, form.id);
    let fields = form.slots.iter().zip(&form.inputs).map(|(slot, input)| {
        let mut view = look.field(slot.shape, &slot.name, input);
        view.conflict =
            said.conflicts.iter().find(|(name, _)| *name == slot.name).map(|(_, conflict)| conflict.clone());
        view
    });
    let has_text = site.find(&PageKey::Term(form.vocabulary, form.id.clone())).is_some();
    let title = site.find_term(form.vocabulary, &form.id).and_then(|term| site.term(form.vocabulary, term));
    let view = TermView {
        title: title.map(|term| term.title.get(ask.labels()).to_owned()).unwrap_or_default(),
        kind: vocabulary.title.get(ask.labels()).to_owned(),
        kind_href: format!("/vocabulary/{}", vocabulary.name),
        action: place.clone(),
        base: ask.desk.kept().keep(&form.text),
        fields: fields.collect(),
        slots: form.slots.iter().map(|slot| slot.name.clone()).collect(),
        general: said.general.clone(),
        has_conflicts: !said.conflicts.is_empty(),
        changed_by: if said.conflicts.is_empty() { String::new() } else { ask.last_author(&[&form.file]) },
        may_force: said.may_force,
        saved: ask.query.get("saved").parse().ok(),
        notice: match ask.query.get("done") {
            "nothing" => ask.say("nothing-changed", &[]),
            "undone" => ask.say("undone", &[]),
            _ => String::new(),
        },
        text_href: if has_text { format!("/page/{path}") } else { format!("/new?page={path}") },
        has_text,
        path,
    };
    ask.html(status, "term.html", &place, &view)
}

/// Answers a form that was sent for a term.
pub(super) fn post(ask: &Ask<'_>, path: &str, form: &Form) -> Response<Body> {
    let mut tried = attempt(ask, path, form);
    for _ in 1..ATTEMPTS {
        let Err(NotSaved::Write(WriteError::Changed(file))) = &tried else { break };
        let file = file.clone();
        tried = attempt(&ask.with_newer(&file), path, form);
    }
    tried.unwrap_or_else(|error| failed(ask, path, form, error))
}

/// The form as it was sent, with the reason why it was not saved.
fn failed(ask: &Ask<'_>, path: &str, form: &Form, error: NotSaved) -> Response<Body> {
    let Some(filled) = of_form(ask, path, form) else { return ask.not_found() };
    let mut said = TermSaid::default();
    said.general.push(MessageView::error(ask.not_written(error)));
    render(ask, &filled, &said, StatusCode::CONFLICT)
}

/// The form as it was sent, on the text that it was made of, or on the newest where that is not known any more.
fn of_form<'c>(ask: &'c Ask<'_>, path: &str, form: &Form) -> Option<TermForm<'c>> {
    let PageKey::Term(vocabulary, _) = key_of(ask.config(), path)? else { return None };
    let base = ask.base_text(ask.site().vocabulary_file(vocabulary)?, form.get("base"));
    let mut filled = TermForm::open(ask, path, base)?;
    filled.fill(ask, form);
    Some(filled)
}

fn attempt(ask: &Ask<'_>, path: &str, form: &Form) -> Result<Response<Body>, NotSaved> {
    let act = form.get("act");
    let form = &if rows::is_of_rows(act) { rows::changed(form, act) } else { form.clone() };
    let Some(mut filled) = of_form(ask, path, form) else { return Ok(ask.not_found()) };
    if Sum::of(filled.text.as_bytes()).0 != form.get("base") {
        let mut said = TermSaid::default();
        for (slot, input) in filled.slots.iter().zip(&filled.inputs) {
            let value = find(&filled.values, &slot.path);
            let now = Input::of_value(slot.shape, value);
            if *input != now && !(input.is_empty() && now.is_empty()) {
                let now = value.map(PlainValue::to_toml).unwrap_or_default();
                said.conflicts.push((slot.name.clone(), ConflictView::new(ask.say("not-known", &[]), now)));
            }
        }
        said.general.push(MessageView::error(ask.say("form-is-too-old", &[])));
        return Ok(render(ask, &filled, &said, StatusCode::CONFLICT));
    }
    if rows::is_of_rows(act) {
        return Ok(render(ask, &filled, &TermSaid::default(), StatusCode::OK));
    }
    let _one_at_a_time = lock(&ask.desk.writing);
    let tree = &ask.shown.report.tree;
    let now = tree.get(&filled.file).and_then(|file| file.text()).unwrap_or_default().to_owned();
    let Ok(reading) = Reading::new(&now, FileFormat::Toml) else { return Ok(ask.not_found()) };
    let current = reading.values();
    let mut said = TermSaid::default();
    let operations = operations(ask, &filled, &current, &mut said);
    if !said.conflicts.is_empty() {
        show_newest(&mut filled, &current, &said);
        filled.text = Arc::from(now.as_str());
        return Ok(render(ask, &filled, &said, StatusCode::CONFLICT));
    }
    if !said.messages.is_empty() {
        return Ok(render(ask, &filled, &said, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let place = filled.place(ask);
    if operations.is_empty() {
        return Ok(see_other(&format!("{place}?done=nothing")));
    }
    let mut edit = SiteEdit::new(Purpose::Save(path.to_owned()));
    if let Err(refusal) = edit.edit(ask.site(), tree, &filled.file, &operations) {
        said.general.push(MessageView::of_refusal(&refusal, ask.language));
        return Ok(render(ask, &filled, &said, StatusCode::UNPROCESSABLE_ENTITY));
    }
    if form.get("force").is_empty() {
        let loaded = super::save::tried(ask, &edit);
        let new = new_errors(&ask.shown.report.diagnostics, &loaded.diagnostics);
        if !new.is_empty() {
            said.may_force = true;
            let text = loaded.tree.get(&filled.file).and_then(|file| file.text()).unwrap_or_default().to_owned();
            place_messages(ask, &filled, &new.iter().collect::<Vec<_>>(), &text, &mut said);
            if said.messages.is_empty() && said.general.is_empty() {
                said.general.extend(new.iter().map(|one| MessageView::of_diagnostic(one, ask.language)));
            }
            return Ok(render(ask, &filled, &said, StatusCode::UNPROCESSABLE_ENTITY));
        }
    }
    let number = ask.write(&edit, &place)?;
    Ok(see_other(&format!("{place}?saved={number}")))
}

/// After a conflict the form is of the newest file: what was not typed in it is what the file says.
fn show_newest(filled: &mut TermForm<'_>, current: &PlainValue, said: &TermSaid) {
    for (slot, input) in filled.slots.iter().zip(&mut filled.inputs) {
        let is_conflict = said.conflicts.iter().any(|(name, _)| *name == slot.name);
        if !is_conflict && *input == Input::of_value(slot.shape, find(&filled.values, &slot.path)) {
            *input = Input::of_value(slot.shape, find(current, &slot.path));
        }
    }
}

fn operations(ask: &Ask<'_>, filled: &TermForm<'_>, current: &PlainValue, said: &mut TermSaid) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (slot, input) in filled.slots.iter().zip(&filled.inputs) {
        let before = Input::of_value(slot.shape, find(&filled.values, &slot.path));
        let now = Input::of_value(slot.shape, find(current, &slot.path));
        if *input == before || *input == now || (input.is_empty() && before.is_empty()) {
            continue;
        }
        if now != before {
            let shown = |path: &PlainValue| find(path, &slot.path).map(PlainValue::to_toml).unwrap_or_default();
            said.conflicts.push((slot.name.clone(), ConflictView::new(shown(&filled.values), shown(current))));
            continue;
        }
        match input.value(slot.shape, &slot.name, find(current, &slot.path)) {
            Ok(Some(value)) => operations.push(Operation::Set { path: slot.path.clone(), value }),
            Ok(None) => operations.push(Operation::Unset { path: slot.path.clone() }),
            Err(wrong) => {
                let message = |wrong: &Wrong| MessageView::of_refusal(&wrong.refusal, ask.language);
                said.messages.extend(wrong.iter().map(|wrong| (wrong.name.clone(), message(wrong))));
            }
        }
    }
    operations
}
