"""What each part may say by itself and no desk can keep, in sentences with their remedies."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from libs.regulation.conditions import conditions
from libs.regulation.edition import Edition
from libs.regulation.errors import Problem
from libs.regulation.lines import Path
from libs.regulation.overlaps import windows_of
from libs.regulation.promising import promising

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
LINK = re.compile(r"(https?://)?[^\s/:]+\.\S+")
YEARS = range(1990, 2101)
"""In which a regulation may begin; others are a slip, and time zones know nothing of them."""


def slips(edition: Edition) -> Iterator[Problem]:
    """All that is written by its type and yet cannot be kept."""
    yield from _the_head(edition)
    yield from _named_twice(edition)
    yield from _windows(edition)
    yield from conditions(edition)
    yield from _plans(edition)
    yield from _plans_of_everybody(edition)
    yield from _unpaid_work(edition)
    yield from promising(edition)
    yield from _addresses(edition)
    yield from _mails(edition)


def _the_head(edition: Edition) -> Iterator[Problem]:
    if edition.in_force_from.year not in YEARS:
        year = edition.in_force_from.year
        yield Problem(
            ("in_force_from",),
            f"no regulation begins in the year {year}; correct the year",
            f"регламент не начинает действовать в {year} году; исправьте год",
        )
    if both := edition.versions and set(edition.versions.version_groups) & set(
        edition.versions.build_groups
    ):
        yield Problem(
            ("versions", "build_groups"),
            f"group {min(both)} is in the version and in the build; leave it in one",
            f"группа {min(both)} и в версии, и в сборке; оставьте её в одной",
        )
    if not LINK.fullmatch(edition.publication.site):
        site = edition.publication.site
        yield Problem(
            ("publication", "site"),
            f"{site!r} is no address of a page; write one like https://example.org",
            f"{site!r} — не адрес страницы; пишите, например, https://example.org",
        )


def _named_twice(edition: Edition) -> Iterator[Problem]:
    for number, plan in enumerate(edition.plans):
        yield from _twice(("plans", number, "grants"), [grant.slug for grant in plan.grants])
    for number, field in enumerate(edition.form.fields):
        path = ("form", "fields", number, "choices")
        yield from _twice(path, [each.slug for each in field.choices])


def _twice(path: Path, names: Sequence[str]) -> Iterator[Problem]:
    for name, times in Counter(names).items():
        if times > 1:
            yield Problem(
                path,
                f"{name!r} is there {times} times; keep one",
                f"{name!r} повторяется ({times}); оставьте один",
            )


def _windows(edition: Edition) -> Iterator[Problem]:
    for around, windows in windows_of(edition):
        for place, hours in enumerate(windows):
            if not hours.weekdays:
                yield Problem(
                    (*around, place, "weekdays"),
                    "it opens on no day; name days, or remove the window",
                    "не открывается ни в один день; назовите дни или уберите окно",
                )


def _plans(edition: Edition) -> Iterator[Problem]:
    for number, plan in enumerate(edition.plans):
        if plan.term_repeats and plan.term_months is None:
            yield Problem(
                ("plans", number, "term_repeats"),
                "a term repeats and has no length; add term_months, or remove it",
                "срок повторяется, но длины не имеет; добавьте term_months или уберите",
            )
        if plan.quota and plan.quota.beyond == plan.slug:
            yield Problem(
                ("plans", number, "quota", "beyond"),
                "the plan's own requests are spent then; name another plan",
                "запросы этого плана тогда израсходованы; назовите другой план",
            )
        late = [days for days in plan.remind_days if days > 31 * (plan.term_months or days)]
        if late:
            yield Problem(
                ("plans", number, "remind_days"),
                f"{late[0]} days before the end the right has not begun; write fewer",
                f"за {late[0]} дней до конца право ещё не началось; напишите меньше",
            )
    for number, reason in enumerate(edition.reasons):
        if not reason.leads_to:
            yield Problem(
                ("reasons", number, "leads_to"),
                "it leads to nothing; fill it in",
                "ни к чему не ведёт; заполните",
            )


def _plans_of_everybody(edition: Edition) -> Iterator[Problem]:
    """Plans that serve whoever has no right, or asks for what his plan does not give."""
    named: list[tuple[Path, str | None]] = [
        (("without_entitlement", number, "plan"), each.plan)
        for number, each in enumerate(edition.without_entitlement)
    ]
    for number, service in enumerate(edition.services):
        instead = service.otherwise.plan if service.otherwise else None
        path: Path = ("services", number, "otherwise", "plan")
        named.append((path, instead))
        if instead and service.terms(instead) == "not_provided":
            yield Problem(
                path,
                f"{instead} does not give it either; name it in plans first",
                f"{instead} её тоже не даёт; сначала назовите его в plans",
            )
    for path, slug in named:
        plan = edition.plan(slug or "")
        if plan and plan.held_by != "every_client":
            yield Problem(
                path,
                f'{slug} must be registered; name a plan with held_by = "every_client"',
                f'{slug} нужно регистрировать; назовите план с held_by = "every_client"',
            )


def _unpaid_work(edition: Edition) -> Iterator[Problem]:
    for number, plan in enumerate(edition.plans):
        if plan.cost == "by_time" and edition.billing is None:
            yield Problem(
                ("plans", number, "cost"),
                "nothing says how worked time is billed; add [billing], or another cost",
                "не сказано, как оплачивается время; добавьте [billing] или другой cost",
            )


def _addresses(edition: Edition) -> Iterator[Problem]:
    for number, channel in enumerate(edition.channels):
        if channel.name != "email":
            continue
        others = enumerate(each.address for each in channel.other_addresses)
        given: list[tuple[Path, str]] = [(("address",), channel.address)] if channel.address else []
        given += [(("other_addresses", place, "address"), each) for place, each in others]
        if not given:
            yield Problem(
                ("channels", number),
                'mail has no address to come to; add address = "help@example.org"',
                'почте некуда приходить; добавьте address = "help@example.org"',
            )
        for path, address in given:
            if not ADDRESS.fullmatch(address):
                yield Problem(
                    ("channels", number, *path),
                    f"{address!r} is no mail address; write it like help@example.org",
                    f"{address!r} — не почтовый адрес; пишите, например, help@example.org",
                )


def _mails(edition: Edition) -> Iterator[Problem]:
    for event, mail in edition.mail.items():
        for language, subject in (("ru", mail.subject.ru), ("en", mail.subject.en)):
            if len(subject.splitlines()) > 1:
                yield Problem(
                    ("mail", event, "subject", language),
                    "a subject is one line; take the line breaks out",
                    "тема письма — одна строка; уберите переводы строк",
                )
