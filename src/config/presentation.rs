//! `[menu]`, `[home]`, `[look]` and `[footer]` of site.toml: the pages and collections in menus and on the home page, the site's
//! sign, colours and links. No theme needs to know the site's own names.

use std::ops::Range;

use super::{CollectionId, Localized, VocabularyId, fields::KnownNames, reader::ConfigReader};
use crate::{
    diagnostics::Rule,
    markdown::address::{Address, judge},
    message,
    message::Message,
    toml_reader::{TomlEntry, TomlFields, TomlNode, TomlTable, TomlValue},
};

/// A text of site.toml with its place, for what is judged when more is known: pages and files.
pub(crate) type Placed = (String, Range<usize>);

/// Choices of how the site presents itself. Where site.toml gives no list, it is `None`, and everything is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presentation {
    pub menu: MenuConfig,
    pub home: HomeConfig,
    pub look: LookConfig,
    /// Links at the foot of every page, beside those of the menu.
    pub footer: Vec<FooterLink>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MenuConfig {
    pub collections: Option<Vec<CollectionId>>,
    pub vocabularies: Option<Vec<VocabularyId>>,
    /// Ids of plain pages.
    pub pages: Option<Vec<Placed>>,
    /// The plain page that visitors are to find first.
    pub button: Option<Placed>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HomeConfig {
    /// The collections whose first entries the home page shows.
    pub latest: Option<Vec<CollectionId>>,
    /// A sentence above the first entries of a collection.
    pub notes: Vec<(CollectionId, Localized)>,
    /// The entry that the home page shows large: collection and id, and where site.toml names it.
    pub feature: Option<(CollectionId, String, Range<usize>)>,
    pub timeline: Option<Vec<CollectionId>>,
    /// A sentence above the timeline.
    pub timeline_note: Option<Localized>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookConfig {
    /// Files below the theme's `static/`.
    pub logo: Option<Placed>,
    pub icon: Option<Placed>,
    /// By the names that the theme gives them, in the order of site.toml.
    pub colours: Vec<Colour>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colour {
    pub name: String,
    pub name_range: Range<usize>,
    /// `#0b2b42`
    pub light: String,
    /// The same as `light` where the dark look has no colour of its own.
    pub dark: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FooterLink {
    /// A plain page of the site, by its id.
    Page(Placed),
    Address {
        title: Localized,
        url: String,
    },
}

impl Presentation {
    /// Ids of plain pages that site.toml names.
    pub fn pages(&self) -> impl Iterator<Item = &Placed> {
        let links = self.footer.iter().filter_map(|link| match link {
            FooterLink::Page(page) => Some(page),
            FooterLink::Address { .. } => None,
        });
        self.menu.pages.iter().flatten().chain(&self.menu.button).chain(links)
    }
}

/// Takes the four tables out of site.toml.
pub(super) fn read(reader: &mut ConfigReader, top: &mut TomlFields<'_>, names: &KnownNames) -> Presentation {
    let mut tables = ["menu", "home", "look", "footer"].map(|name| {
        top.take(name).and_then(|entry| {
            reader
                .sink
                .table(entry, message!("type-table"), message!("hint-write-line", line = format!("[{name}]")))
                .zip(Some(entry))
        })
    });
    let [menu, home, look, footer] = &mut tables;
    Presentation {
        menu: menu.map(|table| read_menu(reader, table, names)).unwrap_or_default(),
        home: home.map(|table| read_home(reader, table, names)).unwrap_or_default(),
        look: look.map(|table| read_look(reader, table)).unwrap_or_default(),
        footer: footer.map(|table| read_footer(reader, table)).unwrap_or_default(),
    }
}

type NamedTable<'t> = (&'t TomlTable, &'t TomlEntry);

fn read_menu(reader: &mut ConfigReader, (table, entry): NamedTable<'_>, names: &KnownNames) -> MenuConfig {
    let mut fields = TomlFields::new(table, &entry.key_range);
    let menu = MenuConfig {
        collections: fields.take("collections").map(|entry| collections(reader, entry, names)),
        vocabularies: fields.take("vocabularies").map(|entry| {
            let found = texts(reader, entry).into_iter();
            found.filter_map(|(name, range)| names.vocabulary(&mut reader.sink, &name, &range)).collect()
        }),
        pages: fields.take("pages").map(|entry| texts(reader, entry)),
        button: fields.take("button").and_then(|entry| placed(reader, entry)),
    };
    fields.finish(&mut reader.sink);
    menu
}

fn read_home(reader: &mut ConfigReader, (table, entry): NamedTable<'_>, names: &KnownNames) -> HomeConfig {
    let mut fields = TomlFields::new(table, &entry.key_range);
    let mut home = HomeConfig {
        latest: fields.take("latest").map(|entry| collections(reader, entry, names)),
        feature: fields.take("feature").and_then(|entry| named_entry(reader, entry, names)),
        timeline: fields.take("timeline").map(|entry| collections(reader, entry, names)),
        timeline_note: fields.take("timeline_note").and_then(|entry| reader.localized(entry)),
        notes: Vec::new(),
    };
    let notes = fields.take("notes").and_then(|entry| {
        reader.sink.table(entry, message!("type-table"), message!("hint-write-line", line = "[home.notes]"))
    });
    for note in notes.into_iter().flat_map(|table| &table.entries) {
        let collection = names.collection(&mut reader.sink, &note.key, &note.key_range);
        if let Some(note) = collection.zip(reader.localized(note)) {
            home.notes.push(note);
        }
    }
    fields.finish(&mut reader.sink);
    home
}

fn read_look(reader: &mut ConfigReader, (table, entry): NamedTable<'_>) -> LookConfig {
    let mut fields = TomlFields::new(table, &entry.key_range);
    let mut look = LookConfig {
        logo: fields.take("logo").and_then(|entry| placed(reader, entry)),
        icon: fields.take("icon").and_then(|entry| placed(reader, entry)),
        colours: Vec::new(),
    };
    let colours = fields.take("colours").and_then(|entry| {
        reader.sink.table(entry, message!("type-table"), message!("hint-write-line", line = "[look.colours]"))
    });
    look.colours = colours.into_iter().flat_map(|t| &t.entries).filter_map(|entry| colour(reader, entry)).collect();
    fields.finish(&mut reader.sink);
    look
}

fn colour_hint() -> Message {
    message!("colour.hint")
}

fn colour(reader: &mut ConfigReader, entry: &TomlEntry) -> Option<Colour> {
    let (light, dark) = match &entry.node.value {
        TomlValue::Table(table) => {
            let mut fields = TomlFields::new(table, &entry.key_range);
            let both = (fields.require("light", colour_hint()), fields.require("dark", colour_hint()));
            fields.finish(&mut reader.sink);
            (hex_colour(reader, &both.0?.node)?, hex_colour(reader, &both.1?.node)?)
        }
        _ => {
            let colour = hex_colour(reader, &entry.node)?;
            (colour.clone(), colour)
        }
    };
    Some(Colour { name: entry.key.clone(), name_range: entry.key_range.clone(), light, dark })
}

/// Six hexadecimal digits: a style sheet gets nothing else from site.toml.
fn hex_colour(reader: &mut ConfigReader, node: &TomlNode) -> Option<String> {
    let digits = match &node.value {
        TomlValue::String(text) => text.strip_prefix('#').unwrap_or_default(),
        _ => "",
    };
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(format!("#{}", digits.to_ascii_lowercase()));
    }
    reader.sink.report(Rule::InvalidValue, &node.range, message!("colour")).hint(colour_hint());
    None
}

fn link_hint() -> Message {
    message!("footer-link.hint")
}

fn read_footer(reader: &mut ConfigReader, (table, entry): NamedTable<'_>) -> Vec<FooterLink> {
    let mut fields = TomlFields::new(table, &entry.key_range);
    let links =
        fields.take("links").and_then(|entry| reader.sink.list(entry, message!("config-type-links"), link_hint()));
    let mut found = Vec::new();
    for node in links.unwrap_or_default() {
        let TomlValue::Table(table) = &node.value else {
            let message = message!("footer-link-type", given = node.value.type_name());
            reader.sink.report(Rule::WrongType, &node.range, message).hint(link_hint());
            continue;
        };
        found.extend(footer_link(reader, table, &node.range));
    }
    fields.finish(&mut reader.sink);
    found
}

fn footer_link(reader: &mut ConfigReader, table: &TomlTable, range: &Range<usize>) -> Option<FooterLink> {
    let mut fields = TomlFields::new(table, range);
    if let Some(page) = fields.take("page") {
        fields.finish(&mut reader.sink);
        return placed(reader, page).map(FooterLink::Page);
    }
    let title = fields.require("title", link_hint());
    let url = fields.require("url", link_hint());
    fields.finish(&mut reader.sink);
    let (title, entry) = (reader.localized(title?)?, url?);
    let url = reader.sink.string(entry)?;
    if !matches!(judge(url), Ok(Address::External { .. })) {
        let message = message!("footer-link-address", url);
        let hint = message!("footer-link-address.hint");
        reader.sink.report(Rule::InvalidValue, &entry.node.range, message).hint(hint);
        return None;
    }
    Some(FooterLink::Address { title, url: url.to_owned() })
}

fn collections(reader: &mut ConfigReader, entry: &TomlEntry, names: &KnownNames) -> Vec<CollectionId> {
    let found = texts(reader, entry).into_iter();
    found.filter_map(|(name, range)| names.collection(&mut reader.sink, &name, &range)).collect()
}

/// `"collection/id"`
fn named_entry(
    reader: &mut ConfigReader,
    entry: &TomlEntry,
    names: &KnownNames,
) -> Option<(CollectionId, String, Range<usize>)> {
    let (text, range) = (reader.sink.string(entry)?.to_owned(), entry.node.range.clone());
    let Some((collection, id)) = text.split_once('/') else {
        let hint =
            Message::code(format!("{} = \"{}/…\"", entry.key, names.collections.first().map_or("", String::as_str)));
        reader.sink.report(Rule::InvalidValue, &range, message!("contact-no-entry", name = &text)).hint(hint);
        return None;
    };
    let collection = names.collection(&mut reader.sink, collection, &range)?;
    Some((collection, id.to_owned(), range))
}

fn placed(reader: &mut ConfigReader, entry: &TomlEntry) -> Option<Placed> {
    reader.sink.string(entry).map(|text| (text.to_owned(), entry.node.range.clone()))
}

/// A list of names, each once.
fn texts(reader: &mut ConfigReader, entry: &TomlEntry) -> Vec<Placed> {
    let hint = Message::code(format!("{} = [\"…\"]", entry.key));
    let items = reader.sink.list(entry, message!("type-names"), &hint).unwrap_or_default();
    let mut found: Vec<Placed> = Vec::new();
    for item in items {
        match &item.value {
            TomlValue::String(name) if found.iter().any(|(known, _)| known == name) => {
                let message = message!("listed-twice", name);
                reader.sink.report(Rule::InvalidValue, &item.range, message).hint(message!("listed-twice.hint"));
            }
            TomlValue::String(name) => found.push((name.clone(), item.range.clone())),
            other => {
                let message = message!("name-is-a-text", given = other.type_name());
                reader.sink.report(Rule::WrongType, &item.range, message).hint(&hint);
            }
        }
    }
    found
}
