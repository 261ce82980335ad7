#!/usr/bin/env python3
"""Asks nginx, haproxy, h11 and Roob with the corpus of attacks, and prints where they differ.

What one of the others refuses, Roob has to refuse. The exceptions are listed with their reasons in
serve_differential.md beside this file; one that is missing there, or is there for nothing, fails.

    apt-get install nginx-light haproxy && pip install h11
    cargo build -p roob --example attacked
    python3 tests/serve_differential.py target/debug/examples/attacked [--table]

nginx and haproxy stand in front of a server that takes everything: theirs is the first word. All of
it happens on 127.0.0.1.
"""

import concurrent.futures
import json
import pathlib
import re
import shutil
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time

import h11

HERE = pathlib.Path(__file__).parent
CORPUS = HERE / "http" / "serve" / "attacks"
EXCEPTIONS = HERE / "serve_differential.md"
SILENCE = 0.4
OTHERS = ["nginx", "haproxy", "h11"]
PEERS = [*OTHERS, "roob"]

NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;
  fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  client_header_timeout 2s; client_body_timeout 2s; client_max_body_size 1m;
  large_client_header_buffers 16 64k;
  server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://127.0.0.1:{behind}; }} }}
}}
"""

HAPROXY = """
defaults
  mode http
  timeout client 2s
  timeout server 2s
  timeout connect 2s
  timeout http-request 2s
  option http-buffer-request
frontend f
  bind 127.0.0.1:{port}
  default_backend b
backend b
  server s 127.0.0.1:{behind}
"""


def cases():
    """Each case with its table, and the pieces that are sent; those that end early are left out."""
    for table in ["smuggling", "chunks", "heads", "targets", "hosts", "flow"]:
        for case in json.loads((CORPUS / f"{table}.json").read_text()):
            pieces = []
            for piece in case["send"]:
                if isinstance(piece, str):
                    pieces.append(piece.encode("latin-1"))
                elif "repeat" in piece:
                    pieces.append(piece["repeat"].encode("latin-1") * piece["times"])
                else:
                    pieces.append(None)
            yield table, case["name"], pieces


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
    sys.exit(f"nobody listens on {port}")


class Everything(socketserver.StreamRequestHandler):
    """The server behind the proxies: 200 for whatever they let pass, and the end."""

    def handle(self):
        self.request.settimeout(2)
        head = b""
        try:
            while b"\r\n\r\n" not in head:
                data = self.request.recv(65536)
                if not data:
                    return
                head += data
            head, _, body = head.partition(b"\r\n\r\n")
            length = re.search(rb"(?i)\ncontent-length: *(\d+)", head)
            while length and len(body) < int(length[1]):
                body += self.request.recv(65536)
            while not length and re.search(rb"(?i)\ntransfer-encoding", head) and b"0\r\n" not in body[-64:]:
                body += self.request.recv(65536)
            self.request.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
        except OSError:
            pass


class Backend(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


def ask(port, pieces):
    """The statuses that come back, and whether the connection was ended."""
    got = b""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            for piece in pieces:
                if piece is None:
                    time.sleep(0.05)
                else:
                    client.sendall(piece)
        except OSError:
            pass
        client.settimeout(SILENCE)
        closed = False
        try:
            while data := client.recv(65536):
                got += data
            closed = True
        except TimeoutError:
            pass
        except OSError:
            closed = True
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d\d\d)", got)], closed


def is_refused(statuses, closed):
    """Refused is an error of the server's own, or an end without any answer. The 404 and 405 of an
    app that was asked are none, nor is silence of somebody who waits for more."""
    own = [status for status in statuses if status in (400, 408, 411, 413, 414, 417, 431, 494, 501, 505)]
    return bool(own) or (closed and not statuses)


def ask_h11(pieces):
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=1 << 17)
    try:
        for piece in pieces:
            for start in range(0, len(piece or b""), 65536):
                connection.receive_data(piece[start : start + 65536])
                while (event := connection.next_event()) not in (h11.NEED_DATA, h11.PAUSED):
                    if isinstance(event, h11.ConnectionClosed):
                        return False
                    if isinstance(event, h11.EndOfMessage):
                        answer = h11.Response(status_code=404, headers=[("content-length", "0")])
                        connection.send(answer)
                        connection.send(h11.EndOfMessage())
                        if connection.our_state is not h11.DONE:
                            return False
                        connection.start_next_cycle()
        return False
    except h11.RemoteProtocolError:
        return True


def exceptions():
    """The cases that are named in the tables of the document, each with those who refuse it."""
    _, listed = EXCEPTIONS.read_text().split("## Exceptions\n")
    rows = re.findall(r"^\| (\w+) \| (.+?) \| ([\w, ]+) \|", listed, re.MULTILINE)
    return {(table, name.replace("\\|", "|")): set(who.split(", ")) for table, name, who in rows if table != "table"}


def start(folder, roob):
    behind = Backend(("127.0.0.1", 0), Everything)
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    ports = {"nginx": free_port(), "haproxy": free_port()}
    settings = dict(folder=folder, behind=behind.server_address[1])
    for name, text in ("nginx", NGINX), ("haproxy", HAPROXY):
        pathlib.Path(folder, name).write_text(text.format(port=ports[name], **settings))
    quiet = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    paths = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"
    running = [
        subprocess.Popen([shutil.which("nginx", path=paths), "-p", folder, "-c", f"{folder}/nginx"], **quiet),
        subprocess.Popen([shutil.which("haproxy", path=paths), "-db", "-f", f"{folder}/haproxy"], **quiet),
    ]
    server = subprocess.Popen([roob, "127.0.0.1:0"], stderr=subprocess.PIPE, text=True)
    ports["roob"] = int(server.stderr.readline().rsplit(":", 1)[1])
    threading.Thread(target=server.stderr.read, daemon=True).start()
    for port in ports.values():
        wait_for(port)
    return ports, [*running, server]


def main():
    roob, show = sys.argv[1], "--table" in sys.argv
    folder = tempfile.mkdtemp()
    ports, running = start(folder, roob)
    try:
        def judge(case):
            table, name, pieces = case
            verdicts = {peer: ask(port, pieces) for peer, port in ports.items()}
            refused = {peer: is_refused(*verdict) for peer, verdict in verdicts.items()}
            return table, name, verdicts, refused | {"h11": ask_h11(pieces)}

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            rows = list(pool.map(judge, cases()))
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)
    report(rows, show)


def report(rows, show):
    known, wrong = exceptions(), []
    for table, name, verdicts, refused in rows:
        who = {peer for peer in OTHERS if refused[peer]} if not refused["roob"] else set()
        if show:
            told = " ".join(f"{peer}={'no' if refused[peer] else 'yes':3}" for peer in PEERS)
            print(f"{table:9} {told}  {name!r} {verdicts}")
        if who != known.pop((table, name), set()):
            wrong.append(f"| {table} | {name} | {', '.join(sorted(who)) or 'nobody'} |")
    wrong += [f"| {table} | {name} | is no case |" for table, name in known]
    print(f"{len(rows)} cases")
    for peer in PEERS:
        count = sum(refused[peer] for *_, refused in rows)
        alone = sum(refused["roob"] and not refused[peer] for *_, refused in rows)
        looser = sum(refused[peer] and not refused["roob"] for *_, refused in rows)
        print(f"{peer:8} refuses {count:3}; takes {alone:3} that Roob refuses, refuses {looser:3} that Roob takes")
    if wrong:
        sys.exit("not as serve_differential.md says:\n" + "\n".join(wrong))


if __name__ == "__main__":
    main()
