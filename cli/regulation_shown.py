"""An edition on one page: hours, channels, clocks, auto-close, plans."""

import json
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from cli.hours import in_force
from cli.instants import read_day
from cli.language import Language
from cli.trouble import Trouble
from libs.regulation.clocks import ClockClause, ClockRule, Limit
from libs.regulation.edition import Edition
from libs.regulation.errors import RegulationError
from libs.regulation.load import from_document
from libs.regulation.schedule import WEEK, Office

WORDS = {
    "ru": {
        "from": "действует с",
        "within": "в течение", "hours": "Часы", "channels": "Каналы", "clocks": "Сроки",
        "auto_close": "Автозакрытие", "plans": "Планы", "by_level": "по уровню",
        "agreed": "по согласованию", "none": "нет", "days": "рабочих дней без ответа",
        "months": "мес.", "desk": "по инициативе службы",
        "weekdays": "пн вт ср чт пт сб вс",
    },
    "en": {
        "from": "in force from",
        "within": "within", "hours": "Hours", "channels": "Channels", "clocks": "Clocks",
        "auto_close": "Auto-close", "plans": "Plans", "by_level": "by level",
        "agreed": "by agreement", "none": "none", "days": "working days without an answer",
        "months": "months", "desk": "by the desk alone",
        "weekdays": "Mon Tue Wed Thu Fri Sat Sun",
    },
}  # fmt: skip
Page = dict[str, list[str]]


def show(vendor: str, at: str | None, language: Language, *, as_json: bool) -> None:
    """Print the edition in force on a day, or today. Raises Trouble where there is none."""
    edition = read(vendor, read_day("--at", at) if at else datetime.now(UTC).date())
    page = Summary(edition, language).page()
    if as_json:
        print(json.dumps(as_data(edition, page), ensure_ascii=False, indent=2))
        return
    from rich.markup import escape

    from cli.console import console

    printed = console()
    name, since = edition.name.said(language), WORDS[language]["from"]
    printed.print(f"[bold]{escape(name)}[/]\n{edition.id}, {since} {edition.in_force_from}")
    for part, lines in page.items():
        printed.print(f"\n[bold]{WORDS[language][part]}[/]")
        for line in lines or [WORDS[language]["none"]]:
            printed.print(f"  {escape(line)}")


def read(vendor: str, on: date) -> Edition:
    """A vendor's edition in force on a day. Raises Trouble where there is none, or a broken one."""
    try:
        document = in_force(vendor, on)
        return from_document(document, document["id"])
    except (RegulationError, tomllib.TOMLDecodeError) as fault:
        raise Trouble(f"{fault}\n`vakhta regulation check FILE` tells the lines") from fault


def as_data(edition: Edition, page: Page) -> dict[str, Any]:
    """The summary for programs."""
    return {
        "edition": edition.id,
        "vendor": edition.vendor,
        "in_force_from": str(edition.in_force_from),
        **page,
    }


class Summary:
    """An edition's main values in one language."""

    def __init__(self, edition: Edition, language: Language) -> None:
        self.edition = edition
        self.language = language
        self.words = WORDS[language]

    def page(self) -> Page:
        """The lines of each part."""
        parts: dict[str, Callable[[], Iterator[str]]] = {
            "hours": self.hours,
            "channels": self.channels,
            "clocks": self.clocks,
            "auto_close": self.auto_close,
            "plans": self.plans,
        }
        return {part: list(lines()) for part, lines in parts.items()}

    def hours(self) -> Iterator[str]:
        """The windows of each office, in its zone."""
        for office in self.edition.schedule.offices:
            zone = office.zone or self.edition.schedule.zone
            yield f"{office.name.said(self.language)}: {self.windows(office)} ({zone})"

    def windows(self, office: Office) -> str:
        """An office's hours with their weekdays."""
        names = dict(zip(WEEK, self.words["weekdays"].split(), strict=True))
        return "; ".join(
            f"{each.opens:%H:%M}–{each.closes:%H:%M} {', '.join(names[d] for d in each.weekdays)}"
            for each in office.windows
        )

    def channels(self) -> Iterator[str]:
        """The ways in, with their addresses and numbers."""
        for channel in self.edition.channels:
            told = [*channel.told(), *(phone.shown for phone in channel.phones)]
            way = [] if channel.opens else [self.words["desk"]]
            yield ": ".join(
                filter(None, [channel.title.said(self.language), ", ".join(told + way)])
            )

    def clocks(self) -> Iterator[str]:
        """The promises with their limits, and by which channels."""
        for promise in self.edition.promises:
            titles = {each.name: each.title for each in self.edition.channels}
            ways = ", ".join(titles[name].said(self.language) for name in promise.channels)
            only = [*promise.plans, *promise.kinds]
            yield f"{self.promised(promise)} ({'; '.join([ways, *only])})"

    def promised(self, promise: ClockClause) -> str:
        """A promise in the document's words."""
        if isinstance(promise.limit, Limit):
            rule: ClockRule = promise.rule({})
            return rule.promised().said(self.language)
        return promise.promise.filled(self.language, limit=f"… ({self.words[promise.limit]})")

    def auto_close(self) -> Iterator[str]:
        """When silence closes a ticket."""
        if closing := self.edition.auto_close:
            yield f"{closing.working_days} {self.words['days']}"

    def plans(self) -> Iterator[str]:
        """The plans with their terms, and the limits of their levels."""
        for plan in self.edition.plans:
            term = f", {plan.term_months} {self.words['months']}" if plan.term_months else ""
            yield f"{plan.name.said(self.language)} ({plan.slug}){term}"
            for level in plan.levels:
                limits = (
                    f"{clock} {self.words['within']} {limit.words().said(self.language)}"
                    for clock, limit in level.limits.items()
                )
                yield f"  {level.name.said(self.language)}: {', '.join(limits)}"
