"""The life of an edition: drafted, checked, published under its notice, in force, superseded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import assert_never

from pydantic_core import to_json

from libs.decider import Decider, Refused
from libs.events.entitlement import (
    DraftFinding,
    RegulationChecked,
    RegulationDrafted,
    RegulationLife,
    RegulationPublished,
    RegulationSuperseded,
    RegulationTookEffect,
    RegulationWithdrawn,
)
from libs.regulation import Edition
from services.entitlement.domain.announcing import (
    check_day,
    check_notice,
    check_owner,
    check_year,
    reasoned,
)


@dataclass(frozen=True)
class DraftRegulation:
    """Keep a text that may become the edition `id`, with what was found in it."""

    id: str
    vendor: str
    at: datetime
    text: str
    findings: tuple[DraftFinding, ...]


@dataclass(frozen=True)
class WithdrawDraft:
    """Take a draft back."""

    id: str
    vendor: str
    at: datetime


@dataclass(frozen=True)
class PublishRegulation:
    """`binding` is the vendor's edition that the change is published under; None at the first.
    `others` are the days from which the vendor's other editions hold."""

    id: str
    vendor: str
    at: datetime
    edition: Edition
    binding: Edition | None
    others: Mapping[str, datetime] = field(default_factory=dict)
    address: str | None = None
    text_digest: str | None = None


@dataclass(frozen=True)
class TakeEffect:
    """It is `at`, from which a published edition holds."""

    id: str
    vendor: str
    at: datetime
    supersedes: str | None


@dataclass(frozen=True)
class SupersedeRegulation:
    """Another edition took effect at `at`."""

    id: str
    vendor: str
    at: datetime
    by: str


Command = DraftRegulation | WithdrawDraft | PublishRegulation | TakeEffect | SupersedeRegulation


@dataclass(frozen=True)
class Life:
    """What became of an edition so far."""

    draft: RegulationDrafted | None = None
    findings: tuple[DraftFinding, ...] = ()
    published: RegulationPublished | None = None
    took_effect: bool = False
    superseded_by: str | None = None


def decide(command: Command, life: Life) -> Sequence[RegulationLife]:
    match command:
        case DraftRegulation():
            return _draft(command, life)
        case WithdrawDraft():
            return _withdraw(command, life)
        case PublishRegulation():
            return _publish(command, life)
        case TakeEffect():
            return _take_effect(command, life)
        case SupersedeRegulation():
            return _supersede(command, life)
        case _:
            assert_never(command)


def _draft(command: DraftRegulation, life: Life) -> list[RegulationLife]:
    if life.published is not None:
        raise Refused(
            f"the edition {command.id} is published: draft the change under another id",
            ru=f"Редакция {command.id} опубликована: изменение готовьте под другим id",
        )
    digest = digest_of(command.text)
    if life.draft is not None and life.draft.digest == digest:
        return []
    return [
        RegulationDrafted(
            vendor=command.vendor,
            occurred_at=command.at,
            edition=command.id,
            text=command.text,
            digest=digest,
        ),
        RegulationChecked(
            vendor=command.vendor,
            occurred_at=command.at,
            edition=command.id,
            digest=digest,
            findings=command.findings,
        ),
    ]


def _withdraw(command: WithdrawDraft, life: Life) -> list[RegulationLife]:
    if life.published is not None:
        raise Refused(
            f"the edition {command.id} is published: publish another one to change it",
            ru=f"Редакция {command.id} опубликована: чтобы изменить её, опубликуйте другую",
        )
    if life.draft is None:
        return []
    return [RegulationWithdrawn(vendor=command.vendor, occurred_at=command.at, edition=command.id)]


def _publish(command: PublishRegulation, life: Life) -> list[RegulationLife]:
    """An edition never changes: the same text again is nothing new, another one is refused."""
    check_year(command.edition)
    event = _published(command)
    if life.published is not None:
        if life.published.digest != event.digest:
            raise Refused(
                f"the edition {command.id} is published and stays as it is;"
                " give the changed text an id of its own",
                ru=f"Редакция {command.id} опубликована и больше не меняется: дайте изменённому"
                " тексту свой id",
            )
        return []
    check_owner(command.edition, command.vendor)
    check_day(command.edition, event.in_force_from, command.others)
    check_notice(command.edition, command.binding, command.at)
    if event.in_force_from > command.at:
        return [event]
    return [event, _effect(command, command.at, None)]


def _published(command: PublishRegulation) -> RegulationPublished:
    content = command.edition.model_dump(mode="json")
    return RegulationPublished(
        vendor=command.vendor,
        occurred_at=command.at,
        edition=command.id,
        in_force_from=command.edition.in_force_at().astimezone(UTC),
        digest=sha256(to_json(content)).hexdigest(),
        content=content,
        address=command.address or command.edition.publication.site,
        text_digest=command.text_digest,
        because=reasoned(command.edition, command.binding, command.at),
    )


def _take_effect(command: TakeEffect, life: Life) -> list[RegulationLife]:
    if life.published is None or life.took_effect or command.at < life.published.in_force_from:
        return []
    return [_effect(command, command.at, command.supersedes)]


def _effect(
    command: PublishRegulation | TakeEffect, at: datetime, supersedes: str | None
) -> RegulationTookEffect:
    return RegulationTookEffect(
        vendor=command.vendor, occurred_at=at, edition=command.id, supersedes=supersedes
    )


def _supersede(command: SupersedeRegulation, life: Life) -> list[RegulationLife]:
    if not life.took_effect or life.superseded_by is not None:
        return []
    return [
        RegulationSuperseded(
            vendor=command.vendor, occurred_at=command.at, edition=command.id, by=command.by
        )
    ]


def evolve(life: Life, event: RegulationLife) -> Life:
    match event:
        case RegulationDrafted():
            return replace(life, draft=event, findings=())
        case RegulationChecked():
            return replace(life, findings=event.findings)
        case RegulationWithdrawn():
            return replace(life, draft=None, findings=())
        case RegulationPublished():
            return replace(life, published=event)
        case RegulationTookEffect():
            return replace(life, took_effect=True)
        case RegulationSuperseded():
            return replace(life, superseded_by=event.by)


def digest_of(text: str) -> str:
    """What tells a text from others."""
    return sha256(text.encode()).hexdigest()


decider: Decider[Command, Life, RegulationLife] = Decider(
    "regulation",
    (DraftRegulation, WithdrawDraft, PublishRegulation, TakeEffect, SupersedeRegulation),
    Life(),
    decide,
    evolve,
)
