//! Makes text of a message and its arguments.

use std::{borrow::Cow, cell::Cell};

use super::{
    Bundle, FluentArgument, FluentElement, FluentPattern, FluentValue, FluentVariant, NumberOptions, VariantKey,
};
use crate::{locale::Number, message, message::Message};

/// Pieces of text and placeables that one string may be made of, through all that it refers to.
const STEP_LIMIT: usize = 10_000;

/// References deeper than this end in an error; parsing has reported circles before.
const DEPTH_LIMIT: usize = 32;

impl Bundle {
    /// The string for a key (`key` or `key.attribute`) with its arguments filled in. Arguments that it does not use are
    /// ignored. The error is a message for people: no such string, or an argument that is missing.
    pub(crate) fn format(&self, key: &str, arguments: &[(&str, FluentArgument<'_>)]) -> Result<String, Message> {
        let message =
            self.messages.get(key).ok_or_else(|| message!("no-interface-string", key, language = self.locale.tag()))?;
        let mut out = String::new();
        let steps = Cell::new(0);
        let scope = Scope { arguments, key, in_term: false, depth: 0, steps: &steps };
        self.write(&message.pattern, &scope, &mut out)?;
        Ok(out)
    }

    fn write(&self, pattern: &FluentPattern, scope: &Scope<'_>, out: &mut String) -> Result<(), Message> {
        for element in pattern {
            self.write_element(element, scope, out)?;
        }
        Ok(())
    }

    fn write_element(&self, element: &FluentElement, scope: &Scope<'_>, out: &mut String) -> Result<(), Message> {
        scope.steps.set(scope.steps.get() + 1);
        if scope.depth > DEPTH_LIMIT || scope.steps.get() > STEP_LIMIT {
            return Err(message!("interface-string-too-deep", key = scope.key));
        }
        match element {
            FluentElement::Text(text) => out.push_str(text),
            FluentElement::Select { selector, variants, default } => {
                let chosen = self.choose(selector, variants, scope)?.or_else(|| variants.get(*default));
                if let Some(variant) = chosen {
                    self.write(&variant.pattern, &scope.deeper(), out)?;
                }
            }
            FluentElement::Value(FluentValue::Nested(element)) => self.write_element(element, &scope.deeper(), out)?,
            FluentElement::Value(FluentValue::Message(name)) => {
                if let Some(message) = self.messages.get(name) {
                    self.write(&message.pattern, &scope.deeper(), out)?;
                }
            }
            FluentElement::Value(FluentValue::Term { name, arguments }) => {
                self.write_term(name, arguments, scope, out)?
            }
            FluentElement::Value(value) => match self.resolve(value, scope)? {
                Some(ResolvedValue::Text(text)) => out.push_str(&text),
                Some(ResolvedValue::Number(number, options)) => out.push_str(&self.written(&number, options)),
                None => {}
            },
        }
        Ok(())
    }

    /// A term sees only what it is given.
    fn write_term(
        &self,
        name: &str,
        arguments: &[(String, FluentValue)],
        scope: &Scope<'_>,
        out: &mut String,
    ) -> Result<(), Message> {
        let Some(pattern) = self.terms.get(name) else { return Ok(()) };
        let mut given = Vec::with_capacity(arguments.len());
        for (argument, value) in arguments {
            match self.resolve(value, scope)? {
                Some(ResolvedValue::Text(text)) => given.push((argument.as_str(), FluentArgument::Text(text))),
                Some(ResolvedValue::Number(number, _)) => {
                    given.push((argument.as_str(), FluentArgument::Number(number.into_owned())))
                }
                None => {}
            }
        }
        let scope = Scope { arguments: &given, in_term: true, ..scope.deeper() };
        self.write(pattern, &scope, out)
    }

    /// The value of a literal, argument or function; `None` for an argument that a term was not given.
    fn resolve<'v>(&'v self, value: &'v FluentValue, scope: &Scope<'v>) -> Result<Option<ResolvedValue<'v>>, Message> {
        Ok(match value {
            FluentValue::Text(text) => Some(ResolvedValue::Text(Cow::Borrowed(text))),
            FluentValue::Number(number) => Some(ResolvedValue::Number(Cow::Borrowed(number), NumberOptions::default())),
            FluentValue::Variable(name) => match scope.arguments.iter().find(|(given, _)| given == name) {
                Some((_, FluentArgument::Text(text))) => Some(ResolvedValue::Text(Cow::Borrowed(text))),
                Some((_, FluentArgument::Number(number))) => {
                    Some(ResolvedValue::Number(Cow::Borrowed(number), NumberOptions::default()))
                }
                None if scope.in_term => None,
                None => return Err(message!("interface-string-needs-argument", key = scope.key, argument = name)),
            },
            FluentValue::Formatted { value, options } => match self.resolve(value, scope)? {
                Some(ResolvedValue::Number(number, _)) => {
                    Some(ResolvedValue::Number(with_options(number, *options), *options))
                }
                Some(ResolvedValue::Text(_)) => {
                    return Err(message!("interface-string-text-as-number", key = scope.key));
                }
                None => None,
            },
            FluentValue::Message(_) | FluentValue::Term { .. } | FluentValue::Nested(_) => {
                let mut text = String::new();
                self.write_element(&FluentElement::Value(value.clone()), &scope.deeper(), &mut text)?;
                Some(ResolvedValue::Text(Cow::Owned(text)))
            }
        })
    }

    fn written(&self, number: &Number, options: NumberOptions) -> String {
        let ungrouped = self.ungrouped || options.ungrouped;
        if ungrouped { self.locale.format_ungrouped(number) } else { self.locale.format_number(number) }
    }

    fn choose<'v>(
        &'v self,
        selector: &'v FluentValue,
        variants: &'v [FluentVariant],
        scope: &Scope<'v>,
    ) -> Result<Option<&'v FluentVariant>, Message> {
        let by_name = |wanted: &str| {
            variants.iter().find(|variant| matches!(&variant.key, VariantKey::Name(name) if name == wanted))
        };
        Ok(match self.resolve(selector, scope)? {
            None => None,
            Some(ResolvedValue::Text(text)) => by_name(&text),
            Some(ResolvedValue::Number(number, options)) => {
                let exact = variants
                    .iter()
                    .find(|variant| matches!(&variant.key, VariantKey::Number(key) if key.same_value(&number)));
                let category =
                    || if options.ordinal { self.locale.ordinal(&number) } else { self.locale.plural(&number) };
                exact.or_else(|| by_name(category()))
            }
        })
    }
}

struct Scope<'a> {
    arguments: &'a [(&'a str, FluentArgument<'a>)],
    /// The string that was asked for, for error messages.
    key: &'a str,
    in_term: bool,
    depth: usize,
    steps: &'a Cell<usize>,
}

impl<'a> Scope<'a> {
    fn deeper(&self) -> Scope<'a> {
        Scope { depth: self.depth + 1, ..*self }
    }
}

enum ResolvedValue<'a> {
    Text(Cow<'a, str>),
    Number(Cow<'a, Number>, NumberOptions),
}

fn with_options(number: Cow<'_, Number>, options: NumberOptions) -> Cow<'_, Number> {
    let (least, most) = (options.least_fraction_digits, options.most_fraction_digits);
    let least = least.unwrap_or(0);
    // Intl.NumberFormat's default (ECMA-402), which Fluent refers to.
    let most = most.unwrap_or(3).max(least);
    Cow::Owned(number.into_owned().with_fraction_digits(least, most))
}
