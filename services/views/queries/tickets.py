"""Tickets as they are asked for: one, a filtered list, and the queue in its turn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, get_args

from libs.events.intake import Place
from libs.runtime.database import Db
from services.views.discretion import of_ticket
from services.views.queries.sight import Sight
from services.views.waiting import waiting_told

PLACES = get_args(Place)
Condition = tuple[str, tuple[Any, ...]]
Row = dict[str, Any]

# $1 is the instant of asking, $2 the vendor. A broken promise stands until what was promised is
# done, or until the ticket ends. Where that was done before anybody said ClockMetLate, the story
# tells of the act.
OUTSTANDING = """
    t.status <> 'closed' and c.clock <> 'auto_close' and (c.state = 'running' or c.state = 'broken'
        and c.met_at is null and (t.ended_at is null or t.ended_at <= c.due_at)
        and not exists (select from timeline l where l.ticket_id = c.ticket_id
            and l.at > c.due_at and l.type = any (c.met_by)))
"""
# What its right gave it, or what an engineer gave it since.
PLACE = """
    case when t.placed_at >= coalesce(v.decided_at, t.placed_at) then t.priority
        else coalesce(v.queue, 'general') end
"""
WHOLE = f"""
    select page.*, t.*, {PLACE} as place, coalesce(x.title, x.subject) as subject,
        case when x.title is not null then x.subject end as original_subject, x.body, x.answers,
        coalesce(to_jsonb(p), x.contact) as contact,
        to_jsonb(v) || jsonb_build_object('customer', to_jsonb(u)) as coverage,
        to_jsonb(a) || jsonb_build_object('engineer', e.name, 'office', to_jsonb(o))
            as assignment,
        case when g.engineer_id is not null then
            jsonb_build_object('engineer_id', g.engineer_id, 'name', g.name) end as answered_by,
        to_jsonb(w) as charge,
        s.deadline, s.clocks, s.closes_at, s.closes_local, q.because as not_promised,
        coalesce(s.broken, false) as broken,
        n.notifications, to_jsonb(k) as set_aside
    from page join tickets t on t.ticket_id = page.id
        left join texts x on x.ticket_id = t.ticket_id
        left join contacts p on p.contact_id = t.contact_id
        left join coverage v on v.ticket_id = t.ticket_id
        left join customers u on u.customer_id = v.customer_id
        left join charges w on w.ticket_id = t.ticket_id
        left join assignments a on a.ticket_id = t.ticket_id
            and not (a.state = 'queued' and t.status = 'closed')
        left join engineers e on e.vendor = t.vendor and e.engineer_id = a.engineer_id
        left join engineers g on g.vendor = t.vendor and g.engineer_id = t.answerer
        left join offices o on o.vendor = t.vendor and o.office_id = a.office_id
        left join parked_keys k on k.key = t.ticket_id
        left join unpromised q on q.ticket_id = t.ticket_id
        left join lateral (
            select jsonb_agg(c.told order by c.started_at, c.clock_id) as clocks,
                (array_agg(c.told order by c.due_at, c.clock_id) filter (where c.outstanding))[1]
                    as deadline,
                bool_or(c.broken_at is not null) as broken,
                min(c.due_at) filter (where c.clock = 'auto_close' and c.state = 'running')
                    as closes_at,
                min(c.because #>> '{{facts,trace,due}}') filter
                    (where c.clock = 'auto_close' and c.state = 'running') as closes_local
            from (
                select c.*, {OUTSTANDING} as outstanding, to_jsonb(c) || jsonb_build_object(
                    'overdue', c.due_at <= $1 and {OUTSTANDING}) as told
                from clocks c where c.ticket_id = t.ticket_id
            ) c
        ) s on true
        left join lateral (
            select jsonb_agg(to_jsonb(n) order by n.scheduled_at, n.notification_id)
                as notifications
            from notifications n where n.ticket_id = t.ticket_id
        ) n on true
"""
NEWEST = """
    select t.ticket_id as id from tickets t where {where}
    order by t.submitted_at desc, t.ticket_id desc limit {limit}
"""
# The order in which routing gives tickets out: covered ones by their places and by what is owed on
# them, then the others as they came.
TO_DO = f"""
    select id, rank, since from (
        select t.*, t.ticket_id as id, r.turn * 2 + (r.owed_at is null)::int as rank,
            coalesce(r.owed_at, t.submitted_at) as since
        from tickets t left join coverage v on v.ticket_id = t.ticket_id
            left join lateral (
                select min(c.due_at) as due_at from clocks c
                where c.ticket_id = t.ticket_id and {OUTSTANDING}
            ) d on true
            cross join lateral (
                select case when v.state = 'denied' then {len(PLACES) + 2}
                    when v.state = 'uncovered' or v.queue = 'minimum' then {len(PLACES) + 1}
                    else array_position(array{list(PLACES)}, {PLACE}) end as turn
            ) s
            cross join lateral (
                select s.turn, case when s.turn <= {len(PLACES)} then d.due_at end as owed_at
            ) r
        where t.status = 'open'
    ) t where {{where}} order by rank, since, id limit {{limit}}
"""
FILTERS = {
    "ticket_id": "t.ticket_id = {}",
    "number": "t.number = {}",
    "client": "t.client = {}",
    "status": "t.status = {}",
    "contact": "t.contact_id = {}",
    "closed": "(t.status = 'closed') = {}",
    "office": "t.ticket_id in (select ticket_id from assignments where office_id = {})",
    "engineer": "t.ticket_id in (select ticket_id from assignments where engineer_id = {})",
    "customer": "t.ticket_id in (select v.ticket_id from coverage v join customers u"
    " using (customer_id) where u.customer_id = {0} or u.number = {0})",
    "overdue": f"{{}} = exists (select from clocks c where c.ticket_id = t.ticket_id"
    f" and c.due_at <= $1 and {OUTSTANDING})",
    "text": "t.ticket_id in (select tickets_found({}))",
    "before": "(t.submitted_at, t.ticket_id) < ({}, {})",
    "after": "(t.rank, t.since, t.id) > ({}, {}, {})",
}


async def find(db: Db, sight: Sight, **which: str) -> Row | None:
    """One ticket by `ticket_id` or `number`, with all that is known of it."""
    rows = await _page(db, sight, NEWEST, "t.ticket_id", 1, _given(which))
    return rows[0] if rows else None


async def newest(
    db: Db, sight: Sight, filters: Row, before: tuple[datetime, str] | None, limit: int
) -> list[Row]:
    """Tickets that pass the filters, the newest first, behind the one named by `before`."""
    conditions = _given({**filters, "before": before})
    order = "t.submitted_at desc, t.ticket_id desc"
    return await _page(db, sight, NEWEST, order, limit, conditions)


async def to_do(
    db: Db, sight: Sight, filters: Row, after: tuple[int, datetime, str] | None, limit: int
) -> list[Row]:
    """Open tickets in the order in which routing gives them out: covered ones by their places and
    by deadline, those without one behind the others of their place; then uncovered ones first in
    first out. Where each row stands: `rank`, `since`, `id`."""
    conditions = _given({**filters, "after": after})
    return await _page(db, sight, TO_DO, "rank, since, id", limit, conditions)


async def counted(db: Db, sight: Sight, contact_id: str) -> tuple[int, int]:
    """How many requests of a contact are not closed, and how many are."""
    row = await db.fetchrow(
        "select count(*) filter (where status <> 'closed') as open,"
        " count(*) filter (where status = 'closed') as closed from tickets"
        " where vendor = $1 and contact_id = $2 and ($3::text is null or client = $3)",
        sight.vendor,
        contact_id,
        sight.client,
    )
    assert row is not None
    return row["open"], row["closed"]


async def is_visible(db: Db, sight: Sight, ticket_id: str) -> bool:
    return bool(
        await db.fetchval(
            "select true from tickets where ticket_id = $1 and ($2::text is null or client = $2)",
            ticket_id,
            sight.client,
        )
    )


async def set_aside(db: Db, key: str) -> bool:
    """Whether events of a ticket wait, because one of them could not be taken in."""
    return bool(await db.fetchval("select true from parked_keys where key = $1", key))


def _given(filters: Row) -> list[Condition]:
    return [
        (FILTERS[name], value if isinstance(value, tuple) else (value,))
        for name, value in filters.items()
        if value is not None
    ]


async def _page(
    db: Db, sight: Sight, page: str, order: str, limit: int, conditions: Sequence[Condition]
) -> list[Row]:
    values: list[Any] = [sight.now, sight.vendor]
    where = ["t.vendor = $2"]
    for condition, given in [*conditions, *_given({"client": sight.client})]:
        marks = [f"${len(values) + n}" for n in range(1, len(given) + 1)]
        where.append(condition.format(*marks))
        values.extend(given)
    chosen = page.format(where=" and ".join(where), limit=limit)
    rows = await db.fetch(f"with page as ({chosen}) {WHOLE} order by {order}", *values)
    return [of_ticket(waiting_told(dict(row)), sight.hidden) for row in rows]
