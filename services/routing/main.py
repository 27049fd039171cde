"""The service routing: who should take this ticket now, and why."""

from libs.events.entitlement import (
    CustomerRegistered,
    EngineerListed,
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
)
from libs.events.intake import (
    MergeUndone,
    PriorityChanged,
    TicketClosed,
    TicketRefused,
    TicketReopened,
    TicketSubmitted,
    TicketTakenIntoWork,
)
from libs.events.sla_clock import (
    ClockBroken,
    ClockCancelled,
    ClockCorrected,
    ClockMet,
    ClockMetLate,
    ClockMoved,
    ClockResumed,
    ClockStarted,
)
from libs.runtime.service import Service, Ticking
from services.routing.api import routers
from services.routing.domain import assignment, engineers, offices
from services.routing.knowledge import gather
from services.routing.projections import PROJECTIONS
from services.routing.projections.queue import next_due
from services.routing.reactions import asks, react, tick

TICKETS = (
    TicketSubmitted,
    TicketTakenIntoWork,
    PriorityChanged,
    TicketRefused,
    TicketClosed,
    TicketReopened,
    MergeUndone,
)
RIGHTS = (CustomerRegistered, TicketEntitled, TicketLeftUncovered, TicketDenied)
CLOCKS = (
    ClockStarted,
    ClockMoved,
    ClockResumed,
    ClockMet,
    ClockMetLate,
    ClockBroken,
    ClockCancelled,
    ClockCorrected,
)

service = Service(
    name="routing",
    routers=routers,
    deciders=(offices.decider, engineers.decider, assignment.decider),
    projections=PROJECTIONS,
    subscribes=(*TICKETS, *RIGHTS, *CLOCKS, EngineerListed),
    react=react,
    asks=asks,
    gather=gather,
    looks_around=(TicketTakenIntoWork, TicketDenied, TicketRefused, TicketClosed),
    ticking=Ticking(tick, next_due),
)
