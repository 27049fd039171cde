"""What a change says otherwise than the edition in force, when it may hold, whom it touches."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from libs.regulation import Edition
from libs.regulation.comparison import sentence
from libs.regulation.differences import Difference
from libs.regulation.notice import changes, earliest_start
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from services.entitlement.projections.acceptances import accepted_by
from services.entitlement.projections.open_tickets import open_under
from services.entitlement.projections.regulations import binding_edition, other_editions


class Differing(BaseModel):
    """One value that differs, with its rules, in one sentence."""

    place: str
    rules: list[str]
    ru: str
    en: str

    @classmethod
    def of(cls, each: Difference) -> "Differing":
        return cls(
            place=each.place,
            rules=list(each.rules),
            ru=sentence(each, "ru"),
            en=sentence(each, "en"),
        )


class Comparison(BaseModel):
    """What differs between two editions."""

    before: str
    after: str
    differences: list[Differing]

    @classmethod
    def of(cls, before: Edition, after: Edition) -> "Comparison":
        return cls(
            before=before.id,
            after=after.id,
            differences=[Differing.of(each) for each in changes(before, after)],
        )


class Change(Comparison):
    """A change beside the edition that it is published under.

    `earliest`: the first day on which it may hold if it is published today. `open_tickets` keep
    the edition before, which `accepted_by` contacts accepted. `scheduled`: other changes that are
    published and hold later, with their first days.
    """

    earliest: date
    open_tickets: int
    accepted_by: int
    scheduled: dict[str, date]


async def compared(
    after: Edition, vendor: str, now: datetime, db: Db, editions: Editions
) -> Change | None:
    """The change that an edition is; None for the first one."""
    binding = await binding_edition(db, vendor, now, after.id)
    if binding is None:
        return None
    before = await editions.named(binding, db)
    zone = ZoneInfo(before.schedule.zone)
    others = await other_editions(db, vendor, after.id)
    return Change(
        **Comparison.of(before, after).model_dump(),
        earliest=earliest_start(before, after, now.astimezone(zone).date()),
        open_tickets=await open_under(db, before.id),
        accepted_by=await accepted_by(db, before.id),
        scheduled={
            edition: since.astimezone(zone).date()
            for edition, since in others.items()
            if since > now and edition != before.id
        },
    )
