//! `icsi build`: read, check, publish.

use std::{
    path::Path,
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
    publish::{self, PublishError, PublishErrorKind, Target},
    timings::Timings,
};

pub(super) fn run(common: &Common, options: &Build, terminal: &Terminal) -> Result<(), Exit> {
    let root = project::root(common, terminal)?;
    let base_url = options.base_url.as_deref().map(|text| project::base_url(text, terminal)).transpose()?;
    let mut timings = Timings::default();
    let strictness = Strictness { strict: options.strict, ..Strictness::default() };
    let load_options = LoadOptions { drafts: options.drafts, base_url, strictness };
    // Nothing is remembered, not even for the search index, which is made last.
    let mut loaded = pipeline::load(&root, &load_options, &mut LoadMemory::default(), &mut timings)
        .map_err(|error| project::unreadable(&root, &error, terminal))?;
    let written = Throughput { read: loaded.tree.iter().map(|file| file.bytes().len()).sum(), ..Throughput::default() };
    let mut published = None;
    if loaded.diagnostics.has_errors() {
        // Nothing will be published; the templates' own mistakes are still worth telling in the same run.
        let found = project::check_templates(&loaded);
        loaded.diagnostics.append(found);
    } else if let Some(snapshot) = &loaded.snapshot {
        if options.history {
            set_history(&root, snapshot, terminal)?;
        }
        let out = options.out.clone().unwrap_or_else(|| root.join("public"));
        match publish(snapshot, &out, &root, options.no_sync, &written, &mut timings) {
            Ok(summary) => published = Some(summary),
            Err(Failure::Templates(found)) => loaded.diagnostics.append(found),
            Err(Failure::Publish(error)) => match error.kind {
                PublishErrorKind::Refused | PublishErrorKind::Busy => loaded.diagnostics.push(error.diagnostic()),
                PublishErrorKind::Io | PublishErrorKind::Misuse => {
                    tell(&mut loaded, terminal);
                    return Err(terminal.machine(&error.message, error.hint));
                }
            },
        }
    }
    tell(&mut loaded, terminal);
    if options.timings || terminal.verbose {
        print_timings(&timings, &loaded, &written, terminal);
    }
    terminal.line(match &published {
        Some(summary) => told(summary, &loaded),
        None => message!("nothing-published", counts = loaded.diagnostics.counts()),
    });
    // The process ends: giving a large site's memory back piece by piece is time that the system needs none of.
    std::mem::forget(loaded);
    published.map(|_| ()).ok_or(Exit::SiteErrors)
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

/// Tells the diagnostics, with the lines that they are about.
fn tell(loaded: &mut Loaded, terminal: &Terminal) {
    loaded.diagnostics.sort();
    terminal.diagnostics(&loaded.diagnostics, &loaded.tree);
}

/// Counts of files and pages, for the timings.
#[derive(Debug, Default)]
struct Throughput {
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

fn publish(
    snapshot: &Snapshot,
    out: &Path,
    root: &Path,
    no_sync: bool,
    written: &Throughput,
    timings: &mut Timings,
) -> Result<publish::Summary, Failure> {
    let options = publish::PublishOptions { sync: !no_sync, ..publish::PublishOptions::default() };
    let outputs = timings.stage("search", || {
        snapshot.make_search_indexes();
        snapshot.outputs()
    });
    let paths: Vec<&str> = outputs.iter().map(|output| output.path.as_str()).collect();
    let publication =
        timings.stage("open", || Target::open(out, root, project::home().as_deref(), &options)?.begin(&paths));
    let publication = publication.map_err(Failure::Publish)?;
    let found = timings.stage("render", || {
        let keep = |at| publication.keep(at);
        pipeline::render_all(snapshot, &outputs, keep, |at, bytes| {
            written.count(outputs.get(at), bytes);
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

fn told(summary: &publish::Summary, loaded: &Loaded) -> Message {
    let counts = loaded.diagnostics.counts();
    let &publish::Summary { written, unchanged, removed, .. } = summary;
    let files = written + unchanged;
    if summary.is_unchanged() {
        return message!("published-nothing-changed", files, counts);
    }
    message!("published", files, written, unchanged, removed, counts)
}

/// A stage a line, with what went through it where that says something.
fn print_timings(timings: &Timings, loaded: &Loaded, written: &Throughput, terminal: &Terminal) {
    let [pages, files, bytes] =
        [&written.pages, &written.files, &written.bytes].map(|count| count.load(Ordering::Relaxed));
    for (stage, took) in &timings.stages {
        let what = match *stage {
            "read" => Some(message!("timings-read", files = loaded.tree.len(), megabytes = megabytes(written.read))),
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
