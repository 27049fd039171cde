"""How a right is told over HTTP."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from pydantic import BaseModel

from libs.events.entitlement import Route
from services.entitlement.domain.standing import Entitlement as Standing


class Term(BaseModel):
    """One term of a right; it holds until the end of `ends_on`, or of a fact."""

    order: str
    starts_on: date
    ends_on: date | None


class Entitlement(BaseModel):
    """A registered right; it holds from `starts_on` until the end of `ends_on`. Without
    `starts_on` the fact that begins it is not known yet. `periods` are its terms."""

    entitlement_id: str
    number: str
    customer_id: str
    plan: str
    product: str | None
    services: list[str]
    level: str | None
    starts_on: date | None
    ends_on: date | None
    terms: int = 1
    route: Route | None = None
    seats: int | None = None
    requests: int | None = None
    periods: list[Term] = []
    edition: str
    expired: bool = False

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """The right that a row tells of."""
        periods = [
            {"order": order, "starts_on": starts, "ends_on": ends}
            for order, (starts, ends) in row["periods"].items()
        ]
        periods.sort(key=lambda each: each["starts_on"])
        return cls.model_validate(dict(row) | {"periods": periods})


def entitlement(state: Standing) -> Entitlement:
    """The right as it stands after a command."""
    registered = state.registered
    assert registered is not None
    periods = sorted(
        (
            Term(order=order, starts_on=each.starts_on, ends_on=each.ends_on)
            for order, each in state.announced.items()
        ),
        key=lambda each: each.starts_on,
    )
    return Entitlement.model_validate(
        registered.model_dump()
        | {
            "starts_on": periods[0].starts_on if periods else None,
            "ends_on": state.ends_on,
            "seats": state.seats,
            "requests": state.requests,
            "periods": periods,
            "expired": state.expired,
        }
    )
