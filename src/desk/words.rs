//! Words of the desk, in the languages that it speaks.

use std::sync::Arc;

use crate::{
    locale::{
        Locale,
        fluent::{Bundle, FluentArgument},
    },
    messages::MessageLanguage,
};

/// By language of [`MessageLanguage::ALL`].
const SOURCES: [&str; 2] = [include_str!("words/en.ftl"), include_str!("words/uk.ftl")];

/// The desk's words in all its languages.
#[derive(Clone, Debug)]
pub(super) struct Words(Arc<Vec<Bundle>>);

impl Words {
    pub(super) fn new() -> Self {
        let read = |(language, source): (MessageLanguage, &str)| {
            let locale = Locale::new(language.tag()).ok()?;
            Some(Bundle::parse(&locale, source).0)
        };
        Self(Arc::new(MessageLanguage::ALL.into_iter().zip(SOURCES).filter_map(read).collect()))
    }

    /// A message; its key where it is missing, which the tests exclude.
    pub(super) fn say(&self, language: MessageLanguage, key: &str, arguments: &[(&str, FluentArgument<'_>)]) -> String {
        let at = MessageLanguage::ALL.into_iter().position(|known| known == language).unwrap_or_default();
        let said = self.0.get(at).and_then(|bundle| bundle.format(key, arguments).ok());
        said.unwrap_or_else(|| key.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_language_says_the_same_things() {
        let mut all: Vec<BTreeSet<String>> = Vec::new();
        for (language, source) in MessageLanguage::ALL.into_iter().zip(SOURCES) {
            let (messages, mistakes) = Bundle::parse(&Locale::new(language.tag()).unwrap(), source);
            assert_eq!(mistakes, [], "{}", language.tag());
            all.push(messages.keys().map(|key| format!("{} {:?}", key.name, key.arguments)).collect());
        }
        let first = &all[0];
        for others in &all {
            let differing: Vec<_> = first.symmetric_difference(others).collect();
            assert!(differing.is_empty(), "{differing:?}");
        }
    }
}
