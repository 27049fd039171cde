"""What became of the tickets of a demo, as the read models tell it."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx

from cli.demo.playing import Played

PAUSE = 0.5

Ticket = dict[str, Any]


async def watch(
    client: httpx.AsyncClient,
    views: str,
    keys: Mapping[str, Mapping[str, str]],
    played: Sequence[Played],
    patience: float,
) -> list[Ticket]:
    """The tickets as views show them once each is decided on and told of and nothing changes any
    more; those that are not by the end of the patience, as they are then."""
    deadline = time.monotonic() + patience

    async def look(one: Played) -> Ticket:
        headers = {"Authorization": f"Bearer {keys[one.vendor]['engineer']}"}
        answer = await client.get(f"{views}/v1/tickets/{one.ticket_id}", headers=headers)
        found: Ticket = answer.json() if answer.is_success else {}
        return {**found, "vendor": one.vendor, "story": one.story, "number": one.number}

    before: list[Ticket] = []
    while True:
        now = [await look(one) for one in played]
        if (now == before and all(map(is_settled, now))) or time.monotonic() > deadline:
            return now
        before = now
        await asyncio.sleep(PAUSE)


def is_settled(ticket: Ticket) -> bool:
    """Whether the ticket is covered or not, has its engineer or needs none, and is told of."""
    if not ticket.get("coverage"):
        return False
    has_place = ticket["assignment"] or ticket["status"] == "closed"
    mails = ticket["notifications"] or []
    is_told = mails or not ticket["contact"]["email"]
    return bool(has_place and is_told and all(mail["state"] != "scheduled" for mail in mails))


def summed_up(tickets: Sequence[Ticket]) -> dict[str, Any]:
    """The numbers of one vendor."""
    assigned = [ticket["assignment"] for ticket in tickets if ticket.get("assignment")]
    clocks = [clock for ticket in tickets for clock in ticket.get("clocks") or []]
    first = min(clocks, key=lambda clock: datetime.fromisoformat(clock["due_at"]), default=None)
    coverage = Counter(ticket["coverage"]["state"] for ticket in tickets if ticket.get("coverage"))
    status = Counter(ticket["status"] for ticket in tickets if "status" in ticket)
    return {
        "tickets": len(tickets),
        "entitled": coverage["covered"],
        **{state: coverage[state] for state in ("uncovered", "denied")},
        **{state: status[state] for state in ("open", "waiting", "closed")},
        "first_deadline": first
        and {
            "clock": first["clock"],
            "due_at": first["due_at"],
            "sentence": {tongue: first["because"][tongue] for tongue in ("ru", "en")},
        },
        "engineers": dict(Counter(one["engineer"] for one in assigned if one["engineer"])),
        "queued": sum(one["state"] == "queued" for one in assigned),
        "mails": sum(
            mail["state"] == "delivered"
            for ticket in tickets
            for mail in ticket.get("notifications") or []
        ),
        "unsettled": sum(not is_settled(ticket) for ticket in tickets),
    }
