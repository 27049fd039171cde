"""How an edition lets engineers treat a ticket: its place in the queue, its channel, its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from libs.events.base import Because
from libs.events.intake import Channel, Outcome, Place
from libs.regulation import Edition
from libs.regulation.base import Stated
from libs.regulation.channels import Channel as Way
from libs.regulation.plans import Lack

PLACES: tuple[Place, ...] = ("priority", "general", "minimum")

CLOSINGS: Sequence[Outcome] = (
    "solved",
    "not_solved",
    "not_our_fault",
    "technically_impossible",
    "advice_only",
    "withdrawn",
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What entitlement found: whether the ticket is covered, by which plan, or what it lacks."""

    state: Literal["covered", "uncovered"]
    plan: str | None
    lack: Lack | None


def uncovered_stays_last(edition: Edition, coverage: Coverage | None) -> Stated | None:
    """The part by which a ticket without cover keeps the lowest place (CPRO-P-19)."""
    if coverage is None or coverage.state == "covered":
        return None
    stated = {each.lack: each for each in edition.without_entitlement}
    return stated.get(coverage.lack or "none", stated["none"])


def places_for(
    edition: Edition, coverage: Coverage | None
) -> tuple[tuple[Place, ...], Sequence[Stated]]:
    """The places that a covered ticket may be given, and the plan that says so: where plans come
    with a place of their own, none before that of the ticket's plan (RGN-78)."""
    plan = edition.plan(coverage.plan) if coverage and coverage.plan else None
    if plan is None or len({each.queue for each in edition.plans}) == 1:
        return PLACES, ()
    return PLACES[plan.place_in_queue() :], (plan,)


def ways(edition: Edition) -> Mapping[Channel, tuple[Way, Because]]:
    """The channels to which an engineer may move a conversation, each with the words for it: any
    where the means are his to choose (RGN-11, CPRO-R-32), else those that the desk alone opens
    (NANO-42…44)."""
    right = edition.right("choose_channel")
    offered: dict[Channel, tuple[Way, Because]] = {}
    for way in edition.channels:
        if right is not None:
            because = edition.because(right, way, *way.before, ru=right.text.ru, en=right.text.en)
            offered[way.name] = way, because
        elif way.instead is not None and not way.opens:
            because = edition.because(way, *way.before, ru=way.instead.ru, en=way.instead.en)
            offered[way.name] = way, because
    return offered


def endings_of(edition: Edition) -> tuple[Outcome, ...]:
    """The outcomes with which an engineer closes: those that the vendor has a word or a reason
    for."""
    reasoned = {each for reason in edition.reasons for each in reason.leads_to}
    return tuple(each for each in CLOSINGS if each in edition.words.outcomes or each in reasoned)
