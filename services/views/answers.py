"""The shapes of the answers: a ticket with its promises, the queue, a load."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from services.views.waiting import Waiting


class Reasons(BaseModel):
    """Why it is so, in both languages and as data: rules, edition, calendar, facts.

    `assumed` names what stands in no regulation and was decided by the vendor.
    """

    ru: str
    en: str
    rules: list[str] = []
    edition: str | None = None
    calendar: str | None = None
    assumed: list[str] = []
    facts: dict[str, Any] = {}


class Contact(BaseModel):
    """Who wrote or called; without names once they are erased."""

    contact_id: str | None = Field(None, description="null for one who gave no address")
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    organisation: str | None = None


class Customer(BaseModel):
    customer_id: str
    number: str
    kind: str
    name: str | None = None


class Coverage(BaseModel):
    """Whether the ticket is `covered`, `uncovered` or `denied`, by which right, and by which plan
    it is served at present. `queue`: the place that this gives it among other tickets."""

    state: str
    plan: str | None
    level: str | None
    queue: str | None
    entitlement_id: str | None
    customer: Customer | None
    reason: str | None
    decided_at: datetime
    because: Reasons


class Charge(BaseModel):
    """What was worked and what it costs by now; the statement of entitlement says it by lines."""

    raw_minutes: int
    billed_minutes: int
    amount: str = Field(description="A decimal number, in `currency`")
    currency: str | None
    reckoned_at: datetime
    because: Reasons


class Office(BaseModel):
    office_id: str
    ru: str
    en: str


class Assignment(BaseModel):
    """`assigned` to an engineer, `queued` until `next_try`, or `returned` by the last one."""

    state: str
    engineer_id: str | None
    engineer: str | None
    office: Office | None
    since: datetime
    priority: str | None
    next_try: datetime | None
    hand_over_at: datetime | None
    because: Reasons


class Answerer(BaseModel):
    """Who of the support answered last; without a name once it is erased."""

    engineer_id: str
    name: str | None


class Clock(BaseModel):
    """One promise: `running`, `paused`, `met`, `broken`, `elapsed` or `cancelled`.

    `overdue` is true from the instant due, also before the promise is declared broken.
    """

    clock_id: str
    clock: str
    state: str
    started_at: datetime
    due_at: datetime
    overdue: bool
    provisional: bool
    message_id: str | None
    warned_at: datetime | None
    met_at: datetime | None
    broken_at: datetime | None
    because: Reasons


class Notification(BaseModel):
    """What was told to whom: `scheduled`, `delivered`, `failed` or `abandoned`."""

    notification_id: str
    recipient_kind: str
    recipient_id: str
    template: str
    language: str
    message_id: str
    state: str
    attempts: int
    next_attempt_at: datetime | None
    error: str | None
    scheduled_at: datetime
    changed_at: datetime


class SetAside(BaseModel):
    """Events of the ticket wait since then: what is shown is older than what happened."""

    parked_at: datetime
    waits_for: str | None


class Link(BaseModel):
    """Another ticket and how it has to do with this one."""

    relation: str
    number: str | None


class Summary(BaseModel):
    """A ticket in a list. `deadline` is the next promise that is not kept yet."""

    ticket_id: str
    number: str
    version: int = Field(description="What a command's If-Match is compared with")
    status: str
    waits_for: str | None
    outcome: str | None
    client: str
    channel: str
    kind: str
    language: str
    product: str | None
    certificate: str | None
    edition: str
    submitted_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    subject: str | None = Field(description="null once it is erased")
    priority: str | None = Field(description="The place in the queue that an engineer gave it")
    place: str | None = Field(description="Its place: `priority`, `general` or `minimum`")
    release: str | None = Field(description="The release that it is left to")
    planned_on: date | None
    postponed_until: date | None
    passed_to: str | None = Field(description="Who works on it beside the support")
    contact: Contact | None
    coverage: Coverage | None
    assignment: Assignment | None
    answered_by: Answerer | None
    deadline: Clock | None
    broken: bool = Field(description="Whether any promise on the ticket was broken")
    closes_at: datetime | None = Field(description="When it closes by itself without an answer")
    waiting: Waiting | None = Field(description="What is said of its waiting for the contact")
    not_promised: Reasons | None = Field(description="What the regulation does not promise here")
    set_aside: SetAside | None


class Ticket(Summary):
    """All that is known of a ticket, but for its story. Customers see no notifications."""

    body: str | None
    answers: dict[str, str] | None
    original_subject: str | None = Field(description="The contact's own, where it was changed")
    questions: list[int] = Field(description="Numbers of the questions not answered yet")
    topic: str | None
    cause: str | None
    reproduced: str | None
    is_defect: bool
    rated: int | None
    links: dict[str, Link]
    logged_by: str | None
    missing: list[str]
    taken_at: datetime | None
    received_at: datetime | None = Field(description="When its contact got what it waits on")
    received_by: str | None = Field(description="What proves it; null: it never closes by itself")
    closing_time: datetime | None = Field(description="Until when a solution was agreed")
    closed_by: str | None
    rendered_in_time: bool | None
    plan: str | None = Field(description="The plan that the work was moved to, if it was")
    consent: str | None = Field(description="To pay for work: `asked`, `given` or `declined`")
    charge: Charge | None
    clocks: list[Clock] | None
    notifications: list[Notification] | None


class Tickets(BaseModel):
    """A page of tickets; `next` is the cursor of the one behind it."""

    items: list[Summary]
    next: str | None


class Load(BaseModel):
    """What an engineer has in hand now."""

    engineer_id: str
    name: str | None
    office_id: str
    office: Office | None
    products: list[str]
    open: int
    waiting: int
    overdue: int
    next_due_at: datetime | None
