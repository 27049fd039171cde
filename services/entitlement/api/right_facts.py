"""Facts about a right, from which its terms begin and change."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Body
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from libs.decider import Command
from libs.events.entitlement import Route
from libs.runtime.http import Execute, IdempotencyKey, Ids, KnownEditions, Now, Reading
from libs.runtime.problems import RESPONSES, Problem
from services.entitlement.api.answers import Entitlement, entitlement
from services.entitlement.api.values import Administrator, Seats, Word
from services.entitlement.domain.commands import ChangeSeats, NoteOrderFact
from services.entitlement.projections.rights import entitlement_with

router = APIRouter(prefix="/v1/entitlements", responses=RESPONSES, tags=["facts"])

OLDEST = timedelta(days=20 * 366)
Terms = Annotated[int, Field(ge=1, le=100)]


class Fact(BaseModel):
    model_config = ConfigDict(extra="forbid")

    happened_at: AwareDatetime = Field(
        description="When it happened, which may be long ago: what follows from it is corrected"
    )


class OrderFact(Fact):
    """A payment came in, or a dealer's order was confirmed. Facts of one `order` are about one
    purchase; another order renews the right."""

    fact: Literal["PaymentReceived", "DealerOrderConfirmed"]
    order: Word
    terms: Terms | None = Field(default=None, description="How many terms; else as registered")
    route: Route | None = Field(default=None, description="How it was sold; else as registered")


class SeatsFact(Fact):
    """The right is for another number of workplaces from now on."""

    fact: Literal["SeatsChanged"]
    seats: Seats
    requests: Seats | None = Field(default=None, description="The number of the contract")


RightFact = Annotated[
    OrderFact | SeatsFact,
    Body(
        discriminator="fact",
        examples=[
            {
                "fact": "PaymentReceived",
                "order": "2026-118",
                "happened_at": "2026-11-02T09:00:00Z",
            }
        ],
    ),
]


@router.post("/{entitlement_id}/facts", status_code=201, summary="A fact about a right")
async def of_right(
    entitlement_id: Word,
    body: RightFact,
    caller: Administrator,
    key: IdempotencyKey,
    ids: Ids,
    now: Now,
    db: Reading,
    editions: KnownEditions,
    execute: Execute,
) -> Entitlement:
    row = await entitlement_with(db, entitlement_id)
    if row is None:
        raise Problem(404, "There is no right with this id", ru="Права с таким id нет")
    check_time(body.happened_at, now)
    edition = await editions.named(row["edition"], db)
    digest = ids.digest(caller.client, key, body.model_dump_json())
    command: Command
    if isinstance(body, SeatsFact):
        command = ChangeSeats(
            id=entitlement_id,
            vendor=caller.vendor,
            at=now,
            happened_at=body.happened_at,
            seats=body.seats,
            requests=body.requests,
            digest=digest,
            edition=edition,
        )
    else:
        command = NoteOrderFact(
            id=entitlement_id,
            vendor=caller.vendor,
            at=now,
            happened_at=body.happened_at,
            fact=body.fact,
            order=body.order,
            terms=body.terms,
            route=body.route,
            digest=digest,
            edition=edition,
        )
    return entitlement((await execute(command)).state)


def check_time(happened_at: datetime, now: datetime) -> None:
    if not now - OLDEST <= happened_at <= now:
        raise Problem(
            422,
            "happened_at: name an instant that has passed, of the last 20 years",
            ru="happened_at: назовите прошедший момент последних 20 лет",
        )
