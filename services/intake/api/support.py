"""Under which plan a ticket is worked on, what that costs, and what its contact says to it."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from libs.events.base import Because
from libs.runtime.http import AnyCaller, ClientOrColleague, ExpectedVersion, KnownEditions, Now
from libs.runtime.problems import RESPONSES, Problem
from services.intake.api.access import SeenTicket, ServiceDatabase
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
from services.intake.domain.prices import price_of
from services.intake.domain.support import OfferSupport
from services.intake.domain.ticket import Ticket
from services.intake.projections import covering_plan

router = APIRouter(prefix="/v1/tickets/{ticket_id}", responses=RESPONSES, tags=["support"])


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


class Wanted(Request):
    """The work whose price is asked; without any of it, work under the ticket's own plan."""

    plan: Word | None = None
    cause: Word | None = None
    service: Word | None = None
    topic: Word | None = None
    minutes: int | None = Field(default=None, ge=1, le=60_000)
    version: Word | None = Field(default=None, description="Of the product; else the request's")


class Answer(Request):
    """What the contact says to an offer; an engineer logs who told him so, and when."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"said_by": "Анна Иванова"}]},
    )

    said_by: Line = ""
    said_at: AwareDatetime | None = Field(default=None, description="Now, when left out")


SAYS_SO = Answer()
"""A contact who answers for himself has nothing to add."""


class Offering:
    """What an offer of support is made from: the ticket's edition, prices and plan."""

    def __init__(
        self, caller: AnyCaller, editions: KnownEditions, database: ServiceDatabase
    ) -> None:
        self.caller = caller
        self.editions = editions
        self.database = database

    async def known(self, ticket: Ticket) -> dict[str, Any]:
        async with self.database.reading(self.caller.vendor) as db:
            covered_by = await covering_plan(db, ticket.submitted.ticket_id)
        return {
            "edition": await edition_named(self.editions, ticket.submitted.edition),
            "facts": await self.editions.facts(self.caller.vendor),
            "covered_by": covered_by,
        }


WithOffering = Annotated[Offering, Depends()]


@router.post("/support-offers", status_code=201, summary="Offer to work under another plan")
async def offer(
    body: NewSupportOffer,
    caller: Engineer,
    pen: WithPen,
    expected: ExpectedVersion,
    offering: WithOffering,
) -> Written:
    return await pen.write(
        OfferSupport(
            **pen.text("support offer", body, body.body),
            **await offering.known(pen.ticket),
            engineer_id=engineer_of(caller),
            **body.model_dump(exclude={"body"}),
        ),
        expected,
    )


class Price(BaseModel):
    """What work would cost, in figures and in the regulation's words; sums are decimal numbers as
    text. Work that costs nothing more has no sum, and `until` where that ends."""

    plan: str
    is_free: bool
    minutes: int | None
    billed_minutes: int | None
    amount: str | None
    currency: str | None
    listed_on: date | None
    until: date | None
    because: Because


@router.get("/price", summary="What work on the ticket would cost")
async def price(
    _caller: ClientOrColleague,
    seen: SeenTicket,
    offering: WithOffering,
    now: Now,
    wanted: Annotated[Wanted, Query()],
) -> Price:
    submitted = seen.ticket.submitted
    offer = OfferSupport(
        id=submitted.ticket_id,
        vendor=submitted.vendor,
        at=now,
        message_id="",
        digest="",
        body="",
        engineer_id=None,
        checked=True,
        **await offering.known(seen.ticket),
        **wanted.model_dump(exclude={"version"}),
    )
    version = wanted.version or seen.ticket.answers.get("product_version", "")
    told = price_of(offer, seen.ticket, version)
    quoted = told.quote
    return Price(
        plan=told.plan,
        is_free=quoted is None,
        minutes=quoted.minutes if quoted else None,
        billed_minutes=quoted.billed_minutes if quoted else None,
        amount=str(quoted.amount) if quoted else None,
        currency=quoted.currency if quoted else None,
        listed_on=quoted.listed_on if quoted else None,
        until=told.until,
        because=told.because,
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
            raise Problem(
                422, "said_by: write down who said so", ru="said_by: запишите, кто это сказал"
            )
        if answer.said_at is not None and answer.said_at > now:
            raise Problem(
                422, "said_at: this lies in the future", ru="said_at: этот момент ещё не наступил"
            )
        return answer.said_at or now


WithAnswer = Annotated[Answering, Depends()]


@router.post("/payment-consent/give", summary="The contact agrees to pay")
async def give(answering: WithAnswer, body: Answer = SAYS_SO) -> TicketState:
    return await answering.hand.act(GiveConsent(**await answering.said(body)))


@router.post("/payment-consent/decline", summary="The contact does not agree to pay")
async def decline(answering: WithAnswer, body: Answer = SAYS_SO) -> TicketState:
    return await answering.hand.act(DeclineConsent(**await answering.said(body)))
