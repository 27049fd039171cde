"""The decider of contacts: the persons who write or call, until they are forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from libs.decider import Decider, Refused
from libs.events.base import readable
from libs.events.intake import (
    ContactErased,
    ContactEvent,
    ContactRegistered,
    Language,
    Particulars,
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person with an address, as he is known."""

    language: Language
    particulars: Particulars


@dataclass(frozen=True, slots=True)
class Erased:
    """A person who is to stay forgotten, and since when."""

    at: datetime


@dataclass(frozen=True, slots=True)
class RegisterContact:
    id: str
    vendor: str
    at: datetime
    contact: Contact


@dataclass(frozen=True, slots=True)
class EraseContact:
    id: str
    vendor: str
    at: datetime
    erased_by: str


ContactCommand = RegisterContact | EraseContact
State = Contact | Erased | None


def decide(command: ContactCommand, state: State) -> Sequence[ContactEvent]:
    match command:
        case RegisterContact():
            return register(command, state)
        case EraseContact():
            return erase(command, state)
        case _:
            assert_never(command)


def register(command: RegisterContact, state: State) -> list[ContactRegistered]:
    if isinstance(state, Erased):
        raise Refused(
            "this person was erased and is not registered again",
            ru="Данные этого человека стёрты, заново его не регистрируют",
        )
    told = known_after(state, command.contact)
    if told == state:
        return []
    return [
        ContactRegistered(
            vendor=command.vendor,
            occurred_at=command.at,
            contact_id=command.id,
            language=told.language,
            **told.particulars.model_dump(),
        )
    ]


def erase(command: EraseContact, state: State) -> list[ContactErased]:
    if isinstance(state, Erased):
        return []
    return [
        ContactErased(
            vendor=command.vendor,
            occurred_at=command.at,
            contact_id=command.id,
            erased_by=command.erased_by,
        )
    ]


def known_after(known: Contact | None, told: Contact) -> Contact:
    """What is known of a person after he told something: what he left out stays as it was."""
    if known is None:
        return told
    before, now = known.particulars, told.particulars
    return Contact(
        told.language,
        Particulars(
            name=now.name or before.name,
            email=now.email or before.email,
            phone=now.phone or before.phone,
            organisation=now.organisation or before.organisation,
        ),
    )


def evolve(_state: State, event: ContactEvent) -> State:
    match event:
        case ContactRegistered():
            return Contact(
                event.language,
                Particulars(
                    name=readable(event.name) or "",
                    email=readable(event.email),
                    phone=readable(event.phone),
                    organisation=readable(event.organisation),
                ),
            )
        case ContactErased():
            return Erased(event.occurred_at)
        case _:
            assert_never(event)


decider: Decider[ContactCommand, State, ContactEvent] = Decider(
    "contact", (RegisterContact, EraseContact), None, decide, evolve
)
