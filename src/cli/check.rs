//! `icsi check`: everything that build checks, and what only editors need to know. Writes nothing.

use super::{
    Exit,
    args::{Check, Common},
    project,
    terminal::Terminal,
    today,
};
use crate::{
    diagnostics::{Diagnostics, Rule, Severity, Strictness},
    message,
    pipeline::{self, LoadMemory, LoadOptions, Loaded},
    plan::ledger::Ledger,
    source::read::LEDGER,
    text::suggest,
    timings::Timings,
};

pub(super) fn run(common: &Common, options: &Check, terminal: &Terminal) -> Result<(), Exit> {
    let allow = options.allow.iter().map(|name| allowed(name, terminal)).collect::<Result<Vec<Rule>, Exit>>()?;
    let root = project::root(common, terminal)?;
    let strictness = Strictness { strict: options.strict, allow };
    let load_options = LoadOptions { drafts: options.drafts, base_url: None, strictness };
    let mut loaded = pipeline::load(&root, &load_options, &mut LoadMemory::default(), &mut Timings::default())
        .map_err(|error| project::unreadable(&root, &error, terminal))?;
    let mut diagnostics = std::mem::take(&mut loaded.diagnostics);
    diagnostics.append(std::mem::take(&mut loaded.advice));
    diagnostics.append(pipeline::advise(&loaded, &load_options, today::last_day()));
    diagnostics.append(project::check_templates(&loaded));
    diagnostics.sort();
    terminal.diagnostics(&diagnostics, &loaded.tree);
    terminal.line(diagnostics.counts());
    for rule in &load_options.strictness.allow {
        tell_allowed(*rule, &diagnostics, terminal);
    }
    tell_new_addresses(&loaded, terminal);
    if diagnostics.has_errors() { Err(Exit::SiteErrors) } else { Ok(()) }
}

/// The rule that `--allow` names.
fn allowed(name: &str, terminal: &Terminal) -> Result<Rule, Exit> {
    match Rule::named(name) {
        Some(rule) if rule.can_be_lowered() => Ok(rule),
        Some(_) => {
            let message = message!("allow-stays-error", name);
            Err(terminal.usage(&message, Some(message!("allow-stays-error.hint"))))
        }
        None => {
            let hint = suggest(name, Rule::lowerable().map(Rule::name));
            Err(terminal.usage(message!("allow-unknown", name), hint))
        }
    }
}

/// Tells how many findings of a rule were let pass, so that they are not forgotten.
fn tell_allowed(rule: Rule, diagnostics: &Diagnostics, terminal: &Terminal) {
    let is_allowed = |severity, of| severity == Severity::Warning && of == rule;
    let count = diagnostics.iter().filter(|one| is_allowed(one.severity, one.rule)).count();
    if count > 0 {
        terminal.line(message!("let-pass", count, rule = rule.name()));
    }
}

/// New pages are no mistake, so that the ledger's want of them is none either.
fn tell_new_addresses(loaded: &Loaded, terminal: &Terminal) {
    let (Some(file), Some(snapshot)) = (loaded.tree.get(LEDGER), &loaded.snapshot) else { return };
    let ledger = Ledger::read(Some(file), &mut Diagnostics::default());
    let count = ledger.update(&snapshot.site, &snapshot.plan).added.len();
    if count > 0 {
        terminal.line(message!("addresses-lacking", file = LEDGER, count));
    }
}
