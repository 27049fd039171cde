"""What is put off, left to a release, or waits for an administrator, and how it comes back."""

from datetime import date

import pytest

from libs.decider import Refused
from libs.regulation.tests.desk import REGIONSOFT, TECHNOKAD
from services.intake.api.reasons import needed, why
from services.intake.domain.waiting import (
    DeferTicket,
    NoteRelease,
    PostponeTicket,
    RequestSysadmin,
    ResumeTicket,
)
from services.intake.tests.deciding import (
    PROPOSED,
    SUBMITTED,
    WHERE,
    WHY,
    WROTE,
    closed,
    decided,
    names,
    state,
    text,
)

POSTPONE = PostponeTicket(
    **text("later"), engineer_id="anna", reason="meaning_unclear", until=None, because=WHY
)
RESUME = ResumeTicket(**WHERE, engineer_id="anna")


def sysadmin():
    reason = needed(REGIONSOFT, "needs_sysadmin", "waiting", "", "")
    return RequestSysadmin(
        **text("admin"),
        engineer_id="anna",
        reason="needs_sysadmin",
        because=why(REGIONSOFT, reason, None),
    )


def defer(message_id="d", edition=TECHNOKAD, release="8.4", planned_on=None):
    reason = needed(edition, _reason(edition), "deferred", "", "")
    told = edition.deferral
    return DeferTicket(
        **text(message_id),
        engineer_id="anna",
        reason=reason.slug,
        product="express",
        release=release,
        planned_on=planned_on,
        tells_changes=told.tells_changes,
        because=edition.because(told, reason, ru=told.message.ru, en=told.message.en),
    )


def _reason(edition):
    return next(each.slug for each in edition.reasons if "deferred" in each.leads_to)


def released(release="8.4", product="express", edition=TECHNOKAD):
    return NoteRelease(
        **WHERE,
        message_id="out",
        digest="out",
        product=product,
        release=release,
        released_on=date(2026, 12, 15),
        closes=edition.deferral.closes_with_release(),
        because=WHY,
    )


def test_a_ticket_put_off_says_why_and_comes_back():
    (postponed,) = decided([SUBMITTED], POSTPONE)
    resumed = decided([SUBMITTED, postponed], RESUME)

    assert state(SUBMITTED, postponed).status == "postponed"
    assert state(SUBMITTED, postponed, *resumed).status == "open"
    assert decided([SUBMITTED, postponed, *resumed], RESUME) == []


def test_a_message_does_not_bring_back_what_was_put_off():
    (postponed,) = decided([SUBMITTED], POSTPONE)

    assert state(SUBMITTED, postponed, WROTE).status == "postponed"


@pytest.mark.parametrize("ask", [lambda: POSTPONE, defer, sysadmin, lambda: RESUME])
def test_a_closed_ticket_is_neither_put_off_nor_gone_on_with(ask):
    with pytest.raises(Refused, match="closed"):
        decided([SUBMITTED, closed("solved")], ask())


def test_a_proposed_solution_is_not_simply_passed_over():
    with pytest.raises(Refused, match="propose another"):
        decided([SUBMITTED, PROPOSED], RESUME)


@pytest.mark.keeps("RGN-72")
def test_a_ticket_waits_for_the_clients_administrator():
    (asked,) = decided([SUBMITTED], sysadmin())

    assert (state(SUBMITTED, asked).status, state(SUBMITTED, asked).waits_for) == (
        "waiting",
        "sysadmin",
    )
    assert asked.because.rules == ("RGN-72",)
    assert state(SUBMITTED, asked, WROTE).status == "open"


@pytest.mark.keeps("TKAD-13")
def test_a_release_proposes_the_solution_to_what_was_left_to_it_and_names_the_build():
    (deferred,) = decided([SUBMITTED], defer())
    came_out = decided([SUBMITTED, deferred], released())
    ticket = state(SUBMITTED, deferred, *came_out)

    assert state(SUBMITTED, deferred).status == "deferred"
    assert "TKAD-13" in deferred.because.rules
    assert deferred.because.ru == (
        "Обращение требует доработок и будет решено в последующем обновлении. Дата выпуска"
        " обновления определяется в процессе диагностики и в соответствии с общим планом"
        " разработки."
    )
    assert [type(event).__name__ for event in came_out] == ["ReleasePublished", "SolutionProposed"]
    assert "8.4" in came_out[1].body
    assert (ticket.status, ticket.waits_for) == ("waiting", "confirmation")


@pytest.mark.breaks("TKAD-13")
def test_another_release_or_product_solves_nothing_and_none_closes_by_itself():
    (deferred,) = decided([SUBMITTED], defer())

    assert decided([SUBMITTED, deferred], released("8.5")) == []
    assert decided([SUBMITTED, deferred], released(product="geo")) == []
    assert decided([SUBMITTED], released()) == []
    assert "TicketClosed" not in names([SUBMITTED, deferred], released())
    assert "TKAD-13" in deferred.because.rules


def test_where_the_edition_says_so_the_release_closes():
    (deferred,) = decided([SUBMITTED], defer())
    closing = NoteRelease(
        **WHERE,
        message_id="out",
        digest="out",
        product="express",
        release="8.4",
        released_on=date(2026, 12, 15),
        closes=True,
        because=WHY,
    )

    assert names([SUBMITTED, deferred], closing) == ["ReleasePublished", "TicketClosed"]


@pytest.mark.keeps("TKAD-14")
def test_a_planned_date_that_moves_is_told_each_time():
    first = decided([SUBMITTED], defer(planned_on=date(2026, 12, 1)))
    moved = decided([SUBMITTED, *first], defer("d2", planned_on=date(2026, 12, 15)))

    assert [(event.is_change, event.tells) for event in (*first, *moved)] == [
        (False, True),
        (True, True),
    ]
    assert (moved[0].planned_before, moved[0].planned_on) == (
        date(2026, 12, 1),
        date(2026, 12, 15),
    )
    assert "TKAD-14" in moved[0].because.rules
    again = defer("d3", planned_on=date(2026, 12, 15))
    assert decided([SUBMITTED, *first, *moved], again) == []


def test_where_the_edition_does_not_tell_changes_only_the_first_plan_is_told():
    first = decided([SUBMITTED], defer(edition=REGIONSOFT, planned_on=date(2026, 12, 1)))
    moved = decided(
        [SUBMITTED, *first], defer("d2", edition=REGIONSOFT, planned_on=date(2026, 12, 15))
    )

    assert [event.tells for event in (*first, *moved)] == [True, False]
