//! `edit_url` of site.toml: where readers can propose a change of the file that a page is made of.

use crate::{
    diagnostics::{Rule, Sink},
    markdown::address::{Address, judge},
    message,
    text::percent,
    toml_reader::TomlEntry,
};

/// Stands for the path of the file.
const PATH: &str = "{path}";

/// An address on the web that has a file's path in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditUrl(String);

impl EditUrl {
    /// The address for a file, given by its path below the site's folder: `content/clusters/uca.en.md`.
    pub fn of(&self, file: &str) -> String {
        self.0.replace(PATH, &percent::encode_path(file))
    }
}

pub(super) fn read(sink: &mut Sink, entry: &TomlEntry) -> Option<EditUrl> {
    let text = sink.string(entry)?;
    let whole = text.replace(PATH, "content/index.en.md");
    let is_web = matches!(judge(&whole), Ok(Address::External { scheme, .. }) if scheme.is_web());
    if !is_web || !text.contains(PATH) || whole.contains(['{', '}', '"', '<', '>', ' ', '\\']) {
        let message = message!("edit-url-invalid", url = text);
        sink.report(Rule::InvalidValue, &entry.node.range, message).hint(message!("edit-url-invalid.hint"));
        return None;
    }
    Some(EditUrl(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_stands_where_it_is_named() {
        let url = EditUrl("https://example.org/_edit/main/{path}?x=1".to_owned());
        assert_eq!(
            url.of("content/clusters/uca.uk.md"),
            "https://example.org/_edit/main/content/clusters/uca.uk.md?x=1"
        );
    }

    #[test]
    fn only_addresses_on_the_web_with_a_path_are_taken() {
        let check = |url: &str, is_good: bool| {
            let text = format!("x = \"{}\"", url.replace('"', "\\\""));
            let mut sink = Sink::new(&"site.toml".into());
            let table = crate::toml_reader::parse(&text, 0, &mut sink);
            assert_eq!(read(&mut sink, table.get("x").unwrap()).is_some(), is_good, "{url}: {:?}", sink.found);
            assert_eq!(sink.found.is_empty(), is_good, "{url}");
        };
        check("https://codeberg.org/org/kb/_edit/main/{path}", true);
        check("http://localhost:3000/{path}", true);
        check("https://codeberg.org/org/kb", false);
        check("javascript:alert('{path}')", false);
        check("//example.org/{path}", false);
        check("{path}", false);
        check("https://example.org/{path}/{file}", false);
        check("https://example.org/\"><script>{path}", false);
    }
}
