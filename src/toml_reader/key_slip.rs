//! Proposes what was meant by a line whose key is the mistake: what stands before the value, heads of tables, remarks.

use super::{
    slip::{Slip, TYPOGRAPHIC_QUOTES, is_key, is_value},
    written_text,
};
use crate::message;

/// Signs with which remarks begin in other languages; some have one at their end too.
const REMARKS: [(&str, &str); 6] = [("//", ""), ("<!--", "-->"), ("/*", "*/"), (";", ""), ("--", ""), ("%", "")];

pub(super) fn find(line: &str) -> Option<Slip> {
    let line = line.trim();
    if line.starts_with('[') {
        return head(line);
    }
    if line == "---" {
        return Some(Slip::new(message!("toml-dashes"), message!("toml-dashes.hint")));
    }
    remark(line)
        .or_else(|| list_item(line))
        .or_else(|| other_sign(line))
        .or_else(|| no_sign(line))
        .or_else(|| key(line))
}

/// `[table]`
fn head(line: &str) -> Option<Slip> {
    let (open, close) = if line.starts_with("[[") { ("[[", "]]") } else { ("[", "]") };
    let (name, more) = line.trim_start_matches('[').split_once(']').unwrap_or((line.trim_start_matches('['), ""));
    let (name, more) = (name.trim(), more.trim_start_matches(']').trim());
    let written = format!("{open}{name}{close}");
    let hint = message!("hint-write-line", line = &written);
    if name.is_empty() {
        return Some(Slip::new(message!("toml-head-name"), message!("toml-head-name.hint")));
    }
    if !name.split('.').all(|part| is_key(part.trim())) {
        return Some(Slip::new(message!("toml-key", key = name), message!("toml-key.hint")));
    }
    if !more.is_empty() && !more.starts_with('#') {
        return Some(Slip::new(message!("toml-head-more"), message!("toml-head-more.hint", head = written, more)));
    }
    match (line.ends_with(close), line == written) {
        (false, _) => Some(Slip::new(message!("toml-open-head"), hint)),
        (true, false) => Some(Slip::new(message!("toml-head-brackets"), hint)),
        (true, true) => None,
    }
}

/// `// a remark`
fn remark(line: &str) -> Option<Slip> {
    let (text, end) = REMARKS.iter().find_map(|(begin, end)| Some((line.strip_prefix(begin)?, end)))?;
    let text = text.strip_suffix(end).unwrap_or(text).trim();
    let hint = message!("hint-write-line", line = format!("# {text}").trim_end());
    Some(Slip::new(message!("toml-remark"), hint))
}

/// `- city = "Lviv"`
fn list_item(line: &str) -> Option<Slip> {
    let (key, value) = line.strip_prefix(['-', '*', '•'])?.trim().split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    (is_key(key) && is_value(value)).then(|| {
        let hint = message!("hint-write-value", key, value);
        Slip::new(message!("toml-key", key = line.split('=').next().unwrap_or_default().trim()), hint)
    })
}

/// `city: Lviv`, `city := "Lviv"`, `city == "Lviv"`
fn other_sign(line: &str) -> Option<Slip> {
    let key_end = line.find([':', '=', ' '])?;
    let (key, rest) = line.split_at_checked(key_end)?;
    let value = rest.trim_start_matches([':', '=', '>', ' ']);
    let sign = rest.get(..rest.len() - value.len()).unwrap_or_default().trim();
    if !is_key(key) || value.is_empty() || !sign.starts_with([':', '=']) || sign == "=" {
        return None;
    }
    let inner = value.trim_matches(['"', '\'']);
    let unquoted = inner.strip_prefix(TYPOGRAPHIC_QUOTES).and_then(|inner| inner.strip_suffix(TYPOGRAPHIC_QUOTES));
    let is_meant = value.starts_with(['[', '{']) || is_value(value);
    let value = if is_meant { value.to_owned() } else { written_text(unquoted.unwrap_or(inner)) };
    Some(Slip::new(message!("toml-colon"), message!("hint-write-value", key, value)))
}

/// `city "Lviv"`, `city`
fn no_sign(line: &str) -> Option<Slip> {
    if is_key(line) {
        return Some(Slip::new(message!("toml-no-value", key = line), message!("toml-no-value.hint")));
    }
    let (key, value) = line.split_once(' ')?;
    let value = value.trim();
    (is_key(key) && is_value(value))
        .then(|| Slip::new(message!("toml-colon"), message!("hint-write-value", key, value)))
}

fn key(line: &str) -> Option<Slip> {
    let Some((key, _)) = line.split_once('=') else {
        let is_text = !line.is_empty() && !line.starts_with('#');
        return is_text.then(|| Slip::new(message!("toml-no-line"), message!("toml-line")));
    };
    let key = key.trim();
    if key.is_empty() {
        return Some(Slip::new(message!("toml-no-key"), message!("toml-key.hint")));
    }
    let is_sound = key.split('.').all(|part| is_key(part.trim())) || is_value(&format!("{{ {key} = 1 }}"));
    (!is_sound).then(|| Slip::new(message!("toml-key", key), message!("toml-key.hint")))
}
