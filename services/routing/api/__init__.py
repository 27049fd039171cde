"""What routing is asked over HTTP: to open, hire, dedicate and plan, to list, and to pull."""

from services.routing.api import absences, dedications, engineers, offices, tickets

routers = (
    offices.router,
    engineers.router,
    dedications.router,
    absences.router,
    tickets.router,
)
