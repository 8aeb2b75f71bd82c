//! The one pipeline. `build`, `check` and `serve` all call [`load`] and then render what they need of the
//! [`Snapshot`]; what differs is only what they remember of an earlier run and what they do with the bytes.
//!
//! A warm run gives the same bytes and diagnostics as a clean one, because a stage is skipped only when all of its
//! inputs are the very same values.

use std::{
    collections::BTreeSet,
    io,
    path::Path,
    sync::{Arc, Weak},
};

use rayon::prelude::*;

use crate::{
    config::{self, Config, VocabularyId},
    content::{
        Attachment, Page, attachment, name,
        page::{self, parse},
        vocabulary::{self, Terms},
    },
    diagnostics::{Diagnostic, Diagnostics, FilePath},
    locale::Locale,
    plan::{self, Output, Plan},
    render::render,
    search,
    site::{
        Site,
        resolve::{self, Parsed, resolve},
    },
    source::{SourceFile, SourceTree, read, replace_sorted},
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

/// The folder of all themes.
const THEMES: &str = "themes";

/// So many pages are parsed before their texts are let go of.
const PARSED_TOGETHER: usize = 512;

/// As much as a program's first thread has. A front matter that nests as deep as the limits let it, in every way at once,
/// takes most of the 2 MiB that threads have by themselves when nothing is optimised.
const STACK: usize = 8 * 1024 * 1024;

/// Starts the threads that all stages work on; before the first of them.
pub fn start_threads() {
    // An error says that there are threads already: then those are used.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
}

/// What an earlier run made, with what it was made of.
#[derive(Debug, Default)]
pub struct Memory {
    /// The texts of pages are let go of as soon as they are parsed.
    lets_go: bool,
    /// Nothing is made a second time, so that nothing need be remembered for it.
    runs_once: bool,
    read: read::ReadMemory,
    config: Option<RememberedConfig>,
    /// What everything below was made with.
    made_with: Option<Arc<Config>>,
    locales: Option<Arc<Vec<Locale>>>,
    /// By file below content/, sorted by path.
    names: Vec<Arc<Named>>,
    /// Sorted by path.
    pages: Vec<(Arc<SourceFile>, Arc<Page>)>,
    /// By vocabulary.
    vocabularies: Vec<(Option<Arc<SourceFile>>, Arc<Terms>)>,
    /// Sorted by path.
    attachments: Vec<(Arc<SourceFile>, Arc<Attachment>)>,
    resolved: Option<resolve::Memory>,
    theme: Option<KnownTheme>,
    plan: Option<RememberedPlan>,
    /// Made by whoever asks for the index, which is after all the rest.
    search: Arc<search::SearchMemory>,
}

#[derive(Debug)]
struct RememberedPlan {
    site: Arc<Site>,
    assets: Vec<String>,
    plan: Arc<Plan>,
    diagnostics: Diagnostics,
}

#[derive(Debug)]
struct RememberedConfig {
    file: Arc<SourceFile>,
    options: Options,
    config: Arc<Config>,
    diagnostics: Diagnostics,
}

impl Memory {
    /// For a program that goes on running: it holds no text of a page longer than it takes to parse it. See
    /// [`Memory::hold_only_texts`].
    pub fn without_texts() -> Self {
        Self { lets_go: true, ..Self::default() }
    }

    /// For a program that makes a site once and ends: like [`Memory::without_texts`], and words of search are let go of.
    pub fn for_one_run() -> Self {
        Self { runs_once: true, ..Self::without_texts() }
    }

    /// Whether files were read over symbolic links: what they lead to may change without a trace in the tree itself.
    pub fn reads_links(&self) -> bool {
        self.read.has_links()
    }

    /// Of the texts that pages were made of, holds only those that are quoted, in the tree that was made last and in what
    /// is remembered. Should a page have to be made again without its text, [`Loaded::lacks_texts`] says so.
    pub fn hold_only_texts(&mut self, root: &Path, tree: &mut SourceTree, quoted: &BTreeSet<FilePath>) {
        let used: Vec<Arc<SourceFile>> = self
            .pages
            .par_iter()
            .filter(|(file, _)| file.text().is_some() && !quoted.contains(&file.path))
            // A page that was left as it was, because something else was in the way, is not of this tree's file.
            .filter(|(file, _)| tree.get(&file.path).is_some_and(|now| Arc::ptr_eq(now, file)))
            .filter_map(|(file, _)| Some(Arc::new(file.used()?)))
            .collect();
        self.put(tree, &used);
        let missing = quoted.iter().filter_map(|path| tree.get(path)).filter(|file| file.is_used());
        let missing: Vec<Arc<SourceFile>> = missing.cloned().collect();
        if !missing.is_empty() {
            self.put(tree, &read::read_texts(root, &missing));
        }
    }

    /// Puts the same files, with their text or without, in the place of those of the tree that was made last.
    fn put(&mut self, tree: &mut SourceTree, files: &[Arc<SourceFile>]) {
        replace_sorted(&mut self.pages, files, |(known, _)| &known.path, |(known, _), file| *known = file);
        self.read.replace(files);
        tree.replace(files);
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
    /// Makes the search indexes of all languages, as asking for the outputs would otherwise.
    /// Only where nothing else asks for them meanwhile: see [`Views::make_search_indexes`].
    pub fn make_search_indexes(&self) {
        if let Some(views) = &self.views {
            views.make_search_indexes();
        }
    }

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
    /// Nothing was made, because that takes texts that were let go of: the folder has to be read with a new memory.
    pub lacks_texts: bool,
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
        read::read(root, &[config::read::SITE_TOML, name::CONTENT, THEMES], &mut memory.read, &mut diagnostics)
    })?;
    Ok(Read { tree, diagnostics })
}

