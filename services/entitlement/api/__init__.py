"""What entitlement is asked over HTTP: to publish, to register, to check and to list."""

from services.entitlement.api import (
    calendars,
    checks,
    claims,
    conduct,
    customer_facts,
    customers,
    editions,
    entitlements,
    facts,
    regulations,
    requests,
    right_facts,
    statements,
    vendors,
)

routers = (
    regulations.router,
    editions.router,
    calendars.router,
    vendors.router,
    facts.router,
    conduct.router,
    customers.router,
    checks.router,
    claims.router,
    requests.router,
    entitlements.router,
    statements.router,
    right_facts.router,
    customer_facts.router,
)
