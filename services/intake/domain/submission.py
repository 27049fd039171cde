"""The beginning of a ticket: the same submission sent twice makes one."""

from dataclasses import dataclass
from datetime import datetime

from libs.events.intake import TicketSubmitted
from services.intake.domain.ticket import State, refuse_other_body


@dataclass(frozen=True, slots=True)
class SubmitTicket:
    """A request that its vendor's form accepts, as it is to stand in the log."""

    id: str
    vendor: str
    at: datetime
    request: TicketSubmitted


def submit(command: SubmitTicket, state: State) -> list[TicketSubmitted]:
    if state is None:
        return [command.request]
    if state.submitted.digest != command.request.digest:
        refuse_other_body()
    return []
