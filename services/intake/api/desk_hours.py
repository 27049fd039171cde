"""When a vendor is there, as its pages show it: hours on its own clock, by office."""

from collections.abc import Iterable

from libs.events.intake import Language
from libs.regulation import Edition
from libs.regulation.schedule import Hours
from services.intake.api.desk_answers import Opening, Staffed


def openings(windows: Iterable[Hours]) -> list[Opening]:
    return [
        Opening(opens=f"{each.opens:%H:%M}", closes=f"{each.closes:%H:%M}", weekdays=each.weekdays)
        for each in windows
    ]


def staffed(edition: Edition, language: Language) -> list[Staffed]:
    """The offices in their order, each with the zone that its hours are told in (A-03)."""
    return [
        Staffed(
            office=office.slug,
            name=office.name.said(language),
            zone=office.zone or edition.schedule.zone,
            hours=openings(office.windows),
            rules=office.rules or edition.schedule.rules,
        )
        for office in edition.schedule.offices
    ]
