"""Tickets as intake tells of them: their state, and apart from it the texts that may be erased."""

from collections.abc import Callable

from libs.events.base import readable
from libs.events.intake import (
    CallAnswered,
    CallExtended,
    InformationRequested,
    MessageReceived,
    NoteAdded,
    ReplySent,
    SolutionAccepted,
    SolutionProposed,
    SolutionReceived,
    SolutionRejected,
    TicketClosed,
    TicketRefused,
    TicketReopened,
    TicketSubmitted,
    TicketTakenIntoWork,
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
        "submitted_at": event.occurred_at,
        "updated_at": event.occurred_at,
        "taken_at": None,
        "answered_at": None,
        "called_at": None,
        "closed_at": None,
        "outcome": None,
        "closed_by": None,
        "rendered_in_time": None,
    }


def _unchanged(_row: Row, _event: object) -> Row:
    return {}


def _taken(row: Row, event: TicketTakenIntoWork) -> Row:
    return {"taken_at": row["taken_at"] or event.occurred_at}


def _answered(_row: Row, event: ReplySent) -> Row:
    return {"answered_at": event.occurred_at}


def _called(_row: Row, event: CallAnswered) -> Row:
    return {"called_at": event.occurred_at}


def _asked(_row: Row, event: InformationRequested) -> Row:
    return _waiting("information") | {"answered_at": event.occurred_at}


def _proposed(_row: Row, event: SolutionProposed) -> Row:
    return _waiting("confirmation") | {"answered_at": event.occurred_at}


def _waiting(waits_for: str) -> Row:
    return {"status": "waiting", "waits_for": waits_for, "received_at": None}


def _received(_row: Row, event: SolutionReceived) -> Row:
    return {"received_at": event.occurred_at}


def _reacted(row: Row, _event: MessageReceived | SolutionRejected) -> Row:
    return OPEN if row["status"] == "waiting" else {}


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
    ended: Row = dict.fromkeys(("outcome", "closed_by", "closed_at", "rendered_in_time"))
    return OPEN | ended


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
        missing text[] not null, submitted_at timestamptz not null,
        updated_at timestamptz not null, taken_at timestamptz, answered_at timestamptz,
        called_at timestamptz, closed_at timestamptz, outcome text, closed_by text,
        rendered_in_time bool
    """,
    keyed_by=("ticket_id",),
    begins={TicketSubmitted: _submitted},
    changes={
        MessageReceived: _noting(_reacted),
        ReplySent: _noting(_answered),
        NoteAdded: _noting(_unchanged),
        TicketTakenIntoWork: _noting(_taken),
        InformationRequested: _noting(_asked),
        SolutionProposed: _noting(_proposed),
        SolutionReceived: _noting(_received),
        SolutionAccepted: _noting(_unchanged),
        SolutionRejected: _noting(_reacted),
        CallAnswered: _noting(_called),
        CallExtended: _noting(_unchanged),
        TicketRefused: _noting(_unchanged),
        TicketClosed: _noting(_closed),
        TicketReopened: _noting(_reopened),
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


def _texts(event: TicketSubmitted, _record: Record) -> Row:
    return {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "contact_id": event.contact_id,
        "subject": readable(event.subject),
        "body": readable(event.body),
        "answers": readable(event.answers),
    }


# Apart from the tickets: written once, so that no later event pays for its words again, and no
# event that is taken in beside an erasure can bring a text back.
TEXTS = table(
    "texts",
    """
        ticket_id text, vendor text not null, contact_id text not null, subject text, body text,
        answers jsonb, words tsvector generated always as (
            setweight(to_tsvector('russian'::regconfig, coalesce(subject, '')), 'A')
            || to_tsvector('russian'::regconfig, coalesce(body, ''))
        ) stored
    """,
    keyed_by=("ticket_id",),
    begins={TicketSubmitted: _texts},
    indexes="""
        create index if not exists texts_words on texts using gin (words);
        create index if not exists texts_contact on texts (contact_id);
    """,
    personal={"subject": "contact_id", "body": "contact_id", "answers": "contact_id"},
)

# Under row-level security `@@` may not use the index; here it may, and the vendor is added.
SEARCH = """
    create or replace function tickets_found(wanted text) returns setof text
        language sql stable security definer
        begin atomic
            select ticket_id from texts where vendor = current_setting('app.vendor', true)
                and words @@ websearch_to_tsquery('russian'::regconfig, wanted);
        end;
"""
