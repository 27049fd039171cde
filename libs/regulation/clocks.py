"""Promises that are measured: to which requests, for how long, and what keeps them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from libs.events.intake import Channel
from libs.events.sla_clock import ClockName
from libs.regulation.base import Filled, Model, Slug, Stated, Truth
from libs.regulation.schedule import EVERYBODY, Attendance, Attended
from libs.regulation.texts import Template, Text
from libs.worktime import Due, WorkingTime

Occasion = Literal["first", "later_message", "reopening"]
Unit = Literal[
    "working_minutes",
    "working_hours",
    "working_days",
    "real_minutes",
    "real_hours",
    "calendar_days",
]
Act = Literal[
    "TicketTakenIntoWork", "ReplySent", "InformationRequested", "SolutionProposed", "CallAnswered"
]
"""What may keep a promise: an engineer's acts. An assignment, a note or an auto-reply is none."""

Excuse = Literal["CallExtended", "ChannelChanged", "DraftFiled"]
Pause = Literal[
    "information", "confirmation", "payment_consent", "sysadmin", "filing", "postponed", "deferred"
]
"""What a ticket may wait for, or why it lies, while a clock stands."""


SECONDS = {"working_minutes": 60, "working_hours": 3600, "real_minutes": 60, "real_hours": 3600}
COUNTED = {
    "working_minutes": (("рабочей минуты", "рабочих минут"), "working minute"),
    "working_hours": (("рабочего часа", "рабочих часов"), "working hour"),
    "working_days": (("рабочего дня", "рабочих дней"), "working day"),
    "real_minutes": (("минуты", "минут"), "minute"),
    "real_hours": (("часа", "часов"), "hour"),
    "calendar_days": (("календарного дня", "календарных дней"), "calendar day"),
}


