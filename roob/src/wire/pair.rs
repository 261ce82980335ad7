//! Two sockets that are connected with each other.

use std::io;

#[cfg(unix)]
pub(super) use tokio::net::UnixStream as Side;

#[cfg(not(unix))]
pub(super) use tokio::net::TcpStream as Side;

/// Both sides. They have no address, so nobody else can connect.
#[cfg(unix)]
pub(super) async fn pair() -> io::Result<(Side, Side)> {
    Side::pair()
}

/// Both sides, over an address that is listened at until the right one has come.
#[cfg(not(unix))]
pub(super) async fn pair() -> io::Result<(Side, Side)> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let near = Side::connect(listener.local_addr()?).await?;
    near.set_nodelay(true)?;
    loop {
        let (far, from) = listener.accept().await?;
        if from == near.local_addr()? {
            far.set_nodelay(true)?;
            return Ok((near, far));
        }
    }
}
