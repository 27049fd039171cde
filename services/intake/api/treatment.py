"""How engineers treat a ticket: its place in the queue, its channel, who else works on it."""

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from libs.events.base import Because
from libs.events.intake import Channel, Place, Unit
from libs.regulation import Edition, Right
from libs.regulation.channels import Channel as Way
from libs.regulation.people import RightTo
from libs.runtime.callers import Caller
from libs.runtime.database import Database
from libs.runtime.problems import RESPONSES, FieldError, Problem
from services.intake.api.access import ServiceDatabase
from services.intake.api.acts import Regulation, WithHand
from services.intake.api.reasons import wrong
from services.intake.api.states import TicketState
from services.intake.api.values import (
    Engineer,
    Request,
    Text,
    Word,
    engineer_of,
)
from services.intake.domain.findings import (
    ChangeChannel,
    ChangePriority,
    PassOn,
    TakeBack,
)
from services.intake.domain.permitted import LAST
from services.intake.domain.treatment import Coverage, places_for, uncovered_stays_last, ways
from services.intake.projections import coverage_of

router = APIRouter(prefix="/v1/tickets/{ticket_id}", responses=RESPONSES, tags=["treatment"])
RIGHT_TO: dict[Unit, RightTo] = {
    "development": "move_to_development",
    "third_party": "involve_third_party",
}


class NewPriority(Request):
    """The ticket's place in the queue."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"priority": "general"}]}
    )

    priority: Place


class NewChannel(Request):
    """By which way the conversation goes on; `confirmed` are the checks gone through before."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"channel": "portal"}]}
    )

    channel: Channel
    confirmed: list[Word] = Field(default=[], max_length=20)


class HandOff(Request):
    """Who works on the ticket beside the support, or instead of it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"to": "third_party", "name": "центр сертификации"}]},
    )

    to: Unit
    name: Text = Field(default="", max_length=200, description="The unit or firm, no person")


@router.post("/priority", summary="Give the ticket another place in the queue")
async def change_priority(
    body: NewPriority,
    caller: Engineer,
    hand: WithHand,
    edition: Regulation,
    database: ServiceDatabase,
) -> TicketState:
    coverage = await judged(database, caller, hand.ticket.submitted.ticket_id)
    return await hand.act(
        ChangePriority(
            **hand.where,
            engineer_id=engineer_of(caller),
            priority=body.priority,
            because=placed(edition, coverage, body.priority),
        )
    )


def placed(edition: Edition, coverage: Coverage | None, place: Place) -> Because:
    """Why a ticket may have this place. Raises Problem 422 where its plan, or the want of one,
    does not allow it (CPRO-P-19, RGN-78)."""
    last = uncovered_stays_last(edition, coverage)
    if last is not None and place != "minimum":
        raise wrong("priority", LAST.en, LAST.ru, ", ".join(last.rules))
    allowed, stated = places_for(edition, coverage)
    if place not in allowed:
        names = ", ".join(allowed)
        rules = ", ".join(rule for part in stated for rule in part.rules)
        raise wrong("priority", f"Its plan allows: {names}", f"По плану можно: {names}", rules)
    return edition.because(
        *([last] if last else stated),
        ru="Специалист изменил место обращения в очереди",
        en="The engineer changed the ticket's place in the queue",
        facts={"priority": place},
    )


@router.post("/channel", summary="Choose by which way the conversation goes on")
async def change_channel(
    body: NewChannel, caller: Engineer, hand: WithHand, edition: Regulation
) -> TicketState:
    return await hand.act(
        ChangeChannel(
            **hand.where,
            engineer_id=engineer_of(caller),
            channel=body.channel,
            because=moved(edition, body.channel, body.confirmed),
        )
    )


def moved(edition: Edition, channel: Channel, confirmed: list[str]) -> Because:
    """Why the conversation goes on by this way. Raises Problem 422 where it is not the engineer's
    to choose, or where something is to be confirmed before (NANO-43, RGN-70)."""
    offered = ways(edition)
    if channel not in offered:
        names = ", ".join(offered)
        rules = dict.fromkeys(rule for _, because in offered.values() for rule in because.rules)
        raise wrong(
            "channel",
            f"The regulation lets an engineer choose: {names or 'none'}",
            f"По регламенту специалист может выбрать: {names or 'ничего'}",
            ", ".join(rules) or None,
        )
    way, because = offered[channel]
    _refuse_unprepared(way, confirmed)
    return because


@router.post("/hand-offs", summary="Let another unit or a third party work on the ticket")
async def hand_off(
    body: HandOff, caller: Engineer, hand: WithHand, edition: Regulation
) -> TicketState:
    right = right_to(edition, body.to)
    return await hand.act(
        PassOn(
            **hand.where,
            engineer_id=engineer_of(caller),
            to=body.to,
            name=body.name,
            tells=right.notice,
            because=edition.because(right, ru=right.text.ru, en=right.text.en),
        )
    )


def right_to(edition: Edition, unit: Unit) -> Right:
    """The right to let a unit take part. Raises Problem 422 where the edition gives none."""
    right = edition.right(RIGHT_TO[unit])
    if right is not None:
        return right
    raise wrong(
        "to",
        "The regulation does not say that these take part",
        "Регламент не предусматривает такого участия",
    )


@router.post("/hand-offs/return", summary="The ticket is the support's again")
async def take_back(caller: Engineer, hand: WithHand) -> TicketState:
    return await hand.act(TakeBack(**hand.where, engineer_id=engineer_of(caller)))


async def judged(database: Database, caller: Caller, ticket_id: str) -> Coverage | None:
    """What covers a ticket; None where nobody has judged it yet."""
    async with database.reading(caller.vendor) as db:
        row = await coverage_of(db, ticket_id)
    return Coverage(**dict(row)) if row else None


def _refuse_unprepared(channel: Way, confirmed: list[str]) -> None:
    """Raises Problem 422 naming what is gone through before the work (NANO-43, RGN-70)."""
    lacking = [each for each in channel.before if each.slug not in confirmed]
    if lacking:
        errors = [
            FieldError(
                field="body.confirmed",
                message=f"{each.slug}: {each.text.en}",
                message_ru=f"{each.slug}: {each.text.ru}",
                rule=", ".join((*channel.rules, *each.rules)) or None,
            )
            for each in lacking
        ]
        names = ", ".join(each.slug for each in lacking)
        raise Problem(
            422,
            f"Before this way is used, confirm: {names}",
            ru=f"Сначала подтвердите: {names}",
            errors=errors,
        )
