//! `icsi`: a static site generator for multilingual knowledge bases.
//!
//! One pipeline, each stage a value made from the one before:
//!
//! ```text
//! source::read   files on disk        -> SourceTree   (the only place that reads a site)
//! config         site.toml            -> Config       (languages, collections, fields)
//! content        one file             -> Page         (front matter typed, body parsed; parallel, remembered)
//! site           all pages            -> Site         (entries, references, terms, indexes; pure)
//! plan           Site                 -> Plan         (every address and what stands there)
//! render         one planned output   -> bytes        (parallel, remembered)
//! publish        all outputs          -> public/      (atomic, minimal; the only place that writes it)
//! ```
//!
//! Start reading at [`pipeline`]; ARCHITECTURE.md states the invariants.

pub mod cli;
pub mod config;
pub mod content;
pub mod diagnostics;
pub(crate) mod history;
pub mod locale;
pub(crate) mod lock;
pub(crate) mod map;
pub mod markdown;
pub(crate) mod memo;
pub mod outputs;
pub mod pipeline;
pub mod plan;
pub mod publish;
pub(crate) mod scan;
pub mod search;
pub mod serve;
pub(crate) mod site;
pub mod source;
pub mod text;
pub mod theme;
pub mod timings;
pub mod toml_reader;
pub mod view;
pub(crate) mod watch;
