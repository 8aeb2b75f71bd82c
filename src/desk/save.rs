//! A form that was sent becomes an edit: of the fields that were changed in it, and of nothing else.
//!
//! A form carries the sums of the texts that it was made of. Where a file says something else by now, what was changed in the
//! form is still written if nobody else changed the same field or lines; else nothing is written, and the form comes back with what
//! was typed, what it said before and what it says now.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Response, StatusCode},
};

use super::{
    Desk,
    ask::{Ask, see_other},
    field_view::{ConflictView, MessageView},
    form::Form,
    inputs::Input,
    merge::merged,
    page::{FormFile, PageForm, Said},
    page_view::render,
    rows,
    slots::{FileValues, Slot},
    team::NotSaved,
    words_difference::pieces,
};
use crate::{
    content::{PageKey, page::schema},
    diagnostics::{Diagnostic, Diagnostics},
    edit::{
        FileFormat, Operation, PlainValue, Purpose, Reading, Refusal, Schema, SiteEdit, Step, apply,
        trial::new_errors,
        write::{Sum, WriteError},
    },
    lock::lock,
    pipeline::{self, Loaded, ReadFiles},
    site::{Site, State},
    source::SourceTree,
    timings::Timings,
};

/// The stamp of a translation that follows nothing.
const NO_REVISION: &str = "00000000";

/// The outcome of a form: an edit, and the messages to show.
pub(super) struct Planned {
    pub edit: SiteEdit,
    /// New pages: the place of the file in the form, and its text.
    created: Vec<(usize, String)>,
    pub said: Said,
}

/// While somebody else writes to the same file, a save is tried so often.
pub(super) const ATTEMPTS: usize = 5;

/// Answers a form that was sent for a page.
pub(super) fn post(ask: &Ask<'_>, key: &PageKey, form: &Form) -> Response<Body> {
    let mut tried = attempt(ask, key, form);
    for _ in 1..ATTEMPTS {
        let Err(NotSaved::Write(WriteError::Changed(file))) = &tried else { break };
        // The file was changed after the site was read.
        tried = attempt(&ask.with_newer(file), key, form);
    }
    tried.unwrap_or_else(|error| failed(ask, key, form, error))
}

/// The form as it was sent, with the reason why it was not saved.
fn failed(ask: &Ask<'_>, key: &PageKey, form: &Form, error: NotSaved) -> Response<Body> {
    let Some(filled) = filled(ask, key, form) else { return ask.not_found() };
    let mut said = Said::default();
    said.general.push(MessageView::error(ask.not_written(error)));
    render(ask, &filled, &said, StatusCode::CONFLICT)
}

/// The form as it was sent, on the texts that it was made of. `None` where there is no such page.
pub(super) fn filled<'c>(ask: &'c Ask<'_>, key: &PageKey, form: &Form) -> Option<PageForm<'c>> {
    let tree = &ask.shown.report.tree;
    let text = |path: &str| -> Option<Arc<str>> {
        let tag = path.strip_suffix(".md")?.rsplit('.').next()?;
        let sum = form.get(&format!("base.{tag}"));
        if sum.is_empty() {
            return None;
        }
        ask.base_text(path, sum).or_else(|| tree.get(path)?.text().map(Arc::from))
    };
    let mut filled = PageForm::of_texts(ask, key, form.get("with"), form.get("view"), &text)?;
    filled.fill(ask, form);
    Some(filled)
}

