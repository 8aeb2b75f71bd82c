//! Templates: parses them with Tera, renders them, and turns Tera's errors into diagnostics in the template's own file.

use std::{collections::BTreeMap, sync::Arc};

use tera::{Error, ErrorKind, Kwargs, Map, State, Tera, TeraResult, Value, value::Key};

use super::{Strings, circles, layers::ThemeTemplate, strings::FILTER};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    locale::{Number, fluent::FluentArgument},
    message,
    message::Message,
    scan,
    text::escape,
};

/// The name under which every page's data says its language. Components that use `t` take it as `@language`.
pub(crate) const LANGUAGE_KEY: &str = "language";

const BYTE_ORDER_MARK: char = '\u{feff}';

#[derive(Debug)]
pub(crate) struct Templates {
    tera: Tera,
    /// By template name: its file and source, to place errors.
    files: BTreeMap<String, (FilePath, String)>,
}

impl Templates {
    /// `None` when a template cannot be parsed or leads back to itself, which is reported.
    pub(crate) fn new(
        sources: &[ThemeTemplate<'_>],
        strings: Arc<Strings>,
        urls: BTreeMap<String, String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let before = diagnostics.errors();
        circles::check(sources, diagnostics);
        let files: BTreeMap<String, (FilePath, String)> =
            sources.iter().map(|one| (one.name.clone(), (Arc::clone(&one.file.path), one.text.to_owned()))).collect();
        let mut tera = engine(strings, urls);
        let mut failed = None;
        // Tera would follow a circle without end, so it gets the templates only when there is none.
        if diagnostics.errors() == before {
            let whole = sources.iter().map(|one| (one.name.as_str(), without_mark(one.text)));
            match tera.add_raw_templates(whole) {
                Ok(()) => return Some(Self { tera, files }),
                Err(error) => failed = Some(error),
            }
        }
        // Each alone: a syntax error in one hides none in another.
        for ThemeTemplate { name, text, .. } in sources {
            if let Err(error) = Tera::new().add_raw_template(name, without_mark(text))
                && matches!(error.kind(), ErrorKind::SyntaxError(_))
            {
                diagnostics.push(diagnostic(&error, name, &files));
            }
        }
        if let Some(error) = failed
            && diagnostics.errors() == before
        {
            for found in all_diagnostics(&error, &files) {
                diagnostics.push(found);
            }
        }
        None
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    pub(crate) fn render(
        &self,
        template: &str,
        context: &tera::Context,
        limit: usize,
    ) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
        if !self.has(template) {
            // Reported when the theme was loaded.
            return Ok(Some(Vec::new()));
        }
        let mut out = Bounded { bytes: Vec::with_capacity(32 * 1024), limit, is_full: false };
        match self.tera.render_to(template, context, &mut out) {
            Ok(()) => Ok(Some(out.bytes)),
            Err(_) if out.is_full => Ok(None),
            Err(error) => Err(Box::new(diagnostic(&error, template, &self.files))),
        }
    }
}

fn engine(strings: Arc<Strings>, urls: BTreeMap<String, String>) -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on(vec!["html", "xml"]);
    tera.set_escape_fn(escape);
    tera.register_filter("group_by", group_by);
    tera.register_filter(FILTER, move |key: &str, arguments: Kwargs, state: &State| {
        translate(&strings, key, &arguments, state)
    });
    // What themes of version 0.1 called. Each call has been reported, and is not to be told once more.
    tera.register_function(FILTER, |_: Kwargs, _: &State| String::new());
    let urls: BTreeMap<String, Value> = urls.into_iter().map(|(path, url)| (path, text_value(&url))).collect();
    tera.register_function("asset", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let path = arguments.must_get::<&str>("path")?;
        urls.get(path).cloned().ok_or_else(|| {
            let near = crate::text::nearest(path, urls.keys().map(String::as_str));
            Error::message(match near {
                Some(near) => format!("there is no static file `{path}`; did you mean `{near}`?"),
                None => format!("there is no static file `{path}`"),
            })
        })
    });
    tera
}

