"""Clients' keys: to issue one, to change its secret, to take it back, to see them all."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from libs.events.intake import Scope
from libs.runtime.callers import key_digest, new_key
from libs.runtime.http import Execute, IdempotencyKey, Ids, Now, Reading
from libs.runtime.problems import RESPONSES, Problem
from services.intake.api.access import ServiceDatabase, known_id
from services.intake.api.states import note_replay
from services.intake.api.values import PRINTABLE, Administrator, Request, Word
from services.intake.domain.keys import IssueKey, RevokeKey, RotateKey
from services.intake.projections import is_key, keys_after

router = APIRouter(prefix="/v1/keys", responses=RESPONSES, tags=["keys"])
LONGEST_LIFE = timedelta(days=3650)
SHOWN_BEFORE = "The secret was shown once, in the first answer; it is kept nowhere"


class NewKey(Request):
    """Who may use the desk and what for; `client` is the product that holds the key."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"client": "portal", "scopes": ["submit", "read_own"]}],
        },
    )

    client: Word
    scopes: Annotated[set[Scope], Field(min_length=1)]
    product: Word | None = Field(default=None, description="The only product it submits for")
    engineer_id: Word | None = Field(default=None, description="Whose key it is, if an engineer's")
    expires_at: AwareDatetime | None = None


class Rotation(Request):
    """How long the old secret works beside the new one."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"overlap_hours": 24}]}
    )

    overlap_hours: Annotated[int, Field(ge=0, le=720)] = 24


class Key(BaseModel):
    """A key without its secret."""

    key_id: str
    client: str
    product: str | None
    scopes: list[Scope]
    engineer_id: str | None
    expires_at: datetime | None
    revoked: bool


class Secret(BaseModel):
    """A key's secret; `key` is null, and `note` says why, where it was shown before."""

    key_id: str
    key: str | None
    note: str | None = None


class IssuedKey(Secret):
    """A new key with its secret."""

    client: str
    product: str | None
    scopes: list[Scope]
    engineer_id: str | None
    expires_at: datetime | None


class RotatedKey(Secret):
    """A key's new secret, and until when its old one works too."""

    old_until: datetime


class Keys(BaseModel):
    """A page of keys; `next` is null on the last one."""

    items: list[Key]
    next: str | None


async def _own_key(key_id: str, caller: Administrator, database: ServiceDatabase) -> str:
    """The id of a key of the caller's vendor. Raises Problem 404 for any other."""
    async with database.reading(caller.vendor) as db:
        if not await is_key(db, known_id(key_id, "key")):
            raise Problem(404, "There is no key with this id", ru="Ключа с таким id нет")
    return key_id


OwnKey = Annotated[str, Depends(_own_key)]


@router.post("", status_code=201, summary="Issue a key; its secret is shown this once")
async def issue(
    body: NewKey,
    caller: Administrator,
    key: IdempotencyKey,
    ids: Ids,
    now: Now,
    execute: Execute,
    response: Response,
) -> IssuedKey:
    secret = new_key()
    executed = await execute(
        IssueKey(
            id=ids.derive("key", caller.vendor, caller.client, key),
            vendor=caller.vendor,
            at=now,
            digest=key_digest(secret),
            client=body.client,
            product=body.product,
            scopes=tuple(sorted(body.scopes)),
            engineer_id=body.engineer_id,
            expires_at=_bounded(body.expires_at, now),
        )
    )
    note_replay(response, executed.events)
    shown = _shown(secret, bool(executed.events))
    return IssuedKey.model_validate(executed.state.issued.model_dump() | shown)


@router.post("/{key_id}/rotation", status_code=201, summary="Give a key a new secret")
async def rotate(
    body: Rotation,
    key_id: OwnKey,
    caller: Administrator,
    key: IdempotencyKey,
    ids: Ids,
    now: Now,
    execute: Execute,
    response: Response,
) -> RotatedKey:
    secret = new_key()
    executed = await execute(
        RotateKey(
            id=key_id,
            vendor=caller.vendor,
            at=now,
            rotation_id=ids.derive("rotation", key_id, caller.client, key),
            digest=key_digest(secret),
            old_until=now + timedelta(hours=body.overlap_hours),
        )
    )
    note_replay(response, executed.events)
    shown = _shown(secret, bool(executed.events))
    return RotatedKey(key_id=key_id, old_until=executed.state.old_until, **shown)


@router.post("/{key_id}/revocation", summary="Take a key back")
async def revoke(key_id: OwnKey, caller: Administrator, now: Now, execute: Execute) -> Key:
    executed = await execute(RevokeKey(key_id, caller.vendor, now))
    return Key.model_validate(executed.state.issued.model_dump() | {"revoked": True})


@router.get("", summary="The vendor's keys, in the order of their ids")
async def listed(
    _caller: Administrator,
    db: Reading,
    after: Annotated[str, Query(max_length=64, pattern=PRINTABLE)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Keys:
    rows = [Key.model_validate(dict(row)) for row in await keys_after(db, after, limit + 1)]
    more = len(rows) > limit
    return Keys(items=rows[:limit], next=rows[limit - 1].key_id if more else None)


def _bounded(expires_at: datetime | None, now: datetime) -> datetime | None:
    if expires_at is not None and not now < expires_at <= now + LONGEST_LIFE:
        raise Problem(
            422,
            "expires_at: in the future, and within ten years",
            ru="expires_at: в будущем, не дальше десяти лет",
        )
    return expires_at


def _shown(secret: str, is_new: bool) -> dict[str, str | None]:
    return {"key": secret} if is_new else {"key": None, "note": SHOWN_BEFORE}
