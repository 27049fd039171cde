"""Submissions from a process of its own: `python -m bench.load URL KEY CONNECTIONS SECONDS`.

Raw HTTP/1.1 over kept connections, so that the generator costs little beside what it measures.
Prints JSON: accepted a second, latencies in milliseconds, and answers by status.
"""

import asyncio
import json
import secrets
import sys
from collections import Counter
from time import perf_counter
from urllib.parse import urlsplit

import uvloop

from tests.e2e.processes import SUBMISSIONS


def percentile(values: list[float], share: float) -> float:
    """A value of a list by its rank, in the list's unit; 0 for an empty one."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def request(host: str, path: str, key: str) -> bytes:
    """One submission by a new client's contact, with an Idempotency-Key of its own."""
    contact = {"email": f"{secrets.token_hex(4)}@example.com"}
    body = json.dumps(SUBMISSIONS["cryptopro"] | {"contact": contact}).encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\n"
        f"Idempotency-Key: {secrets.token_hex(12)}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


async def answer(reader: asyncio.StreamReader) -> int:
    """The status of the next answer; its body is read and dropped."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().split(b"content-length:")[1].split(b"\r\n")[0]
    await reader.readexactly(int(length))
    return int(head[9:12])


async def connection(
    url: str, key: str, until: float, latencies: list[float], statuses: Counter[int]
) -> None:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    while perf_counter() < until:
        started = perf_counter()
        writer.write(request(parts.netloc, parts.path, key))
        statuses[await answer(reader)] += 1
        latencies.append((perf_counter() - started) * 1000)
    writer.close()


async def load(url: str, key: str, connections: int, seconds: float) -> dict[str, object]:
    """Keep every connection busy for so long; the figures."""
    latencies: list[float] = []
    statuses: Counter[int] = Counter()
    until = perf_counter() + seconds
    await asyncio.gather(
        *(connection(url, key, until, latencies, statuses) for _ in range(connections))
    )
    return {
        "connections": connections,
        "a_second": round(statuses[201] / seconds),
        "p50_ms": round(percentile(latencies, 0.5), 1),
        "p99_ms": round(percentile(latencies, 0.99), 1),
        "statuses": {str(status): count for status, count in statuses.items()},
    }


def main() -> None:
    url, key, connections, seconds = sys.argv[1:]
    print(json.dumps(uvloop.run(load(url, key, int(connections), float(seconds)))))


if __name__ == "__main__":
    main()
