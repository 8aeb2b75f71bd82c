//! The page about open data: what there is and how to open it.

use super::{
    View, Views,
    data::{DataExample, DataFiles, DataPageData},
    fragments::Failed,
    page::{plain_head, view},
    values::Text,
};
use crate::{
    config::LanguageId,
    outputs::data::{Described, FORMAT},
    plan::{DataFile, DataOf, What, address},
    theme::DATA,
};

impl Views {
    pub(super) fn has_data_page(&self, language: LanguageId) -> bool {
        let path = format!("{}index.html", address::data(&self.site.config, language));
        self.plan.find(&path).is_some_and(|output| matches!(output.what, What::DataPage(_)))
    }
}

pub(super) fn data_page(views: &Views, language: LanguageId) -> Result<View, Failed> {
    let config = &views.site.config;
    let head = plain_head(views, "data", views.string(language, "open-data"), language, |language| {
        address::data(config, language)
    });
    let (collections, vocabularies): (Vec<DataOf>, Vec<DataOf>) =
        DataOf::all(config).partition(|of| matches!(of, DataOf::Collection(_)));
    let files = |list: Vec<DataOf>| list.into_iter().map(|of| files(views, of, language)).collect();
    let file = |name: &str| -> Text { views.url(&format!("data/{name}")).into() };
    let data = DataPageData {
        data_collections: files(collections),
        data_vocabularies: files(vocabularies),
        database_url: config.outputs.database.then(|| file("all.sqlite")),
        catalogue_url: file("catalogue.jsonld"),
        changes_url: config.outputs.changes.then(|| file("changes.json")),
        licence: config.data.licence.as_ref().map(Into::into),
        licence_url: config.data.licence_address().map(Into::into),
        publisher: config.data.publisher.as_ref().map(|publisher| publisher.get(language).into()),
        format: FORMAT.into(),
        example: example(views, language),
    };
    view(views, DATA.to_owned(), &head, &data)
}

fn files(views: &Views, of: DataOf, language: LanguageId) -> DataFiles {
    let described = Described::new(&views.site, &views.plan, of);
    let url = |file: DataFile| -> Text { views.url(&format!("data/{}{}", described.name(), file.ending())).into() };
    let rows = match of {
        DataOf::Collection(collection) => views.site.collection_entries(collection).count(),
        DataOf::Vocabulary(vocabulary) => views.site.terms_of(vocabulary).len(),
    };
    DataFiles {
        title: described.title().get(language).into(),
        rows,
        json_url: url(DataFile::Json),
        csv_url: url(DataFile::Csv),
        json_schema_url: url(DataFile::JsonSchema),
        table_schema_url: url(DataFile::TableSchema),
    }
}

/// From the first collection that has an entry.
fn example(views: &Views, language: LanguageId) -> Option<DataExample> {
    let config = &views.site.config;
    let has_entries = |of: &DataOf| match of {
        DataOf::Collection(collection) => views.site.collection_entries(*collection).next().is_some(),
        DataOf::Vocabulary(_) => false,
    };
    let of = DataOf::all(config).find(has_entries)?;
    let name = Described::new(&views.site, &views.plan, of).name();
    Some(DataExample {
        collection: name.into(),
        csv_url: views.absolute(&format!("data/{name}.csv")).into(),
        language: config.tag(language).into(),
    })
}
