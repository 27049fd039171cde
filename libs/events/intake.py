"""Facts that intake owns: tickets, messages, contacts and clients' keys."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from libs.events.base import Because, Event, Frozen, Personal
from libs.events.conduct import ComplaintRaised, ConductEvent
from libs.events.work import WorkEvent

Channel = Literal["portal", "embedded", "email", "phone", "chat", "remote_session"]
Language = Literal["ru", "en"]
Scope = Literal["submit", "read_own", "engineer", "administer", "deliveries"]
Evidence = Literal["portal_view", "tracked_link", "mx_accepted", "delivery_notice"]
Outcome = Literal[
    "solved",
    "no_reaction",
    "not_solved",
    "not_our_fault",
    "technically_impossible",
    "advice_only",
    "refused",
    "stopped",
    "withdrawn",
    "merged",
]
Party = Literal["contact", "engineer", "rule"]
Author = Literal["employee", "third_party", "partner", "community"]
Reproduced = Literal["reproduced", "not_reproduced", "cannot_try"]
Place = Literal["priority", "general", "minimum"]
Relation = Literal["related", "follows", "followed_by", "split_into", "merged_from", "unmerged"]
Unit = Literal["development", "third_party"]


class Particulars(Frozen):
    """Who a person said that he is, and how he can be reached."""

    name: str = ""
    email: str | None = None
    phone: str | None = None
    organisation: str | None = None


class ContactRegistered(Event):
    """A person who writes or calls became known, or gave other particulars."""

    person = "contact_id"
    contact_id: str
    language: Language
    name: Personal[str]
    email: Personal[str]
    phone: Personal[str | None] = None
    organisation: Personal[str | None] = None


class ContactErased(Event):
    """A person's names, addresses and texts are to be deleted everywhere, for ever."""

    contact_id: str
    erased_by: str


class KeyIssued(Event):
    """A client of a vendor may use the API; the secret itself is known to the client alone."""

    key_id: str
    digest: str
    client: str
    product: str | None
    scopes: tuple[Scope, ...]
    engineer_id: str | None = None
    expires_at: datetime | None = None


class KeyRotated(Event):
    """A key got a new secret; the old one works until `old_until`."""

    key_id: str
    digest: str
    old_until: datetime
    rotation_id: str = ""


class KeyRevoked(Event):
    """A key is worth nothing from now on."""

    key_id: str


class TicketSubmitted(Event):
    """A request came in and was accepted; every promise counts from `occurred_at`.

    `missing` names the form's required fields that a call did not give, `completeness` says how
    many per cent of each named set of fields it fills. `off_channel`: why it came by no channel of
    the regulation's; nothing is promised until an engineer adopts it. `drafted_for`: the channel
    by which it is to be filed before it is served. `searched` are the sources
    that the contact looked through before, `discussed_with` a keyed digest of the engineer whom he
    named. A contact without an address is never registered: his particulars stand here alone.
    `split_from` is the ticket of which it was a part: it has that one's instant, edition and
    right. `follows` is a closed ticket whose matter it takes up. `line` is the vendor's number
    that was dialled.
    """

    version = 2
    person = "contact_id"
    ticket_id: str
    number: str
    contact_id: str
    client: str
    channel: Channel
    kind: str
    language: Language
    product: str | None
    certificate: str | None
    product_version: str | None = None
    edition: str
    digest: str
    logged_by: str | None = None
    client_time: datetime | None = None
    missing: tuple[str, ...] = ()
    contact_is_known: bool = False
    completeness: dict[str, int] = Field(default_factory=dict)
    off_channel: Because | None = None
    drafted_for: Channel | None = None
    searched: tuple[str, ...] = ()
    discussed_with: str | None = None
    split_from: str | None = None
    follows: str | None = None
    line: str | None = None
    subject: Personal[str]
    body: Personal[str]
    answers: Personal[dict[str, str]] = Field(default_factory=dict)
    contact: Personal[Particulars] = Particulars()
    sent_to: Personal[str | None] = None

    @property
    def is_served(self) -> bool:
        """Whether it is served from now on; else only once it is adopted, or filed elsewhere."""
        return self.off_channel is None and self.drafted_for is None


class TicketAdopted(Event):
    """An engineer took on a request that came by no channel of the regulation's: from now on it
    is served as any other, and promises count from now."""

    ticket_id: str
    engineer_id: str
    because: Because


class DraftOffered(Event):
    """The request is to be filed in writing by another channel: what it said is drafted there,
    and the ticket waits for its contact, or the engineer, to file it. `lacking` are the fields
    that the form there still asks for."""

    ticket_id: str
    contact_id: str
    channel: Channel
    lacking: tuple[str, ...] = ()
    engineer_id: str | None = None
    because: Because


