"""The tables of routing: who works where, and how each ticket stands."""

from services.routing.projections import people, tickets

PROJECTIONS = (*people.PROJECTIONS, tickets.TICKETS)
