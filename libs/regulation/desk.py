"""What people see and read around their requests: accounts, lists, notices, sources to search."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from libs.events.intake import Channel
from libs.regulation.base import Filled, Slug, Stated, Truth
from libs.regulation.texts import Counted, Text

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
    "every_mail",
]
ColumnName = Literal[
    "number", "subject", "updated_at", "answered_by", "department", "kind", "status", "priority"
]
Hidden = Literal["answered_by", "department", "priority"]
"""What can be kept from a contact: the rest is his own."""

HEADINGS: Mapping[ColumnName, Text] = {
    "number": Text(ru="Номер", en="Number"),
    "subject": Text(ru="Тема", en="Subject"),
    "updated_at": Text(ru="Обновлено", en="Updated"),
    "answered_by": Text(ru="Ответил", en="Answered by"),
    "department": Text(ru="Отдел", en="Department"),
    "kind": Text(ru="Вид", en="Kind"),
    "status": Text(ru="Состояние", en="State"),
    "priority": Text(ru="Приоритет", en="Priority"),
}
"""The desk's own words, where a vendor has none."""


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
    asked: Truth
    ends_request: Truth
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


class Column(Stated):
    """A column of a contact's list of requests, in the vendor's words where it has any."""

    name: ColumnName
    heading: Text | None = None

    def called(self) -> Text:
        return self.heading or HEADINGS[self.name]


def _named(given: Any) -> Any:
    return {"name": given} if isinstance(given, str) else given


class View(Stated):
    """What a contact sees of his requests.

    `columns`: of his list, in their order; one without words of the vendor may be its bare name.
    `hides`: what he is not shown, there and anywhere else, though engineers see it, and `hidden`,
    what he reads instead. `solved`: whether solved requests stand in his list, or behind a switch
    with their count.
    """

    columns: Annotated[
        tuple[
            Annotated[Column, BeforeValidator(_named, json_schema_input_type=ColumnName | Column)],
            ...,
        ],
        Filled,
    ]
    hides: tuple[Hidden, ...] = ()
    hidden: Text = Text(ru="[скрыто]", en="[hidden]")
    solved: Literal["shown", "on_demand"] = "shown"
    switch: Counted = Counted(
        ru="Показать решённые обращения ({count})", en="Show solved requests ({count})"
    )
    menu: tuple[MenuItem, ...] = ()
    account_menu: tuple[MenuItem, ...] = ()

    def shows(self, name: ColumnName) -> bool:
        return name not in self.hides


OWN_VIEW = View(
    columns=tuple(Column(name=name) for name in ("number", "subject", "updated_at", "status"))
)
"""What a contact sees where the regulation says nothing of it."""
