"""The service intake: is this request acceptable, and what may happen next to a ticket."""

from libs.events.entitlement import (
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
    VersionReleased,
)
from libs.events.notification import NotificationBounced, NotificationReceived
from libs.events.sla_clock import ClockElapsed
from libs.runtime.service import Service
from services.intake import numbers, projections
from services.intake.api import routers
from services.intake.domain import complaints, contacts, deflections, keys, tickets
from services.intake.reactions import asks, react

service = Service(
    name="intake",
    routers=routers,
    deciders=(
        tickets.decider,
        contacts.decider,
        keys.decider,
        complaints.decider,
        deflections.decider,
    ),
    projections=projections.PROJECTIONS,
    subscribes=(
        TicketEntitled,
        TicketLeftUncovered,
        TicketDenied,
        VersionReleased,
        ClockElapsed,
        NotificationReceived,
        NotificationBounced,
    ),
    react=react,
    takes_in_every=0.2,
    asks=asks,
    functions=numbers.TABLE + projections.FUNCTIONS,
    refilled=numbers.never_again,
)
