"""How an edition is announced and accepted, and the words in which a vendor speaks."""

from collections.abc import Collection, Mapping
from typing import Annotated, Literal

from pydantic import Field

from libs.events.intake import Channel, Outcome
from libs.regulation.base import DOCUMENT, Stated, Truth
from libs.regulation.texts import Noun, Template, Text

Document = Annotated[str, Field(pattern=DOCUMENT)]
Status = Literal["open", "waiting", "postponed", "deferred", "closed"]


class Publication(Stated):
    """How a change is announced: where, and how many calendar days before it holds.

    `without_notice` names documents, by what their rules' ids begin with, whose changes need none.
    """

    notice_days: Annotated[int, Field(strict=True, ge=0, le=3650)]
    site: str
    without_notice: tuple[Document, ...] = ()

    def announces(self, rules: Collection[str]) -> bool:
        """Whether a change of a part that rests on these rules is announced before it holds."""
        return not rules or not all(rule.startswith(self.without_notice) for rule in rules)


class Acceptance(Stated):
    """How a user agrees to the edition, by his first request in writing or by word of mouth, and
    what he is told."""

    orally: Truth
    text: Text

    def is_given_by(self, channel: Channel) -> bool:
        """Whether a first request by this channel is the user's consent."""
        return self.orally or channel != "phone"


class Words(Stated):
    """What the vendor calls its customers, its requests, its support and a ticket's states."""

    customer: Text
    request: Noun | None = None
    department: Text
    statuses: Mapping[Status, Text]
    outcomes: Mapping[Outcome, Text]


class Mail(Stated):
    """The vendor's own words for the mail about one event."""

    subject: Template
    body: Template
