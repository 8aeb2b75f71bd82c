//! `/data/catalogue.jsonld`: the list of all open data, by DCAT-AP 3 (<https://semiceu.github.io/DCAT-AP/releases/3.0.1/>), as
//! portals harvest it.

use serde_json::{Map, Value as Json, json};

use super::{Described, FORMAT, Rows};
use crate::{
    config::{LanguageId, Localized},
    plan::{DataOf, Plan, address},
    site::Site,
};

/// The addresses of the lists that the Publications Office of the EU and IANA keep.
const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";
const MEDIA_TYPES: &str = "http://www.iana.org/assignments/media-types";

/// The languages of Europe's list that differ from what their tags say: those of two letters have three there.
const LANGUAGES: &[(&str, &str)] = &[
    ("be", "BEL"),
    ("bg", "BUL"),
    ("cs", "CES"),
    ("da", "DAN"),
    ("de", "DEU"),
    ("el", "ELL"),
    ("en", "ENG"),
    ("es", "SPA"),
    ("et", "EST"),
    ("fi", "FIN"),
    ("fr", "FRA"),
    ("ga", "GLE"),
    ("hr", "HRV"),
    ("hu", "HUN"),
    ("it", "ITA"),
    ("ka", "KAT"),
    ("lt", "LIT"),
    ("lv", "LAV"),
    ("mk", "MKD"),
    ("mt", "MLT"),
    ("nl", "NLD"),
    ("pl", "POL"),
    ("pt", "POR"),
    ("ro", "RON"),
    ("sk", "SLK"),
    ("sl", "SLV"),
    ("sq", "SQI"),
    ("sr", "SRP"),
    ("sv", "SWE"),
    ("tr", "TUR"),
    ("uk", "UKR"),
];

/// `rows` gives those of a collection or vocabulary.
pub(crate) fn catalogue<'r>(site: &Site, plan: &Plan, rows: impl Fn(DataOf) -> Option<&'r Rows>) -> String {
    let config = &site.config;
    let dataset = |of| Some(dataset(site, Described::new(site, plan, of), rows(of)?));
    let datasets: Vec<Json> = DataOf::all(config).filter_map(dataset).collect();
    let mut data = object([
        ("@context", context()),
        ("@id", json!(config.base_url.join("data/catalogue.jsonld"))),
        ("@type", json!("dcat:Catalog")),
        ("dct:title", texts(site, &config.title)),
        ("dct:description", texts(site, &config.description)),
        ("dct:publisher", publisher(site)),
        ("dct:language", languages(site)),
        ("foaf:homepage", named(&config.base_url.join(""), "foaf:Document")),
        ("dcat:dataset", json!(datasets)),
    ]);
    add_licence(site, &mut data);
    // A tree of strings, numbers and lists always serialises.
    serde_json::to_string_pretty(&Json::Object(data)).unwrap_or_default() + "\n"
}

fn context() -> Json {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
    })
}

fn dataset(site: &Site, described: Described<'_>, rows: &Rows) -> Json {
    let config = &site.config;
    let name = described.name();
    let json_file = config.base_url.join(&format!("data/{name}.json"));
    let page = |language| match described {
        Described::Collection(_, _, collection) => address::collection(config, collection, language),
        Described::Vocabulary(_, vocabulary) => address::vocabulary(config, vocabulary, language),
    };
    let pages: Vec<Json> =
        config.language_ids().map(|language| named(&config.base_url.join(&page(language)), "foaf:Document")).collect();
    let descriptions: Vec<Json> = config
        .language_ids()
        .map(|language| {
            let text = format!("{} – {}", described.title().get(language), config.title.get(language));
            in_language(site, language, &text)
        })
        .collect();
    let mut data = object([
        ("@id", json!(format!("{json_file}#dataset"))),
        ("@type", json!("dcat:Dataset")),
        ("dct:identifier", json!(name)),
        ("dct:title", texts(site, described.title())),
        ("dct:description", json!(descriptions)),
        ("dct:publisher", publisher(site)),
        ("dct:language", languages(site)),
        ("dct:accessRights", named(&format!("{AUTHORITY}/access-right/PUBLIC"), "dct:RightsStatement")),
        ("dcat:version", json!(format!("{FORMAT}-{}", rows.revision))),
        ("dcat:landingPage", json!(pages)),
        (
            "dcat:distribution",
            json!([
                distribution(site, name, "JSON", "application/json", ".json", ".schema.json"),
                distribution(site, name, "CSV", "text/csv", ".csv", ".tableschema.json"),
            ]),
        ),
    ]);
    add_licence(site, &mut data);
    Json::Object(data)
}

fn distribution(site: &Site, name: &str, format: &str, media_type: &str, ending: &str, schema: &str) -> Json {
    let url = site.config.base_url.join(&format!("data/{name}{ending}"));
    let schema = site.config.base_url.join(&format!("data/{name}{schema}"));
    let mut data = object([
        ("@id", json!(format!("{url}#distribution"))),
        ("@type", json!("dcat:Distribution")),
        ("dct:title", json!(format!("{name}{ending}"))),
        ("dcat:accessURL", json!({ "@id": url })),
        ("dcat:downloadURL", json!({ "@id": url })),
        ("dct:format", named(&format!("{AUTHORITY}/file-type/{format}"), "dct:MediaTypeOrExtent")),
        ("dcat:mediaType", named(&format!("{MEDIA_TYPES}/{media_type}"), "dct:MediaType")),
        ("dct:conformsTo", named(&schema, "dct:Standard")),
    ]);
    add_licence(site, &mut data);
    Json::Object(data)
}

fn add_licence(site: &Site, data: &mut Map<String, Json>) {
    if let Some(licence) = site.config.data.licence_address() {
        data.insert("dct:license".to_owned(), named(&licence, "dct:LicenseDocument"));
    }
}

/// A site that names no publisher publishes itself.
fn publisher(site: &Site) -> Json {
    let config = &site.config;
    let name = config.data.publisher.as_ref().unwrap_or(&config.title);
    let id = config.base_url.join("#publisher");
    json!({ "@id": id, "@type": "foaf:Agent", "foaf:name": texts(site, name) })
}

fn languages(site: &Site) -> Json {
    let known = |tag: &String| LANGUAGES.iter().find(|(known, _)| tag.split('-').next() == Some(*known));
    let found = site.config.languages.iter().filter_map(known);
    let named = found.map(|(_, code)| named(&format!("{AUTHORITY}/language/{code}"), "dct:LinguisticSystem"));
    Json::Array(named.collect())
}

fn texts(site: &Site, texts: &Localized) -> Json {
    let own = |language| Some(in_language(site, language, texts.own(language)?));
    Json::Array(site.config.language_ids().filter_map(own).collect())
}

fn in_language(site: &Site, language: LanguageId, text: &str) -> Json {
    json!({ "@language": site.config.tag(language), "@value": text })
}

fn named(id: &str, kind: &str) -> Json {
    json!({ "@id": id, "@type": kind })
}

fn object<const N: usize>(pairs: [(&str, Json); N]) -> Map<String, Json> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
