//! The one pipeline. `build`, `check` and `serve` all call [`load`] and then render what they need of the
//! [`Snapshot`]; what differs is only what they remember of an earlier run and what they do with the bytes.
//!
//! A warm run gives the same bytes and diagnostics as a clean one, because a stage is skipped only when all of its
//! inputs are the very same values.

use std::{io, path::Path, sync::Arc};

use rayon::prelude::*;

use crate::{
    config::{self, Config, VocabularyId},
    content::{
        Attachment, Page, attachment, name,
        page::{self, parse},
        vocabulary::{self, Terms},
    },
    diagnostics::{Diagnostic, Diagnostics},
    locale::Locale,
    plan::{self, Output, Plan},
    render::render,
    site::{
        Site,
        resolve::{Parsed, resolve},
    },
    source::{SourceFile, SourceTree, read},
    theme::Theme,
    timings::Timings,
    view::Views,
};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Publish drafts too.
    pub drafts: bool,
    /// Stands in for `base_url` of site.toml.
    pub base_url: Option<config::BaseUrl>,
}

/// A theme with the files it was made of and what was found in them.
type KnownTheme = (Vec<Arc<SourceFile>>, Option<Arc<Theme>>, Diagnostics);

/// What an earlier run made, with what it was made of.
#[derive(Debug, Default)]
pub struct Memory {
    read: read::ReadMemory,
    config: Option<RememberedConfig>,
    locales: Option<Arc<Vec<Locale>>>,
    /// Sorted by path.
    pages: Vec<(Arc<SourceFile>, Arc<Page>)>,
    vocabularies: Vec<(Arc<SourceFile>, Arc<Terms>)>,
    /// Sorted by path.
    attachments: Vec<(Arc<SourceFile>, Arc<Attachment>)>,
    theme: Option<KnownTheme>,
}

#[derive(Debug)]
struct RememberedConfig {
    file: Arc<SourceFile>,
    options: Options,
    config: Arc<Config>,
    diagnostics: Diagnostics,
}

impl Memory {
    /// Whether files were read over symbolic links: what they lead to may change without a trace in the tree itself.
    pub fn reads_links(&self) -> bool {
        self.read.has_links()
    }
}

/// A site, ready to be rendered.
#[derive(Debug)]
pub struct Snapshot {
    pub config: Arc<Config>,
    pub site: Arc<Site>,
    pub plan: Arc<Plan>,
    /// Files that are left out because they are drafts, sorted.
    pub drafts: Arc<Vec<String>>,
    /// `None` when the theme cannot be used: then nothing can be rendered.
    pub views: Option<Arc<Views>>,
}

impl Snapshot {
    /// Every output of the site, sorted by path; none without a theme.
    pub fn outputs(&self) -> Vec<Output> {
        self.views.as_ref().map(|views| views.outputs()).unwrap_or_default()
    }
}

/// What [`load`] found.
#[derive(Debug)]
pub struct Loaded {
    pub tree: SourceTree,
    /// `None` when site.toml cannot be used.
    pub snapshot: Option<Snapshot>,
    /// What stands in the way of publishing, and warnings. Not sorted yet.
    pub diagnostics: Diagnostics,
    /// What `check` and `status` say beyond that.
    pub advice: Diagnostics,
}

/// A site's files as they are now.
#[derive(Debug)]
pub struct Read {
    pub tree: SourceTree,
    pub diagnostics: Diagnostics,
}

/// Reads a site's folder and resolves it.
///
/// # Errors
///
/// When the folder itself cannot be opened; whatever is wrong inside it is a diagnostic.
pub fn load(root: &Path, options: &Options, memory: &mut Memory, timings: &mut Timings) -> io::Result<Loaded> {
    let read = read(root, memory, timings)?;
    Ok(make(read, options, memory, timings))
}

/// Reads a site's folder.
///
/// # Errors
///
/// When the folder itself cannot be opened; whatever is wrong inside it is a diagnostic.
pub fn read(root: &Path, memory: &mut Memory, timings: &mut Timings) -> io::Result<Read> {
    let mut diagnostics = Diagnostics::default();
    let tree = timings.stage("read", || {
        read::read(root, &[config::read::SITE_TOML, name::CONTENT, "themes"], &mut memory.read, &mut diagnostics)
    })?;
    Ok(Read { tree, diagnostics })
}

