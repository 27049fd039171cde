"""May this ticket be served: judged on the day it came, and anew when it is opened again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from libs.decider import Decider
from libs.events.entitlement import TicketDenied, TicketEntitled, TicketLeftUncovered
from libs.events.intake import Channel
from libs.regulation import Edition, Lack, Plan
from services.entitlement.domain.rights import (
    Claim,
    Right,
    covering,
    day_of,
    service_of,
    serving,
    why_covered,
    why_lacking,
)


@dataclass(frozen=True)
class DecideCoverage:
    """`at` is when the request came or was opened again; `right` is what it led to."""

    id: str
    vendor: str
    at: datetime
    edition: Edition
    channel: Channel
    product: str | None
    number: str | None
    contact_id: str
    right: Right | None
    kind: str | None = None

    @property
    def claim(self) -> Claim:
        on = day_of(self.at, self.edition)
        return Claim(self.number, self.product, self.contact_id, on)


CoverageEvent = TicketEntitled | TicketLeftUncovered | TicketDenied
State = CoverageEvent | None


def decide(command: DecideCoverage, decided: State) -> list[CoverageEvent]:
    """A ticket opened again is judged anew (A-26): only another result is news, or a denial."""
    if decided is not None and command.at <= decided.occurred_at:
        return []
    event = judge(command)
    return [] if decided is not None and _same(event, decided) else [event]


def judge(command: DecideCoverage) -> CoverageEvent:
    found = covering(command.right, command.claim)
    if isinstance(found, Right):
        return _entitled(command, found)
    stated = command.edition.lacking(found)
    if stated.plan is not None:
        return _served_by_plan(command, found, stated.plan)
    if stated.outcome == "denied":
        return _denied(command, found)
    return _left_uncovered(command, found)


def _same(event: CoverageEvent, before: CoverageEvent) -> bool:
    match event, before:
        case TicketEntitled(), TicketEntitled():
            return (event.entitlement_id, event.plan) == (before.entitlement_id, before.plan)
        case TicketLeftUncovered(), TicketLeftUncovered():
            return event.reason == before.reason
    return False


def _entitled(command: DecideCoverage, right: Right) -> TicketEntitled:
    return TicketEntitled(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        entitlement_id=right.entitlement_id,
        customer_id=right.customer_id,
        plan=right.plan.slug,
        level=right.level,
        queue=right.plan.queue,
        **_work(command, right.plan),
        edition=command.edition.id,
        channel=command.channel,
        product=command.product or right.product,
        received_at=command.at,
        because=why_covered(right, command.claim, command.edition),
    )


def _served_by_plan(command: DecideCoverage, lack: Lack, named: str) -> TicketEntitled:
    """No right covers it, and the edition names a plan that every client has: that one, or the
    next in its order that gives the work."""
    plan = serving(command.edition, named, service_of(command.edition, command.kind))
    return TicketEntitled(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        entitlement_id=None,
        customer_id=None,
        plan=plan.slug,
        level=None,
        queue=plan.queue,
        lack=lack,
        **_work(command, plan),
        edition=command.edition.id,
        channel=command.channel,
        product=command.product,
        received_at=command.at,
        because=why_lacking(lack, command.right, command.claim, command.edition, plan),
    )


def _work(command: DecideCoverage, plan: Plan) -> dict[str, Any]:
    """The work that the ticket's kind asks for, and its terms under a plan."""
    service = service_of(command.edition, command.kind)
    if service is None:
        return {}
    return {"service": service.slug, "terms": service.terms(plan.slug)}


def _left_uncovered(command: DecideCoverage, lack: Lack) -> TicketLeftUncovered:
    return TicketLeftUncovered(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        reason=lack,
        edition=command.edition.id,
        channel=command.channel,
        product=command.product,
        received_at=command.at,
        because=why_lacking(lack, command.right, command.claim, command.edition),
    )


def _denied(command: DecideCoverage, lack: Lack) -> TicketDenied:
    return TicketDenied(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        reason=lack,
        edition=command.edition.id,
        because=why_lacking(lack, command.right, command.claim, command.edition),
    )


def evolve(_state: State, event: CoverageEvent) -> State:
    return event


decider: Decider[DecideCoverage, State, CoverageEvent] = Decider(
    "coverage", (DecideCoverage,), None, decide, evolve
)
