"""The decider of clients' keys: who may use the desk, and what for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from libs.decider import Decider, Invalid, Refused
from libs.events.intake import KeyEvent, KeyIssued, KeyRevoked, KeyRotated, Scope


@dataclass(frozen=True, slots=True)
class IssueKey:
    """`digest` is of the secret, which only the client keeps."""

    id: str
    vendor: str
    at: datetime
    digest: str
    client: str
    product: str | None
    scopes: tuple[Scope, ...]
    engineer_id: str | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class RotateKey:
    """A new secret; the old one works until `old_until`."""

    id: str
    vendor: str
    at: datetime
    rotation_id: str
    digest: str
    old_until: datetime


@dataclass(frozen=True, slots=True)
class RevokeKey:
    id: str
    vendor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is now; `rotations` are those that were done."""

    issued: KeyIssued
    rotations: tuple[str, ...] = ()
    old_until: datetime | None = None
    is_revoked: bool = False


KeyCommand = IssueKey | RotateKey | RevokeKey
State = Key | None


def decide(command: KeyCommand, state: State) -> Sequence[KeyEvent]:
    if isinstance(command, IssueKey):
        return issue(command, state)
    if state is None:
        raise Refused("there is no such key", ru="Такого ключа нет")
    match command:
        case RotateKey():
            return rotate(command, state)
        case RevokeKey():
            return revoke(command, state)
        case _:
            assert_never(command)


def issue(command: IssueKey, state: State) -> list[KeyIssued]:
    wanted = KeyIssued(
        vendor=command.vendor,
        occurred_at=command.at,
        key_id=command.id,
        digest=command.digest,
        client=command.client,
        product=command.product,
        scopes=command.scopes,
        engineer_id=command.engineer_id,
        expires_at=command.expires_at,
    )
    if state is None:
        return [wanted]
    own = {"digest": wanted.digest, "occurred_at": wanted.occurred_at}
    if state.issued.model_copy(update=own) != wanted:
        raise Invalid(
            "this Idempotency-Key was used for another key: choose a new one",
            ru="Этот Idempotency-Key уже использован для другого ключа: выберите новый",
        )
    return []


def rotate(command: RotateKey, key: Key) -> list[KeyRotated]:
    if command.rotation_id in key.rotations:
        return []
    if key.is_revoked:
        raise Refused("the key is revoked: issue a new one", ru="Ключ отозван: выпустите новый")
    return [
        KeyRotated(
            vendor=command.vendor,
            occurred_at=command.at,
            key_id=command.id,
            digest=command.digest,
            old_until=command.old_until,
            rotation_id=command.rotation_id,
        )
    ]


def revoke(command: RevokeKey, key: Key) -> list[KeyRevoked]:
    if key.is_revoked:
        return []
    return [KeyRevoked(vendor=command.vendor, occurred_at=command.at, key_id=command.id)]


def evolve(state: State, event: KeyEvent) -> State:
    if isinstance(event, KeyIssued):
        return Key(event)
    assert state is not None
    match event:
        case KeyRotated():
            rotations = (*state.rotations, event.rotation_id)
            return Key(state.issued, rotations, event.old_until, state.is_revoked)
        case KeyRevoked():
            return Key(state.issued, state.rotations, state.old_until, is_revoked=True)
        case _:
            assert_never(event)


decider: Decider[KeyCommand, State, KeyEvent] = Decider(
    "key", (IssueKey, RotateKey, RevokeKey), None, decide, evolve
)
