"""To put a ticket off, to leave it to a release, to wait for a system administrator, to go on."""

from datetime import date

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from libs.runtime.http import ExpectedVersion
from libs.runtime.problems import RESPONSES, Problem
from services.intake.api.acts import Regulation, WithHand, WithPen
from services.intake.api.reasons import need_grounds, needed, why, wrong
from services.intake.api.states import TicketState, Written
from services.intake.api.values import Body, Engineer, Request, Text, Word, engineer_of
from services.intake.domain.waiting import (
    DeferTicket,
    PostponeTicket,
    RequestSysadmin,
    ResumeTicket,
)

router = APIRouter(prefix="/v1/tickets/{ticket_id}", responses=RESPONSES, tags=["waiting"])


class NewSysadminRequest(Request):
    """What the customer's system administrator is needed for."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"reason": "needs_sysadmin", "body": "Нужен доступ к серверу базы данных."}
            ]
        },
    )

    reason: Word
    body: Body


class Postponement(Request):
    """Why the solution is put off, by one of the edition's reasons, and until when."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"reason": "meaning_unclear", "body": "Опишите, пожалуйста, что вы нажимали."}
            ]
        },
    )

    reason: Word
    closer: Word | None = Field(default=None, description="Which of the reason's own statements")
    until: date | None = None
    body: Text = Field(default="", description="The grounds, which the contact reads")


class NewDeferral(Request):
    """The release that solves the ticket, as far as it is known; send it again when it changes."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "reason": "needs_development",
                    "release": "8.4",
                    "planned_on": "2026-12-15",
                    "body": "Исправление войдёт в следующее обновление.",
                }
            ]
        },
    )

    reason: Word
    product: Word | None = None
    release: Word | None = None
    planned_on: date | None = None
    body: Text = ""


@router.post("/sysadmin-requests", status_code=201, summary="Wait for the customer's administrator")
async def request_sysadmin(
    body: NewSysadminRequest,
    caller: Engineer,
    pen: WithPen,
    expected: ExpectedVersion,
    edition: Regulation,
) -> Written:
    reason = needed(
        edition,
        body.reason,
        "waiting",
        "wait for the customer's administrator",
        "ждать системного администратора клиента",
    )
    return await pen.write(
        RequestSysadmin(
            **pen.text("sysadmin request", body, body.body),
            engineer_id=engineer_of(caller),
            reason=reason.slug,
            because=why(edition, reason, None),
        ),
        expected,
    )


@router.post("/postponements", status_code=201, summary="Put the solution off, and why")
async def postpone(
    body: Postponement,
    caller: Engineer,
    pen: WithPen,
    expected: ExpectedVersion,
    edition: Regulation,
) -> Written:
    reason = needed(edition, body.reason, "postponed", "put a solution off", "откладывать решение")
    need_grounds(reason, body.body)
    return await pen.write(
        PostponeTicket(
            **pen.text("postponement", body, body.body),
            engineer_id=engineer_of(caller),
            reason=reason.slug,
            until=body.until,
            because=why(edition, reason, body.closer),
        ),
        expected,
    )


@router.post("/deferrals", status_code=201, summary="Leave the ticket to a release")
async def defer(
    body: NewDeferral,
    caller: Engineer,
    pen: WithPen,
    expected: ExpectedVersion,
    edition: Regulation,
) -> Written:
    reason = needed(
        edition, body.reason, "deferred", "leave a ticket to a release", "ждать обновления"
    )
    if edition.deferral is None:
        raise Problem(
            409,
            "The regulation says nothing of releases that solve requests",
            ru="Регламент не говорит о версиях, которые решают обращения",
        )
    product = body.product or pen.ticket.submitted.product
    if product is None or edition.product(product) is None:
        names = ", ".join(each.slug for each in edition.products)
        raise wrong("product", f"Name one of: {names}", f"Назовите продукт: {names}")
    told = edition.deferral.message
    because = edition.because(edition.deferral, reason, ru=told.ru, en=told.en)
    return await pen.write(
        DeferTicket(
            **pen.text("deferral", body, body.body),
            engineer_id=engineer_of(caller),
            reason=reason.slug,
            product=product,
            release=body.release,
            planned_on=body.planned_on,
            tells_changes=edition.deferral.tells_changes,
            because=because,
        ),
        expected,
    )


@router.post("/resumption", summary="Go on with the ticket")
async def resume(caller: Engineer, hand: WithHand) -> TicketState:
    return await hand.act(ResumeTicket(**hand.where, engineer_id=engineer_of(caller)))
