//! One entry as a form: its files in two languages, and their values in the form's inputs.

use std::{ops::Range, sync::Arc};

use axum::{
    body::Body,
    http::{Response, StatusCode},
};

use super::{
    ask::Ask,
    field_view::{ConflictView, MessageView},
    form::Form,
    inputs::Input,
    page_view::render,
    slots::{FileValues, Slot, slots},
};
use crate::{
    config::LanguageId,
    content::PageKey,
    diagnostics::{Diagnostic, Rule, position::position},
    edit::{FileFormat, Reading, Step},
    markdown,
    site::{Entry, EntryId, Site},
    text::shortened,
};

/// So many characters of a line show which one is meant.
const LINE_START: usize = 50;

/// One of the files that the form is of.
pub(super) struct FormFile {
    pub language: LanguageId,
    /// `content/clusters/uca.uk.md`
    pub path: String,
    /// The text that the form was made of; `None` where there is no such file yet.
    pub text: Option<Arc<str>>,
    /// The inputs' values when nothing has been typed.
    pub values: FileValues,
    /// Why the file can be shown as a whole only.
    pub broken: Option<MessageView>,
    /// What was typed in the place of the whole file.
    pub typed: Option<String>,
}

/// A page's form: the files that it is of and what stands in it.
pub(super) struct PageForm<'c> {
    pub key: PageKey,
    pub entry: EntryId,
    pub original: LanguageId,
    /// The language beside the original.
    pub other: Option<LanguageId>,
    /// Whether the texts are shown block by block.
    pub by_block: bool,
    /// The original's, then the other language's.
    pub files: Vec<FormFile>,
    pub slots: Vec<Slot<'c>>,
    /// By slot.
    pub inputs: Vec<Input>,
    /// By file: the body as it stands in the form.
    pub bodies: Vec<String>,
}

/// Messages and conflicts that a form shows beside its values.
#[derive(Default)]
pub(super) struct Said {
    /// By name of the input.
    pub messages: Vec<(String, MessageView)>,
    /// By name of the slot.
    pub conflicts: Vec<(String, ConflictView)>,
    /// At the top of the form.
    pub general: Vec<MessageView>,
    /// The save would bring errors into the site, and is asked about once.
    pub may_force: bool,
    /// The number of a save that was just made.
    pub saved: Option<u64>,
    pub notice: String,
}

impl<'c> PageForm<'c> {
    /// The form of a page as its files are; `None` where there is no such page.
    pub(super) fn open(ask: &'c Ask<'_>, key: &PageKey, with: &str, view: &str) -> Option<Self> {
        let tree = &ask.shown.report.tree;
        Self::of_texts(ask, key, with, view, &|path| tree.get(path).and_then(|file| text_of(file)))
    }

    /// The form of a page made of these texts.
    pub(super) fn of_texts(
        ask: &'c Ask<'_>,
        key: &PageKey,
        with: &str,
        view: &str,
        text: &dyn Fn(&str) -> Option<Arc<str>>,
    ) -> Option<Self> {
        let config = ask.config();
        let site = ask.site();
        let id = site.find(key)?;
        let entry = site.entry(id);
        let original = entry.original;
        let chosen = config.language(with).filter(|language| *language != original);
        let other = chosen.or_else(|| config.language_ids().find(|language| *language != original));
        let files: Vec<FormFile> = [Some(original), other]
            .into_iter()
            .flatten()
            .map(|language| {
                let path = path_of(site, entry, language);
                let text = text(&path);
                let read = text.as_deref().map_or_else(|| Ok(FileValues::none()), FileValues::read);
                let (values, broken) = match read {
                    Ok(values) => (values, None),
                    Err(refusal) => (FileValues::none(), Some(MessageView::of_refusal(&refusal, ask.language))),
                };
                FormFile { language, path, text, values, broken, typed: None }
            })
            .collect();
        let first = files.first()?;
        let slots = slots(config, key, original, other, &first.values);
        let inputs = slots.iter().map(|slot| input_of(&files, slot)).collect();
        let bodies: Vec<String> = files.iter().map(|file| file.values.body.clone()).collect();
        let by_block = match view {
            "text" => false,
            "blocks" => are_parallel(&bodies),
            // A translation is worked on beside its original.
            _ => are_parallel(&bodies) && files.get(1).is_some_and(|file| file.text.is_some()),
        };
        Some(Self { key: key.clone(), entry: id, original, other, by_block, files, slots, inputs, bodies })
    }

    pub(super) fn file(&self, language: LanguageId) -> Option<&FormFile> {
        self.files.iter().find(|file| file.language == language)
    }

    pub(super) fn path(&self, ask: &Ask<'_>) -> String {
        self.key.path(ask.config())
    }

