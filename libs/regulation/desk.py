"""What people see and read around their requests: accounts, lists, notices, sources to search."""

from typing import Literal

from libs.events.intake import Channel
from libs.regulation.base import Slug, Stated
from libs.regulation.texts import Text

Place = Literal[
    "home",
    "before_form",
    "form",
    "sent",
    "outside_hours",
    "phone",
    "off_channel",
    "registration",
    "free_level",
    "quota_spent",
    "expired",
    "closed",
    "every_page",
]
Column = Literal["number", "updated_at", "answered_by", "department", "kind", "status", "priority"]


class Notice(Stated):
    """A text that people read at one place, with a link where it sends them somewhere."""

    slug: Slug
    places: tuple[Place, ...]
    channels: tuple[Channel, ...] = ()
    text: Text
    link: str = ""

    def stands(self, place: Place, channel: Channel | None = None) -> bool:
        """Whether it is read at this place, on this channel."""
        return place in self.places and (not self.channels or channel in self.channels)


class Source(Stated):
    """Where an answer may stand already."""

    slug: Slug
    name: Text
    link: str = ""


class Document(Stated):
    """An article or a manual that answers a known question; `about`: what it is applied to."""

    slug: Slug
    name: Text
    link: str = ""
    about: Text | None = None


class Knowledge(Stated):
    """What is searched before a request is sent, and when.

    `asked`: the contact confirms that he searched. `ends_request`: “this solved it” ends the
    request before it is sent. `review_days`: after so long an article is looked through again.
    """

    sources: tuple[Source, ...]
    offered: Literal["before_form", "while_typing"]
    asked: bool
    ends_request: bool
    nothing_found: Text
    review_days: int | None = None
    documents: tuple[Document, ...] = ()


class Accounts(Stated):
    """How people come to their accounts, and what a change of their address means."""

    opened: Literal["by_contact", "on_vendors_site"]
    link: str = ""
    email_change: Literal["same_account", "new_account"]
    warning: Text | None = None

    def survives_a_new_email(self) -> bool:
        """Whether requests and rights stay with a contact whose address changes."""
        return self.email_change == "same_account"


class MenuItem(Stated):
    """An entry of a page's menu."""

    slug: Slug
    name: Text
    link: str = ""


class View(Stated):
    """What a contact sees of his requests.

    `hides`: what he is not shown though engineers see it. `solved`: whether solved requests stand
    in his list, or behind a switch with their count.
    """

    columns: tuple[Column, ...]
    hides: tuple[Column, ...] = ()
    solved: Literal["shown", "on_demand"]
    menu: tuple[MenuItem, ...] = ()
    account_menu: tuple[MenuItem, ...] = ()

    def shows(self, column: Column) -> bool:
        return column not in self.hides
