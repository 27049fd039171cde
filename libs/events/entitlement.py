"""Facts that entitlement owns: regulations, customers, their rights, and what covers a ticket."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import JsonValue

from libs.events.base import Because, Event, Frozen, Personal
from libs.events.intake import Channel, Language

Route = Literal["direct", "dealer"]
Queue = Literal["minimum", "general", "priority"]
Cost = Literal["free", "by_time", "monthly", "prepaid"]
Terms = Literal["included", "paid", "diagnostics_only", "not_provided"]
Free = Literal["free", "monthly", "prepaid", "not_covered"]


class RegulationDrafted(Event):
    """A text that may become an edition, as it was handed in; a later one replaces it."""

    edition: str
    text: str
    digest: str


class DraftFinding(Frozen):
    """One thing that was found in a draft: its line from 1, its place, and the remedy, in English
    and in Russian."""

    line: int
    place: str
    said: str
    ru: str = ""
    grade: Literal["error", "warning"]


class RegulationChecked(Event):
    """What was found in a draft; without an error it can be published."""

    edition: str
    digest: str
    findings: tuple[DraftFinding, ...]


class RegulationWithdrawn(Event):
    """A draft was taken back before it was published."""

    edition: str


class RegulationPublished(Event):
    """An edition of a vendor's regulation, whole, and the instant from which it holds.

    `address` is where the text stands for all to read, `text_digest` the SHA-256 of the text as it
    was handed in; `because` says how much notice was due.
    """

    edition: str
    in_force_from: datetime
    digest: str
    content: dict[str, JsonValue]
    address: str | None = None
    text_digest: str | None = None
    because: Because | None = None


class RegulationTookEffect(Event):
    """From this instant on an edition holds, instead of the one that it supersedes."""

    edition: str
    supersedes: str | None


class RegulationSuperseded(Event):
    """Another edition took effect; tickets submitted before keep this one."""

    edition: str
    by: str


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
    """Other hours on one date, of one office or of all, or of a channel that has windows of its
    own; stated anew, they replace these."""

    on: date
    office: str | None
    channel: Channel | None = None
    digest: str
    content: dict[str, JsonValue]


class SpecialDaysChosen(Event):
    """Whether the days that the state declared non-working, yet paid, are off at this vendor."""

    days: Literal["work", "closed"]
    digest: str


class PriceListPublished(Event):
    """The prices from a day on, until the next list. `tickets` are those with work that had no
    price yet: it is reckoned anew."""

    from_date: date
    currency: str
    tickets: tuple[str, ...] = ()
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
    """An engineer as the vendor's facts name him, with who leads him and who stands in for him.

    He takes tickets of `products` (none named: of all) from `from_date` until the end of
    `last_day`. `known_as` are keyed digests of his name and address, by which requests name him;
    by `address_digest` he is found among those who were hired.
    """

    person = "staff_id"
    staff_id: str
    office: str
    dedicated_to: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    from_date: date | None = None
    last_day: date | None = None
    deputy_id: str | None = None
    language: Language = "ru"
    known_as: tuple[str, ...] = ()
    address_digest: str = ""
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
    because: Because | None = None


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


class CustomerContactsNamed(Event):
    """Other contacts alone may use a customer's rights from now on; none named: whoever knows
    their numbers. `tickets` are open requests that are looked up anew."""

    customer_id: str
    contacts: tuple[str, ...]
    tickets: tuple[str, ...] = ()
    digest: str


class EntitlementRegistered(Event):
    """A right to support: from and including `starts_on`, until the end of `ends_on`, which in
    the edition's zone is the instant `expires_at`. One that names a product covers no other.

    Without `starts_on` it begins with a fact that is not known yet. `terms`, `route`: for how
    many terms and how it is sold, where its orders do not say. `requests` are those that the
    contract names. `tickets` are open requests that are looked up anew, at `remind_at` the
    holder is told that it ends.
    """

    version = 2
    entitlement_id: str
    number: str
    customer_id: str
    plan: str
    product: str | None
    services: tuple[str, ...] = ()
    level: str | None = None
    starts_on: date | None
    ends_on: date | None
    expires_at: datetime | None
    terms: int = 1
    route: Route | None = None
    seats: int | None = None
    requests: int | None = None
    remind_at: tuple[datetime, ...] = ()
    tickets: tuple[str, ...] = ()
    digest: str
    edition: str
    because: Because


class PaymentReceived(Event):
    """The money for an order of a right came in at `occurred_at`."""

    entitlement_id: str
    order: str
    terms: int | None = None
    route: Route | None = None
    digest: str


class DealerOrderConfirmed(Event):
    """A dealer's order of a right was confirmed at `occurred_at`."""

    entitlement_id: str
    order: str
    terms: int | None = None
    route: Route | None = None
    digest: str


class LicenceKeyHandedOver(Event):
    """A customer got the key of a licence at `occurred_at`; what time that gives him is free.

    `tickets` are open requests that are looked up anew, `known_at` is when: they may name the
    licence, and through it a right of the customer.
    """

    entitlement_id: str
    customer_id: str
    licence: str
    product: str | None = None
    known_at: datetime | None = None
    tickets: tuple[str, ...] = ()
    digest: str


