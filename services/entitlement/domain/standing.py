"""A right as its facts leave it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import assert_never

from libs.decider import Invalid, Refused
from libs.events.entitlement import (
    DealerOrderConfirmed,
    EntitlementActivated,
    EntitlementClaimed,
    EntitlementExpired,
    EntitlementRegistered,
    EntitlementReleased,
    EntitlementReminded,
    EntitlementRenewed,
    LicenceKeyHandedOver,
    PaymentReceived,
    PilotFinished,
    PilotStarted,
    RightEvent,
    SeatsChanged,
)
from libs.regulation import Edition
from libs.regulation.terms import Happening
from services.entitlement.domain.days import day_of
from services.entitlement.domain.terms import Order, Period

OrderFact = PaymentReceived | DealerOrderConfirmed
Opening = EntitlementRegistered | LicenceKeyHandedOver | PilotStarted


Events = list[RightEvent]


@dataclass(frozen=True)
class Entitlement:
    """A right as its facts leave it; `announced` are its terms by order, `ends` their ends."""

    registered: EntitlementRegistered | None = None
    opened_by: Opening | None = None
    facts: tuple[OrderFact, ...] = ()
    announced: Mapping[str, Period] = field(default_factory=dict)
    digests: frozenset[str] = frozenset()
    claimed_by: frozenset[str] = frozenset()
    released_by: frozenset[str] = frozenset()
    ends: Mapping[str, datetime | None] = field(default_factory=dict)
    seats: int | None = None
    requests: int | None = None
    expired_on: date | None = None

    @property
    def ends_on(self) -> date | None:
        """The last day of all; None where a term has no end, or none has begun."""
        ends = [each.ends_on for each in self.announced.values()]
        return None if None in ends else max(filter(None, ends), default=None)

    @property
    def expires_at(self) -> datetime | None:
        """The instant after the last day."""
        known = list(self.ends.values())
        return None if None in known else max(filter(None, known), default=None)

    @property
    def expired(self) -> bool:
        return self.expired_on is not None and self.expired_on == self.ends_on


def registration_of(right: Entitlement) -> EntitlementRegistered:
    """How a right was registered. Raises Refused where there is none."""
    if right.registered is None:
        raise Refused("there is no such right", ru="Такого права нет")
    return right.registered


def is_repeated(digest: str, right: Entitlement, what: str) -> bool:
    """Whether the right was opened by this very request. Raises Invalid for another one."""
    if right.opened_by is None:
        return False
    if right.opened_by.digest != digest:
        raise Invalid(
            f"this Idempotency-Key was used for another {what}; choose a new one",
            ru="Этот Idempotency-Key уже использован для другого запроса: выберите новый",
        )
    return True


def orders_of(
    right: Entitlement, about: EntitlementRegistered, edition: Edition
) -> dict[str, Order]:
    """Each order with all that is known of it; of two statements of one fact the later counts."""
    orders: dict[str, Order] = {}
    for fact in right.facts:
        known = orders.get(fact.order) or Order(fact.order, about.terms, about.route)
        day = day_of(fact.occurred_at, edition)
        name: Happening = (
            "PaymentReceived" if isinstance(fact, PaymentReceived) else "DealerOrderConfirmed"
        )
        orders[fact.order] = Order(
            number=fact.order,
            terms=fact.terms or known.terms,
            route=fact.route or known.route,
            happened={**known.happened, name: day},
        )
    return orders


def evolve(right: Entitlement, event: RightEvent) -> Entitlement:
    match event:
        case EntitlementRegistered():
            opened = replace(
                right,
                registered=event,
                opened_by=right.opened_by or event,
                seats=event.seats,
                requests=event.requests,
            )
            return opened if event.starts_on is None else _held(opened, "", event)
        case EntitlementActivated() | EntitlementRenewed():
            return _held(right, event.order, event)
        case LicenceKeyHandedOver() | PilotStarted():
            return replace(right, opened_by=event)
        case PaymentReceived() | DealerOrderConfirmed():
            digests = right.digests | {event.digest}
            return replace(right, facts=(*right.facts, event), digests=digests)
        case SeatsChanged():
            digests = right.digests | {event.digest}
            return replace(right, seats=event.seats, requests=event.requests, digests=digests)
        case PilotFinished():
            return replace(right, digests=right.digests | {event.digest})
        case EntitlementClaimed() | EntitlementReleased():
            return _owned(right, event)
        case EntitlementExpired():
            return replace(right, expired_on=event.ended_on)
        case EntitlementReminded():
            return right
        case _:
            assert_never(event)


def _owned(right: Entitlement, event: EntitlementClaimed | EntitlementReleased) -> Entitlement:
    who, own, given_up = {event.contact_id}, right.claimed_by, right.released_by
    if isinstance(event, EntitlementClaimed):
        return replace(right, claimed_by=own | who, released_by=given_up - who)
    return replace(right, claimed_by=own - who, released_by=given_up | who)


def _held(
    right: Entitlement,
    order: str,
    term: EntitlementRegistered | EntitlementActivated | EntitlementRenewed,
) -> Entitlement:
    assert term.starts_on is not None
    period = Period(term.starts_on, term.ends_on)
    return replace(
        right,
        announced={**right.announced, order: period},
        ends={**right.ends, order: term.expires_at},
    )
