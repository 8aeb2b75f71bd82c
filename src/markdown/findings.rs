//! What is wrong with a body, gathered while it is written.

use std::ops::Range;

use super::{document::Finding, limits};
use crate::{
    diagnostics::{Rule, position::floor_char_boundary},
    message,
    message::Message,
};

#[derive(Debug)]
pub(super) struct Findings<'a> {
    body: &'a str,
    list: Vec<Finding>,
    stopped: bool,
}

impl<'a> Findings<'a> {
    pub(super) fn new(body: &'a str) -> Self {
        Self { body, list: Vec::new(), stopped: false }
    }

    pub(super) fn into_list(self) -> Vec<Finding> {
        self.list
    }

    /// Whether a limit was passed, so that the rest of the body is not read.
    pub(super) fn stopped(&self) -> bool {
        self.stopped
    }

    /// Adds a finding. After a number of them, one more says that there are others.
    pub(super) fn push(&mut self, mut finding: Finding) {
        finding.range.start = floor_char_boundary(self.body, finding.range.start);
        finding.range.end = floor_char_boundary(self.body, finding.range.end.max(finding.range.start));
        match self.list.len() {
            0..limits::FINDINGS => self.list.push(finding),
            limits::FINDINGS => self.list.push(Finding {
                rule: Rule::Limit,
                range: finding.range,
                message: message!("page-findings", limit = limits::FINDINGS),
                hint: Some(message!("page-findings.hint")),
            }),
            _ => {}
        }
    }

    /// Reports that a limit is passed: the rest of the body is not read.
    pub(super) fn stop(&mut self, range: Range<usize>, message: Message, hint: Message) {
        if !self.stopped {
            self.stopped = true;
            self.list.push(Finding { rule: Rule::Limit, range, message, hint: Some(hint) });
        }
    }
}
