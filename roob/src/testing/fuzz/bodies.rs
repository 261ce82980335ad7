//! JSON that a type takes, nearly takes, or does not take at all.

use super::super::json::Json;
use super::random::Random;
use super::texts::{self, DECIMALS, INTEGERS};
use crate::shape::Shape;
use bytes::Bytes;

/// A value of this shape, its parts at the ends of what they may be.
pub(super) fn value(shape: &Shape, random: &mut Random) -> Json {
    match shape {
        Shape::Any => any(random),
        Shape::Null => Json::Null,
        Shape::Bool => Json::Bool(random.once_in(2)),
        Shape::Integer { min, max } => integer(*min, *max, random),
        Shape::Decimal => Json::Number((*random.pick(&DECIMALS)).to_owned()),
        Shape::Char => Json::String((*random.pick(&["a", "é", "\u{0}", "👍"])).to_owned()),
        Shape::Text { sample } => Json::String(texts::text(sample, random)),
        Shape::Optional(_) if random.once_in(4) => Json::Null,
        Shape::Optional(inner) => value(inner, random),
        Shape::List(item) => {
            let length = *random.pick(&[0, 1, 1, 2, 3, 100]);
            Json::Array((0..length).map(|_| value(item, random)).collect())
        }
        Shape::Tuple(parts) => Json::Array(parts.iter().map(|part| value(part, random)).collect()),
        Shape::Map(item) => {
            let length = random.below(3);
            let member = |random: &mut Random| (texts::odd(random), value(item, random));
            Json::Object((0..length).map(|_| member(random)).collect())
        }
        Shape::Object(members) => {
            let member = |(name, shape): &(&str, Shape)| ((*name).to_owned(), value(shape, random));
            Json::Object(members.iter().map(member).collect())
        }
        Shape::Variants { names, content } => variant(names, content.as_deref(), random),
    }
}

/// `json` with one thing wrong: a member too few or too many, a value of another type.
pub(super) fn spoiled(json: &Json, random: &mut Random) -> Json {
    match json {
        Json::Object(members) if !members.is_empty() => {
            let mut members = members.clone();
            let at = random.below(members.len());
            match random.below(8) {
                0 => drop(members.remove(at)),
                1 => members.push(("unexpected".to_owned(), any(random))),
                2 => members[at].1 = any(random),
                3 => members.push((members[at].0.clone(), any(random))),
                _ => members[at].1 = spoiled(&members[at].1, random),
            }
            Json::Object(members)
        }
        Json::Array(items) if !items.is_empty() => {
            let mut items = items.clone();
            let at = random.below(items.len());
            items[at] = spoiled(&items[at], random);
            Json::Array(items)
        }
        Json::Number(_) if random.once_in(2) => Json::Number((*random.pick(&INTEGERS)).to_owned()),
        Json::String(_) if random.once_in(2) => Json::String(texts::odd(random)),
        _ => any(random),
    }
}

/// What is no JSON, or no text.
pub(super) fn broken(json: &Json, random: &mut Random) -> Bytes {
    let mut text = json.to_string().into_bytes();
    match random.below(10) {
        0 => text.truncate(text.len() / 2),
        1 => text.push(b'}'),
        2 => text.insert(0, 0xff),
        3 => text.splice(..0, *b"\xef\xbb\xbf").for_each(drop),
        4 => text = "[".repeat(100_000).into_bytes(),
        5 => text = br#"{"a":1e999999999}"#.to_vec(),
        6 => text = br#"{"a":"\ud800"}"#.to_vec(),
        7 => text = b"NaN".to_vec(),
        8 => text = b"{'a':1}".to_vec(),
        _ => text.clear(),
    }
    text.into()
}

/// Any bytes, mostly text.
pub(super) fn bytes(random: &mut Random) -> Bytes {
    match random.below(4) {
        0 => Bytes::new(),
        1 => Bytes::from_static(b"\xff\x00\xfe"),
        _ => texts::odd(random).into(),
    }
}

/// Any JSON, now and then a deep one.
pub(super) fn any(random: &mut Random) -> Json {
    match random.below(12) {
        0 => Json::Null,
        1 => Json::Bool(random.once_in(2)),
        2 | 3 => Json::Number(texts::integer(random)),
        4 => Json::Number((*random.pick(&DECIMALS)).to_owned()),
        5 => Json::Array(Vec::new()),
        6 => Json::Object(Vec::new()),
        7 => Json::Array(vec![any(random)]),
        8 => Json::Object(vec![(texts::odd(random), any(random))]),
        9 => (0..100).fold(Json::Null, |inner, _| Json::Array(vec![inner])),
        _ => Json::String(texts::odd(random)),
    }
}

/// Mostly within the limits, and mostly at one of them.
fn integer(min: i128, max: i128, random: &mut Random) -> Json {
    let digits = match random.below(8) {
        0 => min.to_string(),
        1 => max.to_string(),
        2 => min.saturating_sub(1).to_string(),
        3 => max.saturating_add(1).to_string(),
        _ => {
            let fits = |digits: &&&str| {
                digits.parse::<i128>().is_ok_and(|number| (min..=max).contains(&number))
            };
            let fitting: Vec<&&str> = INTEGERS.iter().filter(fits).collect();
            (**random.pick(&fitting)).to_owned()
        }
    };
    Json::Number(digits)
}

fn variant(names: &[&str], content: Option<&Shape>, random: &mut Random) -> Json {
    let name = if names.is_empty() { "" } else { *random.pick(names) };
    match content {
        Some(shape) if names.first() == Some(&name) => {
            Json::Object(vec![(name.to_owned(), value(shape, random))])
        }
        _ => Json::String(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::{any, spoiled, value};
    use crate::shape::shape_of;
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Product {
        name: String,
        price: Option<f64>,
        stock: i32,
        tags: Vec<String>,
        made: std::net::IpAddr,
    }

    fn fits(json: &super::Json) -> bool {
        serde_json::from_str::<Product>(&json.to_string()).is_ok()
    }

    #[test]
    fn about_half_of_what_is_made_of_a_shape_fits_its_type() {
        let (shape, mut random) = (shape_of::<Product>(), Random::new(1));
        let fitting = (0..1000).filter(|_| fits(&value(&shape, &mut random))).count();
        assert!((400..800).contains(&fitting), "{fitting}");
    }

    #[test]
    fn some_of_what_is_spoiled_still_fits_and_most_does_not() {
        let (shape, mut random) = (shape_of::<Product>(), Random::new(1));
        let spoiled = |random: &mut Random| spoiled(&value(&shape, random), random);
        let fitting = (0..1000).filter(|_| fits(&spoiled(&mut random))).count();
        assert!((50..400).contains(&fitting), "{fitting}");
    }

    #[test]
    fn anything_is_json() {
        let mut random = Random::new(1);
        for _ in 0..1000 {
            let json = any(&mut random).to_string();
            assert!(serde_json::from_str::<serde::de::IgnoredAny>(&json).is_ok(), "{json}");
        }
    }
}
