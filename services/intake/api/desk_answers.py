"""The shapes of what a vendor's pages are told."""

from pydantic import BaseModel

from libs.events.intake import Channel


class Told(BaseModel):
    """A text that people read, where it stands and which rules it says."""

    slug: str
    text: str
    link: str | None = None
    places: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    rules: tuple[str, ...]
    assumed: tuple[str, ...] = ()


class Notices(BaseModel):
    """The texts of one place, or of all."""

    edition: str
    items: list[Told]


class Number(BaseModel):
    """A number to call, as it is printed, and for whom."""

    number: str
    shown: str
    region: str | None
    office: str | None
    rules: tuple[str, ...]


class Opening(BaseModel):
    """Hours of some days, on the vendor's clock."""

    opens: str
    closes: str
    weekdays: tuple[str, ...]


class Staffed(BaseModel):
    """An office, and when it works; on holidays of the vendor's calendar it does not."""

    office: str
    name: str
    zone: str
    hours: list[Opening]
    rules: tuple[str, ...]


class Contacted(BaseModel):
    """A way to the desk: what it is for, its addresses and numbers, and what is done instead.

    `offices` attend to it, none named: all; `hours` are those of theirs at which they do, none
    named: all of them.
    """

    name: Channel
    title: str
    opens: bool
    preferred: bool
    replies: bool
    registered_only: bool
    addresses: list[Told]
    phones: list[Number]
    offices: tuple[str, ...]
    hours: list[Opening]
    instead: str | None
    before: list[Told]
    rules: tuple[str, ...]


class Searched(BaseModel):
    """What is searched before a request is sent, and when."""

    offered: str
    asked: bool
    ends_request: bool
    nothing_found: str
    review_days: int | None
    sources: list[Told]
    documents: list[Told]
    rules: tuple[str, ...]


class Entered(BaseModel):
    """How people come to their accounts, and what a change of their address means."""

    opened: str
    link: str | None
    email_change: str
    warning: str | None
    rules: tuple[str, ...]


class Shown(BaseModel):
    """What a contact sees of his requests: `GET /v1/contacts/{contact_id}/requests` of views
    fills it. `hides` are columns in which he reads `hidden`; `switch` stands for the solved
    requests, where they are shown `on_demand`, with a place for their `{count}`."""

    columns: list[Told]
    hides: tuple[str, ...]
    hidden: str
    solved: str
    switch: str
    menu: list[Told]
    account_menu: list[Told]
    rules: tuple[str, ...]


class Called(BaseModel):
    """The vendor's own words."""

    customer: str
    request: tuple[str, ...]
    department: str
    statuses: dict[str, str]
    outcomes: dict[str, str]
    rules: tuple[str, ...]


class Stance(BaseModel):
    """One matter on which the regulation speaks to people: to whom it goes, who may bring it."""

    slug: str
    text: str
    decider: str | None = None
    to: str | None = None
    told: bool = True
    rules: tuple[str, ...]


class Desk(BaseModel):
    """All that a vendor's pages show around a request."""

    edition: str
    regulation: str
    site: str
    offices: list[Staffed]
    channels: list[Contacted]
    knowledge: Searched | None
    accounts: Entered | None
    view: Shown
    words: Called
    etiquette: Stance | None
    acceptance: Stance | None
    roles: list[Stance]
    escalations: list[Stance]
    rights: list[Stance]
    reopening: Stance
    not_promised: list[Stance]
