"""A request held against its vendor's form: what it says, lacks and gets wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from libs.events.base import Because
from libs.events.intake import Channel, Particulars
from libs.regulation import Channel as Way
from libs.regulation import Edition, FieldProblem, Kind, Submission
from libs.regulation import Text as Words
from libs.regulation.fields import answer
from libs.regulation.form_schema import OWN_FIELDS
from libs.runtime.problems import FieldError, Problem
from services.intake.api.addresses import is_address
from services.intake.api.requests import NewTicket, Reachable

NAME_FIELDS = ("last_name", "first_name", "patronymic", "employee_name", "contact_name")
"""Fields that make up a person's name, whichever of them the form asks for."""
EARLIEST_CALL = timedelta(hours=24)

NO_ADDRESS = Words(
    ru="Укажите адрес электронной почты: на него приходят ответы.",
    en="Please give an e-mail address: answers are sent to it.",
)
NO_SUCH_FIELD = Words(
    ru="Такого поля нет в форме; её поля: GET /v1/forms/{vendor}.",
    en="The form has no such field; GET /v1/forms/{vendor} lists its fields.",
)
NO_SUCH_SOURCE = Words(
    ru="Такого источника нет; источники: GET /v1/desks/{vendor}.",
    en="There is no such source; GET /v1/desks/{vendor} lists them.",
)
OTHER_ADDRESS = Words(
    ru="Письмо отправлено не на адрес технической поддержки: {}.",
    en="This message was not sent to the address of technical support: {}.",
)
NOT_TAKEN = Words(
    ru="По этому каналу обращения не принимаются.", en="Requests are not accepted this way."
)
NOT_A_MAIL = Words(
    ru="Куда пришло письмо или звонок: только для каналов email и phone.",
    en="The address or number that it came to is for the channels email and phone.",
)
NO_SUCH_NUMBER = Words(
    ru="Такого номера у технической поддержки нет; её номера: {}.",
    en="Technical support has no such number; its numbers are: {}.",
)
NOT_THE_CALL = Words(
    ru="Время звонка: только для канала phone, не в будущем и не раньше чем сутки назад.",
    en="The time of a call is for the channel phone, not in the future and at most a day ago.",
)


@dataclass(frozen=True)
class Draft:
    """A request held against its vendor's form: what it says, lacks and gets wrong.

    `off_channel`: why it came by no channel of the regulation's, so that it is kept without a
    promise. `moves`: its kind is taken elsewhere, so that it is drafted for that channel.
    """

    submission: Submission
    kind: str
    product: str | None
    answers: dict[str, str]
    contact: Particulars
    missing: tuple[str, ...]
    errors: list[FieldError]
    off_channel: Because | None
    moves: Kind | None


def drafted(body: NewTicket, product: str | None, edition: Edition, now: datetime) -> Draft:
    """The request, and each of its fields that the form would have otherwise."""
    submission = _submission(body, product, edition)
    kind = edition.form.kind(submission["kind"])
    off_channel = why_off_channel(body, edition)
    moves = kind if kind and kind.is_drafted_from(body.channel) else None
    found = edition.form_problems if off_channel else edition.problems
    records = off_channel is not None or moves is not None or _records(edition, body.channel)
    problems = found(submission)
    lacking = [problem for problem in problems if not answer(submission, problem.field)]
    refused = [problem for problem in problems if not records or problem not in lacking]
    answers = {name: answer(submission, name) for name in body.answers}
    contact = particulars(body.contact, answers, edition)
    return Draft(
        submission,
        str(submission["kind"]),
        product,
        answers,
        contact,
        tuple(problem.field for problem in lacking) if records else (),
        [
            *map(field_error, edition.form.misfits(submission)),
            *map(field_error, refused),
            *_own_errors(body, contact, edition, now),
        ],
        off_channel,
        moves,
    )


def _submission(body: NewTicket, product: str | None, edition: Edition) -> dict[str, object]:
    return {
        **body.answers,
        "channel": body.channel,
        "kind": body.kind or edition.form.kinds[0].slug,
        "product": product,
        "certificate": body.certificate,
        "subject": body.subject,
        "body": body.body,
    }


