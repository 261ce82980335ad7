//! The snapshots of the generated tests, rendered before anybody has run them. Each has the same
//! conversation as its test in the template.

use crate::{
    conversation::{Conversation, Row},
    field::Field,
    names::ResourceName,
};

/// Each file's path and content.
pub(crate) fn of(name: &ResourceName, fields: &[Field]) -> Vec<(String, String)> {
    let module = &name.plural;
    let a_one = name.a_one().replace(' ', "_");
    let mut all = vec![
        (format!("creates_then_shows_{a_one}"), creates(name, fields)),
        (format!("lists_{module}_in_the_order_they_came"), lists(name, fields)),
        ("refuses_a_page_that_cannot_be".to_owned(), refuses(name, fields)),
        (format!("updates_one_{}", name.singular), updates(name, fields)),
        (format!("answers_404_for_{a_one}_that_is_not_there"), misses(name, fields)),
        (format!("refuses_what_is_not_{a_one}"), misfits(name, fields)),
        ("refuses_other_verbs".to_owned(), other_verbs(name, fields)),
    ];
    if fields.iter().any(|field| field.optional) {
        let test = format!("stores_{a_one}_without_what_is_optional");
        all.push((test, stores_short(name, fields)));
    }
    all.into_iter().map(|(test, text)| file(name, &test, &text)).collect()
}

/// As insta writes it.
fn file(name: &ResourceName, test: &str, text: &str) -> (String, String) {
    let parts: Vec<&str> = name.namespace.iter().map(String::as_str).collect();
    let folder: String = parts.iter().map(|one| format!("{one}/")).collect();
    let modules: String = parts.iter().map(|one| format!("{one}__")).collect();
    let module = &name.plural;
    let path = format!("tests/it/{folder}snapshots/it__{modules}{module}__{test}.snap");
    let head = format!("---\nsource: tests/it/{folder}{module}.rs\nexpression: client\n---\n");
    (path, format!("{head}{text}\n"))
}

fn creates(name: &ResourceName, fields: &[Field]) -> String {
    let mut talk = Conversation::new(name.path(), fields);
    talk.create(1, Row::First);
    talk.show(1, Row::First);
    talk.text()
}

fn lists(name: &ResourceName, fields: &[Field]) -> String {
    let mut talk = Conversation::new(name.path(), fields);
    talk.list(&[]);
    talk.create(1, Row::First);
    talk.create(2, Row::Second);
    talk.list(&[Row::First, Row::Second]);
    talk.text()
}

fn refuses(name: &ResourceName, fields: &[Field]) -> String {
    let mut talk = Conversation::new(name.path(), fields);
    talk.refuse("page=0", "page", "must be at least 1");
    talk.refuse("page=-1", "page", "must be at least 1");
    talk.refuse("per_page=0", "per_page", "must be from 1 to 100");
    talk.refuse("per_page=101", "per_page", "must be from 1 to 100");
    talk.text()
}

fn updates(name: &ResourceName, fields: &[Field]) -> String {
    let mut talk = Conversation::new(name.path(), fields);
    talk.create(1, Row::First);
    talk.create(2, Row::First);
    talk.create(3, Row::Second);
    talk.update(1, Row::Second);
    talk.update(3, Row::First);
    talk.list(&[Row::Second, Row::First, Row::First]);
    talk.text()
}

fn misses(name: &ResourceName, fields: &[Field]) -> String {
    let mut talk = Conversation::new(name.path(), fields);
    let message = format!("No {} found with id 99", name.one());
    talk.create(1, Row::First);
    talk.miss("GET", 99, None, &message);
    talk.miss("PUT", 99, Some(Row::First), &message);
    talk.miss("DELETE", 99, None, &message);
    talk.text()
}

fn misfits(name: &ResourceName, fields: &[Field]) -> String {
    let (mut talk, other) = (Conversation::new(name.path(), fields), name.one());
    let entity = format!("New{}", name.entity);
    talk.misfit("POST", "", &other, &entity);
    talk.misfit("PUT", "/1", &other, &entity);
    talk.text()
}

fn other_verbs(name: &ResourceName, fields: &[Field]) -> String {
    let mut talk = Conversation::new(name.path(), fields);
    talk.other_verb("PATCH", "", "GET, HEAD, POST, OPTIONS");
    talk.other_verb("PATCH", "/1", "GET, HEAD, PUT, DELETE, OPTIONS");
    talk.text()
}

fn stores_short(name: &ResourceName, fields: &[Field]) -> String {
    let mut talk = Conversation::new(name.path(), fields);
    talk.create(1, Row::Short);
    talk.show(1, Row::Short);
    talk.text()
}
