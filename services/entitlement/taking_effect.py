"""Published editions take effect at their instant, and supersede the one before."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from libs.events.entitlement import RegulationTookEffect
from libs.runtime.database import Db
from services.entitlement.domain.regulations import SupersedeRegulation, TakeEffect
from services.entitlement.projections.regulations import taking_effect


async def effects(now: datetime, read_to: Mapping[int, datetime], db: Db) -> Sequence[TakeEffect]:
    """What takes effect by now, each at its own instant."""
    rows = await taking_effect(db, list(read_to), now)
    return [TakeEffect(r["edition"], r["vendor"], r["at"], r["supersedes"]) for r in rows]


def supersedes(effect: RegulationTookEffect) -> Sequence[SupersedeRegulation]:
    """The end of the edition that held before."""
    if effect.supersedes is None:
        return ()
    before, at = effect.supersedes, effect.occurred_at
    return (SupersedeRegulation(before, effect.vendor, at, by=effect.edition),)