class Limit(Model):
    """How long a promise may take.

    Working days are counted as A-01 says: the same clock time on the n-th next working day;
    calendar days likewise, through weekends and holidays.
    """

    amount: Annotated[int, Field(strict=True, ge=1, le=100_000)]
    unit: Unit

    def due(self, start: datetime, hours: WorkingTime) -> Due:
        """When a promise that counts from `start` falls due."""
        if self.unit == "working_days":
            return hours.add_working_days(start, self.amount, "same_time")
        if self.unit in ("working_minutes", "working_hours"):
            return hours.add(start, self.seconds)
        if self.unit == "calendar_days":
            same_time = start.astimezone(hours.zone) + timedelta(days=self.amount)
            return Due(same_time.astimezone(UTC), provisional=False)
        return Due(start.astimezone(UTC) + timedelta(seconds=self.seconds), provisional=False)

    def warn(self, start: datetime, hours: WorkingTime, percent: int) -> datetime:
        """When that share of the limit has passed."""
        due = self.due(start, hours).due
        if self.unit in ("real_minutes", "real_hours", "calendar_days"):
            passed = int((due - start).total_seconds()) * percent // 100
            return start.astimezone(UTC) + timedelta(seconds=passed)
        return hours.add(start, hours.between(start, due) * percent // 100).due

    def words(self) -> Text:
        """The limit as it stands after «в течение»: «12 рабочих часов»."""
        russian, english = COUNTED[self.unit]
        one = self.amount == 1
        genitive = russian[0] if self.amount % 10 == 1 and self.amount % 100 != 11 else russian[1]
        return Text(
            ru=f"{self.amount} {genitive}", en=f"{self.amount} {english}{'' if one else 's'}"
        )

    @property
    def seconds(self) -> int:
        """The limit in seconds. Raises KeyError for days, which have no fixed length."""
        return self.amount * SECONDS[self.unit]


class Situation(Model):
    """What a promise depends on: the occasion, the channel that it came by, the right to it, and
    what it is about, as far as that is known."""

    occasion: Occasion
    channel: Channel
    covered: Truth
    level: Slug | None = None
    plan: Slug | None = None
    kind: Slug | None = None
    topic: Slug | None = None


class _Clock(Attended):
    name: ClockName
    occasions: Annotated[tuple[Occasion, ...], Filled]
    channels: Annotated[tuple[Channel, ...], Filled]
    plans: tuple[Slug, ...] = ()
    kinds: tuple[Slug, ...] = ()
    covered_only: Truth = True
    starts: Literal["receipt", "pick_up"] = "receipt"
    hours: Literal["union", "owner_shift"] = "union"
    outside_hours: Literal["next_opening", "no_clock"] = "next_opening"
    met_by: Annotated[tuple[Act, ...], Filled]
    excused_by: tuple[Excuse, ...] = ()
    pauses: tuple[Pause, ...] = ()
    warn_at_percent: Annotated[int, Field(strict=True, ge=1, le=99)] = 80
    promise: Template

    def concerns(self, situation: Situation) -> bool:
        """Whether the promise is made in this situation."""
        return (
            situation.occasion in self.occasions
            and situation.channel in self.channels
            and (situation.covered or not self.covered_only)
            and (not self.plans or situation.plan in self.plans)
            and (not self.kinds or situation.kind in self.kinds)
        )

    def pauses_for(self, state: str) -> bool:
        """Whether the clock stands while the ticket is so; no document says that one does."""
        return state in self.pauses


class _Made(_Clock):
    """A promise as it is made to who came by a channel: with that one's offices and windows where
    it names none of its own; `windows_of` is the channel then."""

    windows_of: Channel | None = None

    @property
    def attended(self) -> Attendance:
        return Attendance(offices=self.offices, windows=self.windows, channel=self.windows_of)


class ClockRule(_Made):
    """A promise made in a situation.

    `plans`, `kinds`: none named, all of them. `starts`: the instant that it counts from. `hours`:
    those of all offices together, or of the one on duty when it begins, or next after; of the
    named offices and windows alone where it or its channel names some. `met_by`
    keeps it, `excused_by` ends it without a result, and it stands while the ticket waits for one
    of `pauses` (A-23: none unless said).
    """

    limit: Limit

    def due(self, start: datetime, hours: WorkingTime) -> Due | None:
        """When it falls due; None for a start out of hours at which no promise is made."""
        if self.outside_hours == "no_clock" and not hours.is_open(start):
            return None
        return self.limit.due(start, hours)

    def warn_at(self, start: datetime, hours: WorkingTime) -> datetime:
        """When to warn that it will soon be broken."""
        return self.limit.warn(start, hours, self.warn_at_percent)

    def promised(self) -> Text:
        """The promise in words, with its limit."""
        words = self.limit.words()
        return Text(
            ru=self.promise.filled("ru", limit=words.ru),
            en=self.promise.filled("en", limit=words.en),
        )


class AgreedClock(_Made):
    """A promise whose limit is agreed with the contact on each ticket; `usual` is what is proposed
    for a kind then."""

    usual: Mapping[Slug, Limit] = Field(default_factory=dict)


class ClockClause(_Clock):
    """A promise as it is written: its limit may depend on the level of support, or be agreed
    with the contact on each ticket; `usual` is what is proposed for a kind then."""

    limit: Limit | Literal["by_level", "agreed"]
    usual: Mapping[Slug, Limit] = Field(default_factory=dict)

    def rule(self, limits: Mapping[ClockName, Limit], by: Attendance = EVERYBODY) -> ClockRule:
        """The promise with its limit, as it is made to who came by a channel that is attended to
        so. Raises KeyError where the level sets none."""
        limit = self.limit if isinstance(self.limit, Limit) else limits.get(self.name)
        if limit is None:
            raise KeyError(
                f"{self.name} depends on the level of support; name the customer's level"
            )
        # All values were checked when the edition was read; checking them again takes 20 µs.
        return ClockRule.model_construct(**{**self._made(by, "usual"), "limit": limit})

    def agreed(self, by: Attendance) -> AgreedClock:
        """The promise whose limit is agreed, made to who came by such a channel."""
        return AgreedClock.model_construct(**self._made(by, "limit"))

    def _made(self, by: Attendance, but: str) -> dict[str, Any]:
        own = {name: value for name, value in self if name != but}
        own |= {"offices": self.offices or by.offices}
        if self.windows:
            return own
        return own | {"windows": by.windows, "windows_of": by.channel}


class NoPromise(Stated):
    """Where the regulation promises nothing, and the words it has for that.

    It holds for requests that fit all of what is named: plans, kinds, topics; `uncovered`: for
    those that no right covers.
    """

    clocks: Annotated[tuple[ClockName, ...], Filled]
    plans: tuple[Slug, ...] = ()
    kinds: tuple[Slug, ...] = ()
    topics: tuple[Slug, ...] = ()
    uncovered: Truth = False
    text: Text

    def concerns(self, situation: Situation) -> bool:
        """Whether this is said in a situation."""
        return (
            (not self.plans or situation.plan in self.plans)
            and (not self.kinds or situation.kind in self.kinds)
            and (not self.topics or situation.topic in self.topics)
            and not (self.uncovered and situation.covered)
        )
