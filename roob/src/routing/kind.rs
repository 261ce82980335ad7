//! What a parameter of a pattern may be.

/// The type of a parameter, narrowest first: the order in which the router tries them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `{id:uuid}`: 8-4-4-4-12 hexadecimal digits.
    Uuid,
    /// `{id:d}`: digits, with an optional minus.
    Int,
    /// `{x:f}`: digits with an optional fraction and an optional minus.
    Decimal,
    /// `{h:x}`: hexadecimal digits.
    Hex,
    /// `{l:l}`: ASCII letters.
    Letters,
    /// `{w:w}`: ASCII letters, digits and `_`.
    Word,
    /// `{slug:[a-z-]+}`: what the expression matches from end to end.
    Regex(String),
    /// `{name}`: one character or more.
    Any,
    /// `{rest:path}`: one character or more, slashes included.
    Path,
}

/// The names that a pattern may use, for error messages.
pub(super) const NAMES: &str = "`d`, `f`, `x`, `w`, `l`, `uuid` and `path`";

impl Kind {
    /// The kind that `name` stands for, if it is one of [`NAMES`].
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "uuid" => Self::Uuid,
            "d" => Self::Int,
            "f" => Self::Decimal,
            "x" => Self::Hex,
            "l" => Self::Letters,
            "w" => Self::Word,
            "path" => Self::Path,
            _ => return None,
        })
    }

    /// How the pattern writes this kind, behind the colon.
    pub(super) fn name(&self) -> Option<&str> {
        Some(match self {
            Self::Uuid => "uuid",
            Self::Int => "d",
            Self::Decimal => "f",
            Self::Hex => "x",
            Self::Letters => "l",
            Self::Word => "w",
            Self::Regex(expression) => expression,
            Self::Any => return None,
            Self::Path => "path",
        })
    }

    /// An expression for the same values, for segments that mix parameters and text.
    pub(super) fn expression(&self) -> &str {
        match self {
            Self::Uuid => "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
            Self::Int => "-?[0-9]+",
            Self::Decimal => r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)",
            Self::Hex => "[0-9a-fA-F]+",
            Self::Letters => "[A-Za-z]+",
            Self::Word => "[A-Za-z0-9_]+",
            Self::Regex(expression) => expression,
            // As short as possible, like the `parse` library of the original.
            Self::Any => ".+?",
            Self::Path => ".+",
        }
    }

    /// What tells whether a whole segment is a value of this kind; regexes do that themselves.
    pub(super) fn test(&self) -> fn(&[u8]) -> bool {
        match self {
            Self::Uuid => is_uuid,
            Self::Int => |value| all(unsigned(value), u8::is_ascii_digit),
            Self::Decimal => |value| is_decimal(unsigned(value)),
            Self::Hex => |value| all(value, u8::is_ascii_hexdigit),
            Self::Letters => |value| all(value, u8::is_ascii_alphabetic),
            Self::Word => |value| all(value, |b| b.is_ascii_alphanumeric() || *b == b'_'),
            Self::Regex(_) | Self::Any | Self::Path => |value| !value.is_empty(),
        }
    }

    /// What a value of this kind is, in words.
    pub(super) fn description(&self) -> String {
        match self {
            Self::Uuid => "a UUID".into(),
            Self::Int => "an integer".into(),
            Self::Decimal => "a decimal number".into(),
            Self::Hex => "a hexadecimal number".into(),
            Self::Letters => "letters only".into(),
            Self::Word => "a word".into(),
            Self::Regex(expression) => format!("matched by `{expression}`"),
            Self::Any | Self::Path => "one or more characters".into(),
        }
    }

    /// How narrow this kind is, the narrowest first. All regexes are alike: which of two is narrower
    /// their text does not tell.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Uuid => 0,
            Self::Int => 1,
            Self::Decimal => 2,
            Self::Hex => 3,
            Self::Letters => 4,
            Self::Word => 5,
            Self::Regex(_) => 6,
            Self::Any => 7,
            Self::Path => 8,
        }
    }

    /// A value that this kind accepts; `None` for a regex, whose values only it knows.
    pub(crate) fn sample(&self) -> Option<&'static str> {
        Some(match self {
            Self::Uuid => "00000000-0000-0000-0000-000000000000",
            Self::Int | Self::Decimal | Self::Hex | Self::Word => "1",
            Self::Letters => "a",
            Self::Any | Self::Path => "1",
            Self::Regex(_) => return None,
        })
    }
}

fn all(bytes: &[u8], is: impl Fn(&u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(is)
}

fn unsigned(number: &[u8]) -> &[u8] {
    number.strip_prefix(b"-").unwrap_or(number)
}

fn is_decimal(digits: &[u8]) -> bool {
    match digits.iter().position(|b| *b == b'.') {
        None => all(digits, u8::is_ascii_digit),
        Some(dot) => {
            digits[..dot].iter().all(u8::is_ascii_digit)
                && all(&digits[dot + 1..], u8::is_ascii_digit)
        }
    }
}

fn is_uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value.iter().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => *b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}
