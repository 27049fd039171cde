"""The link in a mail that proves that it was read, and what its token holds."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import NamedTuple

from libs.runtime.identity import Identity

SEPARATOR = "\n"


class Letter(NamedTuple):
    """One mail: whose, about which ticket, and its own id."""

    vendor: str
    ticket_id: str
    notification_id: str


def token_of(letter: Letter, identity: Identity) -> str:
    """A token that only who was sent the mail knows; it needs no table to be read."""
    packed = urlsafe_b64encode(SEPARATOR.join(letter).encode()).decode().rstrip("=")
    return f"{packed}.{identity.digest('letter', *letter)}"


def read_token(token: str, identity: Identity) -> Letter | None:
    """The mail of a token; None for one that was not made here."""
    packed, _, mark = token.partition(".")
    try:
        said = urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
        letter = Letter(*said.split(SEPARATOR))
    except (Error, ValueError, TypeError):
        return None
    genuine = identity.digest("letter", *letter)
    return letter if hmac.compare_digest(mark.encode(), genuine.encode()) else None
