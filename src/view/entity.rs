//! An entry described by <https://schema.org>, as `schema` in site.toml says: only properties that have a value, in the
//! language of the text that the page shows.

use serde_json::{Map, Value as Json, json};

use super::{Views, structured::publisher};
use crate::{
    config::{
        CollectionId, Field, FieldId, FieldKind, LanguageId, Role, VocabularyId,
        schema_org::{Meaning, Property, Type, property_named, type_named},
        with_column_ids, with_ids,
    },
    content::{FieldValues, Item, PageKey, Value},
    locale::typography,
    plan::address,
    site::{EntryId, TermId, Version, texts_in},
};

/// The end of the name (`@id`) of the entry itself, after the address of the original's page.
const FRAGMENT: &str = "#_entry";

/// Values by their properties, in the order in which they were found.
#[derive(Default)]
struct Properties(Vec<(&'static Property, Vec<Json>)>);

impl Properties {
    fn push(&mut self, property: &'static Property, value: Json) {
        let at = self.0.iter().position(|(known, _)| *known == property);
        match at.and_then(|at| self.0.get_mut(at)) {
            Some((_, values)) if values.contains(&value) => {}
            Some((_, values)) => values.push(value),
            None => self.0.push((property, vec![value])),
        }
    }

    /// Those with a `PostalAddress` around them stand in it.
    fn write(self, node: &mut Map<String, Json>) {
        for (property, mut values) in self.0 {
            let value = if values.len() == 1 { values.remove(0) } else { Json::Array(values) };
            let Some(around) = property.inside else {
                node.insert(property.name.to_owned(), value);
                continue;
            };
            let address = node.entry(around).or_insert_with(|| json!({ "@type": "PostalAddress" }));
            if let Some(address) = address.as_object_mut() {
                address.insert(property.name.to_owned(), value);
            }
        }
    }
}

impl Views {
    /// The name (`@id`) of an entry that has a type: the same in every language.
    pub(super) fn entity_id(&self, id: EntryId) -> Option<String> {
        self.entity_type(id)?;
        Some(self.absolute(self.plan.address(id, self.site.entry(id).original)) + FRAGMENT)
    }

    /// An entry as data; `None` where its collection has no `schema`.
    pub(super) fn entity(&self, id: EntryId, version: &Version, page: &str) -> Option<Json> {
        let kind = self.entity_type(id)?;
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return None };
        let mut node = Map::new();
        node.insert("@type".to_owned(), json!(kind.name));
        node.insert("@id".to_owned(), json!(self.entity_id(id)?));
        node.insert("name".to_owned(), json!(version.page.title));
        if let Some(summary) = &version.page.summary {
            node.insert("description".to_owned(), json!(summary));
        }
        node.insert("mainEntityOfPage".to_owned(), json!({ "@id": page }));
        let mut properties = Properties::default();
        let fields = &self.site.config.collection(*collection).fields;
        if let Some(values) = self.site.facts(id) {
            for (at, field) in with_ids(fields) {
                self.field_properties(id, (at, field), values, version.page.language, &mut properties);
            }
        }
        self.inverse_properties(id, kind, version.page.language, &mut properties);
        properties.write(&mut node);
        Some(Json::Object(node))
    }

    /// The open data of a collection. `page` is the address of the list.
    pub(super) fn dataset(
        &self,
        collection: CollectionId,
        description: &str,
        language: LanguageId,
        page: &str,
    ) -> Json {
        let config = &self.site.config;
        let schema = config.collection(collection);
        let distribution: Vec<Json> = [("json", "application/json"), ("csv", "text/csv")]
            .map(|(ending, format)| {
                let url = self.absolute(&format!("data/{}.{ending}", schema.name));
                json!({ "@type": "DataDownload", "encodingFormat": format, "contentUrl": url })
            })
            .into();
        let mut data = json!({
            "@type": "Dataset",
            "@id": self.absolute(&format!("data/{}.json", schema.name)),
            "name": format!("{}: {}", config.title.get(language), schema.title.get(language)),
            "description": description,
            "url": page,
            "inLanguage": config.languages,
            "isAccessibleForFree": true,
            "distribution": distribution,
        });
        if let (Some(licence), Some(data)) = (config.data.licence_address(), data.as_object_mut()) {
            data.insert("license".to_owned(), json!(licence));
        }
        if let (Some(publisher), Some(data)) = (publisher(self, language), data.as_object_mut()) {
            data.insert("publisher".to_owned(), json!(publisher));
        }
        data
    }

    /// A term as its own page says it, with its other names.
    pub(super) fn term_of_page(&self, vocabulary: VocabularyId, term: TermId, language: LanguageId) -> Option<Json> {
        let known = self.site.term(vocabulary, term)?;
        let url = self.absolute(&address::term(&self.site, vocabulary, term, language)?);
        let mut node = Map::new();
        let is_country = self.site.config.country_vocabulary() == Some(vocabulary);
        node.insert("@type".to_owned(), json!(if is_country { "Country" } else { "DefinedTerm" }));
        node.insert("@id".to_owned(), json!(format!("{url}{FRAGMENT}")));
        node.insert("name".to_owned(), json!(known.title.get(language)));
        if let Some(names) = known.names.get(language.0).filter(|names| !names.is_empty()) {
            node.insert("alternateName".to_owned(), json!(names));
        }
        if !is_country {
            let set = address::vocabulary(&self.site.config, vocabulary, language);
            node.insert("inDefinedTermSet".to_owned(), json!(self.absolute(&set)));
        } else if let Some(code) = self.iso(vocabulary, term) {
            node.insert("identifier".to_owned(), json!(code));
        }
        node.insert("mainEntityOfPage".to_owned(), json!({ "@id": url }));
        Some(Json::Object(node))
    }

    /// The type of an entry: its collection's, or the narrower one that a choice of its names.
    fn entity_type(&self, id: EntryId) -> Option<&'static Type> {
        let PageKey::Entry(collection, _) = &self.site.entry(id).key else { return None };
        let schema = self.site.config.collection(*collection);
        let narrower = with_ids(&schema.fields).find_map(|(at, field)| {
            let (FieldKind::Choice(choices), Some(Meaning::Type)) = (&field.kind, meaning(field)) else { return None };
            let Value::Choice(chosen) = self.site.facts(id)?.get(at).first()?.value else { return None };
            let (name, _) = choices.get(chosen)?.schema.as_ref()?;
            type_named(name)
        });
        schema.schema.map(|kind| narrower.unwrap_or(kind))
    }

    fn field_properties(
        &self,
        id: EntryId,
        (at, field): (FieldId, &Field),
        values: &FieldValues,
        language: LanguageId,
        properties: &mut Properties,
    ) {
        for (column_id, column) in with_column_ids(field.columns()) {
            let Some(Meaning::Property(property)) = meaning(column) else { continue };
            for item in values.get(at) {
                let Value::Row(row) = &item.value else { continue };
                for item in row.get(column_id) {
                    self.item_values(id, column, property, item, language, properties);
                }
            }
        }
        let Some(Meaning::Property(property)) = meaning(field) else { return };
        if field.localized {
            let texts = self.site.localized(id, at, language).filter(|(_, shown)| *shown == language);
            for text in texts.map(|(texts, _)| texts).unwrap_or_default() {
                properties.push(property, self.text_value(field, property, text, language));
            }
            return;
        }
        for item in values.get(at) {
            self.item_values(id, field, property, item, language, properties);
        }
        let terms = self.site.terms.get(id.0).map(|terms| terms.fields.as_slice()).unwrap_or_default();
        if let FieldKind::Term(vocabulary) = field.kind {
            for term in terms.iter().filter(|terms| terms.field == at).flat_map(|terms| &terms.derived) {
                properties.push(property, self.term_entity(property, vocabulary, *term, language));
            }
        }
    }

    fn item_values(
        &self,
        id: EntryId,
        field: &Field,
        property: &'static Property,
        item: &Item,
        language: LanguageId,
        properties: &mut Properties,
    ) {
        if let Value::Localized(_) = item.value {
            for text in texts_in(std::slice::from_ref(item), language).unwrap_or_default() {
                properties.push(property, self.text_value(field, property, text, language));
            }
        } else if let Some(value) = self.item_value(id, field, property, item, language) {
            properties.push(property, value);
        }
    }

    fn item_value(
        &self,
        id: EntryId,
        field: &Field,
        property: &'static Property,
        item: &Item,
        language: LanguageId,
    ) -> Option<Json> {
        Some(match (&item.value, &field.kind) {
            (Value::Text(text), _) => self.text_value(field, property, text, language),
            (Value::Url(text) | Value::Email(text) | Value::Decimal(text), _) => json!(text),
            (Value::Integer(number), _) => json!(number),
            (Value::Date(date), _) => json!(date.to_string()),
            (Value::Choice(chosen), FieldKind::Choice(choices)) => {
                let choice = choices.get(*chosen)?;
                match (&choice.schema, property.members()) {
                    (Some((member, _)), Some(_)) => json!(format!("https://schema.org/{member}")),
                    // A value that names no member is none of the list's.
                    (None, Some(_)) => return None,
                    (_, None) => json!(choice.label.get(language)),
                }
            }
            (Value::Term(term), FieldKind::Term(vocabulary)) => {
                self.term_entity(property, *vocabulary, self.site.find_term(*vocabulary, term)?, language)
            }
            (Value::Page(page), FieldKind::Page(of)) => {
                self.linked_entity(self.site.find_page(of, page)?, property, language)?
            }
            (Value::File(name), _) => json!([&self.site.config.base_url.origin, &*self.file_url(id, name)?].concat()),
            _ => return None,
        })
    }

    /// A text is itself, or the name of a place where nothing but places will do.
    fn text_value(&self, field: &Field, property: &Property, text: &str, language: LanguageId) -> Json {
        if matches!(field.kind, FieldKind::Url) {
            return json!(text);
        }
        let text = typography::plain(text, self.site.config.tag(language));
        if property.takes_named("Place") && !property.takes_named("Text") {
            return json!({ "@type": "Place", "name": text, "address": text });
        }
        json!(text)
    }

    fn term_entity(&self, property: &Property, vocabulary: VocabularyId, term: TermId, language: LanguageId) -> Json {
        let Some(known) = self.site.term(vocabulary, term) else { return Json::Null };
        let title = known.title.get(language);
        let takes = |names: &[&str]| names.iter().any(|name| property.takes_named(name));
        let config = &self.site.config;
        if config.country_vocabulary() == Some(vocabulary) {
            let code = self.iso(vocabulary, term);
            if property.inside.is_some() {
                return json!(code.unwrap_or(title));
            }
            if takes(&["Country", "Place", "Thing"]) {
                let mut country = json!({ "@type": "Country", "name": title });
                if let (Some(code), Some(country)) = (code, country.as_object_mut()) {
                    country.insert("identifier".to_owned(), json!(code));
                }
                return country;
            }
        }
        if !takes(&["Thing", "DefinedTerm"]) {
            return json!(title);
        }
        let set = self.absolute(&address::vocabulary(config, vocabulary, language));
        let url = address::term(&self.site, vocabulary, term, language).map(|inside| self.absolute(&inside));
        json!({ "@type": "DefinedTerm", "name": title, "url": url, "inDefinedTermSet": set })
    }

    /// Another entry, where it has a type that the property takes and readers of the language are shown it.
    fn linked_entity(&self, target: EntryId, property: &Property, language: LanguageId) -> Option<Json> {
        let kind = self.entity_type(target).filter(|kind| property.takes(kind))?;
        let (version, _) = self.site.entry(target).shown(language)?;
        Some(json!({ "@type": kind.name, "@id": self.entity_id(target)?, "name": version.page.title }))
    }

    /// The facts of other entries about this one, where the property has a name for the other side.
    fn inverse_properties(&self, id: EntryId, kind: &Type, language: LanguageId, properties: &mut Properties) {
        for inverse in self.site.inverse.get(id.0).map(Vec::as_slice).unwrap_or_default() {
            let fields = &self.site.config.collection(inverse.collection).fields;
            let Some(Meaning::Property(forward)) = inverse.field.find(fields).and_then(meaning) else { continue };
            let Some(back) = forward.other_side().filter(|back| back.is_of(kind) && forward.takes(kind)) else {
                continue;
            };
            for source in self.site.sorted(&inverse.sources, language) {
                if let Some(value) = self.linked_entity(source, back, language) {
                    properties.push(back, value);
                }
            }
        }
    }
}

/// The property that `schema` gives a field; another name of the entry is one without it.
fn meaning(field: &Field) -> Option<Meaning> {
    let written = field.schema.as_ref().map(|schema| schema.meaning);
    let by_role = || (field.role == Some(Role::Name)).then(|| property_named("alternateName")).flatten();
    written.or_else(|| by_role().map(Meaning::Property))
}
