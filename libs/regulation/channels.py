"""How a request may come in, and what becomes of one that lacks something."""

from typing import Annotated, Literal

from pydantic import Field

from libs.events.intake import Channel as ChannelName
from libs.regulation.base import PHONE, Slug, Stated
from libs.regulation.texts import Text


class Phone(Stated):
    """A number to call; `office` is the one that should pick up first."""

    number: Annotated[str, Field(pattern=PHONE)]
    shown: str
    region: Text | None = None
    office: Slug | None = None


class Channel(Stated):
    """One way in.

    `missing_fields` says whether a request without a required field is refused by the form or
    recorded, so that an engineer decides; `logged_by` says who puts the request on record.
    """

    name: ChannelName
    title: Text
    missing_fields: Literal["refuse", "record"]
    logged_by: Literal["contact", "engineer"] = "contact"
    preferred: bool = False
    address: str = ""
    phones: tuple[Phone, ...] = ()


class Product(Stated):
    """A product under support; `embedded` ones can send requests by themselves."""

    slug: Slug
    name: Text
    embedded: bool = False
    components: tuple[Text, ...] = ()
