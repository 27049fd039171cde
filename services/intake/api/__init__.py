"""What intake is asked over HTTP: to submit, to write, to work, to decide, to forget, to let in."""

from fastapi import APIRouter

from libs.runtime.problems import RESPONSES
from services.intake.api import (
    agreeing,
    conduct,
    contacts,
    conversation,
    deflections,
    desks,
    ending,
    filing,
    findings,
    forms,
    keys,
    kinship,
    permitted,
    solutions,
    support,
    tickets,
    treatment,
    waiting,
    work,
)
from services.intake.api.direct import Direct

submission = APIRouter(prefix="/v1", responses=RESPONSES)
submission.add_api_route(
    "/tickets",
    tickets.submit,
    methods=["POST"],
    status_code=201,
    summary="Submit a request",
    tags=["tickets"],
    route_class_override=Direct,
)

router = APIRouter(prefix="/v1", responses=RESPONSES)
router.include_router(tickets.router)
router.include_router(conversation.router)
router.include_router(solutions.router)
router.include_router(agreeing.router)
router.include_router(waiting.router)
router.include_router(findings.router)
router.include_router(treatment.router)
router.include_router(kinship.router)
router.include_router(ending.router)
router.include_router(work.router)
router.include_router(support.router)
router.include_router(filing.router)
router.include_router(conduct.router)
router.include_router(permitted.router)
router.include_router(forms.router)
router.include_router(desks.router)
router.include_router(deflections.router)
router.include_router(contacts.router)
router.include_router(keys.router)
