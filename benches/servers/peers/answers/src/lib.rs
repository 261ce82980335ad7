//! What every server says, and how it is started.

use serde::{Deserialize, Serialize};
use std::net::SocketAddr;

pub const TEXT: &str = "Hello, World!";

#[derive(Serialize)]
pub struct Message {
    pub message: &'static str,
}

#[derive(Serialize)]
pub struct Named {
    pub id: u64,
    pub name: &'static str,
}

#[derive(Deserialize, Serialize)]
pub struct User {
    id: u64,
    name: String,
    email: String,
    tags: Vec<String>,
}

/// The arguments of a server: `ADDRESS WORKERS`, and sometimes a third.
pub struct Arguments {
    pub address: SocketAddr,
    pub workers: usize,
    pub variant: Option<String>,
}

impl Message {
    pub const HELLO: Self = Self { message: TEXT };
}

impl Named {
    pub fn of(id: u64) -> Self {
        Self { id, name: "user-name!" }
    }
}

impl Arguments {
    /// Those of this program.
    pub fn read() -> Self {
        let mut words = std::env::args().skip(1);
        let address = words.next().and_then(|word| word.parse().ok());
        let workers = words.next().and_then(|word| word.parse().ok());
        match (address, workers) {
            (Some(address), Some(workers)) => Self { address, workers, variant: words.next() },
            _ => panic!("usage: PROGRAM ADDRESS WORKERS [VARIANT]"),
        }
    }
}
