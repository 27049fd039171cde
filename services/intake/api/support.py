"""Under which plan a ticket is worked on, what that costs, and what its contact says to it."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, ConfigDict, Field

from libs.runtime.http import ExpectedVersion, KnownEditions
from libs.runtime.problems import Problem
from services.intake.api.access import ServiceDatabase
from services.intake.api.acts import WithHand, WithPen
from services.intake.api.states import TicketState, Written
from services.intake.api.values import (
    Engineer,
    ForContact,
    Line,
    Request,
    Text,
    Word,
    edition_named,
    engineer_of,
)
from services.intake.domain.consent import DeclineConsent, GiveConsent
from services.intake.domain.support import OfferSupport
from services.intake.projections import covering_plan

router = APIRouter(prefix="/tickets/{ticket_id}", tags=["support"])


class NewSupportOffer(Request):
    """What an engineer found or is asked for, and how long it may take.

    The plan follows from the cause, or else from the service, where it is not named. Where it is
    paid by the time worked, the contact is told the price and the ticket waits for his consent;
    any other plan holds at once.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "cause": "damaged_database",
                    "minutes": 70,
                    "body": "База данных повреждена, её нужно восстановить.",
                },
                {"service": "integration", "minutes": 120},
            ]
        },
    )

    plan: Word | None = None
    cause: Word | None = Field(default=None, description="One of the regulation's causes")
    service: Word | None = Field(default=None, description="One of the regulation's services")
    topic: Word | None = Field(default=None, description="One of the regulation's topics")
    minutes: int | None = Field(
        default=None, ge=1, le=60_000, description="An estimate; without it, one hour"
    )
    checked: bool = Field(
        default=False, description="Whether what the cause asks to be made sure of was"
    )
    body: Text = ""


class Answer(Request):
    """What the contact says to an offer; an engineer logs who told him so, and when."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"said_by": "Анна Иванова"}]},
    )

    said_by: Line = ""
    said_at: AwareDatetime | None = Field(default=None, description="Now, when left out")


@router.post("/support-offers", status_code=201, summary="Offer to work under another plan")
async def offer(
    body: NewSupportOffer,
    caller: Engineer,
    pen: WithPen,
    expected: ExpectedVersion,
    editions: KnownEditions,
    database: ServiceDatabase,
) -> Written:
    submitted = pen.ticket.submitted
    async with database.reading(caller.vendor) as db:
        covered_by = await covering_plan(db, submitted.ticket_id)
    return await pen.write(
        OfferSupport(
            **pen.text("support offer", body, body.body),
            engineer_id=engineer_of(caller),
            edition=await edition_named(editions, submitted.edition),
            facts=await editions.facts(caller.vendor),
            covered_by=covered_by,
            **body.model_dump(exclude={"body"}),
        ),
        expected,
    )


class Answering:
    """Notes what the contact says to an offer, by himself or through an engineer."""

    def __init__(self, hand: WithHand, caller: ForContact, editions: KnownEditions) -> None:
        self.hand = hand
        self.caller = caller
        self.editions = editions

    async def said(self, answer: Answer) -> dict[str, Any]:
        """What both answers have. Raises Problem 422 for a call without a name, or in future."""
        by_engineer = "engineer" in self.caller.scopes
        edition = await edition_named(self.editions, self.hand.ticket.submitted.edition)
        return {
            **self.hand.where,
            "at": self._said_at(answer, by_engineer),
            "logged_by": engineer_of(self.caller) if by_engineer else None,
            "said_by": answer.said_by,
            "edition": edition,
        }

    def _said_at(self, answer: Answer, by_engineer: bool) -> datetime:
        now = self.hand.where["at"]
        if not by_engineer:
            return now
        if not answer.said_by:
            raise Problem(422, "said_by: write down who said so")
        if answer.said_at is not None and answer.said_at > now:
            raise Problem(422, "said_at: this lies in the future")
        return answer.said_at or now


WithAnswer = Annotated[Answering, Depends()]


@router.post("/payment-consent/give", summary="The contact agrees to pay")
async def give(body: Answer, answering: WithAnswer) -> TicketState:
    return await answering.hand.act(GiveConsent(**await answering.said(body)))


@router.post("/payment-consent/decline", summary="The contact does not agree to pay")
async def decline(body: Answer, answering: WithAnswer) -> TicketState:
    return await answering.hand.act(DeclineConsent(**await answering.said(body)))
