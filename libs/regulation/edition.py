"""One edition of a vendor's regulation: everything that the document decides, as data."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, JsonValue

from libs.events.base import Because
from libs.events.intake import Channel as ChannelName
from libs.events.intake import Language, Outcome
from libs.events.sla_clock import ClockName
from libs.regulation.base import EDITION, PREFIX, Filled, Slug, Stated, WrittenOut
from libs.regulation.channels import Channel, Product
from libs.regulation.clocks import ClockClause, ClockRule, Limit, Situation
from libs.regulation.closing import AutoClose, Reopening
from libs.regulation.form import FieldProblem, Form, Submission
from libs.regulation.plans import Lack, Plan, WithoutEntitlement
from libs.regulation.reasons import Reason
from libs.regulation.schedule import Schedule
from libs.regulation.texts import Template, Text
from libs.worktime import Calendar, WorkingTime

Status = Literal["open", "waiting", "postponed", "deferred", "closed"]
CHANNELS = Text(
    ru="По этому каналу обращения не принимаются. Воспользуйтесь одним из: {}.",
    en="Requests are not accepted this way. Please use one of: {}.",
)
PRODUCTS = Text(ru="Выберите продукт из списка: {}.", en="Please choose one of the products: {}.")


class Publication(Stated):
    """How a change is announced: where, and how many calendar days before it holds."""

    notice_days: Annotated[int, Field(ge=0)]
    site: str


class Words(Stated):
    """What the vendor calls its customers, its support and the states of a ticket."""

    customer: Text
    department: Text
    statuses: Mapping[Status, Text]
    outcomes: Mapping[Outcome, Text]


class Mail(Stated):
    """The vendor's own words for the mail about one event."""

    subject: Template
    body: Template


class Edition(Stated):
    """An edition as it is published; it holds from the beginning of the day `in_force_from`."""

    id: Annotated[str, Field(pattern=EDITION)]
    vendor: Slug
    name: Text
    in_force_from: Annotated[date, WrittenOut]
    languages: Annotated[tuple[Language, ...], Filled]
    ticket_prefix: Annotated[str, Field(pattern=PREFIX)]
    answers_count_from: Literal["employees", "anyone_for_vendor"]
    publication: Publication
    words: Words
    products: Annotated[tuple[Product, ...], Filled]
    schedule: Schedule
    channels: Annotated[tuple[Channel, ...], Filled]
    form: Form
    reasons: tuple[Reason, ...]
    plans: tuple[Plan, ...]
    without_entitlement: tuple[WithoutEntitlement, ...]
    promises: tuple[ClockClause, ...]
    reopening: Reopening
    auto_close: AutoClose | None = None
    mail: Mapping[str, Mail] = Field(default_factory=dict)

    def in_force_at(self) -> datetime:
        """The instant from which the edition holds."""
        return datetime.combine(self.in_force_from, time(), ZoneInfo(self.schedule.zone))

    def earliest_start(self, published_on: date) -> date:
        """The first day on which a change published on this one may hold (CPRO-R-50, A-08):
        the day of publication is not counted."""
        return published_on + timedelta(days=self.publication.notice_days + 1)

    def working_time(self, calendar: Calendar, office: str | None = None) -> WorkingTime:
        """The hours of all offices together or of one. Raises KeyError for no such office."""
        return self.schedule.working_time(calendar, office)

    def channel(self, name: ChannelName) -> Channel | None:
        """How a request may come in by this way; None where the regulation does not offer it."""
        return next((channel for channel in self.channels if channel.name == name), None)

    def product(self, slug: str | None) -> Product | None:
        return next((product for product in self.products if product.slug == slug), None)

    def plan(self, slug: str) -> Plan | None:
        return next((plan for plan in self.plans if plan.slug == slug), None)

    def reason(self, slug: str) -> Reason | None:
        return next((reason for reason in self.reasons if reason.slug == slug), None)

    def lacking(self, lack: Lack) -> WithoutEntitlement:
        """What a request gets for which no entitlement stands."""
        return next(each for each in self.without_entitlement if each.lack == lack)

    def problems(self, submission: Submission) -> list[FieldProblem]:
        """All that a request must say and does not, its channel and product included.

        Whether it is refused for them is for its channel to say (`missing_fields`).
        """
        if submission.get("channel") not in [channel.name for channel in self.channels]:
            return [
                FieldProblem(
                    "channel",
                    (),
                    CHANNELS.listing({each.name: each.title for each in self.channels}),
                )
            ]
        return [*self._product_problems(submission), *self.form.problems(submission)]

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

        Raises KeyError where the limit depends on a level and no plan has the one given.
        """
        made = [promise for promise in self.promises if promise.concerns(situation)]
        limits = self._limits(situation.level)
        return tuple(promise.rule(limits) for promise in made)

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
        """Why a decision was made: the rules and assumptions of the parts that led to it."""
        return Because(
            rules=tuple(dict.fromkeys(rule for part in stated for rule in part.rules)),
            edition=self.id,
            calendar=calendar,
            assumed=tuple(dict.fromkeys(each for part in stated for each in part.assumptions())),
            ru=ru,
            en=en,
            facts=dict(facts or {}),
        )
