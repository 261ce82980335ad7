//! Closes the door of a socket that listens, for those who are not in it yet.
//!
//! Whoever connects between the last look into the queue and the end of the socket would be reset,
//! although the system had taken the connection. So new ones are kept out first: their first packet is
//! dropped as if it got lost. A client sends it again after a second, when the socket is gone, and
//! learns that it is refused.

use socket2::SockRef;
use std::io;
use tokio::net::TcpListener;

/// Whether nobody new comes in any more.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn close(listener: &TcpListener) -> io::Result<()> {
    use socket2::SockFilter;
    /// In the head of a packet (RFC 9293, 3.1).
    const FLAGS: u32 = 13;
    const SYN: u32 = 0b10;
    const SYN_AND_ACK: u32 = 0b1_0010;
    // As <linux/filter.h> numbers them: load a byte, mask it, skip the next when it is another, return.
    const LOAD: u16 = 0x30;
    const AND: u16 = 0x54;
    const IS: u16 = 0x15;
    const KEEP: u16 = 0x06;
    SockRef::from(listener).attach_filter(&[
        SockFilter::new(LOAD, 0, 0, FLAGS),
        SockFilter::new(AND, 0, 0, SYN_AND_ACK),
        SockFilter::new(IS, 0, 1, SYN),
        SockFilter::new(KEEP, 0, 0, 0),
        SockFilter::new(KEEP, 0, 0, u32::MAX),
    ])
}

/// Other systems have no such thing, so there the moment stays.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn close(_: &TcpListener) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
