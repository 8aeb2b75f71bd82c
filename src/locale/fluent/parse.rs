//! Reads messages from a file's text, and gathers all mistakes in it.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry as Slot},
    ops::Range,
    rc::Rc,
};

use fluent_syntax::{
    ast::{self, Expression, InlineExpression},
    parser::{self, ErrorKind, ParserError},
    unicode::unescape_unicode_to_string,
};

use super::{
    Bundle, FluentElement, FluentMessage, FluentPattern, FluentValue, FluentVariant, Mistake, NumberOptions, VariantKey,
};
use crate::{
    locale::{Locale, Number},
    message,
    message::{Message, list, quoted},
    text::suggest,
};

/// Opening braces and brackets in one message: the parser works by recursion, so their nesting needs a bound.
const BRACES_LIMIT: usize = 200;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Whole numbers up to here have all categories that whole numbers have, but those of millions.
const COUNTED: u16 = 200;
/// The categories that CLDR knows, of which a language has some.
const PLURAL_CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

const NUMBER_OPTIONS: [&str; 4] = ["minimumFractionDigits", "maximumFractionDigits", "useGrouping", "type"];

impl Bundle {
    /// Reads a language's file. What cannot be used is left out and reported; the rest works.
    pub(crate) fn parse(locale: &Locale, source: &str) -> (Bundle, Vec<Mistake>) {
        let text = source.strip_prefix(BYTE_ORDER_MARK).unwrap_or(source);
        let mut reader = FluentReader {
            locale,
            text,
            offset: source.len() - text.len(),
            messages: BTreeMap::new(),
            terms: BTreeMap::new(),
            uses: Vec::new(),
            used: BTreeMap::new(),
            needed_categories: BTreeMap::new(),
            mistakes: Vec::new(),
        };
        match too_many_braces(text) {
            Some(range) => {
                let message = message!("interface-string-braces", limit = BRACES_LIMIT);
                reader.report(reader.shifted(range), message, Some(message!("interface-string-braces.hint")));
            }
            None => reader.read(),
        }
        let references = reader.messages.keys().map(|name| (name.clone(), reader.reach(name))).collect();
        let FluentReader { messages, terms, mut mistakes, .. } = reader;
        mistakes.sort_by_key(|mistake| mistake.range.start);
        let terms = terms.into_iter().map(|(name, term)| (name, term.pattern)).collect();
        (Bundle { locale: locale.clone(), ungrouped: false, messages, terms, references }, mistakes)
    }
}

struct FluentReader<'a> {
    locale: &'a Locale,
    text: &'a str,
    /// Bytes of a byte order mark before the text.
    offset: usize,
    messages: BTreeMap<String, FluentMessage>,
    terms: BTreeMap<String, FluentMessage>,
    /// The references of the pattern that is being read.
    uses: Vec<StringUse>,
    /// All references, by who refers: a message's key, or a term's name behind a hyphen.
    used: BTreeMap<String, Vec<StringUse>>,
    /// The categories of whole numbers, and of ordinal ones by `true`, counted when a message first chooses by them.
    needed_categories: BTreeMap<bool, Rc<[&'static str]>>,
    mistakes: Vec<Mistake>,
}

/// A reference from one pattern to another.
#[derive(Clone, Debug)]
struct StringUse {
    /// A message's key, or a term's name behind a hyphen.
    name: String,
    range: Range<usize>,
}

