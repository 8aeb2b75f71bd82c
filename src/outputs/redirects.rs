//! `_redirects`, as Netlify, Cloudflare Pages and others read it: a line for each old address. Not all of them know how to
//! answer 410; those pass such lines over, and answer 404.

use super::servers::not_found_page;
use crate::{config::BaseUrl, plan::Plan, text::percent::encode_path};

pub(crate) fn redirects(plan: &Plan, base: &BaseUrl, languages: &[String]) -> String {
    let line = |from: &str, to: &str, status: u16| {
        // As requests have them: other letters than ASCII are encoded.
        format!("{0}{1} {0}{2} {status}\n", base.path, encode_path(from), encode_path(to))
    };
    let moved = plan.redirects.iter().map(|(from, to)| line(from, to, 301));
    let gone = plan.gone.iter().map(|address| line(address, &not_found_page(address, languages), 410));
    moved.chain(gone).collect()
}
