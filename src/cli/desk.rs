//! `icsi desk`: forms in the browser, for whoever writes and translates.

use std::{io, net::SocketAddr, sync::Arc};

use super::{
    Exit,
    args::{Common, Desk},
    project,
    serve::{absolute, leave, open_browser},
    terminal::Terminal,
};
use crate::{
    desk::{self, DeskOptions},
    message,
    serve::{self, News},
};

/// Where the desk listens when nothing is said; when that is taken, the next ports are tried.
const PORT: u16 = 8100;
const PORTS_TRIED: u16 = 100;

pub(super) fn run(common: &Common, options: &Desk, terminal: Terminal) -> Result<(), Exit> {
    let root = project::root(common, &terminal)?;
    let root = absolute(&root).map_err(|error| project::unreadable(&root, &error, &terminal))?;
    let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
    let ports = match options.port {
        Some(port) => port..=port,
        None => PORT..=PORT + PORTS_TRIED,
    };
    let listener = serve::bind(&[loopback], ports).map_err(|error| refused(&error, options, &terminal))?;
    // The preview takes whatever port is free: nobody types it.
    let preview = serve::bind(&[loopback], [0]).map_err(|error| refused(&error, options, &terminal))?;
    let desk_options = DeskOptions { root, language: common.messages, poll: options.poll };
    let terminal = Arc::new(terminal);
    let listening = Arc::clone(&terminal);
    let tell = move |news: News| {
        if let News::Notice(text) = news {
            listening.line(text);
        }
    };
    let (desk, runtime) = desk::start(listener, preview, desk_options, tell)
        .map_err(|error| terminal.machine(message!("desk-cannot-start", error), None))?;
    terminal.line(message!("desk-at", url = desk.url()));
    if options.open {
        open_browser(&desk.url(), &terminal);
    }
    runtime.block_on(leave());
    // What was saved has been written: there is nothing to wait for.
    runtime.shutdown_background();
    Ok(())
}

fn refused(error: &io::Error, options: &Desk, terminal: &Terminal) -> Exit {
    match (error.kind(), options.port) {
        (io::ErrorKind::AddrInUse, Some(port)) => {
            terminal.machine(message!("port-in-use", port), Some(message!("port-in-use.another")))
        }
        _ => terminal.machine(message!("desk-cannot-listen", error), None),
    }
}
