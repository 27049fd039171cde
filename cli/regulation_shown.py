"""An edition on one page: hours, channels, clocks, auto-close, plans."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import tomli

from cli.hours import in_force
from cli.instants import read_day
from cli.language import Language
from cli.published_here import published_here
from cli.trouble import Trouble
from libs.events.sla_clock import ClockName
from libs.regulation.clocks import ClockClause, ClockRule, Limit
from libs.regulation.edition import Edition
from libs.regulation.errors import RegulationError
from libs.regulation.load import from_document
from libs.regulation.schedule import WEEK, Attended, Hours
from libs.regulation.texts import Text
from libs.worktime.sentence import TONGUES

WORDS = {
    "ru": {
        "from": "действует с",
        "within": "в течение", "hours": "Часы", "channels": "Каналы", "clocks": "Сроки",
        "auto_close": "Автозакрытие", "plans": "Планы", "by_level": "по уровню",
        "agreed": "по согласованию", "none": "нет", "silent": "{days} без ответа",
        "reminded": "напоминание за {days}", "months": "мес.", "desk": "по инициативе службы",
        "weekdays": "пн вт ср чт пт сб вс",
    },
    "en": {
        "from": "in force from",
        "within": "within", "hours": "Hours", "channels": "Channels", "clocks": "Clocks",
        "auto_close": "Auto-close", "plans": "Plans", "by_level": "by level",
        "agreed": "by agreement", "none": "none", "silent": "{days} without an answer",
        "reminded": "a reminder {days} before", "months": "months", "desk": "by the desk alone",
        "weekdays": "Mon Tue Wed Thu Fri Sat Sun",
    },
}  # fmt: skip
CLOCKS: dict[ClockName, Text] = {
    "take_into_work": Text(ru="взятие в работу", en="taking into work"),
    "first_response": Text(ru="первый ответ", en="the first response"),
    "reply": Text(ru="ответ", en="a reply"),
    "phone_answer": Text(ru="ответ по телефону", en="an answer on the phone"),
    "resolution": Text(ru="решение", en="a solution"),
    "auto_close": Text(ru="закрытие без ответа", en="closing without an answer"),
}
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
    """A vendor's edition in force on a day, by what the desk of this folder has published, else by
    the files here. Raises Trouble where there is none, or a broken one."""
    if published := published_here(vendor, on):
        return published
    try:
        document = in_force(vendor, on)
        return from_document(document, document["id"])
    except (RegulationError, tomli.TOMLDecodeError) as fault:
        told = fault.told("ru") if isinstance(fault, RegulationError) else str(fault)
        raise Trouble(
            f"{fault}\n`vakhta regulation check FILE` tells the lines",
            f"{told}\n`vakhta regulation check FILE` назовёт строки",
        ) from fault


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
            yield f"{office.name.said(self.language)}: {self.windows(office.windows)} ({zone})"

    def windows(self, windows: Sequence[Hours]) -> str:
        """Hours with their weekdays."""
        names = dict(zip(WEEK, self.words["weekdays"].split(), strict=True))
        return "; ".join(
            f"{each.opens:%H:%M}–{each.closes:%H:%M} {', '.join(names[d] for d in each.weekdays)}"
            for each in windows
        )

    def attended(self, by: Attended) -> list[str]:
        """By which offices and at which hours something is attended to, where it says so."""
        offices = [each for each in self.edition.schedule.offices if each.slug in by.offices]
        named = ", ".join(each.name.said(self.language) for each in offices)
        return [each for each in (named, self.windows(by.windows)) if each]

    def channels(self) -> Iterator[str]:
        """The ways in, with their addresses and numbers."""
        for channel in self.edition.channels:
            told = [*channel.told(), *(phone.shown for phone in channel.phones)]
            way = [] if channel.opens else [self.words["desk"]]
            title = channel.title.said(self.language)
            line = ": ".join(filter(None, [title, ", ".join(told + way)]))
            hours = self.attended(channel)
            yield f"{line} ({'; '.join(hours)})" if hours else line

    def clocks(self) -> Iterator[str]:
        """The promises with their limits, and by which channels."""
        for promise in self.edition.promises:
            titles = {each.name: each.title for each in self.edition.channels}
            ways = ", ".join(titles[name].said(self.language) for name in promise.channels)
            plans = [each for each in self.edition.plans if each.slug in promise.plans]
            kinds = [each for each in self.edition.form.kinds if each.slug in promise.kinds]
            only = [each.name.said(self.language) for each in (*plans, *kinds)]
            told = "; ".join([ways, *only, *self.attended(promise)])
            yield f"{self.promised(promise)} ({told})"

    def promised(self, promise: ClockClause) -> str:
        """A promise in the document's words."""
        if isinstance(promise.limit, Limit):
            rule: ClockRule = promise.rule({})
            return rule.promised().said(self.language)
        return promise.promise.filled(self.language, limit=f"… ({self.words[promise.limit]})")

    def auto_close(self) -> Iterator[str]:
        """When silence closes a ticket."""
        if closing := self.edition.auto_close:
            yield self.words["silent"].format(days=self.days(closing.working_days))
            for each in closing.remind_days:
                yield self.words["reminded"].format(days=self.days(each.days))

    def days(self, amount: int) -> str:
        """Working days; where some office opens every day of the week, they are just days."""
        offices = self.edition.schedule.offices
        opened = {day for each in offices for hours in each.windows for day in hours.weekdays}
        tongue = TONGUES[self.language]
        return tongue.days(amount) if opened == {*WEEK} else tongue.working_days(amount)

    def plans(self) -> Iterator[str]:
        """The plans with their terms, and the limits of their levels."""
        for plan in self.edition.plans:
            term = f", {plan.term_months} {self.words['months']}" if plan.term_months else ""
            yield f"{plan.name.said(self.language)} ({plan.slug}){term}"
            for level in plan.levels:
                limits = (
                    f"{CLOCKS[clock].said(self.language)} {self.words['within']} "
                    f"{limit.words().said(self.language)}"
                    for clock, limit in level.limits.items()
                )
                yield f"  {level.name.said(self.language)}: {', '.join(limits)}"
