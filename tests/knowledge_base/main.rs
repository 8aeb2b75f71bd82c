//! The knowledge base of this repository, content/: what it says, and what is published of it. An editor's change can
//! break these tests and no others; the program's tests make small sites of their own.

// They make symbolic links, set permissions and send signals, as the family of Unix has them.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests make files and fail by panicking"
)]

#[path = "../common/mod.rs"]
#[allow(dead_code, reason = "what the program's tests share, of which these use a part")]
mod common;

mod another_language;
mod desk;
mod editing;
mod facts;
mod first_steps;
mod pages;
mod translating;
