"""What would be promised to a request, told without one: the edition and a calendar suffice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from libs.events.intake import Channel
from libs.regulation import (
    AgreedClock,
    Edition,
    Kind,
    Level,
    NoPromise,
    Plan,
    Product,
    Situation,
)
from libs.regulation.clocks import Occasion
from libs.regulation.texts import Text
from services.sla_clock.domain import Promise
from services.sla_clock.law import Law, Made

NO_NUMBER = "№ …"


class Unknown(Exception):
    """A question names what the edition does not have; the words say what it has."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


@dataclass(frozen=True)
class Question:
    """A request that might be made: what of it promises depend on; `covered` None: as its plan
    says, and where it names none, as for who has a right to support."""

    channel: Channel
    start: datetime
    occasion: Occasion = "first"
    plan: str | None = None
    level: str | None = None
    kind: str | None = None
    topic: str | None = None
    product: str | None = None
    covered: bool | None = None


@dataclass(frozen=True)
class Explained:
    """All that the edition promises, leaves to be agreed, and does not promise.

    `closing` is when silence would close the ticket if it got a question or solution at the
    start; None: it never does.
    """

    situation: Situation
    made: tuple[Made, ...]
    agreed: tuple[AgreedClock, ...]
    not_promised: tuple[NoPromise, ...]
    closing: Promise | None


def explain(law: Law, question: Question) -> Explained:
    """What a request would be promised. Raises Unknown."""
    edition = law.edition
    _refuse_unknown(edition, question)
    situation = Situation(
        occasion=question.occasion,
        channel=question.channel,
        covered=_is_covered(edition, question),
        level=question.level,
        plan=question.plan,
        kind=question.kind,
        topic=question.topic,
    )
    try:
        made = law.made(situation, question.start)
    except KeyError:
        raise Unknown(_level_is_missing(edition)) from None
    return Explained(
        situation,
        tuple(made),
        edition.agreed(situation),
        edition.not_promised(situation),
        law.closing(question.start, NO_NUMBER),
    )


def _is_covered(edition: Edition, question: Question) -> bool:
    """A plan that every client has is no right that had to be acquired."""
    if question.covered is not None:
        return question.covered
    plan = edition.plan(question.plan) if question.plan else None
    return plan is None or plan.held_by == "registered"


def _refuse_unknown(edition: Edition, question: Question) -> None:
    named: list[tuple[str, str | None, Mapping[str, Text]]] = [
        ("channel", question.channel, {each.name: each.title for each in edition.channels}),
        ("plan", question.plan, _names(edition.plans)),
        ("level", question.level, _names(_levels(edition))),
        ("kind", question.kind, _names(edition.form.kinds)),
        ("topic", question.topic, {each.slug: each.title for each in edition.topics}),
        ("product", question.product, _names(edition.products)),
    ]
    for value, given, known in named:
        if given is not None and given not in known:
            told = Text(ru="{}", en="{}").listing(known)
            raise Unknown(
                Text(
                    en=f"{value}: {edition.id} has no {given}; it has {told.en or 'none'}",
                    ru=f"{value}: в {edition.id} нет {given}; есть {told.ru or 'пустой список'}",
                )
            )


def _level_is_missing(edition: Edition) -> Text:
    known = ", ".join(level.slug for level in _levels(edition))
    return Text(
        en=f"The promise depends on the level of support: name it in `level` ({known})",
        ru=f"Обещание зависит от уровня поддержки: назовите его в `level` ({known})",
    )


def _levels(edition: Edition) -> list[Level]:
    return [level for plan in edition.plans for level in plan.levels]


def _names(parts: Iterable[Plan | Level | Kind | Product]) -> dict[str, Text]:
    return {part.slug: part.name for part in parts}
