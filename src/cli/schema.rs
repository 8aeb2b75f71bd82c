//! `icsi schema`: JSON Schema of the front matter.

use super::{
    Exit,
    args::{Common, Schema},
    project,
    terminal::Terminal,
};
use crate::{config::json_schema, pipeline::LoadOptions};

pub(super) fn run(common: &Common, options: &Schema, terminal: &Terminal) -> Result<(), Exit> {
    let opened = project::open(common, &LoadOptions::default(), terminal)?;
    let config = &opened.snapshot.config;
    let schema = match &options.collection {
        None => json_schema::site(config),
        Some(name) => json_schema::collection(config, project::collection(config, name, terminal)?),
    };
    terminal.answer(&(serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"));
    Ok(())
}
