"""What would be promised to a request, as people and programs are told it."""

from datetime import datetime

from pydantic import BaseModel, Field

from libs.events.base import Because
from libs.events.intake import Channel
from libs.events.sla_clock import ClockName
from libs.regulation import AgreedClock, Edition, NoPromise, Stated
from libs.regulation.clocks import Occasion
from services.sla_clock.domain import Promise
from services.sla_clock.explaining import NO_NUMBER, Explained, Question
from services.sla_clock.law import Law, Made
from services.sla_clock.reasons import closing_said
from services.sla_clock.shown import Assumed, DayShown, Words, days_of


class PromiseShown(BaseModel):
    """A promise that would be made: in the edition's words, when it would be due, and why."""

    clock: ClockName
    promise: Words
    due_at: datetime
    warn_at: datetime | None
    warns_at: list[datetime]
    provisional: bool
    met_by: list[str]
    because: Because
    assumed: list[Assumed]
    days: list[DayShown]

    @classmethod
    def of(cls, made: Made) -> "PromiseShown":
        rule, promise = made
        return cls.shown(promise, Words.of(rule.promised()), rule)

    @classmethod
    def shown(cls, promise: Promise, words: Words, rule: Stated) -> "PromiseShown":
        return cls(
            clock=promise.clock,
            promise=words,
            due_at=promise.due_at,
            warn_at=promise.warn_at,
            warns_at=list(promise.warnings),
            provisional=promise.provisional,
            met_by=list(promise.met_by),
            because=promise.because,
            assumed=Assumed.all_of(rule),
            days=days_of(promise.because),
        )


class AgreedShown(BaseModel):
    """A promise whose time is agreed with the contact on each ticket."""

    clock: ClockName
    promise: Words
    rules: list[str]
    assumed: list[Assumed]

    @classmethod
    def of(cls, clause: AgreedClock) -> "AgreedShown":
        return cls(
            clock=clause.name,
            promise=Words.of(clause.promise),
            rules=list(clause.rules),
            assumed=Assumed.all_of(clause),
        )


class NotPromisedShown(BaseModel):
    """What the regulation does not promise, in its own words."""

    clocks: list[ClockName]
    text: Words
    rules: list[str]
    assumed: list[Assumed]

    @classmethod
    def of(cls, said: NoPromise) -> "NotPromisedShown":
        return cls(
            clocks=list(said.clocks),
            text=Words.of(said.text),
            rules=list(said.rules),
            assumed=Assumed.all_of(said),
        )


class EditionShown(BaseModel):
    """Under which edition and calendar it was counted."""

    id: str
    name: Words
    in_force_from: datetime
    calendar: str
    zone: str

    @classmethod
    def of(cls, edition: Edition, calendar: str) -> "EditionShown":
        return cls(
            id=edition.id,
            name=Words.of(edition.name),
            in_force_from=edition.in_force_at(),
            calendar=calendar,
            zone=edition.schedule.zone,
        )


class ExplainedShown(BaseModel):
    """What a request would be promised: all clocks, what is agreed, what is not promised.

    `counts_from` is the start, or the channel's next opening after it. `closing`: when it would
    close by itself if its contact received a question or solution at `from` and did not react.
    """

    edition: EditionShown
    start: datetime = Field(serialization_alias="from")
    is_open: bool
    counts_from: datetime
    occasion: Occasion
    channel: Channel
    covered: bool
    plan: str | None
    level: str | None
    kind: str | None
    topic: str | None
    product: str | None
    promises: list[PromiseShown]
    agreed: list[AgreedShown]
    not_promised: list[NotPromisedShown]
    closing: PromiseShown | None

    @classmethod
    def of(cls, law: Law, question: Question, explained: Explained) -> "ExplainedShown":
        situation, start = explained.situation, question.start
        hours = law.hours_of(law.edition.attends(situation.channel))
        return cls(
            edition=EditionShown.of(law.edition, law.calendar.version),
            start=start,
            is_open=hours.is_open(start),
            counts_from=hours.counts_from(start),
            occasion=situation.occasion,
            channel=situation.channel,
            covered=situation.covered,
            plan=situation.plan,
            level=situation.level,
            kind=situation.kind,
            topic=situation.topic,
            product=question.product,
            promises=[PromiseShown.of(made) for made in explained.made],
            agreed=[AgreedShown.of(clause) for clause in explained.agreed],
            not_promised=[NotPromisedShown.of(said) for said in explained.not_promised],
            closing=_closing(law, explained.closing),
        )


def _closing(law: Law, promise: Promise | None) -> PromiseShown | None:
    rule = law.edition.auto_close
    if rule is None or promise is None:
        return None
    said = closing_said(rule, NO_NUMBER, law.local(promise.due_at))
    return PromiseShown.shown(promise, Words.of(said or promise.because), rule)
