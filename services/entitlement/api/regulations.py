"""Editions of a vendor's regulation: drafted, checked, published under their notice, and read."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from libs.events.base import Because
from libs.events.entitlement import DraftFinding
from libs.regulation import Edition
from libs.runtime.callers import Caller
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.http import Execute, KnownEditions, Now, Reading
from libs.runtime.problems import RESPONSES, Problem
from services.entitlement.api.comparing import Change, compared
from services.entitlement.api.editions import EditionId, State, known
from services.entitlement.api.texts import EditionText, PublishedText
from services.entitlement.api.values import Administrator
from services.entitlement.domain.announcing import TooEarly
from services.entitlement.domain.regulations import (
    DraftRegulation,
    PublishRegulation,
    WithdrawDraft,
    digest_of,
)
from services.entitlement.projections.regulations import (
    binding_edition,
    other_editions,
)

router = APIRouter(prefix="/v1/regulations", responses=RESPONSES, tags=["publishing"])


class Draft(BaseModel):
    """A draft with what was found in it; `checked` once no error is among it."""

    edition: str
    state: State
    findings: list[DraftFinding]
    change: Change | None


class PublishedEdition(BaseModel):
    """An edition and the instant from which it holds, and why from then."""

    edition: str
    in_force_from: datetime
    state: State
    because: Because | None
    change: Change | None


class Checked(BaseModel):
    """What the linter finds in a text; nothing is kept of it."""

    findings: list[DraftFinding]


@router.post("/check", summary="Check a text without keeping it")
async def check(body: EditionText, _caller: Administrator) -> Checked:
    return Checked(findings=body.findings())


@router.put("/drafts/{edition}", summary="Keep a draft, checked; it replaces the one before")
async def draft(
    edition: EditionId,
    body: EditionText,
    caller: Administrator,
    now: Now,
    db: Reading,
    editions: KnownEditions,
    execute: Execute,
) -> Draft:
    _check_own(edition, caller)
    findings = body.findings()
    sound = None if any(each.grade == "error" for each in findings) else body.read()
    if sound and (sound.id, sound.vendor) != (edition, caller.vendor):
        told = f"id: the text is the edition {sound.id} of {sound.vendor}"
        raise Problem(
            422,
            f"{told}; draft it under its own id, for its own vendor",
            ru=f"id: это редакция {sound.id} поставщика {sound.vendor}; готовьте её под её id и"
            " для её поставщика",
        )
    change = await compared(sound, caller.vendor, now, db, editions) if sound else None
    command = DraftRegulation(edition, caller.vendor, now, body.text, tuple(findings))
    await execute(command)
    return Draft(
        edition=edition,
        state="checked" if sound else "drafted",
        findings=findings,
        change=change,
    )


@router.delete("/drafts/{edition}", status_code=204, summary="Take a draft back")
async def withdraw(
    edition: EditionId, caller: Administrator, now: Now, db: Reading, execute: Execute
) -> None:
    await known(db, edition)
    await execute(WithdrawDraft(edition, caller.vendor, now))


@router.post("", status_code=201, summary="Publish an edition of the regulation")
async def publish_regulation(
    body: PublishedText,
    caller: Administrator,
    now: Now,
    db: Reading,
    editions: KnownEditions,
    execute: Execute,
) -> PublishedEdition:
    """The first edition holds at once, a later one after the notice of the edition in force."""
    edition = body.read()
    await _check_calendar(edition, db, editions)
    change = await compared(edition, caller.vendor, now, db, editions)
    binding = await binding_edition(db, caller.vendor, now, edition.id)
    command = PublishRegulation(
        id=edition.id,
        vendor=caller.vendor,
        at=now,
        edition=edition,
        binding=await editions.named(binding, db) if binding else None,
        others=await other_editions(db, caller.vendor, edition.id),
        address=body.address,
        text_digest=digest_of(body.text),
    )
    try:
        life = (await execute(command)).state
    except TooEarly as early:
        rule = ", ".join(early.rules)
        raise Problem(422, early.said.en, ru=early.said.ru, rule=rule) from early
    return PublishedEdition(
        edition=edition.id,
        in_force_from=life.published.in_force_from,
        state="superseded"
        if life.superseded_by
        else "in_force"
        if life.took_effect
        else "published",
        because=life.published.because,
        change=change,
    )


async def _check_calendar(edition: Edition, db: Db, editions: Editions) -> None:
    """Raises Problem 422 for a calendar that was never published: nothing could be counted by it,
    and requests would wait for it."""
    name = edition.schedule.calendar
    if name is not None and not await editions.has_calendar(name, db):
        raise Problem(
            422,
            f"schedule › calendar: {name} was never published here; publish it first"
            " (POST /v1/calendars), or leave the key out: each week is then like any other",
            ru=f"schedule › calendar: календарь {name} здесь не опубликован. Сначала опубликуйте"
            " его (POST /v1/calendars) или уберите ключ: тогда все недели одинаковы.",
        )


def _check_own(edition: str, caller: Caller) -> None:
    """Ids are one space for all vendors, so each begins with its vendor's name."""
    if not edition.startswith(f"{caller.vendor}-"):
        raise Problem(
            422,
            f"id: an edition's id starts with its vendor, write {caller.vendor}-…",
            ru=f"id: имя редакции начинается с поставщика, пишите {caller.vendor}-…",
        )
