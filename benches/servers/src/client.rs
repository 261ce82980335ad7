//! A client that always does the same: all its connections ask, then all of them read.

use super::load::Load;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

/// Asks `address` for `load` on so many connections, so often on each. Every answer has to be right.
pub fn ask(address: SocketAddr, load: &Load, connections: usize, times: usize) {
    let connect = || {
        let stream = TcpStream::connect(address).expect("a server");
        stream.set_nodelay(true).expect("a socket");
        stream
    };
    let mut streams: Vec<TcpStream> = (0..connections).map(|_| connect()).collect();
    let bytes = load.bytes();
    for _ in 0..times {
        streams
            .iter_mut()
            .for_each(|stream| stream.write_all(&bytes).expect("a server that reads"));
        streams.iter_mut().for_each(|stream| read(stream, load));
    }
}

/// Reads as many answers as `load` asks for at once.
fn read(stream: &mut TcpStream, load: &Load) {
    let mut bytes = Vec::new();
    let mut space = [0; 16 * 1024];
    let mut left = load.depth;
    while left > 0 {
        let length = stream.read(&mut space).expect("a server that answers");
        assert!(length > 0, "{}: the server closed the connection", load.name);
        bytes.extend_from_slice(&space[..length]);
        while let Some(end) = answer(&bytes, load) {
            bytes.drain(..end);
            left -= 1;
        }
    }
    assert!(bytes.is_empty(), "{}: more than was asked for", load.name);
}

/// Where the first answer ends, once all of it is there.
fn answer(bytes: &[u8], load: &Load) -> Option<usize> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
    let length = format!("\r\ncontent-length: {}\r\n", load.answer.len());
    assert!(text.starts_with("http/1.1 200") && text.contains(&length), "{}: {text}", load.name);
    let end = head + load.answer.len();
    assert!(bytes.get(head..end)? == load.answer.as_bytes(), "{}: another body", load.name);
    Some(end)
}
