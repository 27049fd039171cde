"""When something happens to a ticket, what that means for the promises made on it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from asyncpg import Record

from libs.events.entitlement import (
    CalendarPublished,
    ScheduleOverridden,
    SpecialDaysChosen,
    TicketDenied,
    TicketEntitled,
    TicketLeftUncovered,
)
from libs.events.intake import (
    ClosingTimeAgreed,
    SolutionReceived,
    TicketClassified,
)
from libs.regulation import Situation
from libs.runtime.database import Db
from libs.runtime.editions import Editions
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Row
from services.sla_clock.acts import Act, act_of, is_closed, waits_for
from services.sla_clock.calendars import count_anew, law_of
from services.sla_clock.domain import (
    Command,
    DropClock,
    ReachDue,
    RestoreClocks,
    SayNothingPromised,
    WarnClock,
    decider,
)
from services.sla_clock.law import Law
from services.sla_clock.projections import right_of
from services.sla_clock.queries import (
    acts_of_message,
    acts_since_opening,
    clocks_of,
    due_clocks,
    history,
    known_ticket,
)
from services.sla_clock.wishes import (
    AGREED_ANEW,
    Judged,
    moved,
    not_promised,
    recorded,
    situation_of,
    starts,
    without_right,
)

DECIDED_AT_ONCE = 500
ANSWERS = ("ReplySent", "InformationRequested", "SolutionProposed", "CallAnswered")
CLASSIFIED = "TicketClassified"
Wish = Command | SayNothingPromised


async def react(envelope: Envelope, db: Db, editions: Editions) -> Sequence[Wish]:
    """The commands that a fact of another service means for a ticket's clocks."""
    match envelope.event:
        case TicketEntitled() | TicketLeftUncovered() as judged:
            return await _judged(judged, db, editions)
        case TicketDenied() as denied:
            return [without_right(denied)]
        case SolutionReceived() as received:
            return await _received(received, db, editions)
        case ClosingTimeAgreed() as agreed:
            return await _agreed(agreed, db, editions)
        case TicketClassified() as classified:
            return await _classified(classified, db, editions)
        case CalendarPublished() | ScheduleOverridden() | SpecialDaysChosen() as change:
            return await count_anew(change, db, editions)
    act = act_of(envelope.event)
    return await _acted(act, envelope.record.position, db, editions) if act else ()


async def tick(now: datetime, read_to: Mapping[int, datetime], db: Db) -> Sequence[Command]:
    """Warnings whose instant has come, and ends of clocks that nothing can keep any more."""
    return [_reached(clock, now) for clock in await due_clocks(db, now, read_to, DECIDED_AT_ONCE)]


async def _judged(judged: Judged, db: Db, editions: Editions) -> list[Wish]:
    """The first promises, and what has been done since: the right may be known late, and judged
    twice by then. What was promised already, by another kind or right, runs on."""
    ticket = {**await known_ticket(db, judged.ticket_id), **right_of(judged)}
    law = await law_of(ticket["edition"], db, editions)
    acts = await acts_since_opening(db, judged.ticket_id)
    wishes: list[Wish] = [] if ticket["covered"] else [without_right(judged)]
    if ticket["covered"] and ticket["was_covered"] is False:
        return wishes + _promises_from_now(ticket, acts, judged.occurred_at, law)
    if not any(act.occasion == "reopening" for act in acts):
        made = await history(db, judged.ticket_id) if ticket["was_covered"] is not None else ()
        known = {clock.started.clock for clock in decider.fold(made).values()}
        wishes += _first_promises(ticket, judged.received_at, law, known)
        wishes += not_promised(
            ticket, judged.occurred_at, law, has_plan=isinstance(judged, TicketEntitled)
        )
    for position, act in enumerate(acts):
        wishes += _means(act, acts[:position], ticket, law)
    return wishes


async def _classified(event: TicketClassified, db: Db, editions: Editions) -> list[Wish]:
    """Another kind or topic is another situation: what no longer holds in it is dropped, and what
    it promises besides counts from now."""
    ticket = await known_ticket(db, event.ticket_id)
    acts = await acts_since_opening(db, event.ticket_id)
    if ticket["covered"] is None or is_closed(acts):
        return []
    law = await law_of(ticket["edition"], db, editions)
    wishes: list[Wish] = [
        DropClock(event.ticket_id, event.vendor, event.occurred_at, clock["clock_id"], CLASSIFIED)
        for clock in await clocks_of(db, event.ticket_id)
        if not _still_holds(clock, ticket, law)
    ]
    clocks = decider.fold(await history(db, event.ticket_id)).values()
    kept = {each.started.clock for each in clocks if each.status != "cancelled"}
    dropped = {each.clock_id for each in wishes if isinstance(each, DropClock)}
    kept -= {each.started.clock for each in clocks if each.started.clock_id in dropped}
    again = f":{event.occurred_at:%Y%m%d%H%M%S}"
    wishes += _promises_from_now(ticket, acts, event.occurred_at, law, kept, again)
    if ticket["plan"] is None and not ticket["covered"]:
        return wishes
    return wishes + not_promised(ticket, event.occurred_at, law, has_plan=True)


