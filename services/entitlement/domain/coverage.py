"""May this ticket be served: judged on the day it came, and anew when it is opened again, when its
kind is another or when the number of a right is attached to it."""

from functools import reduce
from typing import assert_never

from libs.decider import Decider
from libs.events.entitlement import CoverageEvent, QuotaEvent, TicketDenied, TicketEntitled
from libs.regulation import Text
from services.entitlement.domain import quotas
from services.entitlement.domain.asking import DecideCoverage, JudgeTicket, SettleQuota, SpendQuota
from services.entitlement.domain.covered import Coverage, Decided, Events, evolve
from services.entitlement.domain.judging import is_same, judge
from services.entitlement.domain.obliged import told

Command = JudgeTicket | DecideCoverage | SpendQuota | SettleQuota


def decide(command: Command, coverage: Coverage) -> Events:
    match command:
        case DecideCoverage():
            return in_turn(command, coverage)
        case SpendQuota():
            return spend(command, coverage)
        case SettleQuota():
            return settle(command, coverage)
        case JudgeTicket():
            return []
        case _:
            assert_never(command)


def in_turn(command: DecideCoverage, coverage: Coverage) -> Events:
    """What held when the request came, then what became of it: as if each was judged at once."""
    events = decide_coverage(command, coverage)
    if command.then is None:
        return events
    return [*events, *in_turn(command.then, reduce(evolve, events, coverage))]


def decide_coverage(command: DecideCoverage, coverage: Coverage) -> Events:
    """A ticket opened again, or of another kind, is judged anew (A-26): only another result is
    news, or a denial. A right learned late entitles an open ticket that no right covers, and takes
    nothing (A-05); one that was denied is closed, and stays so."""
    decided, learned = coverage.decided, command.act == "learned"
    again = command.act in ("learned", "classified", "lapsed")
    if decided is not None and command.at <= decided.occurred_at and not again:
        return []
    if learned and (coverage.entitlement_id or isinstance(decided, TicketDenied)):
        return []
    event, reserves = judge(command, coverage)
    event = told(command, event)
    if learned and reserves is None:
        return []
    news: Events = [] if decided is not None and is_same(event, decided) else [event]
    return [*_given_up(command, coverage, event), *news, *(reserves or ())]


def _given_up(command: DecideCoverage, coverage: Coverage, event: Decided) -> Events:
    """What the ticket held or spent of a right that was named for it by mistake, or under which
    its work turned out not to be given (A-05). One that is denied for its kind ends at once, and
    settles then."""
    held = coverage.reserved
    if held is None or coverage.progress == "returned":
        return []
    if isinstance(event, TicketEntitled) and event.entitlement_id == held.entitlement_id:
        return []
    if command.act == "attached":
        return [quotas.returned(held, command.at, "attached")]
    if command.act == "classified" and not isinstance(event, TicketDenied):
        return [quotas.returned(held, command.at, "classified")]
    return []


def spend(command: SpendQuota, coverage: Coverage) -> Events:
    held = coverage.reserved
    if held is None or coverage.progress != "reserved":
        return []
    said = Text(ru="Запрос списан: обращение взято в работу", en="The request is spent: work began")
    return [quotas.spent(held, command.at, said)]


def settle(command: SettleQuota, coverage: Coverage) -> Events:
    """A ticket that ended gives its request back where the edition says so, else it is spent."""
    held = coverage.reserved
    if held is None or coverage.progress == "returned":
        return []
    if command.outcome in held.returned_on:
        return [quotas.returned(held, command.at, command.outcome)]
    if coverage.progress == "spent":
        return []
    said = Text(ru="Запрос списан: обращение закрыто", en="The request is spent: it was closed")
    return [quotas.spent(held, command.at, said)]


decider: Decider[Command, Coverage, CoverageEvent | QuotaEvent] = Decider(
    "coverage",
    (JudgeTicket, DecideCoverage, SpendQuota, SettleQuota),
    Coverage(),
    decide,
    evolve,
)
