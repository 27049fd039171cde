"""Publication of editions and calendars, and consent to them."""

from datetime import UTC, date, datetime

import pytest

from libs.decider import Invalid, Refused
from services.entitlement.domain import acceptance, calendars, regulations
from services.entitlement.domain.acceptance import AcceptRegulation
from services.entitlement.domain.calendars import PublishCalendar
from services.entitlement.domain.regulations import PublishRegulation
from services.entitlement.tests.editions import ACME, edition

NOON = datetime(2026, 3, 1, 9, tzinfo=UTC)
NEXT = edition(id="acme-2026", in_force_from="2026-03-17")
HOLIDAYS = '[[holiday]]\ndays = ["01-01"]\nen = "New Year"\nru = "Новый год"\nru_of = "Нового года"'
ROWS = "date,kind,note\n2026-01-01,holiday,New Year\n"


def decided(decider, given, when):
    return decider.decide(when, decider.fold(given))


def published(edition, binding=None, at=NOON, given=(), others=None):
    command = PublishRegulation(edition.id, edition.vendor, at, edition, binding, others or {})
    return decided(regulations.decider, given, command)


def test_a_first_edition_holds_at_once():
    event, effect = published(ACME)

    assert (effect.edition, effect.occurred_at, effect.supersedes) == ("acme-2020", NOON, None)
    assert event.edition == "acme-2020"
    assert event.in_force_from == datetime(2019, 12, 31, 21, tzinfo=UTC)
    assert edition().model_validate(event.content) == ACME


def test_a_change_published_on_1_march_holds_from_17_march():
    (event,) = published(NEXT, binding=ACME)

    assert event.in_force_from == datetime(2026, 3, 16, 21, tzinfo=UTC)


def test_an_earlier_date_is_refused_and_the_earliest_one_named():
    hasty = edition(id="acme-2026", in_force_from="2026-03-16")

    with pytest.raises(Invalid, match=r"2026-03-17 at the earliest .*CPRO-R-50"):
        published(hasty, binding=ACME)


def test_the_day_of_publication_is_the_one_on_the_vendors_clock():
    just_after_midnight_in_moscow = datetime(2026, 3, 1, 21, 30, tzinfo=UTC)

    with pytest.raises(Invalid, match="2026-03-18"):
        published(NEXT, binding=ACME, at=just_after_midnight_in_moscow)


def test_a_change_cannot_shorten_its_own_notice():
    impatient = edition(
        id="acme-2026",
        in_force_from="2026-03-02",
        publication={"notice_days": 0, "site": "https://acme.example"},
    )

    with pytest.raises(Invalid, match="calendar days of notice: 15"):
        published(impatient, binding=ACME)


def test_the_same_edition_again_is_nothing_new():
    assert published(ACME, binding=ACME, given=published(ACME)) == []


def test_a_published_edition_never_changes():
    other = edition(ticket_prefix="XY")

    with pytest.raises(Refused, match="stays as it is"):
        published(other, given=published(ACME))


def test_another_vendors_edition_is_not_ones_own_to_publish():
    command = PublishRegulation(
        "other-1", "acme", NOON, edition(vendor="other", id="other-1"), None
    )
    with pytest.raises(Invalid, match="an edition of other"):
        decided(regulations.decider, (), command)
    with pytest.raises(Invalid, match="starts with its vendor"):
        published(edition(id="other-1"))


@pytest.mark.parametrize("year", [1, 9999])
def test_an_edition_of_no_sensible_year_is_refused(year):
    changed = edition().model_copy(update={"in_force_from": date(year, 1, 1)})
    with pytest.raises(Invalid, match="in_force_from"):
        published(changed)


def calendar(rows=ROWS, given=()):
    command = PublishCalendar("ru", "*", NOON, rows, HOLIDAYS)
    return decided(calendars.decider, given, command)


def test_a_calendar_is_published_for_all_vendors():
    (event,) = calendar()

    assert (event.vendor, event.calendar, len(event.calendar_version)) == ("*", "ru", 12)


def test_an_old_copy_of_a_calendar_never_comes_back():
    first = calendar()
    newer = calendar(ROWS + "2026-01-02,holiday,New Year\n", given=first)

    assert len(newer) == 1
    assert calendar(given=first + newer) == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("yesterday,holiday,New Year", "line 2"),
        ("2026-01-05,holiday,day off moved from yesterday (decree 1 of 2025-09-24)", "yesterday"),
        ("2026-01-05,holiday,day off moved from 2026-01-03 (decree 1 of autumn)", "autumn"),
        ("a\rb", "new-line"),
        ("9999-01-01,holiday,New Year", "out of range"),
    ],
)
def test_a_calendar_that_could_not_be_read_later_is_refused_at_once(rows, said):
    with pytest.raises(Invalid, match=said):
        calendar(f"date,kind,note\n{rows}\n")


def test_the_first_request_under_an_edition_is_consent_once():
    def request(ticket, edition, given=()):
        command = AcceptRegulation("anna", "acme", NOON, edition, ticket)
        return decided(acceptance.decider, given, command)

    first = request("t1", "acme-2020")

    assert (first[0].contact_id, first[0].ticket_id) == ("anna", "t1")
    assert request("t2", "acme-2020", given=first) == []
    assert len(request("t3", "acme-2026", given=first)) == 1
