"""What may be asked of a right to support."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from libs.events.entitlement import Route
from libs.regulation import Edition

Kind = Literal["person", "organisation"]


@dataclass(frozen=True)
class RegisterEntitlement:
    """A certificate, contract, agreement or subscription. Its own end or services override the
    regulation's where the plan allows it (CPRO-R-45, CPRO-R-46); None: the plan's.

    `holder` is the customer's kind; `tickets` are his open requests that no right covers.
    """

    id: str
    vendor: str
    at: datetime
    number: str
    customer_id: str
    plan: str
    product: str | None
    services: tuple[str, ...]
    level: str | None
    starts_on: date | None
    ends_on: date | None
    digest: str
    edition: Edition
    terms: int = 1
    route: Route | None = None
    seats: int | None = None
    requests: int | None = None
    holder: Kind = "organisation"
    tickets: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoteOrderFact:
    """A fact about one order of a right, which happened at `happened_at` and is known at `at`."""

    id: str
    vendor: str
    at: datetime
    happened_at: datetime
    fact: Literal["PaymentReceived", "DealerOrderConfirmed"]
    order: str
    terms: int | None
    route: Route | None
    digest: str
    edition: Edition
    tickets: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChangeSeats:
    id: str
    vendor: str
    at: datetime
    happened_at: datetime
    seats: int
    requests: int | None
    digest: str
    edition: Edition


@dataclass(frozen=True)
class GiveFreeTime:
    """A fact about a customer that may give him a plan free of charge (RGN-48…50): the key of a
    licence, or a pilot project. `before` is how many licences he had then."""

    id: str
    vendor: str
    at: datetime
    happened_at: datetime
    fact: Literal["LicenceKeyHandedOver", "PilotStarted"]
    number: str
    customer_id: str
    product: str | None
    digest: str
    edition: Edition
    before: int = 0
    tickets: tuple[str, ...] = ()


@dataclass(frozen=True)
class FinishPilot:
    id: str
    vendor: str
    at: datetime
    happened_at: datetime
    pilot: str
    digest: str
    edition: Edition


@dataclass(frozen=True)
class ClaimEntitlement:
    """A contact registers a right as his own; whether he may was found before (CPRO-P-12).
    `tickets` are open ones of his, or of the right's number, that no right covers."""

    id: str
    vendor: str
    at: datetime
    contact_id: str
    edition: Edition
    tickets: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReleaseEntitlement:
    """A contact gives up a right that he registered as his own (CPRO-P-05)."""

    id: str
    vendor: str
    at: datetime
    contact_id: str
    edition: Edition


@dataclass(frozen=True)
class RemindHolder:
    """`at` is the instant of the reminder; `contacts` are those who can be told."""

    id: str
    vendor: str
    at: datetime
    edition: Edition | None = None
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExpireEntitlement:
    """`at` is the instant after the last day of the term; `contacts` are those who can be told,
    `tickets` the open ones that it covers, `circumstances` those of its customer."""

    id: str
    vendor: str
    at: datetime
    edition: Edition | None = None
    contacts: tuple[str, ...] = ()
    tickets: tuple[str, ...] = ()
    circumstances: frozenset[str] = frozenset()


Command = (
    RegisterEntitlement
    | NoteOrderFact
    | ChangeSeats
    | GiveFreeTime
    | FinishPilot
    | ClaimEntitlement
    | ReleaseEntitlement
    | RemindHolder
    | ExpireEntitlement
)
