//! What the results show, and what they can be chosen by.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    Facet,
    analyse::{Analysed, Card},
    encode::{letters, width},
};

/// Documents whose texts stand together.
const TEXTS_TOGETHER: usize = 3;

/// The facets that documents have, each numbered in the order of its ids.
#[derive(Debug)]
pub struct Labels {
    kinds: BTreeMap<Facet, usize>,
    countries: BTreeMap<Facet, usize>,
    sectors: BTreeMap<Facet, usize>,
}

impl Labels {
    pub fn of(documents: &[&Analysed]) -> Self {
        let number = |facets: &mut dyn Iterator<Item = &Facet>| {
            let all: BTreeSet<Facet> = facets.cloned().collect();
            all.into_iter().zip(0..).collect()
        };
        Self {
            kinds: number(&mut documents.iter().map(|each| &each.card.kind)),
            countries: number(&mut documents.iter().flat_map(|each| &each.card.countries)),
            sectors: number(&mut documents.iter().flat_map(|each| &each.card.sectors)),
        }
    }

    pub fn json(&self) -> Value {
        let list = |labels: &BTreeMap<Facet, usize>| -> Value {
            labels.keys().map(|facet| json!([&*facet.id, &*facet.label])).collect()
        };
        json!({ "kinds": list(&self.kinds), "countries": list(&self.countries), "sectors": list(&self.sectors) })
    }

    /// What every document has, as letters, commas between documents.
    pub fn columns(&self, documents: &[&Analysed]) -> String {
        fn column<'a>(labels: &BTreeMap<Facet, usize>, has: impl Iterator<Item = &'a [Facet]>) -> Value {
            let width = width(labels.len());
            let written = |facets: &[Facet]| -> String {
                facets.iter().filter_map(|facet| labels.get(facet)).map(|number| letters(*number, width)).collect()
            };
            json!({ "width": width, "values": has.map(written).collect::<Vec<_>>().join(",") })
        }
        json!({
            "kinds": column(&self.kinds, documents.iter().map(|each| std::slice::from_ref(&each.card.kind))),
            "countries": column(&self.countries, documents.iter().map(|each| each.card.countries.as_slice())),
            "sectors": column(&self.sectors, documents.iter().map(|each| each.card.sectors.as_slice())),
        })
        .to_string()
    }
}

/// Writes the cards of some documents and their texts; the cards' hash.
pub fn put_cards(documents: &[&Analysed], labels: &Labels, put: &impl Fn(&str, &str, String) -> String) -> String {
    let texts: Vec<String> = documents
        .chunks(TEXTS_TOGETHER)
        .map(|few| put("texts", "json", json!(few.iter().map(|each| each.text()).collect::<Vec<_>>()).to_string()))
        .collect();
    let cards = documents.iter().map(|document| {
        let Card { title, url, language, summary, kind, countries, sectors: _ } = &document.card;
        let countries: Vec<_> = countries.iter().filter_map(|each| labels.countries.get(each)).collect();
        json!([title, url, summary, language, labels.kinds.get(kind), countries])
    });
    let cards: Value = cards.collect();
    put("cards", "json", json!({ "cards": cards, "texts": texts, "together": TEXTS_TOGETHER }).to_string())
}
