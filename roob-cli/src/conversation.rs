//! A conversation as a snapshot shows it: what Roob's test client would print, had it been there.
//! A suite runs the generated tests and compares byte by byte.

use crate::{
    field::{Field, Type},
    sample::Sample,
};

/// Which values somebody sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    /// The first sample.
    First,
    /// The second one.
    Second,
    /// The first one, without what is optional.
    Short,
}

/// Requests about one resource, and their answers.
#[derive(Debug)]
pub(crate) struct Conversation<'a> {
    path: String,
    fields: &'a [Field],
    samples: Vec<Sample>,
    /// Identifiers and moments, which are shown by the order in which they appear.
    uuids: Vec<String>,
    times: Vec<String>,
    exchanges: Vec<String>,
}

impl<'a> Conversation<'a> {
    /// About what lies at `path` and has `fields`.
    pub(crate) fn new(path: String, fields: &'a [Field]) -> Self {
        let samples = (0..fields.len()).map(|index| Sample::of(fields, index)).collect();
        let (uuids, times, exchanges) = (Vec::new(), Vec::new(), Vec::new());
        Self { path, fields, samples, uuids, times, exchanges }
    }

    /// POST of the row that gets this `id`.
    pub(crate) fn create(&mut self, id: usize, row: Row) {
        let sent = self.sent(row);
        let location = format!("location: {}/[id#{id}]", self.path);
        let stored = self.stored(id, row, "");
        self.exchange("POST", "", Some(sent), &format!("201 Created\n{JSON}\n{location}"), &stored);
    }

    /// GET of one.
    pub(crate) fn show(&mut self, id: usize, row: Row) {
        let stored = self.stored(id, row, "");
        self.exchange("GET", &format!("/[id#{id}]"), None, &format!("200 OK\n{JSON}"), &stored);
    }

    /// PUT of one.
    pub(crate) fn update(&mut self, id: usize, row: Row) {
        let sent = self.sent(row);
        let stored = self.stored(id, row, "");
        let target = format!("/[id#{id}]");
        self.exchange("PUT", &target, Some(sent), &format!("200 OK\n{JSON}"), &stored);
    }

