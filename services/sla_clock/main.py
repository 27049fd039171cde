"""The service sla_clock: when each promise falls due, and whether it was kept."""

from libs.events.entitlement import (
    CalendarPublished,
    ScheduleOverridden,
    SpecialDaysChosen,
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
)
from libs.events.intake import (
    ClosingTimeAgreed,
    SolutionReceived,
    TicketClassified,
    TicketSubmitted,
)
from libs.runtime.service import Service, Ticking
from services.sla_clock.acts import ACTS
from services.sla_clock.api import router
from services.sla_clock.domain import decider, silence
from services.sla_clock.projections import PROJECTIONS
from services.sla_clock.queries import next_instant
from services.sla_clock.reactions import react, tick

service = Service(
    name="sla_clock",
    routers=(router,),
    deciders=(decider, silence),
    projections=PROJECTIONS,
    subscribes=(
        TicketSubmitted,
        TicketEntitled,
        TicketLeftUncovered,
        TicketDenied,
        CalendarPublished,
        ScheduleOverridden,
        SpecialDaysChosen,
        SolutionReceived,
        ClosingTimeAgreed,
        TicketClassified,
        *ACTS,
    ),
    react=react,
    takes_in_every=0.1,
    publishes_every=0.05,
    ticking=Ticking(tick, next_instant),
)
