//! Hands data to a template: each field of a struct becomes a value of the template's context under its own name.
//!
//! `Context::from_serialize` makes a map of the fields first and copies every name. A page has some thirty fields: the map took
//! 1.5 % of the instructions of a build.

use std::fmt;

use serde::{
    Serialize, Serializer,
    ser::{Error, Impossible, SerializeMap, SerializeStruct},
};
use tera::Context;

use super::values::value_of;

/// Puts the fields of a struct into a context, those of flattened structs among them. Anything else has no fields, and
/// leaves the context as it is.
pub(super) fn push_fields(context: &mut Context, data: &impl Serialize) {
    let _ = data.serialize(Fields { context, name: String::new() });
}

/// Takes a struct's fields one by one.
struct Fields<'c> {
    context: &'c mut Context,
    /// The name of the field that comes next, where the struct has flattened ones.
    name: String,
}

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> fmt::Result {
        self.context.insert_value(name, value_of(value));
        Ok(())
    }

    fn end(self) -> fmt::Result {
        Ok(())
    }
}

/// A struct with flattened ones comes as a map.
impl SerializeMap for Fields<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> fmt::Result {
        self.name = value_of(name).as_str().ok_or_else(no_fields)?.to_owned();
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        self.context.insert_value(std::mem::take(&mut self.name), value_of(value));
        Ok(())
    }

    fn end(self) -> fmt::Result {
        Ok(())
    }
}

fn no_fields() -> fmt::Error {
    fmt::Error::custom("no struct")
}

macro_rules! without_fields {
    ($($method:ident($($argument:ty),*) -> $result:ty;)*) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$result, fmt::Error> {
            Err(no_fields())
        })*
    };
}

impl<'c> Serializer for Fields<'c> {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Impossible<(), fmt::Error>;
    type SerializeTuple = Impossible<(), fmt::Error>;
    type SerializeTupleStruct = Impossible<(), fmt::Error>;
    type SerializeTupleVariant = Impossible<(), fmt::Error>;
    type SerializeMap = Fields<'c>;
    type SerializeStruct = Fields<'c>;
    type SerializeStructVariant = Impossible<(), fmt::Error>;

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, fmt::Error> {
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, fmt::Error> {
        Ok(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> fmt::Result {
        Err(no_fields())
    }

    without_fields! {
        serialize_bool(bool) -> ();
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u32(u32) -> ();
        serialize_u64(u64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_str(&str) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_seq(Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::values::Text;

    #[derive(Serialize)]
    struct Outer {
        title: Text,
        #[serde(flatten)]
        inner: Inner,
        #[serde(flatten)]
        other: Option<Inner>,
    }

    #[derive(Serialize)]
    struct Inner {
        number: usize,
        list: Vec<Text>,
    }

    #[test]
    fn fields_stand_beside_those_of_flattened_structs_and_of_others() {
        let mut context = Context::new();
        context.insert("title", "before");
        context.insert("kept", "kept");
        let inner = || Inner { number: 2, list: vec!["<".into()] };
        push_fields(&mut context, &Outer { title: "A & B".into(), inner: inner(), other: None });
        push_fields(&mut context, &1);
        push_fields(&mut context, &vec![inner()]);
        let mut tera = tera::Tera::new();
        tera.add_raw_template("a.html", "{{ title }}|{{ number }}|{{ list[0] }}|{{ kept }}|{{ other is defined }}")
            .unwrap();
        assert_eq!(tera.render("a.html", &context).unwrap(), "A &amp; B|2|&lt;|kept|false");
        let mut plain = Context::new();
        push_fields(&mut plain, &inner());
        assert_eq!(plain.get("number").and_then(tera::Value::as_u128), Some(2));
    }
}
