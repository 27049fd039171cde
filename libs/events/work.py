"""Facts that intake owns of the work on a ticket: sessions, types of support, consent to pay."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from libs.events.base import Because, Event, Personal


class WorkLogged(Event):
    """An engineer worked on the ticket, from and until; `minutes` are whole ones.

    `plan` is the one that the ticket had when the work began, `terms` those on which it gives
    the service. The text says what was done.
    """

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str
    began_at: datetime
    ended_at: datetime
    minutes: int
    service: str | None = None
    plan: str | None = None
    terms: str | None = None
    digest: str
    body: Personal[str]


class WorkReversed(Event):
    """A counter-entry: logged work, named by its `message_id`, counts no more."""

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str
    reverses: str
    digest: str
    body: Personal[str]


class RemoteSessionHeld(Event):
    """An engineer worked on the contact's computer, with consent; `confirmed` are the
    preparations of the channel that were gone through, `work_id` the work that it was."""

    person = "contact_id"
    ticket_id: str
    contact_id: str
    engineer_id: str
    work_id: str
    began_at: datetime
    ended_at: datetime
    purpose: Literal["diagnostics", "help"]
    confirmed: tuple[str, ...]
    consented_by: Personal[str]
    because: Because


class PaymentConsentRequested(Event):
    """The contact was told what work under a paid plan would cost; it begins when he agrees.

    `minutes` are an estimate, billed as `billed_minutes` by the price list of `listed_on`.
    `because` says so in the regulation's words. Without an engineer the regulation itself asks.
    """

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str | None = None
    plan_before: str | None
    plan: str
    service: str | None = None
    cause: str | None = None
    minutes: int
    billed_minutes: int
    listed_on: date
    amount: Decimal
    currency: str
    digest: str
    because: Because
    body: Personal[str]


class PaymentConsentGiven(Event):
    """The contact agreed to pay, at `occurred_at`; `logged_by` is the engineer whom he told."""

    person = "contact_id"
    ticket_id: str
    contact_id: str
    offer_id: str
    plan: str
    billed_minutes: int
    logged_by: str | None = None
    because: Because
    said_by: Personal[str]


class PaymentConsentDeclined(Event):
    """The contact does not agree to pay: what would have cost him something is not done."""

    person = "contact_id"
    ticket_id: str
    contact_id: str
    offer_id: str
    plan: str
    logged_by: str | None = None
    because: Because
    said_by: Personal[str]


class PaymentConsentLifted(Event):
    """What the contact was to pay for, as `offer_id` says, is included in the `plan` that covers
    the ticket since: an offer waits for no answer, what was agreed to holds no more."""

    ticket_id: str
    contact_id: str
    offer_id: str
    plan: str
    because: Because


class SupportTypeChanged(Event):
    """The work on the ticket is done under another plan from now on; `message_id` names the
    engineer's words, or the offer that led to it."""

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str | None = None
    plan_before: str | None
    plan: str
    service: str | None = None
    cause: str | None = None
    digest: str
    because: Because
    body: Personal[str]


WorkEvent = (
    WorkLogged
    | WorkReversed
    | RemoteSessionHeld
    | PaymentConsentRequested
    | PaymentConsentGiven
    | PaymentConsentDeclined
    | PaymentConsentLifted
    | SupportTypeChanged
)
