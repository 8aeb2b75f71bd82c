//! `icsi new`: a stub of an entry in every language, from the schema.

use std::{io::Write as _, path::Path};

use super::{
    Exit,
    args::{Common, New},
    project,
    terminal::Terminal,
};
use crate::{
    config::{Collection, Config, Field, LanguageId, is_id},
    content::field_value::example_value,
    locale::transliterate,
    message,
    pipeline::LoadOptions,
    text::suggest,
};

pub fn run(common: &Common, options: &New, terminal: &Terminal) -> Result<(), Exit> {
    let opened = project::open(common, &LoadOptions::default(), terminal)?;
    let config = &opened.snapshot.config;
    let collection = project::collection(config, &options.collection, terminal)?;
    let language = match &options.lang {
        None => LanguageId(0),
        Some(tag) => config.language(tag).ok_or_else(|| {
            let known = suggest(tag, config.languages.iter().map(String::as_str));
            terminal.usage(message!("site-language", tag), known)
        })?,
    };
    let id = options.id.clone().unwrap_or_else(|| transliterate::slug(&options.title));
    if !is_id(&id) || matches!(id.as_str(), "index" | "page") {
        let hint = message!("new-no-id.hint");
        return Err(terminal.usage(message!("new-no-id", id), Some(hint)));
    }
    let files = stubs(config, collection, &id, &options.title, language);
    if let Some((taken, _)) = files.iter().find(|(path, _)| opened.tree.get(path).is_some()) {
        return Err(terminal.usage(message!("file-there-already", file = taken), Some(message!("new-taken-hint"))));
    }
    for (path, text) in &files {
        create(&opened.root.join(path), text)
            .map_err(|error| terminal.machine(message!("cannot-write", path, error), None))?;
        terminal.line(message!("made-file", path));
    }
    terminal.line(message!("made-draft"));
    Ok(())
}

/// Path and text of the stub in each language.
fn stubs(
    config: &Config,
    collection: &Collection,
    id: &str,
    title: &str,
    original: LanguageId,
) -> Vec<(String, String)> {
    let stub = |language: LanguageId| {
        let path = format!("content/{}/{id}.{}.md", collection.name, config.tag(language));
        let is_original = language == original;
        let state = if is_original {
            "draft = true\n".to_owned()
        } else {
            format!(
                "# when the text is translated: icsi translated {}/{id}\ntranslates = \"00000000\"\n",
                collection.name
            )
        };
        let fields = collection.fields.iter().filter(|field| is_original || field.localized);
        let fields: String = fields.map(commented).collect();
        (path, format!("+++\ntitle = {}\nsummary = \"…\"\n{state}{fields}+++\n\n", quoted(title)))
    };
    config.language_ids().map(stub).collect()
}

/// A field as a comment, so that no invented fact stands in the stub.
fn commented(field: &Field) -> String {
    let label = field.label.get(LanguageId::default());
    let required = if field.required { ", required" } else { "" };
    if field.many && !field.columns().is_empty() {
        return format!("# [[{}]]   # {label}{required}: a row\n", field.name);
    }
    format!("# {} = {}   # {label}{required}\n", field.name, example_value(field))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r', '\t'], " "))
}

#[expect(clippy::disallowed_methods, reason = "this command makes files")]
fn create(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    // Never over a file that is there.
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}
