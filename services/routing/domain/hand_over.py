"""The baton: a ticket due while its engineer is off duty goes to somebody who is there."""

from datetime import datetime

from libs.events.base import Because
from libs.events.routing import AssignmentEvent, HandOverPlanned, TicketHandedOver
from services.routing.domain import words_of_leaving as words
from services.routing.domain.board import Board, Colleague
from services.routing.domain.choice import taker
from services.routing.domain.commands import Assignment, RouteTicket, Routing

Events = list[AssignmentEvent]


def watch(command: RouteTicket, board: Board, mine: Colleague, state: Assignment) -> Events:
    """Hand the ticket over if its engineer is off duty until after the deadline; else plan."""
    due = board.ticket.due_at
    if due is None or not mine.has_left(command.at, due):
        return plan(command, board, mine, state.hand_over_at)
    other = taker(board, command.at, due, mine)
    if other:
        because = words.handed_over(board, command.at, due, mine, other)
        return pass_on(command, board, mine, other, because)
    if state.hand_over_at is None:
        return []
    return [_planned(command, board, mine, None, words.nobody_takes_over(board, due, mine))]


def pass_on(
    command: Routing,
    board: Board,
    mine: Colleague,
    other: Colleague,
    because: Because,
    *,
    by_hand: bool = False,
    note: str = "",
) -> Events:
    """The other has the ticket now, and its next hand-over is planned by his shifts."""
    handed = TicketHandedOver(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        contact_id=board.ticket.contact_id,
        from_engineer_id=mine.engineer_id,
        engineer_id=other.engineer_id,
        office_id=other.office_id,
        by_hand=by_hand,
        because=because,
        note=note,
    )
    return [handed, *plan(command, board, other, None)]


def plan(command: Routing, board: Board, mine: Colleague, planned: datetime | None) -> Events:
    """Plan the hand-over to come, where it is another than the one planned, or give it up.

    Who takes a ticket while he is off duty works on it: he is not asked to hand it over.
    """
    due = board.ticket.due_at
    leaves = mine.leaves(command.at, due)
    if leaves == planned or mine.has_left(command.at, due):
        return []
    if leaves is None:
        return [_planned(command, board, mine, None, words.stays(board, mine))]
    because = words.to_be_handed_over(board, leaves, due, mine)
    return [_planned(command, board, mine, leaves, because)]


def _planned(
    command: Routing, board: Board, mine: Colleague, leaves: datetime | None, because: Because
) -> HandOverPlanned:
    return HandOverPlanned(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        engineer_id=mine.engineer_id,
        hand_over_at=leaves,
        due_at=board.ticket.due_at,
        because=because,
    )
