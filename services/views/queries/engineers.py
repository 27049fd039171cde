"""How much an engineer has in hand."""

from asyncpg import Record

from libs.runtime.database import Db
from services.views.queries.sight import Sight
from services.views.queries.tickets import OUTSTANDING


async def load_of(db: Db, sight: Sight, engineer_id: str) -> Record | None:
    """Counts of the tickets assigned to an engineer; None where nobody knows him."""
    return await db.fetchrow(
        "select e.*, to_jsonb(o) as office, m.* from engineers e"
        " left join offices o on o.vendor = e.vendor and o.office_id = e.office_id"
        " cross join lateral ("
        "   select count(*) filter (where t.status = 'open') as open,"
        "     count(*) filter (where t.status not in ('open', 'closed')) as waiting,"
        "     count(*) filter (where d.due_at <= $1) as overdue, min(d.due_at) as next_due_at"
        "   from assignments a join tickets t on t.ticket_id = a.ticket_id"
        "   left join lateral (select min(c.due_at) as due_at from clocks c"
        f"     where c.ticket_id = t.ticket_id and {OUTSTANDING}) d on true"
        "   where a.vendor = $2 and a.engineer_id = $3 and a.state = 'assigned'"
        " ) m where e.vendor = $2 and e.engineer_id = $3",
        sight.now,
        sight.vendor,
        engineer_id,
    )
