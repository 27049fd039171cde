"""Editions as they are read: all with their states, one whole, the one in force for users."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime, BaseModel, JsonValue

from libs.events.base import Because
from libs.events.entitlement import DraftFinding
from libs.regulation.texts import Text
from libs.runtime.database import Db
from libs.runtime.editions import MissingFact
from libs.runtime.http import AnyCaller, KnownEditions, Now, Reading
from libs.runtime.problems import RESPONSES, Problem
from services.entitlement.api.comparing import Comparison
from services.entitlement.api.values import Administrator, After, Colleague, Limit, Page, page
from services.entitlement.projections.acceptances import acceptances_after, accepted_by
from services.entitlement.projections.open_tickets import open_under
from services.entitlement.projections.regulations import (
    other_editions,
    regulation,
    regulations_after,
)

router = APIRouter(prefix="/v1/regulations", responses=RESPONSES, tags=["publishing"])

EditionId = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
State = Literal["drafted", "checked", "published", "in_force", "superseded"]


class EditionListed(BaseModel):
    """How far an edition or a draft has come."""

    edition: str
    state: State
    in_force_from: datetime | None
    published_at: datetime | None
    superseded_by: str | None
    address: str | None
    digest: str | None
    text_digest: str | None


class WholeEdition(EditionListed):
    """An edition with all that it says; a draft with its text and what was found in it."""

    because: Because | None
    content: dict[str, JsonValue] | None
    text: str | None
    findings: list[DraftFinding]
    accepted_by: int
    open_tickets: int


class Clause(BaseModel):
    """A clause of the document with the rules that rest on it, and its words."""

    clause: str
    rules: list[str]
    phrase: str


class EditionForUsers(BaseModel):
    """The terms of support in force, as they are shown beside the form (CPRO-P-08)."""

    edition: str
    name: Text
    in_force_from: datetime
    address: str
    acceptance: Text | None
    clauses: list[Clause]


class Acceptance(BaseModel):
    """A contact whose first request accepted the edition, and when that was."""

    contact_id: str
    accepted_at: datetime


@router.get("", summary="Editions and drafts in the order of their ids, with their states")
async def regulations(
    _caller: Colleague, db: Reading, after: After = "", limit: Limit = 50
) -> Page[EditionListed]:
    rows = await regulations_after(db, after, limit + 1)
    return page([EditionListed.model_validate(dict(row)) for row in rows], limit, "edition")


@router.get("/in-force", summary="The terms in force, for users")
async def in_force(
    caller: AnyCaller,
    now: Now,
    db: Reading,
    editions: KnownEditions,
    at: Annotated[AwareDatetime | None, Query(description="Else now")] = None,
) -> EditionForUsers:
    try:
        edition = await editions.in_force(caller.vendor, at or now, db)
    except MissingFact:
        raise Problem(
            404,
            f"No regulation of {caller.vendor} is in force then",
            ru=f"Регламент {caller.vendor} в это время не действует",
        ) from None
    row = await regulation(db, edition.id)
    acceptance = edition.acceptance
    return EditionForUsers(
        edition=edition.id,
        name=edition.name,
        in_force_from=edition.in_force_at(),
        address=(row and row["address"]) or edition.publication.site,
        acceptance=acceptance.text if acceptance else None,
        clauses=[Clause(clause=c, rules=list(r), phrase=p) for c, r, p in edition.clauses()],
    )


@router.get("/{edition}", summary="One edition, whole")
async def whole(
    edition: EditionId, _caller: Colleague, db: Reading, editions: KnownEditions
) -> WholeEdition:
    row = await known(db, edition)
    named = await editions.named(edition, db) if row["published_at"] else None
    return WholeEdition(
        **dict(row),
        content=named.model_dump(mode="json") if named else None,
        accepted_by=await accepted_by(db, edition),
        open_tickets=await open_under(db, edition),
    )


@router.get("/{edition}/differences", summary="What another edition says otherwise, in words")
async def differences(
    edition: EditionId,
    caller: Colleague,
    db: Reading,
    editions: KnownEditions,
    since: Annotated[
        str | None,
        Query(
            alias="from", pattern=r"^[a-z][a-z0-9_-]{0,63}$", description="Else the one before it"
        ),
    ] = None,
) -> Comparison:
    await _published(db, edition)
    before = since or await _before(db, caller.vendor, edition)
    if before is None:
        raise Problem(
            404,
            f"{edition} is the first edition: name another one in `from`",
            ru=f"{edition} — первая редакция: назовите в `from` другую",
        )
    await _published(db, before)
    old, new = await editions.named(before, db), await editions.named(edition, db)
    return Comparison.of(old, new)


@router.get("/{edition}/acceptances", summary="Who accepted an edition, and when")
async def acceptances(
    edition: EditionId, _caller: Administrator, db: Reading, after: After = "", limit: Limit = 50
) -> Page[Acceptance]:
    await known(db, edition)
    rows = await acceptances_after(db, edition, after, limit + 1)
    return page([Acceptance.model_validate(dict(row)) for row in rows], limit, "contact_id")


async def known(db: Db, edition: str) -> dict[str, Any]:
    """An edition or a draft. Raises Problem 404 where there is none of that id."""
    row = await regulation(db, edition)
    if row is None:
        raise Problem(
            404, f"There is no edition {edition} here", ru=f"Редакции {edition} здесь нет"
        )
    return dict(row)


async def _published(db: Db, edition: str) -> None:
    if (await known(db, edition))["published_at"] is None:
        raise Problem(
            409,
            f"The edition {edition} is a draft: publish it first",
            ru=f"Редакция {edition} — черновик: сначала опубликуйте её",
        )


async def _before(db: Db, vendor: str, edition: str) -> str | None:
    row = await known(db, edition)
    others = await other_editions(db, vendor, edition)
    return next((o for o, at in reversed(others.items()) if at < row["in_force_from"]), None)
