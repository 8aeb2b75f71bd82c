//! A theme: templates, interface strings and static files, loaded from the source tree. A template gets plain data,
//! the filter `t` for strings and the function `asset` for addresses of static files; it reaches no file.
//!
//! The files are those of `themes/<name>/`, or the program's own ([`program`]), with the site's files of `theme/` in the
//! place of some ([`layers`]).
//!
//! The only place that uses Tera. Start at [`Theme::load`] and [`Theme::render`].

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    config::{Config, is_id},
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule, Sink},
    locale::Locale,
    message,
    message::Message,
    share_picture::{self, Background, BackgroundError},
    source::SourceTree,
    toml_reader::TomlValue,
};

pub(crate) mod assets;
pub(crate) mod circles;
mod comments;
pub(crate) mod copies;
pub(crate) mod layers;
mod look;
pub(crate) mod program;
pub(crate) mod strings;
pub(crate) mod templates;
mod tokens;

pub use assets::Asset;
pub use strings::Strings;
pub use tera::Value;

/// Templates that every theme has.
pub const REQUIRED_TEMPLATES: &[&str] = &[
    "home.html",
    "page.html",
    "entry.html",
    "collection.html",
    "vocabulary.html",
    "term.html",
    "cross.html",
    "search.html",
    "404.html",
    "root.html",
    "redirect.html",
];

/// The template of briefs, which a theme may do without: then there are none.
pub const BRIEF: &str = "brief.html";
/// A theme without it has no page of the timeline.
pub const TIMELINE: &str = "timeline.html";

/// The template of the page of what changed, which a theme may do without: then there is none.
pub(crate) const CHANGES: &str = "changes.html";

/// The template of lists as tables, which a theme may do without: then there are none, and no files for spreadsheets.
pub(crate) const TABLE: &str = "table.html";

/// Interface strings that the generator itself uses where the theme has a template that it may do without.
pub(crate) const OPTIONAL_STRINGS: &[(&str, &[&str])] = &[
    (BRIEF, &["brief"]),
    (
        CHANGES,
        &[
            "changes-title",
            "changes-of",
            "change-new",
            "change-changed",
            "change-updated",
            "change-removed",
            "change-noted",
            "change-field-title",
            "change-field-summary",
            "change-field-text",
        ],
    ),
    (
        TABLE,
        &[
            "list-table",
            "column-title",
            "column-collection",
            "column-date",
            "column-updated",
            "column-licence",
            "column-address",
        ],
    ),
    (TIMELINE, &["timeline-title"]),
    (DATA, &["open-data"]),
];

/// The template of the page about open data, which a theme may do without as well.
pub const DATA: &str = "data.html";

/// Interface strings that the generator itself uses, whatever the templates do.
pub const GENERATOR_STRINGS: &[&str] = &[
    "alert-note",
    "alert-tip",
    "alert-important",
    "alert-warning",
    "alert-caution",
    "footnotes",
    "footnote-back",
    "table-region",
    "task-done",
    "task-open",
    "feed-title",
    "page-number",
    "boolean-true",
    "boolean-false",
    "not-found-title",
    "search-title",
    "cross-title",
    "home",
    "continue",
    "search-kind-page",
];

/// The memory of a theme between two runs, so that a change costs what the changed file costs.
#[derive(Debug, Default)]
pub struct ThemeMemory {
    tags: layers::TagsMemo,
    strings: strings::StringsMemo,
    static_files: assets::PublishedMemo,
}

/// The arguments that the generator gives to its strings; those that are not named here get none.
pub(crate) const STRING_ARGUMENTS: &[(&str, &[&str])] = &[
    ("changes-of", &["title"]),
    ("cross-title", &["first", "second"]),
    ("feed-title", &["site", "collection"]),
    ("footnote-back", &["number", "reference"]),
    ("page-number", &["number"]),
];

#[derive(Debug)]
pub struct Theme {
    pub name: String,
    templates: templates::Templates,
    strings: Arc<Strings>,
    /// Names and templates of `fragments/`.
    fragments: Vec<(String, String)>,
    pub assets: Vec<Asset>,
    /// The background of share pictures; `None` without a static file `img/share-entry.png`.
    pub share_background: Option<Background>,
}

