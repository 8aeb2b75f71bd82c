//! `[outputs]` of site.toml: what is made beside pages, each of which can be left out.

use crate::{
    diagnostics::Sink,
    message,
    toml_reader::{TomlEntry, TomlFields},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outputs {
    /// The changes of the site, by day: `/data/changes.json`.
    pub changes: bool,
    /// All open data in one file: `/data/all.sqlite`.
    pub database: bool,
    /// Calendars of the site and of each collection with days.
    pub calendars: bool,
    /// A brief of each entry and term, where the theme has a template for it.
    pub briefs: bool,
    /// Lists as tables and as files for spreadsheets, where the theme has a template for tables.
    pub tables: bool,
    /// Photographs in the sizes that pages show.
    pub pictures: bool,
    /// A picture for each entry, for whoever shares its page.
    pub share_pictures: bool,
}

impl Default for Outputs {
    fn default() -> Self {
        Self {
            changes: true,
            database: true,
            calendars: true,
            briefs: true,
            tables: true,
            pictures: true,
            share_pictures: true,
        }
    }
}

pub(super) fn read(sink: &mut Sink, entry: &TomlEntry) -> Outputs {
    let mut outputs = Outputs::default();
    let Some(table) = sink.table(entry, message!("type-table"), message!("hint-write-line", line = "[outputs]")) else {
        return outputs;
    };
    let mut fields = TomlFields::new(table, &entry.key_range);
    let switches = [
        ("changes", &mut outputs.changes),
        ("database", &mut outputs.database),
        ("calendars", &mut outputs.calendars),
        ("briefs", &mut outputs.briefs),
        ("tables", &mut outputs.tables),
        ("pictures", &mut outputs.pictures),
        ("share_pictures", &mut outputs.share_pictures),
    ];
    for (key, switch) in switches {
        if let Some(entry) = fields.take(key) {
            *switch = sink.boolean(entry);
        }
    }
    fields.finish(sink);
    outputs
}
