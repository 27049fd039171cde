"""What the regulation does not promise on a ticket: it is said once, in the edition's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from libs.decider import Decider
from libs.events.base import Because
from libs.events.sla_clock import ClockName, NothingPromised

Said = frozenset[str]
"""What was said already, in Russian."""


@dataclass(frozen=True)
class SayNothingPromised:
    """Say what is not promised; `id` is the ticket's. `tells`: the contact hears of it."""

    id: str
    vendor: str
    at: datetime
    clocks: tuple[ClockName, ...]
    tells: bool
    because: Because


def decide(command: SayNothingPromised, said: Said) -> Sequence[NothingPromised]:
    if command.because.ru in said:
        return []
    return [
        NothingPromised(
            vendor=command.vendor,
            occurred_at=command.at,
            ticket_id=command.id,
            clocks=command.clocks,
            tells=command.tells,
            because=command.because,
        )
    ]


def evolve(said: Said, event: NothingPromised) -> Said:
    return said | {event.because.ru}


decider: Decider[SayNothingPromised, Said, NothingPromised] = Decider(
    category="nothing_promised",
    commands=(SayNothingPromised,),
    initial=frozenset(),
    decide=decide,
    evolve=evolve,
)
