"""Which change is told to whom, in which words."""

from collections.abc import Sequence
from typing import Any

from libs.events.base import Event
from libs.events.conduct import ComplaintRaised, ServiceStopped, TicketEscalated
from libs.events.entitlement import (
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
    WorkCharged,
)
from libs.events.intake import (
    ChannelChanged,
    ClosingTimeAgreed,
    CommentReceived,
    DefectConfirmed,
    InformationRequested,
    MergeUndone,
    MessageReceived,
    ReceiptWithdrawn,
    ReplySent,
    SolutionProposed,
    SolutionRejected,
    SysadminRequested,
    TicketClosed,
    TicketDeferred,
    TicketMerged,
    TicketPassedOn,
    TicketPostponed,
    TicketRefused,
    TicketReopened,
    TicketResumed,
    TicketSplit,
    TicketSubmitted,
    TicketTakenIntoWork,
)
from libs.events.routing import TicketAssigned, TicketHandedOver
from libs.events.sla_clock import (
    ClockBroken,
    ClockCorrected,
    ClockMoved,
    ClockStarted,
    ClockWarned,
    NothingPromised,
)
from libs.events.work import (
    PaymentConsentDeclined,
    PaymentConsentGiven,
    PaymentConsentLifted,
    PaymentConsentRequested,
    SupportTypeChanged,
)
from libs.regulation import Edition, Facts
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.envelope import Envelope
from services.notification import holders
from services.notification.domain import Schedule
from services.notification.projections import ticket, was_told
from services.notification.recipients import recipient_of
from services.notification.staff_texts import ENGINEER, ROLE
from services.notification.texts import CONTACT
from services.notification.wording import Telling, said

PROMISED_TO_CONTACT = ("first_response", "take_into_work")
MOVED_TO_CONTACT = (*PROMISED_TO_CONTACT, "reply", "auto_close")


async def react(envelope: Envelope, db: Db, editions: Editions) -> Sequence[Schedule]:
    if isinstance(envelope.event, holders.NEWS):
        return await holders.tell(envelope, envelope.event, db)
    tellings = tellings_of(envelope.event)
    if not tellings:
        return ()
    about = await ticket(getattr(envelope.event, "ticket_id", envelope.key), db)
    if about is None or await is_no_news(envelope.event, about["ticket_id"], db):
        return ()
    edition = await editions.named(about["edition"], db)
    facts = await editions.facts(edition.vendor, db)
    wishes = [await _schedule(envelope, one, about, edition, facts, db) for one in tellings]
    return [wish for wish in wishes if wish is not None]


async def is_no_news(event: Event, ticket_id: str, db: Db) -> bool:
    """Whether it is a right that covers a ticket from the first: only who was told of another
    coverage before is told of that."""
    if not isinstance(event, TicketEntitled) or event.lack:
        return False
    return not await was_told(ticket_id, ("TicketServedByPlan", "TicketLeftUncovered"), db)


def tellings_of(event: Event) -> list[Telling]:
    """Who is told of an event: the contact of every change of status, the engineer of his work."""
    told = []
    if contact := contact_template(event):
        told.append(Telling(contact, "contact", CONTACT))
    if type(event).__name__ in ENGINEER and not concerns_auto_close(event):
        told.append(Telling(type(event).__name__, "engineer", ENGINEER))
    if type(event).__name__ in ROLE:
        told.append(Telling(type(event).__name__, "role", ROLE))
    return told


def clock_template(event: ClockStarted | ClockMoved | ClockWarned) -> str | None:
    """What the contact is told of a promise: when it is given or moved, and before it closes."""
    match event:
        case ClockMoved():
            return "ClockMoved" if event.clock in MOVED_TO_CONTACT else None
        case ClockStarted(clock="auto_close"):
            return "AutoCloseStarted"
        case ClockWarned(clock="auto_close"):
            return "AutoCloseWarned"
        case ClockStarted():
            return "ClockStarted" if event.clock in PROMISED_TO_CONTACT else None
    return None


def contact_template(event: Event) -> str | None:
    match event:
        case TicketSubmitted():
            return of_submission(event)
        case ClockStarted() | ClockMoved() | ClockWarned():
            return clock_template(event)
        case NothingPromised(tells=False):
            return None
        case TicketClosed() if is_end_of_refusal(event):
            return None
        case TicketDeferred():
            return _deferral(event)
        case TicketPassedOn(tells=False):
            return None
        case WorkCharged(billed_minutes=0) | SupportTypeChanged(body=""):
            return None
        case TicketEntitled():
            return "TicketServedByPlan" if event.lack else "TicketEntitled"
    name = type(event).__name__
    return name if name in CONTACT else None


def _deferral(event: TicketDeferred) -> str | None:
    """A changed plan has words of its own, and is told where the edition tells it (TKAD-14)."""
    if not event.tells:
        return None
    return "PlanChanged" if event.is_change else "TicketDeferred"


def of_submission(submitted: TicketSubmitted) -> str | None:
    """What is told of a request that came; of one that is drafted elsewhere, the draft tells."""
    if submitted.drafted_for:
        return None
    return "OffChannel" if submitted.off_channel else "TicketSubmitted"


def is_end_of_refusal(closed: TicketClosed) -> bool:
    """Whether it was denied, refused or merged: the mail about that tells of the end as well."""
    return closed.closed_by != "contact" and closed.outcome in ("refused", "stopped", "merged")


def concerns_auto_close(event: Event) -> bool:
    """Whether it is about the customer's time to react, which is no promise of an engineer."""
    return getattr(event, "clock", None) == "auto_close"


async def _schedule(
    envelope: Envelope,
    telling: Telling,
    about: dict[str, Any],
    edition: Edition,
    facts: Facts,
    db: Db,
) -> Schedule | None:
    """The mail, or None where there is nobody to send it to."""
    event = envelope.event
    told = await recipient_of(event, telling.kind, about, edition, facts, db)
    if told is None:
        return None
    subject, body = said(event, telling, about, edition, told.language)
    return Schedule(
        id=envelope.key,
        vendor=event.vendor,
        at=envelope.record.occurred_at,
        notification_id=f"{envelope.record.id}.{telling.kind}",
        recipient_id=told.id,
        recipient_kind=telling.kind,
        template=telling.template,
        language=told.language,
        concerns_message=getattr(event, "message_id", None),
        address=told.address,
        subject=subject,
        body=body,
    )


SUBSCRIBES: tuple[type[Event], ...] = (
    TicketSubmitted,
    TicketEntitled,
    TicketLeftUncovered,
    TicketDenied,
    TicketAssigned,
    TicketHandedOver,
    TicketTakenIntoWork,
    MessageReceived,
    ReplySent,
    InformationRequested,
    SolutionProposed,
    SolutionRejected,
    TicketRefused,
    TicketClosed,
    TicketReopened,
    PaymentConsentRequested,
    PaymentConsentGiven,
    PaymentConsentDeclined,
    PaymentConsentLifted,
    SupportTypeChanged,
    WorkCharged,
    ServiceStopped,
    TicketEscalated,
    ComplaintRaised,
    CommentReceived,
    SysadminRequested,
    TicketPostponed,
    TicketDeferred,
    TicketResumed,
    DefectConfirmed,
    ChannelChanged,
    TicketPassedOn,
    TicketSplit,
    TicketMerged,
    MergeUndone,
    ReceiptWithdrawn,
    ClosingTimeAgreed,
    NothingPromised,
    ClockStarted,
    ClockMoved,
    ClockWarned,
    ClockBroken,
    ClockCorrected,
)
