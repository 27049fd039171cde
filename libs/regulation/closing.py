"""How a ticket ends without its user, and how it comes back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from libs.events.intake import Evidence, Outcome
from libs.regulation.base import Filled, Model, Slip, Slug, Stated, Truth
from libs.regulation.reasons import Decider
from libs.regulation.texts import Template, Text
from libs.worktime import Due, WorkingTime


class ClosingTexts(Stated):
    """What the user reads before, at and after a closing that nobody asked for.

    `reminder` is what a reminder without words of its own says.
    """

    waiting: Template
    reminder: Template
    closed: Template
    reopen: Template


Days = Annotated[int, Field(strict=True, ge=1)]


class Reminder(Model):
    """A reminder so many working days before the closing, in words of its own where it has any."""

    days: Days
    text: Template | None = None


def _counted(given: Any) -> Any:
    return given if isinstance(given, Mapping | Reminder) else {"days": given}


def _listed(given: Any) -> Any:
    return given if isinstance(given, list | tuple) else [given]


Reminded = Annotated[Reminder, BeforeValidator(_counted, json_schema_input_type=Days | Reminder)]
Reminders = Annotated[
    tuple[Reminded, ...],
    Filled,
    BeforeValidator(_listed, json_schema_input_type=Days | tuple[Days | Reminder, ...]),
]
"""The first one first; a reminder without words of its own may be its bare number of days, and
one reminder stand without a list."""


class AutoClose(Stated):
    """A ticket closes by itself when its user does not react.

    The days count after the day on which one of the `after` events was received, as one kind of
    `evidence` proves; the ticket closes at the end of the last of them. Without a proof it never
    does. `remind_days` is how many working days before that the user is reminded, each time.
    """

    working_days: Days
    after: Annotated[tuple[Literal["InformationRequested", "SolutionProposed"], ...], Filled]
    evidence: Annotated[tuple[Evidence, ...], Filled]
    remind_days: Reminders
    outcome: Outcome
    rendered_in_time: Truth
    texts: ClosingTexts

    @model_validator(mode="after")
    def _reminded_before_it_closes(self) -> Self:
        days = [each.days for each in self.remind_days]
        if max(days) >= self.working_days:
            raise Slip(
                "remind_days must be less than working_days; make it smaller",
                "remind_days должно быть меньше working_days; уменьшите его",
            )
        if sorted(set(days), reverse=True) != days:
            raise Slip(
                "remind_days must fall, like [3, 1]; put the earliest reminder first",
                "remind_days должны убывать: [3, 1]; раннее напоминание поставьте первым",
            )
        return self

    def closes_at(self, received_at: datetime, hours: WorkingTime) -> Due:
        """When a ticket closes whose request or solution was received at this instant."""
        return hours.add_working_days(received_at, self.working_days, "day_end")

    def reminds_at(self, received_at: datetime, hours: WorkingTime) -> tuple[datetime, ...]:
        """When the user is reminded that it will close, each time."""
        return tuple(
            hours.add_working_days(received_at, self.working_days - each.days, "day_end").due
            for each in self.remind_days
        )

    def reminder(self, number: int) -> Template:
        """What the reminder of this number, from 1, says; one that is gone says what all say."""
        own = self.remind_days[number - 1].text if number <= len(self.remind_days) else None
        return own or self.texts.reminder


class Reopening(Stated):
    """Who may open a closed ticket again, after which outcomes, and what must be complete.

    `complete` names a set of the form's fields; a user who left one empty is asked for it, not
    refused.
    """

    decider: Decider
    outcomes: tuple[Outcome, ...]
    complete: Slug | None = None
    message: Text


class Deferral(Stated):
    """A request that needs development is solved in an update.

    `on_release`: when it is out, the solution is proposed or the ticket closed. `tells_changes`:
    the contact hears each time that the planned date is set or moved.
    """

    on_release: Literal["propose", "close"]
    tells_changes: Truth
    message: Text

    def closes_with_release(self) -> bool:
        """Whether the release itself closes the ticket; else the contact confirms."""
        return self.on_release == "close"


class Survey(Stated):
    """What the contact is asked after the closing."""

    question: Text
