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
pub(crate) type Offer<'p> = (&'p str, &'p str);

/// The sample of a parameter that takes anything.
const ANY: &str = "1";

type Pair<'p> = (&'p str, Cow<'p, str>);

/// What values of types that read text look like, where the pattern takes any: a type that does not
/// take one would hide what it asks for next.
const TEXTS: [&str; 5] = [
    "00000000-0000-0000-0000-000000000000",
    "2000-01-01",
    "2000-01-01T00:00:00Z",
    "127.0.0.1",
    "a",
];

/// Reads `pairs` as a `T`.
pub(super) fn read<'p, T: DeserializeOwned>(
    pairs: impl Iterator<Item = Pair<'p>> + Clone,
) -> Result<T, ParamError> {
    T::deserialize(Params { pairs, is_probe: false })
}

/// Whether a `T` can be read from the parameters of a pattern. A value that no sample makes is no
/// mistake: only the author of the type knows which values it takes.
pub(super) fn probe<T: DeserializeOwned>(offers: &[Offer<'_>]) -> Result<(), String> {
    let samples = std::iter::once(ANY).chain(TEXTS);
    let mut answers = samples.map(|text| probe_with::<T>(offers, text));
    match answers.find(|answer| !matches!(answer, Err(ParamError::Value(_)))) {
        Some(Err(ParamError::Shape(message))) => Err(message),
        _ => Ok(()),
    }
}

fn probe_with<T: DeserializeOwned>(offers: &[Offer<'_>], text: &str) -> Result<(), ParamError> {
    let sample = |sample| if sample == ANY { text } else { sample };
    let pairs = offers.iter().map(|(name, offer)| (*name, Cow::from(sample(*offer))));
    T::deserialize(Params { pairs, is_probe: true }).map(|_| ())
}

/// Whether a `T` does not take these values.
pub(super) fn refuses<T: DeserializeOwned>(values: &[(String, String)]) -> bool {
    let pairs = values.iter().map(|(name, value)| (name.as_str(), Cow::from(value.as_str())));
    matches!(read::<T>(pairs), Err(ParamError::Value(_)))
}

/// All parameters of a route, read as they are asked for.
struct Params<I> {
    pairs: I,
    /// Whether the values are samples, which stand for any of the variants of an enum.
    is_probe: bool,
}

/// One of them.
struct Value<'p> {
    text: Cow<'p, str>,
    is_probe: bool,
}

impl<'p, I: Iterator<Item = Pair<'p>> + Clone> Params<I> {
    fn one(self) -> Result<Value<'p>, ParamError> {
        let mut pairs = self.pairs.clone();
        match (pairs.next(), pairs.next()) {
            (Some((_, text)), None) => Ok(Value { text, is_probe: self.is_probe }),
            _ => Err(self.miscounted(1)),
        }
    }

    fn miscounted(self, wanted: usize) -> ParamError {
        let names: Vec<String> = self.pairs.map(|(name, _)| format!("`{name}`")).collect();
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
        let is_probe = self.is_probe;
        let values = self.pairs.map(|(_, text)| Value { text, is_probe });
        visitor.visit_seq(SeqDeserializer::new(values))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, ParamError> {
        if self.pairs.clone().count() != len {
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
        let is_probe = self.is_probe;
        let pairs = self.pairs.map(|(name, text)| (name, Value { text, is_probe }));
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
            let value = self.text.parse().map_err(|error| {
                ParamError::Value(format!(concat!("`{}` is no ", $of, ": {}"), self.text, error))
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
        match self.text {
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
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ParamError> {
        match variants.first() {
            Some(first) if self.is_probe => visitor.visit_enum((*first).into_deserializer()),
            _ => visitor.visit_enum(self.text.into_deserializer()),
        }
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