class PilotStarted(Event):
    """A customer's pilot project began at `occurred_at`."""

    entitlement_id: str
    customer_id: str
    pilot: str
    product: str | None = None
    digest: str


class PilotFinished(Event):
    """A customer's pilot project ended at `occurred_at`."""

    entitlement_id: str
    pilot: str
    digest: str


class SeatsChanged(Event):
    """The right is for another number of workplaces; what was spent of it stays spent."""

    entitlement_id: str
    seats: int
    requests: int | None = None
    quota: int | None = None
    digest: str
    because: Because


class EntitlementActivated(Event):
    """A term of a right is known: from `starts_on` until the end of `ends_on`; no end: until a
    fact ends it. `corrects`: a fact learned late moved it, of which an announced end never comes
    nearer. `tickets` are open requests that are looked up anew."""

    entitlement_id: str
    order: str
    starts_on: date
    ends_on: date | None
    expires_at: datetime | None
    corrects: bool = False
    remind_at: tuple[datetime, ...] = ()
    tickets: tuple[str, ...] = ()
    because: Because


class EntitlementRenewed(Event):
    """A further term of a right is known, as `EntitlementActivated` tells the first."""

    entitlement_id: str
    order: str
    starts_on: date
    ends_on: date | None
    expires_at: datetime | None
    corrects: bool = False
    remind_at: tuple[datetime, ...] = ()
    tickets: tuple[str, ...] = ()
    because: Because


class EntitlementReminded(Event):
    """The holder is to know that his right ends; `contacts` are those who can be told."""

    entitlement_id: str
    customer_id: str
    number: str
    ends_on: date
    days: int
    contacts: tuple[str, ...] = ()
    because: Because


class EntitlementClaimed(Event):
    """A contact registered a right as his own: others may not use it any more. `tickets` are open
    requests that are looked up anew."""

    entitlement_id: str
    contact_id: str
    tickets: tuple[str, ...] = ()
    because: Because


class EntitlementReleased(Event):
    """A right is no longer registered as a contact's own: another account may register it."""

    entitlement_id: str
    number: str
    contact_id: str
    because: Because


class EntitlementRefused(Event):
    """A contact could not register a right as his own, and why."""

    person = "contact_id"
    contact_id: str
    reason: str
    key: str
    because: Because
    number: Personal[str]


class CircumstanceNoted(Event):
    """A circumstance of a customer that the regulation ties a duty to began, or is over; where he
    has not what he must have in it, `because` says so and `contacts` can be told."""

    customer_id: str
    circumstance: str
    holds: bool
    contacts: tuple[str, ...] = ()
    digest: str
    because: Because | None = None


class EntitlementExpired(Event):
    """A right to support came to the end of its term; `contacts` are those who can be told,
    `tickets` open requests that it covered and that are looked up anew."""

    entitlement_id: str
    ended_on: date
    number: str | None = None
    contacts: tuple[str, ...] = ()
    tickets: tuple[str, ...] = ()
    because: Because | None = None


class QuotaReserved(Event):
    """A ticket holds one of the `requests` of a window of a right; `left` remain in it.

    It is spent when the ticket is taken into work, and given back when the ticket ends with one
    of `returned_on`.
    """

    ticket_id: str
    entitlement_id: str
    received_on: date
    window_from: date
    window_to: date | None
    requests: int
    left: int
    returned_on: tuple[str, ...] = ()
    because: Because


class QuotaSpent(Event):
    """The request that a ticket held is spent."""

    ticket_id: str
    entitlement_id: str
    received_on: date
    because: Because


class QuotaReturned(Event):
    """The request that a ticket held or had spent is given back."""

    ticket_id: str
    entitlement_id: str
    received_on: date
    outcome: str
    because: Because


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


RegulationLife = (
    RegulationDrafted
    | RegulationChecked
    | RegulationWithdrawn
    | RegulationPublished
    | RegulationTookEffect
    | RegulationSuperseded
)
RegulationEvent = RegulationLife | CalendarPublished | RegulationAccepted
DatedFact = (
    ScheduleOverridden
    | SpecialDaysChosen
    | PriceListPublished
    | VersionReleased
    | RoleFilled
    | EngineerListed
)
CustomerEvent = CustomerRegistered | CustomerContactsNamed | CircumstanceNoted
FactEvent = (
    PaymentReceived
    | DealerOrderConfirmed
    | LicenceKeyHandedOver
    | PilotStarted
    | PilotFinished
    | SeatsChanged
)
RightEvent = (
    EntitlementRegistered
    | FactEvent
    | EntitlementActivated
    | EntitlementRenewed
    | EntitlementReminded
    | EntitlementClaimed
    | EntitlementReleased
    | EntitlementExpired
)
QuotaEvent = QuotaReserved | QuotaSpent | QuotaReturned
CoverageEvent = TicketEntitled | TicketLeftUncovered | TicketDenied
EntitlementEvent = (
    RegulationEvent
    | DatedFact
    | CustomerEvent
    | RightEvent
    | EntitlementRefused
    | QuotaEvent
    | CoverageEvent
    | WorkCharged
)
