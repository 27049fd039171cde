"""In which circumstances a customer is, and which plans he has."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from asyncpg import Record

from libs.regulation import Edition
from libs.runtime.database import Db
from services.entitlement.domain.asking import Situation
from services.entitlement.domain.days import day_of
from services.entitlement.domain.rights import Right, periods_of
from services.entitlement.projections.circumstances import circumstances_of
from services.entitlement.projections.customers import customer_named, customers_of, named_at
from services.entitlement.projections.rights import rights_of_customer

Claimed = Record | Mapping[str, Any]


async def situation_of(
    right: Right | None, claim: Claimed, at: datetime, edition: Edition, db: Db
) -> Situation | None:
    """Of the customer whose request it is; None where nobody is known, or the edition ties no duty
    to any circumstance."""
    if not any(plan.obligations for plan in edition.plans):
        return None
    customer = await customer_of(right, claim, at, db)
    if customer is None:
        return None
    plans = await plans_held(db, customer, day_of(at, edition))
    return Situation(await circumstances_of(db, customer, at), plans)


async def customer_of(right: Right | None, claim: Claimed, at: datetime, db: Db) -> str | None:
    """Whose request it is: of the right, the licence or the customer that it names by a number,
    else of the one customer whose contact asks. A stranger who names another's asks for nobody."""
    asks = claim["contact_id"]
    if right is not None:
        return right.customer_id if _may_ask(asks, right.contacts) else None
    if claim["number"] is not None:
        named = await customer_named(db, claim["vendor"], claim["number"])
        if named and _may_ask(asks, named_at(named["contacts_known"], at)):
            return str(named["customer_id"])
    rows = await customers_of(db, claim["vendor"], asks)
    his = [row["customer_id"] for row in rows if asks in named_at(row["contacts_known"], at)]
    return str(his[0]) if len(his) == 1 else None


def _may_ask(contact_id: str, contacts: Collection[str]) -> bool:
    """Whether what is held for these contacts, or for whoever knows its number, is told to one;
    an empty id is of nobody in particular."""
    return not contacts or not contact_id or contact_id in contacts


async def plans_held(db: Db, customer_id: str, on: date) -> frozenset[str]:
    """The plans that a customer has on a day."""
    rows = await rights_of_customer(db, customer_id)
    return frozenset(
        row["plan"] for row in rows if any(each.has(on) for each in periods_of(row["periods"]))
    )
