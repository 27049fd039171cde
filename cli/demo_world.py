"""Fills an empty desk with a small world to try it in; loading it again changes nothing."""

import asyncio
import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import tomli

from cli.calendar_published import calendar_in
from cli.home import PROJECT, default_path, write_whole
from cli.language import said
from cli.teller import Tell
from cli.trouble import Trouble

REGULATIONS = PROJECT / "regulations"
WORLD = Path(__file__).with_suffix(".toml")
PATIENCE = 120.0
ANSWER_WITHIN = 20.0
PAUSE = 0.2

Table = dict[str, Any]


@dataclass(frozen=True)
class DemoWorld:
    """Keys by vendor: a client's, which submits tickets and reads its own, and an engineer's."""

    client_keys: Mapping[str, str]
    engineer_keys: Mapping[str, str]


async def load(urls: Mapping[str, list[str]], operator_key: str, report: Tell) -> DemoWorld:
    """Load the demo world through the APIs at `urls` (base URLs by service).

    `report` is told what is being done. Raises Trouble where a service does not answer in time
    or refuses something.
    """
    world = tomli.loads(WORLD.read_text())
    headers = {"Authorization": f"Bearer {operator_key}"}
    async with httpx.AsyncClient(headers=headers, timeout=ANSWER_WITHIN) as client:
        desk = Desk(client, {service: found[0] for service, found in urls.items()})
        report("publishing the calendar and the regulations", "публикуются календарь и регламенты")
        await publish(desk)
        report("registering customers and their rights", "записываются клиенты и их права")
        await register(desk, world, datetime.now(ZoneInfo("Europe/Moscow")))
        report("opening offices", "открываются подразделения")
        engineers = await open_offices(desk, world)
        report("issuing keys", "выдаются ключи")
        return await issue_keys(desk, world, engineers)


class Desk:
    """The APIs of a desk, asked as its operator for one vendor after the other."""

    def __init__(self, client: httpx.AsyncClient, urls: Mapping[str, str]) -> None:
        self.client = client
        self.urls = urls

    async def post(self, service: str, path: str, body: Table, vendor: str, key: str) -> Table:
        """Post until it is taken: a service may not know yet what was just published."""
        headers = {"Vakhta-Vendor": vendor, "Idempotency-Key": key}
        found = await self._asked("POST", service, path, _is_taken, headers=headers, json=body)
        return found.json()

    async def get(self, service: str, path: str, vendor: str) -> Table:
        """One page of a list, which for the demo world is all of it."""
        found = await self._asked(
            "GET", service, path, _is_taken, headers={"Vakhta-Vendor": vendor}
        )
        return found.json()

    async def knows(self, key: str) -> bool:
        """Whether a key that was issued at an earlier start still works."""
        headers = {"Authorization": f"Bearer {key}"}
        path = "entitlements/check?number=none"
        found = await self._asked("GET", "entitlement", path, _is_read, headers=headers)
        return found.status_code != 401

    async def _asked(
        self,
        method: str,
        service: str,
        path: str,
        is_answer: Callable[[httpx.Response], bool],
        **request: Any,
    ) -> httpx.Response:
        """Ask until there is an answer: a service may be busy, or not ready. Raises Trouble with
        the last refusal when the patience is at its end."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer = await self.client.request(
                    method, f"{self.urls[service]}/v1/{path}", **request
                )
            except httpx.HTTPError as away:
                why = type(away).__name__
                refusal = said(f"it does not answer ({why})", f"он не отвечает ({why})")
            else:
                if is_answer(answer):
                    return answer
                refusal = answer.text
            if time.monotonic() > deadline:
                raise Trouble(
                    f"the demo world: {service} does not take {path}: {refusal}",
                    f"демонстрационный мир: {service} не принимает {path}: {refusal}",
                )
            await asyncio.sleep(PAUSE)


def _is_taken(answer: httpx.Response) -> bool:
    return answer.is_success


def _is_read(answer: httpx.Response) -> bool:
    """Whether the service was there, whatever it thinks of the caller."""
    return not answer.is_server_error


async def publish(desk: Desk) -> None:
    """The production calendar, then every edition in regulations/ and the facts beside it."""
    calendar = calendar_in(REGULATIONS / "calendar" / "ru.csv", "ru")
    await desk.post("entitlement", "calendars", calendar, "*", "demo:calendar")
    for path in sorted(REGULATIONS.glob("*.toml")):
        text = path.read_text()
        vendor = tomli.loads(text)["vendor"]
        await desk.post("entitlement", "regulations", {"edition": text}, vendor, path.name)
    for path in sorted((REGULATIONS / "facts").glob("*.toml")):
        await publish_facts(desk, path.read_text(), path.stem)


async def publish_facts(desk: Desk, text: str, vendor: str) -> None:
    """A vendor's dated facts, where he has none yet: those stated since are newer."""
    held = (await desk.get("entitlement", "facts", vendor))["facts"]
    if set(held) == {"vendor"}:
        await desk.post("entitlement", "facts", {"facts": text}, vendor, f"{vendor}:facts")


