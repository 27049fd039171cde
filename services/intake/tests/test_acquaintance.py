"""Contacts are looked up together, and each who asked gets his own answer."""

import asyncio

import pytest
from asyncpg import InterfaceError

from libs.runtime.database import Database
from services.intake.acquaintance import Acquaintance
from services.intake.tests.words import REQUEST


async def test_each_of_many_who_ask_at_once_gets_the_contact_he_asked_for(desk, portal):
    known = (await portal.submit(REQUEST)).json()["contact_id"]
    await desk.settle()
    acquaintance = Acquaintance(desk.replicas["intake"].database)

    asked = [known, "nobody", known, "somebody else"]
    found = await asyncio.gather(*(acquaintance.find(contact_id) for contact_id in asked))

    assert [contact.language for contact in found] == ["ru", None, "ru", None]
    assert "Иванова" in found[0].particulars
    assert not any(contact.is_erased for contact in found)


async def test_who_asks_while_the_database_is_away_is_told_so_and_may_ask_again(desk):
    database = Database("intake", is_reader=False)
    database.api = await _closed_pool(desk)
    acquaintance = Acquaintance(database)

    for _ in range(2):
        with pytest.raises(InterfaceError):
            await acquaintance.find("anybody")


async def _closed_pool(desk):
    elsewhere = Database("intake", is_reader=False)
    settings = desk.replicas["intake"].settings
    await elsewhere.open(settings.runtime_database_url, settings.api_database_url, 1)
    await elsewhere.close()
    return elsewhere.api
