"""What routing is asked over HTTP: to open, hire, dedicate and plan, to list, and to pull."""

from fastapi import APIRouter

from libs.runtime.problems import RESPONSES
from services.routing.api import absences, dedications, engineers, offices, tickets

router = APIRouter(prefix="/v1", responses=RESPONSES)
router.include_router(offices.router)
router.include_router(engineers.router)
router.include_router(dedications.router)
router.include_router(absences.router)
router.include_router(tickets.router)
