//! A theme's files with the site's own before them: a file of `theme/` stands in the place of the theme's file of the same
//! name. Interface strings are put together string by string, in [`super::strings`].

use std::{collections::BTreeMap, sync::Arc};

use super::{
    REQUIRED_TEMPLATES,
    tokens::{TemplateTags, TemplateToken, tokens},
};
use crate::{
    config::Config,
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    memo::Memo,
    message,
    message::Message,
    message::list,
    source::{SourceFile, SourceTree},
};

/// The folder of the site's own files.
pub(crate) const OWN: &str = "theme";
/// The file of that folder in which `icsi theme copy` notes what each copy was made of.
pub(crate) const COPIES: &str = "copies.toml";

const TEMPLATES: &str = "templates/";

/// Templates that the program asks a theme for, and that a theme may do without.
const OPTIONAL_TEMPLATES: &[&str] = &[
    "cards/list.html",
    "cards/group.html",
    "cards/relation.html",
    "cards/body.html",
    "cards/terms.html",
    "facts/fact.html",
    "facts/value.html",
    "trails/breadcrumbs.html",
    "maps/country.html",
    "maps/entry.html",
];

/// Kinds of pages of which one may have a template of its own: `page.<id>.html`.
const KINDS: &[&str] = &["page", "entry", "collection", "vocabulary", "term"];

/// What the tags of each template say, by its file.
pub(super) type TagsMemo = Memo<FilePath, Arc<SourceFile>, Arc<TemplateTags>>;

/// A template that a site is shown with.
#[derive(Debug)]
pub(crate) struct ThemeTemplate<'t> {
    /// The name that templates know it under: `home.html`
    pub name: String,
    pub file: &'t Arc<SourceFile>,
    pub text: &'t str,
    pub(super) tags: Arc<TemplateTags>,
}

/// The files that a site is shown with.
#[derive(Debug)]
pub(crate) struct ThemeFiles<'t> {
    /// `themes/<name>`
    pub folder: String,
    /// By name inside the theme (`templates/home.html`): what is used.
    used: BTreeMap<&'t str, &'t Arc<SourceFile>>,
    /// The theme's files that a file of the site stands in the place of.
    replaced: BTreeMap<&'t str, &'t Arc<SourceFile>>,
}

impl<'t> ThemeFiles<'t> {
    pub(crate) fn new(tree: &'t SourceTree, theme: &str) -> Self {
        let folder = format!("themes/{theme}");
        let mut used: BTreeMap<&str, &Arc<SourceFile>> = files_of(tree, &folder);
        let mut replaced = BTreeMap::new();
        for (name, file) in files_of(tree, OWN) {
            if let Some(theirs) = used.insert(name, file) {
                replaced.insert(name, theirs);
            }
        }
        Self { folder, used, replaced }
    }

    /// The files below a folder of the theme, by their names inside of it: `css/site.css` of `static/`.
    pub(crate) fn below(&self, folder: &str) -> impl Iterator<Item = (&'t str, &'t Arc<SourceFile>)> {
        self.used.iter().filter_map(move |(name, file)| Some((name.strip_prefix(folder)?, *file)))
    }

    /// The templates by the names that templates know them under. The theme's own `home.html` is also
    /// `<theme>/home.html` where one of the site's templates, which stands in its place, extends or includes it.
    pub(super) fn templates(&self, theme: &str, memo: &mut TagsMemo) -> Vec<ThemeTemplate<'t>> {
        let mut templates: Vec<(String, &Arc<SourceFile>)> =
            self.below(TEMPLATES).map(|(name, file)| (name.to_owned(), file)).collect();
        for (name, file) in &self.replaced {
            let Some(inside) = name.strip_prefix(TEMPLATES) else { continue };
            let full = format!("{theme}/{inside}");
            let mut sources = templates.iter().filter_map(|(_, file)| file.text());
            if sources.any(|source| source.contains(&full) && names(source).any(|text| text == full)) {
                templates.push((full, file));
            }
        }
        with_tags(templates, memo)
    }

    /// The texts of templates that nothing shows, because the site has others in their places.
    pub(crate) fn replaced_templates(&self) -> impl Iterator<Item = &'t str> {
        self.replaced.iter().filter(|(name, _)| name.starts_with(TEMPLATES)).filter_map(|(_, file)| file.text())
    }
}

