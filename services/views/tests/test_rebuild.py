"""The same events give the same rows, whichever service's come first, and erasure stays."""

from libs.events.intake import ContactErased
from libs.runtime.store import COLUMNS, record_of
from services.views.projections import PROJECTIONS
from services.views.tests.telling import (
    assigned,
    broken,
    charged,
    closed,
    contact,
    customer,
    delivered,
    engineer,
    entitled,
    note,
    office,
    placed,
    queued,
    reply,
    returned,
    scheduled,
    started,
    submitted,
    told,
    unpromised,
    warned,
)

COURSE = (
    contact(),
    customer(),
    office(),
    engineer(),
    submitted(),
    entitled(),
    charged(),
    started(),
    unpromised(),
    queued(),
    assigned(),
    note(),
    placed("priority"),
    scheduled(),
    delivered(),
    warned(),
    broken(),
    reply(),
    closed(),
    returned(),
)


async def all_rows(world):
    return {
        projection.table: await world.rows(projection.table, ", ".join(projection.keyed_by))
        for projection in PROJECTIONS
    }


async def test_rows_do_not_depend_on_the_order_in_which_services_are_heard(world):
    await world.say(*COURSE)
    views = world.desk.replicas["views"]
    before = await all_rows(world)
    heard = {name: await records_of(world, name) for name in world.desk.replicas if name != "views"}

    await forget(world)
    for name in ("notification", "routing", "sla_clock", "entitlement", "intake"):
        for shard in range(views.database.shards):
            records = [record for record in heard[name] if record.shard == shard]
            assert await views.delivery.deliver(shard, records) is None

    assert all(before.values())
    assert await all_rows(world) == before


async def test_events_delivered_twice_change_nothing(world):
    await world.say(*COURSE)
    before = await all_rows(world)

    await world.desk.redeliver()

    assert await all_rows(world) == before


async def test_nothing_that_a_person_typed_is_left_after_erasure(world):
    await world.say(*COURSE)
    typed = ("Иван Петров", "ivan@example.org", "Установщики", "Переустановите", "пароль")
    before = str(await all_rows(world))
    assert all(word in before for word in typed)
    assert await world.listed(text="установщик") == ["t1"]

    await world.say(told(ContactErased, contact_id="ivan", erased_by="operator"))

    after = str(await all_rows(world))
    assert not any(word in after for word in typed)
    assert await world.listed(text="установщик") == []
    ticket = await world.ticket()
    assert (ticket["subject"], ticket["body"], ticket["contact"]["name"]) == (None, None, None)
    assert (ticket["number"], ticket["status"]) == ("CP-t1", "closed")
    assert len((await world.get("tickets/t1/timeline")).json()["items"]) == len(COURSE) - 4


def test_each_table_keeps_its_rows_apart_by_vendor():
    assert all("vendor text" in projection.columns for projection in PROJECTIONS)


async def records_of(world, name):
    async with world.desk.replicas[name].database.reading(None) as db:
        rows = await db.fetch(f"select {COLUMNS}, facts::text from events order by shard, position")
    return [record_of(name, row) for row in rows]


async def forget(world):
    """Let views have heard nothing yet, but keep the personal halves that have come."""
    views = world.desk.replicas["views"]
    tables = [projection.table for projection in PROJECTIONS]
    async with views.database.noting() as db:
        for table in (*tables, "watermarks"):
            await db.execute(f"delete from {table}")
    for shard in range(views.database.shards):
        await views.delivery.take(shard)
