//! Invents requests for the routes of an app.

use super::super::exchange::{Exchange, Sent};
use super::super::headers;
use super::super::json::Json;
use super::super::reference::Reference;
use super::bodies;
use super::oddities;
use super::random::Random;
use super::recipe::{FORM, Payload, Recipe};
use super::texts;
use crate::claim::{Claim, Field};
use crate::routing::{Kind, Param, SegmentPart, compare};
use crate::service::Service;
use crate::table::Route;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE, LOCATION};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub(super) struct Maker<'m> {
    service: &'m Service,
    routes: Vec<&'m Route>,
    examples: Vec<Example<'m>>,
    /// Values of path parameters that were used, by name.
    known: Vec<(String, String)>,
    headers: Vec<(String, Bytes)>,
    random: Random,
}

/// A request that somebody wrote, with the route that it reached.
struct Example<'m> {
    route: &'m Route,
    recipe: Recipe,
}

/// What stands in a path or a query as it is (RFC 3986, 2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The most values of path parameters that are remembered.
const KNOWN: usize = 256;

impl<'m> Maker<'m> {
    pub(super) fn new(
        service: &'m Service,
        routes: Vec<&'m Route>,
        headers: Vec<(String, Bytes)>,
        seed: u64,
    ) -> Self {
        let random = Random::new(seed);
        Self { service, routes, examples: Vec::new(), known: Vec::new(), headers, random }
    }

    /// Takes what a conversation said as examples.
    pub(super) fn learn_from(&mut self, exchange: &Exchange) {
        self.learn(exchange);
        let sent = &exchange.sent;
        let Some(reached) = self.service.route(&sent.method, sent.uri.path()) else { return };
        if let Some(route) = self.routes.iter().find(|route| std::ptr::eq(**route, reached)) {
            self.examples.push(Example { route, recipe: recipe_of(sent) });
        }
    }

    /// Remembers which resources there are.
    pub(super) fn learn(&mut self, exchange: &Exchange) {
        let location = exchange.received.headers.get(LOCATION);
        let location = location.and_then(|value| Reference::parse(value.to_str().ok()?));
        if let Some(reference) = location {
            self.know(reference.path);
        } else if exchange.received.status.is_success() {
            self.know(exchange.sent.uri.path());
        }
    }

    fn know(&mut self, path: &str) {
        for route in &self.routes {
            let params = compare(&route.pattern, path).unwrap_or_default();
            for pair in params {
                if self.known.len() < KNOWN && !self.known.contains(&pair) {
                    self.known.push(pair);
                }
            }
        }
    }

    /// One more request.
    pub(super) fn recipe(&mut self) -> Recipe {
        let route = *self.random.pick(&self.routes);
        let mut recipe = match self.example(route) {
            Some(example) if self.random.once_in(2) => example,
            _ => self.fresh(route),
        };
        match self.random.below(10) {
            0 => recipe.method = oddities::verb(&mut self.random),
            1 => oddities::bend(&mut recipe.segments, &mut self.random),
            2 => recipe.query.extend(self.pair()),
            _ => {}
        }
        if self.random.once_in(3) {
            recipe.headers.push(oddities::header(&mut self.random));
        }
        if self.random.once_in(3) {
            recipe.payload = self.changed(&recipe.payload);
        }
        recipe
    }

    fn example(&mut self, route: &Route) -> Option<Recipe> {
        let of_route = |example: &&Example<'_>| std::ptr::eq(example.route, route);
        let all: Vec<&Example<'_>> = self.examples.iter().filter(of_route).collect();
        if all.is_empty() { None } else { Some(self.random.pick(&all).recipe.clone()) }
    }

    /// A request made of nothing but what the route says of itself.
    fn fresh(&mut self, route: &Route) -> Recipe {
        let method = match route.method() {
            Some(method) => method.clone(),
            None => oddities::verb(&mut self.random),
        };
        let mut recipe = Recipe {
            method,
            segments: self.segments(route),
            query: Vec::new(),
            headers: self.headers.clone(),
            payload: Payload::Nothing,
        };
        for claim in &route.claims {
            self.fill(&mut recipe, claim);
        }
        recipe
    }

    fn segments(&mut self, route: &Route) -> Vec<String> {
        let mut segments = Vec::new();
        for segment in route.pattern.segments() {
            let mut text = String::new();
            for part in &segment.parts {
                match part {
                    SegmentPart::Literal(literal) => text.push_str(literal),
                    SegmentPart::Param(param) => text.push_str(&self.param(param)),
                }
            }
            segments.push(text);
        }
        segments
    }

    /// One that was used before, or a new one.
    fn param(&mut self, param: &Param) -> String {
        let is_same = |(name, _): &&(String, String)| *name == param.name;
        let known: Vec<&(String, String)> = self.known.iter().filter(is_same).collect();
        let value = if !known.is_empty() && self.random.once_in(2) {
            self.random.pick(&known).1.clone()
        } else {
            texts::param(&param.kind, &mut self.random)
        };
        match param.kind {
            Kind::Path => value.split('/').map(encoded).collect::<Vec<_>>().join("/"),
            _ => encoded(&value),
        }
    }

