"""By which hours an edition counts the time of a promise, and the instants that follow."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from libs.regulation import AutoClose, ClockRule, Edition
from libs.regulation.schedule import Overrides
from libs.worktime import Calendar, WorkingTime

Rule = ClockRule | AutoClose


class Times(NamedTuple):
    """When a promise falls due and is warned of; `provisional` where a calendar is missing.

    `warns_at` are the instants of its warnings where there are several.
    """

    due_at: datetime
    warn_at: datetime | None
    provisional: bool
    warns_at: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Counting:
    """An edition, and the calendar and the changed hours that its time is counted by."""

    edition: Edition
    calendar: Calendar
    overrides: Overrides = field(default_factory=dict)

    @cached_property
    def hours(self) -> WorkingTime:
        """The hours of all offices together: a promise does not wait for who will keep it."""
        return self.edition.working_time(self.calendar, overrides=self.overrides)

    def hours_for(self, rule: Rule, start: datetime) -> WorkingTime:
        """The hours that a promise counts: of all offices, or of the one on duty at the start or
        next after it, which no later assignment changes (A-18)."""
        if isinstance(rule, AutoClose) or rule.hours == "union":
            return self.hours
        return min(self._offices, key=lambda hours: hours.counts_from(start))

    @cached_property
    def _offices(self) -> list[WorkingTime]:
        return [
            self.edition.working_time(self.calendar, office.slug, self.overrides)
            for office in self.edition.schedule.offices
        ]

    def local(self, at: datetime) -> datetime:
        """An instant in the desk's zone, which is meant where the instant names none."""
        zone = ZoneInfo(self.edition.schedule.zone)
        return at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)

    def times(self, rule: Rule, start: datetime) -> Times | None:
        """The instants of a promise; None for a start at which none is made."""
        hours = self.hours_for(rule, start)
        if isinstance(rule, AutoClose):
            due = rule.closes_at(start, hours)
            reminders = rule.reminds_at(start, hours)
            several = reminders if len(reminders) > 1 else ()
            return Times(due.due, reminders[0], due.provisional, several)
        made = rule.due(start, hours)
        return made and Times(made.due, rule.warn_at(start, hours), made.provisional)