/// Looks again at a few files alone that were read before: [`read::read_again`] says when. Only for a folder in which
/// everything could be read the last time.
pub fn read_again(root: &Path, paths: &[String], memory: &mut Memory, timings: &mut Timings) -> Option<Read> {
    let tree = timings.stage("read", || read::read_again(root, paths, &mut memory.read))?;
    Some(Read { tree, diagnostics: Diagnostics::default() })
}

/// Resolves what was read.
pub fn make(read: Read, options: &Options, memory: &mut Memory, timings: &mut Timings) -> Loaded {
    let Read { tree, diagnostics } = read;
    let mut loaded = Loaded { tree, snapshot: None, diagnostics, advice: Diagnostics::default(), lacks_texts: false };
    let Some(config) = load_config(&loaded.tree, options, memory, &mut loaded.diagnostics) else {
        return loaded;
    };
    let Some(locales) = load_locales(&config, memory, &mut loaded.diagnostics) else { return loaded };
    // The theme has nothing to do with what is parsed, and most of its making is work for one thread.
    let (themes, mut known_theme) = (loaded.tree.part(THEMES), memory.theme.take());
    let mut found_in_theme = Diagnostics::default();
    let mut meanwhile = Timings::default();
    let (parsed, theme) = timings.stage("theme", || {
        rayon::join(
            || {
                meanwhile.stage("parse", || {
                    parse_content(&mut loaded.tree, &config, &locales, memory, &mut loaded.diagnostics)
                })
            },
            || load_theme(&themes, &config, &locales, &mut known_theme, &mut found_in_theme),
        )
    });
    timings.held(meanwhile);
    memory.theme = known_theme;
    let Some(parsed) = parsed else {
        loaded.lacks_texts = true;
        return loaded;
    };
    let resolved =
        timings.stage("resolve", || resolve(parsed, &config, &locales, options.drafts, &mut memory.resolved));
    loaded.diagnostics.append(resolved.diagnostics);
    loaded.advice = resolved.advice;
    loaded.diagnostics.append(found_in_theme);
    let (site, drafts) = (resolved.site, resolved.drafts);
    let plan = timings.stage("plan", || make_plan(&site, theme.as_ref(), memory, &mut loaded.diagnostics));
    let search = if memory.runs_once { Weak::new() } else { Arc::downgrade(&memory.search) };
    let views = theme.map(|theme| Arc::new(Views::new(Arc::clone(&site), Arc::clone(&plan), theme, search)));
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
    // A comment in site.toml, or a mistake that was mended, makes nothing new.
    let config = match &memory.made_with {
        Some(known) if **known == config => Arc::clone(known),
        _ => {
            let read = std::mem::take(&mut memory.read);
            *memory = Memory { read, lets_go: memory.lets_go, runs_once: memory.runs_once, ..Memory::default() };
            Arc::new(config)
        }
    };
    memory.made_with = Some(Arc::clone(&config));
    memory.config = Some(RememberedConfig {
        file: Arc::clone(file),
        options: options.clone(),
        config: Arc::clone(&config),
        diagnostics: found,
    });
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
    tree: &mut SourceTree,
    config: &Arc<Config>,
    locales: &Arc<Vec<Locale>>,
    memory: &mut Memory,
    diagnostics: &mut Diagnostics,
) -> Option<Parsed> {
    let mut parsed = Parsed::default();
    let mut pages = Vec::new();
    let mut attachments = Vec::new();
    let mut terms: Vec<Option<Arc<SourceFile>>> = vec![None; config.vocabularies.len()];
    let mut misnamed = Vec::new();
    let names = classify(tree, config, memory);
    for (file, named) in tree.below(name::CONTENT).zip(&names) {
        match &named.kind {
            Ok(name::Kind::Page { key, language }) => pages.push((Arc::clone(file), key, *language)),
            Ok(name::Kind::Vocabulary(VocabularyId(at))) => {
                if let Some(slot) = terms.get_mut(*at) {
                    *slot = Some(Arc::clone(file));
                }
            }
            Ok(name::Kind::Attachment { folder, name }) => attachments.push((folder.clone(), name.clone(), file)),
            Err(diagnostic) => {
                misnamed.push((Arc::clone(&file.path), diagnostic.clone()));
                parsed.broken.extend(name::broken_ids(&file.path, config));
            }
        }
    }
    let good: Vec<&str> =
        if misnamed.is_empty() { Vec::new() } else { pages.iter().map(|(file, _, _)| &*file.path).collect() };
    diagnostics.append(name::without_echoes(misnamed, &good));
    parse_attachments(attachments, &mut parsed, memory, diagnostics);
    let mut known = Known { remembered: &memory.pages, at: 0 };
    let known: Vec<Option<Arc<Page>>> = pages.iter().map(|(file, _, _)| known.find(file).cloned()).collect();
    if pages.iter().zip(&known).any(|((file, _, _), known)| known.is_none() && file.is_used()) {
        return None;
    }
    // One after the other where many texts are let go of: then those of all pages are never held at once.
    let new = known.iter().filter(|known| known.is_none()).count();
    let together = if memory.lets_go && new > PARSED_TOGETHER { PARSED_TOGETHER } else { usize::MAX };
    let mut open = pages.into_iter().zip(known);
    let mut pages: Vec<(Arc<SourceFile>, Arc<Page>)> = Vec::with_capacity(open.len());
    loop {
        let chunk: Vec<_> = open.by_ref().take(together).collect();
        if chunk.is_empty() {
            break;
        }
        let chunk = chunk.into_par_iter().map(|((file, key, language), known)| {
            let parse = || Arc::new(parse(&file, key.clone(), language, config, locales.get(language.0)));
            let page = known.unwrap_or_else(parse);
            let lets_go = memory.lets_go && page.diagnostics.is_empty();
            let used = if lets_go { file.used().map(Arc::new) } else { None };
            (file, used, page)
        });
        let chunk = chunk.collect::<Vec<_>>();
        let used: Vec<Arc<SourceFile>> = chunk.iter().filter_map(|(_, used, _)| used.clone()).collect();
        memory.read.replace(&used);
        tree.replace(&used);
        pages.extend(chunk.into_iter().map(|(file, used, page)| (used.unwrap_or(file), page)));
    }
    parsed.vocabularies = (0..config.vocabularies.len())
        .map(|at| match terms.get(at).and_then(Option::as_ref) {
            // Its file is there, and that it cannot be read has been reported.
            None if tree.is_unreadable(&vocabulary_file(config, at)) => {
                Arc::new(Terms::unreadable(vocabulary_file(config, at).into()))
            }
            file => match memory.vocabularies.get(at) {
                Some((None, terms)) if file.is_none() => Arc::clone(terms),
                Some((Some(known), terms)) if file.is_some_and(|file| known.same_read(file)) => Arc::clone(terms),
                _ => Arc::new(file.map(|file| vocabulary::parse(file, VocabularyId(at), config)).unwrap_or_default()),
            },
        })
        .collect();
    for found in
        pages.iter().map(|(_, page)| &page.diagnostics).chain(parsed.vocabularies.iter().map(|t| &t.diagnostics))
    {
        diagnostics.extend_from(found);
    }
    parsed.pages = pages.iter().map(|(_, page)| Arc::clone(page)).collect();
    unreadable(tree, config, &mut parsed);
    // What stands for a file that cannot be read is not what it would be without the file.
    memory.vocabularies = match tree.unreadable().next() {
        Some(_) => Vec::new(),
        None => terms.into_iter().zip(parsed.vocabularies.iter().cloned()).collect(),
    };
    memory.pages = pages;
    memory.names = names;
    Some(parsed)
}