    /// The address of this form on the desk.
    pub(super) fn place(&self, ask: &Ask<'_>) -> String {
        let other = self.other.map_or("", |other| ask.config().tag(other));
        format!("/page/{}?with={other}&view={}", self.path(ask), if self.by_block { "blocks" } else { "text" })
    }

    /// Takes back what was sent: the inputs and bodies of every slot that the form had.
    pub(super) fn fill(&mut self, ask: &Ask<'_>, form: &Form) {
        let site = ask.site();
        let resolve = |field: &crate::config::Field, typed: &str| super::refer::resolve(site, field, typed);
        for (slot, input) in self.slots.iter().zip(&mut self.inputs) {
            if form.all("f").any(|name| name == slot.name) {
                *input = Input::of_form(slot.shape, &slot.name, form, &resolve);
            }
        }
        for (file, body) in self.files.iter_mut().zip(&mut self.bodies) {
            let tag = ask.config().tag(file.language);
            file.typed = form.find(&format!("whole.{tag}")).map(str::to_owned);
            if let Some(text) = form.find(&format!("{tag}.body")) {
                text.trim_matches('\n').clone_into(body);
            } else if form.find(&format!("{tag}.blocks")).is_some() {
                *body = of_blocks(&file.values.body, |at| form.find(&format!("{tag}.block.{at}")));
            }
        }
    }

    /// Makes the inputs of diagnostics: each message with the name of the input that it is about; the others are general.
    pub(super) fn place_messages(
        &self,
        ask: &Ask<'_>,
        found: &[&Diagnostic],
        texts: &dyn Fn(&str) -> Option<Arc<str>>,
        said: &mut Said,
    ) {
        for diagnostic in found {
            let mut message = MessageView::of_diagnostic(diagnostic, ask.language);
            let file = diagnostic.location.as_ref().and_then(|location| self.file_at(&location.file));
            // Beside the file as a whole it stands behind the number of its line.
            let is_told = |file: &FormFile| file.broken.as_ref().is_some_and(|one| one.text.ends_with(&message.text));
            if file.is_some_and(is_told) {
                continue;
            }
            let place = diagnostic.location.as_ref().zip(file).and_then(|(location, file)| {
                let is_missing = diagnostic.rule == Rule::MissingKey;
                if let Some(name) = is_missing.then(|| self.input_named_in(file, &message.text)).flatten() {
                    message.hint = ask.say("required", &[]);
                    return Some(name);
                }
                let text = texts(&file.path)?;
                let name = self.input_at(ask, file, &text, location.start)?;
                if name == format!("{}.body", ask.config().tag(file.language)) {
                    message.text = with_line(ask, &text, location.start, &message.text);
                } else if self.is_money(&name) {
                    // It is about TOML; the field has its own.
                    message.hint.clear();
                }
                Some(name)
            });
            match place {
                Some(name) => said.messages.push((name, message)),
                None => said.general.push(with_place(ask, diagnostic, message, texts)),
            }
        }
    }

    fn file_at(&self, path: &str) -> Option<&FormFile> {
        self.files.iter().find(|file| file.path == path)
    }

    fn is_money(&self, name: &str) -> bool {
        let mut inputs = self.slots.iter().zip(&self.inputs);
        inputs.any(|(slot, input)| slot.name == name && matches!(input, Input::Money { .. }))
    }

    /// The name of the input of a key that a file lacks: what is missing stands nowhere, and the message names it.
    fn input_named_in(&self, file: &FormFile, message: &str) -> Option<String> {
        let named = message.split('`').nth(1)?;
        let mut slots = self.slots.iter().filter(|slot| slot.file == file.language);
        slots.find(|slot| slot.shape.field.name == named).map(|slot| slot.name.clone())
    }

    /// The name of the input that has what stands at a byte of a file.
    fn input_at(&self, ask: &Ask<'_>, file: &FormFile, text: &str, offset: usize) -> Option<String> {
        let tag = ask.config().tag(file.language);
        let reading = Reading::new(text, FileFormat::Page).ok()?;
        let body = reading.body();
        if offset >= body.start && body.start < body.end && file.broken.is_none() {
            if !self.by_block {
                return Some(format!("{tag}.body"));
            }
            let blocks = markdown::blocks(text.get(body.clone())?)?;
            let at = blocks.iter().position(|block| body.start + block.end >= offset);
            return Some(format!("{tag}.block.{}", at.unwrap_or(0)));
        }
        let path = reading.path_at(offset)?;
        let of_slot = |slot: &&Slot<'_>| {
            slot.file == file.language && (path.starts_with(&slot.path) || slot.path.starts_with(path))
        };
        let (at, slot) = self.slots.iter().enumerate().find(|(_, slot)| of_slot(slot))?;
        let rest = path.get(slot.path.len()..).unwrap_or_default();
        match (self.inputs.get(at), rest) {
            (Some(Input::Rows(rows)), [Step::Item(row), Step::Key(column), ..]) if slot.shape.field.many => {
                let key = &rows.get(*row)?.key;
                Some(format!("{}.{key}.{column}", slot.name))
            }
            _ => Some(slot.name.clone()),
        }
    }
}

