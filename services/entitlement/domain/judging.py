"""What covers a ticket, and what that takes of a right's requests."""

from typing import Any

from libs.events.base import Because
from libs.events.entitlement import (
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
)
from libs.regulation import Plan, Text
from services.entitlement.domain import ageing, gives, quotas
from services.entitlement.domain.asking import DecideCoverage
from services.entitlement.domain.covered import Coverage, Decided, Events
from services.entitlement.domain.reasons import joined
from services.entitlement.domain.rights import Right, covering, serving, why_covered, why_lacking

QUOTA_SPENT = "quota_spent"
NOT_GRANTED = "not_granted"
NOT_GIVEN = "not_provided"
TOO_OLD = "version_too_old"

Judged = tuple[Decided, Events | None]
"""The coverage and, where a right gives it, what that does to the right's requests."""


def judge(command: DecideCoverage, coverage: Coverage) -> Judged:
    """What covers the ticket; one of a kind that is for those alone who have a grant is denied to
    others (NANO-38, NANO-39), unless it was open already when they had it no more."""
    event, reserves = _as_given(command, *_covered(command, coverage))
    kind = command.edition.form.kind(command.kind)
    if kind is None or kind.grant is None or command.act == "lapsed":
        return event, reserves
    if isinstance(event, TicketDenied) or _is_granted(command, event, kind.grant):
        return event, reserves
    return _denied(command, NOT_GRANTED, gives.why_granted_to(command.edition, kind.grant)), None


def _as_given(command: DecideCoverage, event: Decided, reserves: Events | None) -> Judged:
    """Where the ticket asks for work that is not given, what the edition says of that; one that
    was open already when its right lapsed is left to the engineer."""
    if isinstance(event, TicketDenied) or command.act == "lapsed":
        return event, reserves
    terms = getattr(event, "terms", None)
    found = gives.instead(command.edition, command.work.service, terms)
    if found is None:
        return event, reserves
    otherwise, because = found
    if otherwise.outcome == "denied":
        return _denied(command, NOT_GIVEN, because), None
    if otherwise.plan is None:
        return _left_uncovered(command, NOT_GIVEN, because), None
    return _served_by_plan(command, otherwise.plan, NOT_GIVEN, command.right, because), None


def _is_granted(command: DecideCoverage, event: Decided, slug: str) -> bool:
    """Whether the plan that serves the ticket gives the grant on its day."""
    if not isinstance(event, TicketEntitled):
        return False
    right = command.right if event.entitlement_id else None
    plan = right.plan if right else command.edition.plan(event.plan)
    grant = plan.grant(slug) if plan else None
    if grant is None or grant.continuous_months is None:
        return grant is not None
    since, on = command.held_since, command.claim.on
    return since is not None and grant.holds(on, since, command.licensed_on)


def _covered(command: DecideCoverage, coverage: Coverage) -> Judged:
    if command.whole is not None:
        return _as_the_whole(command, command.whole), []
    found = covering(command.right, command.claim)
    if isinstance(found, Right):
        return _of_another_version(command, found) or _by_right(command, found, coverage)
    stated = command.edition.lacking(found)
    if stated.plan is not None:
        because = why_lacking(found, command.right, command.claim, command.edition, stated.plan)
        return _served_by_plan(command, stated.plan, found, None, because), None
    if stated.outcome == "denied":
        because = why_lacking(found, command.right, command.claim, command.edition)
        return _denied(command, found, because), None
    because = why_lacking(found, command.right, command.claim, command.edition)
    return _left_uncovered(command, found, because), None


def _of_another_version(command: DecideCoverage, right: Right) -> Judged | None:
    """A version that the right's plan covers no more is served by the next plan that does."""
    plan = ageing.serving_instead(command.edition, right.plan, command.work)
    if plan is None:
        return None
    because = ageing.why_too_old(command.edition, right.plan, command.work)
    return _served_by_plan(command, plan.slug, TOO_OLD, right, because), None


