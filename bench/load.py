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


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The status of the next answer, and its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().split(b"content-length:")[1].split(b"\r\n")[0]
    return int(head[9:12]), await reader.readexactly(int(length))


class Line:
    """Submits by as many kept connections as are busy at once."""

    def __init__(self, url: str, key: str) -> None:
        self._at = urlsplit(url)
        self._key = key
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def submit(self) -> tuple[int, bytes]:
        """One submission: the status of the answer, and its body."""
        reader, writer = await self._connection()
        writer.write(request(self._at.netloc, self._at.path, self._key))
        answered = await answer(reader)
        self._free.append((reader, writer))
        return answered

    def close(self) -> None:
        for _, writer in self._free:
            writer.close()

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._free:
            return self._free.pop()
        return await asyncio.open_connection(self._at.hostname, self._at.port)


async def connection(
    url: str, key: str, until: float, latencies: list[float], statuses: Counter[int]
) -> None:
    line = Line(url, key)
    while perf_counter() < until:
        started = perf_counter()
        status, _ = await line.submit()
        statuses[status] += 1
        latencies.append((perf_counter() - started) * 1000)
    line.close()


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
