"""Plans that every client has: who serves a request that no right covers."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from libs.regulation import Release
from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT, REGIONSOFT
from services.entitlement.domain.asking import DecideCoverage
from services.entitlement.domain.coverage import decider
from services.entitlement.domain.quotas import Allowance
from services.entitlement.domain.rights import Right

RECEIVED = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def right(edition, plan, **changes):
    held = {
        "entitlement_id": "e1",
        "customer_id": "c1",
        "number": "A-1",
        "plan": edition.plan(plan),
        "product": None,
        "level": None,
        "starts_on": date(2026, 3, 1),
        "ends_on": date(2027, 3, 1),
        "contacts": (),
    }
    return Right(**held | changes)


def judged(edition, number=None, right=None, at=RECEIVED, kind=None, **more):
    command = DecideCoverage(
        id="t1",
        vendor=edition.vendor,
        at=at,
        edition=edition,
        channel="portal",
        product=None,
        number=number,
        contact_id="anna",
        right=right,
        kind=kind,
        **more,
    )
    (event,) = decider.decide(command, decider.initial)
    return event


@pytest.mark.keeps("NANO-30", "NANO-35", "NANO-66")
def test_whoever_has_a_subscription_gets_the_extended_level():
    event = judged(NANOSOFT, "A-1", right(NANOSOFT, "abonement"))

    assert (event.plan, event.entitlement_id, event.queue) == ("abonement", "e1", "priority")
    assert {"NANO-30", "NANO-35", "NANO-66"} <= set(event.because.rules)


@pytest.mark.keeps("NANO-64", "NANO-65")
def test_every_registered_user_has_the_free_level():
    event = judged(NANOSOFT)

    assert (event.plan, event.entitlement_id, event.lack) == ("free", None, "none")
    assert {"NANO-64", "NANO-65"} <= set(event.because.rules)


@pytest.mark.keeps("NANO-71")
def test_the_free_level_is_served_last():
    event = judged(NANOSOFT)

    assert event.queue == "minimum"
    assert "NANO-71" in event.because.rules


@pytest.mark.breaks("NANO-30", "NANO-63", "NANO-66")
def test_an_expired_subscription_leaves_the_free_level_and_where_to_buy_a_new_one():
    gone = right(NANOSOFT, "abonement", ends_on=date(2026, 11, 22))

    event = judged(NANOSOFT, "A-1", gone)

    assert (event.plan, event.lack) == ("free", "expired")
    assert "Купить абонемент вы можете в личном кабинете." in event.because.ru
    assert {"NANO-30", "NANO-63"} <= set(event.because.rules)


@pytest.mark.breaks("NANO-64", "NANO-65")
def test_an_unknown_number_is_no_ground_to_refuse_a_user_the_free_level():
    event = judged(NANOSOFT, "A-9")

    assert (event.plan, event.lack) == ("free", "unknown")
    assert "Проверьте серийный номер." in event.because.ru
    assert "NANO-65" in event.because.rules


@pytest.mark.keeps("RGN-15", "RGN-27")
def test_without_a_subscription_a_request_is_served_under_warranty():
    event = judged(REGIONSOFT, kind="defect")

    assert (event.plan, event.service, event.terms) == ("warranty", "defects", "included")
    assert event.queue == "general"
    assert {"RGN-15", "RGN-27"} <= set(event.because.rules)


@pytest.mark.breaks("RGN-80")
@pytest.mark.keeps("RGN-30")
def test_what_the_warranty_does_not_give_is_served_as_standard_support():
    event = judged(REGIONSOFT, kind="integration")

    assert (event.plan, event.service, event.terms) == ("standard", "integration", "paid")
    assert "RGN-30" in event.because.rules


@pytest.mark.keeps("RGN-80")
def test_priority_support_includes_integration():
    event = judged(REGIONSOFT, "A-1", right(REGIONSOFT, "priority"), kind="integration")

    assert (event.plan, event.terms, event.queue) == ("priority", "included", "priority")


@pytest.mark.breaks("RGN-15")
def test_without_the_subscription_nobody_is_served_as_its_holder():
    over = right(REGIONSOFT, "priority", ends_on=date(2026, 11, 22))

    event = judged(REGIONSOFT, "A-1", over, kind="advice")

    assert (event.plan, event.lack, event.terms) == ("warranty", "expired", "included")
    assert "RGN-30" in event.because.rules


RELEASES = (
    Release(product="crm", version="6", released_on=date(2015, 2, 1)),
    Release(product="crm", version="7", released_on=date(2021, 11, 22)),
    Release(product="crm", version="8", released_on=date(2026, 2, 1)),
)


@pytest.mark.keeps("RGN-28", "RGN-29")
@pytest.mark.parametrize("version", ["8", "7", None])
def test_an_error_of_the_current_or_the_previous_version_is_corrected_under_warranty(version):
    at = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

    event = judged(REGIONSOFT, kind="defect", at=at, version=version, releases=RELEASES)

    assert event.plan == "warranty"
    assert REGIONSOFT.plan("warranty").versions.rules == ("RGN-28", "RGN-29")


@pytest.mark.breaks("RGN-28", "RGN-29")
@pytest.mark.parametrize("version", ["7", "6"])
def test_an_error_of_an_older_version_is_corrected_for_pay(version):
    event = judged(REGIONSOFT, kind="defect", version=version, releases=RELEASES)

    assert event.plan == "standard"
    assert {"RGN-28", "RGN-29", "RGN-30"} <= set(event.because.rules)
    assert f"версия {version} устарела и поддерживалась до" in event.because.ru


def test_a_version_that_the_registry_lacks_is_served_and_left_to_be_checked():
    event = judged(REGIONSOFT, kind="defect", version="99", releases=RELEASES)

    assert event.plan == "warranty"
    assert "версия 99 не числится в реестре версий, её проверит специалист" in event.because.ru


def test_a_right_that_covers_the_version_no_more_leaves_it_to_the_next_plan_that_does():
    plan = REGIONSOFT.plan("priority")
    ageing = plan.model_copy(update={"versions": REGIONSOFT.plan("warranty").versions})
    held = replace(right(REGIONSOFT, "priority"), plan=ageing)

    new, old = (
        judged(REGIONSOFT, "A-1", held, kind="defect", version=version, releases=RELEASES)
        for version in ("8", "6")
    )

    assert (new.plan, new.entitlement_id) == ("priority", held.entitlement_id)
    assert (old.plan, old.entitlement_id, old.lack) == ("standard", None, "version_too_old")
    assert "версия 6 устарела и поддерживалась до" in old.because.ru


@pytest.mark.breaks("NANO-38", "NANO-39")
@pytest.mark.parametrize(
    ("kind", "rule"), [("network_licence", "NANO-38"), ("printed_certificate", "NANO-39")]
)
@pytest.mark.parametrize("held", [None, right(NANOSOFT, "abonement", ends_on=date(2026, 11, 22))])
def test_what_only_subscribers_may_ask_for_is_denied_to_others(held, kind, rule):
    event = judged(NANOSOFT, "A-1", held, kind=kind)

    assert (type(event).__name__, event.reason) == ("TicketDenied", "not_granted")
    assert rule in event.because.rules
    assert "Только для владельцев (" in event.because.ru
    assert "Купить абонемент вы можете в личном кабинете." in event.because.ru


@pytest.mark.breaks("NANO-38", "NANO-39")
@pytest.mark.parametrize(
    ("kind", "rule"), [("network_licence", "NANO-38"), ("printed_certificate", "NANO-39")]
)
def test_a_subscriber_whose_requests_are_spent_asks_as_others_do(kind, rule):
    spent = Allowance(date(2026, 3, 1), date(2027, 2, 28), 10, 10)

    event = judged(NANOSOFT, "A-1", right(NANOSOFT, "abonement"), kind=kind, allowance=spent)

    assert (type(event).__name__, event.reason) == ("TicketDenied", "not_granted")
    assert rule in event.because.rules


@pytest.mark.parametrize("act", ["reopened", "attached", "split"])
def test_a_request_for_a_grant_is_denied_whenever_it_is_judged_anew(act):
    event = judged(NANOSOFT, kind="network_licence", act=act)

    assert event.reason == "not_granted"


@pytest.mark.parametrize(
    ("since", "licensed", "granted"),
    [
        (date(2025, 11, 23), None, True),
        (date(2025, 11, 24), None, False),
        (date(2026, 9, 1), date(2026, 9, 1), True),
        (None, None, False),
    ],
)
def test_a_grant_that_wants_a_plan_held_without_a_gap_counts_from_then(since, licensed, granted):
    kind = {"slug": "new_version", "name": {"ru": "версия", "en": "a version"}}
    content = REGIONSOFT.model_dump(mode="json")
    content["form"]["kinds"].append(kind | {"grant": "new_versions"})
    edition = type(REGIONSOFT).model_validate(content)
    held = right(edition, "priority")

    event = judged(edition, "A-1", held, kind="new_version", held_since=since, licensed_on=licensed)

    assert (type(event).__name__ == "TicketEntitled") is granted


@pytest.mark.keeps("NANO-38", "NANO-39")
@pytest.mark.parametrize("kind", ["network_licence", "printed_certificate"])
def test_a_subscriber_may_ask_for_it(kind):
    event = judged(NANOSOFT, "A-1", right(NANOSOFT, "abonement"), kind=kind)

    assert event.plan == "abonement"
    grant = NANOSOFT.form.kind(kind).grant
    assert NANOSOFT.plan("abonement").grant(grant).slug == grant


@pytest.mark.breaks("CPRO-R-25")
@pytest.mark.parametrize(
    ("held", "hint"),
    [
        (None, "Возможно, номер указан неточно или не полностью."),
        (
            right(CRYPTOPRO, "certificate", contacts=("boris",)),
            "Возможно, номер принадлежит другому пользователю.",
        ),
    ],
)
def test_a_doubtful_number_is_hinted_at_and_refuses_nothing_by_itself(held, hint):
    event = judged(CRYPTOPRO, "A-1", held)

    assert type(event).__name__ == "TicketLeftUncovered"
    assert "CPRO-R-25" in event.because.rules
    assert event.because.ru.endswith(hint)


@pytest.mark.keeps("CPRO-R-25")
def test_an_engineer_may_doubt_a_number_for_one_of_three_reasons():
    doubt = CRYPTOPRO.reason("certificate_in_doubt")

    event = judged(CRYPTOPRO, "A-1", right(CRYPTOPRO, "certificate"))

    assert event.plan == "certificate"
    assert "CPRO-R-25" in doubt.rules
    assert [each.title.ru for each in doubt.of if each.rules == ("CPRO-R-25",)] == [
        "номер неточен",
        "номер неполон",
        "номер принадлежит другому",
    ]
