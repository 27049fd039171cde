"""Tickets as intake tells of them: their state, without any text."""

from collections.abc import Callable

from libs.events.base import Event
from libs.events.conduct import EtiquetteBroken, ServiceStopped, TicketEscalated
from libs.events.intake import (
    CallAnswered,
    CallExtended,
    CertificateAttached,
    ChannelChanged,
    ClosingTimeAgreed,
    CommentReceived,
    DefectConfirmed,
    DraftFiled,
    DraftOffered,
    InformationRequested,
    MergeUndone,
    MessageReceived,
    NoteAdded,
    PriorityChanged,
    ReceiptWithdrawn,
    ReleasePublished,
    ReplySent,
    ReproductionRecorded,
    SolutionAccepted,
    SolutionProposed,
    SolutionReceived,
    SolutionRejected,
    SysadminRequested,
    TicketAdopted,
    TicketCameBack,
    TicketClassified,
    TicketClosed,
    TicketDeferred,
    TicketLinked,
    TicketMerged,
    TicketPassedOn,
    TicketPostponed,
    TicketRated,
    TicketRefused,
    TicketReopened,
    TicketResumed,
    TicketRetitled,
    TicketSplit,
    TicketSubmitted,
    TicketTakenIntoWork,
)
from libs.events.work import (
    PaymentConsentDeclined,
    PaymentConsentGiven,
    PaymentConsentLifted,
    PaymentConsentRequested,
    RemoteSessionHeld,
    SupportTypeChanged,
    WorkLogged,
    WorkReversed,
)
from libs.runtime.projection import Row
from services.views.projections.beginning import submitted
from services.views.projections.folds import Change, table
from services.views.projections.kinship import merged, related
from services.views.projections.lines import LINES
from services.views.projections.waiting import (
    ENDED,
    OPEN,
    agreed,
    answered,
    asked,
    deferred,
    drafted,
    filed,
    lifted,
    offered,
    postponed,
    proposed,
    reacted,
    received,
    sent_for,
    taken,
    timed,
    withdrawn,
)


def _adopted(_row: Row, _event: TicketAdopted) -> Row:
    return {"off_channel": None}


def _unchanged(_row: Row, _event: Event) -> Row:
    return {}


def _classified(_row: Row, event: TicketClassified) -> Row:
    return {"kind": event.kind, "topic": event.topic, "cause": event.cause}


def _moved(_row: Row, event: SupportTypeChanged) -> Row:
    return {"plan": event.plan}


def _placed(_row: Row, event: PriorityChanged) -> Row:
    return {"priority": event.priority, "placed_at": event.occurred_at}


def _closed(_row: Row, event: TicketClosed) -> Row:
    return {
        "status": "closed",
        "waits_for": None,
        "outcome": event.outcome,
        "closed_by": event.closed_by,
        "closed_at": event.occurred_at,
        "ended_at": event.occurred_at,
        "rendered_in_time": event.rendered_in_time,
    }


def _reopened(_row: Row, _event: TicketReopened | MergeUndone) -> Row:
    return OPEN | dict.fromkeys((*ENDED, "taken_at", "plan", "consent"))


def _noting(change: Callable[..., Row]) -> Change:
    """A change that also moves the ticket's version and the instant of its last event, and of the
    last one that its contact is told."""
    return lambda row, event, record: {
        **change(row, event),
        "version": record.stream_version,
        "updated_at": event.occurred_at,
        "told_at": row["told_at"] if LINES[type(event)].internal else event.occurred_at,
    }