async def register(desk: Desk, world: Table, now: datetime) -> None:
    """Customers and their rights, with days that count from `now`; a right that is there keeps its
    term."""
    for vendor, customer in by_vendor(world["customers"]):
        key = f"demo:{customer['number']}"
        await desk.post("entitlement", "customers", customer, vendor, key)
    for vendor, right in by_vendor(world["entitlements"]):
        if not await is_held(desk, vendor, right["number"]):
            await register_right(desk, vendor, right, now)
    for vendor, fact in by_vendor(world["customer_facts"]):
        if not await is_held(desk, vendor, fact["number"]):
            path = f"customers/{fact.pop('customer')}/facts"
            await desk.post(
                "entitlement", path, happened(fact, now), vendor, f"demo:{fact['number']}"
            )


async def is_held(desk: Desk, vendor: str, number: str) -> bool:
    held = await desk.get("entitlement", "entitlements?limit=200", vendor)
    return number in [each["number"] for each in held["items"]]


async def register_right(desk: Desk, vendor: str, right: Table, now: datetime) -> None:
    """A right, and the facts that begin and renew it."""
    key, facts = f"demo:{right['number']}", right.pop("facts", [])
    made = await desk.post("entitlement", "entitlements", with_term(right, now.date()), vendor, key)
    for fact in facts:
        path = f"entitlements/{made['entitlement_id']}/facts"
        await desk.post("entitlement", path, happened(fact, now), vendor, f"{key}:{fact['order']}")


def happened(fact: Table, now: datetime) -> Table:
    """A fact whose day counted from today became an instant."""
    at = now + timedelta(days=fact["days"])
    rest = {name: value for name, value in fact.items() if name != "days"}
    return rest | {"happened_at": at.isoformat()}


def with_term(right: Table, today: date) -> Table:
    """A right whose days counted from today became dates."""
    days = {"starts_on": right.pop("starts", None), "ends_on": right.pop("ends", None)}
    dates = {
        name: (today + timedelta(days=number)).isoformat()
        for name, number in days.items()
        if number is not None
    }
    return right | dates


async def open_offices(desk: Desk, world: Table) -> dict[str, str]:
    """Offices, engineers and dedications; gives the engineers' ids by their addresses."""
    for vendor, office in by_vendor(world["offices"]):
        await desk.post("routing", "offices", office, vendor, f"demo:{office['office']}")
    engineers = {}
    for vendor, engineer in by_vendor(world["engineers"]):
        customer = engineer.pop("dedicated_to", None)
        key = f"demo:{engineer['email']}"
        hired = await desk.post("routing", "engineers", engineer, vendor, key)
        engineers[engineer["email"]] = hired["engineer_id"]
        if customer:
            body = {"engineer": hired["engineer_id"], "customer": customer}
            await desk.post("routing", "dedications", body, vendor, f"{key}:{customer}")
    return engineers


async def issue_keys(desk: Desk, world: Table, engineers: Mapping[str, str]) -> DemoWorld:
    """The keys of each vendor by role. A secret is told once, so it is kept for the next start."""
    memory = default_path() / "demo.json"
    kept: dict[str, dict[str, str]] = json.loads(memory.read_text()) if memory.exists() else {}
    for vendor, key in by_vendor(world["keys"]):
        role = key.pop("role")
        secret = kept.setdefault(vendor, {}).get(role)
        if secret is None or not await desk.knows(secret):
            kept[vendor][role] = await issue(desk, vendor, key, engineers)
            write_whole(memory, json.dumps(kept, indent=2))
    return DemoWorld(
        client_keys={vendor: keys["client"] for vendor, keys in kept.items()},
        engineer_keys={vendor: keys["engineer"] for vendor, keys in kept.items()},
    )


async def issue(desk: Desk, vendor: str, key: Table, engineers: Mapping[str, str]) -> str:
    """A new key: one whose secret was lost is never told again."""
    if address := key.pop("engineer", None):
        key["engineer_id"] = engineers[address]
    issued = await desk.post("intake", "keys", key, vendor, f"demo:{secrets.token_hex(8)}")
    return str(issued["key"])


def by_vendor(tables: list[Table]) -> Iterator[tuple[str, Table]]:
    """Each table with its vendor taken out of it."""
    for table in tables:
        yield table["vendor"], {name: value for name, value in table.items() if name != "vendor"}
