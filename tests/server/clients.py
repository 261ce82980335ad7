#!/usr/bin/env python3
"""What clients and proxies that people use get from the server.

    ./clients.py [NAME...]      names are curl httpx requests node wrk slowhttptest nginx haproxy errors

Prints a line for each thing that was asked: who asked, what, and what came when that was wrong. Ends
with 1 when something was. httpx and requests are installed into `.venv`; the other programs have to be
there (Debian: curl nodejs wrk slowhttptest nginx-light haproxy), and are named when they are not.
"""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import venv
import zlib

from target import HERE, Target, allow_descriptors, build, free_port, read_answer, request, wait_for

VENV = HERE / ".venv"
LARGE = bytes(place % 251 for place in range(5_000_003))
TOO_LARGE = '{"message":"Request body is larger than the limit of 1000 bytes"}'
wrong = []


def pattern(length):
    return bytes(place % 251 for place in range(length))


def pieces(count):
    return b"".join(bytes([place % 251]) * 1009 for place in range(count))


def sum_of(data):
    return f"{len(data)} {zlib.crc32(data):08x}"


def check(who, what, got, expected=True):
    """`got` may be a function, whose error is shown."""
    try:
        got = got() if callable(got) else got
    except Exception as error:
        got = f"{type(error).__name__}: {error}"
    is_right = got == expected
    if not is_right:
        wrong.append((who, what))
    shown = "" if is_right else f"{str(got)[:300]} instead of {str(expected)[:100]}"
    print(f"| {who} | {what} | {'right' if is_right else 'WRONG'} | {shown} |", flush=True)


def run(*command, data=None, timeout=60):
    done = subprocess.run(command, input=data, capture_output=True, timeout=timeout)
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.decode()[-200:]}")
    return done.stdout


def curl(target, who="curl"):
    url = target.url

    def ask(what, expected, path, *options, data=None):
        expected = expected if isinstance(expected, bytes) else expected.encode()
        command = ["curl", "-sS", "--max-time", "30", *options, url + path]
        check(who, what, lambda: run(*command, data=data), expected)

    status = ("-o", "/dev/null", "-w", "%{http_version} %{http_code}")
    ask("HTTP/1.1", "1.1 200", "/", *status)
    ask("HTTP/1.0", "hello", "/", "--http1.0")
    ask("HTTP/1.0, stream without length", pieces(300), "/pieces/300", "--http1.0")
    ask("--path-as-is, dot segments", "/raw/a/../b/./c", "/raw/a/../b/./c", "--path-as-is")
    ask("escapes and a query", "/raw/%C3%A4%2Fb?x=%20y", "/raw/%C3%A4%2Fb?x=%20y")
    ask("HEAD", "200 5", "/", "--head", "-o", "/dev/null", "-w", "%{http_code} %header{content-length}")
    ask("HEAD of a stream", "200", "/pieces/9", "--head", "-o", "/dev/null", "-w", "%{http_code}")
    ask("204", "204 0", "/nothing", "-w", "%{http_code} %{size_download}")
    ask("304", "304 0", "/unchanged", "-w", "%{http_code} %{size_download}")
    ask("OPTIONS", "204", "/", "-X", "OPTIONS", "-w", "%{http_code}")
    ask("a large answer", LARGE, "/bytes/5000003")
    ask("an answer in chunks", pieces(3000), "/pieces/3000")
    ask("connection: close", "hello", "/", "-H", "connection: close")
    ask("Expect: 100-continue, large body", sum_of(LARGE), "/crc", "-H", "expect: 100-continue",
        "--data-binary", "@-", data=LARGE)  # fmt: skip
    ask("PUT from a pipe, in chunks", sum_of(LARGE), "/crc", "-T", "-", data=LARGE)
    ask("echo while sending", LARGE, "/echo", "-H", "transfer-encoding: chunked",
        "--data-binary", "@-", data=LARGE)  # fmt: skip
    for name, header in [("with a length", "x-a: b"), ("in chunks", "transfer-encoding: chunked"),
                         ("after Expect", "expect: 100-continue")]:  # fmt: skip
        ask(f"413 {name}", TOO_LARGE, "/small", "-H", header, "--data-binary", "@-", data=LARGE)
    ask("redirects", "arrived", "/redirect/5", "-L")
    ask("303 after POST, with a cookie", "name=Ada", "/login", "-L", "-c", "/dev/null", "-d", "x=1")
    ask("500 after a panic", '{"message":"Unhandled exception occurred"}', "/panic")
    ask("Unicode in a header", "200", "/headers", "-H", "x-name: Ä", "-o", "/dev/null", "-w", "%{http_code}")
    if who == "curl":
        reuse = ["-w", " %{num_connects}\n"]
        ask("one connection for five requests", "1 1\n2 0\n3 0\n4 0\n5 0\n", "/items/[1-5]", *reuse)
        after_error = ["-d", "x", "-w", " %{num_connects}\n", url + "/nowhere", "-o", "/dev/null", url + "/small"]
        check(who, "one connection over a 404 with a body",
              lambda: run("curl", "-sS", *after_error).decode().split()[-1], "0")  # fmt: skip
        check(who, "a broken answer is an error", lambda: subprocess.run(
            ["curl", "-sS", url + "/broken"], capture_output=True).returncode, 18)  # fmt: skip
    check(who, "events as they come (-N)", lambda: arrivals(url + "/events/5"), [0, 1, 2, 3, 4])


