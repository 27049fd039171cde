"""How a request may come in, what else a channel is for, and at which addresses."""

from typing import Annotated, Literal

from pydantic import Field

from libs.events.intake import Channel as ChannelName
from libs.regulation.base import PHONE, Slug, Stated, Truth
from libs.regulation.schedule import Attended
from libs.regulation.texts import Text


class Phone(Stated):
    """A number to call; `office` is the one that should pick up first."""

    number: Annotated[str, Field(pattern=PHONE)]
    shown: str
    region: Text | None = None
    office: Slug | None = None


class Address(Stated):
    """One more address of a channel; `printed`: people are told it."""

    address: str
    title: Text | None = None
    printed: Truth = True


class Preparation(Stated):
    """What the contact confirms or has at hand before work by this channel begins."""

    slug: Slug
    text: Text


class Channel(Attended):
    """One way between a contact and the desk.

    `missing_fields` says whether a request without a required field is refused by the form or
    recorded, so that an engineer decides; `logged_by` says who puts the request on record.
    `opens`: a contact may send a new request this way; one that does not is opened by the desk
    on an existing ticket, and who uses it nevertheless reads `instead`. `registered_only`: only
    who has an account can use it. `replies`: answers go
    this way unless the contact chose another. `moves_to`: an engineer may have the request
    written there. `before` is gone through before the work. Promises to who comes this way count
    the hours of its offices and windows, unless they name their own.
    """

    name: ChannelName
    title: Text
    missing_fields: Literal["refuse", "record"] = "record"
    logged_by: Literal["contact", "engineer"] = "contact"
    preferred: Truth = False
    opens: Truth = True
    registered_only: Truth = False
    instead: Text | None = None
    replies: Truth = False
    moves_to: ChannelName | None = None
    address: str = ""
    other_addresses: tuple[Address, ...] = ()
    phones: tuple[Phone, ...] = ()
    before: tuple[Preparation, ...] = ()

    def receives(self, address: str) -> bool:
        """Whether a message to this address came by the channel; any other address is off it."""
        known = (self.address, *(other.address for other in self.other_addresses))
        return address.strip().lower() in (each.lower() for each in known if each)

    def is_called_at(self, number: str) -> bool:
        """Whether it is one of the channel's numbers, however it is written."""
        digits = _digits(number)
        return any(digits in (_digits(each.number), _digits(each.shown)) for each in self.phones)

    def told(self) -> tuple[str, ...]:
        """The addresses that people are told, the official one first."""
        others = (other.address for other in self.other_addresses if other.printed)
        return tuple(each for each in (self.address, *others) if each)


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdecimal())


class Product(Stated):
    """A product under support; `embedded` ones can send requests by themselves."""

    slug: Slug
    name: Text
    embedded: Truth = False
    components: tuple[Text, ...] = ()
