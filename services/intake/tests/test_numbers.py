import json
from pathlib import Path

from libs.events.intake import TicketSubmitted
from libs.runtime.envelope import Envelope
from services.intake.numbers import TicketNumbers, never_again

SAMPLE = Path(__file__).parents[3] / "tests" / "contract" / "samples" / "TicketSubmitted.v2.json"


async def test_numbers_follow_one_another_for_each_vendor(desk):
    numbers = TicketNumbers(desk.replicas["intake"].database)

    assert [await numbers.next("acme") for _ in range(3)] == [1001, 1002, 1003]
    assert await numbers.next("other") == 1001


async def test_another_replica_never_gives_the_same_number(desk):
    database = desk.replicas["intake"].database
    one, two = TicketNumbers(database), TicketNumbers(database)

    given = [await numbers.next("acme") for _ in range(60) for numbers in (one, two)]

    assert len(set(given)) == 120


async def test_a_refilled_store_gives_no_number_that_came_back(desk):
    database = desk.replicas["intake"].database
    back = TicketSubmitted.model_validate(json.loads(SAMPLE.read_text()) | {"number": "CP-4711"})
    async with database.noting() as db:
        await never_again([Envelope(None, back)], db)

    assert await TicketNumbers(database).next(back.vendor) == 4712
