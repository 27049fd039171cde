"""What entitlement is asked over HTTP: to publish, to register, to check and to list."""

from fastapi import APIRouter

from libs.runtime.problems import RESPONSES
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

router = APIRouter(prefix="/v1", responses=RESPONSES)
router.include_router(regulations.router)
router.include_router(editions.router)
router.include_router(calendars.router)
router.include_router(vendors.router)
router.include_router(facts.router)
router.include_router(conduct.router)
router.include_router(customers.router)
router.include_router(checks.router)
router.include_router(claims.router)
router.include_router(requests.router)
router.include_router(entitlements.router)
router.include_router(statements.router)
router.include_router(right_facts.router)
router.include_router(customer_facts.router)
