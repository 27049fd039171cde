"""What may be asked about a ticket's coverage."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from libs.events.intake import Channel, Outcome
from libs.regulation import Edition, Release
from services.entitlement.domain.covered import Decided
from services.entitlement.domain.days import day_of
from services.entitlement.domain.quotas import Allowance
from services.entitlement.domain.rights import Claim, Right, Work, service_of

Act = Literal[
    "submitted", "reopened", "unmerged", "attached", "split", "learned", "lapsed", "classified"
]


@dataclass(frozen=True)
class JudgeTicket:
    """Look what covers a ticket: when it is `submitted`, `reopened` or `unmerged`, as a `split` of
    `whole`, when the number of a right is `attached` to it, when a right of its customer is
    `learned` of or the one that covers it has `lapsed`, or when it was `classified` as of another
    `kind`. All else is looked up when it is decided."""

    id: str
    vendor: str
    at: datetime
    act: Act
    whole: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Situation:
    """The circumstances of a customer, and the plans that he has, on a day."""

    circumstances: frozenset[str] = frozenset()
    plans: frozenset[str] = frozenset()


@dataclass(frozen=True)
class DecideCoverage:
    """`at` is when the request came, was opened again, or the right became known or ended; `right`
    is what it led to, `allowance` what that has left where its requests are counted. `in_work`:
    somebody works on the ticket already. `version` is the product's that it is about. `whole` is
    how the ticket is covered of which this one was a part. `held_since`: since when the customer
    has held the right's plan without a gap, `licensed_on`: his first licence; both only where the
    kind is for those alone who have a grant. `came_at`: by what held when the request came it is
    judged, where that is not `at`. `then` is what became of the right since, when the ticket is
    judged only afterwards. `customer`: where the edition ties duties to his circumstances."""

    id: str
    vendor: str
    at: datetime
    edition: Edition
    channel: Channel
    product: str | None
    number: str | None
    contact_id: str
    right: Right | None
    kind: str | None = None
    act: Act = "submitted"
    allowance: Allowance | None = None
    in_work: bool = False
    version: str | None = None
    releases: tuple[Release, ...] = ()
    whole: Decided | None = None
    held_since: date | None = None
    licensed_on: date | None = None
    came_at: datetime | None = None
    then: "DecideCoverage | None" = None
    customer: Situation | None = None

    @property
    def received_at(self) -> datetime:
        return self.came_at or self.at

    @property
    def work(self) -> Work:
        service = service_of(self.edition, self.kind)
        return Work(self.claim.on, service, self.version, self.releases)

    @property
    def claim(self) -> Claim:
        on = day_of(self.received_at, self.edition)
        return Claim(self.number, self.product, self.contact_id, on)


@dataclass(frozen=True)
class SpendQuota:
    """The ticket was taken into work."""

    id: str
    vendor: str
    at: datetime


@dataclass(frozen=True)
class SettleQuota:
    """The ticket ended."""

    id: str
    vendor: str
    at: datetime
    outcome: Outcome
