"""Versions of products: how their numbers are read, and which of them a plan covers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from libs.regulation.base import Filled, Slug, Stated
from libs.regulation.dates import months_later

A_DAY = timedelta(days=1)
Group = Annotated[int, Field(strict=True, ge=1)]


class Release(Stated):
    """A version of a product came out on this day."""

    product: Slug
    version: str
    released_on: date


class VersionNumbers(Stated):
    """Which groups of digits in a version's number are the version and which are the build."""

    version_groups: Annotated[tuple[Group, ...], Filled]
    build_groups: tuple[Group, ...] = ()

    def version(self, number: str) -> str:
        """The version in a number: "5" of "5.0.12000" where it is the first group."""
        return _groups(number, self.version_groups)

    def build(self, number: str) -> str:
        """The build in a number: "0.12000" of "5.0.12000" where it is the second and third."""
        return _groups(number, self.build_groups)

    def of_releases(self, releases: Iterable["Release"]) -> list["Release"]:
        """The versions that came out with these releases, each on the day of its first build."""
        first: dict[tuple[str, str], Release] = {}
        for each in sorted(releases, key=lambda each: each.released_on):
            version = self.version(each.version)
            named = each.model_copy(update={"version": version})
            first.setdefault((each.product, version), named)
        return list(first.values())

    def is_an_update(self, before: str, after: str) -> bool:
        """Whether a change between two numbers leaves the version as it is."""
        return self.version(before) == self.version(after)


def _groups(number: str, wanted: tuple[int, ...]) -> str:
    groups = number.strip().split(".")
    return ".".join(groups[each - 1] for each in wanted if each <= len(groups))


@dataclass(frozen=True)
class VersionCoverage:
    """Whether a version is covered, and until and including which day; None: it has no end yet.

    `unknown`: the registry does not have it, so a person checks it (A-14). `too_old`: it was
    covered until then.
    """

    result: Literal["covered", "too_old", "unknown"]
    until: date | None = None


class CoveredVersions(Stated):
    """The current version is covered, however old, and `previous` ones before it for `years` from
    the day on which each came out."""

    previous: Annotated[int, Field(strict=True, ge=0)]
    years: Annotated[int, Field(strict=True, ge=1)]

    def coverage(self, releases: Iterable[Release], version: str, on: date) -> VersionCoverage:
        """Whether a version is covered on a day; `releases` are those of its product."""
        out = sorted(
            (each for each in releases if each.released_on <= on),
            key=lambda each: each.released_on,
            reverse=True,
        )
        place = next((place for place, each in enumerate(out) if each.version == version), None)
        if place is None:
            return VersionCoverage("unknown")
        if place == 0:
            return VersionCoverage("covered")
        until = months_later(out[place].released_on, 12 * self.years)
        if place > self.previous:
            until = min(until, out[place - self.previous - 1].released_on - A_DAY)
        until = max(until, out[place - 1].released_on - A_DAY)
        return VersionCoverage("covered" if on <= until else "too_old", until)
