"""What the doctor can still say of a desk whose Kafka is away."""

from dataclasses import replace

import pytest

from cli.doctor.examination import examine
from cli.home import Home
from cli.running import RunningDesk
from libs.runtime.broker import Broker
from libs.runtime.command import SERVICES, service_named
from tests.desk import Desk
from tests.servers import tell

NOWHERE = "127.0.0.1:1"


@pytest.fixture
async def examined(database_url, tmp_path):
    """A desk without Kafka and with one event in its stores, looked at once."""
    desk = Desk(database_url, [service_named(name) for name in SERVICES])
    await desk.start()
    async with desk.client("intake", vendor="cryptopro") as operator:
        issued = await operator.post(
            "/v1/keys",
            json={"client": "portal", "scopes": ["submit"]},
            headers={"Idempotency-Key": "once"},
        )
    assert issued.status_code == 201
    await desk.stop()
    await park(database_url)
    running = RunningDesk(
        home=Home(tmp_path),
        services={name: [f"http://{NOWHERE}"] for name in SERVICES},
        database_url=database_url,
        broker=Broker(NOWHERE),
    )
    return await examine(running, patience=0, report=lambda *_: None)


async def park(database_url):
    await tell(
        database_url,
        "insert into routing.parked_keys (key, shard, vendor, error, attempts)"
        " values ('t1', 0, 'cryptopro', 'a defect', 1)",
    )


async def test_without_kafka_stores_services_and_parked_keys_are_still_examined(examined):
    found = {finding.check: finding for finding in examined.findings}

    assert set(found) == {"topic away", "unready", "relay", "lag", "parked"}
    assert found["parked"].facts["key"] == "t1"
    assert len([one for one in examined.findings if one.check == "unready"]) == len(SERVICES)
    assert examined.as_data()["services"]["intake"] == {
        "events": 1,
        "relayed": 0,
        "on_topic": None,
        "parked": 0,
        "closed_shards": 0,
    }
    assert not examined.well


async def test_without_kafka_it_is_said_where_it_was_looked_for_and_what_to_do(examined):
    away = next(finding for finding in examined.findings if finding.check == "topic away")

    for language in ("ru", "en"):
        assert f"{NOWHERE} (KafkaConnectionError)" in away.said(language)
        assert "`vakhta start kafka`" in away.said(language)


async def test_without_kafka_nothing_is_brought_back(examined):
    closed = replace(examined.findings[0], check="closed", facts={"shard": 0})

    assert replace(examined, findings=[closed]).lost() == {}
