"""What the desk does under which plan, what it does not do, and what work turns out to be."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from libs.events.entitlement import Terms
from libs.events.intake import Channel, Outcome
from libs.regulation.base import Slug, Stated
from libs.regulation.plans import Otherwise
from libs.regulation.texts import Text


class Service(Stated):
    """A kind of work, and its terms under each plan; a plan that is not named does not give it.

    `channels`: only given this way; none named: any. `needs` is what the customer shows before.
    `otherwise`: what a request for it gets under a plan that does not give it; without it such a
    request is taken, and an engineer offers what he can.
    """

    slug: Slug
    name: Text
    plans: Mapping[Slug, Terms] = Field(default_factory=dict)
    channels: tuple[Channel, ...] = ()
    needs: Text | None = None
    otherwise: Otherwise | None = None

    def terms(self, plan: str) -> Terms:
        """On which terms a plan gives the service."""
        return self.plans.get(plan, "not_provided")

    def is_given(self) -> bool:
        """Whether any plan gives the service."""
        return any(terms != "not_provided" for terms in self.plans.values())

    def is_given_by(self, channel: Channel) -> bool:
        return not self.channels or channel in self.channels


class Topic(Stated):
    """Something that the desk treats unlike other questions.

    `excluded`: it is not done, unless one of the services `yields_to` names the work and the plan
    gives it. `no_guarantee`: it is tried, without a promised solution. `oral_only`: general
    advice by the `channels` and nothing in writing. `outcome` is how such a ticket ends.
    """

    slug: Slug
    title: Text
    treatment: Literal["excluded", "no_guarantee", "oral_only"]
    message: Text
    examples: tuple[Text, ...] = ()
    yields_to: tuple[Slug, ...] = ()
    channels: tuple[Channel, ...] = ()
    outcome: Outcome

    def is_excluded(self, service: Service | None, plan: str) -> bool:
        """Whether the work is not done under a plan; `service` is what the work was named."""
        if self.treatment != "excluded":
            return False
        named = service is not None and service.slug in self.yields_to
        return not named or service is None or service.terms(plan) == "not_provided"

    def is_served_by(self, channel: Channel) -> bool:
        return not self.channels or channel in self.channels


class Cause(Stated):
    """What an engineer may find behind a problem; `plan`: such work belongs to this plan.

    `checks` are what he makes sure of before the work.
    """

    slug: Slug
    title: Text
    plan: Slug | None = None
    checks: tuple[Text, ...] = ()
    link: str = ""
