"""What the engineer asks or proposes, and how the contact reacts."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import ConfigDict, HttpUrl

from libs.runtime.callers import Caller
from libs.runtime.http import ExpectedVersion, requires
from services.intake.api.acts import WithHand, WithPen
from services.intake.api.states import TicketState, Written
from services.intake.api.values import Body, Engineer, ForContact, Request, engineer_of
from services.intake.domain.solutions import (
    AcceptSolution,
    NoteReceipt,
    ProposeSolution,
    RejectSolution,
    RequestInformation,
)

router = APIRouter(prefix="/tickets/{ticket_id}", tags=["solutions"])
Viewer = Annotated[Caller, Depends(requires("submit", "read_own"))]


class NewInformationRequest(Request):
    """What an engineer asks for; the ticket waits for it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"body": "Пришлите, пожалуйста, журнал установки."}]},
    )

    body: Body


class NewSolution(Request):
    """What an engineer proposes; the ticket waits for its confirmation."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"body": "Запустите установку от имени администратора."}],
        },
    )

    body: Body
    article: HttpUrl | None = None


class Rejection(Request):
    """Why the proposed solution does not help."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"body": "Не помогло: ошибка та же."}]},
    )

    body: Body


@router.post("/information-requests", status_code=201, summary="Ask for what is missing")
async def request_information(
    body: NewInformationRequest, caller: Engineer, pen: WithPen, expected: ExpectedVersion
) -> Written:
    text = pen.text("information request", body, body.body)
    return await pen.write(RequestInformation(**text, engineer_id=engineer_of(caller)), expected)


@router.post("/solutions", status_code=201, summary="Propose a solution")
async def propose(
    body: NewSolution, caller: Engineer, pen: WithPen, expected: ExpectedVersion
) -> Written:
    article = str(body.article) if body.article else None
    text = pen.text("solution", body, body.body)
    return await pen.write(
        ProposeSolution(**text, engineer_id=engineer_of(caller), article=article), expected
    )


@router.post("/solutions/accept", summary="The proposed solution helped")
async def accept(_caller: ForContact, hand: WithHand) -> TicketState:
    return await hand.act(AcceptSolution(**hand.where))


@router.post("/solutions/reject", status_code=201, summary="The proposed solution did not help")
async def reject(
    body: Rejection, _caller: ForContact, pen: WithPen, expected: ExpectedVersion
) -> Written:
    return await pen.write(RejectSolution(**pen.text("rejection", body, body.body)), expected)


@router.post("/receipts", summary="The contact has seen what the ticket waits on")
async def receipt(_caller: Viewer, hand: WithHand) -> TicketState:
    return await hand.act(NoteReceipt(**hand.where, evidence="portal_view"))
