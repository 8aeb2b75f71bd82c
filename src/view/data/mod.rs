//! Everything that templates get, with its names. docs/guide/content/chapters/templates.en.md shows each struct of this folder as a table; a
//! test holds the two together. How the data are made is in the other files of `view`.
//!
//! Every name is always there, null or empty when there is nothing. [`Text`](super::values::Text) is escaped when a
//! template writes it, [`Html`](super::values::Html) is not.

mod by_template;
mod every_template;
mod overviews;
mod parts;
mod shapes;

pub(crate) use by_template::*;
pub(crate) use every_template::*;
pub(crate) use overviews::*;
pub(crate) use parts::*;
pub(crate) use shapes::*;
