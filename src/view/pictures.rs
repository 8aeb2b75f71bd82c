//! Pictures as pages show them: the browser takes the size that it needs.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use super::{
    Views,
    data::Picture,
    values::{Html, Text},
};
use crate::{
    config::LanguageId,
    content::Attachment,
    diagnostics::{Diagnostic, Location, Rule},
    lock::lock,
    message,
    picture::Photograph,
    plan::address,
    site::{Entry, EntryId},
    text::escape,
};

/// The width that a picture in a text is shown in, as `sizes` of HTML says it: as the column of text, or as the screen
/// where that is narrower.
const IN_TEXT: &str = "(min-width: 42rem) 40rem, 100vw";

/// A picture that stands for a thing is a sign beside its name.
const AS_SIGN: &str = "6rem";

/// Browsers that know nothing of sizes get the first that is at least so wide.
const USUAL: u32 = 640;

/// The sizes of a photograph that were made and that nobody has taken yet: making one makes all.
pub(super) type MadeSizes = Arc<Mutex<BTreeMap<u32, Vec<u8>>>>;

impl Views {
    /// A picture that a field gives an entry, described by the entry's title.
    pub(super) fn picture(&self, id: EntryId, name: &str, is_sign: bool, language: LanguageId) -> Option<Picture> {
        let entry = self.site.entry(id);
        let shown = entry.shown(language).map(|(version, _)| version).or_else(|| entry.original())?;
        // A file that is no picture has no size.
        entry.attachment(name)?.size?;
        let mut attributes = String::new();
        self.push_attributes(entry, name, ("", if is_sign { AS_SIGN } else { IN_TEXT }), &mut attributes);
        Some(Picture {
            attributes: Html::new(&attributes),
            alt: (&shown.page.title).into(),
            whole_url: self.whole_picture(entry, name).map(Text::from),
        })
    }

    /// The attributes of an `<img>` in a text, each with a blank before it. `origin` stands before addresses of the site's own.
    pub(super) fn push_picture_in_text(&self, entry: &Entry, name: &str, origin: &str, out: &mut String) {
        self.push_attributes(entry, name, (origin, IN_TEXT), out);
    }

    /// The address of the whole picture, if it has more to show than a page does.
    pub(super) fn whole_picture(&self, entry: &Entry, name: &str) -> Option<String> {
        let file = entry.attachment(name)?;
        let is_larger = self.site.config.outputs.pictures && file.photograph.is_some_and(|one| one.is_larger());
        is_larger.then(|| self.url(&address::attachment(&entry.key, &self.site.config, name, file)))
    }

    fn push_attributes(&self, entry: &Entry, name: &str, (origin, sizes): (&str, &str), out: &mut String) {
        let Some(file) = entry.attachment(name) else { return };
        let candidates = self.candidates(entry, name, file);
        let usual = candidates.iter().find(|(_, width)| *width >= USUAL).or(candidates.last());
        let usual = usual.map(|(url, _)| url.clone());
        let usual = usual.unwrap_or_else(|| self.url(&address::attachment(&entry.key, &self.site.config, name, file)));
        out.push_str(" src=\"");
        out.push_str(origin);
        escape::attribute(&usual, out);
        out.push('"');
        if candidates.len() > 1 {
            // Names of files have neither commas nor blanks, which would end an address here.
            let set: Vec<String> = candidates.iter().map(|(url, width)| format!("{origin}{url} {width}w")).collect();
            out.push_str(" srcset=\"");
            escape::attribute(&set.join(", "), out);
            out.push_str("\" sizes=\"");
            out.push_str(sizes);
            out.push('"');
        }
        if let Some((width, height)) = file.size {
            out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
    }

    /// The address of each size, ascending, with its width. None where there is but the file.
    fn candidates(&self, entry: &Entry, name: &str, file: &Attachment) -> Vec<(String, u32)> {
        let config = &self.site.config;
        let Some(photograph) = file.photograph.filter(|_| config.outputs.pictures) else { return Vec::new() };
        let address = |width| address::picture(&entry.key, config, name, file, width);
        let made = photograph.widths().into_iter().filter_map(|width| Some((self.url(&address(width)?), width)));
        let mut candidates: Vec<(String, u32)> = made.collect();
        let largest = candidates.last().map_or(0, |(_, width)| *width);
        if !photograph.is_larger() && largest < photograph.size.0 {
            candidates.push((self.url(&address::attachment(&entry.key, config, name, file)), photograph.size.0));
        }
        candidates
    }

    /// A photograph in one of its widths.
    pub(super) fn picture_bytes(&self, id: EntryId, name: &str, width: u32) -> Result<Vec<u8>, Box<Diagnostic>> {
        let file = self.site.entry(id).attachment(name);
        let Some((file, photograph)) = file.and_then(|file| Some((file, file.photograph?))) else {
            return Ok(Vec::new());
        };
        let key = (id, name.to_owned());
        let sizes = Arc::clone(lock(&self.caches.pictures).entry(key.clone()).or_default());
        // A thread that asks for another size of the same photograph waits: it is made with this one.
        let mut made = lock(&sizes);
        if !made.contains_key(&width) {
            *made = make_all(&photograph, file)?;
        }
        let bytes = made.remove(&width).unwrap_or_default();
        if made.is_empty() {
            lock(&self.caches.pictures).remove(&key);
        }
        Ok(bytes)
    }
}

fn make_all(photograph: &Photograph, file: &Attachment) -> Result<BTreeMap<u32, Vec<u8>>, Box<Diagnostic>> {
    match photograph.scaled(&file.bytes) {
        Ok(made) => Ok(photograph.widths().into_iter().zip(made).collect()),
        Err(why) => {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            let message = message!("picture-unreadable", name, why = why.0);
            let diagnostic = Diagnostic::new(Rule::FileKind, Location::file(&file.path), message);
            Err(Box::new(diagnostic.hint(message!("picture-unreadable.hint"))))
        }
    }
}
