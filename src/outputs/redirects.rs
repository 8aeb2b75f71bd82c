//! `_redirects`, as Netlify, Cloudflare Pages and others read it: a line for each old address.

use crate::{config::BaseUrl, plan::Plan};

pub fn redirects(plan: &Plan, base: &BaseUrl) -> String {
    plan.redirects.iter().map(|(from, to)| format!("{0}{from} {0}{to} 301\n", base.path)).collect()
}
