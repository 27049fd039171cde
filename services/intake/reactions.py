"""When this, then that: tickets close, paid work is offered, a release solves what it was to."""

from libs.events.base import ERASED
from libs.events.entitlement import TicketDenied, TicketEntitled, VersionReleased
from libs.events.intake import (
    MergeUndone,
    TicketLinked,
    TicketMerged,
    TicketSplit,
    TicketSubmitted,
)
from libs.events.notification import NotificationBounced, NotificationReceived
from libs.events.sla_clock import ClockElapsed
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.envelope import Envelope
from libs.runtime.service import Commands
from services.intake.domain import kinship
from services.intake.domain.consent import LiftConsent
from services.intake.domain.contacts import Contact, RegisterContact
from services.intake.domain.ending import CloseDenied, CloseUnanswered
from services.intake.domain.solutions import NoteReceipt, WithdrawReceipt
from services.intake.domain.support import OfferSupport
from services.intake.domain.terms import must_agree
from services.intake.domain.waiting import NoteRelease
from services.intake.projections import left_to


async def react(envelope: Envelope, db: Db, editions: Editions) -> Commands:
    match envelope.event:
        case TicketDenied() as denied:
            return [
                CloseDenied(
                    id=denied.ticket_id,
                    vendor=denied.vendor,
                    at=denied.occurred_at,
                    because=denied.because,
                )
            ]
        case TicketEntitled() as entitled:
            return await offer_paid(envelope, entitled, db, editions)
        case VersionReleased() as released:
            return await solve_by(released, envelope, db, editions)
        case ClockElapsed() as elapsed:
            return await close_unanswered(elapsed, db, editions)
        case NotificationReceived() | NotificationBounced() as mail:
            return receipt(mail)
    return []


def receipt(mail: NotificationReceived | NotificationBounced) -> Commands:
    """What becomes of a mail proves that its message was received, or that it was not (A-11)."""
    if mail.concerns_message is None:
        return []
    if isinstance(mail, NotificationBounced):
        return [
            WithdrawReceipt(
                id=mail.ticket_id,
                vendor=mail.vendor,
                at=mail.occurred_at,
                message_id=mail.concerns_message,
                reason=mail.status,
            )
        ]
    return [
        NoteReceipt(
            id=mail.ticket_id,
            vendor=mail.vendor,
            at=mail.occurred_at,
            evidence=mail.evidence,
            message_id=mail.concerns_message,
        )
    ]


async def offer_paid(
    envelope: Envelope, entitled: TicketEntitled, db: Db, editions: Editions
) -> Commands:
    """A ticket that only a plan paid by the time worked covers is offered that (RGN-30); one that
    another plan covers since needs no consent for what that includes."""
    edition = await editions.named(entitled.edition, db)
    plan = edition.plan(entitled.plan)
    if edition.billing is None or plan is None:
        return []
    if not must_agree(edition, plan, entitled.terms or "included"):
        return [
            LiftConsent(
                id=entitled.ticket_id,
                vendor=entitled.vendor,
                at=entitled.occurred_at,
                edition=edition,
                plan=plan,
            )
        ]
    return [
        OfferSupport(
            id=entitled.ticket_id,
            vendor=entitled.vendor,
            at=entitled.occurred_at,
            message_id=str(envelope.record.id),
            digest="",
            body="",
            engineer_id=None,
            edition=edition,
            facts=await editions.facts(entitled.vendor, db),
            covered_by=entitled.plan,
            plan=entitled.plan,
            service=entitled.service,
        )
    ]


async def solve_by(
    released: VersionReleased, envelope: Envelope, db: Db, editions: Editions
) -> Commands:
    """What was left to a release is solved by it, as each ticket's edition says (TKAD-13)."""
    rows = await left_to(db, released.vendor, released.product, released.number)
    commands = []
    for row in rows:
        edition = await editions.named(row["edition"], db)
        rule = edition.deferral
        if rule is not None:
            commands.append(
                NoteRelease(
                    id=row["ticket_id"],
                    vendor=released.vendor,
                    at=released.occurred_at,
                    message_id=str(envelope.record.id),
                    digest=released.digest,
                    product=released.product,
                    release=released.number,
                    released_on=released.released_on,
                    closes=rule.closes_with_release(),
                    because=edition.because(
                        rule,
                        ru=f"Вышел выпуск {released.number}, до которого решение было отложено",
                        en=f"The release {released.number} is out, to which the ticket was left",
                    ),
                )
            )
    return commands


async def close_unanswered(elapsed: ClockElapsed, db: Db, editions: Editions) -> Commands:
    """What the edition makes of a ticket whose contact did not react (CPRO-P-40, CPRO-P-44)."""
    edition = await editions.named(elapsed.because.edition or "", db)
    if edition.auto_close is None:
        return []
    return [
        CloseUnanswered(
            id=elapsed.ticket_id,
            vendor=elapsed.vendor,
            at=elapsed.occurred_at,
            message_id=elapsed.message_id,
            outcome=edition.auto_close.outcome,
            rendered_in_time=edition.auto_close.rendered_in_time,
            because=elapsed.because,
        )
    ]


def asks(envelope: Envelope) -> Commands:
    """What one ticket's event asks of its contact, or of another ticket."""
    match envelope.event:
        case TicketSubmitted() as submitted:
            return [*registration(submitted), *kinship.followed(submitted)]
        case TicketSplit() as split:
            return kinship.part(split)
        case TicketMerged() | MergeUndone() | TicketLinked() as event:
            return kinship.other_side(event)
    return []


def registration(submitted: TicketSubmitted) -> Commands:
    """A contact is registered where he left an address and is new."""
    if submitted.contact_is_known or submitted.contact is ERASED:
        return []
    if submitted.contact.email is None:
        return []
    contact = Contact(submitted.language, submitted.contact)
    return [RegisterContact(submitted.contact_id, submitted.vendor, submitted.occurred_at, contact)]
