//! SVG from a stranger: parsed strictly, judged by lists, and written anew, so that nothing reaches the output that is
//! not named here.
//!
//! Left out without a word is what draws nothing: comments, the XML declaration, `metadata`, and elements and
//! attributes with a prefix (editors' own notes). Left out with a warning are styles and fonts that the drawing would load
//! from elsewhere ([`style`]). Everything else that is not on the lists is refused, since leaving
//! it out could change the picture. Entities, document types and processing instructions are refused outright.

use std::{borrow::Cow, ops::Range};

use quick_xml::{
    events::{BytesStart, Event},
    reader::Reader,
};

use super::{AttachmentRefusal, Clean};
use crate::{
    message,
    message::Message,
    text::{beginning, escape},
};

mod lists;
mod references;
mod style;

use lists::{ATTRIBUTES, DROPPED, ELEMENTS, REFERRING};
use references::References;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Elements within one another.
pub const NESTING_LIMIT: usize = 64;
/// Elements that a viewer would draw once every reference is followed.
pub const DRAWN_LIMIT: usize = 100_000;

/// Words of CSS that load or run something. An escape could hide any of them.
const ACTING: &[&str] =
    &["\\", "@", "expression", "javascript", "behavior", "-moz-binding", "image(", "image-set", "cross-fade", "src("];

/// The drawing written anew, and where its style asks for something from elsewhere, which is left out.
///
/// # Errors
///
/// The first [`AttachmentRefusal`].
pub fn clean(text: &str) -> Result<(Clean, Option<Range<usize>>), AttachmentRefusal> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_comments = true;
    let mut writer = DrawingWriter::default();
    while !writer.finished {
        let start = place(reader.buffer_position());
        let event = reader.read_event().map_err(|error| {
            let at = place(reader.error_position());
            let message = message!("drawing-xml", error = error.to_string());
            AttachmentRefusal { message, hint: message!("drawing-xml.hint"), at: Some(at..at + 1) }
        });
        let end = place(reader.buffer_position());
        writer.place = start..end;
        event
            .and_then(|event| writer.event(event))
            .map_err(|refusal| AttachmentRefusal { at: refusal.at.or(Some(start..end)), ..refusal })?;
    }
    writer.references.check()?;
    Ok((Clean { bytes: writer.out.into_bytes(), size: writer.size, orientation: None }, writer.left_out))
}