/// Resolves what was read.
pub fn make(read: Read, options: &Options, memory: &mut Memory, timings: &mut Timings) -> Loaded {
    let Read { tree, diagnostics } = read;
    let mut loaded = Loaded { tree, snapshot: None, diagnostics, advice: Diagnostics::default() };
    let Some(config) = load_config(&loaded.tree, options, memory, &mut loaded.diagnostics) else {
        return loaded;
    };
    let Some(locales) = load_locales(&config, memory, &mut loaded.diagnostics) else { return loaded };
    let parsed =
        timings.stage("parse", || parse_content(&loaded.tree, &config, &locales, memory, &mut loaded.diagnostics));
    let resolved = timings.stage("resolve", || resolve(&parsed, &config, &locales, options.drafts));
    loaded.diagnostics.append(resolved.diagnostics);
    loaded.advice = resolved.advice;
    let theme = timings.stage("theme", || load_theme(&loaded.tree, &config, &locales, memory, &mut loaded.diagnostics));
    let assets: Vec<String> =
        theme.iter().flat_map(|theme| theme.assets.iter().map(|asset| asset.path.clone())).collect();
    let drafts = Arc::new(resolved.drafts);
    let site = Arc::new(resolved.site);
    let plan = Arc::new(timings.stage("plan", || plan::plan(&site, &assets, &mut loaded.diagnostics)));
    let views = theme.map(|theme| Arc::new(Views::new(Arc::clone(&site), Arc::clone(&plan), theme)));
    loaded.snapshot = Some(Snapshot { config, site, plan, drafts, views });
    loaded
}

/// Renders outputs and hands each to `take`, from many threads and in no order. Returns what went wrong in the
/// templates, each mistake once however many pages it breaks.
pub fn render_all<E: Send>(
    snapshot: &Snapshot,
    outputs: &[Output],
    take: impl Fn(usize, &[u8]) -> Result<(), E> + Sync,
) -> Result<Diagnostics, E> {
    let Some(views) = &snapshot.views else { return Ok(Diagnostics::default()) };
    let found: Result<Vec<Option<Diagnostic>>, E> = outputs
        .par_iter()
        .enumerate()
        .map(|(at, output)| match render(views, output) {
            Ok(bytes) => take(at, &bytes).map(|()| None),
            Err(diagnostic) => Ok(Some(*diagnostic)),
        })
        .collect();
    let mut diagnostics: Diagnostics = found?.into_iter().flatten().collect();
    diagnostics.sort();
    Ok(diagnostics)
}

fn load_config(
    tree: &SourceTree,
    options: &Options,
    memory: &mut Memory,
    diagnostics: &mut Diagnostics,
) -> Option<Arc<Config>> {
    let Some(file) = tree.get(config::read::SITE_TOML) else {
        memory.config = None;
        return None;
    };
    if let Some(known) = &memory.config
        && known.file.same_read(file)
        && known.options == *options
    {
        diagnostics.extend_from(known.diagnostics.as_slice());
        return Some(Arc::clone(&known.config));
    }
    memory.config = None;
    let mut found = Diagnostics::default();
    let config = config::read(file.text().unwrap_or_default(), &mut found);
    diagnostics.append(found.clone());
    let mut config = config?;
    if let Some(base_url) = &options.base_url {
        config.base_url = base_url.clone();
    }
    let config = Arc::new(config);
    memory.config = Some(RememberedConfig {
        file: Arc::clone(file),
        options: options.clone(),
        config: Arc::clone(&config),
        diagnostics: found,
    });
    // Everything else was made with another configuration.
    memory.locales = None;
    memory.pages.clear();
    memory.vocabularies.clear();
    memory.theme = None;
    Some(config)
}

fn load_locales(config: &Config, memory: &mut Memory, diagnostics: &mut Diagnostics) -> Option<Arc<Vec<Locale>>> {
    if let Some(locales) = &memory.locales {
        return Some(Arc::clone(locales));
    }
    let mut locales = Vec::new();
    for tag in &config.languages {
        match Locale::new(tag) {
            Ok(locale) => locales.push(locale),
            Err(message) => {
                let location = crate::diagnostics::Location::file(&config.file);
                diagnostics.push(
                    Diagnostic::new(crate::diagnostics::Rule::InvalidValue, location, message)
                        .hint("languages = [\"en\", \"uk\"]"),
                );
            }
        }
    }
    if locales.len() != config.languages.len() {
        return None;
    }
    let locales = Arc::new(locales);
    memory.locales = Some(Arc::clone(&locales));
    Some(locales)
}

