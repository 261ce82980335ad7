"""Run by clients.py in its virtual environment: `python_client.py httpx|requests URL`. Prints a line of
JSON for each thing that was asked: what, what came, what should have come."""

import asyncio
import json
import sys
import time
import zlib

LARGE = bytes(place % 251 for place in range(5_000_003))
name, url = sys.argv[1:]


def say(what, got, expected):
    print(json.dumps([what, got, expected]), flush=True)


def sum_of(data):
    return f"{len(data)} {zlib.crc32(data):08x}"


def in_pieces(data):
    for start in range(0, len(data), 70_001):
        yield data[start : start + 70_001]


def are_apart(times):
    return min(after - before for before, after in zip(times, times[1:])) > 0.02


def with_requests():
    import requests

    with requests.Session() as session:
        common(session, lambda path, **more: session.get(url + path, stream=True, **more))
        for _ in range(3):
            say("a session keeps its cookie", session.get(url + "/me").text, "name=Ada")
        with session.get(url + "/pieces/2000", stream=True) as response:
            say("stream down", sum(map(len, response.iter_content(5000))), 2000 * 1009)
        response = session.post(url + "/crc", data=in_pieces(LARGE))
        say("a generator up, in chunks", response.text, sum_of(LARGE))
        with session.get(url + "/events/5", stream=True) as response:
            times = [time.monotonic() for line in response.iter_lines(chunk_size=1) if line.startswith(b"data")]
        say("events as they come", (len(times), are_apart(times)), [5, True])
        files = {"file": ("a.bin", LARGE)}
        say("a file in a form", int(session.post(url + "/crc", files=files).text.split()[0]) > len(LARGE), True)
        session.get(url + "/pieces/5000", stream=True).close()
        say("a session after a stream that was left", session.get(url + "/").text, "hello")
        try:
            got = requests.get(url + "/broken").text
        except requests.exceptions.ChunkedEncodingError:
            got = "an error"
        say("a broken answer", got, "an error")


def with_httpx():
    import httpx

    with httpx.Client(follow_redirects=True) as client:
        common(client, None)
        say("a client keeps its cookie", client.get(url + "/me").text, "name=Ada")
        with client.stream("GET", url + "/pieces/2000") as response:
            say("stream down", sum(map(len, response.iter_raw())), 2000 * 1009)
        say("a generator up, in chunks", client.post(url + "/crc", content=in_pieces(LARGE)).text, sum_of(LARGE))
        with client.stream("POST", url + "/echo", content=in_pieces(LARGE)) as response:
            say("echo while sending", sum_of(b"".join(response.iter_raw())), sum_of(LARGE))
        with client.stream("GET", url + "/events/5") as response:
            times = [time.monotonic() for line in response.iter_lines() if line.startswith("data")]
        say("events as they come", (len(times), are_apart(times)), [5, True])
        try:
            got = client.get(url + "/broken").text
        except httpx.RemoteProtocolError:
            got = "an error"
        say("a broken answer", got, "an error")
    asyncio.run(at_once())


async def at_once():
    import httpx

    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=20)) as client:
        answers = await asyncio.gather(*(client.get(f"{url}/items/{number}") for number in range(300)))
        say("300 at once over 20 connections", [answer.text for answer in answers] == list(map(str, range(300))), True)
        try:
            await client.get(url + "/slow/5000", timeout=0.2)
        except httpx.ReadTimeout:
            pass
        say("after a request that was given up", (await client.get(url + "/")).text, "hello")


def common(client, _):
    say("GET", client.get(url + "/json").json(), {"message": "hello"})
    say("HEAD", (client.head(url + "/").headers["content-length"], client.head(url + "/").text), ["5", ""])
    say("204", (client.get(url + "/nothing").status_code, client.get(url + "/nothing").text), [204, ""])
    response = client.get(url + "/redirect/5")
    say("redirects", (response.text, len(response.history)), ["arrived", 5])
    say("303 after POST, with a cookie", client.post(url + "/login", data={"a": "b"}).text, "name=Ada")
    moved = client.post(url + "/moved", data={"a": "b"}).json()
    say("307 repeats the POST", moved["method"], "POST")
    say("a large body up", client.put(url + "/crc", **body(LARGE)).text, sum_of(LARGE))
    say("a large body down", sum_of(client.get(url + "/bytes/5000003").content), sum_of(LARGE))
    refused = client.post(url + "/small", **body(bytes(500_000)))
    say("413", (refused.status_code, refused.json()["message"]), [413, "Request body is larger than the limit of 1000 bytes"])
    say("after 413", client.get(url + "/").text, "hello")
    say("500", client.get(url + "/panic").status_code, 500)
    sent = client.get(url + "/headers", headers={"x-many": "a, b", "accept": "x/y"}).json()["headers"]
    say("headers arrive", [field for field in sent if field[0] in ("x-many", "accept")].__len__(), 2)
    say("100 requests in a row", {client.get(f"{url}/items/{n}").text == str(n) for n in range(100)} == {True}, True)


def body(data):
    return {"data": data} if name == "requests" else {"content": data}


{"httpx": with_httpx, "requests": with_requests}[name]()
