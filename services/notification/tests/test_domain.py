from datetime import UTC, datetime, timedelta

import pytest

from libs.decider import Refused
from libs.events.notification import (
    NotificationAbandoned,
    NotificationDelivered,
    NotificationFailed,
)
from services.notification.domain import NoteDelivery, NoteFailure, Schedule, decider

NOON = datetime(2026, 3, 2, 9, tzinfo=UTC)


def to_tell(notification="n1", recipient="olga", **changes):
    facts = {
        "id": "t1",
        "vendor": "acme",
        "at": NOON,
        "notification_id": notification,
        "recipient_id": recipient,
        "recipient_kind": "contact",
        "template": "TicketSubmitted",
        "language": "ru",
        "concerns_message": None,
        "address": "olga@example.org",
        "subject": "Обращение А-1",
        "body": "Обращение зарегистрировано.",
    }
    return Schedule(**facts | changes)


def decided(given, when):
    return decider.decide(when, decider.fold(given))


def after(*commands):
    """The events that commands led to, one after the other."""
    events = []
    for command in commands:
        events += decided(events, command)
    return events


def delivery(notification="n1", attempts=1):
    return NoteDelivery("t1", "acme", NOON, notification, attempts)


def failure(next_attempt_at, attempts=1):
    return NoteFailure(
        "t1", "acme", NOON, "n1", attempts, "SMTPServerDisconnected", next_attempt_at
    )


def test_a_person_is_told_one_thing_once():
    assert len(after(to_tell(), to_tell())) == 1


def test_a_mail_has_a_message_id_that_every_attempt_repeats():
    (scheduled,) = after(to_tell())

    assert scheduled.message_id == "<n1@vakhta>"
    assert scheduled.references == ()


def test_later_mails_follow_the_thread_of_their_recipient_alone():
    *_, hers, his = after(
        to_tell("n1"), to_tell("n2"), to_tell("n3"), to_tell("n4", recipient="boris")
    )

    assert hers.references == ("<n1@vakhta>", "<n2@vakhta>")
    assert his.references == ()


def test_a_thread_names_its_last_ten_mails():
    *_, last = after(*(to_tell(f"n{n}") for n in range(15)))

    assert last.references[0] == "<n4@vakhta>"
    assert len(last.references) == 10


def test_a_delivery_is_noted_once():
    assert [type(e) for e in after(to_tell(), delivery(), delivery())][1:] == [
        NotificationDelivered
    ]


def test_a_failed_attempt_says_when_it_is_tried_again():
    later = NOON + timedelta(seconds=30)

    _, failed = after(to_tell(), failure(later))

    assert isinstance(failed, NotificationFailed)
    assert failed.next_attempt_at == later


def test_after_the_last_attempt_a_mail_is_given_up_visibly():
    events = after(to_tell(), failure(None, attempts=7), delivery())

    assert isinstance(events[-1], NotificationAbandoned)
    assert events[-1].attempts == 7


def test_a_result_of_a_mail_that_was_never_to_be_sent_is_refused():
    with pytest.raises(Refused, match="no mail"):
        decided([], delivery())
