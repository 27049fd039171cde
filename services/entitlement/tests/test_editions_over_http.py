"""Editions over HTTP: drafted, checked, published, read, and taking effect at midnight."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest

from libs.events.intake import TicketClosed, TicketSubmitted
from services.entitlement.tests.conftest import TODAY
from services.entitlement.tests.editions import DOCUMENT
from tests.desk import names

MIDNIGHT = datetime(2026, 12, 9, 21, tzinfo=UTC)
"""Of the first day that 15 calendar days of notice from the 23rd allow, with a day to spare."""

NEXT = "acme-2026"


def change(since="2026-12-10", name=NEXT, **parts):
    document = deepcopy(DOCUMENT) | {"id": name, "in_force_from": since, "ticket_prefix": "AX"}
    return {"edition": document | parts}


async def ask(town, method, path, body=None, vendor="acme"):
    async with town.client(vendor) as client:
        return await client.request(method, f"/v1/{path}", json=body)


async def states(town):
    items = (await town.get("regulations")).json()["items"]
    return {each["edition"]: each["state"] for each in items}


def submitted(ticket, edition="acme-2020", contact="anna", at=TODAY):
    return TicketSubmitted(
        vendor="acme", occurred_at=at, ticket_id=ticket, number=f"N-{ticket}", contact_id=contact,
        client="portal", channel="portal", kind="problem", language="ru", product="signer",
        certificate=None, edition=edition, digest="", subject="Ключ", body="Не читается",
    )  # fmt: skip


async def test_a_draft_is_checked_with_the_change_in_words_and_the_earliest_day(town):
    answer = await ask(town, "PUT", f"regulations/drafts/{NEXT}", change())

    assert answer.status_code == 200
    draft = answer.json()
    assert (draft["state"], draft["change"]["earliest"]) == ("checked", "2026-12-09")
    assert [each["ru"] for each in draft["change"]["differences"]] == [
        "ticket_prefix: было AC, стало AX"
    ]
    assert await states(town) == {"acme-2020": "in_force", NEXT: "checked"}


async def test_a_faulty_draft_is_kept_with_its_findings_and_their_lines(town):
    text = f'id = "{NEXT}"\nvendor = "acme"\nlanguages = []\n'

    draft = (await ask(town, "PUT", f"regulations/drafts/{NEXT}", {"edition": text})).json()

    assert draft["state"] == "drafted"
    found = next(each for each in draft["findings"] if each["place"] == "languages")
    assert (found["line"], found["grade"], found["said"]) == (3, "error", "is empty; fill it in")
    whole = (await town.get(f"regulations/{NEXT}")).json()
    assert (whole["text"], whole["content"]) == (text, None)


async def test_a_draft_is_withdrawn_and_its_place_is_free(town):
    await ask(town, "PUT", f"regulations/drafts/{NEXT}", change())

    answer = await ask(town, "DELETE", f"regulations/drafts/{NEXT}")

    assert answer.status_code == 204
    assert await states(town) == {"acme-2020": "in_force"}
    assert (await ask(town, "DELETE", f"regulations/drafts/{NEXT}")).status_code == 404


async def test_a_draft_is_kept_under_its_own_id_by_its_own_vendor(town):
    other = await ask(town, "PUT", "regulations/drafts/acme-1", change())
    foreign = await ask(town, "PUT", f"regulations/drafts/{NEXT}", change(), vendor="beta")

    assert (other.status_code, foreign.status_code) == (422, 422)
    assert "the text is the edition acme-2026" in other.json()["detail"]
    assert "starts with its vendor" in foreign.json()["detail"]


async def test_a_text_is_checked_without_being_kept(town):
    answer = await ask(town, "POST", "regulations/check", {"edition": "id = "})

    assert answer.json()["findings"][0]["said"].startswith("this is no TOML")
    assert await states(town) == {"acme-2020": "in_force"}


@pytest.mark.keeps("CPRO-R-50")
async def test_too_early_a_day_is_refused_in_both_languages_with_its_rule(town):
    answer = await ask(town, "POST", "regulations", change("2026-12-08"))

    assert answer.status_code == 422
    problem = answer.json()
    assert problem["rule"] == "CPRO-R-50"
    assert "may hold from 2026-12-09 at the earliest" in problem["detail"]
    assert "не раньше 09.12.2026" in problem["detail_ru"]


async def test_whom_a_change_touches_is_told_when_it_is_published(town):
    await town.say(submitted("t1"), submitted("t2", contact="boris"), submitted("t3"))
    await town.say(
        TicketClosed(
            vendor="acme", occurred_at=TODAY, ticket_id="t3", outcome="solved", closed_by="contact"
        )
    )

    answer = (await ask(town, "POST", "regulations", change())).json()

    assert answer["state"] == "published"
    assert (answer["change"]["open_tickets"], answer["change"]["accepted_by"]) == (2, 2)
    page = (await town.get("regulations/acme-2020/acceptances")).json()
    assert {each["contact_id"] for each in page["items"]} == {"anna", "boris"}


@pytest.mark.keeps("CPRO-R-49")
async def test_an_edition_takes_effect_at_the_vendors_midnight_whenever_the_tick_ran(town):
    await ask(town, "POST", "regulations", change())
    await town.desk.settle()

    told = await town.desk.at(MIDNIGHT + timedelta(hours=7))

    assert names(told) == ["RegulationTookEffect", "RegulationSuperseded"]
    assert {record.occurred_at for record in told} == {MIDNIGHT}
    assert await states(town) == {"acme-2020": "superseded", NEXT: "in_force"}


async def test_the_switch_is_exact_to_the_instant(town):
    await ask(town, "POST", "regulations", change())
    before, after = MIDNIGHT - timedelta(milliseconds=100), MIDNIGHT

    assert (await town.get("regulations/in-force", at=before.isoformat())).json()["edition"] == (
        "acme-2020"
    )
    assert (await town.get("regulations/in-force", at=after.isoformat())).json()["edition"] == NEXT


async def test_two_changes_that_are_scheduled_at_once_are_told_of_each_other(town):
    await ask(town, "POST", "regulations", change())

    later = await ask(town, "POST", "regulations", change("2027-01-01", "acme-2027"))
    same = await ask(town, "POST", "regulations", change("2026-12-10", "acme-2026b"))

    assert later.json()["change"]["scheduled"] == {NEXT: "2026-12-10"}
    assert (same.status_code, "acme-2026 holds from 2026-12-10 too" in same.json()["detail"]) == (
        409,
        True,
    )
    await town.desk.at(datetime(2027, 1, 2, tzinfo=UTC))
    assert await states(town) == {
        "acme-2020": "superseded",
        NEXT: "superseded",
        "acme-2027": "in_force",
    }


async def test_the_terms_in_force_are_shown_to_users_with_their_clauses(town):
    shown = (await town.get("regulations/in-force")).json()

    assert (shown["edition"], shown["address"]) == ("acme-2020", "https://acme.example")
    assert shown["acceptance"]["ru"] == "Вы согласны"


async def test_the_difference_to_the_edition_before_is_told_in_words(town):
    await ask(town, "POST", "regulations", change())

    told = (await town.get(f"regulations/{NEXT}/differences")).json()

    assert (told["before"], told["after"]) == ("acme-2020", NEXT)
    assert told["differences"][0]["en"] == "ticket_prefix: from AC to AX"
    assert (await town.get("regulations/acme-2020/differences")).status_code == 404
    assert (await town.get("regulations/other-1/differences")).status_code == 404


@pytest.mark.parametrize("text", ["\x00", {"id": "\x00"}, {"id": 1}, "", "a = [", "[[[", {}])
@pytest.mark.parametrize(("method", "path"), [("PUT", f"drafts/{NEXT}"), ("POST", "check")])
async def test_no_text_is_so_broken_that_the_desk_fails(town, text, method, path):
    answer = await ask(town, method, f"regulations/{path}", {"edition": text})

    assert answer.status_code in (200, 400, 422)