/// What a path below content/ is; the configuration decides it.
#[derive(Debug)]
struct Named {
    path: FilePath,
    kind: Result<name::Kind, Diagnostic>,
}

/// By file below content/.
fn classify(tree: &SourceTree, config: &Config, memory: &mut Memory) -> Vec<Arc<Named>> {
    let mut known = std::mem::take(&mut memory.names).into_iter().peekable();
    tree.below(name::CONTENT)
        .map(|file| {
            while known.next_if(|known| known.path < file.path).is_some() {}
            known.next_if(|known| known.path == file.path).unwrap_or_else(|| {
                let kind = name::classify(&file.path, config).map_err(|diagnostic| *diagnostic);
                Arc::new(Named { path: Arc::clone(&file.path), kind })
            })
        })
        .collect()
}

/// Looks files up in what is remembered of them, both sorted by path.
struct Known<'m, T> {
    remembered: &'m [(Arc<SourceFile>, T)],
    at: usize,
}

impl<'m, T> Known<'m, T> {
    fn find(&mut self, file: &Arc<SourceFile>) -> Option<&'m T> {
        while self.remembered.get(self.at).is_some_and(|(known, _)| known.path < file.path) {
            self.at += 1;
        }
        let (known, made) = self.remembered.get(self.at)?;
        (Arc::ptr_eq(known, file) || known.same_read(file)).then_some(made)
    }
}

