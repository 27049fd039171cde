"""Gathers what a decision rests on, when everything decided before it is in the tables."""

from dataclasses import replace
from datetime import date, datetime

from asyncpg import Record

from libs.decider import Command
from libs.events.entitlement import TicketDenied
from libs.regulation import Edition, Release
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.guard import guard, share
from libs.runtime.projection import Row
from services.entitlement.concerned import KNOWN, concerned
from services.entitlement.domain.asking import Act, DecideCoverage, JudgeTicket
from services.entitlement.domain.charges import ChargeWork, ReckonWork, Worked
from services.entitlement.domain.days import day_of
from services.entitlement.domain.facts import PublishFacts
from services.entitlement.domain.gives import held_since
from services.entitlement.domain.quotas import Allowance, requests_of, window_of
from services.entitlement.domain.rights import Right, covering, periods_of
from services.entitlement.domain.terms import Period
from services.entitlement.meant import right_at, rights_meant, row_of_whole
from services.entitlement.projections.circumstances import licensed_at
from services.entitlement.projections.claims import claim_of
from services.entitlement.projections.ledger import coverage_of, taken
from services.entitlement.projections.rights import (
    learned_after,
    rights_of_customer,
    seats_at,
)
from services.entitlement.projections.work import unpriced, work_on
from services.entitlement.situations import situation_of

PRICED_ANEW = 5_000
ONLY_OPEN = ("attached", "classified", "learned", "lapsed")
JUDGED_BEFORE = ("classified", "learned", "lapsed")
"""Acts that count for a ticket not before it was judged last."""


async def gather(command: Command, now: datetime, db: Db, editions: Editions) -> Command:
    """The command with what is known when it is decided."""
    match command:
        case JudgeTicket():
            return await coverage(command, db, editions)
        case ReckonWork():
            return await _work(command, db, editions)
        case PublishFacts():
            await guard(db, *KNOWN)
            return replace(command, unpriced=await unpriced(db, command.vendor, PRICED_ANEW))
    return await concerned(command, db, editions)


async def coverage(command: JudgeTicket, db: Db, editions: Editions) -> Command:
    """What a ticket's claim is judged by, under its own edition.

    Whoever registers a right at the same instant waits, or was waited for: either the right is
    found here, or the ticket is found there (A-05).
    """
    await share(db, *KNOWN)
    claim = await claim_of(db, command.id)
    if claim is None or (command.act in ONLY_OPEN and not claim["is_open"]):
        return command
    edition = await editions.named(claim["edition"], db)
    decided = await coverage_of(db, command.id) if command.act in JUDGED_BEFORE else None
    at = max(command.at, decided.occurred_at) if decided else command.at
    came_at = at
    if command.act == "classified":
        if decided is None or isinstance(decided, TicketDenied):
            return command
        came_at = decided.received_at
    whole = await coverage_of(db, command.whole) if command.whole else None
    on = day_of(came_at, edition)
    rights = [] if whole else await rights_meant(claim, on, edition, db)
    row = await row_of_whole(whole, db) if whole else right_at(rights, claim, came_at)
    asked = replace(command, at=at, kind=command.kind or claim["kind"])
    judged = await _judged_by(asked, claim, row, came_at, edition, db, editions)
    quota = judged.right and judged.right.plan.quota
    if quota and quota.spends("split"):
        whole = None
    then = None if whole else await _then(judged, claim, rights, db, editions)
    return replace(judged, whole=whole, then=then)


async def _judged_by(
    command: JudgeTicket,
    claim: Record,
    row: Row | None,
    came_at: datetime,
    edition: Edition,
    db: Db,
    editions: Editions,
) -> DecideCoverage:
    """What is judged by a right as it held when the request came."""
    on = day_of(came_at, edition)
    registered = await editions.named(row["edition"], db) if row else edition
    right = Right.of({**row, **seats_at(row, came_at)}, registered, on) if row else None
    since, licensed_on = await _held(command.kind, right, on, edition, db)
    return DecideCoverage(
        id=command.id,
        vendor=command.vendor,
        at=command.at,
        edition=edition,
        channel=claim["channel"],
        product=claim["product"],
        number=claim["number"],
        contact_id=claim["contact_id"],
        right=right,
        kind=command.kind,
        act=command.act,
        allowance=await allowance(right, on, db, alone=True),
        in_work=claim["in_work"],
        version=claim["product_version"],
        releases=await releases(command.vendor, claim["product"], db, editions),
        held_since=since,
        licensed_on=licensed_on,
        came_at=came_at,
        customer=await situation_of(right, claim, came_at, edition, db),
    )


