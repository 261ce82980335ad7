#!/usr/bin/env python3
"""SIGTERM at a random moment while clients ask as fast as they can, again and again.

    ./kill.py [--times 50] [--connections 64]

Two loads run at once. `wrk` is the pressure. A client of our own numbers each request, so that what it
sent can be laid beside the access log of the server. Each of its requests ends as one of

- answered: the whole answer came;
- lost: the access log has it, and the answer did not come whole. There may be none;
- raced: sent whole, not in the log, and no byte of an answer came: the server had decided to close while
  the bytes were under way. A client that used a connection for the second time may repeat it (RFC 9112,
  9.3.1); `fresh` of these are the first of their connection, which the client had no reason to expect;
- refused: no connection could be made, so nothing was sent.

`wrk` knows answers and "read errors" only. It always has a request under way, so each connection that
is closed without `connection: close` in an answer is one for it. Its answers are laid beside the log by
number: as many as were logged, or answers were lost.
"""

import argparse
import collections
import os
import random
import re
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
import time

from target import Target, allow_descriptors, build, request

WRK_SECONDS = 2


class Numbered:
    """Connections in one thread, each with one request under way."""

    def __init__(self, port, connections, seed):
        self.port, self.wanted, self.seed = port, connections, seed
        self.number = seed
        self.answered, self.unanswered, self.broken, self.refused = set(), {}, set(), 0
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        with selectors.DefaultSelector() as selector:
            for _ in range(self.wanted):
                self.open(selector)
            while selector.get_map() and not self.is_over.is_set():
                for key, _ in selector.select(0.1):
                    self.read(selector, key.fileobj, key.data)
            for key in list(selector.get_map().values()):
                self.end(selector, key.fileobj, key.data)

    def open(self, selector):
        try:
            connection = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        except OSError:
            self.refused += 1
            return
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        state = {"count": 0, "data": b""}
        selector.register(connection, selectors.EVENT_READ, state)
        self.ask(selector, connection, state)

    def ask(self, selector, connection, state):
        self.number += 1
        state.update(number=self.number, data=b"", count=state["count"] + 1, sent=False)
        bytes_of_request = request(f"/items/{self.number}")
        try:
            state["sent"] = connection.send(bytes_of_request) == len(bytes_of_request)
        except OSError:
            # Closed before it was asked: nothing was sent.
            self.close(selector, connection)

    def read(self, selector, connection, state):
        try:
            data = connection.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            return self.end(selector, connection, state)
        state["data"] += data
        head, found, body = state["data"].partition(b"\r\n\r\n")
        if not found or len(body) < int(re.search(rb"content-length: (\d+)", head)[1]):
            return
        if body != str(state["number"]).encode():
            sys.exit(f"{state['number']} was answered with {state['data']!r}")
        self.answered.add(state["number"])
        if b"connection: close" in head.lower():
            self.close(selector, connection)
        else:
            self.ask(selector, connection, state)

    def end(self, selector, connection, state):
        """Without a whole answer."""
        if state["data"]:
            self.broken.add(state["number"])
        elif state["sent"]:
            self.unanswered[state["number"]] = state["count"]
        self.close(selector, connection)

    def close(self, selector, connection):
        selector.unregister(connection)
        connection.close()
        self.open(selector)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--times", type=int, default=50)
    arguments.add_argument("--connections", type=int, default=64)
    arguments.add_argument("--seed", type=int, default=random.randrange(10**6))
    arguments = arguments.parse_args()
    build()
    allow_descriptors(4096)
    random.seed(arguments.seed)
    print(f"seed {arguments.seed}, SIGTERM {arguments.times} times")
    total = collections.Counter()
    for turn in range(arguments.times):
        counted = kill_once(arguments.connections)
        total.update(counted)
        if counted["lost"] or counted["raced"] or counted["wrk lost"] or counted["exit"]:
            print(f"{turn}: {dict(counted)}", flush=True)
    for name, count in total.items():
        print(f"{name:>24} {count}")
    raise SystemExit(bool(total["lost"] or total["wrk lost"] or total["exit"]))


def kill_once(connections):
    log = tempfile.NamedTemporaryFile(suffix=".log")
    with log, Target(log=log.name, NO_COLOR="1") as target:
        wrk = subprocess.Popen(
            ["wrk", "-t1", f"-c{connections}", f"-d{WRK_SECONDS}", f"{target.url}/json"],
            stdout=subprocess.PIPE, text=True)  # fmt: skip
        numbered = Numbered(target.port, 16, 0)
        time.sleep(random.uniform(0.2, WRK_SECONDS - 0.5))
        start = time.monotonic()
        target.terminate()
        code = target.wait(timeout=40)
        took = time.monotonic() - start
        target.reader.join()
        numbered.is_over.set()
        numbered.thread.join()
        printed = wrk.communicate()[0]
        return count(numbered, printed, open(log.name).read(), code, took)


def count(numbered, wrk, log, code, took):
    logged = {int(number) for number in re.findall(r"GET /items/(\d+)", log)}
    complete = int(re.search(r"(\d+) requests in", wrk)[1])
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+)", wrk)
    raced = {number: nth for number, nth in numbered.unanswered.items() if number not in logged}
    lost = numbered.broken | (numbered.unanswered.keys() & logged)
    return collections.Counter({
        "answered": len(numbered.answered),
        "lost": len(lost),
        "raced": len(raced),
        "fresh": sum(nth == 1 for nth in raced.values()),
        "refused": numbered.refused,
        "wrk answered": complete,
        "wrk lost": max(0, len(re.findall(r"GET /json", log)) - complete),
        "wrk read errors": int(errors[2]) if errors else 0,
        "exit": code,
        "milliseconds to the end": round(took * 1000),
    })  # fmt: skip


main()