/// Entries' own files, made fit to publish.
fn parse_attachments(
    files: Vec<(String, String, &Arc<SourceFile>)>,
    parsed: &mut Parsed,
    memory: &mut Memory,
    diagnostics: &mut Diagnostics,
) {
    let mut known = Known { remembered: &memory.attachments, at: 0 };
    let known: Vec<Option<Arc<Attachment>>> = files.iter().map(|(_, _, file)| known.find(file).cloned()).collect();
    let read: Vec<Arc<Attachment>> = files
        .par_iter()
        .zip(known)
        .map(|((_, _, file), known)| known.unwrap_or_else(|| Arc::new(attachment::read(file))))
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

fn make_plan(
    site: &Arc<Site>,
    theme: Option<&Arc<Theme>>,
    memory: &mut Memory,
    diagnostics: &mut Diagnostics,
) -> Arc<Plan> {
    let assets: Vec<String> =
        theme.iter().flat_map(|theme| theme.assets.iter().map(|asset| asset.path.clone())).collect();
    if let Some(known) = &mut memory.plan
        && known.assets == assets
        && plan::same::addresses(&known.site, site)
    {
        known.site = Arc::clone(site);
        diagnostics.extend_from(known.diagnostics.as_slice());
        return Arc::clone(&known.plan);
    }
    let mut found = Diagnostics::default();
    let plan = Arc::new(plan::plan(site, &assets, &mut found));
    diagnostics.extend_from(found.as_slice());
    memory.plan = Some(RememberedPlan { site: Arc::clone(site), assets, plan: Arc::clone(&plan), diagnostics: found });
    plan
}

fn load_theme(
    tree: &SourceTree,
    config: &Config,
    locales: &[Locale],
    remembered: &mut Option<KnownTheme>,
    diagnostics: &mut Diagnostics,
) -> Option<Arc<Theme>> {
    let folder = format!("themes/{}", config.theme);
    if tree.is_unreadable(&folder) {
        // What is remembered was made of files that could all be read.
        *remembered = None;
    }
    let files: Vec<Arc<SourceFile>> = tree.below(&folder).cloned().collect();
    // A folder that is not there, or cannot be read whole, is judged by what else is there.
    let is_whole = !files.is_empty() && !tree.is_unreadable(&folder);
    if let Some((known, theme, found)) = remembered.as_ref().filter(|_| is_whole)
        && known.len() == files.len()
        && known.iter().zip(&files).all(|(a, b)| Arc::ptr_eq(a, b))
    {
        diagnostics.extend_from(found.as_slice());
        return theme.clone();
    }
    let mut found = Diagnostics::default();
    let theme = Theme::load(tree, config, locales, &mut found).map(Arc::new);
    diagnostics.append(found.clone());
    *remembered = is_whole.then(|| (files, theme.clone(), found));
    theme
}
