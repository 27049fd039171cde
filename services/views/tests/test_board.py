"""What offices hand over at the ends of their shifts, and what is said of a waiting ticket."""

from datetime import UTC, datetime

import pytest

from libs.events.intake import InformationRequested, ReceiptWithdrawn, SolutionReceived
from libs.events.routing import HandOverPlanned
from libs.events.sla_clock import NothingPromised
from services.views.board import board_of
from services.views.tests.telling import BECAUSE, FRIDAY, HOUR, assigned, started, submitted, told

ONE_PM = datetime(2026, 2, 20, 10, tzinfo=UTC)


def row(number, due="2026-02-20T15:30:00+03:00", overdue=False, office="novosibirsk"):
    return {
        "ticket_id": f"t{number}",
        "number": f"TK-{number}",
        "subject": "Тема",
        "engineer_id": "anna",
        "engineer": "Анна",
        "office_id": office,
        "office_ru": "Новосибирский филиал",
        "office_en": "Novosibirsk branch",
        "hand_over_at": ONE_PM,
        "due_at": due and datetime.fromisoformat(due),
        "clock": due and "take_into_work",
        "overdue": overdue,
        "due_local": due,
    }


def test_an_office_says_what_it_hands_over_and_which_burns_when():
    tomorrow, later = "2026-02-24T09:10:00+03:00", "2026-02-20T12:30:00+03:00"
    rows = [row(1, later, overdue=True), row(2), row(3, tomorrow), row(4, None)]

    (hand_over,) = board_of(rows).hand_overs

    assert hand_over.ru == (
        "передаём 4 обращения; № TK-1 просрочено с 12:30; № TK-2 сгорит в 15:30;"
        " № TK-3 сгорит 24.02 09:10"
    )
    assert hand_over.en == (
        "4 tickets to hand over; TK-1 is overdue since 12:30; TK-2 burns at 15:30;"
        " TK-3 burns at 24.02 09:10"
    )
    assert hand_over.tickets[3].ru == "№ TK-4 без срока"


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 обращение"), (2, "2 обращения"), (5, "5 обращений")]
)
def test_the_number_of_tickets_has_the_right_plural(count, said):
    (hand_over,) = board_of([row(n) for n in range(count)]).hand_overs

    assert hand_over.ru.startswith(f"передаём {said};")


def test_each_office_has_its_own_line():
    rows = [row(1, office="moscow"), row(2, office="novosibirsk")]

    assert [each.office_id for each in board_of(rows).hand_overs] == ["moscow", "novosibirsk"]


async def test_the_board_shows_what_is_to_be_handed_over_in_the_hours_to_come(world):
    await world.say(submitted(), started(), assigned())
    plan = {"hand_over_at": FRIDAY + 2 * HOUR, "due_at": None}
    await world.say(told(HandOverPlanned, **plan))

    (hand_over,) = (await world.get("board")).json()["hand_overs"]
    elsewhere = (await world.get("board", office="nowhere")).json()["hand_overs"]
    too_early = (await world.get("board", hours=1)).json()["hand_overs"]

    assert hand_over["tickets"][0]["ticket_id"] == "t1"
    assert hand_over["ru"].startswith("передаём 1 обращение")
    assert elsewhere == too_early == []


async def test_a_ticket_whose_receipt_is_not_proven_says_that_it_does_not_close_by_itself(world):
    await world.say(submitted(), told(InformationRequested, body="Версия?"))
    unproven = (await world.ticket())["waiting"]
    await world.say(told(SolutionReceived, evidence="mx_accepted"))
    proven = await world.ticket()
    await world.say(told(ReceiptWithdrawn, evidence="mx_accepted", reason="5.1.1"))
    withdrawn = await world.ticket()

    assert unproven["ru"] == "Получение не подтверждено: само обращение не закроется."
    assert (proven["received_by"], withdrawn["received_by"]) == ("mx_accepted", None)
    assert withdrawn["waiting"] == unproven


async def test_a_ticket_that_will_close_says_when_as_a_letter_does(world):
    trace = {"trace": {"due": "2026-05-06T18:00:00+03:00"}}
    closing = started(
        clock_id="t1:auto_close:m1",
        clock="auto_close",
        message_id="m1",
        because=BECAUSE.model_copy(update={"facts": trace}),
    )
    await world.say(submitted(), told(InformationRequested, body="Версия?"), closing)

    assert (await world.ticket())["waiting"] == {
        "ru": "Закроется в среду 6 мая в 18:00, если не ответите.",
        "en": "It closes on Wednesday 6 May at 18:00 unless you answer.",
    }


async def test_what_is_not_promised_is_told_on_the_ticket(world):
    words = BECAUSE.model_copy(update={"ru": "Срок не устанавливается."})
    await world.say(
        submitted(), told(NothingPromised, clocks=("resolution",), tells=True, because=words)
    )

    assert (await world.ticket())["not_promised"]["ru"] == "Срок не устанавливается."
