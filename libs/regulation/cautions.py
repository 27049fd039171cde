"""What an edition may say and probably does not mean, in sentences with their remedies."""

from collections.abc import Iterator

from libs.regulation.base import Stated
from libs.regulation.edition import Edition
from libs.regulation.errors import Problem
from libs.regulation.lines import Path
from libs.regulation.texts import Template, Text, places
from libs.regulation.walk import parts


def cautions(edition: Edition) -> list[Problem]:
    """All that a writer should look at again; a desk keeps the edition nevertheless."""
    return [
        *_the_head(edition),
        *_without_origin(edition),
        *_braces_in_plain_texts(edition),
        *_tables_that_end(edition),
        *_clocks_nobody_starts(edition),
        *_kinds_nobody_sends(edition),
        *_limits_nothing_reads(edition),
        *_deferrals_nobody_grounds(edition),
        *_roles_nothing_names(edition),
        *_products_nothing_asks_for(edition),
        *_versions_nothing_asks_for(edition),
        *_products_under_another_name(edition),
        *_offices_that_add_nothing(edition),
        *_plans_that_give_nothing(edition),
        *_services_nobody_asks_for(edition),
        *_answers_by_two_channels(edition),
    ]


def _the_head(edition: Edition) -> Iterator[Problem]:
    if not edition.id.startswith(f"{edition.vendor}-"):
        yield Problem(
            ("id",),
            f"no desk publishes it: an id begins with the vendor; write {edition.vendor}-…",
            f"такое издание не опубликовать: id начинается с поставщика; пишите {edition.vendor}-…",
        )


def _without_origin(edition: Edition) -> Iterator[Problem]:
    stated = [(path, part) for path, part in parts(edition) if isinstance(part, Stated) and path]
    told = {path for path, part in stated if part.rules or part.assumed}
    if not told:
        yield Problem(
            (),
            'no table says on which rule it rests; add rules = ["…"] to them',
            'ни одна таблица не говорит, на каком правиле основана; добавьте в них rules = ["…"]',
        )
        return
    silent = [path for path, _part in stated if not _within(path, told)]
    for path in silent:
        if not _within(path[:-1], set(silent)):
            yield Problem(
                path,
                'nothing says where it comes from; add rules = ["…"], or assumed = "A-…"',
                'не сказано, откуда это взято; добавьте rules = ["…"] или assumed = "A-…"',
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
                (*path, key),
                f"nothing is put in {named} here, people read the braces; reword it",
                f"в {named} здесь ничего не подставляется, люди увидят скобки; перепишите",
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
                f"таблица кончается на {last.seats_to} мест, а у кого их больше, не получит "
                "ничего; уберите seats_to у последней ступени",
            )


def _clocks_nobody_starts(edition: Edition) -> Iterator[Problem]:
    opening = {channel.name for channel in edition.opening_channels()}
    for number, promise in enumerate(edition.promises):
        if promise.occasions == ("first",) and not opening & set(promise.channels):
            yield Problem(
                ("promises", number, "channels"),
                "no request comes in this way, so the clock never starts; name a channel that "
                "opens requests",
                "так обращения не приходят, и срок никогда не начнётся; назовите канал, по "
                "которому обращаются",
            )


def _kinds_nobody_sends(edition: Edition) -> Iterator[Problem]:
    opening = {channel.name for channel in edition.opening_channels()}
    for number, kind in enumerate(edition.form.kinds):
        if kind.channels and not opening & set(kind.channels):
            yield Problem(
                ("form", "kinds", number, "channels"),
                "no request comes in this way, so nobody can send this kind; name a channel that "
                "opens requests",
                "так обращения не приходят, и этот вид никто не отправит; назовите канал, по "
                "которому обращаются",
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
                        f'его не читает ни один срок; напишите limit = "by_level" в сроке {clock} '
                        "или уберите",
                    )