    /// GET of all, which are these with the ids 1, 2 and so on.
    pub(crate) fn list(&mut self, rows: &[Row]) {
        let mut items = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            items.push(format!("    {}", self.stored(place + 1, *row, "    ")));
        }
        let items = match items.is_empty() {
            true => "[]".to_owned(),
            false => format!("[\n{}\n  ]", items.join(",\n")),
        };
        let total = rows.len().to_string();
        let page = [("items", &*items), ("page", "1"), ("per_page", "20"), ("total", &*total)];
        self.exchange("GET", "", None, &format!("200 OK\n{JSON}"), &object(&page, ""));
    }

    /// A request that is answered with 404.
    pub(crate) fn miss(&mut self, method: &str, id: usize, sent: Option<Row>, message: &str) {
        let sent = sent.map(|row| self.sent(row));
        let answer = object(&[("message", &quoted(message))], "");
        self.exchange(method, &format!("/{id}"), sent, &format!("404 Not Found\n{JSON}"), &answer);
    }

    /// A GET that is answered with 422, as `field` is wrong.
    pub(crate) fn refuse(&mut self, query: &str, field: &str, message: &str) {
        let answer = refusal("Invalid input", Some((field, message)));
        let head = format!("422 Unprocessable Entity\n{JSON}");
        self.exchange("GET", &format!("?{query}"), None, &head, &answer);
    }

    /// Requests that are refused before anybody reads a field of `entity`: of another type, broken,
    /// and nothing at all.
    pub(crate) fn misfit(&mut self, method: &str, target: &str, other: &str, entity: &str) {
        let text = format!("content-type: text/plain; charset=utf-8\n\n{other}");
        let message = "Content type must be `application/json`, not `text/plain; charset=utf-8`";
        self.refused(method, target, text, "415 Unsupported Media Type", message, None);
        let message =
            "Request body is not valid JSON: EOF while parsing an object at line 1 column 1";
        let broken = format!("{JSON}\n\n{{");
        self.refused(method, target, broken, "400 Bad Request", message, None);
        let message = "Request body does not have the expected fields";
        let problem = format!("invalid type: null, expected struct {entity}");
        let (null, status) = (format!("{JSON}\n\nnull"), "422 Unprocessable Entity");
        self.refused(method, target, null, status, message, Some((".", &problem)));
    }

    /// A request that is answered with 405.
    pub(crate) fn other_verb(&mut self, method: &str, target: &str, allow: &str) {
        let path = format!("{}{target}", self.path);
        let message = format!("{method} request is not allowed for {path}");
        let answer = object(&[("message", quoted(&message))], "");
        let head = format!("405 Method Not Allowed\nallow: {allow}\n{JSON}");
        self.exchange(method, target, None, &head, &answer);
    }

    /// All of it.
    pub(crate) fn text(&self) -> String {
        self.exchanges.join("\n\n###\n\n")
    }

    /// A request whose type and body are `sent`.
    fn refused(
        &mut self,
        method: &str,
        target: &str,
        sent: String,
        status: &str,
        message: &str,
        field: Option<(&str, &str)>,
    ) {
        let (head, answer) = (format!("{status}\n{JSON}"), refusal(message, field));
        self.exchanged(method, target, &format!("\n{sent}"), &head, &answer);
    }

    fn exchange(
        &mut self,
        method: &str,
        target: &str,
        sent: Option<String>,
        head: &str,
        answer: &str,
    ) {
        let sent = sent.map(|body| format!("\n{JSON}\n\n{body}")).unwrap_or_default();
        self.exchanged(method, target, &sent, head, answer);
    }

    fn exchanged(&mut self, method: &str, target: &str, sent: &str, head: &str, answer: &str) {
        let path = &self.path;
        self.exchanges.push(format!("{method} {path}{target}{sent}\n\n{head}\n\n{answer}"));
    }

    /// What a client sends, in the order of the alphabet, as the generated tests have it.
    fn sent(&mut self, row: Row) -> String {
        let fields = self.fields;
        let is_sent = |index: &usize| row != Row::Short || !fields[*index].optional;
        let mut order: Vec<usize> = (0..fields.len()).filter(is_sent).collect();
        order.sort_by_key(|index| &fields[*index].name);
        let members: Vec<(&str, String)> =
            order.into_iter().map(|index| (&*fields[index].name, self.value(index, row))).collect();
        object(&members, "")
    }

    /// What the server has, in the order of the struct.
    fn stored(&mut self, id: usize, row: Row, indent: &str) -> String {
        let fields = self.fields;
        let mut members = vec![("id", format!("\"[id#{id}]\""))];
        for (index, field) in fields.iter().enumerate() {
            members.push((&field.name, self.value(index, row)));
        }
        object(&members, indent)
    }

    fn value(&mut self, index: usize, row: Row) -> String {
        let (field, sample) = (&self.fields[index], &self.samples[index]);
        let value = match row {
            Row::Short if field.optional => return "null".to_owned(),
            Row::First | Row::Short => &sample.first,
            Row::Second => &sample.second,
        };
        match field.kind {
            Type::Uuid => numbered("uuid", &mut self.uuids, value),
            Type::DateTime => numbered("time", &mut self.times, value),
            _ => value.clone(),
        }
    }
}

const JSON: &str = "content-type: application/json";

fn numbered(kind: &str, seen: &mut Vec<String>, value: &str) -> String {
    let place = seen.iter().position(|one| one == value).unwrap_or_else(|| {
        seen.push(value.to_owned());
        seen.len() - 1
    });
    format!("\"[{kind}#{}]\"", place + 1)
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// The body of an error, with what is wrong with a field.
fn refusal(message: &str, field: Option<(&str, &str)>) -> String {
    let message = quoted(message);
    let Some((field, problem)) = field else { return object(&[("message", message)], "") };
    let problems = format!("[\n      {}\n    ]", quoted(problem));
    let errors = object(&[(field, problems)], "  ");
    object(&[("message", message), ("errors", errors)], "")
}

/// An object whose lines after the first start with `indent`.
fn object(members: &[(&str, impl AsRef<str>)], indent: &str) -> String {
    if members.is_empty() {
        return "{}".to_owned();
    }
    let lines: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("{indent}  \"{name}\": {}", value.as_ref()))
        .collect();
    format!("{{\n{}\n{indent}}}", lines.join(",\n"))
}
