"""One ticket's way from the queue to an engineer, to another, and out again."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from libs.decider import Decider, Refused
from libs.events.base import Because
from libs.events.routing import (
    AssignmentEvent,
    HandOverPlanned,
    Priority,
    TicketAssigned,
    TicketHandedOver,
    TicketQueued,
    TicketReturned,
)
from services.routing.domain import words, words_of_leaving
from services.routing.domain.board import Board, Colleague
from services.routing.domain.choice import Take, Wait, choose
from services.routing.domain.commands import (
    Assignment,
    Command,
    FollowEngineer,
    HandOver,
    PullTicket,
    ReturnTicket,
    RouteTicket,
    Routing,
)
from services.routing.domain.hand_over import Events, pass_on, plan, watch


def decide(command: Command, state: Assignment) -> Events:
    match command:
        case RouteTicket():
            return route(command, _known(command.board), state)
        case PullTicket():
            return pull(command, _known(command.board), state)
        case FollowEngineer():
            return follow(command, _known(command.board), state)
        case HandOver():
            return hand_over(command, _known(command.board), state)
        case ReturnTicket():
            return give_back(command, state)
        case _:
            assert_never(command)


def route(command: RouteTicket, board: Board, state: Assignment) -> Events:
    """Give it to somebody, or keep an eye on whether its engineer is there when it is due."""
    if board.ticket.ended or board.ticket.priority is None:
        return []
    if state.engineer_id is None:
        return _place(command, board, board.ticket.priority, state)
    mine = board.colleague(state.engineer_id)
    if mine is None:
        return _left(command, board, board.ticket.priority, state.engineer_id)
    return watch(command, board, mine, state)


def _left(command: RouteTicket, board: Board, priority: Priority, engineer_id: str) -> Events:
    """Who has it does not work at the desk any more: somebody else is found."""
    back = ReturnTicket(
        command.id, command.vendor, command.at, words_of_leaving.gone(board, engineer_id)
    )
    returned = give_back(back, Assignment(engineer_id=engineer_id))
    return [*returned, *_place(command, board, priority, Assignment())]


def pull(command: PullTicket, board: Board, state: Assignment) -> Events:
    """An uncovered ticket is pulled first in first out (CPRO-P-20)."""
    mine = board.colleague(command.engineer_id)
    if state.engineer_id == command.engineer_id:
        return []
    if mine is None:
        raise Refused(
            "this key's engineer is not known here: POST /v1/engineers",
            ru="Специалист этого ключа здесь не зарегистрирован: POST /v1/engineers",
        )
    if board.ticket.ended or board.ticket.priority is None:
        raise Refused(
            "the ticket is closed, or nobody has judged yet whether it is covered",
            ru="Обращение закрыто, или право на поддержку ещё не проверено",
        )
    if state.engineer_id is not None:
        raise Refused(
            f"the ticket is engineer {state.engineer_id}'s already",
            ru=f"Обращение уже у специалиста {state.engineer_id}",
        )
    first = board.first_uncovered
    if board.ticket.priority == "uncovered" and first not in (None, command.id):
        raise Refused(
            f"tickets without cover are taken in their turn: take {first} first",
            ru=f"Обращения без права на поддержку берут по очереди: сначала {first}",
        )
    return _assign(command, board, mine, words.pulled(board, command.at, mine))


def follow(command: FollowEngineer, board: Board, state: Assignment) -> Events:
    """Whoever works on the ticket has it."""
    mine = board.colleague(command.engineer_id)
    if mine is None or board.ticket.ended or state.engineer_id == command.engineer_id:
        return []
    return _assign(command, board, mine, words.taken_into_work(board, command.at, mine))


def hand_over(command: HandOver, board: Board, state: Assignment) -> Events:
    """From hand to hand: only by who has it, to who is there, and never without a note."""
    if state.engineer_id == command.to:
        return []
    mine, other = board.colleague(command.engineer_id), board.colleague(command.to)
    if mine is None or state.engineer_id != command.engineer_id:
        raise Refused(
            "only the engineer who has the ticket hands it over: pull it first",
            ru="Передаёт обращение только тот, у кого оно: сначала возьмите его",
        )
    if other is None:
        raise Refused(
            "there is no such engineer to hand it over to", ru="Специалиста, которому передают, нет"
        )
    because = words_of_leaving.handed_over_by_hand(board, command.at, mine, other)
    return pass_on(command, board, mine, other, because, by_hand=True, note=command.note)


def give_back(command: ReturnTicket, state: Assignment) -> Events:
    if state.engineer_id is None:
        return []
    return [
        TicketReturned(
            vendor=command.vendor,
            occurred_at=command.at,
            ticket_id=command.id,
            engineer_id=state.engineer_id,
            because=command.because,
        )
    ]


def _known(board: Board | None) -> Board:
    if board is None:
        raise ValueError("a ticket is routed by what is known of the desk; nothing was gathered")
    return board


def _place(command: RouteTicket, board: Board, priority: Priority, state: Assignment) -> Events:
    match choose(board, command.at, state.previous_id):
        case Take(colleague, reason):
            because = words.assigned(board, command.at, colleague, reason)
            return _assign(command, board, colleague, because)
        case Wait(until, _) if _waits_for(state, priority, until, command.at):
            return []
        case Wait(until, reason):
            return [
                TicketQueued(
                    vendor=command.vendor,
                    occurred_at=command.at,
                    ticket_id=command.id,
                    priority=priority,
                    next_try=until,
                    because=words.queued(board, command.at, until, reason),
                )
            ]


def _waits_for(state: Assignment, priority: Priority, until: datetime, at: datetime) -> bool:
    """Whether it waits for this already; what is to be tried now is tried until it succeeds."""
    if state.next_try is None or state.priority != priority:
        return False
    return state.next_try == until or max(state.next_try, until) <= at


def _assign(command: Routing, board: Board, colleague: Colleague, because: Because) -> Events:
    assigned = TicketAssigned(
        vendor=command.vendor,
        occurred_at=command.at,
        ticket_id=command.id,
        engineer_id=colleague.engineer_id,
        office_id=colleague.office_id,
        because=because,
    )
    return [assigned, *plan(command, board, colleague, None)]


def evolve(state: Assignment, event: AssignmentEvent) -> Assignment:
    match event:
        case TicketQueued():
            return replace(state, priority=event.priority, next_try=event.next_try)
        case TicketAssigned() | TicketHandedOver():
            return Assignment(engineer_id=event.engineer_id)
        case HandOverPlanned():
            return replace(state, hand_over_at=event.hand_over_at)
        case TicketReturned():
            return Assignment(previous_id=event.engineer_id)
        case _:
            assert_never(event)


decider: Decider[Command, Assignment, AssignmentEvent] = Decider(
    "assignment",
    (RouteTicket, PullTicket, FollowEngineer, HandOver, ReturnTicket),
    Assignment(),
    decide,
    evolve,
)
