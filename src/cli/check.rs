//! `icsi check`: everything that build checks, and what only editors need to know. Writes nothing.

use super::{
    Exit,
    args::{Check, Common},
    project,
    terminal::Terminal,
};
use crate::{
    pipeline::{self, LoadMemory, LoadOptions},
    timings::Timings,
};

pub fn run(common: &Common, options: &Check, terminal: &Terminal) -> Exit {
    let root = match project::root(common, terminal) {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let pipeline_options = LoadOptions { drafts: options.drafts, base_url: None };
    let mut loaded = match pipeline::load(&root, &pipeline_options, &mut LoadMemory::default(), &mut Timings::default())
    {
        Ok(loaded) => loaded,
        Err(error) => return project::unreadable(&root, &error, terminal),
    };
    let mut diagnostics = std::mem::take(&mut loaded.diagnostics);
    diagnostics.append(std::mem::take(&mut loaded.advice));
    if let Some(snapshot) = &loaded.snapshot {
        let Ok(found) =
            pipeline::render_all(snapshot, &snapshot.outputs(), |_, _| Ok::<(), std::convert::Infallible>(()));
        diagnostics.append(found);
    }
    if options.strict {
        diagnostics.make_strict();
    }
    diagnostics.sort();
    terminal.diagnostics(&diagnostics, &loaded.tree);
    terminal.line(&diagnostics.counts());
    if diagnostics.has_errors() { Exit::SiteErrors } else { Exit::Done }
}
