//! Carries an attack out, and looks at what comes back.

use super::corpus::{Case, End, Outcome, Piece};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::time::timeout;

/// No step takes this long unless something hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// How an attack is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// In as few pieces as it has.
    Whole,
    /// Byte by byte.
    Bytes,
}

/// A connection on which an attack goes on until it is dropped.
struct Attacker {
    source: BufReader<OwnedReadHalf>,
    target: OwnedWriteHalf,
    answers: Vec<Answer>,
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

/// Attacks whoever listens at `address`, and looks whether a healthy client is served while the
/// attacker is still there. An error says what was not right.
pub(super) async fn attack(address: &str, case: &Case, pace: Pace) -> Result<(), String> {
    let mut attacker = Attacker::connect(address).await?;
    let result = attacker.attack(case, pace).await;
    serve(address).await.map_err(|error| format!("a healthy client: {error}"))?;
    result
}

/// Sends these bytes, so many at once, and the end, and gives the statuses and bodies that come back.
pub(super) async fn answers(
    address: &str,
    bytes: &[u8],
    size: usize,
) -> Result<Vec<(u16, String)>, String> {
    let mut attacker = Attacker::connect(address).await?;
    for piece in bytes.chunks(size) {
        let _ = step("sending", attacker.target.write_all(piece)).await;
    }
    let _ = attacker.target.shutdown().await;
    let mut answers = Vec::new();
    while !step("more", attacker.source.fill_buf()).await?.is_empty() {
        let answer = attacker.answer(true).await?;
        answers.push((answer.status, String::from_utf8_lossy(&answer.body).into_owned()));
    }
    Ok(answers)
}

/// A healthy client.
pub(super) async fn serve(address: &str) -> Result<(), String> {
    Attacker::connect(address).await?.is_served().await
}

impl Attacker {
    async fn connect(address: &str) -> Result<Self, String> {
        let stream = step("connecting", TcpStream::connect(address)).await?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let (source, target) = stream.into_split();
        Ok(Self { source: BufReader::new(source), target, answers: Vec::new() })
    }

    async fn attack(&mut self, case: &Case, pace: Pace) -> Result<(), String> {
        for piece in &case.send {
            match piece {
                Piece::Text(_) | Piece::Repeated { .. } => {
                    let bytes = piece.bytes().unwrap_or_default();
                    let size = if pace == Pace::Bytes { 1 } else { bytes.len() };
                    for bytes in bytes.chunks(size) {
                        // It may be refused before it is over.
                        let _ = step("sending", self.target.write_all(bytes)).await;
                    }
                }
                Piece::Await { awaited } => self.expect(awaited).await?,
                Piece::Then { then: End::End } => {
                    let _ = self.target.shutdown().await;
                }
                Piece::Then { then: End::Reset } => {
                    let stream: &TcpStream = self.target.as_ref();
                    stream.set_zero_linger().map_err(|error| error.to_string())?;
                }
            }
        }
        for outcome in &case.get[self.answers.len()..] {
            self.expect(outcome).await?;
        }
        self.check(case)
    }

    async fn expect(&mut self, outcome: &Outcome) -> Result<(), String> {
        match outcome {
            Outcome::Answer(status, has_body) => {
                let answer = self.answer(*has_body).await?;
                let seen = answer.status;
                let is_right = seen == *status;
                let text = String::from_utf8_lossy(&answer.body).into_owned();
                self.answers.push(answer);
                if is_right { Ok(()) } else { Err(format!("{seen} {text}, not {status}")) }
            }
            Outcome::Closed => {
                let mut rest = Vec::new();
                step("the end", self.source.read_to_end(&mut rest)).await?;
                if rest.is_empty() { Ok(()) } else { Err(format!("{rest:?} and not the end")) }
            }
            Outcome::Open => self.is_served().await.map_err(|error| format!("open: {error}")),
            Outcome::Gone => Ok(()),
        }
    }

    /// Whether another request is answered.
    async fn is_served(&mut self) -> Result<(), String> {
        let request = b"GET /hello/after HTTP/1.1\r\nhost: a\r\n\r\n";
        step("sending", self.target.write_all(request)).await?;
        let answer = self.answer(true).await?;
        let body = String::from_utf8_lossy(&answer.body);
        if body == "hello after" { Ok(()) } else { Err(format!("{} {body}", answer.status)) }
    }

    async fn answer(&mut self, has_body: bool) -> Result<Answer, String> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let byte = step("an answer", self.source.read_u8()).await;
            head.push(byte.map_err(|error| format!("{error} after {head:?}"))?);
        }
        let head = String::from_utf8(head).map_err(|error| error.to_string())?;
        let length = if has_body { header(&head, "content-length").unwrap_or("0") } else { "0" };
        let mut body = vec![0; length.parse().map_err(|_| format!("length of {head}"))?];
        step("a body", self.source.read_exact(&mut body)).await?;
        let status = head.get(9..12).and_then(|status| status.parse().ok());
        Ok(Answer { status: status.ok_or_else(|| format!("status of {head}"))?, head, body })
    }

    /// Looks at the last answer as a whole.
    fn check(&self, case: &Case) -> Result<(), String> {
        let Some(Answer { status, head, body }) = self.answers.last() else { return Ok(()) };
        if *status >= 400 && case.get.last() == Some(&Outcome::Closed) {
            let says = header(head, "connection");
            if says != Some("close") {
                return Err(format!("it closes, but says {says:?}"));
            }
        }
        let Some(expected) = &case.says else { return Ok(()) };
        let expected = match status {
            400.. => serde_json::json!({ "message": expected }).to_string(),
            _ => expected.clone(),
        };
        let body = String::from_utf8_lossy(body);
        if body == expected { Ok(()) } else { Err(format!("{status} {body}, not {expected}")) }
    }
}

async fn step<T>(name: &str, future: impl Future<Output = io::Result<T>>) -> Result<T, String> {
    match timeout(PATIENCE, future).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(format!("{name}: {error}")),
        Err(_) => Err(format!("{name}: waited {PATIENCE:?} in vain")),
    }
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}
