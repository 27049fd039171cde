"""Circumstances of a customer that the regulation ties a duty to (RGN-42, RGN-47)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from libs.decider import Decider, Invalid
from libs.events.base import Because
from libs.events.entitlement import CircumstanceNoted
from libs.regulation import Edition
from services.entitlement.domain.asking import Situation
from services.entitlement.domain.obliged import owed
from services.entitlement.domain.reasons import joined


@dataclass(frozen=True)
class NoteCircumstance:
    """`id` is the customer's; `holds`: whether the circumstance begins or is over. `plans` are
    those that he has, `contacts` those who can be told."""

    id: str
    vendor: str
    at: datetime
    circumstance: str
    holds: bool
    digest: str
    edition: Edition
    plans: frozenset[str] = frozenset()
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Circumstances:
    holding: Mapping[str, bool] = field(default_factory=dict)
    digests: frozenset[str] = frozenset()


def note(command: NoteCircumstance, known: Circumstances) -> list[CircumstanceNoted]:
    names = [each.circumstance for plan in command.edition.plans for each in plan.obligations]
    if command.circumstance not in names:
        raise Invalid(
            f"circumstance: {command.edition.id} ties no duty to {command.circumstance};"
            f" it knows {', '.join(names) or 'none'}",
            ru=f"circumstance: {command.edition.id} не связывает с {command.circumstance}"
            f" обязанностей; там названо: {', '.join(names) or 'ничего'}",
        )
    if command.digest in known.digests:
        return []
    if known.holding.get(command.circumstance, False) == command.holds:
        return []
    why = _owed(command)
    return [
        CircumstanceNoted(
            vendor=command.vendor,
            occurred_at=command.at,
            customer_id=command.id,
            circumstance=command.circumstance,
            holds=command.holds,
            contacts=command.contacts if why else (),
            digest=command.digest,
            because=why,
        )
    ]


def _owed(command: NoteCircumstance) -> Because | None:
    """Why a plan is obligatory from now on, where the customer has it not."""
    customer = Situation(frozenset({command.circumstance}), command.plans)
    why = owed(command.edition, customer) if command.holds else []
    return joined(*why) if why else None


def evolve(known: Circumstances, event: CircumstanceNoted) -> Circumstances:
    return Circumstances(
        holding={**known.holding, event.circumstance: event.holds},
        digests=known.digests | {event.digest},
    )


decider: Decider[NoteCircumstance, Circumstances, CircumstanceNoted] = Decider(
    "circumstances", (NoteCircumstance,), Circumstances(), note, evolve
)
