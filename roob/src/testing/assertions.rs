//! What a test can say of a response. Each gives the response back, to say more.

use super::compare::{Extent, brief, differences};
use super::headers;
use super::json::Json;
use super::path::JsonPath;
use super::response::TestResponse;
use super::secrets::SECRET;
use super::transcript::title;
use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use serde::Serialize;
use std::fmt;

/// The most places that a failure names.
const NAMED: usize = 10;

macro_rules! statuses {
    ($($name:ident $status:ident $code:literal;)*) => {
        /// Assertions about the status.
        impl TestResponse {$(
            #[doc = concat!("The status is ", $code, ".")]
            #[track_caller]
            pub fn $name(&self) -> &Self {
                self.assert_status(StatusCode::$status)
            }
        )*}
    };
}

statuses! {
    assert_ok OK "200";
    assert_created CREATED "201";
    assert_no_content NO_CONTENT "204";
    assert_bad_request BAD_REQUEST "400";
    assert_unauthorized UNAUTHORIZED "401";
    assert_forbidden FORBIDDEN "403";
    assert_not_found NOT_FOUND "404";
    assert_method_not_allowed METHOD_NOT_ALLOWED "405";
    assert_conflict CONFLICT "409";
    assert_unprocessable UNPROCESSABLE_ENTITY "422";
    assert_server_error INTERNAL_SERVER_ERROR "500";
}

/// All others.
impl TestResponse {
    /// The status is `status`: a number or a `StatusCode`.
    #[track_caller]
    pub fn assert_status<S>(&self, status: S) -> &Self
    where
        S: TryInto<StatusCode>,
        S::Error: fmt::Display,
    {
        let expected = match status.try_into() {
            Ok(status) => status,
            Err(error) => panic!("the expected status is none: {error}"),
        };
        if self.status() != expected {
            let (expected, got) = (title(expected), title(self.status()));
            self.fail(format!("expected status {expected}, got {got}"));
        }
        self
    }

    /// The status is none of the 5xx.
    #[track_caller]
    pub fn assert_no_server_error(&self) -> &Self {
        if self.status().is_server_error() {
            self.fail(format!("expected no error of the server, got {}", title(self.status())));
        }
        self
    }

    /// One of the headers called `name` is `value`.
    #[track_caller]
    pub fn assert_header(&self, name: &str, value: &str) -> &Self {
        let values = self.headers().get_all(name);
        if !values.iter().any(|one| one.as_bytes() == value.as_bytes()) {
            let got = self.shown(name).unwrap_or("none".to_owned());
            self.fail(format!("expected header `{name}` to be `{value}`, got {got}"));
        }
        self
    }

    /// There is no header called `name`.
    #[track_caller]
    pub fn assert_no_header(&self, name: &str) -> &Self {
        if let Some(got) = self.shown(name) {
            self.fail(format!("expected no header `{name}`, got {got}"));
        }
        self
    }

    /// The body is `text`.
    #[track_caller]
    pub fn assert_text(&self, text: &str) -> &Self {
        let got = self.text();
        if got != text {
            self.fail(format!("expected the body to be {text:?}, got {got:?}"));
        }
        self
    }

    /// `text` is somewhere in the body.
    #[track_caller]
    pub fn assert_text_contains(&self, text: &str) -> &Self {
        if !self.text().contains(text) {
            self.fail(format!("expected {text:?} in the body"));
        }
        self
    }

    /// The body is JSON and all of it is `expected`. The order of members does not matter; `1` is
    /// not `1.0`.
    #[track_caller]
    pub fn assert_json(&self, expected: &(impl Serialize + ?Sized)) -> &Self {
        self.compare(expected, Extent::Whole)
    }

    /// The body is JSON and has every member of `expected`, at any depth; members that `expected`
    /// does not name may come too. Arrays have as many elements as expected, in the same order.
    #[track_caller]
    pub fn assert_json_contains(&self, expected: &(impl Serialize + ?Sized)) -> &Self {
        self.compare(expected, Extent::Part)
    }

    /// The body is JSON and what is at `path` is `expected`, all of it.
    ///
    /// A path is `$`, then any of `.name`, `["name"]`, `[0]` and, from the end, `[-1]`.
    ///
    /// ```
    /// # use roob::{App, Json, get, testing::{TestClient, block_on}};
    /// async fn numbers() -> Json<[u8; 3]> { Json([1, 2, 3]) }
    /// let client = TestClient::new(App::new().route("/", get(numbers)));
    /// block_on(client.get("/")).assert_json_path("$[-1]", 3);
    /// ```
    #[track_caller]
    pub fn assert_json_path(&self, path: &str, expected: impl Serialize) -> &Self {
        let parsed = match JsonPath::one(path) {
            Ok(parsed) => parsed,
            Err(error) => panic!("{error}"),
        };
        let (expected, body) = (json(&expected), self.body());
        match parsed.find(&body) {
            Ok(got) if *got == expected => {}
            Ok(got) => self.fail_at(path, &differences(&expected, got, Extent::Whole)),
            Err(reason) => {
                let expected = brief(&expected);
                self.fail(format!("expected `{path}` to be {expected}, but {reason}"))
            }
        }
        self
    }

    #[track_caller]
    fn compare(&self, expected: &(impl Serialize + ?Sized), extent: Extent) -> &Self {
        let lines = differences(&json(expected), &self.body(), extent);
        if !lines.is_empty() {
            self.fail_at("the body", &lines);
        }
        self
    }

    #[track_caller]
    fn fail_at(&self, place: &str, lines: &[String]) -> ! {
        let mut finding = format!("{place} is not the expected JSON:");
        for line in lines.iter().take(NAMED) {
            finding.push_str("\n  ");
            finding.push_str(line);
        }
        if lines.len() > NAMED {
            finding.push_str(&format!("\n  … and {} more", lines.len() - NAMED));
        }
        self.fail(finding)
    }

    #[track_caller]
    fn body(&self) -> Json {
        match Json::parse(self.whole()) {
            Ok(json) => json,
            Err(error) => self.fail(format!("expected a body of JSON, but: {error}")),
        }
    }

    /// The values of a header, secrets masked.
    fn shown(&self, name: &str) -> Option<String> {
        let key = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let values = self.headers().get_all(&key).iter();
        let text = |value: &HeaderValue| match headers::masked(&key, value, SECRET) {
            Some(masked) => format!("`{masked}`"),
            None => format!("`{}`", String::from_utf8_lossy(value.as_bytes())),
        };
        let values: Vec<_> = values.map(text).collect();
        (!values.is_empty()).then(|| values.join(" and "))
    }
}

#[track_caller]
fn json(expected: &(impl Serialize + ?Sized)) -> Json {
    match Json::of(expected) {
        Ok(json) => json,
        Err(error) => panic!("the expected value is no JSON: {error}"),
    }
}
