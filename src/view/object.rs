//! Objects for templates, built key by key.

use tera::{Map, value::Key};

use crate::theme::Value;

#[derive(Debug, Default)]
pub struct Object(Map);

impl Object {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn with(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.0.insert(Key::from(key), value.into());
        self
    }

    pub fn insert(&mut self, key: String, value: impl Into<Value>) {
        self.0.insert(Key::from(key), value.into());
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Value::from(object.0)
    }
}

/// Null for templates.
pub fn none() -> Value {
    Value::none()
}
