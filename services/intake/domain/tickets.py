"""The decider of tickets: from submission to closing, and back."""

from collections.abc import Callable, Sequence
from typing import Any, get_args

from libs.decider import Decider
from libs.events.intake import TicketEvent
from services.intake.domain import (
    conduct,
    consent,
    conversation,
    ending,
    filing,
    findings,
    kinship,
    solutions,
    support,
    waiting,
    work,
)
from services.intake.domain.conduct import Conduct
from services.intake.domain.consent import Consent
from services.intake.domain.conversation import Conversation
from services.intake.domain.ending import Ending
from services.intake.domain.evolving import evolve
from services.intake.domain.filing import Filing
from services.intake.domain.findings import Finding
from services.intake.domain.kinship import Kinship
from services.intake.domain.solutions import Solution
from services.intake.domain.submission import SubmitTicket, submit
from services.intake.domain.support import OfferSupport
from services.intake.domain.ticket import State, Ticket, Writing, existing, was_written
from services.intake.domain.waiting import Waiting
from services.intake.domain.work import Working

TicketCommand = (
    SubmitTicket
    | Filing
    | Conversation
    | Solution
    | Consent
    | OfferSupport
    | Waiting
    | Finding
    | Kinship
    | Working
    | Ending
    | Conduct
)

PARTS: tuple[tuple[Any, Callable[[Any, Ticket], Sequence[TicketEvent]]], ...] = (
    (Filing, filing.decide),
    (Conversation, conversation.decide),
    (Solution, solutions.decide),
    (Consent, consent.decide),
    (Conduct, conduct.decide),
    (OfferSupport, support.decide),
    (Waiting, waiting.decide),
    (Finding, findings.decide),
    (Kinship, kinship.decide),
    (Working, work.decide),
    (Ending, ending.decide),
)
"""Which commands each part of the domain decides, once there is a ticket."""


def decide(command: TicketCommand, state: State) -> Sequence[TicketEvent]:
    if isinstance(command, SubmitTicket):
        return submit(command, state)
    ticket = existing(state)
    if isinstance(command, Writing) and was_written(ticket, command):
        return []
    part = next(part for kinds, part in PARTS if isinstance(command, kinds))
    return part(command, ticket)


decider: Decider[TicketCommand, State, TicketEvent] = Decider(
    "ticket", get_args(TicketCommand), None, decide, evolve
)
