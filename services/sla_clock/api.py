"""What may be asked of the clocks: how a ticket's promises stand, and what would be promised."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AwareDatetime

from libs.events.intake import Channel
from libs.regulation import Edition
from libs.regulation.clocks import Occasion
from libs.runtime.callers import Caller
from libs.runtime.editions import Editions, MissingFact
from libs.runtime.http import ClientOrColleague, KnownEditions, Now, Reading
from libs.runtime.problems import RESPONSES, Problem
from services.sla_clock.answers import ExplainedShown
from services.sla_clock.calendars import current_law
from services.sla_clock.domain import decider
from services.sla_clock.explaining import Question, Unknown, explain
from services.sla_clock.law import Law
from services.sla_clock.queries import history, ticket_of
from services.sla_clock.shown import ClockShown

router = APIRouter(prefix="/v1", responses=RESPONSES, tags=["clocks"])

TicketId = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{1,64}$")]
Word = Annotated[str, Query(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
VendorId = Annotated[str, Query(pattern=r"^[a-z0-9_]{1,40}$", description="Else the caller's own")]
EditionId = Annotated[
    str, Query(pattern=r"^[a-z][a-z0-9_-]{0,63}$", description="Else the one in force at `from`")
]


@router.get("/tickets/{ticket_id}/clocks", summary="How the promises on a ticket stand, and why")
async def ticket_clocks(
    ticket_id: TicketId, caller: ClientOrColleague, now: Now, db: Reading
) -> list[ClockShown]:
    ticket = await ticket_of(db, ticket_id)
    if ticket is None or not (caller.reads_all or ticket["client"] == caller.client):
        raise Problem(
            404,
            "There is no such ticket here, or not yet",
            ru="Такого обращения здесь нет или ещё нет",
        )
    clocks = decider.fold(await history(db, ticket_id))
    return [ClockShown.of(clock, now) for clock in clocks.values()]


async def _question(
    now: Now,
    channel: Channel = "portal",
    occasion: Occasion = "first",
    plan: Word | None = None,
    level: Word | None = None,
    kind: Word | None = None,
    topic: Word | None = None,
    product: Word | None = None,
    covered: Annotated[bool | None, Query(description="Else as the plan says")] = None,
    start: Annotated[AwareDatetime | None, Query(alias="from")] = None,
) -> Question:
    return Question(channel, start or now, occasion, plan, level, kind, topic, product, covered)


@router.get("/explain", summary="What would be promised to a request, and why, without one")
async def explained(
    caller: ClientOrColleague,
    editions: KnownEditions,
    question: Annotated[Question, Depends(_question)],
    edition: EditionId | None = None,
    vendor: VendorId | None = None,
) -> ExplainedShown:
    """Every promise with its words, instants, rules and days; what is left to be agreed; and
    what the regulation expressly does not promise."""
    try:
        law = await _law(_whose(caller, vendor), editions, edition, question.start)
        return ExplainedShown.of(law, question, explain(law, question))
    except Unknown as unknown:
        raise Problem(422, unknown.said.en, ru=unknown.said.ru) from None
    except (ValueError, OverflowError) as error:
        raise Problem(
            422, f"from: {error}", ru="from: для этого времени ничего не посчитать"
        ) from None


def _whose(caller: Caller, vendor: str | None) -> str:
    """The vendor that is asked about: the caller's own, or whom the operator of all names."""
    if caller.vendor not in ("*", vendor or caller.vendor):
        raise Problem(404, f"There is no vendor {vendor} here", ru=f"Поставщика {vendor} здесь нет")
    return vendor or caller.vendor


async def _law(vendor: str, editions: Editions, name: str | None, start: datetime) -> Law:
    if vendor == "*" and name is None:
        raise Problem(
            422, "vendor: name one, or an edition", ru="vendor: назовите поставщика или редакцию"
        )
    try:
        edition = await _edition(vendor, editions, name, start)
        return await current_law(edition, editions)
    except MissingFact:
        told = f"called {name}" if name else f"of {vendor} in force at {start}"
        told_ru = f"с именем {name}" if name else f"{vendor}, действующего в {start},"
        raise Problem(
            404, f"There is no regulation {told}", ru=f"Регламента {told_ru} нет"
        ) from None


async def _edition(vendor: str, editions: Editions, name: str | None, start: datetime) -> Edition:
    if name is None:
        return await editions.in_force(vendor, start)
    edition = await editions.named(name)
    if vendor not in ("*", edition.vendor):
        raise MissingFact(f"edition:{name}")
    return edition
