"""The promises that an edition makes in a situation, counted by a calendar, and why."""

from datetime import datetime
from typing import NamedTuple

from pydantic import JsonValue

from libs.events.base import Because
from libs.events.sla_clock import ClockName
from libs.regulation import (
    AgreedClock,
    Attendance,
    AutoClose,
    ClockRule,
    Level,
    Schedule,
    Situation,
)
from libs.regulation.schedule import EVERYBODY
from libs.worktime import Due, Explanation, WorkingTime
from services.sla_clock import reasons
from services.sla_clock.acts import WAITS_FOR
from services.sla_clock.counting import Counting, Rule, Times
from services.sla_clock.domain import Promise
from services.sla_clock.reasons import REAL_UNITS

NO_OBJECT = ("TicketClosed", "TicketRefused")
NO_RIGHT = ("TicketLeftUncovered", "TicketDenied")
REACTIONS = ("MessageReceived", "SolutionAccepted", "SolutionRejected")


class Unpromised(NamedTuple):
    """For which clocks nothing is promised, and the words for it."""

    clocks: tuple[ClockName, ...]
    because: Because


class Made(NamedTuple):
    """A promise and the rule of the edition that makes it."""

    rule: ClockRule
    promise: Promise


class Law(Counting):
    """What an edition promises, its time counted by the calendar and the changed hours."""

    def promises(self, situation: Situation, start: datetime) -> list[Promise]:
        """The promises made in a situation that began at `start`.

        Raises KeyError where the limit depends on a level that the edition does not have.
        """
        return [made.promise for made in self.made(situation, start)]

    def made(self, situation: Situation, start: datetime) -> list[Made]:
        """The promises, each with the rule that it comes from. Raises KeyError as `promises`."""
        return [
            Made(rule, self._promise(rule, situation, start, times))
            for rule in self.edition.clocks(situation)
            if (times := self.times(rule, start))
        ]

    def closing(self, received_at: datetime, number: str) -> Promise | None:
        """When a ticket closes by itself whose request or solution was received then (A-11);
        None where the edition never lets it."""
        rule = self.edition.auto_close
        times = rule and self.times(rule, received_at)
        return self._closing(rule, received_at, number, times) if rule and times else None

    def rule(self, clock: ClockName, situation: Situation | None) -> Rule | None:
        """What the edition says of one clock; a closing by silence depends on no situation."""
        if situation is None:
            return self.edition.auto_close if clock == "auto_close" else None
        rules = self.edition.clocks(situation)
        return next((rule for rule in rules if rule.name == clock), None)

    def _promise(
        self, rule: ClockRule, situation: Situation, start: datetime, times: Times
    ) -> Promise:
        attended = self.attends(rule, start)
        hours = self.hours_of(attended)
        told = hours.explain_until(start, Due(times.due_at, times.provisional))
        said = reasons.of_limit(rule, told, hours.counts_from(start), self._by(attended, hours))
        facts: dict[str, JsonValue] = {
            "situation": situation.model_dump(),
            "limit": rule.limit.model_dump(),
            "trace": told.as_json(),
            **_hours(attended),
        }
        because = self.edition.because(
            rule,
            *self._levels(rule, situation),
            *self._changed(told),
            ru=said.ru,
            en=said.en,
            calendar=self.calendar.version,
            facts=facts,
        )
        return Promise(
            rule.name,
            times.due_at,
            times.warn_at,
            times.provisional,
            rule.met_by,
            _ended_by(rule),
            self.edition.schedule.zone,
            because,
            pauses=rule.pauses,
            runs="real" if rule.limit.unit in REAL_UNITS else "working",
        )

    def agreed(self, situation: Situation, at: datetime, due_at: datetime) -> list[Promise]:
        """The promises whose time was agreed with the contact at an instant (NANO-47)."""
        return [self._agreed(clause, at, due_at) for clause in self.edition.agreed(situation)]

    def _agreed(self, clause: AgreedClock, at: datetime, due_at: datetime) -> Promise:
        attended = self.attends(clause, at)
        hours = self.hours_of(attended)
        told = hours.explain_until(at, Due(due_at, False))
        said = reasons.of_agreement(clause, told, self._by(attended, hours))
        between = hours.between(at, due_at)
        because = self.edition.because(
            clause,
            ru=said.ru,
            en=said.en,
            calendar=self.calendar.version,
            facts={"limit": "agreed", "trace": told.as_json(), **_hours(attended)},
        )
        return Promise(
            clause.name,
            due_at,
            hours.add(at, between * clause.warn_at_percent // 100).due,
            False,
            clause.met_by,
            _ended_by(clause),
            self.edition.schedule.zone,
            because,
            pauses=clause.pauses,
        )

    def not_promised(self, situation: Situation) -> Unpromised | None:
        """What the edition says that it does not promise, all of it together; None: nothing."""
        said = self.edition.not_promised(situation)
        if not said:
            return None
        because = self.edition.because(
            *said,
            ru=" ".join(each.text.ru for each in said),
            en=" ".join(each.text.en for each in said),
            facts={"situation": situation.model_dump()},
        )
        return Unpromised(
            tuple(dict.fromkeys(one for each in said for one in each.clocks)), because
        )

    def _closing(
        self, rule: AutoClose, received_at: datetime, number: str, times: Times
    ) -> Promise:
        told = self.hours.explain_until(received_at, Due(times.due_at, times.provisional))
        said = reasons.of_closing(rule, told)
        facts: dict[str, JsonValue] = {
            "limit": {"amount": rule.working_days, "unit": "working_days"},
            "trace": told.as_json(),
        }
        because = self.edition.because(
            rule,
            *self._changed(told),
            ru=said.ru,
            en=said.en,
            calendar=self.calendar.version,
            facts=facts,
        )
        ended_by = (*REACTIONS, *WAITS_FOR, *NO_OBJECT, "ReceiptWithdrawn")
        zone = self.edition.schedule.zone
        return Promise(
            "auto_close",
            times.due_at,
            times.warn_at,
            times.provisional,
            (),
            ended_by,
            zone,
            because,
            self._elapses(rule, told, number),
            warns_at=times.warns_at,
        )

    def _elapses(self, rule: AutoClose, told: Explanation, number: str) -> Because | None:
        said = reasons.of_silence(rule, number, told.due)
        if said is None:
            return None
        return self.edition.because(
            rule, rule.texts, ru=said.ru, en=said.en, calendar=self.calendar.version
        )

    def _changed(self, told: Explanation) -> list[Schedule]:
        """What lets the hours of a date be changed, where they were on the way (NANO-49)."""
        is_changed = any(day.kind == "changed_hours" for day in told.days)
        return [self.edition.schedule] if is_changed else []

    def _by(self, attended: Attendance, hours: WorkingTime) -> reasons.By | None:
        """The offices and windows that alone count, of which people are told."""
        if attended == EVERYBODY:
            return None
        schedule, zone = self.edition.schedule, hours.zone.key
        names = [each.name for each in schedule.offices if each.slug in attended.offices]
        return reasons.By(names, attended.windows, zone if zone != schedule.zone else "")

    def _levels(self, rule: ClockRule, situation: Situation) -> list[Level]:
        """The level of support that the limit comes from, which may rest on a decision."""
        return [
            level
            for plan in self.edition.plans
            for level in plan.levels
            if level.slug == situation.level and level.limits.get(rule.name) == rule.limit
        ]


def _ended_by(clause: ClockRule | AgreedClock) -> tuple[str, ...]:
    return (*clause.excused_by, *NO_OBJECT, *(NO_RIGHT if clause.covered_only else ()))


def _hours(attended: Attendance) -> dict[str, JsonValue]:
    """Whose hours count, where they are not those of all."""
    named = {"offices", "windows", "channel"}
    told = attended.model_dump(mode="json", include=named, exclude_none=True)
    return {"hours": told} if attended != EVERYBODY else {}
