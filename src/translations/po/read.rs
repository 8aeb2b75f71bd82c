//! Reads PO, whichever program wrote it.

use std::collections::BTreeSet;

use super::{Catalogue, LENGTH_LIMIT, PoMessage, PoMistake};
use crate::message;

/// Reads a file.
///
/// # Errors
///
/// The first mistake: what is not PO, not UTF-8, too long, has plural forms, or two messages of the same context and text.
pub fn read(bytes: &[u8]) -> Result<Catalogue, PoMistake> {
    let at_start = |message, hint| PoMistake { line: 1, column: 1, message, hint };
    if bytes.len() > LENGTH_LIMIT {
        return Err(at_start(message!("po-too-long"), message!("po-too-long.hint")));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let in_line = String::from_utf8_lossy(before.get(line_start..).unwrap_or_default()).chars().count();
        PoMistake {
            line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
            column: in_line + 1,
            message: message!("po-not-utf8"),
            hint: message!("po-not-utf8.hint"),
        }
    })?;
    let mut reader = Reader::default();
    for (at, line) in text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate() {
        let here = |mistake: PoMistake| if mistake.line == 0 { PoMistake { line: at + 1, ..mistake } } else { mistake };
        reader.line(at + 1, line).map_err(here)?;
    }
    reader.end_message()?;
    reader.catalogue.ok_or_else(|| at_start(message!("po-no-header"), message!("po-no-header.hint")))
}

/// The text that the next line in quotation marks belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum PoPart {
    #[default]
    None,
    Context,
    Source,
    Translation,
    Former,
    /// Of a context that the message had before: it says nothing to us.
    FormerContext,
}

#[derive(Debug, Default)]
struct Reader {
    /// `None` before the header.
    catalogue: Option<Catalogue>,
    known: BTreeSet<(String, String)>,
    message: PoMessage,
    part: PoPart,
    has_source: bool,
    has_translation: bool,
}

/// A mistake of the line that is being read: `line` is 0.
fn mistake(column: usize, message: message::Message, hint: message::Message) -> PoMistake {
    PoMistake { line: 0, column, message, hint }
}

