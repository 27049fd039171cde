"""E-mail addresses: what is plainly one is seen at a glance, all else is looked at closely."""

import re
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema, validate_email
from pydantic_core import PydanticCustomError

PLAIN = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?P<domain>[a-z0-9.-]+)")
LONGEST = 254


def _checked(given: str) -> str:
    """The address as it is kept. Raises PydanticCustomError for what is none."""
    plain = PLAIN.fullmatch(given)
    if plain is not None and len(given) <= LONGEST and _is_sound(plain["domain"]):
        return given
    return validate_email(given)[1]


def is_address(given: str) -> bool:
    """Whether mail can be sent to it."""
    try:
        return _checked(given) == given
    except PydanticCustomError:
        return False


@lru_cache(maxsize=10_000)
def _is_sound(domain: str) -> bool:
    """Whether an address in the domain is kept as it was given; few domains write often."""
    address = f"a@{domain}"
    try:
        return validate_email(address)[1] == address
    except PydanticCustomError:
        return False


Email = Annotated[
    str, AfterValidator(_checked), WithJsonSchema({"type": "string", "format": "email"})
]