def _deferrals_nobody_grounds(edition: Edition) -> Iterator[Problem]:
    if edition.deferral and all("deferred" not in each.leads_to for each in edition.reasons):
        yield Problem(
            ("deferral",),
            "no request is ever left to a release: an engineer names the reason, and none leads "
            'there; add a reason with leads_to = ["deferred"]',
            "до обновления не отложить ни одно обращение: специалист называет причину, а такой "
            'нет; добавьте причину с leads_to = ["deferred"]',
        )


def _roles_nothing_names(edition: Edition) -> Iterator[Problem]:
    named = {escalation.to for escalation in edition.escalations}
    for number, role in enumerate(edition.roles):
        if role.slug not in named:
            yield Problem(
                ("roles", number),
                "nothing uses it; name it in an escalation's to, or remove it",
                "роль нигде не используется; назовите её в to эскалации или уберите",
            )


def _products_nothing_asks_for(edition: Edition) -> Iterator[Problem]:
    if len(edition.products) > 1 and all(field.type != "product" for field in edition.form.fields):
        yield Problem(
            ("products",),
            'no field asks which product it is; add one with type = "product" to the form',
            'ни одно поле не спрашивает о продукте; добавьте в форму поле с type = "product"',
        )


def _versions_nothing_asks_for(edition: Edition) -> Iterator[Problem]:
    if any(field.name == "product_version" for field in edition.form.fields):
        return
    for number, plan in enumerate(edition.plans):
        if plan.versions is not None:
            yield Problem(
                ("plans", number, "versions"),
                "no field asks for the version, so every one is covered;"
                " add a field with the name product_version",
                "ни одно поле не спрашивает версию, и поддерживаются все;"
                " добавьте поле с именем product_version",
            )


def _products_under_another_name(edition: Edition) -> Iterator[Problem]:
    for number, field in enumerate(edition.form.fields):
        if field.type == "product" and field.name != "product":
            yield Problem(
                ("form", "fields", number, "name"),
                'a request tells its product in the field product alone; write name = "product"',
                'продукт обращения — только в поле product; напишите name = "product"',
            )


def _offices_that_add_nothing(edition: Edition) -> Iterator[Problem]:
    called = {phone.office for channel in edition.channels for phone in channel.phones}
    called |= {name for channel in edition.channels for name in channel.offices}
    called |= {name for promise in edition.promises for name in promise.offices}
    seen: dict[object, str] = {}
    for number, office in enumerate(edition.schedule.offices):
        hours = (office.zone or edition.schedule.zone, office.windows)
        twin = seen.setdefault(hours, office.slug)
        if twin != office.slug and office.slug not in called:
            yield Problem(
                ("schedule", "offices", number),
                f"nothing uses it: it has the hours of {twin} and no phone; remove it, or give it "
                "its own",
                f"подразделение нигде не используется: часы как у {twin}, телефона нет; уберите "
                "его или дайте ему свои",
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
            yield Problem(
                ("plans", number),
                "no service is given under it; name it in a service's plans, or remove it",
                "по нему не даётся ни одна услуга; назовите его в plans услуги или уберите",
            )


def _answers_by_two_channels(edition: Edition) -> Iterator[Problem]:
    ways = [number for number, channel in enumerate(edition.channels) if channel.replies]
    for number in ways[1:]:
        yield Problem(
            ("channels", number, "replies"),
            f"answers go by {edition.channels[ways[0]].name} already; write it for one channel",
            f"ответы уже идут по каналу {edition.channels[ways[0]].name}; напишите это у одного",
        )


def _services_nobody_asks_for(edition: Edition) -> Iterator[Problem]:
    """Where a kind names no service, what it asks for is found out by an engineer."""
    asked = {kind.service for kind in edition.form.kinds}
    named = {slug for topic in edition.topics for slug in topic.yields_to}
    for number, service in enumerate(edition.services):
        if None not in asked and service.slug not in asked | named:
            yield Problem(
                ("services", number),
                "no kind of request asks for it, and each asks for another; name it in a kind's "
                "service, or remove it",
                "о ней не просит ни один вид обращений, каждый просит о другой; назовите её в "
                "service вида или уберите",
            )
