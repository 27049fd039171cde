"""Two small services to try the runtime with: one writes notes, one takes tickets into work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter

from libs.decider import Decider, Refused
from libs.events.base import readable
from libs.events.codec import WRITES
from libs.events.intake import ContactErased, NoteAdded, TicketTakenIntoWork
from libs.runtime.editions import MissingFact
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row
from libs.runtime.service import Service


@dataclass(frozen=True)
class Write:
    id: str
    vendor: str
    at: datetime
    text: str
    person: str = "ivan"


@dataclass(frozen=True)
class Erase:
    id: str
    vendor: str
    at: datetime


@dataclass(frozen=True)
class Take:
    id: str
    vendor: str
    at: datetime
    engineer: str


def write(command: Write | Erase, notes: int) -> list[Any]:
    if isinstance(command, Erase):
        return [
            ContactErased(
                vendor=command.vendor,
                occurred_at=command.at,
                contact_id=command.id,
                erased_by="operator",
            )
        ]
    if command.text == "refuse me":
        raise Refused("this text is refused")
    return [
        NoteAdded(
            vendor=command.vendor,
            occurred_at=command.at,
            ticket_id=command.id,
            message_id=f"{command.id}:{notes}",
            contact_id=command.person,
            engineer_id="anna",
            digest="",
            body=command.text,
        )
    ]


def take(command: Take, taken: int) -> list[TicketTakenIntoWork]:
    return [
        TicketTakenIntoWork(
            vendor=command.vendor,
            occurred_at=command.at,
            ticket_id=command.id,
            engineer_id=command.engineer,
        )
    ]


def _note_key(envelope: Envelope) -> Row | None:
    event = envelope.event
    return {"ticket_id": event.ticket_id} if isinstance(event, NoteAdded) else None


def _note_row(row: Row | None, envelope: Envelope) -> Row | None:
    event = envelope.event
    assert isinstance(event, NoteAdded)
    if event.engineer_id == "nobody":
        raise ZeroDivisionError("a handler that fails")
    return {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "notes": (row["notes"] if row else 0) + 1,
        "person": event.contact_id,
        "last": readable(event.body),
        "at": event.occurred_at,
    }


NOTES = Projection(
    table="notes",
    columns="ticket_id text, vendor text not null, notes int not null, person text, last text,"
    " at timestamptz not null",
    keyed_by=("ticket_id",),
    key=_note_key,
    evolve=_note_row,
    personal={"last": "person"},
)

fail_on: set[str] = set()
"""Tickets whose reaction fails, as with a defect that is mended later."""
wait_on: set[str] = set()
"""Tickets whose reaction lacks a fact."""


async def react(envelope: Envelope, _db: Any, _editions: Any) -> Sequence[Take]:
    event = envelope.event
    if not isinstance(event, NoteAdded):
        return ()
    if event.ticket_id in fail_on:
        raise ZeroDivisionError("a handler that fails")
    if event.ticket_id in wait_on:
        raise MissingFact("edition:of-tomorrow")
    wishes = [Take(event.ticket_id, event.vendor, event.occurred_at, "anna")]
    if event.message_id.endswith(":0"):
        wishes.append(Take(f"{event.ticket_id}-twin", event.vendor, event.occurred_at, "boris"))
    return wishes


def make_known(monkeypatch: Any) -> None:
    """Let records on a topic count as written by these services."""
    monkeypatch.setitem(WRITES, "scribe", frozenset({"NoteAdded", "ContactErased"}))
    monkeypatch.setitem(WRITES, "taker", frozenset({"TicketTakenIntoWork"}))


scribe = Service(
    "scribe",
    (APIRouter(),),
    deciders=(Decider("ticket", (Write, Erase), 0, write, lambda n, _: n + 1),),
    projections=(NOTES,),
)
taker = Service(
    "taker",
    (APIRouter(),),
    deciders=(Decider("taken", (Take,), 0, take, lambda n, _: n + 1),),
    projections=(NOTES,),
    subscribes=(NoteAdded,),
    reads_personal=True,
    react=react,
)
reader = Service(
    "reader",
    (APIRouter(),),
    projections=(NOTES,),
    subscribes=(NoteAdded,),
    reads_personal=True,
)