/// The filter `group_by`, with groups in the order of their first values. Tera's own gives another order at every run.
fn group_by(values: &[Value], arguments: Kwargs, _: &State) -> TeraResult<Value> {
    let attribute = arguments.must_get::<&str>("attribute")?;
    let mut groups: Vec<(Key<'static>, Vec<Value>)> = Vec::new();
    let mut places: BTreeMap<Key<'static>, usize> = BTreeMap::new();
    for (at, value) in values.iter().enumerate() {
        let Some(found) = value.get_from_path(attribute) else {
            return Err(Error::message(format!("the value at {at} has no attribute `{attribute}`")));
        };
        if found.is_none() {
            continue;
        }
        let key = group_key(found)?;
        let place = *places.entry(key.clone()).or_insert(groups.len());
        if place == groups.len() {
            groups.push((key, Vec::new()));
        }
        if let Some((_, group)) = groups.get_mut(place) {
            group.push(value.clone());
        }
    }
    let map: Map = groups.into_iter().map(|(key, group)| (key, group.into())).collect();
    Ok(map.into())
}

fn group_key(value: &Value) -> TeraResult<Key<'static>> {
    if let Some(text) = value.as_str() {
        return Ok(text.to_owned().into());
    }
    if let Some(truth) = value.as_bool() {
        return Ok(Key::Bool(truth));
    }
    let number = value.as_i128().map(Key::I128).or_else(|| value.as_u128().map(Key::U128)).filter(|_| !value.is_f64());
    number.ok_or_else(|| Error::message(format!("values cannot be grouped by a {}", value.name())))
}

/// Escapes text as Tera's own function does, but jumps to the next special character instead of asking at every byte.
fn escape(text: &str, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    let mut rest = text.as_bytes();
    while let Some((plain, [special, after @ ..])) =
        scan::find(rest, escape::is_special).and_then(|at| rest.split_at_checked(at))
    {
        out.write_all(plain)?;
        out.write_all(escape::reference(char::from(*special)).unwrap_or_default().as_bytes())?;
        rest = after;
    }
    out.write_all(rest)
}

/// A text for templates. One without special characters is marked as safe here, so that it is not searched for them again
/// at every place where a template writes it.
pub(crate) fn text_value(text: &str) -> Value {
    match scan::find(text.as_bytes(), escape::is_special) {
        Some(_) => Value::normal_string(text),
        None => Value::safe_string(text),
    }
}

fn without_mark(source: &str) -> &str {
    source.strip_prefix(BYTE_ORDER_MARK).unwrap_or(source)
}

/// A writer that fails once it would hold more than `limit` bytes.
struct Bounded {
    bytes: Vec<u8>,
    limit: usize,
    is_full: bool,
}

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.limit {
            self.is_full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The string of a key in the page's language. It is a filter because one without arguments needs no map of them: as a
/// function, `t(key="home")`, it took three times as long.
fn translate(strings: &Strings, key: &str, arguments: &Kwargs, state: &State) -> TeraResult<Value> {
    let language = state.get::<Value>(LANGUAGE_KEY)?;
    // The map is small, and comparing its keys takes less than hashing one.
    let mut keys = language.as_ref().and_then(Value::as_map).into_iter().flatten();
    let tag = keys.find(|(key, _)| key.as_str() == Some("tag")).and_then(|(_, tag)| tag.as_str());
    let Some(language) = tag.and_then(|tag| strings.language(tag)) else {
        return Err(Error::message("`t` does not know the language here: let the component take `@language`"));
    };
    if let Some(constant) = strings.constant(language, key) {
        return Ok(constant.clone());
    }
    if !strings.has(language, key) && strings.has_errors(language) {
        // The site has an error already and is not published.
        return Ok(key.into());
    }
    let mut given: Vec<(&str, FluentArgument<'_>)> = Vec::new();
    for (name, value) in arguments.iter() {
        let Some(name) = name.as_str() else { continue };
        if value.is_undefined() {
            return Err(Error::message(message!("interface-argument-undefined", key, argument = name)));
        }
        given.push((name, argument(value)));
    }
    strings.try_get(language, key, &given).map(Value::from).map_err(Error::message)
}

fn argument(value: &Value) -> FluentArgument<'static> {
    let number = value.as_number().and_then(|number| {
        let digits = number.as_integer().map_or_else(|| number.as_float().to_string(), |integer| integer.to_string());
        Number::parse(&digits)
    });
    match number {
        Some(number) => number.into(),
        None => value.as_str().map_or_else(|| value.to_string(), str::to_owned).into(),
    }
}

/// One Tera error as a diagnostic in the template's own file.
fn diagnostic(error: &Error, template: &str, files: &BTreeMap<String, (FilePath, String)>) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let name = if files.contains_key(report.filename()) { report.filename() } else { template };
            let range = report.span().range.clone();
            placed(files, name, range, engine_words(report.message()))
        }
        ErrorKind::MissingParent { current, parent } => {
            placed(files, current, named(files, current, parent), message!("template-parent", parent))
        }
        kind => placed(files, template, 0..0, engine_words(&kind.to_string())),
    }
}

