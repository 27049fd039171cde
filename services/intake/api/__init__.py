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

routers = (
    submission,
    tickets.router,
    conversation.router,
    solutions.router,
    agreeing.router,
    waiting.router,
    findings.router,
    treatment.router,
    kinship.router,
    ending.router,
    work.router,
    support.router,
    filing.router,
    conduct.router,
    permitted.router,
    forms.router,
    desks.router,
    deflections.router,
    contacts.router,
    keys.router,
)
