"""What engineers find out about a ticket, and how it is treated from then on."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter
from pydantic import ConfigDict, Field, StringConstraints

from libs.events.base import Because
from libs.events.intake import Reproduced
from libs.regulation import Cause, Edition, Kind, Topic
from libs.regulation import Text as Words
from libs.runtime.problems import RESPONSES, Problem
from services.intake.api.acts import Regulation, WithHand
from services.intake.api.reasons import wrong
from services.intake.api.states import TicketState
from services.intake.api.values import (
    Engineer,
    ForContact,
    Line,
    Request,
    Word,
    engineer_of,
)
from services.intake.domain.findings import (
    AttachCertificate,
    ClassifyTicket,
    ConfirmDefect,
    RecordReproduction,
    RetitleTicket,
)

router = APIRouter(prefix="/v1/tickets/{ticket_id}", responses=RESPONSES, tags=["findings"])
Subject = Annotated[Line, StringConstraints(min_length=1)]
CONFIRMED = Words(ru="Ошибка подтверждена.", en="The error is confirmed.")


class Classification(Request):
    """What the ticket is about, by the edition's own kinds, topics and causes."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"kind": "question"}]}
    )

    kind: Word | None = None
    topic: Word | None = None
    cause: Word | None = None
    checked: bool = Field(default=False, description="What the cause asks to be checked was")


class Reproduction(Request):
    """Whether the fault appears at the desk too."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"result": "reproduced"}]}
    )

    result: Reproduced


class Defect(Request):
    """By which of the kind's signs it is an error; the first has the number 1."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"sign": None}]})

    sign: int | None = Field(default=None, ge=1, le=50)


class Title(Request):
    """A subject that says more; the contact's own is kept."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"subject": "CSP 5.0: ошибка 0x80090010 при установке"}]},
    )

    subject: Subject


class Certificate(Request):
    """The number of the right that is to cover the ticket."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"certificate": "KP-TP-000123"}]}
    )

    certificate: Word


@router.post("/classification", summary="Say what the ticket is about")
async def classify(
    body: Classification, caller: Engineer, hand: WithHand, edition: Regulation
) -> TicketState:
    found = hand.ticket.found
    kind = body.kind or (found.kind if found else hand.ticket.submitted.kind)
    return await hand.act(
        ClassifyTicket(
            **hand.where,
            engineer_id=engineer_of(caller),
            kind=kind,
            topic=body.topic,
            cause=body.cause,
            because=classified(edition, body.model_copy(update={"kind": kind})),
        )
    )


def classified(edition: Edition, body: Classification) -> Because:
    """What the ticket is about, in the edition's words. Raises Problem 422 for what it does not
    know, and for a cause that wants something checked before (RGN-35)."""
    kind, topic, cause = (
        edition.form.kind(body.kind),
        edition.topic(body.topic),
        edition.cause(body.cause or ""),
    )
    if kind is None:
        raise _unknown("kind", edition.form.kinds)
    if body.topic and topic is None:
        raise _unknown("topic", edition.topics)
    if body.cause and cause is None:
        raise _unknown("cause", edition.causes)
    if cause and cause.checks and not body.checked:
        raise wrong(
            "checked",
            " ".join(check.en for check in cause.checks),
            " ".join(check.ru for check in cause.checks),
            ", ".join(cause.rules),
        )
    words = cause.title if cause else topic.message if topic else kind.name
    return edition.because(
        *(each for each in (kind, topic, cause) if each),
        ru=words.ru,
        en=words.en,
        facts={"plan": cause.plan, "link": cause.link} if cause else None,
    )


@router.post("/reproduction", summary="Say whether the fault could be reproduced")
async def reproduce(body: Reproduction, caller: Engineer, hand: WithHand) -> TicketState:
    return await hand.act(
        RecordReproduction(**hand.where, engineer_id=engineer_of(caller), result=body.result)
    )


@router.post("/defect", summary="Confirm that it is an error of the product")
async def confirm_defect(
    body: Defect, caller: Engineer, hand: WithHand, edition: Regulation
) -> TicketState:
    kind = edition.form.kind(hand.ticket.found.kind if hand.ticket.found else None)
    return await hand.act(
        ConfirmDefect(
            **hand.where,
            engineer_id=engineer_of(caller),
            sign=body.sign,
            because=confirmed(edition, kind, body.sign),
        )
    )


def confirmed(edition: Edition, kind: Kind | None, number: int | None) -> Because:
    """That it is an error, by which sign, and what follows from it by the edition (RGN-25).
    Raises Problem 422 for a sign that the kind does not have."""
    signs = kind.signs if kind else ()
    if number is not None and number > len(signs):
        en = ", ".join(f"{n} ({sign.en})" for n, sign in enumerate(signs, 1)) or "none"
        ru = ", ".join(f"{n} ({sign.ru})" for n, sign in enumerate(signs, 1)) or "нет"
        raise wrong("sign", f"The signs are: {en}", f"Признаки: {ru}")
    corrected = [each for each in edition.reasons if "deferred" in each.leads_to]
    signs_of = [kind] if kind and number is not None else []
    parts = [*([signs[number - 1]] if number else []), *(each.message for each in corrected[:1])]
    words = parts or [CONFIRMED]
    return edition.because(
        *signs_of,
        *corrected,
        ru=" — ".join(text.ru for text in words),
        en=" — ".join(text.en for text in words),
    )


@router.post("/title", summary="Give the ticket a subject that says more")
async def retitle(body: Title, caller: Engineer, hand: WithHand) -> TicketState:
    if hand.ticket.submitted.is_erased():
        raise Problem(
            409,
            "The ticket's contact was erased and no text about him is kept",
            ru="Данные заявителя стёрты, тексты о нём не хранятся",
        )
    return await hand.act(
        RetitleTicket(**hand.where, engineer_id=engineer_of(caller), subject=body.subject)
    )


@router.post("/certificate", summary="Name the right that is to cover the ticket")
async def attach(body: Certificate, caller: ForContact, hand: WithHand) -> TicketState:
    by_engineer = "engineer" in caller.scopes
    return await hand.act(
        AttachCertificate(
            **hand.where,
            attached_by="engineer" if by_engineer else "contact",
            engineer_id=engineer_of(caller) if by_engineer else None,
            certificate=body.certificate,
        )
    )


def _unknown(field: str, known: Sequence[Kind | Topic | Cause]) -> Problem:
    names = ", ".join(each.slug for each in known)
    rules = dict.fromkeys(rule for each in known for rule in each.rules)
    return wrong(
        field,
        f"Name one of: {names or 'none'}",
        f"Назовите одно из: {names or 'пустой список'}",
        ", ".join(rules) or None,
    )
