"""Facts that entitlement owns: regulations, customers, their rights, and what covers a ticket."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import JsonValue

from libs.events.base import Because, Event, Frozen, Personal
from libs.events.intake import Channel

Queue = Literal["minimum", "general", "priority"]
Terms = Literal["included", "paid", "diagnostics_only", "not_provided"]
Free = Literal["free", "monthly", "prepaid", "not_covered"]


class RegulationPublished(Event):
    """An edition of a vendor's regulation, whole, and the instant from which it holds."""

    edition: str
    in_force_from: datetime
    digest: str
    content: dict[str, JsonValue]


class CalendarPublished(Event):
    """A production calendar, its rows as CSV and its fixed holidays as TOML; a later version of
    the same name replaces it. Its vendor is `*`: it holds for all. `special_days` are the paid
    "non-working" ones as CSV, off for the vendors that say so."""

    calendar: str
    calendar_version: str
    rows: str
    holidays: str
    special_days: str = ""


class ScheduleOverridden(Event):
    """Other hours on one date, of one office or of all; stated anew, they replace these."""

    on: date
    office: str | None
    digest: str
    content: dict[str, JsonValue]


class SpecialDaysChosen(Event):
    """Whether the days that the state declared non-working, yet paid, are off at this vendor."""

    days: Literal["work", "closed"]
    digest: str


class PriceListPublished(Event):
    """The prices from a day on, until the next list."""

    from_date: date
    currency: str
    digest: str
    content: dict[str, JsonValue]


class VersionReleased(Event):
    """A product's version came out on a day."""

    product: str
    number: str
    released_on: date
    digest: str
    content: dict[str, JsonValue]


class RoleFilled(Event):
    """Who holds a role of the regulation, from a day on, until the next holder."""

    person = "holder_id"
    holder_id: str
    role: str
    from_date: date
    digest: str
    content: dict[str, JsonValue]
    name: Personal[str]
    email: Personal[str]


class EngineerListed(Event):
    """An engineer as the vendor's facts name him, with who leads him and who stands in for him."""

    person = "staff_id"
    staff_id: str
    office: str
    dedicated_to: tuple[str, ...] = ()
    digest: str
    content: dict[str, JsonValue]
    name: Personal[str]
    email: Personal[str]
    manager: Personal[str]
    deputy: Personal[str]


class RegulationAccepted(Event):
    """A user's first request under an edition is his consent to it."""

    contact_id: str
    edition: str
    ticket_id: str


class CustomerRegistered(Event):
    """An organisation or person, under the vendor's own number, that may hold rights to support.

    `contacts` are those who alone may use its rights; none named: whoever knows their numbers.
    """

    person = "customer_id"
    customer_id: str
    number: str
    kind: Literal["person", "organisation"]
    contacts: tuple[str, ...] = ()
    digest: str
    name: Personal[str]


class EntitlementRegistered(Event):
    """A right to support: from and including `starts_on`, until the end of `ends_on`, which in
    the edition's zone is the instant `expires_at`. One that names a product covers no other."""

    entitlement_id: str
    number: str
    customer_id: str
    plan: str
    product: str | None
    services: tuple[str, ...] = ()
    level: str | None = None
    starts_on: date
    ends_on: date
    expires_at: datetime
    digest: str
    edition: str
    because: Because


class EntitlementExpired(Event):
    """A right to support came to the end of its term."""

    entitlement_id: str
    ended_on: date


class TicketEntitled(Event):
    """The ticket is served by this plan: by a right to it or, without `entitlement_id`, because
    every client has it. `queue` is its place among other tickets; `lack` is why no right covers
    it. `service` is the work that its kind asks for, given on these `terms`."""

    version = 2
    ticket_id: str
    entitlement_id: str | None
    customer_id: str | None
    plan: str
    level: str | None
    queue: Queue
    lack: str | None = None
    service: str | None = None
    terms: Terms | None = None
    edition: str
    channel: Channel
    product: str | None
    received_at: datetime
    because: Because


class TicketLeftUncovered(Event):
    """The ticket is served last and without a promise."""

    ticket_id: str
    reason: str
    edition: str
    channel: Channel
    product: str | None
    received_at: datetime
    because: Because


class TicketDenied(Event):
    """The regulation gives no support to this ticket at all."""

    ticket_id: str
    reason: str
    edition: str
    because: Because


class ChargedSession(Frozen):
    """Work as it was logged; where it costs nothing, `free` says by which kind of plan."""

    message_id: str
    engineer_id: str
    began_at: datetime
    minutes: int
    service: str | None = None
    plan: str | None = None
    free: Free | None = None


class ChargedBlock(Frozen):
    """Billed minutes under one plan, at an hour's price by the list in force when they begin;
    without a price where no list was. `rules` are those of the rounding."""

    plan: str
    began_at: datetime
    minutes: int
    listed_on: date | None = None
    hour: Decimal | None = None
    amount: Decimal | None = None
    rules: tuple[str, ...] = ()


class WorkCharged(Event):
    """All work on a ticket reckoned anew, after some was logged or reversed: raw minutes, billed
    ones and what they cost. It replaces the reckoning before."""

    ticket_id: str
    edition: str
    sessions: tuple[ChargedSession, ...]
    blocks: tuple[ChargedBlock, ...]
    raw_minutes: int
    billed_minutes: int
    amount: Decimal
    currency: str | None = None
    because: Because


RegulationEvent = RegulationPublished | CalendarPublished | RegulationAccepted
DatedFact = (
    ScheduleOverridden
    | SpecialDaysChosen
    | PriceListPublished
    | VersionReleased
    | RoleFilled
    | EngineerListed
)
CustomerEvent = CustomerRegistered | EntitlementRegistered | EntitlementExpired
CoverageEvent = TicketEntitled | TicketLeftUncovered | TicketDenied
EntitlementEvent = RegulationEvent | DatedFact | CustomerEvent | CoverageEvent | WorkCharged
