"""Other services' events, as intake hears them."""

from datetime import UTC
from uuid import uuid4

from libs.events.codec import OWNER_OF, encode
from libs.events.entitlement import RegulationPublished
from libs.regulation.tests.desk import EDITIONS
from libs.runtime.envelope import Record
from libs.runtime.shards import key_of, shard_of
from services.intake.tests.words import NOON
from tests.desk import SHARDS


async def publish(desk, vendor, **changes):
    edition = EDITIONS[vendor].model_copy(update=changes)
    event = RegulationPublished(
        vendor=vendor,
        occurred_at=NOON,
        edition=edition.id,
        in_force_from=edition.in_force_at().astimezone(UTC),
        digest="",
        content=edition.model_dump(mode="json"),
    )
    await hear(desk, f"regulation-{edition.id}", event)


async def hear(desk, stream, event):
    """Deliver one event of another service, behind all that were delivered before."""
    delivery = desk.replicas["intake"].delivery
    source, shard = OWNER_OF[type(event).__name__], shard_of(key_of(stream), SHARDS)
    position = delivery.shards[shard].marks[source].position + 1
    record = Record(
        source=source,
        shard=shard,
        position=position,
        stream=stream,
        stream_version=1,
        id=uuid4(),
        type=type(event).__name__,
        version=event.version,
        vendor=event.vendor,
        occurred_at=event.occurred_at,
        recorded_at=event.occurred_at,
        correlation=uuid4(),
        causation=None,
        traceparent="",
        facts=encode(event).facts,
    )
    assert await delivery.deliver(shard, [record]) is None
    return record


async def said(desk, name):
    """The facts of the newest event of this name that intake wrote, as JSON text."""
    written = [record for record in await desk.settle() if record.type == name]
    return written[-1].facts
