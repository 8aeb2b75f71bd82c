//! The desk's own pages: templates that are part of the program, with the desk's words in them.

use serde::Serialize;
use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

use super::words::Words;
use crate::{
    locale::{Number, fluent::FluentArgument},
    message,
    messages::MessageLanguage,
};

/// The name under which every page's data says the language of its words.
const LANGUAGE: &str = "ui";

macro_rules! sources {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("templates/", $name)))),*] };
}

const SOURCES: &[(&str, &str)] = sources![
    "base.html",
    "changes.html",
    "confirm.html",
    "field.html",
    "field_body.html",
    "list.html",
    "message.html",
    "new.html",
    "no_site.html",
    "page.html",
    "problem_list.html",
    "problems.html",
    "rows.html",
    "term.html",
    "vocabulary.html",
];

/// The templates, parsed.
#[derive(Debug)]
pub(super) struct DeskTemplates(Tera);

impl DeskTemplates {
    /// # Errors
    ///
    /// A mistake in a template of the program, which its tests exclude.
    pub(super) fn new(words: Words) -> Result<Self, String> {
        let mut tera = Tera::new();
        tera.autoescape_on(vec!["html"]);
        tera.register_filter("t", move |key: &str, arguments: Kwargs, state: &State| {
            translate(&words, key, &arguments, state)
        });
        tera.add_raw_templates(SOURCES.iter().copied()).map_err(|error| error.to_string())?;
        Ok(Self(tera))
    }

    /// # Errors
    ///
    /// A name that the data does not have, which the tests exclude.
    pub(super) fn render(
        &self,
        template: &str,
        language: MessageLanguage,
        frame: &impl Serialize,
        page: &impl Serialize,
    ) -> Result<String, String> {
        let mut context = Context::new();
        context.insert(LANGUAGE, language.tag());
        context.insert("frame", frame);
        context.insert("page", page);
        self.0.render(template, &context).map_err(|error| error.to_string())
    }
}

fn translate(words: &Words, key: &str, arguments: &Kwargs, state: &State) -> TeraResult<Value> {
    let tag = state.get::<String>(LANGUAGE)?;
    let language =
        tag.as_deref().and_then(MessageLanguage::of_tag).ok_or_else(|| Error::message("the page says no language"))?;
    let mut given: Vec<(&str, FluentArgument<'_>)> = Vec::new();
    for (name, value) in arguments.iter() {
        let Some(name) = name.as_str() else { continue };
        if value.is_undefined() {
            return Err(Error::message(message!("interface-argument-undefined", key, argument = name)));
        }
        given.push((name, argument(value)));
    }
    Ok(words.say(language, key, &given).into())
}

fn argument(value: &Value) -> FluentArgument<'static> {
    let number = value.as_number().and_then(|number| Number::parse(&number.as_integer()?.to_string()));
    match number {
        Some(number) => number.into(),
        None => value.as_str().map_or_else(|| value.to_string(), str::to_owned).into(),
    }
}
