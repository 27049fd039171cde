"""The beginning of a ticket: the same submission sent twice makes one."""

from dataclasses import dataclass
from datetime import datetime

from libs.events.base import Because
from libs.events.intake import Channel, DraftOffered, TicketSubmitted
from services.intake.domain.ticket import State, refuse_other_body


@dataclass(frozen=True, slots=True)
class Offer:
    """That a request be filed by another channel, whose form still asks for what is lacking."""

    channel: Channel
    lacking: tuple[str, ...]
    because: Because


@dataclass(frozen=True, slots=True)
class SubmitTicket:
    """A request that its vendor's form accepts, as it is to stand in the log; with `offer`, as
    a draft for another channel (RGN-21)."""

    id: str
    vendor: str
    at: datetime
    request: TicketSubmitted
    offer: Offer | None = None


def submit(command: SubmitTicket, state: State) -> list[TicketSubmitted | DraftOffered]:
    if state is None:
        return [command.request, *_offered(command)]
    if state.submitted.digest != command.request.digest:
        refuse_other_body()
    return []


def _offered(command: SubmitTicket) -> list[DraftOffered]:
    if command.offer is None:
        return []
    return [
        DraftOffered(
            vendor=command.vendor,
            occurred_at=command.at,
            ticket_id=command.id,
            contact_id=command.request.contact_id,
            channel=command.offer.channel,
            lacking=command.offer.lacking,
            because=command.offer.because,
        )
    ]
