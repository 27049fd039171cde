"""A whole desk as `vakhta up` runs it, in a folder of its own, that a test may hurt."""

import asyncio
import itertools
import json
import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg
import httpx

from cli.desk import Desk as DeskPorts
from cli.home import Home
from cli.programs import services as service_programs
from cli.status import status
from tests.waiting import eventually

ROOT = Path(__file__).parents[2]
UP_WITHIN = 180
SUBMISSIONS = {
    "cryptopro": {
        "channel": "portal",
        "product": "csp",
        "certificate": "KP-TP-000123",
        "subject": "Не устанавливается сертификат",
        "body": "При установке сертификата появляется ошибка 0x80090010.",
        "contact": {"email": "anna@example.com"},
        "answers": {
            "first_name": "Анна",
            "last_name": "Иванова",
            "patronymic": "Сергеевна",
            "os_version": "Windows 11",
            "product_versions": "5.0.12000",
        },
    },
    "technokad": {
        "channel": "embedded",
        "kind": "question",
        "product": "express",
        "certificate": "GS-2026-0042",
        "subject": "Не отправляется пакет",
        "body": "Пакет документов остаётся в статусе «Подготовлен».",
        "contact": {"email": "petr@example.com"},
        "answers": {
            "employee_contact": "petr@example.com",
            "employee_name": "Пётр Смирнов",
            "organisation": "ООО «Геодезия»",
            "steps": "Открыть пакет, нажать «Отправить».",
        },
    },
}


class UpDesk:
    """Starts `vakhta up`, steers it by the same commands that people use, and ends it."""

    def __init__(self, folder: Path, replicas: int = 1) -> None:
        self.folder = folder
        self.replicas = replicas
        self.environment = {
            **{k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "KAFKA_BOOTSTRAP")},
            "VAKHTA_HOME": str(folder),
        }
        self.client = httpx.AsyncClient(timeout=20)
        self.accepted: dict[str, dict] = {}

    async def start(self) -> None:
        self._log = (self.folder / "up.log").open("w")
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "cli",
            "up",
            "--replicas",
            str(self.replicas),
            cwd=ROOT,
            env=self.environment,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

        async def is_up() -> bool:
            said = (self.folder / "up.log").read_text()
            assert self._process.returncode is None, said
            return (await self.status())["phase"] == "ready"

        await eventually(is_up, UP_WITHIN)
        self.database_url = (await self.status())["postgres"]["url"]
        self.keys = json.loads((self.folder / "demo.json").read_text())
        self.operator_key = (self.folder / "secrets" / "operator-key").read_text()

    async def stop(self) -> None:
        await self.client.aclose()
        self._process.send_signal(signal.SIGINT)
        async with asyncio.timeout(60):
            await self._process.wait()
        self._log.close()

    async def vakhta(self, *arguments: str) -> str:
        """What a command of `vakhta` prints; its failure is the test's."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "cli",
            *arguments,
            cwd=ROOT,
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        assert process.returncode == 0, f"{arguments}: {err.decode()[-2000:]}{out.decode()[-2000:]}"
        return out.decode()

    async def status(self) -> dict:
        """What `vakhta status --json` prints, without a process for each look."""
        return await status(Home(self.folder))

    async def replicas_of(self, service: str) -> list[dict]:
        return (await self.status())["services"][service]["replicas"]

    async def url(self, service: str) -> str:
        return (await self.replicas_of(service))[0]["url"]

    async def kill(self, name: str) -> None:
        """SIGKILL to each replica of a service, or to kafka or postgres."""
        status = await self.status()
        if name in status["services"]:
            pids = [one["pid"] for one in status["services"][name]["replicas"]]
        else:
            pids = [status[name]["pid"]]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)

    async def submit(self, vendor: str, *urls: str, **changes: object) -> str:
        """Submit one ticket, repeating it with its key until one of the addresses answers."""
        addresses = itertools.cycle(urls)
        contact = {"email": f"{secrets.token_hex(4)}@example.com"}
        body = SUBMISSIONS[vendor] | {"contact": contact} | changes
        headers = {
            "Authorization": f"Bearer {self.keys[vendor]['client']}",
            "Idempotency-Key": secrets.token_hex(12),
        }

        async def answered() -> httpx.Response | None:
            try:
                answer = await self.client.post(
                    f"{next(addresses)}/v1/tickets", json=body, headers=headers
                )
            except httpx.HTTPError:
                return None
            return None if answer.status_code >= 500 else answer

        answer = await eventually(answered, 90)
        assert answer.status_code == 201, answer.text
        self.accepted[answer.json()["ticket_id"]] = answer.json() | {"vendor": vendor}
        return answer.json()["ticket_id"]

    async def connect(self) -> asyncpg.Connection:
        return await asyncpg.connect(self.database_url)

    async def program(self, service: str):
        """The program that `up` runs for a service's first replica, with its environment."""
        status = await self.status()
        ports = {
            name: [int(one["url"].rpartition(":")[2]) for one in found["replicas"]]
            for name, found in status["services"].items()
        }
        desk = DeskPorts(
            home=Home(self.folder),
            database_url=status["postgres"]["url"],
            kafka_bootstrap=status["kafka"]["bootstrap"],
            mail_port=int(status["mail"]["url"].rpartition(":")[2]),
            ports=ports,
        )
        return next(p for p in service_programs(desk) if p.name == f"{service}-1")
