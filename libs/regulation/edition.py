"""One edition of a vendor's regulation: everything that the document decides, as data."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from libs.events.base import Because
from libs.events.sla_clock import ClockName
from libs.regulation.base import Stated
from libs.regulation.clocks import AgreedClock, ClockClause, ClockRule, Limit, NoPromise, Situation
from libs.regulation.contents import Contents
from libs.regulation.fields import Submission
from libs.regulation.form import FieldProblem
from libs.regulation.plans import Plan
from libs.regulation.schedule import NO_OVERRIDES, Attendance, Overrides
from libs.regulation.texts import Text
from libs.regulation.versions import Release, VersionCoverage
from libs.worktime import Calendar, WorkingTime

CHANNELS = Text(
    ru="По этому каналу обращения не принимаются. Воспользуйтесь одним из: {}.",
    en="Requests are not accepted this way. Please use one of: {}.",
)
PRODUCTS = Text(ru="Выберите продукт из списка: {}.", en="Please choose one of the products: {}.")


class Edition(Contents):
    """An edition as it is published; it holds from the beginning of the day `in_force_from`."""

    def in_force_at(self) -> datetime:
        """The instant from which the edition holds."""
        return datetime.combine(self.in_force_from, time(), ZoneInfo(self.schedule.zone))

    def day_of(self, instant: datetime) -> date:
        """The day of an instant on the vendor's clock."""
        return instant.astimezone(ZoneInfo(self.schedule.zone)).date()

    def covered_version(
        self, plan: Plan, releases: Iterable[Release], number: str, on: date
    ) -> VersionCoverage:
        """Whether a plan covers a product's version on a day, its number and those of the product's
        releases read as the document says (CPRO-R-08); else each number is a version."""
        if self.versions is None:
            return plan.covered_version(releases, number, on)
        version = self.versions.version(number)
        return plan.covered_version(self.versions.of_releases(releases), version, on)

    def working_time(
        self,
        calendar: Calendar,
        office: str | None = None,
        overrides: Overrides = NO_OVERRIDES,
        attended: Attendance | None = None,
    ) -> WorkingTime:
        """The hours of all offices together, of one, or of those that attend to something.

        Raises KeyError for no such office."""
        return self.schedule.working_time(calendar, office, overrides, attended)

    def problems(self, submission: Submission) -> list[FieldProblem]:
        """All that a request must say and does not, its channel and product included.

        Whether it is refused for them is for its channel to say (`missing_fields`).
        """
        if submission.get("channel") not in [each.name for each in self.opening_channels()]:
            return [self._channel_problem(submission)]
        return self.form_problems(submission)

    def form_problems(self, submission: Submission) -> list[FieldProblem]:
        """The same of a request whose channel is not asked about, its product included."""
        return [*self._product_problems(submission), *self.form.problems(submission)]

    def _channel_problem(self, submission: Submission) -> FieldProblem:
        known = next((c for c in self.channels if c.name == submission.get("channel")), None)
        opening: dict[str, Text] = {each.name: each.title for each in self.opening_channels()}
        rules = dict.fromkeys(rule for way in self.opening_channels() for rule in way.rules)
        text = known.instead if known else None
        return FieldProblem(
            "channel", known.rules if known else tuple(rules), text or CHANNELS.listing(opening)
        )

    def _product_problems(self, submission: Submission) -> list[FieldProblem]:
        product = submission.get("product")
        if not product or product in [each.slug for each in self.products]:
            return []
        return [
            FieldProblem(
                "product", (), PRODUCTS.listing({each.slug: each.name for each in self.products})
            )
        ]

    def clocks(self, situation: Situation) -> tuple[ClockRule, ...]:
        """The promises made in a situation; none where the regulation makes none.

        One whose limit is agreed on each ticket is none of them: `agreed`.
        Raises KeyError where the limit depends on a level and no plan has the one given.
        """
        made = [
            promise
            for promise in self.promises
            if promise.limit != "agreed" and self._concerns(promise, situation)
        ]
        limits = self._limits(situation.level)
        return tuple(promise.rule(limits, self.attends(situation.channel)) for promise in made)

    def agreed(self, situation: Situation) -> tuple[AgreedClock, ...]:
        """The promises whose limit is agreed with the contact in this situation."""
        return tuple(
            promise.agreed(self.attends(situation.channel))
            for promise in self.promises
            if promise.limit == "agreed" and self._concerns(promise, situation)
        )

    def not_promised(self, situation: Situation) -> tuple[NoPromise, ...]:
        """What the regulation says that it does not promise in this situation."""
        return tuple(each for each in self.no_promises if each.concerns(situation))

    def _concerns(self, promise: ClockClause, situation: Situation) -> bool:
        """Whether a promise is made; one that names a plan that every client has needs no right."""
        plan = self.plan(situation.plan) if situation.plan in promise.plans else None
        if plan is not None and plan.held_by == "every_client":
            situation = situation.model_copy(update={"covered": True})
        return promise.concerns(situation)

    def _limits(self, level: str | None) -> Mapping[ClockName, Limit]:
        levels = {each.slug: each for plan in self.plans for each in plan.levels}
        if level is not None and level not in levels:
            raise KeyError(
                f"{self.id} has no level {level!r}; it has {', '.join(levels) or 'none'}"
            )
        return levels[level].limits if level is not None else {}

    def because(
        self,
        *stated: Stated,
        ru: str,
        en: str,
        calendar: str | None = None,
        facts: Mapping[str, JsonValue] | None = None,
    ) -> Because:
        """Why a decision was made: the rules and assumptions of the parts that led to it.

        A part that names none rests on what the table around it does."""
        stated = tuple(self._origins.get(id(part), part) for part in stated)
        return Because(
            rules=tuple(dict.fromkeys(rule for part in stated for rule in part.rules)),
            edition=self.id,
            calendar=calendar,
            assumed=tuple(dict.fromkeys(each for part in stated for each in part.assumptions())),
            ru=ru,
            en=en,
            facts=dict(facts or {}),
        )

    @cached_property
    def _origins(self) -> Mapping[int, Stated]:
        """The tables around the parts that do not say where they come from, by the part's id."""
        return {
            id(part): around
            for key in type(self).model_fields
            for part, around in _silent_parts(getattr(self, key))
        }


def _silent_parts(node: object, around: Stated | None = None) -> Iterator[tuple[Stated, Stated]]:
    """Parts without rules or decisions, each with the nearest table around it that has some."""
    if isinstance(node, tuple):
        for each in node:
            yield from _silent_parts(each, around)
    elif isinstance(node, Stated):
        if node.rules or node.assumed:
            around = node
        elif around is not None:
            yield node, around
        for key in type(node).model_fields:
            yield from _silent_parts(getattr(node, key), around)
