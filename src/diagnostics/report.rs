//! Diagnostics as text: for people, as JSON lines, as annotations for GitHub and as a report for GitLab.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};
use serde::Serialize;

use super::{
    Diagnostic, Diagnostics, Severity, gitlab,
    position::{Position, lines_around, position},
};
use crate::{message, message::Message, messages::MessageLanguage};

/// Gives the texts of files, so that their lines can be quoted.
pub trait Sources {
    /// The text as it is on disk; `None` when the file is not there or not text.
    fn text(&self, file: &str) -> Option<&str>;
}

/// No quotes: every diagnostic is reported by its place alone.
#[derive(Debug)]
pub struct NoSources;

impl Sources for NoSources {
    fn text(&self, _file: &str) -> Option<&str> {
        None
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    Human {
        color: bool,
    },
    Json,
    Github,
    /// A report of GitLab's Code Quality: one JSON array of all diagnostics.
    Gitlab,
}

/// A source line longer than this is quoted only around the mark.
const QUOTED_LINE_LIMIT: usize = 400;

/// All diagnostics as one text.
pub fn render_all(
    diagnostics: &Diagnostics,
    sources: &dyn Sources,
    format: ReportFormat,
    language: MessageLanguage,
) -> String {
    match format {
        ReportFormat::Gitlab => gitlab::report(diagnostics, sources, language),
        _ => diagnostics.iter().map(|one| render(one, sources, format, language)).collect(),
    }
}

/// One diagnostic, rendered, with a line end.
pub fn render(
    diagnostic: &Diagnostic,
    sources: &dyn Sources,
    format: ReportFormat,
    language: MessageLanguage,
) -> String {
    match format {
        ReportFormat::Human { color } => human(diagnostic, sources, color, language),
        ReportFormat::Json => json(diagnostic, sources, language),
        ReportFormat::Github => github(diagnostic, sources, language),
        ReportFormat::Gitlab => gitlab::report(&std::iter::once(diagnostic.clone()).collect(), sources, language),
    }
}

/// Line and column of a diagnostic; 1 and 1 when the file's text is not at hand.
pub fn position_of(diagnostic: &Diagnostic, sources: &dyn Sources) -> Option<Position> {
    let location = diagnostic.location.as_ref()?;
    Some(sources.text(&location.file).map_or(Position { line: 1, column: 1 }, |text| position(text, location.start)))
}

fn human(diagnostic: &Diagnostic, sources: &dyn Sources, color: bool, language: MessageLanguage) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = visible(&diagnostic.message.text(language));
    let hint = diagnostic.hint.as_ref().map(|hint| visible(&hint.text(language)));
    let level_name = severity_name(diagnostic.severity).text(language);
    let hint_name = message!("word-hint").text(language);
    let title = level.with_name(Some(level_name.as_str())).primary_title(message.as_str()).id(diagnostic.rule.name());
    let mut file = String::new();
    let mut quoted = String::new();
    let mut columns = None;
    let group = match &diagnostic.location {
        None => Group::with_title(title),
        Some(location) => {
            file.push_str(&visible(&location.file));
            match sources.text(&location.file).filter(|_| location.end > location.start) {
                Some(text) => {
                    let (span, line) = quote(text, location.start, location.end, &mut quoted);
                    let in_quote = quoted.get(..span.start).unwrap_or_default().chars().count() + 1;
                    columns = Some((line, in_quote, position(text, location.start).column));
                    title.element(
                        Snippet::source(quoted.as_str())
                            .line_start(line)
                            .path(file.as_str())
                            .annotation(AnnotationKind::Primary.span(span)),
                    )
                }
                None => {
                    let place = position_of(diagnostic, sources).unwrap_or(Position { line: 1, column: 1 });
                    title.element(
                        annotate_snippets::Origin::path(file.as_str()).line(place.line).char_column(place.column),
                    )
                }
            }
        }
    };
    let group = match &hint {
        Some(hint) => group.element(Level::HELP.with_name(Some(hint_name.as_str())).message(hint.as_str())),
        None => group,
    };
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
    // The renderer counts columns in what is quoted, which may begin within the line.
    if let Some((line, in_quote, column)) = columns.filter(|(_, in_quote, column)| in_quote != column)
        && let Some((title, rest)) = out.split_once('\n')
    {
        let rest = rest.replacen(&format!("{file}:{line}:{in_quote}"), &format!("{file}:{line}:{column}"), 1);
        out = format!("{title}\n{rest}");
    }
    out.push_str("\n\n");
    out
}

