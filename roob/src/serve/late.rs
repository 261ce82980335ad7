//! The answer to a head that does not come to its end. hyper has none: it gives the connection back.

use super::socket::Socket;
use crate::error::Error;
use crate::response::Response;
use crate::service::Service;
use http::StatusCode;
use http::header::{CONNECTION, CONTENT_LENGTH, DATE, HeaderValue};
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::ready;
use std::time::{Duration, SystemTime};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;

/// How long this may take, with the time to read on.
const PATIENCE: Duration = Duration::from_secs(5);

/// Sends a 408 (RFC 9110, 15.5.9) and closes `socket`, so that its client gets to read it.
pub(super) async fn refuse<R, W>(service: &Service, mut socket: Socket<R, W>) -> io::Result<()>
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let error = Error::new(StatusCode::REQUEST_TIMEOUT, "Request head did not come in time");
    let text = written(service.refuse(&error));
    let mut sent = 0;
    let sending = poll_fn(|context| {
        while sent < text.len() {
            sent += ready!(Pin::new(&mut socket).poll_write(context, &text[sent..]))?;
        }
        Pin::new(&mut socket).poll_shutdown(context)
    });
    timeout(PATIENCE, sending).await?
}

/// `response` as the last one of its connection (RFC 9112, 2.1). A stream is left out.
fn written(mut response: Response) -> Vec<u8> {
    let body = response.body().as_bytes().unwrap_or_default().to_vec();
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    if let Ok(date) = HeaderValue::try_from(httpdate::fmt_http_date(SystemTime::now())) {
        headers.insert(DATE, date);
    }
    let status = response.status();
    let mut text = format!("HTTP/1.1 {status}\r\n").into_bytes();
    for (name, value) in response.headers() {
        text.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    text.extend_from_slice(b"\r\n");
    text.extend(body);
    text
}