/// The place in a template's source that names another one, in quotation marks.
fn named(files: &BTreeMap<String, (FilePath, String)>, template: &str, other: &str) -> std::ops::Range<usize> {
    let source = files.get(template).map_or("", |(_, source)| without_mark(source));
    let found = ["\"", "'", "`"].iter().find_map(|quote| source.find(&format!("{quote}{other}{quote}")));
    found.map_or(0..0, |at| at..at + other.len() + 2)
}

/// Errors of templates among each other come as one text of several reports; each becomes a diagnostic.
fn all_diagnostics(error: &Error, files: &BTreeMap<String, (FilePath, String)>) -> Vec<Diagnostic> {
    let ErrorKind::Msg(text) = error.kind() else {
        let first = files.keys().next().map_or("", String::as_str);
        return vec![diagnostic(error, first, files)];
    };
    let mut found = Vec::new();
    let mut message = "";
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("error: ") {
            message = rest;
        } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
            let mut parts = place.rsplitn(3, ':');
            let column: usize = parts.next().and_then(|c| c.parse().ok()).unwrap_or(1);
            let line_number: usize = parts.next().and_then(|l| l.parse().ok()).unwrap_or(1);
            let name = parts.next().unwrap_or("");
            let at = files.get(name).map_or(0, |(_, source)| offset(source, line_number, column));
            found.push(placed(files, name, at..at + 1, engine_words(message)));
        }
    }
    if found.is_empty() {
        let name = files.keys().find(|name| text.contains(&format!("`{name}`"))).map_or("", String::as_str);
        found.push(placed(files, name, 0..0, engine_words(text.lines().next().unwrap_or(""))));
    }
    found
}

fn offset(source: &str, line: usize, column: usize) -> usize {
    let start: usize = source.split_inclusive('\n').take(line - line.min(1)).map(str::len).sum();
    let rest = source.get(start..).unwrap_or_default();
    start + rest.chars().take(column - column.min(1)).map(char::len_utf8).sum::<usize>()
}

/// The template engine's own words, English in every language: on one line, without a full stop.
fn engine_words(text: &str) -> Message {
    message!("template-engine", text = text.trim().trim_end_matches('.').replace('\n', " "))
}

fn placed(
    files: &BTreeMap<String, (FilePath, String)>,
    name: &str,
    range: std::ops::Range<usize>,
    message: Message,
) -> Diagnostic {
    let diagnostic = match files.get(name) {
        Some((file, source)) => {
            // Tera counts from behind the byte order mark.
            let mark = if source.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
            Diagnostic::new(Rule::Template, Location::new(file, range.start + mark..range.end + mark), message)
        }
        None => Diagnostic::without_location(Rule::Template, message),
    };
    diagnostic.hint(message!("template-engine.hint"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_in_every_way_they_reach_a_template() {
        for text in ["plain", "", "a & b", "<b>", "\"q\"", "it's", "Україна — «Кий» & <co>"] {
            let mut written = Vec::new();
            escape(text, &mut written).unwrap();
            let mut pushed = String::new();
            escape::value(text, &mut pushed);
            assert_eq!(String::from_utf8(written).unwrap(), pushed);
            let mut context = tera::Context::new();
            context.insert_value("text", text_value(text));
            let mut tera = engine(Arc::default(), BTreeMap::new());
            tera.add_raw_template("a.html", "{{ text }}").unwrap();
            assert_eq!(tera.render("a.html", &context).unwrap(), pushed);
            assert!(!pushed.contains(['<', '>', '"', '\'']), "{pushed}");
        }
    }
}
