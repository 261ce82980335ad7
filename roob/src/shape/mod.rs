//! What a type reads, found by letting it read: for a test that has to invent what a handler takes.
//!
//! `Deserialize` asks for what it wants, and a [`Tracer`](tracer::Tracer) answers each question with a
//! sample and writes the question down. A text that a type refuses, such as one that is no UUID, is
//! answered by another at the next try.

// In reading order: a file imports only files listed above it.
mod guide;
mod tracer;

use guide::Guide;
use serde::de::DeserializeOwned;
use tracer::Tracer;

/// What a value of some type looks like in JSON.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// Anything, or what cannot be told: the type looks at what comes before it decides.
    Any,
    Null,
    Bool,
    /// A whole number from `min` to `max`.
    Integer {
        min: i128,
        max: i128,
    },
    Decimal,
    /// One character.
    Char,
    /// Text; `sample` is one that the type takes.
    Text {
        sample: &'static str,
    },
    /// One of these, or nothing.
    Optional(Box<Shape>),
    List(Box<Shape>),
    Tuple(Vec<Shape>),
    /// Keys that the type does not know, with values that are alike.
    Map(Box<Shape>),
    /// Members by name.
    Object(Vec<(&'static str, Shape)>),
    /// Names of an enum's variants; of the first also what it carries.
    Variants {
        names: &'static [&'static str],
        content: Option<Box<Shape>>,
    },
}

/// How often a type may refuse a sample before the rest of it stays unknown.
const TRIES: usize = 256;

/// The shape of `T`, as far as `T` lets it be seen: what comes behind a value that no sample fits
/// stays unknown.
pub(crate) fn shape_of<T: DeserializeOwned>() -> Shape {
    let mut guide = Guide::default();
    let mut shape = Shape::Any;
    let mut fits = |guide: &mut Guide| {
        guide.begin();
        T::deserialize(Tracer::new(&mut shape, guide)).is_ok()
    };
    for _ in 0..TRIES {
        if fits(&mut guide) || !guide.learn() {
            break;
        }
    }
    // With the answers that turned out best.
    fits(&mut guide);
    shape
}

#[cfg(test)]
mod tests {
    use super::{Shape, shape_of};
    use serde::Deserialize;
    use std::collections::BTreeMap;

    const INT: Shape = Shape::Integer { min: i32::MIN as i128, max: i32::MAX as i128 };
    const TEXT: Shape = Shape::Text { sample: "a" };

    #[test]
    fn the_shape_of_a_struct_has_its_members_in_order() {
        #[derive(Deserialize)]
        #[allow(dead_code)]
        struct Product {
            name: String,
            #[serde(rename = "inStock")]
            stock: Option<i32>,
            tags: Vec<String>,
            size: (i32, bool),
            prices: BTreeMap<String, f64>,
            initial: char,
            nothing: (),
        }
        let members = vec![
            ("name", TEXT),
            ("inStock", Shape::Optional(Box::new(INT))),
            ("tags", Shape::List(Box::new(TEXT))),
            ("size", Shape::Tuple(vec![INT, Shape::Bool])),
            ("prices", Shape::Map(Box::new(Shape::Decimal))),
            ("initial", Shape::Char),
            ("nothing", Shape::Null),
        ];
        assert_eq!(shape_of::<Product>(), Shape::Object(members));
    }

    #[test]
    fn a_sample_is_one_that_the_type_takes() {
        /// Takes nothing but a date with a time.
        struct Moment;

        impl<'de> Deserialize<'de> for Moment {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                let refused = || serde::de::Error::custom("not a date with a time");
                text.contains('T').then_some(Self).ok_or_else(refused)
            }
        }

        #[derive(Deserialize)]
        #[allow(dead_code)]
        struct Event {
            at: Moment,
            seats: std::num::NonZeroU8,
            host: std::net::IpAddr,
        }
        let members = vec![
            ("at", Shape::Text { sample: "2026-01-31T12:00:00Z" }),
            ("seats", Shape::Integer { min: 0, max: 255 }),
            ("host", Shape::Text { sample: "127.0.0.1" }),
        ];
        assert_eq!(shape_of::<Event>(), Shape::Object(members));
    }

    #[test]
    fn enums_have_variants() {
        #[derive(Deserialize)]
        #[serde(rename_all = "lowercase")]
        #[allow(dead_code)]
        enum Status {
            Draft,
            Published,
        }
        #[derive(Deserialize)]
        #[allow(dead_code)]
        enum Payment {
            Card { number: String },
            Cash,
        }
        let names = &["draft", "published"];
        assert_eq!(shape_of::<Status>(), Shape::Variants { names, content: None });
        let content = Some(Box::new(Shape::Object(vec![("number", TEXT)])));
        assert_eq!(shape_of::<Payment>(), Shape::Variants { names: &["Card", "Cash"], content });
    }

    #[test]
    fn a_type_that_contains_itself_ends() {
        #[derive(Deserialize)]
        #[allow(dead_code)]
        struct Tree {
            name: String,
            below: Vec<Tree>,
            parent: Option<Box<Tree>>,
        }
        let Shape::Object(members) = shape_of::<Tree>() else { panic!("a tree is an object") };
        assert_eq!(members[0], ("name", TEXT));
        assert_eq!(members.len(), 3);
    }

    #[test]
    fn what_cannot_be_told_is_anything() {
        #[derive(Deserialize)]
        #[serde(untagged)]
        #[allow(dead_code)]
        enum Either {
            One(u8),
            Two(Vec<u8>),
        }
        assert_eq!(shape_of::<serde_json::Value>(), Shape::Any);
        assert_eq!(shape_of::<Either>(), Shape::Any);
    }

    #[test]
    fn what_comes_behind_a_value_that_nothing_fits_is_unknown() {
        #[derive(Debug)]
        struct Never;

        impl<'de> Deserialize<'de> for Never {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?;
                Err(serde::de::Error::custom("never"))
            }
        }

        #[derive(Deserialize)]
        #[allow(dead_code)]
        struct Odd {
            first: bool,
            never: Never,
            last: bool,
        }
        let members = vec![("first", Shape::Bool), ("never", TEXT), ("last", Shape::Any)];
        assert_eq!(shape_of::<Odd>(), Shape::Object(members));
    }
}
