//! `icsi schema`: JSON Schema of the front matter.

use super::{
    Exit,
    args::{Common, Schema},
    project,
    terminal::Terminal,
};
use crate::{config::json_schema, pipeline::LoadOptions, text::suggest};

pub fn run(common: &Common, options: &Schema, terminal: &Terminal) -> Exit {
    let opened = match project::open(common, &LoadOptions::default(), terminal) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let config = &opened.snapshot.config;
    let schema = match &options.collection {
        None => json_schema::site(config),
        Some(name) => match config.collection_named(name) {
            Some(id) => json_schema::collection(config, config.collection(id)),
            None => {
                let known: Vec<&str> = config.collections.iter().map(|c| c.name.as_str()).collect();
                terminal.error(&format!("there is no collection `{name}`"), suggest(name, known).as_deref());
                return Exit::Usage;
            }
        },
    };
    terminal.answer(&(serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"));
    Exit::Done
}
