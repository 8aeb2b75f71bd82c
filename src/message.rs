//! Something that the tool says, as data: a message's identifier and its arguments.
//!
//! A [`Message`] is made by [`message!`](crate::message!) where something is found, and becomes words at the edge (a terminal, a
//! report, a page of `serve`), in the language of whoever reads it. The words stand in src/messages.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The identifier of a message in src/messages, with what fills its places. Messages are ordered by identifier, then
/// arguments, so that a list of them is in the same order in every language.
///
/// ```
/// let message = icsi::message!("hint-did-you-mean", name = "title");
/// assert_eq!(message.to_string(), "did you mean `title`?");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Message {
    /// The program's own, unless the message was read back from where it was kept.
    pub(crate) id: Cow<'static, str>,
    pub(crate) arguments: Box<[(Cow<'static, str>, Argument)]>,
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Argument {
    /// Something that has no language: what a user wrote, a path, a name.
    Text(String),
    Number(i64),
    /// A number with a fraction, as canonical digits: `12.5`.
    Decimal(String),
    /// A message within a message, in the same language.
    Message(Message),
    /// Shown one after another with commas between them.
    List(Vec<Argument>),
}

/// Makes a [`Message`]: `message!("unknown-key", key = "titel")`, or `message!("unknown-key", key)` for a variable of the
/// argument's name. A test holds every use to the files in src/messages: the identifier, and the arguments' names.
#[macro_export]
macro_rules! message {
    ($id:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::message::Message::new($id, vec![$((::std::borrow::Cow::Borrowed(stringify!($name)), $crate::message!(@value $name $(= $value)?))),*])
    };
    (@value $name:ident) => { $crate::message::Argument::from($name) };
    (@value $name:ident = $value:expr) => { $crate::message::Argument::from($value) };
}

/// The identifier that [`Message::code`] has.
pub(crate) const CODE: &str = "code";

impl Message {
    /// For [`message!`](crate::message!), which tests can find.
    #[doc(hidden)]
    pub fn new(id: &'static str, arguments: Vec<(Cow<'static, str>, Argument)>) -> Self {
        Self { id: Cow::Borrowed(id), arguments: arguments.into() }
    }

    /// Text without a language: a line to be typed as it stands, `languages = ["en", "uk"]`.
    pub fn code(text: impl Into<String>) -> Self {
        Self::new(CODE, vec![(Cow::Borrowed("text"), Argument::Text(text.into()))])
    }
}

impl From<&Message> for Message {
    fn from(message: &Message) -> Self {
        message.clone()
    }
}

/// Names in backticks: `` `one`, `two` ``.
pub fn quoted<'n>(names: impl IntoIterator<Item = &'n str>) -> Argument {
    Argument::List(names.into_iter().map(|name| Argument::Text(format!("`{name}`"))).collect())
}

/// One after another with commas between them.
pub fn list<A: Into<Argument>>(items: impl IntoIterator<Item = A>) -> Argument {
    Argument::List(items.into_iter().map(Into::into).collect())
}

/// A number of milliseconds, seconds or the like, with so many digits after the point.
pub fn decimal(number: f64, digits: usize) -> Argument {
    Argument::Decimal(format!("{number:.digits$}"))
}

impl From<Message> for Argument {
    fn from(message: Message) -> Self {
        Argument::Message(message)
    }
}

impl From<&Message> for Argument {
    fn from(message: &Message) -> Self {
        Argument::Message(message.clone())
    }
}

/// The system's own words, or ours for those that are met often.
impl From<&std::io::Error> for Argument {
    fn from(error: &std::io::Error) -> Self {
        let kind = format!("{:?}", error.kind());
        Argument::Message(crate::message!("system-error", kind, text = error.to_string()))
    }
}

impl From<std::io::Error> for Argument {
    fn from(error: std::io::Error) -> Self {
        Argument::from(&error)
    }
}

impl From<std::path::Display<'_>> for Argument {
    fn from(path: std::path::Display<'_>) -> Self {
        Argument::Text(path.to_string())
    }
}

macro_rules! texts {
    ($($text:ty),*) => {
        $(impl From<$text> for Argument {
            fn from(text: $text) -> Self {
                Argument::Text(text.to_string())
            }
        })*
    };
}

texts!(&str, &&str, String, &String, char, std::borrow::Cow<'_, str>, std::sync::Arc<str>, &std::sync::Arc<str>);

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl From<$number> for Argument {
            fn from(number: $number) -> Self {
                Argument::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }

        impl From<&$number> for Argument {
            fn from(number: &$number) -> Self {
                Argument::from(*number)
            }
        })*
    };
}

numbers!(u8, u16, u32, u64, u128, usize, i32, i64);
