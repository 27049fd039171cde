"""Which versions of a product a plan covers, and which plan serves those that it covers no more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import JsonValue

from libs.events.base import Because
from libs.regulation import Edition, Plan, Release, Text
from services.entitlement.domain.days import iso
from services.entitlement.domain.rights import Work


@dataclass(frozen=True)
class CoveredVersion:
    """Whether a plan covers a version, and until which day."""

    result: Literal["covered", "too_old", "unknown"]
    until: date | None
    because: Because


def version_covered(
    edition: Edition, plan: Plan, releases: Sequence[Release], version: str, on: date
) -> CoveredVersion:
    found = edition.covered_version(plan, releases, version, on)
    said = {
        "covered": Text(ru="поддерживается", en="is covered"),
        "too_old": Text(ru="устарела и поддерживалась", en="is too old: it was covered"),
        "unknown": Text(
            ru="не числится в реестре версий, её проверит специалист",
            en="is not registered: an engineer will look at it",
        ),
    }[found.result]
    until_ru = f" до {found.until:%d.%m.%Y} включительно" if found.until else ""
    until_en = f" until {found.until}" if found.until else ""
    because = edition.because(
        *((plan.versions, plan) if plan.versions else (plan,)),
        ru=f"{plan.name.ru}: версия {version} {said.ru}{until_ru}",
        en=f"{plan.name.en}: version {version} {said.en}{until_en}",
        facts={"version": version, "on": on.isoformat(), "until": iso(found.until)}
        | _read(edition, version),
    )
    return CoveredVersion(found.result, found.until, because)


def _read(edition: Edition, number: str) -> dict[str, JsonValue]:
    """The version and the build in a number, where the document says how it is read."""
    if edition.versions is None:
        return {}
    return {"read_as": edition.versions.version(number), "build": edition.versions.build(number)}


def why_too_old(edition: Edition, plan: Plan, work: Work) -> Because:
    """That the plan covers the version no more, and until when it did."""
    return version_covered(edition, plan, work.releases, work.version or "", work.on).because


def besides(edition: Edition, plan: Plan | None, work: Work) -> Iterator[Because]:
    """What else is to be known of a coverage: that the plan named covers the version no more, or
    that nobody can tell by the releases known (A-14)."""
    if plan is None or plan.versions is None or work.version is None:
        return
    found = version_covered(edition, plan, work.releases, work.version, work.on)
    if found.result != "covered":
        yield found.because


def serving_instead(edition: Edition, held: Plan, work: Work) -> Plan | None:
    """The next plan in the order of the edition for a version that the plan held covers no more;
    None where it is not too old, or too old for all."""
    if not work.is_too_old_for(edition, held):
        return None
    tried = edition.tried(held=(held.slug,))
    begin = next((place for place, plan in enumerate(tried) if plan.slug == held.slug), -1)
    return next((plan for plan in tried[begin + 1 :] if work.is_given_by(edition, plan)), None)
