//! What is written down of a route before it is asked anything.

use crate::service::Service;
use crate::table::Route;
use http::Method;
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::path::{Component, Path};

/// A route with what it can refuse.
pub(super) fn route_fact(route: &Route) -> Value {
    let mut fact = place(route);
    fact["verb"] = route.verb().into();
    fact["refusals"] = json!(route.refusals());
    fact
}

/// The row of a path: what is asked of it with another verb is answered with 405.
pub(super) fn path_fact(service: &Service, route: &Route) -> Value {
    let mut fact = place(route);
    fact["verb"] = Value::Null;
    fact["refusals"] = Value::Array(other_verb(service, route).into_iter().collect());
    fact
}

fn other_verb(service: &Service, route: &Route) -> Option<Value> {
    let path = route.sample()?;
    let verbs = [Method::PATCH, Method::PUT, Method::DELETE, Method::POST, Method::GET];
    let verb = verbs.iter().find(|verb| service.route_index(verb, &path).is_none())?;
    let request = json!({ "verb": verb.as_str(), "target": path, "headers": [] });
    let why = "a verb that the path has no handler for";
    Some(json!({ "status": 405, "why": format!("{why}: `{verb}`"), "request": request }))
}

fn place(route: &Route) -> Value {
    let at = route.location();
    json!({
        "pattern": route.pattern(),
        "handler": route.handler(),
        "file": at.file(),
        "line": at.line(),
        "column": at.column(),
    })
}

/// Whether a route is there for a test only and no part of the app: bound below a folder `tests`, in
/// a module `tests`, or in an example of the documentation.
pub(super) fn is_toy(route: &Route) -> bool {
    let folders = folders(Path::new(route.location().file()));
    let mut modules = route.handler().split("::");
    let krate = modules.next().unwrap_or_default();
    let is_doctest = krate == "rust_out" || krate.starts_with("doctest_");
    is_doctest || folders.iter().any(|name| *name == "tests") || modules.any(|name| name == "tests")
}

/// The folders that a file lies in, as far as they are the project's own: an absolute path is that
/// of a dependency. A file that a `#[path]` names comes with the way to it.
fn folders(file: &Path) -> Vec<&OsStr> {
    let mut folders = Vec::new();
    for part in file.components() {
        match part {
            Component::Normal(name) => folders.push(name),
            Component::ParentDir => drop(folders.pop()),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return Vec::new(),
        }
    }
    folders.pop();
    folders
}
