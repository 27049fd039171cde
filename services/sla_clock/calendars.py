"""The law that a ticket's time is counted by, and what days and hours published later change."""

from dataclasses import dataclass, field

from asyncpg import Record

from libs.regulation import Edition, Situation
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.guard import guard, share
from services.sla_clock.changes import Change, concerns, in_words
from services.sla_clock.counting import Rule, Times
from services.sla_clock.domain import MoveClock, Promise
from services.sla_clock.law import Law
from services.sla_clock.queries import running_clocks, ticket_of

# Those who start clocks share this lock; who takes in a change waits for them and holds it
# alone, so no clock can start by the old days after the running ones were counted anew.
CALENDARS = ("sla_clock.calendars", "all")


async def law_of(edition: str, db: Db, editions: Editions) -> Law:
    """An edition with its days and hours as they stand. Raises MissingFact where one of them is
    not known here yet."""
    await share(db, *CALENDARS)
    return await current_law(await editions.named(edition, db), editions, db)


async def current_law(edition: Edition, editions: Editions, db: Db | None = None) -> Law:
    """The same of an edition in hand."""
    calendar = await editions.calendar_of(edition, db)
    facts = await editions.facts(edition.vendor, db)
    return Law(edition, calendar, facts.overrides(edition))


async def count_anew(change: Change, db: Db, editions: Editions) -> list[MoveClock]:
    """What a change makes of all running clocks that are counted by it (A-20, NANO-49)."""
    await guard(db, *CALENDARS)
    recount = Recount(change, db, editions)
    moves: list[MoveClock] = []
    after = ""
    while page := await running_clocks(db, change.vendor, after):
        moves += [move for clock in page if (move := await recount.move(clock))]
        after = page[-1]["clock_id"]
    return moves


@dataclass
class Recount:
    """Counts clocks anew after one change; editions and rules are looked up once."""

    change: Change
    db: Db
    editions: Editions
    laws: dict[str, Law] = field(default_factory=dict)
    rules: dict[tuple[str, str, Situation | None], Rule | None] = field(default_factory=dict)

    async def move(self, clock: Record) -> MoveClock | None:
        """The command that sets a clock right; None where nothing changes."""
        law = await self._law(clock["edition"])
        rule = self._rule(law, clock)
        if rule is None or not concerns(self.change, law.edition):
            return None
        before = Times(clock["due_at"], clock["warn_at"], clock["provisional"])
        if law.times(rule, clock["started_at"]) == before:
            return None
        promise = await self._promise(law, clock)
        if promise is None:
            return None
        return MoveClock(
            id=clock["ticket_id"],
            vendor=clock["vendor"],
            at=self.change.occurred_at,
            clock_id=clock["clock_id"],
            promise=promise,
            reason=in_words(self.change, law.edition),
            hours=law.hours_for(rule, clock["started_at"]),
        )

    async def _law(self, edition: str) -> Law:
        if edition not in self.laws:
            self.laws[edition] = await law_of(edition, self.db, self.editions)
        return self.laws[edition]

    def _rule(self, law: Law, clock: Record) -> Rule | None:
        situation = _situation(clock)
        key = (law.edition.id, clock["clock"], situation)
        if key not in self.rules:
            self.rules[key] = law.rule(clock["clock"], situation)
        return self.rules[key]

    async def _promise(self, law: Law, clock: Record) -> Promise | None:
        situation = _situation(clock)
        if situation is None:
            ticket = await ticket_of(self.db, clock["ticket_id"])
            return law.closing(clock["started_at"], ticket["number"]) if ticket else None
        promises = law.promises(situation, clock["started_at"])
        return next((one for one in promises if one.clock == clock["clock"]), None)


def _situation(clock: Record) -> Situation | None:
    """What the promise depended on; None for the closing by silence, which depends on nothing."""
    return clock["situation"] and Situation.model_validate(clock["situation"])