def arrivals(url):
    """The numbers of five events, each of which came on its own."""
    with subprocess.Popen(["curl", "-sSN", "--max-time", "20", url], stdout=subprocess.PIPE) as process:
        numbers, times = [], []
        for line in process.stdout:
            if line.startswith(b"data:"):
                numbers.append(int(line[5:]))
                times.append(time.monotonic())
    gaps = [after - before for before, after in zip(times, times[1:])]
    # They are sent 0.1 s apart; gathered ones would come at once.
    return numbers if min(gaps) > 0.02 else f"gathered: {gaps}"


def httpx_and_requests(target, names):
    if not VENV.exists():
        venv.create(VENV, with_pip=True)
        run(VENV / "bin/pip", "install", "--quiet", "httpx", "requests", timeout=300)
    for name in names:
        printed = run(VENV / "bin/python", HERE / "python_client.py", name, target.url, timeout=120)
        for line in printed.decode().splitlines():
            what, got, expected = json.loads(line)
            check(name, what, got, expected)


def node(target):
    printed = run("node", HERE / "node_client.mjs", target.url, timeout=120)
    for line in printed.decode().splitlines():
        what, got, expected = json.loads(line)
        check("node fetch", what, got, expected)


def wrk(target):
    def complain(*options, path="/"):
        printed = run("wrk", "-t2", "-c64", "-d3", *options, target.url + path).decode()
        bad = [line.strip() for line in printed.splitlines() if "errors" in line or "Non-2xx" in line]
        return bad or int(printed.split(" requests in")[0].split()[-1]) > 100

    check("wrk", "64 connections", complain)
    check("wrk", "64 connections, 100 kB each", lambda: complain(path="/bytes/100000"))
    check("wrk", "64 connections, chunks", lambda: complain(path="/pieces/20"))
    check("wrk", "connection: close", lambda: complain("-H", "connection: close"))
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(
            "init = function(args) local all = {}\n"
            "for i = 1, 16 do all[i] = wrk.format('POST', '/small', nil, 'abc') end\n"
            "wrk.all = table.concat(all) end\n"
            "request = function() return wrk.all end\n"
        )
        script.flush()
        check("wrk", "pipelined by 16, POST", lambda: complain("-s", script.name))


def slowhttptest(_):
    """Against the server's own timeouts. Somebody healthy asks all the while."""
    for name, option in [("slow heads", "-H"), ("slow bodies", "-B"), ("slow reading", "-X")]:
        with Target() as target:
            path = {"-H": "/", "-B": "/crc", "-X": "/bytes/300000"}[option]
            attack = subprocess.Popen(
                ["slowhttptest", option, "-c", "500", "-r", "200", "-i", "2", "-l", "15",
                 *(["-w", "512", "-y", "1024", "-n", "5", "-z", "32"] if option == "-X" else []),
                 "-u", target.url + path],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
            time.sleep(4)
            check("slowhttptest", f"a healthy client during {name}", lambda: healthy_answers(target, 200), 200)
            attack.wait(60)
            check("slowhttptest", f"a healthy client after {name}", lambda: healthy_answers(target, 20), 20)


def healthy_answers(target, count):
    """How many of `count` requests on connections of their own are answered within some seconds."""
    answered = 0
    for number in range(count):
        with target.connect(timeout=5) as connection:
            connection.sendall(request(f"/items/{number}"))
            answered += read_answer(connection)[2] == str(number).encode()
    return answered


class Proxy:
    """A proxy in front, with the url of the proxy."""

    def __init__(self, target, name, config, command):
        self.folder = tempfile.TemporaryDirectory()
        self.port = free_port()
        # nginx's worker is somebody else when this is root.
        os.chmod(self.folder.name, 0o755)
        path = pathlib.Path(self.folder.name) / "config"
        path.write_text(config.format(folder=self.folder.name, port=self.port, to=target.port))
        self.process = subprocess.Popen([*command, path], stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        wait_for(self.port)
        self.url, self.descriptors = f"http://127.0.0.1:{self.port}", target.descriptors

    connect = Target.connect

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.folder.cleanup()


NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors warn;
events {{ worker_connections 512; }}
http {{
  access_log off; client_max_body_size 0;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  upstream roob {{ server 127.0.0.1:{to}; keepalive 8; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://roob; proxy_http_version 1.1; proxy_set_header connection "";
      proxy_set_header host $http_host; BUFFERING
    }}
  }}
}}
"""

HAPROXY = """
global
  log stderr local0 err
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
  option http-keep-alive
  option abortonclose
  # Else events that come one by one are held back to fill packets.
  option http-no-delay
  http-reuse always
