"""Sessions of work as engineers logged them, and which of them were taken back."""

from asyncpg import Record

from libs.events.entitlement import WorkCharged
from libs.events.work import WorkLogged, WorkReversed
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row

UNPRICED = "reckoning @? '$.blocks[*] ? (@.amount == null)'"
"""A reckoning with work for which no price was known."""


def _work_key(envelope: Envelope) -> Row | None:
    match envelope.event:
        case WorkLogged() as logged:
            return {"message_id": logged.message_id}
        case WorkReversed() as reversal:
            return {"message_id": reversal.reverses}
    return None


def _evolve_work(row: Row | None, envelope: Envelope) -> Row | None:
    match envelope.event:
        case WorkLogged() as logged:
            return {
                "message_id": logged.message_id,
                "vendor": logged.vendor,
                "ticket_id": logged.ticket_id,
                "engineer_id": logged.engineer_id,
                "began_at": logged.began_at,
                "minutes": logged.minutes,
                "service": logged.service,
                "plan": logged.plan,
                "terms": logged.terms,
            }
        case WorkReversed():
            return None
    return row


WORK = Projection(
    table="work",
    columns="""
        message_id text, vendor text not null, ticket_id text not null, engineer_id text not null,
        began_at timestamptz not null, minutes int not null, service text, plan text, terms text
    """,
    keyed_by=("message_id",),
    key=_work_key,
    evolve=_evolve_work,
    indexes="create index if not exists work_ticket on work (ticket_id);",
    events=frozenset((WorkLogged, WorkReversed)),
    begins=frozenset((WorkLogged,)),
)


def _charge_key(envelope: Envelope) -> Row:
    return {"ticket_id": envelope.key}


def _evolve_charge(_row: Row | None, envelope: Envelope) -> Row | None:
    event = envelope.event
    assert isinstance(event, WorkCharged)
    return {
        "ticket_id": event.ticket_id,
        "vendor": event.vendor,
        "reckoning": event.model_dump(mode="json"),
    }


CHARGES = Projection(
    table="charges",
    columns="ticket_id text, vendor text not null, reckoning jsonb not null",
    keyed_by=("ticket_id",),
    key=_charge_key,
    evolve=_evolve_charge,
    events=frozenset((WorkCharged,)),
    begins=frozenset((WorkCharged,)),
    indexes=f"""
        create index if not exists charges_unpriced on charges (vendor, ticket_id)
            where {UNPRICED};
    """,
)


async def work_on(db: Db, ticket_id: str) -> list[Record]:
    """What was worked on a ticket and stands, the earliest first."""
    return await db.fetch(
        "select * from work where ticket_id = $1 order by began_at, message_id", ticket_id
    )


async def reckoning_of(db: Db, ticket_id: str) -> WorkCharged | None:
    """The newest reckoning of a ticket's work."""
    found = await db.fetchval("select reckoning from charges where ticket_id = $1", ticket_id)
    return WorkCharged.model_validate(found) if found else None


async def unpriced(db: Db, vendor: str, limit: int) -> tuple[str, ...]:
    """The vendor's tickets with work for which no price was known."""
    rows = await db.fetch(
        f"select ticket_id from charges where vendor = $1 and {UNPRICED}"
        " order by ticket_id limit $2",
        vendor,
        limit,
    )
    return tuple(row["ticket_id"] for row in rows)
