//! Quotes, and those that are alerts.

use std::ops::Range;

use pulldown_cmark::BlockQuoteKind;

use super::{
    document::{Alert, HoleKind, Label},
    writer::Writer,
};
use crate::{
    message,
    {diagnostics::Rule, text::nearest},
};

impl Writer<'_> {
    pub(super) fn start_quote(&mut self, kind: Option<BlockQuoteKind>, range: &Range<usize>) {
        let alert = match kind {
            None => match self.spaced_alert(range) {
                Some(alert) => alert,
                None => {
                    self.check_unknown_alert(range);
                    return self.open_block("<blockquote>\n", "</blockquote>\n", range);
                }
            },
            Some(BlockQuoteKind::Note) => Alert::Note,
            Some(BlockQuoteKind::Tip) => Alert::Tip,
            Some(BlockQuoteKind::Important) => Alert::Important,
            Some(BlockQuoteKind::Warning) => Alert::Warning,
            Some(BlockQuoteKind::Caution) => Alert::Caution,
        };
        self.open_block("<div class=\"alert alert-", "</div>\n", range);
        self.output.push_str(alert.name());
        self.output.push_str("\" role=\"note\">\n<p class=\"alert-title\">");
        self.output.hole(HoleKind::Label(Label::Alert(alert)));
        self.output.push_str("</p>\n");
    }

    /// The alert of a quote whose marker has more blanks around it than the parser knows of. The marker is no text.
    fn spaced_alert(&mut self, range: &Range<usize>) -> Option<Alert> {
        let Marker { name, place, behind } = self.marker(range)?;
        let alert = Alert::ALL.into_iter().find(|alert| name.eq_ignore_ascii_case(alert.name()))?;
        let start = range.start + 1;
        // More blanks would make it code.
        if !behind.trim().is_empty() || place.start - start > 4 {
            return None;
        }
        let end = place.end + behind.len();
        let rest = self.body.get(end..).unwrap_or_default();
        let line_end = if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
        self.left_out = start..end + line_end;
        Some(alert)
    }

    /// The text of a quote's first line behind its `>`, if that looks like an alert's `[!NAME]`.
    fn marker(&self, range: &Range<usize>) -> Option<Marker<'_>> {
        let quoted = self.line_at(range.start).strip_prefix('>')?;
        let marker = quoted.trim_start();
        let (name, behind) = marker.strip_prefix("[!")?.split_once(']')?;
        if name.is_empty() || name.len() > 40 || !name.bytes().all(|b| b.is_ascii_alphabetic()) {
            return None;
        }
        let start = range.start + 1 + quoted.len() - marker.len();
        Some(Marker { name, place: start..start + name.len() + 3, behind })
    }

    /// `> [!NOTICE]` or `> [!NOTE] Title`: a quote to Markdown, a slip to whoever wrote it.
    fn check_unknown_alert(&mut self, range: &Range<usize>) {
        let Some(Marker { name, place, behind }) = self.marker(range) else { return };
        let (name, behind) = (name.to_owned(), behind.trim().to_owned());
        if Alert::ALL.iter().any(|alert| name.eq_ignore_ascii_case(alert.name())) {
            // `[!NOTE]: …` defines an address, `[!NOTE](…)` is a link.
            if !behind.is_empty() && !behind.starts_with([':', '(', '[']) {
                let hint = message!("alert-title.hint", name = name.to_ascii_uppercase());
                self.report(Rule::UnknownAlert, place, message!("alert-title"), Some(hint));
            }
            return;
        }
        if !behind.is_empty() {
            return;
        }
        let near = nearest(&name.to_ascii_lowercase(), Alert::ALL.iter().map(|alert| alert.name()));
        let hint = match near {
            Some(near) => message!("unknown-alert.near", near = near.to_ascii_uppercase()),
            None => message!("unknown-alert.hint"),
        };
        self.report(Rule::UnknownAlert, place, message!("unknown-alert", name), Some(hint));
    }
}

/// An alert's `[!NAME]` as it is typed.
struct Marker<'a> {
    name: &'a str,
    place: Range<usize>,
    /// The rest of the line.
    behind: &'a str,
}