async def _then(
    judged: DecideCoverage, claim: Record, rights: list[Row], db: Db, editions: Editions
) -> DecideCoverage | None:
    """What has become of the right since the request came, where that is judged only now: those
    who were told of it then did not know the request."""
    if judged.act == "lapsed":
        return None
    if isinstance(covering(judged.right, judged.claim), Right):
        row = right_at(rights, claim, judged.received_at)
        lapses = row and row["expired"] and judged.right and judged.right.plan.cost == "monthly"
        if not (row and lapses and row["expires_at"] > judged.at):
            return None
        return await _judged_then(judged, "lapsed", row["expires_at"], claim, db, editions)
    for at in await _learned(judged, claim, rights, db):
        then = await _judged_then(judged, "learned", at, claim, db, editions)
        if isinstance(covering(then.right, then.claim), Right):
            return then
    return None


async def _learned(
    judged: DecideCoverage, claim: Record, rights: list[Row], db: Db
) -> list[datetime]:
    """When more was learned of a right that did not cover the request when it came."""
    told = [await learned_after(db, right, judged.at) for right in rights]
    return sorted({at for instants in told for at in instants})


async def _judged_then(
    judged: DecideCoverage, act: Act, at: datetime, claim: Record, db: Db, editions: Editions
) -> DecideCoverage:
    edition = judged.edition
    command = JudgeTicket(judged.id, judged.vendor, at, act, kind=judged.kind)
    rights = await rights_meant(claim, day_of(at, edition), edition, db)
    found = right_at(rights, claim, at)
    return await _judged_by(command, claim, found, at, edition, db, editions)


async def _held(
    slug: str | None, right: Right | None, on: date, edition: Edition, db: Db
) -> tuple[date | None, date | None]:
    """Since when a plan is held and a licence owned, for a kind that asks for a grant."""
    kind = edition.form.kind(slug)
    if right is None or kind is None or kind.grant is None:
        return None, None
    licensed = await licensed_at(db, right.customer_id)
    since = held_since(await terms_held(db, right.customer_id, right.plan.slug), on)
    return since, day_of(licensed, edition) if licensed else None


async def terms_held(db: Db, customer_id: str | None, plan: str) -> list[Period]:
    """All terms of a customer's rights to a plan, with the time that was free."""
    if customer_id is None:
        return []
    rows = await rights_of_customer(db, customer_id)
    return [each for row in rows if row["plan"] == plan for each in periods_of(row["periods"])]


async def releases(
    vendor: str, product: str | None, db: Db, editions: Editions
) -> tuple[Release, ...]:
    """The registry of a product's versions."""
    return (await editions.facts(vendor, db)).releases_of(product) if product else ()


async def allowance(
    right: Right | None, on: date, db: Db, *, alone: bool = False
) -> Allowance | None:
    """What a right's window has left; None where its requests are not counted.

    `alone`: nobody else takes any until the transaction ends. One lock for the rights of all: a
    batch may hold tickets of several, and two batches that took theirs in different orders
    would wait for each other.
    """
    if right is None or right.plan.quota is None or right.starts_on is None:
        return None
    if alone:
        await guard(db, "entitlement.quotas", "all")
    first, last = window_of(right, on)
    number = await taken(db, right.entitlement_id, first, last)
    return Allowance(first, last, requests_of(right), number)


async def _work(command: ReckonWork, db: Db, editions: Editions) -> Command:
    """All work on a ticket, with the prices that are published by now (RGN-38…41)."""
    claim = await claim_of(db, command.id)
    if claim is None:
        return command
    await share(db, *KNOWN)
    editions.forget()
    rows = await work_on(db, command.id)
    return ChargeWork(
        id=command.id,
        vendor=command.vendor,
        at=command.at,
        edition=await editions.named(claim["edition"], db),
        facts=await editions.facts(command.vendor, db),
        worked=tuple(Worked.of(dict(row)) for row in rows),
    )
