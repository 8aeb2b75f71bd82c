//! The mistakes of one file, as they are reported.

use std::{ops::Range, sync::Arc};

use crate::message::Message;

use super::{Diagnostic, FilePath, Location, Rule, Severity};

/// Gathers what is wrong with one file, in the order in which it is found.
#[derive(Debug)]
pub struct Sink {
    pub file: FilePath,
    pub found: Vec<Diagnostic>,
}

impl Sink {
    pub fn new(file: &FilePath) -> Self {
        Self { file: Arc::clone(file), found: Vec::new() }
    }

    /// Reports a mistake at a byte range of the file: `sink.report(rule, &range, "what is wrong").hint("what to do")`.
    pub fn report(&mut self, rule: Rule, range: &Range<usize>, message: impl Into<Message>) -> Reported<'_> {
        let diagnostic = Diagnostic::new(rule, Location::new(&self.file, range.clone()), message);
        Reported(self.found.push_mut(diagnostic))
    }

    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// A mistake that has been reported and lacks only its hint.
#[derive(Debug)]
pub struct Reported<'s>(&'s mut Diagnostic);

impl Reported<'_> {
    pub fn hint(self, hint: impl Into<Message>) {
        self.0.hint = Some(hint.into());
    }
}
