"""How far each edition has come: drafted, checked, published, in force, superseded."""

from collections.abc import Sequence
from datetime import datetime

from asyncpg import Record

from libs.events.entitlement import (
    RegulationChecked,
    RegulationDrafted,
    RegulationPublished,
    RegulationSuperseded,
    RegulationTookEffect,
    RegulationWithdrawn,
)
from libs.runtime.database import Db
from libs.runtime.envelope import Envelope
from libs.runtime.projection import Projection, Row

EVENTS = (
    RegulationDrafted,
    RegulationChecked,
    RegulationWithdrawn,
    RegulationPublished,
    RegulationTookEffect,
    RegulationSuperseded,
)
STATES = """case
    when superseded_by is not null then 'superseded' when took_effect_at is not null then 'in_force'
    when published_at is not null then 'published' when faulty then 'drafted' else 'checked' end
    as state"""


def _key(envelope: Envelope) -> Row | None:
    event = envelope.event
    return {"edition": event.edition} if isinstance(event, EVENTS) else None


def _evolve(row: Row | None, envelope: Envelope) -> Row | None:
    event = envelope.event
    match event:
        case RegulationDrafted():
            return _empty(event, envelope.record.shard) | {
                "text": event.text,
                "draft_digest": event.digest,
                "drafted_at": event.occurred_at,
            }
        case RegulationChecked() if row:
            return row | {
                "faulty": any(each.grade == "error" for each in event.findings),
                "findings": [each.model_dump() for each in event.findings],
            }
        case RegulationWithdrawn():
            return None
        case RegulationPublished():
            return (row or _empty(event, envelope.record.shard)) | {
                "digest": event.digest,
                "text_digest": event.text_digest,
                "address": event.address,
                "in_force_from": event.in_force_from,
                "published_at": event.occurred_at,
                "because": event.because and event.because.model_dump(mode="json"),
            }
        case RegulationTookEffect() if row:
            return row | {"took_effect_at": event.occurred_at, "supersedes": event.supersedes}
        case RegulationSuperseded() if row:
            return row | {"superseded_by": event.by, "superseded_at": event.occurred_at}
    return row


def _empty(event: RegulationDrafted | RegulationPublished, shard: int) -> Row:
    own = {"edition": event.edition, "vendor": event.vendor, "shard": shard, "faulty": False}
    return dict.fromkeys(COLUMNS) | own | {"findings": []}


COLUMNS = (
    "text",
    "draft_digest",
    "drafted_at",
    "digest",
    "text_digest",
    "address",
    "in_force_from",
    "published_at",
    "because",
    "took_effect_at",
    "supersedes",
    "superseded_by",
    "superseded_at",
)

REGULATIONS = Projection(
    table="regulations",
    columns="""
        edition text, vendor text not null, shard int not null, text text, draft_digest text,
        drafted_at timestamptz, faulty bool not null, findings jsonb not null, digest text,
        text_digest text, address text, in_force_from timestamptz, published_at timestamptz,
        because jsonb, took_effect_at timestamptz, supersedes text, superseded_by text,
        superseded_at timestamptz
    """,
    keyed_by=("edition",),
    key=_key,
    evolve=_evolve,
    events=frozenset(EVENTS),
    indexes="""
        create index if not exists regulations_due on regulations (shard, in_force_from)
            where took_effect_at is null;
    """,
)


async def regulation(db: Db, edition: str) -> Record | None:
    """One edition or draft, with its state."""
    return await db.fetchrow(f"select *, {STATES} from regulations where edition = $1", edition)


async def regulations_after(db: Db, edition: str, limit: int) -> list[Record]:
    """Editions and drafts in the order of their ids, behind one of them, with their states."""
    return await db.fetch(
        f"select *, {STATES} from regulations where edition > $1 order by edition limit $2",
        edition,
        limit,
    )


async def other_editions(db: Db, vendor: str, edition: str) -> dict[str, datetime]:
    """From when the vendor's other published editions hold, the earliest first."""
    rows = await db.fetch(
        "select edition, in_force_from from regulations where vendor = $1 and edition <> $2"
        " and published_at is not null order by in_force_from",
        vendor,
        edition,
    )
    return {row["edition"]: row["in_force_from"] for row in rows}


async def binding_edition(db: Db, vendor: str, at: datetime, edition: str = "") -> str | None:
    """The edition under whose notice a change is published: the newest in force, else the next
    to come; None before the first. The change itself, where it is published, is none of them."""
    binding: str | None = await db.fetchval(
        "select edition from editions where vendor = $1 and edition <> $3"
        " order by in_force_from <= $2 desc, abs(extract(epoch from in_force_from - $2)) limit 1",
        vendor,
        at,
        edition,
    )
    return binding


async def taking_effect(db: Db, shards: Sequence[int], until: datetime) -> list[Record]:
    """Published editions whose day has come by then and for which nobody said so yet: the
    instant of it, and the edition of the vendor that held until then."""
    return await db.fetch(
        "select edition, vendor, greatest(in_force_from, published_at) as at,"
        " (select b.edition from regulations b where b.vendor = r.vendor"
        " and b.published_at is not null and b.in_force_from < r.in_force_from"
        " order by b.in_force_from desc limit 1) as supersedes"
        " from regulations r where shard = any($1) and took_effect_at is null"
        " and in_force_from <= $2 order by in_force_from limit 100",
        shards,
        until,
    )


async def next_effect(db: Db, shards: Sequence[int]) -> datetime | None:
    """When the next published edition takes effect."""
    due: datetime | None = await db.fetchval(
        "select min(in_force_from) from regulations"
        " where shard = any($1) and took_effect_at is null",
        shards,
    )
    return due
