//! The words of everything that the tool says, in each of its languages: Fluent files by language and room (`en/diagnostics.ftl`,
//! `uk/diagnostics.ftl`), which are part of the program.
//!
//! [`Message::text`] makes words of a [`Message`]; its `Display` is English. To add a message, write it in the file of its
//! room in every language, and make it with [`message!`](crate::message!). A hint stands with its message, as the attribute `.hint`.
//! Nothing here fails: a message that is missing, or lacks an argument, shows its identifier, and a test finds it.

use std::{
    fmt,
    sync::{LazyLock, OnceLock},
};

use hashbrown::HashMap;

use crate::{
    locale::{
        Locale, Number,
        fluent::{self, Bundle},
    },
    message::{Argument, CODE, Message},
};

/// A message within a message within a message …: deeper than this, the identifier stands for it.
const DEPTH_LIMIT: usize = 8;

/// Between the items of a list.
const COMMA: &str = ", ";

/// A language that the tool speaks. The languages of sites are another matter: `config::LanguageId`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MessageLanguage {
    #[default]
    English,
    Ukrainian,
}

macro_rules! rooms {
    ($($room:literal),* $(,)?) => {
        [$((
            $room,
            [include_str!(concat!("en/", $room, ".ftl")), include_str!(concat!("uk/", $room, ".ftl"))],
        )),*]
    };
}

/// The files of each room, in the order of [`MessageLanguage::ALL`].
const ROOMS: &[(&str, [&str; 2])] = &rooms![
    "checks",
    "addresses",
    "changes",
    "cli",
    "config",
    "content",
    "desk",
    "data",
    "diagnostics",
    "edit",
    "help",
    "locale",
    "markdown",
    "publish",
    "serve",
    "site",
    "source",
    "system",
    "theme",
    "toml",
    "translations",
];

impl MessageLanguage {
    pub const ALL: [MessageLanguage; 2] = [MessageLanguage::English, MessageLanguage::Ukrainian];

    /// The language's BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            MessageLanguage::English => "en",
            MessageLanguage::Ukrainian => "uk",
        }
    }

    /// The language's name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            MessageLanguage::English => "English",
            MessageLanguage::Ukrainian => "Українська",
        }
    }

    /// The language that a tag (`uk-UA`) or the name of a system's locale (`uk_UA.UTF-8`) means; `None` when the tool does
    /// not speak it.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|known| known.tag().eq_ignore_ascii_case(language))
    }

    /// The messages of a room, read when something of it is first said in the language. `None` when there is no room that
    /// has the message, or when the locale of one of our own tags is not there.
    fn bundle(self, id: &str) -> Option<&'static Bundle> {
        static READ: [[OnceLock<Option<Bundle>>; ROOMS.len()]; MessageLanguage::ALL.len()] =
            [const { [const { OnceLock::new() }; ROOMS.len()] }; MessageLanguage::ALL.len()];
        let room = room_of(id)?;
        let read = || {
            let (_, files) = ROOMS.get(room)?;
            // A test holds the files to have no mistakes.
            Some(Bundle::parse(&Locale::new(self.tag()).ok()?, files.get(self as usize)?).0.ungrouped())
        };
        READ.get(self as usize)?.get(room)?.get_or_init(read).as_ref()
    }
}

/// The place in [`ROOMS`] of the room that has a message. It is the same in each language, as a test holds.
fn room_of(id: &str) -> Option<usize> {
    static ROOM_OF: LazyLock<HashMap<&str, usize>> = LazyLock::new(|| {
        let rooms = ROOMS.iter().enumerate();
        let ids = |(room, (_, [english, _])): (usize, &'static (&str, [&str; 2]))| {
            english.lines().filter_map(move |line| Some((line.split_once(" =")?.0, room)))
        };
        rooms.flat_map(ids).collect()
    });
    // `id.hint` stands with its message.
    ROOM_OF.get(id.split('.').next()?).copied()
}

impl Message {
    /// The words in a language.
    pub fn text(&self, language: MessageLanguage) -> String {
        self.text_within(language, 0)
    }

    fn text_within(&self, language: MessageLanguage, depth: usize) -> String {
        if let (CODE, [(_, Argument::Text(text))]) = (&*self.id, &*self.arguments) {
            return text.clone();
        }
        if depth > DEPTH_LIMIT {
            return self.id.to_string();
        }
        let arguments: Vec<(&str, fluent::FluentArgument<'_>)> =
            self.arguments.iter().map(|(name, argument)| (&**name, filled(argument, language, depth))).collect();
        let words = language.bundle(&self.id).and_then(|bundle| bundle.format(&self.id, &arguments).ok());
        words.unwrap_or_else(|| self.id.to_string())
    }
}

/// English, whatever the environment says: for logs, tests and fingerprints.
impl fmt::Display for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(MessageLanguage::English))
    }
}

fn filled(argument: &Argument, language: MessageLanguage, depth: usize) -> fluent::FluentArgument<'_> {
    match argument {
        Argument::Text(text) => text.as_str().into(),
        Argument::Number(number) => (*number).into(),
        Argument::Decimal(digits) => match Number::parse(digits) {
            Some(number) => number.into(),
            None => digits.as_str().into(),
        },
        Argument::Message(message) => message.text_within(language, depth + 1).into(),
        Argument::List(items) => {
            let items: Vec<String> = items.iter().map(|item| item_text(item, language, depth + 1)).collect();
            items.join(COMMA).into()
        }
    }
}

fn item_text(item: &Argument, language: MessageLanguage, depth: usize) -> String {
    match item {
        Argument::Text(text) | Argument::Decimal(text) => text.clone(),
        Argument::Number(number) => number.to_string(),
        Argument::Message(message) => message.text_within(language, depth),
        // A list in a list is one list.
        Argument::List(items) if depth <= DEPTH_LIMIT => {
            items.iter().map(|item| item_text(item, language, depth + 1)).collect::<Vec<_>>().join(COMMA)
        }
        Argument::List(_) => String::new(),
    }
}

#[cfg(test)]
mod tests;
