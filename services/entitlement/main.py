"""The service entitlement: may this ticket be served, under which edition and by which right."""

from libs.events.intake import (
    CertificateAttached,
    DraftFiled,
    MergeUndone,
    TicketAdopted,
    TicketClassified,
    TicketClosed,
    TicketRefused,
    TicketReopened,
    TicketSubmitted,
    TicketTakenIntoWork,
)
from libs.events.work import WorkLogged, WorkReversed
from libs.runtime.service import Service, Ticking
from services.entitlement.api import routers
from services.entitlement.domain import (
    acceptance,
    calendars,
    charges,
    circumstances,
    claiming,
    coverage,
    customers,
    entitlements,
    facts,
    regulations,
)
from services.entitlement.knowledge import gather
from services.entitlement.projections import PROJECTIONS
from services.entitlement.reactions import asks, next_due, react, tick
from services.entitlement.resting import rests_on

service = Service(
    name="entitlement",
    routers=routers,
    deciders=(
        regulations.decider,
        calendars.decider,
        facts.decider,
        acceptance.decider,
        customers.decider,
        circumstances.decider,
        entitlements.decider,
        claiming.decider,
        coverage.decider,
        charges.decider,
    ),
    projections=PROJECTIONS,
    subscribes=(
        TicketSubmitted,
        CertificateAttached,
        TicketAdopted,
        DraftFiled,
        TicketClassified,
        MergeUndone,
        TicketReopened,
        TicketTakenIntoWork,
        TicketClosed,
        TicketRefused,
        WorkLogged,
        WorkReversed,
    ),
    react=react,
    asks=asks,
    gather=gather,
    rests_on=rests_on,
    ticking=Ticking(tick, next_due),
)
