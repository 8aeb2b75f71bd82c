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
    content::field_value::example,
    locale::transliterate,
    pipeline::LoadOptions,
    text::suggest,
};

pub fn run(common: &Common, options: &New, terminal: &Terminal) -> Exit {
    let opened = match project::open(common, &LoadOptions::default(), terminal) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let config = &opened.snapshot.config;
    let Some(collection) = config.collection_named(&options.collection) else {
        let known: Vec<&str> = config.collections.iter().map(|c| c.name.as_str()).collect();
        let message = format!("there is no collection `{}`", options.collection);
        terminal.error(&message, suggest(&options.collection, known).as_deref());
        return Exit::Usage;
    };
    let language = match options.lang.as_deref().map(|tag| config.language(tag).ok_or(tag)) {
        None => LanguageId(0),
        Some(Ok(language)) => language,
        Some(Err(tag)) => {
            let known = suggest(tag, config.languages.iter().map(String::as_str));
            terminal.error(&format!("the site has no language `{tag}`"), known.as_deref());
            return Exit::Usage;
        }
    };
    let id = options.id.clone().unwrap_or_else(|| transliterate::slug(&options.title));
    if !is_id(&id) || matches!(id.as_str(), "index" | "page") {
        terminal.error(
            &format!("`{id}` cannot be an id"),
            Some("choose one with --id: lower-case letters a to z, digits and single hyphens"),
        );
        return Exit::Usage;
    }
    let files = stubs(config, config.collection(collection), &id, &options.title, language);
    if let Some((taken, _)) = files.iter().find(|(path, _)| opened.tree.get(path).is_some()) {
        terminal.error(&format!("`{taken}` is there already"), Some("choose another id with --id"));
        return Exit::Usage;
    }
    for (path, text) in &files {
        if let Err(error) = create(&opened.root.join(path), text) {
            terminal.error(&format!("`{path}` cannot be written: {error}"), None);
            return Exit::Machine;
        }
        terminal.line(&format!("made {path}"));
    }
    terminal.line("it is a draft: fill it in, then remove the line `draft = true`");
    Exit::Done
}

/// Path and text of the stub in each language.
fn stubs(
    config: &Config,
    collection: &Collection,
    id: &str,
    title: &str,
    original: LanguageId,
) -> Vec<(String, String)> {
    config
        .language_ids()
        .map(|language| {
            let path = format!("content/{}/{id}.{}.md", collection.name, config.tag(language));
            let text = if language == original {
                original_stub(collection, title)
            } else {
                translation_stub(collection, id, title)
            };
            (path, text)
        })
        .collect()
}

fn original_stub(collection: &Collection, title: &str) -> String {
    let mut text = format!("+++\ntitle = {}\nsummary = \"…\"\ndraft = true\n", quoted(title));
    for field in &collection.fields {
        text.push_str(&commented(field));
    }
    text.push_str("+++\n\n");
    text
}

fn translation_stub(collection: &Collection, id: &str, title: &str) -> String {
    let mut text = format!("+++\ntitle = {}\nsummary = \"…\"\n", quoted(title));
    text.push_str(&format!("# when the text is translated: icsi translated {}/{id}\n", collection.name));
    text.push_str("translates = \"00000000\"\n");
    for field in collection.fields.iter().filter(|field| field.localized) {
        text.push_str(&commented(field));
    }
    text.push_str("+++\n\n");
    text
}

/// A field as a comment, so that no invented fact stands in the stub.
fn commented(field: &Field) -> String {
    let hint = example(field);
    let line = hint.strip_prefix("write ").unwrap_or(&hint);
    let label = field.label.0.first().map_or("", String::as_str);
    let required = if field.required { ", required" } else { "" };
    if line.starts_with("[[") {
        return format!("# [[{}]]   # {label}{required}: a row\n", field.name);
    }
    format!("# {line}   # {label}{required}\n")
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
