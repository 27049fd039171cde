"""A ticket and its story, as the read models tell them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from cli.asking import Asking
from cli.running import desk_here
from cli.trouble import Trouble

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Ticket = dict[str, Any]
Entry = dict[str, Any]
Statement = dict[str, Any]


@contextmanager
def found_here(named: str, vendor: str | None) -> Iterator[tuple[Asking, str, Ticket]]:
    """A ticket of this machine's desk by its id or number, with its vendor, and whom to ask more
    of it. Raises Trouble where no desk runs or nobody has it."""
    with Asking(desk_here()) as asking:
        yield asking, *find(asking, named, vendor)


def find(asking: Asking, named: str, vendor: str | None) -> tuple[str, Ticket]:
    """A ticket by its id or number, with its vendor; without one, all are asked.

    Raises Trouble where nobody has it.
    """
    path = f"v1/tickets/{named}" if ID.fullmatch(named) else f"v1/tickets/by-number/{named}"
    for one in [vendor] if vendor else zones(asking):
        if ticket := asking.find("views", path, one):
            return one, ticket
    whose = f"of {vendor}" if vendor else "of any vendor"
    ru = f"у {vendor}" if vendor else "ни у кого"
    raise Trouble(
        f"there is no ticket {named} {whose}: give its id, or its number such as CP-1001",
        f"обращения {named} {ru} нет: укажите код или номер, например CP-1001",
    )


def zones(asking: Asking) -> dict[str, ZoneInfo]:
    """All vendors of the desk, with the zone of each."""
    held = asking.get("entitlement", "v1/vendors")
    return {each["vendor"]: ZoneInfo(each["zone"]) for each in held}


def story(asking: Asking, vendor: str, ticket_id: str) -> list[Entry]:
    """All that happened to a ticket, the earliest first."""
    found: list[Entry] = []
    query: dict[str, Any] = {"limit": 100}
    while True:
        page = asking.get("views", f"v1/tickets/{ticket_id}/timeline", vendor, **query)
        found += page["items"]
        if page["next"] is None:
            return found
        query["cursor"] = page["next"]


def statement(asking: Asking, vendor: str, ticket_id: str) -> Statement:
    """What was worked on a ticket, from raw to billed minutes."""
    return asking.get("entitlement", f"v1/tickets/{ticket_id}/statement", vendor)