/// Copies the line in which the mark begins, cut to a limit and made safe for a terminal. Returns the mark's place in the
/// copy and the line's number.
fn quote(text: &str, start: usize, end: usize, out: &mut String) -> (std::ops::Range<usize>, usize) {
    let (lines, line) = lines_around(text, start, start);
    let line_text = text[lines.clone()].trim_end_matches('\r');
    let line_end = lines.start + line_text.len();
    let start = super::position::floor_char_boundary(text, start.clamp(lines.start, line_end));
    let end = super::position::ceil_char_boundary(text, end.clamp(start, line_end));
    let from = if start - lines.start > QUOTED_LINE_LIMIT / 2 {
        super::position::floor_char_boundary(text, start - QUOTED_LINE_LIMIT / 4)
    } else {
        lines.start
    };
    let to = super::position::floor_char_boundary(text, line_end.min(from + QUOTED_LINE_LIMIT)).max(start);
    let end = super::position::floor_char_boundary(text, end.min(to));
    if from > lines.start {
        out.push('…');
    }
    out.push_str(&visible(&text[from..start]));
    let mark_start = out.len();
    out.push_str(&visible(&text[start..end]));
    let mark_end = out.len();
    out.push_str(&visible(&text[end..to]));
    if to < line_end {
        out.push('…');
    }
    (mark_start..mark_end.max(mark_start), line)
}

/// Text that cannot act on a terminal: control, bidirectional and tag characters become visible replacements.
pub fn visible(text: &str) -> String {
    text.chars()
        .filter(|c| *c != '\u{feff}')
        .map(|c| match c {
            '\t' => ' ',
            c if c.is_control() || crate::text::characters::is_deceptive(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[derive(Serialize)]
struct JsonLine<'a> {
    severity: &'a str,
    rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

fn json(diagnostic: &Diagnostic, sources: &dyn Sources, language: MessageLanguage) -> String {
    let place = position_of(diagnostic, sources);
    let line = JsonLine {
        severity: diagnostic.severity.name(),
        rule: diagnostic.rule.name(),
        file: diagnostic.location.as_ref().map(|l| &*l.file),
        line: place.map(|p| p.line),
        column: place.map(|p| p.column),
        message: diagnostic.message.text(language),
        hint: diagnostic.hint.as_ref().map(|hint| hint.text(language)),
    };
    // A struct of strings and numbers always serialises.
    serde_json::to_string(&line).unwrap_or_default() + "\n"
}

/// Workflow commands as GitHub Actions reads them. Forgejo and Gitea show them in the log alone.
fn github(diagnostic: &Diagnostic, sources: &dyn Sources, language: MessageLanguage) -> String {
    let escape_data = |s: &str| visible_lines(s).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let escape_property = |s: &str| escape_data(s).replace(':', "%3A").replace(',', "%2C");
    let mut properties = Vec::new();
    if let (Some(location), Some(place)) = (&diagnostic.location, position_of(diagnostic, sources)) {
        properties.push(format!("file={}", escape_property(&location.file)));
        properties.push(format!("line={}", place.line));
        properties.push(format!("col={}", place.column));
    }
    properties.push(format!("title={}", escape_property(diagnostic.rule.name())));
    let mut message = diagnostic.message.text(language);
    if let Some(hint) = &diagnostic.hint {
        message.push_str(&format!("\n{}: {}", message!("word-hint").text(language), hint.text(language)));
    }
    format!("::{} {}::{}\n", diagnostic.severity.name(), properties.join(","), escape_data(&message))
}

/// The word before a message.
pub fn severity_name(severity: Severity) -> Message {
    match severity {
        Severity::Error => message!("word-error"),
        Severity::Warning => message!("word-warning"),
    }
}

fn visible_lines(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Location, Rule};

    struct Text(String);

    impl Sources for Text {
        fn text(&self, _file: &str) -> Option<&str> {
            Some(&self.0)
        }
    }

    #[test]
    fn the_column_is_the_files_own_however_the_line_is_quoted() {
        for before in ["", "їжак ", &"слово ".repeat(1_000), "\u{feff}a "] {
            let text = Text(format!("one\n{before}<b> after"));
            let start = text.0.find('<').unwrap();
            let location = Location::new(&"a:2:24.md".into(), start..start + 3);
            let diagnostic =
                Diagnostic::new(Rule::RawHtml, location, message!("no-such-page", page = "a:2:24.md:2:100"));
            let Position { line, column } = position_of(&diagnostic, &text).unwrap();
            for color in [false, true] {
                let shown = render(&diagnostic, &text, ReportFormat::Human { color }, MessageLanguage::English);
                assert!(shown.contains(&format!("a:2:24.md:{line}:{column}")), "{column}:\n{shown}");
                assert!(shown.contains("`a:2:24.md:2:100`"), "{shown}");
            }
        }
    }
}
