//! The deserializer that answers with samples and writes down what it was asked for.

use super::Shape;
use super::guide::Guide;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

/// How deep a value is looked into: a type may contain itself.
const DEPTH: usize = 6;

/// A place that a type reads from, and where its shape is written.
pub(super) struct Tracer<'t> {
    shape: &'t mut Shape,
    guide: &'t mut Guide,
    depth: usize,
}

impl<'t> Tracer<'t> {
    pub(super) fn new(shape: &'t mut Shape, guide: &'t mut Guide) -> Self {
        Self { shape, guide, depth: 0 }
    }

    /// Writes down what wraps a value, and gives the place of that value.
    fn inside(self, wrap: fn(Box<Shape>) -> Shape) -> Self {
        *self.shape = wrap(Box::new(Shape::Any));
        let shape = match self.shape {
            Shape::Optional(inner) | Shape::List(inner) | Shape::Map(inner) => inner,
            other => other,
        };
        Self { shape, guide: self.guide, depth: self.depth + 1 }
    }
}

macro_rules! integers {
    ($($method:ident $visit:ident $type:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let (min, max) = (i128::from($type::MIN), i128::try_from($type::MAX));
            *self.shape = Shape::Integer { min, max: max.unwrap_or(i128::MAX) };
            visitor.$visit(1)
        }
    )*};
}

impl<'de> Deserializer<'de> for Tracer<'_> {
    type Error = Error;

    integers! {
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        *self.shape = Shape::Integer { min: i128::MIN, max: i128::MAX };
        visitor.visit_i128(1)
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        *self.shape = Shape::Integer { min: 0, max: i128::MAX };
        visitor.visit_u128(1)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        *self.shape = Shape::Any;
        visitor.visit_u64(1)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        *self.shape = Shape::Bool;
        visitor.visit_bool(true)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        *self.shape = Shape::Decimal;
        visitor.visit_f32(1.0)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        *self.shape = Shape::Decimal;
        visitor.visit_f64(1.0)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        *self.shape = Shape::Char;
        visitor.visit_char('a')
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let sample = self.guide.text();
        *self.shape = Shape::Text { sample };
        visitor.visit_str(sample)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.depth >= DEPTH {
            *self.shape = Shape::Null;
            return visitor.visit_none();
        }
        visitor.visit_some(self.inside(Shape::Optional))
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        *self.shape = Shape::Null;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let is_deep = self.depth >= DEPTH;
        visitor.visit_seq(One(Some(self.inside(Shape::List)).filter(|_| !is_deep)))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        *self.shape = Shape::Tuple(vec![Shape::Any; len]);
        let Shape::Tuple(parts) = self.shape else { return Err(de::Error::custom("a tuple")) };
        let (guide, depth) = (self.guide, self.depth + 1);
        visitor.visit_seq(Parts { parts: parts.iter_mut(), guide, depth })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let is_deep = self.depth >= DEPTH;
        visitor.visit_map(One(Some(self.inside(Shape::Map)).filter(|_| !is_deep)))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        *self.shape = Shape::Object(names.iter().map(|name| (*name, Shape::Any)).collect());
        let Shape::Object(members) = self.shape else { return Err(de::Error::custom("a struct")) };
        let (guide, depth) = (self.guide, self.depth + 1);
        visitor.visit_map(Members { members: members.iter_mut(), value: None, guide, depth })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        *self.shape = Shape::Variants { names, content: None };
        visitor.visit_enum(Variant { place: self, names })
    }
}

/// A list of one, or a map with one key.
struct One<'t>(Option<Tracer<'t>>);

impl<'de> SeqAccess<'de> for One<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.0.take().map(|place| seed.deserialize(place)).transpose()
    }
}

impl<'de> MapAccess<'de> for One<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(place) = &mut self.0 else { return Ok(None) };
        let key: StrDeserializer<'_, Error> = place.guide.text().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        match self.0.take() {
            Some(place) => seed.deserialize(place),
            None => Err(de::Error::custom("a value without a key")),
        }
    }
}

struct Parts<'t> {
    parts: std::slice::IterMut<'t, Shape>,
    guide: &'t mut Guide,
    depth: usize,
}

impl<'de> SeqAccess<'de> for Parts<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(shape) = self.parts.next() else { return Ok(None) };
        seed.deserialize(Tracer { shape, guide: self.guide, depth: self.depth }).map(Some)
    }
}

struct Members<'t> {
    members: std::slice::IterMut<'t, (&'static str, Shape)>,
    /// Where the value goes whose key was given last.
    value: Option<&'t mut Shape>,
    guide: &'t mut Guide,
    depth: usize,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((name, shape)) = self.members.next() else { return Ok(None) };
        self.value = Some(shape);
        let key: StrDeserializer<'_, Error> = (*name).into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        match self.value.take() {
            Some(shape) => seed.deserialize(Tracer { shape, guide: self.guide, depth: self.depth }),
            None => Err(de::Error::custom("a value without a key")),
        }
    }
}

/// The first variant of an enum, with whatever it carries.
struct Variant<'t> {
    place: Tracer<'t>,
    names: &'static [&'static str],
}

impl<'t> Variant<'t> {
    /// The place of what the variant carries.
    fn content(self) -> Result<Tracer<'t>, Error> {
        let Tracer { shape, guide, depth } = self.place;
        *shape = Shape::Variants { names: self.names, content: Some(Box::new(Shape::Any)) };
        match shape {
            Shape::Variants { content: Some(shape), .. } => {
                Ok(Tracer { shape, guide, depth: depth + 1 })
            }
            _ => Err(de::Error::custom("a variant")),
        }
    }
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let first = self.names.first().copied().unwrap_or_default();
        let name: StrDeserializer<'_, Error> = first.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.content()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        self.content()?.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.content()?.deserialize_struct("", names, visitor)
    }
}
