"""What an edition may say and probably does not mean, in sentences with their remedies."""

from collections.abc import Iterator

from libs.regulation.base import Stated
from libs.regulation.edition import Edition
from libs.regulation.errors import Problem
from libs.regulation.lines import Path
from libs.regulation.texts import Template, Text, places


def cautions(edition: Edition) -> list[Problem]:
    """All that a writer should look at again; a desk keeps the edition nevertheless."""
    return [
        *_without_origin(edition),
        *_braces_in_plain_texts(edition),
        *_tables_that_end(edition),
        *_clocks_nobody_starts(edition),
        *_kinds_nobody_sends(edition),
        *_limits_nothing_reads(edition),
        *_roles_nothing_names(edition),
        *_products_nothing_asks_for(edition),
        *_offices_that_add_nothing(edition),
        *_plans_that_give_nothing(edition),
    ]


def parts(node: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """An edition's parts with the keys that lead to them; each after those around it."""
    if isinstance(node, tuple):
        for number, child in enumerate(node):
            yield from parts(child, (*path, number))
    elif fields := getattr(type(node), "model_fields", None):
        yield path, node
        for key in fields:
            yield from parts(getattr(node, key), (*path, key))


def _without_origin(edition: Edition) -> Iterator[Problem]:
    stated = [(path, part) for path, part in parts(edition) if isinstance(part, Stated) and path]
    told = {path for path, part in stated if part.rules or part.assumed}
    if not told:
        yield Problem((), 'no table says on which rule it rests; add rules = ["…"] to them')
        return
    silent = [path for path, _part in stated if not _within(path, told)]
    for path in silent:
        if not _within(path[:-1], set(silent)):
            yield Problem(
                path, 'nothing says where it comes from; add rules = ["…"], or assumed = "A-…"'
            )


def _within(path: Path, around: set[Path]) -> bool:
    return any(path[:length] in around for length in range(1, len(path) + 1))


def _braces_in_plain_texts(edition: Edition) -> Iterator[Problem]:
    for path, part in parts(edition):
        if isinstance(part, Text) and not isinstance(part, Template):
            yield from _braces(path, part)


def _braces(path: Path, text: Text) -> Iterator[Problem]:
    for key, words in (("ru", text.ru), ("en", text.en)):
        if found := _places(words):
            named = ", ".join(f"{{{name}}}" for name in sorted(found))
            yield Problem(
                (*path, key), f"nothing is put in {named} here, people read the braces; reword it"
            )


def _places(words: str) -> set[str]:
    try:
        return places(words)
    except ValueError:
        return set()


def _tables_that_end(edition: Edition) -> Iterator[Problem]:
    for number, plan in enumerate(edition.plans):
        last = plan.quota.tiers[-1] if plan.quota else None
        if last and last.seats_to is not None:
            yield Problem(
                ("plans", number, "quota", "tiers"),
                f"the table ends with {last.seats_to} seats, and who has more gets no number; "
                "leave seats_to out of the last tier",
            )


def _clocks_nobody_starts(edition: Edition) -> Iterator[Problem]:
    opening = {channel.name for channel in edition.opening_channels()}
    for number, promise in enumerate(edition.promises):
        if promise.occasions == ("first",) and not opening & set(promise.channels):
            yield Problem(
                ("promises", number, "channels"),
                "no request comes in this way, so the clock never starts; name a channel that "
                "opens requests",
            )


def _kinds_nobody_sends(edition: Edition) -> Iterator[Problem]:
    opening = {channel.name for channel in edition.opening_channels()}
    for number, kind in enumerate(edition.form.kinds):
        if kind.channels and not opening & set(kind.channels):
            yield Problem(
                ("form", "kinds", number, "channels"),
                "no request comes in this way, so nobody can send this kind; name a channel that "
                "opens requests",
            )


def _limits_nothing_reads(edition: Edition) -> Iterator[Problem]:
    by_level = {promise.name for promise in edition.promises if promise.limit == "by_level"}
    for at, plan in enumerate(edition.plans):
        for place, level in enumerate(plan.levels):
            for clock in level.limits:
                if clock not in by_level:
                    yield Problem(
                        ("plans", at, "levels", place, "limits", clock),
                        f'no promise reads it; write limit = "by_level" in the promise {clock}, '
                        "or remove it",
                    )


def _roles_nothing_names(edition: Edition) -> Iterator[Problem]:
    named = {escalation.to for escalation in edition.escalations}
    for number, role in enumerate(edition.roles):
        if role.slug not in named:
            yield Problem(
                ("roles", number), "nothing uses it; name it in an escalation's to, or remove it"
            )


def _products_nothing_asks_for(edition: Edition) -> Iterator[Problem]:
    if len(edition.products) > 1 and all(field.type != "product" for field in edition.form.fields):
        yield Problem(
            ("products",),
            'no field asks which product it is; add one with type = "product" to the form',
        )


def _offices_that_add_nothing(edition: Edition) -> Iterator[Problem]:
    called = {phone.office for channel in edition.channels for phone in channel.phones}
    seen: dict[object, str] = {}
    for number, office in enumerate(edition.schedule.offices):
        hours = (office.zone or edition.schedule.zone, office.windows)
        twin = seen.setdefault(hours, office.slug)
        if twin != office.slug and office.slug not in called:
            yield Problem(
                ("schedule", "offices", number),
                f"nothing uses it: it has the hours of {twin} and no phone; remove it, or give it "
                "its own",
            )


def _plans_that_give_nothing(edition: Edition) -> Iterator[Problem]:
    given = {
        plan
        for service in edition.services
        for plan, terms in service.plans.items()
        if terms != "not_provided"
    }
    for number, plan in enumerate(edition.plans):
        if edition.services and plan.slug not in given:
            said = "no service is given under it; name it in a service's plans, or remove it"
            yield Problem(("plans", number), said)
