//! Strictness of a run: `[checks]` of site.toml, `--strict`, and what the command line allows.
//!
//! Errors keep what is published sound and safe, so nothing lowers them; warnings can be raised, kept or left out.

use std::{collections::BTreeMap, ops::Range};

use super::{Diagnostic, Diagnostics, FilePath, Rule, Severity, Sink};
use crate::{message, text::suggest};

/// The level that a site gives to a rule's findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Error,
    /// A warning, under `--strict` too.
    Warning,
    Off,
}

impl Level {
    pub const NAMES: [&'static str; 3] = ["error", "warning", "off"];

    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "error" => Some(Level::Error),
            "warning" => Some(Level::Warning),
            "off" => Some(Level::Off),
            _ => None,
        }
    }
}

/// The rules that a site has given a level.
pub(crate) type Levels = BTreeMap<Rule, Level>;

/// The choice of a command line about warnings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strictness {
    /// Warnings of rules without a level of their own are errors.
    pub strict: bool,
    /// Rules whose findings are no more than warnings, whatever the site says.
    pub allow: Vec<Rule>,
}

impl Strictness {
    /// Gives each finding the severity that it has in this run, and drops those of rules that are off.
    pub fn apply(&self, levels: &Levels, diagnostics: &mut Diagnostics) {
        diagnostics.list.retain_mut(|diagnostic| match self.severity(levels, diagnostic) {
            Some(severity) => {
                diagnostic.severity = severity;
                true
            }
            None => false,
        });
    }

    fn severity(&self, levels: &Levels, diagnostic: &Diagnostic) -> Option<Severity> {
        let level = levels.get(&diagnostic.rule).copied();
        match (diagnostic.severity, level) {
            (Severity::Error, _) => Some(Severity::Error),
            (Severity::Warning, Some(Level::Off)) => None,
            (Severity::Warning, _) if self.allow.contains(&diagnostic.rule) => Some(Severity::Warning),
            (Severity::Warning, Some(Level::Warning)) => Some(Severity::Warning),
            (Severity::Warning, Some(Level::Error)) => Some(Severity::Error),
            (Severity::Warning, None) if self.strict => Some(Severity::Error),
            (Severity::Warning, None) => Some(Severity::Warning),
        }
    }
}

/// Warnings that files' own front matter excepts: rules by file.
pub(crate) type Exceptions = BTreeMap<FilePath, Vec<Rule>>;

/// Drops what its file excepts.
pub(crate) fn except(exceptions: &Exceptions, diagnostics: &mut Diagnostics) {
    if exceptions.is_empty() {
        return;
    }
    diagnostics.retain(|diagnostic| {
        let excepted = diagnostic.file().and_then(|file| exceptions.get(file));
        diagnostic.severity == Severity::Error || excepted.is_none_or(|rules| !rules.contains(&diagnostic.rule))
    });
}

impl Sink {
    /// The rule that is named so, of which less can be asked; reported where there is none.
    pub fn lowerable_rule(&mut self, name: &str, range: &Range<usize>) -> Option<Rule> {
        let rule = self.rule(name, range)?;
        if !rule.can_be_lowered() {
            self.report(Rule::InvalidConfig, range, message!("rule-stays-error", name))
                .hint(message!("rule-stays-error.hint"));
            return None;
        }
        Some(rule)
    }

    /// The rule that is named so; reported where there is none.
    pub fn rule(&mut self, name: &str, range: &Range<usize>) -> Option<Rule> {
        let rule = Rule::named(name);
        if rule.is_none() {
            let hint =
                suggest(name, Rule::lowerable().map(Rule::name)).unwrap_or_else(|| message!("unknown-rule.hint"));
            self.report(Rule::UnknownKey, range, message!("unknown-rule", name)).hint(hint);
        }
        rule
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Location;

    fn check(level: Option<Level>, strict: bool, allow: bool, rule: Rule) -> Option<Severity> {
        let mut found: Diagnostics =
            [Diagnostic::new(rule, Location::file(&"x.md".into()), message!("unknown-rule", name = "m"))]
                .into_iter()
                .collect();
        let allow = if allow { vec![rule] } else { Vec::new() };
        let levels = level.map(|level| (rule, level)).into_iter().collect();
        Strictness { strict, allow }.apply(&levels, &mut found);
        found.iter().next().map(|diagnostic| diagnostic.severity)
    }

    #[test]
    fn warnings_have_the_level_that_the_site_or_the_command_line_gives() {
        let rule = Rule::OutdatedTranslation;
        assert_eq!(check(None, false, false, rule), Some(Severity::Warning));
        assert_eq!(check(None, true, false, rule), Some(Severity::Error));
        assert_eq!(check(None, true, true, rule), Some(Severity::Warning));
        assert_eq!(check(Some(Level::Warning), true, false, rule), Some(Severity::Warning));
        assert_eq!(check(Some(Level::Error), false, false, rule), Some(Severity::Error));
        assert_eq!(check(Some(Level::Error), true, true, rule), Some(Severity::Warning));
        assert_eq!(check(Some(Level::Off), true, true, rule), None);
    }

    #[test]
    fn nothing_lowers_an_error() {
        for level in [None, Some(Level::Warning), Some(Level::Off)] {
            assert_eq!(check(level, false, true, Rule::BrokenLink), Some(Severity::Error));
        }
    }
}
