//! `icsi build`: read, check, publish. Where nothing has changed since the last build, it is over after reading.

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use super::{
    Exit,
    args::{Build, Common},
    project,
    terminal::Terminal,
};
use crate::{
    diagnostics::{Diagnostics, Strictness},
    history::changes::changes,
    message,
    message::{Argument, Message, decimal},
    pipeline::{self, LoadMemory, LoadOptions, Loaded, Snapshot},
    plan::Output,
    publish::{BuildMemory, PublishError, PublishErrorKind, PublishOptions, Remembered, Summary, Target},
    source::SourceTree,
    timings::Timings,
};

pub(super) fn run(common: &Common, options: &Build, terminal: &Terminal) -> Result<(), Exit> {
    let root = project::root(common, terminal)?;
    let base_url = options.base_url.as_deref().map(|text| project::base_url(text, terminal)).transpose()?;
    let strictness = Strictness { strict: options.strict, ..Strictness::default() };
    let load_options = LoadOptions { drafts: options.drafts, base_url, strictness };
    let mut timings = Timings::default();
    // Of one run to the next, `publish` alone keeps a memory. This one is let go of before the search index is made.
    let mut memory = LoadMemory::default();
    let unreadable = |error: io::Error| project::unreadable(&root, &error, terminal);
    // What a repository tells is no file of the site: with it, nothing is known by a sum.
    let (files, inputs) = if options.history {
        (pipeline::read(&root, &mut memory, &mut timings).map_err(unreadable)?, None)
    } else {
        pipeline::inputs::read_with_sum(&root, &load_options, &mut memory, &mut timings).map_err(unreadable)?
    };
    let publishing = Publishing {
        out: options.out.clone().unwrap_or_else(|| root.join("public")),
        history: options.history,
        options: PublishOptions { sync: !options.no_sync, ..PublishOptions::default() },
        inputs,
        written: Throughput {
            files_read: files.tree.len(),
            read: files.tree.iter().map(|file| file.bytes().len()).sum(),
            ..Throughput::default()
        },
        root: root.clone(),
    };
    let done = match publishing.unchanged(&mut timings) {
        Some((summary, diagnostics)) => Done { tree: files.tree, diagnostics, published: Some(summary) },
        None => {
            let loaded = pipeline::resolve(files, &load_options, &mut memory, &mut timings);
            drop(memory);
            publishing.whole(loaded, &mut timings, terminal)?
        }
    };
    terminal.diagnostics(&done.diagnostics, &done.tree);
    if options.timings || terminal.verbose {
        print_timings(&timings, &publishing.written, terminal);
    }
    terminal.line(match &done.published {
        Some(summary) => told(summary, &done.diagnostics),
        None => message!("nothing-published", counts = done.diagnostics.counts()),
    });
    let published = done.published.is_some();
    // The process ends: giving a large site's memory back piece by piece is time that the system needs none of.
    std::mem::forget(done);
    if published { Ok(()) } else { Err(Exit::SiteErrors) }
}

/// Gives the site the history of its repository.
fn set_history(root: &Path, snapshot: &Snapshot, terminal: &Terminal) -> Result<(), Exit> {
    let Some(history) = changes(root, &snapshot.site, &snapshot.plan) else {
        return Err(terminal.machine(message!("history-unreadable"), Some(message!("history-unreadable.hint"))));
    };
    if let Some(day) = &history.known_from {
        terminal.notice(message!("history-shallow", day));
    }
    if let Some(views) = &snapshot.views {
        views.set_history(history);
    }
    Ok(())
}

/// Counts of files and pages, for the timings.
#[derive(Debug, Default)]
struct Throughput {
    files_read: usize,
    /// In bytes.
    read: usize,
    pages: AtomicUsize,
    files: AtomicUsize,
    bytes: AtomicUsize,
}

impl Throughput {
    fn count(&self, output: Option<&Output>, bytes: &[u8]) {
        let is_page = output.is_some_and(|output| output.path.ends_with(".html"));
        self.pages.fetch_add(usize::from(is_page), Ordering::Relaxed);
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes.len(), Ordering::Relaxed);
    }
}

enum Failure {
    Templates(Diagnostics),
    Publish(PublishError),
}

/// The outcome of a build.
struct Done {
    /// For the lines that the diagnostics are about.
    tree: SourceTree,
    /// Sorted.
    diagnostics: Diagnostics,
    /// `None` where errors stood in the way.
    published: Option<Summary>,
}

/// Where and how a site is published.
struct Publishing {
    root: PathBuf,
    out: PathBuf,
    options: PublishOptions,
    history: bool,
    /// The sum of all inputs, where there is one.
    inputs: Option<u128>,
    written: Throughput,
}

impl Publishing {
    /// What an earlier build found in these very inputs, if what it published stands as it was.
    fn unchanged(&self, timings: &mut Timings) -> Option<(Summary, Diagnostics)> {
        let home = project::home();
        let remembered = Remembered::read(&self.out, &self.root, home.as_deref(), self.inputs?)?;
        let diagnostics = serde_json::from_slice(&remembered.findings).ok()?;
        let look = || remembered.stands(&self.out, &self.root, home.as_deref(), &self.options);
        Some((timings.stage("compare", look)?, diagnostics))
    }

