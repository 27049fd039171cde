"""Promises on tickets as people and programs are shown them, and the parts of that."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel

from libs.events.base import Because
from libs.events.sla_clock import ClockName
from libs.regulation import Stated
from libs.worktime import Name, StripDay, strip
from services.sla_clock.domain import Clock, Status
from services.sla_clock.reasons import not_from_the_text

FROM_NO_TEXT = Name("не из регламента", "not from the regulation")


class Words(BaseModel):
    """The same in both languages."""

    ru: str
    en: str

    @classmethod
    def of(cls, said: Any) -> "Words":
        return cls(ru=said.ru, en=said.en)


class DayShown(BaseModel):
    """A day of the strip: `counted` with its seconds, `skipped`, or `passed` without counting."""

    date: date
    day: Words
    box: Literal["counted", "skipped", "passed"]
    seconds: int
    note: Words | None
    starts_at: datetime | None
    due_at: datetime | None

    @classmethod
    def of(cls, day: StripDay) -> "DayShown":
        return cls(
            date=day.date,
            day=Words.of(day.day),
            box=day.box,
            seconds=day.seconds,
            note=Words.of(day.note) if day.note else None,
            starts_at=day.starts_at,
            due_at=day.due_at,
        )


class Assumed(BaseModel):
    """A value that rests on a decision and on no phrase of the regulation."""

    decision: str
    ru: str
    en: str

    @classmethod
    def all_of(cls, rule: Stated) -> list["Assumed"]:
        return [
            cls(
                decision=decision,
                ru=f"{FROM_NO_TEXT.ru}: {value.ru}",
                en=f"{FROM_NO_TEXT.en}: {value.en}",
            )
            for decision, value in not_from_the_text(rule)
        ]


class ClockShown(BaseModel):
    """One promise on a ticket: `because` says why it is due then, `outcome` why it ended so.

    `overdue_unconfirmed`: the due instant has passed, and it is not certain yet that nothing
    kept the promise.
    """

    clock_id: str
    clock: ClockName
    state: Status | Literal["overdue_unconfirmed"]
    started_at: datetime
    due_at: datetime
    warn_at: datetime | None
    warns_at: list[datetime]
    provisional: bool
    message_id: str | None
    ended_at: datetime | None
    because: Because
    outcome: Because | None
    days: list[DayShown]

    @classmethod
    def of(cls, clock: Clock, now: datetime) -> "ClockShown":
        unconfirmed = clock.status == "running" and clock.due_at < now
        return cls(
            clock_id=clock.started.clock_id,
            clock=clock.started.clock,
            state="overdue_unconfirmed" if unconfirmed else clock.status,
            started_at=clock.started.occurred_at,
            due_at=clock.due_at,
            warn_at=clock.warn_at,
            warns_at=list(clock.warnings),
            provisional=clock.provisional,
            message_id=clock.started.message_id,
            ended_at=clock.ended_at,
            because=clock.because,
            outcome=clock.outcome,
            days=days_of(clock.because),
        )


def days_of(because: Because) -> list[DayShown]:
    """The strip of days between start and due."""
    trace: Any = because.facts.get("trace")
    return [DayShown.of(day) for day in strip(trace)] if trace else []
