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

pub fn run(common: &Common, options: &Check, terminal: &Terminal) -> Result<(), Exit> {
    let root = project::root(common, terminal)?;
    let load_options = LoadOptions { drafts: options.drafts, base_url: None };
    let mut loaded = pipeline::load(&root, &load_options, &mut LoadMemory::default(), &mut Timings::default())
        .map_err(|error| project::unreadable(&root, &error, terminal))?;
    let mut diagnostics = std::mem::take(&mut loaded.diagnostics);
    diagnostics.append(std::mem::take(&mut loaded.advice));
    diagnostics.append(project::check_templates(&loaded));
    if options.strict {
        diagnostics.make_strict();
    }
    diagnostics.sort();
    terminal.diagnostics(&diagnostics, &loaded.tree);
    terminal.line(&diagnostics.counts());
    if diagnostics.has_errors() { Err(Exit::SiteErrors) } else { Ok(()) }
}
