"""The plans that a customer must have in his circumstances, and what is said where he has not."""

from libs.events.base import Because
from libs.events.entitlement import TicketDenied
from libs.regulation import Edition
from services.entitlement.domain.asking import DecideCoverage, Situation
from services.entitlement.domain.covered import Decided
from services.entitlement.domain.gives import duties
from services.entitlement.domain.reasons import joined


def owed(edition: Edition, customer: Situation) -> list[Because]:
    """Why a customer must have each plan that he must have and has not (RGN-42, RGN-47)."""
    found = duties(edition, customer.circumstances, customer.plans)
    return [each.because for each in found if not each.fulfilled]


def told(command: DecideCoverage, event: Decided) -> Decided:
    """The decision, which says so too: the document refuses nobody for it, so he is served by what
    he has."""
    if command.customer is None or isinstance(event, TicketDenied):
        return event
    because = joined(event.because, *owed(command.edition, command.customer))
    return event.model_copy(update={"because": because})
