//! The screen of a page's form: its facts once, and two languages beside each other.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use serde::Serialize;

use super::{
    Desk,
    ask::Ask,
    field_view::{FieldView, Look, MessageView, Piece, id_of, title},
    files,
    inputs::Input,
    page::{FormFile, PageForm, Said, are_parallel},
    slots::{FileValues, FormPart, Slot},
    words_difference::pieces,
};
use crate::{
    config::{FieldKind, LanguageId},
    content::{PageKey, page::schema},
    history::{
        self,
        commits::{self, Publicity},
    },
    lock::lock,
    markdown,
    site::{Entry, Site, State},
};

#[derive(Debug, Serialize)]
struct PageView {
    path: String,
    id: String,
    title: String,
    /// The kind of page that it is, and the address of the list of that kind.
    kind: String,
    kind_href: String,
    action: String,
    /// The page itself, as it will be published.
    preview: String,
    columns: Vec<ColumnView>,
    others: Vec<OtherLanguage>,
    texts: Vec<PairView>,
    facts: Vec<FieldView>,
    by_block: bool,
    can_be_by_block: bool,
    view_href: String,
    blocks: Vec<PairView>,
    settings: Vec<FieldView>,
    settings_are_open: bool,
    slots: Vec<String>,
    attachments: Vec<AttachmentView>,
    has_files: bool,
    /// The Markdown that shows the file that was just added.
    added: String,
    can_be_renamed: bool,
    general: Vec<MessageView>,
    has_conflicts: bool,
    /// The person who saved the page last, where a team works; empty where that is not known.
    last_saved_by: String,
    may_force: bool,
    saved: Option<u64>,
    notice: String,
    publicity: &'static str,
    /// The translation is outdated, or is shown with a change of its original.
    is_outdated: bool,
    /// Whether the original's text that the translation followed is not known.
    former_is_unknown: bool,
    has_current_translations: bool,
}

#[derive(Debug, Serialize)]
struct ColumnView {
    tag: String,
    name: String,
    dir: &'static str,
    /// `original`, `current`, `outdated`, `missing`, `unreadable`
    state: &'static str,
    is_draft: bool,
    file: String,
    /// The sum of the text that the form is made of.
    base: String,
    /// The whole file, where it can be shown in no other way.
    whole: Option<String>,
    broken: Option<MessageView>,
    block_count: usize,
}

#[derive(Debug, Serialize)]
struct OtherLanguage {
    tag: String,
    name: String,
    state: &'static str,
    is_shown: bool,
    href: String,
}

#[derive(Debug, Serialize)]
struct PairView {
    left: FieldView,
    right: Option<FieldView>,
}

#[derive(Debug, Serialize)]
struct AttachmentView {
    name: String,
    href: String,
    is_picture: bool,
    size: String,
    markdown: String,
    /// The description of a picture that was just added.
    shows: String,
}

/// The screen of a form.
pub(super) fn render(ask: &Ask<'_>, form: &PageForm<'_>, said: &Said, status: StatusCode) -> Response<Body> {
    let path = form.path(ask);
    let here = form.place(ask);
    ask.html(status, "page.html", &here, &view(ask, form, said, &path))
}

