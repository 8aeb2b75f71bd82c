//! Findings about a site's files: values first, rendering apart.
//!
//! A [`Diagnostic`] is plain data. Stages gather them in a [`Diagnostics`] and go on; nothing is printed before
//! the edge asks [`report`] to render them. Start at [`Diagnostic`], then [`rules::Rule`] for the list of rules.

use std::{ops::Range, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{message, message::Message};

pub mod characters;
mod gitlab;
pub(crate) mod levels;
pub(crate) mod position;
pub mod report;
pub(crate) mod rules;
pub(crate) mod sink;

pub use levels::Strictness;
pub use rules::Rule;
pub use sink::Sink;

/// The path of a file as editors know it: relative to the site's folder, with forward slashes.
pub type FilePath = Arc<str>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// A place in a source file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Location {
    pub file: FilePath,
    /// Bytes into the file as it is on disk (a byte order mark counts here; in reported columns it does not).
    pub start: usize,
    pub end: usize,
}

impl Location {
    pub fn new(file: &FilePath, range: Range<usize>) -> Self {
        Self { file: Arc::clone(file), start: range.start, end: range.end.max(range.start) }
    }

    /// The file as a whole: reported at its first line and column, without a source line.
    pub fn file(file: &FilePath) -> Self {
        Self { file: Arc::clone(file), start: 0, end: 0 }
    }
}

/// One mistake in a site: one diagnostic.
///
/// ```
/// use icsi::{
///     diagnostics::{Diagnostic, FilePath, Location, Rule, report},
///     messages::MessageLanguage::English,
/// };
///
/// let file: FilePath = "content/about.en.md".into();
/// let message = icsi::message!("unknown-key", key = "titel");
/// let hint = icsi::message!("hint-did-you-mean", name = "title");
/// let mistake = Diagnostic::new(Rule::UnknownKey, Location::new(&file, 4..9), message).hint(hint);
/// // Without the file's text, the place is its first line and column.
/// let shown = report::render(&mistake, &report::NoSources, report::ReportFormat::Github, English);
/// assert_eq!(
///     shown,
///     "::error file=content/about.en.md,line=1,col=1,title=unknown-key::\
///      `titel` is not a known key here%0Ahint: did you mean `title`?\n"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    pub severity: Severity,
    pub rule: Rule,
    /// `None` only for what stands in no file, such as a refused output folder.
    pub location: Option<Location>,
    /// The mistake; backticks around what the user wrote, no full stop at the end.
    pub message: Message,
    /// The instruction that mends it.
    pub hint: Option<Message>,
}

impl Diagnostic {
    pub fn new(rule: Rule, location: Location, message: impl Into<Message>) -> Self {
        Self { severity: rule.severity(), rule, location: Some(location), message: message.into(), hint: None }
    }

    pub fn without_location(rule: Rule, message: impl Into<Message>) -> Self {
        Self { severity: rule.severity(), rule, location: None, message: message.into(), hint: None }
    }

    fn file(&self) -> Option<&FilePath> {
        self.location.as_ref().map(|location| &location.file)
    }

    pub fn hint(mut self, hint: impl Into<Message>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn maybe_hint(mut self, hint: Option<impl Into<Message>>) -> Self {
        self.hint = hint.map(Into::into).or(self.hint);
        self
    }
}

/// The most diagnostics that are told of one file: each is shown with its line, which takes time.
pub const FILE_LIMIT: usize = 1_000;

/// All that was found in one run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    pub fn append(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    pub fn extend_from(&mut self, other: &[Diagnostic]) {
        self.list.extend_from_slice(other);
    }

    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.list
    }

    pub fn errors(&self) -> usize {
        self.list.iter().filter(|d| d.severity == Severity::Error).count()
    }

    pub fn warnings(&self) -> usize {
        self.list.len() - self.errors()
    }

    /// `2 errors, 1 warning`
    pub fn counts(&self) -> Message {
        match (self.errors(), self.warnings()) {
            (0, 0) => message!("no-errors-no-warnings"),
            (errors, 0) => message!("count-errors", count = errors),
            (0, warnings) => message!("count-warnings", count = warnings),
            (errors, warnings) => {
                let errors = message!("count-errors", count = errors);
                message!("errors-and-warnings", errors, warnings = message!("count-warnings", count = warnings))
            }
        }
    }

    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// By file, then place, then rule, whatever order the stages ran in; the same mistake stands once.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| {
            (&a.location, a.rule.name(), &a.message, &a.hint).cmp(&(&b.location, b.rule.name(), &b.message, &b.hint))
        });
        self.list.dedup();
        self.bound();
    }

    /// At most [`FILE_LIMIT`] of each file, and one more that tells of the rest. Needs the list sorted.
    fn bound(&mut self) {
        let mut bounded = Vec::with_capacity(self.list.len());
        for of_file in self.list.chunk_by(|a, b| a.file() == b.file()) {
            let Some((shown, rest)) = of_file.split_at_checked(FILE_LIMIT).filter(|(_, rest)| rest.len() > 1) else {
                bounded.extend_from_slice(of_file);
                continue;
            };
            bounded.extend_from_slice(shown);
            if let Some(first) = rest.first() {
                let message = message!("more-findings", count = rest.len());
                let severity = rest.iter().map(|d| d.severity).min().unwrap_or(first.severity);
                bounded.push(Diagnostic {
                    severity,
                    rule: Rule::Limit,
                    location: first.location.clone(),
                    message,
                    hint: Some(message!("more-findings.hint")),
                });
            }
        }
        self.list = bounded;
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(iter: T) -> Self {
        Self { list: iter.into_iter().collect() }
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, iter: T) {
        self.list.extend(iter);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_no_end_of_mistakes_is_told_of_in_part() {
        let file: FilePath = "content/a.en.md".into();
        let at = |start| {
            Diagnostic::new(
                Rule::UnknownKey,
                Location::new(&file, start..start + 1),
                message!("unknown-rule", name = "m"),
            )
        };
        let mut all: Diagnostics = (0..5_000).map(at).collect();
        all.sort();
        all.sort();
        assert_eq!(all.iter().count(), FILE_LIMIT + 1);
        assert_eq!(
            all.iter().last().map(|d| (d.rule, d.message.to_string())),
            Some((Rule::Limit, "there are 4000 more findings in this file".to_owned()))
        );
    }

    #[test]
    fn sorting_drops_repeats_and_orders_by_place() {
        let file: FilePath = "content/a.en.md".into();
        let at = |start| {
            Diagnostic::new(
                Rule::UnknownKey,
                Location::new(&file, start..start + 1),
                message!("unknown-rule", name = "m"),
            )
        };
        let mut all: Diagnostics = [at(9), at(2), at(9)].into_iter().collect();
        all.sort();
        assert_eq!(all.iter().map(|d| d.location.as_ref().unwrap().start).collect::<Vec<_>>(), [2, 9]);
    }
}
