//! A request that has been let in, with the site at that moment and the functions that make its answer.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};
use serde::Serialize;

use super::{
    Desk,
    field_view::{Look, MessageView},
    form::Form,
    kept::Saved,
    proxy::Person,
    team::{NotSaved, Team},
};
use crate::{
    config::{Config, LanguageId},
    content::PageKey,
    edit::{
        Purpose, SiteEdit,
        write::{self, Sum, WriteError},
    },
    history::{self, commits},
    locale::fluent::FluentArgument,
    messages::MessageLanguage,
    serve::{reply::typed, site::Built, state::Shown},
    site::Site,
};

/// So long a written file is waited for until the site has been rebuilt with it.
const REBUILD_PATIENCE: Duration = Duration::from_secs(5);
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// Everything that a screen is made with.
pub(super) struct Ask<'a> {
    pub desk: &'a Arc<Desk>,
    pub shown: Arc<Shown>,
    /// The site as its newest files make it.
    pub built: Arc<Built>,
    pub language: MessageLanguage,
    pub query: Form,
    /// The person who asks, where the desk is a team's.
    pub person: Option<Person>,
}

/// The data of the frame that every screen stands in.
#[derive(Debug, Serialize)]
struct FrameView {
    language: &'static str,
    languages: Vec<InterfaceLanguageView>,
    token: String,
    title: String,
    /// The site itself, as it is published; empty where there is none.
    site: String,
    errors: usize,
    warnings: usize,
    /// The address of this screen: `/page/clusters/uca`.
    here: String,
    /// The person who has signed in, where the desk is a team's.
    person: Option<String>,
    /// Why a team's commits are not where they should be pushed to.
    push_problem: Option<String>,
}

#[derive(Debug, Serialize)]
struct InterfaceLanguageView {
    tag: &'static str,
    is_current: bool,
}

impl<'a> Ask<'a> {
    /// The same request, with the site as it is once a file that was changed lately has been read.
    pub(super) fn with_newer(&self, file: &str) -> Ask<'a> {
        let before = self.shown.report.tree.get(file);
        let mut left = REBUILD_PATIENCE.as_millis() / LOOK_AGAIN.as_millis();
        while left > 0 && self.desk.state.shown().report.tree.get(file) == before {
            std::thread::sleep(LOOK_AGAIN);
            left -= 1;
        }
        let shown = self.desk.state.shown();
        let built = shown.newest.clone().unwrap_or_else(|| Arc::clone(&self.built));
        let (query, person) = (self.query.clone(), self.person.clone());
        Ask { desk: self.desk, shown, built, language: self.language, query, person }
    }

    pub(super) fn site(&self) -> &Arc<Site> {
        &self.built.snapshot.site
    }

    pub(super) fn config(&self) -> &Config {
        &self.built.snapshot.config
    }

    pub(super) fn say(&self, key: &str, arguments: &[(&str, FluentArgument<'_>)]) -> String {
        self.desk.words.say(self.language, key, arguments)
    }

    /// The site's language that is nearest to the desk's own.
    pub(super) fn labels(&self) -> LanguageId {
        labels(self.config(), self.language)
    }

    pub(super) fn look<'l>(&'l self, messages: &'l [(String, MessageView)]) -> Look<'l> {
        Look {
            site: self.site(),
            words: &self.desk.words,
            language: self.language,
            labels: self.labels(),
            entry: None,
            messages,
        }
    }

    pub(super) fn html(&self, status: StatusCode, template: &str, here: &str, page: &impl Serialize) -> Response<Body> {
        let diagnostics = &self.shown.report.diagnostics;
        let frame = FrameView {
            push_problem: self.desk.team.as_ref().and_then(Team::push_problem).map(|why| why.text(self.language)),
            title: self.config().title.get(self.labels()).to_owned(),
            site: format!("{}{}", self.desk.reach.preview_url(), self.config().base_url.path.trim_start_matches('/')),
            errors: diagnostics.errors(),
            warnings: diagnostics.warnings(),
            ..FrameView::new(self.desk, self.language, here, self.person.as_ref())
        };
        self.desk.rendered(status, template, self.language, &frame, page)
    }

    /// A screen that says one thing, with a way back.
    pub(super) fn message(&self, status: StatusCode, title: &str, lines: Vec<String>, back: &str) -> Response<Body> {
        #[derive(Serialize)]
        struct MessagePage<'m> {
            title: &'m str,
            lines: Vec<String>,
            back: &'m str,
        }
        self.html(status, "message.html", back, &MessagePage { title, lines, back })
    }

    pub(super) fn not_found(&self) -> Response<Body> {
        self.message(StatusCode::NOT_FOUND, &self.say("not-found", &[]), Vec::new(), "/")
    }

    /// Writes an edit, commits it where a team works, waits until the site has been rebuilt with it, and keeps it so that it can
    /// be undone. `place` is the address of what was changed.
    pub(super) fn write(&self, edit: &SiteEdit, place: &str) -> Result<u64, NotSaved> {
        let saved = Saved::of(edit, &self.shown.report.tree, place, self.person.as_ref());
        self.carry_out(&saved, &edit.purpose, || edit.write(&self.desk.root))?;
        Ok(self.desk.kept().remember(saved))
    }

    /// Makes a change of files, which is described with what it says before and after.
    fn carry_out(
        &self,
        saved: &Saved,
        what: &Purpose,
        change: impl FnOnce() -> Result<(), WriteError>,
    ) -> Result<(), NotSaved> {
        match self.desk.team.as_ref().zip(self.person.as_ref()) {
            None => change()?,
            Some((team, person)) => {
                team.ready()?;
                change()?;
                team.record(&self.desk.root, saved, person, what)?;
            }
        }
        self.desk.wait_for(&saved.files_after());
        Ok(())
    }

    /// Takes a save back that the same person made.
    pub(super) fn undo(&self, number: u64) -> Result<String, Option<NotSaved>> {
        let saved = self.desk.kept().save(number, self.person.as_ref()).cloned().ok_or(None)?;
        let undo = || write::write(&self.desk.root, &Purpose::Undo, &saved.undo());
        self.carry_out(&saved.reversed(), &Purpose::Undo, undo).map_err(Some)?;
        self.desk.kept().forget(number);
        Ok(saved.place)
    }

    /// The text of a file that a form was made of, by the sum that the form carries. What the desk does not remember, as after it
    /// was started again, the history may have.
    pub(super) fn base_text(&self, file: &str, sum: &str) -> Option<Arc<str>> {
        let is_it = |text: &[u8]| Sum::of(text).0 == sum;
        let now = || self.shown.report.tree.get(file)?.text().filter(|text| is_it(text.as_bytes())).map(Arc::from);
        let kept = self.desk.kept().text(sum);
        kept.or_else(now).or_else(|| history::earlier_text(&self.desk.root, file, is_it).map(Arc::from))
    }

    /// Names the person who saved one of these files last, where a team works; empty where that is not known.
    pub(super) fn last_author(&self, files: &[&str]) -> String {
        let team = self.desk.team.as_ref().filter(|_| !files.is_empty());
        team.and_then(|_| commits::last_author(&self.desk.root, files)).unwrap_or_default()
    }

    /// Why nothing was written, for people.
    pub(super) fn not_written(&self, error: impl Into<NotSaved>) -> String {
        let error = error.into();
        let hint = error.hint().map(|hint| hint.text(self.language)).unwrap_or_default();
        MessageView { hint, ..MessageView::error(error.message().text(self.language)) }.line()
    }
}

