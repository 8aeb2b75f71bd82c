//! Cards, by which results show documents; the texts that passages are taken from; and the facets by which results are
//! filtered.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{
    Facets, PieceContent, SearchDocument, SearchFacet, SearchPiece, SearchText,
    corpus::AnalysedDocument,
    encode::{HashedPiece, hash, piece, push_letters, width},
};
use crate::diagnostics::position::floor_char_boundary;

/// Separates the texts of a piece; inside a text it becomes a blank.
const BETWEEN_TEXTS: char = '\u{c}';
/// The most characters of a summary that a result shows.
const LONGEST_SUMMARY: usize = 300;
/// The most characters of the text that a result shows where there is no summary: the passage soon takes its place.
const LONGEST_BEGINNING: usize = 120;
/// The bytes of a text in which passages are looked for. Words beyond are found, but no passage shows them.
const LONGEST_TEXT: usize = 12_000;

/// The facets that at least one document has.
#[derive(Debug)]
pub(super) struct UsedFacets<'f> {
    kinds: UsedFacet<'f>,
    countries: UsedFacet<'f>,
    sectors: UsedFacet<'f>,
}

/// The values of one facet that are used, numbered in the order of their ids.
#[derive(Debug)]
struct UsedFacet<'f> {
    /// Sorted.
    labels: Vec<&'f SearchFacet>,
    /// By place among all values: the number among those that are used.
    numbers: Vec<Option<usize>>,
}

impl<'f> UsedFacet<'f> {
    fn of<'d>(facets: &'f [SearchFacet], used: impl Iterator<Item = &'d [usize]>) -> Self {
        let mut is_used = vec![false; facets.len()];
        used.flatten().for_each(|place| is_used.get_mut(*place).into_iter().for_each(|is_used| *is_used = true));
        let mut labels: Vec<(&SearchFacet, usize)> =
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

    /// The values of every document, as letters, with commas between documents.
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

fn kind<'d>(analysed: &AnalysedDocument<'d>) -> &'d [usize] {
    std::slice::from_ref(&analysed.document.kind)
}

fn countries<'d>(analysed: &AnalysedDocument<'d>) -> &'d [usize] {
    &analysed.document.countries
}

fn sectors<'d>(analysed: &AnalysedDocument<'d>) -> &'d [usize] {
    &analysed.document.sectors
}

impl<'f> UsedFacets<'f> {
    pub(super) fn of(analysed: &[AnalysedDocument<'_>], facets: &'f Facets) -> Self {
        Self {
            kinds: UsedFacet::of(&facets.kinds, analysed.iter().map(kind)),
            countries: UsedFacet::of(&facets.countries, analysed.iter().map(countries)),
            sectors: UsedFacet::of(&facets.sectors, analysed.iter().map(sectors)),
        }
    }

    pub(super) fn json(&self) -> Value {
        json!({ "kinds": self.kinds.json(), "countries": self.countries.json(), "sectors": self.sectors.json() })
    }

    /// The values of every document, a column for each facet.
    pub(super) fn columns(&self, analysed: &[AnalysedDocument<'_>]) -> Value {
        json!({
            "kinds": self.kinds.column(analysed.iter().map(kind)),
            "countries": self.countries.column(analysed.iter().map(countries)),
            "sectors": self.sectors.column(analysed.iter().map(sectors)),
        })
    }
}

/// The content of a piece with the cards of some documents.
#[derive(Serialize)]
struct CardsFile<'c> {
    cards: Vec<ResultCard<'c>>,
    /// The hash of the piece with their texts; `null` where passages are taken from the pages.
    texts: Option<String>,
}

/// The part of a document that a result shows. Written as an array in the order of the fields.
struct ResultCard<'c> {
    title: &'c str,
    url: &'c str,
    /// The summary, or what the text begins with.
    summary: String,
    language: &'c str,
    kind: Option<usize>,
    countries: Vec<usize>,
    /// The title of the page that it is a section of. Not written of a page.
    part_of: &'c str,
}

impl Serialize for ResultCard<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { title, url, summary, language, kind, countries, part_of } = self;
        if part_of.is_empty() {
            return (title, url, summary, language, kind, countries).serialize(serializer);
        }
        (title, url, summary, language, kind, countries, part_of).serialize(serializer)
    }
}

/// The cards of some documents.
pub(super) struct CardPieces {
    /// The hash of the piece with the cards.
    pub hash: String,
    /// The piece with the texts, if there is one, then the one with the cards.
    pub pieces: Vec<SearchPiece>,
}

/// The cards of some documents, and their texts in a piece of their own if they are to have one.
pub(super) fn cards(analysed: &[AnalysedDocument<'_>], facets: &UsedFacets<'_>, has_texts: bool) -> CardPieces {
    let mut pieces = Vec::new();
    let texts = has_texts.then(|| {
        let HashedPiece { hash, piece } = piece_of_texts(analysed);
        pieces.push(piece);
        hash
    });
    let cards = analysed.iter().map(|each| card(each.document, facets)).collect();
    // Strings and numbers are always valid JSON, so this cannot fail.
    let json = serde_json::to_string(&CardsFile { cards, texts }).unwrap_or_default();
    let HashedPiece { hash, piece } = piece("cards", "json", json);
    pieces.push(piece);
    CardPieces { hash, pieces }
}

/// A piece of texts, named after their checksums.
fn piece_of_texts(analysed: &[AnalysedDocument<'_>]) -> HashedPiece {
    let hash = hash(&analysed.iter().flat_map(|each| each.texts).collect::<Vec<u8>>());
    let places = analysed.iter().map(|each| each.place).collect();
    let piece = SearchPiece { name: format!("texts-{hash}.txt"), content: PieceContent::Texts(places) };
    HashedPiece { hash, piece }
}

fn card<'c>(document: &'c SearchDocument<'_>, facets: &UsedFacets<'_>) -> ResultCard<'c> {
    let SearchDocument { title, url, language, summary, texts, part_of, .. } = document;
    let mut begins = shorten(summary.trim(), LONGEST_SUMMARY);
    let (mut texts, mut buffer) = (texts.iter(), String::new());
    while begins.is_empty()
        && let Some(text) = texts.next()
    {
        begins = shorten(text.beginning(LONGEST_TEXT, &mut buffer).trim(), LONGEST_BEGINNING);
    }
    let kind = facets.kinds.numbers(std::slice::from_ref(&document.kind)).next();
    let countries = facets.countries.numbers(&document.countries).collect();
    ResultCard { title, url, summary: begins, language, kind, countries, part_of }
}

/// The content of [`PieceContent::Texts`]: the texts of some documents, in their order.
pub fn text_piece<'t, T>(documents: impl IntoIterator<Item = T>) -> String
where
    T: IntoIterator<Item: Into<SearchText<'t>>>,
{
    let (mut piece, mut buffer) = (String::new(), String::new());
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
            let text: SearchText<'t> = text.into();
            let text = text.beginning(left, &mut buffer);
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
        // A text that is made of HTML ends with the end of its last block.
        if piece.len() > start && piece.ends_with('\n') {
            piece.pop();
        }
    }
    piece
}

/// A text cut to so many characters, between words if it has any blank in its second half, with dots where it goes on: the
/// search page knows by these that there is more.
fn shorten(text: &str, longest: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(longest) else { return text.to_owned() };
    let cut = text.get(..end).unwrap_or_default();
    let words = match cut.rfind(char::is_whitespace) {
        Some(blank) if blank > end / 2 => cut.get(..blank).unwrap_or(cut),
        _ => cut,
    };
    format!("{words} …")
}