impl FluentReader<'_> {
    fn read(&mut self) {
        let resource = match parser::parse(self.text) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                errors.iter().for_each(|error| self.report_syntax(error));
                resource
            }
        };
        for entry in &resource.body {
            match entry {
                ast::Entry::Message(message) => {
                    let value = message.value.as_ref().map(|pattern| (&message.id, pattern));
                    self.entry(&message.id, value, &message.attributes, false);
                }
                ast::Entry::Term(term) => {
                    self.entry(&term.id, Some((&term.id, &term.value)), &term.attributes, true);
                }
                ast::Entry::Comment(_)
                | ast::Entry::GroupComment(_)
                | ast::Entry::ResourceComment(_)
                | ast::Entry::Junk { .. } => {}
            }
        }
        self.check_references();
        self.spread_arguments();
    }

    /// A message or term with its attributes.
    fn entry(
        &mut self,
        id: &ast::Identifier<&str>,
        value: Option<(&ast::Identifier<&str>, &ast::Pattern<&str>)>,
        attributes: &[ast::Attribute<&str>],
        is_term: bool,
    ) {
        let own = value.map(|(at, pattern)| (id.name.to_owned(), self.range(at.name), pattern));
        let attributes = attributes.iter().map(|attribute| {
            (format!("{}.{}", id.name, attribute.id.name), self.range(attribute.id.name), &attribute.value)
        });
        let all: Vec<_> = own.into_iter().chain(attributes).collect();
        for (name, range, pattern) in all {
            let mut arguments = BTreeSet::new();
            let pattern = self.pattern(pattern, &mut arguments);
            let user = if is_term { format!("-{name}") } else { name.clone() };
            let uses = std::mem::take(&mut self.uses);
            let list = if is_term { &mut self.terms } else { &mut self.messages };
            match list.entry(name) {
                Slot::Vacant(slot) => {
                    slot.insert(FluentMessage { range, pattern, arguments });
                    self.used.insert(user, uses);
                }
                Slot::Occupied(_) => {
                    let hint = message!("interface-string-twice.hint");
                    self.report(range, message!("interface-string-twice", name = user), Some(hint));
                }
            }
        }
    }

    fn pattern(&mut self, pattern: &ast::Pattern<&str>, arguments: &mut BTreeSet<String>) -> FluentPattern {
        let mut elements: FluentPattern = Vec::with_capacity(pattern.elements.len());
        for element in &pattern.elements {
            match (element, elements.last_mut()) {
                (ast::PatternElement::TextElement { value }, Some(FluentElement::Text(text))) => text.push_str(value),
                (ast::PatternElement::TextElement { value }, _) => {
                    elements.push(FluentElement::Text((*value).to_owned()))
                }
                (ast::PatternElement::Placeable { expression }, _) => {
                    elements.push(self.expression(expression, arguments));
                }
            }
        }
        elements
    }

    fn expression(&mut self, expression: &Expression<&str>, arguments: &mut BTreeSet<String>) -> FluentElement {
        let (selector, variants) = match expression {
            Expression::Inline(inline) => return FluentElement::Value(self.value(inline, arguments)),
            Expression::Select { selector, variants } => (selector, variants),
        };
        let selector = self.value(selector, arguments);
        self.check_categories(&selector, variants);
        let default = variants.iter().position(|variant| variant.default).unwrap_or_default();
        let variants = variants
            .iter()
            .map(|variant| {
                let key = match variant.key {
                    ast::VariantKey::Identifier { name } => VariantKey::Name(name.to_owned()),
                    ast::VariantKey::NumberLiteral { value } => {
                        Number::parse(value).map_or_else(|| VariantKey::Name(value.to_owned()), VariantKey::Number)
                    }
                };
                FluentVariant { key, pattern: self.pattern(&variant.value, arguments) }
            })
            .collect();
        FluentElement::Select { selector, variants, default }
    }

    fn value(&mut self, inline: &InlineExpression<&str>, arguments: &mut BTreeSet<String>) -> FluentValue {
        match inline {
            InlineExpression::StringLiteral { value } => {
                FluentValue::Text(unescape_unicode_to_string(value).into_owned())
            }
            InlineExpression::NumberLiteral { value } => {
                Number::parse(value).map_or_else(|| FluentValue::Text((*value).to_owned()), FluentValue::Number)
            }
            InlineExpression::VariableReference { id } => {
                arguments.insert(id.name.to_owned());
                FluentValue::Variable(id.name.to_owned())
            }
            InlineExpression::MessageReference { id, attribute } => {
                let name = full_name(id, attribute.as_ref());
                self.uses.push(StringUse { name: name.clone(), range: self.range(id.name) });
                FluentValue::Message(name)
            }
            InlineExpression::TermReference { id, attribute, arguments: call } => {
                let name = full_name(id, attribute.as_ref());
                self.uses.push(StringUse { name: format!("-{name}"), range: self.range(id.name) });
                let named = call.iter().flat_map(|call| &call.named);
                let arguments =
                    named.map(|named| (named.name.name.to_owned(), self.value(&named.value, arguments))).collect();
                FluentValue::Term { name, arguments }
            }
            InlineExpression::FunctionReference { id, arguments: call } => self.function(id, call, arguments),
            InlineExpression::Placeable { expression } => {
                FluentValue::Nested(Box::new(self.expression(expression, arguments)))
            }
        }
    }

    fn function(
        &mut self,
        id: &ast::Identifier<&str>,
        call: &ast::CallArguments<&str>,
        arguments: &mut BTreeSet<String>,
    ) -> FluentValue {
        let (Some(value), "NUMBER") = (call.positional.first(), id.name) else {
            let (message, hint) = if id.name == "NUMBER" {
                (message!("number-function-empty"), message!("number-function-empty.hint"))
            } else {
                (message!("no-fluent-function", name = id.name), message!("no-fluent-function.hint"))
            };
            self.report(self.range(id.name), message, Some(hint));
            return FluentValue::Text(String::new());
        };
        let mut options = NumberOptions::default();
        for named in &call.named {
            let (name, value) = (named.name.name, &named.value);
            let digits = match value {
                InlineExpression::NumberLiteral { value } => value.parse::<u8>().ok().filter(|digits| *digits <= 20),
                _ => None,
            };
            let text = match value {
                InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => *value,
                _ => "",
            };
            let understood = match name {
                "minimumFractionDigits" => digits.map(|digits| options.least_fraction_digits = Some(digits)),
                "maximumFractionDigits" => digits.map(|digits| options.most_fraction_digits = Some(digits)),
                "useGrouping" => matches!(text, "0" | "1" | "false" | "true")
                    .then(|| options.ungrouped = matches!(text, "0" | "false")),
                "type" => matches!(text, "cardinal" | "ordinal").then(|| options.ordinal = text == "ordinal"),
                _ => {
                    let message = message!("number-function-option", name);
                    self.report(self.range(name), message, suggest(name, NUMBER_OPTIONS));
                    continue;
                }
            };
            if understood.is_none() {
                let hint = message!("number-function-value.hint");
                self.report(self.range(name), message!("number-function-value", name, value = text), Some(hint));
            }
        }
        FluentValue::Formatted { value: Box::new(self.value(value, arguments)), options }
    }

    /// A plural category that the language does not have is a variant that never shows.
    /// One that is missing shows the default, in a form of another number.
    fn check_categories(&mut self, selector: &FluentValue, variants: &[ast::Variant<&str>]) {
        let named = |variant: &ast::Variant<&str>| match variant.key {
            ast::VariantKey::Identifier { name } => Some(name.to_owned()),
            ast::VariantKey::NumberLiteral { .. } => None,
        };
        let names: Vec<String> = variants.iter().filter_map(named).collect();
        if !names.iter().all(|name| PLURAL_CATEGORIES.contains(&name.as_str())) {
            return;
        }
        let known = match selector {
            FluentValue::Formatted { options, .. } if options.ordinal => self.locale.ordinal_categories(),
            FluentValue::Variable(_) | FluentValue::Formatted { .. } | FluentValue::Number(_) => {
                self.locale.plural_categories()
            }
            FluentValue::Text(_) | FluentValue::Message(_) | FluentValue::Term { .. } | FluentValue::Nested(_) => {
                return;
            }
        };
        for variant in variants.iter().filter(|variant| !variant.default) {
            if let ast::VariantKey::Identifier { name } = variant.key
                && !known.contains(&name)
            {
                let message = message!("no-plural-category", language = self.locale.tag(), category = name);
                let hint = message!("no-plural-category.hint", known = list(known.iter().copied()));
                self.report(self.range(name), message, Some(hint));
            }
        }
        let is_known = names.iter().all(|name| known.contains(&name.as_str()));
        if is_known && names.iter().any(|name| name != "other") {
            let needed = self.needed_categories(selector);
            self.check_missing(&needed, variants);
        }
    }

    /// The categories that whole numbers have: what fractions alone have (`other` of Ukrainian) is seldom asked for.
    fn needed_categories(&mut self, selector: &FluentValue) -> Rc<[&'static str]> {
        let ordinal = matches!(selector, FluentValue::Formatted { options, .. } if options.ordinal);
        let locale = self.locale;
        let needed = self.needed_categories.entry(ordinal).or_insert_with(|| {
            let category = |number: u16| match ordinal {
                true => locale.ordinal(&number.into()),
                false => locale.plural(&number.into()),
            };
            (0..=COUNTED).map(category).collect::<BTreeSet<_>>().into_iter().collect()
        });
        Rc::clone(needed)
    }

    fn check_missing(&mut self, needed: &[&'static str], variants: &[ast::Variant<&str>]) {
        let mut given = BTreeSet::new();
        let mut default = None;
        for variant in variants {
            let ast::VariantKey::Identifier { name } = variant.key else { continue };
            given.insert(name);
            if variant.default {
                default = Some(name);
            }
        }
        let Some(default) = default else { return };
        let mut missing: Vec<&str> = needed.iter().copied().filter(|category| !given.contains(category)).collect();
        // A default that is no category of whole numbers stands for one of them.
        if missing.len() == 1 && !needed.contains(&default) {
            missing.clear();
        }
        if !missing.is_empty() {
            let message = message!(
                "missing-plural-category",
                language = self.locale.tag(),
                count = missing.len(),
                missing = quoted(missing)
            );
            let hint = message!("missing-plural-category.hint", needed = list(needed.iter().copied()));
            let range = self.range(default);
            self.mistakes.push(Mistake { range, message, hint, is_advice: true });
        }
    }

    /// Every reference leads somewhere, and none in a circle.
    fn check_references(&mut self) {
        let all: Vec<(String, StringUse)> =
            self.used.iter().flat_map(|(user, uses)| uses.iter().map(|used| (user.clone(), used.clone()))).collect();
        let mut in_circles = BTreeSet::new();
        for (user, StringUse { name, range }) in all {
            if !self.used.contains_key(&name) {
                let candidates = self.used.keys().filter(|known| known.starts_with('-') == name.starts_with('-'));
                let hint = suggest(&name, candidates.map(String::as_str));
                let message = if name.starts_with('-') {
                    message!("no-fluent-term", name)
                } else {
                    message!("no-fluent-message", name)
                };
                self.report(range, message, hint);
                continue;
            }
            let reached = self.reach(&name);
            if reached.contains(&user) && in_circles.is_disjoint(&reached) {
                let hint = message!("interface-string-circle.hint");
                let message = message!("interface-string-circle", name = &user, through = name);
                self.report(range, message, Some(hint));
                in_circles.insert(user);
            }
        }
    }

    /// All that a pattern refers to, directly or not, with itself.
    fn reach(&self, name: &str) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut pending = vec![name.to_owned()];
        while let Some(name) = pending.pop() {
            let uses = self.used.get(&name).map(Vec::as_slice).unwrap_or_default();
            if reached.insert(name) {
                pending.extend(uses.iter().map(|used| used.name.clone()));
            }
        }
        reached
    }

    /// A message needs what the messages that it shows need. Terms have arguments of their own.
    fn spread_arguments(&mut self) {
        let keys: Vec<String> = self.messages.keys().cloned().collect();
        let needed: Vec<BTreeSet<String>> = keys
            .iter()
            .map(|key| {
                let shown = self.reach(key);
                let shown = shown.iter().filter_map(|name| self.messages.get(name));
                shown.flat_map(|message| message.arguments.iter().cloned()).collect()
            })
            .collect();
        for (message, arguments) in self.messages.values_mut().zip(needed) {
            message.arguments = arguments;
        }
    }

    fn report_syntax(&mut self, error: &ParserError) {
        let (message, hint) = match &error.kind {
            ErrorKind::ExpectedToken(token) => (message!("fluent-token-expected", token = *token), None),
            ErrorKind::ExpectedCharRange { range } => (message!("fluent-range-expected", range), None),
            ErrorKind::MissingDefaultVariant => {
                (message!("fluent-no-default-variant"), Some(message!("fluent-no-default-variant.hint")))
            }
            ErrorKind::UnbalancedClosingBrace => (message!("fluent-brace"), Some(message!("fluent-brace.hint"))),
            ErrorKind::ExpectedMessageField { entry_id } => {
                (message!("fluent-no-text", name = entry_id), Some(message!("fluent-no-text.hint")))
            }
            kind => {
                let text = kind.to_string();
                let mut characters = text.chars();
                let first = characters.next().map(|c| c.to_ascii_lowercase());
                let text: String = first.into_iter().chain(characters).collect();
                (message!("fluent-syntax", text), None)
            }
        };
        self.report(self.shifted(error.pos.clone()), message, hint);
    }

    /// Reports a mistake. If the parser says what is wrong and not what to do, the hint says how strings are written.
    fn report(&mut self, range: Range<usize>, message: Message, hint: Option<Message>) {
        let hint = hint.unwrap_or_else(|| message!("fluent-syntax.hint"));
        self.mistakes.push(Mistake { range, message, hint, is_advice: false });
    }

    /// From a range in the parsed text to one in the file.
    fn shifted(&self, range: Range<usize>) -> Range<usize> {
        let end = self.text.len();
        range.start.min(end) + self.offset..range.end.min(end) + self.offset
    }

    /// The place of a slice of the parsed text in the file.
    fn range(&self, slice: &str) -> Range<usize> {
        let start = (slice.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        self.shifted(start..start + slice.len())
    }
}

fn full_name(id: &ast::Identifier<&str>, attribute: Option<&ast::Identifier<&str>>) -> String {
    match attribute {
        Some(attribute) => format!("{}.{}", id.name, attribute.name),
        None => id.name.to_owned(),
    }
}

/// The first line that takes a message beyond the limit. Braces in strings count too: an exact count would have to parse.
fn too_many_braces(text: &str) -> Option<Range<usize>> {
    let mut count = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // No placeable goes on over a line that begins so.
        if line.starts_with('#') || begins_entry(line) {
            count = 0;
        }
        if !line.starts_with('#') {
            count += line.bytes().filter(|byte| matches!(byte, b'{' | b'(')).count();
        }
        if count > BRACES_LIMIT {
            return Some(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    None
}

/// `key =` or `-term =` at the very start of a line.
fn begins_entry(line: &str) -> bool {
    let name = line.strip_prefix('-').unwrap_or(line);
    let rest = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.trim_start_matches(' ').starts_with('=')
}
