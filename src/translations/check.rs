//! Checks that a translation keeps the links, pictures, footnotes, anchors and number of blocks of its text.

use crate::{
    edit::Refusal,
    markdown::{self, LinkTarget},
    message,
};

/// A text and its translation.
#[derive(Clone, Copy, Debug)]
pub(super) struct TranslatedText<'t> {
    pub source: &'t str,
    pub translation: &'t str,
    /// The site's languages: `../a.en.md` and `../a.uk.md` are the same page.
    pub languages: &'t [String],
}

/// Checks blocks of a body. `definitions` is what stands between the blocks of the page: addresses of links are defined
/// there. The number of blocks does not count where a whole body is one text.
///
/// # Errors
///
/// The first thing that is lost or new.
pub(super) fn blocks(text: TranslatedText<'_>, definitions: &str, is_whole: bool) -> Result<(), Refusal> {
    let count = |text: &str| markdown::blocks(text).map(|blocks| blocks.len());
    let (wanted, found) = (count(text.source), count(text.translation));
    if !is_whole && wanted != found {
        let (found, wanted) = (found.unwrap_or_default(), wanted.unwrap_or_default());
        return Err(Refusal::new(message!("po-blocks", found, wanted)).hint(message!("po-blocks.hint")));
    }
    let both = |of: &dyn Fn(&str) -> Vec<String>| (of(text.source), of(text.translation));
    let compared = [
        (Markup::Link, both(&|part| addresses(part, definitions, text.languages))),
        (Markup::Footnote, both(&|part| between(part, "[^", ']'))),
        (Markup::Anchor, both(&|part| between(part, "{#", '}'))),
    ];
    for (part, (source, translation)) in compared {
        same(part, source, translation)?;
    }
    Ok(())
}

/// Checks a value of front matter, which is one line where its text is one.
///
/// # Errors
///
/// A translation that does not fit.
pub(super) fn value(text: TranslatedText<'_>, is_whole: bool) -> Result<(), Refusal> {
    if text.translation.trim().is_empty() {
        return Err(Refusal::new(message!("po-blank")).hint(message!("po-blank.hint")));
    }
    if !is_whole && text.translation.contains('\n') && !text.source.contains('\n') {
        return Err(Refusal::new(message!("po-many-lines")).hint(message!("po-many-lines.hint")));
    }
    Ok(())
}

/// The parts of a text beside its words.
#[derive(Clone, Copy, Debug)]
enum Markup {
    Link,
    Footnote,
    Anchor,
}

fn same(part: Markup, source: Vec<String>, mut translation: Vec<String>) -> Result<(), Refusal> {
    for wanted in source {
        match translation.iter().position(|found| *found == wanted) {
            Some(at) => drop(translation.remove(at)),
            None => {
                let message = match part {
                    Markup::Link => message!("po-link-lost", address = wanted),
                    Markup::Footnote => message!("po-footnote-lost", label = wanted),
                    Markup::Anchor => message!("po-anchor-lost", anchor = wanted),
                };
                return Err(Refusal::new(message).hint(message!("po-lost.hint")));
            }
        }
    }
    let Some(new) = translation.first() else { return Ok(()) };
    let message = match part {
        Markup::Link => message!("po-link-new", address = new),
        Markup::Footnote => message!("po-footnote-new", label = new),
        Markup::Anchor => message!("po-anchor-new", anchor = new),
    };
    Err(Refusal::new(message).hint(message!("po-new.hint")))
}

fn addresses(text: &str, definitions: &str, languages: &[String]) -> Vec<String> {
    let document = markdown::parse(&format!("{text}\n\n{definitions}"), "en");
    let address = |target: &LinkTarget| match target {
        LinkTarget::External { address, .. } => address.clone(),
        LinkTarget::Local { path, fragment } => {
            let page = languages.iter().find_map(|tag| path.strip_suffix(&format!(".{tag}.md")));
            let path = page.map_or(path.clone(), |page| format!("{page}.md"));
            match fragment {
                Some(fragment) => format!("{path}#{fragment}"),
                None => path,
            }
        }
    };
    let mut found: Vec<String> = document.links.iter().map(|link| address(&link.target)).collect();
    found.sort();
    found
}

/// The texts between marks.
fn between(text: &str, open: &str, close: char) -> Vec<String> {
    let parts = text.split(open).skip(1);
    let mut found: Vec<String> =
        parts.filter_map(|part| part.split_once(close).map(|(inside, _)| inside.to_owned())).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_word_is_kept() {
        let languages = ["en".to_owned(), "uk".to_owned()];
        let check = |source: &str, translation: &str, expected: &str| {
            let text = TranslatedText { source, translation, languages: &languages };
            let found = blocks(text, "[ref]: https://example.org/r", false);
            assert_eq!(
                found.err().map_or(String::new(), |refusal| refusal.message.to_string()),
                expected,
                "{translation}"
            );
        };
        let source = "See [A](../a.en.md#x), [B][ref] and[^1] ![C](uca/c.png).";
        check(source, "Див. ![В](uca/c.png), [Б][ref], [А](../a.uk.md#x)[^1].", "");
        check(source, "Див. [А](../a.en.md#x), [Б][ref] і[^1] ![В](uca/c.png).", "");
        check(source, "Див. [А](../a.uk.md), [Б][ref] і[^1] ![В](uca/c.png).", "the link to `../a.md#x` is lost");
        check(
            source,
            "Див. [А](../a.uk.md#x), Б і[^1] ![В](uca/c.png).",
            "the link to `https://example.org/r` is lost",
        );
        check(source, "Див. [А](../a.uk.md#x), [Б][ref] і ![В](uca/c.png).", "the footnote `1` is lost");
        check("## A {#a}", "## А {#a}", "");
        check("## A {#a}", "## А", "the anchor `a` is lost");
        check("One.", "Одне. [x](https://evil.example/)", "the link to `https://evil.example/` is not in the text");
        check("One.", "Одне.\n\nДва.", "it is 2 paragraphs or other blocks, not 1");
        check("One.", "[^2]: Одне.", "the footnote `2` is not in the text");
    }
}
