"""In which circumstances a customer is, and which plans he has."""

from datetime import date, datetime

from libs.regulation import Edition
from libs.runtime.database import Db
from services.entitlement.domain.asking import Situation
from services.entitlement.domain.days import day_of
from services.entitlement.domain.rights import Right, periods_of
from services.entitlement.projections.circumstances import circumstances_of
from services.entitlement.projections.customers import customer_of
from services.entitlement.projections.rights import rights_of_customer


async def situation_of(
    right: Right | None, contact_id: str, at: datetime, edition: Edition, db: Db
) -> Situation | None:
    """Of the customer whose right it is, or whose contact asks; None where nobody is known, or the
    edition ties no duty to any circumstance."""
    if not any(plan.obligations for plan in edition.plans):
        return None
    customer = right.customer_id if right else await customer_of(db, edition.vendor, contact_id)
    if customer is None:
        return None
    plans = await plans_held(db, customer, day_of(at, edition))
    return Situation(await circumstances_of(db, customer, at), plans)


async def plans_held(db: Db, customer_id: str, on: date) -> frozenset[str]:
    """The plans that a customer has on a day."""
    rows = await rights_of_customer(db, customer_id)
    return frozenset(
        row["plan"] for row in rows if any(each.has(on) for each in periods_of(row["periods"]))
    )
