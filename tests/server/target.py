"""The server under test, as a process, and what the scripts of this folder have in common."""

import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
BINARY = HERE / "target" / "release" / "target"


def build():
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=HERE, check=True)


def allow_descriptors(wanted):
    """For this process and the servers that it starts."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, wanted))
        except (ValueError, PermissionError):
            sys.exit(f"needs {wanted} file descriptors, may have {hard}: raise `ulimit -Hn`")
    else:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Target:
    """A server on a free port. `log` is a file that gets what it writes to standard error after
    the line with its address, or "/dev/full"; without it nothing is logged."""

    def __init__(self, log=None, rust_log="info", **environment):
        environment = {**os.environ, "ROOB_ADDR": "127.0.0.1:0", **environment}
        environment.pop("RUST_LOG", None)
        self.log = log
        if log and rust_log:
            environment["RUST_LOG"] = rust_log
        port = None
        if log == "/dev/full":
            # Where it listens cannot be said there.
            port = free_port()
            environment["ROOB_ADDR"] = f"127.0.0.1:{port}"
            errors = open(log, "wb", buffering=0)
        else:
            errors = subprocess.PIPE
        self.process = subprocess.Popen([BINARY], env=environment, stderr=errors)
        if port:
            wait_for(port)
        else:
            port = self._announced_port()
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def _announced_port(self):
        lines = []
        for line in self.process.stderr:
            lines.append(line)
            found = re.search(rb"listening on http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.reader = threading.Thread(target=self._keep_log, args=(lines,), daemon=True)
                self.reader.start()
                return int(found[1])
        sys.exit(f"the server did not start: {b''.join(lines)!r}")

    def _keep_log(self, lines):
        with open(self.log or os.devnull, "wb") as file:
            file.writelines(lines)
            for line in self.process.stderr:
                file.write(line)

    def connect(self, timeout=20):
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)

    def memory(self):
        """Resident memory in bytes."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def threads(self):
        return len(os.listdir(f"/proc/{self.process.pid}/task"))

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def wait(self, timeout=60):
        return self.process.wait(timeout)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_for(port):
    """Until somebody listens there."""
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.05)
    sys.exit(f"nobody listens on port {port}")


def request(path, head="", verb="GET", body=b""):
    """A request as bytes."""
    length = f"content-length: {len(body)}\r\n" if body or verb == "POST" else ""
    return f"{verb} {path} HTTP/1.1\r\nhost: target\r\n{length}{head}\r\n".encode() + body


def read_answer(connection):
    """One answer that has a length, as (status, head, body). Raises `EOFError` before its end."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += some(connection, data)
    head, body = data.split(b"\r\n\r\n", 1)
    length = re.search(rb"(?i)\ncontent-length: (\d+)", head)
    length = int(length[1]) if length else 0
    while len(body) < length:
        body += some(connection, body)
    return int(head.split()[1]), head, body


def some(connection, so_far):
    data = connection.recv(65536)
    if not data:
        raise EOFError(f"the connection ended after {len(so_far)} bytes")
    return data


def latencies(target, count):
    """Seconds that a client with one connection waits for each of `count` answers, sorted."""
    times = []
    with target.connect() as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number in range(count):
            start = time.perf_counter()
            connection.sendall(request(f"/items/{number}"))
            status, _, body = read_answer(connection)
            times.append(time.perf_counter() - start)
            assert (status, body) == (200, str(number).encode()), (status, body)
    return sorted(times)


def quantile(sorted_values, share):
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))]
