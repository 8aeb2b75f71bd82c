//! A theme: templates, interface strings and static files, loaded from the source tree. A template gets plain data
//! and two functions (`t` for strings, `asset` for addresses of static files); it reaches no file.
//!
//! The only place that uses Tera. Start at [`Theme::load`] and [`Theme::render`].

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    config::{Config, LanguageId},
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    locale::{
        Locale,
        messages::{Argument, Messages},
    },
    plan::address,
    source::SourceTree,
};

pub mod assets;
mod calls;
pub mod circles;
pub mod strings;
pub mod templates;

pub use assets::Asset;
use templates::{Constant, Constants};
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

#[derive(Debug)]
pub struct Theme {
    pub name: String,
    templates: templates::Templates,
    strings: Arc<Strings>,
    /// Names and templates of `fragments/`.
    fragments: Vec<(String, String)>,
    pub assets: Vec<Asset>,
    /// Whether there is a template for one collection, vocabulary or page.
    has_own: bool,
}

/// The interface strings of every language of the site.
#[derive(Debug, Default)]
pub struct Strings {
    tags: Vec<String>,
    by_language: Vec<Messages>,
}

impl Strings {
    /// A string in a language; the key itself where it is missing, which has been reported.
    pub fn get(&self, language: LanguageId, key: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        self.by_language
            .get(language.0)
            .and_then(|messages| messages.format(key, arguments).ok())
            .unwrap_or_else(|| key.to_owned())
    }

    /// A string that is the same wherever it stands.
    fn constant(&self, language: LanguageId, key: &str) -> Option<String> {
        let messages = self.by_language.get(language.0)?;
        messages.key(key).filter(|known| known.arguments.is_empty())?;
        messages.format(key, &[]).ok()
    }

    fn has(&self, language: LanguageId, key: &str) -> bool {
        self.by_language.get(language.0).is_some_and(|messages| messages.contains(key))
    }

    fn language(&self, tag: &str) -> Option<LanguageId> {
        self.tags.iter().position(|known| known == tag).map(LanguageId)
    }

    fn try_get(&self, language: LanguageId, key: &str, arguments: &[(&str, Argument<'_>)]) -> Result<String, String> {
        let messages = self.by_language.get(language.0).ok_or("the page has no language")?;
        messages.format(key, arguments)
    }
}

impl Theme {
    /// The theme that site.toml names. `None` when it is not there or its templates cannot be parsed.
    pub fn load(
        tree: &SourceTree,
        config: &Config,
        locales: &[Locale],
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
            diagnostics.push(
                Diagnostic::new(
                    Rule::MissingTheme,
                    Location::new(&config.file, config.theme_range.clone()),
                    format!("there is no theme `{}`", config.theme),
                )
                .hint(
                    crate::text::suggest(&config.theme, known)
                        .unwrap_or_else(|| format!("put it into the folder {folder}/")),
                ),
            );
            return None;
        }
        check_description(tree, &folder, diagnostics);
        let templates_folder = format!("{folder}/templates");
        let sources: Vec<(String, FilePath, &str)> = tree
            .below(&templates_folder)
            .filter_map(|file| {
                let name = file.path.strip_prefix(&templates_folder)?.strip_prefix('/')?;
                Some((name.to_owned(), Arc::clone(&file.path), file.text()?))
            })
            .collect();
        for required in REQUIRED_TEMPLATES {
            if !sources.iter().any(|(name, _, _)| name == required) {
                diagnostics.push(
                    Diagnostic::new(
                        Rule::MissingTheme,
                        Location::new(&config.file, config.theme_range.clone()),
                        format!("the theme `{}` has no template `{required}`", config.theme),
                    )
                    .hint(format!("add {folder}/templates/{required}")),
                );
            }
        }
        let strings = Arc::new(strings::load(tree, &folder, config, locales, &sources, diagnostics));
        let assets = assets::load(tree, &format!("{folder}/static"), diagnostics);
        let urls: BTreeMap<String, String> =
            assets.iter().map(|a| (a.name.clone(), format!("{}{}", config.base_url.path, a.path))).collect();
        let fragments = sources
            .iter()
            .filter_map(|(template, _, _)| {
                let name = template.strip_prefix("fragments/")?.strip_suffix(".html")?;
                Some((name.to_owned(), template.clone()))
            })
            .collect();
        let constants: Vec<Constants> =
            config.language_ids().zip(locales).map(|(language, locale)| constants(config, language, locale)).collect();
        let has_own = sources.iter().any(|(name, ..)| !name.contains('/') && name.matches('.').count() > 1);
        let templates = templates::Templates::new(sources, Arc::clone(&strings), urls, &constants, diagnostics)?;
        Some(Theme { name: config.theme.clone(), templates, strings, fragments, assets, has_own })
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
        if !self.has_own {
            return format!("{kind}.html");
        }
        let own = format!("{kind}.{name}.html");
        if self.templates.has(&own) { own } else { format!("{kind}.html") }
    }

    /// Renders a template with its data, which are a language's, into HTML, or says where the template failed. `None` when it would write more
    /// than `limit` bytes: it is stopped there.
    pub fn render(
        &self,
        template: &str,
        language: LanguageId,
        context: &tera::Context,
        limit: usize,
    ) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
        self.templates.render(template, language, context, limit)
    }
}

/// What site.toml alone says of every page of a language.
pub fn constants(config: &Config, language: LanguageId, locale: &Locale) -> Constants {
    let base = &config.base_url;
    let url = |inside: String| [base.path.as_str(), &inside].concat();
    let constant = |object, key, value: &str| Constant { object, key, value: value.to_owned() };
    vec![
        constant("site", "title", config.title.get(language)),
        constant("site", "description", config.description.get(language)),
        constant("site", "origin", &base.origin),
        constant("site", "base", &base.path),
        constant("site", "home", &url(address::home(config, language))),
        constant("language", "tag", locale.tag()),
        constant("language", "direction", locale.direction()),
        constant("language", "name", locale.own_name()),
        constant("menu", "search_url", &url(address::search(config, language))),
    ]
}

/// theme.toml says what the theme is; nothing in it changes the output.
fn check_description(tree: &SourceTree, folder: &str, diagnostics: &mut Diagnostics) {
    let path: FilePath = format!("{folder}/theme.toml").into();
    let Some(text) = tree.get(&path).and_then(|file| file.text()) else {
        diagnostics.push(
            Diagnostic::new(Rule::MissingTheme, Location::file(&path), "the theme has no theme.toml")
                .hint("add it: name = \"…\", version = \"…\""),
        );
        return;
    };
    let before = diagnostics.errors();
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table = crate::toml_reader::parse(body, &path, text.len() - body.len(), diagnostics);
    if diagnostics.errors() > before {
        return;
    }
    let mut fields = crate::toml_reader::Fields::new(&path, &table, 0..0);
    let _ = fields.require("name", "name = \"intermarium\"");
    for key in ["version", "description", "author", "licence", "languages"] {
        let _ = fields.take(key);
    }
    fields.finish(diagnostics);
}
