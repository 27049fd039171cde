"""The service sla_clock: when each promise falls due, and whether it was kept."""

from libs.events.entitlement import (
    CalendarPublished,
    ScheduleOverridden,
    SpecialDaysChosen,
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
)
from libs.events.intake import SolutionReceived, TicketSubmitted
from libs.runtime.service import Service, Ticking
from services.sla_clock.acts import ACTS
from services.sla_clock.api import router
from services.sla_clock.domain import decider
from services.sla_clock.projections import PROJECTIONS, next_instant
from services.sla_clock.reactions import react, tick

service = Service(
    name="sla_clock",
    router=router,
    deciders=(decider,),
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
        *ACTS,
    ),
    react=react,
    ticking=Ticking(tick, next_instant),
)
