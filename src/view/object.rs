//! Objects for templates, built key by key.

use std::{cmp::Ordering, collections::BTreeMap};

use tera::value::Key;

use crate::theme::Value;

/// Keys and values in the order they were added in.
///
/// A tree, because Tera makes its maps out of others, key by key in their order: out of a tree that is in the order of
/// places they come with every key hashed once, out of a hash map twice. A tree that grows at its end is also made in a
/// third of the time that it takes to make one of a list.
#[derive(Debug, Default)]
pub struct Object(BTreeMap<Placed, Value>);

impl Object {
    pub fn new() -> Self {
        Self::default()
    }

    /// Of two values for a key the later one counts.
    pub fn with(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.push(Key::from(key), value.into());
        self
    }

    pub fn insert(&mut self, key: String, value: impl Into<Value>) {
        self.push(Key::from(key), value.into());
    }

    fn push(&mut self, key: Key<'static>, value: Value) {
        self.0.insert(Placed(self.0.len(), key), value);
    }

    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().rev().find(|(known, _)| known.1.as_str() == Some(key)).map(|(_, value)| value)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A key with its place.
#[derive(Debug)]
struct Placed(usize, Key<'static>);

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Value::from(object.0)
    }
}

impl From<Placed> for Key<'static> {
    fn from(Placed(_, key): Placed) -> Self {
        key
    }
}

impl PartialEq for Placed {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for Placed {}

impl PartialOrd for Placed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Placed {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

/// Null for templates.
pub fn none() -> Value {
    Value::none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_the_order_they_were_added_in_and_the_later_value_counts() {
        let value: Value = Object::new().with("b", 1).with("a", 2).with("c", 3).with("b", 4).into();
        let map = value.as_map().unwrap();
        let shown: Vec<String> = map.iter().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!(shown, ["b=4", "a=2", "c=3"]);
    }
}
