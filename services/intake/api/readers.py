"""What anybody may read without a key: a vendor's regulation, in the language he prefers."""

import re
from typing import Annotated

from fastapi import Depends, Header, Path, Query, Response

from libs.events.intake import Language
from libs.regulation import Edition
from libs.runtime.editions import MissingFact
from libs.runtime.http import KnownEditions, Now
from libs.runtime.problems import Problem

WANTED = re.compile(r"\s*([a-zA-Z*]+)[-\w]*\s*(?:;\s*q\s*=\s*([0-9.]{1,5}))?\s*")
Vendor = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_-]*$", max_length=64)]
EditionId = Annotated[
    str | None,
    Query(
        pattern=r"^[a-z][a-z0-9_-]*$",
        max_length=64,
        description="A ticket's own edition; without it, the one in force",
    ),
]


async def _published(
    vendor: Vendor, editions: KnownEditions, now: Now, edition: EditionId = None
) -> Edition:
    """The vendor's edition. Raises Problem 404 where there is none."""
    try:
        found = await (editions.named(edition) if edition else editions.in_force(vendor, now))
    except MissingFact as missing:
        raise Problem(
            404,
            "There is no regulation of this name in force here",
            ru="Регламента с таким именем здесь нет, или он не действует",
        ) from missing
    if found.vendor != vendor:
        raise Problem(
            404,
            "There is no regulation of this name in force here",
            ru="Регламента с таким именем здесь нет, или он не действует",
        )
    return found


Published = Annotated[Edition, Depends(_published)]


async def _language(
    edition: Published,
    response: Response,
    language: Language | None = None,
    accept_language: Annotated[str | None, Header()] = None,
) -> Language:
    chosen = language or preferred(accept_language or "", edition.languages)
    response.headers["Content-Language"] = chosen
    response.headers["Vary"] = "Accept-Language"
    return chosen


def preferred(accepted: str, languages: tuple[Language, ...]) -> Language:
    """The edition's language that the reader likes best; its first where he likes none."""
    liked: dict[str, float] = {}
    for part in accepted.split(","):
        if found := WANTED.fullmatch(part):
            liked.setdefault(found[1].lower(), _weight(found[2]))
    return max(languages, key=lambda each: liked.get(each, 0.0))


def _weight(given: str | None) -> float:
    try:
        return 1.0 if given is None else float(given)
    except ValueError:
        return 0.0


Spoken = Annotated[Language, Depends(_language)]
