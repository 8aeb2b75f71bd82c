//! The program's tests, of what takes more than one module: one binary, a module for each subject. README.md says which
//! module proves what; unit tests stand beside their code in src/. The knowledge base's own tests are a binary of their
//! own, knowledge_base/.

// They make symbolic links, set permissions and send signals, as the family of Unix has them.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests make files, print what they measure and fail by panicking"
)]

mod common;

mod addresses;
mod advice;
mod another_language;
mod architecture;
mod bad_input;
mod build;
mod calendars;
mod cases;
mod changes;
mod checks;
mod cli;
mod desk;
mod determinism;
mod docs;
mod editing;
mod following;
mod guide;
mod init;
mod languages;
mod new;
mod open_data;
mod own_theme;
mod pictures;
mod publishing;
mod readme;
mod relations;
mod search;
mod security;
mod serving;
mod share_pictures;
mod sitemap;
mod static_files;
mod structured_data;
mod template_data;
mod theme;
mod timeline;
mod translating;
mod unchanged;
mod warm;
