"""How a change of a regulation is announced: how early it may hold, and why from then."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from libs.decider import Invalid, Refused
from libs.events.base import Because
from libs.regulation import Edition
from libs.regulation.notice import earliest_start, notice_days
from libs.regulation.texts import Noun, Text

YEARS = range(1990, 2191)
"""Years of which a day is an instant in every zone and in every database."""

DAYS = Noun(
    ru=("календарный день", "календарных дня", "календарных дней"),
    en=("calendar day", "calendar days"),
)


class TooEarly(Invalid):
    """A change would hold before its notice is over; says by which rules, and the first day."""

    def __init__(self, said: Text, rules: tuple[str, ...]) -> None:
        super().__init__(said.en)
        self.said = said
        self.rules = rules


def check_year(edition: Edition) -> None:
    """An edition begins on a day that every database knows. Raises Invalid."""
    if edition.in_force_from.year not in YEARS:
        raise Invalid(
            f"in_force_from: the year lies in {YEARS.start} to {YEARS.stop - 1}",
            ru=f"in_force_from: год должен быть от {YEARS.start} до {YEARS.stop - 1}",
        )


def check_notice(edition: Edition, binding: Edition | None, at: datetime) -> None:
    """A change is announced before it holds (CPRO-R-50, A-08). Raises TooEarly."""
    if binding is None:
        return
    published_on = day_of(at, binding)
    earliest = earliest_start(binding, edition, published_on)
    if edition.in_force_from < earliest:
        raise TooEarly(_too_early(binding, edition, published_on, earliest),
                       binding.publication.rules)  # fmt: skip


def _too_early(before: Edition, after: Edition, published_on: date, earliest: date) -> Text:
    rules = ", ".join(before.publication.rules) or before.id
    days = notice_days(before, after)
    return Text(
        ru=f"in_force_from: изменение, опубликованное {published_on:%d.%m.%Y}, может действовать"
        f" не раньше {earliest:%d.%m.%Y} ({rules}: календарных дней уведомления — {days}, день"
        " публикации не считается)",
        en=f"in_force_from: a change published on {published_on} may hold from {earliest}"
        f" at the earliest ({rules}: calendar days of notice: {days}, the day of publication"
        " not counted)",
    )


def reasoned(edition: Edition, binding: Edition | None, at: datetime) -> Because:
    """Why an edition published at `at` holds from its day on."""
    since = edition.in_force_from
    if binding is None:
        return edition.because(
            edition.publication,
            ru=f"Первая редакция действует без уведомления: с {since:%d.%m.%Y}",
            en=f"The first edition holds without notice: from {since}",
        )
    published_on = day_of(at, binding)
    days = notice_days(binding, edition)
    notice = DAYS.counted(days)
    told = (
        Text(ru=f"уведомление за {notice.ru}", en=f"notice of {notice.en}")
        if days
        else Text(ru="срока уведомления нет", en="no notice is due")
    )
    return binding.because(
        binding.publication,
        ru=f"Опубликовано {published_on:%d.%m.%Y}; {told.ru}, день публикации не считается;"
        f" действует с {since:%d.%m.%Y}",
        en=f"Published on {published_on}; {told.en}, the day of publication is not counted;"
        f" holds from {since}",
        facts={"earliest": str(earliest_start(binding, edition, published_on))},
    )


def day_of(at: datetime, binding: Edition) -> date:
    """The day of an instant on the vendor's clock."""
    return at.astimezone(ZoneInfo(binding.schedule.zone)).date()


def check_owner(edition: Edition, vendor: str) -> None:
    """A vendor publishes its own editions, whose ids begin with its name. Raises Invalid."""
    if edition.vendor != vendor:
        raise Invalid(
            f"vendor: this is an edition of {edition.vendor}, not yours",
            ru=f"vendor: это редакция {edition.vendor}, а не ваша",
        )
    if not edition.id.startswith(f"{vendor}-"):
        raise Invalid(
            f"id: an edition's id starts with its vendor, write {vendor}-…",
            ru=f"id: имя редакции начинается с поставщика, пишите {vendor}-…",
        )


def check_day(edition: Edition, in_force_from: datetime, others: Mapping[str, datetime]) -> None:
    """No two editions hold from the same instant. Raises Refused."""
    for other, since in others.items():
        if since == in_force_from:
            raise Refused(
                f"in_force_from: the edition {other} holds from {edition.in_force_from} too; give"
                " this one another day",
                ru=f"in_force_from: редакция {other} тоже действует с {edition.in_force_from};"
                " дайте этой другой день",
            )
