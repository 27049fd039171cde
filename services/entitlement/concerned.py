"""Whom what becomes of a right concerns: open requests, and contacts who are to be told."""

from dataclasses import replace

from libs.decider import Command
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.guard import guard
from services.entitlement.domain.circumstances import NoteCircumstance
from services.entitlement.domain.commands import (
    ClaimEntitlement,
    ExpireEntitlement,
    GiveFreeTime,
    NoteOrderFact,
    RegisterEntitlement,
    RemindHolder,
)
from services.entitlement.domain.customers import NameContacts
from services.entitlement.domain.days import day_of
from services.entitlement.projections.circumstances import (
    circumstances_of,
    licences_before,
    licences_of,
)
from services.entitlement.projections.claims import open_tickets, tickets_covered_by
from services.entitlement.projections.customers import contacts_of
from services.entitlement.projections.rights import entitlement_with
from services.entitlement.situations import plans_held

LOOKED_UP_ANEW = 1_000
KNOWN = ("entitlement.known", "all")
"""What a right is registered and a price list published under alone, and tickets are judged and
work is reckoned under together. One for both: two who took them in different orders would wait
for each other."""


async def concerned(command: Command, db: Db, editions: Editions) -> Command:
    """The command with the open requests, of which none is judged until the transaction ends,
    and with who is to be told."""
    match command:
        case RegisterEntitlement() if command.starts_on:
            tickets = await _tickets(command.vendor, command.customer_id, command.number, db)
            return replace(command, tickets=tickets)
        case NoteOrderFact():
            return await _ordered(command, db)
        case ClaimEntitlement():
            return await _claimed(command, db)
        case NameContacts():
            tickets = await _uncovered(command.vendor, list(command.contacts), [], db)
            return replace(command, tickets=tickets)
        case GiveFreeTime():
            return await _free_time(command, db)
        case NoteCircumstance():
            plans = await plans_held(db, command.id, day_of(command.at, command.edition))
            contacts = tuple(sorted(await contacts_of(db, command.id)))
            return replace(command, plans=plans, contacts=contacts)
        case RemindHolder() | ExpireEntitlement():
            return await _told(command, db, editions)
    return command


async def _uncovered(
    vendor: str, contacts: list[str], numbers: list[str], db: Db
) -> tuple[str, ...]:
    await guard(db, *KNOWN)
    return await open_tickets(db, vendor, contacts, numbers, LOOKED_UP_ANEW)


async def _tickets(vendor: str, customer_id: str, number: str, db: Db) -> tuple[str, ...]:
    """Open tickets that a customer's right may cover: of his contacts, or with the number of the
    right or of one of his licences."""
    await guard(db, *KNOWN)
    contacts = await contacts_of(db, customer_id)
    return await _uncovered(vendor, contacts, [number, *await licences_of(db, customer_id)], db)


async def _ordered(command: NoteOrderFact, db: Db) -> NoteOrderFact:
    row = await entitlement_with(db, command.id)
    if row is None:
        return command
    tickets = await _tickets(command.vendor, row["customer_id"], row["number"], db)
    return replace(command, tickets=tickets)


async def _claimed(command: ClaimEntitlement, db: Db) -> ClaimEntitlement:
    row = await entitlement_with(db, command.id)
    if row is None:
        return command
    tickets = await _uncovered(command.vendor, [command.contact_id], [row["number"]], db)
    return replace(command, tickets=tickets)


async def _free_time(command: GiveFreeTime, db: Db) -> GiveFreeTime:
    tickets = await _tickets(command.vendor, command.customer_id, command.number, db)
    before = await licences_before(db, command.customer_id, command.happened_at, command.id)
    return replace(command, before=before, tickets=tickets)


async def _told(
    command: RemindHolder | ExpireEntitlement, db: Db, editions: Editions
) -> RemindHolder | ExpireEntitlement:
    """The command with those who are to know that a right ends."""
    row = await entitlement_with(db, command.id)
    if row is None:
        return command
    contacts = {*await contacts_of(db, row["customer_id"]), *row["claimed_by"]}
    edition = await editions.named(row["edition"], db)
    told = replace(command, edition=edition, contacts=tuple(sorted(contacts)))
    if isinstance(told, RemindHolder):
        return told
    await guard(db, *KNOWN)
    return replace(
        told,
        tickets=await tickets_covered_by(db, command.id, LOOKED_UP_ANEW),
        circumstances=await circumstances_of(db, row["customer_id"]),
    )
