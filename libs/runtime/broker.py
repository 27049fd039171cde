"""The Kafka of a desk: where it is and what its two topics are called."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Broker:
    """`prefix` tells desks on one cluster, and generations of one log, apart."""

    bootstrap: str
    prefix: str = "vakhta"

    @property
    def events(self) -> str:
        return f"{self.prefix}.events"

    @property
    def personal(self) -> str:
        return f"{self.prefix}.personal"

    def group(self, service: str) -> str:
        return f"{self.prefix}.{service}"
