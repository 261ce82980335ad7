//! Sockets in the file system.

use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::os::unix::net::UnixStream as StdUnixStream;
use std::path::{Path, PathBuf};
use std::{fmt, fs};
use tokio::net::UnixListener;

/// The file of a socket that we made. It is removed with this, unless somebody has put another in its
/// place.
pub(super) struct SocketFile {
    path: PathBuf,
    id: (u64, u64),
}

/// There is a file that is no socket.
#[derive(Debug)]
struct NoSocket;

/// Listens at `path`. The file that a dead server left there is replaced; one behind which somebody
/// listens is not.
pub(super) fn bind(path: &Path) -> io::Result<(UnixListener, SocketFile)> {
    let listener = match UnixListener::bind(path) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            make_room(path, error)?;
            UnixListener::bind(path)?
        }
        bound => bound?,
    };
    let id = id(path)?;
    // As seen from the root, should the program change its directory.
    let path = std::path::absolute(path).unwrap_or(path.to_owned());
    Ok((listener, SocketFile { path, id }))
}

/// Removes a socket behind which nobody listens, or says why not.
fn make_room(path: &Path, in_use: io::Error) -> io::Result<()> {
    if !fs::symlink_metadata(path)?.file_type().is_socket() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, NoSocket));
    }
    match StdUnixStream::connect(path) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => fs::remove_file(path),
        _ => Err(in_use),
    }
}

fn id(path: &Path) -> io::Result<(u64, u64)> {
    let file = fs::symlink_metadata(path)?;
    Ok((file.dev(), file.ino()))
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if id(&self.path).is_ok_and(|id| id == self.id) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl fmt::Display for NoSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is a file that is no socket")
    }
}

impl std::error::Error for NoSocket {}