    /// Publishes a site that has no errors.
    fn whole(&self, mut loaded: Loaded, timings: &mut Timings, terminal: &Terminal) -> Result<Done, Exit> {
        let mut published = None;
        loaded.forget_texts();
        if loaded.diagnostics.has_errors() {
            // Nothing will be published; the templates' own mistakes are still worth telling in the same run.
            let found = project::check_templates(&loaded);
            loaded.diagnostics.append(found);
        } else if let Some(snapshot) = &loaded.snapshot {
            if self.history {
                set_history(&self.root, snapshot, terminal)?;
            }
            loaded.diagnostics.sort();
            match self.publish(snapshot, self.memory(&loaded.diagnostics), timings) {
                Ok(summary) => published = Some(summary),
                Err(Failure::Templates(found)) => loaded.diagnostics.append(found),
                Err(Failure::Publish(error)) => match error.kind {
                    PublishErrorKind::Refused | PublishErrorKind::Busy => loaded.diagnostics.push(error.diagnostic()),
                    PublishErrorKind::Io | PublishErrorKind::Misuse => {
                        terminal.diagnostics(&loaded.diagnostics, &loaded.tree);
                        return Err(terminal.machine(&error.message, error.hint));
                    }
                },
            }
        }
        let Loaded { tree, snapshot, mut diagnostics, content, .. } = loaded;
        diagnostics.sort();
        // As in `run`: the process will end.
        std::mem::forget((snapshot, content));
        Ok(Done { tree, diagnostics, published })
    }

    /// What the next build may be told of this one, whose findings are sorted.
    fn memory(&self, diagnostics: &Diagnostics) -> Option<BuildMemory> {
        Some(BuildMemory { inputs: self.inputs, findings: serde_json::to_vec(diagnostics).ok()? })
    }

    fn publish(
        &self,
        snapshot: &Snapshot,
        memory: Option<BuildMemory>,
        timings: &mut Timings,
    ) -> Result<Summary, Failure> {
        let outputs = timings.stage("search", || {
            snapshot.make_search_indexes();
            snapshot.outputs()
        });
        let paths: Vec<&str> = outputs.iter().map(|output| output.path.as_str()).collect();
        let open = || Target::open(&self.out, &self.root, project::home().as_deref(), &self.options)?.begin(&paths);
        let mut publication = timings.stage("open", open).map_err(Failure::Publish)?;
        if let Some(memory) = memory {
            publication.remember(memory);
        }
        let found = timings.stage("render", || {
            let keep = |at| publication.keep(at);
            pipeline::render_all(snapshot, &outputs, keep, |at, bytes| {
                self.written.count(outputs.get(at), bytes);
                publication.put(at, bytes).map(|_| ())
            })
        });
        let found = found.map_err(Failure::Publish)?;
        if found.has_errors() {
            // Dropping the publication leaves the published site as it was.
            return Err(Failure::Templates(found));
        }
        timings.stage("publish", || publication.finish()).map_err(Failure::Publish)
    }
}

fn told(summary: &Summary, diagnostics: &Diagnostics) -> Message {
    let counts = diagnostics.counts();
    let &Summary { written, unchanged, removed, .. } = summary;
    let files = written + unchanged;
    if summary.is_unchanged() {
        return message!("published-nothing-changed", files, counts);
    }
    message!("published", files, written, unchanged, removed, counts)
}

/// A stage a line, with what went through it where that says something.
fn print_timings(timings: &Timings, written: &Throughput, terminal: &Terminal) {
    let [pages, files, bytes] =
        [&written.pages, &written.files, &written.bytes].map(|count| count.load(Ordering::Relaxed));
    for (stage, took) in &timings.stages {
        let what = match *stage {
            "read" => Some(message!("timings-read", files = written.files_read, megabytes = megabytes(written.read))),
            "render" => Some(message!("timings-render", pages, files, megabytes = megabytes(bytes))),
            _ => None,
        };
        print_timing(message!("stage", stage = *stage), *took, what, terminal);
    }
    print_timing(message!("stage", stage = "total"), timings.total(), None, terminal);
}

/// The name of a stage and its time, below one another in columns.
fn print_timing(stage: Message, took: Duration, what: Option<Message>, terminal: &Terminal) {
    let stage = format!("{:>9}", terminal.text(stage));
    let milliseconds = message!("milliseconds", number = decimal(took.as_secs_f64() * 1000.0, 1));
    // Of seven signs and the unit.
    let took = format!("{:>11}", terminal.text(milliseconds));
    terminal.line(match what {
        Some(what) => message!("timings-line-with", stage, took, what),
        None => message!("timings-line", stage, took),
    });
}

fn megabytes(bytes: usize) -> Argument {
    const KILOBYTE: usize = 1000;
    let tenths = bytes / (KILOBYTE * KILOBYTE / 10);
    Argument::Decimal(format!("{}.{}", tenths / 10, tenths % 10))
}