fn attempt(ask: &Ask<'_>, key: &PageKey, form: &Form) -> Result<Response<Body>, NotSaved> {
    let act = form.get("act");
    let form = &if rows::is_of_rows(act) { rows::changed(form, act) } else { form.clone() };
    let Some(mut filled) = filled(ask, key, form) else { return Ok(ask.not_found()) };
    // Also where only a row is asked for: the form that comes back is of the newest texts, and says so.
    if let Some(said) = too_old(ask, &filled, form) {
        return Ok(render(ask, &filled, &said, StatusCode::CONFLICT));
    }
    if rows::is_of_rows(act) {
        let said = Said { notice: ask.say("not-saved-yet", &[]), ..Said::default() };
        return Ok(render(ask, &filled, &said, StatusCode::OK));
    }
    let _one_at_a_time = lock(&ask.desk.writing);
    let mut planned = plan(ask, &filled, form);
    if !planned.said.conflicts.is_empty() {
        show_newest(ask, &mut filled, &planned.said);
        return Ok(render(ask, &filled, &planned.said, StatusCode::CONFLICT));
    }
    if !planned.said.messages.is_empty() || !planned.said.general.is_empty() {
        return Ok(render(ask, &filled, &planned.said, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let loaded = tried(ask, &planned.edit);
    if form.get("force").is_empty()
        && let Some(said) = objections(ask, &filled, &planned.edit, &loaded)
    {
        return Ok(render(ask, &filled, &said, StatusCode::UNPROCESSABLE_ENTITY));
    }
    if let Some(snapshot) = &loaded.snapshot
        && let Err(refusal) = stamp(ask, &filled, &snapshot.site, act, &mut planned)
    {
        planned.said.general.push(MessageView::of_refusal(&refusal, ask.language));
        return Ok(render(ask, &filled, &planned.said, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let place = filled.place(ask);
    if planned.edit.is_empty() {
        return Ok(see_other(&format!("{place}&done=nothing")));
    }
    let number = ask.write(&planned.edit, &place)?;
    Ok(see_other(&format!("{place}&saved={number}")))
}

/// Refuses a form whose texts are known no more: which of the differences were typed in it, cannot be told.
fn too_old(ask: &Ask<'_>, filled: &PageForm<'_>, form: &Form) -> Option<Said> {
    let is_known = |file: &FormFile| {
        let sum = form.get(&format!("base.{}", ask.config().tag(file.language)));
        let is_it = |text: &Arc<str>| Sum::of(text.as_bytes()).0 == sum;
        sum.is_empty() || file.text.as_ref().is_none_or(is_it)
    };
    if filled.files.iter().all(is_known) {
        return None;
    }
    let before = ask.say("not-known", &[]);
    let mut said = Said::default();
    for (at, file) in filled.files.iter().enumerate() {
        let slots = filled.slots.iter().zip(&filled.inputs).filter(|(slot, _)| slot.file == file.language);
        let differing = slots.filter_map(|(slot, input)| {
            let now = file.values.input(slot);
            let conflict = ConflictView::new(before.clone(), shown(&now));
            (*input != now && !(input.is_empty() && now.is_empty())).then(|| (slot.name.clone(), conflict))
        });
        said.conflicts.extend(differing);
        if filled.bodies.get(at).is_some_and(|body| *body != file.values.body) {
            let conflict = ConflictView::new(before.clone(), file.values.body.clone());
            said.conflicts.push((format!("{}.body", ask.config().tag(file.language)), conflict));
        }
    }
    said.general.push(MessageView::error(ask.say("form-is-too-old", &[])));
    Some(said)
}

/// The site as it would be with an edit.
pub(super) fn tried(ask: &Ask<'_>, edit: &SiteEdit) -> Loaded {
    tried_on(ask.desk, &ask.shown.report.tree, edit)
}

/// The site as it would be with an edit of these files.
pub(super) fn tried_on(desk: &Desk, tree: &SourceTree, edit: &SiteEdit) -> Loaded {
    let files = ReadFiles { tree: edit.tree(tree), diagnostics: Diagnostics::default() };
    let mut held = lock(&desk.memory);
    let memory = &mut *held;
    // On the threads that rebuild: what each other thread frees, the allocator keeps for that thread. The lock is taken
    // before, as none of them may wait for whoever waits for them.
    rayon::scope(|_| pipeline::resolve(files, &desk.options, memory, &mut Timings::default()))
}

/// The errors that an edit would bring, if it would stop the site from being published. A draft may have any of its own.
fn objections(ask: &Ask<'_>, filled: &PageForm<'_>, edit: &SiteEdit, loaded: &Loaded) -> Option<Said> {
    let mut new = new_errors(&ask.shown.report.diagnostics, &loaded.diagnostics);
    let is_draft = loaded.snapshot.as_ref().is_some_and(|snapshot| {
        let site = &snapshot.site;
        site.find(&filled.key).and_then(|id| site.entry(id).original()).is_some_and(|version| version.page.draft)
    });
    if is_draft {
        new.retain(|one| {
            !one.location.as_ref().is_some_and(|place| filled.files.iter().any(|file| *file.path == *place.file))
        });
    }
    if new.is_empty() {
        return None;
    }
    new.sort();
    let tree = edit.tree(&ask.shown.report.tree);
    let text = |path: &str| tree.get(path)?.text().map(Arc::from);
    let mut said = Said { may_force: true, ..Said::default() };
    filled.place_messages(ask, &new.iter().collect::<Vec<&Diagnostic>>(), &text, &mut said);
    Some(said)
}

/// The edit that a form means, and what stands in its way.
pub(super) fn plan(ask: &Ask<'_>, filled: &PageForm<'_>, form: &Form) -> Planned {
    let purpose = Purpose::Save(filled.path(ask));
    let mut planned = Planned { edit: SiteEdit::new(purpose), created: Vec::new(), said: Said::default() };
    for (at, file) in filled.files.iter().enumerate() {
        let current = Current::of(ask, file);
        let operations = operations(ask, filled, at, &current, &mut planned.said);
        let made = match (&file.text, &current.text) {
            _ if file.broken.is_some() => whole(ask, file, form, &mut planned.edit),
            (None, None) => create(ask, filled, at, operations, &mut planned),
            // The file came or went meanwhile.
            (None, Some(_)) if !operations.is_empty() => {
                let conflict = ConflictView::new(String::new(), current.values.body.clone());
                let name = format!("{}.body", ask.config().tag(file.language));
                planned.said.conflicts.push((name, conflict));
                Ok(())
            }
            (Some(_), None) => Err(Refusal::new(crate::message::Message::code(
                ask.say("file-is-gone", &[("file", file.path.as_str().into())]),
            ))),
            _ if operations.is_empty() => Ok(()),
            _ => planned.edit.edit(ask.site(), &ask.shown.report.tree, &file.path, &operations),
        };
        if let Err(refusal) = made {
            planned.said.general.push(MessageView::of_refusal(&refusal, ask.language));
        }
    }
    planned
}

/// The state of a file now.
struct Current {
    text: Option<Arc<str>>,
    values: FileValues,
    /// Whether that is what the form was made of.
    is_same: bool,
}

impl Current {
    fn of(ask: &Ask<'_>, file: &FormFile) -> Self {
        let text: Option<Arc<str>> = ask.shown.report.tree.get(&file.path).and_then(|file| file.text()).map(Arc::from);
        let is_same = text == file.text;
        let values = if is_same {
            file.values.clone()
        } else {
            text.as_deref().and_then(|text| FileValues::read(text).ok()).unwrap_or_else(FileValues::none)
        };
        Self { text, values, is_same }
    }
}

/// The operations on a file of the form, for all that was changed in it.
fn operations(ask: &Ask<'_>, filled: &PageForm<'_>, at: usize, current: &Current, said: &mut Said) -> Vec<Operation> {
    let Some(file) = filled.files.get(at).filter(|file| file.broken.is_none()) else { return Vec::new() };
    let mut operations = Vec::new();
    for (slot, input) in filled.slots.iter().zip(&filled.inputs).filter(|(slot, _)| slot.file == file.language) {
        let before = file.values.input(slot);
        if *input == before || (input.is_empty() && before.is_empty()) {
            continue;
        }
        if !current.is_same {
            let now = current.values.input(slot);
            if now == *input {
                continue;
            }
            if now != before {
                let conflict = ConflictView::new(shown(&before), shown(&now));
                said.conflicts.push((slot.name.clone(), conflict));
                continue;
            }
        }
        match input.value(slot.shape, &slot.name, current.values.get(&slot.path)) {
            Ok(Some(value)) => operations.push(Operation::Set { path: slot.path.clone(), value }),
            Ok(None) => operations.push(Operation::Unset { path: slot.path.clone() }),
            Err(wrong) => said
                .messages
                .extend(wrong.into_iter().map(|wrong| (wrong.name.clone(), wrong_message(ask, slot, wrong)))),
        }
    }
    let body = filled.bodies.get(at).map_or("", String::as_str);
    if body != file.values.body && (current.is_same || body != current.values.body) {
        let merged = merged(&file.values.body, body, &current.values.body);
        if merged.is_whole {
            // Places of the body hold for the text before the front matter is changed: so it comes first.
            let change = current.text.as_deref().and_then(|text| body_operation(text, &merged.text));
            operations.splice(0..0, change);
        } else {
            let name = format!("{}.body", ask.config().tag(file.language));
            let (before, now) = (file.values.body.clone(), current.values.body.clone());
            said.conflicts.push((name, ConflictView { changes: pieces(&before, &now), before, now }));
        }
    }
    operations
}

fn wrong_message(ask: &Ask<'_>, slot: &Slot<'_>, wrong: super::inputs::Wrong) -> MessageView {
    if wrong.name.ends_with(super::inputs::ADD) {
        let typed = wrong.refusal.message.text(ask.language);
        let text = ask.say("names-nothing", &[("typed", typed.as_str().into())]);
        let hint = super::refer::nearest_to(ask.site(), slot.shape.field, &typed, ask.labels());
        return MessageView { severity: "error", text, hint: hint.unwrap_or_default() };
    }
    MessageView::of_refusal(&wrong.refusal, ask.language)
}

/// An input as a line of text.
fn shown(input: &Input) -> String {
    match input {
        Input::Text(text) | Input::Lines(text) | Input::Raw(text) => text.clone(),
        Input::Chosen { ids, .. } => ids.join(", "),
        Input::Money { amount, currency } => format!("{amount} {currency}"),
        Input::Languages(inputs) => inputs.iter().map(shown).collect::<Vec<_>>().join(" | "),
        Input::Rows(rows) => {
            let row = |row: &super::inputs::InputRow| {
                row.cells.iter().map(shown).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" · ")
            };
            rows.iter().map(row).collect::<Vec<_>>().join("\n")
        }
    }
}

/// Puts a new body into a text: the lines that differ from what it has, and not a byte more.
pub(super) fn body_operation(text: &str, body: &str) -> Option<Operation> {
    let range = Reading::new(text, FileFormat::Page).ok()?.body();
    let old = text.get(range.clone())?;
    let inner = old.trim_matches(['\r', '\n']);
    if inner.is_empty() {
        let new = if body.is_empty() { String::new() } else { format!("\n{body}\n") };
        return Some(Operation::Body { range, text: new });
    }
    let inner_start = range.start + (old.len() - old.trim_start_matches(['\r', '\n']).len());
    let old_lines: Vec<&str> = inner.split_inclusive('\n').collect();
    let new_lines: Vec<&str> = body.split_inclusive('\n').collect();
    let plain = |line: &str| line.trim_end_matches(['\r', '\n']).to_owned();
    let is_same = |old: &str, new: &str| plain(old) == plain(new) && old.ends_with('\n') == new.ends_with('\n');
    let start = old_lines.iter().zip(&new_lines).take_while(|(old, new)| is_same(old, new)).count();
    let room = old_lines.len().min(new_lines.len()) - start;
    let end = old_lines
        .iter()
        .rev()
        .zip(new_lines.iter().rev())
        .take(room)
        .take_while(|(old, new)| is_same(old, new))
        .count();
    let length = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
    let from = inner_start + length(old_lines.get(..start)?);
    let to = inner_start + inner.len() - length(old_lines.get(old_lines.len() - end..)?);
    Some(Operation::Body { range: from..to, text: new_lines.get(start..new_lines.len() - end)?.concat() })
}

/// A file that cannot be shown field by field.
fn whole(ask: &Ask<'_>, file: &FormFile, form: &Form, edit: &mut SiteEdit) -> Result<(), Refusal> {
    let Some(old) = file.text.as_deref() else { return Ok(()) };
    let Some(new) = form.find(&format!("whole.{}", ask.config().tag(file.language))) else { return Ok(()) };
    let tree = &ask.shown.report.tree;
    if new == old.replace("\r\n", "\n").trim_start_matches('\n') {
        return Ok(());
    }
    let now = tree.get(&file.path).map(|file| Sum::of(file.bytes()));
    if now != Some(Sum::of(old.as_bytes())) {
        return Err(Refusal::new(WriteError::Changed(file.path.clone()).message()));
    }
    let text = if old.contains("\r\n") { new.replace('\n', "\r\n") } else { new.to_owned() };
    edit.replace(tree, &file.path, text)
}

/// A translation that is not there yet, once something of it is written.
fn create(
    ask: &Ask<'_>,
    filled: &PageForm<'_>,
    at: usize,
    mut operations: Vec<Operation>,
    planned: &mut Planned,
) -> Result<(), Refusal> {
    let body = filled.bodies.get(at).map_or("", String::as_str);
    let (Some(file), Some(original)) = (filled.files.get(at), filled.files.first()) else { return Ok(()) };
    if operations.is_empty() && body.is_empty() {
        return Ok(());
    }
    let has_title = operations
        .iter()
        .any(|one| matches!(one, Operation::Set { path, .. } if *path == [Step::Key("title".to_owned())]));
    if !has_title {
        let tag = ask.config().tag(file.language);
        let message = MessageView::error(ask.say("title-is-needed", &[]));
        planned.said.messages.push((format!("{tag}.title"), message));
        return Ok(());
    }
    let translates = PlainValue::text(NO_REVISION);
    operations.push(Operation::Set { path: vec![Step::Key("translates".to_owned())], value: translates });
    let schema = Schema::of_page(ask.config(), schema(&filled.key, ask.config()));
    let text = apply("+++\n+++\n", FileFormat::Page, &schema, &operations)?;
    let text = if body.is_empty() { text } else { format!("{text}\n{body}\n") };
    planned.edit.create(&file.path, &original.path, text.clone());
    planned.created.push((at, text));
    Ok(())
}

/// Says of translations which revision of their original they follow: of a new one always, of others when it was asked for.
fn stamp(ask: &Ask<'_>, filled: &PageForm<'_>, new: &Site, act: &str, planned: &mut Planned) -> Result<(), Refusal> {
    let Some(id) = new.find(&filled.key) else { return Ok(()) };
    let Some(revision) = new.entry(id).revision().map(str::to_owned) else { return Ok(()) };
    let operation =
        Operation::Set { path: vec![Step::Key("translates".to_owned())], value: PlainValue::text(revision) };
    let schema = Schema::of_page(ask.config(), schema(&filled.key, ask.config()));
    for (at, text) in std::mem::take(&mut planned.created) {
        let (Some(file), Some(original)) = (filled.files.get(at), filled.files.first()) else { continue };
        let text = apply(&text, FileFormat::Page, &schema, std::slice::from_ref(&operation))?;
        planned.edit.create(&file.path, &original.path, text);
    }
    let old = ask.site().entry(filled.entry);
    let tree = &ask.shown.report.tree;
    for version in old.versions.iter().flatten().filter(|version| version.state != State::Original) {
        let language = version.page.language;
        let is_asked = match act {
            "stamp" => filled.other == Some(language),
            // The original changed in a way that no translation need follow.
            "small" => version.state == State::Current,
            _ => false,
        };
        let is_current = new.entry(id).version(language).is_some_and(|version| version.state == State::Current);
        if is_asked && !is_current {
            planned.edit.edit(ask.site(), tree, &version.page.file, std::slice::from_ref(&operation))?;
        }
    }
    Ok(())
}

/// After a conflict the form is of the newest files: what was not typed in it is what they say.
fn show_newest(ask: &Ask<'_>, filled: &mut PageForm<'_>, said: &Said) {
    let is_conflict = |name: &str| said.conflicts.iter().any(|(known, _)| known == name);
    let tree = &ask.shown.report.tree;
    for file in &mut filled.files {
        let Some(text) = tree.get(&file.path).and_then(|file| file.text()) else { continue };
        let Ok(values) = FileValues::read(text) else { continue };
        for (slot, input) in filled.slots.iter().zip(&mut filled.inputs).filter(|(slot, _)| slot.file == file.language)
        {
            if *input == file.values.input(slot) && !is_conflict(&slot.name) {
                *input = values.input(slot);
            }
        }
        let at = usize::from(file.language != filled.original);
        if let Some(body) = filled.bodies.get_mut(at) {
            *body = merged(&file.values.body, body, &values.body).text;
        }
        file.text = Some(Arc::from(text));
        file.values = values;
    }
    // Blocks of two texts that differ are not each other's.
    filled.by_block = false;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, body: &str, expected: &str) {
        let operation = body_operation(text, body).unwrap();
        let site = "base_url = \"https://example.org/\"\nlanguages = [\"en\"]\ntheme = \"plain\"\ntitle = { en = \"T\" }\ndescription = { en = \"D\" }\n";
        let config = crate::config::read(site, &mut Diagnostics::default()).unwrap();
        let new = apply(text, FileFormat::Page, &Schema::of_page(&config, &[]), &[operation]).unwrap();
        assert_eq!(new, expected);
    }

    #[test]
    fn only_lines_that_differ_are_written() {
        check(
            "+++\ntitle = \"A\"\n+++\n\nOne.\n\nTwo.\n",
            "One.\n\nZwei.",
            "+++\ntitle = \"A\"\n+++\n\nOne.\n\nZwei.\n",
        );
        check("+++\ntitle = \"A\"\n+++\n", "One.", "+++\ntitle = \"A\"\n+++\n\nOne.\n");
        check("+++\ntitle = \"A\"\n+++\n\nOne.\n\n\n", "One.\n\nTwo.", "+++\ntitle = \"A\"\n+++\n\nOne.\n\nTwo.\n\n\n");
        check(
            "+++\r\ntitle = \"A\"\r\n+++\r\n\r\nOne.\r\n\r\nTwo.",
            "Uno.\n\nTwo.",
            "+++\r\ntitle = \"A\"\r\n+++\r\n\r\nUno.\r\n\r\nTwo.",
        );
    }
}
