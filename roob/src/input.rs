//! Text from a client into values, with errors that name the field.

use crate::error::Error;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

/// `bytes` as JSON: 400 when it is none, 422 with the path of the field when it does not fit `T`.
pub(crate) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    match serde_json::from_slice(bytes) {
        Ok(value) => Ok(value),
        Err(error) if error.classify() == Category::Data => Err(misfit::<T>(bytes, &error)),
        Err(_) if bytes.is_empty() => {
            Err(Error::bad_request("Request body is empty, expected JSON"))
        }
        Err(error) => Err(Error::bad_request(format!("Request body is not valid JSON: {error}"))),
    }
}

/// Urlencoded `pairs`, from a query or a form, which `part` names in messages.
pub(crate) fn pairs<T: DeserializeOwned>(pairs: &str, part: &str) -> Result<T, Error> {
    if crate::routing::normalize(pairs).is_none() {
        let message = format!("{part} is not valid percent-encoded UTF-8: `{pairs}`");
        return Err(Error::bad_request(message));
    }
    let deserializer = serde_html_form::Deserializer::from_bytes(pairs.as_bytes());
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let (path, message) = (error.path().to_string(), error.inner().to_string());
        invalid(part, &path, &message)
    })
}

/// Reads once more, now keeping the path: input that fits does not pay for it.
fn misfit<T: DeserializeOwned>(bytes: &[u8], first: &serde_json::Error) -> Error {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let read: Result<T, _> = serde_path_to_error::deserialize(&mut deserializer);
    let (path, message) = match &read {
        Err(error) => (error.path().to_string(), error.inner().to_string()),
        Ok(_) => (".".to_owned(), first.to_string()),
    };
    // Where in the text it was says less than the path.
    let end = message.rfind(" at line ").unwrap_or(message.len());
    invalid("Request body", &path, &message[..end])
}

fn invalid(part: &str, path: &str, message: &str) -> Error {
    let (field, message) = place(path, message);
    let status = http::StatusCode::UNPROCESSABLE_ENTITY;
    Error::new(status, format!("{part} does not have the expected fields")).field(field, message)
}

/// A missing field is reported at its parent; for the one who has to add it, it is the field.
fn place(path: &str, message: &str) -> (String, String) {
    let parent = if path == "." { "" } else { path };
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
    match missing {
        Some(name) if parent.is_empty() => (name.to_owned(), "is missing".to_owned()),
        Some(name) => (format!("{parent}.{name}"), "is missing".to_owned()),
        None => (path.to_owned(), message.to_owned()),
    }
}
