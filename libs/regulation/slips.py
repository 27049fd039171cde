"""What each part may say by itself and no desk can keep, in sentences with their remedies."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from libs.regulation.clocks import ClockClause, NoPromise
from libs.regulation.edition import Edition
from libs.regulation.errors import Problem
from libs.regulation.fields import Condition, Field
from libs.regulation.lines import Path
from libs.regulation.overlaps import SPOKEN, windows_of

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
LINK = re.compile(r"(https?://)?[^\s/:]+\.\S+")
YEARS = range(1990, 2101)
"""In which a regulation may begin; others are a slip, and time zones know nothing of them."""


def slips(edition: Edition) -> Iterator[Problem]:
    """All that is written by its type and yet cannot be kept."""
    yield from _the_head(edition)
    yield from _repeated(edition)
    yield from _weekdays(edition)
    yield from _conditions(edition)
    yield from _plans(edition)
    yield from _plans_of_everybody(edition)
    yield from _unpaid_work(edition)
    yield from _promises(edition)
    yield from _contradicted_promises(edition)
    yield from _addresses(edition)
    yield from _mails(edition)


def _the_head(edition: Edition) -> Iterator[Problem]:
    if edition.in_force_from.year not in YEARS:
        said = f"no regulation begins in the year {edition.in_force_from.year}; correct the year"
        yield Problem(("in_force_from",), said)
    if both := edition.versions and set(edition.versions.version_groups) & set(
        edition.versions.build_groups
    ):
        said = f"group {min(both)} is in the version and in the build; leave it in one"
        yield Problem(("versions", "build_groups"), said)
    if not LINK.fullmatch(edition.publication.site):
        said = f"{edition.publication.site!r} is no address of a page; write one like https://example.org"
        yield Problem(("publication", "site"), said)


def _repeated(edition: Edition) -> Iterator[Problem]:
    names: dict[Path, Sequence[object]] = {
        ("order", "plans"): edition.order.plans if edition.order else (),
    }
    for number, plan in enumerate(edition.plans):
        names["plans", number, "grants"] = [grant.slug for grant in plan.grants]
    for number, field in enumerate(edition.form.fields):
        names["form", "fields", number, "choices"] = [each.slug for each in field.choices]
    for path, given in names.items():
        for name, times in Counter(given).items():
            if times > 1:
                yield Problem(path, f"{name!r} is there {times} times; keep one")


def _weekdays(edition: Edition) -> Iterator[Problem]:
    for around, windows in windows_of(edition):
        for place, hours in enumerate(windows):
            path: Path = (*around, place, "weekdays")
            if not hours.weekdays:
                yield Problem(path, "it opens on no day; name days, or remove the window")
            if len(set(hours.weekdays)) < len(hours.weekdays):
                yield Problem(path, "a day is there twice; keep one")


def _conditions(edition: Edition) -> Iterator[Problem]:
    for number, field in enumerate(edition.form.fields):
        for key, condition in (("when", field.when), ("unless", field.unless)):
            if condition:
                path: Path = ("form", "fields", number, key)
                yield from _condition(path, field, condition, edition.form.fields)


def _condition(
    path: Path, field: Field, condition: Condition, fields: Sequence[Field]
) -> Iterator[Problem]:
    asked = [each for each in fields if each.name == condition.field]
    if condition.field == field.name:
        yield Problem(path, "a field cannot depend on its own answer; name another field")
    answers = {answer for each in asked for answer in _answers(each)}
    if answers and condition.equals not in answers:
        known = ", ".join(sorted(answers))
        said = f"{condition.equals!r} is no answer to {condition.field}; use one of {known}"
        yield Problem(path, said)
    if asked and not any(_stand_together(field, each) for each in asked):
        said = f"{condition.field} is never asked together with {field.name}; "
        yield Problem(path, said + "give the two a kind and a channel in common")


def _answers(field: Field) -> tuple[str, ...]:
    if field.type == "tick":
        return ("true", "false")
    return tuple(choice.slug for choice in field.choices)


def _stand_together(one: Field, other: Field) -> bool:
    pairs = ((one.channels, other.channels), (one.kinds, other.kinds))
    return all(not first or not second or set(first) & set(second) for first, second in pairs)


def _plans(edition: Edition) -> Iterator[Problem]:
    for number, plan in enumerate(edition.plans):
        if plan.term_repeats and plan.term_months is None:
            said = "a term repeats and has no length; add term_months, or remove it"
            yield Problem(("plans", number, "term_repeats"), said)
        if plan.quota and plan.quota.beyond == plan.slug:
            said = "the plan's own requests are spent then; name another plan"
            yield Problem(("plans", number, "quota", "beyond"), said)
        late = [days for days in plan.remind_days if days > 31 * (plan.term_months or days)]
        if late:
            said = f"{late[0]} days before the end the right has not begun; write fewer"
            yield Problem(("plans", number, "remind_days"), said)
    for number, reason in enumerate(edition.reasons):
        if not reason.leads_to:
            yield Problem(("reasons", number, "leads_to"), "it leads to nothing; fill it in")


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
            yield Problem(path, f"{instead} does not give it either; name it in plans first")
    for path, slug in named:
        plan = edition.plan(slug or "")
        if plan and plan.held_by != "every_client":
            said = f'{slug} must be registered; name a plan with held_by = "every_client"'
            yield Problem(path, said)


def _unpaid_work(edition: Edition) -> Iterator[Problem]:
    for number, plan in enumerate(edition.plans):
        if plan.cost == "by_time" and edition.billing is None:
            said = "nothing says how worked time is billed; add [billing], or another cost"
            yield Problem(("plans", number, "cost"), said)


def _promises(edition: Edition) -> Iterator[Problem]:
    with_levels = {plan.slug for plan in edition.plans if plan.levels}
    for number, promise in enumerate(edition.promises):
        path: Path = ("promises", number)
        if promise.limit == "by_level" and promise.plans and not with_levels & {*promise.plans}:
            said = f"{', '.join(promise.plans)} has no levels; name a plan that has, or a limit"
            yield Problem((*path, "limit"), said)
        if promise.usual and promise.limit != "agreed":
            said = 'it is proposed only where limit = "agreed"; write that, or remove it'
            yield Problem((*path, "usual"), said)
        written = [name for name in promise.channels if name not in SPOKEN]
        if promise.starts == "pick_up" and written:
            said = f'nobody picks up by {", ".join(written)}; write starts = "receipt" for it'
            yield Problem((*path, "starts"), said)


def _contradicted_promises(edition: Edition) -> Iterator[Problem]:
    for number, promise in enumerate(edition.promises):
        for other, nothing in enumerate(edition.no_promises):
            if _denies(nothing, promise):
                said = f"no_promises {other + 1} says that nothing is promised to these requests; "
                yield Problem(("promises", number), said + "take the plans or kinds out of one")


def _denies(nothing: NoPromise, promise: ClockClause) -> bool:
    """Whether all requests that a promise is made for are said to have none."""
    if nothing.topics or nothing.uncovered or promise.name not in nothing.clocks:
        return False
    pairs = ((nothing.plans, promise.plans), (nothing.kinds, promise.kinds))
    return all(not all_ or (some and set(some) <= set(all_)) for all_, some in pairs)


def _addresses(edition: Edition) -> Iterator[Problem]:
    for number, channel in enumerate(edition.channels):
        others = enumerate(each.address for each in channel.other_addresses)
        given: list[tuple[Path, str]] = [(("address",), channel.address)] if channel.address else []
        given += [(("other_addresses", place, "address"), each) for place, each in others]
        for path, address in given:
            if channel.name == "email" and not ADDRESS.fullmatch(address):
                said = f"{address!r} is no mail address; write it like help@example.org"
                yield Problem(("channels", number, *path), said)


def _mails(edition: Edition) -> Iterator[Problem]:
    for event, mail in edition.mail.items():
        for language, subject in (("ru", mail.subject.ru), ("en", mail.subject.en)):
            if len(subject.splitlines()) > 1:
                path: Path = ("mail", event, "subject", language)
                yield Problem(path, "a subject is one line; take the line breaks out")
