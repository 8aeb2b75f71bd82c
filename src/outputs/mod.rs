//! Outputs for programs: sitemap, robots, feeds, open data, redirects, headers. Each is valid by its own
//! specification, which its module names.

pub(crate) mod calendar;
pub(crate) mod changes;
pub(crate) mod changes_feed;
pub mod content_type;
pub(crate) mod data;
mod datum;
pub(crate) mod feed;
pub mod headers;
pub(crate) mod list_file;
pub(crate) mod redirects;
pub(crate) mod security_txt;
pub(crate) mod servers;
pub mod sitemap;
pub(crate) mod xml;
