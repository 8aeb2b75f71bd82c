//! Published pages read as a browser reads them.

use std::path::Path;

use scraper::{ElementRef, Html, Selector};

pub struct Page {
    pub html: Html,
}

impl Page {
    pub fn parse(text: &str) -> Self {
        Self { html: Html::parse_document(text) }
    }

    /// A page of a published site, by its file.
    pub fn read(folder: &Path, path: &str) -> Self {
        Self::parse(&std::fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}")))
    }

    pub fn all(&self, css: &str) -> Vec<ElementRef<'_>> {
        self.html.select(&Selector::parse(css).unwrap()).collect()
    }

    pub fn count(&self, css: &str) -> usize {
        self.all(css).len()
    }

    /// The words of every element that matches.
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.all(css).into_iter().map(words).collect()
    }

    /// The words of the one element that matches.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        let texts = self.texts(css);
        assert_eq!(texts.len(), 1, "one `{css}` is expected: {texts:?}");
        texts.concat()
    }

    /// An attribute of every element that matches and has it.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.all(css).into_iter().filter_map(|element| element.attr(name)).map(str::to_owned).collect()
    }

    #[track_caller]
    pub fn attribute(&self, css: &str, name: &str) -> String {
        let found = self.attributes(css, name);
        assert_eq!(found.len(), 1, "one `{css}` with `{name}` is expected: {found:?}");
        found.concat()
    }

    /// The page's versions by language, as its head tells search engines.
    pub fn alternates(&self) -> Vec<(String, String)> {
        self.all("link[rel=alternate][hreflang]")
            .into_iter()
            .map(|link| (link.attr("hreflang").unwrap().to_owned(), link.attr("href").unwrap().to_owned()))
            .collect()
    }

    pub fn canonical(&self) -> Option<String> {
        self.attributes("link[rel=canonical]", "href").pop()
    }

    pub fn is_noindex(&self) -> bool {
        self.attributes("meta[name=robots]", "content").iter().any(|content| content.contains("noindex"))
    }
}

/// The words of an element with single blanks between them.
pub fn words(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
