//! The attacks, as data: tables in files beside this one, so that other servers can be asked as well
//! (`tests/serve_differential.py`).

use serde::Deserialize;

/// One connection: what is sent on it, and what is right.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub(super) name: String,
    /// Where it is said. Nothing reads it but people.
    #[allow(dead_code)]
    rule: String,
    pub(super) send: Vec<Piece>,
    pub(super) get: Vec<Outcome>,
    /// The body of the last answer; of an error, its message.
    pub(super) says: Option<String>,
    /// The app answers before the rest has come, so only in one piece it is this attack.
    #[serde(default)]
    at_once: bool,
}

/// What is sent in one go. Each character is one byte.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(super) enum Piece {
    Text(String),
    Repeated {
        repeat: String,
        times: usize,
    },
    /// An answer has to come before the rest is sent.
    Await {
        #[serde(rename = "await")]
        awaited: Outcome,
    },
    /// The connection is ended by the client.
    Then {
        then: End,
    },
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum End {
    /// Nothing more is sent, but answers are read.
    End,
    /// Nothing more is sent or read.
    Reset,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(from = "String")]
pub(super) enum Outcome {
    /// An answer, with a body or without.
    Answer(u16, bool),
    /// The end, and not a byte before it.
    Closed,
    /// Another request is answered on the same connection.
    Open,
    /// Nobody is left to look.
    Gone,
}

impl From<String> for Outcome {
    fn from(text: String) -> Self {
        match text.as_str() {
            "closed" => Self::Closed,
            "open" => Self::Open,
            "gone" => Self::Gone,
            _ => {
                let (status, bare) = text.split_at(3);
                let has_body = bare.is_empty() && status != "100";
                assert!(bare.is_empty() || bare == " without body", "{text}");
                Self::Answer(status.parse().unwrap(), has_body)
            }
        }
    }
}

impl Case {
    /// Whether it is the same attack when it comes byte by byte: what was refused is refused.
    pub(super) fn is_of_any_pace(&self) -> bool {
        let is_refused = matches!(self.get[..], [Outcome::Answer(400.., _), Outcome::Closed]);
        is_refused && !self.at_once && self.send.iter().all(|piece| matches!(piece, Piece::Text(_)))
    }
}

impl Piece {
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        let (text, times) = match self {
            Self::Text(text) => (text, 1),
            Self::Repeated { repeat, times } => (repeat, *times),
            Self::Await { .. } | Self::Then { .. } => return None,
        };
        let bytes = |char| u8::try_from(char).unwrap_or_else(|_| panic!("{char:?} is no byte"));
        Some(text.chars().map(bytes).collect::<Vec<u8>>().repeat(times))
    }
}

/// The tables by their names.
pub(super) fn tables() -> [(&'static str, Vec<Case>); 7] {
    let table = |text| serde_json::from_str(text).unwrap();
    [
        ("smuggling", table(include_str!("smuggling.json"))),
        ("chunks", table(include_str!("chunks.json"))),
        ("heads", table(include_str!("heads.json"))),
        ("targets", table(include_str!("targets.json"))),
        ("hosts", table(include_str!("hosts.json"))),
        ("flow", table(include_str!("flow.json"))),
        ("ends", table(include_str!("ends.json"))),
    ]
}