class DraftFiled(Event):
    """The drafted request was filed by the channel it was drafted for; the promises of that
    channel count from now."""

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    channel: Channel
    filed_by: Party
    engineer_id: str | None = None
    product: str | None
    certificate: str | None
    missing: tuple[str, ...] = ()
    completeness: dict[str, int] = Field(default_factory=dict)
    digest: str
    because: Because | None = None
    subject: Personal[str]
    body: Personal[str]
    answers: Personal[dict[str, str]] = Field(default_factory=dict)


class MessageReceived(Event):
    """The contact wrote or called again about an open ticket.

    `answered` are the numbers of the questions that `answers` answers. `automatic`: a machine
    wrote, such as one that says that nobody is in; that is no word of the contact's.
    """

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    channel: Channel
    digest: str
    answered: tuple[int, ...] = ()
    automatic: bool = False
    body: Personal[str]
    answers: Personal[dict[str, str]] = Field(default_factory=dict)


class ReplySent(Event):
    """An engineer answered, or another whose answers count as the vendor's; `article` is the
    page that holds the answer."""

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str
    author: Author = "employee"
    article: str | None = None
    digest: str
    body: Personal[str]


class CommentReceived(Event):
    """Somebody wrote on the ticket who does not answer for the vendor: no promise is kept by it."""

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str
    author: Author
    digest: str
    body: Personal[str]
    because: Because


class NoteAdded(Event):
    """An engineer noted something that the customer does not see."""

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str
    digest: str
    body: Personal[str]


class TicketTakenIntoWork(Event):
    """An engineer began to work on the ticket: his own act, never an assignment."""

    ticket_id: str
    engineer_id: str


class InformationRequested(Event):
    """An engineer asked the contact for what is missing; the ticket waits for it.

    `asks` is how many numbered `questions` there are, by their numbers: it waits for all of them.
    """

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str
    digest: str
    asks: int = 0
    because: Because | None = None
    body: Personal[str]
    questions: Personal[dict[str, str]] = Field(default_factory=dict)


class SysadminRequested(Event):
    """The work can go on only together with the customer's system administrator."""

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str
    reason: str
    digest: str
    body: Personal[str]
    because: Because


class TicketPostponed(Event):
    """The solution was put off, for one of the regulation's reasons."""

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str
    reason: str
    until: date | None
    digest: str
    body: Personal[str]
    because: Because


class TicketDeferred(Event):
    """The ticket will be solved by a release, planned for `planned_on`.

    `planned_before` is the date that was planned until now. `tells`: the contact hears of it.
    """

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str
    reason: str
    product: str
    release: str | None
    planned_on: date | None
    planned_before: date | None = None
    is_change: bool
    tells: bool
    digest: str
    body: Personal[str]
    because: Because


class TicketResumed(Event):
    """Work on a ticket that waited, was put off or left to a release goes on."""

    ticket_id: str
    engineer_id: str


class ReleasePublished(Event):
    """The release that the ticket was left to is out."""

    ticket_id: str
    product: str
    release: str
    released_on: date
    because: Because


class ReproductionRecorded(Event):
    """An engineer tried to make the fault appear; the last attempt counts."""

    ticket_id: str
    engineer_id: str
    result: Reproduced


class DefectConfirmed(Event):
    """An engineer confirmed that it is an error of the product, by one of the kind's signs."""

    ticket_id: str
    engineer_id: str
    sign: int | None
    because: Because


class TicketClassified(Event):
    """What the ticket is about: its kind of request, its topic, and the cause that was found;
    `kind_before` is the kind that it had until now."""

    ticket_id: str
    engineer_id: str
    kind: str
    kind_before: str | None = None
    topic: str | None
    cause: str | None
    because: Because


class TicketRetitled(Event):
    """An engineer gave the ticket a subject that says more; the contact's own stays on record."""

    person = "contact_id"
    ticket_id: str
    contact_id: str
    engineer_id: str
    subject: Personal[str]


class PriorityChanged(Event):
    """An engineer gave the ticket another place in the queue."""

    ticket_id: str
    engineer_id: str
    priority: Place
    because: Because


class CertificateAttached(Event):
    """The number of a right was named for a ticket that came without it, or with a wrong one."""

    ticket_id: str
    certificate: str
    attached_by: Party
    engineer_id: str | None = None


class ChannelChanged(Event):
    """An engineer chose by which way the conversation goes on."""

    ticket_id: str
    engineer_id: str
    channel: Channel
    because: Because


class TicketPassedOn(Event):
    """Another unit or a third party works on the ticket; `tells`: the contact hears of it."""

    ticket_id: str
    engineer_id: str
    to: Unit
    name: str
    tells: bool
    because: Because


class TicketCameBack(Event):
    """The ticket is the support's again."""

    ticket_id: str
    engineer_id: str


class SolutionProposed(Event):
    """An engineer proposed a solution; the ticket waits for its confirmation."""

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str
    digest: str
    article: str | None = None
    body: Personal[str]


