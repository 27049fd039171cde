"""Every read model. A row is filled by events of one key, a table by events of one service; of
engineers alone some rows are routing's and others the vendor's facts'."""

from services.views.projections.assignments import ASSIGNMENTS
from services.views.projections.charges import CHARGES
from services.views.projections.clocks import CLOCKS
from services.views.projections.coverage import COVERAGE
from services.views.projections.likeness import LIKENESS
from services.views.projections.notifications import NOTIFICATIONS
from services.views.projections.people import CONTACTS, CUSTOMERS, ENGINEERS, OFFICES
from services.views.projections.texts import SEARCH, TEXTS
from services.views.projections.tickets import TICKETS
from services.views.projections.timeline import TIMELINE
from services.views.projections.unpromised import UNPROMISED

PROJECTIONS = (
    TICKETS,
    TEXTS,
    COVERAGE,
    CHARGES,
    ASSIGNMENTS,
    CLOCKS,
    UNPROMISED,
    NOTIFICATIONS,
    TIMELINE,
    CONTACTS,
    CUSTOMERS,
    ENGINEERS,
    OFFICES,
)

FUNCTIONS = SEARCH + LIKENESS

__all__ = ["FUNCTIONS", "PROJECTIONS"]
