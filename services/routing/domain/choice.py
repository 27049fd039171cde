"""Who takes a ticket now, or what it waits for.

A covered ticket goes to whoever had it before it was reopened, else to whom its contact discussed
it with (NANO-08), else to an engineer dedicated to its customer or, while he is off duty, to his
deputy, else to the least loaded, of the office whose number was dialled if there is one: each
only if he is on duty and, but for the first two, knows the product. Whoever had it, the one it
was discussed with and the dedicated one are waited for if they come before the deadline
and are not absent; a deadline that becomes known later ends the wait. Of equals the one with the
least id takes it. An uncovered ticket goes to whoever on duty has no covered one (CPRO-P-20).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.routing.domain.board import Board, Colleague

Reason = Literal[
    "previous",
    "discussed",
    "dedicated",
    "deputy",
    "deputy_knows",
    "line",
    "least_loaded",
    "equally_loaded",
    "alone",
    "free",
    "previous_comes",
    "discussed_comes",
    "dedicated_comes",
    "nobody_on_shift",
    "nobody_knows",
    "nobody_free",
    "covered_first",
]


@dataclass(frozen=True)
class Take:
    """The colleague takes it."""

    colleague: Colleague
    reason: Reason


@dataclass(frozen=True)
class Wait:
    """It waits, and is tried again at `until`."""

    until: datetime
    reason: Reason


def choose(board: Board, at: datetime, previous_id: str | None) -> Take | Wait:
    """Who takes a ticket that nobody has; `previous_id` had it before it was reopened."""
    if not board.able:
        return Wait(board.opens_at, "nobody_knows")
    if board.ticket.priority == "uncovered":
        return _in_turn(board, at, previous_id)
    return (
        _familiar_on_duty(board, at, previous_id)
        or _deputy(board, at)
        or _familiar_coming(board, at, previous_id)
        or _office_of_line(board, at)
        or _least_loaded(board, at)
        or _next_shift(board, at)
    )


def taker(board: Board, at: datetime, due: datetime, leaving: Colleague) -> Colleague | None:
    """Who takes a ticket over from someone who leaves and will not be back before it is due:
    whoever is on duty, else whoever is first; of these the dedicated and the least loaded."""
    others = [
        each
        for each in board.able
        if each != leaving and (each.is_on_duty(at) or _comes_before(each, at, due))
    ]
    return min(others, key=lambda each: (each.shifts[0].begins, *_rank(each)), default=None)


def offers(
    colleagues: Sequence[Colleague], waiting: Iterable[tuple[str, str | None]], at: datetime
) -> list[str]:
    """Which uncovered tickets, longest waiting first, someone free can take (CPRO-P-20).

    `waiting` has ids and products.
    """
    free = [each for each in colleagues if each.is_on_duty(at) and each.covered == 0]
    return [
        ticket_id for ticket_id, product in waiting if any(each.knows(product) for each in free)
    ]


def _in_turn(board: Board, at: datetime, previous_id: str | None) -> Take | Wait:
    """An uncovered ticket is given only to who has no covered one waiting or in work."""
    on_duty = [each for each in board.able if each.is_on_duty(at)]
    if not on_duty:
        return _next_shift(board, at)
    if board.covered_waiting:
        return Wait(at, "covered_first")
    free = [each for each in on_duty if each.covered == 0]
    if not free:
        return Wait(_next_shift(board, at).until, "nobody_free")
    return Take(min(free, key=lambda each: (each.engineer_id != previous_id, *_rank(each))), "free")


def _familiar_on_duty(board: Board, at: datetime, previous_id: str | None) -> Take | None:
    for colleague, reason, _ in _familiar(board, previous_id):
        if colleague.is_on_duty(at):
            return Take(colleague, reason)
    return None


def _familiar_coming(board: Board, at: datetime, previous_id: str | None) -> Wait | None:
    """Who knows the ticket or its customer is waited for where the deadline allows it."""
    for colleague, _, reason in _familiar(board, previous_id):
        comes = colleague.comes(at)
        due = board.ticket.due_at
        if comes and not colleague.away and (due is None or comes < due):
            return Wait(comes, reason)
    return None


def _familiar(board: Board, previous_id: str | None) -> list[tuple[Colleague, Reason, Reason]]:
    found: list[tuple[Colleague, Reason, Reason]] = []
    if previous := board.colleague(previous_id):
        found.append((previous, "previous", "previous_comes"))
    if discussed := board.colleague(board.ticket.discussed_with):
        found.append((discussed, "discussed", "discussed_comes"))
    for dedicated in sorted((each for each in board.able if each.dedicated), key=_rank):
        found.append((dedicated, "dedicated", "dedicated_comes"))
    return found


def _deputy(board: Board, at: datetime) -> Take | None:
    """Who stands in for the dedicated engineer, where that one is off duty or does not know the
    product."""
    unknowing = any(each.dedicated and each not in board.able for each in board.colleagues)
    reason: Reason = "deputy_knows" if unknowing else "deputy"
    deputies = sorted((each for each in board.able if each.deputy), key=_rank)
    return next((Take(each, reason) for each in deputies if each.is_on_duty(at)), None)


def _office_of_line(board: Board, at: datetime) -> Take | None:
    """Who sits where the call was made to, before all others (TKAD-18)."""
    office = board.line_office
    there = [each for each in board.able if office == each.office_id and each.is_on_duty(at)]
    return Take(min(there, key=_rank), "line") if there else None


def _least_loaded(board: Board, at: datetime) -> Take | None:
    on_duty = sorted((each for each in board.able if each.is_on_duty(at)), key=_rank)
    if not on_duty:
        return None
    first, *others = on_duty
    if not others:
        return Take(first, "alone")
    return Take(first, "equally_loaded" if others[0].load == first.load else "least_loaded")


def _next_shift(board: Board, at: datetime) -> Wait:
    coming = [comes for each in board.able if (comes := each.comes(at))]
    return Wait(min(coming, default=board.opens_at), "nobody_on_shift")


def _comes_before(colleague: Colleague, at: datetime, due: datetime) -> bool:
    comes = colleague.comes(at)
    return comes is not None and comes < due


def _rank(colleague: Colleague) -> tuple[bool, int, str]:
    return (not colleague.dedicated, colleague.load, colleague.engineer_id)
