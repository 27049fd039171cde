"""The shapes of the answers: a ticket with its promises, its story, the queue, a load."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from services.views.texts import PARTIES, what


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
    """Whether the ticket is `covered`, `uncovered` or `denied`, and by which right."""

    state: str
    plan: str | None
    level: str | None
    entitlement_id: str | None
    customer: Customer | None
    reason: str | None
    decided_at: datetime
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
    contact: Contact | None
    coverage: Coverage | None
    assignment: Assignment | None
    deadline: Clock | None
    broken: bool = Field(description="Whether any promise on the ticket was broken")
    closes_at: datetime | None = Field(description="When it closes by itself without an answer")
    set_aside: SetAside | None


class Ticket(Summary):
    """All that is known of a ticket, but for its story. Customers see no notifications."""

    body: str | None
    answers: dict[str, str] | None
    logged_by: str | None
    missing: list[str]
    taken_at: datetime | None
    received_at: datetime | None = Field(description="When its contact got what it waits on")
    closed_by: str | None
    rendered_in_time: bool | None
    clocks: list[Clock] | None
    notifications: list[Notification] | None


class Tickets(BaseModel):
    """A page of tickets; `next` is the cursor of the one behind it."""

    items: list[Summary]
    next: str | None


class Actor(BaseModel):
    """Who acted: a contact, an engineer, or nobody but the rule."""

    party: str
    id: str | None
    name: str | None
    ru: str
    en: str


class Entry(BaseModel):
    """One event of a ticket in words; `position` names it for `at_least`."""

    position: str
    type: str
    at: datetime
    recorded_at: datetime
    who: Actor
    ru: str
    en: str
    text: str | None
    answers: dict[str, str] | None
    facts: dict[str, Any]
    because: Reasons | None
    internal: bool


class Timeline(BaseModel):
    """A page of a ticket's story, the earliest first."""

    ticket_id: str
    items: list[Entry]
    next: str | None
    set_aside: bool = Field(description="Whether later events wait to be taken in")


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


def entry_of(row: Any, names: dict[str, str]) -> Entry:
    """A row of the timeline in words."""
    ru, en = what(row["type"], row["facts"], names)
    party_ru, party_en = PARTIES[row["party"]]
    return Entry(
        position=f"{row['source']}.{row['shard']}.{row['position']}",
        type=row["type"],
        at=row["at"],
        recorded_at=row["recorded_at"],
        who=Actor(
            party=row["party"],
            id=row["who"],
            name=names.get(row["who"]),
            ru=party_ru,
            en=party_en,
        ),
        ru=ru,
        en=en,
        text=row["text"],
        answers=row["answers"],
        facts=row["facts"],
        because=row["because"],
        internal=row["internal"],
    )
