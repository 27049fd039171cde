"""The demo world on a whole desk at an instant of its own, for tests of all services together."""

import asyncio
import tomllib
from contextlib import asynccontextmanager
from datetime import datetime, time
from zoneinfo import ZoneInfo

import httpx
from aiosmtpd.smtp import SMTP

from cli import demo_world
from libs.regulation.tests.desk import REGULATIONS
from services.entitlement.main import service as entitlement
from services.intake.main import service as intake
from services.notification.main import service as notification
from services.routing.main import service as routing
from services.sla_clock.main import service as sla_clock
from services.views.main import service as views
from tests.desk import OPERATOR_KEY, copied_desk, running_desk

demo_world.REGULATIONS = REGULATIONS
SERVICES = (intake, entitlement, sla_clock, routing, notification, views)
MOSCOW = ZoneInfo("Europe/Moscow")
ROLES = {
    "client": {"scopes": ["submit", "read_own"]},
    "stranger": {"scopes": ["submit", "read_own"]},
    "reader": {"scopes": ["read_own"]},
    "messenger": {"scopes": ["deliveries"]},
    "engineer": {"scopes": ["engineer"]},
    "administrator": {"scopes": ["administer"]},
    "all": {"scopes": ["submit", "read_own", "engineer", "administer", "deliveries"]},
}
"""Keys of each vendor: the one of `all` may do all that a key can."""
OF_THE_PRODUCT = ("client", "reader", "messenger")
"""Those of the same client, so that only their scopes tell them apart."""
TICKET = {
    "channel": "portal",
    "product": "csp",
    "certificate": "KP-TP-000123",
    "subject": "Не устанавливается сертификат",
    "body": "При установке сертификата появляется ошибка 0x80090010.",
    "answers": {
        "last_name": "Иванова",
        "first_name": "Анна",
        "patronymic": "Сергеевна",
        "product_versions": "5.0.12000",
        "os_version": "Windows 11",
    },
    "contact": {"email": "anna@example.com"},
}
QUESTION = {
    "channel": "embedded",
    "kind": "question",
    "product": "express",
    "certificate": "GS-2026-0042",
    "subject": "Не отправляется пакет",
    "body": "Пакет документов остаётся в статусе «Подготовлен».",
    "answers": {
        "employee_name": "Пётр Смирнов",
        "employee_contact": "petr@example.com",
        "organisation": "ООО «Геодезия»",
        "steps": "Открыть пакет, нажать «Отправить».",
    },
    "contact": {"email": "petr@example.com"},
}
"""Requests that each vendor's form takes and that are entitled."""


class Carrying(httpx.AsyncBaseTransport):
    """Asks the services of a desk by their names, and carries at once what a request changed."""

    def __init__(self, desk):
        self.desk = desk
        self.services = {name: httpx.ASGITransport(app) for name, app in desk.apps.items()}

    async def handle_async_request(self, request):
        answer = await self.services[request.url.host].handle_async_request(request)
        if request.method == "POST":
            await self.desk.settle()
        return answer


class World:
    """A desk with the demo world: its keys by vendor and role, its engineers by first name."""

    def __init__(self, desk, mails, keys=None, engineers=None):
        self.desk = desk
        self.mails = mails
        self.http = httpx.AsyncClient(transport=Carrying(desk))
        self.keys = keys or {}
        self.engineers = engineers or {}
        self.done = 0

    async def ask(self, service, path, key, **query):
        headers = {"Authorization": f"Bearer {key}"}
        return await self.http.get(
            f"http://{service}/v1/{path}", headers=headers, params=query or None
        )

    async def post(self, service, path, key, body=None, **headers):
        """Post once, under an Idempotency-Key of its own and with no regard to versions."""
        self.done += 1
        given = {
            "Authorization": f"Bearer {key}",
            "Idempotency-Key": f"step {self.done}",
            "If-Match": "*",
        }
        url = f"http://{service}/v1/{path}"
        return await self.http.post(url, json=body, headers=given | headers)

    async def found(self, today):
        """Publish, register, hire and issue keys, as `vakhta up` does, with terms from `today`."""
        world = tomllib.loads(demo_world.WORLD.read_text())
        operator = httpx.AsyncClient(
            transport=Carrying(self.desk), headers={"Authorization": f"Bearer {OPERATOR_KEY}"}
        )
        by_name = {name: f"http://{name}" for name in self.desk.apps}
        desk = demo_world.Desk(operator, by_name)
        await demo_world.publish(desk)
        await demo_world.register(desk, world, datetime.combine(today, time(12), MOSCOW))
        hired = await demo_world.open_offices(desk, world)
        self.engineers = {mail.partition(".")[0]: hired[mail] for mail in hired}
        for vendor, product, engineer in (
            ("cryptopro", "csp", "anna"),
            ("technokad", "express", "vera"),
        ):
            self.keys[vendor] = {
                role: await self._issued(desk, vendor, role, product, engineer) for role in ROLES
            }

    async def _issued(self, desk, vendor, role, product, engineer):
        client = product if role in OF_THE_PRODUCT else role
        key = {**ROLES[role], "client": client}
        if "engineer" in key["scopes"]:
            key["engineer_id"] = self.engineers[engineer]
        issued = await desk.post("intake", "keys", key, vendor, f"{vendor}:{role}")
        return issued["key"]

    async def key_of(self, vendor, engineer):
        """A key of that engineer, issued by the vendor's administrator."""
        body = {
            "client": "desk",
            "scopes": ["engineer"],
            "engineer_id": self.engineers[engineer],
        }
        answer = await self.post("intake", "keys", self.keys[vendor]["administrator"], body)
        return answer.json()["key"]


class MailServer:
    """Takes every mail, and keeps its address and its text."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):
        self.mails.append((envelope.rcpt_tos[0], envelope.content.decode()))
        return "250 taken"


@asynccontextmanager
async def mail_server():
    """A mail server that takes all; gives its URL and the mails that it has taken."""
    taking = MailServer()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(taking, enable_SMTPUTF8=True), "127.0.0.1", 0
    )
    yield f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}", taking.mails
    server.close()


@asynccontextmanager
async def found_world(server, instant, first_day):
    """The demo world, found at an instant on a desk that has stopped since: to be copied.

    Its rights run from the first day.
    """
    async with mail_server() as (url, mails), running_desk(server, *SERVICES, smtp=url) as desk:
        desk.set_time(instant)
        world = World(desk, mails)
        await world.found(first_day)
        await desk.stop()
        yield world


@asynccontextmanager
async def copied_world(server, world, instant):
    """A copy of a world at an instant, with a desk and mails of its own."""
    async with (
        mail_server() as (url, mails),
        copied_desk(server, world.desk, smtp=url) as desk,
    ):
        desk.set_time(instant)
        yield World(desk, mails, world.keys, world.engineers)
