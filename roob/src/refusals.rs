//! With what the arguments of a handler can refuse a request, and a request that makes each do so.

use crate::claim::{Claim, Field, Pairs, Verdict};
use crate::routing::{Kind, Value, url};
use crate::table::Route;
use http::StatusCode;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json, json};
use std::fmt;

/// A refusal that a handler's arguments can answer with: 413 for a body that is read, 404 for a path
/// value that its type does not take. What a handler itself decides, no type tells.
///
/// As text (`Display`) it is what would be refused; for programs (`Serialize`) it comes with a request
/// that is, where one is known.
///
/// ```
/// use roob::{App, Path, get};
///
/// let show = |Path(id): Path<u32>| id.to_string();
/// let service = App::new().route("/lamps/{id:d}", get(show)).build().unwrap();
/// let refusals = service.routes()[0].refusals();
/// assert_eq!(refusals.len(), 1);
/// assert_eq!(refusals[0].status(), 404);
/// let expected = "a path value that its type does not take: `/lamps/99999999999999999999`";
/// assert_eq!(refusals[0].to_string(), expected);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    status: StatusCode,
    why: String,
    request: Option<Attempt>,
}

/// A request without its verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) target: String,
    headers: Vec<(&'static str, String)>,
    body: Payload,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Payload {
    Empty,
    Text(&'static str),
    Pairs(String),
    Bytes(&'static [u8]),
    /// So many spaces.
    Large(usize),
}

const BAD_REQUEST: StatusCode = StatusCode::BAD_REQUEST;
const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const TEXT: &str = "text/plain";

/// Texts that are no JSON for most types, and for all of them.
const BROKEN: [&str; 2] = ["{", "~"];
/// JSON of every kind: a type that takes all of it takes any.
const SHAPES: [&str; 6] = ["{}", "null", "true", "0", "\"\"", "[]"];
const UUID: &str = "00000000-0000-0000-0000-000000000000";
/// More than 64 bits hold, and more than 128 do.
const LARGE: &str = "99999999999999999999";
const LARGER: &str = "9999999999999999999999999999999999999999";

impl Refusal {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl Route {
    /// What the arguments of the handler can refuse, by status, each status once. An argument that
    /// takes whatever comes, such as `Path<String>`, refuses nothing.
    pub fn refusals(&self) -> Vec<Refusal> {
        let mut finder = Finder { route: self, found: Vec::new(), base: self.base() };
        for claim in &self.claims {
            finder.claim(claim);
        }
        let mut found = finder.found;
        found.sort_by_key(|refusal| (refusal.status, refusal.request.is_none()));
        found.dedup_by_key(|refusal| refusal.status);
        found
    }

    /// A path that the pattern and the arguments take.
    pub(crate) fn sample(&self) -> Option<String> {
        // The first is none of the narrower types, which would win.
        let samples = ["a-b", "1", UUID, "true", "a", "ab", "12", "2026", "aaaa"];
        samples.iter().find_map(|guess| {
            let values: Vec<Value> = self.values(|kind| kind.sample().unwrap_or(guess), guess);
            if self.refuses(&values) { None } else { url("", &self.pattern, &values).ok() }
        })
    }

    /// The parameters with a value each: what is typed its own, what is bare the `guess`.
    fn values<'v>(&self, typed: impl Fn(&Kind) -> &'v str, guess: &'v str) -> Vec<Value> {
        let value = |kind: &Kind| match kind {
            Kind::Any | Kind::Path => guess,
            kind => typed(kind),
        };
        self.pattern.params().map(|p| (p.name.clone(), value(&p.kind).to_owned())).collect()
    }

    fn refuses(&self, values: &[Value]) -> bool {
        self.claims.iter().any(|claim| matches!(claim, Claim::Path(refuses) if refuses(values)))
    }

    /// A path that the pattern takes and an argument does not.
    fn refused(&self) -> Option<String> {
        let hostile = ["~", LARGE, "-1", "0.5", LARGER, UUID, "_", "a", "f", "1"];
        let with = |place: usize, value: &str| {
            let mut values = self.values(|kind| kind.sample().unwrap_or("1"), "1");
            values.get_mut(place)?.1 = value.to_owned();
            if self.refuses(&values) { url("", &self.pattern, &values).ok() } else { None }
        };
        let places = 0..self.pattern.params().count();
        places.flat_map(|at| hostile.map(|value| (at, value))).find_map(|(at, v)| with(at, v))
    }

    fn base(&self) -> Option<Attempt> {
        let target = self.sample()?;
        Some(Attempt { target, headers: Vec::new(), body: Payload::Empty })
    }
}

/// Goes over the arguments in their order, as a request does.
struct Finder<'r> {
    route: &'r Route,
    found: Vec<Refusal>,
    /// What the arguments so far take; `None` as soon as nobody can know what one of them takes.
    base: Option<Attempt>,
}

impl Finder<'_> {
    fn claim(&mut self, claim: &Claim) {
        match claim {
            Claim::Path(_) => self.path(),
            Claim::Query(pairs) => self.query(pairs),
            Claim::Header(field) => self.header(field),
            Claim::BearerToken => {
                self.found(StatusCode::UNAUTHORIZED, "no header `authorization`", |_| {});
                self.pass(|base| base.headers.push(("authorization", "Bearer token".to_owned())));
            }
            Claim::Tried(_) => {}
            Claim::Declared(status) => {
                let why = "what an argument says that it refuses".to_owned();
                self.found.push(Refusal { status: *status, why, request: None });
                self.base = None;
            }
            body => {
                self.body(body);
                self.base = None;
            }
        }
    }

    fn path(&mut self) {
        let Some(path) = self.route.refused() else { return };
        let why = format!("a path value that its type does not take: `{path}`");
        self.found(StatusCode::NOT_FOUND, &why, |request| request.target = path);
    }

    fn query(&mut self, pairs: &Pairs) {
        if let Some(query) = misfit(pairs) {
            let why = format!("a query that does not fit: `{query}`");
            self.found(UNPROCESSABLE, &why, |request| add_query(request, &query));
        }
        if (pairs.typed.verdict)("").is_some() {
            self.base = None;
        }
    }

    fn header(&mut self, field: &Field) {
        let (name, wrong) = (field.name, |value: &&str| (field.verdict)(value).is_some());
        if !field.optional {
            self.found(BAD_REQUEST, &format!("no header `{name}`"), |_| {});
        } else if let Some(value) = ["~", ""].into_iter().find(wrong) {
            let why = format!("a header `{name}` that does not fit: `{value}`");
            self.found(BAD_REQUEST, &why, |request| request.headers.push((name, value.to_owned())));
        }
        if !field.optional {
            match field.sample() {
                Some(value) => self.pass(|base| base.headers.push((name, value.to_owned()))),
                None => self.base = None,
            }
        }
    }

    fn body(&mut self, claim: &Claim) {
        let kind = match claim {
            Claim::Json(typed) => self.json(typed.verdict),
            Claim::Form(pairs) => self.form(pairs),
            Claim::Text => {
                let body = Payload::Bytes(b"\xff");
                self.sent(BAD_REQUEST, "a body that is not UTF-8 text", TEXT, body);
                TEXT
            }
            _ => "application/octet-stream",
        };
        let limit = self.route.body_limit;
        if let Some(size) = limit.checked_add(1) {
            let why = format!("a body of more than {limit} bytes");
            self.sent(StatusCode::PAYLOAD_TOO_LARGE, &why, kind, Payload::Large(size));
        }
    }

    fn json(&mut self, verdict: Verdict) -> &'static str {
        let first = |texts: &[&'static str], status| {
            texts.iter().copied().find(|text| verdict(text) == Some(status))
        };
        if let Some(text) = first(&BROKEN, BAD_REQUEST) {
            self.sent(BAD_REQUEST, "a body that is not JSON", JSON, Payload::Text(text));
        }
        if let Some(text) = first(&SHAPES, UNPROCESSABLE) {
            let why = format!("JSON that does not fit: `{text}`");
            self.sent(UNPROCESSABLE, &why, JSON, Payload::Text(text));
        }
        self.other_type(JSON)
    }

    fn form(&mut self, pairs: &Pairs) -> &'static str {
        let why = "a form that is not percent-encoded UTF-8";
        self.sent(BAD_REQUEST, why, FORM, Payload::Text("%FF"));
        if let Some(form) = misfit(pairs) {
            let why = format!("a form that does not fit: `{form}`");
            self.sent(UNPROCESSABLE, &why, FORM, Payload::Pairs(form));
        }
        self.other_type(FORM)
    }

    fn other_type(&mut self, expected: &'static str) -> &'static str {
        let why = format!("another content type than `{expected}`");
        self.sent(StatusCode::UNSUPPORTED_MEDIA_TYPE, &why, TEXT, Payload::Text("text"));
        expected
    }

    /// A refusal of what has this body.
    fn sent(&mut self, status: StatusCode, why: &str, kind: &str, body: Payload) {
        self.found(status, why, |request| {
            request.headers.push(("content-type", kind.to_owned()));
            request.body = body;
        });
    }

    /// A refusal of what `spoil` makes of a request that was fine so far.
    fn found(&mut self, status: StatusCode, why: &str, spoil: impl FnOnce(&mut Attempt)) {
        let mut request = self.base.clone();
        request.as_mut().map(spoil);
        self.found.push(Refusal { status, why: why.to_owned(), request });
    }

    /// What the argument needs to let a request pass.
    fn pass(&mut self, improve: impl FnOnce(&mut Attempt)) {
        self.base.as_mut().map(improve);
    }
}

