"""What a ticket waits for, as its columns say it, and who answered last."""

from libs.events.intake import (
    CallAnswered,
    ClosingTimeAgreed,
    DraftFiled,
    DraftOffered,
    InformationRequested,
    MessageReceived,
    ReceiptWithdrawn,
    ReplySent,
    SolutionProposed,
    SolutionReceived,
    SolutionRejected,
    SysadminRequested,
    TicketDeferred,
    TicketPostponed,
    TicketTakenIntoWork,
)
from libs.events.work import (
    PaymentConsentDeclined,
    PaymentConsentGiven,
    PaymentConsentLifted,
    PaymentConsentRequested,
)
from libs.runtime.projection import Row

OPEN: Row = {
    "status": "open",
    "waits_for": None,
    "received_at": None,
    "received_by": None,
    "questions": [],
    "release": None,
    "planned_on": None,
    "postponed_until": None,
}
Answer = (
    ReplySent
    | CallAnswered
    | InformationRequested
    | SolutionProposed
    | SysadminRequested
    | TicketPostponed
    | TicketDeferred
    | PaymentConsentRequested
)
ENDED = ("outcome", "closed_by", "closed_at", "rendered_in_time", "rated")


def answered(_row: Row, event: Answer) -> Row:
    """An act by which an engineer says something to the contact."""
    return {"answerer": event.engineer_id}


def taken(row: Row, event: TicketTakenIntoWork) -> Row:
    return {"taken_at": row["taken_at"] or event.occurred_at}


def asked(row: Row, event: InformationRequested) -> Row:
    questions = list(range(1, event.asks + 1))
    return answered(row, event) | waiting("information") | {"questions": questions}


def proposed(row: Row, event: SolutionProposed) -> Row:
    return answered(row, event) | waiting("confirmation")


def sent_for(row: Row, event: SysadminRequested) -> Row:
    return answered(row, event) | waiting("sysadmin")


def waiting(waits_for: str) -> Row:
    return OPEN | {"status": "waiting", "waits_for": waits_for}


def postponed(row: Row, event: TicketPostponed) -> Row:
    return answered(row, event) | OPEN | {"status": "postponed", "postponed_until": event.until}


def deferred(row: Row, event: TicketDeferred) -> Row:
    plan = {"release": event.release, "planned_on": event.planned_on}
    return answered(row, event) | OPEN | {"status": "deferred"} | plan


def received(_row: Row, event: SolutionReceived) -> Row:
    return {"received_at": event.occurred_at, "received_by": event.evidence}


def withdrawn(_row: Row, _event: ReceiptWithdrawn) -> Row:
    return {"received_at": None, "received_by": None}


def timed(_row: Row, event: ClosingTimeAgreed) -> Row:
    return {"closing_time": event.due_at}


def reacted(row: Row, event: MessageReceived | SolutionRejected) -> Row:
    """It waits on where numbered questions are left (NANO-22)."""
    answered = getattr(event, "answered", ())
    left = [number for number in row["questions"] if number not in answered]
    if left:
        return {"questions": left}
    stays = row["waits_for"] == "filing" or getattr(event, "automatic", False)
    return OPEN if row["status"] == "waiting" and not stays else {}


def offered(row: Row, event: PaymentConsentRequested) -> Row:
    did = answered(row, event) if event.engineer_id else {}
    return did | waiting("payment_consent") | {"consent": "asked"}


def agreed(row: Row, event: PaymentConsentGiven | PaymentConsentDeclined) -> Row:
    said = "given" if isinstance(event, PaymentConsentGiven) else "declined"
    return (OPEN if row["waits_for"] == "payment_consent" else {}) | {"consent": said}


def lifted(row: Row, _event: PaymentConsentLifted) -> Row:
    return (OPEN if row["waits_for"] == "payment_consent" else {}) | {"consent": None}


def drafted(_row: Row, event: DraftOffered) -> Row:
    return waiting("filing") | {"drafted_for": event.channel}


def filed(_row: Row, event: DraftFiled) -> Row:
    return OPEN | {
        "drafted_for": None,
        "channel": event.channel,
        "product": event.product,
        "certificate": event.certificate,
        "missing": list(event.missing),
        "completeness": event.completeness,
    }
