//! A server that runs.

use super::server::Server;
use std::fs::read_to_string;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// The unit in which Linux tells times of processes.
const TICK: f64 = 0.01;

pub struct Process {
    child: Child,
    /// The server itself, which a tracer may have started.
    pid: u32,
    pub address: SocketAddr,
}

impl Process {
    /// Starts `server` behind the words `before`, and waits until it accepts connections.
    pub fn start(server: &Server, workers: usize, before: &[&str]) -> Self {
        let address = free_address();
        let own = server.command(&address.to_string(), workers);
        let mut words = before.iter().copied().chain(own.iter().map(String::as_str));
        let program = words.next().expect("a program");
        let mut command = Command::new(program);
        command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().unwrap_or_else(|error| panic!("{program}: {error}"));
        let mut process = Self { pid: child.id(), child, address };
        process.await_listening(server.name);
        process.pid = process.only_child().unwrap_or(process.pid);
        process
    }

    /// The time that it has spent outside of the kernel, in seconds.
    pub fn user_time(&self) -> f64 {
        let text = self.read("stat");
        // The second field is a name that may contain anything; the time is the fourteenth.
        let fields = text.rsplit(") ").next().unwrap_or_default();
        let ticks = fields.split(' ').nth(11).and_then(|field| field.parse::<f64>().ok());
        ticks.expect("a time in /proc/PID/stat") * TICK
    }

    /// The most memory that it has had, in MiB.
    pub fn peak_memory(&self) -> f64 {
        let text = self.read("status");
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
        kib.expect("a size in /proc/PID/status") / 1024.0
    }

    /// Asks it to end and waits until it has.
    pub fn end(mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.pid.to_string()]).status();
        let _ = self.child.wait();
    }

    fn await_listening(&mut self, name: &str) {
        while TcpStream::connect(self.address).is_err() {
            let ended = self.child.try_wait().expect("a child");
            assert!(ended.is_none(), "{name} ended at once: {ended:?}");
            sleep(Duration::from_millis(5));
        }
    }

    fn only_child(&self) -> Option<u32> {
        let path = format!("/proc/{0}/task/{0}/children", self.pid);
        read_to_string(path).ok()?.split_whitespace().next()?.parse().ok()
    }

    fn read(&self, file: &str) -> String {
        read_to_string(format!("/proc/{}/{file}", self.pid)).expect("a process that runs")
    }
}

/// Nobody is left behind when something fails.
impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address")
}
