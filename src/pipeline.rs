//! The order of the steps. `build`, `check` and `serve` all call [`load`] (or [`read`], then [`resolve`]) and render what
//! they need of the [`Snapshot`]; they differ in what they do with the bytes.
//!
//! [`LoadMemory`] holds what is remembered between two runs: files on disk, and what was made of each of them, in memos.
//! Everything after that is a function of those values and is run every time, so a warm run gives the same bytes and
//! diagnostics as a clean one.

use std::{io, path::Path, sync::Arc};

use rayon::prelude::*;

use crate::{
    config::{self, Config},
    content::{load as content, load::ContentMemo, load::ParsedContent, name::CONTENT, named_pages},
    diagnostics::{
        Diagnostic, Diagnostics, Location, Rule, Strictness,
        levels::{Levels, except},
    },
    locale::{Locale, date::PartialDate},
    memo::Memo,
    plan::{self, OptionalPages, Output, Plan, ledger::Ledger},
    search,
    site::{self, Site},
    source::{
        SourceFile, SourceTree, names,
        read::{self as disk, LEDGER, ReadMemory},
    },
    static_files,
    theme::{BRIEF, CHANGES, DATA, TABLE, TIMELINE, Theme, ThemeMemory, layers, program},
    timings::Timings,
    view::{Views, render},
};

pub mod inputs;

/// Options of a run beside site.toml.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadOptions {
    /// Publish drafts too.
    pub drafts: bool,
    /// Replaces `base_url` of site.toml.
    pub base_url: Option<config::BaseUrl>,
    /// The strictness of the run with warnings, beside site.toml.
    pub strictness: Strictness,
}

/// The folder of all themes.
const THEMES: &str = "themes";

/// The stack of each thread, as large as that of a program's first thread. A front matter that nests as deep as the limits
/// let it, in every way at once, takes most of the usual 2 MiB when nothing is optimised.
const STACK: usize = 8 * 1024 * 1024;

/// The most outputs that a thread renders before it lets others take of its part: at the end, none works long alone.
const RENDERED_TOGETHER: usize = 8;

/// Starts the threads that all stages work on; to be called before the first of them.
pub fn start_threads() {
    // An error means that the threads were started before: then those are used.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
}

/// The memory between two runs. A new one remembers nothing.
#[derive(Debug, Default)]
pub struct LoadMemory {
    disk: ReadMemory,
    config: Memo<(), (Arc<SourceFile>, Option<config::BaseUrl>), LoadedConfig>,
    content: ContentMemo,
    /// A theme is made of all files below theme/ and themes/, since a mistake is explained by what else is there.
    theme: Memo<(), (SourceTree, Arc<Config>), LoadedTheme>,
    in_theme: ThemeMemory,
    /// Filled by [`Views`], which makes the search index after everything else.
    search: Arc<search::SearchMemory>,
}

impl LoadMemory {
    /// Whether files were read over symbolic links: what those lead to may change without a trace in the tree itself.
    pub fn reads_links(&self) -> bool {
        self.disk.has_links()
    }
}

/// A configuration and the rules of its languages. `None` when site.toml has mistakes, which are in `diagnostics`.
#[derive(Clone, Debug)]
struct LoadedConfig {
    config: Option<(Arc<Config>, Arc<Vec<Locale>>)>,
    diagnostics: Diagnostics,
}

/// `None` when the theme cannot be used; `diagnostics` say why.
#[derive(Clone, Debug)]
struct LoadedTheme {
    theme: Option<Arc<Theme>>,
    diagnostics: Diagnostics,
}

/// A site's files as they are now.
#[derive(Debug)]
pub struct ReadFiles {
    pub tree: SourceTree,
    pub diagnostics: Diagnostics,
}

/// The outcome of [`load`].
#[derive(Debug)]
pub struct Loaded {
    pub tree: SourceTree,
    /// `None` when site.toml cannot be used.
    pub snapshot: Option<Snapshot>,
    /// Errors, which stand in the way of publishing, and warnings. Not sorted yet.
    pub diagnostics: Diagnostics,
    /// Notices that only `check` and `status` show.
    pub advice: Diagnostics,
    /// The content of each file of content/.
    pub(crate) content: ParsedContent,
}

