"""Who calls: a client with a key of one vendor, or the operator of the desk."""

import hmac
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, get_args

from libs.events.intake import Scope
from libs.runtime.database import SLUG, Database
from libs.runtime.lookups import Lookups
from libs.runtime.problems import Problem

ALL_SCOPES: frozenset[Scope] = frozenset(get_args(Scope))
KEY_CACHE_SECONDS = 2.0
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="vakhta"'}


@dataclass(frozen=True)
class Caller:
    """The holder of a key and what it allows; `engineer_id` where the key is one engineer's."""

    vendor: str
    key_id: str
    client: str
    product: str | None
    scopes: frozenset[Scope]
    engineer_id: str | None

    @property
    def reads_all(self) -> bool:
        """Engineers and administrators see all tickets of their vendor, clients only their own."""
        return bool(self.scopes & {"engineer", "administer"})


def new_key() -> str:
    """A secret for a client; only its digest is kept."""
    return f"vk_{secrets.token_urlsafe(32)}"


def key_digest(key: str) -> str:
    """SHA-256: the secret has 256 bits of chance, so a slow hash would add nothing."""
    return sha256(key.encode()).hexdigest()


class Callers:
    """Recognises keys from the service's own copy of them."""

    def __init__(self, database: Database, operator_key: str) -> None:
        self._database = database
        self._operator_key = operator_key.encode()
        self._known: dict[str, tuple[float, list[Any]]] = {}
        self._lookups: Lookups[str, list[Any]] = Lookups()

    async def recognise(
        self, authorization: str | None, vendor: str | None, now: datetime
    ) -> Caller:
        """The caller of a request. Raises Problem 401 for a wrong or missing key."""
        scheme, _, key = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise Problem(
                401,
                "Send Authorization: Bearer vk_…",
                ru="Передайте Authorization: Bearer vk_…",
                headers=CHALLENGE,
            )
        if hmac.compare_digest(key.encode(), self._operator_key):
            return self._operator(vendor)
        digest = key_digest(key)
        for row in await self._rows(digest):
            if _holds(row, digest, now):
                return Caller(
                    row["vendor"],
                    row["key_id"],
                    row["client"],
                    row["product"],
                    frozenset(row["scopes"]),
                    row["engineer_id"],
                )
        raise Problem(
            401,
            "This key is unknown, expired or revoked",
            ru="Ключ неизвестен, истёк или отозван",
            headers=CHALLENGE,
        )

    def is_operator(self, authorization: str | None) -> bool:
        return hmac.compare_digest(
            (authorization or "").removeprefix("Bearer ").encode(), self._operator_key
        )

    def _operator(self, vendor: str | None) -> Caller:
        if vendor is None or not SLUG.fullmatch(vendor):
            raise Problem(
                400,
                "The operator names a vendor in the header Vakhta-Vendor",
                ru="Оператор называет поставщика в заголовке Vakhta-Vendor",
            )
        return Caller(vendor, "operator", "operator", None, ALL_SCOPES, None)

    async def _rows(self, digest: str) -> list[Any]:
        known = self._known.get(digest)
        if known and known[0] > time.monotonic():
            return known[1]
        return await self._lookups.once(digest, self._look_up)

    async def _look_up(self, digest: str) -> list[Any]:
        async with self._database.reading("*") as db:
            rows = await db.fetch("select * from key_by_digest($1)", digest)
        if len(self._known) > 10_000:
            self._known.clear()
        self._known[digest] = (time.monotonic() + KEY_CACHE_SECONDS, rows)
        return rows


def _holds(row: Any, digest: str, now: datetime) -> bool:
    if row["revoked"] or (row["expires_at"] and row["expires_at"] <= now):
        return False
    return bool(row["digest"] == digest or (row["old_until"] and row["old_until"] > now))