fn view(ask: &Ask<'_>, form: &PageForm<'_>, said: &Said, path: &str) -> PageView {
    let site = ask.site();
    let entry = site.entry(form.entry);
    let look = Look { entry: Some(entry), ..ask.look(&said.messages) };
    let columns: Vec<ColumnView> = form.files.iter().map(|file| column(ask, entry, file)).collect();
    let former = former(ask, form, entry);
    let shown: Vec<(FormPart, FieldView)> = form
        .slots
        .iter()
        .zip(&form.inputs)
        .map(|(slot, input)| (slot.part, shown(ask, form, &look, slot, input, said, former.as_ref())))
        .collect();
    let of = |wanted: &dyn Fn(FormPart) -> bool| -> Vec<FieldView> {
        shown.iter().filter(|(part, _)| wanted(*part)).map(|(_, view)| view.clone()).collect()
    };
    let left = of(&|part| part == FormPart::Text(form.original));
    let mut right = of(&|part| form.other.is_some_and(|other| part == FormPart::Text(other))).into_iter();
    let settings = of(&|part| matches!(part, FormPart::Setting(_)));
    let (kind, kind_href) = kind_of(ask, &form.key);
    let is_broken = form.files.iter().any(|file| file.broken.is_some());
    let is_outdated = !is_broken && form.other.is_some_and(|other| entry.state_name(other) == "outdated");
    let current = entry.versions.iter().flatten().any(|version| version.state == State::Current);
    let paths: Vec<&str> =
        form.files.iter().filter(|file| file.text.is_some()).map(|file| file.path.as_str()).collect();
    PageView {
        path: path.to_owned(),
        id: form.key.id().to_owned(),
        title: title(entry, ask.labels()).to_owned(),
        kind,
        kind_href,
        action: here_action(path),
        preview: preview_address(ask, form),
        others: others(ask, form, entry, path),
        texts: left.into_iter().map(|left| PairView { left, right: right.next() }).collect(),
        facts: of(&|part| part == FormPart::Fact),
        by_block: form.by_block,
        can_be_by_block: are_parallel(&form.bodies),
        view_href: format!(
            "/page/{path}?with={}&view={}",
            form.other.map_or("", |other| ask.config().tag(other)),
            if form.by_block { "text" } else { "blocks" }
        ),
        blocks: bodies(ask, form, &look, said, former.as_ref()),
        settings_are_open: settings.iter().any(|view| view.is_open),
        settings,
        slots: form.slots.iter().map(|slot| slot.name.clone()).collect(),
        attachments: entry
            .attachments
            .iter()
            .map(|(name, file)| attachment(ask, path, form.key.id(), name, file.size))
            .collect(),
        added: entry.attachment(ask.query.get("file")).map_or_else(String::new, |_| {
            files::markdown(form.key.id(), ask.query.get("file"), ask.query.get("shows"))
        }),
        has_files: matches!(form.key, PageKey::Entry(..) | PageKey::Plain(_)),
        can_be_renamed: matches!(form.key, PageKey::Entry(..) | PageKey::Plain(_)),
        general: said.general.clone(),
        has_conflicts: !said.conflicts.is_empty(),
        last_saved_by: ask.last_author(&paths),
        may_force: said.may_force,
        saved: said.saved,
        notice: said.notice.clone(),
        publicity: publicity(ask, &paths).name(),
        is_outdated,
        former_is_unknown: is_outdated && former.is_none(),
        has_current_translations: current,
        columns,
    }
}

fn here_action(path: &str) -> String {
    format!("/page/{path}")
}

fn publicity(ask: &Ask<'_>, files: &[&str]) -> Publicity {
    commits::publicity(&ask.desk.root, files)
}

fn column(ask: &Ask<'_>, entry: &Entry, file: &FormFile) -> ColumnView {
    let site = ask.site();
    let locale = site.locale(file.language);
    let version = entry.version(file.language);
    ColumnView {
        tag: ask.config().tag(file.language).to_owned(),
        name: locale.own_name().to_owned(),
        dir: locale.direction(),
        state: if file.broken.is_some() { "unreadable" } else { entry.state_name(file.language) },
        is_draft: version.is_some_and(|version| version.page.draft),
        file: file.path.clone(),
        base: file.text.as_ref().map(|text| ask.desk.kept().keep(text)).unwrap_or_default(),
        whole: file
            .broken
            .is_some()
            .then(|| file.typed.as_deref().or(file.text.as_deref()).unwrap_or_default().to_owned()),
        broken: file.broken.clone(),
        block_count: markdown::blocks(&file.values.body).map_or(0, |blocks| blocks.len()),
    }
}

fn others(ask: &Ask<'_>, form: &PageForm<'_>, entry: &Entry, path: &str) -> Vec<OtherLanguage> {
    let config = ask.config();
    let is_broken = |language| form.file(language).is_some_and(|file| file.broken.is_some());
    let other = |language: LanguageId| OtherLanguage {
        tag: config.tag(language).to_owned(),
        name: ask.site().locale(language).own_name().to_owned(),
        state: if is_broken(language) { "unreadable" } else { entry.state_name(language) },
        is_shown: form.other == Some(language),
        href: format!("/page/{path}?with={}", config.tag(language)),
    };
    config.language_ids().filter(|language| *language != form.original).map(other).collect()
}

