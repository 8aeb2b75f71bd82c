//! Turns data into values of templates: text is escaped when it is written, HTML is not, and what many pages show is
//! made into a value once.

use std::{ops::Deref, sync::Arc};

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::theme::{Value, templates::text_value};

/// Text, which templates escape when they write it.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Text(Value);

/// Markup that is safe as it is: made by the Markdown writer or by a template of the theme, or escaped where it is made.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Html(Value);

/// Data that many pages show, with the value that templates get, made once. Cloning is cheap: it counts references.
#[derive(Debug)]
pub(crate) struct Shared<T> {
    data: Arc<T>,
    value: Value,
}

/// Values by names that site.toml gives, in their order.
#[derive(Clone, Debug)]
pub(crate) struct Named<T>(pub Vec<(String, T)>);

impl Text {
    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str().unwrap_or_default()
    }
}

impl<T: AsRef<str>> From<T> for Text {
    fn from(text: T) -> Self {
        Self(text_value(text.as_ref()))
    }
}

impl Html {
    /// Templates write the markup as it is, so whatever came from a page must be escaped in it.
    pub(crate) fn new(markup: &str) -> Self {
        Self(Value::safe_string(markup))
    }

    /// Several pieces of markup, a line between two.
    pub(crate) fn lines(pieces: &[Html]) -> Self {
        let pieces: Vec<&str> = pieces.iter().filter_map(|piece| piece.0.as_str()).collect();
        Self::new(&pieces.join("\n"))
    }
}

impl Default for Html {
    fn default() -> Self {
        Self::new("")
    }
}

impl<T: Serialize> Shared<T> {
    pub(crate) fn new(data: T) -> Self {
        let value = value_of(&data);
        Self { data: Arc::new(data), value }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self { data: Arc::clone(&self.data), value: self.value.clone() }
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.data
    }
}

/// The value for templates. Data have names and texts alone as keys, so that there is one for all.
pub(super) fn value_of(data: &(impl Serialize + ?Sized)) -> Value {
    Value::try_from_serializable(data).unwrap_or_else(|_| Value::none())
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Both {
        text: Text,
        html: Html,
        named: Named<Shared<Vec<Text>>>,
    }

    #[test]
    fn text_is_escaped_and_html_is_not_wherever_they_stand() {
        let list = Shared::new(vec![Text::from("plain"), Text::from("<i>")]);
        assert_eq!(list.len(), 2);
        let named = Named(vec![("b".to_owned(), list.clone()), ("a".to_owned(), list)]);
        let data = Both { text: "<b> & \"q\"".into(), html: Html::new("<b>bold</b>"), named };
        let mut context = tera::Context::new();
        context.insert_value("data", value_of(&data));
        let mut tera = tera::Tera::new();
        let template = "{{ data.text }}|{{ data.html }}|{% for name, list in data.named %}{{ name }}:{{ list[0] }}{{ list[1] }};{% endfor %}";
        tera.add_raw_template("a.html", template).unwrap();
        let expected = "&lt;b&gt; &amp; &quot;q&quot;|<b>bold</b>|b:plain&lt;i&gt;;a:plain&lt;i&gt;;";
        assert_eq!(tera.render("a.html", &context).unwrap(), expected);
    }
}