frontend front
  bind 127.0.0.1:{port}
  default_backend back
backend back
  server roob 127.0.0.1:{to}
"""


def nginx(target):
    direct = "proxy_buffering off; proxy_request_buffering off;"
    command = ["nginx", "-e", "stderr", "-c"]
    for who, buffering in [("nginx", ""), ("nginx, unbuffered", direct)]:
        behind(target, who, NGINX.replace("BUFFERING", buffering), command)


def haproxy(target):
    behind(target, "haproxy", HAPROXY, ["haproxy", "-db", "-f"])


def behind(target, who, config, command):
    before = settled(target)
    with Proxy(target, who, config, command) as proxy:
        for number in range(50):
            with proxy.connect() as connection:
                connection.sendall(request(f"/items/{number}"))
                assert read_answer(connection)[2] == str(number).encode()
        kept = target.descriptors() - before
        check(who, "fifty clients over few connections to the server", 1 <= kept <= 8)
        curl(proxy, who)
        check(who, "413 within two megabytes, 50 times", lambda: [too_large(proxy) for _ in range(50)], [413] * 50)
        for what, path in [("an answer", "/bytes/5000003"), ("a stream", "/events/1000")]:
            check(who, f"clients that leave in the middle of {what}", lambda: leave(proxy, target, path, before))
        wrk_behind(proxy, who)
    check(who, "no connection is left when it ends", lambda: settled(target) <= before)


def too_large(proxy):
    with proxy.connect() as connection:
        head = b"POST /small HTTP/1.1\r\nhost: target\r\ncontent-length: 2000000\r\n\r\n"
        try:
            connection.sendall(head + bytes(2_000_000))
        except OSError:
            pass  # The proxy may have closed its side for reading; the answer is there all the same.
        return read_answer(connection)[0]


def leave(proxy, target, path, before):
    for _ in range(20):
        connection = proxy.connect()
        connection.sendall(request(path))
        connection.recv(1000)
        connection.close()
    # The proxy may keep idle ones, as above.
    return settled(target, before + 8) <= before + 8


def wrk_behind(proxy, who):
    printed = run("wrk", "-t1", "-c32", "-d3", proxy.url + "/json").decode()
    check(who, "wrk, 32 connections", [line for line in printed.splitlines() if "errors" in line or "Non-2xx" in line], [])


def settled(target, wanted=0):
    """Descriptors once they no longer change, or are as few as wanted."""
    last = None
    for _ in range(60):
        now = target.descriptors()
        if now == last or now <= wanted:
            return now
        last = now
        time.sleep(2.5)
    return last


def errors(_):
    """A standard error that cannot be written, with a log and without one."""
    for what, options in [("a log", {"rust_log": "info"}), ("no log", {"rust_log": ""})]:
        with Target(log="/dev/full", **options) as target:
            def statuses():
                with target.connect() as connection:
                    return [ask_status(connection, path) for path in ["/", "/panic", "/nowhere", "/panic", "/"]]

            check("full standard error", f"answers with {what}", statuses, [200, 500, 404, 500, 200])
            target.terminate()
            check("full standard error", f"the end with {what}", target.wait, 0)


def ask_status(connection, path):
    connection.sendall(request(path))
    return read_answer(connection)[0]


def main():
    build()
    allow_descriptors(4096)
    names = sys.argv[1:] or ["curl", "httpx", "requests", "node", "wrk", "errors", "nginx", "haproxy", "slowhttptest"]
    print("| client | asks | gets | |\n|---|---|---|---|")
    for name in names:
        program = {"httpx": "python3", "requests": "python3", "errors": "python3"}.get(name, name)
        if not shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin"):
            check(name, "is it installed", "no", "yes")
            continue
        with Target() as target:
            if name in ("httpx", "requests"):
                httpx_and_requests(target, [name])
            else:
                globals()[name](target)
            if name not in ("errors", "slowhttptest"):
                check(name, "SIGTERM afterwards", lambda: (target.terminate(), target.wait())[1], 0)
    print(f"\n{len(wrong)} wrong")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
