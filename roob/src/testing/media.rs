//! Media types (RFC 9110, 8.3): what kind of body a header announces.

use http::header::{CONTENT_TYPE, HeaderMap};

/// How a body is read.
#[derive(Debug, PartialEq)]
pub(super) enum Media<'h> {
    Json,
    /// JSON line by line.
    JsonLines,
    /// `text/event-stream`.
    Events,
    Form,
    /// Parts between lines with this.
    Parts(&'h str),
    /// Nobody said.
    Unknown,
    Other,
}

impl<'h> Media<'h> {
    pub(super) fn of(headers: &'h HeaderMap) -> Self {
        let Some(value) = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
            return Self::Unknown;
        };
        let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match &*essence {
            "application/json" => Self::Json,
            // RFC 6839, 3.1.
            json if json.ends_with("+json") => Self::Json,
            "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/x-jsonlines" => Self::JsonLines,
            "text/event-stream" => Self::Events,
            "application/x-www-form-urlencoded" => Self::Form,
            parts if parts.starts_with("multipart/") => {
                boundary(value).map_or(Self::Other, |range| Self::Parts(&value[range]))
            }
            _ => Self::Other,
        }
    }
}

/// Where in a media type the boundary of its parts is (RFC 2046, 5.1.1).
pub(super) fn boundary(media: &str) -> Option<std::ops::Range<usize>> {
    const NAME: &str = "boundary=";
    let mut at = media.find(';')?;
    while let Some(rest) = media[at..].strip_prefix(';') {
        let start = media.len() - rest.trim_start().len();
        let end = media[start..].find(';').map_or(media.len(), |end| start + end);
        let value = start + NAME.len();
        if media.get(start..value).is_some_and(|name| name.eq_ignore_ascii_case(NAME)) {
            let text = &media[value..end];
            let bare = text.trim().trim_matches('"');
            let start = value + text.find(bare)?;
            return (!bare.is_empty()).then_some(start..start + bare.len());
        }
        at = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::boundary;

    #[test]
    fn a_boundary_is_found_among_parameters() {
        let table = [
            ("multipart/form-data; boundary=abc", Some("abc")),
            ("multipart/form-data;charset=utf-8; BOUNDARY=\"a b\" ;x=y", Some("a b")),
            ("multipart/form-data; boundary=", None),
            ("multipart/form-data; xboundary=abc", None),
            ("multipart/form-data", None),
            ("boundary=abc", None),
            ("a; é", None),
        ];
        for (media, expected) in table {
            assert_eq!(boundary(media).map(|range| &media[range]), expected, "{media}");
        }
    }
}
