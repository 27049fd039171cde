"""Plays stories through the real APIs, as a contact's product and an engineer's desk would."""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import httpx
import tomli

from cli.asking import understood
from cli.trouble import Trouble

STORIES = Path(__file__).with_name("stories.toml")
AT_ONCE = 8

Table = dict[str, Any]
Report = Callable[[int, int], object]


@dataclass(frozen=True)
class Act:
    """Who does it, and by which route of the ticket."""

    role: str
    path: str


ACTS = {
    "take": Act("engineer", "take"),
    "reply": Act("engineer", "replies"),
    "note": Act("engineer", "notes"),
    "ask": Act("engineer", "information-requests"),
    "propose": Act("engineer", "solutions"),
    "answer_call": Act("engineer", "call-answers"),
    "refuse": Act("engineer", "refusals"),
    "close": Act("engineer", "closing"),
    "see": Act("client", "receipts"),
    "write": Act("client", "messages"),
    "accept": Act("client", "solutions/accept"),
    "reject": Act("client", "solutions/reject"),
    "reopen": Act("client", "reopening"),
}


@dataclass(frozen=True)
class Played:
    """A ticket that was submitted and led as far as its story goes."""

    vendor: str
    story: str
    ticket_id: str
    number: str


@dataclass(frozen=True)
class Story:
    """What one ticket is about, who brings it, and the acts that follow."""

    vendor: str
    name: str
    request: Table
    steps: list[Table]
    is_logged: bool


def read_stories(number: int) -> list[Story]:
    """So many stories: all in turn, and again from the first with other people."""
    document = tomli.loads(STORIES.read_text())
    people = {vendor: cycle(them) for vendor, them in document["people"].items()}
    return [
        _story(table, {} if table.get("anonymous") else next(people[table["vendor"]]))
        for table in islice(cycle(document["stories"]), number)
    ]


def _story(table: Table, person: Table) -> Story:
    request = {**table["request"], **person}
    request["answers"] = {**person.get("answers", {}), **table["request"].get("answers", {})}
    return Story(
        vendor=table["vendor"],
        name=table["name"],
        request=request,
        steps=table["steps"],
        is_logged=table.get("logged", False),
    )


class Player:
    """Plays stories at one intake with the keys of the demo world, by vendor and role."""

    def __init__(
        self, client: httpx.AsyncClient, intake: str, keys: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._client = client
        self._tickets = f"{intake}/v1/tickets"
        self._keys = keys
        self._run = secrets.token_hex(6)
        self._few = asyncio.Semaphore(AT_ONCE)

    async def play(self, stories: list[Story], report: Report) -> list[Played]:
        """Play the stories, a few at once. Raises Trouble with what was refused."""
        total = sum(1 + len(story.steps) for story in stories)
        done = 0

        def one_more() -> None:
            nonlocal done
            done += 1
            report(done, total)

        return await asyncio.gather(
            *(self._play(number, story, one_more) for number, story in enumerate(stories))
        )

    async def _play(self, number: int, story: Story, step_done: Callable[[], None]) -> Played:
        async with self._few:
            once = f"demo:{self._run}:{number}"
            submitting = "engineer" if story.is_logged else "client"
            headers = self._headers(story, submitting, once)
            ticket = await self._post(self._tickets, story.request, headers)
            step_done()
            for place, step in enumerate(story.steps):
                await self._act(story, ticket["ticket_id"], step, f"{once}:{place}")
                step_done()
            return Played(story.vendor, story.name, ticket["ticket_id"], ticket["number"])

    async def _act(self, story: Story, ticket_id: str, step: Table, once: str) -> None:
        act, body = ACTS[step["act"]], {name: step[name] for name in step if name != "act"}
        headers = self._headers(story, act.role, once)
        ticket = f"{self._tickets}/{ticket_id}"
        seen = await self._reached(self._client.get(ticket, headers=headers))
        headers["If-Match"] = seen.headers.get("ETag", "")
        await self._post(f"{ticket}/{act.path}", body or None, headers)

    def _headers(self, story: Story, role: str, once: str) -> dict[str, str]:
        key = self._keys[story.vendor][role]
        return {"Authorization": f"Bearer {key}", "Idempotency-Key": once}

    async def _post(self, url: str, body: Table | None, headers: dict[str, str]) -> Table:
        answer = await self._reached(self._client.post(url, json=body, headers=headers))
        found: Table = understood(answer, "intake")
        return found

    async def _reached(self, asking: Any) -> httpx.Response:
        try:
            answer: httpx.Response = await asking
        except httpx.TransportError as fault:
            raise Trouble(
                "intake does not answer: `vakhta status` shows what runs",
                "intake не отвечает: `vakhta status` покажет, что работает",
            ) from fault
        return answer
