//! What the name of a member, a header or a pair says of its value.

/// What a member that is called like an id is the id of; empty for `id` itself.
pub(super) fn stem(name: &str) -> Option<&str> {
    if name == "id" {
        return Some("");
    }
    let stem = ["_id", "-id", "Id", "ID"].iter().find_map(|ending| name.strip_suffix(ending))?;
    Some(stem.strip_prefix("x-").unwrap_or(stem))
}

/// What each element of an array is called: of `product_ids` each is a `product_id`.
pub(super) fn element(name: &str) -> Option<&str> {
    name.strip_suffix('s')
}

/// Whether the value is a token: no two are the same.
pub(super) fn is_token(name: &str) -> bool {
    let endings =
        ["token", "cursor", "nonce", "secret", "apikey", "sessionid", "idempotencykey", "jwt"];
    endings.iter().any(|ending| without(name, ending).is_some())
}

/// Whether who has the value may do what somebody else may: such tokens are secrets.
pub(super) fn is_credential(name: &str) -> bool {
    let names =
        ["accesstoken", "refreshtoken", "idtoken", "apikey", "clientsecret", "sessiontoken"];
    names.iter().any(|whole| without(name, whole).is_some_and(|mut rest| rest.next().is_none()))
}

/// Whether a number is a moment, as seconds or milliseconds since 1970.
pub(super) fn is_moment(name: &str) -> bool {
    let names = ["exp", "iat", "nbf", "ts", "time", "expires", "reset"];
    let endings = [
        "_at",
        "-at",
        "At",
        "_time",
        "-time",
        "Time",
        "timestamp",
        "Timestamp",
        "-reset",
        "_reset",
    ];
    names.contains(&name) || endings.iter().any(|ending| name.ends_with(ending))
}

/// Whether `stem` is the singular of `noun`, the last segment of a collection.
pub(super) fn is_one_of(stem: &str, noun: &str) -> bool {
    let [stem, noun] = [stem, noun].map(plain);
    match noun.strip_prefix(&*stem) {
        Some(ending) => !stem.is_empty() && matches!(ending, "" | "s" | "es"),
        None => stem.strip_suffix('y').is_some_and(|short| noun == format!("{short}ies")),
    }
}

/// However its words are joined.
fn plain(name: &str) -> String {
    let mut plain: Vec<u8> = letters(name).collect();
    plain.reverse();
    String::from_utf8(plain).unwrap_or_default()
}

/// What is before `ending` in a name, from its end, however its words are joined.
fn without(name: &str, ending: &str) -> Option<impl Iterator<Item = u8>> {
    let mut letters = letters(name);
    ending.bytes().rev().all(|letter| letters.next() == Some(letter)).then_some(letters)
}

/// From the last to the first. Nothing but the case of ASCII is changed, so the others are whole.
fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().rev().filter(|b| !matches!(b, b'_' | b'-')).map(|b| b.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{element, is_credential, is_moment, is_one_of, is_token, stem};

    #[track_caller]
    fn check(says: fn(&str) -> bool, names: &[&str], others: &[&str]) {
        names.iter().for_each(|name| assert!(says(name), "{name}"));
        others.iter().for_each(|name| assert!(!says(name), "{name}"));
    }

    #[test]
    fn an_id_is_called_so() {
        let table = [
            ("id", Some("")),
            ("product_id", Some("product")),
            ("productId", Some("product")),
            ("productID", Some("product")),
            ("x-product-id", Some("product")),
            ("_id", Some("")),
            ("paid", None),
            ("void", None),
            ("id2", None),
            ("ids", None),
            ("", None),
        ];
        for (name, is) in table {
            assert_eq!(stem(name), is, "{name}");
        }
        assert_eq!(element("product_ids"), Some("product_id"));
        assert_eq!(element("product_id"), None);
    }

    #[test]
    fn a_token_is_called_so() {
        let names = ["token", "access_token", "csrfToken", "x-api-key", "session_id", "nonce"];
        let more = ["next_cursor", "client_secret", "Idempotency-Key", "jwt", "nextPageToken"];
        let others = ["token_type", "tokens", "key", "session", "state", "code", "id"];
        check(is_token, &names, &others);
        check(is_token, &more, &[]);
        let names = ["access_token", "refreshToken", "id_token", "api-key", "client_secret"];
        check(is_credential, &names, &["token", "nonce", "cursor", "password", "session_id"]);
    }

    #[test]
    fn a_moment_is_called_so() {
        let names = ["exp", "iat", "nbf", "created_at", "createdAt", "timestamp", "unixTimestamp"];
        let more = ["auth_time", "x-ratelimit-reset", "ts", "updated-at", "expires"];
        let others = ["count", "at", "format", "flat", "phone", "id", "that", "Cat", "expense"];
        check(is_moment, &names, &others);
        check(is_moment, &more, &[]);
    }

    #[test]
    fn a_member_is_named_after_the_collection() {
        let table = [
            ("product", "products", true),
            ("product", "product", true),
            ("Category", "categories", true),
            ("box", "boxes", true),
            ("orderItem", "order-items", true),
            ("prod", "products", false),
            ("user", "orders", false),
            ("", "s", false),
        ];
        for (stem, noun, is) in table {
            assert_eq!(is_one_of(stem, noun), is, "{stem} {noun}");
        }
    }
}