TICKETS = table(
    "tickets",
    """
        ticket_id text, vendor text not null, number text not null, version int not null,
        status text not null, waits_for text, received_at timestamptz, received_by text,
        closing_time timestamptz, contact_id text not null,
        client text not null, channel text not null, kind text not null, language text not null,
        product text, certificate text, edition text not null, logged_by text,
        missing text[] not null, completeness jsonb not null, off_channel jsonb,
        drafted_for text, searched text[] not null, submitted_at timestamptz not null,
        updated_at timestamptz not null, told_at timestamptz not null, taken_at timestamptz,
        answerer text, plan text, consent text, ended_at timestamptz,
        closed_at timestamptz, outcome text, closed_by text, rendered_in_time bool,
        questions int[] not null, release text, planned_on date, postponed_until date, topic text,
        cause text, reproduced text, is_defect bool not null, priority text,
        placed_at timestamptz, passed_to text, rated int, links jsonb not null
    """,
    keyed_by=("ticket_id",),
    begins={TicketSubmitted: submitted},
    changes={
        TicketAdopted: _noting(_adopted),
        DraftOffered: _noting(drafted),
        DraftFiled: _noting(filed),
        MessageReceived: _noting(reacted),
        ReplySent: _noting(answered),
        NoteAdded: _noting(_unchanged),
        TicketTakenIntoWork: _noting(taken),
        InformationRequested: _noting(asked),
        SolutionProposed: _noting(proposed),
        SolutionReceived: _noting(received),
        ReceiptWithdrawn: _noting(withdrawn),
        ClosingTimeAgreed: _noting(timed),
        SolutionAccepted: _noting(_unchanged),
        SolutionRejected: _noting(reacted),
        CallAnswered: _noting(answered),
        CallExtended: _noting(_unchanged),
        TicketRefused: _noting(_unchanged),
        TicketClosed: _noting(_closed),
        TicketReopened: _noting(_reopened),
        PaymentConsentRequested: _noting(offered),
        PaymentConsentGiven: _noting(agreed),
        PaymentConsentDeclined: _noting(agreed),
        PaymentConsentLifted: _noting(lifted),
        SupportTypeChanged: _noting(_moved),
        EtiquetteBroken: _noting(_unchanged),
        ServiceStopped: _noting(_unchanged),
        TicketEscalated: _noting(_unchanged),
        WorkLogged: _noting(_unchanged),
        WorkReversed: _noting(_unchanged),
        RemoteSessionHeld: _noting(_unchanged),
        CommentReceived: _noting(_unchanged),
        SysadminRequested: _noting(sent_for),
        TicketPostponed: _noting(postponed),
        TicketDeferred: _noting(deferred),
        TicketResumed: _noting(lambda row, event: OPEN),
        ReleasePublished: _noting(lambda row, event: OPEN),
        ReproductionRecorded: _noting(lambda row, event: {"reproduced": event.result}),
        DefectConfirmed: _noting(lambda row, event: {"is_defect": True}),
        TicketClassified: _noting(_classified),
        TicketRetitled: _noting(_unchanged),
        PriorityChanged: _noting(_placed),
        CertificateAttached: _noting(lambda row, event: {"certificate": event.certificate}),
        ChannelChanged: _noting(lambda row, event: {"channel": event.channel}),
        TicketPassedOn: _noting(lambda row, event: {"passed_to": event.to}),
        TicketCameBack: _noting(lambda row, event: {"passed_to": None}),
        TicketSplit: _noting(lambda row, e: related(row, e.child_id, "split_into", e.child_number)),
        TicketMerged: _noting(merged),
        MergeUndone: _noting(_reopened),
        TicketLinked: _noting(lambda row, e: related(row, e.other_id, e.relation, e.other_number)),
        TicketRated: _noting(lambda row, event: {"rated": event.score}),
    },
    indexes="""
        create index if not exists tickets_newest on tickets
            (vendor, submitted_at desc, ticket_id desc);
        create index if not exists tickets_of_client on tickets
            (vendor, client, submitted_at desc, ticket_id desc);
        create index if not exists tickets_of_contact on tickets
            (vendor, contact_id, submitted_at desc, ticket_id desc);
        create index if not exists tickets_number on tickets (vendor, number);
        create index if not exists tickets_to_do on tickets (vendor) where status = 'open';
    """,
)