class SolutionReceived(Event):
    """It is proven that the contact got the request or solution that the ticket waits on."""

    ticket_id: str
    message_id: str
    evidence: Evidence


class ReceiptWithdrawn(Event):
    """What was taken for a proof of receipt proved nothing: the mail came back later."""

    ticket_id: str
    message_id: str
    evidence: Evidence
    reason: str


class ClosingTimeAgreed(Event):
    """An engineer agreed with the contact until when the ticket will be solved; `due_before` is
    what was agreed until now."""

    ticket_id: str
    engineer_id: str
    due_at: datetime
    due_before: datetime | None = None
    because: Because


class SolutionAccepted(Event):
    """The contact confirmed that the problem is solved."""

    ticket_id: str
    contact_id: str


class SolutionRejected(Event):
    """The contact said that the proposed solution does not help."""

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    digest: str
    body: Personal[str]


class CallAnswered(Event):
    """An engineer gave his oral answer on the phone."""

    ticket_id: str
    engineer_id: str


class CallExtended(Event):
    """An engineer took more time for a call than the promise allows, and said why."""

    person = "contact_id"
    ticket_id: str
    contact_id: str
    engineer_id: str
    reason: Personal[str]


class TicketRefused(Event):
    """An engineer used his right to refuse, for one of the regulation's reasons."""

    person = "contact_id"
    ticket_id: str
    contact_id: str
    engineer_id: str
    reason: str
    grounds: Personal[str]
    because: Because


class TicketClosed(Event):
    """The ticket ended, with its outcome; `reason` is the regulation's, where it gives one."""

    ticket_id: str
    outcome: Outcome
    closed_by: Party
    engineer_id: str | None = None
    reason: str | None = None
    rendered_in_time: bool = False
    because: Because | None = None


class TicketReopened(Event):
    """The contact, or an engineer for him, opened a closed ticket again."""

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    reopened_by: Party
    digest: str
    because: Because | None = None
    body: Personal[str]
    answers: Personal[dict[str, str]] = Field(default_factory=dict)


class RequestDeflected(Event):
    """Somebody found his answer before he sent a request; `source` and `document` are where."""

    deflection_id: str
    client: str
    channel: Channel
    edition: str
    source: str
    document: str | None = None
    product: str | None = None
    because: Because


class TicketSplit(Event):
    """A part of the ticket became a ticket of its own: with these texts, and with the instant,
    edition and right of the whole."""

    person = "contact_id"
    ticket_id: str
    message_id: str
    contact_id: str
    engineer_id: str
    child_id: str
    child_number: str
    received_at: datetime
    client: str
    channel: Channel
    kind: str
    language: Language
    product: str | None
    certificate: str | None
    edition: str
    digest: str
    subject: Personal[str]
    body: Personal[str]
    contact: Personal[Particulars] = Particulars()


class TicketMerged(Event):
    """The ticket is about what another one is about already: it goes on there."""

    ticket_id: str
    number: str
    engineer_id: str
    target_id: str
    target_number: str


class MergeUndone(Event):
    """The ticket is one of its own again."""

    ticket_id: str
    number: str
    engineer_id: str
    target_id: str
    target_number: str


class TicketLinked(Event):
    """The ticket has to do with another one, and how."""

    ticket_id: str
    number: str
    other_id: str
    other_number: str
    relation: Relation
    engineer_id: str | None = None


class TicketRated(Event):
    """The contact said how well his question was solved, from 1 to 5."""

    person = "contact_id"
    ticket_id: str
    contact_id: str
    score: int
    comment: Personal[str]
    because: Because


TicketEvent = (
    TicketSubmitted
    | TicketAdopted
    | DraftOffered
    | DraftFiled
    | MessageReceived
    | ReplySent
    | NoteAdded
    | TicketTakenIntoWork
    | InformationRequested
    | SolutionProposed
    | SolutionReceived
    | ReceiptWithdrawn
    | ClosingTimeAgreed
    | SolutionAccepted
    | SolutionRejected
    | CallAnswered
    | CallExtended
    | TicketRefused
    | TicketClosed
    | TicketReopened
    | WorkEvent
    | ConductEvent
    | CommentReceived
    | SysadminRequested
    | TicketPostponed
    | TicketDeferred
    | TicketResumed
    | ReleasePublished
    | ReproductionRecorded
    | DefectConfirmed
    | TicketClassified
    | TicketRetitled
    | PriorityChanged
    | CertificateAttached
    | ChannelChanged
    | TicketPassedOn
    | TicketCameBack
    | TicketSplit
    | TicketMerged
    | MergeUndone
    | TicketLinked
    | TicketRated
)
ContactEvent = ContactRegistered | ContactErased
KeyEvent = KeyIssued | KeyRotated | KeyRevoked
IntakeEvent = TicketEvent | ContactEvent | KeyEvent | ComplaintRaised | RequestDeflected
