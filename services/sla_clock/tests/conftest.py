"""A desk of sla_clock and of those who say what intake and entitlement would say."""

import pytest

from libs.events.base import Because
from libs.events.entitlement import (
    CalendarPublished,
    RegulationPublished,
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
)
from libs.events.intake import SolutionReceived, TicketSubmitted
from libs.worktime import Calendar
from services.sla_clock.main import service
from services.sla_clock.tests.laws import CRYPTOPRO, HOLIDAYS, ROWS, TECHNOKAD, at
from tests.desk import running_desk
from tests.speaking import say, speaker

WHY = Because(ru="право", en="right")


def published(law):
    return RegulationPublished(
        vendor=law.edition.vendor,
        occurred_at=at("2015-01-01 00:00"),
        edition=law.edition.id,
        in_force_from=law.edition.in_force_at(),
        digest="",
        content=law.edition.model_dump(mode="json"),
    )


def calendar(rows, when="2026-01-01 00:00"):
    return CalendarPublished(
        vendor="*",
        occurred_at=at(when),
        calendar="ru",
        calendar_version=Calendar.from_csv(rows, HOLIDAYS).version,
        rows=rows,
        holidays=HOLIDAYS,
    )


class Town:
    """What the other services say of tickets, and what sla_clock makes of it."""

    def __init__(self, desk):
        self.desk = desk

    async def say(self, *events):
        """Let the events happen, one after the other, each taken in before the next."""
        for event in events:
            await say(self.desk, event)
            await self.desk.settle()

    async def submit(self, when, law=CRYPTOPRO, ticket="t1", channel="portal", **right):
        """A ticket came at an instant and was found entitled."""
        submitted = self.submitted(when, law, ticket, channel)
        await self.say(submitted, self.entitled(when, law, ticket, channel, **right))

    def submitted(self, when, law=CRYPTOPRO, ticket="t1", channel="portal"):
        return TicketSubmitted(
            vendor=law.edition.vendor,
            occurred_at=at(when),
            ticket_id=ticket,
            number=f"N-{ticket}",
            contact_id="anna",
            client="portal",
            channel=channel,
            kind="problem",
            language="ru",
            product=None,
            certificate=None,
            edition=law.edition.id,
            digest="",
            subject="Ключ",
            body="Не читается",
        )

    def entitled(self, when, law=CRYPTOPRO, ticket="t1", channel="portal", level=None):
        facts = self.about(when, law, ticket) | {"edition": law.edition.id, "because": WHY}
        return TicketEntitled(
            **facts,
            entitlement_id="e1",
            customer_id="k1",
            plan="certificate",
            level=level,
            queue="general",
            channel=channel,
            product=None,
            received_at=at(when),
        )

    def uncovered(self, when, law=CRYPTOPRO, ticket="t1"):
        facts = self.about(when, law, ticket) | {"edition": law.edition.id, "because": WHY}
        return TicketLeftUncovered(
            **facts, reason="expired", channel="portal", product=None, received_at=at(when)
        )

    def denied(self, when, law=CRYPTOPRO, ticket="t1"):
        facts = self.about(when, law, ticket) | {"edition": law.edition.id, "because": WHY}
        return TicketDenied(**facts, reason="expired")

    def received(self, when, message="m1", evidence="portal_view", law=CRYPTOPRO, ticket="t1"):
        facts = self.about(when, law, ticket)
        return SolutionReceived(**facts, message_id=message, evidence=evidence)

    def done(self, event, when, law=CRYPTOPRO, ticket="t1", **facts):
        """An act of somebody on the ticket."""
        usual = {
            "message_id": "m1",
            "contact_id": "anna",
            "engineer_id": "boris",
            "channel": "portal",
            "reopened_by": "contact",
            "closed_by": "engineer",
            "outcome": "solved",
            "digest": "",
            "reason": "сложный случай",
            "body": "Текст",
        }
        return event(**usual | self.about(when, law, ticket) | facts)

    def about(self, when, law, ticket):
        return {"vendor": law.edition.vendor, "occurred_at": at(when), "ticket_id": ticket}

    async def course(self, ticket="t1"):
        """What happened to a ticket's clocks: each event's name, clock and own instant."""
        return [
            (row["type"], row["clock_id"].removeprefix(f"{ticket}:"), row["occurred_at"])
            for row in await self.rows(
                "select type, facts->>'clock_id' as clock_id, occurred_at from events"
                " where stream = $1 order by stream_version",
                f"clocks-{ticket}",
            )
        ]

    async def rows(self, query, *values):
        async with self.desk.replicas["sla_clock"].database.reading(None) as db:
            return [dict(row) for row in await db.fetch(query, *values)]

    async def clocks(self, ticket="t1", vendor="cryptopro"):
        async with self.desk.client("sla_clock", vendor=vendor) as client:
            return await client.get(f"/v1/tickets/{ticket}/clocks")


@pytest.fixture(scope="session")
async def whole_desk(postgres_url):
    async with running_desk(
        postgres_url, speaker("intake"), speaker("entitlement"), service
    ) as desk:
        yield desk


@pytest.fixture
async def town(whole_desk):
    await whole_desk.empty()
    whole_desk.set_time(at("2026-01-01 00:00"))
    town = Town(whole_desk)
    await say(whole_desk, calendar(ROWS), published(CRYPTOPRO), published(TECHNOKAD))
    await whole_desk.settle()
    return town
