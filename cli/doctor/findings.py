"""What is wrong with a desk, or only worth knowing, in sentences of both languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cli.doctor.stores import Store
from cli.doctor.topic import OnTopic
from cli.language import Language
from cli.reasons import reason

SENTENCES: Mapping[str, tuple[str, str]] = {
    "topic away": (
        "Kafka не отвечает по адресу {address} ({why}), поэтому с топиком ничего не сверено: "
        "идёт ли она, покажет `vakhta status`, запустит её `vakhta start kafka`",
        "Kafka does not answer at {address} ({why}), so nothing was compared with the topic: "
        "`vakhta status` shows whether it runs, `vakhta start kafka` starts it",
    ),
    "unready": ("{replica} не готова: {why}", "{replica} is not ready: {why}"),
    "closed": (
        "{service}: раздел {shard} закрыт для записи: {why}",
        "{service}: shard {shard} takes no writes: {why}",
    ),
    "holes": (
        "{service}: в разделе {shard} до позиции {head} нет событий: {missing}",
        "{service}: shard {shard} lacks {missing} of the events up to position {head}",
    ),
    "repeated ids": (
        "{service}: событий с чужим номером: {events}",
        "{service}: {events} events have the id of another one",
    ),
    "errands": (
        "{service}: не удаются поручения: {errands}; почему, сказано в журнале сервиса",
        "{service}: {errands} errands fail; the service's log says why",
    ),
    "parked": (
        "{service}: отложен ключ {key}: {why}; `vakhta parked retry {key}`",
        "{service}: the key {key} is parked: {why}; `vakhta parked retry {key}`",
    ),
    "waits": ("{service}: ключ {key} {why}", "{service}: the key {key} {why}"),
    "set aside": (
        "{service}: отложено чужих записей: {records}",
        "{service}: {records} records that are not ours were set aside",
    ),
    "relay": (
        "{service}: не передано в топик событий: {events}",
        "{service}: {events} events are not relayed to the topic",
    ),
    "lag": (
        "{service}: не принято событий {source}: {events}",
        "{service}: is {events} events behind {source}",
    ),
    "lost past": (
        "{service}: раздел {shard} кончается на позиции {head}, а в топике есть {last}: хранилище "
        "потеряло новейшие события, их вернёт `vakhta doctor --refill`",
        "{service}: shard {shard} ends at position {head} and the topic holds {last}: the store "
        "lost its newest events, `vakhta doctor --refill` brings them back",
    ),
    "counts": (
        "{service}: раздел {shard} передал событий: {in_store}, в топике их {on_topic}",
        "{service}: shard {shard} has relayed {in_store} events, the topic holds {on_topic}",
    ),
    "ids": (
        "{service}: в разделе {shard} и в топике события с разными номерами",
        "{service}: shard {shard} and the topic hold events of different ids",
    ),
    "aliens": (
        "в топике чужих записей: {records}",
        "the topic holds {records} records that are not ours",
    ),
    "timeline": (
        "views: для историй у {source} событий {events}, а записей о них {entries}",
        "views: {source} has {events} events for timelines, {entries} entries tell of them",
    ),
}
ONLY_WORTH_KNOWING = ("set aside", "aliens")
Heads = Mapping[str, Mapping[int, int]]


@dataclass(frozen=True)
class Finding:
    """One sentence; `wrong` means that somebody must put something right."""

    check: str
    service: str
    facts: dict[str, Any]

    @property
    def wrong(self) -> bool:
        """Whether something must be put right."""
        return self.check not in ONLY_WORTH_KNOWING

    def said(self, language: Language) -> str:
        """The sentence in one language."""
        ru, en = SENTENCES[self.check]
        facts = self.facts
        if why := facts.get("why"):
            facts = facts | {"why": reason(why, language)}
        return (ru if language == "ru" else en).format(service=self.service, **facts)

    def as_data(self) -> dict[str, Any]:
        """The finding for programs."""
        words = {"ru": self.said("ru"), "en": self.said("en")}
        return {
            "check": self.check,
            "service": self.service,
            "wrong": self.wrong,
            **words,
            "facts": self.facts,
        }


def in_store(store: Store) -> Iterator[Finding]:
    """What one service's own tables tell."""
    name = store.service
    for shard, why in store.closed.items():
        yield Finding("closed", name, {"shard": shard, "why": why})
    for shard, head in store.heads.items():
        if missing := head - store.events[shard]:
            yield Finding("holes", name, {"shard": shard, "missing": missing, "head": head})
    if store.repeated_ids:
        yield Finding("repeated ids", name, {"events": store.repeated_ids})
    if store.failing_errands:
        yield Finding("errands", name, {"errands": store.failing_errands})
    for parked in store.parked:
        check = "waits" if parked.waits else "parked"
        yield Finding(check, name, {"key": parked.key, "why": parked.error})
    if store.aliens:
        yield Finding("set aside", name, {"records": store.aliens})


def behind(store: Store, targets: Heads) -> Iterator[Finding]:
    """What the service has not relayed or not taken in of what there was some time ago."""
    if unsent := unrelayed(store, targets.get(store.service, {})):
        yield Finding("relay", store.service, {"events": unsent})
    for source, heads in targets.items():
        if events := 0 if source == store.service else not_taken_in(store, source, heads):
            yield Finding("lag", store.service, {"source": source, "events": events})


def unrelayed(store: Store, heads: Mapping[int, int]) -> int:
    """Events of shards that may be relayed, and are not."""
    sent = {shard: told.position for shard, told in store.relayed.items()}
    return sum(
        max(0, head - sent.get(shard, 0))
        for shard, head in heads.items()
        if shard not in store.closed
    )


def not_taken_in(store: Store, source: str, heads: Mapping[int, int]) -> int:
    """Events of a source that lie behind the service's watermarks."""
    read = store.marks
    return sum(max(0, head - read.get((source, shard), 0)) for shard, head in heads.items())


def on_topic(store: Store, topic: OnTopic, heads: Mapping[int, int]) -> Iterator[Finding]:
    """Where a store and the topic differ; `heads` are to be read after the topic was."""
    name = store.service
    for shard in sorted({s for source, s in topic.last if source == name} | store.relayed.keys()):
        last, head = topic.last.get((name, shard), 0), heads.get(shard, 0)
        if last > head:
            yield Finding("lost past", name, {"shard": shard, "head": head, "last": last})
        elif shard in store.relayed:
            yield from _different(store, topic, shard)


def _different(store: Store, topic: OnTopic, shard: int) -> Iterator[Finding]:
    told = store.relayed[shard]
    found = topic.told((store.service, shard), told.position)
    if found.events != told.events:
        counts = {"shard": shard, "in_store": told.events, "on_topic": found.events}
        yield Finding("counts", store.service, counts)
    elif found.digest != told.digest:
        yield Finding("ids", store.service, {"shard": shard})


def not_ours(topic: OnTopic) -> Iterator[Finding]:
    """What lies on the topic and is no service's."""
    if topic.aliens:
        yield Finding("aliens", "topic", {"records": topic.aliens})