def _still_holds(clock: Record, ticket: Row, law: Law) -> bool:
    if clock["situation"] is None:
        return True
    about = {"kind": ticket["kind"], "topic": ticket["topic"]}
    now = Situation.model_validate(clock["situation"] | about)
    return any(rule.name == clock["clock"] for rule in law.edition.clocks(now))


def _promises_from_now(
    ticket: Row,
    acts: Sequence[Act],
    at: datetime,
    law: Law,
    but: Collection[str] = (),
    again: str = "",
) -> list[Command]:
    """A right learned late promises an answer to what still waits for one, from the instant that
    it is known (A-05); a ticket that is closed, or answered, gets nothing. `but` are clocks that
    it has already."""
    last = next((act for act in reversed(acts) if act.name in ANSWERS or act.occasion), None)
    if is_closed(acts) or (last and last.name in ANSWERS):
        return []
    message = last.message_id if last else None
    promises = law.promises(_situation_now(ticket, last), at)
    return starts(ticket, at, message, [each for each in promises if each.clock not in but], again)


def _situation_now(ticket: Row, last: Act | None) -> Situation:
    """What a ticket is promised by what asked for an answer last."""
    if last is None or last.occasion is None:
        return situation_of(ticket, "first")
    return situation_of(ticket, last.occasion, last.channel)


async def _acted(act: Act, position: int, db: Db, editions: Editions) -> list[Command]:
    ticket = await known_ticket(db, act.ticket_id)
    before = await acts_since_opening(db, act.ticket_id, position)
    if act.name == "MergeUndone":
        return await _restored(act, before, ticket, db, editions)
    if ticket["covered"] is None:
        return [recorded(act)]
    if act.occasion is None and waits_for(act, before) is None:
        return [recorded(act)]
    return _means(act, before, ticket, await law_of(ticket["edition"], db, editions))


async def _restored(
    act: Act, before: Sequence[Act], ticket: Row, db: Db, editions: Editions
) -> list[Command]:
    """A ticket that is one of its own again has the promises that ended with its merge."""
    merged_at = next((each.at for each in reversed(before) if each.name == "TicketClosed"), None)
    if merged_at is None:
        return []
    law = await law_of(ticket["edition"], db, editions)
    return [RestoreClocks(act.ticket_id, act.vendor, act.at, merged_at, law.hours_by)]


async def _received(received: SolutionReceived, db: Db, editions: Editions) -> list[Command]:
    """A proven receipt begins the days after which a ticket closes by itself (CPRO-P-40…45)."""
    ticket = await known_ticket(db, received.ticket_id)
    law = await law_of(ticket["edition"], db, editions)
    rule = law.edition.auto_close
    if rule is None or received.evidence not in rule.evidence:
        return []
    acts = await acts_of_message(db, received.ticket_id, received.message_id)
    if not acts or acts[0] not in rule.after:
        return []
    closing = law.closing(received.occurred_at, ticket["number"])
    again = f":{len(acts)}" if len(acts) > 1 else ""
    return starts(ticket, received.occurred_at, received.message_id, [closing], again)


async def _agreed(agreed: ClosingTimeAgreed, db: Db, editions: Editions) -> list[Command]:
    """The time of a solution, agreed for the first time or anew (NANO-47)."""
    ticket = await known_ticket(db, agreed.ticket_id)
    law = await law_of(ticket["edition"], db, editions)
    running = {clock["clock"]: clock["clock_id"] for clock in await clocks_of(db, agreed.ticket_id)}
    wishes: list[Command] = []
    for promise in law.agreed(situation_of(ticket, "first"), agreed.occurred_at, agreed.due_at):
        if promise.clock in running:
            clock_id = running[promise.clock]
            wishes.append(moved(ticket, agreed.occurred_at, clock_id, promise, AGREED_ANEW))
        else:
            again = f":{agreed.occurred_at:%Y%m%d%H%M%S}"
            wishes += starts(ticket, agreed.occurred_at, None, [promise], again)
    return wishes


def _first_promises(
    ticket: Row, received_at: datetime, law: Law, but: Collection[str]
) -> list[Command]:
    promises = law.promises(situation_of(ticket, "first"), received_at)
    return starts(ticket, received_at, None, [each for each in promises if each.clock not in but])


def _means(act: Act, before: Sequence[Act], ticket: Row, law: Law) -> list[Command]:
    """An act ends what it ends and, where it asks for an answer anew, begins what it begins; one
    that is learned of late is followed by what was done since."""
    later = sorted((each for each in before if each.at > act.at), key=lambda each: each.at)
    earlier = [each for each in before if each.at <= act.at]
    afterwards = tuple(
        recorded(each, waits_for(each, [*earlier, act, *later[:place]]), law)
        for place, each in enumerate(later)
    )
    done = recorded(act, waits_for(act, earlier), law, afterwards)
    if act.occasion is None:
        return [done]
    promises = law.promises(situation_of(ticket, act.occasion, act.channel), act.at)
    begun = starts(ticket, act.at, act.message_id, promises)
    return [done, *begun, *(recorded(each) for each in later if begun)]


def _reached(clock: Record, now: datetime) -> Command:
    ticket_id, vendor, clock_id = clock["ticket_id"], clock["vendor"], clock["clock_id"]
    if clock["next_at"] < clock["due_at"]:
        return WarnClock(ticket_id, vendor, now, clock_id)
    return ReachDue(ticket_id, vendor, now, clock_id, clock["read_to"])
