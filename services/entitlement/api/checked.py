"""How it is told what a request would get."""

from datetime import date
from typing import Literal

from pydantic import BaseModel

from libs.events.base import Because
from libs.events.entitlement import Cost, Queue, Terms
from libs.regulation import Lack, Text
from services.entitlement.domain.quotas import Allowance


class Given(BaseModel):
    """A service or a grant: whether it is given, on which terms, and why."""

    slug: str
    name: Text
    terms: Terms
    because: Because


class Requests(BaseModel):
    """What the right's window has left of its requests."""

    window_from: date
    window_to: date | None
    requests: int
    taken: int
    left: int

    @classmethod
    def of(cls, left: Allowance | None) -> "Requests | None":
        """None where the right's requests are not counted."""
        if left is None:
            return None
        return cls(
            window_from=left.window_from,
            window_to=left.window_to,
            requests=left.requests,
            taken=left.taken,
            left=left.left,
        )


class Version(BaseModel):
    """Whether the plan covers a version; `unknown`: the registry does not have it."""

    result: Literal["covered", "too_old", "unknown"]
    until: date | None
    because: Because


class Duty(BaseModel):
    """A plan that the customer must have in his circumstances."""

    plan: str
    circumstance: str
    fulfilled: bool
    because: Because


class Excluded(BaseModel):
    """Whether work on a topic is not done, under this plan and named so."""

    topic: str
    excluded: bool
    because: Because


Lacking = Lack | Literal["quota_spent", "not_provided", "version_too_old"]
"""Why no right serves a request: what is lacking, spent, or given by no plan that would serve."""


class Checked(BaseModel):
    """What a request would get, and why. `valid`: a right covers it; `plan` serves it otherwise,
    where the regulation names one."""

    outcome: Literal["entitled", "uncovered", "denied", "plan"]
    valid: bool
    lack: Lacking | None = None
    plan: str | None = None
    plan_name: Text | None = None
    level: str | None = None
    queue: Queue | None = None
    cost: Cost | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    days_left: int | None = None
    quota: Requests | None = None
    services: list[Given] = []
    grants: list[Given] = []
    version: Version | None = None
    topic: Excluded | None = None
    duties: list[Duty] = []
    dedicated_engineer: bool = False
    because: Because
