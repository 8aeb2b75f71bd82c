//! The files of open data.

use crate::config::{CollectionId, Config, VocabularyId};

/// The subject of a file of open data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataOf {
    Collection(CollectionId),
    Vocabulary(VocabularyId),
}

impl DataOf {
    /// Collections, then vocabularies, as site.toml has them.
    pub fn all(config: &Config) -> impl Iterator<Item = DataOf> + use<> {
        let collections = (0..config.collections.len()).map(|at| DataOf::Collection(CollectionId(at)));
        collections.chain((0..config.vocabularies.len()).map(|at| DataOf::Vocabulary(VocabularyId(at))))
    }
}

/// The files of a collection or vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataFile {
    Json,
    Csv,
    /// JSON Schema of the JSON file.
    JsonSchema,
    /// Table Schema of the CSV file.
    TableSchema,
}

impl DataFile {
    pub const ALL: [DataFile; 4] = [DataFile::Json, DataFile::Csv, DataFile::JsonSchema, DataFile::TableSchema];

    /// The end of the file's name, after that of the collection or vocabulary.
    pub fn ending(self) -> &'static str {
        match self {
            DataFile::Json => ".json",
            DataFile::Csv => ".csv",
            DataFile::JsonSchema => ".schema.json",
            DataFile::TableSchema => ".tableschema.json",
        }
    }
}