def why_off_channel(body: NewTicket, edition: Edition) -> Because | None:
    """Why the request came by no channel of the regulation's; None where it came by one.

    Mail to an address that is not the vendor's (NANO-06), and a call where the vendor takes none
    (NANO-44), are kept without a promise; other ways that open nothing are refused.
    """
    way = edition.way(body.channel)
    if way is None or (not way.opens and way.logged_by == "contact"):
        return None
    if not way.opens:
        return edition.because(way, ru=_instead(way).ru, en=_instead(way).en)
    if body.channel != "email" or not (body.sent_to and way.address):
        return None
    if way.receives(body.sent_to):
        return None
    told = next(reversed(edition.notices_at("off_channel", body.channel)), None)
    text = told.text if told else OTHER_ADDRESS.about(Words(ru=way.address, en=way.address))
    return edition.because(*filter(None, (told, way)), ru=text.ru, en=text.en)


def _instead(way: Way) -> Words:
    return way.instead or NOT_TAKEN


def particulars(contact: Reachable, answers: Mapping[str, str], edition: Edition) -> Particulars:
    """Who asks, by what the form was told."""
    parts = (answers.get(name, "") for name in NAME_FIELDS)
    return Particulars(
        name=contact.name or " ".join(part for part in parts if part),
        email=contact.email or _told(answers, edition, "email"),
        phone=contact.phone or _told(answers, edition, "phone"),
        organisation=answers.get("organisation") or None,
    )


def _told(answers: Mapping[str, str], edition: Edition, type_of_field: str) -> str | None:
    """What the form's own field for an address or a number was told."""
    fields = (field for field in edition.form.fields if field.type == type_of_field)
    return next((answers[field.name] for field in fields if answers.get(field.name)), None)


def field_error(problem: FieldProblem) -> FieldError:
    own = (*OWN_FIELDS, "kind", "channel")
    path = problem.field if problem.field in own else f"answers.{problem.field}"
    return _error(path, problem.text, ", ".join(problem.rules) or None)


def refusal(errors: list[FieldError]) -> Problem:
    """The answer to a request that its form refuses, field by field."""
    names = ", ".join(error.field.removeprefix("body.") for error in errors)
    return Problem(
        422,
        f"Please complete or correct: {names}",
        ru=f"Заполните или исправьте: {names}",
        errors=errors,
    )


def unknown_answers(names: Mapping[str, object], edition: Edition) -> Iterator[FieldError]:
    known = {field.name for field in edition.form.fields}.difference(OWN_FIELDS)
    for name in names:
        if name not in known:
            yield _error(f"answers.{name}", NO_SUCH_FIELD)


def _records(edition: Edition, channel: Channel) -> bool:
    """Whether a request that lacks something is put on record all the same."""
    offered = edition.channel(channel)
    return offered is not None and offered.missing_fields == "record"


def _own_errors(
    body: NewTicket, contact: Particulars, edition: Edition, now: datetime
) -> Iterator[FieldError]:
    yield from unknown_answers(body.answers, edition)
    way = edition.way(body.channel)
    if contact.email is None and (way is None or way.logged_by == "contact"):
        yield _error("contact.email", NO_ADDRESS)
    if contact.email is not None and not is_address(contact.email):
        yield _error("contact.email", NO_ADDRESS)
    if body.sent_to is not None:
        yield from _sent_elsewhere(body.channel, body.sent_to, way)
    sources = [source.slug for source in edition.knowledge.sources] if edition.knowledge else []
    if not set(body.searched) <= set(sources):
        yield _error("searched", NO_SUCH_SOURCE)
    if body.called_at is not None and not (
        body.channel == "phone" and now - EARLIEST_CALL <= body.called_at <= now
    ):
        yield _error("called_at", NOT_THE_CALL)


def _sent_elsewhere(channel: Channel, sent_to: str, way: Way | None) -> Iterator[FieldError]:
    """A mail may have come to any address; a call only to one of the vendor's numbers (RGN-09)."""
    if channel not in ("email", "phone"):
        yield _error("sent_to", NOT_A_MAIL)
    elif channel == "phone" and way and not way.is_called_at(sent_to):
        shown = ", ".join(phone.shown for phone in way.phones)
        rules = ", ".join(way.rules) or None
        yield _error("sent_to", NO_SUCH_NUMBER.about(Words(ru=shown, en=shown)), rules)


def _error(path: str, text: Words, rule: str | None = None) -> FieldError:
    return FieldError(field=f"body.{path}", message=text.en, message_ru=text.ru, rule=rule)
