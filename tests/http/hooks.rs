//! What an app does before its first request and after its last.

use roob::testing::{TestClient, block_on};
use roob::{App, BoxError, Service, get};
use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What happened, in its order.
#[derive(Clone, Default)]
struct Diary(Arc<Mutex<Vec<String>>>);

impl Diary {
    fn note(&self, what: &str) {
        self.0.lock().unwrap().push(what.to_owned());
    }

    /// A hook that notes `what`.
    fn hook(
        &self,
        what: &'static str,
    ) -> impl FnOnce() -> std::future::Ready<Result<(), BoxError>> + Clone + use<> {
        let diary = self.clone();
        move || {
            diary.note(what);
            std::future::ready(Ok(()))
        }
    }

    fn read(&self) -> String {
        self.0.lock().unwrap().join(", ")
    }

    /// An app with two pairs of hooks, and a mounted one with a pair.
    fn app(&self) -> App {
        let inner = App::new()
            .on_start(self.hook("inner start"))
            .on_stop(self.hook("inner stop"))
            .route("/x", get(|| "x"));
        let answer = self.clone();
        App::new()
            .mount("/inner", inner)
            .on_start(self.hook("first start"))
            .on_stop(self.hook("first stop"))
            .on_start(self.hook("second start"))
            .on_stop(self.hook("second stop"))
            .route("/", get(move || answer.note("answer")))
            .route("/readyz", get(roob::ready))
    }
}

fn fails() -> std::future::Ready<Result<(), BoxError>> {
    std::future::ready(Err("the disk is full".into()))
}

fn service(app: App) -> Service {
    app.build().unwrap()
}

/// The message without the path of this file and the place in it.
#[track_caller]
fn check_message(message: &str, expected: &str) {
    let (before, after) = message.split_once(file!()).unwrap_or_else(|| panic!("{message}"));
    let after = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    assert_eq!(format!("{before}FILE {}", after.trim_start()), expected);
}

#[test]
fn hooks_run_in_the_order_of_registration_and_back() {
    let diary = Diary::default();
    let service = service(diary.app());
    block_on(service.start()).unwrap();
    assert_eq!(diary.read(), "first start, second start, inner start");
    block_on(service.stop()).unwrap();
    let end = "first start, second start, inner start, inner stop, second stop, first stop";
    assert_eq!(diary.read(), end);
}

#[test]
fn an_app_can_start_again() {
    let diary = Diary::default();
    let app = App::new().on_start(diary.hook("start")).on_stop(diary.hook("stop"));
    let service = service(app);
    for _ in 0..2 {
        block_on(service.start()).unwrap();
        assert!(service.readiness().is_ready());
        block_on(service.stop()).unwrap();
        assert!(!service.readiness().is_ready());
    }
    assert_eq!(diary.read(), "start, stop, start, stop");
}

#[test]
fn who_starts_it_first_runs_the_hooks_and_who_stops_it_last() {
    let diary = Diary::default();
    let app = App::new().on_start(diary.hook("start")).on_stop(diary.hook("stop"));
    let service = service(app);
    block_on(service.start()).unwrap();
    block_on(service.start()).unwrap();
    block_on(service.stop()).unwrap();
    assert_eq!(diary.read(), "start");
    block_on(service.stop()).unwrap();
    block_on(service.stop()).unwrap();
    assert_eq!(diary.read(), "start, stop");
}

#[test]
fn the_client_of_a_test_runs_them_with_its_first_request_only() {
    let diary = Diary::default();
    let client = TestClient::new(diary.app());
    assert_eq!(diary.read(), "");
    block_on(async {
        client.get("/").await.assert_ok();
        client.get("/").await.assert_ok();
    });
    assert_eq!(diary.read(), "first start, second start, inner start, answer, answer");
}

#[test]
fn clients_of_one_service_start_it_once() {
    let diary = Diary::default();
    let app = App::new().on_start(diary.hook("start")).on_stop(diary.hook("stop"));
    let service = service(app.route("/", get(|| "hello")));
    let clients = [TestClient::of(service.clone()), TestClient::of(service)];
    block_on(async {
        let both =
            futures_util::future::join(clients[0].get("/").send(), clients[1].get("/").send());
        both.await.0.assert_ok();
        clients[0].stop().await;
    });
    assert_eq!(diary.read(), "start, stop");
}

