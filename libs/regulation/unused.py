"""Parts of an edition that nothing leads to: nobody starts, sends, asks for or names them."""

from collections.abc import Iterator

from libs.regulation.edition import Edition
from libs.regulation.errors import Problem


def unused(edition: Edition) -> Iterator[Problem]:
    """Each such part, with what would use it."""
    yield from _clocks_nobody_starts(edition)
    yield from _kinds_nobody_sends(edition)
    yield from _limits_nothing_reads(edition)
    yield from _deferrals_nobody_grounds(edition)
    yield from _roles_nothing_names(edition)
    yield from _products_nothing_asks_for(edition)
    yield from _versions_nothing_asks_for(edition)
    yield from _offices_that_add_nothing(edition)
    yield from _plans_that_give_nothing(edition)
    yield from _services_nobody_asks_for(edition)


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
