"""The service notification: whom to tell, through which channel, once."""

from libs.events.entitlement import EngineerListed
from libs.events.intake import ContactRegistered
from libs.events.notification import NotificationScheduled
from libs.events.routing import EngineerHired, TicketReturned
from libs.runtime.service import Hands, Service
from services.notification.api import router
from services.notification.domain import decider
from services.notification.holders import NEWS
from services.notification.projections import PROJECTIONS
from services.notification.reactions import SUBSCRIBES, react
from services.notification.smtp import MailSettings, is_needed, note_failure, send

service = Service(
    name="notification",
    routers=(router,),
    deciders=(decider,),
    projections=PROJECTIONS,
    subscribes=(
        *SUBSCRIBES,
        *NEWS,
        ContactRegistered,
        EngineerHired,
        EngineerListed,
        TicketReturned,
    ),
    reads_personal=True,
    react=react,
    takes_in_every=0.2,
    publishes_every=0.1,
    hands=Hands((NotificationScheduled,), send, note_failure, is_needed),
    settings=MailSettings,
)
