"""A request as a client sends it."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, ConfigDict, Field, StrictBool, StringConstraints

from libs.events.intake import Channel, Language, Scope
from libs.regulation.base import PHONE
from libs.runtime.callers import Caller
from libs.runtime.problems import Problem
from services.intake.api.addresses import Email
from services.intake.api.values import MAY_SPEAK, PRINTABLE, Line, Request, Text, Word

Answer = Text | StrictBool | Annotated[list[Line], Field(max_length=50)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PRINTABLE)]
ClientTime = Annotated[
    AwareDatetime,
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC)),
]
SCOPES_OF: dict[Channel, tuple[Scope, ...]] = {
    "portal": ("submit",),
    "embedded": ("submit",),
    "email": MAY_SPEAK,
    "chat": MAY_SPEAK,
    "phone": ("engineer",),
    "remote_session": ("engineer",),
}
"""Who puts a request on record: a client's own form, a gateway, or the engineer who heard it."""


class Reachable(Request):
    """How the contact can be reached; without `name` it is taken from the form's answers."""

    email: Email | None = None
    phone: Word | None = None
    name: Line = ""


class NewTicket(Request):
    """A request for support, by the form of its vendor's regulation (`GET /v1/forms/{vendor}`)."""

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

    channel: Channel
    kind: Word | None = Field(default=None, description="Without it, the form's first kind")
    language: Language | None = Field(
        default=None, description="In which he is written to; else the regulation's first"
    )
    product: Word | None = None
    certificate: Word | None = Field(
        default=None, description="The number of the certificate, contract or agreement"
    )
    subject: Line = ""
    body: Text = ""
    answers: dict[Name, Answer] = Field(default={}, max_length=50)
    contact: Reachable = Reachable()
    sent_to: Line | None = Field(
        default=None, description="The address of a mail, or the number that was called"
    )
    searched: list[Word] = Field(
        default=[], max_length=20, description="Sources that were searched before"
    )
    client_time: ClientTime | None = Field(
        default=None, description="The client's own time: it is kept, but starts no promise"
    )
    called_at: AwareDatetime | None = Field(
        default=None, description="When a call that is logged later was picked up"
    )
    line: Annotated[str, Field(pattern=PHONE)] | None = Field(
        default=None, description="The vendor's number that was dialled, as +74952698657"
    )


def may_speak(caller: Caller, channel: Channel) -> None:
    """Raises Problem 403 where the key does not let speak through this channel."""
    scopes = SCOPES_OF[channel]
    if not caller.scopes.intersection(scopes):
        raise Problem(
            403,
            f"The channel {channel} needs a key with the scope {' or '.join(scopes)}",
            ru=f"Для канала {channel} нужен ключ с правом {' или '.join(scopes)}",
        )


def own_product(caller: Caller, named: str | None) -> str | None:
    """The request's product; a product's key names it by itself. Raises Problem 403."""
    product = named or caller.product
    if caller.product is not None and product != caller.product:
        raise Problem(
            403,
            f"This key submits requests about {caller.product} alone",
            ru=f"Этим ключом подают обращения только о {caller.product}",
        )
    return product
