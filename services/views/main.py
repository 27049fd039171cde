"""The service views: projects every event and answers what people ask of tickets."""

from libs.events.codec import CATALOGUE
from libs.runtime.service import Service
from services.views import api, own_list, similar
from services.views.projections import FUNCTIONS, PROJECTIONS

service = Service(
    name="views",
    routers=(own_list.router, similar.router, api.router),
    projections=PROJECTIONS,
    subscribes=tuple(CATALOGUE.values()),
    reads_personal=True,
    functions=FUNCTIONS,
)
