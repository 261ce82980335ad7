// Run by clients.py: `node node_client.mjs URL`. Prints a line of JSON for each thing that was asked:
// what, what came, what should have come.
import { crc32 } from "node:zlib";

const url = process.argv[2];
const large = Uint8Array.from({ length: 5_000_003 }, (_, place) => place % 251);
const say = (what, got, expected) => console.log(JSON.stringify([what, got, expected]));
const text = async (path, options) => (await fetch(url + path, options)).text();
// `crc32` is not in every version.
const sum = (data) => (crc32 ? `${data.length} ${crc32(data).toString(16).padStart(8, "0")}` : data.length);
const sumOf = (printed) => (crc32 ? printed : Number(printed.split(" ")[0]));

async function* inPieces(data) {
  for (let start = 0; start < data.length; start += 70_001) yield data.slice(start, start + 70_001);
}

async function bytes(response) {
  return new Uint8Array(await response.arrayBuffer());
}

const same = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)) === 0;

say("GET", await (await fetch(url + "/json")).json(), { message: "hello" });
const head = await fetch(url + "/", { method: "HEAD" });
say("HEAD", [head.status, head.headers.get("content-length"), await head.text()], [200, "5", ""]);
say("204", (await fetch(url + "/nothing")).status, 204);
say("redirects", await text("/redirect/5"), "arrived");
say("307 repeats the POST", JSON.parse(await text("/moved", { method: "POST", body: "a" })).method, "POST");
say("a large body up", sumOf(await text("/crc", { method: "PUT", body: large })), sum(large));
say("a stream up, in chunks",
  sumOf(await text("/crc", { method: "POST", body: inPieces(large), duplex: "half" })), sum(large));
say("a large body down", same(await bytes(await fetch(url + "/bytes/5000003")), large), true);
const echo = await fetch(url + "/echo", { method: "POST", body: inPieces(large), duplex: "half" });
say("echo while sending", same(await bytes(echo), large), true);
let length = 0;
for await (const piece of (await fetch(url + "/pieces/2000")).body) length += piece.length;
say("a stream down", length, 2000 * 1009);
const times = [];
for await (const piece of (await fetch(url + "/events/5")).body)
  if (Buffer.from(piece).includes("data")) times.push(performance.now());
say("events as they come", [times.length, times.slice(1).every((time, at) => time - times[at] > 20)], [5, true]);
// fetch gives an error when the answer comes before all is sent and the connection ends; either tells.
const refused = await fetch(url + "/small", { method: "POST", body: new Uint8Array(500_000) })
  .then((response) => response.status, (error) => String(error.cause ?? error));
say("413", refused, 413);
say("a broken answer", await text("/broken").catch(() => "an error"), "an error");
const gone = new AbortController();
setTimeout(() => gone.abort(), 100);
say("a request that is given up", await text("/slow/5000", { signal: gone.signal }).catch((error) => error.name), "AbortError");
const all = await Promise.all(Array.from({ length: 300 }, (_, number) => text(`/items/${number}`)));
say("300 at once", all.every((got, number) => got === String(number)), true);
const form = new FormData();
form.append("file", new Blob([large]), "a.bin");
say("a file in a form", Number((await text("/crc", { method: "POST", body: form })).split(" ")[0]) > large.length, true);
