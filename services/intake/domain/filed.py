"""Where a request is filed, when it did not come where it is served."""

from dataclasses import dataclass, replace
from typing import assert_never

from libs.events.intake import Channel, DraftFiled, DraftOffered, TicketAdopted

Moved = TicketAdopted | DraftOffered | DraftFiled


@dataclass(frozen=True, slots=True)
class Filed:
    """`drafted_for` is the channel by which the request is to be filed, `anew` how it was."""

    is_adopted: bool = False
    drafted_for: Channel | None = None
    anew: DraftFiled | None = None


def evolve(filed: Filed, event: Moved) -> Filed:
    match event:
        case TicketAdopted():
            return replace(filed, is_adopted=True)
        case DraftOffered():
            return replace(filed, drafted_for=event.channel)
        case DraftFiled():
            return replace(filed, drafted_for=None, anew=event)
        case _:
            assert_never(event)