fn parse_content(
    tree: &SourceTree,
    config: &Arc<Config>,
    locales: &Arc<Vec<Locale>>,
    memory: &mut Memory,
    diagnostics: &mut Diagnostics,
) -> Parsed {
    let mut parsed = Parsed::default();
    let mut pages = Vec::new();
    let mut attachments = Vec::new();
    let mut terms: Vec<Option<Arc<SourceFile>>> = vec![None; config.vocabularies.len()];
    let mut misnamed = Vec::new();
    for file in tree.below(name::CONTENT) {
        match name::classify(&file.path, config) {
            Ok(name::Kind::Page { key, language }) => pages.push((file, key, language)),
            Ok(name::Kind::Vocabulary(VocabularyId(at))) => {
                if let Some(slot) = terms.get_mut(at) {
                    *slot = Some(Arc::clone(file));
                }
            }
            Ok(name::Kind::Attachment { folder, name }) => attachments.push((folder, name, file)),
            Err(diagnostic) => {
                misnamed.push((Arc::clone(&file.path), *diagnostic));
                parsed.broken.extend(name::broken_ids(&file.path, config));
            }
        }
    }
    let good: Vec<&str> = pages.iter().map(|(file, _, _)| &*file.path).collect();
    diagnostics.append(name::without_echoes(misnamed, &good));
    let remembered = &memory.pages;
    let pages: Vec<(Arc<SourceFile>, Arc<Page>)> = pages
        .into_par_iter()
        .map(|(file, key, language)| {
            let known = remembered.binary_search_by(|(known, _)| known.path.cmp(&file.path)).ok();
            if let Some((known, page)) = known.and_then(|at| remembered.get(at))
                && known.same_read(file)
            {
                return (Arc::clone(file), Arc::clone(page));
            }
            let locale = locales.get(language.0);
            (Arc::clone(file), Arc::new(parse(file, key, language, config, locale)))
        })
        .collect();
    parsed.vocabularies = (0..config.vocabularies.len())
        .map(|at| match terms.get(at).and_then(Option::as_ref) {
            // Its file is there, and that it cannot be read has been reported.
            None if tree.is_unreadable(&vocabulary_file(config, at)) => {
                Arc::new(Terms::unreadable(vocabulary_file(config, at).into()))
            }
            Some(file) => match memory.vocabularies.iter().find(|(known, _)| known.same_read(file)) {
                Some((_, terms)) => Arc::clone(terms),
                None => Arc::new(vocabulary::parse(file, VocabularyId(at), config)),
            },
            None => Arc::new(Terms::default()),
        })
        .collect();
    parse_attachments(attachments, &mut parsed, memory, diagnostics);
    for found in
        pages.iter().map(|(_, page)| &page.diagnostics).chain(parsed.vocabularies.iter().map(|t| &t.diagnostics))
    {
        diagnostics.extend_from(found);
    }
    parsed.pages = pages.iter().map(|(_, page)| Arc::clone(page)).collect();
    unreadable(tree, config, &mut parsed);
    memory.vocabularies = terms
        .into_iter()
        .zip(&parsed.vocabularies)
        .filter_map(|(file, terms)| Some((file?, Arc::clone(terms))))
        .collect();
    memory.pages = pages;
    parsed
}

/// Entries' own files, made fit to publish.
fn parse_attachments(
    files: Vec<(String, String, &Arc<SourceFile>)>,
    parsed: &mut Parsed,
    memory: &mut Memory,
    diagnostics: &mut Diagnostics,
) {
    let remembered = &memory.attachments;
    let read: Vec<Arc<Attachment>> = files
        .par_iter()
        .map(|(_, _, file)| {
            let known = remembered.binary_search_by(|(known, _)| known.path.cmp(&file.path)).ok();
            match known.and_then(|at| remembered.get(at)).filter(|(known, _)| known.same_read(file)) {
                Some((_, attachment)) => Arc::clone(attachment),
                None => Arc::new(attachment::read(file)),
            }
        })
        .collect();
    memory.attachments =
        files.iter().zip(&read).map(|((_, _, file), read)| (Arc::clone(file), Arc::clone(read))).collect();
    for ((folder, name, _), attachment) in files.into_iter().zip(read) {
        diagnostics.extend_from(&attachment.diagnostics);
        parsed.attachments.push((folder, name, attachment));
    }
}

fn vocabulary_file(config: &Config, at: usize) -> String {
    format!("{}/{}.toml", name::CONTENT, config.vocabulary(VocabularyId(at)).name)
}

/// What could not be read is known to be there, so that what refers to it stays silent.
fn unreadable(tree: &SourceTree, config: &Config, parsed: &mut Parsed) {
    for file in tree.unreadable().filter(|file| file.path.split('/').next() == Some(name::CONTENT)) {
        match name::classify(&file.path, config) {
            Ok(name::Kind::Page { key, language }) => {
                parsed.pages.push(Arc::new(page::unreadable(Arc::clone(&file.path), key, language)));
            }
            Ok(name::Kind::Attachment { folder, name }) => {
                let attachment = Attachment {
                    path: Arc::clone(&file.path),
                    bytes: Arc::from([]),
                    fingerprint: String::new(),
                    size: None,
                    diagnostics: Vec::new(),
                };
                parsed.attachments.push((folder, name, Arc::new(attachment)));
            }
            Ok(name::Kind::Vocabulary(_)) => {}
            Err(_) => parsed.broken.extend(name::broken_ids(&file.path, config)),
        }
    }
}

fn load_theme(
    tree: &SourceTree,
    config: &Config,
    locales: &[Locale],
    memory: &mut Memory,
    diagnostics: &mut Diagnostics,
) -> Option<Arc<Theme>> {
    let folder = format!("themes/{}", config.theme);
    let files: Vec<Arc<SourceFile>> = tree.below(&folder).cloned().collect();
    if let Some((known, theme, found)) = &memory.theme
        && known.len() == files.len()
        && known.iter().zip(&files).all(|(a, b)| Arc::ptr_eq(a, b))
    {
        diagnostics.append(found.clone());
        return theme.clone();
    }
    let mut found = Diagnostics::default();
    let theme = Theme::load(tree, config, locales, &mut found).map(Arc::new);
    diagnostics.append(found.clone());
    memory.theme = Some((files, theme.clone(), found));
    theme
}
