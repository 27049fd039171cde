"""Dated facts beside a vendor's regulation: published without notice, each once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from libs.decider import Decider
from libs.events.entitlement import DatedFact, PriceListPublished
from libs.regulation.published import Told, told


@dataclass(frozen=True)
class PublishFacts:
    """`id` is the vendor; `facts` are all that he states now, those published before among them.
    `unpriced` are tickets with work for which no price was known."""

    id: str
    vendor: str
    at: datetime
    facts: tuple[DatedFact, ...]
    unpriced: tuple[str, ...] = ()


State = Mapping[tuple[str, str], str]
"""What each fact says as it stands, by its part and its name."""


def publish(command: PublishFacts, stated: State) -> list[DatedFact]:
    """Only what is new or was stated otherwise; what is not stated any more stays as it is."""
    facts = {_named(fact): fact for fact in command.facts}
    new = [fact for name, fact in facts.items() if stated.get(name) != fact.digest]
    return [_with_tickets(fact, command.unpriced) for fact in new]


def _with_tickets(fact: DatedFact, unpriced: tuple[str, ...]) -> DatedFact:
    """A price list leads to the work that waits for a price."""
    if not isinstance(fact, PriceListPublished):
        return fact
    return fact.model_copy(update={"tickets": unpriced})


def evolve(stated: State, event: DatedFact) -> State:
    return {**stated, _named(event): event.digest}


def _named(event: DatedFact) -> tuple[str, str]:
    fact = cast(Told, told(event))
    return fact.part, fact.name


decider: Decider[PublishFacts, State, DatedFact] = Decider(
    "facts", (PublishFacts,), {}, publish, evolve
)
