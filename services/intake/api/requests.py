"""A request as a client sends it, and what its vendor's form says about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import AwareDatetime, ConfigDict, Field

from libs.events.intake import Language, Particulars, Scope
from libs.regulation import Edition, FieldProblem, Submission
from libs.regulation import Text as Words
from libs.regulation.fields import answer
from libs.runtime.callers import Caller
from libs.runtime.problems import FieldError, Problem
from services.intake.api.addresses import Email
from services.intake.api.values import Line, Request, Text, Word

WrittenChannel = Literal["portal", "embedded", "phone"]
Answer = Text | bool | Annotated[list[Line], Field(max_length=50)]
ClientTime = Annotated[
    AwareDatetime,
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC)),
]
SCOPE_OF: dict[WrittenChannel, Scope] = {
    "portal": "submit",
    "embedded": "submit",
    "phone": "engineer",
}
OWN_FIELDS = ("product", "certificate", "subject", "body")
"""Fields of a form that stand in the request itself; all others are its `answers`."""
NAME_FIELDS = ("last_name", "first_name", "patronymic", "employee_name")
"""Fields that make up a person's name, whichever of them the form asks for."""
EARLIEST_CALL = timedelta(hours=24)

NO_ADDRESS = Words(
    ru="Укажите адрес электронной почты: на него приходят ответы.",
    en="Please give an e-mail address: answers are sent to it.",
)
NO_SUCH_FIELD = Words(
    ru="Такого поля нет в форме; её поля: GET /v1/form.",
    en="The form has no such field; GET /v1/form lists its fields.",
)
NOT_THE_CALL = Words(
    ru="Время звонка: только для канала phone, не в будущем и не раньше чем сутки назад.",
    en="The time of a call is for the channel phone, not in the future and at most a day ago.",
)


class Reachable(Request):
    """How the contact can be reached; without `name` it is taken from the form's answers."""

    email: Email | None = None
    phone: Word | None = None
    name: Line = ""


class NewTicket(Request):
    """A request for support, by the form of its vendor's regulation (`GET /v1/form`)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "channel": "portal",
                    "product": "csp",
                    "certificate": "KP-TP-000123",
                    "subject": "Не устанавливается сертификат",
                    "body": "При установке сертификата появляется ошибка 0x80090010.",
                    "answers": {
                        "last_name": "Иванова",
                        "first_name": "Анна",
                        "patronymic": "Сергеевна",
                        "product_versions": "5.0.12000",
                        "os_version": "Windows 11",
                    },
                    "contact": {"email": "anna@example.com", "phone": "+79161234567"},
                },
                {
                    "channel": "embedded",
                    "kind": "question",
                    "product": "express",
                    "certificate": "GS-2026-0042",
                    "subject": "Не отправляется пакет",
                    "body": "Пакет документов остаётся в статусе «Подготовлен».",
                    "answers": {
                        "employee_name": "Пётр Смирнов",
                        "employee_contact": "petr@example.com",
                        "organisation": "ООО «Геодезия»",
                        "steps": "Открыть пакет, нажать «Отправить».",
                    },
                    "contact": {"email": "petr@example.com"},
                },
            ]
        },
    )

    channel: WrittenChannel
    kind: Word | None = Field(default=None, description="Without it, the form's first kind")
    language: Language = "ru"
    product: Word | None = None
    certificate: Word | None = Field(
        default=None, description="The number of the certificate, contract or agreement"
    )
    subject: Line = ""
    body: Text = ""
    answers: dict[Word, Answer] = Field(default={}, max_length=50)
    contact: Reachable = Reachable()
    client_time: ClientTime | None = Field(
        default=None, description="The client's own time: it is kept, but starts no promise"
    )
    called_at: AwareDatetime | None = Field(
        default=None, description="When a call that is logged later was picked up"
    )


@dataclass(frozen=True)
class Draft:
    """A request held against its vendor's form: what it says, lacks and gets wrong."""

    submission: Submission
    kind: str
    product: str | None
    answers: dict[str, str]
    contact: Particulars
    missing: tuple[str, ...]
    errors: list[FieldError]


def may_speak(caller: Caller, channel: WrittenChannel) -> None:
    """Raises Problem 403 where the key does not let speak through this channel."""
    scope = SCOPE_OF[channel]
    if scope not in caller.scopes:
        raise Problem(403, f"The channel {channel} needs a key with the scope {scope}")


def own_product(caller: Caller, named: str | None) -> str | None:
    """The request's product; a product's key names it by itself. Raises Problem 403."""
    product = named or caller.product
    if caller.product is not None and product != caller.product:
        raise Problem(403, f"This key submits requests about {caller.product} alone")
    return product


def drafted(body: NewTicket, caller: Caller, edition: Edition, now: datetime) -> Draft:
    """The request, and each of its fields that the form would have otherwise."""
    kind = body.kind or edition.form.kinds[0].slug
    product = own_product(caller, body.product)
    own = {
        "channel": body.channel,
        "kind": kind,
        "product": product,
        "certificate": body.certificate,
        "subject": body.subject,
        "body": body.body,
    }
    submission = {**body.answers, **own}
    problems = edition.problems(submission)
    lacking = [problem for problem in problems if not answer(submission, problem.field)]
    records = _records(edition, body.channel)
    refused = [problem for problem in problems if not records or problem not in lacking]
    answers = {name: answer(submission, name) for name in body.answers}
    return Draft(
        submission,
        kind,
        product,
        answers,
        particulars(body.contact, answers),
        tuple(problem.field for problem in lacking) if records else (),
        [*map(field_error, refused), *_own_errors(body, edition, now)],
    )


def particulars(contact: Reachable, answers: Mapping[str, str]) -> Particulars:
    """Who asks, by what the form was told."""
    parts = (answers.get(name, "") for name in NAME_FIELDS)
    return Particulars(
        name=contact.name or " ".join(part for part in parts if part),
        email=contact.email,
        phone=contact.phone,
        organisation=answers.get("organisation") or None,
    )


def field_error(problem: FieldProblem) -> FieldError:
    own = (*OWN_FIELDS, "kind", "channel")
    path = problem.field if problem.field in own else f"answers.{problem.field}"
    return _error(path, problem.text, ", ".join(problem.rules) or None)


def refusal(errors: list[FieldError]) -> Problem:
    """The answer to a request that its form refuses, field by field."""
    names = ", ".join(error.field.removeprefix("body.") for error in errors)
    return Problem(422, f"Please complete or correct: {names}", errors=errors)


def unknown_answers(names: Mapping[str, object], edition: Edition) -> Iterator[FieldError]:
    known = {field.name for field in edition.form.fields}.difference(OWN_FIELDS)
    for name in names:
        if name not in known:
            yield _error(f"answers.{name}", NO_SUCH_FIELD)


def _records(edition: Edition, channel: WrittenChannel) -> bool:
    """Whether a request that lacks something is put on record all the same."""
    offered = edition.channel(channel)
    return offered is not None and offered.missing_fields == "record"


def _own_errors(body: NewTicket, edition: Edition, now: datetime) -> Iterator[FieldError]:
    yield from unknown_answers(body.answers, edition)
    if body.channel != "phone" and body.contact.email is None:
        yield _error("contact.email", NO_ADDRESS)
    if body.called_at is not None and not (
        body.channel == "phone" and now - EARLIEST_CALL <= body.called_at <= now
    ):
        yield _error("called_at", NOT_THE_CALL)


def _error(path: str, text: Words, rule: str | None = None) -> FieldError:
    return FieldError(field=f"body.{path}", message=text.en, message_ru=text.ru, rule=rule)
