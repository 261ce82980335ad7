//! What the program holds while it is attacked, and afterwards.

use super::super::program::Serving;
use super::super::support::{Client, PATIENCE};
use super::attack::serve;
use super::corpus::tables;
use super::{all, attacked};
use std::fs;
use std::time::{Duration, Instant};

/// How much more memory there may be, in KiB: an allocator is no bookkeeper.
const SLACK: usize = 2048;

fn process(server: &Serving) -> String {
    format!("/proc/{}", server.child.id().unwrap())
}

fn descriptors(server: &Serving) -> usize {
    fs::read_dir(process(server) + "/fd").unwrap().count()
}

/// Resident memory, in KiB.
fn memory(server: &Serving) -> usize {
    let status = fs::read_to_string(process(server) + "/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim_end_matches("kB").trim().parse().unwrap()
}

/// Waits until the program has as many descriptors as at its beginning.
async fn settle(server: &Serving, idle: usize) {
    let start = Instant::now();
    while descriptors(server) > idle {
        assert!(start.elapsed() < PATIENCE, "{} and not {idle}", descriptors(server));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The first round brings what a program needs once: threads, pages of the code, arenas.
#[tokio::test]
async fn after_all_attacks_the_server_holds_what_it_held_before() {
    let server = attacked().await;
    let idle = descriptors(&server);
    let tables = tables();
    let round = async || {
        for (_, cases) in &tables {
            assert_eq!(all(&server, cases).await, [""; 0]);
        }
        settle(&server, idle).await;
        memory(&server)
    };
    let before = round().await;
    round().await;
    let after = round().await;
    assert!(after < before + SLACK, "{before} KiB became {after} KiB");
}

/// Opens so many connections, sends this on each, and reads nothing.
async fn flood(server: &Serving, count: usize, bytes: &[u8]) -> Vec<Client> {
    let mut clients = Vec::new();
    for _ in 0..count {
        let mut client = server.connect().await;
        client.send(bytes).await;
        clients.push(client);
    }
    clients
}

/// Floods again and again, and looks whether a healthy client is served meanwhile and what is left. An
/// allocator needs a few rounds until it finds place for everything.
async fn check_flood(count: usize, bytes: &[u8]) {
    let server = attacked().await;
    let idle = descriptors(&server);
    let mut after = Vec::new();
    for _ in 0..6 {
        let clients = flood(&server, count, bytes).await;
        assert_eq!(serve(&server.address).await, Ok(()));
        drop(clients);
        settle(&server, idle).await;
        after.push(memory(&server));
    }
    assert!(after[5] < after[3] + SLACK, "{after:?} KiB");
}

#[tokio::test]
async fn silent_clients_do_not_keep_others_from_being_served() {
    check_flood(400, b"").await;
}

#[tokio::test]
async fn clients_that_send_half_a_head_do_not_keep_others_from_being_served() {
    check_flood(400, &[b"GET / HTTP/1.1\r\nhost: a\r\nx: ".as_slice(), &[b'x'; 30_000]].concat())
        .await;
}

#[tokio::test]
async fn clients_that_send_half_a_body_do_not_keep_others_from_being_served() {
    check_flood(400, b"POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\nabc").await;
}

#[tokio::test]
async fn clients_that_do_not_read_do_not_keep_others_from_being_served() {
    check_flood(100, &b"GET /large HTTP/1.1\r\nhost: a\r\n\r\n".repeat(20)).await;
}

/// How much a connection may cost on which nothing happens, in KiB. With hyper's buffers it is a few
/// more; a program that was built for debugging needs more for all.
const IDLE: usize = if cfg!(debug_assertions) { 10 } else { 5 };

/// When hyper's buffers are given back, the next connections have them, sooner or later.
#[tokio::test]
async fn a_connection_that_lies_idle_costs_little() {
    const COUNT: usize = 50;
    let server = attacked().await;
    let (mut clients, mut costs) = (Vec::new(), Vec::new());
    while costs.last().is_none_or(|cost| *cost > COUNT * IDLE) {
        assert!(costs.len() < 8, "{costs:?} KiB for {COUNT} connections each");
        let before = memory(&server);
        for _ in 0..COUNT {
            let mut client = server.connect().await;
            client.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
            clients.push(client);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        costs.push(memory(&server).saturating_sub(before));
    }
}
