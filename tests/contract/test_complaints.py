"""Conduct and complaints through all services: who is told, and who never reads of it."""

import pytest

from tests.contract.world import QUESTION, TICKET

HEAD = """vendor = "cryptopro"
[[holders]]
role = "head_of_support"
name = "Ольга Павлова"
email = "head@example.com"
from_date = 2026-01-01

[[engineers]]
name = "Анна Смирнова"
email = "anna.sokolova@support.example"
office = "moscow"
manager = "manager@example.com"
"""


@pytest.fixture
def mails(world):
    """Address and text of all mails that this test's acts lead to."""
    world.mails.clear()
    return world.mails


async def submit(world, vendor, request):
    answer = await world.post("intake", "tickets", world.keys[vendor]["client"], request)
    assert answer.status_code == 201, answer.text
    return answer.json()["ticket_id"]


@pytest.mark.shows("CPRO-R-33")
@pytest.mark.keeps("CPRO-R-37")
async def test_everybody_reads_the_norms_and_to_whom_he_may_complain(world):
    keys = world.keys["cryptopro"]
    await world.post("entitlement", "facts", keys["administrator"], {"facts": HEAD})
    told = (await world.ask("entitlement", "conduct", keys["client"])).json()

    assert told["text"]["ru"] == (
        "Общение Пользователя и Сотрудника Службы технической поддержки должно быть корректным,"
        " соответствующим общепринятым нормам этикета и культуры речи. Ни в коем случае не"
        " допускаются оскорбления и нецензурные выражения."
    )
    assert told["complaint"]["email"] == "head@example.com"
    assert told["complaint"]["rules"] == ["CPRO-R-37"]


@pytest.mark.keeps("CPRO-R-37")
async def test_a_complaint_reaches_the_head_and_no_engineer(world, mails):
    keys = world.keys["cryptopro"]
    await world.post("entitlement", "facts", keys["administrator"], {"facts": HEAD})
    ticket = await submit(world, "cryptopro", TICKET)
    before = (await world.ask("views", f"tickets/{ticket}", keys["engineer"])).json()
    mails.clear()

    raised = await world.post(
        "intake", f"tickets/{ticket}/complaints", keys["client"], {"body": "Отвечали грубо."}
    )

    assert raised.status_code == 201, raised.text
    assert raised.json()["because"]["rules"] == ["CPRO-R-37"]
    assert {address for address, _ in mails} == {"head@example.com", "anna@example.com"}
    path = f"complaints/{raised.json()['complaint_id']}"
    seen = {
        role: (await world.ask("intake", path, keys[role])).status_code
        for role in ("client", "stranger", "engineer", "administrator")
    }
    assert seen == {"client": 200, "stranger": 404, "engineer": 404, "administrator": 200}
    assert (await world.ask("views", f"tickets/{ticket}", keys["engineer"])).json() == before


@pytest.mark.keeps("CPRO-R-36")
async def test_the_engineers_own_manager_is_told_when_he_stops(world, mails):
    keys = world.keys["cryptopro"]
    await world.post("entitlement", "facts", keys["administrator"], {"facts": HEAD})
    ticket = await submit(world, "cryptopro", TICKET)
    mails.clear()

    await world.post("intake", f"tickets/{ticket}/stop", keys["engineer"], {"body": "Оскорбления."})

    shown = (await world.ask("views", f"tickets/{ticket}", keys["client"])).json()
    assert (shown["status"], shown["outcome"]) == ("closed", "stopped")
    assert {address for address, _ in mails} >= {"manager@example.com", "anna@example.com"}


@pytest.mark.keeps("TKAD-61")
@pytest.mark.shows("TKAD-62")
async def test_the_letter_to_the_head_depends_on_no_completeness(world, mails):
    keys = world.keys["technokad"]
    incomplete = QUESTION | {
        "answers": {k: v for k, v in QUESTION["answers"].items() if k != "steps"}
    }
    ticket = await submit(world, "technokad", incomplete)
    told = (await world.ask("entitlement", "conduct", keys["client"])).json()
    letter = await world.post(
        "intake", f"tickets/{ticket}/complaints", keys["client"], {"body": "Закрыто рано."}
    )

    assert told["complaint"]["email"] == "cep@technokad.ru"
    assert told["complaint"]["role"]["ru"] == (
        "руководитель отдела технической поддержки и сопровождения ПО"
    )
    assert letter.status_code == 201
    assert "cep@technokad.ru" in {address for address, _ in mails}
