"""Events brought back from the topic into stores that lost their newest ones."""

from collections.abc import Mapping, Sequence

from cli.code_of import code_of
from cli.running import RunningDesk
from libs.runtime.database import Database
from libs.runtime.editions import Editions
from libs.runtime.execution import Execution
from libs.runtime.lost_past import LostPast
from libs.runtime.refill import refill
from libs.runtime.signals import Signals

Refilled = dict[str, dict[int, int]]


async def refill_all(desk: RunningDesk, lost: Mapping[str, Sequence[int]]) -> Refilled:
    """Refill the shards that were lost; gives, by service and shard, how many events came back."""
    return {service: await _refill(desk, service, lost[service]) for service in lost}


async def _refill(desk: RunningDesk, name: str, shards: Sequence[int]) -> dict[int, int]:
    service, settings = code_of(name), desk.settings(name)
    database = Database(name, is_reader=service.is_reader)
    await database.open(settings.runtime_database_url, settings.api_database_url, connections=2)
    try:
        # A shard that its relay has not examined since must take no writes from here on.
        await LostPast(database, desk.broker).examine(shards)
        execution = Execution(service, database, Signals(f"vakhta_{name}"), Editions(database))
        async with database.reading(None) as db:
            await execution.folding.learn_columns(db)
        return await refill(execution, database, desk.broker, lambda _shard, _events: None)
    finally:
        await database.close()
