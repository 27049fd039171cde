"""Why a ticket went where it went, in words that an engineer and a manager read alike."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from libs.events.base import Because
from libs.regulation.base import Stated
from services.routing.domain.board import Board, Colleague
from services.routing.domain.choice import Reason

Words = tuple[str, str]

WHY: Mapping[Reason, Words] = {
    "previous": (
        "Специалист вёл это обращение раньше, и он на смене",
        "The engineer had this ticket before, and is on shift",
    ),
    "discussed": (
        "Пользователь уже обсуждал этот вопрос с этим специалистом, и он на смене",
        "The contact discussed it with this engineer already, and he is on shift",
    ),
    "deputy": (
        "Закреплённого за клиентом специалиста нет на смене: это его заместитель",
        "The engineer dedicated to the customer is off shift: this is his deputy",
    ),
    "line": (
        "Звонок поступил на номер этого офиса; открытых обращений у специалиста: {load}",
        "The call was made to this office's number; open tickets that the engineer has: {load}",
    ),
    "dedicated": (
        "Это закреплённый за клиентом специалист, и он на смене",
        "The engineer is dedicated to the customer, and is on shift",
    ),
    "least_loaded": (
        "Из специалистов на смене у этого меньше всего открытых обращений: {load}",
        "Of the engineers on shift this one has the fewest open tickets: {load}",
    ),
    "equally_loaded": (
        "Меньше всего открытых обращений ({load}) у нескольких специалистов на смене:"
        " выбран первый по порядку",
        "Several engineers on shift have the fewest open tickets ({load}): the first in order"
        " takes it",
    ),
    "alone": (
        "Больше никого, кто знает продукт, на смене нет; открытых обращений у него: {load}",
        "Nobody else who knows the product is on shift; open tickets that he has: {load}",
    ),
    "free": (
        "Обращение обслуживается в порядке общей очереди; обращений с правом на поддержку"
        " у специалиста сейчас нет",
        "The ticket is served in the general queue; the engineer has no covered ticket now",
    ),
    "previous_comes": (
        "Ждёт специалиста, который вёл его раньше: он на смене с {until}",
        "It waits for the engineer who had it before: his shift begins {until}",
    ),
    "discussed_comes": (
        "Ждёт специалиста, с которым вопрос уже обсуждали: он на смене с {until}",
        "It waits for the engineer with whom it was discussed: his shift begins {until}",
    ),
    "dedicated_comes": (
        "Ждёт закреплённого за клиентом специалиста: он на смене с {until}",
        "It waits for the engineer dedicated to the customer: his shift begins {until}",
    ),
    "nobody_on_shift": (
        "На смене никого нет, ближайшая смена с {until}",
        "Nobody is on shift, the next shift begins {until}",
    ),
    "nobody_knows": (
        "Ни один специалист не ведёт этот продукт; следующая попытка {until}",
        "No engineer knows this product; it is tried again {until}",
    ),
    "nobody_free": (
        "Обращение обслуживается в порядке общей очереди: свободных специалистов сейчас нет,"
        " ближайшая смена с {until}",
        "The ticket is served in the general queue: nobody is free now, the next shift begins"
        " {until}",
    ),
    "covered_first": (
        "Сначала распределяются обращения с правом на поддержку",
        "Tickets that are covered go first",
    ),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def assigned(board: Board, at: datetime, taken: Colleague, reason: Reason) -> Because:
    """Why this colleague: the loads compared and the hours of his shift."""
    russian, english = WHY[reason]
    words = russian.format(load=taken.load), english.format(load=taken.load)
    return _because(board, words, _offices(board, taken), _compared(board, at, taken, reason))


def queued(board: Board, at: datetime, until: datetime, reason: Reason) -> Because:
    """Why nobody takes it now."""
    russian, english = WHY[reason]
    until_ru, until_en = said(until, board)
    words = russian.format(until=until_ru), english.format(until=until_en)
    facts = _loads(board, at) | {"reason": reason, "next_try": until.isoformat()}
    return _because(board, words, _offices(board), facts)


def pulled(board: Board, at: datetime, taken: Colleague) -> Because:
    """The engineer took it out of the queue himself."""
    words = (
        "Специалист сам взял обращение из очереди",
        "The engineer took the ticket out of the queue himself",
    )
    return _because(board, words, _offices(board, taken), {"reason": "pulled"} | _shift(taken, at))


def taken_into_work(board: Board, at: datetime, taken: Colleague) -> Because:
    """The engineer began to work on it, whoever had it."""
    words = ("Специалист взял обращение в работу", "The engineer took the ticket into work")
    facts = {"reason": "taken_into_work"} | _shift(taken, at)
    return _because(board, words, _offices(board, taken), facts)


def to_be_handed_over(board: Board, leaves: datetime, due: datetime, mine: Colleague) -> Because:
    """His shift ends before the deadline, and the next begins after it."""
    (leaves_ru, leaves_en), (due_ru, due_en) = said(leaves, board), said(due, board)
    words = (
        f"Смена специалиста заканчивается {leaves_ru}, срок — {due_ru}, до него он не вернётся:"
        " обращение будет передано другой смене",
        f"The engineer's shift ends {leaves_en}, the deadline is {due_en} and he is not back"
        " before it: the ticket will be handed over",
    )
    return _because(board, words, _offices(board, mine), _leaving(leaves, due))


def stays(board: Board, mine: Colleague) -> Because:
    """Nothing falls due while he is off duty, or nobody else could keep it."""
    words = ("Обращение остаётся у специалиста", "The ticket stays with its engineer")
    return _because(board, words, _offices(board, mine), {"reason": "stays"})


def nobody_takes_over(board: Board, due: datetime, mine: Colleague) -> Because:
    """The deadline falls when nobody works who could take it."""
    due_ru, due_en = said(due, board)
    words = (
        f"До срока {due_ru} никто другой не выйдет на смену: обращение остаётся у специалиста",
        f"Nobody else is on shift before the deadline {due_en}: the ticket stays",
    )
    facts: dict[str, JsonValue] = {"reason": "nobody_takes_over", "due_at": due.isoformat()}
    return _because(board, words, _offices(board, mine), facts)


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
    facts = _compared(board, at, taken, "handed_over") | _leaving(at, due)
    return _because(board, words, _offices(board, mine, taken), facts)


def said(at: datetime, board: Board) -> Words:
    """An instant in the desk's zone, in Russian and in English."""
    local = at.astimezone(ZoneInfo(board.edition.schedule.zone))
    return f"{local:%d.%m %H:%M}", f"{local.day} {MONTHS[local.month - 1]} {local:%H:%M}"


