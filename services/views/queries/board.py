"""The tickets that offices hand over at the ends of their shifts, with what is promised on them."""

from datetime import datetime
from typing import Any

from libs.runtime.database import Db
from services.views.queries.sight import Sight
from services.views.queries.tickets import OUTSTANDING

HANDED_OVER = f"""
    select t.ticket_id, t.number, coalesce(x.title, x.subject) as subject, a.engineer_id,
        e.name as engineer, a.office_id, o.ru as office_ru, o.en as office_en, a.hand_over_at,
        d.due_at, d.clock, d.due_at <= $1 as overdue,
        d.because #>> '{{facts,trace,due}}' as due_local
    from assignments a join tickets t using (ticket_id)
        left join texts x on x.ticket_id = t.ticket_id
        left join engineers e on e.vendor = t.vendor and e.engineer_id = a.engineer_id
        left join offices o on o.vendor = t.vendor and o.office_id = a.office_id
        left join lateral (
            select c.* from clocks c where c.ticket_id = t.ticket_id and {OUTSTANDING}
            order by c.due_at, c.clock_id limit 1
        ) d on true
    where t.vendor = $2 and a.state = 'assigned' and t.status <> 'closed'
        and a.hand_over_at >= $3 and a.hand_over_at < $4
        and ($5::text is null or a.office_id = $5)
    order by a.hand_over_at, a.office_id, d.due_at nulls last, t.number
"""


async def handed_over(
    db: Db, sight: Sight, since: datetime, until: datetime, office: str | None
) -> list[dict[str, Any]]:
    """Tickets to be handed over between two instants, by an office or by any."""
    rows = await db.fetch(HANDED_OVER, sight.now, sight.vendor, since, until, office)
    return [dict(row) for row in rows]
