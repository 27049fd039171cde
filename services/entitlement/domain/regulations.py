"""A vendor's regulation: its first edition holds at once, each later one after its notice."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from pydantic_core import to_json

from libs.decider import Decider, Invalid, Refused
from libs.events.entitlement import RegulationPublished
from libs.regulation import Edition

YEARS = range(1990, 2191)
"""Years of which a day is an instant in every zone and in every database."""


@dataclass(frozen=True)
class PublishRegulation:
    """`binding` is the vendor's edition that the change is published under; None at the first."""

    id: str
    vendor: str
    at: datetime
    edition: Edition
    binding: Edition | None


State = RegulationPublished | None


def publish(command: PublishRegulation, published: State) -> list[RegulationPublished]:
    """An edition never changes: the same text again is nothing new, another one is refused."""
    _check_year(command)
    event = _published(command)
    if published is not None:
        if published.digest != event.digest:
            raise Refused(
                f"the edition {command.id} is published and stays as it is;"
                " give the changed text an id of its own"
            )
        return []
    _check_vendor(command)
    _check_notice(command)
    return [event]


def _check_vendor(command: PublishRegulation) -> None:
    if command.edition.vendor != command.vendor:
        raise Invalid(f"vendor: this is an edition of {command.edition.vendor}, not yours")
    if not command.id.startswith(f"{command.vendor}-"):
        raise Invalid(f"id: an edition's id starts with its vendor, write {command.vendor}-…")


def _check_year(command: PublishRegulation) -> None:
    if command.edition.in_force_from.year not in YEARS:
        raise Invalid(f"in_force_from: the year lies in {YEARS.start} to {YEARS.stop - 1}")


def _check_notice(command: PublishRegulation) -> None:
    """A change is announced before it holds (CPRO-R-50, A-08)."""
    if command.binding is None:
        return
    binding = command.binding
    published_on = command.at.astimezone(ZoneInfo(binding.schedule.zone)).date()
    earliest = binding.earliest_start(published_on)
    if command.edition.in_force_from < earliest:
        raise Invalid(
            f"in_force_from: a change published on {published_on} may hold from {earliest}"
            f" at the earliest ({', '.join(binding.publication.rules)}: calendar days of notice:"
            f" {binding.publication.notice_days}, the day of publication not counted)"
        )


def _published(command: PublishRegulation) -> RegulationPublished:
    content = command.edition.model_dump(mode="json")
    return RegulationPublished(
        vendor=command.vendor,
        occurred_at=command.at,
        edition=command.id,
        in_force_from=command.edition.in_force_at().astimezone(UTC),
        digest=sha256(to_json(content)).hexdigest(),
        content=content,
    )


def evolve(_state: State, event: RegulationPublished) -> State:
    return event


decider: Decider[PublishRegulation, State, RegulationPublished] = Decider(
    "regulation", (PublishRegulation,), None, publish, evolve
)
