"""When a vendor works: its offices and their hours, compiled against a production calendar."""

from collections.abc import Mapping
from datetime import time
from types import MappingProxyType
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from libs import worktime
from libs.events.intake import Channel
from libs.regulation.base import Filled, Model, Slip, Slug, Stated, WrittenOut
from libs.regulation.texts import Text

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError) as error:
        raise Slip(
            f"{name!r} is no IANA time zone; write one such as Europe/Moscow",
            f"{name!r} — не часовой пояс IANA; пишите, например, Europe/Moscow",
        ) from error


class Hours(Model):
    """Hours of a day, given in its office's zone; a close not later than the opening is on the
    next day."""

    opens: Annotated[time, WrittenOut]
    closes: Annotated[time, WrittenOut]
    weekdays: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")

    def window(self) -> worktime.Window:
        return worktime.Window(self.opens, self.closes, tuple(map(WEEK.index, self.weekdays)))

    def hours(self) -> worktime.Hours:
        return worktime.Hours(self.opens, self.closes)


Zone = Annotated[str, AfterValidator(_zone)]


class Office(Stated):
    """A group of engineers with its own hours, in the schedule's zone unless it has its own."""

    slug: Slug
    name: Text
    zone: Zone | None = None
    windows: Annotated[tuple[Hours, ...], Filled]


Overrides = Mapping[str, tuple[worktime.Override, ...]]
"""Other hours on some dates, by the office that has them, or by the channel (`windows_of`)."""


NO_OVERRIDES: Overrides = MappingProxyType({})


class Attended(Stated):
    """What is attended to by the named `offices` alone, by all where none is named, and there at
    other hours: as far as they lie in `windows`, which are in the schedule's zone."""

    offices: tuple[Slug, ...] = ()
    windows: tuple[Hours, ...] = ()


class Attendance(Attended):
    """Who attends to a request and when; `channel` is the one whose windows these are, so that its
    other hours on a date count."""

    channel: Channel | None = None


EVERYBODY = Attendance()
"""All offices, at all of their hours."""


def windows_of(channel: Channel) -> str:
    """Under which name a channel's windows on some dates lie; no office has such a one."""
    return f"channel:{channel}"


class Schedule(Stated):
    """The hours of all offices and how the production calendar bears on them; without one each
    week is like any other."""

    zone: Zone
    calendar: Slug | None = None
    preholiday_cut_minutes: Annotated[int, Field(strict=True, ge=0, le=720)]
    transferred_saturdays: worktime.TransferredSaturdays
    offices: Annotated[tuple[Office, ...], Filled]

    def working_time(
        self,
        calendar: worktime.Calendar,
        office: str | None = None,
        overrides: Overrides = NO_OVERRIDES,
        attended: Attendance | None = None,
    ) -> worktime.WorkingTime:
        """The hours of one office, of those that attend to something, or of all together.

        Raises KeyError for no such office."""
        named = (attended.offices if attended else ()) if office is None else (office,)
        offices = [one for one in self.offices if not named or one.slug in named]
        if not offices:
            known = ", ".join(one.slug for one in self.offices)
            raise KeyError(f"there is no office {office!r}; there are {known}")
        return worktime.WorkingTime(
            tuple(self._compiled(one, calendar, overrides, attended) for one in offices)
        )

    def _compiled(
        self,
        office: Office,
        calendar: worktime.Calendar,
        overrides: Overrides,
        attended: Attendance | None,
    ) -> worktime.Schedule:
        within = attended if attended and attended.windows else None
        return worktime.Schedule(
            zone=office.zone or self.zone,
            windows=tuple(hours.window() for hours in office.windows),
            calendar=calendar,
            preholiday_cut=self.preholiday_cut_minutes * 60,
            transferred_saturdays=self.transferred_saturdays,
            overrides=overrides.get(office.slug, ()),
            within=self._windows(within, calendar, overrides) if within else None,
        )

    def _windows(
        self, attended: Attendance, calendar: worktime.Calendar, overrides: Overrides
    ) -> worktime.Schedule:
        return worktime.Schedule(
            zone=self.zone,
            windows=tuple(hours.window() for hours in attended.windows),
            calendar=calendar,
            transferred_saturdays=self.transferred_saturdays,
            overrides=overrides.get(windows_of(attended.channel), ()) if attended.channel else (),
        )