/// A page's file as text.
fn text_of(file: &crate::source::SourceFile) -> Option<Arc<str>> {
    match &file.content {
        crate::source::FileContent::Text(text) => Some(Arc::clone(text)),
        crate::source::FileContent::Binary(_) => None,
    }
}

fn input_of(files: &[FormFile], slot: &Slot<'_>) -> Input {
    let file = files.iter().find(|file| file.language == slot.file);
    file.map_or_else(|| Input::of_value(slot.shape, None), |file| file.values.input(slot))
}

/// The path of an entry's page in a language, whether the page exists or not.
pub(super) fn path_of(site: &Site, entry: &Entry, language: LanguageId) -> String {
    format!("content/{}.{}.md", entry.key.path(&site.config), site.config.tag(language))
}

/// Whether two texts can be shown block beside block.
pub(super) fn are_parallel(bodies: &[String]) -> bool {
    let [first, second] = bodies else { return false };
    match (markdown::blocks(first), markdown::blocks(second)) {
        (Some(first), Some(second)) => !first.is_empty() && first.len() == second.len(),
        _ => false,
    }
}

/// A body with other texts in the place of its blocks. A block that was emptied goes with the blank lines below it.
fn of_blocks<'t>(body: &str, text: impl Fn(usize) -> Option<&'t str>) -> String {
    let mut out = body.to_owned();
    let blocks: Vec<Range<usize>> = markdown::blocks(body).unwrap_or_default();
    for (at, block) in blocks.into_iter().enumerate().rev() {
        let Some(new) = text(at) else { continue };
        if Some(new) == body.get(block.clone()) {
            continue;
        }
        let new = new.trim_end();
        let end = match body.get(block.end..) {
            Some(rest) if new.is_empty() => block.end + (rest.len() - rest.trim_start_matches('\n').len()),
            _ => block.end,
        };
        out.replace_range(block.start..end, new.trim_start_matches('\n'));
    }
    out.trim_matches('\n').to_owned()
}

/// A message about a text with the beginning of its line, which can be looked for.
fn with_line(ask: &Ask<'_>, text: &str, offset: usize, message: &str) -> String {
    let before = text.get(..offset).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim();
    if line.is_empty() {
        return message.to_owned();
    }
    ask.say("in-line", &[("message", message.into()), ("line", shortened(line, LINE_START).as_ref().into())])
}

fn with_place(
    ask: &Ask<'_>,
    diagnostic: &Diagnostic,
    message: MessageView,
    texts: &dyn Fn(&str) -> Option<Arc<str>>,
) -> MessageView {
    let Some(location) = &diagnostic.location else { return message };
    let in_tree = || ask.shown.report.tree.get(&location.file).and_then(|file| text_of(file));
    let line = texts(&location.file).or_else(in_tree).map_or(1, |text| position(&text, location.start).line);
    MessageView { text: format!("{}:{line}: {}", location.file, message.text), ..message }
}

/// Shows the page that an address names.
pub(super) fn show(ask: &Ask<'_>, key: &PageKey, mut said: Said) -> Response<Body> {
    let (with, view) = (ask.query.get("with").to_owned(), ask.query.get("view").to_owned());
    let Some(form) = PageForm::open(ask, key, &with, &view) else { return ask.not_found() };
    let paths: Vec<&str> = form.files.iter().map(|file| file.path.as_str()).collect();
    let of_page = |diagnostic: &&Diagnostic| {
        diagnostic.location.as_ref().is_some_and(|location| paths.contains(&&*location.file))
    };
    let found: Vec<&Diagnostic> = ask.shown.report.diagnostics.iter().filter(of_page).collect();
    let texts = |path: &str| form.files.iter().find(|file| file.path == path).and_then(|file| file.text.clone());
    form.place_messages(ask, &found, &texts, &mut said);
    render(ask, &form, &said, StatusCode::OK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_go_back_to_their_places() {
        let body = "One.\n\nTwo.\n\n- a\n- b";
        let check = |at: usize, new: &'static str, expected: &str| {
            assert_eq!(of_blocks(body, |block| (block == at).then_some(new)), expected);
        };
        check(9, "", body);
        check(0, "One.", body);
        check(1, "Zwei.\n\nDrei.\n", "One.\n\nZwei.\n\nDrei.\n\n- a\n- b");
        check(1, "", "One.\n\n- a\n- b");
        check(2, " ", "One.\n\nTwo.");
    }
}