#[test]
fn a_client_can_end_the_app_and_look_at_what_is_left() {
    let diary = Diary::default();
    let client = TestClient::new(diary.app());
    block_on(async {
        client.get("/readyz").await.assert_ok().assert_text(r#"{"status":"ready"}"#);
        client.stop().await;
        let answer = client.get("/readyz").await;
        answer.assert_status(503).assert_text(r#"{"status":"stopping"}"#);
        answer.assert_header("cache-control", "no-store");
    });
    let end = "first start, second start, inner start, inner stop, second stop, first stop";
    assert_eq!(diary.read(), end);
}

#[test]
fn a_client_that_asked_nothing_runs_both() {
    let diary = Diary::default();
    let app = App::new().on_start(diary.hook("start")).on_stop(diary.hook("stop"));
    block_on(TestClient::new(app).stop());
    assert_eq!(diary.read(), "start, stop");
}

#[test]
fn a_start_that_fails_undoes_what_stands_before_it() {
    let diary = Diary::default();
    let app = App::new()
        .on_start(diary.hook("start"))
        .on_stop(diary.hook("stop"))
        .on_start(fails)
        .on_start(diary.hook("never"))
        .on_stop(diary.hook("neither"));
    let service = service(app);
    let error = block_on(service.start()).unwrap_err();
    assert_eq!(error.location().file(), file!());
    check_message(&error.to_string(), "`on_start` at FILE failed: the disk is full");
    assert_eq!(diary.read(), "start, stop");
    block_on(service.stop()).unwrap();
    assert_eq!(diary.read(), "start, stop");
}

#[test]
fn all_stops_run_though_one_fails() {
    let diary = Diary::default();
    let panics = || -> std::future::Ready<Result<(), BoxError>> { panic!("no more") };
    let app = App::new().on_stop(diary.hook("stop")).on_stop(fails).on_stop(panics);
    let service = service(app);
    block_on(service.start()).unwrap();
    let error = block_on(service.stop()).unwrap_err();
    check_message(&error.to_string(), "`on_stop` at FILE failed: panicked: no more");
    assert_eq!(diary.read(), "stop");
}

/// The panic of a request that `app` does not answer, its first line.
fn refusal(app: App) -> String {
    let client =
        TestClient::new(app.route("/", get(|| "hello"))).deadline(Duration::from_millis(10));
    let ask = || block_on(client.get("/").send());
    let panic = catch_unwind(AssertUnwindSafe(ask)).map(drop).unwrap_err();
    let again = catch_unwind(AssertUnwindSafe(ask)).map(drop).unwrap_err();
    let text = |panic: Box<dyn std::any::Any + Send>| {
        panic.downcast_ref::<String>().unwrap().lines().next().unwrap().to_owned()
    };
    let panic = text(panic);
    assert_eq!(panic, text(again), "the second request is not answered either");
    panic
}

#[test]
fn a_start_that_fails_fails_the_test() {
    let message = refusal(App::new().on_start(fails));
    check_message(&message, "`on_start` at FILE failed: the disk is full");
}

#[test]
fn a_start_that_hangs_fails_the_test() {
    let message = refusal(App::new().on_start(pending));
    check_message(&message, "`on_start` at FILE failed: it took longer than 10ms");
}

#[test]
fn an_end_that_fails_or_hangs_fails_the_test() {
    let stop = |app: App| {
        let client = TestClient::new(app).deadline(Duration::from_millis(10));
        let stop = || block_on(client.stop());
        let panic = catch_unwind(AssertUnwindSafe(stop)).unwrap_err();
        panic.downcast_ref::<String>().unwrap().clone()
    };
    let message = stop(App::new().on_stop(fails));
    check_message(&message, "`on_stop` at FILE failed: the disk is full");
    let message = stop(App::new().on_stop(pending));
    check_message(&message, "`on_stop` at FILE failed: it took longer than 10ms");
}

#[test]
fn what_a_start_that_was_given_up_had_begun_is_undone() {
    let diary = Diary::default();
    let app = App::new().on_start(diary.hook("start")).on_stop(diary.hook("stop"));
    let service = service(app.on_start(pending).on_stop(diary.hook("never")));
    let waker = std::task::Waker::noop();
    let mut context = std::task::Context::from_waker(waker);
    let mut start = Box::pin(service.start());
    assert!(start.as_mut().poll(&mut context).is_pending());
    let mut second = Box::pin(service.stop());
    assert!(second.as_mut().poll(&mut context).is_pending(), "hooks run one at a time");
    drop(start);
    block_on(second).unwrap();
    assert_eq!(diary.read(), "start, stop");
}
