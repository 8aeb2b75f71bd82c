//! Writes blocks: their tags, headings, terms, tables and code.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::{
    document::{Heading, HoleKind, Label},
    frames::OpenElementKind,
    headings::{self, Attributes, OpenHeading},
    highlight, limits,
    output::SlotKind,
    writer::{Events, Mode, Writer},
};
use crate::{
    diagnostics::Rule,
    message,
    text::{beginning, nearest},
};

impl<'a> Writer<'a> {
    pub(super) fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.open_block("<p>", "</p>\n", &range),
            Tag::Heading { level, .. } => self.start_heading(level as u8, range),
            Tag::BlockQuote(kind) => self.start_quote(kind, &range),
            Tag::CodeBlock(kind) => self.start_code(&kind, &range),
            Tag::HtmlBlock => {
                self.boundary();
                self.mode = Mode::Html;
            }
            Tag::List(None) => self.open_block("<ul>\n", "</ul>\n", &range),
            Tag::List(Some(1)) => self.open_block("<ol>\n", "</ol>\n", &range),
            Tag::List(Some(start)) => self.open_block(&format!("<ol start=\"{start}\">\n"), "</ol>\n", &range),
            Tag::Item => {
                self.open_block("<li>", "</li>\n", &range);
                self.item_tag = self.output.html().len() - 1;
            }
            Tag::FootnoteDefinition(label) => self.start_note(&label, &range),
            Tag::DefinitionList => self.open_block("<dl>\n", "</dl>\n", &range),
            Tag::DefinitionListTitle => self.start_term(&range),
            Tag::DefinitionListDefinition => self.start_definition(&range),
            Tag::Table(alignments) => self.start_table(&alignments, &range),
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.open_block("<thead><tr>", "</tr></thead>\n", &range);
            }
            Tag::TableRow => self.start_row(&range),
            Tag::TableCell => self.start_cell(&range),
            Tag::Emphasis => self.open_inline("<em>", "</em>", &range),
            Tag::Strong => self.open_inline("<strong>", "</strong>", &range),
            Tag::Strikethrough => self.open_inline("<del>", "</del>", &range),
            Tag::Superscript => self.open_inline("<sup>", "</sup>", &range),
            Tag::Subscript => self.open_inline("<sub>", "</sub>", &range),
            Tag::Link { link_type, dest_url, title, id } => self.start_link(link_type, &dest_url, &title, id, &range),
            Tag::Image { link_type, dest_url, title, id } => self.start_picture(link_type, dest_url, title, id, &range),
            Tag::MetadataBlock(_) => self.open_block("", "", &range),
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd, range: Range<usize>, events: &Events<'a>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                self.flush_at(range.end);
                self.close();
            }
            TagEnd::Link => self.end_link(&range, events.reference_definitions()),
            TagEnd::Heading(_) => self.end_heading(range),
            TagEnd::Item | TagEnd::BlockQuote(_) => {
                self.check_emptied(&range);
                self.close_block();
            }
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.close_block();
            }
            TagEnd::Paragraph
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::List(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableRow
            | TagEnd::MetadataBlock(_) => self.close_block(),
            // Pictures end in a mode of their own.
            TagEnd::Image => {}
        }
    }

    pub(super) fn open_block(&mut self, tag: &str, close: &'static str, range: &Range<usize>) {
        self.boundary();
        self.open(tag, close, range);
    }

    fn open_inline(&mut self, tag: &str, close: &'static str, range: &Range<usize>) {
        self.flush_at(range.start);
        self.open(tag, close, range);
    }

    pub(super) fn close_block(&mut self) {
        self.boundary();
        self.close();
    }

    fn start_heading(&mut self, level: u8, range: Range<usize>) {
        let nested = self.frames.depth() > 0;
        self.boundary();
        if self.headings.list.len() >= limits::HEADINGS {
            return self.findings.stop(range, message!("too-many-headings"), message!("too-many-headings.hint"));
        }
        let index = self.headings.list.len();
        let anchor = self.explicit_anchor(index, &range);
        let start = self.output.mark();
        self.output.push_str("<h");
        self.output.slot(SlotKind::HeadingLevel(index));
        self.output.push_str("2 id=\"");
        self.output.hole(HoleKind::Anchor(index));
        self.output.push_str("\">");
        self.headings.open = Some(OpenHeading { index, tag: start..self.output.mark() });
        let explicit = anchor.is_some();
        let anchor = anchor.unwrap_or_default();
        self.headings.list.push(Heading { level, text: String::new(), anchor, explicit, nested, range: range.clone() });
        self.push_frame(OpenElementKind::Heading(index), "", &range);
    }

    /// The anchor that a heading's `{#…}` gives it, if it is a possible one. The braces are left out of the text.
    fn explicit_anchor(&mut self, index: usize, range: &Range<usize>) -> Option<String> {
        let Attributes { braces, id, others } = headings::attributes(self.body.get(range.clone())?)?;
        let braces = range.start + braces.start..range.start + braces.end;
        self.left_out = braces.clone();
        if others {
            self.report(
                Rule::HeadingAttribute,
                braces.clone(),
                message!("heading-attribute"),
                Some(message!("heading-attribute.hint")),
            );
        }
        let id = id?;
        if headings::is_anchor(id) {
            self.headings.explicit.push((index, braces));
            return Some(id.to_owned());
        }
        let hint = headings::to_anchor(id).map(|anchor| message!("anchor-invalid.write", anchor));
        let message = message!("anchor-invalid", anchor = beginning(id, 80));
        let hint = hint.unwrap_or_else(|| message!("anchor-invalid.hint"));
        self.report(Rule::AnchorInvalid, braces, message, Some(hint));
        None
    }

    fn end_heading(&mut self, range: Range<usize>) {
        // The text before the braces.
        self.prose.pending.truncate(self.prose.pending.trim_end().len());
        self.flush(None);
        self.drop_unclosed();
        let Some(OpenHeading { index, tag }) = self.headings.open.take() else { return };
        if self.output.is_empty_since(tag.end) {
            self.output.take_back(tag.start);
            self.frames.pop();
            self.headings.take_back();
            let source = self.body.get(range.clone()).unwrap_or_default();
            let range = range.start..range.start + source.trim_end().len();
            return self.report(
                Rule::EmptyValue,
                range,
                message!("empty-heading"),
                Some(message!("empty-heading.hint")),
            );
        }
        let text = self.prose.written().trim().replace('\n', " ");
        self.close();
        self.prose.begin();
        let Some(heading) = self.headings.list.get_mut(index) else { return };
        heading.text = text;
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) {
        // A frame that scrolls must be reachable by keyboard.
        self.open_block("<pre tabindex=\"0\"><code>", "</code></pre>\n", range);
        let grammar = match kind {
            CodeBlockKind::Indented => None,
            CodeBlockKind::Fenced(info) => self.code_language(info, range),
        };
        self.mode = Mode::Code(grammar);
    }

    fn code_language(&mut self, info: &CowStr<'_>, range: &Range<usize>) -> Option<highlight::Grammar> {
        let name = info.split([' ', '\t', ',', '{', ';']).next().unwrap_or_default();
        self.check_info(info.get(name.len()..).unwrap_or_default(), range);
        match highlight::language(name) {
            highlight::Language::Known(grammar) => return Some(grammar),
            highlight::Language::Plain => return None,
            highlight::Language::Unknown => {}
        }
        let shown = beginning(name, 40);
        let line = self.line_at(range.start);
        let place = match line.find(name) {
            Some(at) => range.start + at..range.start + at + name.len(),
            None => range.start..range.start + line.len(),
        };
        let hint = match nearest(&shown.to_lowercase(), highlight::names().iter().map(String::as_str)) {
            Some(near) => message!("unknown-code-language.near", near),
            None => message!("unknown-code-language.hint"),
        };
        let message = message!("unknown-code-language", language = shown);
        self.report(Rule::UnknownCodeLanguage, place, message, Some(hint));
        None
    }

    /// Tells of words behind a fence's language. They are for other programs, and are left out: highlighted lines, file
    /// names. It is said once a page.
    fn check_info(&mut self, rest: &str, range: &Range<usize>) {
        let words = rest.trim_matches([' ', '\t', ',', ';']);
        if words.is_empty() || std::mem::replace(&mut self.info_told, true) {
            return;
        }
        let line = self.line_at(range.start);
        let at = line.rfind(words).unwrap_or_default();
        let place = range.start + at..range.start + line.trim_end().len().max(at);
        let message = message!("info-string", words = beginning(words, 40));
        self.report(Rule::InfoString, place, message, Some(message!("info-string.hint")));
    }

    pub(super) fn code_event(&mut self, event: Event<'a>) {
        let Mode::Code(grammar) = self.mode else { return };
        match event {
            Event::Text(text) if grammar.is_none() => self.output.text(&text),
            Event::Text(text) => self.prose.push_written(&text),
            Event::End(TagEnd::CodeBlock) => {
                if let Some(grammar) = grammar {
                    let code = self.prose.written();
                    if highlight::is_modest(code) && self.highlighted + code.len() <= limits::HIGHLIGHTED_PAGE {
                        highlight::highlight(code, grammar, self.output.html_mut());
                        self.highlighted += code.len();
                    } else {
                        self.output.text(code);
                    }
                }
                self.mode = Mode::Flow;
                self.close_block();
            }
            _ => {}
        }
    }

    fn start_term(&mut self, range: &Range<usize>) {
        self.definition = None;
        let term = self.body.get(range.clone()).unwrap_or_default().trim_end();
        if term.contains(['\n', '\r']) {
            let (message, hint) = (message!("term-of-two-lines"), message!("term-of-two-lines.hint"));
            let place = range.start..range.start + term.len();
            self.report(Rule::DefinitionList, place, message, Some(hint));
        }
        self.open_block("<dt>", "</dt>\n", range);
    }

    fn start_definition(&mut self, range: &Range<usize>) {
        if let Some(place) = self.definition.replace(range.clone()).and_then(|before| self.swallowed(before, range)) {
            let (message, hint) = (message!("swallowed-term"), message!("swallowed-term.hint"));
            self.report(Rule::DefinitionList, place, message, Some(hint));
        }
        self.open_block("<dd>", "</dd>\n", range);
    }

    /// The last line of a definition, if it looks like the term of the definition right below it.
    fn swallowed(&self, before: Range<usize>, next: &Range<usize>) -> Option<Range<usize>> {
        let definition = self.body.get(before.start..next.start)?;
        let (above, last) = definition.strip_suffix('\n')?.trim_end_matches('\r').rsplit_once('\n')?;
        let is_term = last.starts_with(char::is_alphanumeric) && !above.trim().is_empty();
        let start = before.start + above.len() + 1;
        is_term.then_some(start..start + last.len())
    }

    fn start_table(&mut self, alignments: &[Alignment], range: &Range<usize>) {
        self.table.begin(alignments);
        // A frame that scrolls must be reachable by keyboard, and have a name.
        self.open_block("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"", "</table></div>\n", range);
        self.output.hole(HoleKind::Label(Label::Table));
        self.output.push_str("\"><table>\n");
    }

    fn start_row(&mut self, range: &Range<usize>) {
        self.boundary();
        if !std::mem::replace(&mut self.table.rows, true) {
            self.output.push_str("<tbody>\n");
            self.frames.set_close("</tbody></table></div>\n");
        }
        self.table.column = 0;
        self.open("<tr>", "</tr>\n", range);
    }

    fn start_cell(&mut self, range: &Range<usize>) {
        self.boundary();
        if self.table.count_cell() > limits::TABLE_CELLS {
            return self.findings.stop(range.clone(), message!("too-many-cells"), message!("too-many-cells.hint"));
        }
        let start = self.output.mark();
        let close = if self.table.in_head { "</th>" } else { "</td>" };
        self.output.push_str(if self.table.in_head { "<th scope=\"col\"" } else { "<td" });
        self.output.push_str(self.table.alignment());
        self.open(">", close, range);
        self.table.cell = start..self.output.mark();
    }

    fn end_cell(&mut self) {
        self.boundary();
        self.table.column += 1;
        // An empty header would be read out as the header of its column.
        if self.table.in_head && self.output.is_empty_since(self.table.cell.end) {
            self.output.take_back(self.table.cell.start);
            self.frames.pop();
            return self.output.push_str("<td></td>");
        }
        self.close();
    }

    pub(super) fn task_marker(&mut self, done: bool) {
        self.flush(None);
        // Anything more since the item's tag may hold slots, which would have to move along.
        if matches!(self.output.html().get(self.item_tag..), Some(">" | "><p>")) {
            self.output.html_mut().insert_str(self.item_tag, " class=\"task\"");
        }
        self.output.push_str("<input type=\"checkbox\" disabled");
        self.output.push_str(if done { " checked" } else { "" });
        self.output.push_str(" aria-label=\"");
        self.output.hole(HoleKind::Label(if done { Label::TaskDone } else { Label::TaskOpen }));
        self.output.push_str("\"> ");
    }
}
