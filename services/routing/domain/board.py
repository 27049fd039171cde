"""What is known of the desk at the instant of a decision; it travels inside the command."""

from dataclasses import dataclass
from datetime import datetime

from libs.events.routing import Priority
from libs.regulation import Edition
from services.routing.domain.duty import Shift, goes_off


@dataclass(frozen=True)
class Colleague:
    """An engineer as he stands: the open tickets that he has, and his shifts from now on.

    `dedicated`: to the ticket's customer; `deputy`: of who is. `away`: his office is, or opens
    next, without him. `gone_at`: when he leaves the desk for good, where that is known.
    """

    engineer_id: str
    office_id: str
    products: tuple[str, ...]
    covered: int
    uncovered: int
    dedicated: bool
    away: bool
    shifts: tuple[Shift, ...]
    deputy: bool = False
    gone_at: datetime | None = None

    @property
    def load(self) -> int:
        return self.covered + self.uncovered

    def knows(self, product: str | None) -> bool:
        return not self.products or product is None or product in self.products

    def is_on_duty(self, at: datetime) -> bool:
        return bool(self.shifts) and self.shifts[0].begins <= at

    def comes(self, at: datetime) -> datetime | None:
        """When his next shift begins, the one under way left out."""
        return next((shift.begins for shift in self.shifts if shift.begins > at), None)

    def leaves(self, at: datetime, due: datetime | None) -> datetime | None:
        """When he goes off duty to return only after `due`, or without one for good; None where
        he does not."""
        return goes_off(self.shifts, at, due) if due else self.gone_at

    def has_left(self, at: datetime, due: datetime | None) -> bool:
        """Whether he is off duty and will not be back before the ticket is due."""
        leaves = self.leaves(at, due)
        return leaves is not None and leaves <= at


@dataclass(frozen=True)
class Ticket:
    """What others say of the ticket; `priority` None: it is not to be served (yet).

    `discussed_with` is an engineer who knows of it already (NANO-08), `line` the number that was
    dialled, `contact_id` whose it is.
    """

    ended: bool
    priority: Priority | None
    lack: str | None
    product: str | None
    due_at: datetime | None
    plan: str | None = None
    discussed_with: str | None = None
    line: str | None = None
    contact_id: str | None = None


@dataclass(frozen=True)
class Board:
    """The ticket, those who might take it, and what waits beside it.

    `opens_at`: the vendor's next opening; a day later where it never closes. `covered_waiting`:
    how many covered tickets are to be given out now. `first_uncovered`: which uncovered ticket
    has waited longest.
    """

    ticket: Ticket
    colleagues: tuple[Colleague, ...]
    opens_at: datetime
    covered_waiting: int
    first_uncovered: str | None
    edition: Edition
    calendar: str

    def colleague(self, engineer_id: str | None) -> Colleague | None:
        return next((each for each in self.colleagues if each.engineer_id == engineer_id), None)

    @property
    def line_office(self) -> str | None:
        """The office that should pick up first where this number was dialled (TKAD-18)."""
        phones = (phone for channel in self.edition.channels for phone in channel.phones)
        return next((each.office for each in phones if each.number == self.ticket.line), None)

    @property
    def able(self) -> list[Colleague]:
        """Those who know the ticket's product."""
        return [each for each in self.colleagues if each.knows(self.ticket.product)]


def dedicates(edition: Edition, plan: str | None) -> bool:
    """Whether a customer has an engineer of his own: where plans come with one, under those alone
    (RGN-45, RGN-81)."""
    if not any(each.dedicated_engineer for each in edition.plans):
        return True
    mine = edition.plan(plan) if plan else None
    return mine is not None and mine.dedicated_engineer
