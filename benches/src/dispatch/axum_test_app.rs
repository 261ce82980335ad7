//! The loads in axum, asked by the client of axum-test, which sends nothing over the network.

use crate::axum_app::app;
use crate::load::{Load, ready};
use axum_test::{TestServer, Transport};
use roob::bytes::Bytes;
use roob::http::Method;
use std::future::IntoFuture;

thread_local!(static SERVER: TestServer = {
    TestServer::builder().transport(Transport::MockHttp).build(app())
});

pub fn mock(load: &Load) -> usize {
    SERVER.with(|server| {
        let method = Method::from_bytes(load.method.as_bytes()).expect("a verb");
        let mut request = server.method(method, load.path);
        if !load.body.is_empty() {
            let body = Bytes::from_static(load.body.as_bytes());
            request = request.content_type("application/json").bytes(body);
        }
        ready(request.into_future()).as_bytes().len()
    })
}
