//! The promises of docs/security.md, held as an attacker would try them. Each module is one of its parts.

#[path = "../../fuzz/harness.rs"]
mod harness;
#[path = "../../fuzz/request.rs"]
mod request;

mod bounds;
mod documents;
mod headers;
mod highlight;
mod history;
mod naughty;
mod nginx_walk;
mod outputs;
mod properties;
mod scripts;
mod server;
pub mod servers;
mod site;
mod templates;
mod toml_invalid;
mod wall;
