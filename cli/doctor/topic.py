"""What the topic holds of each service, each position once."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cli.doctor.stores import ID_BITS, Store, Told
from cli.log_reading import Place, reading
from libs.runtime.broker import Broker
from libs.runtime.envelope import Record

Shard = tuple[str, int]
MASK = (1 << ID_BITS) - 1


@dataclass
class OnTopic:
    """By source and shard: the last position, and the events that their stores had handed over
    when they were examined."""

    last: dict[Shard, int] = field(default_factory=lambda: defaultdict(int))
    events: dict[Shard, int] = field(default_factory=lambda: defaultdict(int))
    digests: dict[Shard, int] = field(default_factory=lambda: defaultdict(int))
    repeats: int = 0
    aliens: int = 0

    def add(self, record: Record, handed_over: int) -> None:
        """Take an event into account; `handed_over` is the position up to which it is compared."""
        shard = record.source, record.shard
        self.last[shard] = record.position
        if record.position <= handed_over:
            self.events[shard] += 1
            self.digests[shard] ^= record.id.int & MASK

    def as_data(self) -> dict[str, int]:
        """What else it holds, for programs."""
        return {"repeats": self.repeats, "aliens": self.aliens}

    def events_of(self, source: str) -> int:
        """How many events of a service it holds."""
        return sum(last for (service, _), last in self.last.items() if service == source)

    def told(self, shard: Shard, position: int) -> Told:
        """What is to be compared with what the store says that it has handed over."""
        return Told(position, self.events[shard], self.digests[shard])


async def read_topic(
    broker: Broker, stores: Mapping[str, Store], report: Callable[[int, int], None]
) -> OnTopic:
    """Read the whole topic. Raises TopicAway where Kafka does not answer."""
    found = OnTopic()
    async with reading(broker, Place()) as reader:
        total = reader.left
        async for batch in reader.to_the_end():
            for read in batch:
                found.add(read.record, handed_over(stores, read.record))
            report(total - reader.left, total)
        found.repeats, found.aliens = reader.seen.repeats, reader.seen.aliens
    return found


def handed_over(stores: Mapping[str, Store], record: Record) -> int:
    """How far the record's service had handed over this shard when its store was examined."""
    store = stores.get(record.source)
    told = store.relayed.get(record.shard) if store else None
    return told.position if told else 0
