"""Rights to support with their terms, workplaces and holders."""

from datetime import datetime

from libs.events.entitlement import (
    EntitlementActivated,
    EntitlementClaimed,
    EntitlementExpired,
    EntitlementRegistered,
    EntitlementReleased,
    EntitlementReminded,
    EntitlementRenewed,
    SeatsChanged,
)
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row
from services.entitlement.projections.history import and_told

TERMS = (EntitlementRegistered, EntitlementActivated, EntitlementRenewed)


def _entitlement_key(envelope: Envelope) -> Row | None:
    return {"entitlement_id": envelope.key}


def _evolve_entitlement(row: Row | None, envelope: Envelope) -> Row | None:
    event = envelope.event
    if isinstance(event, EntitlementRegistered):
        return _registered(event, envelope)
    if row is None:
        return None
    match event:
        case EntitlementActivated() | EntitlementRenewed():
            return _with_term(row, event.order, event)
        case SeatsChanged():
            seats = {"seats": event.seats, "requests": event.requests}
            known = and_told(row["seats_known"], event.occurred_at, seats)
            return row | seats | {"seats_known": known}
        case EntitlementClaimed():
            return _claimed(row, {*row["claimed_by"], event.contact_id}, event.occurred_at)
        case EntitlementReleased():
            return _claimed(row, {*row["claimed_by"]} - {event.contact_id}, event.occurred_at)
        case EntitlementReminded():
            left = [at for at in row["remind_at"] if at > event.occurred_at.isoformat()]
            return row | {"remind_at": left, "next_reminder": min(left, default=None)}
        case EntitlementExpired():
            return row | {"expired": True}
    return row


def _claimed(row: Row, by: set[str], at: datetime) -> Row:
    return row | {
        "claimed_by": sorted(by),
        "claimed_known": and_told(row["claimed_known"], at, sorted(by)),
        "claimed_ever": sorted({*row["claimed_ever"], *by}),
    }


def _registered(event: EntitlementRegistered, envelope: Envelope) -> Row:
    row = {
        "entitlement_id": event.entitlement_id,
        "vendor": event.vendor,
        "shard": envelope.record.shard,
        "number": event.number,
        "customer_id": event.customer_id,
        "plan": event.plan,
        "product": event.product,
        "services": list(event.services),
        "level": event.level,
        "terms": event.terms,
        "route": event.route,
        "seats": event.seats,
        "requests": event.requests,
        "seats_first": event.seats,
        "requests_first": event.requests,
        "seats_known": {},
        "periods": {},
        "starts_on": None,
        "ends_on": None,
        "expires_at": None,
        "remind_at": [],
        "next_reminder": None,
        "claimed_by": [],
        "claimed_known": {},
        "claimed_ever": [],
        "edition": event.edition,
        "expired": False,
    }
    return row if event.starts_on is None else _with_term(row, "", event)


def _with_term(
    row: Row, order: str, term: EntitlementRegistered | EntitlementActivated | EntitlementRenewed
) -> Row:
    """The row with one more term, or one that is moved."""
    assert term.starts_on is not None
    ends = term.ends_on and term.ends_on.isoformat()
    periods = {**row["periods"], order: [term.starts_on.isoformat(), ends]}
    last = [ends for _, ends in periods.values()]
    is_last = None in last or ends == max(last)
    remind_at = [at.isoformat() for at in term.remind_at]
    return row | {
        "periods": periods,
        "starts_on": min(starts for starts, _ in periods.values()),
        "ends_on": None if None in last else max(last),
        "expires_at": term.expires_at if is_last else row["expires_at"],
        "remind_at": remind_at if is_last else row["remind_at"],
        "next_reminder": min(remind_at, default=None) if is_last else row["next_reminder"],
        "expired": row["expired"] and not is_last,
    }


ENTITLEMENTS = Projection(
    table="entitlements",
    columns="""
        entitlement_id text, vendor text not null, shard int not null, number text not null,
        customer_id text not null, plan text not null, product text, services text[] not null,
        level text, terms int not null, route text, seats int, requests int,
        seats_first int, requests_first int, seats_known jsonb not null,
        periods jsonb not null, starts_on date, ends_on date, expires_at timestamptz,
        remind_at jsonb not null, next_reminder timestamptz,
        claimed_by text[] not null, claimed_known jsonb not null, claimed_ever text[] not null,
        edition text not null, expired bool not null
    """,
    keyed_by=("entitlement_id",),
    key=_entitlement_key,
    evolve=_evolve_entitlement,
    events=frozenset(
        (
            *TERMS,
            SeatsChanged,
            EntitlementClaimed,
            EntitlementReleased,
            EntitlementReminded,
            EntitlementExpired,
        )
    ),
    begins=frozenset((EntitlementRegistered,)),
    indexes="""
        create unique index if not exists entitlements_number on entitlements (vendor, number);
        create index if not exists entitlements_customer on entitlements (customer_id);
        create index if not exists entitlements_claimed on entitlements using gin (claimed_by);
        create index if not exists entitlements_claimed_ever on entitlements
            using gin (claimed_ever);
        create index if not exists entitlements_expiring on entitlements (shard, expires_at)
            where not expired and expires_at is not null;
        create index if not exists entitlements_reminding on entitlements (shard, next_reminder)
            where next_reminder is not null;
    """,
)
