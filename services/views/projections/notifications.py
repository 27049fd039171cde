"""What was told to whom about a ticket, and whether it arrived: as notification tells it."""

from libs.events.notification import (
    NotificationAbandoned,
    NotificationBounced,
    NotificationDelivered,
    NotificationFailed,
    NotificationReceived,
    NotificationScheduled,
)
from libs.runtime.envelope import Record
from libs.runtime.projection import Row
from services.views.projections.folds import table


def _scheduled(event: NotificationScheduled, _record: Record) -> Row:
    return {
        "notification_id": event.notification_id,
        "vendor": event.vendor,
        "ticket_id": event.ticket_id,
        "recipient_id": event.recipient_id,
        "recipient_kind": event.recipient_kind,
        "template": event.template,
        "language": event.language,
        "message_id": event.message_id,
        "state": "scheduled",
        "attempts": 0,
        "next_attempt_at": None,
        "error": None,
        "scheduled_at": event.occurred_at,
        "changed_at": event.occurred_at,
    }


def _delivered(_row: Row, event: NotificationDelivered, _record: Record) -> Row:
    return {
        "state": "delivered",
        "attempts": event.attempts,
        "next_attempt_at": None,
        "error": None,
        "changed_at": event.occurred_at,
    }


def _failed(_row: Row, event: NotificationFailed, _record: Record) -> Row:
    return {
        "state": "failed",
        "attempts": event.attempts,
        "next_attempt_at": event.next_attempt_at,
        "error": event.error,
        "changed_at": event.occurred_at,
    }


def _abandoned(_row: Row, event: NotificationAbandoned, _record: Record) -> Row:
    return {
        "state": "abandoned",
        "attempts": event.attempts,
        "next_attempt_at": None,
        "error": event.error,
        "changed_at": event.occurred_at,
    }


def _received(_row: Row, event: NotificationReceived, _record: Record) -> Row:
    return {"state": "received", "changed_at": event.occurred_at}


def _bounced(_row: Row, event: NotificationBounced, _record: Record) -> Row:
    return {"state": "bounced", "error": event.status, "changed_at": event.occurred_at}


NOTIFICATIONS = table(
    "notifications",
    """
        notification_id text, vendor text not null, ticket_id text not null,
        recipient_id text not null, recipient_kind text not null, template text not null,
        language text not null, message_id text not null, state text not null,
        attempts int not null, next_attempt_at timestamptz, error text,
        scheduled_at timestamptz not null, changed_at timestamptz not null
    """,
    keyed_by=("notification_id",),
    begins={NotificationScheduled: _scheduled},
    changes={
        NotificationDelivered: _delivered,
        NotificationReceived: _received,
        NotificationBounced: _bounced,
        NotificationFailed: _failed,
        NotificationAbandoned: _abandoned,
    },
    indexes="create index if not exists notifications_ticket on notifications (ticket_id);",
)
