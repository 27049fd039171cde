"""Which decisions rest on others that are made beside them."""

from collections.abc import Sequence

from libs.decider import Command
from libs.events.base import Event
from libs.events.entitlement import RegulationAccepted
from services.entitlement.domain.acceptance import AcceptRegulation
from services.entitlement.domain.asking import JudgeTicket
from services.entitlement.projections.ledger import DECIDED

APART = (*DECIDED, RegulationAccepted)


def rests_on(command: Command, unwritten: Sequence[Event]) -> bool:
    """Whether what is gathered for a command may change with events that are not in the tables
    yet. How other tickets are covered changes nothing for one, unless it was a part of them or
    they take from a quota."""
    if isinstance(command, AcceptRegulation):
        return False
    if not isinstance(command, JudgeTicket):
        return True
    kin = (command.id, command.whole)
    return any(not isinstance(e, APART) or e.ticket_id in kin for e in unwritten)