/// The kind of a page by its title, and the address of the list of that kind.
pub(super) fn kind_of(ask: &Ask<'_>, key: &PageKey) -> (String, String) {
    let (config, labels) = (ask.config(), ask.labels());
    match key {
        PageKey::Entry(id, _) | PageKey::CollectionIndex(id) => {
            let collection = config.collection(*id);
            (collection.title.get(labels).to_owned(), format!("/?kind={}", collection.name))
        }
        PageKey::Term(id, _) | PageKey::VocabularyIndex(id) => {
            let vocabulary = config.vocabulary(*id);
            (vocabulary.title.get(labels).to_owned(), format!("/vocabulary/{}", vocabulary.name))
        }
        PageKey::Home | PageKey::Plain(_) => (ask.say("plain-pages", &[]), "/?kind=pages".to_owned()),
    }
}

/// The page at the preview's origin: in the other language where it has that, else in the original's.
fn preview_address(ask: &Ask<'_>, form: &PageForm<'_>) -> String {
    let base = ask.config().base_url.path.trim_start_matches('/').to_owned();
    let language = form.other.filter(|other| form.file(*other).is_some_and(|file| file.text.is_some()));
    let address = ask.built.snapshot.plan.address(form.entry, language.unwrap_or(form.original));
    format!("{}{base}{address}", ask.desk.reach.preview_url())
}

fn shown(
    ask: &Ask<'_>,
    form: &PageForm<'_>,
    look: &Look<'_>,
    slot: &Slot<'_>,
    input: &Input,
    said: &Said,
    former: Option<&FileValues>,
) -> FieldView {
    let mut view = look.field(slot.shape, &slot.name, input);
    match slot.part {
        FormPart::Text(language) => {
            view = look.in_language(view, language);
            if let (true, Some(former)) = (language == form.original, former)
                && let (Some(old), new) = (plain(&former.input(slot)), plain(input))
            {
                view.changed = pieces(&old, &new.unwrap_or_default());
            }
            // A translation need not have what its original has not.
            view.required = view.required
                && (language == form.original || form.file(language).is_some_and(|file| file.text.is_some()));
        }
        FormPart::Setting(language) => {
            view.label = format!("{} · {}", view.label, ask.config().tag(language));
        }
        FormPart::Fact => view.derived = derived(ask, form, slot),
    }
    let mut conflicts = said.conflicts.iter().filter(|(name, _)| *name == slot.name);
    view.conflict = conflicts.next().map(|(_, conflict)| conflict.clone());
    view.is_open = view.conflict.is_some() || !view.messages.is_empty();
    view
}

fn plain(input: &Input) -> Option<String> {
    match input {
        Input::Text(text) | Input::Lines(text) | Input::Raw(text) => Some(text.clone()),
        _ => None,
    }
}

/// The terms that a field has through others.
fn derived(ask: &Ask<'_>, form: &PageForm<'_>, slot: &Slot<'_>) -> String {
    let FieldKind::Term(vocabulary) = slot.shape.field.kind else { return String::new() };
    let site = ask.site();
    let fields = schema(&form.key, ask.config());
    let Some(terms) = site.terms.get(form.entry.0) else { return String::new() };
    let of_field = terms
        .fields
        .iter()
        .filter(|terms| fields.get(terms.field.0).is_some_and(|field| field.name == slot.shape.field.name));
    let titles = of_field.flat_map(|terms| &terms.derived).filter_map(|term| site.term(vocabulary, *term));
    titles.map(|term| term.title.get(ask.labels()).to_owned()).collect::<Vec<_>>().join(", ")
}

/// The original's values when the translation beside it followed it.
fn former(ask: &Ask<'_>, form: &PageForm<'_>, entry: &Entry) -> Option<FileValues> {
    let version = entry.version(form.other?)?;
    if version.state != State::Outdated {
        return None;
    }
    let revision = &version.page.translates.as_ref()?.value;
    let file = &form.files.first()?.path;
    let text = ask.desk.former(ask.site(), entry, file, revision)?;
    FileValues::read(&text).ok()
}

impl Desk {
    /// Finds the text that an original had at this revision, if a commit has it.
    fn former(&self, site: &Site, entry: &Entry, file: &str, revision: &str) -> Option<Arc<str>> {
        let key = (file.to_owned(), revision.to_owned());
        if let Some(known) = lock(&self.former).get(&key) {
            return known.clone();
        }
        let text = history::text_at(&self.root, site, entry, file, revision).map(Arc::from);
        lock(&self.former).insert(key, text.clone());
        text
    }
}