/// Those of the files that are texts, as templates.
pub(super) fn with_tags<'t>(files: Vec<(String, &'t Arc<SourceFile>)>, memo: &mut TagsMemo) -> Vec<ThemeTemplate<'t>> {
    let inputs = files.iter().map(|(_, file)| (Arc::clone(&file.path), Arc::clone(file))).collect();
    let tags = memo.make_all(inputs, |_, file| Arc::new(TemplateTags::read(file.text().unwrap_or_default())));
    let templates = files.into_iter().zip(tags);
    templates.filter_map(|((name, file), tags)| Some(ThemeTemplate { name, text: file.text()?, file, tags })).collect()
}

/// The files below a folder by their names inside of it.
pub(crate) fn files_of<'t>(tree: &'t SourceTree, folder: &str) -> BTreeMap<&'t str, &'t Arc<SourceFile>> {
    // Files are asked for by their paths, since those that `below` gives borrow the folder's name.
    tree.iter().filter_map(|file| Some((file.path.strip_prefix(folder)?.strip_prefix('/')?, file))).collect()
}

/// Reports files of `theme/` that change nothing: those in none of its folders, and templates that nothing asks for, as
/// when the theme's own has another name since.
pub(crate) fn check_own(tree: &SourceTree, config: &Config, diagnostics: &mut Diagnostics) {
    let theirs = files_of(tree, &format!("themes/{}", config.theme));
    let own = files_of(tree, OWN);
    let all = || theirs.iter().filter(|(name, _)| !own.contains_key(*name)).chain(&own);
    let sources: Vec<&str> =
        all().filter(|(name, _)| name.starts_with(TEMPLATES)).filter_map(|(_, file)| file.text()).collect();
    let mut report = |file: &SourceFile, message: Message, hint: Message| {
        diagnostics.push(Diagnostic::new(Rule::ThemeFile, Location::file(&file.path), message).hint(hint));
    };
    for (name, file) in &own {
        if theirs.contains_key(name) || *name == COPIES || name.starts_with("static/") {
            continue;
        }
        if let Some(strings) = name.strip_prefix("i18n/") {
            let tag = strings.strip_suffix(".ftl").unwrap_or(strings);
            if config.language(tag).is_none() {
                let names = config.languages.iter().map(|tag| format!("{OWN}/i18n/{tag}.ftl"));
                report(file, message!("site-language", tag), message!("site-language.files", names = list(names)));
            }
        } else if let Some(template) = name.strip_prefix(TEMPLATES) {
            if !is_asked_for(template, file.text().unwrap_or_default(), config, &sources) {
                let message = message!("template-unused", template);
                let hint = crate::text::suggest(template, theirs.keys().filter_map(|n| n.strip_prefix(TEMPLATES)));
                report(file, message, hint.unwrap_or_else(|| message!("template-unused.hint")));
            }
        } else {
            report(file, message!("not-of-a-theme"), message!("not-of-a-theme.hint", folder = OWN));
        }
    }
}

/// Whether the program or another template asks for a template that the theme has not.
fn is_asked_for(template: &str, source: &str, config: &Config, sources: &[&str]) -> bool {
    if REQUIRED_TEMPLATES.contains(&template) || OPTIONAL_TEMPLATES.contains(&template) {
        return true;
    }
    let mut parts = template.splitn(3, '.');
    if let (Some(kind), Some(name), Some("html")) = (parts.next(), parts.next(), parts.next())
        && KINDS.contains(&kind)
    {
        let is_known = config.collection_named(name).is_some() || config.vocabulary_named(name).is_some();
        return kind == "page" || is_known;
    }
    if let Some(fragment) = template.strip_prefix("fragments/").and_then(|name| name.strip_suffix(".html")) {
        let call = format!("fragments.{fragment}");
        return sources.iter().any(|other| other.contains(&call));
    }
    let calls: Vec<String> = components(source).into_iter().map(|name| format!("<{name}")).collect();
    sources.iter().any(|other| {
        names(other).any(|text| text == template) || calls.iter().any(|call| other.contains(call.as_str()))
    })
}

/// The templates that a template includes and extends.
fn names(source: &str) -> impl Iterator<Item = String> {
    let tokens = tokens(source);
    let texts = tokens.windows(2).filter_map(|pair| match pair {
        [word, text] if matches!(word.token, TemplateToken::Word("include" | "extends")) => match &text.token {
            TemplateToken::Text(name) => Some(name.to_string()),
            _ => None,
        },
        _ => None,
    });
    texts.collect::<Vec<_>>().into_iter()
}

/// The components that a template defines.
fn components(source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let defined = tokens.windows(2).filter_map(|pair| match pair {
        [word, name] if word.token == TemplateToken::Word("component") => match &name.token {
            TemplateToken::Word(name) => Some((*name).to_owned()),
            _ => None,
        },
        _ => None,
    });
    defined.collect()
}
