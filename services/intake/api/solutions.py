"""What the engineer asks or proposes, and how the contact reacts."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import ConfigDict, Field, HttpUrl, StringConstraints

from libs.events.base import Because
from libs.regulation import Edition
from libs.regulation.people import RightTo
from libs.runtime.callers import Caller
from libs.runtime.http import ExpectedVersion, requires
from libs.runtime.problems import RESPONSES
from services.intake.api.acts import Regulation, WithHand, WithPen
from services.intake.api.states import TicketState, Written
from services.intake.api.values import (
    QUESTIONS,
    Body,
    Engineer,
    ForContact,
    Line,
    Request,
    engineer_of,
)
from services.intake.domain.solutions import (
    AcceptSolution,
    NoteReceipt,
    ProposeSolution,
    RejectSolution,
    RequestInformation,
)

router = APIRouter(prefix="/v1/tickets/{ticket_id}", responses=RESPONSES, tags=["solutions"])
Question = Annotated[Line, StringConstraints(min_length=1)]
Viewer = Annotated[Caller, Depends(requires("submit", "read_own"))]


class NewInformationRequest(Request):
    """What an engineer asks for; the ticket waits for it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "body": "Для анализа ситуации ответьте, пожалуйста, на вопросы.",
                    "questions": ["Какая у вас версия ОС?", "Когда ошибка появилась впервые?"],
                }
            ]
        },
    )

    body: Body
    questions: list[Question] = Field(
        default=[], max_length=QUESTIONS, description="Numbered from 1; all are waited for"
    )


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
    """Why the proposed solution does not help; one press of a button says no more."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"body": "Не помогло: ошибка та же."}]},
    )

    body: Body = "Не решено"


@router.post("/information-requests", status_code=201, summary="Ask for what is missing")
async def request_information(
    body: NewInformationRequest,
    caller: Engineer,
    pen: WithPen,
    expected: ExpectedVersion,
    edition: Regulation,
) -> Written:
    text = pen.text("information request", body, body.body)
    return await pen.write(
        RequestInformation(
            **text,
            engineer_id=engineer_of(caller),
            questions=tuple(body.questions),
            because=by_right(edition, "request_information"),
        ),
        expected,
    )


def by_right(edition: Edition, act: RightTo) -> Because | None:
    """Why an engineer may do something, in the words that the contact reads; None where the
    regulation says nothing of it."""
    right = edition.right(act)
    if right is None:
        return None
    return edition.because(right, ru=right.text.ru, en=right.text.en)


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
