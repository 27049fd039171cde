"""Tickets as intake tells of them: their state; what was written in them lies in texts."""

from collections.abc import Callable

from libs.events.base import Because, Event
from libs.events.conduct import EtiquetteBroken, ServiceStopped, TicketEscalated
from libs.events.intake import (
    CallAnswered,
    CallExtended,
    DraftFiled,
    DraftOffered,
    InformationRequested,
    MessageReceived,
    NoteAdded,
    ReplySent,
    SolutionAccepted,
    SolutionProposed,
    SolutionReceived,
    SolutionRejected,
    TicketAdopted,
    TicketClosed,
    TicketRefused,
    TicketReopened,
    TicketSubmitted,
    TicketTakenIntoWork,
)
from libs.events.work import (
    PaymentConsentDeclined,
    PaymentConsentGiven,
    PaymentConsentRequested,
    RemoteSessionHeld,
    SupportTypeChanged,
    WorkLogged,
    WorkReversed,
)
from libs.runtime.envelope import Record
from libs.runtime.projection import Row
from services.views.projections.folds import Change, table

OPEN: Row = {"status": "open", "waits_for": None, "received_at": None}


def _submitted(event: TicketSubmitted, record: Record) -> Row:
    return OPEN | {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "number": event.number,
        "version": record.stream_version,
        "contact_id": event.contact_id,
        "client": event.client,
        "channel": event.channel,
        "kind": event.kind,
        "language": event.language,
        "product": event.product,
        "certificate": event.certificate,
        "edition": event.edition,
        "logged_by": event.logged_by,
        "missing": list(event.missing),
        "completeness": event.completeness,
        "off_channel": _why(event.off_channel),
        "drafted_for": None,
        "searched": list(event.searched),
        "submitted_at": event.occurred_at,
        "updated_at": event.occurred_at,
        "taken_at": None,
        "plan": None,
        "consent": None,
        "acts": {},
        "closed_at": None,
        "outcome": None,
        "closed_by": None,
        "rendered_in_time": None,
    }


def _why(because: Because | None) -> Row | None:
    return because.model_dump(mode="json") if because else None


def _adopted(_row: Row, _event: TicketAdopted) -> Row:
    return {"off_channel": None}


def _drafted(_row: Row, event: DraftOffered) -> Row:
    return _waiting("filing") | {"drafted_for": event.channel}


def _filed(_row: Row, event: DraftFiled) -> Row:
    return OPEN | {
        "drafted_for": None,
        "channel": event.channel,
        "product": event.product,
        "certificate": event.certificate,
        "missing": list(event.missing),
        "completeness": event.completeness,
    }


def _unchanged(_row: Row, _event: Event) -> Row:
    return {}


def _acted(row: Row, event: Event) -> Row:
    """What the engineer did last, by the event's name: a promise says which of these keep it."""
    return {"acts": row["acts"] | {type(event).__name__: event.occurred_at.isoformat()}}


def _taken(row: Row, event: TicketTakenIntoWork) -> Row:
    return _acted(row, event) | {"taken_at": row["taken_at"] or event.occurred_at}


def _asked(row: Row, event: InformationRequested) -> Row:
    return _acted(row, event) | _waiting("information")


def _proposed(row: Row, event: SolutionProposed) -> Row:
    return _acted(row, event) | _waiting("confirmation")


def _offered(row: Row, event: PaymentConsentRequested) -> Row:
    acted = _acted(row, event) if event.engineer_id else {}
    return acted | _waiting("payment_consent") | {"consent": "asked"}


def _agreed(row: Row, event: PaymentConsentGiven | PaymentConsentDeclined) -> Row:
    said = "given" if isinstance(event, PaymentConsentGiven) else "declined"
    return (OPEN if row["waits_for"] == "payment_consent" else {}) | {"consent": said}


def _moved(_row: Row, event: SupportTypeChanged) -> Row:
    return {"plan": event.plan}


def _waiting(waits_for: str) -> Row:
    return {"status": "waiting", "waits_for": waits_for, "received_at": None}


def _received(_row: Row, event: SolutionReceived) -> Row:
    return {"received_at": event.occurred_at}


def _reacted(row: Row, _event: MessageReceived | SolutionRejected) -> Row:
    waits = row["status"] == "waiting" and row["waits_for"] != "filing"
    return OPEN if waits else {}


def _closed(_row: Row, event: TicketClosed) -> Row:
    return {
        "status": "closed",
        "waits_for": None,
        "outcome": event.outcome,
        "closed_by": event.closed_by,
        "closed_at": event.occurred_at,
        "rendered_in_time": event.rendered_in_time,
    }


def _reopened(_row: Row, _event: TicketReopened) -> Row:
    ended = ("outcome", "closed_by", "closed_at", "rendered_in_time", "taken_at", "plan", "consent")
    return OPEN | dict.fromkeys(ended)


def _noting(change: Callable[..., Row]) -> Change:
    """A change that also moves the ticket's version and the instant of its last event."""
    return lambda row, event, record: {
        **change(row, event),
        "version": record.stream_version,
        "updated_at": event.occurred_at,
    }


TICKETS = table(
    "tickets",
    """
        ticket_id text, vendor text not null, number text not null, version int not null,
        status text not null, waits_for text, received_at timestamptz, contact_id text not null,
        client text not null, channel text not null, kind text not null, language text not null,
        product text, certificate text, edition text not null, logged_by text,
        missing text[] not null, completeness jsonb not null, off_channel jsonb,
        drafted_for text, searched text[] not null, submitted_at timestamptz not null,
        updated_at timestamptz not null, taken_at timestamptz, plan text, consent text,
        acts jsonb not null,
        closed_at timestamptz, outcome text, closed_by text, rendered_in_time bool
    """,
    keyed_by=("ticket_id",),
    begins={TicketSubmitted: _submitted},
    changes={
        TicketAdopted: _noting(_adopted),
        DraftOffered: _noting(_drafted),
        DraftFiled: _noting(_filed),
        MessageReceived: _noting(_reacted),
        ReplySent: _noting(_acted),
        NoteAdded: _noting(_unchanged),
        TicketTakenIntoWork: _noting(_taken),
        InformationRequested: _noting(_asked),
        SolutionProposed: _noting(_proposed),
        SolutionReceived: _noting(_received),
        SolutionAccepted: _noting(_unchanged),
        SolutionRejected: _noting(_reacted),
        CallAnswered: _noting(_acted),
        CallExtended: _noting(_acted),
        TicketRefused: _noting(_unchanged),
        TicketClosed: _noting(_closed),
        TicketReopened: _noting(_reopened),
        PaymentConsentRequested: _noting(_offered),
        PaymentConsentGiven: _noting(_agreed),
        PaymentConsentDeclined: _noting(_agreed),
        SupportTypeChanged: _noting(_moved),
        EtiquetteBroken: _noting(_unchanged),
        ServiceStopped: _noting(_unchanged),
        TicketEscalated: _noting(_unchanged),
        WorkLogged: _noting(_unchanged),
        WorkReversed: _noting(_unchanged),
        RemoteSessionHeld: _noting(_unchanged),
    },
    indexes="""
        create index if not exists tickets_newest on tickets
            (vendor, submitted_at desc, ticket_id desc);
        create index if not exists tickets_of_client on tickets
            (vendor, client, submitted_at desc, ticket_id desc);
        create index if not exists tickets_number on tickets (vendor, number);
        create index if not exists tickets_to_do on tickets (vendor) where status = 'open';
    """,
)
