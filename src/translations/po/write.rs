//! Writes PO in the layout of gettext's own programs.

use super::{Catalogue, PoMessage};

impl Catalogue {
    pub fn to_text(&self) -> String {
        let header: String = self.header.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        let mut out = String::new();
        for remark in &self.remarks {
            remark_lines("#.", remark, &mut out);
        }
        keyword("", "msgid", "", &mut out);
        keyword("", "msgstr", &header, &mut out);
        for message in &self.messages {
            out.push('\n');
            message.write(&mut out);
        }
        out
    }
}

impl PoMessage {
    fn write(&self, out: &mut String) {
        for remark in &self.remarks {
            remark_lines("#.", remark, out);
        }
        if let Some(place) = &self.place {
            remark_lines("#:", place, out);
        }
        if self.fuzzy {
            out.push_str("#, fuzzy\n");
        }
        if let Some(former) = &self.former {
            keyword("#| ", "msgid", former, out);
        }
        if !self.context.is_empty() {
            keyword("", "msgctxt", &self.context, out);
        }
        keyword("", "msgid", &self.source, out);
        keyword("", "msgstr", &self.translation, out);
    }
}

fn remark_lines(mark: &str, text: &str, out: &mut String) {
    for line in text.lines() {
        out.push_str(&format!("{mark} {line}\n"));
    }
}

/// A text of many lines begins with an empty one, and has each of its lines on a line.
fn keyword(prefix: &str, keyword: &str, text: &str, out: &mut String) {
    let is_header = keyword == "msgstr" && text.ends_with('\n');
    if !is_header && !text.trim_end_matches('\n').contains('\n') {
        out.push_str(&format!("{prefix}{keyword} {}\n", quoted(text)));
        return;
    }
    out.push_str(&format!("{prefix}{keyword} \"\"\n"));
    for line in text.split_inclusive('\n') {
        out.push_str(&format!("{prefix}{}\n", quoted(line)));
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_ascii_control() => out.push_str(&format!("\\{:03o}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