fn place(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

#[derive(Default)]
struct DrawingWriter {
    out: String,
    /// Names of the elements that are open.
    open: Vec<&'static str>,
    /// The depth inside an element that is left out.
    dropping: usize,
    size: Option<(u32, u32)>,
    references: References,
    /// The text of the `style` element that is open.
    style: String,
    /// The place of the current event in the file.
    place: Range<usize>,
    /// The beginning of the text of that `style` element.
    style_place: Range<usize>,
    /// The first `style` of which something was left out.
    left_out: Option<Range<usize>>,
    finished: bool,
}

impl DrawingWriter {
    fn event(&mut self, event: Event<'_>) -> Result<(), AttachmentRefusal> {
        match event {
            Event::Start(tag) => self.start(&tag, false),
            Event::Empty(tag) => self.start(&tag, true),
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let content = reference.xml10_content();
                let written = format!("&{content};");
                let decoded = quick_xml::escape::unescape(&written);
                self.text(&decoded.map_err(|_| refused(message!("drawing-entity"), message!("drawing-entity.hint")))?)
            }
            Event::Comment(_) | Event::Decl(_) => Ok(()),
            Event::DocType(_) => {
                Err(refused(message!("drawing-document-type"), message!("drawing-document-type.hint")))
            }
            // Notes of editors to themselves, and style sheets from elsewhere (https://www.w3.org/TR/xml-stylesheet/).
            Event::PI(instruction) => {
                if instruction.target() == "xml-stylesheet" {
                    self.left_out.get_or_insert(self.place.clone());
                }
                Ok(())
            }
            Event::Eof if self.open.is_empty() && !self.out.is_empty() && self.dropping == 0 => {
                self.finished = true;
                self.out.push('\n');
                Ok(())
            }
            Event::Eof => Err(refused(message!("drawing-too-early"), message!("drawing-too-early.hint"))),
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) -> Result<(), AttachmentRefusal> {
        let name = tag.name().0;
        if self.open.len() + self.dropping >= NESTING_LIMIT {
            return Err(refused(message!("drawing-nesting", limit = NESTING_LIMIT), message!("drawing-nesting.hint")));
        }
        if self.dropping > 0 || (!self.open.is_empty() && (name.contains(':') || DROPPED.contains(&name))) {
            self.dropping += usize::from(!is_empty);
            return Ok(());
        }
        let Some(name) = ELEMENTS.iter().copied().find(|known| *known == name) else {
            let shown = beginning(name, 40);
            return Err(refused(message!("drawing-element", element = shown), message!("drawing-element.hint")));
        };
        match (self.open.last(), name) {
            (None, "svg") if self.out.is_empty() => {}
            (None, _) => return Err(refused(message!("drawing-not-one-svg"), message!("drawing-not-one-svg.hint"))),
            (Some(&"style"), _) => {
                return Err(refused(message!("drawing-element-in-style"), message!("drawing-element-in-style.hint")));
            }
            _ => {}
        }
        self.references.enter();
        self.out.push('<');
        self.out.push_str(name);
        let is_root = self.open.is_empty();
        if is_root {
            self.out.push_str(&format!(" xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\""));
        }
        if let Ok(Some(id)) = tag.try_get_attribute("id") {
            self.references.name(&id.value);
        }
        let mut measures = Measures::default();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| {
                refused(message!("drawing-xml", error = error.to_string()), message!("drawing-xml.hint"))
            })?;
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|_| refused(message!("drawing-entity"), message!("drawing-entity.hint")))?;
            if value.contains(crate::text::characters::is_forbidden) {
                return Err(refused(message!("drawing-control-character"), message!("drawing-control-character.hint")));
            }
            measures.see(attribute.key.0, &value);
            self.attribute(name, attribute.key.0, value)?;
        }
        if is_root {
            self.size = measures.size();
        }
        if is_empty {
            self.out.push_str("/>");
            self.references.leave();
        } else {
            self.out.push('>');
            self.open.push(name);
        }
        Ok(())
    }

    fn attribute(&mut self, element: &str, name: &str, value: Cow<'_, str>) -> Result<(), AttachmentRefusal> {
        match name {
            "xmlns" if value == SVG => return Ok(()),
            "xmlns" => {
                return Err(refused(message!("drawing-foreign-language"), message!("drawing-foreign-language.hint")));
            }
            "href" | "xlink:href" => {
                let inside = value.strip_prefix('#').filter(|id| is_name(id));
                let (Some(id), true) = (inside, REFERRING.contains(&element)) else {
                    return Err(refused(message!("drawing-reference"), message!("drawing-reference.hint")));
                };
                self.references.refer(id);
                self.write(name, &value);
                return Ok(());
            }
            "xml:space" => {}
            // Editors' own notes, and what their prefixes mean.
            name if name.contains(':') => return Ok(()),
            _ => {}
        }
        let is_known = name == "xml:space"
            || ATTRIBUTES.binary_search(&name).is_ok()
            || ["aria-", "data-"].iter().any(|start| name.starts_with(start));
        if !is_known {
            let shown = beginning(name, 40);
            return Err(refused(message!("drawing-attribute", attribute = shown), message!("drawing-attribute.hint")));
        }
        if name.starts_with("data-") {
            return Ok(());
        }
        if name == "id" {
            if !is_name(&value) {
                return Err(refused(message!("drawing-bad-id"), message!("drawing-bad-id.hint")));
            }
        } else if !matches!(name, "class" | "lang" | "role" | "xml:space") && !name.starts_with("aria-") {
            self.check_style(&value)?;
        }
        self.write(name, &value);
        Ok(())
    }

    /// Values that are read as CSS: they may refer to parts of the picture itself, and to nothing else.
    fn check_style(&mut self, value: &str) -> Result<(), AttachmentRefusal> {
        let lower = value.to_ascii_lowercase();
        if ACTING.iter().any(|word| lower.contains(word)) {
            return Err(refused(message!("drawing-acting-style"), message!("drawing-acting-style.hint")));
        }
        let mut rest = lower.as_str();
        let mut at = 0;
        while let Some(found) = rest.find("url") {
            let start = at + found + 3;
            let inside = value.get(start..).unwrap_or_default().strip_prefix('(').unwrap_or_default();
            let end = inside.find(')').unwrap_or(inside.len());
            let target = inside.get(..end).unwrap_or_default().trim().trim_matches(['"', '\'']);
            // A word that merely begins with these letters refers to nothing.
            if value.get(start..).is_some_and(|after| after.starts_with(|c: char| c.is_alphanumeric() || c == '-')) {
                (at, rest) = (start, lower.get(start..).unwrap_or_default());
                continue;
            }
            match target.strip_prefix('#').filter(|id| is_name(id)) {
                Some(id) => self.references.refer(id),
                None => {
                    return Err(refused(message!("drawing-reference"), message!("drawing-reference.url")));
                }
            }
            (at, rest) = (start, lower.get(start..).unwrap_or_default());
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), AttachmentRefusal> {
        if self.dropping > 0 || (self.open.is_empty() && text.trim().is_empty()) {
            return Ok(());
        }
        if text.contains(crate::text::characters::is_forbidden) {
            return Err(refused(message!("drawing-control-character"), message!("drawing-control-character.hint")));
        }
        match self.open.last() {
            None => Err(refused(message!("drawing-text-outside"), message!("drawing-text-outside.hint"))),
            // Checked as a whole, so that no reference splits a word that is looked for.
            Some(&"style") => {
                if self.style.is_empty() {
                    self.style_place = self.place.clone();
                }
                self.style.push_str(text);
                Ok(())
            }
            Some(_) => {
                escape::text(text, &mut self.out);
                Ok(())
            }
        }
    }

    fn end(&mut self) -> Result<(), AttachmentRefusal> {
        if self.dropping > 0 {
            self.dropping -= 1;
            return Ok(());
        }
        let Some(name) = self.open.pop() else {
            return Err(refused(message!("drawing-no-sound-xml"), message!("drawing-no-sound-xml.hint")));
        };
        if name == "style" {
            let mut style = std::mem::take(&mut self.style);
            if style.contains('<') {
                return Err(refused(message!("drawing-markup-in-style"), message!("drawing-markup-in-style.hint")));
            }
            if let Some(kept) = style::without_foreign(&style) {
                style = kept;
                self.left_out.get_or_insert(self.style_place.clone());
            }
            self.check_style(&style)?;
            escape::text(&style, &mut self.out);
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
        self.references.leave();
        Ok(())
    }

    fn write(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape::attribute(value, &mut self.out);
        self.out.push('"');
    }
}

fn refused(message: Message, hint: Message) -> AttachmentRefusal {
    AttachmentRefusal::new(message, hint)
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 200
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
}

/// The picture's size by its root element.
#[derive(Default)]
struct Measures {
    width: Option<f64>,
    height: Option<f64>,
    view_box: Option<(f64, f64)>,
}

impl Measures {
    fn see(&mut self, name: &str, value: &str) {
        let pixels = |value: &str| value.trim().trim_end_matches("px").parse::<f64>().ok().filter(|v| v.is_finite());
        match name {
            "width" => self.width = pixels(value),
            "height" => self.height = pixels(value),
            "viewBox" => {
                let numbers: Vec<f64> =
                    value.split([' ', ',', '\t', '\n']).filter(|part| !part.is_empty()).filter_map(pixels).collect();
                self.view_box = match numbers.as_slice() {
                    [_, _, width, height] => Some((*width, *height)),
                    _ => None,
                };
            }
            _ => {}
        }
    }

    /// Width and height as written, or those of the view box; whole pixels.
    fn size(&self) -> Option<(u32, u32)> {
        let (width, height) = self.width.zip(self.height).or(self.view_box)?;
        let whole = |side: f64| (side >= 1.0 && side <= f64::from(super::SIDE_LIMIT)).then(|| side.round() as u32);
        whole(width).zip(whole(height))
    }
}
