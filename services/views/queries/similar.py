"""Requests that ask what another asks, with what was answered to them (NANO-72)."""

from libs.runtime.database import Db
from services.views.queries.sight import Sight
from services.views.queries.tickets import Row

ALIKE = """
    select t.ticket_id, t.number, t.status, t.outcome, t.product, t.kind, t.submitted_at,
        t.closed_at, coalesce(x.title, x.subject) as subject, a.likeness, s.answer
    from tickets_like($1, $2, $3) a join tickets t on t.ticket_id = a.found
        join texts x on x.ticket_id = t.ticket_id
        left join lateral (
            select jsonb_build_object(
                'text', l.text, 'article', l.facts ->> 'article', 'at', l.at
            ) as answer
            from timeline l where l.ticket_id = t.ticket_id
                and l.type in ('SolutionProposed', 'ReplySent')
            order by l.type = 'SolutionProposed' desc, l.at desc, l.position desc limit 1
        ) s on true
    order by a.likeness desc, t.submitted_at desc, t.ticket_id
"""


async def similar(db: Db, sight: Sight, ticket_id: str, limit: int) -> list[Row]:
    """The requests most like this one that may be seen, the likest first."""
    rows = await db.fetch(ALIKE, ticket_id, sight.client, limit)
    return [dict(row) for row in rows]
