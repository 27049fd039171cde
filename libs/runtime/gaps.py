"""Positions that did not come over the topic are fetched from the service that owns them."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import httpx
from pydantic import TypeAdapter

from libs.runtime.envelope import Record
from libs.runtime.marks import Gap

records = TypeAdapter(list[Record])


class GapRemains(TimeoutError):
    """The owner does not hold the missing positions either (yet)."""


class Owners:
    """The services' internal addresses; any replica of the owner may answer."""

    def __init__(self, services: Mapping[str, Sequence[str]], operator_key: str) -> None:
        self._services = services
        self._headers = {"Authorization": f"Bearer {operator_key}"}

    @cached_property
    def _client(self) -> httpx.AsyncClient:
        """Made when a gap is met, which is seldom: making one takes as long as a large batch."""
        return httpx.AsyncClient(headers=self._headers, timeout=10)

    async def missing(self, gap: Gap) -> list[Record]:
        """Exactly the missing records, however many: an owner gives so many at once.

        Raises httpx.HTTPError or GapRemains; try again then.
        """
        found = part = await self.fetch(gap.source, gap.shard, gap.after, gap.before)
        while part and part[-1].position < gap.before - 1:
            part = await self.fetch(gap.source, gap.shard, part[-1].position, gap.before)
            found = [*found, *part]
        if [r.position for r in found] != list(range(gap.after + 1, gap.before)):
            raise GapRemains(f"{gap.source} does not hold {gap.after + 1}…{gap.before - 1}")
        return found

    async def fetch(self, source: str, shard: int, after: int, before: int) -> list[Record]:
        """A shard's records behind `after` and in front of `before`, from any replica."""
        error: httpx.HTTPError | None = None
        for url in self._services.get(source, ()):
            try:
                answer = await self._client.get(
                    f"{url}/internal/events",
                    params={"shard": shard, "after": after, "before": before},
                )
                answer.raise_for_status()
                return records.validate_json(answer.content)
            except httpx.HTTPError as failed:
                error = failed
        raise error or GapRemains(f"no address of {source} is known")

    async def close(self) -> None:
        if "_client" in self.__dict__:
            await self._client.aclose()
