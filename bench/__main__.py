"""`make bench`: what the desk bears, each figure beside the ceiling measured in the same run.

Starts a desk of its own in a temporary folder. Prints what it does, then all figures as JSON.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path

import asyncpg
import uvloop

from bench import backlog, desk, regulation, worktime
from cli.embedded.ports import free_port
from tests.e2e.checker import settled
from tests.e2e.processes import UpDesk

ROOT = Path(__file__).parents[1]
TRACE_RATIO = "0.01"
RATES = (20, 30, 40, 50, 60, 75, 100, 150, 200)
OTHERS = ("entitlement", "sla_clock", "routing", "notification", "views")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


async def load(url: str, key: str, connections: int, seconds: float) -> dict[str, object]:
    """Run the load generator as a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.load",
        f"{url}/v1/tickets",
        key,
        str(connections),
        str(seconds),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    return json.loads(out)


async def ceiling(up: UpDesk, seconds: float) -> list[dict[str, object]]:
    """FastAPI with one transactional INSERT into the same Postgres."""
    url = (await up.status())["postgres"]["url"]
    db = await asyncpg.connect(url)
    await db.execute(
        "create table if not exists bench_ceiling (id bigserial primary key, body jsonb)"
    )
    port = free_port([])
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "uvicorn", "bench.ceiling:app", "--port", str(port), "--no-access-log"),
        *("--log-level", "error", "--loop", "uvloop", "--http", "httptools"),
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
    )
    try:
        await _answering(port)
        return [await load(f"http://127.0.0.1:{port}", "-", n, seconds) for n in (8, 32)]
    finally:
        server.terminate()
        await server.wait()
        await db.execute("drop table bench_ceiling")
        await db.close()


async def _answering(port: int) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


async def intake_alone(up: UpDesk, seconds: float) -> dict[str, object]:
    """Submissions accepted by intake and published by its relay, the other services stopped."""
    for name in OTHERS:
        await up.vakhta("stop", name)
    key = up.keys["cryptopro"]["client"]
    url = await up.url("intake")
    await load(url, key, 8, 2)
    accepted = [await load(url, key, n, seconds) for n in (8, 32)]
    top = await ceiling(up, seconds)
    for name in OTHERS:
        await up.vakhta("start", name)
    return {
        "trace_ratio": float(TRACE_RATIO),
        "accepted": accepted,
        "ceiling": top,
        "share_of_ceiling_at_32": round(accepted[1]["a_second"] / top[1]["a_second"], 2),
    }


async def main(seconds: float) -> dict[str, object]:
    figures: dict[str, object] = {}
    say("working time")
    figures["worktime"] = worktime.figures()
    say("regulations")
    figures["regulation"] = regulation.figures()
    with tempfile.TemporaryDirectory(prefix="vakhta-bench-") as folder:
        up = UpDesk(Path(folder))
        say("starting a desk")
        try:
            await up.start()
            say("warming up")
            await desk.steady(up, 10, seconds)
            say("50 tickets a second through the whole desk")
            figures["at_50_a_second"] = await desk.steady(up, 50, seconds)
            say("the rate that the whole desk sustains")
            figures["sustained"] = await desk.sustained(up, RATES, seconds)
            await settled(up)
            say("views, on what has come together")
            figures["delivery"] = await backlog.delivery(up)
            say("intake alone, and the ceiling")
            figures["intake"] = await intake_alone(up, seconds)
            say("the relays")
            figures["relay"] = await backlog.relay(up)
        finally:
            await up.stop()
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="how long each load lasts")
    os.environ["VAKHTA_TRACE_RATIO"] = TRACE_RATIO
    print(json.dumps(uvloop.run(main(parser.parse_args().seconds)), indent=2))
