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
    "deputy_knows": (
        "Закреплённый за клиентом специалист не ведёт этот продукт: это его заместитель",
        "The engineer dedicated to the customer does not know the product: this is his deputy",
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
    return because(board, words, offices_of(board, taken), compared(board, at, taken, reason))


def queued(board: Board, at: datetime, until: datetime, reason: Reason) -> Because:
    """Why nobody takes it now."""
    russian, english = WHY[reason]
    until_ru, until_en = said(until, board)
    words = russian.format(until=until_ru), english.format(until=until_en)
    facts = _loads(board, at) | {"reason": reason, "next_try": until.isoformat()}
    return because(board, words, offices_of(board), facts)


def pulled(board: Board, at: datetime, taken: Colleague) -> Because:
    """The engineer took it out of the queue himself."""
    words = (
        "Специалист сам взял обращение из очереди",
        "The engineer took the ticket out of the queue himself",
    )
    return because(board, words, offices_of(board, taken), {"reason": "pulled"} | _shift(taken, at))


def taken_into_work(board: Board, at: datetime, taken: Colleague) -> Because:
    """The engineer began to work on it, whoever had it."""
    words = ("Специалист взял обращение в работу", "The engineer took the ticket into work")
    facts = {"reason": "taken_into_work"} | _shift(taken, at)
    return because(board, words, offices_of(board, taken), facts)


def said(at: datetime, board: Board) -> Words:
    """An instant in the desk's zone, in Russian and in English."""
    local = at.astimezone(ZoneInfo(board.edition.schedule.zone))
    return f"{local:%d.%m %H:%M}", f"{local.day} {MONTHS[local.month - 1]} {local:%H:%M}"


def compared(board: Board, at: datetime, taken: Colleague, reason: str) -> dict[str, JsonValue]:
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


def offices_of(board: Board, *colleagues: Colleague) -> list[Stated]:
    """Where the hours of these colleagues are stated; of all who are able without any."""
    slugs = {each.office_id for each in colleagues or board.able}
    return [each for each in board.edition.schedule.offices if each.slug in slugs]


def because(
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
