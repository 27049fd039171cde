"""Who may do what beside answering, to whom one turns, and how people talk to each other."""

from typing import Literal

from libs.regulation.base import Slug, Stated, Truth
from libs.regulation.reasons import Decider
from libs.regulation.texts import Text

RightTo = Literal[
    "request_information",
    "answer_by_link",
    "choose_channel",
    "extend_call",
    "involve_third_party",
    "move_to_development",
]


class Right(Stated):
    """Something that the regulation lets one do on a ticket, and what the contact is told of it.

    `notice`: whether he is told at all.
    """

    act: RightTo
    decider: Decider
    notice: Truth
    text: Text


class Role(Stated):
    """An office-holder to whom the regulation sends people; who holds it is a dated fact.

    `of_engineer`: each engineer has his own.
    """

    slug: Slug
    name: Text
    of_engineer: Truth = False


class Escalation(Stated):
    """A matter that goes to a role, and who may or must bring it there.

    `conduct`: an engineer stopped the support for a breach of conduct. `complaint`: the contact
    complains. `hidden_from_engineer`: the ticket's engineer does not read it.
    """

    cause: Literal["conduct", "complaint"]
    decider: Decider
    to: Slug
    hidden_from_engineer: Truth = False
    text: Text


class Etiquette(Stated):
    """How both sides talk to each other, and the reason for which an engineer may stop."""

    text: Text
    reason: Slug
