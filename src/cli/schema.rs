//! `icsi schema`: JSON Schema of the front matter.

use super::{
    Exit,
    args::{Common, Schema},
    project,
    terminal::Terminal,
};
use crate::{
    config::json_schema::{self, SchemaOptions},
    pipeline::LoadOptions,
};

pub(super) fn run(common: &Common, options: &Schema, terminal: &Terminal) -> Result<(), Exit> {
    let opened = project::open(common, &LoadOptions::default(), terminal)?;
    let config = &opened.snapshot.config;
    let wanted = SchemaOptions { config, words: terminal.language };
    let schema = match &options.collection {
        None => json_schema::site(wanted),
        Some(name) => json_schema::collection(wanted, project::collection(config, name, terminal)?),
    };
    terminal.answer(&(serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"));
    Ok(())
}
