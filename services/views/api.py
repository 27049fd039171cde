"""What can be asked of the read models: tickets, their stories, the queue, loads, live changes."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import AwareDatetime, Field, TypeAdapter
from sse_starlette import EventSourceResponse

from libs.runtime.problems import RESPONSES, Problem
from services.views.answers import (
    Load,
    Summary,
    Ticket,
    Tickets,
)
from services.views.asking import (
    PRINTABLE,
    Id,
    Listening,
    Looking,
    Paged,
    Word,
    newest_cursor,
    staff_only,
    unknown,
)
from services.views.board import Board, board_of
from services.views.changes import changes
from services.views.cursors import Cursor
from services.views.discretion import WHO
from services.views.feed import Feed
from services.views.freshness import FreshReading
from services.views.heard import heard_in
from services.views.pages import answer_unless_known
from services.views.queries import board, engineers, tickets, timeline
from services.views.queries.sight import Sight
from services.views.told import Timeline, entry_of

router = APIRouter(prefix="/v1", responses=RESPONSES, tags=["views"])
HEARTBEAT = 15
LATEST = 2190

Natural = Annotated[int, Field(ge=0, lt=2**63)]
Queued = tuple[Natural, AwareDatetime, str]
Told = tuple[AwareDatetime, AwareDatetime, str, Natural]
queue_cursor: Cursor[Queued] = Cursor(TypeAdapter(Queued))
story_cursor: Cursor[Told] = Cursor(TypeAdapter(Told))

Filters = dict[str, Any]


async def _feed(request: Request) -> Feed:
    """The one feed of this process, made when somebody listens for the first time."""
    state = request.app.state
    if not hasattr(state, "feed"):
        state.feed = Feed(state.replica)
    return state.feed  # type: ignore[no-any-return]


def _people(office: Word = None, engineer: Word = None) -> Filters:
    return {"office": office, "engineer": engineer}


def _filters(
    people: Annotated[Filters, Depends(_people)],
    status: Literal["open", "waiting", "postponed", "deferred", "closed"] | None = None,
    customer: Annotated[
        str | None, Query(max_length=100, pattern=PRINTABLE, description="Its id or number")
    ] = None,
    overdue: bool | None = None,
    text: Annotated[
        str | None,
        Query(max_length=200, pattern=PRINTABLE, description="Words, in any of their forms"),
    ] = None,
) -> Filters:
    return people | {"status": status, "customer": customer, "overdue": overdue, "text": text}


IfNoneMatch = Annotated[str | None, Header(description="The ETag of what you have")]


@router.get(
    "/tickets",
    summary="Tickets, the newest first",
    description="Changes come live from `GET /v1/changes`, as server-sent events"
    " `{ticket_id, what, position}` that resume behind a `Last-Event-ID`.",
)
async def list_tickets(
    db: FreshReading, sight: Looking, filters: Annotated[Filters, Depends(_filters)], page: Paged
) -> Tickets:
    _refuse_what_is_hidden(sight, filters)
    before = newest_cursor.read(page.cursor) if page.cursor else None
    found = await tickets.newest(db, sight, filters, before, page.and_one)
    rows, following = page.cut(
        found, lambda row: newest_cursor.write((row["submitted_at"], row["ticket_id"]))
    )
    return Tickets(items=[Summary.model_validate(row) for row in rows], next=following)


@router.get(
    "/queue",
    summary="Open tickets in their turn: by place and deadline, then uncovered ones as they came",
    dependencies=staff_only,
)
async def queue(
    db: FreshReading, sight: Looking, filters: Annotated[Filters, Depends(_people)], page: Paged
) -> Tickets:
    after = queue_cursor.read(page.cursor) if page.cursor else None
    found = await tickets.to_do(db, sight, filters, after, page.and_one)
    rows, following = page.cut(
        found, lambda row: queue_cursor.write((row["rank"], row["since"], row["id"]))
    )
    return Tickets(items=[Summary.model_validate(row) for row in rows], next=following)


@router.get("/tickets/by-number/{number}", summary="A ticket by its number", response_model=Ticket)
async def ticket_by_number(
    db: FreshReading, sight: Looking, number: Id, if_none_match: IfNoneMatch = None
) -> Response:
    row = await tickets.find(db, sight, number=number)
    if row is None:
        raise Problem(404, "There is no ticket of this number", ru="Обращения с таким номером нет")
    return _told(row, sight, if_none_match)


@router.get("/tickets/{ticket_id}", summary="A ticket with its promises", response_model=Ticket)
async def ticket(
    db: FreshReading, sight: Looking, ticket_id: Id, if_none_match: IfNoneMatch = None
) -> Response:
    row = await tickets.find(db, sight, ticket_id=ticket_id)
    if row is None:
        raise await unknown(db, ticket_id)
    return _told(row, sight, if_none_match)


@router.get("/tickets/{ticket_id}/timeline", summary="A ticket's story, the earliest first")
async def ticket_timeline(db: FreshReading, sight: Looking, ticket_id: Id, page: Paged) -> Timeline:
    if not await tickets.is_visible(db, sight, ticket_id):
        raise await unknown(db, ticket_id)
    after = story_cursor.read(page.cursor) if page.cursor else None
    found = await timeline.story(db, sight, ticket_id, after, page.and_one)
    rows, following = page.cut(found, lambda row: story_cursor.write(timeline.place_of(row)))
    names = await timeline.names_in(db, rows)
    waits = await tickets.set_aside(db, ticket_id)
    items = [entry_of(row, names) for row in rows]
    return Timeline(ticket_id=ticket_id, items=items, next=following, set_aside=waits)


@router.get(
    "/engineers/{engineer_id}/load",
    summary="What an engineer has in hand",
    dependencies=staff_only,
)
async def engineer_load(db: FreshReading, sight: Looking, engineer_id: Id) -> Load:
    row = await engineers.load_of(db, sight, engineer_id)
    if row is None:
        raise Problem(404, "There is no such engineer", ru="Такого специалиста нет")
    return Load.model_validate(dict(row))


@router.get(
    "/board",
    summary="What offices hand over at the ends of their shifts, and which tickets burn when",
    dependencies=staff_only,
)
async def hand_over_board(
    db: FreshReading,
    sight: Looking,
    office: Word = None,
    start: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    hours: Annotated[int, Query(ge=1, le=24)] = 8,
) -> Board:
    """Within the hours to come; what is handed over keeps the instant that was promised."""
    since = start or sight.now
    if since.year > LATEST:
        raise Problem(
            422,
            f"from: name a day before the year {LATEST + 1}",
            ru=f"from: назовите день до {LATEST + 1} года",
        )
    until = since + timedelta(hours=hours)
    return board_of(await board.handed_over(db, sight, since, until, office))


# Not in the OpenAPI document: tools that try its operations would wait for the end of a stream
# that has none.
@router.get("/changes", include_in_schema=False)
async def live_changes(
    feed: Annotated[Feed, Depends(_feed)],
    sight: Listening,
    last_event_id: Annotated[str | None, Header(max_length=8000)] = None,
) -> EventSourceResponse:
    """Live changes as server-sent events, until the client leaves; `Last-Event-ID` goes on behind
    an event that was heard before. Each is a `listeners.Change`."""
    heard = heard_in(last_event_id) if last_event_id else None
    return EventSourceResponse(changes(feed, sight, heard), ping=HEARTBEAT)


def _refuse_what_is_hidden(sight: Sight, filters: Filters) -> None:
    """Who may not see who answers does not find it out by asking for it either."""
    if sight.hidden & WHO and (filters["office"] or filters["engineer"]):
        raise Problem(
            403,
            "The regulation does not show customers who answers: leave this out",
            ru="Регламент не показывает клиентам, кто отвечает: уберите это",
        )


def _told(row: dict[str, Any], sight: Sight, if_none_match: str | None) -> Response:
    told = Ticket.model_validate(row | ({"notifications": None} if sight.is_own else {}))
    return answer_unless_known(told.model_dump_json(), told.version, if_none_match)
