//! `icsi headers`: the settings of a web server for this very site. Writes nothing but to standard output.

use std::path::PathBuf;

use super::{
    Exit,
    args::{Common, Headers, WebServer},
    project::{self, Opened},
    terminal::Terminal,
};
use crate::{
    message,
    outputs::servers::{self, ServedSite, Transport},
    pipeline::LoadOptions,
};

pub(super) fn run(common: &Common, options: &Headers, terminal: &Terminal) -> Result<(), Exit> {
    let base_url = options.base_url.as_deref().map(|text| project::base_url(text, terminal)).transpose()?;
    let load_options = LoadOptions { base_url, ..LoadOptions::default() };
    let Opened { root, tree, snapshot, mut diagnostics } = project::open(common, &load_options, terminal)?;
    if diagnostics.has_errors() {
        // Without them the redirects would not be all.
        diagnostics.sort();
        terminal.diagnostics(&diagnostics, &tree);
        return Err(Exit::SiteErrors);
    }
    let folder = folder_text(options.out.clone().unwrap_or_else(|| root.join("public")), terminal)?;
    let site = ServedSite {
        base: &snapshot.config.base_url,
        folder: &folder,
        languages: &snapshot.config.languages,
        redirects: &snapshot.plan.redirects,
        gone: &snapshot.plan.gone,
        transport: Transport {
            plain_port: options.http,
            include_subdomains: options.include_subdomains,
            preload: options.preload,
        },
    };
    terminal.answer(&match options.server {
        WebServer::Nginx => servers::nginx(site),
        WebServer::Caddy => servers::caddy(site),
        WebServer::Apache => servers::apache(site),
    });
    Ok(())
}

/// An absolute path as settings can have it.
fn folder_text(folder: PathBuf, terminal: &Terminal) -> Result<String, Exit> {
    let absolute = std::path::absolute(&folder).unwrap_or(folder);
    match absolute.to_str().map(|text| text.trim_end_matches('/')) {
        Some(text) if servers::can_be_quoted(text) => Ok(text.to_owned()),
        _ => {
            let message = message!("folder-not-quotable", folder = absolute.display());
            Err(terminal.usage(&message, Some(message!("folder-not-quotable.hint"))))
        }
    }
}
