"""What every act on a ticket needs: which ticket, who acts, when, and to have it decided."""

from datetime import datetime
from typing import Annotated, TypedDict

from fastapi import Depends, Response
from pydantic import BaseModel

from libs.regulation import Edition
from libs.runtime.http import (
    AnyCaller,
    Execute,
    ExpectedVersion,
    IdempotencyKey,
    Ids,
    KnownEditions,
    Now,
)
from services.intake.api.access import SeenTicket, WritableTicket
from services.intake.api.states import TicketState, Written, note_replay, state_of
from services.intake.api.values import edition_named
from services.intake.domain.ticket import OnTicket, Writing


class Where(TypedDict):
    """The part that all commands on a ticket have in common."""

    id: str
    vendor: str
    at: datetime


class Text(Where):
    """The part that all commands with a text have in common."""

    message_id: str
    digest: str
    body: str


class Hand:
    """Acts on a ticket in the version that the caller saw."""

    def __init__(
        self,
        caller: AnyCaller,
        seen: SeenTicket,
        expected: ExpectedVersion,
        now: Now,
        ids: Ids,
        execute: Execute,
    ) -> None:
        self.caller = caller
        self.ticket = seen.ticket
        self.ids = ids
        self.expected = expected
        self.execute = execute
        self.where = Where(id=seen.ticket.submitted.ticket_id, vendor=caller.vendor, at=now)

    async def act(self, command: OnTicket) -> TicketState:
        """Have an act decided; gives the state after it."""
        executed = await self.execute(command, expected=self.expected)
        return state_of(executed.state, executed.version, self.caller)


class Pen:
    """Adds a text to a ticket."""

    def __init__(
        self,
        caller: AnyCaller,
        seen: WritableTicket,
        key: IdempotencyKey,
        ids: Ids,
        now: Now,
        execute: Execute,
        response: Response,
    ) -> None:
        self.caller = caller
        self.ticket = seen.ticket
        self.key = key
        self.ids = ids
        self.now = now
        self.execute = execute
        self.response = response

    def text(self, act: str, request: BaseModel, body: str) -> Text:
        """What a text says, and what tells it from another one under the same key."""
        ticket_id = self.ticket.submitted.ticket_id
        return Text(
            id=ticket_id,
            vendor=self.caller.vendor,
            at=self.now,
            message_id=self.ids.derive("message", ticket_id, self.caller.client, self.key),
            digest=self.ids.digest(act, request.model_dump_json()),
            body=body,
        )

    async def write(self, command: Writing, expected: int | None = None) -> Written:
        """Have a text added; one that was added before is not stale, it gets its first answer."""
        was_there = command.message_id in self.ticket.messages
        executed = await self.execute(command, expected=None if was_there else expected)
        note_replay(self.response, executed.events)
        message = executed.state.messages[command.message_id]
        return Written(ticket_id=command.id, message_id=command.message_id, received_at=message.at)


async def _regulation(seen: SeenTicket, editions: KnownEditions) -> Edition:
    return await edition_named(editions, seen.ticket.submitted.edition)


Regulation = Annotated[Edition, Depends(_regulation)]
"""The edition of the ticket's submission: it holds for all that is done on it."""
WithHand = Annotated[Hand, Depends()]
WithPen = Annotated[Pen, Depends()]
