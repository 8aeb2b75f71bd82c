//! `icsi new`: a stub of an entry in every language, from the schema.

use std::{io::Write as _, path::Path};

use super::{
    Exit,
    args::{Common, New},
    project::{self, Opened},
    stub::{self, Stub},
    terminal::Terminal,
};
use crate::{
    config::{Field, LanguageId, is_id},
    content::name::CONTENT,
    locale::transliterate,
    message,
    pipeline::LoadOptions,
    text::suggest,
};

/// What a plain page is called on the command line: no collection can have this name.
const PLAIN: &str = "page";

pub(super) fn run(common: &Common, options: &New, terminal: &Terminal) -> Result<(), Exit> {
    let opened = project::open(common, &LoadOptions::default(), terminal)?;
    let config = &opened.snapshot.config;
    let language = match &options.lang {
        None => LanguageId(0),
        Some(tag) => config.language(tag).ok_or_else(|| {
            let known = suggest(tag, config.languages.iter().map(String::as_str));
            terminal.usage(message!("site-language", tag), known)
        })?,
    };
    let wanted = wanted(&opened, options, terminal)?;
    let stub = Stub {
        config,
        fields: wanted.fields,
        name: &wanted.name,
        today: &today(),
        words: terminal.language,
        is_draft: wanted.is_draft,
    };
    let text =
        |one: LanguageId| if one == language { stub.original(&wanted.title) } else { stub.translation(&wanted.title) };
    let files: Vec<(String, String)> = stub::languages(config, language)
        .map(|one| (format!("{CONTENT}/{}.{}.md", wanted.name, config.tag(one)), text(one)))
        .collect();
    if let Some((taken, _)) = files.iter().find(|(path, _)| opened.tree.get(path).is_some()) {
        return Err(terminal.usage(message!("file-there-already", file = taken), Some(message!("new-taken-hint"))));
    }
    for (path, text) in &files {
        create(&opened.root.join(path), text)
            .map_err(|error| terminal.machine(message!("cannot-write", path, error), None))?;
        terminal.line(message!("made-file", path));
    }
    terminal.line(if wanted.is_draft { message!("made-draft") } else { message!("made-page") });
    Ok(())
}

/// What the command line asks for.
struct Wanted<'c> {
    /// Below content/, without language and ending.
    name: String,
    title: String,
    fields: &'c [Field],
    is_draft: bool,
}

/// An entry of a collection, a plain page, or the text of a term, which is named by its id or a title.
fn wanted<'o>(opened: &'o Opened, options: &New, terminal: &Terminal) -> Result<Wanted<'o>, Exit> {
    let (config, site) = (&opened.snapshot.config, &opened.snapshot.site);
    let title = options.title.clone();
    if let Some(vocabulary) = config.vocabulary_named(&options.collection) {
        let is_meant = |text: &String| text.to_lowercase() == title.to_lowercase();
        let terms = site.terms_of(vocabulary);
        let term = terms.iter().find(|term| is_meant(&term.id) || term.title.texts().any(is_meant));
        let term = term.ok_or_else(|| {
            let known = suggest(&title, terms.iter().map(|term| term.id.as_str()));
            terminal.usage(message!("new-no-term", vocabulary = &options.collection, term = &title), known)
        })?;
        let name = format!("{}/{}", options.collection, term.id);
        let title = term.title.get(LanguageId::default()).to_owned();
        return Ok(Wanted { name, title, fields: &[], is_draft: false });
    }
    let id = options.id.clone().unwrap_or_else(|| transliterate::slug(&title));
    if !is_id(&id) || matches!(id.as_str(), "index" | "page") {
        let hint = message!("no-id.option");
        return Err(terminal.usage(message!("no-id", id), Some(hint)));
    }
    if options.collection == PLAIN {
        return Ok(Wanted { name: id, title, fields: &[], is_draft: false });
    }
    let collection = project::collection(config, &options.collection, terminal)?;
    Ok(Wanted { name: format!("{}/{id}", collection.name), title, fields: &collection.fields, is_draft: true })
}

/// The day that it is in Greenwich: `2026-11-29`.
#[expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the clock is read here, at the edge, for a file that its author reads before it counts"
)]
fn today() -> String {
    const DAY: u64 = 24 * 60 * 60;
    let now = std::time::SystemTime::now();
    let days = now.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs() / DAY);
    let (year, month, day) = date_of(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The date so many days after 1970-01-01. The calendar repeats itself every 400 years; a year that begins in March has its
/// leap day at its end.
fn date_of(days: u64) -> (u64, u64, u64) {
    const BEFORE: u64 = 719_468;
    const OF_400_YEARS: u64 = 146_097;
    let days = days + BEFORE;
    let (age, day) = (days / OF_400_YEARS, days % OF_400_YEARS);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (age * 400 + year + u64::from(month <= 2), month, day)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates() {
        for (days, date) in [
            (0, (1970, 1, 1)),
            (59, (1970, 3, 1)),
            (789, (1972, 2, 29)),
            (11_016, (2000, 2, 29)),
            (20_786, (2026, 11, 29)),
            (47_540, (2100, 2, 28)),
            (47_541, (2100, 3, 1)),
        ] {
            assert_eq!(date_of(days), date, "{days}");
        }
    }
}
