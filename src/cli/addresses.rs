//! `icsi addresses`: writes the ledger of published addresses.

use std::collections::BTreeSet;

use super::{
    Exit,
    args::{Addresses, Common},
    editing::write_error,
    project::{self, Opened},
    terminal::Terminal,
};
use crate::{
    diagnostics::{Diagnostics, Rule},
    edit::{
        Purpose,
        write::{FileChange, Sum, write},
    },
    message,
    pipeline::LoadOptions,
    plan::ledger::{Ledger, Update},
    source::read::LEDGER,
};

pub(super) fn run(common: &Common, options: &Addresses, terminal: &Terminal) -> Result<(), Exit> {
    let mut opened = project::open(common, &LoadOptions::default(), terminal)?;
    if opened.diagnostics.has_errors() {
        // Pages with errors would be missing.
        opened.diagnostics.sort();
        terminal.diagnostics(&opened.diagnostics, &opened.tree);
        return Err(terminal.site_errors(message!("addresses-not-known"), Some(message!("addresses-not-known.hint"))));
    }
    let ledger = Ledger::read(opened.tree.get(LEDGER).map(|file| &**file), &mut Diagnostics::default());
    let update = ledger.update(&opened.snapshot.site, &opened.snapshot.plan);
    if !options.forget.is_empty() {
        return forget(&options.forget, &ledger, &update, &opened, terminal);
    }
    if !update.lost.is_empty() && !options.accept {
        opened.diagnostics.retain(|one| one.rule == Rule::LostAddress);
        opened.diagnostics.sort();
        terminal.diagnostics(&opened.diagnostics, &opened.tree);
        let message = message!("addresses-would-die", count = update.lost.len());
        return Err(terminal.site_errors(message, Some(message!("addresses-would-die.hint"))));
    }
    if update.is_empty() && ledger.is_kept() {
        terminal.line(message!("addresses-as-they-should-be", file = LEDGER));
        return Ok(());
    }
    put(&ledger.with(&update), &opened, terminal)?;
    let Update { added, returned, lost } = &update;
    let (added, returned, lost) = (added.len(), returned.len(), lost.len());
    terminal.line(message!("addresses-written", file = LEDGER, added, returned, lost));
    Ok(())
}

/// Takes addresses out that lead nowhere, so that not even the ledger names them.
fn forget(
    written: &[String],
    ledger: &Ledger,
    update: &Update,
    opened: &Opened,
    terminal: &Terminal,
) -> Result<(), Exit> {
    let mut forgotten = BTreeSet::new();
    for address in written {
        let inside = address.strip_prefix('/').unwrap_or(address);
        if !ledger.has(inside) {
            let message = message!("address-not-in-ledger", file = LEDGER, address);
            return Err(terminal.usage(message, Some(message!("address-not-in-ledger.hint"))));
        }
        let leads_nowhere = update.lost.contains(inside) || opened.snapshot.plan.gone.iter().any(|gone| gone == inside);
        if !leads_nowhere {
            let message = message!("address-not-lost", address);
            return Err(terminal.usage(message, Some(message!("address-not-lost.hint"))));
        }
        forgotten.insert(inside.to_owned());
    }
    put(&ledger.without(&forgotten), opened, terminal)?;
    terminal.line(message!("addresses-forgotten", file = LEDGER, count = forgotten.len()));
    Ok(())
}

fn put(text: &str, opened: &Opened, terminal: &Terminal) -> Result<(), Exit> {
    let (path, text) = (LEDGER.to_owned(), text.to_owned());
    let change = match opened.tree.get(LEDGER) {
        Some(file) => FileChange::Write { path, before: Sum::of(file.bytes()), text },
        None => FileChange::Create { path, like: None, bytes: text.into_bytes() },
    };
    write(&opened.root, &Purpose::Addresses, &[change]).map_err(|error| write_error(&error, terminal))
}
