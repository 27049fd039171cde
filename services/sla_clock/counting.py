"""By which hours an edition counts the time of a promise, and the instants that follow."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from libs.events.sla_clock import ClockStarted
from libs.regulation import AgreedClock, Attendance, AutoClose, ClockRule, Edition
from libs.regulation.schedule import EVERYBODY, Overrides
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

    def attends(self, rule: Rule | AgreedClock, start: datetime) -> Attendance:
        """Whose hours a promise counts: of all offices or of those named, or of the one of them on
        duty at the start or next after it, which no later assignment changes (A-18)."""
        if isinstance(rule, AutoClose):
            return EVERYBODY
        if rule.hours == "union":
            return rule.attended
        known = (office.slug for office in self.edition.schedule.offices)
        each = [
            rule.attended.model_copy(update={"offices": (office,)})
            for office in known
            if not rule.offices or office in rule.offices
        ]
        return min(each, key=lambda one: self.hours_of(one).counts_from(start))

    def hours_of(self, attended: Attendance) -> WorkingTime:
        """The hours in which something is attended to."""
        if not (attended.offices or attended.windows):
            return self.hours
        return self.edition.working_time(self.calendar, overrides=self.overrides, attended=attended)

    def hours_for(self, rule: Rule | AgreedClock, start: datetime) -> WorkingTime:
        """The hours that a promise counts which is given at the start."""
        return self.hours_of(self.attends(rule, start))

    def hours_by(self, started: ClockStarted) -> WorkingTime:
        """The hours that a promise counts which was given."""
        told = started.because.facts.get("hours")
        return self.hours_of(Attendance.model_validate(told) if told else EVERYBODY)

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
