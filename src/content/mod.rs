//! One file of content/ as a typed value, whatever the other files say: names, front matter, field values, the parsed
//! body, vocabularies. What depends on other files (references, translations, links) is `site`'s business.
//!
//! Start at [`page::Page`]; [`name::classify`] says what a path is.

pub mod attachment;
pub(crate) mod changes;
pub(crate) mod field_hint;
pub mod field_value;
pub mod front_matter;
pub(crate) mod load;
pub(crate) mod misnamed;
pub(crate) mod name;
pub(crate) mod named_pages;
pub mod page;
pub(crate) mod revision;
pub mod vocabulary;

pub use attachment::Attachment;
pub use field_value::{FieldValues, Item, RowValues, Value};
pub use name::PageKey;
pub use page::Page;
