#!/usr/bin/env python3
"""What a connection costs on which nothing happens: memory, and the time of other clients.

    ./idle.py [--connections 10000] [--rounds 5]

Two kinds are opened one after the other, each against a new server: `silent` ones have never sent a
byte, `kept` ones had an answer. The memory is resident memory, after minus before, by their number.
"""

import argparse
import statistics
import time

from target import Target, allow_descriptors, build, latencies, quantile, read_answer, request

LIMIT = 5 * 1024


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--connections", type=int, default=10_000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments = arguments.parse_args()
    build()
    # The server keeps a quarter of them for other things than connections.
    allow_descriptors(arguments.connections * 4 // 3 + 1000)
    print(f"{arguments.connections} connections, median of {arguments.rounds} rounds of 2000 requests")
    print("| kind | bytes each | p50 before → with | p99 before → with | open after | bytes after |")
    print("|---|---|---|---|---|---|")
    worst = max(measure(kind, arguments) for kind in ["silent", "kept"])
    print(f"at most {LIMIT} bytes each: {'yes' if worst <= LIMIT else 'NO'}")
    raise SystemExit(worst > LIMIT)


def measure(kind, arguments):
    with Target(ROOB_HEAD_TIMEOUT="600", ROOB_KEEP_ALIVE="600") as target:
        latencies(target, 2000)
        before, descriptors = target.memory(), target.descriptors()
        alone = times(target, arguments.rounds)
        connections = [open_one(target, kind) for _ in range(arguments.connections)]
        # What is given back when nothing happens is given back by then.
        time.sleep(3)
        each = (target.memory() - before) / len(connections)
        beside = times(target, arguments.rounds)
        if kind == "kept":
            ask_again(connections)
        for connection in connections:
            connection.close()
        time.sleep(2)
        left, more = target.descriptors() - descriptors, target.memory() - before
    p50, p99 = (f"{a * 1e6:.0f} → {b * 1e6:.0f} µs" for a, b in zip(alone, beside))
    print(f"| {kind} | {each:.0f} | {p50} | {p99} | {left} | {more} |", flush=True)
    return each


def open_one(target, kind):
    connection = target.connect()
    if kind == "kept":
        connection.sendall(request("/"))
        assert read_answer(connection)[0] == 200
    return connection


def ask_again(connections):
    """They are still served."""
    for connection in connections[:: max(1, len(connections) // 100)]:
        connection.sendall(request("/json"))
        assert read_answer(connection)[0] == 200


def times(target, rounds):
    """Medians of p50 and p99."""
    rounds = [latencies(target, 2000) for _ in range(rounds)]
    return [statistics.median(quantile(sorted_times, q) for sorted_times in rounds) for q in (0.5, 0.99)]


main()
