//! The jar.

use roob::http::HeaderMap;
use roob::testing::{Lint, TestClient, block_on};
use roob::{App, IntoResponse, Request, Response, any};

/// Sets the cookies that the query has, one a pair, and says which ones came.
async fn echo(request: Request) -> Response {
    let came = request.headers().get_all("cookie").iter().map(|value| value.to_str().unwrap());
    let came: Vec<&str> = came.collect();
    let mut headers = HeaderMap::new();
    for cookie in request.headers().get_all("x-set") {
        headers.append("set-cookie", cookie.clone());
    }
    (headers, came.join("\n")).into_response().unwrap()
}

struct Browser(TestClient);

impl Browser {
    fn new() -> Self {
        let app = App::new().route("/", any(echo)).route("/{rest:path}", any(echo));
        let client = TestClient::new(app).allow(Lint::CookieSyntax);
        Self(client.allow(Lint::CookieWithoutHttpOnly).allow(Lint::CookieWithoutSameSite))
    }

    fn set(&self, path: &str, cookie: &str) -> &Self {
        block_on(self.0.get(path).header("x-set", cookie));
        self
    }

    /// What a request for `path` sends.
    #[track_caller]
    fn check(&self, path: &str, sent: &str) -> &Self {
        block_on(self.0.get(path)).assert_text(sent);
        self
    }
}

#[test]
fn a_cookie_is_kept_and_sent() {
    let browser = Browser::new();
    browser.check("/", "").set("/", "a=1; HttpOnly; Secure; Domain=shop.test").check("/", "a=1");
    browser.set("/", "b=2").check("/", "a=1; b=2");
    browser.set("/", "a=\"3=4\"").check("/", "a=\"3=4\"; b=2");
}

#[test]
fn a_cookie_is_sent_below_its_path_only_and_longer_paths_come_first() {
    let browser = Browser::new();
    browser.set("/", "a=1").set("/", "b=2; Path=/api").set("/", "c=3; path=/api/");
    browser.check("/", "a=1").check("/apis", "a=1").check("/api", "b=2; a=1");
    browser.check("/api/x", "c=3; b=2; a=1");
    browser.set("/", "a=4; Path=/api").check("/api", "b=2; a=4; a=1");
}

#[test]
fn without_a_path_it_is_that_of_the_request() {
    let browser = Browser::new();
    browser.set("/shop/cart", "a=1").check("/shop/x", "a=1").check("/shop", "a=1").check("/", "");
    browser.set("/shop/cart", "b=2; Path=relative").check("/shop", "a=1; b=2").check("/", "");
}

#[test]
fn a_cookie_whose_time_is_over_is_removed() {
    let past = "Expires=Thu, 01 Jan 1970 00:00:00 GMT";
    let future = "Expires=Fri, 31 Dec 2100 23:59:59 GMT";
    for over in [
        "Max-Age=0",
        "Max-Age=0; Max-Age=soon",
        "max-age=-1",
        past,
        &format!("Max-Age=0; {future}"),
    ] {
        let browser = Browser::new();
        browser.set("/", "a=1").set("/", "b=2").check("/", "a=1; b=2");
        browser.set("/", &format!("a=; {over}")).check("/", "b=2");
        browser.set("/", &format!("c=; {over}")).check("/", "b=2");
    }
    for lasts in
        ["Max-Age=60", future, "Max-Age=soon", "Expires=soon", &format!("Max-Age=1; {past}")]
    {
        Browser::new().set("/", &format!("a=1; {lasts}")).check("/", "a=1");
    }
}

#[test]
fn removing_takes_the_same_path() {
    let browser = Browser::new();
    browser.set("/", "a=1").set("/", "a=2; Path=/x").set("/", "a=; Max-Age=0").check("/x", "a=2");
}

#[test]
fn what_is_no_cookie_is_ignored() {
    let browser = Browser::new();
    browser.set("/", "a").set("/", "=b").set("/", "").check("/", "");
    assert_eq!(browser.0.cookies(), []);
}

#[test]
fn a_request_can_bring_its_own() {
    let browser = Browser::new();
    browser.set("/", "a=1").set("/", "b=2");
    block_on(browser.0.get("/").cookie("b", "3").cookie("c", "4")).assert_text("b=3; c=4; a=1");
    block_on(browser.0.get("/").header("cookie", "raw")).assert_text("raw; a=1; b=2");
    browser.check("/", "a=1; b=2");
}

#[test]
fn the_jar_can_be_looked_at_and_emptied() {
    let browser = Browser::new();
    browser.set("/shop/cart", "a=1; HttpOnly").set("/", "b=2");
    let cookies = browser.0.cookies();
    let seen: Vec<_> = cookies.iter().map(|c| (c.name(), c.value(), c.path())).collect();
    assert_eq!(seen, [("a", "1", "/shop"), ("b", "2", "/")]);
    browser.0.clear_cookies();
    browser.check("/shop/cart", "");
}
