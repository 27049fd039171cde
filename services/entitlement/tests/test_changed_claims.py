"""What covers a ticket whose number was named later, and one that was a part of another."""

from datetime import timedelta

import pytest

from libs.events.intake import CertificateAttached
from services.entitlement.tests.conftest import TODAY
from services.entitlement.tests.test_quotas import (
    closed,
    drawing,
    request,
    statement,
    taken,
)
from services.entitlement.tests.test_reactions import facts, reopened

__all__ = ["drawing"]


def attached(n, number="SN-1"):
    return CertificateAttached(
        vendor="nanosoft",
        occurred_at=TODAY + timedelta(hours=3),
        ticket_id=f"t{n}",
        certificate=number,
        attached_by="contact",
    )


def part(n, of):
    return request(n, occurred_at=TODAY + timedelta(minutes=of), split_from=f"t{of}")


async def plans(drawing, n):
    entitled = await facts(drawing, "TicketEntitled")
    return [each["plan"] for each in entitled if each["ticket_id"] == f"t{n}"]


async def test_a_number_named_later_covers_the_ticket_and_takes_a_request(drawing):
    await drawing.say(request(1, certificate=None))

    await drawing.say(attached(1, " sn-1"))

    assert await plans(drawing, 1) == ["free", "abonement"]
    assert (await statement(drawing))["left"] == 9


async def test_a_number_named_for_a_closed_ticket_changes_nothing(drawing):
    await drawing.say(request(1, certificate=None), closed(1, "solved"))

    await drawing.say(attached(1))

    assert await plans(drawing, 1) == ["free"]
    assert (await statement(drawing))["left"] == 10


async def test_another_number_gives_back_what_the_wrong_one_lost(drawing):
    await drawing.say(request(1), taken(1))

    await drawing.say(attached(1, "SN-404"))

    assert await plans(drawing, 1) == ["abonement", "free"]
    (returned,) = await facts(drawing, "QuotaReturned")
    assert returned["because"]["ru"] == "Запрос возвращён: назван другой сертификат"
    assert (await statement(drawing))["left"] == 10


@pytest.mark.keeps("NANO-55")
async def test_a_part_keeps_the_right_of_the_whole_and_takes_no_request(drawing):
    await drawing.say(request(1))

    await drawing.say(part(2, of=1))
    await drawing.say(taken(2), closed(2, "solved"))
    again = reopened(TODAY + timedelta(days=1))
    await drawing.say(again.model_copy(update={"vendor": "nanosoft", "ticket_id": "t2"}))

    assert await plans(drawing, 2) == ["abonement"]
    _whole, child = await facts(drawing, "TicketEntitled")
    assert child["entitlement_id"] == drawing.right
    assert child["because"]["ru"].startswith("Обращение выделено из другого. ")
    assert (await statement(drawing))["left"] == 9


async def test_a_part_of_a_ticket_past_the_quota_is_served_as_that_one(drawing):
    await drawing.say(*(request(n) for n in range(1, 12)))
    (beyond,) = [
        int(each["ticket_id"][1:])
        for each in await facts(drawing, "TicketEntitled")
        if each["plan"] == "free"
    ]

    await drawing.say(part(20, of=beyond))

    assert await plans(drawing, 20) == ["free"]


async def test_a_part_of_a_ticket_whose_number_was_named_later_has_its_right(drawing):
    await drawing.say(request(1, certificate=None))
    await drawing.say(attached(1))

    await drawing.say(part(2, of=1).model_copy(update={"certificate": None}))

    assert await plans(drawing, 2) == ["abonement"]