/// Pairs that the type does not take.
fn misfit(pairs: &Pairs) -> Option<String> {
    let keys = (pairs.keys)();
    let odd = keys.iter().map(|key| format!("{key}=~"));
    let twice = keys.iter().map(|key| format!("{key}=1&{key}=2"));
    let all = odd.chain([String::new(), "~=~".to_owned()]).chain(twice);
    all.into_iter().find(|text| (pairs.typed.verdict)(text) == Some(UNPROCESSABLE))
}

fn add_query(request: &mut Attempt, query: &str) {
    if !query.is_empty() {
        request.target = format!("{}?{query}", request.target);
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let request = self.request.as_ref().map(Attempt::json);
        json!({ "status": self.status.as_u16(), "why": self.why, "request": request })
            .serialize(serializer)
    }
}

impl Attempt {
    fn json(&self) -> Json {
        let mut all = Map::new();
        all.insert("target".to_owned(), json!(self.target));
        all.insert("headers".to_owned(), json!(self.headers));
        let (key, body) = match &self.body {
            Payload::Empty => return Json::Object(all),
            Payload::Text(text) => ("text", json!(text)),
            Payload::Pairs(text) => ("text", json!(text)),
            Payload::Bytes(bytes) => ("bytes", json!(bytes)),
            Payload::Large(size) => ("spaces", json!(size)),
        };
        all.insert(key.to_owned(), body);
        Json::Object(all)
    }
}
