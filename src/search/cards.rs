//! What the results show, and what they can be chosen by.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Document, Facet, Facets, Piece, Text,
    encode::{piece, piece_of_texts, push_letters, width},
    memory::Read,
};
use crate::diagnostics::position::floor_char_boundary;

/// Between the texts of a piece; in a text it becomes a blank.
const BETWEEN_TEXTS: char = '\u{c}';
/// Characters of a summary that a result shows.
const LONGEST_SUMMARY: usize = 300;
/// Bytes of a text in which passages are looked for; beyond it words are found but not shown.
const LONGEST_TEXT: usize = 12_000;

/// The facets that documents have, each numbered in the order of its ids.
#[derive(Debug)]
pub struct Labels<'f> {
    kinds: Labelled<'f>,
    countries: Labelled<'f>,
    sectors: Labelled<'f>,
}

#[derive(Debug)]
struct Labelled<'f> {
    /// Sorted.
    labels: Vec<&'f Facet>,
    /// By place among all facets: the number among those that are used.
    numbers: Vec<Option<usize>>,
}

impl<'f> Labelled<'f> {
    fn of<'d>(facets: &'f [Facet], used: impl Iterator<Item = &'d [usize]>) -> Self {
        let mut is_used = vec![false; facets.len()];
        used.flatten().for_each(|place| is_used.get_mut(*place).into_iter().for_each(|is_used| *is_used = true));
        let mut labels: Vec<(&Facet, usize)> =
            facets.iter().zip(0..).filter(|(_, place)| is_used.get(*place) == Some(&true)).collect();
        labels.sort_unstable();
        let mut numbers = vec![None; facets.len()];
        for (number, (_, place)) in labels.iter().enumerate() {
            numbers.get_mut(*place).into_iter().for_each(|slot| *slot = Some(number));
        }
        Self { labels: labels.into_iter().map(|(facet, _)| facet).collect(), numbers }
    }

    fn numbers(&self, places: &[usize]) -> impl Iterator<Item = usize> {
        places.iter().filter_map(|place| self.numbers.get(*place).copied().flatten())
    }

    fn json(&self) -> Value {
        self.labels.iter().map(|facet| json!([facet.id, facet.label])).collect()
    }

    /// What every document has, as letters, commas between documents.
    fn column<'d>(&self, has: impl Iterator<Item = &'d [usize]>) -> Value {
        let width = width(self.labels.len());
        let mut values = String::new();
        for (number, places) in has.enumerate() {
            if number > 0 {
                values.push(',');
            }
            self.numbers(places).for_each(|number| push_letters(&mut values, number, width));
        }
        json!({ "width": width, "values": values })
    }
}

fn kind<'d>(read: &Read<'d>) -> &'d [usize] {
    std::slice::from_ref(&read.document.kind)
}

fn countries<'d>(read: &Read<'d>) -> &'d [usize] {
    &read.document.countries
}

fn sectors<'d>(read: &Read<'d>) -> &'d [usize] {
    &read.document.sectors
}

impl<'f> Labels<'f> {
    pub fn of(read: &[Read<'_>], facets: &'f Facets) -> Self {
        Self {
            kinds: Labelled::of(&facets.kinds, read.iter().map(kind)),
            countries: Labelled::of(&facets.countries, read.iter().map(countries)),
            sectors: Labelled::of(&facets.sectors, read.iter().map(sectors)),
        }
    }

    pub fn json(&self) -> Value {
        json!({ "kinds": self.kinds.json(), "countries": self.countries.json(), "sectors": self.sectors.json() })
    }

    /// What every document has.
    pub fn columns(&self, read: &[Read<'_>]) -> String {
        json!({
            "kinds": self.kinds.column(read.iter().map(kind)),
            "countries": self.countries.column(read.iter().map(countries)),
            "sectors": self.sectors.column(read.iter().map(sectors)),
        })
        .to_string()
    }
}

/// What the results show of some documents.
#[derive(Serialize)]
struct Cards<'c> {
    cards: Vec<Card<'c>>,
    /// `null` where passages are taken from the pages.
    texts: Option<Texts>,
}

/// The pieces with the texts of some documents.
#[derive(Serialize)]
struct Texts {
    hashes: Vec<String>,
    together: usize,
}

/// Title, address, summary or what the text begins with, language, kind and countries.
type Card<'c> = (&'c str, &'c str, String, &'c str, Option<usize>, Vec<usize>);

/// The cards of some documents, and before them their texts, so many together; with the cards' hash.
pub fn cards(read: &[Read<'_>], labels: &Labels<'_>, texts_together: Option<usize>) -> (String, Vec<Piece>) {
    let mut pieces = Vec::new();
    let texts = texts_together.map(|together| {
        let hashes = read.chunks(together.max(1)).map(piece_of_texts).map(|(hash, piece)| {
            pieces.push(piece);
            hash
        });
        Texts { hashes: hashes.collect(), together }
    });
    let cards = read.iter().map(|each| card(each.document, labels)).collect();
    let cards = Cards { cards, texts };
    // Text and numbers: nothing of which there is no JSON.
    let (hash, piece) = piece("cards", "json", serde_json::to_string(&cards).unwrap_or_default());
    pieces.push(piece);
    (hash, pieces)
}

fn card<'c>(document: &'c Document<'_>, labels: &Labels<'_>) -> Card<'c> {
    let Document { title, url, language, summary, texts, .. } = document;
    let mut begins = shorten(summary.trim()).to_owned();
    let (mut texts, mut made) = (texts.iter(), String::new());
    while begins.is_empty()
        && let Some(text) = texts.next()
    {
        begins = shorten(text.beginning(LONGEST_TEXT, &mut made).trim()).to_owned();
    }
    let kind = labels.kinds.numbers(std::slice::from_ref(&document.kind)).next();
    (title, url, begins, language, kind, labels.countries.numbers(&document.countries).collect())
}

/// The piece with some documents' texts, in their order.
pub fn text_piece<'t, T>(documents: impl IntoIterator<Item = T>) -> String
where
    T: IntoIterator<Item: Into<Text<'t>>>,
{
    let (mut piece, mut made) = (String::new(), String::new());
    for (number, texts) in documents.into_iter().enumerate() {
        if number > 0 {
            piece.push(BETWEEN_TEXTS);
        }
        let start = piece.len();
        for text in texts {
            if piece.len() > start && !piece.ends_with('\n') {
                piece.push('\n');
            }
            let left = LONGEST_TEXT.saturating_sub(piece.len() - start);
            let text: Text<'t> = text.into();
            let text = text.beginning(left, &mut made);
            let text = text.get(..floor_char_boundary(text, left)).unwrap_or_default();
            if text.contains(BETWEEN_TEXTS) {
                piece.extend(text.chars().map(|letter| if letter == BETWEEN_TEXTS { ' ' } else { letter }));
            } else {
                piece.push_str(text);
            }
            if left <= text.len() {
                break;
            }
        }
        // A block's end.
        if piece.len() > start && piece.ends_with('\n') {
            piece.pop();
        }
    }
    piece
}

/// The beginning of a summary, up to a blank where there is one near.
fn shorten(summary: &str) -> &str {
    let Some((end, _)) = summary.char_indices().nth(LONGEST_SUMMARY) else { return summary };
    let cut = summary.get(..end).unwrap_or_default();
    match cut.rfind(char::is_whitespace) {
        Some(blank) if blank > end / 2 => cut.get(..blank).unwrap_or(cut),
        _ => cut,
    }
}
