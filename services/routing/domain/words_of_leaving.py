"""Why a ticket leaves its engineer, goes to another, or stays with him."""

from datetime import datetime

from pydantic import JsonValue

from libs.events.base import Because
from services.routing.domain.board import Board, Colleague
from services.routing.domain.words import because, compared, offices_of, said


def to_be_handed_over(
    board: Board, leaves: datetime, due: datetime | None, mine: Colleague
) -> Because:
    """His shift ends before the deadline, and the next begins after it; or he leaves for good."""
    if due is None:
        return _last_day(board, leaves, mine)
    (leaves_ru, leaves_en), (due_ru, due_en) = said(leaves, board), said(due, board)
    words = (
        f"Смена специалиста заканчивается {leaves_ru}, срок — {due_ru}, до него он не вернётся:"
        " обращение будет передано другой смене",
        f"The engineer's shift ends {leaves_en}, the deadline is {due_en} and he is not back"
        " before it: the ticket will be handed over",
    )
    return because(board, words, offices_of(board, mine), _leaving(leaves, due))


def _last_day(board: Board, leaves: datetime, mine: Colleague) -> Because:
    leaves_ru, leaves_en = said(leaves, board)
    words = (
        f"С {leaves_ru} специалист больше не работает в поддержке: обращение вернётся в очередь",
        f"The engineer leaves the desk on {leaves_en}: the ticket goes back to the queue then",
    )
    facts: dict[str, JsonValue] = {"reason": "leaves", "off_duty_at": leaves.isoformat()}
    return because(board, words, offices_of(board, mine), facts)


def gone(board: Board, engineer_id: str) -> Because:
    """Its engineer does not work at the desk any more."""
    words = (
        "Специалист больше не работает в поддержке: обращение возвращается в очередь",
        "The engineer has left the desk: the ticket goes back to the queue",
    )
    return because(board, words, [], {"reason": "gone", "engineer_id": engineer_id})


def stays(board: Board, mine: Colleague) -> Because:
    """Nothing falls due while he is off duty, or nobody else could keep it."""
    words = ("Обращение остаётся у специалиста", "The ticket stays with its engineer")
    return because(board, words, offices_of(board, mine), {"reason": "stays"})


def nobody_takes_over(board: Board, due: datetime, mine: Colleague) -> Because:
    """The deadline falls when nobody works who could take it."""
    due_ru, due_en = said(due, board)
    words = (
        f"До срока {due_ru} никто другой не выйдет на смену: обращение остаётся у специалиста",
        f"Nobody else is on shift before the deadline {due_en}: the ticket stays",
    )
    facts: dict[str, JsonValue] = {"reason": "nobody_takes_over", "due_at": due.isoformat()}
    return because(board, words, offices_of(board, mine), facts)


def handed_over(
    board: Board, at: datetime, due: datetime, mine: Colleague, taken: Colleague
) -> Because:
    """Who leaves, who takes it over and from when; the deadline stays as it was."""
    back = mine.comes(at)
    back_ru, back_en = said(back, board) if back else ("нескоро", "later")
    due_ru, due_en = said(due, board)
    words = (
        f"Передача смены: специалист закончил работу и вернётся {back_ru}, а срок — {due_ru};"
        " срок не изменился",
        f"The shift is over: the engineer is back {back_en}, the deadline is {due_en}, and it has"
        " not moved",
    )
    facts = compared(board, at, taken, "handed_over") | _leaving(at, due)
    return because(board, words, offices_of(board, mine, taken), facts)


def handed_over_by_hand(board: Board, at: datetime, mine: Colleague, taken: Colleague) -> Because:
    """Its engineer gave it to a colleague himself, with a note."""
    words = (
        "Передача смены: специалист передал обращение сам и записал, что сделано;"
        " срок не изменился",
        "The engineer handed the ticket over himself and noted how far it is; the deadline has"
        " not moved",
    )
    return because(
        board, words, offices_of(board, mine, taken), compared(board, at, taken, "by_hand")
    )


def _leaving(leaves: datetime, due: datetime) -> dict[str, JsonValue]:
    return {"off_duty_at": leaves.isoformat(), "due_at": due.isoformat()}