impl Theme {
    /// The theme that site.toml names, out of a tree that [`program::completed`]. `None` when it is not there or its templates cannot be parsed.
    pub fn load(
        tree: &SourceTree,
        config: &Config,
        locales: &[Locale],
        memory: &mut ThemeMemory,
        diagnostics: &mut Diagnostics,
    ) -> Option<Theme> {
        let folder = format!("themes/{}", config.theme);
        if tree.is_unreadable(&folder) {
            // A part of it is there and cannot be read, which has been reported: nothing else can be said of it.
            return None;
        }
        if tree.below(&folder).next().is_none() {
            let mut known: Vec<&str> = tree.below("themes").filter_map(|file| file.path.split('/').nth(1)).collect();
            known.dedup();
            let hint = crate::text::suggest(&config.theme, known);
            let hint = hint.unwrap_or_else(|| message!("no-theme.hint", folder = &folder));
            diagnostics.push(missing(config, message!("no-theme", theme = &config.theme), hint));
            return None;
        }
        let colours = read_description(tree, &folder, diagnostics);
        let files = layers::ThemeFiles::new(tree, &config.theme);
        layers::check_own(tree, config, diagnostics);
        let sources = files.templates(&config.theme, &mut memory.tags);
        for required in REQUIRED_TEMPLATES {
            if !sources.iter().any(|template| template.name == *required) {
                let message = message!("theme-lacks-template", theme = &config.theme, required);
                diagnostics.push(missing(
                    config,
                    message,
                    message!("theme-lacks-template.hint", folder = &folder, required),
                ));
            }
        }
        let strings =
            Arc::new(strings::load(tree, &files, config, locales, &sources, &mut memory.strings, diagnostics));
        let mut assets = assets::load(files.below("static/").collect(), &mut memory.static_files, diagnostics);
        look::check(config, &assets, &colours, diagnostics);
        assets.extend(look::style_sheet(&config.presentation.look.colours));
        let urls: BTreeMap<String, String> =
            assets.iter().map(|a| (a.name.clone(), format!("{}{}", config.base_url.path, a.path))).collect();
        let fragments = sources
            .iter()
            .filter_map(|template| {
                let name = template.name.strip_prefix("fragments/")?.strip_suffix(".html")?;
                Some((name.to_owned(), template.name.clone()))
            })
            .collect();
        let templates = templates::Templates::new(&sources, Arc::clone(&strings), urls, diagnostics)?;
        let share_background = share_background(&assets, config, diagnostics);
        Some(Theme { name: config.theme.clone(), templates, strings, fragments, assets, share_background })
    }

    /// The path of a static file below the output folder.
    pub fn asset(&self, name: &str) -> Option<&str> {
        self.assets.iter().find(|asset| asset.name == name).map(|asset| asset.path.as_str())
    }

    /// The path of the style sheet of the site's own colours, if it has any.
    pub fn colours(&self) -> Option<&str> {
        self.asset(look::COLOURS)
    }

    pub fn strings(&self) -> &Strings {
        &self.strings
    }

    pub fn has_template(&self, name: &str) -> bool {
        self.templates.has(name)
    }

    /// The templates of what stands around every page, by the name that pages know it under.
    pub fn fragments(&self) -> &[(String, String)] {
        &self.fragments
    }

    /// The template for a page of a collection: its own when the theme has one, or the common one.
    pub fn template_for(&self, kind: &str, name: &str) -> String {
        let own = format!("{kind}.{name}.html");
        if self.templates.has(&own) { own } else { format!("{kind}.html") }
    }

    /// Renders a template with its data into HTML. `None` when it would write more than `limit` bytes: it is stopped there.
    ///
    /// # Errors
    ///
    /// The place at which the template failed.
    pub fn render(
        &self,
        template: &str,
        context: &tera::Context,
        limit: usize,
    ) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
        self.templates.render(template, context, limit)
    }
}

/// Reads the background of share pictures, where the site has such pictures.
fn share_background(assets: &[Asset], config: &Config, diagnostics: &mut Diagnostics) -> Option<Background> {
    let asset = assets.iter().find(|asset| asset.name == share_picture::BACKGROUND)?;
    if !config.outputs.share_pictures {
        return None;
    }
    let report = |why: BackgroundError| {
        let hint = message!("share-background.hint");
        let message = message!("share-background", file = share_picture::BACKGROUND, why = why.message());
        diagnostics.push(missing(config, message, hint));
    };
    Background::read(&asset.bytes).map_err(report).ok()
}

fn missing(config: &Config, message: impl Into<Message>, hint: impl Into<Message>) -> Diagnostic {
    let location = Location::new(&config.file, config.theme_range.clone());
    Diagnostic::new(Rule::MissingTheme, location, message).hint(hint)
}

/// theme.toml says what the theme is. The names of the colours that a site can choose.
fn read_description(tree: &SourceTree, folder: &str, diagnostics: &mut Diagnostics) -> Vec<String> {
    let path: FilePath = format!("{folder}/theme.toml").into();
    let Some(text) = tree.get(&path).and_then(|file| file.text()) else {
        diagnostics.push(
            Diagnostic::new(Rule::MissingTheme, Location::file(&path), message!("theme-without-description"))
                .hint(message!("theme-without-description.hint")),
        );
        return Vec::new();
    };
    let mut colours = Vec::new();
    let mut sink = Sink::new(&path);
    if let Some(table) = crate::toml_reader::parse_file(text, &mut sink) {
        let mut fields = crate::toml_reader::TomlFields::new(&table, &(0..0));
        let _ = fields.require("name", Message::code("name = \"intermarium\""));
        for key in ["version", "description", "author", "licence", "languages"] {
            let _ = fields.take(key);
        }
        let hint = Message::code("colours = [\"link\", \"paper\"]");
        let names = fields.take("colours").and_then(|entry| sink.list(entry, message!("type-names"), &hint));
        for node in names.unwrap_or_default() {
            match &node.value {
                TomlValue::String(name) if is_id(name) => colours.push(name.clone()),
                _ => {
                    let message = message!("colour-name");
                    sink.report(Rule::InvalidValue, &node.range, message).hint(&hint);
                }
            }
        }
        fields.finish(&mut sink);
    }
    diagnostics.extend(sink.found);
    colours
}
