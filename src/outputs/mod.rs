//! Outputs for programs: sitemap, robots, feeds, open data, redirects, headers. Each is valid by its own
//! specification, which its module names.

pub mod content_type;
pub mod data;
mod datum;
pub mod feed;
pub mod headers;
pub mod redirects;
pub mod security_txt;
pub mod sitemap;
pub mod xml;
