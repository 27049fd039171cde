"""Given what happened, when this is wished, then that happens: the words for it."""

from datetime import timedelta

from libs.events.base import Because
from libs.events.intake import (
    InformationRequested,
    MessageReceived,
    SolutionProposed,
    TicketClosed,
    TicketSubmitted,
)
from services.intake.domain.tickets import decider
from services.intake.tests.words import NOON

LATER = NOON + timedelta(hours=1)
WHERE = {"id": "t", "vendor": "acme", "at": LATER}
WHY = Because(rules=("CPRO-P-40",), ru="нет ответа", en="no answer")

_ticket = {"vendor": "acme", "occurred_at": NOON, "ticket_id": "t"}
_person = {"contact_id": "ivan"}
SUBMITTED = TicketSubmitted(
    **_ticket,
    **_person,
    number="AC-1001",
    client="portal",
    channel="portal",
    kind="question",
    language="ru",
    product="csp",
    certificate=None,
    edition="acme-1",
    digest="request",
    subject="Тема",
    body="Описание",
)
CALLED = SUBMITTED.model_copy(update={"channel": "phone"})
ASKED = InformationRequested(
    **_ticket, **_person, message_id="ask", engineer_id="anna", digest="ask", body="какая версия?"
)
PROPOSED = SolutionProposed(
    **_ticket, **_person, message_id="fix", engineer_id="anna", digest="fix", body="обновите"
)
WROTE = MessageReceived(
    **_ticket, **_person, message_id="more", channel="portal", digest="more", body="ещё"
)


def closed(outcome, by="engineer"):
    return TicketClosed(**_ticket, outcome=outcome, closed_by=by)


def text(message_id):
    return {**WHERE, "message_id": message_id, "digest": message_id, "body": "текст"}


def decided(given, when):
    """The events that a command gives after others."""
    return list(decider.decide(when, decider.fold(given)))


def names(given, when):
    return [type(event).__name__ for event in decided(given, when)]


def state(*given):
    return decider.fold(given)
