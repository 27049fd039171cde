"""A user's consent: his first request under an edition accepts it (CPRO-R-15, CPRO-R-16)."""

from dataclasses import dataclass
from datetime import datetime

from libs.decider import Decider
from libs.events.base import Because
from libs.events.entitlement import RegulationAccepted


@dataclass(frozen=True)
class AcceptRegulation:
    """`id` is the contact's."""

    id: str
    vendor: str
    at: datetime
    edition: str
    ticket_id: str
    because: Because | None = None


State = frozenset[str]
"""The editions that the contact accepted."""


def accept(command: AcceptRegulation, accepted: State) -> list[RegulationAccepted]:
    if command.edition in accepted:
        return []
    return [
        RegulationAccepted(
            vendor=command.vendor,
            occurred_at=command.at,
            contact_id=command.id,
            edition=command.edition,
            ticket_id=command.ticket_id,
            because=command.because,
        )
    ]


def evolve(accepted: State, event: RegulationAccepted) -> State:
    return accepted | {event.edition}


decider: Decider[AcceptRegulation, State, RegulationAccepted] = Decider(
    "acceptance", (AcceptRegulation,), frozenset(), accept, evolve
)