def _by_right(command: DecideCoverage, right: Right, coverage: Coverage) -> Judged:
    """A right that counts its requests gives one, unless the ticket has one already; past the
    quota the plan serves that the edition names (NANO-55, NANO-63)."""
    quota, allowance = right.plan.quota, command.allowance
    if quota is None or allowance is None or not _takes_one(command, right, coverage):
        return _entitled(command, right), []
    if allowance.left < 1:
        because = quotas.why_beyond(right, quota, allowance, command.edition)
        return _served_by_plan(command, quota.beyond, QUOTA_SPENT, right, because), None
    on = command.claim.on
    held = quotas.reserved(command.id, command.at, on, right, allowance, command.edition)
    if not (quota.spends("submitted") or command.in_work):
        return _entitled(command, right), [held]
    said = Text(ru="Запрос списан", en="The request is spent")
    return _entitled(command, right), [held, quotas.spent(held, command.at, said)]


def _as_the_whole(command: DecideCoverage, whole: Decided) -> Decided:
    """A part keeps the coverage of the whole and takes nothing of its right; its kind alone may
    ask for other work."""
    because = whole.because.model_copy(
        update={
            "ru": f"Обращение выделено из другого. {whole.because.ru}",
            "en": f"It is a part of another ticket. {whole.because.en}",
        }
    )
    own: dict[str, Any] = {
        "ticket_id": command.id,
        "occurred_at": command.at,
        "because": because,
    }
    if isinstance(whole, TicketDenied):
        return whole.model_copy(update=own)
    own |= {"channel": command.channel, "received_at": command.received_at}
    own |= {"product": command.product or whole.product}
    if isinstance(whole, TicketEntitled):
        plan = command.edition.plan(whole.plan)
        own |= {"service": None, "terms": None}
        own |= _work(command, plan, command.right) if plan else {}
    return whole.model_copy(update=own)


def _takes_one(command: DecideCoverage, right: Right, coverage: Coverage) -> bool:
    """Whether the ticket takes a request; what it holds of the right serves it further."""
    quota, held = right.plan.quota, coverage.reserved
    assert quota is not None
    if command.act == "split":
        return quota.spends("split")
    if held is not None and held.entitlement_id != right.entitlement_id:
        return True
    if held is None and coverage.entitlement_id != right.entitlement_id:
        return True
    if coverage.progress == "returned":
        return True
    return command.act == "reopened" and quota.spends("reopened")


def is_same(event: Decided, before: Decided) -> bool:
    match event, before:
        case TicketEntitled(), TicketEntitled():
            return _given(event) == _given(before)
        case TicketLeftUncovered(), TicketLeftUncovered():
            return event.reason == before.reason
    return False


def _given(event: TicketEntitled) -> tuple[str | None, str, str]:
    """By what right the ticket is served, under which plan, and on which terms."""
    return event.entitlement_id, event.plan, event.terms or "included"


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
        **_work(command, right.plan, right),
        edition=command.edition.id,
        channel=command.channel,
        product=command.product or right.product,
        received_at=command.received_at,
        because=joined(
            why_covered(right, command.claim, command.edition),
            *ageing.besides(command.edition, right.plan, command.work),
        ),
    )


def _served_by_plan(
    command: DecideCoverage, named: str, lack: str, right: Right | None, because: Because
) -> TicketEntitled:
    """No right covers it, and the edition names a plan that every client has: that one, or the
    next in its order that gives the work."""
    plan = serving(command.edition, named, command.work)
    return TicketEntitled(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        entitlement_id=None,
        customer_id=right.customer_id if right else None,
        plan=plan.slug,
        level=None,
        queue=plan.queue,
        lack=lack,
        **_work(command, plan),
        edition=command.edition.id,
        channel=command.channel,
        product=command.product,
        received_at=command.received_at,
        because=joined(
            because, *ageing.besides(command.edition, command.edition.plan(named), command.work)
        ),
    )


def _work(command: DecideCoverage, plan: Plan, right: Right | None = None) -> dict[str, Any]:
    """The work that the ticket's kind asks for, and its terms under a plan."""
    service = command.work.service
    if service is None:
        return {}
    return {"service": service.slug, "terms": gives.service_terms(service, plan, right)}


def _left_uncovered(command: DecideCoverage, reason: str, because: Because) -> TicketLeftUncovered:
    return TicketLeftUncovered(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        reason=reason,
        edition=command.edition.id,
        channel=command.channel,
        product=command.product,
        received_at=command.received_at,
        because=because,
    )


def _denied(command: DecideCoverage, reason: str, because: Because) -> TicketDenied:
    return TicketDenied(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        reason=reason,
        edition=command.edition.id,
        because=because,
    )