impl FrameView {
    fn new(desk: &Desk, language: MessageLanguage, here: &str, person: Option<&Person>) -> Self {
        let choice = |one: MessageLanguage| InterfaceLanguageView { tag: one.tag(), is_current: one == language };
        Self {
            language: language.tag(),
            languages: MessageLanguage::ALL.into_iter().map(choice).collect(),
            token: desk.token(person),
            person: person.map(|person| person.name.clone()),
            push_problem: None,
            title: String::new(),
            site: String::new(),
            errors: 0,
            warnings: 0,
            here: here.to_owned(),
        }
    }
}

impl Desk {
    /// A screen where there is no site that anything could be said of.
    pub(super) fn html(
        &self,
        template: &str,
        language: MessageLanguage,
        here: &str,
        person: Option<&Person>,
        page: &impl Serialize,
    ) -> Response<Body> {
        let frame = FrameView::new(self, language, here, person);
        self.rendered(StatusCode::SERVICE_UNAVAILABLE, template, language, &frame, page)
    }

    fn rendered(
        &self,
        status: StatusCode,
        template: &str,
        language: MessageLanguage,
        frame: &FrameView,
        page: &impl Serialize,
    ) -> Response<Body> {
        match self.templates.render(template, language, frame, page) {
            Ok(html) => typed(status, "text/html; charset=utf-8", html),
            Err(error) => typed(StatusCode::INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8", error),
        }
    }

    /// Waits until the newest files have these contents; not longer than it should take.
    pub fn wait_for(&self, files: &[(String, Option<Vec<u8>>)]) {
        let is_there = || {
            let shown = self.state.shown();
            let tree = &shown.report.tree;
            files.iter().all(|(path, bytes)| tree.get(path).map(|file| file.bytes()) == bytes.as_deref())
        };
        let mut left = REBUILD_PATIENCE.as_millis() / LOOK_AGAIN.as_millis();
        while left > 0 && !is_there() {
            std::thread::sleep(LOOK_AGAIN);
            left -= 1;
        }
    }
}

/// The site's language that is nearest to a language of the desk.
pub(super) fn labels(config: &Config, language: MessageLanguage) -> LanguageId {
    let is_same = |tag: &String| MessageLanguage::of_tag(tag) == Some(language);
    config.languages.iter().position(is_same).map_or(LanguageId(0), LanguageId)
}

/// The page that parts of an address name: `clusters/uca`, `about`, `index`, `countries/pl`.
pub(super) fn key_of(config: &Config, path: &str) -> Option<PageKey> {
    let id = |id: &str| crate::config::is_id(id).then(|| id.to_owned());
    let Some((folder, name)) = path.split_once('/') else {
        return if path == "index" { Some(PageKey::Home) } else { id(path).map(PageKey::Plain) };
    };
    if let Some(collection) = config.collection_named(folder) {
        return match name {
            "index" => Some(PageKey::CollectionIndex(collection)),
            name => id(name).map(|id| PageKey::Entry(collection, id)),
        };
    }
    let vocabulary = config.vocabulary_named(folder)?;
    match name {
        "index" => Some(PageKey::VocabularyIndex(vocabulary)),
        name => id(name).map(|id| PageKey::Term(vocabulary, id)),
    }
}

/// Leads the browser on, after a form has been sent.
pub(super) fn see_other(to: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(to) = HeaderValue::try_from(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

pub(super) fn json(value: &impl Serialize) -> Response<Body> {
    typed(StatusCode::OK, "application/json", serde_json::to_vec(value).unwrap_or_default())
}

/// A text as the value of a query.
pub(super) fn query(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => crate::text::percent::push(byte, &mut out),
        }
    }
    out
}
