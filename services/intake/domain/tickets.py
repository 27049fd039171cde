"""The decider of tickets: from submission to closing, and back."""

from collections.abc import Sequence
from typing import get_args

from libs.decider import Decider
from libs.events.intake import TicketEvent
from services.intake.domain import consent, conversation, ending, filing, solutions, support, work
from services.intake.domain.consent import Consent
from services.intake.domain.conversation import Conversation
from services.intake.domain.ending import Ending
from services.intake.domain.evolving import evolve
from services.intake.domain.filing import Filing
from services.intake.domain.solutions import Solution
from services.intake.domain.submission import SubmitTicket, submit
from services.intake.domain.support import OfferSupport
from services.intake.domain.ticket import State, Writing, existing, was_written
from services.intake.domain.work import Working

TicketCommand = (
    SubmitTicket | Filing | Conversation | Solution | Ending | Working | OfferSupport | Consent
)


def decide(command: TicketCommand, state: State) -> Sequence[TicketEvent]:
    if isinstance(command, SubmitTicket):
        return submit(command, state)
    ticket = existing(state)
    if isinstance(command, Writing) and was_written(ticket, command):
        return []
    if isinstance(command, Filing):
        return filing.decide(command, ticket)
    if isinstance(command, Conversation):
        return conversation.decide(command, ticket)
    if isinstance(command, Solution):
        return solutions.decide(command, ticket)
    if isinstance(command, Consent):
        return consent.decide(command, ticket)
    if isinstance(command, OfferSupport):
        return support.decide(command, ticket)
    if isinstance(command, Working):
        return work.decide(command, ticket)
    return ending.decide(command, ticket)


decider: Decider[TicketCommand, State, TicketEvent] = Decider(
    "ticket", get_args(TicketCommand), None, decide, evolve
)
