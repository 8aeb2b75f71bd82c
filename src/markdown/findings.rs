//! Mistakes in a body, gathered while it is written.

use std::{collections::BTreeMap, ops::Range};

use super::{document::Finding, limits};
use crate::{
    diagnostics::{Rule, position::floor_char_boundary},
    message,
    message::Message,
};

/// More warnings of one kind on a page are told in one.
const MANY: usize = 5;

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

    /// All of them. Of warnings of one kind of which a page has many, the first tells how many there are: a page that comes
    /// from elsewhere has one mistake everywhere.
    pub(super) fn into_list(self) -> Vec<Finding> {
        let mut counts: BTreeMap<Rule, (usize, usize)> = BTreeMap::new();
        // A language of code that is not known is told once of a site, by its message.
        let is_gathered = |rule: Rule| rule.can_be_lowered() && rule != Rule::UnknownCodeLanguage;
        for finding in self.list.iter().filter(|finding| is_gathered(finding.rule)) {
            let (count, first) = counts.entry(finding.rule).or_insert((0, usize::MAX));
            *count += 1;
            *first = finding.range.start.min(*first);
        }
        counts.retain(|_, (count, _)| *count > MANY);
        let told = |mut finding: Finding| {
            let Some((count, first)) = counts.get_mut(&finding.rule) else { return Some(finding) };
            if finding.range.start != *first {
                return None;
            }
            // Only one of those that begin at one place.
            *first = usize::MAX;
            finding.message = message!("and-more-of-this-page", what = finding.message, count = *count - 1);
            Some(finding)
        };
        self.list.into_iter().filter_map(told).collect()
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
