"""How a ticket ends without its user, and how it comes back."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from libs.events.intake import Evidence, Outcome
from libs.regulation.base import Filled, Slug, Stated
from libs.regulation.reasons import Decider
from libs.regulation.texts import Template, Text
from libs.worktime import Due, WorkingTime


class ClosingTexts(Stated):
    """What the user reads before, at and after a closing that nobody asked for."""

    waiting: Template
    reminder: Template
    closed: Template
    reopen: Template


class AutoClose(Stated):
    """A ticket closes by itself when its user does not react.

    The days count after the day on which one of the `after` events was received, as one kind of
    `evidence` proves; the ticket closes at the end of the last of them. Without a proof it never
    does. `remind_days` is how many working days before that the user is reminded.
    """

    working_days: Annotated[int, Field(strict=True, ge=1)]
    after: Annotated[tuple[Literal["InformationRequested", "SolutionProposed"], ...], Filled]
    evidence: Annotated[tuple[Evidence, ...], Filled]
    remind_days: Annotated[int, Field(strict=True, ge=1)]
    outcome: Outcome
    rendered_in_time: bool
    texts: ClosingTexts

    @model_validator(mode="after")
    def _reminded_before_it_closes(self) -> Self:
        if self.remind_days >= self.working_days:
            raise ValueError("remind_days must be less than working_days; make it smaller")
        return self

    def closes_at(self, received_at: datetime, hours: WorkingTime) -> Due:
        """When a ticket closes whose request or solution was received at this instant."""
        return hours.add_working_days(received_at, self.working_days, "day_end")

    def reminds_at(self, received_at: datetime, hours: WorkingTime) -> datetime:
        """When the user is reminded that it will close."""
        days = self.working_days - self.remind_days
        return hours.add_working_days(received_at, days, "day_end").due


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
    tells_changes: bool
    message: Text

    def closes_with_release(self) -> bool:
        """Whether the release itself closes the ticket; else the contact confirms."""
        return self.on_release == "close"


class Survey(Stated):
    """What the contact is asked after the closing."""

    question: Text
