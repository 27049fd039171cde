"""The service entitlement: may this ticket be served, under which edition and by which right."""

from libs.events.intake import TicketReopened, TicketSubmitted
from libs.events.work import WorkLogged, WorkReversed
from libs.runtime.service import Service, Ticking
from services.entitlement.api import router
from services.entitlement.domain import (
    acceptance,
    calendars,
    charges,
    coverage,
    customers,
    entitlements,
    facts,
    regulations,
)
from services.entitlement.projections import PROJECTIONS
from services.entitlement.projections.entitlements import next_expiry
from services.entitlement.reactions import react, tick

service = Service(
    name="entitlement",
    router=router,
    deciders=(
        regulations.decider,
        calendars.decider,
        facts.decider,
        acceptance.decider,
        customers.decider,
        entitlements.decider,
        coverage.decider,
        charges.decider,
    ),
    projections=PROJECTIONS,
    subscribes=(TicketSubmitted, TicketReopened, WorkLogged, WorkReversed),
    react=react,
    ticking=Ticking(tick, next_expiry),
)