fn not_po(column: usize) -> PoMistake {
    mistake(column, message!("po-not-po"), message!("po-not-po.hint"))
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) -> Result<(), PoMistake> {
        let trimmed = line.trim();
        let column = line.chars().take_while(|c| c.is_whitespace()).count() + 1;
        if trimmed.is_empty() || trimmed.starts_with("#~") {
            return Ok(());
        }
        if let Some(former) = trimmed.strip_prefix("#|") {
            self.start_if_whole(number)?;
            return self.former(former.trim_start(), column);
        }
        if let Some(remark) = trimmed.strip_prefix('#') {
            self.start_if_whole(number)?;
            if let Some(flags) = remark.strip_prefix(',') {
                self.message.fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy");
            }
            return Ok(());
        }
        if trimmed.starts_with('"') {
            return self.text(trimmed, column);
        }
        let (keyword, rest) = trimmed.split_at(trimmed.find([' ', '\t', '"']).unwrap_or(trimmed.len()));
        self.part = match keyword {
            "msgctxt" => {
                self.start_if_whole(number)?;
                PoPart::Context
            }
            "msgid" => {
                self.start_if_whole(number)?;
                if self.has_source {
                    return Err(mistake(column, message!("po-two-texts"), message!("po-two-texts.hint")));
                }
                self.has_source = true;
                PoPart::Source
            }
            "msgstr" if self.has_source && !self.has_translation => {
                self.has_translation = true;
                PoPart::Translation
            }
            "msgstr" => {
                return Err(mistake(column, message!("po-no-text"), message!("po-no-text.hint")));
            }
            "msgid_plural" => {
                return Err(mistake(column, message!("po-plural"), message!("po-plural.hint")));
            }
            _ => return Err(not_po(column)),
        };
        if self.message.line == 0 {
            self.message.line = number;
        }
        self.text(rest.trim_start(), column)
    }

    fn former(&mut self, line: &str, column: usize) -> Result<(), PoMistake> {
        let rest = if let Some(rest) = line.strip_prefix("msgid_plural") {
            self.part = PoPart::FormerContext;
            rest
        } else if let Some(rest) = line.strip_prefix("msgid") {
            self.part = PoPart::Former;
            rest
        } else if let Some(rest) = line.strip_prefix("msgctxt") {
            self.part = PoPart::FormerContext;
            rest
        } else {
            line
        };
        self.text(rest.trim_start(), column)
    }

    /// A text in quotation marks, added to what the part has so far.
    fn text(&mut self, written: &str, column: usize) -> Result<(), PoMistake> {
        let inside = written
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .ok_or_else(|| mistake(column, message!("po-quotes"), message!("po-quotes.hint")))?;
        let text =
            unescaped(inside).ok_or_else(|| mistake(column, message!("po-escape"), message!("po-escape.hint")))?;
        match self.part {
            PoPart::Context => self.message.context.push_str(&text),
            PoPart::Source => self.message.source.push_str(&text),
            PoPart::Translation => self.message.translation.push_str(&text),
            PoPart::Former => self.message.former.get_or_insert_default().push_str(&text),
            PoPart::FormerContext => {}
            PoPart::None => return Err(not_po(column)),
        }
        Ok(())
    }

    /// A remark, context or text after a whole message begins the next one.
    fn start_if_whole(&mut self, number: usize) -> Result<(), PoMistake> {
        if self.has_translation {
            self.end_message()?;
            self.message.line = number;
        }
        Ok(())
    }

    fn end_message(&mut self) -> Result<(), PoMistake> {
        let message = std::mem::take(&mut self.message);
        let is_whole = self.has_translation;
        let has_source = self.has_source;
        (self.part, self.has_source, self.has_translation) = (PoPart::None, false, false);
        let line = message.line.max(1);
        let mistake = |what, hint| PoMistake { line, ..mistake(1, what, hint) };
        if !is_whole {
            // Remarks may stand at the file's end.
            let is_begun = has_source || !message.context.is_empty();
            return if is_begun {
                Err(mistake(message!("po-no-translation"), message!("po-no-translation.hint")))
            } else {
                Ok(())
            };
        }
        if !self.known.insert((message.context.clone(), message.source.clone())) {
            return Err(mistake(message!("po-twice"), message!("po-twice.hint")));
        }
        match &mut self.catalogue {
            Some(catalogue) => catalogue.messages.push(message),
            None if message.source.is_empty() && message.context.is_empty() => {
                let header = message.translation.lines().filter_map(|line| line.split_once(':'));
                let header = header.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect();
                let catalogue = Catalogue { header, ..Catalogue::default() };
                check_charset(&catalogue).map_err(|hint| mistake(message!("po-charset"), hint))?;
                self.catalogue = Some(catalogue);
            }
            None => return Err(mistake(message!("po-no-header"), message!("po-no-header.hint"))),
        }
        Ok(())
    }
}

fn check_charset(catalogue: &Catalogue) -> Result<(), message::Message> {
    let charset = catalogue.header("Content-Type").and_then(|kind| {
        kind.to_ascii_lowercase().split_once("charset=").map(|(_, charset)| charset.trim().to_owned())
    });
    match charset.as_deref() {
        None | Some("utf-8" | "utf8" | "charset") => Ok(()),
        Some(_) => Err(message!("po-charset.hint")),
    }
}

/// The text that is meant; `None` where a quotation mark stands in it or an escape is none.
fn unescaped(written: &str) -> Option<String> {
    let mut out = String::with_capacity(written.len());
    let mut rest = written.chars();
    while let Some(c) = rest.next() {
        match c {
            '"' => return None,
            '\\' => match rest.next()? {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'r' => out.push('\r'),
                'a' => out.push('\u{7}'),
                'b' => out.push('\u{8}'),
                'v' => out.push('\u{b}'),
                'f' => out.push('\u{c}'),
                c @ ('"' | '\\') => out.push(c),
                c @ '0'..='7' => {
                    let mut value = c.to_digit(8)?;
                    for _ in 0..2 {
                        let Some(digit) = rest.clone().next().and_then(|c| c.to_digit(8)) else { break };
                        value = value * 8 + digit;
                        rest.next();
                    }
                    // Of a byte that is not a character by itself, the character is not known.
                    out.push(char::from_u32(value).filter(char::is_ascii)?);
                }
                _ => return None,
            },
            c => out.push(c),
        }
    }
    Some(out)
}
