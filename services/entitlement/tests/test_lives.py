"""The life of an edition: drafted, checked, published, in force, superseded."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from libs.decider import Refused
from libs.regulation import Edition
from libs.regulation.tests.desk import CRYPTOPRO, TECHNOKAD
from services.entitlement.domain.announcing import TooEarly
from services.entitlement.domain.regulations import (
    DraftRegulation,
    PublishRegulation,
    SupersedeRegulation,
    TakeEffect,
    WithdrawDraft,
    decider,
)

MOSCOW = ZoneInfo("Europe/Moscow")
NOON = datetime(2026, 3, 1, 12, tzinfo=MOSCOW)


def changed(before, since, **parts):
    """An edition that says something otherwise."""
    document = before.model_dump(mode="json") | {
        "id": f"{before.vendor}-2026",
        "in_force_from": since,
    }
    for part, values in parts.items():
        document[part] = document[part] | values
    return Edition.model_validate(document)


def published(after, before, at=NOON, given=(), **more):
    command = PublishRegulation(after.id, after.vendor, at, after, before, **more)
    return decider.decide(command, decider.fold(given))


def longer(before, since):
    """A change of the regulation itself: its hours."""
    return changed(before, since, schedule={"preholiday_cut_minutes": 90})


@pytest.mark.keeps("CPRO-R-49", "CPRO-R-50")
def test_a_change_published_on_1_march_holds_from_17_march():
    (event,) = published(longer(CRYPTOPRO, "2026-03-17"), CRYPTOPRO)

    assert event.in_force_from == datetime(2026, 3, 16, 21, tzinfo=UTC)
    assert {"CPRO-R-49", "CPRO-R-50"} <= set(event.because.rules)
    assert event.because.ru == (
        "Опубликовано 01.03.2026; уведомление за 15 календарных дней, день публикации не считается;"
        " действует с 17.03.2026"
    )


@pytest.mark.breaks("CPRO-R-49", "CPRO-R-50")
def test_a_change_that_holds_too_early_is_refused_naming_the_earliest_day():
    with pytest.raises(TooEarly) as early:
        published(longer(CRYPTOPRO, "2026-03-16"), CRYPTOPRO)

    assert {"CPRO-R-49", "CPRO-R-50"} <= set(early.value.rules)
    assert "may hold from 2026-03-17 at the earliest" in str(early.value)
    assert "не раньше 17.03.2026" in early.value.said.ru


@pytest.mark.keeps("CPRO-R-51")
def test_where_the_text_stands_and_what_it_is_are_kept():
    (event,) = published(
        longer(CRYPTOPRO, "2026-03-17"), CRYPTOPRO, address="https://example.org/r", text_digest="7"
    )
    (plain,) = published(longer(CRYPTOPRO, "2026-03-17"), CRYPTOPRO)

    assert (event.address, event.text_digest) == ("https://example.org/r", "7")
    assert plain.address == "www.cryptopro.ru"
    assert "CPRO-R-51" in plain.because.rules


@pytest.mark.breaks("CPRO-R-51")
def test_what_was_published_is_never_another_text():
    first = published(longer(CRYPTOPRO, "2026-03-17"), CRYPTOPRO)
    other = longer(CRYPTOPRO, "2026-03-18")

    with pytest.raises(Refused, match="is published and stays as it is"):
        published(other, CRYPTOPRO, given=first)


@pytest.mark.keeps("CPRO-R-52")
def test_a_first_edition_holds_from_its_publication():
    event, effect = published(CRYPTOPRO, None)

    assert (effect.occurred_at, effect.supersedes) == (NOON, None)
    assert "CPRO-R-52" in event.because.rules
    assert event.because.ru.startswith("Первая редакция действует без уведомления")


@pytest.mark.breaks("CPRO-R-52")
def test_no_later_edition_holds_from_its_publication():
    with pytest.raises(TooEarly) as early:
        published(longer(CRYPTOPRO, "2026-03-01"), CRYPTOPRO)

    assert "CPRO-R-52" in early.value.rules


@pytest.mark.keeps("TKAD-04", "TKAD-05")
def test_a_vendor_without_a_notice_period_changes_from_the_next_midnight():
    (event,) = published(longer(TECHNOKAD, "2026-03-02"), TECHNOKAD)

    assert event.in_force_from == datetime(2026, 3, 1, 21, tzinfo=UTC)
    assert {"TKAD-04", "TKAD-05"} <= set(event.because.rules)
    assert event.address == "http://www.technokad.ru/"
    assert "срока уведомления нет" in event.because.ru


@pytest.mark.breaks("TKAD-04", "TKAD-05")
def test_no_edition_holds_before_it_was_published():
    with pytest.raises(TooEarly) as early:
        published(longer(TECHNOKAD, "2026-03-01"), TECHNOKAD)

    assert {"TKAD-04", "TKAD-05"} <= set(early.value.rules)


def test_the_portal_guide_may_change_without_notice():
    guide = changed(CRYPTOPRO, "2026-03-02", view={"solved": "shown"})

    (event,) = published(guide, CRYPTOPRO)

    assert "срока уведомления нет" in event.because.ru


def test_the_guide_changed_together_with_the_regulation_needs_the_notice():
    both = changed(
        CRYPTOPRO,
        "2026-03-02",
        view={"solved": "shown"},
        schedule={"preholiday_cut_minutes": 90},
    )

    with pytest.raises(TooEarly):
        published(both, CRYPTOPRO)


def test_two_changes_never_hold_from_the_same_day():
    change = longer(CRYPTOPRO, "2026-03-17")

    with pytest.raises(Refused, match="the edition cryptopro-2025 holds from 2026-03-17 too"):
        published(change, CRYPTOPRO, others={"cryptopro-2025": change.in_force_at()})


def draft(text, given=()):
    command = DraftRegulation("cryptopro-2026", "cryptopro", NOON, text, ())
    return decider.decide(command, decider.fold(given))


def test_a_draft_is_checked_replaced_and_taken_back():
    first = draft("one")
    second = draft("two", given=first)
    withdraw = WithdrawDraft("cryptopro-2026", "cryptopro", NOON)
    withdrawn = decider.decide(withdraw, decider.fold([*first, *second]))

    assert [type(each).__name__ for each in first] == ["RegulationDrafted", "RegulationChecked"]
    assert draft("one", given=first) == []
    assert [type(each).__name__ for each in withdrawn] == ["RegulationWithdrawn"]
    assert decider.decide(withdraw, decider.fold([*first, *withdrawn])) == []


def test_what_is_published_is_drafted_and_taken_back_no_more():
    given = published(longer(CRYPTOPRO, "2026-03-17"), CRYPTOPRO)

    with pytest.raises(Refused, match="draft the change under another id"):
        draft("one", given=given)
    with pytest.raises(Refused, match="publish another one"):
        decider.decide(WithdrawDraft("cryptopro-2026", "cryptopro", NOON), decider.fold(given))


def test_an_edition_takes_effect_once_at_its_own_instant_and_ends_the_one_before():
    given = published(longer(CRYPTOPRO, "2026-03-17"), CRYPTOPRO)
    midnight = datetime(2026, 3, 17, tzinfo=MOSCOW)
    effect = TakeEffect("cryptopro-2026", "cryptopro", midnight, "cryptopro-2015")
    early = TakeEffect("cryptopro-2026", "cryptopro", NOON, None)

    (took,) = decider.decide(effect, decider.fold(given))

    assert (took.occurred_at, took.supersedes) == (midnight, "cryptopro-2015")
    assert decider.decide(early, decider.fold(given)) == []
    assert decider.decide(effect, decider.fold([*given, took])) == []


def test_an_edition_in_force_is_superseded_once():
    given = published(CRYPTOPRO, None)
    supersede = SupersedeRegulation("cryptopro-2015", "cryptopro", NOON, by="cryptopro-2026")

    (ended,) = decider.decide(supersede, decider.fold(given))

    assert ended.by == "cryptopro-2026"
    assert decider.decide(supersede, decider.fold([*given, ended])) == []