fn bodies(
    ask: &Ask<'_>,
    form: &PageForm<'_>,
    look: &Look<'_>,
    said: &Said,
    former: Option<&FileValues>,
) -> Vec<PairView> {
    let body = |file: usize, part: &str, value: &str, changed: Vec<Piece>| -> Option<FieldView> {
        let language = form.files.get(file)?.language;
        let name = format!("{}.{part}", ask.config().tag(language));
        let whole = format!("{}.body", ask.config().tag(language));
        let mut conflicts = said.conflicts.iter().filter(|(of, _)| *of == whole);
        // A conflict is of the whole text, and is told once.
        let conflict =
            if part == "body" || part == "block.0" { conflicts.next().map(|(_, c)| c.clone()) } else { None };
        let view = FieldView {
            id: id_of(&name),
            label: ask.say("body", &[]),
            kind: "body",
            value: value.to_owned(),
            messages: said.messages.iter().filter(|(of, _)| *of == name).map(|(_, message)| message.clone()).collect(),
            conflict,
            changed,
            name,
            ..FieldView::default()
        };
        Some(look.in_language(view, language))
    };
    let text = |at: usize| form.bodies.get(at).map_or("", String::as_str);
    let former_body = former.map(|former| former.body.as_str());
    if !form.by_block {
        let changed = former_body.map(|old| pieces(old, text(0))).unwrap_or_default();
        let left = body(0, "body", text(0), changed);
        return left.map(|left| PairView { left, right: body(1, "body", text(1), Vec::new()) }).into_iter().collect();
    }
    let split = |text: &str| -> Vec<String> {
        let blocks = markdown::blocks(text).unwrap_or_default();
        blocks.into_iter().map(|block| text.get(block).unwrap_or_default().to_owned()).collect()
    };
    let (first, second) = (split(text(0)), split(text(1)));
    let changes = former_body.map(|old| block_changes(&split(old), &first)).unwrap_or_default();
    let pair = |(at, left): (usize, &String)| {
        let part = format!("block.{at}");
        let left = body(0, &part, left, changes.get(at).cloned().unwrap_or_default())?;
        Some(PairView { left, right: second.get(at).and_then(|right| body(1, &part, right, Vec::new())) })
    };
    first.iter().enumerate().filter_map(pair).collect()
}

/// For each new block how it has changed. Blocks between two that stayed are compared one by one.
fn block_changes(old: &[String], new: &[String]) -> Vec<Vec<Piece>> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let room = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(room).take_while(|(a, b)| a == b).count();
    let (old_middle, new_middle) =
        (old.get(start..old.len() - end).unwrap_or_default(), new.get(start..new.len() - end).unwrap_or_default());
    let mut changes = vec![Vec::new(); new.len()];
    // Blocks that stand in both keep their pairs, in order.
    let mut from = 0;
    for (at, block) in new_middle.iter().enumerate() {
        let same = old_middle.get(from..).and_then(|rest| rest.iter().position(|other| other == block));
        let pieces = match same {
            Some(found) => {
                from += found + 1;
                Vec::new()
            }
            None => {
                let is_kept = |other: &&String| new_middle.contains(*other);
                let partner = old_middle.get(from).filter(|other| !is_kept(other));
                from += usize::from(partner.is_some());
                pieces(partner.map_or("", String::as_str), block)
            }
        };
        if let Some(slot) = changes.get_mut(start + at) {
            *slot = pieces;
        }
    }
    changes
}

fn attachment(ask: &Ask<'_>, path: &str, id: &str, name: &str, size: Option<(u32, u32)>) -> AttachmentView {
    let is_picture = size.is_some() || name.ends_with(".svg");
    AttachmentView {
        name: name.to_owned(),
        href: format!("/file/{path}/{name}"),
        is_picture,
        size: size.map(|(width, height)| format!("{width} × {height}")).unwrap_or_default(),
        markdown: format!("{id}/{name}"),
        shows: if name == ask.query.get("file") { ask.query.get("shows").to_owned() } else { String::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_compared_with_what_they_were() {
        let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let kinds = |old: &[&str], new: &[&str]| -> Vec<String> {
            let changes = block_changes(&texts(old), &texts(new));
            changes.iter().map(|pieces| pieces.iter().map(|piece| &piece.kind[..1]).collect()).collect()
        };
        assert_eq!(kinds(&["a", "b c", "d"], &["a", "b x", "d"]), ["", "sgn", ""]);
        assert_eq!(kinds(&["a", "d"], &["a", "n", "d"]), ["", "n", ""]);
        assert_eq!(kinds(&["a", "b", "d"], &["a", "d"]), ["", ""]);
    }
}
