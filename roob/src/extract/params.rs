//! Path parameters into Rust values, by serde.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use std::borrow::Cow;
use std::fmt;

/// Why parameters do not make a value.
#[derive(Debug)]
pub(super) enum ParamError {
    /// The handler asks for what the pattern does not have: the author's mistake.
    Shape(String),
    /// The value is not one of the type: the client's.
    Value(String),
}

/// A path parameter that a route offers: its name and a value that its type accepts.
pub(crate) type Offer = (String, String);

type Pair<'p> = (&'p str, Cow<'p, str>);

/// Reads `pairs` as a `T`.
pub(super) fn read<'p, T: DeserializeOwned>(
    pairs: impl Iterator<Item = Pair<'p>> + Clone,
) -> Result<T, ParamError> {
    T::deserialize(Params(pairs))
}

/// Whether a `T` can be read from the parameters of a pattern. A value that the sample does not
/// make is no mistake: only the author of the type knows which values it takes.
pub(super) fn probe<T: DeserializeOwned>(offers: &[Offer]) -> Result<(), String> {
    let pairs = offers.iter().map(|(name, sample)| (name.as_str(), Cow::from(sample.as_str())));
    match read::<T>(pairs) {
        Err(ParamError::Shape(message)) => Err(message),
        _ => Ok(()),
    }
}

/// Whether a `T` does not take these values.
pub(super) fn refuses<T: DeserializeOwned>(values: &[Offer]) -> bool {
    let pairs = values.iter().map(|(name, value)| (name.as_str(), Cow::from(value.as_str())));
    matches!(read::<T>(pairs), Err(ParamError::Value(_)))
}

/// All parameters of a route, read as they are asked for.
struct Params<I>(I);

/// One of them.
struct Value<'p>(Cow<'p, str>);

impl<'p, I: Iterator<Item = Pair<'p>> + Clone> Params<I> {
    fn one(self) -> Result<Value<'p>, ParamError> {
        let mut pairs = self.0.clone();
        match (pairs.next(), pairs.next()) {
            (Some((_, value)), None) => Ok(Value(value)),
            _ => Err(self.miscounted(1)),
        }
    }

    fn miscounted(self, wanted: usize) -> ParamError {
        let names: Vec<String> = self.0.map(|(name, _)| format!("`{name}`")).collect();
        let has = match names.len() {
            0 => "has none".to_owned(),
            n => format!("has {n} ({})", names.join(", ")),
        };
        let noun = if wanted == 1 { "parameter" } else { "parameters" };
        ParamError::Shape(format!("it reads {wanted} path {noun}, the pattern {has}"))
    }
}

macro_rules! single {
    ($($method:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParamError> {
            self.one()?.$method(visitor)
        }
    )*};
}

impl<'de, 'p, I: Iterator<Item = Pair<'p>> + Clone> Deserializer<'de> for Params<I> {
    type Error = ParamError;

    single!(
        deserialize_bool,
        deserialize_i8,
        deserialize_i16,
        deserialize_i32,
        deserialize_i64,
        deserialize_i128,
        deserialize_u8,
        deserialize_u16,
        deserialize_u32,
        deserialize_u64,
        deserialize_u128,
        deserialize_f32,
        deserialize_f64,
        deserialize_char,
        deserialize_str,
        deserialize_string,
        deserialize_bytes,
        deserialize_byte_buf,
        deserialize_option,
        deserialize_identifier,
        deserialize_any
    );

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParamError> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ParamError> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ParamError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParamError> {
        visitor.visit_seq(SeqDeserializer::new(self.0.map(|(_, value)| Value(value))))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, ParamError> {
        if self.0.clone().count() != len {
            return Err(self.miscounted(len));
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, ParamError> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParamError> {
        let pairs = self.0.map(|(name, value)| (name, Value(value)));
        visitor.visit_map(MapDeserializer::new(pairs))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ParamError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ParamError> {
        self.one()?.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParamError> {
        visitor.visit_unit()
    }
}

macro_rules! parsed {
    ($($method:ident $visit:ident $of:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParamError> {
            let value = self.0.parse().map_err(|error| {
                ParamError::Value(format!(concat!("`{}` is no ", $of, ": {}"), self.0, error))
            })?;
            visitor.$visit(value)
        }
    )*};
}

impl<'de> Deserializer<'de> for Value<'_> {
    type Error = ParamError;

    parsed!(
        deserialize_bool visit_bool "bool";
        deserialize_i8 visit_i8 "i8";
        deserialize_i16 visit_i16 "i16";
        deserialize_i32 visit_i32 "i32";
        deserialize_i64 visit_i64 "i64";
        deserialize_i128 visit_i128 "i128";
        deserialize_u8 visit_u8 "u8";
        deserialize_u16 visit_u16 "u16";
        deserialize_u32 visit_u32 "u32";
        deserialize_u64 visit_u64 "u64";
        deserialize_u128 visit_u128 "u128";
        deserialize_f32 visit_f32 "f32";
        deserialize_f64 visit_f64 "f64";
        deserialize_char visit_char "char";
    );

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParamError> {
        match self.0 {
            Cow::Borrowed(text) => visitor.visit_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ParamError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ParamError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ParamError> {
        visitor.visit_enum(self.0.into_deserializer())
    }

    serde::forward_to_deserialize_any! {
        str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
        ignored_any
    }
}

impl<'de> IntoDeserializer<'de, ParamError> for Value<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl de::Error for ParamError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Value(message.to_string())
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Shape(format!("it reads the path parameter `{field}`, which the pattern lacks"))
    }
}

impl fmt::Display for ParamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(message) | Self::Value(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for ParamError {}
