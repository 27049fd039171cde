"""The service views: projects every event and answers what people ask of tickets."""

from libs.events.codec import CATALOGUE
from libs.runtime.service import Service
from services.views.api import router
from services.views.projections import FUNCTIONS, PROJECTIONS

service = Service(
    name="views",
    routers=(router,),
    projections=PROJECTIONS,
    subscribes=tuple(CATALOGUE.values()),
    reads_personal=True,
    functions=FUNCTIONS,
)