impl Loaded {
    /// Lets go of the texts of content/, a fifth of what a large site takes in memory. Only findings show lines of them, so
    /// they stay where there is one; of what may still be found, in templates, the texts stay.
    pub fn forget_texts(&mut self) {
        if self.diagnostics.is_empty() {
            self.tree = self.tree.part(&[layers::OWN, THEMES]);
        }
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

/// Reads a site's folder and resolves it.
///
/// # Errors
///
/// When the folder itself cannot be opened; whatever is wrong inside it is a diagnostic.
pub fn load(root: &Path, options: &LoadOptions, memory: &mut LoadMemory, timings: &mut Timings) -> io::Result<Loaded> {
    let files = read(root, memory, timings)?;
    Ok(resolve(files, options, memory, timings))
}

/// Reads a site's folder.
///
/// # Errors
///
/// When the folder itself cannot be opened; whatever is wrong inside it is a diagnostic.
pub fn read(root: &Path, memory: &mut LoadMemory, timings: &mut Timings) -> io::Result<ReadFiles> {
    timings.stage("read", || read_files(root, memory))
}

/// The files that [`inputs`] names: whatever else is read has to be named there.
fn read_files(root: &Path, memory: &mut LoadMemory) -> io::Result<ReadFiles> {
    let mut diagnostics = Diagnostics::default();
    let folders = [config::read::SITE_TOML, LEDGER, CONTENT, disk::STATIC, layers::OWN, THEMES];
    let tree = disk::read(root, &folders, &mut memory.disk, &mut diagnostics)?;
    Ok(ReadFiles { tree: program::completed(tree), diagnostics })
}

/// Files -> a site with its plan and views: parses, resolves and plans.
pub fn resolve(files: ReadFiles, options: &LoadOptions, memory: &mut LoadMemory, timings: &mut Timings) -> Loaded {
    let ReadFiles { tree, mut diagnostics } = files;
    let Some((config, locales)) = load_config(&tree, options, memory, &mut diagnostics) else {
        options.strictness.apply(&Levels::default(), &mut diagnostics);
        return Loaded {
            tree,
            snapshot: None,
            diagnostics,
            advice: Diagnostics::default(),
            content: ParsedContent::default(),
        };
    };

    // The theme and the pages have nothing to do with each other, and a theme is mostly work for one thread.
    let (mut of_content, mut of_theme) = (Timings::default(), Timings::default());
    let ((parsed, resolved), theme) = rayon::join(
        || {
            let load = || content::load(&tree, &config, &locales, &mut memory.content, &mut diagnostics);
            let parsed = of_content.stage("parse", load);
            let resolved = of_content.stage("resolve", || site::resolve(&parsed, &config, &locales, options.drafts));
            (parsed, resolved)
        },
        || of_theme.stage("theme", || load_theme(&tree, &config, &locales, &mut memory.theme, &mut memory.in_theme)),
    );
    timings.extend([of_content, of_theme]);
    diagnostics.append(theme.diagnostics);

    diagnostics.append(resolved.diagnostics);
    let site = Arc::new(resolved.site);

    let assets = theme.theme.iter().flat_map(|theme| &theme.assets).map(|asset| asset.path.clone()).collect::<Vec<_>>();
    named_pages::check(&tree, &config, &mut diagnostics);
    let static_files = static_files::load(&tree, &config, &mut diagnostics);
    names::check(&tree, &[CONTENT, disk::STATIC], &mut diagnostics);
    let ledger = Ledger::read(tree.get(LEDGER).map(|file| &**file), &mut diagnostics);
    let has_template = |name: &str| theme.theme.as_ref().is_some_and(|theme| theme.has_template(name));
    let optional = OptionalPages {
        briefs: config.outputs.briefs && has_template(BRIEF),
        changes: config.outputs.changes && has_template(CHANGES),
        data: has_template(DATA),
        tables: config.outputs.tables && has_template(TABLE),
        timeline: site.has_timeline() && has_template(TIMELINE),
    };
    let plan = Arc::new(
        timings.stage("plan", || plan::plan(&site, &assets, static_files, &ledger, optional, &mut diagnostics)),
    );

    let search = Arc::downgrade(&memory.search);
    let views = theme.theme.map(|theme| Arc::new(Views::new(Arc::clone(&site), Arc::clone(&plan), theme, search)));
    let snapshot = Snapshot { config, site, plan, drafts: Arc::new(resolved.drafts), views };
    let mut advice = resolved.advice;
    let exceptions = parsed.exceptions();
    for found in [&mut diagnostics, &mut advice] {
        except(&exceptions, found);
        options.strictness.apply(&snapshot.config.checks, found);
    }
    Loaded { tree, snapshot: Some(snapshot), diagnostics, advice, content: parsed }
}

/// Finds what `check` alone tells, since each text is read for it once more. `last_day` is the latest day that it is
/// anywhere on earth.
pub fn advise(loaded: &Loaded, options: &LoadOptions, last_day: PartialDate) -> Diagnostics {
    let Some(snapshot) = &loaded.snapshot else { return Diagnostics::default() };
    let source = |path: &str| loaded.tree.get(path)?.text();
    let mut found = site::advise(&snapshot.site, &loaded.content, source, last_day);
    except(&loaded.content.exceptions(), &mut found);
    options.strictness.apply(&snapshot.config.checks, &mut found);
    found
}

/// Renders outputs and hands each to `take`, from many threads and in no order. Those whose names say all that they are
/// made of are offered to `keep` first, which says whether they are there already. Returns what went wrong in the
/// templates, each mistake once however many pages it breaks.
///
/// # Errors
///
/// The first error of `take`.
pub fn render_all<E: Send>(
    snapshot: &Snapshot,
    outputs: &[Output],
    keep: impl Fn(usize) -> Result<bool, E> + Sync,
    take: impl Fn(usize, &[u8]) -> Result<(), E> + Sync,
) -> Result<Diagnostics, E> {
    let Some(views) = &snapshot.views else { return Ok(Diagnostics::default()) };
    let found: Result<Vec<Option<Diagnostic>>, E> = outputs
        .par_iter()
        .enumerate()
        .with_max_len(RENDERED_TOGETHER)
        .map(|(at, output)| {
            if output.what.is_named_by_content() && keep(at)? {
                return Ok(None);
            }
            match render(views, output) {
                Ok(bytes) => take(at, &bytes).map(|()| None),
                Err(diagnostic) => Ok(Some(*diagnostic)),
            }
        })
        .collect();
    let mut diagnostics: Diagnostics = found?.into_iter().flatten().collect();
    diagnostics.sort();
    Ok(diagnostics)
}

fn load_config(
    tree: &SourceTree,
    options: &LoadOptions,
    memory: &mut LoadMemory,
    diagnostics: &mut Diagnostics,
) -> Option<(Arc<Config>, Arc<Vec<Locale>>)> {
    let file = Arc::clone(tree.get(config::read::SITE_TOML)?);
    let loaded = memory.config.make_one((file, options.base_url.clone()), |(file, base_url)| {
        let mut diagnostics = Diagnostics::default();
        let config = config::read(file.text().unwrap_or_default(), &mut diagnostics);
        let config = config.and_then(|config| {
            let base_url = base_url.clone().unwrap_or_else(|| config.base_url.clone());
            let locales = load_locales(&config, &mut diagnostics)?;
            Some((Arc::new(Config { base_url, ..config }), Arc::new(locales)))
        });
        LoadedConfig { config, diagnostics }
    });
    diagnostics.append(loaded.diagnostics);
    loaded.config
}

/// By language. `None` when there is a language whose rules are not known.
fn load_locales(config: &Config, diagnostics: &mut Diagnostics) -> Option<Vec<Locale>> {
    let mut locales = Vec::new();
    for tag in &config.languages {
        match Locale::new(tag) {
            Ok(locale) => locales.push(locale),
            Err(message) => diagnostics.push(
                Diagnostic::new(Rule::InvalidValue, Location::file(&config.file), message)
                    .hint(crate::message::Message::code("languages = [\"en\", \"uk\"]")),
            ),
        }
    }
    (locales.len() == config.languages.len()).then_some(locales)
}

fn load_theme(
    tree: &SourceTree,
    config: &Arc<Config>,
    locales: &[Locale],
    memo: &mut Memo<(), (SourceTree, Arc<Config>), LoadedTheme>,
    memory: &mut ThemeMemory,
) -> LoadedTheme {
    memo.make_one((tree.part(&[layers::OWN, THEMES]), Arc::clone(config)), |(tree, config)| {
        let mut diagnostics = Diagnostics::default();
        let theme = Theme::load(tree, config, locales, memory, &mut diagnostics).map(Arc::new);
        LoadedTheme { theme, diagnostics }
    })
}
