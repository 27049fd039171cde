"""What a request that comes, goes on or ends means for its right, and when a term ends."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from libs.decider import Command
from libs.events.entitlement import (
    CustomerContactsNamed,
    EntitlementActivated,
    EntitlementClaimed,
    EntitlementExpired,
    EntitlementRegistered,
    EntitlementRenewed,
    LicenceKeyHandedOver,
    PriceListPublished,
    RegulationTookEffect,
)
from libs.events.intake import (
    CertificateAttached,
    DraftFiled,
    MergeUndone,
    TicketAdopted,
    TicketClassified,
    TicketClosed,
    TicketReopened,
    TicketSubmitted,
    TicketTakenIntoWork,
)
from libs.events.work import WorkLogged, WorkReversed
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.envelope import Envelope
from services.entitlement.consent import consent
from services.entitlement.domain.asking import Act, JudgeTicket, SettleQuota, SpendQuota
from services.entitlement.domain.charges import ReckonWork
from services.entitlement.domain.commands import ExpireEntitlement, RemindHolder
from services.entitlement.projections.regulations import next_effect
from services.entitlement.projections.rights import due
from services.entitlement.projections.rights import next_due as next_right
from services.entitlement.taking_effect import effects, supersedes

DUE_AT_ONCE = 500


async def react(envelope: Envelope, db: Db, editions: Editions) -> Sequence[Command]:
    match envelope.event:
        case TicketSubmitted() as event:
            judged = [first_judgement(event)] if event.is_served else []
            return [*judged, *await consent(event, db, editions)]
        case CertificateAttached() as event:
            return (JudgeTicket(event.ticket_id, event.vendor, event.occurred_at, "attached"),)
        case TicketAdopted() | DraftFiled() as event:
            return (JudgeTicket(event.ticket_id, event.vendor, event.occurred_at, "submitted"),)
        case TicketClassified() as event if event.kind != event.kind_before:
            return (classified(event),)
        case TicketReopened() as event:
            return (JudgeTicket(event.ticket_id, event.vendor, event.occurred_at, "reopened"),)
        case MergeUndone() as event:
            return (JudgeTicket(event.ticket_id, event.vendor, event.occurred_at, "unmerged"),)
        case TicketTakenIntoWork() as event:
            return (SpendQuota(event.ticket_id, event.vendor, event.occurred_at),)
        case TicketClosed() as event:
            ended = SettleQuota(event.ticket_id, event.vendor, event.occurred_at, event.outcome)
            return (ended,)
        case WorkLogged() | WorkReversed() as event:
            return (ReckonWork(event.ticket_id, event.vendor, event.occurred_at),)
    return ()


def first_judgement(event: TicketSubmitted) -> JudgeTicket:
    """What was a part of another ticket is judged by how that one is covered."""
    act: Act = "split" if event.split_from else "submitted"
    at, kind = event.occurred_at, event.kind
    return JudgeTicket(event.ticket_id, event.vendor, at, act, event.split_from, kind)


def classified(event: TicketClassified) -> JudgeTicket:
    """What turns out to be of another kind is judged as if it had come so (NANO-38, NANO-39)."""
    at, kind = event.occurred_at, event.kind
    return JudgeTicket(event.ticket_id, event.vendor, at, "classified", kind=kind)


def asks(envelope: Envelope) -> Sequence[Command]:
    """A right that became known is looked up anew for the open requests it may cover, one that
    lapsed for those it covered; a price list prices work that had no price; an edition that took
    effect ends the one before it."""
    match envelope.event:
        case (
            EntitlementRegistered()
            | EntitlementActivated()
            | EntitlementRenewed()
            | EntitlementClaimed()
            | CustomerContactsNamed() as known
        ):
            return learned(known.tickets, known.vendor, known.occurred_at)
        case LicenceKeyHandedOver(known_at=datetime() as at) as licence:
            return learned(licence.tickets, licence.vendor, at)
        case EntitlementExpired() as ended:
            return [
                JudgeTicket(ticket_id, ended.vendor, ended.occurred_at, "lapsed")
                for ticket_id in ended.tickets
            ]
        case PriceListPublished() as prices:
            return [
                ReckonWork(ticket_id, prices.vendor, prices.occurred_at)
                for ticket_id in prices.tickets
            ]
        case RegulationTookEffect() as effect:
            return supersedes(effect)
    return ()


def learned(tickets: Iterable[str], vendor: str, at: datetime) -> Sequence[JudgeTicket]:
    return [JudgeTicket(ticket_id, vendor, at, "learned") for ticket_id in tickets]


async def tick(now: datetime, read_to: Mapping[int, datetime], db: Db) -> Sequence[Command]:
    """Terms that ended, holders who are to be reminded that theirs end, and editions whose day
    has come."""
    rows = await due(db, list(read_to), now, DUE_AT_ONCE)
    rights = [
        (ExpireEntitlement if row["ends"] else RemindHolder)(
            row["entitlement_id"], row["vendor"], row["at"]
        )
        for row in rows
    ]
    return [*rights, *await effects(now, read_to, db)]


async def next_due(shards: Sequence[int], db: Db) -> datetime | None:
    """When the next term ends or is reminded of, or the next edition takes effect."""
    instants = [await next_right(shards, db), await next_effect(db, shards)]
    return min((each for each in instants if each), default=None)