    /// Gives the request what an argument reads.
    fn fill(&mut self, recipe: &mut Recipe, claim: &Claim) {
        let random = &mut self.random;
        let body = |kind: &str, bytes: Bytes| Payload::Bytes(kind.to_owned(), bytes);
        match claim {
            Claim::Json(typed) => {
                recipe.payload = Payload::Json(bodies::value(&(typed.shape)(), random));
            }
            Claim::Form(form) => {
                recipe.payload =
                    Payload::Form(pairs(&bodies::value(&(form.typed.shape)(), random)));
            }
            // Most queries have fields that may be left out.
            Claim::Query(_) if random.once_in(3) => {}
            Claim::Query(query) => {
                recipe.query = pairs(&bodies::value(&(query.typed.shape)(), random));
            }
            Claim::Text => recipe.payload = body("text/plain", texts::odd(random).into()),
            Claim::Bytes => {
                recipe.payload = body("application/octet-stream", bodies::bytes(random));
            }
            Claim::Header(field) => self.header(recipe, field),
            Claim::BearerToken => set(recipe, "authorization", oddities::TOKEN),
            Claim::Tried(claim) => self.fill(recipe, claim),
            Claim::Path(_) | Claim::Declared(_) => {}
        }
    }

    /// A header that an argument reads; one of three that may be left out is.
    fn header(&mut self, recipe: &mut Recipe, field: &Field) {
        if field.optional && self.random.once_in(3) {
            return;
        }
        let refused = |value: &str| (field.verdict)(value).is_some();
        let value = texts::header(field.sample(), refused, &mut self.random);
        set(recipe, field.name, value);
    }

    /// A pair that nobody asked for, or that comes a second time.
    fn pair(&mut self) -> [(String, String); 1] {
        let name = *self.random.pick(&["page", "q", "id", "sort", "unexpected"]);
        [(name.to_owned(), encoded(&texts::odd(&mut self.random)))]
    }

    fn changed(&mut self, payload: &Payload) -> Payload {
        let random = &mut self.random;
        let json = match payload {
            Payload::Json(json) => json.clone(),
            _ => bodies::any(random),
        };
        match random.below(6) {
            0 => Payload::Nothing,
            1 => Payload::Bytes("application/json".into(), bodies::broken(&json, random)),
            2 => Payload::Bytes(oddities::media_type(random), json.to_string().into()),
            _ => Payload::Json(bodies::spoiled(&json, random)),
        }
    }
}

/// A request as it was written, in parts. Cookies are the client's own.
fn recipe_of(sent: &Sent) -> Recipe {
    let own = |name: &http::HeaderName| [CONTENT_LENGTH, CONTENT_TYPE, COOKIE].contains(name);
    let headers = headers::sorted(&sent.headers).into_iter().filter(|(name, _)| !own(name));
    let bytes = &sent.content.bytes;
    let kind = sent.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let payload = match (kind, Json::parse(bytes)) {
        _ if bytes.is_empty() => Payload::Nothing,
        (Some("application/json"), Ok(json)) => Payload::Json(json),
        (Some(FORM), _) => Payload::Form(split(&String::from_utf8_lossy(bytes))),
        (kind, _) => Payload::Bytes(kind.unwrap_or_default().to_owned(), bytes.clone()),
    };
    Recipe {
        method: sent.method.clone(),
        segments: sent.uri.path().split('/').skip(1).map(str::to_owned).collect(),
        query: sent.uri.query().map(split).unwrap_or_default(),
        headers: headers
            .map(|(name, value)| (name.to_string(), Bytes::copy_from_slice(value.as_bytes())))
            .collect(),
        payload,
    }
}

/// Adds a header unless the test gave it.
fn set(recipe: &mut Recipe, name: &str, value: &str) {
    if !recipe.headers.iter().any(|(known, _)| known == name) {
        recipe.headers.push((name.to_owned(), Bytes::copy_from_slice(value.as_bytes())));
    }
}

fn split(query: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (key.to_owned(), value.to_owned())
    };
    query.split('&').map(pair).collect()
}

/// The members of an object as a form has them; a list comes as one pair an item.
fn pairs(json: &Json) -> Vec<(String, String)> {
    let Json::Object(members) = json else { return Vec::new() };
    let pair = |key: &str, value: &Json| match value {
        Json::String(text) => Some((encoded(key), encoded(text))),
        Json::Null => None,
        other => Some((encoded(key), encoded(&other.to_string()))),
    };
    let member = |(key, value): &(String, Json)| match value {
        Json::Array(items) => items.iter().filter_map(|item| pair(key, item)).collect(),
        value => pair(key, value).into_iter().collect::<Vec<_>>(),
    };
    members.iter().flat_map(member).collect()
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}
