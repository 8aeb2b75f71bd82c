//! `icsi`: a static site generator for multilingual knowledge bases.
//!
//! One pipeline, each stage a value made from the one before:
//!
//! | stage | from | makes | what it promises |
//! |---|---|---|---|
//! | [`source::read::read`] | files on disk | [`source::SourceTree`] | the only place that reads a site |
//! | [`config::read()`] | `site.toml` | [`config::Config`] | languages, collections, vocabularies, typed fields |
//! | [`content::load::load`] | each file | [`content::Page`], [`content::vocabulary::Terms`] | front matter typed, body parsed; in parallel, kept in a [`memo::Memo`] |
//! | [`theme::Theme::load`] | the theme's files | [`theme::Theme`] | templates, strings, styles; beside the pages |
//! | [`site::resolve::resolve`] | all pages | [`site::Site`] | originals, references, terms, order; pure |
//! | [`plan::plan`] | the site | [`plan::Plan`] | every address, and what stands there |
//! | [`view::Views`] | site, plan and theme | [`view::View`] | a template and its typed data |
//! | [`view::render()`] | one planned output | bytes | in any order, on all cores |
//! | [`publish::Publication`] | all outputs | `public/` | the only place that writes it; whole or not at all |
//!
//! [`pipeline`] calls them in this order: start reading there. [`cli`] has a file for each command, [`serve`] runs the
//! pipeline again whenever [`watch`] hears of a change. ARCHITECTURE.md states the invariants.

// Items that only the library uses are `pub(crate)`: so the compiler tells what nobody uses. The tests in tests/ use the rest.
#![warn(unreachable_pub)]
// The documentation is for those who work on the program, and made with `--document-private-items` (`.ci/run`).
#![allow(rustdoc::private_intra_doc_links)]

pub mod cli;
pub mod config;
pub mod content;
pub mod desk;
pub mod diagnostics;
pub mod edit;
pub(crate) mod history;
pub mod locale;
pub(crate) mod lock;
pub(crate) mod map;
pub mod markdown;
pub(crate) mod memo;
pub mod message;
pub mod messages;
pub mod outputs;
pub(crate) mod picture;
pub mod pipeline;
pub mod plan;
pub mod publish;
pub(crate) mod scan;
pub mod search;
pub mod serve;
pub(crate) mod share_picture;
pub(crate) mod site;
pub mod source;
pub(crate) mod static_files;
pub(crate) mod system;
pub mod text;
pub mod theme;
pub mod timings;
pub mod toml_reader;
pub mod translations;
pub mod view;
pub(crate) mod watch;
