"""Intake alone on a real Postgres, with two vendors' editions published to it."""

import pytest

from services.intake.acquaintance import Acquaintance
from services.intake.main import service
from services.intake.numbers import TicketNumbers
from services.intake.tests.hearing import publish
from services.intake.tests.speaking import Client
from services.intake.tests.words import NOON
from tests.desk import running_desk


@pytest.fixture(scope="session")
async def intake_desk(postgres_url):
    async with running_desk(postgres_url, service) as desk:
        yield desk


@pytest.fixture
async def desk(intake_desk):
    await intake_desk.empty()
    intake_desk.set_time(NOON)
    database = intake_desk.replicas["intake"].database
    intake_desk.apps["intake"].state.ticket_numbers = TicketNumbers(database)
    intake_desk.apps["intake"].state.acquaintance = Acquaintance(database)
    await publish(intake_desk, "cryptopro")
    await publish(intake_desk, "technokad")
    return intake_desk


@pytest.fixture
async def operator(desk):
    async with desk.client("intake", vendor="cryptopro") as http:
        yield Client(http)


@pytest.fixture
async def portal(desk, operator):
    """The vendor's portal: it submits and reads its own."""
    key = await operator.new_key("portal", scopes=["submit", "read_own"])
    async with desk.client("intake", key) as http:
        yield Client(http)


@pytest.fixture
async def anna(desk, operator):
    """An engineer with a key of her own."""
    key = await operator.new_key("desk", scopes=["engineer"], engineer_id="anna")
    async with desk.client("intake", key) as http:
        yield Client(http)


@pytest.fixture
async def technokad(desk):
    async with desk.client("intake", vendor="technokad") as http:
        yield Client(http)
