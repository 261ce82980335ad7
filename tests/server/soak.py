#!/usr/bin/env python3
"""Minutes of clients that die, handlers that panic and a log that cannot be written.

    ./soak.py [--minutes 10] [--log /dev/full]

Each fault has a client of its own that commits it again and again, beside a healthy client whose
answers are checked. Memory and descriptors are sampled every ten seconds; at the end, when all clients
have gone, they have to be where they were after the first minute.
"""

import argparse
import os
import random
import socket
import statistics
import struct
import threading
import time
from collections import Counter

from target import Target, allow_descriptors, build, quantile, read_answer, request

# How often each fault happens, in seconds. Low, so that the machine can do something else.
PAUSE = 0.1
# What memory may differ: an allocator gives nothing back before it has to.
MARGIN = 2 * 1024 * 1024

done = threading.Event()
counts, wrong = Counter(), Counter()


def cut(connection):
    """Resets the connection instead of closing it, as a client does that dies."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def leave(connection):
    random.choice([cut, socket.socket.close])(connection)


def dies_before_head(connection):
    leave(connection)


def dies_in_head(connection):
    connection.sendall(b"GET / HTTP/1.1\r\nhost: targ")
    time.sleep(0.02)
    leave(connection)


def dies_in_body(connection):
    connection.sendall(b"POST /crc HTTP/1.1\r\nhost: t\r\ncontent-length: 1000000\r\n\r\n" + b"x" * 5000)
    time.sleep(0.02)
    leave(connection)


def dies_in_chunk(connection):
    connection.sendall(b"POST /crc HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\nffff\r\nabc")
    leave(connection)


def dies_in_handler(connection):
    connection.sendall(request("/slow/500"))
    time.sleep(0.05)
    leave(connection)


def dies_in_answer(connection):
    connection.sendall(request("/bytes/3000000"))
    connection.recv(1000)
    leave(connection)


def dies_in_stream(connection):
    connection.sendall(request("/pieces/100000"))
    connection.recv(1000)
    leave(connection)


def dies_in_events(connection):
    connection.sendall(request("/events/1000"))
    time.sleep(0.3)
    connection.recv(1000)
    leave(connection)


def provokes_panic(connection):
    for _ in range(3):
        expect(connection, request("/panic"), 500)
    connection.close()


def reads_broken_answer(connection):
    connection.sendall(request("/broken"))
    while connection.recv(65536):
        pass
    connection.close()


def sends_too_much(connection):
    expect(connection, request("/small", verb="POST", body=b"x" * 200_000), 413)
    connection.close()


def sends_no_http(connection):
    connection.sendall(os.urandom(300).replace(b"\n", b"x") + b"\r\n\r\n")
    while connection.recv(65536):
        pass
    connection.close()


def reads_slowly(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.sendall(request("/bytes/3000000"))
    for _ in range(30):
        connection.recv(4096)
        if done.wait(0.1):
            break
    leave(connection)


def writes_slowly(connection):
    for byte in request("/json"):
        connection.sendall(bytes([byte]))
        time.sleep(0.02)
    assert read_answer(connection)[0] == 200
    connection.close()


def lies_idle(connection):
    expect(connection, request("/"), 200)
    done.wait(5)
    connection.close()


FAULTS = [
    dies_before_head, dies_in_head, dies_in_body, dies_in_chunk, dies_in_handler, dies_in_answer,
    dies_in_stream, dies_in_events, provokes_panic, reads_broken_answer, sends_too_much, sends_no_http,
    reads_slowly, reads_slowly, reads_slowly, writes_slowly, lies_idle, lies_idle, lies_idle,
]  # fmt: skip


def expect(connection, bytes_of_request, status):
    try:
        connection.sendall(bytes_of_request)
    except OSError:
        pass  # The server may refuse the rest; the answer is there all the same.
    got = read_answer(connection)[0]
    if got != status:
        raise AssertionError(f"{got} instead of {status}")


def again_and_again(target, fault):
    while not done.wait(PAUSE * random.uniform(0.5, 1.5)):
        try:
            fault(target.connect())
            counts[fault.__name__] += 1
        except (ConnectionError, BrokenPipeError) if fault is sends_no_http else () :
            counts[fault.__name__] += 1
        except Exception as error:
            wrong[f"{fault.__name__}: {error!r}"] += 1


def healthy(target, times):
    """Over one connection as long as it holds; it has no reason not to."""
    connection = target.connect()
    number = 0
    while not done.wait(0.02):
        number += 1
        start = time.perf_counter()
        try:
            connection.sendall(request(f"/items/{number}"))
            status, _, body = read_answer(connection)
        except Exception as error:
            wrong[f"healthy: {error!r}"] += 1
            connection = target.connect()
            continue
        times.append(time.perf_counter() - start)
        if (status, body) != (200, str(number).encode()):
            wrong[f"healthy: {status} {body!r}"] += 1


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--minutes", type=float, default=10)
    arguments.add_argument("--log", default="/dev/full")
    arguments = arguments.parse_args()
    build()
    allow_descriptors(4096)
    with Target(log=arguments.log) as target:
        raise SystemExit(soak(target, arguments.minutes * 60))


def soak(target, seconds):
    descriptors = target.descriptors()
    times = []
    workers = [threading.Thread(target=again_and_again, args=(target, fault)) for fault in FAULTS]
    workers.append(threading.Thread(target=healthy, args=(target, times)))
    for worker in workers:
        worker.start()
    memory, open_now = [], []
    end = time.monotonic() + seconds
    while time.monotonic() < end and target.process.poll() is None:
        time.sleep(min(10, seconds / 12))
        memory.append(target.memory())
        open_now.append(target.descriptors())
    done.set()
    for worker in workers:
        worker.join()
    # The server reads on for two seconds after a last answer.
    time.sleep(5)
    # The first minute fills what is kept for later.
    settled = min(6, len(memory) // 2)
    memory, open_now = memory[settled:] + [target.memory()], open_now[settled:] + [target.descriptors()]
    times.sort()
    print(f"faults: {sum(counts.values())}: {dict(sorted(counts.items()))}")
    print(f"healthy: {len(times)} answers, p50 {quantile(times, 0.5) * 1e3:.2f} ms, "
          f"p99 {quantile(times, 0.99) * 1e3:.2f} ms, max {times[-1] * 1e3:.1f} ms")
    print("| | first | median | max | last, all clients gone |\n|---|---|---|---|---|")
    for name, series in [("memory, KiB", [sample // 1024 for sample in memory]), ("descriptors", open_now)]:
        print(f"| {name} | {series[0]} | {statistics.median(series):.0f} | {max(series)} | {series[-1]} |")
    grown = memory[-1] - memory[0]
    print(f"descriptors before the first client: {descriptors}; wrong answers: {dict(wrong) or 'none'}")
    is_good = not wrong and open_now[-1] <= descriptors and grown <= MARGIN
    print("memory and descriptors are where they were" if is_good else "NOT where it was")
    return not is_good


main()