def handed_over_by_hand(board: Board, at: datetime, mine: Colleague, taken: Colleague) -> Because:
    """Its engineer gave it to a colleague himself, with a note."""
    words = (
        "Передача смены: специалист передал обращение сам и записал, что сделано;"
        " срок не изменился",
        "The engineer handed the ticket over himself and noted how far it is; the deadline has"
        " not moved",
    )
    return _because(
        board, words, _offices(board, mine, taken), _compared(board, at, taken, "by_hand")
    )


def _leaving(leaves: datetime, due: datetime) -> dict[str, JsonValue]:
    return {"off_duty_at": leaves.isoformat(), "due_at": due.isoformat()}


def _compared(board: Board, at: datetime, taken: Colleague, reason: str) -> dict[str, JsonValue]:
    return {"reason": reason} | _loads(board, at) | _shift(taken, at)


def _loads(board: Board, at: datetime) -> dict[str, JsonValue]:
    """Open tickets by the ids of those who are on duty and know the product."""
    on_duty: dict[str, JsonValue] = {
        each.engineer_id: each.load for each in board.able if each.is_on_duty(at)
    }
    return {"product": board.ticket.product, "on_duty": on_duty}


def _shift(taken: Colleague, at: datetime) -> dict[str, JsonValue]:
    if not taken.shifts:
        return {"office_id": taken.office_id, "on_shift": False}
    shift = taken.shifts[0]
    return {
        "office_id": taken.office_id,
        "on_shift": taken.is_on_duty(at),
        "shift_begins": shift.begins.isoformat(),
        "shift_ends": shift.ends.isoformat(),
    }


def _offices(board: Board, *colleagues: Colleague) -> list[Stated]:
    """Where the hours of these colleagues are stated; of all who are able without any."""
    slugs = {each.office_id for each in colleagues or board.able}
    return [each for each in board.edition.schedule.offices if each.slug in slugs]


def _because(
    board: Board, words: Words, offices: list[Stated], facts: Mapping[str, JsonValue]
) -> Because:
    edition = board.edition
    stated: list[Stated] = [edition.schedule, *offices]
    stated += [each for each in edition.without_entitlement if each.lack == board.ticket.lack]
    stated += [plan for plan in (edition.plan(board.ticket.plan or ""),) if plan]
    stated += _of_the_choice(board, facts.get("reason"))
    return edition.because(*stated, ru=words[0], en=words[1], calendar=board.calendar, facts=facts)


def _of_the_choice(board: Board, reason: JsonValue) -> list[Stated]:
    """Where it is stated that this one comes first: the form's field, or the number dialled."""
    if reason in ("discussed", "discussed_comes"):
        return [each for each in board.edition.form.fields if each.name == "discussed_with"]
    if reason == "line":
        phones = (phone for channel in board.edition.channels for phone in channel.phones)
        return [each for each in phones if each.number == board.ticket.line]
    return []
